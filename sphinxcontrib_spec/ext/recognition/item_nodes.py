"""Reads tables and lists of a doctree as items of a spec."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from docutils import nodes

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.items import Item
from sphinxcontrib_spec.markup import cells
from sphinxcontrib_spec.model import Block, Group, List, Table, entries_of
from sphinxcontrib_spec.pages.myst import fenced
from sphinxcontrib_spec.reader.fences import directive_item
from sphinxcontrib_spec.reader.lists import is_item, is_label, paragraph_item
from sphinxcontrib_spec.reader.records import entry, row
from sphinxcontrib_spec.reader.tables import column_keys
from sphinxcontrib_spec.source import NOWHERE, Text

from .. import markdown
from ..doctree import place, rows, written

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from ..directives.items import Written
    from ..markdown.context import RenderContext

#: The plain text of an item's paragraphs, cell by cell.
Words: TypeAlias = tuple[tuple[str, ...], ...]

LISTS = (nodes.bullet_list, nodes.enumerated_list)


@dataclass(frozen=True)
class ItemNodes:
    """Reads items from nodes, with all text rendered as Markdown.

    `found` has each item with the node that it was read from, in order. `words` are the texts of
    those directives' nodes that only contain plain text, `known` are items that were read from such
    nodes before: they are reused if the texts are still the same.
    """

    env: BuildEnvironment
    context: RenderContext
    known: Mapping[nodes.Element, tuple[Words, Item]] = field(default_factory=dict)
    found: list[tuple[nodes.Element, Item]] = field(default_factory=list)
    words: dict[nodes.Element, Words] = field(default_factory=dict)

    def columns(self, kind: schema.Kind, table: nodes.table) -> tuple[str, ...]:
        """Return the field of each column; none if this is no table of such items."""
        heads, body = rows(table)
        given = written(body[0]) if body else None
        if given:
            own = tuple(field.key for field in kind.fields)
            return own if given.kind == kind.name else ()
        if len(heads) != 1:
            return ()
        keys = column_keys(kind.name, tuple(str(self._line(cell)) for cell in heads[0]))
        return keys if any(keys) else ()

    def table(self, kind: schema.Kind, table: nodes.table, keys: tuple[str, ...]) -> Table:
        """Return a table of items; `keys` are the fields of its columns."""
        heads, body = rows(table)
        return Table(
            kind.name,
            tuple(self._line(cell) for cell in heads[0]),
            keys,
            tuple(self._row(kind, each, keys) for each in body),
            ("---",) * len(keys),
            place(table, self.env),
        )

    def entries(self, kind: schema.Kind, found: nodes.Element) -> List:
        """Return a list of items, some of which may be under a label."""
        return List(
            kind.name,
            isinstance(found, nodes.enumerated_list),
            tuple(self._entry(kind, each) for each in found if isinstance(each, nodes.list_item)),
            found.get("start", 1),
            span=place(found, self.env),
        )

    def asks(self, kind: schema.Kind, found: nodes.paragraph) -> bool:
        """Return whether a paragraph is an item by itself."""
        rendered = markdown.blocks([found], self.context)
        return len(rendered) == 1 and is_item(kind.name, rendered[0])

    def paragraph(self, kind: schema.Kind, found: nodes.paragraph) -> List:
        """Return a paragraph that is an item, as a list of one."""
        words = markdown.body([found], self.context)
        block = Block("paragraph", Text(words, place(found, self.env)))
        asked = paragraph_item(kind.name, block)
        self.found.extend((found, item) for item in entries_of(asked))
        return asked

    def fence(self, item: nodes.Element) -> Block:
        """Return a directive's item as the MyST fence that it would be."""
        given = written(item)
        assert given is not None  # it is a directive's
        kind = schema.KIND[given.kind]
        if isinstance(item, nodes.row):
            title, body = self._line(item[0]), self._body(item[-1].children)
        else:
            text, rest = self._first(item)
            title, body = _split(kind, text)[kind.title.key], self._body(rest)
        lines = [f"{{{kind.directive}}} {title}".rstrip()]
        lines += [f":{option.name}: {option.value}".rstrip() for option in given.options]
        if body:
            lines += ["", *body.split("\n")]
        return Block("directive", Text(fenced(lines), place(item, self.env)), kind.directive)

    def _row(self, kind: schema.Kind, node: nodes.row, keys: tuple[str, ...]) -> Item:
        given = written(node)
        if given:
            item = self._directive(kind, node, given)
        else:
            span = place(node, self.env)
            rendered = [self._cell(cell) for cell in node]
            overflow = Text("\n\n".join(more for _, more in rendered if more), span)
            item = row(kind.name, keys, [text for text, _ in rendered], span)
            item = replace(item, about=replace(item.about, overflow=overflow))
        self.found.append((node, item))
        return item

    def _entry(self, kind: schema.Kind, node: nodes.list_item) -> Item | Group:
        given = written(node)
        if given:
            item = self._directive(kind, node, given)
        else:
            text, rest = self._first(node)
            if len(rest) == 1 and isinstance(rest[0], LISTS):
                begins = (each.astext() for each in rest[0].children)
                if is_label(kind.name, text, begins):
                    return Group(text, self.entries(kind, rest[0]))
            body = self._body(rest)
            item = entry(kind.name, text, body, place(node, self.env), apart=bool(body))
        self.found.append((node, item))
        return item

    def _directive(self, kind: schema.Kind, node: nodes.Element, given: Written) -> Item:
        """Return a directive's item: its text is from the page, its places are from the source."""
        words = _words(node)
        if words is not None:
            self.words[node] = words
            before, item = self.known.get(node, (None, None))
            if item is not None and words == before:
                return item
        span = place(node, self.env)
        places = {option.name: span._replace(line=option.line) for option in given.options}
        options: dict[str, Text] = {
            Text(option.name, places[option.name]): Text(option.value, places[option.name])
            for option in given.options
        }
        if isinstance(node, nodes.row):
            texts = {
                each.key: self._line(cell)
                for each, cell in zip(kind.fields, node.children, strict=True)
                if each.part != "body"
            }
            body = self._body(node[-1].children)
        else:
            text, rest = self._first(node)
            texts, body = _split(kind, text), self._body(rest)
        fields: dict[str, Text] = {}
        for each in kind.fields:
            if each.key in texts:
                option = given.get(*each.options)
                at = places[option.name] if option else span
                fields[each.key] = Text(texts[each.key], at)
        return directive_item(kind, fields, body, options, Text(), span)

    def _first(self, node: nodes.Element) -> tuple[Text, list[nodes.Node]]:
        """Return a list item's first paragraph, and the nodes after it."""
        if len(node) and isinstance(node[0], nodes.paragraph):
            text = markdown.inline(node[0].children, self.context)
            return Text(text, place(node[0], self.env)), node.children[1:]
        return Text("", place(node, self.env)), node.children

    def _line(self, cell: nodes.Node) -> Text:
        return self._cell(cell)[0]

    def _cell(self, cell: nodes.Node) -> tuple[Text, str]:
        """Return what a table cell in Markdown can hold of a cell, and what it cannot."""
        found = cell.children
        if len(found) == 1 and isinstance(found[0], nodes.paragraph):
            words = markdown.cell(found[0].children, self.context)
            return Text(words, place(cell, self.env)), ""
        body = self._body(found)
        parts = cells.in_cell(body)
        return body.reworded(parts.text), parts.overflow

    def _body(self, found: Sequence[nodes.Node]) -> Text:
        """Render blocks as one text."""
        span = place(found[0], self.env) if found else NOWHERE
        return Text(markdown.body(found, self.context), span)


def _words(node: nodes.Element) -> Words | None:
    """Return the text of each paragraph in each part of a row or list item, if it has no more."""
    parts = node.children if isinstance(node, nodes.row) else [node]
    found: list[tuple[str, ...]] = []
    for part in parts:
        texts: list[str] = []
        for paragraph in part.children:
            if type(paragraph) is not nodes.paragraph or paragraph["names"]:
                return None
            inside = paragraph.children
            if len(inside) > 1 or not all(isinstance(each, nodes.Text) for each in inside):
                return None
            texts += map(str, inside)
        found.append(tuple(texts))
    return tuple(found)


def _split(kind: schema.Kind, text: Text) -> dict[str, Text]:
    """Return the fields that the first paragraph of a directive's list item contains."""
    if not any(field.options for field in kind.fields):
        return {kind.title.key: text}
    item = entry(kind.name, text, Text(), text.span, apart=False)
    fields = {field.key: getattr(item, field.key) for field in kind.fields if field.part != "body"}
    # What the author has put into the argument stays in it: a box, typed links.
    return fields | {kind.title.key: text.part(0, len(text) - len(getattr(item, "tail", "")))}
