"""Checking one file, in whatever process that is, after fixing it if that is wanted."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from sphinxcontrib_spec import files, links, rules

from ._sources import Found, Place, Source, load, split_names
from ._wanted import Wanted
from ._workers import work_on

if TYPE_CHECKING:
    from ._fixing import Fixes, Mended


class Checked(NamedTuple):
    """What came of a file: what other specs see of it, and what is wanted to be told."""

    place: Place
    entry: links.PageEntry
    findings: list[rules.Finding]
    mended: Mended | None = None


#: The answer for one file: none if it says that it is no spec.
Answer: TypeAlias = Checked | files.Unreadable | None


def check_all(
    found: Found, wanted: Wanted, jobs: int, fixes: Fixes | None = None, edits: bool = False
) -> Generator[Answer, None, None]:
    """Check all that was found, and look into the project's other specs.

    Each file is fixed once: under further names, which links give it, it is checked after that.
    With `edits`, findings say what their fixes would change.
    """
    others = found.others() if found.places else ()
    check = partial(check_file, wanted=wanted, edits=edits)
    if not fixes:
        yield from work_on((*found.places, *others), check, jobs, "Checking")
        return
    from ._relinking import Relinking

    firsts, further = split_names(found.places)
    fix = partial(check, fixes=fixes)
    claimed: set[str] | None = None if fixes.writes else set()
    relinking = Relinking(wanted)
    for one in relinking.held_back(work_on(firsts, fix, jobs, "Fixing")):
        yield _renamed(one, check, claimed)
    yield from relinking.noted(work_on(others, check, jobs, "Reading"))
    for one in relinking.relinked(fix, jobs, again=fixes.writes):
        yield _renamed(one, check, claimed)
    yield from work_on(further, check, jobs, "Checking")


def check_file(
    place: Place,
    *,
    wanted: Wanted,
    edits: bool,
    fixes: Fixes | None = None,
    among_all: Mapping[str, Sequence[rules.Finding]] = MappingProxyType({}),
) -> Answer:
    """Check the spec at a place.

    If the file is fixed, what is found is found in the new text. `among_all` are findings of
    rules of many specs that are to be fixed, too, by the names of files.
    """
    source = load(place)
    if not isinstance(source, Source):
        return source
    if not place.asked:
        return Checked(place, links.page_entry(source.spec, wanted.config.levels), [])
    mended = None
    if fixes:
        from ._fixing import mend

        source, mended = mend(source, wanted, fixes, among_all.get(place.name, ()))
    entry = links.page_entry(source.spec, wanted.config.levels)
    findings = wanted.chosen(rules.check(source.spec, wanted.settings, source.file_name))
    if edits:
        from sphinxcontrib_spec.fixing import with_edits

        findings = with_edits(source.text, source.spec, findings)
    return Checked(place, entry, [*map(_without_steps, findings)], mended)


def _without_steps(finding: rules.Finding) -> rules.Finding:
    """The finding without what its fix holds of the spec, which may be forgotten then."""
    fix = finding.fix and replace(finding.fix, steps=(), bolder=None)
    return replace(finding, fix=fix)


def _renamed(one: Answer, check: Callable[[Place], Answer], claimed: set[str] | None) -> Answer:
    """Give a file the name that its fix wants, if any, and check it again under that.

    If new names are only shown, `claimed` are those that were.
    """
    if not isinstance(one, Checked) or not one.mended or not one.mended.rename:
        return one
    from ._fixing import rename, show_rename

    mended = one.mended
    if claimed is not None:
        return one._replace(mended=show_rename(one.place, mended, claimed))
    place, mended = rename(one.place, mended)
    again = check(place) if place != one.place else one
    if isinstance(again, Checked):
        return again._replace(mended=mended)
    return one._replace(mended=mended._replace(failure=again))
