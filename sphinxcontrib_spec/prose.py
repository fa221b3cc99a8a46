"""Decides which text of a block is prose, in which inline Markdown is parsed."""

from __future__ import annotations

from . import schema
from .model import Block
from .source import Text

_READ = frozenset(("paragraph", "list", "table", "quote", "definition"))

#: Directives whose content is Markdown in a fence of backticks or tildes, besides those that name a
#: domain: directives of docutils, Sphinx, MyST and the most used extensions.
_MARKDOWN = frozenset(
    """admonition attention caution danger error hint important note tip warning seealso todo
    deprecated versionadded versionchanged versionremoved
    class compound container div rst-class aside epigraph highlights margin pull-quote sidebar topic
    figure figure-md glossary hlist list-table table
    ifconfig only collapse details dropdown toggle
    card card-carousel grid grid-item grid-item-card tab tab-item tab-set tab-set-code tabs
    group-tab tabbed exercise proof solution""".split()
).union(schema.DIRECTIVE, (schema.MARKDOWN_DIRECTIVE,))

#: Directives whose content is not Markdown even in a fence of colons.
_LITERAL = frozenset(
    """code code-block code-cell sourcecode literalinclude parsed-literal math mermaid graphviz
    digraph uml plantuml raw eval-rst include toctree doctest testcode testoutput highlight
    csv-table""".split()
)


def holds_markdown(name: str, fence: str) -> bool:
    """Whether a directive's content is Markdown; `fence` is its text or its opening fence.

    CommonMark shows a fence of backticks or tildes as code whatever its info string says, and other
    programs write languages there: so only the content of directives that are known to hold
    Markdown counts. For CommonMark, the text between colon fences is ordinary text.
    """
    if fence.lstrip()[:1] == ":":
        return name not in _LITERAL
    return name in _MARKDOWN or ":" in name


def prose(block: Block) -> Text:
    """Return the part of a block that is parsed as inline Markdown; empty for code and HTML.

    It is empty for comments, too. For a directive it is the text inside the fence, as the fence
    itself would parse as inline code.
    """
    if block.kind in _READ:
        return block.text
    if block.kind != "directive" or not holds_markdown(block.info, block.text):
        return Text()
    start = block.text.find("\n") + 1
    return block.text.part(start, max(start, block.text.rfind("\n") + 1))
