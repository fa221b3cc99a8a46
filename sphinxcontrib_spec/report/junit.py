"""Render findings as JUnit XML, which Jenkins, GitLab and others show as tests.

Each file is one test, whatever is found in it. A test therefore has the same name in every run, a
clean file passes, and a file that was fixed is reported as such.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from sphinxcontrib_spec.findings import SEVERITIES

from .wording import counts, lines, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinxcontrib_spec.findings import Finding

    from .outcome import Outcome

_NAME = "sphinx-spec"
_TEST = "testcase"
_SET_IN = "\n    "


def as_junit(outcome: Outcome) -> Iterator[str]:
    """Yield a test suite with one test per file, without times, so that reports are reproducible.

    A test fails because of findings that make the check fail, which it lists with their positions;
    other findings are its output. A file that could not be read or written is an error.
    """
    reasons: defaultdict[str, list[str]] = defaultdict(list)
    for failure in outcome.failures:
        reasons[failure.path].append(str(failure))
    named = {finding.path for finding in outcome.findings}
    failing = {each.path for each in outcome.findings if each.severity in outcome.failing}
    paths = sorted({*outcome.files, *named, *reasons})
    totals = {
        "name": _NAME,
        "tests": str(len(paths)),
        "failures": str(len(failing - reasons.keys())),
        "errors": str(len(reasons)),
        "skipped": "0",
    }
    root = ET.Element("testsuites", totals)
    suite = ET.SubElement(root, "testsuite", totals)
    start = '<?xml version="1.0" encoding="UTF-8"?>\n'
    if not paths:
        yield f"{start}{_written(root)}\n"
        return
    suite.append(ET.Element(_TEST))
    start, end = f"{start}{_written(root)}\n".split(f"<{_TEST} />")
    yield start
    before = ""
    for path, found in _by_path(outcome.findings, paths):
        yield before + _written(_test(path, found, reasons[path], outcome), 2)
        before = _SET_IN
    yield end


def _by_path(
    findings: Iterable[Finding], paths: Iterable[str]
) -> Iterator[tuple[str, list[Finding]]]:
    """Yield each path with its findings; both inputs are sorted."""
    groups = groupby(findings, key=lambda finding: finding.path)
    name, found = next(groups, ("", iter(())))
    for path in paths:
        if path != name:
            yield path, []
            continue
        yield path, [*found]
        name, found = next(groups, ("", iter(())))


def _written(element: ET.Element, level: int = 0) -> str:
    ET.indent(element, level=level)
    return ET.tostring(element, encoding="unicode")


def _test(path: str, found: list[Finding], reasons: list[str], outcome: Outcome) -> ET.Element:
    """Return the test of one file, which has at most one error or failure, as readers expect."""
    names = {"classname": _NAME, "name": path, "file": outcome.folder + path}
    test = ET.Element(_TEST, {key: shown(value) for key, value in names.items()})
    failing = [finding for finding in found if finding.severity in outcome.failing]
    others = [finding for finding in found if finding.severity not in outcome.failing]
    if reasons:
        ET.SubElement(test, "error", message=shown(reasons[0]), type="unusable")
        others = found
    elif failing:
        worst = min((finding.severity for finding in failing), key=SEVERITIES.index)
        failure = ET.SubElement(test, "failure", message=counts(failing), type=worst)
        failure.text = _messages(failing)
    if others:
        ET.SubElement(test, "system-out").text = _messages(others)
    return test


def _messages(findings: Iterable[Finding]) -> str:
    return "\n".join(each for finding in findings for each in lines(finding))
