"""Builds tables that every builder supports: a caption, a header row, and cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from docutils import nodes

#: The paragraphs of a cell, each as the nodes in it.
Cell: TypeAlias = Sequence[Sequence[nodes.Node]]


def table(
    caption: nodes.title,
    labels: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    widths: Sequence[int],
) -> nodes.table:
    """Return a table; `widths` are hundredths, for writers that do not choose the widths.

    Without labels, it has no header row.
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
