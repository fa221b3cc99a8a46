"""Defines every goal as a row: what is compared with what, and the allowed limit."""

from __future__ import annotations

from typing import NamedTuple

from .contestants import Sizes
from .quantities import (
    Quantity,
    Runs,
    bytes_an_item,
    cpu,
    each_spec,
    gain,
    mebibytes,
    megabytes,
    wall,
)


class Row(NamedTuple):
    """A goal: `ours` divided by `floor` in each round, or `ours` alone if there is no floor.

    It is met by a median of at most `most`, or of at least `least`; with neither it is only
    reported.
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
        """The goal in words; empty if there is none."""
        unit = "×" if self.floor else self.ours.unit
        words = f"≤ {self.most:g} {unit}" if self.most else ""
        words = f"≥ {self.least:g} {unit}" if self.least else words
        return f"{words} (beyond)" if self.is_beyond else words

    def figures(self, runs: Runs) -> list[float]:
        """Return the figures to compare with the goal: a ratio for each pair of runs in a round."""
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
    """Return all rows; those whose contestants did not run have no figures."""
    count, share, given = (f"{n:,}" for n in (sizes.specs, sizes.directives, sizes.given))
    few, _, many = sizes.growth
    _, files = sizes.many
    no_change = cpu("build", "specs, no change")
    return [
        Row(
            "build",
            f"full build of {count} specs",
            "MyST alone",
            cpu("build", "specs"),
            cpu("build", "MyST"),
            most=1.05,
        ),
        *_directive_rows("directives", f"{share} specs"),
        *_directive_rows("given", f"{given} other specs"),
        Row(
            "no-change",
            f"rebuild of {count} specs, no change",
            "MyST alone",
            no_change,
            cpu("build", "MyST, no change"),
            most=1.15,
        ),
        Row(
            "touched",
            f"rebuild of {count} specs, one file touched",
            "MyST alone",
            cpu("build", "specs, one file touched"),
            cpu("build", "MyST, one file touched"),
            most=1.15,
        ),
        Row(
            "export",
            f"`-b spec` of {count} specs, warm",
            "no-change rebuild",
            cpu("build", "-b spec"),
            no_change,
            most=1.3,
        ),
        Row(
            "growth",
            f"CPU a spec, {many:,} specs (less start)",
            f"{few:,} specs (less start)",
            each_spec("specs", many),
            each_spec("specs", few),
            most=1.1,
        ),
        Row(
            "growth-floor",
            "the same with MyST alone",
            "itself",
            each_spec("MyST", many),
            each_spec("MyST", few),
        ),
        Row(
            "memory",
            f"peak memory, full build of {count} specs",
            "MyST alone",
            mebibytes("build", "specs"),
            mebibytes("build", "MyST"),
            most=1.15,
        ),
        Row(
            "pickle",
            "environment.pickle, more than MyST alone, an item",
            "",
            bytes_an_item("build", "specs", "MyST", sizes.specs),
            most=150,
        ),
        Row(
            "pickle-directives",
            "the same with a directive an item (RST)",
            "",
            bytes_an_item("directives", "directives, RST", "tables, RST", sizes.directives),
            most=150,
        ),
        Row(
            "jobs-build",
            f"`-j 2` against `-j 1`, {count} specs: times as fast",
            "MyST alone",
            gain("build", "specs", "specs, 2 jobs"),
            gain("build", "MyST", "MyST, 2 jobs"),
            least=0.95,
        ),
        Row(
            "check",
            f"`check`, every rule, {count} files, no cache",
            "markdown-it-py, full parse",
            cpu("check", "check"),
            cpu("check", "markdown-it"),
            most=1.0,
        ),
        Row(
            "cached",
            f"`check` of {count} unchanged files, with cache",
            "read + regex",
            cpu("check", "check, cached"),
            cpu("check", "read + regex"),
            most=3,
        ),
        Row(
            "jobs-check",
            f"`check --jobs 2`, {count} files: times as fast",
            "`--jobs 1`",
            wall("check", "check"),
            wall("check", "check, 2 jobs"),
            least=1.7,
        ),
        Row(
            "format",
            f"`format --check`, {count} files",
            "`mdformat --check`",
            cpu("format", "format"),
            cpu("format", "mdformat"),
            most=0.2,
        ),
        Row(
            "version",
            "`sphinx-spec --version`",
            '`python -c "import click"`',
            cpu("start", "--version"),
            cpu("start", "import click"),
            most=1.3,
        ),
        Row(
            "one-file",
            "`check` of one file, no cache",
            "markdown-it-py, one file",
            cpu("start", "check, one file"),
            cpu("start", "markdown-it, one file"),
            most=1.3,
        ),
        Row(
            "one-file-cached",
            "the same, unchanged since",
            "markdown-it-py, one file",
            cpu("start", "check, one file, cached"),
            cpu("start", "markdown-it, one file"),
        ),
        Row(
            "check-memory",
            f"memory of `check` on {files:,} files, all processes",
            "",
            megabytes("memory", "check, many"),
            most=200,
        ),
        Row(
            "check-memory-growth",
            f"the same, {files:,} files",
            f"{sizes.many[0]:,} files",
            megabytes("memory", "check, many"),
            megabytes("memory", "check, some"),
        ),
        Row(
            "rumdl",
            f"`check`, every rule, {count} files, no cache: CPU",
            "rumdl, no cache",
            cpu("check", "check"),
            cpu("check", "rumdl"),
            most=1.0,
            is_beyond=True,
        ),
        Row(
            "rumdl-wall",
            f"`check --jobs 2`, {count} files: wall clock",
            "rumdl, no cache",
            wall("check", "check, 2 jobs"),
            wall("check", "rumdl"),
        ),
    ]


def _directive_rows(stage: str, what: str) -> list[Row]:
    prefix = "" if stage == "directives" else "given-"
    found = []
    for markup, most in (("MyST", 1.15), ("RST", 1.25)):
        ours = cpu(stage, f"directives, {markup}")
        work = f"a directive an item, {markup}, {what}"
        tables, needs = f"tables, {markup}", f"sphinx-needs, {markup}"
        name = f"{prefix}directives-{markup.lower()}"
        found += [
            Row(name, work, f"plain tables in {markup}", ours, cpu(stage, tables), most=most),
            Row(f"{name}-needs", work, "sphinx-needs", ours, cpu(stage, needs), most=0.55),
        ]
    return found
