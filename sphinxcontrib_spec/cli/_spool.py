"""Bytes that wait to be read again, in memory or, if there are many, in a temporary file."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import pairwise
from typing import IO

#: The maximum number of bytes in memory.
_MOST_BYTES = 4_000_000

#: The number of pieces read at once when iterating.
_AT_ONCE = 64


class Spool:
    """Pieces of bytes, to be iterated any number of times or accessed by number."""

    def __init__(self) -> None:
        """Start empty."""
        self._last: list[bytes] = []
        self._size = 0
        self._file: IO[bytes] | None = None
        #: The offset of each piece in the file, and the end of the last one.
        self._starts = array("Q", [0])

    def add(self, piece: bytes) -> None:
        """Append a piece."""
        self._last.append(piece)
        self._size += len(piece)
        if self._size > _MOST_BYTES:
            self._write()

    def __len__(self) -> int:
        """Return the number of pieces."""
        return len(self._starts) - 1 + len(self._last)

    def __getitem__(self, number: int) -> bytes:
        """Return the piece with this number, counted from 0."""
        written = len(self._starts) - 1
        if number >= written:
            return self._last[number - written]
        return self._read(number, number + 1)[0]

    def __iter__(self) -> Iterator[bytes]:
        """Yield all pieces in order."""
        at = 0
        while at < (written := len(self._starts) - 1):
            end = min(written, at + _AT_ONCE)
            yield from self._read(at, end)
            at = end
        yield from self._last[at - written :]

    def __del__(self) -> None:
        if self._file:
            self._file.close()

    def _read(self, first: int, end: int) -> list[bytes]:
        assert self._file
        starts = self._starts[first : end + 1]
        self._file.seek(starts[0])
        data = self._file.read(starts[-1] - starts[0])
        return [data[one - starts[0] : other - starts[0]] for one, other in pairwise(starts)]

    def _write(self) -> None:
        if self._file is None:
            import tempfile

            # It has no name on the disk, and vanishes with this process, however that ends.
            self._file = tempfile.TemporaryFile()  # noqa: SIM115
        self._file.seek(0, 2)
        self._file.writelines(self._last)
        for piece in self._last:
            self._starts.append(self._starts[-1] + len(piece))
        self._last.clear()
        self._size = 0
