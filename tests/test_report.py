"""How findings read, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Self

import pytest
from findings import CLOSED, ERROR, FILES, INFO, LOST, MIXED, outcomes
from hypothesis import given

from sphinxcontrib_spec.report import FORMATS, Outcome, pieces, render
from sphinxcontrib_spec.rules import Edit, Finding, Fix


def test_text_says_place_rule_message_and_help() -> None:
    assert render("text", Outcome((ERROR, INFO), FILES)) == (
        'docs/spec-quay.md:31:12: SPEC402 error failure-cell-empty: the mitigation of "Flood" is '
        "empty\n"
        "  help: fill it\n"
        'docs/spec-quay.md:34:12: SPEC404 info level-alias: the mitigation of "Flood" is empty\n'
        "Checked 3 specs: 1 error, 1 info\n"
    )


@pytest.mark.parametrize(
    ("outcome", "summary"),
    [
        (Outcome((), FILES[:1]), "Checked 1 spec: nothing found\n"),
        (Outcome((), ()), "Checked 0 specs: nothing found\n"),
        (
            Outcome((), FILES[:1], 1, failures=(CLOSED, LOST)),
            "Checked 1 spec: nothing found, 2 could not be read or written "
            "(1 info not shown: --show-info)\n",
        ),
        (
            Outcome((), FILES[:2], 1),
            "Checked 2 specs: nothing found (1 info not shown: --show-info)\n",
        ),
        (
            Outcome((ERROR,) * 2, FILES[:1], 4),
            "1 spec: 2 errors (4 infos not shown: --show-info)\n",
        ),
    ],
)
def test_text_ends_with_the_counts(outcome: Outcome, summary: str) -> None:
    assert render("text", outcome).endswith(summary)


def test_concise_is_one_line_a_finding() -> None:
    lines = render("concise", Outcome((ERROR, INFO), FILES, 1)).splitlines()
    assert [line.split(":")[1] for line in lines] == ["31", "34"]
    assert render("concise", Outcome((), FILES)) == ""


def test_json_is_a_list_of_plain_objects() -> None:
    found = json.loads(render("json", Outcome((ERROR,), FILES[:1])))
    assert found == [
        {
            "path": "docs/spec-quay.md",
            "line": 31,
            "column": 12,
            "end_line": 31,
            "end_column": 14,
            "code": "SPEC402",
            "name": "failure-cell-empty",
            "severity": "error",
            "message": 'the mitigation of "Flood" is empty',
            "help": "fill it",
            "fix": None,
        }
    ]
    assert json.loads(render("json", Outcome((), FILES[:1]))) == []


def test_json_tells_the_edits_of_a_fix() -> None:
    edit = Edit(31, 12, 31, 14, "Pump")
    fixable = [
        replace(ERROR, fix=Fix("unsafe", edits=(edit,))),
        replace(ERROR, fix=Fix("unsafe", rename="spec-quay.md")),
    ]
    found = json.loads(render("json", Outcome(tuple(fixable), FILES)))
    place = {"line": 31, "column": 12, "end_line": 31, "end_column": 14}
    assert [finding["fix"] for finding in found] == [
        {"safety": "unsafe", "edits": [place | {"text": "Pump"}]},
        None,
    ]


@pytest.mark.parametrize("name", ["text", "concise"])
def test_what_a_spec_says_does_nothing_to_a_terminal(name: str) -> None:
    nasty = replace(ERROR, message='"\x1b[2J\u202e\r\nspec-b.md:1:1: gone" – ok 泊', path="a\nb.md")
    lines = render(name, Outcome((nasty,), FILES)).splitlines()
    assert lines[0] == (
        "a\\nb.md:31:12: SPEC402 error failure-cell-empty: "
        '"\\x1b[2J\\u202e\\r\\nspec-b.md:1:1: gone" – ok 泊'
    )


def test_json_lines_are_the_same_objects() -> None:
    lines = render("json-lines", MIXED).splitlines()
    assert [json.loads(line) for line in lines] == json.loads(render("json", MIXED))
    assert render("json-lines", Outcome((), FILES)) == ""


@given(outcomes())
def test_any_text_in_any_place_is_reported_in_utf_8(outcome: Outcome) -> None:
    for name in FORMATS:
        report = render(name, outcome)
        assert report.encode().decode() == report
        assert "\x1b" not in report
        assert report == "" or report.endswith("\n")
    assert len(json.loads(render("json", outcome))) == len(outcome.findings)
    for name in ("concise", "json-lines"):
        assert render(name, outcome).count("\n") == len(outcome.findings)
    failed = len(outcome.failures)
    assert render("github", outcome).count("\n") == failed + len(outcome.findings)


def test_without_infos_they_are_counted() -> None:
    told = Outcome((ERROR, INFO), FILES, hidden=2).without_infos()
    assert ([*told.findings], told.hidden) == ([ERROR], 3)


class _Counted(str):
    """The message of a finding, which counts how many there are."""

    __slots__ = ()
    alive = 0

    def __new__(cls, words: str) -> Self:
        _Counted.alive += 1
        return str.__new__(cls, words)

    def __del__(self) -> None:
        _Counted.alive -= 1


class _Lasting:
    """Findings of many files, each of which is made anew whenever somebody asks for it."""

    def __iter__(self) -> Iterator[Finding]:
        for number in range(200):
            place = {"path": f"spec-{number // 2:03}.md", "line": number + 1}
            yield replace(ERROR, message=_Counted(ERROR.message), **place)


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_needs_the_findings_of_few_files_at_once(name: str) -> None:
    outcome = Outcome(_Lasting(), tuple(f"spec-{number:03}.md" for number in range(100)))
    most = 0
    for _ in pieces(name, outcome):
        most = max(most, _Counted.alive)
    assert 0 < most < 10
