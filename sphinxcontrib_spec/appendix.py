"""What no table cell can hold, moved to the Appendix and linked from the cell (ruling 13)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from . import cells, schema
from .identity import with_items
from .items import ItemType, title
from .model import Block, Section, Spec
from .source import Text

_APPENDIX = schema.SECTION["appendix"]


def with_overflow_moved(spec: Spec) -> Spec:
    """The spec with each item's overflow under `## Appendix`, below a heading of its title."""
    parts: list[Section] = []

    def moved(item: ItemType) -> ItemType:
        body = item.kind.body
        overflow = item.about.overflow
        if not overflow or body is None:
            return item
        text: Text = getattr(item, body.key)
        linked = cells.with_link(cells.Cell(text, overflow), title(item))
        block = Block("paragraph", overflow)
        parts.append(Section(title(item), _APPENDIX.level + 1, blocks=(block,), blank=True))
        changes: dict[str, Any] = {body.key: text.said(linked)}
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


def _replaced(section: Section, old: Section, new: Section) -> Section:
    if section is old:
        return new
    parts = tuple(_replaced(part, old, new) for part in section.sections)
    return replace(section, sections=parts) if parts else section
