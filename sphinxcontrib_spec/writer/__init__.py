"""Write a spec as Markdown in its canonical form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from .. import schema
from ..appendix import with_overflow_moved
from ..item_notes import with_notes_moved
from ..items import Item
from ..markup.rows import DELIMITERS
from ..model import AnyBlock, Block, Group, List, Section, Spec, Table, is_table
from ..own_links import with_own_links
from ..patterns import pattern
from ..source import TAB_STOP
from . import ends, headers, lists, tables
from .ends import link
from .headers import letters, without
from .style import CANONICAL, Style

__all__ = ["chunks", "file_of", "letters", "link", "without", "write", "write_blocks"]

_ENDS_IN_SIGNS = pattern(r"(?:^|[ \t])#+$")
_FRONT_MATTER = pattern(r"---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*\n")

#: Headings of this level and below have a blank line after them in the strict form.
_AIRY_LEVEL = 3

_Entry = TypeVar("_Entry", bound=Item | Group)


def write(spec: Spec, *, strict: bool = False, as_markdown: bool = False) -> str:
    """The canonical text of a spec, with one line break at its end; empty for an empty spec.

    `strict` drops the layout that canonical text may keep as its author wrote it; a spec that
    never was Markdown has none. `as_markdown` writes directives for items as table rows and
    list items, and typed links in their options as Markdown links; directives in the wrong
    place are left out.
    """
    if as_markdown:
        spec = with_overflow_moved(with_own_links(with_notes_moved(spec)))
    return file_of(chunks(spec, Style(strict or spec.surface == "rst", as_markdown)))


def chunks(spec: Spec, style: Style = CANONICAL) -> list[str]:
    """Return the parts of a spec's text that are separated by blank lines, in order."""
    found = [*_top(spec, style)]
    for section in spec.sections:
        found += _section(section, style)
    return found


def file_of(found: Sequence[str]) -> str:
    """Join chunks to a file's text, and keep its beginning from being read as something else."""
    text = "\n\n".join(found) + "\n" if found else ""
    return f"\n{text}" if found and _begins_otherwise(text, found[0]) else text


def write_blocks(blocks: Sequence[AnyBlock], *, strict: bool = False) -> str:
    """Return the canonical text of consecutive blocks."""
    return "\n\n".join(_blocks(blocks, Style(strict, as_markdown=False)))


def _begins_otherwise(text: str, first: str) -> bool:
    """Return whether a file would begin with a spurious byte order mark or front matter."""
    return first.startswith("\ufeff") or ("\n" not in first and bool(_FRONT_MATTER.match(text)))


def _top(spec: Spec, style: Style) -> Iterator[str]:
    """Yield everything above the first section, as chunks to be separated by blank lines."""
    header = spec.header
    anew = _is_written_anew(spec, style)
    lines = headers.lines(header) if anew or not (header.text or header.form) else header.text
    is_kept = lines is header.text
    for block in spec.preamble:
        rest = None
        if isinstance(block, Block) and block.kind == "front matter" and anew and not is_kept:
            rest = without(block.text, header)
        yield from _block(block, style) if rest is None else filter(None, [rest])
    after = header.after if is_kept else 0
    if spec.heading:
        heading = _heading(1, ends.joined([spec.heading, *spec.notes]))
        is_beside = not after and (style.strict or not spec.blank)
        if lines and is_beside and not _makes_table(heading, lines):
            heading, lines = f"{heading}\n{lines}", ""
        yield heading
    for block in spec.lead[:after]:
        yield from _block(block, style)
    if lines:
        yield lines
    for block in spec.lead[after:]:
        yield from _block(block, style)


def _is_written_anew(spec: Spec, style: Style) -> bool:
    """Return whether the header is rewritten as lines of bold keys, above all of the lead."""
    header, lead = spec.header, spec.lead
    anew = style.strict or (style.as_markdown and header.form in ("fields", "front matter"))
    if not anew or headers.stays_above(spec):
        return False
    stays = lead and (_extends_header(lead[0]) or (header.after and _is_break(lead[-1])))
    return not (stays and header.text)


def _heading(level: int, text: str) -> str:
    closing = f" {'#' * level}" if _ENDS_IN_SIGNS.search(text) else ""
    return f"{'#' * level} {text}{closing}".rstrip(" ")


def _makes_table(heading: str, text: str) -> bool:
    """Return whether this text, directly below the heading, would make it a table's first row."""
    return "|" in heading and bool(DELIMITERS.match(text))


def _extends_header(block: AnyBlock) -> bool:
    """Return whether a block would be read as part of a header of bold keys in front of it."""
    return isinstance(block, Block) and block.text.startswith("**")


def _is_break(block: AnyBlock) -> bool:
    """Return whether a block immediately above the first section would not belong to the lead."""
    return isinstance(block, Block) and block.kind == "break"


def _section(section: Section, style: Style) -> Iterator[str]:
    if section.rule and not style.strict:
        yield section.rule.strip()
    below = _blocks(section.blocks, style)
    heading = _heading(section.level, ends.joined([section.heading, *section.notes]))
    if below and not _blank_after(section, style) and not _makes_table(heading, below[0]):
        below[0] = f"{heading}\n{below[0]}"
    else:
        yield heading
    yield from below
    for part in section.sections:
        yield from _section(part, style)


def _blank_after(section: Section, style: Style) -> bool:
    first = section.blocks[0]
    if not style.strict and not (style.as_markdown and _was_directives(first)):
        return section.blank
    return section.level >= _AIRY_LEVEL and not is_table(first)


def _was_directives(block: AnyBlock) -> bool:
    """Return whether a block's items were directives, so that it has no layout of its own."""
    found = block.rows if isinstance(block, Table) else ()
    if isinstance(block, List):
        found = tuple(entry for entry in block.entries if not isinstance(entry, Group))
    return any(item.about.source for item in found)


def _room(after: str) -> int:
    """Return the least indentation of a list item that keeps what follows the list outside it.

    A following block that is not indented never belongs to the item.
    """
    blanks = after[: len(after) - len(after.lstrip(" \t"))]
    return len(blanks.expandtabs(TAB_STOP)) + 1 if blanks else 0


def _blocks(blocks: Sequence[AnyBlock], style: Style) -> list[str]:
    found: list[str] = []
    for block in reversed(blocks):  # a list makes room for what comes after it
        room = _room(found[-1]) if found and isinstance(block, List) else 0
        found += reversed([*_block(block, style, room)])
    return found[::-1]


def _block(block: AnyBlock, style: Style, room: int = 0) -> Iterator[str]:
    if isinstance(block, Table):
        for run in _runs(block.rows, style):
            yield run if isinstance(run, str) else tables.table(block, run, style)
    elif isinstance(block, List):
        for part in _runs(block.entries, style):
            yield part if isinstance(part, str) else lists.items(block, part, style, room)
    elif not (style.as_markdown and block.kind == "directive" and block.info in schema.DIRECTIVE):
        yield block.text


def _runs(found: Sequence[_Entry], style: Style) -> Iterator[str | list[_Entry]]:
    """Yield runs of items to be written together, and the sources of items that are directives."""
    run: list[_Entry] = []
    for entry in found:
        source = "" if isinstance(entry, Group) or style.as_markdown else entry.about.source
        if not source:
            run.append(entry)
            continue
        if run:
            yield run
        run = []
        yield source
    if run or not found:
        yield run
