"""The pipeline, in order. Each component adds one SpanGroup and changes nothing that an earlier one wrote."""

import spacy
from spacy.language import Language

from app.nlp.components import criteria, facts, findings, layout, requirements, sections
from app.nlp.tokenizer import WarmTokenizer

ORDER = ("layout", "sections", "facts", "criteria", "requirements", "findings")
"""Raw text to lines, lines to blocks, then what the blocks say."""

MODULES = (layout, sections, facts, criteria, requirements, findings)
"""The modules that register the components."""


def build_pipeline(*, disable: tuple[str, ...] = (), model: str | None = None) -> Language:
    """A fresh pipeline on spaCy's blank Dutch, or on an installed `model` (a package name or folder).

    Loads nothing from the network. `disable`: our components to leave out. Raises OSError for a model that is not here.
    """
    nlp = spacy.load(model) if model else spacy.blank("nl")
    nlp.tokenizer = WarmTokenizer(nlp)
    for name in ORDER:
        if name not in disable:
            nlp.add_pipe(name)
    return nlp
