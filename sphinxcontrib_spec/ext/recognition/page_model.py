"""Makes the model of a spec from a recognised page that is not Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinxcontrib_spec import names, schema
from sphinxcontrib_spec.identity import with_items
from sphinxcontrib_spec.items import Item, ItemType, OpenQuestion, title
from sphinxcontrib_spec.levels import read_level
from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.model import AnyBlock, Block, List, Section, Spec, Table, nested
from sphinxcontrib_spec.reader import ExcerptPart
from sphinxcontrib_spec.reader.records import without_tail
from sphinxcontrib_spec.roles import pointers
from sphinxcontrib_spec.source import Text

from .. import domain as domains
from .. import markdown
from ..directives.includes import is_file
from ..doctree import ITEM, elements, every, relative, rows, sections, written
from . import comments
from .drafts import Draft, drafts, excerpt_nodes, heading, nodes_in_excerpts, shown
from .item_nodes import LISTS, ItemNodes
from .markdown_page import xrefs
from .outline import Outline, is_list
from .page_header import Lead

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def spec(page: Outline, document: nodes.document, env: BuildEnvironment) -> Spec:
    """Return the spec of the page, with its text in the language of the build."""
    page.context.language = env.config.highlight_language
    page.context.numbers = env.config.numfig
    page.context.seen = domains.of(env).build.seen
    page.context.anchors = markdown.places(
        every(document), _headings(page, document, env), is_rendered=True
    )
    known = {
        each.node: (page.words[each.node], each.item)
        for each in page.items
        if each.node in page.words
    }
    blocks = _Blocks(page, ItemNodes(env, page.context, known))
    above, *below = drafts(document, env)
    found = Spec(
        page.title.heading if page.title else Text(),
        page.header,
        nested([*blocks.sections(below[1:] if page.title else below)]),
        (
            *_front_matter(document, env),
            *(blocks.of(shown(above.content), "") if page.title else ()),
        ),
        blocks.of(page.lead, ""),
        relative(env.doc2path(env.docname), env),
        "rst",
        comments=tuple(comments.of(document, env)),
        notes=page.title.notes if page.title else (),
    )
    page.context.lost = [
        lost._replace(at=lost.at._replace(path=relative(lost.at.path, env)))
        for lost in page.context.lost
    ]
    page.context.as_written = _written(found, document, env)
    page.context.xrefs = xrefs(found, nodes_in_excerpts(document, env)) | page.context.xrefs
    before = iter(page.items)

    def recognised(item: ItemType) -> ItemType:
        """Return the item, with what the format reads by its words as before any translation."""
        return _as_recognised(item, next(before).item)

    return with_items(found, recognised)


def _written(found: Spec, document: nodes.document, env: BuildEnvironment) -> set[str]:
    """Return the URLs in the spec that are in excerpts; included files are known as parts."""
    lines = {
        (relative(node.source or document["source"], env), number)
        for node in excerpt_nodes(document, env)
        if not is_file(node)
        for number in range(node.line or 0, node["lines"][-1].number + 1)
    }
    return {each.target for each in pointers(found) if each.at[:2] in lines} if lines else set()


def _front_matter(document: nodes.document, env: BuildEnvironment) -> list[Block]:
    """Return the front matter of the Markdown that the page begins with, if any."""
    first = next(iter(excerpt_nodes(document, env)), None)
    return [first["part"].front] if first is not None and first["part"].front else []


def _headings(
    page: Outline, document: nodes.document, env: BuildEnvironment
) -> dict[nodes.Node, str]:
    """Return the plain text of each section's heading, as the spec will have it."""
    known = {part.draft.section: part.draft.heading for part in page.parts if part.key}
    if page.title:
        known[page.title.section] = page.title.heading
    return {
        node: inline.plain(known.get(node) or heading(node, markdown.RenderContext(), env))
        for node in sections(document)
    }


def _as_recognised(item: ItemType, before: Item) -> ItemType:
    if item is before:
        return item
    item = replace(item, **_tail(item, before))
    slug, number = before.about.slug, before.about.number
    about = replace(item.about, slug=slug, number=number)
    changes: dict[str, Any] = {}
    if title(item) != title(before) and not about.id and _own_slug(item) != _own_slug(before):
        about = replace(about, id=Text(slug, about.span))
    for field in item.kind.fields:
        if field.holds == "level":
            was, now = getattr(before, field.key), getattr(item, field.key)
            if was != now and read_level(was).level and not read_level(now).level:
                changes[field.key] = was
    return replace(item, about=about, **changes)


