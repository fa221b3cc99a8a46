"""Finding an item among many specs: what a page holds, what it points at, and where that leads.

What is kept of a page are flat tuples of strings and numbers. `Index` turns those of all pages
into one look-up; how a target may be written is said there.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias
from urllib.parse import unquote

from . import inline, names, schema
from .items import Item, title
from .model import AnyBlock, Block, Group, HeaderLine, List, Section, Spec, Table
from .prose import prose
from .source import Span, Text

#: Whom a text belongs to: the spec itself owns its title.
Owner: TypeAlias = Spec | HeaderLine | Section | Block | Group | Item

#: Roles that name something of ours, without the domain's prefix.
ROLES = frozenset(("ref", "spec", *schema.KIND))
ROLE_PREFIX = "spec:"

_KINDS = "|".join(map(re.escape, schema.KIND))
_URL = re.compile(rf"(?:(?:[^#?:]*/)?spec-(?P<spec>[^#?:/]+)\.md)?#(?P<anchor>(?:{_KINDS})-.+)")
_DEFINITION = re.compile(r"^[ ]{0,3}\[[^\]\n]+\]:\s*<?([^\s<>]+)", re.MULTILINE)
_NEAREST = 3


class ItemEntry(NamedTuple):
    """One item of a page; its title is plain text."""

    kind: str
    slug: str
    title: str
    line: int


class Reference(NamedTuple):
    """Something that a page points at.

    `role` is `ref`, `spec`, the name of a kind, or `link` for a Markdown link, whose target is
    its URL. A typed link also has its verb and the anchor of the item that carries it.
    """

    role: str
    target: str
    verb: str = ""
    origin: str = ""
    path: str = ""
    line: int = 0
    column: int = 0


class PageEntry(NamedTuple):
    """What is known of a page: `spec_slug` is empty for one that is no spec but refers to some."""

    path: str
    spec_slug: str
    title: str
    line: int
    items: tuple[ItemEntry, ...] = ()
    references: tuple[Reference, ...] = ()


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


def page_entry(spec: Spec) -> PageEntry:
    """What other pages need to know of this spec."""
    items = tuple(
        ItemEntry(item.kind.name, item.about.slug, inline.plain(title(item)), item.about.span.line)
        for item in spec.items()
    )
    line = spec.heading.span.line or 1
    name = inline.plain(spec.title)
    return PageEntry(spec.path, spec.slug, name, line, items, tuple(references(spec)))


def references(spec: Spec) -> Iterator[Reference]:
    """Everything of ours that the spec points at: typed links, roles and Markdown links.

    A link within the page that leads to one of its headings is none of ours, and neither is one
    with an absolute URL: what it names is not read here.
    """
    for item in spec.items():
        origin = names.anchor(item.kind.name, item.about.slug)
        for link in item.about.links:
            role, target = ("link", link.url) if link.url else ("ref", str(link.text))
            if role == "ref" or _is_ours(target, spec):
                yield Reference(role, target, link.verb, origin, *_place(link.text.span, spec))
    for _, text in texts(spec):
        if "#" in text or ROLE_PREFIX in text:
            found = sorted(
                (start, stop, role, target)
                for role, target, start, stop in _pointers(text)
                if role != "link" or _is_ours(target, spec)
            )
            pieces = text.pieces((start, stop) for start, stop, *_ in found)
            for (*_, role, target), piece in zip(found, pieces, strict=True):
                yield Reference(role, target, "", "", *_place(piece.span, spec))


def _place(span: Span, spec: Spec) -> Span:
    return span if span.path else span._replace(path=spec.path)


def _pointers(text: Text) -> Iterator[tuple[str, str, int, int]]:
    """The role, target and offsets of each of our roles in a text, and of every link in it."""
    for part in inline.parts(text):
        if part.kind == "link":
            yield "link", part.target, part.start, part.stop
        elif part.kind == "role" and part.target.startswith(ROLE_PREFIX):
            role = part.target.removeprefix(ROLE_PREFIX)
            if role in ROLES and not part.label.startswith("!"):
                yield role, inline.titled(part.label)[1], part.start, part.stop
    for definition in _DEFINITION.finditer(text):
        yield "link", definition[1], *definition.span(1)


def _is_ours(url: str, spec: Spec) -> bool:
    found = _URL.fullmatch(unquote(url))
    if not found or found["spec"]:
        return bool(found)
    slug = names.target_slug(found["anchor"])
    return all(names.target_slug(section.heading) != slug for section in spec.walk())


def texts(spec: Spec) -> Iterator[tuple[Owner, Text]]:
    """Every text in which inline Markdown is read, with its owner, in order.

    Code, comments and HTML are none.
    """
    if spec.heading:
        yield spec, spec.heading
    for line in spec.header.lines:
        yield line, line.value
    for block in (*spec.preamble, *spec.lead):
        yield from _block_texts(block)
    for section in spec.walk():
        yield section, section.heading
        for block in section.blocks:
            yield from _block_texts(block)


def _block_texts(block: AnyBlock) -> Iterator[tuple[Owner, Text]]:
    if isinstance(block, Table):
        for row in block.rows:
            yield from _item_texts(row)
    elif isinstance(block, List):
        for entry in block.entries:
            if isinstance(entry, Group):
                yield entry, entry.label
                yield from _block_texts(entry.items)
            else:
                yield from _item_texts(entry)
    elif text := prose(block):
        yield block, text


def _item_texts(item: Item) -> Iterator[tuple[Item, Text]]:
    for field in item.kind.fields:
        text = getattr(item, field.key)
        if text:
            yield item, text
    about = item.about
    for text in (*about.extra, *about.surplus, about.overflow):
        if text:
            yield item, text


class Index:
    """All specs and their items, by every name they may be referred to.

    A target is an id (`upload.failure-mode-lost-chunk`), an anchor (`failure-mode-lost-chunk`),
    `upload.lost-chunk`, an item's slug or its title, titles being compared as slugs. One without
    a spec is looked up in the page's own spec first, then in all. A name that is one item's slug
    and another one's title means both: an edit must not silently move a reference.
    """

    def __init__(self, pages: Iterable[PageEntry]) -> None:
        self._specs: dict[str, list[Target]] = {}
        self._items: dict[str, list[Target]] = {}
        self._named: dict[str, list[Target]] = {}
        for page in sorted(page for page in pages if page.spec_slug):
            spec = page.spec_slug
            self._specs.setdefault(spec, []).append(Target(page.path, spec, "", "", page.title))
            items = self._items.setdefault(spec, [])
            for entry in page.items:
                target = Target(page.path, spec, entry.kind, entry.slug, entry.title)
                items.append(target)
                for name in {target.anchor, entry.slug, _title_slug(entry)}:
                    self._named.setdefault(name, []).append(target)
                    self._named.setdefault(f"{spec}.{name}", []).append(target)

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

    def find(self, role: str, target: str, home: str = "") -> Answer:
        """What this target of a role, or URL of a link, leads to from a page of the spec `home`."""
        found = tuple(dict.fromkeys(self._find(role, target, home)))
        if len(found) == 1:
            return Answer(found, ())
        if found:
            return Answer(found, tuple(dict.fromkeys(target.id for target in found)))
        return Answer((), self._nearest(role, target, home))

    def is_foreign(self, role: str, target: str, home: str = "") -> bool:
        """Whether the target names a spec that is not among the pages."""
        if role == "spec":
            return names.target_slug(target) not in self._specs
        spec = _split(role, target, home)[0]
        return bool(spec) and spec != home and spec not in self._specs

    def _find(self, role: str, target: str, home: str) -> list[Target]:
        slug = names.target_slug(target)
        if role == "spec":
            return self._specs.get(slug, [])
        spec, name = _split(role, target, home)
        if role == "link":
            return [item for item in self._of(role, f"{spec}.{name}") if item.anchor == name]
        if spec:
            return self._of(role, f"{spec}.{name}")
        if home and (found := self._of(role, f"{home}.{target}", f"{home}.{slug}")):
            return found
        found = self._of(role, target, slug)
        return found + self._specs.get(slug, []) if role == "ref" else found

    def _of(self, role: str, *keys: str) -> list[Target]:
        return [
            target
            for key in keys
            for target in self._named.get(key, ())
            if role in ("ref", "link", target.kind)
        ]

    def _nearest(self, role: str, target: str, home: str) -> tuple[str, ...]:
        """The names most like the target: those of the spec it names, of `home`, or of all."""
        if role == "spec":
            return _close(names.target_slug(target), {spec: spec for spec in self._specs})
        spec, name = _split(role, target, home)
        if spec and spec not in self._specs:
            return _close(spec, {other: other for other in self._specs})
        for own in (spec or home, ""):
            pool = self._items.get(own, ()) if own else _chained(self._items.values())
            known: dict[str, str] = {}
            for item in pool:
                if role in ("ref", "link", item.kind):
                    said = _said(item, role, home)
                    known.setdefault(item.slug, said)
                    known.setdefault(item.anchor, said)
            close = _close(name, known)
            if close or spec:
                return close
        return ()


def _split(role: str, target: str, home: str) -> tuple[str, str]:
    """The spec that a target names, or none, and what it says of the item, as a slug."""
    if role == "link":
        found = _URL.fullmatch(unquote(target))
        return (found["spec"] or home, found["anchor"]) if found else ("", target)
    spec, dot, name = target.partition(".")
    if dot and spec and name and not any(char.isspace() for char in target):
        return names.target_slug(spec), names.target_slug(name)
    return "", names.target_slug(target)


def _title_slug(entry: ItemEntry) -> str:
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


def _close(name: str, known: dict[str, str]) -> tuple[str, ...]:
    close = difflib.get_close_matches(name, known, _NEAREST)
    return tuple(dict.fromkeys(known[match] for match in close))


def _chained(lists: Iterable[list[Target]]) -> list[Target]:
    return [target for targets in lists for target in targets]
