"""Corrects the lines of table rows, where docutils and MyST give those of something else."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.parsers.rst.states import RSTState
from docutils.statemachine import StringList
from sphinx.directives import patches

from ..doctree import ABOVE_ROWS, is_markdown_row, rows

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class CSVTable(patches.CSVTable):
    """Sphinx's `csv-table`, with cells that know their file and line."""

    def parse_csv_data_into_rows(
        self, csv_data: Any, dialect: csv.Dialect, source: str
    ) -> tuple[list[list[tuple[int, int, int, StringList]]], int]:
        """Return the rows as docutils makes them, and the number of columns."""
        found = super().parse_csv_data_into_rows(csv_data, dialect, source)  # type: ignore[no-untyped-call]
        made, width = found
        if isinstance(self.state, RSTState):  # on a page that MyST reads, it contains no items
            places = self._places(csv_data, source)
            reader = csv.reader((f"{line}\n" for line in csv_data), dialect=dialect)
            first = 0
            for row, _ in zip(made, reader, strict=True):
                row[:] = [(*cell[:3], _at(cell[3], places[first])) for cell in row]
                first = reader.line_num
        return made, width

    def _places(self, data: Any, source: str) -> list[tuple[str, int]]:
        """Return the file and the line, counted from 0, of each line of the data."""
        if isinstance(data, StringList):
            return [(path or source, at or 0) for path, at in data.items]
        own, line = self.state_machine.get_source_and_line(self.lineno)
        if source == own:  # the option `header`
            return [(source, (line or 1) - 1)] * len(data)
        return [(source, at) for at in range(len(data))]


def _at(cell: StringList, place: tuple[str, int]) -> StringList:
    """Return the lines of a cell in a row that begins at this place."""
    path, first = place
    items = [(path, first + number) for number in range(len(cell))]
    return StringList(cell.data, items=items)


def set_own(document: nodes.document) -> None:
    """Give the rows of each Markdown table their own lines, which MyST does not."""
    for table in document.findall(nodes.table):
        for number, row in enumerate(rows(table)[1], (table.line or 0) + ABOVE_ROWS):
            if is_markdown_row(row):
                set_line(row, number)


def set_line(row: nodes.row, line: int) -> None:
    """Set the line of every node in a row."""
    for node in row.findall(nodes.Element):
        node.line = line


def setup(app: Sphinx) -> None:
    """Replace Sphinx's own directive."""
    app.add_directive("csv-table", CSVTable, override=True)
