"""Presents results to people: as a table in the terminal, and as a page of the documentation."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Any

from .results import Results

_VERDICTS = {True: "met", False: "missed", None: ""}
_BEYOND = {True: "reached", False: "not reached", None: ""}


def lines(results: Results) -> Iterable[str]:
    """Yield the table of all rows, as lines of text."""
    yield f"{'':58}{'ours':>11}{'theirs':>11}{'median':>10}{'least to most':>18}  goal"
    for row in results["rows"]:
        work = f"{row['work']} : {row['against']}" if row["against"] else row["work"]
        if len(work) > 57:
            yield work
            work = ""
        spread = f"{figure(row['least'])} – {figure(row['most'])}"
        yield (
            f"{work:58}{_measure(row, 'ours'):>11}{_measure(row, 'theirs'):>11}"
            f"{figure(row['median']):>10}{spread:>18}  {row['goal']} {_verdict(row)}"
        ).rstrip()
    goals = [row["met"] for row in results["rows"] if row["limit"] and not row["is_beyond"]]
    yield f"{sum(goals)} of {len(goals)} goals are met"


def page(results: Results) -> str:
    """Return the same table as Markdown, with the environment of the measurement."""
    machine = results["machine"]
    versions = ", ".join(f"{name} {version}" for name, version in results["versions"].items())
    revision = f" (revision `{results['revision']}`)" if results["revision"] else ""
    where = f"{machine['processor']}, {machine['cores']} cores, {machine['memory']}"
    intro = [
        f"Measured on {results['date']} with {results['specs']:,} specs{revision}, on {where},",
        f"{machine['system']}, with {versions}. At the start, the load of the machine was",
        f"{results['load']}.",
    ]
    parts = [
        "% Made by `tox run -e bench -- --page` from results.json: do not edit by hand.",
        textwrap.fill(" ".join(intro), 110),
        _rows(results["rows"]),
        _picture("ratios", "How far each figure is from its goal"),
        _picture("growth", "CPU milliseconds per spec by the number of specs"),
        _growth(results["growth"]),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _rows(rows: list[dict[str, Any]]) -> str:
    found = [
        "| work | against | ours | theirs | median (least – most) | goal | |",
        "|---|---|--:|--:|--:|--:|---|",
    ]
    for row in rows:
        figures = (
            _measure(row, "ours"),
            _measure(row, "theirs"),
            f"{figure(row['median'])}{_spread(row)}",
            row["goal"],
        )
        cells = [
            row["work"],
            row["against"],
            *(_unbroken(one) for one in figures),
            _verdict(row),
        ]
        found.append("| " + " | ".join(cells) + " |")
    return "\n".join(found)


def _spread(row: dict[str, Any]) -> str:
    """Return the least and the most; an empty string for a single figure."""
    if row["least"] == row["most"]:
        return ""
    return f" ({figure(row['least'])} – {figure(row['most'])})"


def _unbroken(figures: str) -> str:
    """Keep numbers and their units on one line."""
    return figures.replace(" ", "\N{NO-BREAK SPACE}").replace("\N{NO-BREAK SPACE}(", " (")


def _picture(name: str, alt: str) -> str:
    return f"![{alt}](/_performance/{name}.svg)"


def _growth(points: list[dict[str, float]]) -> str:
    if not points:
        return ""
    found = ["| specs | CPU ms per spec | with MyST alone |", "|--:|--:|--:|"]
    found += [
        f"| {point['specs']:,} | {point['specs_ms']:.1f} | {point['plain_ms']:.1f} |"
        for point in points
    ]
    return "\n".join(found)


def _verdict(row: dict[str, Any]) -> str:
    return (_BEYOND if row["is_beyond"] else _VERDICTS)[row["met"]]


def _measure(row: dict[str, Any], which: str) -> str:
    value = row[which]
    return "" if value is None else f"{figure(value)} {row['unit']}"


def figure(value: float) -> str:
    """Format a number with three significant digits, never in scientific notation."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    digits = 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3
    return f"{value:.{digits}f}"
