"""The lines of a Markdown table: the pipes between cells, the line of dashes, and how rows look."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..patterns import pattern

#: A pipe that ends a cell, even in code: only a backslash makes it part of the text.
PIPE = pattern(r"(?<!\\)\|")

#: A line that may make a row of the line above it: dashes, colons and pipes.
DELIMITERS = pattern(r"[ \t]*[-:|][-:| \t]*$", re.MULTILINE)


def row_of(cells: Iterable[str]) -> str:
    """Return a row with these cells, which must not contain a line break or an unescaped pipe."""
    return f"|{'|'.join(f' {cell} ' if cell else ' ' for cell in cells)}|"
