"""Findings as JSON: objects of plain values, whose keys and their meaning do not change."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinxcontrib_spec.rules import Finding

    from .outcome import Outcome

_KEYS = (
    *("path", "line", "column", "end_line", "end_column"),
    *("code", "name", "severity", "message", "help"),
)


def as_json(outcome: Outcome) -> str:
    """One list of all findings.

    A fix is told if it was said in edits of the file, as `fixing.with_edits` does.
    """
    return json.dumps([*map(_object, outcome.findings)], indent=2) + "\n"


def as_json_lines(outcome: Outcome) -> str:
    """The same objects, each on a line of its own."""
    return "".join(f"{json.dumps(_object(finding))}\n" for finding in outcome.findings)


def _object(finding: Finding) -> dict[str, Any]:
    return {key: getattr(finding, key) for key in _KEYS} | {"fix": _fix(finding)}


def _fix(finding: Finding) -> dict[str, Any] | None:
    fix = finding.fix
    if fix is None or not fix.edits:
        return None
    return {"safety": fix.safety, "edits": [edit._asdict() for edit in fix.edits]}
