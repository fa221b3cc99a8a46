"""Weighs what counts for and against a line without a target, as points tied to words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from . import sense
from .clauses import Clause, names_metric
from .context import is_held, is_negated
from .tokens import MASK
from .verdict import Kind, Problem


class Point(NamedTuple):
    """Points for a line, or against it with the problem, and the words that cause them.

    The words are given by their indices.
    """

    points: int
    words: Sequence[int]
    problem: Problem = ""


_OPINIONS = sense.VAGUE | sense.LOOSE
_COPULAS = frozenset("are be is remain remains stay stays".split())
_TOLD = ("trusted", "trusting")
_AT_FAULT = _OPINIONS | sense.ABSTRACT | sense.FEELING | sense.AMOUNT

#: Objects that only a verb of direction takes: "lower the latency", but not "lower the lid".
_OBJECTS = sense.METRIC | sense.LOOSE | sense.ABSTRACT

#: For each fault: its points within what the claim is about, its points after that, and the
#: problem. Calibrated on lines by many authors; no single fault changes the score much.
_COSTS: dict[int, tuple[int, int, Problem]] = {
    sense.FEELING: (-4, -4, "feeling"),
    sense.VAGUE: (-4, -2, "vague"),
    sense.LOOSE: (-2, -2, "vague"),
    sense.AMOUNT: (-2, 0, "amount"),
}
_COSTS_OF_BOUNDARIES = {sense.VAGUE: (-2, -2), sense.LOOSE: (0, 0)}

#: Up to this many words before a final colon only introduce a list.
_OPENING = 3

#: If no more points than this count against a claim, they never make it surely undecidable.
_DOUBT = -2

#: Within this many words after its first one, a subject ends and its verb follows.
_SUBJECT = 3
_NO_NOUNS = frozenset("be being whether why".split())
_MOVING = frozenset(("down", "drop", "drops", "up"))
_GOING = frozenset("come comes go goes going is trending trends".split())
_ONGOING = frozenset("on towards toward together closely".split())


def weigh(claim: Clause, kind: Kind) -> list[Point]:
    """Return the points of a claim; their sum says how surely it can be decided."""
    found = _of_verb(claim, kind)
    said, bits = claim.words.said, claim.words.bits
    head, core = claim.head, claim.core
    groups: dict[tuple[int, bool], list[int]] = {}
    for at in range(head, claim.stop):
        if (faults := bits[at] & _AT_FAULT) and (fault := _fault(claim, at, faults)):
            is_near = at < core or said[at - 1] in _COPULAS
            groups.setdefault((fault, is_near), []).append(at)
    for (fault, is_near), words in groups.items():
        points, aside, problem = _COSTS[fault]
        if kind == "non-goal":
            # For a boundary it only has to be clear what lies beyond it.
            points, aside = _COSTS_OF_BOUNDARIES.get(fault, (points, aside))
        if cost := points if is_near else aside:
            found.append(Point(cost, words, problem))
    if said[-1] == ":" and len(said) - head <= _OPENING:
        found.append(Point(-4, range(head, len(said)), "topic"))
    if MASK in claim.words.flat:
        code = [at for at, word in enumerate(said) if bits[at] & sense.NAME and word[0] == MASK]
        if code:
            # A name in code makes the claim definite.
            found.append(Point(2, code))
    return found


def total(found: list[Point], claim: Clause) -> int:
    """Return the sum of the points; a single weak word only puts a claim in doubt (score 0)."""
    score = sum([point.points for point in found])
    if score < 0 and (claim.leads or claim.says):
        against = [point.points for point in found if point.points < 0]
        return 0 if sum(against) >= _DOUBT else score
    return score


def _fault(claim: Clause, at: int, bits: int) -> int:
    """Return the bit of a word's fault, or 0 if its place in the claim excuses it."""
    if bits & sense.FEELING:
        # Programs are told what to trust or not to trust; whether people trust something is not
        # observable.
        said = claim.words.said
        is_told = said[at] in _TOLD or (said[at] == "trust" and is_negated(said, at))
        return 0 if is_told else sense.FEELING
    if bits & sense.ABSTRACT:
        excused = claim.says or (claim.leads and at >= claim.core)
        return 0 if excused or is_held(claim, at) else sense.LOOSE
    if bits & _OPINIONS and not is_held(claim, at):
        return bits & sense.VAGUE or sense.LOOSE
    return 0 if claim.words.said[at - 1 : at + 1] == ["any", "more"] else bits & sense.AMOUNT


