"""A table's cell as the body of a directive: the way back from `cells`."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from sphinxcontrib_spec.markup import cells, inline
from sphinxcontrib_spec.patterns import pattern

#: What stood in one line of a table is broken into lines no longer than this.
_LONGEST_LINE = 96

_MARKER = pattern(r"(?:-|\d{1,9}[.)]) ")
_ITEM = pattern(rf"(?:{re.escape(cells.BULLET)}|(\d{{1,9}}[.)]) )")


def body(cell: str, overflow: str) -> str | None:
    """The Markdown blocks that a cell and its overflow say, or None if nothing says just that.

    Paragraphs and lists stand on lines of their own again where a cell can tell them apart.
    """
    unfolded = _unfolded(cell)
    for text in (_wrapped(unfolded), unfolded, cell):
        said = "\n\n".join(filter(None, (text, overflow)))
        if cells.in_cell(said) == cells.Cell(cell, overflow):
            return said
    return None


def _unfolded(cell: str) -> str:
    """The cell with its line breaks outside of code made paragraphs and list items."""
    said = ""
    in_list = False
    for breaks, text in _lines(cell):
        item = _ITEM.match(text) if breaks == 1 else None
        if item:
            gap = "\n" if in_list else "\n\n"
            said += f"{gap}{item[1] or '-'} {text[item.end() :]}"
        else:
            said += {0: "", 1: cells.LINE, 2: "\n\n"}.get(breaks, cells.LINE * breaks) + text
        in_list = bool(item)
    return said


def _wrapped(text: str) -> str:
    """The paragraphs and list items of a text in lines that are easy to read."""
    return "\n".join(
        textwrap.fill(
            line,
            _LONGEST_LINE,
            subsequent_indent=" " * (len(item[0]) if (item := _MARKER.match(line)) else 0),
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in text.split("\n")
    )


def _lines(cell: str) -> Iterator[tuple[int, str]]:
    """The text between the line breaks, each with the count of those before it."""
    breaks = last = 0
    for part in inline.parts(cell):
        if part.kind == "tag" and cell[part.start : part.stop] == cells.LINE:
            if part.start > last:
                yield breaks, cell[last : part.start]
                breaks = 0
            breaks += 1
            last = part.stop
    yield breaks, cell[last:]
