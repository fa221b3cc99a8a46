"""Lines that wait to be read again: in memory while they are few, then in a temporary file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

#: So many characters are kept in memory.
_MOST = 16_000_000


class Spool:
    """Lines of text, which can be gone through any number of times, once at a time."""

    def __init__(self) -> None:
        """Begin with none."""
        self._lines: list[str] = []
        self._size = 0
        self._file: IO[str] | None = None

    def add(self, line: str) -> None:
        """Put a line, which has no line break in it, behind the others."""
        self._lines.append(line)
        self._size += len(line)
        if self._size > _MOST:
            self._write()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._lines or self._file)

    def __iter__(self) -> Iterator[str]:
        """All lines, in order."""
        if self._file:
            self._write()
            self._file.seek(0)
            for line in self._file:
                yield line[:-1]
        yield from self._lines

    def __del__(self) -> None:
        if self._file:
            self._file.close()

    def _write(self) -> None:
        if self._file is None:
            import tempfile

            # It has no name on the disk, and is gone with this process, however that ends.
            self._file = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115
        self._file.seek(0, 2)
        self._file.writelines(f"{line}\n" for line in self._lines)
        self._lines.clear()
        self._size = 0
