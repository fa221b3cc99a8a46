"""Numbers that are targets: which of a line's numbers has to be reached, and which has not."""

from __future__ import annotations

from typing import Literal, NamedTuple

from .numerals import Numeral, numerals
from .tokens import Token

#: Why a number is no target: it says only when (`deadline`), how much at best (`limit`), or what
#: for (`aside`); `baseline` is what the target is compared with.
NoTarget = Literal["", "deadline", "limit", "aside", "baseline"]

#: How firmly the words around a number claim something: those of an `unclear` line say only a
#: direction, a `vague` one calls something fast or good, a `nominal` one is the name of a metric.
Firmness = Literal["firm", "nominal", "vague", "unclear"]


class Quantity(NamedTuple):
    """A number of a line, how it is to be compared, and why it is no target, if it is none.

    The comparator is the numeral's, or `to` or `by` where one of these stands before it.
    """

    numeral: Numeral
    comparator: str
    why_not: NoTarget

    @property
    def span(self) -> slice:
        """The words that state it, with what is counted."""
        start = self.numeral.start if self.numeral.comparator else self.numeral.at
        return slice(start, self.numeral.stop + self.numeral.counts)


#: Words after which a number says under which circumstances, not how much.
_ASIDE = frozenset(
    "across after among at between during for in on over per under when with".split()
)
_WEAK = frozenset(("vague", "unclear"))
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


def quantities(words: list[Token], firmness: Firmness) -> list[Quantity]:
    """The numbers of a line, each with the reason why it is no target, if there is one.

    In an unclear line a number has to be tied to the verb; in a vague one it may say in what time,
    or for what share. In a nominal one, a bare number after a preposition says where it is
    measured.
    """
    return [_quantity(words, numeral, firmness) for numeral in numerals(words)]


def _quantity(words: list[Token], numeral: Numeral, firmness: Firmness) -> Quantity:
    before = words[numeral.start - 1].word if numeral.start else ""
    comparator = numeral.comparator
    if not comparator and before in ("to", "by"):
        comparator = before
    why_not = _why_not(words, numeral, before, firmness) if numeral.bare else ""
    return Quantity(numeral, comparator, why_not)


def _why_not(words: list[Token], numeral: Numeral, before: str, firmness: Firmness) -> NoTarget:
    if _is_deadline(words, numeral, before):
        return "deadline"
    measured = bool(numeral.unit)
    at_best = words[numeral.start].word == "up" and measured
    if at_best and (firmness in _WEAK or any(token.word in _GAINS for token in words)):
        return "limit"
    said = bool(numeral.comparator) or measured
    if firmness in _WEAK and (
        before in _ASIDE or not (said or not numeral.start or before in _TYING)
    ):
        if before == "with" and numeral.unit == "%":
            return ""  # "with 95 % accuracy"
        return "" if firmness == "vague" and _is_condition(words, numeral, before) else "aside"
    if firmness == "nominal" and not said and before in _ASIDE:
        return "aside"
    return "baseline" if before == "from" else ""


def _is_condition(words: list[Token], numeral: Numeral, before: str) -> bool:
    """Whether a number says in what time something has to be done, or for what share of all."""
    if before == "in":
        return numeral.comparator != ""
    after = words[numeral.stop].word if numeral.stop < len(words) else ""
    return before == "for" and numeral.unit == "%" and after == "of"


def _is_deadline(words: list[Token], numeral: Numeral, before: str) -> bool:
    """Whether a number of days, weeks or longer says only when or how long."""
    if before not in _WHEN and words[numeral.start].word not in _WHEN:
        return False
    span = numeral.unit or (words[numeral.stop].word if numeral.stop < len(words) else "")
    return span in _LONG or (
        span in _DAYS and numeral.figure.isdigit() and int(numeral.figure) >= _FEW_DAYS
    )
