"""Measures the goals and metrics of a spec, whose targets may stand beside or below their text."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property, partial
from typing import TypeAlias

from sphinxcontrib_spec.items import Goal, SuccessMetric
from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.model import Spec, Table
from sphinxcontrib_spec.patterns import pattern
from sphinxcontrib_spec.source import Text

from . import measure
from .verdict import Kind, Target, Verdict

#: The items that are measured, and as what kind of line.
Measured: TypeAlias = Goal | SuccessMetric
KINDS: dict[type[Measured], Kind] = {Goal: "goal", SuccessMetric: "metric"}

#: The cells of an item's row in columns unknown to the format, each with its column heading.
Beside: TypeAlias = tuple[tuple[str, Text], ...]

#: Column headings of targets, and of anything else in the row that is not a target.
_OF_TARGETS = pattern(
    r"\b(?:acceptance|bound|criteri|definition|done|expected|goal|limit|objective|outcome|pass"
    r"|required|slo\b|success|target|threshold|to\b|when\b)",
    re.IGNORECASE,
)
_OF_OTHERS = pattern(
    r"^\W*$|\b(?:as[- ]is|baseline|before|by|current|date|due|from|how|id|method|no|notes?|now"
    r"|number|owner|phase|priority|source|status|today|tool|who|window)\b",
    re.IGNORECASE,
)

#: A line of an item's body that begins with a label.
_LABELLED = pattern(
    r"^[ \t]*(?:[-*+][ \t]+)?(?:\*\*|__)?(?P<label>[^:*_\n]{1,30}):(?:\*\*|__)?[ \t]*"
    r"(?P<says>\S.*)$",
    re.MULTILINE,
)


def besides(spec: Spec) -> dict[int, Beside]:
    """Return the cells beside each item that is a row, by the identity of the item."""
    found: dict[int, Beside] = {}
    for section in spec.walk():
        for block in section.blocks:
            if isinstance(block, Table):
                headings = [
                    inline.plain(heading)
                    for heading, key in zip(block.columns, block.keys, strict=False)
                    if not key
                ]
                for row in block.rows if headings else ():
                    found[id(row)] = tuple(zip(headings, row.about.extra, strict=False))
    return found


class Verdicts:
    """The verdicts on the goals and metrics of a spec, each measured once, on demand."""

    def __init__(self, spec: Spec) -> None:
        """Store the spec; nothing is measured yet."""
        self.spec = spec
        self._found: dict[int, Verdict] = {}

    @cached_property
    def _besides(self) -> dict[int, Beside]:
        return besides(self.spec)

    def of(self, item: Measured) -> Verdict:
        """Return the verdict on one of the spec's items."""
        found = self._found.get(id(item))
        if found is None:
            found = self._found[id(item)] = measure_item(item, self._besides.get(id(item), ()))
        return found


def measure_item(item: Measured, beside: Beside = ()) -> Verdict:
    """Measure an item by its own text or by what stands beside or below it.

    A cell under a heading that names targets decides alone. Without one, a number in any other
    column counts, except in those of baselines, owners and the like. A line below the text of a
    list item counts as a cell if its label names a target.
    """
    kind = KINDS[type(item)]
    verdict = measure(item.text, kind)
    if verdict.basis == "quantified":
        return verdict
    targets = [cell for heading, cell in beside if _OF_TARGETS.search(heading)]
    others = [cell for heading, cell in beside if not _OF_OTHERS.search(heading)]
    if not beside and ":" in item.body:
        targets = [
            item.body.part(*line.span("says"))
            for line in _LABELLED.finditer(item.body)
            if _OF_TARGETS.search(line["label"])
        ]
    for cell in targets or others:
        found = measure(cell, kind)
        if found.basis == "quantified":
            return replace(found, find_target=partial(_named, found, item.text, cell))
        if targets and found.basis == "binary" and not verdict.measurable:
            return found
    return verdict


def _named(found: Verdict, text: str, cell: str) -> Target | None:
    """Return the target found in a cell, as the target of what the item's text names."""
    target, name = found.target, inline.plain(text)
    if target is None:
        return None
    said = target.quantity
    if not cell.startswith(said):
        return replace(target, quantity=name, unit=target.unit or said)
    return replace(target, quantity=name if said in name else f"{name} {said}")
