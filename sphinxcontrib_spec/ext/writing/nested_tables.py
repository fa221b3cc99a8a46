"""Replaces tables in cells by lists, for writers that would abort the build.

Nobody who writes an item's body sees that it is in a cell.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..doctree import rows


class ListNestedTables(SphinxPostTransform):
    """Replaces each table in a cell by a list, with one item for each row."""

    default_priority = 5
    formats = ("text", "man")

    def run(self, **_kwargs: Any) -> None:
        """Replace the tables, from the innermost outwards."""
        for table in reversed(list(self.document.findall(nodes.table))):
            if _is_nested(table):
                head, body = rows(table)
                items = (nodes.list_item("", *_content(row)) for row in (*head, *body))
                table.replace_self(nodes.bullet_list("", *items, bullet="-"))


def _is_nested(table: nodes.table) -> bool:
    above = table.parent
    while above is not None and not isinstance(above, nodes.entry):
        above = above.parent
    return above is not None


def _content(row: nodes.row) -> list[nodes.Node]:
    return [node for entry in row.children for node in entry.children]


def setup(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(ListNestedTables)
