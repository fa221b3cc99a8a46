"""Render findings as text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .wording import counted, counts, line, lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinxcontrib_spec.findings import Finding

    from .outcome import Outcome


def as_text(outcome: Outcome) -> Iterator[str]:
    """Yield two lines per finding, the second with what to do, and finally the counts."""
    for finding in outcome.findings:
        for each in lines(finding, _mark(finding, outcome)):
            yield f"{each}\n"
    for each in (_summary(outcome), *_offers(outcome)):
        yield f"{each}\n"


def as_concise(outcome: Outcome) -> Iterator[str]:
    """Yield one line per finding and nothing else."""
    for finding in outcome.findings:
        yield f"{line(finding)}{_mark(finding, outcome)}\n"


def _mark(finding: Finding, outcome: Outcome) -> str:
    """Return the mark of a finding that can be fixed with the given options."""
    return " [*]" if outcome.offers(finding) else ""


def _summary(outcome: Outcome) -> str:
    found = counts(outcome.findings)
    fixed = f", {outcome.fixed} fixed" if outcome.fixed else ""
    nothing = "nothing left" if fixed else "nothing found"
    hidden = (
        f" ({counted(outcome.hidden, 'info')} not shown: --show-info)" if outcome.hidden else ""
    )
    failed = len(outcome.failures)
    lost = f", {failed} could not be read or written" if failed else ""
    return f"Checked {counted(len(outcome.files), 'spec')}: {found or nothing}{fixed}{lost}{hidden}"


def _offers(outcome: Outcome) -> list[str]:
    """Return what could still be fixed, and with which options; empty if nothing can."""
    safe, unsafe = outcome.fixable, outcome.unsafely_fixable
    if outcome.unsafe:
        safe, unsafe = 0, safe + unsafe
    offers = [
        *([f"{safe} with --fix"] if safe else []),
        *([f"{unsafe} with --fix --unsafe-fixes"] if unsafe else []),
    ]
    return [f"[*] fixable: {', '.join(offers)}"] if offers else []
