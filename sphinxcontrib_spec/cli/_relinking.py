"""Fixes for which all specs must be known: a second pass, over the files that they are in."""

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
    """What the first pass left: every spec as others see it, and the files that may change again.

    A typed link can only be told to be wrong when all specs are known as their fixes leave them.
    Files without typed links are not kept waiting for that.
    """

    def __init__(self, wanted: Wanted) -> None:
        """Begin with no spec known."""
        self._wanted = wanted
        self._pages = Pages()
        self._held: list[Checked] = []

    def noted(self, answers: Iterable[Answer]) -> Iterator[Answer]:
        """The answers, of which is remembered what other specs see."""
        for one in answers:
            if isinstance(one, Checked):
                page = Page(b"", entry=entry_text(_entry(one)))
                self._pages.add(one.place.name, page, asked=False, new=False)
            yield one

    def held_back(self, answers: Iterable[Answer]) -> Iterator[Answer]:
        """The answers for files that are finished; the others are held back."""
        for one in self.noted(answers):
            if isinstance(one, Checked) and _has_links(_entry(one)):
                self._held.append(_in_words(one))
            else:
                yield one

    def relinked(self, fix: Callable[..., Answer], jobs: int, *, again: bool) -> Iterator[Answer]:
        """The answers that were held back, after the fixes that needed to know all specs.

        `again` says that the first pass has written its fixes, so that their number counts.
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
        """The findings that have a fix of this kind, by the names of their files."""
        entries, settings = self._pages.entries(), self._wanted.settings
        find = rules.check_project if self._pages.are_few else rules.check_many
        wrong: dict[str, list[rules.Finding]] = {}
        for path, found in groupby(find(entries, settings), lambda finding: finding.path):
            for finding in self._wanted.chosen(found):
                if _is_relink(finding) and not finding.suppression:
                    wrong.setdefault(path, []).append(finding)
        return wrong


def with_edits(findings: Sequence[rules.Finding], place: Place | None) -> list[rules.Finding]:
    """Findings of rules of many specs in one file, each fix also said in edits of it."""
    source = load(place) if place and any(_is_relink(each) for each in findings) else None
    if isinstance(source, Source):
        return [*fixing.with_edits(source.text, source.spec, findings)]
    return [*findings]


def _is_relink(finding: rules.Finding) -> bool:
    return bool(finding.fix and finding.fix.relink)


def _in_words(one: Checked) -> Checked:
    """The answer without values that take much more memory than words, as very many may wait."""
    page = one.page.as_json() if isinstance(one.page, Fresh) else one.page
    return Checked(one.place, page, one.mended and one.mended._replace(entry=None), one.new)


def _entry(one: Checked) -> PageEntry:
    """What others see of a spec, after fixes that are only shown, too."""
    return (one.mended and one.mended.entry) or entry_of(one.page)


def _has_links(entry: PageEntry) -> bool:
    return any(reference.verb and reference.text for reference in entry.references)


def _added(first: Checked, one: Answer) -> Answer:
    """The answer with what the first pass has fixed, too."""
    if not isinstance(one, Checked) or not first.mended or not one.mended:
        return one
    fixed = first.mended.fixed + one.mended.fixed
    return one._replace(mended=one.mended._replace(fixed=fixed))
