"""The words and signs around a number that state a comparison."""

from __future__ import annotations

import re

_SIGNS = {sign: sign for sign in ("<", "<=", ">", ">=", "=")}
_PHRASES = {
    "<": """under|below|less than|fewer than|lower than|shorter than|smaller than|faster than
        |sooner than""",
    "<=": """≤|within|at most|up to|max|maximum|maximum of|max of|not exceed|not exceeding|cap of
        |limit of|no more than|not more than|no longer than|no later than|not longer than
        |no greater than|no higher than|no slower than|or below|at or below""",
    ">": """over|above|more than|greater than|higher than|larger than|longer than|exceed|exceeds
        |exceeding|better than|beyond|older than""",
    ">=": """≥|at least|min|minimum|minimum of|min of|no less than|no fewer than|not less than
        |no lower than|at or above""",
    "=": "≈|exactly|only|equal to|equals|target of",
    "to": "→|->",
}
_BEFORE = _SIGNS | {
    words: comparator
    for comparator, phrases in _PHRASES.items()
    for words in re.split(r"\s*\|\s*", phrases)
}
_LAST = frozenset(words.rpartition(" ")[2] for words in _BEFORE)
_AFTER = dict.fromkeys("more better higher above greater over newer longer".split(), ">=") | (
    dict.fromkeys("less fewer lower below under shorter".split(), "<=")
)

#: Words and signs that may stand between the comparison and the number.
_BETWEEN = frozenset(
    "a about an approximately around ca circa just nearly roughly the ( ~ ±".split()
)
_NEVER = frozenset("never no not".split())

#: All words that may stand directly before a number in a comparison.
BEFORE_A_NUMBER = _LAST | _BETWEEN


def compared(said: list[str], at: int) -> tuple[int, str]:
    """Return where the comparison before the number at `at` begins, and its comparator.

    The comparator is `<`, `<=`, `>`, `>=` or `=`, `to` for an arrow, or empty.
    """
    start = at
    while start and said[start - 1] in _BETWEEN:
        start -= 1
    if not start or said[start - 1] not in _LAST:
        return start, ""
    for size in (3, 2, 1):
        begin = max(0, start - size)
        if comparator := _BEFORE.get(" ".join(said[begin:start])):
            if comparator == ">" and not _NEVER.isdisjoint(said[max(0, begin - 3) : begin]):
                comparator = "<="  # "does not grow beyond"
            return begin, comparator
    return start, ""


def or_more(said: list[str], at: int) -> str:
    """Return the comparator of an `or more` or `or less` after a number, or an empty string."""
    if at + 1 < len(said) and said[at] == "or":
        return _AFTER.get(said[at + 1], "")
    return ""
