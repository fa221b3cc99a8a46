"""What a check of many files comes to, taken up file by file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from sphinxcontrib_spec import baseline, config, files, links, rules
from sphinxcontrib_spec.report import Outcome

from ._checking import Answer
from ._diff import say_diff
from ._say import note, say
from ._sources import Found
from ._wanted import Wanted

if TYPE_CHECKING:
    from ._fixing import Mended


class Review:
    """The answers for all files, of which no more is kept than the report and other specs need.

    `differs` says that a fix would change a file; `severities` counts all findings that are not
    suppressed.
    """

    def __init__(
        self, found: Found, wanted: Wanted, *, shows_info: bool, diffs: bool, edits: bool = False
    ) -> None:
        """Begin with the folders that could not be listed; with `edits`, fixes say their edits."""
        found.note_closed()
        self._failures = [*found.closed]
        self.differs = False
        self.severities: Counter[str] = Counter()
        self._found = found
        self._wanted = wanted
        self._shows_info = shows_info
        self._diffs = diffs
        self._edits = edits
        self._asked = {place.name for place in found.places}
        self._complete = found.project.marked
        self._entries: list[links.PageEntry] = []
        self._checked: set[str] = set()
        self._told: list[rules.Finding] = []
        self._hidden: list[rules.Finding] = []
        self._suppressed: list[rules.Finding] = []
        self._fixed = 0
        self._fixable: Counter[str] = Counter()

    @property
    def failed(self) -> bool:
        """Whether a file could not be read or written, or a folder not be listed."""
        return bool(self._failures)

    def take(self, answer: Answer) -> None:
        """Take up what came of one file, and say what is said of it at once."""
        if answer is None:
            return
        if isinstance(answer, files.Unreadable):
            # What another spec says is unknown if it cannot be read; it was not asked for.
            self._complete = False
            if answer.path in self._asked:
                self._note_failure(answer)
            return
        self._entries.append(answer.entry)
        if answer.place.asked:
            self._checked.add(answer.place.name)
            self._tell(answer.findings)
            if answer.mended:
                self._take_mended(answer.mended)

    def look_at_all(self) -> None:
        """Look at all specs together, once each was taken up."""
        if self._checked:
            settings = self._wanted.settings
            found = rules.check_project(self._entries, settings, complete=self._is_complete)
            here = (finding for finding in found if finding.path in self._checked)
            chosen = self._wanted.chosen(here)
            if self._edits:
                from ._relinking import with_edits

                chosen = with_edits(chosen, self._found.places)
            self._tell(chosen)

    def outcome(self, *, unsafe: bool, failing: tuple[str, ...]) -> Outcome:
        """What is to be reported; findings of a severity in `failing` make the check fail."""
        return Outcome(
            tuple(sorted(self._told)),
            tuple(sorted(self._checked)),
            hidden=len(self._hidden),
            fixed=self._fixed,
            fixable=self._fixable["safe"],
            unsafely_fixable=self._fixable["unsafe"],
            unsafe=unsafe,
            suppressed=tuple(sorted(self._suppressed)),
            failures=tuple(sorted(self._failures)),
            failing=failing,
            folder=self._found.project.folder,
        )

    def adopt(self) -> baseline.Baseline:
        """All that is wrong, as a baseline, which is neither told nor counted any more."""
        known, _ = self._with_known()
        self._suppressed += known.suppressed([*self._told, *self._hidden])
        self._told, self._hidden = [], []
        self.severities.clear()
        self._fixable.clear()
        return known

    def stale(self) -> frozenset[baseline.Known]:
        """What is known of the checked files, and of those that are gone, but is wrong no more."""
        return self._with_known()[1]

    def _with_known(self) -> tuple[baseline.Baseline, frozenset[baseline.Known]]:
        found = [*self._told, *self._hidden, *self._suppressed]
        return self._wanted.known.updated(found, self._is_judged)

    def _is_judged(self, entry: baseline.Known) -> bool:
        """Whether a finding would be known here: its file is read or gone, its rule looked at."""
        rule = rules.RULE.get(entry.code)
        if rule and not config.is_wanted(rule, entry.path, self._wanted.config):
            return False
        if rule and rule.scope == "project" and not self._is_complete:
            return False
        return entry.path in self._checked or not (self._found.project.root / entry.path).exists()

    @cached_property
    def _is_complete(self) -> bool:
        """Whether there is no other spec that a reference could lead to."""
        return self._complete and not self._found.project.is_for_sphinx

    def _tell(self, findings: Iterable[rules.Finding]) -> None:
        for finding in findings:
            if finding.suppression:
                self._suppressed.append(finding)
                continue
            self.severities[finding.severity] += 1
            if finding.fix:
                self._fixable[finding.fix.safety] += 1
            is_told = self._shows_info or finding.severity != "info"
            (self._told if is_told else self._hidden).append(finding)

    def _take_mended(self, mended: Mended) -> None:
        for line in mended.notes:
            note(line)
        if mended.failure:
            self._note_failure(mended.failure)
        self._fixed += mended.fixed
        if self._diffs:
            self.differs |= bool(mended.shown)
            say_diff(mended.shown)
        elif mended.shown:
            say(mended.shown)

    def _note_failure(self, failure: files.Unreadable) -> None:
        self._failures.append(failure)
        note(f"Error: {failure}")
