"""A file of named parts, arrays and JSON: written in one go, read through a map, and never where it is damaged."""

import hashlib
import mmap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Self

import numpy as np
import orjson
from numpy.typing import NDArray

_MAGIC = b"gunning-index-2\n"
_LENGTH_BYTES = 8
_DIGEST_BYTES = 16
_HEADER_BYTES = len(_MAGIC) + _LENGTH_BYTES + _DIGEST_BYTES


def _digest(*pieces: bytes | memoryview) -> bytes:
    made = hashlib.blake2b(digest_size=_DIGEST_BYTES)
    for piece in pieces:
        made.update(piece)
    return made.digest()


class PartsWriter:
    """Collects parts; `write` puts a table of contents before them."""

    def __init__(self) -> None:
        self._contents: dict[str, tuple[int, int, str]] = {}
        self._pieces: list[bytes | memoryview] = []
        self._size = 0

    def add_array(self, name: str, values: NDArray[Any]) -> None:
        """Add a flat array."""
        self._add(name, np.ascontiguousarray(values).data.cast("B") if values.size else b"", values.dtype.str)

    def add_json(self, name: str, value: object) -> None:
        """Add a value that JSON can hold."""
        self._add(name, orjson.dumps(value), "json")

    def add_blobs(self, name: str, blobs: Sequence[bytes]) -> None:
        """Add several byte strings, in order."""
        self.add_array(f"{name}/lengths", np.array([len(blob) for blob in blobs], np.int64))
        self._add(f"{name}/bytes", b"".join(blobs), "bytes")

    def _add(self, name: str, data: bytes | memoryview, kind: str) -> None:
        self._contents[name] = (self._size, len(data), kind)
        self._pieces.append(data)
        self._size += len(data)

    def write(self, file: BinaryIO) -> None:
        """Write all parts."""
        contents = orjson.dumps(self._contents)
        digest = _digest(contents, *self._pieces)
        file.write(_MAGIC + len(contents).to_bytes(_LENGTH_BYTES, "big") + digest + contents)
        for piece in self._pieces:
            file.write(piece)


class PartsReader:
    """The parts of a file. Raises ValueError for a file that is not one, or has one bit that was not written."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            # Opening a pipe would wait for whoever writes to it.
            raise ValueError("no index file")
        with path.open("rb") as file:
            if path.stat().st_size < _HEADER_BYTES:
                raise ValueError("no index file")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        header = self._map[:_HEADER_BYTES]
        if not header.startswith(_MAGIC):
            raise ValueError("no index file")
        length = int.from_bytes(header[len(_MAGIC) : -_DIGEST_BYTES], "big")
        with memoryview(self._map) as whole, whole[_HEADER_BYTES:] as rest:
            # Bits that flip in a column would else be a wrong ranking.
            if _digest(rest) != header[-_DIGEST_BYTES:]:
                raise ValueError("a damaged index file")
        self._start = _HEADER_BYTES + length
        self._contents = orjson.loads(self._map[_HEADER_BYTES : self._start])

    def __enter__(self) -> Self:
        """The reader itself; what it gave stays good after it is closed."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the file."""
        self._map.close()

    def _bytes(self, name: str) -> bytes:
        at, size, _ = self._contents[name]
        return self._map[self._start + at : self._start + at + size]

    def array(self, name: str) -> NDArray[Any]:
        """An array of its own, that may be changed."""
        return np.frombuffer(bytearray(self._bytes(name)), self._contents[name][2])

    def json(self, name: str) -> Any:  # noqa: ANN401 - whatever was written
        """A value."""
        return orjson.loads(self._bytes(name))

    def blobs(self, name: str) -> Iterator[bytes]:
        """Byte strings, in order, one at a time: together they may be most of the file."""
        start = self._start + self._contents[f"{name}/bytes"][0]
        for length in self.array(f"{name}/lengths").tolist():
            yield self._map[start : start + length]
            start += length
