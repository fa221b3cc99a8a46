"""Read Markdown: turn any text of a file into the model of a spec.

The block structure is that of CommonMark and GFM, as found by markdown-it. Every word is a slice of
the source, never the result of rendering it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from .. import schema
from ..identity import Register
from ..memory import uncollected
from ..model import AnyBlock, Block, HeaderForm, List, Section, Spec, Table, nested
from ..source import Text
from . import fences
from .blocks import LISTS, Piece, cut_up, pieces, verbatim
from .blocks import front_matter as _front_lines
from .comments import comments
from .header import front_matter, header
from .headings import kinds, recognised
from .lines import Line, cut
from .lists import is_item, item_list, paragraph_item
from .parts import Part, parted
from .statements import Statement, statements
from .tables import table

__all__ = ["Excerpt", "ExcerptPart", "Statement", "comments", "excerpt", "read", "statements"]


class ExcerptPart(NamedTuple):
    """A heading of an excerpt and what is under it; the first part has no heading, and level 0."""

    heading: Text
    level: int
    path: str
    lines: Sequence[Line]
    pieces: Sequence[Piece]
    notes: tuple[Text, ...] = ()

    def blocks(self, kind: str) -> tuple[AnyBlock, ...]:
        """Return the blocks of this part, read as items of this kind; no items if it is empty."""
        return tuple(_blocks(self.pieces, kind, self.path, Register()))


class Excerpt(NamedTuple):
    """A piece of Markdown on a page of another markup."""

    front: Block | None
    parts: tuple[ExcerptPart, ...]


@uncollected
def read(text: str, path: str = "") -> Spec:
    """Read a spec from Markdown. No text is refused, and none of it is lost.

    `path` becomes part of every span. Directives for items in MyST fences are read as items.
    """
    page = pieces(text)
    front = [Block("front matter", cut(page.front, path))] if page.front else []
    found = page.pieces
    if schema.MARKDOWN_DIRECTIVE in text:
        found = [each for piece in page.pieces for each in _opened(piece)]
    top, parts = parted(found, path)
    above = [verbatim(piece, path) for piece in top]
    title = parts.pop(0) if parts and parts[0].is_title else None
    under = [verbatim(piece, path) for piece in title.pieces] if title else above
    head, stop = header(under, page.lines, path)
    if front:
        given = {line.label.lower() for line in head.lines if line.value}
        yaml = front_matter(front[0].text)
        lines = [line for line in yaml if line.label.lower() not in given]
        form: HeaderForm = head.form or ("front matter" if lines else "")
        head = replace(head, lines=(*lines, *head.lines), form=form)
    register = Register()
    keys = recognised([(part.heading, part.level) for part in parts])
    sections = [
        Section(
            part.heading,
            part.level,
            key,
            tuple(_blocks(part.pieces, kind, path, register)),
            blank=part.blank,
            rule=part.rule,
            notes=part.notes,
        )
        for part, key, kind in zip(
            parts, keys, kinds([part.level for part in parts], keys), strict=True
        )
    ]
    return Spec(
        title.heading if title else Text(),
        head,
        nested(sections),
        (*front, *above) if title else tuple(front),
        (*under[: head.after], *under[stop:]),
        path,
        "myst" if "{" in text and _is_myst(page.pieces, found) else "markdown",
        title.blank if title else False,
        tuple(comments(page.lines, path)) if "spec:" in text else (),
        title.notes if title else (),
    )


def excerpt(lines: Sequence[Line], path: str, *, first: bool = False) -> Excerpt:
    """Read a piece of Markdown that is embedded in a page written in another markup.

    Only the `first` piece of a page, with nothing above it, may begin with front matter.
    """
    front = _front_lines([line.text for line in lines]) if first else 0
    clean, found = cut_up(lines[front:])
    top, parts = parted([each for piece in found for each in _opened(piece)], path)
    above = Part(Text(), 0, 0)
    above.pieces = top
    return Excerpt(
        Block("front matter", cut(lines[:front], path)) if front else None,
        tuple(
            ExcerptPart(part.heading, part.level, path, clean, tuple(part.pieces), part.notes)
            for part in (above, *parts)
        ),
    )


def _is_myst(pieces: Sequence[Piece], opened: Sequence[Piece]) -> bool:
    """Return whether a piece is an item directive, or was the content of a wrapper directive."""
    return opened != pieces or any(map(fences.directive, opened))


def _opened(piece: Piece) -> Sequence[Piece]:
    """Return the piece itself or, for a `spec-markdown` directive, the pieces of its content."""
    inside = fences.excerpt(piece)
    return (piece,) if inside is None else cut_up(inside)[1]


def _blocks(found: Sequence[Piece], kind: str, path: str, register: Register) -> list[AnyBlock]:
    runs: list[list[AnyBlock]] = []
    for piece in found:
        block = _block(piece, kind, path, register)
        if runs and _continues(runs[-1][0], block):
            runs[-1].append(block)
        else:
            runs.append([block])
    return [_merged(run) if len(run) > 1 else run[0] for run in runs]


def _continues(first: AnyBlock, block: AnyBlock) -> bool:
    """Return whether a block continues the previous table or list, as item directives do."""
    if isinstance(block, List):
        return block.goes_on(first)
    return isinstance(block, Table) and isinstance(first, Table) and _directives(first, block)


def _directives(*tables: Table) -> bool:
    return all(table.rows and table.rows[0].about.source for table in tables)


def _merged(run: Sequence[AnyBlock]) -> AnyBlock:
    first = run[0]
    if isinstance(first, Table):
        tables = [block for block in run if isinstance(block, Table)]
        return replace(first, rows=tuple(row for block in tables for row in block.rows))
    assert isinstance(first, List)  # nothing else goes on
    lists = [block for block in run if isinstance(block, List)]
    entries = tuple(entry for block in lists for entry in block.entries)
    return replace(first, entries=entries, loose=any(block.loose for block in lists))


def _block(piece: Piece, kind: str, path: str, register: Register) -> AnyBlock:
    """Convert a piece to a block: one of items if it is of the kind that belongs here."""
    directive = fences.directive(piece)
    if directive and directive.name == kind:
        return fences.alone(directive, fences.item(directive, piece, path, register))
    if kind and piece.seen.type == "table":
        return table(kind, piece.lines, path, register) or verbatim(piece, path)
    if kind and piece.seen.type in LISTS and schema.KIND[kind].shape != "table":
        return item_list(kind, piece.seen, piece.lines, path, register)
    block = verbatim(piece, path)
    return paragraph_item(kind, block, register) if is_item(kind, block) else block
