"""What the build says of findings: every time, in both names, as the project wants to see them."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from parcels import spec

from sphinxcontrib_spec import rules
from sphinxcontrib_spec.rules import RULE, Suppression

INDEX = "Depot\n=====\n\n.. toctree::\n\n   guide\n   spec-gate-scanner\n"
TEXT = (
    spec()
    .replace("| Low |", "| low |")
    .replace("- Scan a lorry of 600 parcels in under 10 minutes", "- Improve the scanning")
)
WEAK = "- Support further scanners\n"


@pytest.fixture
def depot(project):
    """A project of one spec with an error, a warning and an info, and a page beside it."""
    text = TEXT.replace("## Non-Goals", f"{WEAK}\n## Non-Goals").replace(
        ", Deadline: 2026-06-01", ""
    )
    project.write({"index.rst": INDEX, "guide.rst": "Guide\n=====\n", "spec-gate-scanner.md": text})
    return project


def codes(build) -> list[str]:
    """The codes of the warnings, in order."""
    return [found[0] for each in build.warnings for found in [re.search("SPEC[0-9]+", each)]]


def documents_read(build) -> int:
    """How many documents a build read."""
    found = re.search("([0-9]+) added, ([0-9]+) changed, ([0-9]+) removed", build.status)
    return int(found[1]) + int(found[2])


ALL = ["SPEC212", "SPEC405", "SPEC603"]


def test_findings_of_unchanged_pages_are_said_again(depot):
    first = depot.build()
    again = depot.build()
    assert sorted(codes(first)) == ALL
    assert again.warnings == first.warnings
    assert documents_read(again) == 0
    depot.write({"guide.rst": "Guide\n=====\n\nMore.\n"})
    assert depot.build().warnings == first.warnings


@pytest.mark.parametrize("shows", [True, False])
def test_code_and_name_stand_in_each_line_once(depot, shows):
    build = depot.build(show_warning_types=shows)
    infos = [line for line in build.status.splitlines() if "SPEC213" in line]
    assert len(infos) == 1
    assert len(build.warnings) == 3
    for line in (*build.warnings, *infos):
        code = re.search("SPEC[0-9]+", line)[0]
        assert line.count(f"{code}: ") == 1
        assert line.count(f"[spec.{RULE[code].name}]") == 1
        assert line.endswith("]")


def test_infos_are_warnings_if_the_project_wants_them(depot):
    build = depot.build(spec_show_info=True)
    assert sorted(codes(build)) == ["SPEC212", "SPEC213", "SPEC405", "SPEC603"]
    assert documents_read(build) == 3


@pytest.mark.parametrize("today", ["2031-05-02", date(2031, 5, 2)])
def test_questions_are_overdue_on_the_day_that_is_told(project, today):
    question = "1. Who pays? — Owner: Ana Sol, Deadline: 2031-05-01\n"
    project.write({"index.rst": INDEX, "guide.rst": "Guide\n=====\n"})
    project.write({"spec-gate-scanner.md": f"# Spec: Late\n\n## Open Questions\n{question}"})
    assert "SPEC606" not in codes(project.build())
    assert "SPEC606" in codes(project.build(spec_today=today))
    assert "SPEC606" not in codes(project.build(spec_today="2031-05-01"))


def test_sphinx_can_suppress_one_rule_or_all(depot):
    one = depot.build(suppress_warnings=["spec.goal-weak"], spec_show_info=True)
    assert sorted(codes(one)) == ALL
    assert sorted(codes(depot.build(suppress_warnings=["spec.level-case"]))) == [
        "SPEC212",
        "SPEC603",
    ]
    assert depot.build(suppress_warnings=["spec"]).warnings == []


def test_nitpicky_builds_say_the_same(depot):
    assert sorted(codes(depot.build(nitpicky=True))) == ALL


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"spec_ignore": ["SPEC2", "level-case"]}, ["SPEC603"]),
        ({"spec_select": ["SPEC2"]}, ["SPEC212"]),
        ({"spec_severity": {"SPEC4": "info", "goal-weak": "error"}}, ["SPEC212", "SPEC213", "SPEC603"]),
        ({"spec_per_file_ignores": {"spec-*.md": ["SPEC6"]}}, ["SPEC212", "SPEC405"]),
        ({"spec_show_info": True}, ["SPEC212", "SPEC213", "SPEC405", "SPEC603"]),
    ],
    ids=lambda value: next(iter(value), "") if isinstance(value, dict) else "",
)  # fmt: skip
def test_what_is_reported_changes_and_nothing_is_read(depot, options, expected):
    assert documents_read(depot.build()) == 3
    build = depot.build(**options)
    assert sorted(codes(build)) == expected
    assert documents_read(build) == 0
    back = depot.build()
    assert sorted(codes(back)) == ALL
    assert documents_read(back) == 0


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"spec_levels": ["low", "High"]}, ["SPEC212", "SPEC603"]),
        ({"spec_statuses": ["Open"]}, ["SPEC106", *ALL]),
        ({"spec_exclude": ["spec-*"]}, []),
    ],
    ids=lambda value: next(iter(value), "") if isinstance(value, dict) else "",
)
def test_what_specs_are_read_by_reads_them_again(depot, options, expected):
    depot.build()
    build = depot.build(**options)
    assert sorted(codes(build)) == expected
    assert documents_read(build) == 1
    assert documents_read(depot.build(**options)) == 0


@pytest.mark.parametrize("going", [[], ["--keep-going"]], ids=["", "--keep-going"])
def test_warnings_as_errors_fail_every_time(depot, going):
    command = [sys.executable, "-m", "sphinx", "-W", *going, "-q", "-b", "dummy"]
    for _ in range(2):
        run = subprocess.run(
            [*command, str(depot.src), str(depot.root / "out")],
            capture_output=True,
            text=True,
            check=False,
            env={"PYTHONPATH": str(Path(__file__).parents[1])},
        )
        assert run.returncode == 1
        if going:
            assert all(code in run.stderr for code in ALL)


def test_what_is_found_does_nothing_to_a_terminal(project):
    text = spec().replace("| Low |", "| \x1b[2J\x07Maybe |")
    project.write(
        {"index.rst": "Depot\n=====\n", "spec-gate-scanner.md": f"---\norphan: true\n---\n{text}"}
    )
    (line,) = project.build("dummy").warnings
    assert '"\\x1b[2J\\x07Maybe"' in line


def test_what_is_suppressed_is_not_said(project, monkeypatch):
    find = rules.check_project

    def suppressed(*arguments, **others):
        suppression = Suppression("inSource", "known")
        return [replace(each, suppression=suppression) for each in find(*arguments, **others)]

    page = "Depot\n=====\n\n:spec:ref:`nothing`\n\n.. spec-findings::\n"
    project.write({"index.rst": page})
    assert codes(project.build()) == ["SPEC703"]
    monkeypatch.setattr(rules, "check_project", suppressed)
    build = project.build()
    assert build.warnings == []
    assert "No findings." in build.pages["index"]
