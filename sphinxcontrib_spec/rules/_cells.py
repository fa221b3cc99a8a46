"""The cells of item tables: which are blank, and what is said about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.items import Item, title
from sphinxcontrib_spec.model import Table
from sphinxcontrib_spec.patterns import pattern

from ._rule import Problem, joined, quoted
from ._subject import Subject

_DASHES = "-–—"
_COMMENTS = pattern(r"(?:\s*+<!--(?:(?!-->).)*+-->)*+\s*")


def tables(subject: Subject, kind: schema.Kind) -> Iterator[Table]:
    """Every table of items of this kind."""
    for block in subject.blocks:
        if isinstance(block, Table) and block.kind == kind.name:
            yield block


def is_blank(cell: str) -> bool:
    """Whether a cell holds nothing, or only a dash."""
    return not cell[:1].isalnum() and not cell.strip().strip(_DASHES)


def is_only_comments(cells: Sequence[str], have_notes: bool = False) -> bool:
    """Whether cells hold comments and nothing that is shown; those that were taken out count."""
    said = "".join(cells)
    return (have_notes or bool(said.strip())) and _COMMENTS.fullmatch(said) is not None


def empty_cells(table: Table) -> Iterator[Problem]:
    """The blank cells of a table's rows, but for those whose words all went to the Appendix.

    Those that a short row or a directive does not even have are told together, in one line
    with the row; a column that no row has is told once for the table, elsewhere.
    """
    fields = [field for field in schema.KIND[table.kind].fields if field.key in table.keys]
    for row in table.rows:
        blank = [
            field
            for field in fields
            if is_blank(getattr(row, field.key))
            and not (field.part == "body" and row.about.overflow)
        ]
        if not blank:
            continue
        absent = [field for field in blank if not getattr(row, field.key).span.line]
        if len(blank) == len(fields):
            yield Problem(row.about.span, "the row is empty", "fill it, or delete it")
            continue
        for field in blank:
            if field not in absent:
                cell = getattr(row, field.key)
                yield Problem(
                    cell or cell.span,
                    f"{field.label} of {_called(row)} is empty",
                    f"write <{field.label.lower()}>",
                )
        if absent:
            labels = [field.label for field in absent]
            yield Problem(
                row.about.span,
                f"{_called(row)} has no {joined(labels, 'or')}",
                f"add {joined(f'<{label.lower()}>' for label in labels)}",
            )


def _called(row: Item) -> str:
    return f"row {row.about.number}" if is_blank(title(row)) else quoted(title(row))
