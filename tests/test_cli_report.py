"""`sphinx-spec check` with every form of report: to the terminal, to a file, to a CI run's page."""

from __future__ import annotations

import json
import os
import re
from typing import Any

import pytest
from ferry import NAME, TEXT
from junitparser import JUnitXml
from program import PROGRAM, Folder, Run, changed, named

from sphinxcontrib_spec.report import FORMATS

#: An error and, two lines above it, an info.
FAULTY = TEXT.replace("| Low | Medium | The receiver's clock is used |", "| Low | | Use ours |")
FAULTY = FAULTY.replace("| Medium | High |", "| Medium (in winter) | High |")

#: A warning with a safe fix.
SLIP = TEXT.replace("| Medium | High |", "| medium | High |")

EVERY_FORMAT = pytest.mark.parametrize("name", FORMATS)


def codes(name: str, report: str) -> list[str]:
    """The codes of the findings that a report tells, in its order."""
    if name in ("json", "json-lines"):
        found = json.loads(report) if name == "json" else map(json.loads, report.splitlines())
        return [one["code"] for one in found]
    if name == "sarif":
        return [one["ruleId"] for one in json.loads(report)["runs"][0]["results"]]
    if name == "junit":
        JUnitXml.fromstring(report.encode())
    return [word for word in report.replace("=", " ").split() if word.startswith("SPEC")]


# What is found and how it ends


@EVERY_FORMAT
def test_every_format_tells_the_findings_and_ends_alike(folder: Folder, name: str) -> None:
    words = ("check", "--output-format", name)
    folder.write({NAME: TEXT})
    clean = folder.run(*words)
    assert (clean.status, clean.err, codes(name, clean.out)) == (0, "", [])
    folder.write({NAME: FAULTY})
    run = folder.run(*words)
    assert (run.status, run.err) == (1, "")
    assert sorted(codes(name, run.out)) == [
        "SPEC402",
        *(["SPEC406"] if FORMATS[name].infos else []),
    ]
    folder.write({"spec-bad.md": b"\xff"})
    lost = folder.run(*words, "--show-info", "--fail-on", "never")
    assert lost.status == 2
    assert sorted(codes(name, lost.out)) == ["SPEC402", "SPEC406"]


@EVERY_FORMAT
def test_to_fail_on_infos_is_to_tell_them(folder: Folder, name: str) -> None:
    folder.write({NAME: TEXT.replace("| Medium | High |", "| Medium (in winter) | High |")})
    run = folder.run("check", "--output-format", name, "--fail-on", "info")
    assert (run.status, codes(name, run.out)) == (1, ["SPEC406"])


@pytest.mark.parametrize("name", ["github", "sarif", "junit"])
def test_any_number_of_jobs_reports_the_same(folder: Folder, name: str) -> None:
    folder.write({f"{n % 3}/spec-{n}.md": named(f"Pier {n}", FAULTY) for n in range(40)})
    folder.write({"1/spec-bad.md": b"\xff", "2/spec-bad.md": b"\xff"})
    words = ("check", "--no-cache", "--output-format", name, "--jobs")
    one = folder.run(*words, "1")
    assert codes(name, one.out)
    assert folder.run(*words, "3") == one


@EVERY_FORMAT
def test_names_and_words_that_are_no_text_harm_no_report(folder: Folder, name: str) -> None:
    folder.write({os.fsdecode(b"spec-\xff\n<a>.md"): "# Spec: \x1b[2J\x00\ufffe & <b> %0A\n"})
    run = folder.run("check", "--output-format", name, "-o", "report", LC_ALL="C")
    assert run.status == 1
    report = folder.read("report")
    assert codes(name, report)
    assert "\x1b" not in report + run.out
    printed = folder.run("check", "--output-format", name, PYTHONIOENCODING="ascii")
    assert printed.out == report


def test_text_loads_nothing_that_only_other_formats_need(folder: Folder) -> None:
    folder.write({NAME: FAULTY})
    code = """
import atexit, sys
names = ("xml", "sphinxcontrib_spec.report.")
atexit.register(lambda: print(*sorted(n for n in sys.modules if n.startswith(names)), file=sys.stderr))
"""
    run = folder.run("check", program=changed(code))
    assert run.err.split() == [
        f"sphinxcontrib_spec.report.{name}" for name in ("outcome", "text", "wording")
    ]


# To a file


