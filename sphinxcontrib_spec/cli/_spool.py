"""Bytes that wait to be read again: in memory while they are few, then in a temporary file."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import pairwise
from typing import IO

#: So many bytes are kept in memory.
_MOST = 4_000_000

#: So many pieces are read at once if all of them are gone through.
_AT_ONCE = 64


class Spool:
    """Pieces of bytes, which are gone through any number of times or asked for by their numbers."""

    def __init__(self) -> None:
        """Begin with none."""
        self._last: list[bytes] = []
        self._size = 0
        self._file: IO[bytes] | None = None
        #: Where each piece begins that is in the file, and where the last one ends.
        self._starts = array("Q", [0])

    def add(self, piece: bytes) -> None:
        """Put a piece behind the others."""
        self._last.append(piece)
        self._size += len(piece)
        if self._size > _MOST:
            self._write()

    def __len__(self) -> int:
        """How many there are."""
        return len(self._starts) - 1 + len(self._last)

    def __getitem__(self, number: int) -> bytes:
        """The piece of a number, from 0."""
        written = len(self._starts) - 1
        if number >= written:
            return self._last[number - written]
        return self._read(number, number + 1)[0]

    def __iter__(self) -> Iterator[bytes]:
        """All pieces, in order."""
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

            # It has no name on the disk, and is gone with this process, however that ends.
            self._file = tempfile.TemporaryFile()  # noqa: SIM115
        self._file.seek(0, 2)
        self._file.writelines(self._last)
        for piece in self._last:
            self._starts.append(self._starts[-1] + len(piece))
        self._last.clear()
        self._size = 0
