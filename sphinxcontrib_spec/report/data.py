"""Render findings as JSON objects of plain values; the meaning of their keys is stable."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinxcontrib_spec.findings import Finding

    from .outcome import Outcome

_KEYS = (
    *("path", "line", "column", "end_line", "end_column"),
    *("code", "name", "severity", "message", "help"),
)

_BREAK = "\n"
_SET_IN = "\n  "


def as_json(outcome: Outcome) -> Iterator[str]:
    """Yield one list of all findings.

    A fix is included if it has edits of the file, as added by `fixing.with_edits`.
    """
    before = "["
    for finding in outcome.findings:
        indented = json.dumps(_object(finding), indent=2)  # line breaks in it are only layout
        yield f"{before}\n  {indented.replace(_BREAK, _SET_IN)}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def as_json_lines(outcome: Outcome) -> Iterator[str]:
    """Yield the same objects, one on each line."""
    for finding in outcome.findings:
        yield f"{json.dumps(_object(finding))}\n"


def _object(finding: Finding) -> dict[str, Any]:
    return {key: getattr(finding, key) for key in _KEYS} | {"fix": _fix(finding)}


def _fix(finding: Finding) -> dict[str, Any] | None:
    fix = finding.fix
    if fix is None or not fix.edits:
        return None
    return {"safety": fix.safety, "edits": [edit._asdict() for edit in fix.edits]}
