"""Could someone who did not write this decide pass or fail? Every line is asked.

A line is measured in one pass: its markup is blanked out and its names are masked (`tokens`), the
word that leads its claim is looked for (`clauses`), then a number that has to be reached
(`quantities`). Without one, what speaks for and against it is weighed (`points`). What words say
is looked up in `vocabulary`, in all their forms (`sense`). English is understood; of another
language only numbers are, and nothing is said against its words (`english`). Of an item of a spec,
what stands beside and below it counts as well (`rows`).
"""

from __future__ import annotations

from collections.abc import Sequence

from sphinxcontrib_spec.source import Text

from . import sense
from .clauses import clause
from .english import is_english, may_be_foreign
from .numerals import numerals
from .points import Point, total, weigh
from .quantities import Firmness, Quantity, quantities
from .targets import choose, target
from .tokens import Token, shown, tokens
from .verdict import THRESHOLD, Basis, Kind, Problem, Target, Verdict

__all__ = [
    "THRESHOLD",
    "Basis",
    "Kind",
    "Problem",
    "Target",
    "Verdict",
    "measure",
    "names_quantity",
    "reads_as_english",
]

#: The score of a line with a target.
_QUANTIFIED = 10

#: So many points against a line make it unclear to what a number in it belongs.
_UNCLEAR = -4

#: What a boundary needs less than a goal: it only has to be clear what lies beyond it, and at
#: least so many words, or a name, have to say it.
_BOUNDARY = 3
_BOUNDARY_WORDS = 2
_EMPTY_WORDS = frozenset(
    """above anything below case cases covered described else etc everything explicitly feature
    features goal goals here improvement improvements issue issues item items listed mentioned misc
    miscellaneous n needed nice nice-to-have non-goal non-goals none not other others out part
    parts required scenarios scope something stated stuff tbd that thing things this todo topic
    topics use work""".split()
)


def measure(text: str, kind: Kind = "goal") -> Verdict:
    """Whether a goal, a metric or a non-goal, one paragraph of Markdown, can be decided.

    The parts of `evidence` have places if the text is a `Text` that has one.
    """
    line = text if isinstance(text, Text) else Text(text)
    words = tokens(shown(line))
    if not words or (words[0].kind == "sign" and all(token.kind == "sign" for token in words)):
        return Verdict(THRESHOLD, "none")
    if kind == "non-goal" and _names_nothing(words):
        return Verdict(-2, "none", "topic", (line,))
    claim = clause(words, line, kind)
    points = weigh(claim, kind)
    firmness: Firmness = "firm"
    against = {point.problem for point in points if point.points <= _UNCLEAR}
    if against:
        firmness = "vague" if against <= {"vague", "feeling"} else "unclear"
    elif kind == "metric" and not (claim.leads or claim.says):
        firmness = "nominal"
    found = quantities(words, firmness)
    chosen = choose(found)
    if chosen and kind != "non-goal":
        goal = target(claim, line, found, chosen)
        return Verdict(_QUANTIFIED, "quantified", "", _parts(line, words[chosen.span]), goal)
    score = total(points, claim) + (_BOUNDARY if kind == "non-goal" else 0)
    if score >= THRESHOLD:
        return Verdict(score, "binary", "", _parts(line, max(points).words))
    if not is_english(words):
        return Verdict(THRESHOLD, "none")
    if score < 0 and may_be_foreign(words):
        score = 0
    problem, at_fault = _against(points, found, words)
    return Verdict(score, "none", problem, _parts(line, *at_fault))


def names_quantity(text: str) -> bool:
    """Whether a text says how much or how many of anything, whatever for."""
    return any(numeral.figure not in ("", "0") for numeral in numerals(tokens(shown(text))))


def reads_as_english(text: str) -> bool:
    """Whether so many words of a text are known that they can be judged."""
    return is_english(tokens(shown(text)))


def _names_nothing(words: list[Token]) -> bool:
    """Whether a boundary does not say where it is."""
    silent = sense.FUNCTION | sense.CLOSED | sense.AUXILIARY
    content = [token for token in words if token.kind != "sign" and not token.bits & silent]
    said = sum(
        _BOUNDARY_WORDS if token.kind == "name" or "-" in token.word else 1 for token in content
    )
    return said < _BOUNDARY_WORDS or all(
        token.word in _EMPTY_WORDS or token.bits & sense.AMOUNT for token in content
    )


def _against(
    points: list[Point], found: list[Quantity], words: list[Token]
) -> tuple[Problem, list[Sequence[Token]]]:
    """What is said against a line first, and all words at fault, worst and first ones first."""
    against = [point for point in points if point.points < 0]
    against.sort(key=lambda point: (point.points, point.words[0].start))
    at_fault = [point.words for point in against]
    for quantity in found:
        if quantity.why_not and quantity.why_not != "baseline":
            return quantity.why_not, [words[quantity.span], *at_fault]
    return (against[0].problem, at_fault) if against else ("topic", [points[0].words])


def _parts(line: Text, *groups: Sequence[Token]) -> tuple[Text, ...]:
    """The parts of the line where the words of each group stand, adjacent ones as one."""
    ranges: list[list[int]] = []
    for group in groups:
        last = -2  # before any word
        for token in group:
            if 0 <= token.start - last <= 1:
                ranges[-1][1] = token.stop
            else:
                ranges.append([token.start, token.stop])
            last = token.stop
    return tuple([line.part(start, stop) for start, stop in ranges])
