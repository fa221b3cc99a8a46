"""The quantities measured for contestants, by round: seconds, memory, sizes."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from .running import Run
from .specs import ITEMS

#: All runs, by stage and contestant.
Runs = Mapping[str, Mapping[str, Sequence[Run]]]

#: The figures of each round, by its number.
Rounds = dict[int, list[float]]


class Quantity(NamedTuple):
    """What is measured for a contestant, and its unit."""

    unit: str
    of: Callable[[Runs], Rounds]


def cpu(stage: str, who: str) -> Quantity:
    """Measure CPU seconds."""
    return _of(stage, who, "s", lambda run: run.cpu)


def wall(stage: str, who: str) -> Quantity:
    """Measure wall-clock seconds."""
    return _of(stage, who, "s", lambda run: run.wall)


def mebibytes(stage: str, who: str) -> Quantity:
    """Measure peak memory in MiB."""
    return _of(stage, who, "MiB", lambda run: run.memory / 2**20)


def megabytes(stage: str, who: str) -> Quantity:
    """Measure peak memory in MB, the unit of its goal."""
    return _of(stage, who, "MB", lambda run: run.memory / 1e6)


def each_spec(who: str, count: int) -> Quantity:
    """Measure CPU milliseconds per additional spec, in the stage `growth`."""
    return Quantity("ms", lambda runs: per_spec(runs, who, count, built=0))


def bytes_an_item(stage: str, ours: str, plain: str, specs: int) -> Quantity:
    """Measure how many bytes per item the environment is larger than a plain one."""

    def of(runs: Runs) -> Rounds:
        plains = by_round(runs.get(stage, {}).get(plain, ()), lambda run: run.size)
        sizes = by_round(runs.get(stage, {}).get(ours, ()), lambda run: run.size)
        return {
            number: [(one - plains[number][0]) / (specs * ITEMS) for one in some]
            for number, some in sizes.items()
        }

    return Quantity("B", of)


def gain(stage: str, one: str, two: str) -> Quantity:
    """Measure how many times faster two jobs are than one."""

    def of(runs: Runs) -> Rounds:
        ones = by_round(runs.get(stage, {}).get(one, ()), lambda run: run.wall)
        twos = by_round(runs.get(stage, {}).get(two, ()), lambda run: run.wall)
        return {number: [ones[number][0] / some[0]] for number, some in twos.items()}

    return Quantity("×", of)


def median(values: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def by_round(some: Sequence[Run], figure: Callable[[Run], float]) -> Rounds:
    """Group a figure of each run by round."""
    found: Rounds = {}
    for run in some:
        found.setdefault(run.round, []).append(figure(run))
    return found


def per_spec(runs: Runs, who: str, count: int, built: int) -> Rounds:
    """Return the CPU milliseconds per spec after the first, by round, for builds of `count` specs.

    If `count` equals `built`, the runs of the stage `build` are used.
    """
    start, whole = (
        _of(stage, name, "s", lambda run: run.cpu).of(runs)
        for stage, name in (
            ("growth", f"{who}, 1"),
            ("build", who) if count == built else ("growth", f"{who}, {count}"),
        )
    )
    starts = [one for some in start.values() for one in some]
    return {
        number: [(one - median(starts)) * 1000 / max(1, count - 1) for one in some]
        for number, some in whole.items()
        if starts
    }


def _of(stage: str, who: str, unit: str, figure: Callable[[Run], float]) -> Quantity:
    return Quantity(unit, lambda runs: by_round(runs.get(stage, {}).get(who, ()), figure))
