"""A spaCy tokenizer that stays fast on texts with line breaks.

After the first newline of a text spaCy stops caching chunks (spaCy issue 13950), which makes every posting cost some
20 ms. Tokenising each unseen white-space chunk alone first fills the cache, and gives the same tokens.
"""

import re
from typing import Any, cast

from spacy.language import Language
from spacy.tokens import Doc

SOURCE = "source"
"""Where the Doc keeps the text it was made of: `Doc.text` joins all tokens anew at every call."""
LONGEST_CHUNK = 200
"""Characters without white space that spaCy still gets to take apart: it needs quadratic time for a run of brackets."""
_PIECES = re.compile(r"\S{1,100}|\s{1,100}")
CACHE_SIZE = 200_000
"""Chunks kept; a chunk costs about 100 bytes."""


class WarmTokenizer:
    """Wraps the language's own tokenizer; the same tokens, each chunk's first sight apart."""

    def __init__(self, nlp: Language) -> None:
        """Take over `nlp`'s tokenizer and raise its cache."""
        self.vocab = nlp.vocab
        self.inner = cast(Any, nlp.tokenizer)
        """Compiled code without type information."""
        self.inner.max_cache_size = CACHE_SIZE
        self.seen: set[str] = set()

    def __call__(self, text: str) -> Doc:
        """Tokenise `text` (any Unicode string)."""
        fresh = set(text.split()) - self.seen
        if any(len(chunk) > LONGEST_CHUNK for chunk in fresh):
            pieces = _PIECES.findall(text)
            doc = Doc(self.vocab, words=pieces, spaces=[False] * len(pieces))
            doc.user_data[SOURCE] = text
            return doc
        for chunk in fresh:
            self.inner(chunk)
        if len(self.seen) < CACHE_SIZE:
            self.seen |= fresh
        doc = cast(Doc, self.inner(text))
        doc.user_data[SOURCE] = text
        return doc
