"""The goals and metrics of a spec with their verdicts, and its non-goals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sphinxcontrib_spec.items import Item, NonGoal
from sphinxcontrib_spec.measure import Verdict, names_nothing
from sphinxcontrib_spec.measure.rows import Measured, Verdicts

from ._placeholders import BRACKETED


def measured(items: Iterable[Item], verdicts: Verdicts) -> Iterator[tuple[Measured, Verdict]]:
    """Yield the items that can be measured and have words, each with its verdict."""
    for item in items:
        if isinstance(item, Measured) and not _is_unsaid(item.text):
            yield item, verdicts.of(item)


def boundaries(items: Iterable[Item]) -> Iterator[tuple[NonGoal, bool]]:
    """Yield the non-goals that have words, and whether each names nothing."""
    for item in items:
        if isinstance(item, NonGoal) and not _is_unsaid(item.text):
            yield item, names_nothing(item.text)


def _is_unsaid(text: str) -> bool:
    """Whether a text has nothing to judge: it is empty, struck through, or all in brackets."""
    said = text.strip()
    if not said or said.startswith("~~"):
        return True
    return said.endswith("]") and BRACKETED.fullmatch(said) is not None
