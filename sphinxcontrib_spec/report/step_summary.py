"""Summarise findings in Markdown for the page of a CI run."""

from __future__ import annotations

import re
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from .wording import counted, counts, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinxcontrib_spec.findings import Finding

    from .outcome import Outcome

_TABLE = "\n| Spec | Rule | Severity | Findings | Lines |\n|---|---|---|---:|---|\n"

#: The maximum number of lines listed for one rule in one spec.
_MOST_LINES = 8

#: The bytes reserved for the number of omitted rows.
_FOR_THE_REST = 80


def step_summary(outcome: Outcome, room: int) -> str:
    """Return counts, unreadable files, and a table by spec and rule, in at most `room` bytes.

    Rows that do not fit are counted; if not even the counts fit, the text is empty.
    """
    failures = [f"- {_literal(str(failure))}\n" for failure in outcome.failures]
    rows = [*_rows(outcome)]
    pieces = [
        _start(outcome),
        *(["\nCould not be read or written:\n\n", *failures] if failures else []),
        *([_TABLE, *rows] if rows else []),
    ]
    ends = [*accumulate(len(piece.encode()) for piece in pieces)]
    if ends[-1] <= room:
        return "".join(pieces)
    kept = sum(end <= room - _FOR_THE_REST for end in ends)
    left = sum(piece.startswith(("- ", "| <")) for piece in pieces[kept:])
    return f"{''.join(pieces[:kept])}\n… and {counted(left, 'more row')}\n" if kept else ""


def _start(outcome: Outcome) -> str:
    notes = [
        f"Checked {counted(len(outcome.files), 'spec')}",
        *([f"{outcome.fixed} fixed"] if outcome.fixed else []),
        *([f"{counted(outcome.hidden, 'info')} not shown"] if outcome.hidden else []),
    ]
    found = counts(outcome.findings) or "nothing found"
    return f"\n## Design specs: {found}\n\n{', '.join(notes)}.\n"


def _rows(outcome: Outcome) -> Iterator[str]:
    def cells(finding: Finding) -> tuple[str, str, str]:
        return finding.path, f"{finding.code} {finding.name}", finding.severity

    for (path, rule, severity), group in groupby(sorted(outcome.findings, key=cells), cells):
        lines = [finding.line for finding in group]
        named = [str(line) for line in dict.fromkeys(lines)]
        more = [*named[:_MOST_LINES], "…"] if len(named) > _MOST_LINES else named
        yield (
            f"| <code>{_literal(path)}</code> | {rule} | {severity} | {len(lines)} "
            f"| {', '.join(more)} |\n"
        )


def _literal(text: str) -> str:
    """Escape a text for Markdown and HTML with character references for special characters."""
    return re.sub(r"[^\w ./-]|_", lambda sign: f"&#{ord(sign[0])};", shown(text))
