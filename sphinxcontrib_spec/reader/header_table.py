"""Read a header that is a table: find out which cells are keys and which are values."""

from __future__ import annotations

from collections.abc import Sequence

from .. import schema
from ..model import HeaderLine
from ..source import Text
from .lines import Line
from .tables import cells

#: Headings of a column of values.
_VALUES = frozenset(("value", "values", "wert", "valeur", ""))

_STATUSES = tuple(status.lower() for status in schema.STATUSES)


def pairs(text: Text, path: str) -> list[HeaderLine]:
    """Return the keys and values of a table: side by side or, in two rows, one below the other.

    Return nothing if the table makes sense in neither reading, or equally in both, or if it has
    none of the format's keys. A row that only labels the columns is left out.
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
    # Two columns are usually keys and values, so they are accepted although both readings fit.
    if _sense(beside) == _sense(below) and any(len(row) != 2 for row in rows):
        return []
    found = max(beside, below, key=_sense)
    if not _sense(found):
        return []
    return [HeaderLine(_bare(key), value) for key, value in found if key or value]


def _names_columns(row: Sequence[Text]) -> bool:
    """Return whether a row only labels the columns of keys and values."""
    is_known = any(_bare(key).lower() in schema.KNOWN_LABEL for key in row[::2])
    return not is_known and all(value.casefold() in _VALUES for value in row[1::2])


def _sense(found: Sequence[tuple[Text, Text]]) -> int:
    """Score a reading by its known keys and statuses; 0 if the value of a key is itself a key."""
    known = [(_bare(key).lower(), _bare(value).lower()) for key, value in found]
    known = [(key, value) for key, value in known if key in schema.KNOWN_LABEL]
    if any(value in schema.KNOWN_LABEL for _, value in known):
        return 0
    return len(known) + sum(key == "status" and value.startswith(_STATUSES) for key, value in known)


def _bare(key: Text) -> Text:
    start = len(key) - len(key.lstrip("*_ "))
    return key.part(start, max(start, len(key.rstrip("*_: "))))
