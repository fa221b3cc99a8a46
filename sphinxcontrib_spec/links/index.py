"""Looks up specs and items by every name that a page may use for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from sphinxcontrib_spec import names, schema

from .archive import Archive
from .entries import ITEM_URL, PageEntry, Reference
from .shelf import Shelf
from .targets import Target

#: The number of suggestions for an unknown name.
_NEAREST = 3


class Answer(NamedTuple):
    """The result of a lookup; `candidates` are suggestions, unless it found exactly one target."""

    targets: tuple[Target, ...]
    candidates: tuple[str, ...]

    @property
    def only(self) -> Target | None:
        """The only target; among specs that share a slug, that of the first one."""
        ids = {target.id for target in self.targets}
        return self.targets[0] if len(ids) == 1 else None


class Index:
    """All specs and their items, by every name that may refer to them.

    A target is an id (`upload.failure-mode-lost-chunk`), an anchor (`failure-mode-lost-chunk`),
    `upload.lost-chunk`, an item's slug or its title; titles are compared as slugs. A target without
    a spec is looked up in the page's own spec first, then in all. A name that is one item's slug
    and another one's title means both: an edit must not silently move a reference.
    """

    def __init__(self, pages: Iterable[PageEntry] | Archive) -> None:
        """Create the index from pages, or from an archive that has not been used yet."""
        self._shelf = pages if isinstance(pages, Archive) else Shelf(pages)
        if isinstance(pages, Archive):
            self._seek_all(pages)

    def _seek_all(self, archive: Archive) -> None:
        """Announce to an archive the names that its pages' references will look up in all specs."""
        for role, target, home in _vague(archive):
            keys = (target, names.target_slug(target))
            if not _of(role, self._shelf.spec(home).named, *keys):
                for key in keys:
                    archive.seek(key)
        for role, target, home in _vague(archive):
            if not self._find(role, target, home):
                archive.seek_like("" if role == "ref" else role, names.target_slug(target))

    def resolve(self, reference: Reference, home: str) -> Answer:
        """Resolve a reference on a page of the spec `home`.

        The option of a typed link means an item of the kind that its verb leads to, if there is one
        with this name.
        """
        role, target = reference.role, reference.target
        kind = schema.LINK[reference.verb].target if reference.verb and role == "ref" else ""
        if kind and (found := self._find(kind, target, home)):
            return _answer(found)
        return self.find(role, target, home)

    def end(self, reference: Reference, home: str) -> Target | None:
        """Return the target of a typed link, if both of its ends are of the kinds of its verb."""
        link = schema.LINK[reference.verb]
        answer = self.resolve(reference, home)
        is_right = reference.origin.startswith(f"{link.source}-")
        return answer.only if is_right and answer.only and answer.only.kind == link.target else None

    def find(self, role: str, target: str, home: str = "") -> Answer:
        """Resolve the target of a role, or the URL of a link, on a page of the spec `home`."""
        if found := self._find(role, target, home):
            return _answer(found)
        return Answer((), self._nearest(role, target, home))

    def specs(self, slug: str) -> Sequence[Target]:
        """Return the specs with a slug, in the order of pages."""
        return self._shelf.spec(slug).pages if slug else ()

    def named(self, spec: str, name: str) -> tuple[Target, ...]:
        """Return the items of a spec with this slug, anchor or title (given as a slug)."""
        return tuple(self._shelf.spec(spec).named(name))

    def is_foreign(self, role: str, target: str, home: str = "") -> bool:
        """Whether an unknown target may belong to a spec that is not among the pages.

        That is so if it names such a spec, or if it names no spec and resembles no name that is
        known.
        """
        if role == "spec":
            return names.target_slug(target) not in self._shelf
        spec = _split(role, target, home)[0]
        if spec:
            return spec != home and spec not in self._shelf
        return not self._nearest(role, target, home)

    def _find(self, role: str, target: str, home: str) -> Sequence[Target]:
        spec, name = _split(role, target, home)
        if role == "link":
            return self._shelf.spec(spec).anchored(name)
        slug = names.target_slug(target)
        if role == "spec":
            return self._shelf.spec(slug).pages
        if spec:
            return _of(role, self._shelf.spec(spec).named, name)
        if home and (found := _of(role, self._shelf.spec(home).named, target, slug)):
            return found
        found = _of(role, self._shelf.called, target, slug)
        return found + self._shelf.spec(slug).pages if role == "ref" else found

    def _nearest(self, role: str, target: str, home: str) -> tuple[str, ...]:
        """The names most similar to the target: in its spec, in `home`, or in all specs."""
        if role == "spec":
            return self._close_specs(names.target_slug(target))
        spec, name = _split(role, target, home)
        if spec and spec not in self._shelf:
            return self._close_specs(spec)
        kind = "" if role in ("ref", "link") else role
        near = spec or home
        close = self._shelf.spec(near).like(kind, name, _NEAREST) if near else []
        if not close and not spec:
            close = self._shelf.like(kind, name, _NEAREST)
        return tuple(dict.fromkeys(_name(each, role, home) for each in close))

    def _close_specs(self, name: str) -> tuple[str, ...]:
        from difflib import get_close_matches

        return tuple(get_close_matches(name, self._shelf.slugs(), _NEAREST))


def _vague(archive: Archive) -> Iterator[tuple[str, str, str]]:
    """Yield role, target and own spec of each reference that may lead to any spec."""
    for page in archive.vague():
        for reference in page.references:
            role, target = reference.role, reference.target
            if role not in ("spec", "link") and not _split(role, target, page.spec_slug)[0]:
                yield role, target, page.spec_slug


def _answer(found: Sequence[Target]) -> Answer:
    targets = tuple(dict.fromkeys(found))
    several = dict.fromkeys(target.id for target in targets) if len(targets) > 1 else ()
    return Answer(targets, tuple(several))


def _of(role: str, named: Callable[[str], Sequence[Target]], *keys: str) -> list[Target]:
    """The targets with one of these names, of the kind that the role means, if it means one."""
    return [target for key in keys for target in named(key) if role in ("ref", "link", target.kind)]


def _split(role: str, target: str, home: str) -> tuple[str, str]:
    """Return the spec that a target names, if any, and the name of the item, as a slug."""
    if role == "link":
        found = ITEM_URL.fullmatch(unquote(target))
        return (found["spec"] or home, found["anchor"]) if found else ("", target)
    spec, dot, name = target.partition(".")
    if dot and spec and name and not any(char.isspace() for char in target):
        return names.target_slug(spec), names.target_slug(name)
    return "", names.target_slug(target)


def _name(target: Target, role: str, home: str) -> str:
    """Return the best name for an item in a reference with this role from the spec `home`."""
    if role == "link":
        file = "" if target.spec == home else names.file_name(target.spec)
        return f"{file}#{target.anchor}"
    if target.spec != home:
        return target.id
    return target.anchor if role == "ref" else target.slug
