"""Findings as JUnit XML, which Jenkins, GitLab and others show as tests.

Every file is one test, whatever is found in it: so a test has the same name in every run, a clean
file is one that passes, and one that was mended is told as such.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from .wording import SEVERITIES, counts, lines, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinxcontrib_spec.findings import Finding

    from .outcome import Outcome

_NAME = "sphinx-spec"


def as_junit(outcome: Outcome) -> Iterator[str]:
    """A suite of one test a file, without times, as reports do not differ from run to run.

    A test fails by findings that make the check fail, which stand in it with their places; the
    others are its output. What could not be read or written is an error.
    """
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in outcome.findings:
        found[finding.path].append(finding)
    reasons: defaultdict[str, list[str]] = defaultdict(list)
    for failure in outcome.failures:
        reasons[failure.path].append(str(failure))
    paths = sorted({*outcome.files, *found, *reasons})
    tests = [_test(path, found[path], reasons[path], outcome) for path in paths]
    totals = {
        "name": _NAME,
        "tests": str(len(tests)),
        "failures": str(sum(test.find("failure") is not None for test in tests)),
        "errors": str(sum(test.find("error") is not None for test in tests)),
        "skipped": "0",
    }
    root = ET.Element("testsuites", totals)
    ET.SubElement(root, "testsuite", totals).extend(tests)
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _test(path: str, found: list[Finding], reasons: list[str], outcome: Outcome) -> ET.Element:
    """The test of one file; it has one error or one failure at most, as readers expect."""
    names = {"classname": _NAME, "name": path, "file": outcome.folder + path}
    test = ET.Element("testcase", {key: shown(value) for key, value in names.items()})
    failing = [finding for finding in found if finding.severity in outcome.failing]
    others = [finding for finding in found if finding.severity not in outcome.failing]
    if reasons:
        ET.SubElement(test, "error", message=shown(reasons[0]), type="unusable")
        others = found
    elif failing:
        worst = min((finding.severity for finding in failing), key=SEVERITIES.index)
        failure = ET.SubElement(test, "failure", message=counts(failing), type=worst)
        failure.text = _said(failing)
    if others:
        ET.SubElement(test, "system-out").text = _said(others)
    return test


def _said(findings: Iterable[Finding]) -> str:
    return "\n".join(each for finding in findings for each in lines(finding))
