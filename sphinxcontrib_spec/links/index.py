"""All specs and their items, found by every name that a page may call them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote

from sphinxcontrib_spec import names, schema

from .entries import ITEM_URL, ItemEntry, PageEntry, Reference
from .likeness import Likeness

#: So many names are offered for one that is unknown.
_NEAREST = 3


class Target(NamedTuple):
    """Where a reference leads: an item of a spec, or, without kind and slug, the spec itself."""

    path: str
    spec: str
    kind: str
    slug: str
    title: str

    @property
    def anchor(self) -> str:
        """The fragment on the spec's page; empty for the spec itself."""
        return names.anchor(self.kind, self.slug) if self.kind else ""

    @property
    def id(self) -> str:
        """Its name among all specs."""
        return names.full_id(self.spec, self.kind, self.slug) if self.kind else self.spec


class Answer(NamedTuple):
    """What a look-up found; `candidates` are what may have been meant, unless it found just one."""

    targets: tuple[Target, ...]
    candidates: tuple[str, ...]

    @property
    def only(self) -> Target | None:
        """The one target; of specs that share a slug, what the first one has."""
        ids = {target.id for target in self.targets}
        return self.targets[0] if len(ids) == 1 else None


class Index:
    """All specs and their items, by every name they may be referred to.

    A target is an id (`upload.failure-mode-lost-chunk`), an anchor (`failure-mode-lost-chunk`),
    `upload.lost-chunk`, an item's slug or its title, titles being compared as slugs. One without
    a spec is looked up in the page's own spec first, then in all. A name that is one item's slug
    and another one's title means both: an edit must not silently move a reference.
    """

    def __init__(self, pages: Iterable[PageEntry]) -> None:
        self._pages: dict[str, list[PageEntry]] = {}
        for page in sorted(page for page in pages if page.spec_slug):
            self._pages.setdefault(page.spec_slug, []).append(page)
        self._known: dict[str, _Spec] = {}
        self._pools: dict[tuple[str, str], tuple[dict[str, Target], Likeness]] = {}

    @cached_property
    def _anywhere(self) -> dict[str, list[Target]]:
        """The items of all specs by each of their names: most references say in which spec.

        They are in the order of pages, also where pages share a slug.
        """
        found: dict[str, list[Target]] = {}
        items = (each for spec in map(self._spec, self._pages) for each in spec.items)
        for entry, target in sorted(items, key=lambda each: each[1].path):
            for name in names_of(entry):
                found.setdefault(name, []).append(target)
        return found

    def _spec(self, slug: str) -> _Spec:
        """A spec and its items, those of all pages that have its slug; an empty one if none has."""
        if slug not in self._known:
            self._known[slug] = _Spec(slug, self._pages.get(slug, ()))
        return self._known[slug]

    def resolve(self, reference: Reference, home: str) -> Answer:
        """What a reference on a page of the spec `home` leads to.

        The option of a typed link means an item of the kind that its verb leads to, if one is
        called so.
        """
        role, target = reference.role, reference.target
        if reference.verb and role == "ref":
            answer = self.find(schema.LINK[reference.verb].target, target, home)
            if answer.targets:
                return answer
        return self.find(role, target, home)

    def end(self, reference: Reference, home: str) -> Target | None:
        """The item at the other end of a typed link, if both ends are of the kinds of its verb."""
        link = schema.LINK[reference.verb]
        answer = self.resolve(reference, home)
        is_right = reference.origin.startswith(f"{link.source}-")
        return answer.only if is_right and answer.only and answer.only.kind == link.target else None

    def find(self, role: str, target: str, home: str = "") -> Answer:
        """What this target of a role, or URL of a link, leads to from a page of the spec `home`."""
        found = tuple(dict.fromkeys(self._find(role, target, home)))
        if len(found) == 1:
            return Answer(found, ())
        if found:
            return Answer(found, tuple(dict.fromkeys(target.id for target in found)))
        return Answer((), self._nearest(role, target, home))

    def named(self, spec: str, name: str) -> tuple[Target, ...]:
        """The items of a spec that have this slug, anchor or title, given as a slug."""
        return self._spec(spec).named.get(name, ())

    def is_foreign(self, role: str, target: str, home: str = "") -> bool:
        """Whether an unknown target may well be that of a spec which is not among the pages.

        It names such a spec, or it names none and is like nothing that is here.
        """
        if role == "spec":
            return names.target_slug(target) not in self._pages
        spec = _split(role, target, home)[0]
        if spec:
            return spec != home and spec not in self._pages
        return not self._nearest(role, target, home)

    def _find(self, role: str, target: str, home: str) -> list[Target]:
        slug = names.target_slug(target)
        if role == "spec":
            return self._spec(slug).pages
        spec, name = _split(role, target, home)
        if role == "link":
            return [*self._spec(spec).anchored.get(name, ())]
        if spec:
            return _of(role, self._spec(spec).named, name)
        if home and (found := _of(role, self._spec(home).named, target, slug)):
            return found
        found = _of(role, self._anywhere, target, slug)
        return found + self._spec(slug).pages if role == "ref" else found

    def _nearest(self, role: str, target: str, home: str) -> tuple[str, ...]:
        """The names most like the target: those of the spec it names, of `home`, or of all."""
        if role == "spec":
            return self._close_specs(names.target_slug(target))
        spec, name = _split(role, target, home)
        if spec and spec not in self._pages:
            return self._close_specs(spec)
        for own in (spec or home, ""):
            known, likeness = self._pool(own, "" if role in ("ref", "link") else role)
            close = [_said(known[each], role, home) for each in likeness.close(name, _NEAREST)]
            if close or spec:
                return tuple(dict.fromkeys(close))
        return ()

    def _close_specs(self, name: str) -> tuple[str, ...]:
        from difflib import get_close_matches

        return tuple(get_close_matches(name, self._pages, _NEAREST))

    def _pool(self, spec: str, kind: str) -> tuple[dict[str, Target], Likeness]:
        """The items of one spec or of all, of one kind or of any, by their slugs and anchors."""
        if (spec, kind) not in self._pools:
            known: dict[str, Target] = {}
            for item in self._items(spec):
                if kind in ("", item.kind):
                    known.setdefault(item.slug, item)
                    known.setdefault(item.anchor, item)
            self._pools[spec, kind] = known, Likeness(known)
        return self._pools[spec, kind]

    def _items(self, spec: str) -> Iterator[Target]:
        """The items of one spec, or of all."""
        for slug in (spec,) if spec else self._pages:
            yield from (target for _, target in self._spec(slug).items)


