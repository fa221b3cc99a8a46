"""A single line being measured; each of its properties is computed on demand."""

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

#: This many points against a line make it unclear what a number in it belongs to.
_UNCLEAR = -4
#: Problems of lines whose numbers may still state the time in which something has to be done:
#: "Review a claim in under 10 minutes".
_TIMED = frozenset(("vague", "feeling", "activity"))

#: Among points of equal weight, words come before signs, numbers and names.
_IS_WORD = sense.SIGN << 1


class Line:
    """A line of a certain kind, with its words."""

    def __init__(self, text: Text, words: Words, kind: Kind) -> None:
        """Store the line; nothing is analysed yet."""
        self.text = text
        self.words = words
        self.kind = kind

    @cached_property
    def weighed(self) -> tuple[Clause, list[Point]]:
        """What the line claims, and the points for and against that."""
        claim = clause(self.words, self.text, self.kind)
        return claim, weigh(claim, self.kind)

    def numbers(self) -> Iterator[Quantity]:
        """Yield the numbers in the line, and whether they have to be reached."""
        return quantities(self.words, self.firmness)

    def firmness(self) -> Firmness:
        """Return how firmly the words around a number claim something."""
        claim, points = self.weighed
        against = {point.problem for point in points if point.points <= _UNCLEAR}
        if against:
            return "vague" if against <= _TIMED else "unclear"
        is_name = self.kind == "metric" and not (claim.leads or claim.says)
        return "nominal" if is_name else "firm"

    def against(self) -> tuple[Problem, list[Sequence[int]]]:
        """Return the main problem and all words at fault, the worst and first ones first."""
        _, points = self.weighed
        against = [point for point in points if point.points < 0]
        against.sort(key=lambda point: (point.points, point.words[0]))
        at_fault = [point.words for point in against]
        for number in self.numbers():
            if number.why_not and number.why_not != "baseline":
                return number.why_not, [number.span, *at_fault]
        return (against[0].problem, at_fault) if against else ("topic", [points[0].words])

    def target(self) -> Target | None:
        """Return what has to be reached, if it is quantified."""
        found = list(self.numbers())
        chosen = choose(found)
        return target(self.weighed[0], self.text, found, chosen) if chosen else None

    def stated(self) -> tuple[Text, ...]:
        """Return the part that states what has to be reached."""
        chosen = choose(list(self.numbers()))
        return self.parts([chosen.span]) if chosen else ()

    def decisive(self) -> tuple[Text, ...]:
        """Return the part that counts most in favour of the line."""
        claim, points = self.weighed
        said, bits = claim.words.said, claim.words.bits

        def weight(point: Point) -> tuple[int, list[tuple[int, str, int]], str]:
            words = [(bits[at] & sense.NO_WORD or _IS_WORD, said[at], at) for at in point.words]
            return point.points, words, point.problem

        return self.parts([max(points, key=weight).words])

    def whole(self) -> tuple[Text, ...]:
        """Return the whole line as one part."""
        return (self.text,)

    def parts(self, groups: Iterable[Sequence[int]]) -> tuple[Text, ...]:
        """Return the text of each group of words, with adjacent words as one part."""
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