def test_a_file_gets_the_report_and_the_terminal_the_text(folder: Folder) -> None:
    folder.write({NAME: FAULTY, "out/report": "what was there before"})
    text = folder.run("check")
    for name in FORMATS:
        words = ("check", "--output-format", name)
        assert folder.run(*words, "--output-file", "out/report") == text
        assert folder.read("out/report") == folder.run(*words).out


def test_a_report_to_a_dash_goes_to_standard_output(folder: Folder) -> None:
    folder.write({NAME: FAULTY})
    words = ("check", "--output-format", "sarif")
    assert folder.run(*words, "--output-file", "-") == folder.run(*words)
    assert not (folder.root / "-").exists()


def test_a_report_that_cannot_be_written_is_an_error_and_still_told(folder: Folder) -> None:
    folder.write({NAME: FAULTY, "report": "as it was"})
    code = """
import os
def fail(*_): raise OSError(28, "No space left on device")
os.fsync = fail
"""
    run = folder.run("check", "--output-file", "report", program=changed(code))
    assert (run.status, run.err) == (2, "Error: report: not written: no space left on device\n")
    assert "SPEC402" in run.out
    assert folder.read("report") == "as it was"


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("docs", "not a file, so no report can be written to it"),
        (os.devnull, "not a file, so no report can be written to it"),
        ("gone/report", "its folder does not exist"),
        (f"docs/../docs/{NAME}", "is one of the files to check, so no report can be written to it"),
    ],
)
def test_a_report_never_goes_where_it_does_harm(folder: Folder, file: str, told: str) -> None:
    folder.write({f"docs/{NAME}": FAULTY})
    run = folder.run("check", "--fix", "--output-file", file)
    assert (run.status, run.out, run.err) == (2, "", f"Error: {file}: {told}\n")
    assert folder.read(f"docs/{NAME}") == FAULTY


@pytest.mark.parametrize("name", ["text", "github", "sarif"])
def test_what_nobody_reads_any_more_is_written_to_its_file_nonetheless(
    folder: Folder, name: str
) -> None:
    folder.write({NAME: FAULTY})
    words = ("check", "--output-format", name)
    # The pipe is closed before a word is said.
    script = 'exec 3>&1; { "$@" 2>&4; echo $? >&3; } 4>&2 | exec true'
    shell = ["sh", "-c", script, "sh", *PROGRAM]
    run = folder.run(*words, "--output-file", "report", program=shell)
    assert (run.out, run.err) == (
        "2\n",
        "Error: the output was closed before everything was written\n",
    )
    assert folder.run(*words, program=shell) == run
    assert folder.read("report") == folder.run(*words).out


# With fixes


@EVERY_FORMAT
def test_a_diff_goes_before_every_report(folder: Folder, name: str) -> None:
    folder.write({NAME: SLIP})
    words = ("check", "--output-format", name, "--diff")
    run = folder.run(*words)
    assert run.out.startswith(f"diff --git {NAME}")
    assert (run.status, set(codes(name, run.err))) == (1, {"SPEC405"})
    again = folder.run(*words, "--output-file", "report")
    assert (again.status, again.out) == (1, run.out)
    assert "SPEC405 warning" in again.err
    assert folder.read("report") == run.err


@EVERY_FORMAT
def test_what_is_fixed_is_in_no_report(folder: Folder, name: str) -> None:
    folder.write({NAME: SLIP})
    run = folder.run("check", "--fix", "--output-format", name)
    assert (run.status, run.err, codes(name, run.out)) == (0, "", [])
    assert folder.read(NAME) == TEXT
    run = folder.run("check", "--fix", "--output-format", name, "-", stdin=SLIP)
    assert (run.status, run.out, codes(name, run.err)) == (0, TEXT, [])


