"""What a check comes to, as every report takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinxcontrib_spec.files import Unreadable
    from sphinxcontrib_spec.findings import Finding


class Outcome(NamedTuple):
    """What a check found: the findings to tell, the files it read, and how many infos it hides.

    Of all findings, `fixed` were mended just now; `--fix` would mend so many that are `fixable`,
    and `--unsafe-fixes` the others, or all of them if `unsafe` says that it was given. The
    `suppressed` findings are told by no format but those that have a place for them. What could
    not be read or written is in `failures`; findings of a severity in `failing` make the check
    fail. Paths are relative to the project, which lies in this `folder` of its repository: empty,
    or with a slash at its end. Everything is sorted. Findings can be
    gone through any number of times, but need not all be in memory.
    """

    findings: Iterable[Finding]
    files: tuple[str, ...]
    hidden: int = 0
    fixed: int = 0
    fixable: int = 0
    unsafely_fixable: int = 0
    unsafe: bool = False
    suppressed: Iterable[Finding] = ()
    failures: tuple[Unreadable, ...] = ()
    failing: tuple[str, ...] = ("error", "warning")
    folder: str = ""

    def without_infos(self) -> Self:
        """The same, the infos hidden."""
        infos = sum(finding.severity == "info" for finding in self.findings)
        if not infos:
            return self
        return self._replace(findings=_Severe(self.findings), hidden=self.hidden + infos)


class _Severe:
    """Findings without the infos among them."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._findings = findings

    def __iter__(self) -> Iterator[Finding]:
        return (finding for finding in self._findings if finding.severity != "info")
