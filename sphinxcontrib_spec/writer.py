"""Markdown out, in the one canonical form (ruling 1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from . import schema
from .appendix import with_overflow_moved
from .items import Item, Link
from .model import AnyBlock, Block, Group, Header, List, Section, Spec, Table

_ENDS_IN_SIGNS = re.compile(r"(?:^|[ \t])#+$")
_STARTS_A_BLOCK = re.compile(
    r"(?=[-+*][ \t]|[-+*]$|#{1,6}(?:[ \t]|$)|>|`{3}|~{3}|<[A-Za-z/!?])|\d{1,9}(?=[.)](?:[ \t]|$))"
)
_LIST_ITEM = re.compile(r"(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)")
_YAML_KEY = re.compile(r"([A-Za-z][\w -]*):")

#: Headings of this level and below have a blank line after them in the strict form.
_AIRY_LEVEL = 3


Entry: TypeAlias = Item | Group


@dataclass(frozen=True, slots=True)
class Style:
    """How a spec is written: without its author's layout; without directives."""

    strict: bool
    as_markdown: bool


def write(spec: Spec, *, strict: bool = False, as_markdown: bool = False) -> str:
    """The canonical text of a spec, ending in one line break; an empty spec is an empty text.

    `strict` drops the layout that canonical text may keep as its author wrote it; a spec that
    never was Markdown has none. `as_markdown` writes items that are directives as table rows
    and list items, for readers who know Markdown alone; item directives that stand where they
    do not belong are left out then.
    """
    style = Style(strict or spec.surface == "rst", as_markdown)
    if as_markdown:
        spec = with_overflow_moved(spec)
    chunks = [*_top(spec, style)]
    for section in spec.sections:
        chunks += _section(section, style)
    return "\n\n".join(chunks) + "\n" if chunks else ""


def _top(spec: Spec, style: Style) -> Iterator[str]:
    """Everything above the first section, as chunks that blank lines set apart."""
    header = spec.header
    anew = style.strict or (style.as_markdown and header.form in ("fields", "front matter"))
    for block in spec.preamble:
        if isinstance(block, Block) and block.kind == "front matter" and anew:
            yield from filter(None, [_without_header(block.text)])
        else:
            yield from _block(block, style)
    lines = _header(header) if anew or not (header.text or header.form) else header.text
    if spec.heading:
        heading = _heading(1, spec.heading)
        if lines and (style.strict or not spec.blank):
            heading, lines = f"{heading}\n{lines}", ""
        yield heading
    if lines:
        yield lines
    for block in spec.lead:
        yield from _block(block, style)


def _header(header: Header) -> str:
    return "\n".join(f"**{line.label}:** {line.value}".rstrip() for line in header.lines)


def _without_header(front_matter: str) -> str:
    """A front matter without the header's lines; empty if nothing else is in it."""
    known = {field.label.lower() for field in schema.HEADER}
    kept = [
        line
        for line in front_matter.split("\n")
        if not ((key := _YAML_KEY.match(line)) and key[1].lower() in known)
    ]
    return "\n".join(kept) if any(line.strip() not in ("---", "...", "") for line in kept) else ""


def _heading(level: int, text: str) -> str:
    closing = f" {'#' * level}" if _ENDS_IN_SIGNS.search(text) else ""
    return f"{'#' * level} {text}{closing}".rstrip()


def _section(section: Section, style: Style) -> Iterator[str]:
    if section.rule and not style.strict:
        yield section.rule.strip()
    chunks = [chunk for block in section.blocks for chunk in _block(block, style)]
    heading = _heading(section.level, section.heading)
    if chunks and not _blank_after(section, style):
        chunks[0] = f"{heading}\n{chunks[0]}"
    else:
        yield heading
    yield from chunks
    for part in section.sections:
        yield from _section(part, style)


def _blank_after(section: Section, style: Style) -> bool:
    first = section.blocks[0]
    if not style.strict and not (style.as_markdown and _was_directives(first)):
        return section.blank
    is_table = isinstance(first, Table) or (isinstance(first, Block) and first.kind == "table")
    return section.level >= _AIRY_LEVEL and not is_table


def _was_directives(block: AnyBlock) -> bool:
    """Whether a block's items were directives, so that it has no layout of its own."""
    found = block.rows if isinstance(block, Table) else ()
    if isinstance(block, List):
        found = tuple(entry for entry in block.entries if not isinstance(entry, Group))
    return any(item.about.source for item in found)


