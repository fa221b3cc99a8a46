"""Findings as annotations, as the runner of GitHub Actions reads them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from findings import ERROR, FILES, INFO, WARNING, WHOLE_FILE, outcomes
from hypothesis import given

from sphinxcontrib_spec.report import Outcome, render, shown
from sphinxcontrib_spec.rules import Finding

COMMAND = re.compile(r"::(?P<name>\w+)(?: (?P<properties>.*?))?::(?P<data>.*)")


class Command(NamedTuple):
    """A workflow command as the runner reads it."""

    name: str
    properties: dict[str, str]
    data: str


def read(line: str) -> Command:
    """The command in a line of the log.

    The runner splits the properties before it takes off the escapes, the percent sign last.
    """
    found = COMMAND.fullmatch(line)
    assert found
    pairs = (pair.split("=", 1) for pair in found["properties"].split(","))
    return Command(
        found["name"], {key: unescaped(value) for key, value in pairs}, unescaped(found["data"])
    )


def unescaped(text: str) -> str:
    for escape, sign in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escape, sign)
    return text


def annotation(finding: Finding) -> str:
    return render("github", Outcome((finding,), FILES))


def test_an_annotation_has_place_title_message_and_help() -> None:
    assert annotation(ERROR) == (
        "::error file=docs/spec-quay.md,line=31,endLine=31,col=12,endColumn=14,"
        'title=SPEC402 failure-cell-empty::the mitigation of "Flood" is empty%0Afill it\n'
    )


def test_severities_are_githubs() -> None:
    names = [read(annotation(one)[:-1]).name for one in (ERROR, WARNING, INFO)]
    assert names == ["error", "warning", "notice"]


def test_columns_are_told_within_one_line_alone() -> None:
    assert read(annotation(WARNING)[:-1]).properties == {
        "file": "docs/spec-quay.md",
        "line": "32",
        "endLine": "33",
        "title": "SPEC405 level-case",
    }
    assert set(read(annotation(WHOLE_FILE)[:-1]).properties) == {"file", "title"}


def test_files_are_named_from_the_root_of_the_repository() -> None:
    report = render("github", Outcome((ERROR,), FILES, folder="handbook/"))
    assert "file=handbook/docs/spec-quay.md," in report


def test_what_ends_a_message_or_a_property_is_escaped() -> None:
    nasty = replace(ERROR, message="100 %0A: a,b::c", help="", path="a:b,50%.md")
    assert annotation(nasty) == (
        "::error file=a%3Ab%2C50%25.md,line=31,endLine=31,col=12,endColumn=14,"
        "title=SPEC402 failure-cell-empty::100 %250A: a,b::c\n"
    )


@given(outcomes())
def test_the_runner_reads_what_was_meant(outcome: Outcome) -> None:
    commands = [read(line) for line in render("github", outcome).split("\n")[:-1]]
    failed = len(outcome.failures)
    for failure, command in zip(outcome.failures, commands[:failed], strict=True):
        assert command.properties["file"] == outcome.folder + shown(failure.path)
        assert (command.name, command.data) == ("error", shown(failure.reason))
    for finding, command in zip(outcome.findings, commands[failed:], strict=True):
        assert command.properties["file"] == outcome.folder + shown(finding.path)
        told = [shown(part) for part in (finding.message, finding.help) if part]
        assert command.data == "\n".join(told)
