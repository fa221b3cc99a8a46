"""The outcome of a check, the input of every report."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from sphinxcontrib_spec.files import Unreadable
    from sphinxcontrib_spec.findings import Finding, Safety


class Outcome(NamedTuple):
    """The outcome of a check: the findings to report, the files checked, and more.

    `hidden` is the number of infos that are not reported. `fixed` findings have just been fixed.
    `fixable` findings could be fixed with `--fix`, `unsafely_fixable` ones with `--unsafe-fixes`;
    `unsafe` is true if this option was given. Fixes whose safety is in `tried` were written where
    possible. Only formats that can mark `suppressed` findings include them. `failures` are files
    that could not be read or written. Findings whose severity is in `failing` make the check fail.
    Paths are relative to the project, which is in this `folder` of its repository: empty, or ending
    with a slash. Everything is sorted. Findings can be iterated any number of times, but need not
    all be in memory.
    """

    findings: Iterable[Finding]
    files: tuple[str, ...]
    hidden: int = 0
    fixed: int = 0
    fixable: int = 0
    unsafely_fixable: int = 0
    unsafe: bool = False
    tried: Container[Safety] = ()
    suppressed: Iterable[Finding] = ()
    failures: tuple[Unreadable, ...] = ()
    failing: tuple[str, ...] = ("error", "warning")
    folder: str = ""

    def offers(self, finding: Finding) -> bool:
        """Return whether a finding's fix is covered by the options and has not been refused."""
        if not finding.fix or not (self.unsafe or finding.fix.safety == "safe"):
            return False
        return may_be_taken(finding, self.tried, (each.path for each in self.failures))

    def without_infos(self) -> Self:
        """Return the same outcome with its infos hidden."""
        infos = sum(finding.severity == "info" for finding in self.findings)
        if not infos:
            return self
        return self._replace(findings=_Severe(self.findings), hidden=self.hidden + infos)


def may_be_taken(
    finding: Finding, tried: Container[Safety], failed: Container[str] | Iterable[str]
) -> bool:
    """Return whether a finding has a fix that may still be applied.

    A fix whose safety was `tried` has been refused, unless its file is one of those that `failed`.
    """
    fix = finding.fix
    return fix is not None and (fix.safety not in tried or finding.path in failed)


class _Severe:
    """Findings except infos."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._findings = findings

    def __iter__(self) -> Iterator[Finding]:
        return (finding for finding in self._findings if finding.severity != "info")
