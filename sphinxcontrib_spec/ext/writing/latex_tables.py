"""Sets column widths in a PDF: LaTeX leaves too little for short columns beside a long one."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..directives.items import ITEMS_CLASS

#: The relative widths of the first column, of each one between, and of the last; the names in the
#: heads of the format's tables fit.
_FIRST, _BETWEEN, _LAST = 6, 4, 10


class SpreadColumns(SphinxPostTransform):
    """Gives each table of items its column widths, unless its author has."""

    default_priority = 5
    formats = ("latex",)

    def run(self, **_kwargs: Any) -> None:
        """Insert the widths before each table."""
        line = "|" if "standard" in self.config.latex_table_style else ""
        for table in list(self.document.findall(nodes.table)):
            at = table.parent.index(table)
            given = at and isinstance(table.parent[at - 1], addnodes.tabular_col_spec)
            if ITEMS_CLASS in table["classes"] and not given:
                count = table[0]["cols"] if isinstance(table[0], nodes.tgroup) else 0
                if count > 1:
                    spec = addnodes.tabular_col_spec(spec=_columns(count, line))
                    table.parent.insert(at, spec)


def _columns(count: int, line: str) -> str:
    widths = [_FIRST, *[_BETWEEN] * (count - 2), _LAST]
    columns = (rf"\X{{{width}}}{{{sum(widths)}}}" for width in widths)
    return line + line.join(columns) + line


def setup(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(SpreadColumns)
