"""What Markdown keeps as it is: code, math, comments, HTML, and the signatures of objects."""

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

#: What Sphinx calls code in no language.
_NO_LANGUAGE = ("", "default", "guess", "none")

#: The language of an object's signature, by domain.
_LANGUAGES = {"py": "python", "js": "javascript", "c": "c", "cpp": "cpp"}

#: The language of a drawing that is not called as its node.
_DRAWN = {"graphviz": "dot"}

#: The least ticks of a fence.
_TICKS = 3

_INFO = re.compile(r"[^\s`{}]+")

#: HTML that Markdown passes on as a block until the next blank line, and with its own end.
_BLOCK = re.compile(
    r"""</?(?:address|article|aside|blockquote|center|dd|details|dialog|div|dl|dt|fieldset
    |figcaption|figure|footer|form|h[1-6]|header|hr|iframe|li|main|nav|ol|p|section|summary
    |table|tbody|td|tfoot|th|thead|tr|ul)(?=[\s/>])""",
    re.VERBOSE | re.IGNORECASE,
)
_COMMENT = re.compile(r"<!--(?:(?!-->).)*-->", re.DOTALL)


def literal(node: nodes.Element, context: RenderContext, _render: Render) -> Iterator[Block]:
    """A block of code; how it looks (numbered or marked lines) is left to the viewer.

    The name of the file that it stands in tells its language where nothing else does.
    """
    if any(not isinstance(child, nodes.Text) for child in node):
        context.lose(node, "markup inside of code", "plain code")
    language = node.get("language") or context.language
    if language in _NO_LANGUAGE and "source" in node:
        lexer = find_lexer_class_for_filename(node["source"])
        language = lexer.aliases[0] if lexer and lexer.aliases else language
    yield _fenced(node.astext(), node, language)


def doctest(node: nodes.Element, _context: RenderContext, _render: Render) -> Iterator[Block]:
    """A session with Python."""
    yield _fenced(node.astext(), node, "pycon")


def highlight(node: nodes.Element, context: RenderContext, _render: Render) -> Iterator[Block]:
    """The language of all code that names none, from here on."""
    context.language = node["lang"]
    return iter(())


def math(node: nodes.Element, _context: RenderContext, _render: Render) -> Iterator[Block]:
    """A formula: only MyST can say it."""
    content = node.astext().strip("\n")
    head = f":label: {node['label']}\n\n" if node.get("label") else ""
    if not head and content.startswith((":", "---")):
        head = "\n"  # or it would be read as an option
    yield _fence(f"{head}{content}", node, "{math}")


def comment(node: nodes.Element, context: RenderContext, render: Render) -> Iterator[Block]:
    """A comment, which no HTML can end from the inside; extensions make one of a table, too."""
    if tables := children(node, nodes.table):
        yield from render(tables, context)
        return
    text = node.astext().strip().replace("-->", "--&gt;")
    if text:
        yield block("comment", f"<!-- {text} -->", node)


def raw(node: nodes.Element, context: RenderContext, _render: Render) -> Iterator[Block]:
    """HTML where Markdown takes it as it is; any other text for one builder alone as code."""
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
    """A function, class or other object: its signatures as code, and what is said of it below.

    Of an alias there is no more than what it names: the page it leads to may not be read yet.
    """
    signatures = [*map(_signature, children(node, addnodes.desc_signature))]
    aliases = [str(child.sig) for child in node.children if hasattr(child, "sig")]
    if aliases:
        context.lose(node, node["objtype"], "the names of what it shows")
    yield _fenced("\n".join(signatures + aliases), node, _LANGUAGES.get(node["domain"], ""))
    for content in children(node, addnodes.desc_content):
        yield from render(content.children, context)


def productions(node: nodes.Element, _context: RenderContext, _render: Render) -> Iterator[Block]:
    """A grammar."""
    yield _fenced("\n".join(map(_production, children(node, addnodes.production))), node)


def message(node: nodes.Element, _context: RenderContext, _render: Render) -> Iterator[Block]:
    """What docutils could not read."""
    for written in unread(node):
        yield _fenced(written.astext(), node, "rst")


def drawing(node: Any) -> Block:
    """What an extension draws from some language, which other viewers may draw as well."""
    return _fenced(node["code"], node, _DRAWN.get(node.tagname, node.tagname))


def _production(node: nodes.Element) -> str:
    """One rule of a grammar; before Sphinx 8.2 its name is no text in it."""
    name, text = node["tokenname"], node.astext().strip()
    return f"{name} ::= {text}" if name and "::=" not in text else text


def _signature(node: nodes.Element) -> str:
    """A signature as text, each name once: some are there as they are shown and in full."""
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
