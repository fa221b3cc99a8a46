"""The notation of numbers: a figure with its currency, range, scale and unit."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple


class Figure(NamedTuple):
    """A number: the figure with its range and scale, its unit, and whether a plus follows it."""

    figure: str
    unit: str
    or_more: bool


_UNITS = (
    "%|percent|per[ ]cent|pp|percentage[ ]points?|ns|[µμu]s|ms|msecs?|s|secs?|seconds?|mins?"
    "|minutes?|h|hrs?|hours?|[kKMGTP]i?[bB]|bytes?|bits?|[kMG]bps|[MG]bit/s|[kMGT]?Hz|°C|°F|[kMG]?Wh?"
    "|[kM]?V|mA|km/h|[kmcµ]?m|[kmµ]?g|l|ml|dB|px|pt|r?em|fps|FPS|rps|qps|tps|req/s|ops/s|/s|/min"
    "|/h|/day|/week|/month|EUR|USD|GBP|CHF|JPY|dollars?|euros?|cents?|€|\\$|£"
)
_RATES = "s|sec|min|h|hour|day|week|month|year|req|request|user|node|core"
_FIGURE = r"(?:[0-9]{1,3}(?:[,’'\u202f\u00a0][0-9]{3})+|[0-9]+)(?:[.,][0-9]+)?"

#: What may follow after a colon: the rest of a time of day, of a duration, or of a ratio.
_TO = ":[0-9]{1,2}(?::[0-9]{2})?(?![0-9])"

_NUMBER = rf"""
    (?P<money>[$€£¥][ ]?)?
    (?P<figure>{_FIGURE})
    (?P<more>(?:{_TO})?(?:[ ]?[/–-][ ]?{_FIGURE}(?:{_TO})?){{0,4}})
    (?P<scale>[ ]?(?:k|K|M|B|mio|million|billion|thousand)(?![\w/]))?
    (?P<plus>\+)?
    (?P<unit>[ ]?(?:{_UNITS})(?:/(?:{_RATES})\b)?(?!\w|-[^\W\d])|[ ]?[x×](?!\w)|-?fold\b)?
    (?:[–-]{_FIGURE}[x×%])?
    (?P<plus_too>\+)?
    (?!\w|[.,:/-]?[0-9]|[.-][^\W\d_])
    """

#: The pattern of a number, in verbose syntax and without groups.
PATTERN = re.sub(r"\?P<\w+>", "?:", _NUMBER)


@lru_cache(maxsize=1024)
def figure(written: str) -> Figure:
    """Return the parts of a number that was found with `PATTERN`."""
    match = _number().match(written)
    assert match is not None  # the number was found with the same pattern
    return Figure(
        match["figure"] + match["more"] + (match["scale"] or ""),
        (match["unit"] or match["money"] or "").strip(),
        bool(match["plus"] or match["plus_too"]),
    )


@cache
def _number() -> re.Pattern[str]:
    """Compile the pattern on first use, as compiling such a long one takes time."""
    return re.compile(_NUMBER, re.VERBOSE)
