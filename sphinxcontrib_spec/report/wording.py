"""Word findings for people to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from sphinxcontrib_spec.findings import SEVERITIES

if TYPE_CHECKING:
    from sphinxcontrib_spec.findings import Finding


def shown(text: str) -> str:
    """Escape what is not printable, so that a text is one line and has no effect on a terminal."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def line(finding: Finding) -> str:
    """Return position, rule and message on one line."""
    place = f"{finding.path}:{finding.line}:{finding.column}"
    rule = f"{finding.code} {finding.severity} {finding.name}"
    return shown(f"{place}: {rule}: {finding.message}")


def lines(finding: Finding, mark: str = "") -> list[str]:
    """Return a finding's line and, if it has a help text, a second line with it."""
    return [line(finding) + mark, *([f"  help: {shown(finding.help)}"] if finding.help else [])]


def counts(findings: Iterable[Finding]) -> str:
    """Return the number of findings of each severity, the worst first; empty if there are none."""
    numbers = Counter(finding.severity for finding in findings)
    return ", ".join(counted(numbers[one], one) for one in SEVERITIES if numbers[one])


def counted(number: int, word: str) -> str:
    """Return a number and the word for what is counted, in the plural if necessary."""
    return f"{number} {word if number == 1 else word + 's'}"
