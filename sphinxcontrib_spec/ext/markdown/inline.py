"""Renders inline nodes as Markdown."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from docutils import nodes
from sphinx import addnodes

from sphinxcontrib_spec.markup.escapes import is_entity
from sphinxcontrib_spec.markup.paragraphs import joined
from sphinxcontrib_spec.markup.pieces import BREAK, Piece, emphasised, linked, markup, tagged

from . import anchors, substitutions
from .context import RenderContext
from .html import is_script
from .xrefs import is_link, role, url, xref

Handler: TypeAlias = Callable[[Any, RenderContext], list[Piece]]

_AUTOLINK = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,31}:(?!.*xn--)[\w.~:/?#@!$&'()*+,;=-]+", re.ASCII)
_ADDRESS = re.compile(r"[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*", re.ASCII)
_AMPERSAND = re.compile("&")
_NO_URL = re.compile(r"[\s<>\\]")

#: HTML that means the same inside Markdown: tags, comments, and words without any markup.
_HTML = re.compile(r"(?:<!--[^>]*-->|</?[A-Za-z][^<>]*>|[^<>&*_`\[\]\\~{}]++)*+")

#: What MyST makes of a hard line break, for HTML and for LaTeX.
_HTML_BREAK, _LATEX_BREAK = "<br />", "\\\\"

#: The node of text that sphinx-design puts where only blocks may be, which adds nothing.
PASSED_THROUGH = "PassthroughTextElement"

_BOLD = ("guilabel", "menuselection")


def inline(nodes_: Iterable[nodes.Node], context: RenderContext) -> str:
    """Render a paragraph's inline nodes, with lines broken as in the source."""
    return joined(pieces(nodes_, context))


def cell(nodes_: Iterable[nodes.Node], context: RenderContext) -> str:
    """Render inline nodes on one line that begins no block.

    So the result can be in a heading or, once its pipes are escaped, in a table cell.
    """
    return joined(pieces(nodes_, context), lines=False)


def pieces(nodes_: Iterable[nodes.Node], context: RenderContext) -> list[Piece]:
    """Render inline nodes as pieces; an unknown node gives its text."""
    found: list[Piece] = []
    for node in nodes_:
        render = _INLINE.get(type(node))
        if render is None:
            render = next(_INLINE[cls] for cls in type(node).__mro__ if cls in _INLINE)
        found += render(node, context)
    return found


def hyperlink(label: Iterable[Piece], text: str, uri: str) -> list[Piece]:
    """Return a link to a URI, as an autolink if the label's text is nothing else."""
    is_address = uri == f"mailto:{text}" and _ADDRESS.fullmatch(text)
    if is_address or (text == uri and _AUTOLINK.fullmatch(uri)):
        return [markup(f"<{text}>")]
    return linked(label, destination(uri))


def destination(uri: str) -> str:
    """Return a URL as it is written in a link."""
    uri = _AMPERSAND.sub(_spelt, "".join(uri.splitlines()))
    if uri and not _NO_URL.search(uri) and _is_balanced(uri):
        return uri
    return "<" + re.sub(r"([<>\\])", r"\\\1", uri) + ">"


def _spelt(ampersand: re.Match[str]) -> str:
    return "&amp;" if is_entity(ampersand.string, ampersand.start()) else "&"


def is_simple_html(text: str) -> bool:
    """Return whether HTML means the same inside a Markdown paragraph."""
    return bool(_HTML.fullmatch(text))


def _is_balanced(uri: str) -> bool:
    depth = 0
    for char in uri:
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return False
    return depth == 0


def _text(node: nodes.Text, _context: RenderContext) -> list[Piece]:
    return [Piece(node.astext())]


def _content(node: nodes.Element, context: RenderContext) -> list[Piece]:
    return pieces(node.children, context)


def _nothing(_node: nodes.Node, _context: RenderContext) -> list[Piece]:
    return []


def _unknown(node: nodes.Element, context: RenderContext) -> list[Piece]:
    if is_drawn(node):
        return [Piece(node["code"], "code")]
    content = _content(node, context)
    if node.tagname != PASSED_THROUGH:
        context.lose(node, node.tagname, "its text" if content else "")
    return content


def is_drawn(node: nodes.Node) -> bool:
    """Return whether an extension draws this node from code in some language."""
    return isinstance(node, nodes.Element) and isinstance(node.get("code"), str)


def _emphasis(node: nodes.Element, context: RenderContext) -> list[Piece]:
    return emphasised("*", _content(node, context))


def _strong(node: nodes.Element, context: RenderContext) -> list[Piece]:
    return emphasised("**", _content(node, context))


def _inline(node: nodes.Element, context: RenderContext) -> list[Piece]:
    if any(name in node["classes"] for name in _BOLD):
        return _strong(node, context)
    if "versionmodified" in node["classes"]:
        return _emphasis(node, context)
    return _content(node, context)


