"""Targets that stand beside a goal or metric in its row, or below it: whole specs in."""

from __future__ import annotations

from typing import Any

import pytest

from sphinxcontrib_spec import interchange, reader, rules


def spec(metrics: str, goals: str = "- Every gate opens within 2 s") -> str:
    return f"# Spec: Gates\n\n## Goals\n{goals}\n\n## Success Metrics\n{metrics}\n"


def targets(text: str, key: str = "success_metrics") -> list[Any]:
    data = interchange.to_data(reader.read(text))
    return [item["target"] and tuple(item["target"].values()) for item in data[key]]


def found(text: str) -> list[tuple[str, str]]:
    """The findings of what cannot be decided: codes, and words at fault."""
    codes = ("SPEC212", "SPEC213", "SPEC502", "SPEC503")
    return [
        (one.code, str(one.text)) for one in rules.check(reader.read(text)) if one.code in codes
    ]


@pytest.mark.parametrize(
    ("cell", "target"),
    [
        ("p95 ≤ 800 ms", ("Gate opens p95", "<=", "800", "ms")),
        ("≥ 99.9 %", ("Gate opens", ">=", "99.9", "%")),
        ("0", ("Gate opens", "=", "0", "")),
        ("zero", ("Gate opens", "=", "0", "")),
        ("100 %", ("Gate opens", "=", "100", "%")),
        ("< 2 s over a month", ("Gate opens", "<", "2", "s")),
        ("40+", ("Gate opens", ">=", "40", "")),
        ("at all 12 sites", ("Gate opens", "=", "12", "sites")),
    ],
)
@pytest.mark.parametrize(
    "heading", ["Target", "Goal", "**Threshold**", "Target value", "Done when"]
)
def test_the_target_stands_in_a_column_of_its_own(heading: str, cell: str, target: Any) -> None:
    rows = f"| # | Metric | Baseline | {heading} | Measured by |\n|--|--|--|--|--|\n"
    text = spec(f"{rows}| 1 | Gate opens | 31 h | {cell} | 2 cameras |")
    assert (targets(text), found(text)) == ([target], [])


def test_goals_have_tables_too() -> None:
    text = spec("- Every gate opens", "| Goal | Target |\n|---|---|\n| Faster gates | < 2 s |")
    assert targets(text, "goals") == [("Faster gates", "<", "2", "s")]
    assert found(text) == []


def test_a_row_without_a_target_is_found() -> None:
    rows = "| Metric | Today | Target | Owner |\n|--|--|--|--|\n"
    text = spec(f"{rows}| Gates are quicker | 9 s | | 2nd shift |\n| Queues | 9 | shorter | 4 |")
    assert targets(text) == [None, None]
    assert [code for code, _ in found(text)] == ["SPEC502", "SPEC503"]


def test_a_column_of_another_name_may_hold_the_number() -> None:
    rows = "| Metric | Now | After the move | Date |\n|--|--|--|--|\n"
    text = spec(f"{rows}| Longest queue | 31 | 12 cars | 2027-03-31 |")
    assert (targets(text), found(text)) == ([("Longest queue", "=", "12", "cars")], [])


@pytest.mark.parametrize("item", ["- Longest queue", "- [ ] Longest queue", "1. Longest queue"])
@pytest.mark.parametrize(
    "line", ["- Target: ≤ 12 cars", "- **Target:** ≤ 12 cars", "- Goal: ≤ 12 cars"]
)
def test_the_target_stands_below(item: str, line: str) -> None:
    text = spec(f"{item}\n   - Baseline: 31 cars\n   {line}\n")
    assert (targets(text), found(text)) == ([("Longest queue", "<=", "12", "cars")], [])


def test_the_words_of_the_item_come_first() -> None:
    rows = "| Metric | Target |\n|--|--|\n| Gates open within 2 s | 90 % |"
    assert targets(spec(rows)) == [("Gates open", "<=", "2", "s")]


def test_a_target_below_a_label_or_nested_is_found() -> None:
    text = spec("**Speed**\n- Lanes\n- Gates:\n  - [ ] p95 of opening ≤ 800 ms\n")
    assert targets(text)[-1] == ("p95 of opening", "<=", "800", "ms")
