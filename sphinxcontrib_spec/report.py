"""Findings out: as text for people, as JSON for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .rules import Finding


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check found: the findings to tell, how many specs it read, and the infos it hides.

    Of all findings, `fixed` were mended just now; `--fix` would mend so many that are `fixable`,
    and `--unsafe-fixes` the others, or all of them if `unsafe` says that it was given. The
    `suppressed` findings are told by no format but those that have a place for them.
    """

    findings: tuple[Finding, ...]
    specs: int
    hidden: int = 0
    fixed: int = 0
    fixable: int = 0
    unsafely_fixable: int = 0
    unsafe: bool = False
    suppressed: tuple[Finding, ...] = ()


def as_text(outcome: Outcome) -> str:
    """Two lines a finding, the second saying what to do, and the counts at the end."""
    lines = []
    for finding in outcome.findings:
        lines.append(_line(finding, outcome))
        if finding.help:
            lines.append(f"  help: {shown(finding.help)}")
    return "\n".join([*lines, _summary(outcome), *_offers(outcome)]) + "\n"


def as_concise(outcome: Outcome) -> str:
    """One line a finding and nothing else."""
    return "".join(f"{_line(finding, outcome)}\n" for finding in outcome.findings)


def as_json(outcome: Outcome) -> str:
    """A list of objects with plain values; its keys and their meaning do not change.

    A fix is told if it was said in edits of the file, as `fixing.with_edits` does.
    """
    said = [
        {key: getattr(finding, key) for key in _KEYS} | {"fix": _fix(finding)}
        for finding in outcome.findings
    ]
    return json.dumps(said, indent=2) + "\n"


def _fix(finding: Finding) -> dict[str, Any] | None:
    fix = finding.fix
    if fix is None or not fix.edits:
        return None
    return {"safety": fix.safety, "edits": [edit._asdict() for edit in fix.edits]}


def _line(finding: Finding, outcome: Outcome) -> str:
    place = f"{finding.path}:{finding.line}:{finding.column}"
    rule = f"{finding.code} {finding.severity} {finding.name}"
    is_marked = finding.fix and (outcome.unsafe or finding.fix.safety == "safe")
    return shown(f"{place}: {rule}: {finding.message}{' [*]' if is_marked else ''}")


def shown(text: str) -> str:
    """The text on one line that does nothing to a terminal: what cannot be printed is escaped."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def _summary(outcome: Outcome) -> str:
    counts = Counter(finding.severity for finding in outcome.findings)
    found = ", ".join(
        _counted(counts[one], one) for one in ("error", "warning", "info") if counts[one]
    )
    fixed = f", {outcome.fixed} fixed" if outcome.fixed else ""
    nothing = "nothing left" if fixed else "nothing found"
    hidden = (
        f" ({_counted(outcome.hidden, 'info')} not shown: --show-info)" if outcome.hidden else ""
    )
    return f"Checked {_counted(outcome.specs, 'spec')}: {found or nothing}{fixed}{hidden}"


def _offers(outcome: Outcome) -> list[str]:
    """What could still be fixed, and by what; nothing if nothing can."""
    safe, unsafe = outcome.fixable, outcome.unsafely_fixable
    if outcome.unsafe:
        safe, unsafe = 0, safe + unsafe
    offers = [
        *([f"{safe} with --fix"] if safe else []),
        *([f"{unsafe} with --fix --unsafe-fixes"] if unsafe else []),
    ]
    return [f"[*] fixable: {', '.join(offers)}"] if offers else []


def _counted(number: int, word: str) -> str:
    return f"{number} {word if number == 1 else word + 's'}"


_KEYS = (
    *("path", "line", "column", "end_line", "end_column"),
    *("code", "name", "severity", "message", "help"),
)

FORMATS: dict[str, Callable[[Outcome], str]] = {
    "text": as_text,
    "concise": as_concise,
    "json": as_json,
}
