"""Find the blocks that markdown-it finds, but handle plain ones without calling it.

Most lines of a spec are headings, words, items of a flat list, rows of a table or fenced code, and
the first characters of a line tell which. Everything else is parsed by markdown-it: the whole block
and what follows it, up to the next heading. If markdown-it sees that heading as one, no block
before it is still open. The tests compare the blocks with those that markdown-it finds in the whole
text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

from ..markup.rows import DELIMITERS
from ..patterns import pattern
from .block_tree import BlockNode, block_tree, parser

#: Appends the block that begins at a line and returns the index of the line after it; if the block
#: is not plain, appends nothing and returns 0.
_Take: TypeAlias = Callable[[Sequence[str], int, list[BlockNode]], int]

#: The beginning of a line that can only be words, whether or not it begins a block.
_WORDS = (
    r"(?:[A-Za-z]|[^\x00-\x7f\s]|[0-9]+(?![0-9.)])|\*\*?(?=[^\s*])|__?(?=[^\s_])|[\"'($&/\\]"
    r"|`{1,2}(?!`)|!\[|\[(?:[ xX]\] |[^\[\]\\]*\]\())"
)
_PLAIN = pattern(_WORDS)
_GOING_ON = pattern(rf"[ ]*{_WORDS}")
_HEADING = pattern(r"(#{1,6})(?:[ \t]|$)")
_BULLET = pattern(rf"([-*+]) (?={_WORDS})")
_NUMBER = pattern(rf"([0-9]{{1,9}})([.)]) (?={_WORDS})")
_BREAK = pattern(r"-{3,}(?=[ \t]*$)")
_FENCE = pattern(r"(`{3,})([^`]*)$")
_PLAIN_DELIMITERS = pattern(r"\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*$")

#: markdown-it ends a table once it has added more missing cells than this.
_MOST_CELLS = 65_536


def scan(lines: Sequence[str]) -> list[BlockNode]:
    """Return the blocks in these lines, as markdown-it would find them.

    The content of headings, paragraphs and tables is left out, and so are link reference
    definitions.
    """
    found: list[BlockNode] = []
    at, stop = 0, len(lines)
    while at < stop:
        line = lines[at]
        if not line or not line.strip(" \t"):
            at += 1
            continue
        take = _TAKE.get(line[0], _paragraph)
        # A row above a row of delimiters is the first row of a table, whatever it looks like.
        if "|" in line and line[0] != "|" and at + 1 < stop and DELIMITERS.match(lines[at + 1]):
            take = _parsed
        at = take(lines, at, found) or _parsed(lines, at, found)
    return found


def _parsed(lines: Sequence[str], at: int, found: list[BlockNode]) -> int:
    """Let markdown-it parse from a line up to the next heading that certainly ends the block."""
    skip = 0
    stop = at
    while True:
        for _ in range(skip + 1):
            stop = _next_heading(lines, stop + 1)
        seen = block_tree(parser().parse("\n".join(lines[at : stop + 1])))
        if stop == len(lines):
            break
        if seen and seen[-1].type == "heading":
            seen.pop()
            break
        skip = skip * 2 + 1  # else every heading in a long comment would be tried
    found += [block.moved(at) for block in seen] if at else seen
    return stop


def _next_heading(lines: Sequence[str], start: int) -> int:
    stop = len(lines)
    while start < stop and not _HEADING.match(lines[start]):
        start += 1
    return min(start, stop)


def _heading(lines: Sequence[str], at: int, found: list[BlockNode]) -> int:
    match = _HEADING.match(lines[at])
    if not match:
        return 0
    found.append(BlockNode("heading", at, at + 1, match[1]))
    return at + 1


def _paragraph(lines: Sequence[str], at: int, found: list[BlockNode]) -> int:
    if not _PLAIN.match(lines[at]):
        return 0
    stop = at + 1
    while stop < len(lines):
        line = lines[stop]
        if _GOING_ON.match(line):
            stop += 1
        elif not line.strip(" \t") or _ends_words(line):
            break
        else:
            return 0
    found.append(BlockNode("paragraph", at, stop))
    return stop


def _ends_words(line: str) -> bool:
    """Return whether a line begins another block although the line above it is a paragraph."""
    is_first = line.startswith(("1. ", "1) ")) and _NUMBER.match(line)
    return bool(is_first or _BULLET.match(line) or _HEADING.match(line) or _FENCE.match(line))


def _bullets(lines: Sequence[str], at: int, found: list[BlockNode]) -> int:
    match = _BREAK.match(lines[at])
    if match:
        # markdown-it counts one sign too many.
        found.append(BlockNode("hr", at, at + 1, f"{match[0]}-"))
        return at + 1
    return _list(lines, at, found, "bullet_list", _BULLET)


def _stars(lines: Sequence[str], at: int, found: list[BlockNode]) -> int:
    return _list(lines, at, found, "bullet_list", _BULLET) or _paragraph(lines, at, found)


def _numbers(lines: Sequence[str], at: int, found: list[BlockNode]) -> int:
    return _list(lines, at, found, "ordered_list", _NUMBER) or _paragraph(lines, at, found)


def _list(
    lines: Sequence[str], at: int, found: list[BlockNode], name: str, marker: re.Pattern[str]
) -> int:
    """Read a list whose items consist of one paragraph each."""
    item = marker.match(lines[at])
    if item is None:
        return 0
    sign = item[marker.groups]
    items: list[BlockNode] = []
    stop, end = at, len(lines) - (not lines[-1].strip(" \t"))
    while item is not None and item[marker.groups] == sign:
        start = stop
        stop += 1
        follows = marker.match(lines[stop]) if stop < end else None
        last = stop
        if not follows:
            while stop < end and _GOING_ON.match(lines[stop]) and not marker.match(lines[stop]):
                stop += 1
            last = stop
            while stop < end and not lines[stop].strip(" \t"):
                stop += 1
            follows = marker.match(lines[stop]) if stop < end else None
        info = item[1] if name == "ordered_list" else ""
        words = BlockNode("paragraph", start, last)
        items.append(BlockNode("list_item", start, stop, sign, info, (words,)))
        item = follows
    if stop < end and not _ends_list(lines, stop):
        return 0
    found.append(BlockNode(name, at, stop, sign, "", tuple(items)))
    return stop


def _ends_list(lines: Sequence[str], at: int) -> bool:
    """Return whether a line begins something that is not part of the list before it."""
    line = lines[at]
    if _HEADING.match(line) or _FENCE.match(line) or _BREAK.match(line):
        return True
    apart = not lines[at - 1].strip(" \t")
    return apart and (line[0] in "|<" or bool(_PLAIN.match(line)))


def _fence(lines: Sequence[str], at: int, found: list[BlockNode]) -> int:
    match = _FENCE.match(lines[at])
    if not match:
        return _paragraph(lines, at, found)
    closing = re.compile(rf" {{0,3}}{match[1]}`*[ \t]*$")
    for number in range(at + 1, len(lines)):
        if closing.match(lines[number]):
            found.append(BlockNode("fence", at, number + 1, match[1], match[2]))
            return number + 1
    return 0


def _table(lines: Sequence[str], at: int, found: list[BlockNode]) -> int:
    if at + 1 == len(lines) or not _PLAIN_DELIMITERS.match(lines[at + 1]):
        return 0
    columns = lines[at + 1].count("|")
    head = lines[at].rstrip(" \t")
    if "\\" in head or head.count("|") != columns or head[-1] != "|":
        return 0
    stop = at + 2
    while stop < len(lines) and lines[stop][:1] == "|":
        stop += 1
    if stop < len(lines) and lines[stop].strip(" \t"):
        return 0
    if (stop - at) * columns > _MOST_CELLS:
        return 0
    found.append(BlockNode("table", at, stop))
    return stop


def _comment(lines: Sequence[str], at: int, found: list[BlockNode]) -> int:
    if not lines[at].startswith("<!--"):
        return 0
    for number in range(at, len(lines)):
        if "-->" in lines[number]:
            found.append(BlockNode("html_block", at, number + 1))
            return number + 1
    return 0


#: The function that reads a block, by the block's first character; `_paragraph` for all others.
_TAKE: dict[str, _Take] = {
    "#": _heading,
    "`": _fence,
    "|": _table,
    "<": _comment,
    **dict.fromkeys("-+", _bullets),
    "*": _stars,
    **dict.fromkeys("0123456789", _numbers),
}
