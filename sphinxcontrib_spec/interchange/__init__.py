"""A spec as plain JSON data and back, with nothing lost: the entries of `specs.json`.

The named keys hold what people look for: items as lists of objects, text sections as lists of
blocks. `sections` says under which headings and in which order it all stands: an item is named
there by its anchor, and a section without `blocks` has them under its named key. What is as the
model has it by default is left out, but never a field of an item. `places` says where in the
file each text begins (see `leaves`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from posixpath import splitext
from typing import Any

from sphinxcontrib_spec import names, schema
from sphinxcontrib_spec.identity import identified
from sphinxcontrib_spec.items import CLASSES, About, Goal, Item, Link, SuccessMetric
from sphinxcontrib_spec.levels import read_level
from sphinxcontrib_spec.measure import Kind, measure
from sphinxcontrib_spec.model import (
    AnyBlock,
    Block,
    Group,
    Header,
    HeaderLine,
    List,
    Section,
    Spec,
    Table,
)
from sphinxcontrib_spec.source import Text

from .leaves import get, put

#: What the file is called that holds all specs of a project.
FILE = "specs.json"

#: The version of the shape, raised when a reader of the old one could not read the new.
VERSION = 1

#: Where the value of each section of the schema stands in an entry.
PATHS = {
    part.key: (section.key, part.key) if part is not section else (section.key,)
    for section in schema.SECTIONS
    for part in (section, *section.sections)
}

#: The items that have a target, and as what they are measured.
MEASURED: dict[type[Item], Kind] = {Goal: "goal", SuccessMetric: "metric"}


def specs_json(entries: Iterable[Mapping[str, Any]]) -> str:
    """The text of `specs.json` with these entries, in the order of their slugs."""
    ordered = sorted(entries, key=lambda entry: (entry["slug"], entry["docname"]))
    return json.dumps({"version": VERSION, "specs": ordered}, ensure_ascii=False, indent=2) + "\n"


def to_data(
    spec: Spec, *, docname: str = "", levels: Sequence[str] = schema.LEVELS
) -> dict[str, Any]:
    """The spec as an entry of `specs.json`: dicts, lists, strings, numbers and booleans.

    `docname` is the document's name, the path without its suffix if it is not given; `levels`
    are the allowed levels, by which level cells are read.
    """
    if not all(item.about.slug for item in spec.items()):
        spec = identified(spec)
    homes: dict[str, Section] = {}
    for section in spec.walk():
        homes.setdefault(section.key, section)

    def view(part: schema.Section) -> Any:
        if part.sections:
            return {below.key: view(below) for below in part.sections}
        if part.kind:
            return [
                _put_item(item, spec, tuple(levels))
                for item in spec.items()
                if item.kind.name == part.kind
            ]
        home = homes.get(part.key)
        return _put_blocks(home.blocks, spec.path) if home else []

    def put_section(section: Section) -> dict[str, Any]:
        data = put(section, spec.path)
        if not _has_blocks_at_key(section.key) or homes[section.key] is not section:
            data["blocks"] = _put_blocks(section.blocks, spec.path)
        data["sections"] = [put_section(below) for below in section.sections]
        return data

    lines = [put(line, spec.path) for line in spec.header.lines]
    return {
        "slug": spec.slug,
        "title": spec.title,
        "docname": docname or splitext(spec.path)[0],
        **{field.key: _words(spec.header.get(field.key)) for field in schema.HEADER},
        **{part.key: view(part) for part in schema.SECTIONS},
        **put(spec, spec.path),
        "preamble": _put_blocks(spec.preamble, spec.path),
        "header": put(spec.header, spec.path) | {"lines": lines},
        "lead": _put_blocks(spec.lead, spec.path),
        "sections": [put_section(section) for section in spec.sections],
    }


def from_data(data: Mapping[str, Any]) -> Spec:
    """The spec that an entry of `specs.json` tells of, equal to the one it was made from.

    Layout, places, slugs and numbers are as they were too. A ValueError says that the data is
    no such entry.
    """
    try:
        return _get_spec(data)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"no entry of specs.json: {error!r}") from error


def _has_blocks_at_key(key: str) -> bool:
    """Whether the named key of a section holds its blocks."""
    part = schema.SECTION.get(key)
    return part is not None and part.content not in ("items", "sections")


def _named(data: Any, key: str) -> Any:
    """What stands under the named key of a section."""
    for step in PATHS[key]:
        data = data[step]
    return data


def _put_item(item: Item, spec: Spec, levels: tuple[str, ...]) -> dict[str, Any]:
    kind, about = item.kind.name, item.about
    fields: dict[str, Any] = {}
    for field in item.kind.fields:
        words = fields[field.key] = str(getattr(item, field.key))
        if field.holds == "level":
            level = read_level(words, levels)
            fields[f"{field.key}_level"] = level.level or None
            fields[f"{field.key}_remark"] = level.remark
    return {
        "id": names.full_id(spec.slug, kind, about.slug),
        "anchor": names.anchor(kind, about.slug),
        "line": about.span.line,
        **fields,
        **_put_target(item),
        "links": [put(link, spec.path) for link in about.links],
        **put(item, spec.path),
        "about": put(about, spec.path),
    }


def _put_target(item: Item) -> dict[str, Any]:
    """What a goal or a metric says has to be reached, for readers only: it is found again."""
    kind = MEASURED.get(type(item))
    if kind is None:
        return {}
    target = measure(str(getattr(item, item.kind.title.key)), kind).target
    return {"target": target and asdict(target)}


def _words(text: Text | None) -> str | None:
    return None if text is None else str(text)


def _put_blocks(blocks: Iterable[AnyBlock], path: str) -> list[dict[str, Any]]:
    return [_put_block(block, path) for block in blocks]


def _put_block(block: AnyBlock, path: str) -> dict[str, Any]:
    match block:
        case Block():
            return {"type": "text"} | put(block, path)
        case Table():
            rows = [names.anchor(block.kind, row.about.slug) for row in block.rows]
            return {"type": "table"} | put(block, path) | {"rows": rows}
        case List():
            entries = [
                put(entry, path) | {"items": _put_block(entry.items, path)}
                if isinstance(entry, Group)
                else names.anchor(block.kind, entry.about.slug)
                for entry in block.entries
            ]
            return {"type": "list"} | put(block, path) | {"entries": entries}


def _get_spec(data: Mapping[str, Any]) -> Spec:
    path = data.get("path", "")
    found: dict[str, Item] = {}
    for kind, cls in CLASSES.items():
        for item in _named(data, schema.KIND[kind].section):
            links = tuple(get(Link, link, path) for link in item["links"])
            about = get(About, item["about"], path, links=links)
            found[item["anchor"]] = get(cls, item, path, about=about)

    def get_block(block: Mapping[str, Any]) -> AnyBlock:
        match block["type"]:
            case "text":
                return get(Block, block, path)
            case "table":
                rows = tuple(found[anchor] for anchor in block["rows"])
                return get(Table, block, path, rows=rows)
            case "list":
                return get_list(block)
            case other:
                raise TypeError(f"no type of block: {other!r}")

    def get_list(block: Mapping[str, Any]) -> List:
        entries = (
            found[entry]
            if isinstance(entry, str)
            else get(Group, entry, path, items=get_list(entry["items"]))
            for entry in block["entries"]
        )
        return get(List, block, path, entries=tuple(entries))

    def get_section(section: Mapping[str, Any]) -> Section:
        blocks = section["blocks"] if "blocks" in section else _named(data, section["key"])
        below = tuple(get_section(part) for part in section["sections"])
        return get(Section, section, path, blocks=tuple(map(get_block, blocks)), sections=below)

    lines = tuple(get(HeaderLine, line, path) for line in data["header"]["lines"])
    return get(
        Spec,
        data,
        path,
        header=get(Header, data["header"], path, lines=lines),
        preamble=tuple(map(get_block, data["preamble"])),
        lead=tuple(map(get_block, data["lead"])),
        sections=tuple(map(get_section, data["sections"])),
    )