def test_sarif_says_what_each_fix_would_change(folder: Folder) -> None:
    folder.write({NAME: SLIP})
    (found,) = sarif(folder.run("check", "--output-format", "sarif"))["results"]
    (replacement,) = found["fixes"][0]["artifactChanges"][0]["replacements"]
    region, lines = replacement["deletedRegion"], SLIP.splitlines()
    line = lines[region["startLine"] - 1]
    assert region["endLine"] == region["startLine"]
    lines[region["startLine"] - 1] = (
        line[: region["startColumn"] - 1]
        + replacement["insertedContent"]["text"]
        + line[region["endColumn"] - 1 :]
    )
    assert "\n".join(lines) + "\n" == TEXT


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_readers_of_sarif_count_lines_as_it_does(folder: Folder, end: str) -> None:
    folder.write({NAME: SLIP.replace("\n", end)})
    run = sarif(folder.run("check", "--output-format", "sarif"))
    ends = "|".join(map(re.escape, run["newlineSequences"]))
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    line = re.split(ends, folder.read(NAME))[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "medium"


def sarif(run: Run) -> dict[str, Any]:
    (found,) = json.loads(run.out)["runs"]
    assert isinstance(found, dict)
    return found


# What others make of it


def test_a_file_that_could_not_be_read_is_told_by_formats_that_can(folder: Folder) -> None:
    folder.write({NAME: TEXT, "spec-bad.md": b"# Spec: B\n\nN\xe4h\n"})
    run = sarif(folder.run("check", "--output-format", "sarif"))
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    (told,) = invocation["toolExecutionNotifications"]
    assert told["locations"][0]["physicalLocation"]["region"]["startLine"] == 3
    (suite,) = JUnitXml.fromstring(folder.run("check", "--output-format", "junit").out.encode())
    assert {case.name: case.is_error for case in suite} == {"spec-bad.md": True, NAME: False}
    assert folder.run("check", "--output-format", "github").out == (
        "::error file=spec-bad.md,line=3,col=2,title=sphinx-spec::"
        "not UTF-8: byte 2 of line 3 is 0xe4\n"
    )


@pytest.mark.parametrize(("fail_on", "failures"), [("error", 1), ("warning", 2), ("never", 0)])
def test_a_test_of_junit_fails_as_the_check_does(
    folder: Folder, fail_on: str, failures: int
) -> None:
    folder.write({NAME: SLIP, "spec-other.md": named("Other", FAULTY), "spec-b.md": named("B")})
    run = folder.run("check", "--output-format", "junit", "--fail-on", fail_on)
    suite = JUnitXml.fromstring(run.out.encode())
    assert (run.status, suite.failures) == (bool(failures), failures)
    assert suite.tests == 3


def test_code_hosts_find_files_of_a_project_that_is_not_at_the_root(folder: Folder) -> None:
    folder.write({".git/HEAD": "", "hand book/pyproject.toml": "", f"hand book/{NAME}": FAULTY})
    for cwd, path in ((".", "hand book"), ("hand book", ".")):
        run = folder.run("check", path, "--output-format", "github", cwd=cwd)
        assert run.out.startswith(f"::error file=hand book/{NAME},line=")
        run = folder.run("check", path, "--output-format", "sarif", cwd=cwd)
        assert f'"uri": "hand%20book/{NAME}"' in run.out
        assert folder.run("check", path, "--output-format", "concise", cwd=cwd).out.startswith(NAME)


# The page of a CI run


@pytest.mark.parametrize("name", ["text", "sarif"])
def test_the_page_of_a_run_gets_a_summary(folder: Folder, name: str) -> None:
    folder.write({NAME: FAULTY, "summary": "Before\n"})
    words = ("check", "--output-format", name)
    plain = folder.run(*words)
    assert folder.run(*words, GITHUB_STEP_SUMMARY="summary") == plain
    page = folder.read("summary")
    assert page.startswith("Before\n\n## Design specs: 1 error\n")
    assert "1 info not shown" in page
    assert f"| <code>{NAME}</code> | SPEC402 failure-cell-empty | error | 1 |" in page
    folder.run("check", "--show-info", GITHUB_STEP_SUMMARY="summary")
    assert folder.read("summary").startswith(page + "\n## Design specs: 1 error, 1 info\n")


@pytest.mark.parametrize("place", ["gone/summary", "docs"])
def test_a_page_that_cannot_be_written_is_only_noted(folder: Folder, place: str) -> None:
    folder.write({f"docs/{NAME}": TEXT})
    run = folder.run("check", GITHUB_STEP_SUMMARY=place)
    assert (run.status, run.out) == (0, "Checked 1 spec: nothing found\n")
    assert run.err.startswith(f"GITHUB_STEP_SUMMARY {place}: not written: ")


def test_a_page_is_never_too_large_for_its_host(folder: Folder) -> None:
    folder.write({NAME: FAULTY})
    for size in (0, 150, 2**19):
        with (folder.root / "summary").open("wb") as file:
            file.truncate(2**20 - size)
        assert folder.run("check", GITHUB_STEP_SUMMARY="summary").err == ""
        assert (folder.root / "summary").stat().st_size <= 2**20
