"""One line under measurement: what is found in it, each when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from sphinxcontrib_spec.source import Text

from . import sense
from .clauses import Clause, clause
from .points import Point, weigh
from .quantities import Firmness, Quantity, quantities
from .targets import choose, target
from .tokens import Words
from .verdict import Kind, Problem, Target

#: So many points against a line make it unclear to what a number in it belongs.
_UNCLEAR = -4
#: Problems of lines whose numbers may still say in what time something has to be done: "Review a
#: claim in under 10 minutes".
_TIMED = frozenset(("vague", "feeling", "activity"))

#: Of points that say as much for a line, words come before signs, numbers and names.
_IS_WORD = sense.SIGN << 1


class Line:
    """A line of a kind with its words."""

    def __init__(self, text: Text, words: Words, kind: Kind) -> None:
        """Take them; nothing is looked for yet."""
        self.text = text
        self.words = words
        self.kind = kind

    @cached_property
    def weighed(self) -> tuple[Clause, list[Point]]:
        """What it claims, and what speaks for and against that."""
        claim = clause(self.words, self.text, self.kind)
        return claim, weigh(claim, self.kind)

    def numbers(self) -> Iterator[Quantity]:
        """The numbers in it, and which of them have to be reached."""
        return quantities(self.words, self.firmness)

    def firmness(self) -> Firmness:
        """How firmly the words around a number claim something."""
        claim, points = self.weighed
        against = {point.problem for point in points if point.points <= _UNCLEAR}
        if against:
            return "vague" if against <= _TIMED else "unclear"
        is_name = self.kind == "metric" and not (claim.leads or claim.says)
        return "nominal" if is_name else "firm"

    def against(self) -> tuple[Problem, list[Sequence[int]]]:
        """What is said against it first, and all words at fault, worst and first ones first."""
        _, points = self.weighed
        against = [point for point in points if point.points < 0]
        against.sort(key=lambda point: (point.points, point.words[0]))
        at_fault = [point.words for point in against]
        for number in self.numbers():
            if number.why_not and number.why_not != "baseline":
                return number.why_not, [number.span, *at_fault]
        return (against[0].problem, at_fault) if against else ("topic", [points[0].words])

    def target(self) -> Target | None:
        """What has to be reached, if it is quantified."""
        found = list(self.numbers())
        chosen = choose(found)
        return target(self.weighed[0], self.text, found, chosen) if chosen else None

    def stated(self) -> tuple[Text, ...]:
        """The part that states what has to be reached."""
        chosen = choose(list(self.numbers()))
        return self.parts([chosen.span]) if chosen else ()

    def decisive(self) -> tuple[Text, ...]:
        """The part that speaks most for it."""
        claim, points = self.weighed
        said, bits = claim.words.said, claim.words.bits

        def weight(point: Point) -> tuple[int, list[tuple[int, str, int]], str]:
            words = [(bits[at] & sense.NO_WORD or _IS_WORD, said[at], at) for at in point.words]
            return point.points, words, point.problem

        return self.parts([max(points, key=weight).words])

    def whole(self) -> tuple[Text, ...]:
        """All of it as one part."""
        return (self.text,)

    def parts(self, groups: Iterable[Sequence[int]]) -> tuple[Text, ...]:
        """The parts where the words of each group stand, adjacent ones as one."""
        spans = self.words.spans()
        found: list[Text] = []
        for group in groups:
            ranges: list[tuple[int, int]] = []
            last = -2  # before any word
            for start, stop in [spans[at] for at in group]:
                if 0 <= start - last <= 1:
                    ranges[-1] = (ranges[-1][0], stop)
                else:
                    ranges.append((start, stop))
                last = stop
            found += self.text.pieces(ranges)
        return tuple(found)
