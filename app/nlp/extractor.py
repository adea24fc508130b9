"""The owner of the pipeline: one per process, one text at a time, plain values out."""

from contextlib import nullcontext
from threading import Lock

from app.criteria.posting import PostingReading
from app.nlp.lexicons import warmup_text
from app.nlp.pipeline import build_pipeline
from app.nlp.readout import read_out

VOCABULARY_LIMIT = 150_000
"""Strings kept for good. Beyond it new words live for one text only (spaCy's memory zone), so memory stays bounded."""


class Extractor:
    """Reads postings; thread-safe. Building one costs about a second."""

    def __init__(
        self, *, disable: tuple[str, ...] = (), vocabulary_limit: int = VOCABULARY_LIMIT, model: str | None = None
    ) -> None:
        """Build the pipeline. `disable`: components to leave out (reports, tests); `model`: spaCy model to use."""
        self._nlp = build_pipeline(disable=disable, model=model)
        self._lock = Lock()
        self._limit = vocabulary_limit
        self.read(warmup_text())

    def read(self, text: str) -> PostingReading:
        """Read one text (any Unicode string). Never raises on content; what is not there stays null.

        Time grows linearly with the length: about a millisecond per 1,000 characters.
        """
        with self._lock, self._nlp.memory_zone() if self.vocabulary_size > self._limit else nullcontext():
            doc = self._nlp(text)
            reading = read_out(doc)
            del doc
        return reading

    @property
    def vocabulary_size(self) -> int:
        """How many strings the pipeline has learned."""
        return len(self._nlp.vocab.strings)
