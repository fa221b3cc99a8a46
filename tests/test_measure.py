"""Which goals, metrics and non-goals can be decided, by what, and what keeps the others from it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_spec.measure import (
    THRESHOLD,
    Kind,
    Target,
    Verdict,
    measure,
    names_nothing,
    names_quantity,
    reads_as_english,
)
from sphinxcontrib_spec.measure.english import is_english
from sphinxcontrib_spec.measure.numerals import numerals
from sphinxcontrib_spec.measure.tokens import Words, shown, tokens
from sphinxcontrib_spec.reader import read
from sphinxcontrib_spec.rules import check
from sphinxcontrib_spec.source import Span, Text

ROOT = Path(__file__).parents[1]


def _lines() -> dict[tuple[Kind, bool], list[str]]:
    """The lines of `measured.txt`: of goals, metrics and non-goals, each as a fair reader says."""
    found: dict[tuple[Kind, bool], list[str]] = {}
    text = (Path(__file__).parent / "measured.txt").read_text(encoding="utf-8")
    for group in text.split("\n\n"):
        heading, *lines = group.strip().split("\n")
        kind, says = heading.removeprefix("# ").split(": ")
        found[kind, says == "can be decided"] = lines  # type: ignore[index]
    return found


LINES = _lines()


@pytest.mark.parametrize(("kind", "measurable"), LINES)
def test_lines_of_many_domains(kind: Kind, measurable: bool) -> None:
    lines = LINES[kind, measurable]
    assert [line for line in lines if measure(line, kind).measurable != measurable] == []


@pytest.mark.parametrize("kind", ["goal", "metric"])
def test_a_warning_is_never_wrong_and_most_often_given(kind: Kind) -> None:
    """Below 0 stand only lines that cannot be decided, and more than three quarters of those."""
    assert [line for line in LINES[kind, True] if measure(line, kind).score < 0] == []
    bad = LINES[kind, False]
    assert sum(measure(line, kind).score < 0 for line in bad) > 0.75 * len(bad)


@pytest.mark.parametrize(
    ("line", "kind", "problem", "evidence"),
    [
        ("Improve the handover between shifts", "goal", "direction", "Improve"),
        ("- [ ] Reduce idle time of the crane", "goal", "direction", "Reduce"),
        ("**Speed**: Faster checks at the gate", "goal", "vague", "Faster"),
        ("Queue length goes down", "metric", "direction", "down"),
        ("Library downloads go up", "metric", "direction", "up"),
        ("Explore other lock vendors", "goal", "activity", "Explore"),
        ("Work towards a common price list", "goal", "activity", "Work"),
        ("Provide an intuitive editor for *rotas*", "goal", "vague", "intuitive"),
        ("The pager is always reliable", "metric", "vague", "reliable"),
        ("Porters feel safe at night", "metric", "feeling", "feel"),
        ("Support many tills at once", "goal", "amount", "many"),
        ("Waiting time at the till", "metric", "metric", "Waiting time"),
        ("Spare part logistics", "goal", "topic", "Spare part logistics"),
        ("Click-through rate within 6 months", "metric", "deadline", "within 6 months"),
        ("Shorten queues by Q3 and within 3 quarters", "goal", "deadline", "within 3 quarters"),
        ("Up to 40 % faster boarding", "goal", "limit", "Up to 40 %"),
        ("Make scheduling better for 12 wards", "goal", "aside", "12 wards"),
        ("Improve latency at sites with more than 50 tills", "goal", "aside", "more than 50 tills"),
    ],
)
def test_a_problem_is_named_at_the_word_at_fault(
    line: str, kind: Kind, problem: str, evidence: str
) -> None:
    verdict = measure(line, kind)
    assert (verdict.problem, verdict.basis) == (problem, "none")
    assert not verdict.measurable
    assert verdict.evidence[0] == evidence
    assert verdict.target is None


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ("Reduce look-ups from `O(n)` to `O(1)`", "Reduce look-ups from `O(n)` to fewer"),
        ("It is possible to cancel a booking", "Cancel as fast as possible"),
        ("The timetable is accessible from a phone", "The timetable is accessible"),
        ("Detect leaks better with 95 % accuracy", "Detect leaks better with 95 sensors"),
        ("Make it easy to book in under 3 clicks", "Make it easy to book in 3 cities"),
        ("Make search simple for 99 % of queries", "Make search simple for 99 shops"),
        ("Import tariffs from any vendor", "Import vendor-neutral tariffs"),
    ],
)
def test_what_a_word_says_hangs_on_those_beside_it(line: str, other: str) -> None:
    assert measure(line, "goal").measurable
    assert not measure(other, "goal").measurable


def test_twice_as_a_name_is_no_number() -> None:
    assert measure("Support double quotes in titles", "goal").basis == "binary"
    assert measure("Support double the passengers", "goal").basis == "quantified"


@pytest.mark.parametrize(
    ("line", "kind", "target"),
    [
        ("Cut boarding time from 40 min to under 15 min", "goal",
         Target("boarding time", "<", "15", "min")),
        ("Reduce the night's alarms from 30 to 4", "goal", Target("night's alarms", "<=", "4", "")),
        ("Raise yield from 91 % to 95 %", "goal", Target("yield", ">=", "95", "%")),
        ("Shrink the map tiles by 30 %", "goal", Target("map tiles", "by", "30", "%")),
        ("p95 of a lock's answer ≤ 300 ms over one week", "metric",
         Target("p95 of a lock's answer", "<=", "300", "ms")),
        ("Sensor battery lasts at least 18 months", "metric",
         Target("Sensor battery lasts", ">=", "18", "months")),
        ("99.5 % of scans are stored within 2 s", "metric",
         Target("scans are stored within 2 s", "=", "99.5", "%")),
        ("No train is held at a red signal by the planner", "metric",
         Target("train is held at a red signal by the planner", "=", "0", "")),
        ("**Returns:** fewer than 3 a month", "metric", Target("Returns", "<", "3", "")),
        ("Rating of 4.2 or better", "metric", Target("Rating", ">=", "4.2", "")),
        ("9 of 10 drivers find the ramp unaided", "metric",
         Target("drivers find the ramp unaided", "=", "9 of 10", "")),
        ("Queue never grows beyond 1,200 jobs", "metric",
         Target("Queue never grows", "<=", "1,200", "jobs")),
        ("Wait at least the configured `grace-period` before the lid opens", "goal",
         Target("Wait", ">=", "grace-period", "")),
        ("Halve the number of manual transfers", "goal",
         Target("number of manual transfers", "=", "Halve", "")),
        ("Throughput of 2 GB/s on the bench", "metric", Target("Throughput", "=", "2", "GB/s")),
        ("Complaints: 80 → 40 a quarter", "metric", Target("Complaints", "=", "40", "")),
        ("Cold start: 800 ms → < 200 ms", "metric", Target("Cold start", "<", "200", "ms")),
        ("Night shift: 12 h -> 9 h -> 8 h", "metric", Target("Night shift", "=", "8", "h")),
        ("Sub\u2011second search", "metric", Target("search", "<", "1", "second")),
        ("CPU <\u00a030\u00a0% at noon", "metric", Target("CPU", "<", "30", "%")),
        ("Scan of 12\u202f000 tags within 3\u202fs", "metric",
         Target("Scan of 12 000 tags", "<=", "3", "s")),
        ("Wage slips are in the archive by 06:30 CET", "metric",
         Target("Wage slips are in the archive", "=", "06:30", "")),
        ("Dough to water ≥ 10:6", "metric", Target("Dough to water", ">=", "10:6", "")),
        ("Single-digit ms latency", "metric", Target("ms latency", "<", "10", "")),
    ],
)  # fmt: skip
def test_targets(line: str, kind: Kind, target: Target) -> None:
    verdict = measure(line, kind)
    assert (verdict.basis, verdict.problem) == ("quantified", "")
    found = verdict.target
    assert found is not None
    assert (found.quantity, found.comparator, found.bound.lower(), found.unit) == (
        target.quantity,
        target.comparator,
        target.bound.lower(),
        target.unit,
    )


@pytest.mark.parametrize(
    "line",
    [
        "Improve support for Python 3.12 and TLS 1.3",
        "Improve the handling of 404 and 502 responses",
        "Better defaults in v2.0",
        "Reduce the errors that #1234 and RFC 8446 speak of",
        "Simplify Phase 2 of the move",
        "Improve p99 latency",
        "Better logs on s390x by Q3 2027",
        "Smoother tills since 2026-03-01",
    ],
)
def test_a_number_that_is_a_name_is_no_target(line: str) -> None:
    verdict = measure(line, "goal")
    assert (verdict.basis, verdict.target) == ("none", None)
    assert verdict.score < 0


@pytest.mark.parametrize(
    ("line", "is_named"),
    [
        ("WCAG 2.2 AA compliance", True),
        ("Compliance with IEC 62304 class B", True),
        ("Ensure compliance with GDPR", True),
        ("Regulatory compliance", False),
        ("Ensure compliance with all regulations", False),
    ],
)
def test_compliance_with_what_has_a_name_is_no_warning(line: str, is_named: bool) -> None:
    assert (measure(line, "goal").score >= 0) == is_named


@pytest.mark.parametrize(
    "line",
    [
        "Die Wartezeit an der Kasse verbessern",
        "Améliorer la lisibilité des étiquettes",
        "Mejorar la experiencia de los pasajeros",
        "Улучшить работу склада",
        "提升仓库系统的性能",
        "Die Kasse soll robust und performant sein",
        "Tempo di attesa per i clienti con il nuovo sportello",
        "Una cola que se mueve con soltura para los clientes",
        "Snellere kassa voor de klanten van het warenhuis",
        "待ち時間を短縮する",
    ],
)
def test_nothing_is_said_against_words_of_another_language(line: str) -> None:
    assert measure(line, "goal") == Verdict(THRESHOLD, "none")
    assert measure(f"{line} < 200 ms", "metric").basis == "quantified"


@pytest.mark.parametrize(
    "line",
    [
        "Performance optimale",
        "Schnellere Suche",
        "Interfaz simple",
        "Bessere Performance",
        "Optimale User Experience",
        "Robustes Handling",
        "Uma solution flexible",
    ],
)
@pytest.mark.parametrize("kind", ["goal", "metric"])
def test_words_that_languages_share_are_no_warning(line: str, kind: Kind) -> None:
    assert measure(line, kind).score >= 0


def test_evidence_knows_its_place() -> None:
    line = Text("Give a **better**\noverview [of `slots`](https://example.org/low-cost)",
                Span("spec-a.md", 7, 3), (5,))  # fmt: skip
    verdict = measure(line, "goal")
    assert [(part, part.span) for part in verdict.evidence] == [
        ("better", Span("spec-a.md", 7, 12))
    ]


PIECES = st.lists(
    st.sampled_from(
        """reduce the time from 90 s to < 10 s by 5 % for up no zero one of 3 out within days
        days. **a** `b < 1` [c](d) better, — : ; ( ) < <= ~ v1.2 Q3 $5 1,000 10x sub-2s top-3 all
        never easy metric works "q" “r” é 10–20 1/2 24/7 2027 → users can""".split()
    ),
    max_size=30,
)


@given(PIECES.map(" ".join), st.sampled_from(["", ":", " —"]))
def test_what_names_nothing_is_told_without_weighing(line: str, end: str) -> None:
    verdict = measure(line + end, "non-goal")
    assert names_nothing(line + end) == (verdict.score < 0 and verdict.problem == "topic")


@given(PIECES.map(" ".join), st.sampled_from(["", " der", " zxq zxq zxq zxq zxq"]))
def test_a_look_at_some_words_says_what_all_of_them_say(line: str, end: str) -> None:
    words = tokens(shown(line + end))
    assert reads_as_english(line + end) == is_english(words)
    figures = {numeral.figure for numeral in numerals(words)}
    assert names_quantity(line + end) == (figures - {"", "0"} != set())


def test_places_are_looked_for_only_by_those_who_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[str] = []
    spans = Words.spans

    def counted(words: Words) -> list[tuple[int, int]]:
        looks.append(words.flat)
        return spans(words)

    monkeypatch.setattr(Words, "spans", counted)
    verdicts = [measure(line, kind) for (kind, _), lines in LINES.items() for line in lines]
    assert looks == []
    assert all(verdict.evidence for verdict in verdicts)
    assert looks


@pytest.mark.parametrize(
    ("line", "looks"),
    [
        ("Cut the cost of a call to 10 EUR", 0),
        ("Cut the Low cost of Better calls", 2),  # for its language, and for what it says
        ("Low " * 500, 2),
    ],
)
def test_whether_all_of_a_line_has_capitals_is_looked_for_as_often_in_long_ones(
    line: str, looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[str] = []

    class Searched:
        def search(self, text: str) -> re.Match[str] | None:
            searched.append(text)
            return uncapped.search(text)

    uncapped = tokens.__globals__["_UNCAPPED"]
    monkeypatch.setitem(tokens.__globals__, "_UNCAPPED", Searched())
    check(read(f"# Spec: T\n\n## Goals\n- {line}\n"))
    assert len(searched) == looks


def test_code_links_and_quotations_are_no_words() -> None:
    good = 'Rename "Easy mode" to [Plain](https://example.org/better) and drop `--fast`'
    assert measure(good, "goal").basis == "binary"
    assert measure("`latency < 200 ms` at the gate", "metric").basis == "quantified"


@pytest.mark.parametrize("line", ["", " ", "🚀", "—", "![plan](plan.png)", "<!-- later -->"])
def test_a_line_without_words_is_left_to_others(line: str) -> None:
    assert measure(line, "goal") == Verdict(THRESHOLD, "none")


@given(PIECES.map(" ".join) | st.text(max_size=80), st.sampled_from(["goal", "metric", "non-goal"]))
def test_any_text_is_measured(line: str, kind: Kind) -> None:
    verdict = measure(Text(line, Span("a.md", 1, 1)), kind)
    assert (verdict.basis == "quantified") == (verdict.target is not None)
    assert verdict.measurable or verdict.problem
    assert all(part in line and part.strip() for part in verdict.evidence)
    assert verdict.measurable or verdict.evidence


@pytest.mark.parametrize(
    "piece",
    [
        *("a", " ", "1", "1 ", "1.", "1/", "1,000", "a.", "a-", "*", "_", "**a", '" ', '"a', "` "),
        *("the ", "a — ", "a. ", "**x** — ", "to ", "[a](", "< 1 ", "reduce to 5 ms ", "no "),
        *("12:30:", "TBD ", "X ", "< ", "?", "\u202f", ": "),
    ],
)
def test_a_line_of_100_kb_takes_no_longer_than_its_length_says(piece: str) -> None:
    """Whoever takes time beyond that is noticed: these lines would take minutes."""
    line = piece * (100_000 // len(piece))
    assert measure(line, "metric").evidence is not None
    assert measure(f"TBD: {line}\nabc", "metric").evidence is not None


# The score on labelled lines, where they are at hand.

LABELS = [
    {"text": "Every lid closes within 2 s", "kind": "goal", "measurable": True,
     "basis": "quantified", "borderline": False},
    {"text": "Quieter lids", "kind": "metric", "measurable": False,
     "basis": "none", "borderline": True},
]  # fmt: skip


def scored(*arguments: object) -> subprocess.CompletedProcess[str]:
    script = [sys.executable, ROOT / "benchmarks" / "measure_score.py"]
    return subprocess.run(
        [*map(str, script), *map(str, arguments)], capture_output=True, text=True, check=False,
        cwd=ROOT, env={"PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def test_the_score_of_labelled_lines(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text("".join(json.dumps(label) + "\n" for label in LABELS), encoding="utf-8")
    done = scored(path)
    assert (done.returncode, done.stderr) == (0, "")
    for part in ("clear-cut lines (1)", "all lines (2)", "goals (1)", "F1 1.000", "ms a line"):
        assert part in done.stdout


@pytest.mark.parametrize("text", [None, "no json\n", "", "{}\n", "[1]\n"])
def test_a_score_of_nothing(text: str | None, tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    done = scored(path)
    assert (done.returncode, done.stdout) == (2, "")
    assert str(path) in done.stderr
    assert len(done.stderr.splitlines()) == 1
