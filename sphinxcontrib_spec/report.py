"""Findings out: as text for people, as JSON for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .rules import Finding


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check found: the findings to tell, how many specs it read, and the infos it hides."""

    findings: tuple[Finding, ...]
    specs: int
    hidden: int = 0


def as_text(outcome: Outcome) -> str:
    """Two lines a finding, the second saying what to do, and the counts at the end."""
    lines = []
    for finding in outcome.findings:
        lines.append(_line(finding))
        if finding.help:
            lines.append(f"  help: {_shown(finding.help)}")
    return "\n".join([*lines, _summary(outcome)]) + "\n"


def as_concise(outcome: Outcome) -> str:
    """One line a finding and nothing else."""
    return "".join(f"{_line(finding)}\n" for finding in outcome.findings)


def as_json(outcome: Outcome) -> str:
    """A list of objects with plain values; its keys and their meaning do not change."""
    findings = [asdict(finding) | {"fix": None} for finding in outcome.findings]
    return (
        json.dumps([{key: finding[key] for key in _KEYS} for finding in findings], indent=2) + "\n"
    )


def _line(finding: Finding) -> str:
    place = f"{finding.path}:{finding.line}:{finding.column}"
    rule = f"{finding.code} {finding.severity} {finding.name}"
    return _shown(f"{place}: {rule}: {finding.message}")


def _shown(text: str) -> str:
    """The text on one line that does nothing to a terminal: what cannot be printed is escaped."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def _summary(outcome: Outcome) -> str:
    counts = Counter(finding.severity for finding in outcome.findings)
    found = ", ".join(
        _counted(counts[one], one) for one in ("error", "warning", "info") if counts[one]
    )
    hidden = (
        f" ({_counted(outcome.hidden, 'info')} not shown: --show-info)" if outcome.hidden else ""
    )
    return f"Checked {_counted(outcome.specs, 'spec')}: {found or 'nothing found'}{hidden}"


def _counted(number: int, word: str) -> str:
    return f"{number} {word if number == 1 else word + 's'}"


_KEYS = (
    *("path", "line", "column", "end_line", "end_column"),
    *("code", "name", "severity", "message", "help", "fix"),
)

FORMATS: dict[str, Callable[[Outcome], str]] = {
    "text": as_text,
    "concise": as_concise,
    "json": as_json,
}
