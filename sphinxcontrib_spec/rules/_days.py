"""Days of the calendar, as specs write them."""

from __future__ import annotations

import re
from datetime import date

ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")

_YEAR_FIRST = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})\D?")
_YEAR_LAST = re.compile(r"(\d{1,2})\D(\d{1,2})\D(\d{4})")


def first_day(text: str) -> date | None:
    """The day in ISO form that a text begins with, if there is such a day."""
    match = ISO_DAY.match(text)
    try:
        return date.fromisoformat(match[0]) if match else None
    except ValueError:
        return None


def meant_days(text: str) -> list[str]:
    """The days that a date in another form may mean, in ISO form."""
    if match := _YEAR_FIRST.fullmatch(text):
        orders = [(match[1], match[2], match[3])]
    elif match := _YEAR_LAST.fullmatch(text):
        orders = [(match[3], match[1], match[2]), (match[3], match[2], match[1])]
    else:
        return []
    days = (f"{year}-{month:>02}-{day:>02}" for year, month, day in orders)
    return [day for day in dict.fromkeys(days) if first_day(day)]
