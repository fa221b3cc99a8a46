"""Write tables of items."""

from __future__ import annotations

from collections.abc import Iterable

from ..items import Item
from ..markup.rows import row_of
from ..model import Table
from . import ends
from .style import Style


def table(block: Table, rows: Iterable[Item], style: Style) -> str:
    """Write a table of these rows, which are some or all of the block's."""
    delimiters = [_delimiter(cell) for cell in block.delimiters[: len(block.columns)]]
    delimiters += ["---"] * (len(block.columns) - len(delimiters))
    if style.strict:
        delimiters = ["---"] * len(block.columns)
    lines = [_row(block.columns), f"|{'|'.join(delimiters)}|"]
    lines += [_row(_cells(row, block.keys)) for row in rows]
    return "\n".join(lines)


def _delimiter(cell: str) -> str:
    return f"{cell[:1] if cell[:1] == ':' else ''}---{':' if cell[-1:] == ':' else ''}"


def _row(cells: Iterable[str]) -> str:
    return row_of(" ".join(cell.replace("|", "\\|").split("\n")) for cell in cells)


def _cells(item: Item, keys: tuple[str, ...]) -> list[str]:
    about = item.about
    extra = iter(about.extra)
    cells = []
    for key in keys:
        text = str(getattr(item, key)) if key else str(next(extra, ""))
        parts = [text]
        if key == item.kind.last.key:
            parts.append(ends.links(about.links))
        cell = ends.joined(parts)
        if key == item.kind.title.key:
            cell = ends.commented(cell, (ends.identity(item),))
        cells.append(cell)
    cells += map(str, about.surplus)
    if about.notes and cells:
        cells[-1] = ends.commented(cells[-1], about.notes)
    return cells
