"""The directive `spec-markdown`: Markdown on a page of another markup, read as on its own page.

Excerpts are rendered once the whole page is parsed, so that they share their link definitions.
Until the page's model is known, each is wrapped in a node of its own, except for the sections in
it: those are in the doctree where sections of the page itself would be.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.states import RSTState
from docutils.statemachine import StringList
from myst_parser.config.main import (
    MdParserConfig,
    TopmatterReadError,
    merge_file_level,
    read_topmatter,
)
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.parsers.sphinx_ import MystParser
from myst_parser.warnings_ import MystWarnings, create_warning
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.reader import Excerpt
from sphinxcontrib_spec.reader import excerpt as read_excerpt
from sphinxcontrib_spec.reader.lines import Line

from ..doctree import LEVEL, relative
from ..nodes import excerpt
from . import includes, relative_links, source_lines

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: Keys of front matter that are not metadata of the page.
_FOR_MYST_ALONE = ("myst", "mystnb", "substitutions", "html_meta")

#: The transforms of a MyST page that let links lead to headings; MyST 4 has only the second.
_OF_HEADINGS = ("AddSlugIds", "ResolveAnchorIds")


def _depth(argument: str) -> int:
    """Return the indentation of Markdown; raise ValueError if it is not a valid one."""
    depth = directives.nonnegative_int(argument)
    if depth > schema.DEEPEST_INDENT:
        raise ValueError(f"must not be more than {schema.DEEPEST_INDENT}")
    return depth


class SpecMarkdown(SphinxDirective):
    """The directive whose content is Markdown."""

    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {schema.INDENT_OPTION: _depth}

    def run(self) -> list[nodes.Node]:
        """Return a placeholder; on a MyST page, the rendered Markdown."""
        depth = self.options.get(schema.INDENT_OPTION, 0)
        source, line = self.get_source_info()
        if isinstance(self.state, RSTState):
            lines = source_lines.content(self, source, line, self.env)
            if lines:
                self.env.temp_data[includes.EXCERPTS] = True
                node = excerpt(lines=[*_shifted(lines, depth)])
                node.source, node.line = source, line
                return [node]
        self.assert_has_content()
        content = StringList([f"{' ' * depth}{line}" if line else line for line in self.content])
        inside = nodes.Element()
        self.state.nested_parse(content, self.content_offset, inside)
        return inside.children


def _shifted(lines: Sequence[Line], depth: int) -> Iterator[Line]:
    """Yield the lines, indented by `depth`."""
    gap = " " * depth
    for number, text, column in lines:
        yield Line(number, gap + text, max(column - depth, 0)) if text else Line(number, text)


class RenderExcerpts(SphinxTransform):
    """Renders every excerpt of a page with MyST, and puts its sections where they belong."""

    # Before the page is recognised.
    default_priority = 8

    def apply(self, **_kwargs: Any) -> None:
        """Render the excerpts in order."""
        if includes.EXCERPTS not in self.env.temp_data:
            return
        found = list(self.document.findall(excerpt))
        if not found:
            return
        for node in found:
            path = relative(node.source or self.document["source"], self.env)
            first = node is found[0] and _stands_above_all(node, self.document)
            first = first or includes.is_file(node)
            node["part"] = read_excerpt(node["lines"], path, first=first)
        self.env.temp_data[includes.INSIDE] = True
        own = [node for node in found if not includes.is_file(node)]
        for group in (own, *([node] for node in found if includes.is_file(node))):
            if group:
                self._render(group)
        # Otherwise nodes inserted from here on would be taken to be in the page's last line.
        self.document.note_source(None, None)  # type: ignore[arg-type]
        transformer = self.document.transformer
        known = {entry[1] for entry in transformer.transforms}
        for transform in MystParser().get_transforms():  # type: ignore[no-untyped-call]
            # On a MyST page, they are registered already.
            if transform.__name__ in _OF_HEADINGS and transform not in known:
                transformer.add_transform(transform)

    def _render(self, found: Sequence[excerpt]) -> None:
        """Render the excerpts of the page itself, or a file, which has its own link definitions."""
        front = found[0]["part"].front
        config = self._config(front.text if front else "")
        parser = create_md_parser(config, SphinxRenderer)
        parser.options["document"] = self.document
        if includes.is_file(found[0]):
            relative_links.rebase(parser, str(found[0].source), self.env)
        # None begins with front matter, so a blank line stands above it. Without a line break at
        # the end, MyST's rule for comments fails on an empty line of a quote below a table.
        texts = [f"\n{_text(node)}\n" for node in found]
        known: dict[str, Any] = {}
        for text in texts:
            parser.parse(text, known)
        renderer = parser.renderer
        assert isinstance(renderer, SphinxRenderer)
        shared = {"references": known.get("references", {})}
        renderer.setup_render(dict(parser.options), shared)
        slugs = renderer._heading_slugs  # noqa: SLF001 - MyST has no other name for them
        slugs.update(getattr(self.document, "myst_slugs", {}))
        for node, text in zip(found, texts, strict=True):
            with includes.reading(node, renderer) if includes.is_file(node) else nullcontext():
                _render(node, text, renderer)
        document: Any = self.document
        document.myst_slugs = slugs
        if front and _stands_above_all(found[0], self.document):
            self._show_front_matter(front.text, renderer)

    def _config(self, front: str) -> MdParserConfig:
        """Return the project's options for MyST, overridden by those of the front matter."""
        config: MdParserConfig = getattr(self.env, "myst_config", None) or MdParserConfig()
        if topmatter := _topmatter(front):
            config = merge_file_level(config, topmatter, self._warn)
        return config

    def _warn(self, subtype: MystWarnings, message: str) -> None:
        create_warning(self.document, message, subtype, line=1, append_to=self.document)

    def _show_front_matter(self, front: str, renderer: SphinxRenderer) -> None:
        """Put the front matter where Sphinx looks for a page's metadata."""
        data = {
            key: value for key, value in _topmatter(front).items() if key not in _FOR_MYST_ALONE
        }
        language = self.document.settings.language_code
        fields = renderer.dict_to_fm_field_list(data, language_code=language)
        top = self.document.children[0]
        if isinstance(top, nodes.field_list):
            top += fields.children
        else:
            self.document.insert(0, fields)


