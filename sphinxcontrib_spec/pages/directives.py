"""Decides which items become directives, and with which argument, options and body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.ignores import unnoted
from sphinxcontrib_spec.items import Item, OpenQuestion
from sphinxcontrib_spec.model import AnyBlock, Group, List, Table
from sphinxcontrib_spec.own_links import OwnLinks
from sphinxcontrib_spec.reader import fences
from sphinxcontrib_spec.source import NOWHERE, Text
from sphinxcontrib_spec.writer import ends

from . import bodies

_LINKS = tuple(schema.LINK)


class Directive(NamedTuple):
    """An item as a directive: all text is Markdown; the argument may have several lines."""

    kind: schema.Kind
    argument: str
    options: tuple[tuple[str, str], ...]
    body: str


def directives(block: AnyBlock, own: OwnLinks) -> list[Directive]:
    """Return the directives for the items of a table or list; none if not all can be directives.

    A row or list item does not fit into a directive if it has a box, markup around a question and
    its tail, cells in columns that the format does not know, or a `spec:` comment within what would
    be the argument or an option, where none is read. Other `spec:` comments end the body.
    """
    match block:
        case Table() if _is_regular(block):
            items: Sequence[Item | Group] = block.rows
        case List() if block.ordered == _is_numbered(block.kind) and not block.paragraphs:
            items = block.entries if not block.ordered or block.start == 1 else ()
        case _:
            items = ()
    found = [None if isinstance(item, Group) else _directive(item, own) for item in items]
    return [] if None in found else [each for each in found if each]


def _is_regular(table: Table) -> bool:
    fields = schema.KIND[table.kind].fields
    return table.keys == tuple(field.key for field in fields) and table.columns == tuple(
        field.label for field in fields
    )


def _is_numbered(kind: str) -> bool:
    return schema.KIND[kind].shape == "numbers"


def _directive(item: Item, own: OwnLinks) -> Directive | None:
    """Return the directive that is read as an equal item, if there is one."""
    written = fences.written(item.about.source)
    found = _as_written(item, written) if written else _anew(item, own)
    return found if found and found.argument and _read(found, own) == item else None


def _as_written(item: Item, written: fences.Written) -> Directive:
    """Return the directive that the item was written as, in a fence."""
    argument, given, body = written
    known = {name: field.options[0] for field in item.kind.fields for name in field.options}
    options = ((known.get(name, name), value) for name, value in given.items() if value)
    return Directive(item.kind, argument, tuple(options), body)


def _anew(item: Item, own: OwnLinks) -> Directive | None:
    kind, about = item.kind, item.about
    if isinstance(item, OpenQuestion) and item.around:
        return None
    words = {field.key: str(getattr(item, field.key)) for field in kind.fields}
    links = _options(item, own)
    if links is None:
        last = kind.last.key
        words[last] = ends.joined([words[last], ends.links(about.links)])
    body: str | None = words.get("body")
    if kind.shape == "table" and kind.body:
        body = bodies.body(words[kind.body.key], about.overflow)
    if body is None:
        return None
    options: list[tuple[str, str]] = [("id", about.id)] if about.id else []
    options += [
        (field.options[0], words[field.key])
        for field in kind.fields
        if field.options and words[field.key]
    ]
    argument = words[kind.title.key]
    if any(unnoted(text) != text for text in (argument, *(value for _, value in options))):
        return None
    return Directive(kind, argument, (*options, *(links or ())), body)


def _options(item: Item, own: OwnLinks) -> list[tuple[str, str]] | None:
    """Return the typed links as options; None if the target of one cannot be named."""
    found = []
    verbs = []
    for verb, links in groupby(item.about.links, lambda link: link.verb):
        targets = [own.named(link) for link in links]
        if None in targets:
            return None
        verbs.append(_LINKS.index(verb))
        found.append((verb, "; ".join(target for target in targets if target)))
    return found if verbs == sorted(set(verbs)) else None


def _read(directive: Directive, own: OwnLinks) -> Item:
    """Return the item that the directive is read as."""
    options = {name: Text(value) for name, value in directive.options}
    fields = {
        field.key: Text(directive.argument)
        if field.part == "argument"
        else options.get(field.options[0], Text())
        for field in directive.kind.fields
        if field.part != "body"
    }
    item = fences.directive_item(
        directive.kind, fields, Text(directive.body), options, Text(), NOWHERE
    )
    links = tuple(map(own.anchored, item.about.links))
    return replace(item, about=replace(item.about, links=links))
