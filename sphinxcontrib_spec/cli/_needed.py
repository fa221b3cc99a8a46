"""What rules of many specs need to know: of very many pages, only what others may mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from sphinxcontrib_spec import names, schema
from sphinxcontrib_spec.links import Index, PageEntry, Reference, names_of


class _Meant(NamedTuple):
    """What all references may mean, and the slugs that more than one spec has."""

    names: frozenset[str]
    slugs: frozenset[str]


def needed(all_pages: Callable[[], Iterable[PageEntry]], *, goals: bool) -> list[PageEntry]:
    """The pages without what no rule of many specs would find anything in, or look at.

    `all_pages` gives them as often as it is asked. Without `goals`, no rule asks whether goals are
    verified.
    What is left out are items that nothing refers to, and pages that have nothing else. Where a
    reference leads nowhere, or to what is not of its kind, everything is kept: the nearest name
    may be anywhere.
    """
    meant = _meant(all_pages())
    kept = [*_kept(all_pages(), meant, goals)]
    return kept if all(_resolved(kept)) else [*all_pages()]


def _meant(pages: Iterable[PageEntry]) -> _Meant:
    seen: set[str] = set()
    twice: set[str] = set()
    meant: set[str] = set()
    for page in pages:
        (twice if page.spec_slug in seen else seen).add(page.spec_slug)
        for reference in page.references:
            meant.update(_names(reference))
    return _Meant(frozenset(meant), frozenset(twice))


def _names(reference: Reference) -> Iterator[str]:
    """All that may be the name of the item or the spec that a reference leads to, and more."""
    target = unquote(reference.target)
    parts = target.split(".")
    ends = (".".join(parts[start:]) for start in range(len(parts)))
    for words in (*ends, target.rpartition("#")[2], reference.target, reference.text):
        yield words
        yield names.target_slug(words)


def _kept(pages: Iterable[PageEntry], meant: _Meant, goals: bool) -> Iterator[PageEntry]:
    unlinked = {schema.LINK["verifies"].target} if goals else set()
    for page in pages:
        items = page.items
        if not page.ignores:  # a comment may be about any of them
            items = tuple(
                item
                for item in items
                if item.gravest
                or item.kind in unlinked
                or (meant.names and not meant.names.isdisjoint(names_of(item)))
            )
        is_meant = page.spec_slug in meant.slugs or page.spec_slug in meant.names
        if items or page.references or page.ignores or is_meant:
            yield page._replace(items=items)


def _resolved(pages: Sequence[PageEntry]) -> Iterator[bool]:
    """For each reference, whether it leads to something, and a typed link to the right kind."""
    index = Index(pages) if any(page.references for page in pages) else None
    for page in pages if index else ():
        assert index
        for reference in page.references:
            answer = index.resolve(reference, page.spec_slug)
            only = answer.only
            kind = schema.LINK[reference.verb].target if reference.verb else ""
            yield bool(answer.targets) and (not kind or not only or only.kind == kind)
