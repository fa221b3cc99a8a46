"""Which text of a block readers see as prose: what inline Markdown is read in."""

from __future__ import annotations

from . import schema
from .model import Block
from .source import Text

_READ = frozenset(("paragraph", "list", "table", "quote", "definition"))

#: Directives whose content is Markdown in a fence of backticks or tildes, besides those that name
#: a domain: of docutils, Sphinx, MyST and the extensions that are used most.
_MARKDOWN = frozenset(
    """admonition attention caution danger error hint important note tip warning seealso todo
    deprecated versionadded versionchanged versionremoved
    class compound container div rst-class aside epigraph highlights margin pull-quote sidebar topic
    figure figure-md glossary hlist list-table table
    ifconfig only collapse details dropdown toggle
    card card-carousel grid grid-item grid-item-card tab tab-item tab-set tab-set-code tabs
    group-tab tabbed exercise proof solution""".split()
).union(schema.DIRECTIVE, (schema.MARKDOWN_DIRECTIVE,))

#: Directives whose content is no Markdown in a fence of colons, either.
_LITERAL = frozenset(
    """code code-block code-cell sourcecode literalinclude parsed-literal math mermaid graphviz
    digraph uml plantuml raw eval-rst include toctree doctest testcode testoutput highlight
    csv-table""".split()
)


def holds_markdown(name: str, fence: str) -> bool:
    """Whether what a directive of this name holds is Markdown; `fence` is it, or what opens it.

    CommonMark shows a fence of backticks or tildes as code whatever stands in its braces, and
    other programs write languages there: so only names that are known to hold Markdown do. What
    stands between colons is words to it.
    """
    if fence.lstrip()[:1] == ":":
        return name not in _LITERAL
    return name in _MARKDOWN or ":" in name


def prose(block: Block) -> Text:
    """The part of a block in which inline Markdown is read; empty for code, comments and HTML.

    Of a directive it is what stands inside of the fence, which would read as inline code.
    """
    if block.kind in _READ:
        return block.text
    if block.kind != "directive" or not holds_markdown(block.info, block.text):
        return Text()
    start = block.text.find("\n") + 1
    return block.text.part(start, max(start, block.text.rfind("\n") + 1))
