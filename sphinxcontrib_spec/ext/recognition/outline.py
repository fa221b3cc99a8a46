"""Recognises a page that is not Markdown: its sections, its header and the nodes of its items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeGuard

from docutils import nodes

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.identity import Register
from sphinxcontrib_spec.items import Item
from sphinxcontrib_spec.model import Header, Table
from sphinxcontrib_spec.reader import ExcerptPart
from sphinxcontrib_spec.reader.headings import kinds, recognised

from ..doctree import Named, elements, written
from ..markdown.context import RenderContext
from . import page_header
from .drafts import Content, Draft, drafts, nodes_in_excerpts, shown
from .item_nodes import LISTS, ItemNodes, Words
from .markdown_page import nodes_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


@dataclass(frozen=True)
class Part:
    """A section of the page; `kind` names the items that belong in it."""

    draft: Draft
    key: str
    kind: str


@dataclass
class Outline:
    """A page that is not Markdown, as it was recognised before any translation.

    `title` is its first heading, if that has level 1; `parts` are its sections except for that of
    the title, in order; `tables` are its tables of items; `lead` is what is between the header and
    the first section; `words` are those of items that only contain plain text.
    """

    title: Draft | None = None
    header: Header = field(default_factory=Header)
    lead: list[page_header.Lead] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    tables: dict[nodes.Node, Table] = field(default_factory=dict)
    items: list[Named] = field(default_factory=list)
    words: dict[nodes.Element, Words] = field(default_factory=dict)
    context: RenderContext = field(default_factory=RenderContext)


def outline(document: nodes.document, env: BuildEnvironment) -> Outline:
    """Recognise which heading is which, what the header says, and which nodes are items."""
    above, *below = drafts(document, env)
    title = below.pop(0) if below and below[0].is_title else None
    found = Outline(title)
    under = title.content if title else shown(above.content)
    found.header, found.lead = page_header.read(under, document, found.context, env)
    found.parts = _parts(below)
    read = ItemNodes(env, RenderContext())
    in_excerpts = nodes_in_excerpts(document, env)
    for part in found.parts:
        if part.kind:
            for content in part.draft.content:
                _read_items(content, schema.KIND[part.kind], read, found.tables, in_excerpts)
    found.items = _named(read.found)
    found.words = read.words
    return found


def is_list(node: nodes.Node, kind: schema.Kind) -> TypeGuard[nodes.Element]:
    """Return whether this is a list of items of this kind."""
    if kind.shape == "table" or not isinstance(node, LISTS):
        return False
    given = written(elements(node)[0])
    return given is None or given.kind == kind.name


def _parts(found: Sequence[Draft]) -> list[Part]:
    """Return the sections of a page; a free section has the kind of the one above it."""
    keys = recognised([(draft.heading, draft.level) for draft in found])
    belong = kinds([draft.level for draft in found], keys)
    return [Part(*each) for each in zip(found, keys, belong, strict=True)]


def _read_items(
    content: Content,
    kind: schema.Kind,
    read: ItemNodes,
    tables: dict[nodes.Node, Table],
    in_excerpts: Sequence[nodes.Element],
) -> None:
    if isinstance(content, ExcerptPart):
        read.found.extend(nodes_of(content.blocks(kind.name), in_excerpts))
    elif isinstance(content, nodes.table) and (keys := read.columns(kind, content)):
        tables[content] = read.table(kind, content, keys)
    elif is_list(content, kind):
        read.entries(kind, content)
    elif isinstance(content, nodes.paragraph) and read.asks(kind, content):
        read.paragraph(kind, content)


def _named(found: Sequence[tuple[nodes.Element, Item]]) -> list[Named]:
    """Return each node with its item, which gets a slug among all items of the page."""
    register = Register()
    return [Named(node, register.named(item)) for node, item in found]
