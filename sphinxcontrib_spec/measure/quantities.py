"""Decides which of a line's numbers are targets, that is, have to be reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from .numerals import Numeral, numerals
from .tokens import Words

#: Why a number is not a target: it only says when (`deadline`), how much at best (`limit`), or
#: under which circumstances (`aside`); `baseline` is what the target is compared with.
NoTarget = Literal["", "deadline", "limit", "aside", "baseline"]

#: How firmly the words around a number claim something: those of an `unclear` line only give a
#: direction, a `vague` line calls something fast or good or has a verb without an observable
#: result, a `nominal` line is the name of a metric.
Firmness = Literal["firm", "nominal", "vague", "unclear"]


class Quantity(NamedTuple):
    """A number of a line, its comparator, and why it is not a target, if it is not.

    The comparator is that of the numeral, or `to` or `by` where one of these precedes it.
    """

    numeral: Numeral
    comparator: str
    why_not: NoTarget

    @property
    def span(self) -> range:
        """The words that state it, including what is counted."""
        start = self.numeral.start if self.numeral.comparator else self.numeral.at
        return range(start, self.numeral.stop + self.numeral.counts)


#: Words after which a number gives circumstances, not an amount.
_ASIDE = frozenset(
    "across after among at between during for in on over per under when with".split()
)
_WEAK = frozenset(("vague", "unclear"))
_ARROWS = (["→"], ["->"])
_TYING = frozenset(("to", "by", "from", ":", "="))
_WHEN = frozenset(
    "after before by during each every first for in last next over per until within".split()
)
_LONG = frozenset(
    "month months quarter quarters release releases sprint sprints week weeks year years".split()
)
_DAYS = frozenset(("day", "days"))
_FEW_DAYS = 14
_GAINS = frozenset(
    """better cheaper faster fewer gain gains higher improvement improvements increase larger less
    lower more quicker reduction savings slower smaller speed-up speedup""".split()
)


def has_target(words: Words, firmness: Callable[[], Firmness]) -> bool:
    """Whether some number of a line is a target."""
    return any(not _why_not(words.said, numeral, firmness) for numeral in numerals(words))


def quantities(words: Words, firmness: Callable[[], Firmness]) -> Iterator[Quantity]:
    """Yield the numbers of a line, each with the reason why it is not a target, if any.

    In an unclear line a number has to be tied to the verb; in a vague one it may give the time in
    which something has to be done, or the share. In a nominal one, a bare number after a
    preposition says where it is measured. `firmness` is called only if the numbers leave that open.
    """
    said = words.said
    found = list(numerals(words))
    for numeral, after in zip(found, [*found[1:], None], strict=False):
        comparator = numeral.comparator
        if not comparator and numeral.start and said[numeral.start - 1] in ("to", "by"):
            comparator = said[numeral.start - 1]
        why_not = _why_not(said, numeral, firmness)
        if after and not why_not and _leads_to(said, numeral, after):
            why_not = "baseline"
        yield Quantity(numeral, comparator, why_not)


def _leads_to(said: list[str], numeral: Numeral, after: Numeral) -> bool:
    """Whether an arrow leads from one number to the next: "80 → 40", "8 s → < 2 s"."""
    stop = numeral.stop + numeral.counts
    return said[stop : stop + 1] in _ARROWS and after.start <= stop + 1


def _why_not(said: list[str], numeral: Numeral, firmness: Callable[[], Firmness]) -> NoTarget:
    if not numeral.bare:
        return ""
    before = said[numeral.start - 1] if numeral.start else ""
    if _is_deadline(said, numeral, before):
        return "deadline"
    measured = bool(numeral.unit)
    at_best = measured and said[numeral.start] == "up"
    if at_best and (not _GAINS.isdisjoint(said) or firmness() in _WEAK):
        return "limit"
    is_aside = before in _ASIDE
    is_bare = not (numeral.comparator or measured)
    is_loose = is_bare and numeral.start and before not in _TYING
    if (is_aside or is_loose) and firmness() in _WEAK:
        if before == "with" and numeral.unit == "%":
            return ""  # "with 95 % accuracy"
        return "" if firmness() == "vague" and _is_condition(said, numeral, before) else "aside"
    if is_aside and is_bare and firmness() == "nominal":
        return "aside"
    return "baseline" if before == "from" else ""


def _is_condition(said: list[str], numeral: Numeral, before: str) -> bool:
    """Whether a number gives the time in which something has to be done, or a share of a whole."""
    if before == "in":
        return numeral.comparator != ""
    after = said[numeral.stop] if numeral.stop < len(said) else ""
    return before == "for" and numeral.unit == "%" and after == "of"


def _is_deadline(said: list[str], numeral: Numeral, before: str) -> bool:
    """Whether a number of days, weeks or longer only says when or how long."""
    if before not in _WHEN and said[numeral.start] not in _WHEN:
        return False
    span = numeral.unit or (said[numeral.stop] if numeral.stop < len(said) else "")
    return span in _LONG or (
        span in _DAYS and numeral.figure.isdigit() and int(numeral.figure) >= _FEW_DAYS
    )
