"""What is measured of contestants: seconds, memory, sizes, by rounds."""

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
    """What is measured of a contestant, and in which unit."""

    unit: str
    of: Callable[[Runs], Rounds]


def cpu(stage: str, who: str) -> Quantity:
    """CPU seconds."""
    return _of(stage, who, "s", lambda run: run.cpu)


def wall(stage: str, who: str) -> Quantity:
    """Seconds of the clock on the wall."""
    return _of(stage, who, "s", lambda run: run.wall)


def mebibytes(stage: str, who: str) -> Quantity:
    """Peak memory."""
    return _of(stage, who, "MiB", lambda run: run.memory / 2**20)


def megabytes(stage: str, who: str) -> Quantity:
    """Peak memory, in the unit of its goal."""
    return _of(stage, who, "MB", lambda run: run.memory / 1e6)


def each_spec(who: str, count: int) -> Quantity:
    """CPU milliseconds of each spec after the first, in the stage `growth`."""
    return Quantity("ms", lambda runs: per_spec(runs, who, count, built=0))


def bytes_an_item(stage: str, ours: str, plain: str, specs: int) -> Quantity:
    """How much larger than a plain one the environment is, for each item."""

    def of(runs: Runs) -> Rounds:
        plains = by_round(runs.get(stage, {}).get(plain, ()), lambda run: run.size)
        sizes = by_round(runs.get(stage, {}).get(ours, ()), lambda run: run.size)
        return {
            number: [(one - plains[number][0]) / (specs * ITEMS) for one in some]
            for number, some in sizes.items()
        }

    return Quantity("B", of)


def gain(stage: str, one: str, two: str) -> Quantity:
    """How many times as fast two jobs are as one."""

    def of(runs: Runs) -> Rounds:
        ones = by_round(runs.get(stage, {}).get(one, ()), lambda run: run.wall)
        twos = by_round(runs.get(stage, {}).get(two, ()), lambda run: run.wall)
        return {number: [ones[number][0] / some[0]] for number, some in twos.items()}

    return Quantity("×", of)


def median(values: Sequence[float]) -> float:
    """The median."""
    return statistics.median(values)


def by_round(some: Sequence[Run], figure: Callable[[Run], float]) -> Rounds:
    """A figure of each run, by rounds."""
    found: Rounds = {}
    for run in some:
        found.setdefault(run.round, []).append(figure(run))
    return found


def per_spec(runs: Runs, who: str, count: int, built: int) -> Rounds:
    """CPU milliseconds of each spec after the first, in each round, where so many were built.

    Those of the stage `build` were as many as `built` says.
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
