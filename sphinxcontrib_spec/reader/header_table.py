"""A header written as a table: which of its cells are keys, and which are their values."""

from __future__ import annotations

from collections.abc import Sequence

from .. import schema
from ..model import HeaderLine
from ..source import Text
from .lines import Line
from .tables import cells

#: What a column of values is called.
_VALUES = frozenset(("value", "values", "wert", "valeur", ""))

_LABELS = frozenset(field.label.lower() for field in schema.HEADER)
_STATUSES = tuple(status.lower() for status in schema.STATUSES)


def pairs(text: Text, path: str) -> list[HeaderLine]:
    """The keys and values of a table: beside each other or, in two rows, below each other.

    A table that makes sense in neither way, or as well in both, has none; so has one without a
    key that the format knows. A row that only names the columns is left out.
    """
    rows = [
        cells(Line(text.span.line + number, line), path)
        for number, line in enumerate(text.split("\n"))
        if number != 1
    ]
    if _names_columns(rows[0]):
        del rows[0]
    beside = [
        pair
        for row in rows
        if len(row) == 2 or (len(row) % 2 == 0 and len(rows) <= 2)
        for pair in zip(row[::2], row[1::2], strict=True)
    ]
    below = [*zip(*rows, strict=False)] if len(rows) == 2 else []
    # Two columns are mostly keys and values: these may be read in both ways.
    if _sense(beside) == _sense(below) and any(len(row) != 2 for row in rows):
        return []
    found = max(beside, below, key=_sense)
    if not _sense(found):
        return []
    return [HeaderLine(_bare(key), value) for key, value in found if key or value]


def _names_columns(row: Sequence[Text]) -> bool:
    """Whether a row only says which columns are keys and which are values."""
    is_known = any(_bare(key).lower() in _LABELS for key in row[::2])
    return not is_known and all(value.casefold() in _VALUES for value in row[1::2])


def _sense(found: Sequence[tuple[Text, Text]]) -> int:
    """How many keys the format knows, and statuses; none if the value of one is such a key."""
    known = [(_bare(key).lower(), _bare(value).lower()) for key, value in found]
    known = [(key, value) for key, value in known if key in _LABELS]
    if any(value in _LABELS for _, value in known):
        return 0
    return len(known) + sum(key == "status" and value.startswith(_STATUSES) for key, value in known)


def _bare(key: Text) -> Text:
    start = len(key) - len(key.lstrip("*_ "))
    return key.part(start, max(start, len(key.rstrip("*_: "))))
