"""What a check comes to, as every report takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from sphinxcontrib_spec.files import Unreadable
    from sphinxcontrib_spec.findings import Finding, Safety


class Outcome(NamedTuple):
    """What a check found: the findings to tell, the files it read, and how many infos it hides.

    Of all findings, `fixed` were mended just now; `--fix` would mend so many that are `fixable`,
    and `--unsafe-fixes` the others, or all of them if `unsafe` says that it was given. Fixes of a
    safety in `tried` were written where that was possible. The `suppressed` findings are told by
    no format but those that have a place for them. What could not be read or written is in
    `failures`; findings of a severity in `failing` make the check fail. Paths are relative to the
    project, which lies in this `folder` of its repository: empty, or with a slash at its end.
    Everything is sorted. Findings can be gone through any number of times, but need not all be in
    memory.
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
        """Whether a finding has a fix that the options given take, and that was not refused."""
        if not finding.fix or not (self.unsafe or finding.fix.safety == "safe"):
            return False
        return may_be_taken(finding, self.tried, (each.path for each in self.failures))

    def without_infos(self) -> Self:
        """The same, the infos hidden."""
        infos = sum(finding.severity == "info" for finding in self.findings)
        if not infos:
            return self
        return self._replace(findings=_Severe(self.findings), hidden=self.hidden + infos)


def may_be_taken(
    finding: Finding, tried: Container[Safety], failed: Container[str] | Iterable[str]
) -> bool:
    """Whether a finding has a fix that may still be taken.

    One of a safety that was `tried` was refused, unless its file is among those that `failed`.
    """
    fix = finding.fix
    return fix is not None and (fix.safety not in tried or finding.path in failed)


class _Severe:
    """Findings without the infos among them."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._findings = findings

    def __iter__(self) -> Iterator[Finding]:
        return (finding for finding in self._findings if finding.severity != "info")