def _of_verb(claim: Clause, kind: Kind) -> list[Point]:
    """Return the points for the verb that leads the claim, or for a claim without such a verb."""
    said, bits = claim.words.said, claim.words.bits
    head = claim.head
    first = (head,)
    if _is_direction(claim) and not is_negated(said, head):
        if _has_ends(claim):
            return [Point(2, first)]
        return [Point(-2 if kind == "non-goal" else -4, first, "direction")]
    if _is_activity(claim):
        return [Point(-4, first, "activity")]
    if claim.leads:
        return [Point(2, first)]
    if claim.ensures:
        return [Point(2 if claim.says else 0, first)]
    found = [Point(1, first) if claim.says else _of_topic(claim, kind)]
    for at in range(head, claim.stop):
        points_somewhere = _points_somewhere(claim, at) and not bits[at] & sense.OUTCOME
        moves = said[at] in _MOVING and _moves(claim, at)
        if (points_somewhere or moves) and not is_negated(said, at):
            return [*found, Point(-3, (at,), "direction")]
    return found


def _has_ends(claim: Clause) -> bool:
    """Whether something goes from one named thing to another: "from O(n²) to O(n)"."""
    said, bits = claim.words.said, claim.words.bits
    ends = [
        said[at]
        for at in range(claim.head + 1, len(said) - 1)
        if said[at] in ("from", "to") and bits[at + 1] & sense.NAME
    ]
    return ends == ["from", "to"]


def _moves(claim: Clause, at: int) -> bool:
    """Whether this word says that a metric goes down or up.

    A filter that drops old entries is not a metric, and neither is a server that is up.
    """
    said, bits = claim.words.said, claim.words.bits
    if said[at] in ("down", "up") and (at == claim.head or said[at - 1] not in _GOING):
        return False
    if said[at] == "down":
        return True
    if said[at] == "up":
        return bool(sense.of(bits[claim.head : at]) & sense.METRIC)
    ends = at + 1 == len(said) or bits[at + 1] & (sense.SIGN | sense.FUNCTION)
    return bool(ends and sense.of(bits[claim.head : claim.core]) & sense.METRIC)


def _is_direction(claim: Clause) -> bool:
    bits, head = claim.words.bits, claim.head
    if not _points_somewhere(claim, head):
        return False
    return not claim.leads or bool(sense.of(bits[head + 1 : claim.core]) & _OBJECTS)


def _points_somewhere(claim: Clause, at: int) -> int:
    """Whether a word gives a direction without a goal; what falls back does not decrease."""
    return claim.words.said[at + 1 : at + 2] != ["back"] and claim.words.bits[at] & sense.DIRECTION


def _is_activity(claim: Clause) -> bool:
    said, bits = claim.words.said, claim.words.bits
    head = claim.head
    if said[head] in ("work", "working"):
        after = said[head + 1] if head + 1 < len(said) else ""
        return after in _ONGOING and not (head and bits[head - 1] & sense.AUXILIARY)
    if not bits[head] & sense.ACTIVITY or claim.is_noun or _names_subject(claim):
        return False
    led_to_an_end = claim.leads and bits[head] & sense.OUTCOME
    return not (led_to_an_end and "to" in said[head : claim.stop])


def _names_subject(claim: Clause) -> bool:
    """Whether a word that could be a verb of activity only names the subject.

    "Review of each change" is a noun, and so is the beginning of "plan changes are logged".
    """
    said, bits = claim.words.said, claim.words.bits
    after = claim.head + 1
    if said[after : after + 1] == ["of"]:
        return True
    for at in range(after, min(after + _SUBJECT, claim.stop)):
        if bits[at] & (sense.FUNCTION | sense.SIGN) or said[at] in _NO_NOUNS:
            return False
        if bits[at] & sense.AUXILIARY:
            return at > after
    return False


def _of_topic(claim: Clause, kind: Kind) -> Point:
    """Return the point for words that claim nothing: a metric without a target, or a topic."""
    core = range(claim.head, claim.core)
    if kind == "non-goal":
        return Point(0, core)
    if names_metric(claim.words, claim.head, claim.core):
        return Point(-3, core, "metric")
    return Point(0, core, "topic")
