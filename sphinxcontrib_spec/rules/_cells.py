"""Checks the cells of item tables: which are blank or still open, and how that is reported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from string import ascii_letters, digits

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.findings import Severity
from sphinxcontrib_spec.items import Item, title
from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.model import Table
from sphinxcontrib_spec.patterns import pattern

from ._directives import is_misnamed
from ._rule import Problem, joined, quoted
from ._subject import Subject

_DASHES = "-–—"
_OPEN = pattern(r"(?:TBD|TBC|TODO)\b.*|\?+|\.{2,}|…", re.IGNORECASE | re.DOTALL)

#: A choice or a reason that is still to come.
_TO_COME = pattern(
    r"(?:undecided|still open|(?:not yet|yet to be|to be) "
    r"(?:agreed|chosen|confirmed|decided|defined|determined))\b.*",
    re.IGNORECASE | re.DOTALL,
)

#: Letters and digits with which no open cell begins.
_OTHER_BEGINNINGS = frozenset(ascii_letters + digits) - frozenset("TtUuSsNnYy")
_COMMENTS = pattern(r"(?:\s*+<!--(?:(?!-->).)*+-->)*+\s*")


def tables(subject: Subject, kind: schema.Kind) -> Iterator[Table]:
    """Yield every table of items of this kind."""
    for block in subject.blocks:
        if isinstance(block, Table) and block.kind == kind.name:
            yield block


def is_blank(cell: str) -> bool:
    """Whether a cell holds nothing visible, or only a dash."""
    if cell[:1].isalnum():
        return False
    return not cell.strip().strip(_DASHES) or is_only_comments([cell])


def is_only_comments(cells: Sequence[str], have_notes: bool = False) -> bool:
    """Whether cells hold only comments; `have_notes` says that others were already removed."""
    text = "".join(cells)
    return (have_notes or bool(text.strip())) and _COMMENTS.fullmatch(text) is not None


def is_open(cell: str) -> bool:
    """Whether a cell says that its content is not known yet."""
    if cell[:1] in _OTHER_BEGINNINGS:
        return False
    words = inline.plain(cell)
    return bool(_OPEN.fullmatch(words) or _TO_COME.fullmatch(words))


def still_open(table: Table, keys: Sequence[str], status: str) -> Iterator[Problem]:
    """Report the cells of these columns that are still open; for a draft, only as info."""
    severity: Severity = "info" if status in ("", "Draft") else "warning"
    fields = [field for field in schema.KIND[table.kind].fields if field.key in keys]
    for row in table.rows:
        for field in fields:
            cell = getattr(row, field.key)
            if is_open(cell):
                yield Problem(
                    cell,
                    f"{field.label} is still open: {quoted(cell)}",
                    "say it before the spec is approved",
                    severity,
                )


def empty_cells(table: Table) -> Iterator[Problem]:
    """Report the blank cells of a table, except those whose content all went to the Appendix.

    A field is skipped if an unknown option of the directive was meant to set it; another rule
    reports that option.

    The cells that a short row or a directive lacks entirely are reported together, in one finding
    for the row; a column that no row has is reported elsewhere, once for the table.
    """
    fields = [field for field in schema.KIND[table.kind].fields if field.key in table.keys]
    for row in table.rows:
        blank = [
            field
            for field in fields
            if is_blank(getattr(row, field.key))
            and not (field.part == "body" and row.about.overflow)
            and not is_misnamed(row, field)
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
                    f"{field.label} of {_row_name(row)} is empty",
                    f"write <{field.label.lower()}>",
                )
        if absent:
            labels = [field.label for field in absent]
            yield Problem(
                row.about.span,
                f"{_row_name(row)} has no {joined(labels, 'or')}",
                f"add {joined(f'<{label.lower()}>' for label in labels)}",
            )


def _row_name(row: Item) -> str:
    return f"row {row.about.number}" if is_blank(title(row)) else quoted(title(row))
