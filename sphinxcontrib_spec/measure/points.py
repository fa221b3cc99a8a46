"""What speaks for and against a line without a target: points, each with the words it is for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from . import sense
from .clauses import Clause
from .predicates import BEFORE_A_NOUN
from .tokens import NAME, Token
from .verdict import Kind, Problem


class Point(NamedTuple):
    """So many points for a line, or against it and for which problem, because of these words."""

    points: int
    words: Sequence[Token]
    problem: Problem = ""


_NEGATIONS = frozenset("not no without never avoid don't doesn't".split())
_SIZES = frozenset("larger smaller greater higher lower bigger deeper".split())
_QUALITIES = frozenset("security privacy safety compliance stability governance fairness".split())
_OPINIONS = sense.VAGUE | sense.LOOSE
_COPULAS = frozenset("are be is remain remains stay stays".split())
_AT_FAULT = _OPINIONS | sense.ABSTRACT | sense.FEELING | sense.AMOUNT

#: Of each fault, its points in what the claim is about, behind that, and the problem. Weighed on
#: lines of many hands: none of them alone moves the score much.
_COSTS: dict[int, tuple[int, int, Problem]] = {
    sense.FEELING: (-4, -4, "feeling"),
    sense.VAGUE: (-4, -2, "vague"),
    sense.LOOSE: (-2, -2, "vague"),
    sense.AMOUNT: (-2, 0, "amount"),
}
_COSTS_OF_BOUNDARIES = {sense.VAGUE: (-2, -2), sense.LOOSE: (0, 0)}

#: So many words before a final colon only open a list.
_OPENING = 3

#: Fewer points against a claim never say that it surely cannot be decided.
_DOUBT = -2
_FALLING = frozenset(("down", "drop", "drops"))
_GOING = frozenset("come comes go goes going is trending trends".split())
_WHERE = frozenset("at by from on over through to under via".split())
_ONGOING = frozenset("on towards toward together closely".split())


def weigh(claim: Clause, kind: Kind) -> list[Point]:
    """The points of a claim; the sum says how surely it can be decided."""
    found = _of_verb(claim, kind)
    words, head, core = claim.words, claim.head, claim.core
    groups: dict[tuple[int, bool], list[Token]] = {}
    for at, token in enumerate(words[head : claim.stop], head):
        bits = token.bits & _AT_FAULT
        if bits and (fault := _fault(claim, at, bits)):
            is_near = at < core or words[at - 1].word in _COPULAS
            groups.setdefault((fault, is_near), []).append(token)
    for (fault, is_near), tokens in groups.items():
        points, aside, problem = _COSTS[fault]
        if kind == "non-goal":
            # It only has to be clear what lies beyond a boundary.
            points, aside = _COSTS_OF_BOUNDARIES.get(fault, (points, aside))
        if cost := points if is_near else aside:
            found.append(Point(cost, tokens, problem))
    if words[-1].word == ":" and len(words) - head <= _OPENING:
        found.append(Point(-4, words[head:], "topic"))
    code = [token for token in words if token.kind == "name" and token.word[0] == NAME]
    if code:
        # What is named in code is held fast by it.
        found.append(Point(2, code))
    return found


def _fault(claim: Clause, at: int, bits: int) -> int:
    """The bit of what is at fault with a word, or 0 if its place in the claim makes it good."""
    if bits & sense.FEELING:
        return sense.FEELING
    if bits & sense.ABSTRACT:
        excused = claim.says or (claim.leads and at >= claim.core)
        return 0 if excused or _is_held(claim, at) else sense.LOOSE
    if bits & _OPINIONS and not _is_held(claim, at):
        return bits & sense.VAGUE or sense.LOOSE
    return bits & sense.AMOUNT


def total(found: list[Point], claim: Clause) -> int:
    """The sum of the points; a single weak word leaves what is claimed at doubt."""
    score = sum([point.points for point in found])
    if score < 0 and (claim.leads or claim.says):
        against = [point.points for point in found if point.points < 0]
        return 0 if sum(against) >= _DOUBT else score
    return score


def _of_verb(claim: Clause, kind: Kind) -> list[Point]:
    """What the verb says that leads the claim, or what the claim says without one."""
    words, head = claim.words, claim.head
    first = words[head]
    if _is_direction(claim) and not _is_negated(words, head):
        if _has_ends(claim):
            return [Point(2, [first])]
        return [Point(-2 if kind == "non-goal" else -4, [first], "direction")]
    if _is_activity(claim):
        return [Point(-4, [first], "activity")]
    if claim.leads:
        return [Point(2, [first])]
    said = claim.says
    if claim.ensures:
        return [Point(2 if said else 0, [first])]
    found = [Point(1, [first]) if said else _of_topic(claim, kind)]
    for at in range(head, claim.stop):
        token = words[at]
        bits = token.bits
        points_somewhere = bits & sense.DIRECTION and not bits & sense.OUTCOME
        falls = token.word in _FALLING and _falls(claim, at)
        if (points_somewhere or falls) and not _is_negated(words, at):
            return [*found, Point(-3, [token], "direction")]
    return found


def _has_ends(claim: Clause) -> bool:
    """Whether something goes from one thing that has a name to another: "from O(n²) to O(n)"."""
    words = claim.words
    ends = [
        words[at].word
        for at in range(claim.head + 1, len(words) - 1)
        if words[at].word in ("from", "to") and words[at + 1].kind == "name"
    ]
    return ends == ["from", "to"]


def _falls(claim: Clause, at: int) -> bool:
    """Whether a metric falls by one of these words; a filter that drops what is old is none."""
    words = claim.words
    if words[at].word == "down":
        return at > claim.head and words[at - 1].word in _GOING
    after = words[at + 1] if at + 1 < len(words) else None
    return (after is None or after.kind == "sign" or bool(after.bits & sense.FUNCTION)) and any(
        token.bits & sense.METRIC for token in words[claim.head : claim.core]
    )


def _is_direction(claim: Clause) -> bool:
    words, head = claim.words, claim.head
    if not words[head].bits & sense.DIRECTION:
        return False
    return not claim.leads or any(
        token.bits & (sense.METRIC | sense.LOOSE | sense.ABSTRACT)
        for token in words[head + 1 : claim.core]
    )


def _is_activity(claim: Clause) -> bool:
    words, head = claim.words, claim.head
    first = words[head]
    after = words[head + 1].word if head + 1 < len(words) else ""
    if first.word in ("work", "working"):
        return after in _ONGOING and not (head and words[head - 1].bits & sense.AUXILIARY)
    if not first.bits & sense.ACTIVITY or claim.is_noun:
        return False
    led_to_an_end = claim.leads and first.bits & sense.OUTCOME
    return not (led_to_an_end and any(t.word == "to" for t in words[head : claim.stop]))


def _of_topic(claim: Clause, kind: Kind) -> Point:
    """Of words that claim nothing: a metric without a target, or any other topic."""
    words = claim.words
    core = words[claim.head : claim.core]
    if kind == "non-goal":
        return Point(0, core)
    metrics = [token for token in core if token.bits & sense.METRIC]
    if metrics:
        return Point(-3, core, "metric")
    return Point(0, core, "topic")


def _is_held(claim: Clause, at: int) -> bool:
    """Whether the words around a vague or loose word give it a meaning."""
    words = claim.words
    if at == claim.head and claim.leads:
        return True  # the verb "clean", not the adjective
    before = words[at - 1].word if at else ""
    next_one = words[at + 1] if at + 1 < len(words) else None
    after = next_one.word if next_one else ""
    word = words[at].word
    if after == "than" and (word in _SIZES or _is_negated(words, at)):
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
        case "usable":
            return after in ("from", "without")
        case "needs":
            return after == "to" or after in BEFORE_A_NOUN
        case "works":
            return bool(after)
        case "value":
            return at != claim.head + 1
    if word in _QUALITIES:
        return at >= claim.core or (
            next_one is not None and next_one.kind != "sign" and not next_one.bits & sense.FUNCTION
        )
    return False


def _is_negated(words: list[Token], at: int) -> bool:
    return any(token.word in _NEGATIONS for token in words[max(0, at - 3) : at])
