"""Reads the header of a page that is not Markdown, in whatever form it is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from docutils import nodes

from sphinxcontrib_spec.model import AnyBlock, Block, Header, HeaderForm, HeaderLine
from sphinxcontrib_spec.reader import ExcerptPart
from sphinxcontrib_spec.reader.header import front_matter
from sphinxcontrib_spec.reader.header import header as read_header
from sphinxcontrib_spec.source import Span, Text

from .. import markdown
from ..doctree import elements, place, title_section
from ..markdown.context import RenderContext
from ..nodes import excerpt
from . import header
from .drafts import Content, excerpt_nodes, excerpts, nodes_in_excerpts

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

#: Content between the header and the first section; what is left of an excerpt are blocks.
Lead: TypeAlias = nodes.Node | ExcerptPart | AnyBlock

#: Nodes that may be on a line of the header without showing any of it.
_NOT_SHOWN = (nodes.title, nodes.section, nodes.footnote)

_IN_HEADERS = (nodes.paragraph, nodes.bullet_list, nodes.table)

#: Represents content that cannot be part of a header.
_NO_HEADER = Block("break", Text())


def read(
    under: Sequence[Content],
    document: nodes.document,
    context: RenderContext,
    env: BuildEnvironment,
) -> tuple[Header, list[Lead]]:
    """Return the header, which becomes a field list under the page's title, and what follows it."""
    page = title_section(document)
    span = place(page or document, env)
    visible = [each for each in under if not _is_silent(each)]
    fields = next(filter(header.is_header, visible), None)
    if fields is not None:
        visible = visible[: visible.index(fields)]
    owners = [*_owners(visible, context)]
    lines_of_excerpts = [line for part in excerpts(under) for line in part.lines]
    blocks = [block for block, _ in owners if isinstance(block, Block)]
    found, stop = read_header(blocks, lines_of_excerpts, span.path)
    known = [line.label for line in found.lines if header.is_known(line.label)]
    if fields is not None and page is not None and not known:
        header.lift_metadata(fields, document)
        lines = tuple(header.line(each, span, context) for each in elements(fields))
        header.mark(fields)
        return Header(lines, "fields"), [each for each in under if each is not fields]
    taken = owners[found.after : stop]
    others = [*owners[: found.after], *owners[stop:]]
    above, form = _above(document, span, context, env, known)
    if page is not None:
        header.show(page, found.lines, above, [*_nodes(taken, document, env)])
    is_verbatim = any(isinstance(owner, ExcerptPart) for _, owner in taken)
    text = found.text if is_verbatim else Text()
    # It is unknown how many blocks nodes will become; after any, the header comes first.
    is_below = all(isinstance(owner, ExcerptPart) for _, owner in owners[: found.after])
    after = found.after if is_below else 0
    head = Header((*above, *found.lines), found.form or form, text, after)
    return head, [rest for each in under for rest in _rest(each, taken, others)]


def _is_silent(content: object) -> bool:
    return isinstance(content, nodes.Invisible)


def _owners(
    contents: Sequence[Content], context: RenderContext
) -> Iterator[tuple[AnyBlock, Content]]:
    """Yield the blocks that may form a header, each with the content that it is in."""
    for each in contents:
        if isinstance(each, ExcerptPart):
            yield from ((block, each) for block in each.blocks(""))
        elif isinstance(each, _IN_HEADERS):
            yield from ((block, each) for block in markdown.blocks([each], context))
        else:
            yield _NO_HEADER, each


def _above(
    document: nodes.document,
    span: Span,
    context: RenderContext,
    env: BuildEnvironment,
    known: Sequence[str],
) -> tuple[tuple[HeaderLine, ...], HeaderForm]:
    """Return the header lines in the page's metadata, except for keys that are under the title."""
    under = {label.lower() for label in known}
    first = next(iter(excerpt_nodes(document, env)), None)
    if first is not None and (front := first["part"].front):
        lines = front_matter(front.text)
        lines = tuple(line for line in lines if line.label.lower() not in under)
        return lines, "front matter" if lines else ""
    lines = tuple(
        header.line(field, span, context)
        for fields in document
        if isinstance(fields, nodes.field_list)
        for field in elements(fields)
        if header.is_known(header.label(field)) and header.label(field).lower() not in under
    )
    return lines, "fields" if lines else ""


def _nodes(
    taken: Sequence[tuple[AnyBlock, Content]], document: nodes.document, env: BuildEnvironment
) -> Iterator[nodes.Element]:
    """Yield the nodes that show the header."""
    lines: set[int] = set()
    for block, owner in taken:
        if isinstance(owner, nodes.Element):
            yield owner
        elif isinstance(block, Block):
            first = block.text.span.line
            lines.update(range(first, first + block.text.count("\n") + 1))
    for node in nodes_in_excerpts(document, env) if lines else ():
        is_block = isinstance(node.parent, excerpt | nodes.section)
        if is_block and node.line in lines and not isinstance(node, _NOT_SHOWN):
            yield node


def _rest(
    content: Content,
    taken: Sequence[tuple[AnyBlock, Content]],
    others: Sequence[tuple[AnyBlock, Content]],
) -> Sequence[Lead]:
    """Return what is left of some content under the title once the header is taken out."""
    if not any(owner is content for _, owner in taken):
        return (content,)
    if isinstance(content, nodes.Node):
        return ()
    return [block for block, owner in others if owner is content]
