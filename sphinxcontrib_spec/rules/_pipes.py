"""Pipes in code inside table cells, which end a cell unless they are escaped."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.items import Item
from sphinxcontrib_spec.markup.rows import PIPE
from sphinxcontrib_spec.model import Block
from sphinxcontrib_spec.source import Text

#: The text between two cells, by its length.
_BETWEEN = {1: "|", 3: " | "}


def cell_ranges(line: str) -> list[tuple[int, int]]:
    """Return where the cells of a row begin and end."""
    stop = len(line.rstrip())
    pipes = [pipe.start() for pipe in PIPE.finditer(line)]
    edges = [-1, *pipes, stop]
    if pipes and not line[: pipes[0]].strip():
        edges.pop(0)
    if pipes and pipes[-1] == stop - 1:
        edges.pop()
    return [(start + 1, end) for start, end in pairwise(edges)]


def pipes_in_code(cells: Sequence[str], columns: int) -> list[int]:
    """Return the cells that end at a pipe inside code which continues in the next cell.

    There are none unless the row has exactly `columns` cells without these pipes as separators.
    """
    found = []
    in_code = False
    for number, cell in enumerate(cells):
        in_code ^= bool(cell.count("`") % 2)
        if in_code:
            found.append(number)
    return found if not in_code and len(cells) - len(found) == columns else []


def with_pipes_escaped(block: Block, pipes: Sequence[int]) -> Block:
    """Return the table with a backslash before each of these pipes, given by offset in its text."""
    text = str(block.text)
    for pipe in reversed(pipes):
        if text[pipe : pipe + 1] != "|":
            return block
        text = f"{text[:pipe]}\\{text[pipe:]}"
    return replace(block, text=block.text.reworded(text))


def with_code_joined(item: Item, keys: Sequence[str]) -> Callable[[Item], Item] | None:
    """Return a function that joins the cells cut by a pipe in code; `keys` name the row's columns.

    None if that does not make the row right, if it is unknown what surrounded the pipe, or if the
    cells hold more than text: they would be read with an id or with links.
    """
    about = item.about
    cells = _cells(item, keys)
    pipes = pipes_in_code(cells, len(keys))
    between = {}
    for number in pipes:
        here, there = cells[number], cells[number + 1]
        gap = there.span.column - here.at(len(here)).column
        if gap in _BETWEEN and here.span.column:
            between[number] = _BETWEEN[gap]
    if not pipes or len(between) < len(pipes) or about.id or about.links or about.notes:
        return None
    change = partial(_joined, keys=keys, between=between)
    return None if _has_more_than_words(change(item)) else change


def _has_more_than_words(item: Item) -> bool:
    """Whether the cells of a row contain what is read as its id or as its typed links."""
    title, last = (getattr(item, field.key) for field in (item.kind.title, item.kind.last))
    return title.rstrip().endswith("-->") or any(f"({verb} [" in last for verb in schema.LINK)


def first_cut(item: Item, keys: Sequence[str]) -> int:
    """Return the column of the line at which the first cell cut by a pipe in code begins.

    It is 0 unless such pipes explain all cells that a row has beyond `keys`.
    """
    cells = _cells(item, keys)
    pipes = pipes_in_code(cells, len(keys))
    return cells[pipes[0]].span.column if pipes else 0


def _cells(item: Item, keys: Sequence[str]) -> list[Text]:
    extra = iter(item.about.extra)
    named = [getattr(item, key) if key else next(extra, Text()) for key in keys]
    return [*named, *item.about.surplus]


def _joined(item: Item, keys: Sequence[str], between: Mapping[int, str]) -> Item:
    joined = ""
    cells = []
    for number, cell in enumerate(_cells(item, keys)):
        joined += cell
        if number in between:
            joined += between[number]
        else:
            cells.append(Text(joined, cell.span))
            joined = ""
    pairs = list(zip(keys, cells, strict=True))
    extra = tuple(cell for key, cell in pairs if not key)
    fields: dict[str, Any] = {key: cell for key, cell in pairs if key}
    return replace(item, **fields, about=replace(item.about, extra=extra, surplus=()))
