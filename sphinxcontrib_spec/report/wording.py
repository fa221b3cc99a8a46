"""How findings are said wherever people read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinxcontrib_spec.findings import Finding, Severity

#: The severities, the worst first.
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


def shown(text: str) -> str:
    """The text on one line that does nothing to a terminal: what cannot be printed is escaped."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def line(finding: Finding) -> str:
    """Place, rule and message on one line."""
    place = f"{finding.path}:{finding.line}:{finding.column}"
    rule = f"{finding.code} {finding.severity} {finding.name}"
    return shown(f"{place}: {rule}: {finding.message}")


def lines(finding: Finding, mark: str = "") -> list[str]:
    """The line of a finding, and a second one that says what to do, if there is something."""
    return [line(finding) + mark, *([f"  help: {shown(finding.help)}"] if finding.help else [])]


def counts(findings: Iterable[Finding]) -> str:
    """How many there are of each severity, the worst first; empty if there are none."""
    numbers = Counter(finding.severity for finding in findings)
    return ", ".join(counted(numbers[one], one) for one in SEVERITIES if numbers[one])


def counted(number: int, word: str) -> str:
    """A number and the word for what is counted."""
    return f"{number} {word if number == 1 else word + 's'}"
