"""Tables that we write ourselves, as every builder knows them: a caption, a header row, cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from docutils import nodes

#: The paragraphs of a cell, each the nodes that stand in it.
Cell: TypeAlias = Sequence[Sequence[nodes.Node]]


def table(
    caption: nodes.title,
    labels: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    widths: Sequence[int],
) -> nodes.table:
    """A table whose columns are so many hundredths wide where the writer does not decide.

    One without labels has no header row.
    """
    head = nodes.row("", *(_entry([[nodes.Text(label)]]) for label in labels))
    body = [nodes.row("", *map(_entry, cells)) for cells in rows]
    group = nodes.tgroup(
        "",
        *(nodes.colspec(colwidth=width) for width in widths),
        *([nodes.thead("", head)] if labels else []),
        nodes.tbody("", *body),
        cols=len(widths),
    )
    return nodes.table("", caption, group, classes=["colwidths-given"])


def _entry(cell: Cell) -> nodes.entry:
    return nodes.entry("", *(nodes.paragraph("", "", *content) for content in cell))