def _literal(node: nodes.Element, context: RenderContext) -> list[Piece]:
    """Render code; what is to be filled in is in braces again, as it was written."""
    if "kbd" in node["classes"]:
        return tagged("kbd", _content(node, context))
    texts = (
        f"{{{child.astext()}}}" if isinstance(child, nodes.emphasis) else child.astext()
        for child in node
    )
    return [Piece(text, "code") for text in texts]


def _code(node: nodes.Element, _context: RenderContext) -> list[Piece]:
    return [Piece(node.astext(), "code")]


def _subscript(node: nodes.Element, context: RenderContext) -> list[Piece]:
    return tagged("sub", _content(node, context))


def _superscript(node: nodes.Element, context: RenderContext) -> list[Piece]:
    return tagged("sup", _content(node, context))


def _abbreviation(node: nodes.Element, context: RenderContext) -> list[Piece]:
    meaning = " ".join(node.get("explanation", "").split())
    title = f' title="{html.escape(meaning)}"' if meaning else ""
    return tagged("abbr", _content(node, context), title)


def _math(node: nodes.Element, _context: RenderContext) -> list[Piece]:
    content = " ".join(node.astext().split())
    return [markup(role("math", content))] if content else []


def _reference(node: nodes.Element, context: RenderContext) -> list[Piece]:
    if is_script(node):  # it is shown as text on the page, too
        return [Piece(node.rawsource or node.astext())]
    label = _content(node, context)
    if uri := node.get("refuri") or anchors.uri(node):
        return hyperlink(label, node.astext(), uri)
    return anchors.link(node, label, context)


def _xref(node: nodes.Element, context: RenderContext) -> list[Piece]:
    if is_link(node):
        return linked(_content(node, context), destination(url(node)))
    if node.get("refdomain") == "citation" and (found := _citation(node)) is not None:
        return [markup(anchors.mark(found))]
    return [markup(xref(node, context))] if node.get("reftarget") else _content(node, context)


def _citation(node: nodes.Element) -> nodes.citation | None:
    """Return the citation on this page that a reference means, or None."""
    found = node.document.citations if node.document is not None else []
    return next((each for each in found if each[0].astext() == node["reftarget"]), None)


def _download(node: nodes.Element, context: RenderContext) -> list[Piece]:
    """Render a download as a link to the file, of which MyST makes a download again."""
    label = _content(node, context) if is_link(node) else [Piece(node.astext())]
    return linked(label, destination(node["reftarget"]))


def _footnote_mark(node: nodes.Element, _context: RenderContext) -> list[Piece]:
    found = node.document.ids.get(node.get("refid")) if node.document is not None else None
    return [Piece(f"[{node.astext()}]") if found is None else markup(anchors.mark(found))]


def _image(node: nodes.Element, _context: RenderContext) -> list[Piece]:
    return linked([Piece(node.get("alt", ""))], destination(node["uri"]), "!")


def _target(node: nodes.Element, context: RenderContext) -> list[Piece]:
    found = [] if "refuri" in node or "refid" in node else anchors.anchors(node)
    return [*found, *_content(node, context)]


def _raw(node: nodes.Element, context: RenderContext) -> list[Piece]:
    text = " ".join(node.astext().split())
    if "html" in node["format"].split() and is_simple_html(text):
        return [BREAK] if text == _HTML_BREAK else [markup(text)]
    if text == _LATEX_BREAK:
        return []
    context.lose(node, f"raw {node['format']}", "code")
    return [Piece(text, "code")]


def _substitution(node: nodes.Element, context: RenderContext) -> list[Piece]:
    """Render the content of a substitution, which is not replaced yet when a page is recognised."""
    content = substitutions.content(node)
    return [Piece(f"|{node.astext()}|")] if content is None else pieces(content, context)


#: How each kind of inline node is rendered; a class covers its subclasses.
_INLINE: dict[type, Handler] = {
    nodes.Text: _text,
    nodes.emphasis: _emphasis,
    nodes.title_reference: _emphasis,
    addnodes.manpage: _emphasis,
    nodes.strong: _strong,
    nodes.literal: _literal,
    addnodes.desc_inline: _code,
    nodes.subscript: _subscript,
    nodes.superscript: _superscript,
    nodes.abbreviation: _abbreviation,
    nodes.acronym: _abbreviation,
    nodes.math: _math,
    nodes.reference: _reference,
    addnodes.download_reference: _download,
    addnodes.pending_xref: _xref,
    nodes.footnote_reference: _footnote_mark,
    nodes.citation_reference: _footnote_mark,
    nodes.image: _image,
    nodes.target: _target,
    nodes.raw: _raw,
    nodes.substitution_reference: _substitution,
    nodes.inline: _inline,
    nodes.generated: _nothing,
    nodes.problematic: _content,
    nodes.paragraph: _content,
    nodes.system_message: _nothing,
    nodes.Invisible: _nothing,
    nodes.Node: _unknown,
}
