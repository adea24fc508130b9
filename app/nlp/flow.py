"""The posting as one flowing text: hard wraps joined, white space collapsed, every character traceable to the source.

All later stages read the flow and speak in flow offsets; only provenance goes back to the source.
"""

from bisect import bisect_right
from dataclasses import dataclass, field

from app.nlp.lexicons import flat, word_set


@dataclass(frozen=True, slots=True)
class Flow:
    """`text`: logical lines, each on a line of its own, cells apart by tabs.

    `low`: the same with case and accents folded, equally long. `words`: the runs of letters in `low`, by which phrases
    that cannot occur are passed over. `starts` and `sources`: where runs begin in the flow and in the source.
    """

    text: str
    low: str
    words: frozenset[str]
    starts: tuple[int, ...]
    sources: tuple[int, ...]

    def source(self, offset: int) -> int:
        """The source offset of the flow character at `offset`."""
        run = max(bisect_right(self.starts, offset) - 1, 0)
        return self.sources[run] + (offset - self.starts[run]) if self.starts else 0

    def source_range(self, start: int, end: int) -> tuple[int, int]:
        """The source range that covers the flow range `start`-`end`, white space at its edges left out."""
        text = self.text
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return (self.source(start), self.source(end - 1) + 1) if end > start else (self.source(start),) * 2


@dataclass(slots=True)
class FlowBuilder:
    """Collects words with their source offsets into a Flow."""

    parts: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    sources: list[int] = field(default_factory=list)
    length: int = 0

    def add(self, piece: str, source: int, separator: str) -> None:
        """Append `piece`, found at `source` in the source text, after `separator`."""
        self.parts += (separator, piece)
        self.length += len(separator)
        self.starts.append(self.length)
        self.sources.append(source)
        self.length += len(piece)

    def build(self) -> Flow:
        """The finished flow."""
        text = "".join(self.parts)
        low = flat(text)
        return Flow(text, low, word_set(low), tuple(self.starts), tuple(self.sources))


EMPTY_FLOW = FlowBuilder().build()
"""The flow of a text without any words."""
