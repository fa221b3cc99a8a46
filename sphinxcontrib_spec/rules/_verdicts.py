"""The goals, non-goals and metrics of a spec, each with whether it can be decided."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from sphinxcontrib_spec.items import Goal, Item, NonGoal, SuccessMetric
from sphinxcontrib_spec.measure import Kind, Verdict, measure

#: The items that are measured, and as what.
Measured: TypeAlias = Goal | NonGoal | SuccessMetric
_KINDS: dict[type[Measured], Kind] = {
    Goal: "goal",
    NonGoal: "non-goal",
    SuccessMetric: "metric",
}
_BRACKETED = re.compile(r"\\?\[[^\[\]]*\]")


def verdicts(items: Iterable[Item]) -> Iterator[tuple[Measured, Verdict]]:
    """The items that can be measured and have words to judge, with what is said of each."""
    for item in items:
        if isinstance(item, Measured) and not _is_unsaid(item.text):
            yield item, measure(item.text, _KINDS[type(item)])


def _is_unsaid(text: str) -> bool:
    """Whether a text says nothing to judge: empty, struck through, or all in brackets."""
    said = text.strip()
    return not said or said.startswith("~~") or bool(_BRACKETED.fullmatch(said))
