"""Measures how well, and how fast, `measure` tells decidable lines from undecidable ones.

    python benchmarks/measure_score.py [LABELLED.jsonl]

Each line of the file is an object with the keys `text`, `kind` (goal, metric or non-goal),
`measurable`, `basis` and `borderline`, as labelled by careful readers. The default file is
`shared/measure/dev.jsonl` beside the checkout. Exits with status 2 if the file cannot be read.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sphinxcontrib_spec.measure import Verdict, measure

DEFAULT = Path(__file__).parents[2] / "shared" / "measure" / "dev.jsonl"
KEYS = ("text", "kind", "measurable", "basis", "borderline")
ROUNDS = 5


class Scored(NamedTuple):
    """A labelled line and its verdict."""

    label: dict[str, Any]
    verdict: Verdict


class Score(NamedTuple):
    """Precision and recall, with their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __str__(self) -> str:
        return f"precision {self.precision:.3f}  recall {self.recall:.3f}  F1 {self.f1:.3f}"


def score(pairs: Iterable[tuple[bool, bool]]) -> Score:
    """Compute the score from pairs of the true and the reported value."""
    counted = list(pairs)
    hits = sum(true and said for true, said in counted)
    said = sum(said for _, said in counted)
    true = sum(true for true, _ in counted)
    return Score(hits / said if said else 1.0, hits / true if true else 1.0)


def report(lines: Sequence[Scored]) -> Iterable[str]:
    """Yield all scores, as lines of text."""
    clear = [line for line in lines if not line.label["borderline"]]
    for name, some in (("clear-cut lines", clear), ("all lines", lines)):
        yield f"{name} ({len(some)})"
        yield f"  measurable      {score(map(_measurable, some))}"
        yield f"  not measurable  {score(map(_not_measurable, some))}"
        judged = [line for line in some if line.label["kind"] != "non-goal"]
        yield f"  as a warning    {score(map(_warned, judged))}  (goals and metrics)"
        yield f"  warning or info {score(map(_not_measurable, judged))}  (goals and metrics)"
    for kind in ("goal", "metric", "non-goal"):
        some = [line for line in lines if line.label["kind"] == kind]
        yield f"{kind}s ({len(some)})  measurable  {score(map(_measurable, some))}"
    quantified = [line for line in lines if line.label["basis"] == "quantified"]
    found = sum(line.verdict.measurable for line in quantified)
    named = sum(line.verdict.basis == "quantified" for line in quantified)
    count = len(quantified)
    yield f"quantified lines: {found} of {count} measurable, {named} with their number named"


def milliseconds(labels: Sequence[dict[str, Any]]) -> float:
    """Return the CPU time per line, in the best of several rounds over all of them."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        for label in labels:
            measure(label["text"], label["kind"])
        best = min(best, time.process_time() - start)
    return best / len(labels) * 1000


def main(arguments: Sequence[str]) -> int:
    """Print the report; returns 2 if there is nothing to report on."""
    path = Path(arguments[0]) if arguments else DEFAULT
    try:
        labels = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError) as error:
        sys.stderr.write(f"measure_score: cannot read {path}: {error}\n")
        return 2
    if not labels or not all(isinstance(one, dict) and one.keys() >= set(KEYS) for one in labels):
        sys.stderr.write(f"measure_score: {path} holds no lines with {', '.join(KEYS)}\n")
        return 2
    lines = [Scored(label, measure(label["text"], label["kind"])) for label in labels]
    for line in report(lines):
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"{milliseconds(labels):.3f} ms a line\n")
    return 0


def _measurable(line: Scored) -> tuple[bool, bool]:
    return line.label["measurable"], line.verdict.measurable


def _not_measurable(line: Scored) -> tuple[bool, bool]:
    return not line.label["measurable"], not line.verdict.measurable


def _warned(line: Scored) -> tuple[bool, bool]:
    return not line.label["measurable"], line.verdict.score < 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
