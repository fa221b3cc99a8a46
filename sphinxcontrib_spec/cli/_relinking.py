"""Apply fixes that depend on all specs: a second pass over the files that contain them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby

from sphinxcontrib_spec import fixing, rules
from sphinxcontrib_spec.links import PageEntry

from ._checked_page import Fresh, Page, entry_of, entry_text
from ._checking import Answer, Checked
from ._pages import Pages
from ._sources import Place, Source, load
from ._wanted import Wanted
from ._workers import work_on


class Relinking:
    """The state after the first pass: specs as others see them, and files that may change again.

    Whether a typed link is wrong can be decided only when all specs are known as fixed. Files
    without typed links need not wait for that.
    """

    def __init__(self, wanted: Wanted) -> None:
        """Start without any specs."""
        self._wanted = wanted
        self._pages = Pages()
        self._held: list[Checked] = []

    def noted(self, answers: Iterable[Answer]) -> Iterator[Answer]:
        """Yield the answers, and remember what other specs see of them."""
        for one in answers:
            if isinstance(one, Checked):
                page = Page(b"", entry=entry_text(_entry_after_fixes(one)))
                self._pages.add(one.place.name, page, asked=False, new=False)
            yield one

    def held_back(self, answers: Iterable[Answer]) -> Iterator[Answer]:
        """Yield the answers for finished files, and hold back the others."""
        for one in self.noted(answers):
            if isinstance(one, Checked) and _has_links(_entry_after_fixes(one)):
                self._held.append(_as_json(one))
            else:
                yield one

    def relinked(self, fix: Callable[..., Answer], jobs: int, *, again: bool) -> Iterator[Answer]:
        """Yield the answers that were held back, after the fixes that depend on all specs.

        `again` is true if the first pass has written its fixes, so that the numbers of fixes add
        up.
        """
        wrong = self._wrong() if self._held else {}
        places = [one.place for one in self._held if one.place.name in wrong]
        answers = work_on(places, len(places), partial(fix, among_all=wrong), jobs, "Fixing")
        for first in self._held:
            one = next(answers) if first.place.name in wrong else first
            if again and one is not first and not first.place.is_stdin:
                one = _added(first, one)
            yield one

    def _wrong(self) -> dict[str, list[rules.Finding]]:
        """Return the findings with such a fix, by the names of their files."""
        entries, settings = self._pages.entries(), self._wanted.settings
        find = rules.check_project if self._pages.are_few else rules.check_many
        wrong: dict[str, list[rules.Finding]] = {}
        for path, found in groupby(find(entries, settings), lambda finding: finding.path):
            for finding in self._wanted.chosen(found):
                if _is_relink(finding) and not finding.suppression:
                    wrong.setdefault(path, []).append(finding)
        return wrong


def with_edits(findings: Sequence[rules.Finding], place: Place | None) -> list[rules.Finding]:
    """Add edits to the fixes of findings of project rules in one file."""
    source = load(place) if place and any(_is_relink(each) for each in findings) else None
    if isinstance(source, Source):
        return [*fixing.with_edits(source.text, source.spec, findings)]
    return [*findings]


def _is_relink(finding: rules.Finding) -> bool:
    return bool(finding.fix and finding.fix.relink)


def _as_json(one: Checked) -> Checked:
    """Return the answer as JSON, which takes much less memory, as very many answers may be held."""
    page = one.page.as_json() if isinstance(one.page, Fresh) else one.page
    return Checked(one.place, page, one.fix_result and one.fix_result._replace(entry=None), one.new)


def _entry_after_fixes(one: Checked) -> PageEntry:
    """Return what other specs see of a spec, taking fixes into account that are only shown."""
    return (one.fix_result and one.fix_result.entry) or entry_of(one.page)


def _has_links(entry: PageEntry) -> bool:
    return any(reference.verb and reference.text for reference in entry.references)


def _added(first: Checked, one: Answer) -> Answer:
    """Add the number of findings fixed in the first pass to an answer."""
    if not isinstance(one, Checked) or not first.fix_result or not one.fix_result:
        return one
    fixed = first.fix_result.fixed + one.fix_result.fixed
    return one._replace(fix_result=one.fix_result._replace(fixed=fixed))