class _Spec:
    """One spec and its items, each name made when it is asked for."""

    def __init__(self, slug: str, pages: Sequence[PageEntry]) -> None:
        self.pages = [Target(page.path, slug, "", "", page.title) for page in pages]
        self.items = [
            (entry, Target(page.path, slug, entry.kind, entry.slug, entry.title))
            for page in pages
            for entry in page.items
        ]

    @cached_property
    def anchored(self) -> dict[str, tuple[Target, ...]]:
        """The items by their anchors: several only if specs share the slug."""
        found: dict[str, tuple[Target, ...]] = {}
        for _, target in self.items:
            _add(found, target.anchor, target)
        return found

    @cached_property
    def named(self) -> dict[str, tuple[Target, ...]]:
        """The items by each of their names."""
        found: dict[str, tuple[Target, ...]] = {}
        for entry, target in self.items:
            for name in names_of(entry):
                _add(found, name, target)
        return found


def _add(found: dict[str, tuple[Target, ...]], name: str, target: Target) -> None:
    """Note what has this name: a list would take twice the memory, and one thing has most names."""
    found[name] = (*found.get(name, ()), target)


def _of(role: str, named: Mapping[str, Sequence[Target]], *keys: str) -> list[Target]:
    """What has one of these names and is of the kind that the role means, if it means one."""
    return [
        target
        for key in keys
        for target in named.get(key, ())
        if role in ("ref", "link", target.kind)
    ]


def _split(role: str, target: str, home: str) -> tuple[str, str]:
    """The spec that a target names, or none, and what it says of the item, as a slug."""
    if role == "link":
        found = ITEM_URL.fullmatch(unquote(target))
        return (found["spec"] or home, found["anchor"]) if found else ("", target)
    spec, dot, name = target.partition(".")
    if dot and spec and name and not any(char.isspace() for char in target):
        return names.target_slug(spec), names.target_slug(name)
    return "", names.target_slug(target)


def names_of(entry: ItemEntry | Target) -> frozenset[str]:
    """What an item may be called in its spec."""
    return frozenset((names.anchor(entry.kind, entry.slug), entry.slug, _title_slug(entry)))


def _title_slug(entry: ItemEntry | Target) -> str:
    """The slug of an item's title, made only if it is not plainly the slug that the item has."""
    if entry.title.lower().replace(" ", "-") == entry.slug:
        return entry.slug
    return names.slug(entry.title, names.SPEC_CHARACTERS)


def _said(target: Target, role: str, home: str) -> str:
    """How an item is best named in a reference with this role from the spec `home`."""
    if role == "link":
        file = "" if target.spec == home else names.file_name(target.spec)
        return f"{file}#{target.anchor}"
    if target.spec != home:
        return target.id
    return target.anchor if role == "ref" else target.slug
