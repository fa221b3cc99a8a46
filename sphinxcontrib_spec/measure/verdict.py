"""The result of measuring a line, as plain values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import Literal

from sphinxcontrib_spec.source import Text
from sphinxcontrib_spec.values import value

#: The kind of a line; for a non-goal the question is whether a reviewer sees when it is crossed.
Kind = Literal["goal", "metric", "non-goal"]
Basis = Literal["quantified", "binary", "none"]

#: What keeps a line from being decidable: a verb that only gives a `direction` or an `activity`, a
#: `feeling`, an adjective that is `vague`, an `amount` that nobody can count, only the name of a
#: `metric` or `topic`; or its number only says when (`deadline`), how much at best (`limit`) or
#: under which circumstances (`aside`).
Problem = Literal[
    "", "direction", "activity", "feeling", "vague", "amount", "metric", "topic", "deadline",
    "limit", "aside",
]  # fmt: skip

Comparator = Literal["<", "<=", ">", ">=", "=", "by"]

#: A line whose score is at least this can be decided; below 0 it surely cannot.
THRESHOLD = 1


@value(frozen=True, slots=True)
class Target:
    """What must be reached: `quantity` `comparator` `bound` `unit`, in the words of the line.

    The bound is a number as it is written, or the name of one; `by` compares with what is now.
    """

    quantity: str
    comparator: Comparator
    bound: str
    unit: str


def nothing() -> None:
    """Return the target of a line without one: None."""


@value(frozen=True, slots=True)
class Verdict:
    """Whether somebody who did not write a line could decide it, how certain that is, and why.

    Its evidence and its target are found on demand, because few verdicts need them, and are left
    out when verdicts are compared.
    """

    score: int
    basis: Basis
    problem: Problem = ""
    find_evidence: Callable[[], tuple[Text, ...]] = field(default=tuple, repr=False, compare=False)
    find_target: Callable[[], Target | None] = field(default=nothing, repr=False, compare=False)

    @property
    def measurable(self) -> bool:
        """Whether it can be decided."""
        return self.score >= THRESHOLD

    @property
    def evidence(self) -> tuple[Text, ...]:
        """What decides a measurable line, and what is at fault in another one, worst first.

        Each is a part of the line.
        """
        return self.find_evidence()

    @property
    def target(self) -> Target | None:
        """What has to be reached, if it is quantified."""
        return self.find_target()
