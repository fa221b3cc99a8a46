"""Writes inline markup as reStructuredText: what it can express, and how text is escaped.

The rules are those of docutils
(https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html), on the safe side: there may be
a backslash too many, but never one too few.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from sphinxcontrib_spec.links import ROLE_PREFIX, ROLES
from sphinxcontrib_spec.links.entries import ITEM_URL
from sphinxcontrib_spec.patterns import pattern
from sphinxcontrib_spec.reader.tree import Node

from .again import Unsayable
from .excerpts import FOREIGN

#: Next to these characters markup may begin or end without an escape.
_BEFORE = " \n(-/:"
_AFTER = " \n'\")]}>-/\\:.,;!?"

#: What would end a line, or be lost at the end of one.
_FOREIGN = pattern(rf"[{FOREIGN}]|^[^\S \n]|[^\S \n]$", re.MULTILINE)

#: What must be escaped in text; in emphasis and in the label of a link there is more.
_SPECIAL = r"""[\\`] | [*|](?!\s) | _(?=_*(?!\w)) | (?<=\S)@(?=\S)
    | (?<![\w.+-])[A-Za-z][A-Za-z0-9.+-]*:(?=\S)"""
_IN_TEXT = pattern(_SPECIAL, re.VERBOSE)
_IN_EMPHASIS = pattern(rf"\* | {_SPECIAL}", re.VERBOSE)
_IN_LABEL = pattern(rf"[*<>] | {_SPECIAL}", re.VERBOSE)

#: What begins something other than a paragraph, on its first line.
_OPENING = pattern(
    r"""[*+\-\u2022\u2023\u2043](?=\s|$) | \(?(?:\#|\d+|[A-Za-z]|[ivxlcdm]+|[IVXLCDM]+)[.)](?=\s|$)
    | :(?![:\s`]) | --?\w | [/+][A-Za-z] | >>>(?=\s|$) | \|(?=\s|$) | \.\.(?=\s|$) | __(?=\s|$)
    | \+-""",
    re.VERBOSE,
)
#: A line that only repeats one character, which underlines a title or is a transition.
_SIGNS = pattern(r"([!-/:-@\[-`{-~])\1*(?: +\1+)*")

#: What MyST may read as a formula, if a project is configured for it.
_FORMULA = pattern(r"\$\$|\$(?=[^\s$])[^$]*(?<=[^\s$])\$(?!\d)")

#: The end of a paragraph that would introduce a literal block.
_LITERAL = pattern(r"(?<!\\)(?:\\\\)*::$")

_ABSOLUTE = pattern(r"(?:https?|ftp|mailto):[^\s<>`\\]*[^\s<>`\\_]")
_BARE = pattern(r"https?://[\w./~:?=&%#+-]*[A-Za-z0-9/]", re.ASCII)
_END_OF_WORD = pattern(r"[).,;:!?]*(?:\s|$)")
_SPEC_URL = pattern(r"(?:(?:[\w.-]+/)*spec-[^\s<>`\\/#]+\.md)?(?:#[^\s<>`\\]*[^\s<>`\\_])?")

#: Cross-reference roles with the same content in reStructuredText and MyST, besides our own.
_ROLES = pattern(r"(?:any|doc|envvar|keyword|numref|option|ref|term|(?:c|cpp|js|py|rst):[a-z]+)")
_ROLE_CONTENT = pattern(r"[^\s`\\<>!](?:[^`\\<>\n]*[^\s`\\<>])?(?: <[^\s`\\<>]+>)?")


def paragraph(nodes: Sequence[Node]) -> str:
    """Write the lines of a paragraph; raises `Unsayable` if reStructuredText cannot express it."""
    first, *rest = inline_markup(nodes).split("\n")
    is_text = bool(nodes) and nodes[0].kind == "text"
    if is_text and (_OPENING.match(first) or _SIGNS.fullmatch(first)):
        first = f"\\{first}"
    lines = [first, *(f"\\{each}" if _SIGNS.fullmatch(each) else each for each in rest)]
    if _LITERAL.search(lines[-1]):
        lines[-1] = f"{lines[-1][:-2]}\\::"
    return "\n".join(lines)


def inline_markup(nodes: Sequence[Node]) -> str:
    """Write inline markup where no block can begin, as in a directive's argument."""
    text, closed = "", False
    for node, after in zip_longest(nodes, nodes[1:]):
        if node.kind == "text":
            words = _escaped(node.text, _IN_TEXT)
            if closed and words[0] not in _AFTER:
                text += "\\ "
            text, closed = text + words, False
        else:
            markup = node.target if _is_bare(node, text, after) else _markup(node)
            if text and (text[-1] not in _BEFORE or (text[-1] == "(" and _is_lone(markup))):
                text += "\\ "
            text, closed = text + markup, True
    if _FOREIGN.search(text):
        raise Unsayable
    return text


def _is_bare(node: Node, before: str, after: Node | None) -> bool:
    """Whether a link is a URL that docutils recognizes on its own, between white space."""
    return (
        [(each.kind, each.text) for each in node.nodes] == [("text", node.target)]
        and bool(_BARE.fullmatch(node.target))
        and before[-1:] in ("", *" \n(")
        and (after is None or (after.kind == "text" and bool(_END_OF_WORD.match(after.text))))
    )


def _is_lone(markup: str) -> bool:
    """Whether markup begins with a closing bracket, which a preceding opening one would quote."""
    return markup.lstrip("*`").startswith(")")


def _markup(node: Node) -> str:
    match node.kind:
        case "code":
            return _code(node.text)
        case "emphasis":
            return f"*{_inside(node, _IN_EMPHASIS)}*"
        case "strong":
            return f"**{_inside(node, _IN_EMPHASIS)}**"
        case "link" if _ABSOLUTE.fullmatch(node.target) or _leads_to_spec(node.target):
            return f"`{_inside(node, _IN_LABEL)} <{node.target}>`__"
        case "role" if _is_known(node.target) and _ROLE_CONTENT.fullmatch(node.text):
            return f":{node.target}:`{node.text}`"
        case _:
            raise Unsayable


def _code(text: str) -> str:
    if "``" in text or text != text.strip().strip("`") or not text:
        raise Unsayable
    return f"``{text}``"


def _inside(node: Node, special: re.Pattern[str]) -> str:
    """Return the text of emphasis or of a link: inline markup cannot be nested."""
    if [each.kind for each in node.nodes] != ["text"]:
        raise Unsayable
    text = node.nodes[0].text
    if text != text.strip():
        raise Unsayable
    return _escaped(text, special)


def _leads_to_spec(url: str) -> bool:
    """Whether a relative URL leads to a spec or an item, which it does in every markup."""
    return bool(_SPEC_URL.fullmatch(url) and (ITEM_URL.fullmatch(url) or url.endswith(".md")))


def _is_known(role: str) -> bool:
    own = role.removeprefix(ROLE_PREFIX)
    return (own != role and own in ROLES) or bool(_ROLES.fullmatch(role))


def _escaped(text: str, special: re.Pattern[str]) -> str:
    if _FORMULA.search(text):
        raise Unsayable
    return special.sub(_with_backslash, text)


def _with_backslash(match: re.Match[str]) -> str:
    return f"{match[0][:-1]}\\{match[0][-1]}"
