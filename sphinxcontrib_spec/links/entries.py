"""What other pages need to know about a page: its items and its references."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple, TypeAlias
from urllib.parse import unquote

from sphinxcontrib_spec import names, schema
from sphinxcontrib_spec.items import Item, title
from sphinxcontrib_spec.levels import read_level
from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.model import AnyBlock, Block, Group, HeaderLine, List, Section, Spec, Table
from sphinxcontrib_spec.notices import Ignore, notices
from sphinxcontrib_spec.patterns import pattern
from sphinxcontrib_spec.prose import prose
from sphinxcontrib_spec.source import Span, Text

#: The part of a spec that a text belongs to; the title belongs to the spec itself.
Owner: TypeAlias = Spec | HeaderLine | Section | Block | Group | Item

OwnedTexts: TypeAlias = Sequence[tuple[Owner, Text]]

#: Our roles, without the prefix of the domain.
ROLES = frozenset(("ref", "spec", *schema.KIND))
ROLE_PREFIX = "spec:"

#: Getters of the fields of each kind of item, and the names of the fields that hold a level.
_FIELDS = {kind.name: attrgetter(*[field.key for field in kind.fields]) for kind in schema.KINDS}
_LEVELS = {
    kind.name: tuple(field.key for field in kind.fields if field.holds == "level")
    for kind in schema.KINDS
}

_KINDS = "|".join(map(re.escape, schema.KIND))

#: A Markdown link to an item, on this page or on that of another spec.
ITEM_URL = pattern(rf"(?:(?:[^#?:]*/)?spec-(?P<spec>[^#?:/]+)\.md)?#(?P<anchor>(?:{_KINDS})-.+)")
_DEFINITION = pattern(r"^[ ]{0,3}\[[^\]\n]+\]:\s*<?([^\s<>]+)", re.MULTILINE)


class ItemEntry(NamedTuple):
    """One item of a page; its title is plain text.

    `path` is the file that contains it, if that is not the page's own; `gravest` says that all its
    levels are the highest one. `untranslated` is the title before translation, if that is another.
    """

    kind: str
    slug: str
    title: str
    line: int
    column: int = 0
    path: str = ""
    gravest: bool = False
    untranslated: str = ""


class Reference(NamedTuple):
    """Something that a page refers to.

    `role` is `ref`, `spec`, the name of a kind, or `link` for a Markdown link, whose target is its
    URL. A typed link also has its verb and the anchor of the item that carries it, and in Markdown
    the text of the link.
    """

    role: str
    target: str
    verb: str = ""
    origin: str = ""
    path: str = ""
    line: int = 0
    column: int = 0
    text: str = ""


class PageEntry(NamedTuple):
    """What is known of a page: `spec_slug` is empty for one that is no spec but refers to some.

    `ignores` are what its comments ask not to be told; `line` and `column` are those of its title.
    """

    path: str
    spec_slug: str
    title: str
    line: int
    items: tuple[ItemEntry, ...] = ()
    references: tuple[Reference, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    column: int = 0


def page_entry(
    spec: Spec, levels: Sequence[str] = schema.LEVELS, known: OwnedTexts | None = None
) -> PageEntry:
    """What other pages need to know of this spec; `levels` are the allowed ones.

    `known` are its texts, if the caller has them already.
    """
    allowed = tuple(levels)
    found = [*spec.items()]
    items = tuple([_item_entry(item, spec.path, allowed) for item in found])
    place = spec.heading.span
    name = inline.plain(spec.title)
    ignores = tuple(each.ignore for each in notices(spec) if each.ignore)
    pointed = tuple(_references(spec, found, texts(spec) if known is None else known))
    return PageEntry(
        spec.path, spec.slug, name, place.line or 1, items, pointed, ignores, place.column
    )


def with_untranslated(page: PageEntry, titles: Mapping[str, str]) -> PageEntry:
    """Return the entry with the titles that its items had before translation, by anchor."""
    items = tuple(
        item._replace(untranslated=titles.get(names.anchor(item.kind, item.slug), ""))
        for item in page.items
    )
    return page._replace(items=items)


def _item_entry(item: Item, path: str, levels: tuple[str, ...]) -> ItemEntry:
    kind, name, about = item.kind.name, title(item), item.about
    span = name.span
    page, line, column = span if span.line else about.span
    keys = _LEVELS[kind]
    is_gravest = bool(keys) and all(
        read_level(getattr(item, key), levels).level == levels[-1] for key in keys
    )
    other = "" if page == path else page
    return ItemEntry(kind, about.slug, inline.plain(name), line, column, other, is_gravest)


def references(spec: Spec, known: OwnedTexts | None = None) -> Iterator[Reference]:
    """Yield all references of the spec to specs and items: typed links, roles and Markdown links.

    Links to headings of the same page are left out, and so are absolute URLs, whose targets are not
    read here.
    """
    yield from _references(spec, spec.items(), texts(spec) if known is None else known)


def _references(spec: Spec, items: Iterable[Item], known: OwnedTexts) -> Iterator[Reference]:
    """Yield the same for a spec whose items and texts were collected before."""
    found = tuple(_candidates(spec, items, known))
    within = [name and names.target_slug(name) for name in map(_within, found)]
    headings = _headings(spec, within) if any(within) else ()
    for reference, slug in zip(found, within, strict=True):
        if not slug or slug not in headings:
            yield reference


def _headings(spec: Spec, wanted: Iterable[str]) -> frozenset[str]:
    """The slugs of the headings that may match one of the wanted slugs."""
    letters = {slug[0] for slug in wanted if slug}
    return frozenset(
        names.target_slug(heading)
        for heading in [section.heading for section in spec.walk()]
        if heading[:1].lower() in letters or not (heading.isascii() and heading[:1].isalnum())
    )


def _within(reference: Reference) -> str:
    """The target of a link within the page; empty for any other reference."""
    is_local = reference.role == "link" and reference.target.startswith("#")
    return unquote(reference.target[1:]) if is_local else ""


def _candidates(spec: Spec, items: Iterable[Item], known: OwnedTexts) -> Iterator[Reference]:
    """Yield all references, including links to headings of the page."""
    for item in items:
        for link in item.about.links:
            origin = names.anchor(item.kind.name, item.about.slug)
            role, target = ("link", link.url) if link.url else ("ref", str(link.text))
            if role == "ref" or ITEM_URL.fullmatch(unquote(target)):
                words = str(link.text) if link.url else ""
                place = _place(link.text.span, spec)
                yield Reference(role, target, link.verb, origin, *place, words)
    for _, text in known:
        if "#" in text or ROLE_PREFIX in text:
            found = sorted(
                (start, stop, role, target)
                for role, target, start, stop in _pointers(text)
                if role != "link" or ITEM_URL.fullmatch(unquote(target))
            )
            pieces = text.pieces((start, stop) for start, stop, *_ in found)
            for (*_, role, target), piece in zip(found, pieces, strict=True):
                yield Reference(role, target, "", "", *_place(piece.span, spec))


def _place(span: Span, spec: Spec) -> Span:
    return span if span.path else span._replace(path=spec.path)


def _pointers(text: Text) -> Iterator[tuple[str, str, int, int]]:
    """Yield the role, target and offsets of each of our roles, and of every link, in a text."""
    for part in inline.parts(text):
        if part.kind == "link":
            yield "link", part.target, part.start, part.stop
        elif part.kind == "role" and part.target.startswith(ROLE_PREFIX):
            role = part.target.removeprefix(ROLE_PREFIX)
            if role in ROLES and not part.label.startswith("!"):
                yield role, inline.titled(part.label)[1], part.start, part.stop
    for definition in _DEFINITION.finditer(text):
        yield "link", definition[1], *definition.span(1)


def texts(spec: Spec) -> list[tuple[Owner, Text]]:
    """Return every text in which inline Markdown is parsed, with its owner, in order.

    Code, comments and HTML are left out.
    """
    found: list[tuple[Owner, Text]] = []
    if spec.heading:
        found.append((spec, spec.heading))
    found += [(line, line.value) for line in spec.header.lines]
    for block in (*spec.preamble, *spec.lead):
        _add_block(found, block)
    for section in spec.walk():
        found.append((section, section.heading))
        for block in section.blocks:
            _add_block(found, block)
    return found


def _add_block(found: list[tuple[Owner, Text]], block: AnyBlock) -> None:
    if isinstance(block, Table):
        for row in block.rows:
            _add_item(found, row)
    elif isinstance(block, List):
        for entry in block.entries:
            if isinstance(entry, Group):
                found.append((entry, entry.label))
                _add_block(found, entry.items)
            else:
                _add_item(found, entry)
    elif text := prose(block):
        found.append((block, text))


def _add_item(found: list[tuple[Owner, Text]], item: Item) -> None:
    found += [(item, text) for text in _FIELDS[item.kind.name](item) if text]
    about = item.about
    if about.extra or about.surplus or about.overflow:
        others = (*about.extra, *about.surplus, about.overflow)
        found += [(item, text) for text in others if text]
