"""Read a file as text, or return the reason why it cannot be read."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

#: Specs with more bytes are not read: reading takes about forty times as much memory, and no spec
#: has a thousandth of this size.
LARGEST = 32_000_000

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Unreadable(NamedTuple):
    """A file or folder that cannot be processed: the reason and, for an invalid byte, its position.

    Lines and columns are counted from 1; both are 0 if the file could not be opened.
    """

    path: str
    reason: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Return one line with the position and the reason."""
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        return f"{place}: {self.reason}"


def read(path: str | Path, name: str, largest: int | None = LARGEST) -> str | Unreadable:
    """Return the text of a file with its byte order mark and line endings, or the reason why not.

    `name` is used for the file in an `Unreadable`. If `largest` is None, the size is not limited.
    """
    data = read_bytes(path, name, largest)
    return data if isinstance(data, Unreadable) else decoded(data, name, largest)


def read_bytes(path: str | Path, name: str, largest: int | None = LARGEST) -> bytes | Unreadable:
    """Return the bytes of a file, or the reason why not; `name` and `largest` are as for `read`.

    Special files such as pipes are not opened, because reading them might never end.
    """
    # This is called for very many files, and a `Path` for each would take longer.
    try:
        status = os.stat(path)  # noqa: PTH116
        if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
            return Unreadable(name, "neither a file nor a folder")
        if largest is not None and status.st_size > largest:
            return _too_large(name, status.st_size, largest)
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123
            return file.read()
    except OSError as error:
        return Unreadable(name, reason(error))


def decoded(data: bytes, name: str, largest: int | None = LARGEST) -> str | Unreadable:
    """Decode UTF-8, or return the position of the first invalid byte."""
    if largest is not None and len(data) > largest:
        return _too_large(name, len(data), largest)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        start = data.rfind(b"\n", 0, error.start) + 1
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[start : error.start].decode("utf-8")) + 1
        byte = error.start - start + 1
        said = f"not UTF-8: byte {byte} of line {line} is {data[error.start]:#04x}"
        if data.startswith(_UTF_16):
            said = "not UTF-8 but UTF-16: save it as UTF-8"
        return Unreadable(name, said, line, column)


def reason(error: OSError) -> str:
    """Return the system's message for an error, without the path."""
    return (error.strerror or str(error)).lower()


def _too_large(name: str, size: int, largest: int) -> Unreadable:
    megabytes = largest // 1_000_000
    return Unreadable(name, f"{size:,} bytes; files over {megabytes} MB are not read")
