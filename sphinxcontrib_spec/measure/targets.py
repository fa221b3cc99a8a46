"""The target that a line states, as plain data."""

from __future__ import annotations

import re

from sphinxcontrib_spec import inline

from . import sense
from .clauses import Clause
from .quantities import Quantity
from .tokens import Token
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
_MARKUP = re.compile(r"[^\w ,.'’%/+:;()-]|  |_")
_MOST_CHARACTERS = 80


def choose(found: list[Quantity]) -> Quantity | None:
    """The line's target: the first quantity with a comparator or a unit, else the first."""
    real = [one for one in found if not one.why_not]
    said = (one for one in real if one.comparator or one.numeral.unit)
    return next(said, real[0] if real else None)


def target(claim: Clause, text: str, found: list[Quantity], chosen: Quantity) -> Target:
    """The chosen one of the quantities that were found, as data."""
    words, numeral = claim.words, chosen.numeral
    named = _text(text, _before(claim, found, chosen))
    last = words[numeral.stop - 1]
    if numeral.counts and numeral.figure == "0" and last.kind == "word":
        named = ""  # "no <what is counted>"
    unit = numeral.unit
    if numeral.counts and named:
        noun = words[numeral.stop]
        works = noun.word in _WORKING and numeral.stop + 1 < len(words)
        unit = text[noun.start : words[numeral.stop + works].stop]
    bound = numeral.figure or text[last.start : last.stop].strip("`")
    named = named or _text(text, _after(words, numeral.stop))
    return Target(named, _comparator(chosen.comparator, claim), bound, unit)


def _comparator(said: str, claim: Clause) -> Comparator:
    verbs = [token.word for token in claim.words if token.bits & sense.DIRECTION]
    if said == "by":
        return "by" if verbs else "="
    if said == "to":
        if any(word.startswith(_DOWNWARD) for word in verbs):
            return "<="
        return ">=" if any(word.startswith(_UPWARD) for word in verbs) else "="
    return said or "="  # type: ignore[return-value]  # those of comparators are all of the rest


def _before(claim: Clause, found: list[Quantity], chosen: Quantity) -> list[Token]:
    """What is measured, as far as it is named before the number, or else by the label.

    A verb that only says how it is to change or to stay is no part of it.
    """
    words, head = claim.words, claim.head
    begin = chosen.span.start
    start = claim.start if claim.start <= begin else 0
    verb = words[head]
    if start <= head < begin and (verb.bits & sense.DIRECTION or verb.word in _HOLDING):
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
    return _trimmed(words[start:stop]) or _trimmed(words[: claim.start])


def _after(words: list[Token], start: int) -> list[Token]:
    """What is counted, as far as it is named behind the number."""
    stop = start
    while stop < len(words) and words[stop].word not in _BREAKS:
        stop += 1
    return _trimmed(words[start:stop])


def _trimmed(words: list[Token]) -> list[Token]:
    """The words without prepositions, auxiliaries and signs around them."""
    start, stop = 0, len(words)
    while stop and (words[stop - 1].kind == "sign" or words[stop - 1].word in _TRIMMED):
        stop -= 1
    while start < stop and (words[start].kind == "sign" or words[start].bits & sense.FUNCTION):
        start += 1
    return words[start:stop]


def _text(text: str, words: list[Token]) -> str:
    if not words:
        return ""
    said = text[words[0].start : words[-1].stop]
    if _MARKUP.search(said):
        said = inline.plain(said)
    return said if len(said) <= _MOST_CHARACTERS else said[:_MOST_CHARACTERS].rpartition(" ")[0]
