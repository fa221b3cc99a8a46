"""Turns a table cell into the body of a directive: the inverse of `cells`."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from sphinxcontrib_spec.markup import cells, inline
from sphinxcontrib_spec.patterns import pattern

#: The longest line into which the text of a table row is wrapped.
_LONGEST_LINE = 96

_MARKER = pattern(r"(?:-|\d{1,9}[.)]) ")
_ITEM = pattern(rf"(?:{re.escape(cells.BULLET)}|(\d{{1,9}}[.)]) )")


def body(cell: str, overflow: str) -> str | None:
    """Return the Markdown blocks equivalent to a cell and its overflow, or None if there are none.

    Paragraphs and list items get lines of their own again where the cell distinguishes them.
    """
    unfolded = _unfolded(cell)
    for text in (_wrapped(unfolded), unfolded, cell):
        said = "\n\n".join(filter(None, (text, overflow)))
        if cells.in_cell(said) == cells.Cell(cell, overflow):
            return said
    return None


def _unfolded(cell: str) -> str:
    """Return the cell with line breaks outside of code turned into paragraphs and list items."""
    unfolded = ""
    in_list = False
    for breaks, text in _lines(cell):
        item = _ITEM.match(text) if breaks == 1 else None
        if item:
            gap = "\n" if in_list else "\n\n"
            unfolded += f"{gap}{item[1] or '-'} {text[item.end() :]}"
        else:
            unfolded += {0: "", 1: cells.LINE, 2: "\n\n"}.get(breaks, cells.LINE * breaks) + text
        in_list = bool(item)
    return unfolded


def _wrapped(text: str) -> str:
    """Wrap the paragraphs and list items of a text into lines that are easy to read."""
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
    """Yield each text between line breaks, with the number of breaks before it."""
    breaks = last = 0
    for part in inline.parts(cell):
        if part.kind == "tag" and cell[part.start : part.stop] == cells.LINE:
            if part.start > last:
                yield breaks, cell[last : part.start]
                breaks = 0
            breaks += 1
            last = part.stop
    yield breaks, cell[last:]
