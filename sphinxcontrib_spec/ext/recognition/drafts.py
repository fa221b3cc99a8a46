"""The headings of a page, and the content under each: nodes of its own markup, and Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from docutils import nodes

from sphinxcontrib_spec.reader import ExcerptPart
from sphinxcontrib_spec.source import Text

from .. import markdown
from ..directives.includes import EXCERPTS
from ..doctree import LEVEL, is_markdown, place
from ..markdown.context import RenderContext
from ..nodes import excerpt

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

Content: TypeAlias = nodes.Node | ExcerptPart


@dataclass(slots=True)
class Draft:
    """A heading and the content under it, up to the next heading.

    `section` is the heading's section, None if it is in an excerpt; `notes` are our comments after
    it there. The first draft of a page is the content above all headings; its level is 0.
    """

    heading: Text = Text()
    level: int = 0
    section: nodes.section | None = None
    content: list[Content] = field(default_factory=list)
    notes: tuple[Text, ...] = ()

    @property
    def is_title(self) -> bool:
        """Whether this is the page's title, provided that it is the first heading."""
        return self.level == 1 and bool(self.heading)


def drafts(document: nodes.document, env: BuildEnvironment) -> list[Draft]:
    """Return all headings of a page, in order."""
    found = [Draft()]
    for level, node in _walk(document, 1):
        if isinstance(node, nodes.section):
            found.append(Draft(heading(node, RenderContext(), env), level, node))
        elif isinstance(node, excerpt):
            above, *parts = node["part"].parts
            found[-1].content.append(above)
            found += (Draft(each.heading, each.level, None, [each], each.notes) for each in parts)
        else:
            found[-1].content.append(node)
    return found


def heading(section: nodes.section, context: RenderContext, env: BuildEnvironment) -> Text:
    """Return a section's heading; RST gives the line of the underline, which is one below."""
    span = place(section, env)
    title = section.next_node(nodes.title)
    text = markdown.cell(title.children, context) if title else ""
    return Text(text, span._replace(line=max(span.line - (not is_markdown(env)), 1)))


def excerpts(content: Sequence[Content]) -> list[ExcerptPart]:
    """Return the Markdown in the content under a heading."""
    return [each for each in content if isinstance(each, ExcerptPart)]


def shown(above: Sequence[Content]) -> list[Content]:
    """Return the content above all headings, without the page's metadata in any form."""
    return [each for each in above if not isinstance(each, nodes.docinfo | nodes.field_list)]


def excerpt_nodes(document: nodes.document, env: BuildEnvironment) -> list[excerpt]:
    """Return the nodes around the excerpts of the document being read; most documents have none."""
    return [*document.findall(excerpt)] if EXCERPTS in env.temp_data else []


def nodes_in_excerpts(document: nodes.document, env: BuildEnvironment) -> list[nodes.Element]:
    """Return all nodes that come from excerpts of the document being read."""
    if EXCERPTS not in env.temp_data:
        return []
    roots = [
        node
        for node in document.findall(nodes.Element)
        if isinstance(node, excerpt) or LEVEL in node
    ]
    return list(dict.fromkeys(each for root in roots for each in root.findall(nodes.Element)))


def _walk(element: nodes.Element, level: int) -> Iterator[tuple[int, nodes.Node]]:
    """Yield the content of a section and its subsections, without titles and excerpts' sections."""
    for node in element:
        if isinstance(node, nodes.title) or (isinstance(node, nodes.section) and LEVEL in node):
            continue
        yield level, node
        if isinstance(node, nodes.section):
            yield from _walk(node, level + 1)
