"""Detect where blocks begin and end in the lines of a directive's body."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..patterns import pattern
from ..source import TAB_STOP

_FENCE = pattern(r"`{3,}(?=[^`]*$)|~{3,}|:{3,}(?=[ \t]*\{)")
MARKER = pattern(r"([-*+]|\d{1,9}[.)])(?:[ \t]+|$)")
_INTERRUPTS = pattern(r"(?:[-*+]|1[.)])[ \t]+\S")
_BREAK = pattern(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_HEADING = pattern(r"#{1,6}(?:[ \t]+|$)")
UNDERLINE = pattern(r"[ ]{0,3}(?:=+|-+)[ \t]*$")
_DELIMITERS = pattern(r"[ \t]*+\|?+[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+$")
#: A line that is indented this far is code.
_CODE_INDENT = 4
_KEPT_LINES = pattern(
    r">|\[[^\]]+\]:|</?(?:address|article|aside|blockquote|center|details|dialog|div|dl|fieldset"
    r"|figure|footer|form|h[1-6]|header|hr|iframe|main|nav|ol|p|pre|script|section|style|summary"
    r"|table|textarea|ul)\b",
    re.IGNORECASE,
)


def opening(lines: list[str], at: int) -> str:
    """Return the kind of block that begins at this line; empty for a paragraph."""
    words = lines[at].strip()
    if _indent(lines[at]) >= _CODE_INDENT:
        return "code"
    if _FENCE.match(words):
        return "fence"
    if _BREAK.match(words):
        return "break"
    if MARKER.match(words):
        return "item"
    if _HEADING.match(words):
        return "heading"
    if _KEPT_LINES.match(words):
        return "lines"
    if "|" in words and at + 1 < len(lines) and _DELIMITERS.match(lines[at + 1]):
        return "lines"
    return ""


def _end_of_code(lines: list[str], at: int) -> int:
    while at < len(lines) and (not lines[at].strip() or _indent(lines[at]) >= _CODE_INDENT):
        at += 1
    return at


def _end_of_fence(lines: list[str], at: int) -> int:
    fence = _FENCE.match(lines[at].strip())
    assert fence is not None  # it opened the block
    for later in range(at + 1, len(lines)):
        words = lines[later].strip()
        if len(words) >= len(fence[0]) and set(words) == {fence[0][0]}:
            return later + 1
    return len(lines)


def _end_of_lines(lines: list[str], at: int) -> int:
    while at < len(lines) and lines[at].strip():
        at += 1
    return at


def _end_of_paragraph(lines: list[str], at: int) -> int:
    for later in range(at + 1, len(lines)):
        if not lines[later].strip():
            return later
        if UNDERLINE.match(lines[later]):
            return later + 1
        begins = opening(lines, later)
        if begins not in ("", "code", "item") or (
            begins == "item" and _INTERRUPTS.match(lines[later].strip())
        ):
            return later
    return len(lines)


def _is_empty(line: str) -> bool:
    """Return whether a list item has no text in its first line."""
    return not MARKER.sub("", line.strip(), count=1)


def content_column(line: str) -> int:
    """Return the column of the content of the list item that begins at this line."""
    marker = MARKER.match(line.strip())
    assert marker is not None  # it opened the item
    return _indent(line) + (len(marker[1]) + 1 if _is_empty(line) else len(marker[0]))


def _end_of_item(lines: list[str], at: int) -> int:
    column = content_column(lines[at])
    # An item that begins with a blank line cannot contain text after another blank line, nor text
    # that is not indented.
    after_blank = _is_empty(lines[at])
    if after_blank and at + 1 < len(lines) and not lines[at + 1].strip():
        return at + 1
    for later in range(at + 1, len(lines)):
        blank = not lines[later].strip()
        inside = blank or _indent(lines[later]) >= column
        if not inside and (after_blank or opening(lines, later) not in ("", "code")):
            return later
        after_blank = blank
    return len(lines)


ENDS: dict[str, Callable[[list[str], int], int]] = {
    "code": _end_of_code,
    "fence": _end_of_fence,
    "item": _end_of_item,
    "lines": _end_of_lines,
    "": _end_of_paragraph,
}


def _indent(line: str) -> int:
    """Return the column at which a line's text begins."""
    white = line[: len(line) - len(line.lstrip())]
    return len(white.expandtabs(TAB_STOP))


def cut(line: str, columns: int) -> str:
    """Remove up to this number of columns of a line's indentation."""
    return " " * max(0, _indent(line) - columns) + line.lstrip() if line.strip() else ""


def dedented(block: list[str]) -> list[str]:
    """Return the block's lines, moved left by the indentation of the first."""
    indent = _indent(block[0])
    columns = indent if indent < _CODE_INDENT else 0
    return [cut(line, columns) for line in block]
