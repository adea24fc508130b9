"""Dutch words to meaning: lexicon data, word stems, compound splitting, and what kind of thing a printed term is."""

from app.concepts.classify import TermClass, classify_term, known_tool, names_role
from app.concepts.lexicon import Entry, load_table, load_terms

__all__ = ["Entry", "TermClass", "classify_term", "known_tool", "load_table", "load_terms", "names_role"]
