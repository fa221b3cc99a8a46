"""Render findings as SARIF 2.1.0, the OASIS standard that code hosts and editors read.

Section numbers are those of https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sphinxcontrib_spec import __version__
from sphinxcontrib_spec.fingerprints import fingerprints
from sphinxcontrib_spec.rules import RULE

from .sarif_rules import HOME, LEVELS, descriptor
from .wording import shown

if TYPE_CHECKING:
    from sphinxcontrib_spec.files import Unreadable
    from sphinxcontrib_spec.findings import Edit, Finding

    from .outcome import Outcome

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "%SRCROOT%"

_BREAK = "\n"
_SET_IN = "\n        "

#: The key of our fingerprints; another way of computing them needs another number.
_FINGERPRINT = "sphinxSpec/v1"

_FIXES = {
    "safe": "Mend it; the meaning stays",
    "unsafe": "Mend it; the meaning may change",
}


def as_sarif(outcome: Outcome) -> Iterator[str]:
    """Yield a log of one run with all findings, including the suppressed ones, marked as such.

    Fixes are included if they have edits of the file, as added by `fixing.with_edits`.
    """
    codes = sorted({finding.code for finding in chain(outcome.findings, outcome.suppressed)})
    driver = {
        "name": "sphinx-spec",
        "version": __version__,
        "informationUri": HOME,
        "rules": [descriptor(RULE[code]) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [
            {
                "executionSuccessful": not outcome.failures,
                "toolExecutionNotifications": [
                    _notification(failure, outcome.folder) for failure in outcome.failures
                ],
            }
        ],
        "originalUriBaseIds": {
            _ROOT: {"description": {"text": "The root of the repository, or else the project's"}}
        },
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "results": [],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    # No brackets follow the empty list, because the results come last.
    start, end = json.dumps(log, indent=2).rsplit("[]", 1)
    before = f"{start}["
    for result in _results(outcome, codes):
        indented = json.dumps(result, indent=2)  # line breaks in it are only layout
        yield f"{before}{_SET_IN}{indented.replace(_BREAK, _SET_IN)}"
        before = ","
    yield f"\n      ]{end}\n" if before == "," else f"{start}[]{end}\n"


def _results(outcome: Outcome, codes: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield the results, computed file by file."""
    findings = merge(outcome.findings, outcome.suppressed, key=lambda finding: finding.order())
    for _, group in groupby(findings, key=lambda finding: finding.path):
        here = [*group]
        for finding, known_by in zip(here, fingerprints(here), strict=True):
            yield _result(finding, known_by, codes, outcome.folder)


def _result(finding: Finding, known_by: str, codes: Sequence[str], folder: str) -> dict[str, Any]:
    help_ = f"\nHelp: {finding.help}" if finding.help else ""
    suppression = finding.suppression
    result = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": LEVELS[finding.severity],
        "message": _message(finding.message + help_),
        "locations": [_location(finding, folder)],
        "partialFingerprints": {_FINGERPRINT: known_by},
        # An empty list means that the result is not suppressed; no list, that this is unknown
        # (3.27.23).
        "suppressions": [],
    }
    if suppression:
        reason = {"justification": shown(suppression.reason)} if suppression.reason else {}
        result["suppressions"] = [{"kind": suppression.kind} | reason]
    if finding.fix and finding.fix.edits:
        change = {
            "artifactLocation": _artifact(folder + finding.path),
            "replacements": [*map(_replacement, finding.fix.edits)],
        }
        safety = finding.fix.safety
        result["fixes"] = [
            {
                "description": _message(_FIXES[safety]),
                "artifactChanges": [change],
                "properties": {"safety": safety},
            }
        ]
    return result


def _notification(failure: Unreadable, folder: str) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": _artifact(folder + failure.path)}
    if failure.line:
        place["region"] = {"startLine": failure.line, "startColumn": failure.column}
    return {
        "level": "error",
        "message": _message(failure.reason),
        "locations": [{"physicalLocation": place}],
    }


def _location(finding: Finding, folder: str) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": _artifact(folder + finding.path)}
    if finding.line:
        start = (finding.line, finding.column or 1)
        end = (finding.end_line, finding.end_column or 1)
        place["region"] = _region(*start, *max(start, end))
    return {"physicalLocation": place}


def _replacement(edit: Edit) -> dict[str, Any]:
    *region, text = edit
    inserted = {"insertedContent": {"text": text}} if text else {}
    return {"deletedRegion": _region(*region)} | inserted


def _region(line: int, column: int, end_line: int, end_column: int) -> dict[str, int]:
    return {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
    }


def _artifact(path: str) -> dict[str, str]:
    return {"uri": quote(path, safe="/", errors="backslashreplace"), "uriBaseId": _ROOT}


def _message(text: str) -> dict[str, str]:
    """Return a literal message, without placeholders (3.11.5) and links (3.11.6)."""
    lines = "\n".join(map(shown, text.split("\n")))
    braced = lines.replace("{", "{{").replace("}", "}}")
    return {"text": re.sub(r"\[(?=[^\]]*\]\()", r"\\[", braced)}
