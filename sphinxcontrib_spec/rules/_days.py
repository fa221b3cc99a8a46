"""Parses calendar dates as specs write them."""

from __future__ import annotations

import re
from datetime import date

from sphinxcontrib_spec.patterns import pattern

ISO_DAY = pattern(r"\d{4}-\d\d-\d\d")

_YEAR_FIRST = pattern(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})\D?")
_YEAR_LAST = pattern(r"(\d{1,2})\D(\d{1,2})\D(\d{4})")
_TOGETHER = pattern(r"(\d{4})(\d\d)(\d\d)")
_DAY_OF_MONTH = pattern(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\.?[ -]+)?(?P<month>[a-z]{3,9})\.?[ -]+"
    r"(?:(?P<late>\d{1,2})(?:st|nd|rd|th)?,?[ -]+)?(?P<year>\d{4})",
    re.IGNORECASE,
)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


def first_day(text: str) -> date | None:
    """Return the date in ISO form at the beginning of a text, if there is such a day."""
    match = ISO_DAY.match(text)
    try:
        return date.fromisoformat(match[0]) if match else None
    except ValueError:
        return None


def meant_days(text: str) -> list[str]:
    """Return the dates, in ISO form, that a date in another form may mean."""
    if match := _YEAR_FIRST.fullmatch(text) or _TOGETHER.fullmatch(text):
        orders = [(match[1], match[2], match[3])]
    elif match := _YEAR_LAST.fullmatch(text):
        orders = [(match[3], match[1], match[2]), (match[3], match[2], match[1])]
    elif (match := _DAY_OF_MONTH.fullmatch(text)) and (month := _month(match["month"])):
        orders = [(match["year"], month, match["day"] or match["late"] or "")]
    else:
        return []
    days = (f"{year}-{month:>02}-{day:>02}" for year, month, day in orders)
    return [day for day in dict.fromkeys(days) if first_day(day)]


def _month(name: str) -> str:
    """Return the number of the month with this English name or abbreviation."""
    found = (at for at, month in enumerate(_MONTHS, 1) if month.startswith(name.lower()[:4]))
    return str(next(found, "")) if len(name) > 2 else ""
