"""What speaks for and against a line without a target: points, each with the words it is for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from . import sense
from .clauses import Clause
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
_AT_FAULT = sense.VAGUE | sense.LOOSE | sense.ABSTRACT | sense.FEELING | sense.AMOUNT

#: So many words before a final colon only open a list.
_OPENING = 3

#: Fewer points against a claim never say that it surely cannot be decided.
_DOUBT = -2
_GOING = frozenset("come comes go goes going is trending trends".split())
_WHERE = frozenset("at by from on over through to under via".split())
_ONGOING = frozenset("on towards toward together closely".split())


def weigh(claim: Clause, kind: Kind) -> list[Point]:
    """The points of a claim; the sum says how surely it can be decided."""
    found = _of_verb(claim, kind)
    vague: list[Token] = []
    loose: list[Token] = []
    vague_aside: list[Token] = []
    loose_aside: list[Token] = []
    feelings: list[Token] = []
    amounts: list[Token] = []
    closed: list[Token] = []
    words, _, head, core, stop, *_ = claim
    for at in range(head, len(words)):
        token = words[at]
        bits = token.bits
        if bits & sense.CLOSED:
            closed.append(token)
        if at >= stop:
            continue
        if bits & _AT_FAULT:
            near = at < core
            if bits & sense.FEELING:
                feelings.append(token)
            elif bits & sense.ABSTRACT:
                if not claim.says and (near or not claim.leads) and not _is_held(claim, at):
                    (loose if near else loose_aside).append(token)
            elif bits & (sense.VAGUE | sense.LOOSE) and not _is_held(claim, at):
                if bits & sense.VAGUE:
                    (vague if near else vague_aside).append(token)
                else:
                    (loose if near else loose_aside).append(token)
            if bits & sense.AMOUNT and near:
                amounts.append(token)
    if kind == "non-goal":
        loose.clear()
        loose_aside.clear()
    weights: tuple[tuple[int, list[Token], Problem], ...] = (
        (-2 if kind == "non-goal" else -4, vague, "vague"),
        (-2, vague_aside, "vague"),
        (-2, loose, "vague"),
        (-1 if loose or vague else -2, loose_aside, "vague"),
        (-4, feelings, "feeling"),
        (-2, amounts, "amount"),
        (0 if vague or loose or vague_aside or loose_aside else 2, closed, ""),
    )
    found += [Point(points, at, problem) for points, at, problem in weights if at]
    if claim.words[-1].word == ":" and len(claim.words) - claim.head <= _OPENING:
        found.append(Point(-4, claim.words[claim.head :], "topic"))
    code = [token for token in claim.words if token.word.startswith(NAME)]
    if code:
        # What is named in code is held fast by it.
        found.append(Point(2 + (len(code) > 1), code))
    return found


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
        if (points_somewhere or _falls(claim, at)) and not _is_negated(words, at):
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
    """Whether a metric drops or goes down; a filter that drops what is too old is no metric."""
    words = claim.words
    word = words[at].word
    if word == "down":
        return at > claim.head and words[at - 1].word in _GOING
    if word not in ("drop", "drops"):
        return False
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
            return after == "to"
        case "stable":
            return before in ("to", "as", "the", "latest") or after in ("under", "across")
        case "further" | "additional":
            return before == "no"
        case "soon":
            return before == after == "as"
        case "accessible":
            return after in _WHERE
        case "usable":
            return after == "without"
        case "needs":
            return after == "to"
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
