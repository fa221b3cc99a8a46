"""The lines of a file, and texts cut from them that keep their positions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import count, repeat
from typing import NamedTuple

from ..patterns import pattern
from ..source import NOTHING, TAB_STOP, Text, spanned

_LINE_END = pattern(r"\r\n|\n|\r")

#: The characters that markdown-it strips from a table row: Unicode white space as CommonMark
#: defines it.
TRIMMED = (
    "".join(map(chr, (*range(9, 14), 32, 160, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029)))
    + "\u202f\u205f\u3000"
)


class Line(NamedTuple):
    """A line, or the end of one: its number in the file, its text, and the column it begins at."""

    number: int
    text: str
    column: int = 1


#: Make a line from a tuple of number, text and column. This bypasses the constructor for speed:
#: there are more lines than instances of any other class.
_LINE = partial(tuple.__new__, Line)


def split(text: str) -> list[str]:
    """Split a file at CommonMark's line endings, and drop the byte order mark."""
    text = text.removeprefix("\ufeff")
    return _LINE_END.split(text) if "\r" in text else text.split("\n")


def numbered(texts: Iterable[str]) -> list[Line]:
    """Make lines of these texts, numbered from 1."""
    return list(map(_LINE, zip(count(1), texts, repeat(1), strict=False)))


def cut(lines: Sequence[Line], path: str) -> Text:
    """Join the lines to one text."""
    if not lines:
        return NOTHING
    number, text, column = lines[0]
    place = spanned((path, number, column))
    if len(lines) == 1:
        return Text(text, place)
    _, texts, columns = zip(*lines, strict=True)
    later = columns[1:]
    is_plain = later.count(1) == len(later)  # a `Text` assumes column 1 for lines without one
    return Text("\n".join(texts), place, () if is_plain else later)


def trimmed(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines without blank lines at either end."""
    start, stop = 0, len(lines)
    while start < stop and not lines[start].text.strip(" \t"):
        start += 1
    while stop > start and not lines[stop - 1].text.strip(" \t"):
        stop -= 1
    return lines[start:stop] if stop - start < len(lines) else lines


def indent(text: str) -> int:
    """Return the width in columns of a line's leading white space; tabs stop at every fourth."""
    width = 0
    for char in text:
        if char == " ":
            width += 1
        elif char == "\t":
            width += TAB_STOP - width % TAB_STOP
        else:
            break
    return width


def dedented(lines: Iterable[Line], width: int) -> list[Line]:
    """Remove up to `width` columns of white space from the start of each line.

    A tab that reaches beyond the width is replaced with spaces for the rest.
    """
    return [moved(line, width, width) for line in lines]


def moved(line: Line, width: int, tabs: int, start: int = 0) -> Line:
    """Remove up to `width` columns of white space, so that the line can stand elsewhere.

    Tabs before the column `tabs`, and one that reaches beyond it, become spaces. `start` is the
    column, counted from 0, of the line's first character, on which tab stops depend.
    """
    text = line.text
    if not text or text[0] not in " \t":
        return line
    seen = index = 0
    while index < len(text) and seen < tabs and text[index] in " \t":
        seen += 1 if text[index] == " " else TAB_STOP - (start + seen) % TAB_STOP
        index += 1
    spaces = max(seen - width, 0)
    return Line(line.number, " " * spaces + text[index:], max(line.column + index - spaces, 1))
