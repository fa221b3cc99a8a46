"""Renders what Markdown keeps as it is: code, math, comments, HTML, and signatures of objects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from pygments.lexers import find_lexer_class_for_filename  # type: ignore[import-untyped]
from sphinx import addnodes

from sphinxcontrib_spec.markup.pieces import fence, markup
from sphinxcontrib_spec.model import Block, BlockKind

from .chunks import Render, block, children, paragraph, unread
from .context import RenderContext
from .inline import is_simple_html

#: Sphinx's names for code without a language.
_NO_LANGUAGE = ("", "default", "guess", "none")

#: The language of an object's signature, by domain.
_LANGUAGES = {"py": "python", "js": "javascript", "c": "c", "cpp": "cpp"}

#: The language of a drawing, if it is not named like the node.
_DRAWN = {"graphviz": "dot"}

#: The minimum number of backticks in a fence.
_TICKS = 3

_INFO = re.compile(r"[^\s`{}]+")

#: HTML that Markdown passes on as a block until the next blank line, and a comment, until its end.
_BLOCK = re.compile(
    r"""</?(?:address|article|aside|blockquote|center|dd|details|dialog|div|dl|dt|fieldset
    |figcaption|figure|footer|form|h[1-6]|header|hr|iframe|li|main|nav|ol|p|section|summary
    |table|tbody|td|tfoot|th|thead|tr|ul)(?=[\s/>])""",
    re.VERBOSE | re.IGNORECASE,
)
_COMMENT = re.compile(r"<!--(?:(?!-->).)*-->", re.DOTALL)


def literal(node: nodes.Element, context: RenderContext, _render: Render) -> Iterator[Block]:
    """Render a block of code; its looks (numbered or marked lines) are left to the viewer.

    If nothing else determines the language, the name of the file that it comes from does.
    """
    if any(not isinstance(child, nodes.Text) for child in node):
        context.lose(node, "markup inside of code", "plain code")
    language = node.get("language") or context.language
    if language in _NO_LANGUAGE and "source" in node:
        lexer = find_lexer_class_for_filename(node["source"])
        language = lexer.aliases[0] if lexer and lexer.aliases else language
    yield _fenced(node.astext(), node, language)


def doctest(node: nodes.Element, _context: RenderContext, _render: Render) -> Iterator[Block]:
    """Render a Python session."""
    yield _fenced(node.astext(), node, "pycon")


def highlight(node: nodes.Element, context: RenderContext, _render: Render) -> Iterator[Block]:
    """Set the language of all code from here on that names none."""
    context.language = node["lang"]
    return iter(())


def math(node: nodes.Element, _context: RenderContext, _render: Render) -> Iterator[Block]:
    """Render a formula, which only MyST can express."""
    content = node.astext().strip("\n")
    head = f":label: {node['label']}\n\n" if node.get("label") else ""
    if not head and content.startswith((":", "---")):
        head = "\n"  # otherwise it would be read as an option
    yield _fence(f"{head}{content}", node, "{math}")


def comment(node: nodes.Element, context: RenderContext, render: Render) -> Iterator[Block]:
    """Render a comment so that its text cannot end it, or the table in one of an extension."""
    if tables := children(node, nodes.table):
        yield from render(tables, context)
        return
    text = node.astext().strip().replace("-->", "--&gt;")
    if text:
        yield block("comment", f"<!-- {text} -->", node)


def raw(node: nodes.Element, context: RenderContext, _render: Render) -> Iterator[Block]:
    """Render HTML as it is where Markdown accepts it; other text for one builder becomes code."""
    text = "\n".join(line for line in node.astext().strip().splitlines() if line.strip())
    is_html = "html" in node["format"].split()
    if is_html and _COMMENT.fullmatch(text):
        yield block("comment", text, node)
    elif is_html and _BLOCK.match(text):
        yield block("html", text, node)
    elif is_html and text.startswith("<") and "\n" not in text and is_simple_html(text):
        yield from paragraph([markup(text)], node)
    elif text:
        context.lose(node, f"raw {node['format']}", "code")
        yield _fenced(node.astext(), node, node["format"])


def description(node: nodes.Element, context: RenderContext, render: Render) -> Iterator[Block]:
    """Render a function, class or other object: its signatures as code, its description below.

    An alias only gives the names of what it shows: the page with that may not be read yet.
    """
    signatures = [*map(_signature, children(node, addnodes.desc_signature))]
    aliases = [str(child.sig) for child in node.children if hasattr(child, "sig")]
    if aliases:
        context.lose(node, node["objtype"], "the names of what it shows")
    yield _fenced("\n".join(signatures + aliases), node, _LANGUAGES.get(node["domain"], ""))
    for content in children(node, addnodes.desc_content):
        yield from render(content.children, context)


def productions(node: nodes.Element, _context: RenderContext, _render: Render) -> Iterator[Block]:
    """Render a grammar."""
    yield _fenced("\n".join(map(_production, children(node, addnodes.production))), node)


def message(node: nodes.Element, _context: RenderContext, _render: Render) -> Iterator[Block]:
    """Render the source that docutils could not read."""
    for written in unread(node):
        yield _fenced(written.astext(), node, "rst")


def drawing(node: Any) -> Block:
    """Render the code from which an extension draws; other viewers may draw it as well."""
    return _fenced(node["code"], node, _DRAWN.get(node.tagname, node.tagname))


def _production(node: nodes.Element) -> str:
    """Return one rule of a grammar; before Sphinx 8.2, its text does not contain its name."""
    name, text = node["tokenname"], node.astext().strip()
    return f"{name} ::= {text}" if name and "::=" not in text else text


def _signature(node: nodes.Element) -> str:
    """Return a signature as text, with each name once: some are there both as shown and in full."""
    shown = node.deepcopy()
    for name in list(shown.findall(addnodes.pending_xref_condition)):
        if name.get("condition") != "*":
            name.parent.remove(name)
    lines = [line.astext() for line in shown.findall(addnodes.desc_signature_line)]
    return "\n".join(lines or [shown.astext()])


def _fenced(text: str, node: nodes.Element, language: str = "") -> Block:
    known = language not in _NO_LANGUAGE and _INFO.fullmatch(language)
    return _fence(text, node, language if known else "")


def _fence(text: str, node: nodes.Element, info: str) -> Block:
    ticks = fence(text, _TICKS)
    directive = info.strip("{}")
    kind: BlockKind = "code" if directive == info else "directive"
    return block(kind, f"{ticks}{info}\n{text.rstrip(chr(10))}\n{ticks}", node, directive)
