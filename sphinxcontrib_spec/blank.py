"""Builds the sections of the format with only the template's placeholders in them."""

from __future__ import annotations

from typing import Any

from . import schema
from .items import CLASSES, tail
from .model import AnyBlock, Block, List, Section, Table
from .source import Text


def blank_section(section: schema.Section) -> Section:
    """Return a section of the format and its subsections, filled as in the template."""
    blocks: list[AnyBlock] = [Block("paragraph", Text(sample)) for sample in section.samples]
    if section.kind:
        blocks.append(_blank_items(schema.KIND[section.kind]))
    return Section(
        Text(section.heading),
        section.level,
        section.key,
        tuple(blocks),
        tuple(blank_section(part) for part in section.sections),
    )


def _blank_items(kind: schema.Kind) -> Table | List:
    filled = [field for field in kind.fields if field.samples]
    items = []
    for samples in zip(*(field.samples for field in filled), strict=True):
        words: dict[str, Any] = {
            field.key: Text(text) for field, text in zip(filled, samples, strict=True)
        }
        if "owner" in words:
            words["tail"] = Text(tail(words["owner"], words["deadline"]))
        items.append(CLASSES[kind.name](**words))
    if kind.shape == "table":
        columns = tuple(Text(field.label) for field in kind.fields)
        return Table(kind.name, columns, tuple(field.key for field in kind.fields), tuple(items))
    return List(kind.name, kind.shape == "numbers", tuple(items))
