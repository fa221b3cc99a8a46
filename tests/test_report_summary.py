"""What was found, as Markdown for the page of a CI run."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from findings import ERROR, FILES, INFO, MIXED, WARNING, outcomes
from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from sphinxcontrib_spec.report import Outcome, shown
from sphinxcontrib_spec.report.step_summary import step_summary

ROOM = 2**20


def parsed(text: str) -> list[Token]:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)


def rows(text: str) -> list[list[str]]:
    """The cells of the table as a reader sees them, but for its head."""
    cells = [
        unescape(re.sub("</?code>", "", token.content))
        for before, token in zip(parsed(text), parsed(text)[1:], strict=False)
        if before.type == "td_open"
    ]
    return [cells[start : start + 5] for start in range(0, len(cells), 5)]


def test_counts_and_a_table_by_spec_and_rule() -> None:
    other = replace(ERROR, path="spec-a.md", line=3)
    again = replace(ERROR, line=35)
    assert (
        step_summary(Outcome((ERROR, WARNING, INFO, again, other), FILES, hidden=2), ROOM)
        == """
## Design specs: 3 errors, 1 warning, 1 info

Checked 3 specs, 2 infos not shown.

| Spec | Rule | Severity | Findings | Lines |
|---|---|---|---:|---|
| <code>docs/spec-quay.md</code> | SPEC402 failure-cell-empty | error | 2 | 31, 35 |
| <code>docs/spec-quay.md</code> | SPEC404 level-alias | info | 1 | 34 |
| <code>docs/spec-quay.md</code> | SPEC405 level-case | warning | 1 | 32 |
| <code>spec-a.md</code> | SPEC402 failure-cell-empty | error | 1 | 3 |
"""
    )


def test_nothing_found_is_said_without_a_table() -> None:
    assert step_summary(Outcome((), FILES[:1], fixed=2), ROOM) == (
        "\n## Design specs: nothing found\n\nChecked 1 spec, 2 fixed.\n"
    )


def test_what_could_not_be_read_is_told() -> None:
    text = step_summary(MIXED, ROOM)
    items = [token.content for token in parsed(text) if token.type == "inline"]
    assert "closed: permission denied" in map(unescape, items)


def test_many_lines_are_cut() -> None:
    found = tuple(replace(ERROR, line=line) for line in (1, 1, *range(1, 20)))
    (row,) = rows(step_summary(Outcome(found, FILES), ROOM))
    assert row[3:] == ["21", "1, 2, 3, 4, 5, 6, 7, 8, …"]


@pytest.mark.parametrize("room", [*range(0, 700, 23), 5_000])
def test_it_fits_and_says_what_it_leaves_out(room: int) -> None:
    found = tuple(replace(ERROR, path=f"spec-{n:04}é.md") for n in range(500))
    text = step_summary(MIXED._replace(findings=found), room)
    assert len(text.encode()) <= room
    if text:
        (left,) = re.findall(r"\n… and (\d+) more rows\n$", text)
        assert len(rows(text)) + text.count("\n- ") + int(left) == 500 + len(MIXED.failures)


@given(outcomes())
def test_no_text_is_markup(outcome: Outcome) -> None:
    text = step_summary(outcome, ROOM)
    told = rows(text)
    assert {row[0].strip() for row in told} == {shown(one.path).strip() for one in outcome.findings}
    assert sum(int(row[3]) for row in told) == len(outcome.findings)
    assert sum(token.type == "list_item_open" for token in parsed(text)) == len(outcome.failures)
    inline = {child.type for token in parsed(text) for child in token.children or ()}
    assert inline <= {"text", "text_special", "html_inline"}
    assert not re.search(r"<(?!/?code>)", text)
