"""A page that is not Markdown, recognised: its sections, its header and the nodes of its items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeGuard

from docutils import nodes

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.identity import identified
from sphinxcontrib_spec.items import Item
from sphinxcontrib_spec.model import Block, Header, HeaderLine, List, Section, Spec, Table
from sphinxcontrib_spec.reader.header import header as read_header
from sphinxcontrib_spec.reader.headings import recognised
from sphinxcontrib_spec.source import Text

from . import header, markdown
from .doctree import Named, elements, own, place, title_section, written
from .item_nodes import LISTS, ItemNodes
from .markdown.saying import Saying

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

_IN_HEADERS = (nodes.paragraph, nodes.bullet_list, nodes.table)


@dataclass(frozen=True)
class Part:
    """A section of the page; `kind` names the items that belong in it."""

    node: nodes.section
    heading: Text
    level: int
    key: str
    kind: str


@dataclass
class Outline:
    """A page that is not Markdown, as it was recognised before any translation.

    `parts` are its sections but for the title's, in order; `tables` are its tables of items;
    `lead` is what stands between the header and the first section.
    """

    heading: Text
    header: Header = field(default_factory=Header)
    lead: list[nodes.Node] = field(default_factory=list)
    parts: dict[nodes.Node, Part] = field(default_factory=dict)
    tables: dict[nodes.Node, Table] = field(default_factory=dict)
    items: list[Named] = field(default_factory=list)
    saying: Saying = field(default_factory=Saying)


def outline(document: nodes.document, env: BuildEnvironment) -> Outline:
    """Which heading is which, what the header says, and which nodes are items."""
    page = title_section(document)
    if page is None:
        return Outline(Text())
    found = Outline(heading(page, Saying(), env))
    found.header, found.lead = _header(page, document, found.saying, env)
    found.parts = _parts(document, page, env)
    read = ItemNodes(env, Saying())
    for part in found.parts.values():
        if part.kind:
            _read_items(part, read, found.tables)
    found.items = _named(read.found)
    return found


def heading(section: nodes.section, saying: Saying, env: BuildEnvironment) -> Text:
    """A section's heading; docutils gives the line of the underline, which is one below."""
    span = place(section, env)
    title = section.next_node(nodes.title)
    text = markdown.cell(title.children, saying) if title else ""
    return Text(text, span._replace(line=max(span.line - 1, 1)))


def is_list(node: nodes.Node, kind: schema.Kind) -> TypeGuard[nodes.Element]:
    """Whether this is a list of items of this kind."""
    if kind.shape == "table" or not isinstance(node, LISTS):
        return False
    given = written(elements(node)[0])
    return given is None or given.kind == kind.name


def _parts(
    document: nodes.document, page: nodes.section, env: BuildEnvironment
) -> dict[nodes.Node, Part]:
    """Every section but the page's own, a free one having the kind of the one above."""
    rest = [node for node in document if isinstance(node, nodes.section) and node is not page]
    sections = [*_below(page, 1)]
    for section in rest:
        sections += [(section, 1), *_below(section, 1)]
    headings = [heading(node, Saying(), env) for node, _ in sections]
    levels = [level for _, level in sections]
    keys = recognised(list(zip(headings, levels, strict=True)))
    found: dict[nodes.Node, Part] = {}
    above: list[Part] = []
    for (node, level), text, key in zip(sections, headings, keys, strict=True):
        while above and above[-1].level >= level:
            above.pop()
        kind = schema.SECTION[key].kind if key else above[-1].kind if above else ""
        found[node] = Part(node, text, level, key, kind)
        above.append(found[node])
    return found


def _below(section: nodes.Element, level: int) -> Iterator[tuple[nodes.section, int]]:
    for node in section:
        if isinstance(node, nodes.section):
            yield node, level + 1
            yield from _below(node, level + 1)


def _read_items(part: Part, read: ItemNodes, tables: dict[nodes.Node, Table]) -> None:
    kind = schema.KIND[part.kind]
    for node in elements(part.node):
        if isinstance(node, nodes.table) and (keys := read.columns(kind, node)):
            tables[node] = read.table(kind, node, keys)
        elif is_list(node, kind):
            read.entries(kind, node)
        elif isinstance(node, nodes.paragraph) and read.asks(kind, node):
            read.paragraph(kind, node)


def _named(found: Sequence[tuple[nodes.Element, Item]]) -> list[Named]:
    """Each node with the slug that its item has among all items of the page."""
    blocks = tuple(List(item.kind.name, False, (item,)) for _, item in found)
    spec = identified(Spec(sections=(Section(Text(), 1, blocks=blocks),)))
    return [Named(node, item) for (node, _), item in zip(found, spec.items(), strict=True)]


def _header(
    page: nodes.section, document: nodes.document, saying: Saying, env: BuildEnvironment
) -> tuple[Header, list[nodes.Node]]:
    """The header, which becomes a field list under the title, and the nodes after it."""
    span = place(page, env)
    under = own(page)
    seen = [node for node in under if not isinstance(node, nodes.Invisible)]
    fields = seen[0] if seen else None
    if header.is_header(fields):
        under.remove(fields)
        header.lift_metadata(fields, document)
        read = tuple(header.line(each, span, saying) for each in elements(fields))
        header.mark(fields)
        return Header(read, "fields"), under
    blocks: list[Block] = []
    owners: list[nodes.Element] = []
    for node in seen:
        if not isinstance(node, _IN_HEADERS):
            break
        said = markdown.blocks([node], saying)
        blocks += said
        owners += [node] * len(said)
    found, taken = read_header(blocks, [], span.path)
    above: tuple[HeaderLine, ...] = ()
    if not any(header.is_known(line.label) for line in found.lines):
        above = tuple(
            header.line(field, span, saying)
            for fields in document
            if isinstance(fields, nodes.field_list)
            for field in elements(fields)
            if header.is_known(header.label(field))
        )
    used = list(dict.fromkeys(owners[:taken]))
    header.show(page, found.lines, above, used)
    lead = [node for node in under if node not in used]
    return Header((*above, *found.lines), found.form or ("fields" if above else "")), lead
