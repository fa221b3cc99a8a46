"""What a check of many files comes to, taken up file by file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from sphinxcontrib_spec import config, files, links, rules
from sphinxcontrib_spec.report import Outcome

from ._checking import Answer
from ._diff import say_diff
from ._say import note, say
from ._sources import Found

if TYPE_CHECKING:
    from ._fixing import Mended


class Review:
    """The answers for all files, of which no more is kept than the report and other specs need.

    `differs` says that a fix would change a file; `severities` counts all findings.
    """

    def __init__(self, found: Found, *, shows_info: bool, diffs: bool, edits: bool = False) -> None:
        """Begin with the folders that could not be listed; with `edits`, fixes say their edits."""
        found.note_closed()
        self._failures = [*found.closed]
        self.differs = False
        self.severities: Counter[str] = Counter()
        self._found = found
        self._shows_info = shows_info
        self._diffs = diffs
        self._edits = edits
        self._asked = {place.name for place in found.places}
        self._complete = found.project.marked
        self._entries: list[links.PageEntry] = []
        self._checked: set[str] = set()
        self._told: list[rules.Finding] = []
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

    def finish(self, *, unsafe: bool, failing: tuple[str, ...]) -> Outcome:
        """Look at all specs together; the answer is what is to be reported.

        Findings of a severity in `failing` make the check fail.
        """
        project = self._found.project
        if self._checked:
            complete = self._complete and not project.is_for_sphinx
            settings = project.config.settings
            among_all = rules.check_project(self._entries, settings, complete=complete)
            here = (finding for finding in among_all if finding.path in self._checked)
            told = config.selected(here, project.config)
            if self._edits:
                from ._relinking import with_edits

                told = with_edits(told, self._found.places)
            self._tell(told)
        return Outcome(
            tuple(sorted(self._told)),
            tuple(sorted(self._checked)),
            hidden=self.severities.total() - len(self._told),
            fixed=self._fixed,
            fixable=self._fixable["safe"],
            unsafely_fixable=self._fixable["unsafe"],
            unsafe=unsafe,
            failures=tuple(sorted(self._failures)),
            failing=failing,
            folder=project.folder,
        )

    def _tell(self, findings: Iterable[rules.Finding]) -> None:
        for finding in findings:
            self.severities[finding.severity] += 1
            if finding.fix:
                self._fixable[finding.fix.safety] += 1
            if self._shows_info or finding.severity != "info":
                self._told.append(finding)

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
