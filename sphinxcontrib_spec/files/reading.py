"""Reading a file as text, or saying why it is none."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

#: A spec of more bytes is not read: reading takes some forty times as much memory, and no spec
#: has a thousandth of it.
LARGEST = 32_000_000

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Unreadable(NamedTuple):
    """A file or folder that cannot be worked on: why, and where if a byte is at fault.

    Line and column count from 1 and are 0 if it could not be opened at all.
    """

    path: str
    reason: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """One line that names the place and the reason."""
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        return f"{place}: {self.reason}"


def read(path: str | Path, name: str, largest: int | None = LARGEST) -> str | Unreadable:
    """The text of a file, a byte order mark and line ends as they are, or why there is none.

    `name` is what the file is called in the answer; if `largest` is None, it may have any size.
    """
    data = read_bytes(path, name, largest)
    return data if isinstance(data, Unreadable) else decoded(data, name, largest)


def read_bytes(path: str | Path, name: str, largest: int | None = LARGEST) -> bytes | Unreadable:
    """The bytes of a file, or why there are none; `name` and `largest` as for `read`.

    What is no file is not even opened, as a pipe would not end.
    """
    # Very many files are read so, and each as a `Path` would take longer.
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
    """The bytes as UTF-8 text, or the place of the first byte that is none."""
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
    """What the system says of an error, without the path."""
    return (error.strerror or str(error)).lower()


def _too_large(name: str, size: int, largest: int) -> Unreadable:
    megabytes = largest // 1_000_000
    return Unreadable(name, f"{size:,} bytes; files over {megabytes} MB are not read")
