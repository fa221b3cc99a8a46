"""Which text of a block readers see as prose: what inline Markdown is read in."""

from __future__ import annotations

from .model import Block
from .source import Text

_READ = frozenset(("paragraph", "list", "table", "quote", "definition"))

#: Directives whose content is no Markdown.
LITERAL = frozenset(
    """code code-block code-cell sourcecode literalinclude parsed-literal math mermaid graphviz
    digraph uml plantuml raw eval-rst include toctree doctest testcode testoutput highlight
    csv-table""".split()
)


def prose(block: Block) -> Text:
    """The part of a block in which inline Markdown is read; empty for code, comments and HTML.

    Of a directive it is what stands inside of the fence, which would read as inline code.
    """
    if block.kind in _READ:
        return block.text
    if block.kind != "directive" or block.info in LITERAL:
        return Text()
    start = block.text.find("\n") + 1
    return block.text.part(start, max(start, block.text.rfind("\n") + 1))
