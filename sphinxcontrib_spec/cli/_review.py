"""Collect the results of a check of many files, file by file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from sphinxcontrib_spec import baseline, files, selection
from sphinxcontrib_spec.findings import Finding, Safety
from sphinxcontrib_spec.report import Outcome, may_be_taken

from ._checking import Answer
from ._findings_spool import FindingsSpool
from ._pages import Pages
from ._project_findings import project_findings
from ._sources import Found
from ._terminal import echo, note
from ._wanted import Wanted

if TYPE_CHECKING:
    from ._fixing import FixResult
    from ._known import Known


class Review:
    """The answers for all files, reduced to what the report and other specs need.

    `differs` is true if a fix would change a file. `severities` counts all findings that are not
    suppressed.
    """

    def __init__(
        self,
        found: Found,
        wanted: Wanted,
        *,
        shows_info: bool,
        diffs: bool,
        edits: bool = False,
        for_baseline: bool = False,
        tried: Container[Safety] = (),
    ) -> None:
        """Start with the folders that could not be listed; with `edits`, fixes include edits.

        With `for_baseline`, the baseline entry of each finding is remembered. Fixes whose safety is
        in `tried` are written where possible.
        """
        found.note_closed()
        self._failures = [*found.closed]
        self.differs = False
        self.severities: Counter[str] = Counter()
        self._found = found
        self._wanted = wanted
        self._shows_info = shows_info
        self._diffs = diffs
        self._edits = edits
        self._for_baseline = for_baseline
        self._tried = tried
        self._complete = found.project.marked
        self._pages = Pages()
        self._among_all: Iterable[Finding] = ()
        self._findings_spool = FindingsSpool()
        self._hidden = 0
        self._suppressed = FindingsSpool()
        self._now: set[baseline.Known] = set()
        self._fixed = 0
        self._fixable: Counter[str] = Counter()

    @property
    def failed(self) -> bool:
        """Whether a file could not be read or written, or a folder could not be listed."""
        return bool(self._failures)

    def take(self, answer: Answer) -> None:
        """Add the answer for one file."""
        if answer is None:
            return
        if isinstance(answer, files.Unreadable):
            # An unreadable spec makes the project incomplete; it is a failure only if it was
            # requested.
            self._complete = False
            if self._found.place(answer.path):
                self._failures.append(answer)
            return
        asked = answer.place.asked
        self._pages.add(answer.place.name, answer.page, asked=asked, new=answer.new)
        if answer.fix_result:
            self._take_fix_result(answer.fix_result)

    def look_at_all(self, known: Known | None = None) -> None:
        """Apply project rules once all files have been added, and report failures."""
        for failure in self._failures[len(self._found.closed) :]:
            note(f"Error: {failure}")
        if self._pages.checked:
            complete = self._is_complete
            pages, found, wanted = self._pages, self._found, self._wanted
            self._among_all = project_findings(
                pages, found, wanted, known, complete=complete, edits=self._edits
            )
        self._judge()

    def outcome(self, *, unsafe: bool, failing: tuple[str, ...]) -> Outcome:
        """Return the outcome; findings whose severity is in `failing` make the check fail."""
        return Outcome(
            self._findings_spool,
            tuple(self._pages.checked),
            hidden=self._hidden,
            fixed=self._fixed,
            fixable=self._fixable["safe"],
            unsafely_fixable=self._fixable["unsafe"],
            unsafe=unsafe,
            tried=self._tried,
            suppressed=self._suppressed,
            failures=tuple(sorted(self._failures)),
            failing=failing,
            folder=self._found.project.folder,
        )

    def adopt(self) -> baseline.Baseline:
        """Return all findings as a baseline, and neither report nor count them any more."""
        known, _ = self._wanted.known.updated(self._now, self._is_judged)
        self._wanted = self._wanted.with_known(known)
        self._judge()
        return known

    def stale(self) -> frozenset[baseline.Known]:
        """Return baseline entries that no longer match, in files that are checked or gone."""
        return self._wanted.known.updated(self._now, self._is_judged)[1]

    def _is_judged(self, entry: baseline.Known) -> bool:
        """Return whether this check would find it: its file is checked or gone, its rule used."""
        rule = self._wanted.rule(entry.code)
        if rule and not selection.is_wanted(rule, entry.path, self._wanted.config):
            return False
        if rule and rule.scope == "project" and not self._is_complete:
            return False
        return (
            self._pages.is_checked(entry.path)
            or not (self._found.project.root / entry.path).exists()
        )

    @cached_property
    def _is_complete(self) -> bool:
        """Whether there is no other spec to which a reference could lead."""
        return self._complete and not self._found.project.is_for_sphinx

    def _judge(self) -> None:
        """Select among all findings, file by file."""
        self._findings_spool, self._suppressed, self._hidden = FindingsSpool(), FindingsSpool(), 0
        self.severities.clear()
        self._fixable.clear()
        failed = {failure.path for failure in self._failures}
        for chosen in map(self._wanted.chosen, self._found_in_each()):
            if self._for_baseline:
                self._now.update(baseline.entries(chosen))
            self._sort_out(chosen, failed)

    def _found_in_each(self) -> Iterator[list[Finding]]:
        """Yield the findings in each checked file, including those of project rules."""
        among = iter(self._among_all)
        ahead = next(among, None)
        for name, found in self._pages.findings(self._wanted.selection.codes):
            alone = len(found)
            while ahead and ahead.path <= name:
                if ahead.path == name:
                    found.append(ahead)
                ahead = next(among, None)
            yield sorted(found) if len(found) > alone else found

    def _sort_out(self, findings: Iterable[Finding], failed: Container[str]) -> None:
        """Count the findings, and keep those to report apart from those that are suppressed."""
        for finding in findings:
            if finding.suppression:
                self._suppressed.add(finding)
                continue
            self.severities[finding.severity] += 1
            if finding.fix and may_be_taken(finding, self._tried, failed):
                self._fixable[finding.fix.safety] += 1
            if self._shows_info or finding.severity != "info":
                self._findings_spool.add(finding)
            else:
                self._hidden += 1

    def _take_fix_result(self, result: FixResult) -> None:
        for line in result.notes:
            note(line)
        if result.failure:
            self._failures.append(result.failure)
        self._fixed += result.fixed
        if self._diffs:
            from ._diff import echo_diff

            self.differs |= bool(result.shown)
            echo_diff(result.shown)
        elif result.shown:
            echo(result.shown)
