"""Markdown in: from the text of a file to the model of a spec, whatever the text is.

The block structure is CommonMark's and GFM's, found by markdown-it; every word is a slice of
the source, never a rendering of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .. import schema
from ..identity import identified
from ..model import AnyBlock, Block, Header, HeaderForm, List, Section, Spec, Table
from ..source import Span, Text
from . import fences
from .blocks import Piece, pieces, verbatim
from .header import front_matter, header
from .headings import recognised
from .lines import cut
from .lists import is_item, item_list, paragraph_item
from .tables import table

__all__ = ["read"]

_ATX = re.compile(r" {0,3}#{1,6}(?:[ \t]+(.*?))??(?:(?:^|[ \t]+)#+)?[ \t]*")


@dataclass(slots=True)
class _Part:
    """A heading and the pieces under it, before its blocks are read."""

    heading: Text
    level: int
    line: int
    rule: str = ""
    blank: bool = False
    pieces: list[Piece] = field(default_factory=list)


def read(text: str, path: str = "") -> Spec:
    """Read a spec from Markdown; no text is refused, and nothing in it is lost.

    `path` goes into every span. Item directives in MyST fences are read as items.
    """
    page = pieces(text)
    front = [Block("front matter", cut(page.front, path))] if page.front else []
    top, parts = _parts(page.pieces, path)
    above = [verbatim(piece, path) for piece in top]
    title = parts.pop(0) if parts and parts[0].level == 1 and parts[0].heading else None
    under = [verbatim(piece, path) for piece in title.pieces] if title else above
    head, taken = header(under, page.lines, path)
    if front and not any(head.get(known.label) for known in schema.HEADER):
        lines = front_matter(front[0].text)
        form: HeaderForm = head.form or ("front matter" if lines else "")
        head = Header((*lines, *head.lines), form, head.text)
    keys = recognised([(part.heading, part.level) for part in parts])
    sections = [
        Section(
            part.heading,
            part.level,
            key,
            tuple(_blocks(part.pieces, kind, path)),
            blank=part.blank,
            rule=part.rule,
        )
        for part, key, kind in zip(parts, keys, _kinds(parts, keys), strict=True)
    ]
    spec = Spec(
        title.heading if title else Text(),
        head,
        _tree(sections),
        (*front, *above) if title else tuple(front),
        tuple(under[taken:]),
        path,
        "myst" if any(map(fences.directive, page.pieces)) else "markdown",
        title.blank if title else False,
    )
    return identified(spec)


def _parts(found: Sequence[Piece], path: str) -> tuple[list[Piece], list[_Part]]:
    """What stands above the first heading, and each heading with what stands under it."""
    top: list[Piece] = []
    parts: list[_Part] = []
    under = top
    for piece in found:
        if piece.type != "heading_open":
            if parts and not under:
                parts[-1].blank = piece.lines[0].number > parts[-1].line + 1
            under.append(piece)
            continue
        rule = under.pop().lines[0].text if under and under[-1].type == "hr" else ""
        level = int(piece.tokens[0].tag[1:])
        parts.append(_Part(_heading(piece, path), level, piece.lines[-1].number, rule=rule))
        under = parts[-1].pieces
    return top, parts


def _heading(piece: Piece, path: str) -> Text:
    """A heading's text, without number signs or underline; several lines become one."""
    first = piece.lines[0]
    if piece.tokens[0].markup[0] == "#":
        match = _ATX.fullmatch(first.text)
        assert match is not None  # markdown-it saw one
        start = first.column + max(match.start(1), 0)
        return Text(match[1] or "", Span(path, first.number, start))
    text = cut(piece.lines[:-1], path).trimmed()
    return Text(" ".join(text.split("\n")), text.span)


def _kinds(parts: Sequence[_Part], keys: Sequence[str]) -> list[str]:
    """The kind of item that belongs under each heading: a free one has that of the one above."""
    found: list[str] = []
    above: list[tuple[int, str]] = []
    for part, key in zip(parts, keys, strict=True):
        while above and above[-1][0] >= part.level:
            above.pop()
        kind = schema.SECTION[key].kind if key else above[-1][1] if above else ""
        above.append((part.level, kind))
        found.append(kind)
    return found


def _blocks(found: Sequence[Piece], kind: str, path: str) -> list[AnyBlock]:
    blocks: list[AnyBlock] = []
    for piece in found:
        block = _block(piece, kind, path)
        last = blocks[-1] if blocks else None
        if isinstance(block, List) and block.goes_on(last):
            entries = (*last.entries, *block.entries)
            block = replace(last, entries=entries, loose=last.loose or block.loose)
            blocks.pop()
        elif isinstance(block, Table) and isinstance(last, Table) and _directives(last, block):
            block = replace(last, rows=(*last.rows, *block.rows))
            blocks.pop()
        blocks.append(block)
    return blocks


def _directives(*tables: Table) -> bool:
    return all(table.rows and table.rows[0].about.source for table in tables)


def _block(piece: Piece, kind: str, path: str) -> AnyBlock:
    """A piece as a block: of items, if it is one of the kind that belongs here."""
    directive = fences.directive(piece)
    if directive and directive.name == kind:
        return fences.alone(directive, fences.item(directive, piece, path))
    if kind and piece.type == "table_open":
        return table(kind, piece.lines, path) or verbatim(piece, path)
    lists = ("bullet_list_open", "ordered_list_open")
    if kind and piece.type in lists and schema.KIND[kind].shape != "table":
        return item_list(kind, piece.tokens, piece.lines, path)
    block = verbatim(piece, path)
    return paragraph_item(kind, block) if is_item(kind, block) else block


def _tree(flat: Sequence[Section]) -> tuple[Section, ...]:
    """The sections nested by their levels."""
    found: list[Section] = []
    start = 0
    while start < len(flat):
        stop = start + 1
        while stop < len(flat) and flat[stop].level > flat[start].level:
            stop += 1
        found.append(replace(flat[start], sections=_tree(flat[start + 1 : stop])))
        start = stop
    return tuple(found)
