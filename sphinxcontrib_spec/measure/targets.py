"""Extracts the target that a line states, as plain data."""

from __future__ import annotations

from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.patterns import pattern

from . import sense
from .clauses import Clause
from .quantities import Quantity
from .tokens import Words
from .verdict import Comparator, Target

_DOWNWARD = ("cut", "decreas", "drop", "fall", "limit", "lower", "minimi", "reduc", "short", "shr")
_UPWARD = ("boost", "enhanc", "expand", "extend", "grow", "improv", "increas", "rais", "ris")
_TRIMMED = frozenset(
    """a an are at be by for from goal in is must of on reach reaches remain remains shall should
    stay stays take takes target than the to was will with""".split()
)
_HOLDING = frozenset("achieve attain bring get hold keep maintain provide reach support".split())
_WORKING = frozenset("working business calendar".split())
_BREAKS = frozenset(":;—–(,")
_MARKUP = pattern(r"[^\w ,.'’%/+:;()-]|  |_")
_MOST_CHARACTERS = 80


def choose(found: list[Quantity]) -> Quantity | None:
    """Return the line's target: the first quantity with a comparator or a unit, else the first."""
    real = [one for one in found if not one.why_not]
    said = (one for one in real if one.comparator or one.numeral.unit)
    return next(said, real[0] if real else None)


def target(claim: Clause, text: str, found: list[Quantity], chosen: Quantity) -> Target:
    """Convert the chosen quantity among those that were found to a `Target`."""
    words, numeral = claim.words, chosen.numeral
    spans = words.spans()

    def said(part: range) -> str:
        return _shortened(text[spans[part[0]][0] : spans[part[-1]][1]]) if part else ""

    named = said(_before(claim, found, chosen))
    last = numeral.stop - 1
    if numeral.counts and numeral.figure == "0" and not words.bits[last] & sense.NO_WORD:
        named = ""  # "no <what is counted>"
    unit = numeral.unit
    if numeral.counts and named:
        noun = numeral.stop
        works = words.said[noun] in _WORKING and noun + 1 < len(spans)
        unit = text[spans[noun][0] : spans[noun + works][1]]
    bound = numeral.figure or text[slice(*spans[last])].strip("`")
    named = named or said(_after(words, numeral.stop))
    return Target(named, _comparator(chosen.comparator, claim), bound, unit)


def _comparator(said: str, claim: Clause) -> Comparator:
    words = claim.words
    verbs = [word for word, bits in zip(*words[:2], strict=True) if bits & sense.DIRECTION]
    if said == "by":
        return "by" if verbs else "="
    if said == "to":
        if any(word.startswith(_DOWNWARD) for word in verbs):
            return "<="
        return ">=" if any(word.startswith(_UPWARD) for word in verbs) else "="
    return said or "="  # type: ignore[return-value]  # all remaining values are comparators


def _before(claim: Clause, found: list[Quantity], chosen: Quantity) -> range:
    """The words that name what is measured: before the number, or else the label.

    A verb that only says how it is to change or to stay is not part of it.
    """
    words, head = claim.words, claim.head
    begin = chosen.span.start
    start = claim.start if claim.start <= begin else 0
    is_verb = words.bits[head] & sense.DIRECTION or words.said[head] in _HOLDING
    if start <= head < begin and is_verb:
        start = head + 1
    stop = min(
        (
            one.span.start
            for one in found
            if start <= one.span.start
            and (one.why_not == "baseline" or one.numeral.stop == chosen.numeral.start)
        ),
        default=begin,
    )
    return _trimmed(words, start, stop) or _trimmed(words, 0, claim.start)


def _after(words: Words, start: int) -> range:
    """The words after the number that name what is counted."""
    stop = start
    while stop < len(words.said) and words.said[stop] not in _BREAKS:
        stop += 1
    return _trimmed(words, start, stop)


def _trimmed(words: Words, start: int, stop: int) -> range:
    """The words without the prepositions, auxiliaries and signs around them."""
    said, bits = words.said, words.bits
    while start < stop and (bits[stop - 1] & sense.SIGN or said[stop - 1] in _TRIMMED):
        stop -= 1
    while start < stop and bits[start] & (sense.SIGN | sense.FUNCTION):
        start += 1
    return range(start, stop)


def _shortened(said: str) -> str:
    if _MARKUP.search(said):
        said = inline.plain(said)
    return said if len(said) <= _MOST_CHARACTERS else said[:_MOST_CHARACTERS].rpartition(" ")[0]
