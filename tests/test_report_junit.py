"""Findings as JUnit XML, read back by a library that others read it with."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from findings import CLOSED, ERROR, FILES, INFO, LOST, MIXED, SAFE, WARNING, outcomes
from hypothesis import given
from junitparser import Error, Failure, JUnitXml, TestCase, TestSuite

from sphinxcontrib_spec.report import Outcome, render, shown

COUNTS = ("tests", "failures", "errors", "skipped")


def read(outcome: Outcome) -> TestSuite:
    """The one suite of a report, whose counts are those of its tests."""
    text = render("junit", outcome)
    root = ET.fromstring(text)
    for element in (root, *root):
        assert element.keys() == ["name", *COUNTS]  # the library counts tests where one is missing
    report = JUnitXml.fromstring(text.encode())
    (suite,) = report
    told = [[getattr(each, count) for count in COUNTS] for each in (report, suite)]
    report.update_statistics()
    suite.update_statistics()
    assert [[getattr(each, count) for count in COUNTS] for each in (report, suite)] == told
    assert suite.name == "sphinx-spec"
    return suite


def by_name(outcome: Outcome) -> dict[str, TestCase]:
    """The tests of a report by their names, which are all different."""
    cases = list(read(outcome))
    found = {str(case.name): case for case in cases}
    assert len(found) == len(cases)
    return found


def test_every_file_is_a_test_and_a_clean_one_passes() -> None:
    found = by_name(Outcome((ERROR,), FILES))
    assert list(found) == list(FILES)
    assert [case.is_passed for case in found.values()] == [False, True, True]
    assert {case.classname for case in found.values()} == {"sphinx-spec"}
    assert list(read(Outcome((), ()))) == []


def test_a_failure_tells_all_that_makes_a_file_fail_and_the_rest_is_output() -> None:
    case = by_name(MIXED)["docs/spec-quay.md"]
    (failure,) = case.result
    assert isinstance(failure, Failure)
    assert (failure.message, failure.type) == ("1 error, 1 warning", "error")
    assert failure.text == (
        'docs/spec-quay.md:31:12: SPEC402 error failure-cell-empty: the mitigation of "Flood" is '
        "empty\n"
        "  help: fill it\n"
        'docs/spec-quay.md:32:12: SPEC405 warning level-case: the mitigation of "Flood" is empty\n'
        "  help: fill it"
    )
    assert case.system_out == (
        'docs/spec-quay.md:34:12: SPEC404 info level-alias: the mitigation of "Flood" is empty'
    )


@pytest.mark.parametrize(
    ("failing", "message"),
    [
        (("error",), "1 error"),
        (("error", "warning"), "1 error, 1 warning"),
        (("error", "warning", "info"), "1 error, 1 warning, 1 info"),
        ((), None),
    ],
)
def test_a_test_fails_by_what_makes_the_check_fail(
    failing: tuple[str, ...], message: str | None
) -> None:
    case = by_name(MIXED._replace(failing=failing, failures=()))["docs/spec-quay.md"]
    assert [result.message for result in case.result] == ([message] if message else [])
    said = [case.system_out or "", *(str(result.text) for result in case.result)]
    assert "\n".join(said).count(": SPEC") == 3


def test_a_failure_is_of_the_worst_severity_that_makes_it_fail() -> None:
    everything = ("error", "warning", "info")
    for findings, worst in (((ERROR, WARNING, INFO), "error"), ((WARNING, INFO), "warning")):
        case = by_name(Outcome(findings, FILES, failing=everything))["docs/spec-quay.md"]
        assert [result.type for result in case.result] == [worst]


def test_what_could_not_be_read_is_an_error() -> None:
    found = by_name(MIXED)
    assert list(found) == ["closed", "docs/spec-lost.md", *FILES]
    for failure in (CLOSED, LOST):
        (error,) = found[failure.path].result
        assert isinstance(error, Error)
        assert error.message == str(failure)


def test_a_file_that_could_not_be_written_has_one_result() -> None:
    unwritable = LOST._replace(path=SAFE.path, reason="read-only", line=0)
    case = by_name(MIXED._replace(failures=(unwritable,)))[SAFE.path]
    assert [type(result) for result in case.result] == [Error]
    assert str(case.system_out).count(": SPEC") == 3


def test_files_are_named_from_the_root_of_the_repository_as_well() -> None:
    report = render("junit", Outcome((INFO,), (), folder="handbook/"))
    assert 'name="docs/spec-quay.md" file="handbook/docs/spec-quay.md"' in report


@given(outcomes())
def test_any_text_makes_valid_xml(outcome: Outcome) -> None:
    names = {*outcome.files, *(each.path for each in (*outcome.findings, *outcome.failures))}
    found = read(outcome)
    assert sorted(str(case.name) for case in found) == sorted(map(shown, names))
