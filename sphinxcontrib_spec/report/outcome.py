"""What a check comes to, as every report takes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from sphinxcontrib_spec.files import Unreadable
    from sphinxcontrib_spec.rules import Finding


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check found: the findings to tell, the files it read, and how many infos it hides.

    Of all findings, `fixed` were mended just now; `--fix` would mend so many that are `fixable`,
    and `--unsafe-fixes` the others, or all of them if `unsafe` says that it was given. The
    `suppressed` findings are told by no format but those that have a place for them. What could
    not be read or written is in `failures`; findings of a severity in `failing` make the check
    fail. Paths are relative to the project, which lies in this `folder` of its repository: empty,
    or with a slash at its end. Everything is sorted.
    """

    findings: tuple[Finding, ...]
    files: tuple[str, ...]
    hidden: int = 0
    fixed: int = 0
    fixable: int = 0
    unsafely_fixable: int = 0
    unsafe: bool = False
    suppressed: tuple[Finding, ...] = ()
    failures: tuple[Unreadable, ...] = ()
    failing: tuple[str, ...] = ("error", "warning")
    folder: str = ""

    def without_infos(self) -> Self:
        """The same, the infos hidden."""
        kept = tuple(finding for finding in self.findings if finding.severity != "info")
        hidden = self.hidden + len(self.findings) - len(kept)
        return replace(self, findings=kept, hidden=hidden)