def _stands_above_all(node: nodes.Element, document: nodes.document) -> bool:
    """Return whether only metadata precedes an excerpt."""
    above = itertools.takewhile(lambda each: each is not node, document.children)
    return node.parent is document and all(
        isinstance(each, nodes.field_list | nodes.PreBibliographic) for each in above
    )


def _topmatter(front: str) -> dict[str, Any]:
    try:
        return read_topmatter(front) or {}
    except TopmatterReadError:
        return {}


def _text(node: nodes.Element) -> str:
    """Return the text of an excerpt, with blank lines instead of its front matter."""
    front = node["part"].front
    blank = front.text.count("\n") + 1 if front else 0
    lines: list[Line] = node["lines"]
    return "\n".join([*[""] * blank, *(line.text for line in lines[blank:])])


def _render(node: excerpt, text: str, renderer: SphinxRenderer) -> None:
    home = node.parent
    root = node if isinstance(home, nodes.document | nodes.section) else None
    above = _level(home)
    offset = includes.offset(node, above)
    if root is not None:
        # So MyST reports a missing level above a heading, as on a page of its own.
        levels: Any = dict.fromkeys(range(max(above, offset) + 1), node)
        renderer._level_to_section = levels  # noqa: SLF001
    with renderer.current_node_context(node):
        first = node["lines"][0].number - 2
        renderer.nested_render_text(text, first, temp_root_node=root, heading_offset=offset)
    for each in node.findall(nodes.Element):
        each.source = node.source
    if includes.is_file(node):
        relative_links.rebase_files(node, renderer.sphinx_env)
    part: Excerpt = node["part"]
    sections = list(node.findall(nodes.section))
    levels = [each.level for each in part.parts[1:]]
    for at, section in enumerate(sections):
        section[LEVEL] = levels[at] + offset if len(levels) == len(sections) else _level(section)
    _place([section for section in sections if section.parent is node], node)


def _place(sections: Sequence[nodes.section], after: nodes.Element) -> None:
    """Move sections to where they would be if their headings were the page's own."""
    for section in sections:
        section.parent.remove(section)
        while isinstance(after.parent, nodes.section) and _level(after.parent) >= section[LEVEL]:
            after = after.parent
        after.parent.insert(after.parent.index(after) + 1, section)
        after = section


def _level(node: nodes.Element) -> int:
    """The level of a section's heading; 0 for a document."""
    if not isinstance(node, nodes.section):
        return 0
    return node.get(LEVEL) or _level(node.parent) + 1


class OpenExcerpts(SphinxTransform):
    """Replaces each excerpt by its content."""

    # Just after the page's model is collected.
    default_priority = 741

    def apply(self, **_kwargs: Any) -> None:
        """Remove the nodes around the excerpts."""
        if includes.EXCERPTS not in self.env.temp_data:
            return
        for node in list(self.document.findall(excerpt)):
            node.replace_self(node.children)
        for section in self.document.findall(nodes.section):
            section.attributes.pop(LEVEL, None)


def setup(app: Sphinx) -> None:
    """Register the directive and the transforms."""
    app.add_directive(schema.MARKDOWN_DIRECTIVE, SpecMarkdown)
    app.add_transform(RenderExcerpts)
    app.add_transform(OpenExcerpts)
