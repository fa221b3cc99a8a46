"""Makes nodes of words without markup, as docutils and MyST would do, but at less cost.

Most of the text in items is such words. Whatever may be markup to any parser, including those that
extensions have extended, is left to the parsers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from docutils.parsers.rst.states import Inliner, RSTState

if TYPE_CHECKING:
    from docutils.parsers.rst import Directive

#: Lines in which docutils finds no inline markup and no address.
_IN_RST = re.compile(r"(?:[^\\*`|_\[\]@:\0]|:(?=[ \n]|\Z))+")

#: The same for Markdown, with whatever extensions of MyST are enabled.
_IN_MYST = re.compile(r"(?:[^\\*`~_\[\]{}<&$^\0\r\n]|<(?=[ =]))+")

#: A line that is text in both: it begins with a letter, or with a number that starts no list.
_LINE = re.compile(r"(?:[^\W\d_]|\d+[ ,%])(?:.*\S)?")

#: The start of a list in RST, if it is in the first line.
_NUMBERED = re.compile(r"\w+[.)](?: |\Z)")

#: The modules of those rules of MyST's parser that never apply to such lines.
_RULES = re.compile(
    r"markdown_it\.rules_(?:core|block|inline)\.\w+|myst_parser\.mocking|mdit_py_plugins\.(?:amsmath"
    r"|attrs|colon_fence|deflist|dollarmath|field_list|footnote|front_matter|myst_blocks|myst_role|substitution"
    r"|tasklists|wordcount)(?:\.\w+)?"
)
_WORD_COUNT = "mdit_py_plugins.wordcount"

_Rule = Callable[..., Any]


class _Token(NamedTuple):
    """A token, as far as MyST's word count looks at it."""

    type: str
    content: str
    children: Sequence[_Token] = ()


class _Tokens(NamedTuple):
    tokens: Sequence[_Token]
    env: Any


def inline(directive: Directive, text: str) -> list[nodes.Node] | None:
    """Return the nodes of some inline text, or None if it is more than plain words."""
    state: Any = directive.state  # MyST has one of its own
    if isinstance(state, RSTState):
        return [nodes.Text(text)] if _is_plain_rst(state, text) else None
    if not _IN_MYST.fullmatch(text) or not _is_plain_myst(state, [text]):
        return None
    return [nodes.Text(text)]


def content(directive: Directive) -> list[nodes.Node] | None:
    """Return a directive's content as a paragraph, or None if it is more than plain words."""
    lines = directive.content.data
    if not lines or not all(map(_LINE.fullmatch, lines)):
        return None
    state: Any = directive.state
    document, text = state.document, "\n".join(lines)
    paragraph = nodes.paragraph(text)
    home = nodes.Element()
    home.document = document
    if isinstance(state, RSTState):
        if _NUMBERED.match(lines[0]) or not _is_plain_rst(state, text):
            return None
        source, offset = directive.content.items[0]
        paragraph.source, paragraph.line = source, offset + 1
        paragraph += nodes.Text(text)
        home += paragraph
        return home.children
    if not all(map(_IN_MYST.fullmatch, lines)) or not _is_plain_myst(state, lines):
        return None
    paragraph.source = document["source"]
    paragraph.line = document.current_line = directive.lineno + directive.content_offset + 1
    home += paragraph
    for number, line in enumerate(lines):
        paragraph += [nodes.Text("\n"), nodes.Text(line)] if number else [nodes.Text(line)]
    return home.children


def _is_plain_rst(state: RSTState, text: str) -> bool:
    inliner = state.inliner
    # The inliner itself finds addresses; other dispatchers find, for example, references to RFCs.
    is_usual = type(inliner) is Inliner and len(inliner.implicit_dispatch) == 1
    return is_usual and bool(_IN_RST.fullmatch(text))


def _is_plain_myst(state: Any, lines: Sequence[str]) -> bool:
    """Return whether all of MyST's rules pass over these lines, and update its word count."""
    renderer = state._renderer  # noqa: SLF001 - MyST has no other name for it
    parser = renderer.md
    options = parser.options
    if options.get("typographer") or options.get("linkify") or options.get("breaks"):
        return False
    rulers = (parser.core.ruler, parser.block.ruler, parser.inline.ruler, parser.inline.ruler2)
    counting = _counting(*(tuple(ruler.getRules("")) for ruler in rulers))
    if counting is None:
        return False
    token = _Token("inline", "", [_Token("text", line) for line in lines])
    for count in counting:
        count(_Tokens([token], renderer.md_env))
    return True


@lru_cache(maxsize=1)  # the parsing rules are the same throughout a document
def _counting(*rules: tuple[_Rule, ...]) -> list[_Rule] | None:
    """Return the rules that count words; None if any rule is unknown."""
    found: list[_Rule] = []
    for rule in (rule for each in rules for rule in each):
        home = getattr(rule, "func", rule).__module__
        if not _RULES.fullmatch(home):
            return None
        if home == _WORD_COUNT:
            found.append(rule)
    return found
