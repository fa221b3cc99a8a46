"""A recognised page that is not Markdown, as the model of a spec."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinxcontrib_spec import names, schema
from sphinxcontrib_spec.identity import identified, with_items
from sphinxcontrib_spec.items import Item, ItemType, title
from sphinxcontrib_spec.levels import read_level
from sphinxcontrib_spec.model import AnyBlock, Block, List, Section, Spec, Table
from sphinxcontrib_spec.source import Text

from . import markdown
from .doctree import ITEM, elements, own, relative, rows, title_section, written
from .item_nodes import LISTS, ItemNodes
from .outline import Outline, Part, heading, is_list

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def spec(page: Outline, document: nodes.document, env: BuildEnvironment) -> Spec:
    """The spec that the page is, its text as the build's language says it."""
    home = title_section(document)
    parts = _Parts(page, ItemNodes(env, page.saying))
    above = [
        node
        for node in itertools.takewhile(lambda node: node is not home, document)
        if not isinstance(node, nodes.docinfo)
    ]
    found = Spec(
        page.heading,
        page.header,
        tuple(parts.sections(home or (), 2)) + tuple(parts.sections(document, 1)),
        parts.blocks(above, ""),
        parts.blocks(page.lead, ""),
        relative(env.doc2path(env.docname), env),
        "rst",
    )
    before = iter(page.items)

    def known(item: ItemType) -> ItemType:
        """The item, known by the slug and read by the levels it had before any translation."""
        return _as_recognised(item, next(before).item)

    return with_items(identified(found), known)


def _as_recognised(item: ItemType, before: Item) -> ItemType:
    about, slug = item.about, before.about.slug
    changes: dict[str, Any] = {}
    if not about.id and _own_slug(item) != _own_slug(before):
        about = replace(about, id=Text(slug, about.span))
    for field in item.kind.fields:
        was, now = getattr(before, field.key), getattr(item, field.key)
        if field.holds == "level" and read_level(was).level and not read_level(now).level:
            changes[field.key] = was
    return replace(item, about=replace(about, slug=slug), **changes)


def _own_slug(item: Item) -> str:
    return names.item_slug(item.kind, title(item), 0)


@dataclass(frozen=True)
class _Parts:
    """Makes sections and blocks of what was recognised."""

    page: Outline
    read: ItemNodes

    def sections(self, found: Iterable[nodes.Node], level: int) -> Iterator[Section]:
        """The sections among these nodes, but for the one of the page's title."""
        for node in found:
            part = self.page.parts.get(node)
            if part:
                yield Section(
                    part.heading if part.key else self._heading(part),
                    level,
                    part.key,
                    self.blocks(own(part.node), part.kind),
                    tuple(self.sections(part.node, level + 1)),
                )

    def blocks(self, found: Iterable[nodes.Node], kind: str) -> tuple[AnyBlock, ...]:
        """Nodes as blocks; those of the kind of items that belongs here are items."""
        blocks: list[AnyBlock] = []
        text: list[nodes.Node] = []
        for node in found:
            items = self._items(node, kind)
            if not items:
                text.append(node)
                continue
            blocks += self._text(text)
            text = []
            last = blocks[-1] if blocks else None
            if isinstance(items[0], List) and items[0].goes_on(last):
                entries = (*last.entries, *items[0].entries)
                items[0] = replace(last, entries=entries)
                blocks.pop()
            blocks += items
        return (*blocks, *self._text(text))

    def _items(self, node: nodes.Node, kind: str) -> list[AnyBlock]:
        """A table or list of items, or the directives of other kinds that a node is made of."""
        if isinstance(node, nodes.table) and (before := self.page.tables.get(node)):
            table = self.read.table(schema.KIND[kind], node, before.keys)
            return [replace(table, columns=_columns(before, table))]
        if kind and is_list(node, schema.KIND[kind]):
            return [self.read.entries(schema.KIND[kind], node)]
        if isinstance(node, nodes.paragraph) and ITEM in node:
            return [self.read.paragraph(schema.KIND[kind], node)]
        if isinstance(node, nodes.table):
            return [self.read.fence(row) for row in rows(node)[1] if written(row)]
        if isinstance(node, LISTS):
            return [self.read.fence(item) for item in elements(node) if written(item)]
        return []

    def _heading(self, part: Part) -> Text:
        return heading(part.node, self.page.saying, self.read.env)

    def _text(self, found: list[nodes.Node]) -> list[Block]:
        return [self._at_home(block) for block in markdown.blocks(found, self.page.saying)]

    def _at_home(self, block: Block) -> Block:
        """The block with the paths in it relative to the sources."""
        return replace(
            block,
            text=self._relative(block.text),
            entries=tuple(self._relative(entry) for entry in block.entries),
        )

    def _relative(self, text: Text) -> Text:
        span, columns, escaped = text.place
        path = relative(span.path or self.read.env.doc2path(self.read.env.docname), self.read.env)
        return Text(text, span._replace(path=path), columns, escaped)


def _columns(before: Table, now: Table) -> tuple[Text, ...]:
    """The headings of a table: those of the format's columns are the same in every language."""
    both = zip(before.keys, before.columns, now.columns, strict=True)
    return tuple(was if key else column for key, was, column in both)
