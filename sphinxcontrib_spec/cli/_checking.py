"""Check one file, possibly in another process, and fix it before if requested."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from sphinxcontrib_spec import files
from sphinxcontrib_spec.findings import Finding
from sphinxcontrib_spec.markup.front_matter import declines

from ._checked_page import Fresh, Page, digest_of, edits_made, findings_in
from ._sources import Found, Place, Source, load, split_names
from ._wanted import Wanted
from ._workers import work_on

if TYPE_CHECKING:
    from ._fixing import Fixes, FixResult
    from ._known import Known


class Checked(NamedTuple):
    """The result of checking a file: its page, and the result of fixing it.

    If `new` is false, the same contents have been checked before.
    """

    place: Place
    page: Page | Fresh
    fix_result: FixResult | None = None
    new: bool = True


#: The answer for one file; None if it says that it is not a spec.
Answer: TypeAlias = Checked | files.Unreadable | None


def check_all(
    found: Found,
    wanted: Wanted,
    jobs: int,
    fixes: Fixes | None = None,
    edits: bool = False,
    known: Known | None = None,
) -> Generator[Answer, None, None]:
    """Check all files that were found, and read the project's other specs.

    Each file is fixed once; if symbolic links give it further names, it is checked under these
    afterwards. With `edits`, findings include the edits of their fixes. Files whose results are
    `known` are not checked again.
    """
    others = found.others() if found.places else ()
    check = partial(check_file, wanted=wanted, edits=edits, keeps=known is not None)
    is_enough = partial(_is_enough, wanted=wanted, edits=edits, fixes=bool(fixes))

    def worked_on(
        places: Sequence[Place], work: Callable[[Place], Answer], label: str, *, aloud: bool = True
    ) -> Iterator[Answer]:
        answers = known.answers(places, is_enough) if known else places
        # An interrupt may occur here, too; its traceback would keep the progress bar from being
        # closed.
        with closing(work_on(answers, len(places), work, jobs, label, aloud=aloud)) as worked:
            for place, one in zip(places, worked, strict=True):
                # A place sent back by another process would keep a second copy of each of its
                # strings.
                own = one._replace(place=place) if isinstance(one, Checked) else one
                yield known.kept(own) if known else own

    if not fixes:
        yield from worked_on((*found.places, *others), check, "Checking", aloud=False)
        return
    from ._relinking import Relinking

    firsts, further = split_names(found.places)
    fix = partial(check, fixes=fixes)
    claimed: set[str] | None = None if fixes.writes else set()
    relinking = Relinking(wanted)
    for one in relinking.held_back(worked_on(firsts, fix, "Fixing")):
        yield _renamed(one, check, claimed)
    yield from relinking.noted(worked_on(others, check, "Reading"))
    for one in relinking.relinked(fix, jobs, again=fixes.writes):
        yield _renamed(one, check, claimed)
    yield from worked_on(further, check, "Checking")


def _is_enough(page: Page, *, wanted: Wanted, edits: bool, fixes: bool) -> bool:
    """Return whether a cached page suffices: nothing is to be fixed, and no edits are missing."""
    if not edits and not fixes:
        return True
    found = findings_in(page.findings)
    if fixes:
        return not any(finding.fix for finding in found)
    numbers = wanted.with_fixes(found)
    return not numbers or page.edits == edits_made(numbers)


def check_file(
    place: Place,
    *,
    wanted: Wanted,
    edits: bool,
    keeps: bool,
    fixes: Fixes | None = None,
    among_all: Mapping[str, Sequence[Finding]] = MappingProxyType({}),
) -> Answer:
    """Check the spec at a place.

    If the file is fixed, the findings are those of the new text. If the caller `keeps` the answer,
    it includes the digest of the text. `among_all` holds findings of project rules that are to be
    fixed, too, by file name.
    """
    from sphinxcontrib_spec import links, rules

    source = load(place)
    if not isinstance(source, Source):
        return source
    fix_result = None
    if fixes and place.asked:
        from ._fixing import fix_source

        source, fix_result = fix_source(source, wanted, fixes, among_all.get(place.name, ()))
    spec = source.spec
    texts = links.texts(spec)
    page = Fresh(
        digest_of(source.text.encode()) if keeps else b"",
        "yes" if declines(source.text) else "",
        None,
        "",
        links.page_entry(spec, wanted.config.levels, texts),
    )
    if not place.asked:
        return Checked(place, page)
    findings = rules.check(spec, wanted.settings, source.file_name, texts)
    made = ""
    if edits:
        from sphinxcontrib_spec.fixing import with_edits

        numbers = wanted.with_fixes(findings)
        edited = with_edits(source.text, spec, [findings[at] for at in numbers])
        for at, finding in zip(numbers, edited, strict=True):
            findings[at] = finding
        made = edits_made(numbers)
    findings = [one.without_steps() if one.fix else one for one in findings]
    return Checked(place, page._replace(findings=findings, edits=made), fix_result)


def _renamed(one: Answer, check: Callable[[Place], Answer], claimed: set[str] | None) -> Answer:
    """Rename a file if its fix requires that, and check it again under the new name.

    If new names are only shown, `claimed` is the set of those that have been.
    """
    if not isinstance(one, Checked) or not one.fix_result or not one.fix_result.rename:
        return one
    from ._fixing import rename, show_rename

    fix_result = one.fix_result
    if claimed is not None:
        return one._replace(fix_result=show_rename(one.place, fix_result, claimed))
    place, fix_result = rename(one.place, fix_result)
    again = check(place) if place != one.place else one
    if isinstance(again, Checked):
        return again._replace(fix_result=fix_result)
    return one._replace(fix_result=fix_result._replace(failure=again))