def _tail(item: Item, before: Item) -> dict[str, Any]:
    """Return what a question had at its end, if its translation lacks an owner or date there."""
    if not isinstance(item, OpenQuestion) or not isinstance(before, OpenQuestion):
        return {}
    ends = [(before.owner, item.owner), (before.deadline, item.deadline)]
    if all(now or not was for was, now in ends):
        return {}
    values = sum(bool(was) for was, _now in ends)
    return {
        "question": item.question if item.tail else without_tail(item.question, values),
        "owner": before.owner,
        "deadline": before.deadline,
        "tail": before.tail,
    }


def _own_slug(item: Item) -> str:
    return names.item_slug(item.kind, title(item), 0)


@dataclass(frozen=True)
class _Blocks:
    """Makes sections and blocks of what was recognised."""

    page: Outline
    read: ItemNodes

    def sections(self, found: Sequence[Draft]) -> Iterator[Section]:
        """Yield the page's sections one after the other, as they are there now."""
        for part, draft in zip(self.page.parts, found, strict=True):
            text = part.draft.heading if part.key else self._heading(draft)
            blocks = self.of(draft.content, part.kind)
            yield Section(text, draft.level, part.key, blocks, notes=draft.notes)

    def of(self, found: Iterable[Lead], kind: str) -> tuple[AnyBlock, ...]:
        """Return nodes and Markdown as blocks, with those items that belong here as items."""
        blocks: list[AnyBlock] = []
        text: list[nodes.Node] = []
        for each in found:
            rendered = self._rendered(each, kind)
            if not rendered and isinstance(each, nodes.Node):
                text.append(each)
                continue
            blocks += self._text(text)
            text = []
            last = blocks[-1] if blocks else None
            if rendered and isinstance(rendered[0], List) and rendered[0].goes_on(last):
                entries = (*last.entries, *rendered[0].entries)
                rendered[0] = replace(last, entries=entries)
                blocks.pop()
            blocks += rendered
        return (*blocks, *self._text(text))

    def _rendered(self, each: Lead, kind: str) -> list[AnyBlock]:
        """Return Markdown, a table or list of items, or misplaced directives as blocks, if any."""
        if isinstance(each, ExcerptPart):
            return [*each.blocks(kind)]
        return self._items(each, kind) if isinstance(each, nodes.Node) else [each]

    def _items(self, node: nodes.Node, kind: str) -> list[AnyBlock]:
        """Return a table or list of items, or the directives of other kinds that a node contains.

        A table comes below its caption, as any other table does.
        """
        if isinstance(node, nodes.table) and (before := self.page.tables.get(node)):
            caption = map(self._at_home, markdown.caption(node, self.page.context))
            table = self.read.table(schema.KIND[kind], node, before.keys)
            return [*caption, replace(table, columns=_columns(before, table))]
        if kind and is_list(node, schema.KIND[kind]):
            return [self.read.entries(schema.KIND[kind], node)]
        if isinstance(node, nodes.paragraph) and ITEM in node:
            return [self.read.paragraph(schema.KIND[kind], node)]
        if isinstance(node, nodes.table):
            return [self.read.fence(row) for row in rows(node)[1] if written(row)]
        if isinstance(node, LISTS):
            return [self.read.fence(item) for item in elements(node) if written(item)]
        return []

    def _heading(self, draft: Draft) -> Text:
        if draft.section is None:
            return draft.heading
        return heading(draft.section, self.page.context, self.read.env)

    def _text(self, found: list[nodes.Node]) -> list[Block]:
        return [self._at_home(block) for block in markdown.blocks(found, self.page.context)]

    def _at_home(self, block: Block) -> Block:
        """Return the block with the paths in it relative to the sources."""
        return replace(
            block,
            text=self._relative(block.text),
            entries=tuple(self._relative(entry) for entry in block.entries),
        )

    def _relative(self, text: Text) -> Text:
        span, columns, escaped, _ = text.place
        path = relative(span.path or self.read.env.doc2path(self.read.env.docname), self.read.env)
        return Text(text, span._replace(path=path), columns, escaped)


def _columns(before: Table, now: Table) -> tuple[Text, ...]:
    """Return the headings of a table; those of the format's columns are not translated."""
    both = zip(before.keys, before.columns, now.columns, strict=True)
    return tuple(was if key else column for key, was, column in both)