def _block(block: AnyBlock, style: Style) -> Iterator[str]:
    if isinstance(block, Table):
        for run in _runs(block.rows, style):
            yield run if isinstance(run, str) else _table(block, run, style)
    elif isinstance(block, List):
        for run in _runs(block.entries, style):
            yield run if isinstance(run, str) else _list(block, run, style)
    elif not (style.as_markdown and block.kind == "directive" and block.info in schema.DIRECTIVE):
        yield block.text


def _runs(found: Sequence[Entry], style: Style) -> Iterator[str | list[Entry]]:
    """Items in runs to be written together, those written as directives as they are."""
    run: list[Entry] = []
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


def _table(block: Table, rows: Iterable[Entry], style: Style) -> str:
    delimiters = [_delimiter(cell) for cell in block.delimiters[: len(block.columns)]]
    delimiters += ["---"] * (len(block.columns) - len(delimiters))
    if style.strict:
        delimiters = ["---"] * len(block.columns)
    lines = [_row(block.columns), f"|{'|'.join(delimiters)}|"]
    lines += [_row(_cells(row, block.keys)) for row in rows if not isinstance(row, Group)]
    return "\n".join(lines)


def _delimiter(cell: str) -> str:
    return f"{cell[:1] if cell[:1] == ':' else ''}---{':' if cell[-1:] == ':' else ''}"


def _row(cells: Iterable[str]) -> str:
    said = (" ".join(cell.replace("|", "\\|").split("\n")) for cell in cells)
    return f"|{'|'.join(f' {cell} ' if cell else ' ' for cell in said)}|"


def _cells(item: Item, keys: tuple[str, ...]) -> list[str]:
    about = item.about
    extra = iter(about.extra)
    cells = []
    for key in keys:
        text = str(getattr(item, key)) if key else str(next(extra, ""))
        ends = [text]
        if key == item.kind.last.key:
            ends.append(_links(about.links))
        if key == item.kind.title.key:
            ends.append(_id(item))
        cells.append(_joined(ends))
    cells += map(str, about.surplus)
    if about.notes and cells:
        cells[-1] = _joined([cells[-1], *about.notes])
    return cells


def _list(block: List, entries: Iterable[Entry], style: Style) -> str:
    said = []
    for number, entry in enumerate(entries, block.start):
        marker = f"{number}." if block.ordered else "" if block.paragraphs else "-"
        if isinstance(entry, Group):
            content = f"{entry.label}\n{_list(entry.items, entry.items.entries, style)}"
        else:
            content = _entry(entry, style)
        said.append(_hanging(marker, content) if marker else content)
    apart = block.paragraphs or (block.loose and not style.strict)
    return ("\n\n" if apart else "\n").join(said)


def _hanging(marker: str, content: str) -> str:
    """A list item's content behind its marker, the other lines indented to stand below it."""
    first, *rest = content.split("\n")
    gap = " " * (len(marker) + 1)
    lines = (f"{gap}{line}" if line else line for line in rest)
    return "\n".join([f"{marker} {first}".rstrip() if not content else f"{marker} {first}", *lines])


def _entry(item: Item, style: Style) -> str:
    about = item.about
    text = str(getattr(item, item.kind.title.key))
    if about.source and (start := _STARTS_A_BLOCK.match(text)):
        text = f"{text[: start.end()]}\\{text[start.end() :]}"
    tail = str(getattr(item, "tail", ""))
    box = str(getattr(item, "box", ""))
    first = _joined([box, text, _links(about.links)]) + tail
    first = _joined([first, _id(item), *about.notes])
    body = str(getattr(item, "body", ""))
    if not body or not first:
        return first or body
    apart = not _LIST_ITEM.match(body) if style.strict else about.apart
    return ("\n\n" if apart else "\n").join((first, body))


def _id(item: Item) -> str:
    return f"<!-- #{item.about.id} -->" if item.about.id else ""


def _links(links: Iterable[Link]) -> str:
    verbs: dict[str, list[str]] = {}
    for link in links:
        verbs.setdefault(link.verb, []).append(
            f"[{link.text}]({link.url})" if link.url else link.text
        )
    said = "; ".join(f"{verb} {', '.join(targets)}" for verb, targets in verbs.items())
    return f"({said})" if said else ""


def _joined(parts: Iterable[str]) -> str:
    return " ".join(part for part in parts if part)
