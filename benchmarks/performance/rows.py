"""Every goal as a row: what is compared with what, and how far it may be."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from .contestants import Sizes
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


class Row(NamedTuple):
    """A goal: `ours` divided by `floor`, in each round, or ours alone if there is none.

    It is met by a median of at most `most`, or of at least `least`; with neither it is only
    told.
    """

    name: str
    work: str
    against: str
    ours: Quantity
    floor: Quantity | None = None
    most: float | None = None
    least: float | None = None
    is_beyond: bool = False

    @property
    def goal(self) -> str:
        """The goal in words; empty without one."""
        unit = "×" if self.floor else self.ours.unit
        words = f"≤ {self.most:g} {unit}" if self.most else ""
        words = f"≥ {self.least:g} {unit}" if self.least else words
        return f"{words} (beyond)" if self.is_beyond else words

    def figures(self, runs: Runs) -> list[float]:
        """What the goal is about: a ratio for each pair of runs of one round."""
        ours = self.ours.of(runs)
        if not self.floor:
            return [one for some in ours.values() for one in some]
        floors = self.floor.of(runs)
        return [
            one / floor
            for number, some in ours.items()
            for one in some
            for floor in floors.get(number, ())
            if floor
        ]

    def is_met(self, median: float) -> bool | None:
        """Whether a median meets the goal; None if there is no goal."""
        if self.most is not None:
            return median <= self.most
        return None if self.least is None else median >= self.least


def rows(sizes: Sizes) -> list[Row]:
    """All rows; those whose contestants did not run give no figures."""
    count, share, given = (f"{n:,}" for n in (sizes.specs, sizes.directives, sizes.given))
    few, _, many = sizes.growth
    _, files = sizes.many
    no_change = _cpu("build", "specs, no change")
    return [
        Row(
            "build",
            f"full HTML build of {count} canonical specs",
            "MyST alone",
            _cpu("build", "specs"),
            _cpu("build", "MyST"),
            most=1.05,
        ),
        *_directive_rows("directives", f"{share} specs"),
        *_directive_rows("given", f"{given} specs of another generator"),
        Row(
            "no-change",
            f"rebuild of {count} specs, no change",
            "MyST alone",
            no_change,
            _cpu("build", "MyST, no change"),
            most=1.15,
        ),
        Row(
            "touched",
            f"rebuild of {count} specs, one file touched",
            "MyST alone",
            _cpu("build", "specs, one file touched"),
            _cpu("build", "MyST, one file touched"),
            most=1.15,
        ),
        Row(
            "export",
            f"`-b spec` of {count} specs, warm",
            "no-change rebuild",
            _cpu("build", "-b spec"),
            no_change,
            most=1.3,
        ),
        Row(
            "growth",
            f"CPU a spec, {many:,} specs (less start)",
            f"{few:,} specs (less start)",
            _each("specs", many),
            _each("specs", few),
            most=1.1,
        ),
        Row(
            "growth-floor",
            "the same with MyST alone",
            "itself",
            _each("MyST", many),
            _each("MyST", few),
        ),
        Row(
            "memory",
            f"peak memory, full build of {count} specs",
            "MyST alone",
            _memory("build", "specs"),
            _memory("build", "MyST"),
            most=1.15,
        ),
        Row(
            "pickle",
            "environment.pickle, more than MyST alone, an item",
            "",
            _bytes("build", "specs", "MyST", sizes.specs),
            most=150,
        ),
        Row(
            "pickle-directives",
            "the same with a directive an item (RST)",
            "",
            _bytes("directives", "directives, RST", "tables, RST", sizes.directives),
            most=150,
        ),
        Row(
            "jobs-build",
            f"`-j 2` against `-j 1`, {count} specs: times as fast",
            "MyST alone",
            _gain("build", "specs", "specs, 2 jobs"),
            _gain("build", "MyST", "MyST, 2 jobs"),
            least=0.95,
        ),
        Row(
            "check",
            f"`check`, every rule, {count} files, no cache",
            "markdown-it-py, full parse",
            _cpu("check", "check"),
            _cpu("check", "markdown-it"),
            most=1.0,
        ),
        Row(
            "cached",
            f"`check` of {count} unchanged files, with cache",
            "read + regex",
            _cpu("check", "check, cached"),
            _cpu("check", "read + regex"),
            most=3,
        ),
        Row(
            "jobs-check",
            f"`check --jobs 2`, {count} files: times as fast",
            "`--jobs 1`",
            _wall("check", "check"),
            _wall("check", "check, 2 jobs"),
            least=1.7,
        ),
        Row(
            "format",
            f"`format --check`, {count} files",
            "mdformat --check",
            _cpu("format", "format"),
            _cpu("format", "mdformat"),
            most=0.2,
        ),
        Row(
            "version",
            "`sphinx-spec --version`",
            'python -c "import click"',
            _cpu("start", "--version"),
            _cpu("start", "import click"),
            most=1.3,
        ),
        Row(
            "one-file",
            "`check` of one file",
            "markdown-it-py, one file",
            _cpu("start", "check, one file"),
            _cpu("start", "markdown-it, one file"),
            most=1.3,
        ),
        Row(
            "check-memory",
            f"memory of `check` on {files:,} files, all processes",
            "",
            _megabytes("memory", "check, many"),
            most=200,
        ),
        Row(
            "check-memory-growth",
            f"the same, {files:,} files",
            f"{sizes.many[0]:,} files",
            _megabytes("memory", "check, many"),
            _megabytes("memory", "check, some"),
        ),
        Row(
            "rumdl",
            f"`check`, every rule, {count} files, no cache: CPU",
            "rumdl, no cache",
            _cpu("check", "check"),
            _cpu("check", "rumdl"),
            most=1.0,
            is_beyond=True,
        ),
        Row(
            "rumdl-wall",
            f"`check --jobs 2`, {count} files: wall clock",
            "rumdl, no cache",
            _wall("check", "check, 2 jobs"),
            _wall("check", "rumdl"),
        ),
    ]


def median(values: Sequence[float]) -> float:
    """The median."""
    return statistics.median(values)


def by_round(some: Sequence[Run], figure: Callable[[Run], float]) -> Rounds:
    """A figure of each run, by rounds."""
    found: Rounds = {}
    for run in some:
        found.setdefault(run.round, []).append(figure(run))
    return found


def per_spec(runs: Runs, who: str, count: int) -> Rounds:
    """CPU milliseconds of each spec after the first, in each round."""
    stage = runs.get("growth", {})
    starts = by_round(stage.get(f"{who}, 1", ()), lambda run: run.cpu)
    whole = by_round(stage.get(f"{who}, {count}", ()), lambda run: run.cpu)
    return {
        number: [(one - median(starts[number])) * 1000 / max(1, count - 1) for one in some]
        for number, some in whole.items()
    }


def _directive_rows(stage: str, what: str) -> list[Row]:
    prefix = "" if stage == "directives" else "given-"
    found = []
    for markup, most in (("MyST", 1.15), ("RST", 1.25)):
        ours = _cpu(stage, f"directives, {markup}")
        work = f"full HTML, a directive an item, {markup}, {what}"
        tables, needs = f"tables, {markup}", f"sphinx-needs, {markup}"
        name = f"{prefix}directives-{markup.lower()}"
        found += [
            Row(name, work, f"plain tables in {markup}", ours, _cpu(stage, tables), most=most),
            Row(f"{name}-needs", work, "sphinx-needs", ours, _cpu(stage, needs), most=0.55),
        ]
    return found


def _of(stage: str, who: str, unit: str, figure: Callable[[Run], float]) -> Quantity:
    return Quantity(unit, lambda runs: by_round(runs.get(stage, {}).get(who, ()), figure))


def _cpu(stage: str, who: str) -> Quantity:
    return _of(stage, who, "s", lambda run: run.cpu)


def _wall(stage: str, who: str) -> Quantity:
    return _of(stage, who, "s", lambda run: run.wall)


def _memory(stage: str, who: str) -> Quantity:
    return _of(stage, who, "MiB", lambda run: run.memory / 2**20)


def _megabytes(stage: str, who: str) -> Quantity:
    return _of(stage, who, "MB", lambda run: run.memory / 1e6)


def _each(who: str, count: int) -> Quantity:
    return Quantity("ms", lambda runs: per_spec(runs, who, count))


def _bytes(stage: str, ours: str, plain: str, specs: int) -> Quantity:
    def of(runs: Runs) -> Rounds:
        plains = by_round(runs.get(stage, {}).get(plain, ()), lambda run: run.size)
        sizes = by_round(runs.get(stage, {}).get(ours, ()), lambda run: run.size)
        return {
            number: [(one - plains[number][0]) / (specs * ITEMS) for one in some]
            for number, some in sizes.items()
        }

    return Quantity("B", of)


def _gain(stage: str, one: str, two: str) -> Quantity:
    def of(runs: Runs) -> Rounds:
        ones = by_round(runs.get(stage, {}).get(one, ()), lambda run: run.wall)
        twos = by_round(runs.get(stage, {}).get(two, ()), lambda run: run.wall)
        return {number: [ones[number][0] / some[0]] for number, some in twos.items()}

    return Quantity("×", of)
