"""Moves content that does not fit into a table cell to the Appendix, and links to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from . import names, schema
from .identity import with_items
from .items import ItemType, title
from .markup import cells, inline
from .model import Block, Section, Spec
from .patterns import pattern
from .source import Text

#: Matches a text that begins with a table: its second line consists of dashes and pipes.
_TABLE = pattern(r".*\n(?=[^\n]*\|)(?=[ \t:|]*+-)[ \t:|-]++(?:\n|\Z)")

_APPENDIX = schema.SECTION["appendix"]


def with_overflow_moved(spec: Spec, *, of_directives: bool = True) -> Spec:
    """Move each item's overflow to `## Appendix`, below a heading with the item's title.

    With `of_directives=False`, items that will be written as directives keep their overflow.
    """
    parts: list[Section] = []
    taken: set[str] = set()

    def moved(item: ItemType) -> ItemType:
        body = item.kind.body
        overflow = item.about.overflow
        if not overflow or body is None or (item.about.source and not of_directives):
            return item
        text: Text = getattr(item, body.key)
        if not parts:
            taken.update(_anchors([spec.heading, *(each.heading for each in spec.walk())]))
        linked = cells.with_link(cells.Cell(text, overflow), title(item), taken)
        taken.update(_anchors([title(item)]))
        block = Block("table" if _TABLE.match(overflow) else "paragraph", overflow)
        parts.append(Section(title(item), _APPENDIX.level + 1, blocks=(block,), blank=True))
        changes: dict[str, Any] = {body.key: text.reworded(linked)}
        return replace(item, about=replace(item.about, overflow=Text()), **changes)

    spec = with_items(spec, moved)
    if not parts:
        return spec
    home = spec.section(_APPENDIX.key)
    if home is None:
        home = Section(Text(_APPENDIX.heading), _APPENDIX.level, _APPENDIX.key)
        spec = replace(spec, sections=(*spec.sections, home))
    grown = replace(home, sections=(*home.sections, *parts))
    return replace(spec, sections=tuple(_replaced(part, home, grown) for part in spec.sections))


def _anchors(headings: Iterable[str]) -> Iterator[str]:
    """The anchors that viewers of Markdown give to these headings."""
    return names.heading_anchors(map(inline.plain, headings))


def _replaced(section: Section, old: Section, new: Section) -> Section:
    if section is old:
        return new
    parts = tuple(_replaced(part, old, new) for part in section.sections)
    return replace(section, sections=parts) if parts else section
