"""Digests of what each page shows of other pages' specs and items."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from sphinxcontrib_spec.links import Reference, Target

from .. import rule_links
from ..export import downloads
from . import state

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from ..domain import SpecDomain
    from ..environment.lookup import Incoming, Lookup


def digests(
    domain: SpecDomain, rows: Mapping[str, Sequence[Any]], builder: Builder
) -> dict[str, str]:
    """Return a digest by page of what it shows of others, including the `rows` of findings."""
    lookup = domain.lookup
    has_files = downloads.has_files(builder)
    found = {}
    names = rule_links.names(domain)
    ends: dict[str, list[tuple[str, tuple[Incoming, ...]]]] = {}
    for (docname, anchor), incoming in sorted(lookup.incoming.items()):
        ends.setdefault(docname, []).append((anchor, incoming))
    documents = linked_documents(domain)
    by_file, loosely = domain.known.linked, domain.known.loose
    for docname in sorted({*lookup.pages, *loosely, *by_file, *rows, *names}):
        page = lookup.pages.get(docname)
        answers = (
            [(each, lookup.resolve(each, docname)) for each in page.references] if page else []
        )
        loose = [
            lookup.find("ref", target, docname, file) for target, file in loosely.get(docname, ())
        ]
        shown: list[Any] = [
            _as_shown(answer.only or _elsewhere(reference, docname, lookup), lookup)
            or lookup.file_with(reference, docname)
            for reference, answer in answers
        ]
        # If `any` may mean several things, Sphinx shows the first.
        shown += [_as_shown(next(iter(answer.targets), None), lookup) for answer in loose]
        shown += [
            _of_link(link, documents, lookup, has_hover=builder.format != "text")
            for link in by_file.get(docname, ())
        ]
        shown += [
            (end, each, lookup.shown_spec(each.docname))
            for end, incoming in ends.get(docname, ())
            for each in incoming
        ]
        shown += rows.get(docname, ())
        shown += [rule_links.home(domain, code) for code, *_place in names.get(docname, ())]
        if has_files and lookup.home(docname):
            shown.append(lookup.is_owner(docname))
        if shown:
            found[docname] = state.digest(shown)
    return found


def _elsewhere(reference: Reference, docname: str, lookup: Lookup) -> Target | None:
    """Return the item of another spec that a link to an anchor leads to, as the page lacks it."""
    if reference.role != "link" or not reference.target.startswith("#"):
        return None
    return lookup.find("ref", unquote(reference.target[1:]), docname, reference.path).only


def _of_link(
    link: tuple[str, str, bool], documents: Container[str], lookup: Lookup, *, has_hover: bool
) -> tuple[str, ...]:
    """Return everything that a page shows of the spec whose file it has a plain link to.

    A link with words of its own shows the title only where readers can hover over it.
    """
    slug, there, has_words = link
    if there in documents:
        return there, "" if has_words or not lookup.home(there) else lookup.shown_spec(there)
    target = lookup.find("spec", slug, "").only
    if target and has_words and not has_hover:
        return lookup.docname(target), target.anchor
    return _as_shown(target, lookup)


def linked_documents(domain: SpecDomain) -> set[str]:
    """Return the documents that plain links name by the files of specs."""
    named = {docname for links in domain.known.linked.values() for _, docname, _ in links}
    return named & domain.env.found_docs


def carriers(lookup: Lookup) -> dict[str, list[str]]:
    """Return the documents whose typed links lead to each document, in the order of pages."""
    found: dict[str, set[str]] = {}
    for (docname, _anchor), incoming in lookup.incoming.items():
        found.setdefault(docname, set()).update(each.docname for each in incoming)
    order = {docname: at for at, docname in enumerate(lookup.pages)}
    return {docname: sorted(names, key=order.__getitem__) for docname, names in found.items()}


def _as_shown(target: Target | None, lookup: Lookup) -> tuple[str, ...]:
    """Return everything that a page shows of a reference's target."""
    if target is None:
        return ()
    docname = lookup.docname(target)
    titles = target.title, lookup.shown(target), lookup.shown_spec(docname)
    return docname, target.anchor, target.id, *titles
