"""Decides by context whether a vague word has a definite meaning, and whether a word is negated."""

from __future__ import annotations

from . import sense
from .clauses import Clause
from .predicates import BEFORE_A_NOUN

_NEGATIONS = frozenset("not no without never avoid don't doesn't".split())
_SIZES = frozenset("larger smaller greater higher lower bigger deeper".split())
_QUALITIES = frozenset("security privacy safety compliance stability governance fairness".split())
_WHERE = frozenset("at by from on over through to under via".split())


def is_held(claim: Clause, at: int) -> bool:
    """Whether the words around a vague or loose word give it a definite meaning."""
    if at == claim.head and claim.leads:
        return True  # the verb "clean", not the adjective
    said = claim.words.said
    word = said[at]
    before = said[at - 1] if at else ""
    is_last = at + 1 == len(said)
    after = "" if is_last else said[at + 1]
    if (word, after) in sense.TERMS or (before, word) in sense.TERMS:
        return True
    if after == "than" and (word in _SIZES or is_negated(said, at)):
        return True
    match word:
        case "well":
            return before == after == "as"
        case "possible":
            return after == "to" or before in ("is", "are", "be")
        case "stable":
            return before in ("to", "as", "the", "latest") or after in ("under", "across")
        case "further" | "additional":
            return before == "no"
        case "soon":
            return before == after == "as"
        case "accessible":
            return after in _WHERE
        case "readable":
            return after == "by" or said[at + 1 : at + 3] == ["and", "writable"]
        case "usable":
            return after in ("from", "without")
        case "needs":
            return after == "to" or after in BEFORE_A_NOUN
        case "works":
            return bool(after)
        case "value":
            return at != claim.head + 1
        case "cleanly":
            return bool(at and claim.words.bits[at - 1] & sense.OUTCOME)
        case "compliance" if _is_anchored(claim, at):
            return True
    if word in _QUALITIES:
        is_noun = is_last or claim.words.bits[at + 1] & (sense.SIGN | sense.FUNCTION)
        return at >= claim.core or not is_noun
    return False


def _is_anchored(claim: Clause, at: int) -> bool:
    """Whether a name or number precedes a noun, or follows it and "with": "WCAG 2.2 compliance"."""
    said, bits = claim.words.said, claim.words.bits
    beside = bits[at - 1] if at else 0
    if said[at + 1 : at + 2] == ["with"]:
        beside |= sense.of(bits[at + 2 : at + 3])
    return bool(beside & (sense.NAME | sense.NUMBER))


def is_negated(said: list[str], at: int) -> bool:
    """Whether one of the three words before this one negates it."""
    return not _NEGATIONS.isdisjoint(said[max(0, at - 3) : at])
