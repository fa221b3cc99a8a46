"""Stores results as plain data in one JSON file: saved after each round, resumed and compared."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from .contestants import Sizes
from .quantities import Rounds, Runs, median, per_spec
from .rows import Row, rows
from .running import Run

#: What identifies a result; runs are comparable only if these are equal.
SETTINGS = ("specs", "machine", "versions", "revision")

Results = dict[str, Any]

#: A list of numbers, which is written on one line for readability.
_NUMBERS = re.compile(r"\[[-\d.,e\s]+\]")


def load(file: Path) -> Results:
    """Load results from a file, in which runs are lists of numbers."""
    found: Results = json.loads(file.read_text("utf-8"))
    return found


def save(results: Results, file: Path) -> None:
    """Write results to a file, with the rows derived from the runs so far."""
    runs = runs_of(results)
    sizes = Sizes(results["specs"])
    whole = results | {
        "rows": [told for row in rows(sizes) if (told := _told(row, runs))],
        "growth": _growth(runs, sizes),
    }
    text = json.dumps(whole, indent=1, ensure_ascii=False)
    text = _NUMBERS.sub(lambda found: " ".join(found[0].split()), text)
    aside = file.with_suffix(".new")
    aside.write_text(f"{text}\n", "utf-8")
    aside.replace(file)


def runs_of(results: Results) -> Runs:
    """Return the runs of the results as `Run` tuples."""
    return {
        stage: {who: [Run(*run) for run in some] for who, some in found.items()}
        for stage, found in results["runs"].items()
    }


def rounds_done(results: Results, stage: str) -> int:
    """Return how many rounds of a stage are complete."""
    found = runs_of(results).get(stage, {})
    return min((1 + some[-1].round for some in found.values()), default=0)


def add(results: Results, stage: str, found: dict[str, list[Run]]) -> None:
    """Add a round of a stage."""
    kept = results["runs"].setdefault(stage, {})
    for who, some in found.items():
        kept.setdefault(who, []).extend(
            [run.round, round(run.cpu, 6), round(run.wall, 6), run.memory, run.size] for run in some
        )


def _told(row: Row, runs: Runs) -> dict[str, Any] | None:
    figures = row.figures(runs)
    if not figures:
        return None
    middle = median(figures)
    met = row.is_met(middle)
    return {
        "name": row.name,
        "work": row.work,
        "against": row.against,
        "unit": row.ours.unit,
        "ours": _middle(row.ours.of(runs)),
        "theirs": _middle(row.floor.of(runs)) if row.floor else None,
        "figures": [round(one, 4) for one in figures],
        "median": round(middle, 4),
        "least": round(min(figures), 4),
        "most": round(max(figures), 4),
        "goal": row.goal,
        "limit": row.most if row.least is None else row.least,
        "is_a_least": row.least is not None,
        "met": met,
        "is_beyond": row.is_beyond,
    }


def _middle(found: Rounds) -> float:
    return round(median([one for some in found.values() for one in some]), 4)


def _growth(runs: Runs, sizes: Sizes) -> list[dict[str, float]]:
    """Return the CPU milliseconds per spec of both contestants, at each number of specs."""
    found = []
    for count in sorted({*sizes.growth, sizes.specs}):
        both = {who: per_spec(runs, who, count, sizes.specs) for who in ("MyST", "specs")}
        if all(both.values()):
            found.append(
                {
                    "specs": count,
                    "specs_ms": _middle(both["specs"]),
                    "plain_ms": _middle(both["MyST"]),
                }
            )
    return found
