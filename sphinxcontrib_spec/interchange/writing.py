"""Convert a spec to plain JSON data: an entry of `specs.json`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from posixpath import splitext
from typing import Any

from sphinxcontrib_spec import names, schema
from sphinxcontrib_spec.identity import identified
from sphinxcontrib_spec.items import Item
from sphinxcontrib_spec.levels import read_level
from sphinxcontrib_spec.measure.rows import Verdicts
from sphinxcontrib_spec.measure.verdict import Target
from sphinxcontrib_spec.memory import uncollected
from sphinxcontrib_spec.model import AnyBlock, Block, Group, List, Section, Spec, Table
from sphinxcontrib_spec.source import Text
from sphinxcontrib_spec.steps import has_steps, outer, steps

from .leaves import put
from .shape import MEASURED, has_blocks_at_key

_OF_TARGET = tuple(field.name for field in dataclasses.fields(Target))

#: The keys of sections that contain steps.
_STEPPED = frozenset(key for key, part in schema.SECTION.items() if part.content == "steps")


@uncollected
def to_data(
    spec: Spec,
    *,
    docname: str = "",
    levels: Sequence[str] = schema.LEVELS,
    verdicts: Verdicts | None = None,
) -> dict[str, Any]:
    """The spec as an entry of `specs.json`: dicts, lists, strings, numbers and booleans.

    `docname` is the document's name, the path without its suffix if it is not given; `levels`
    are the allowed levels, by which level cells are read. `verdicts` are those on its goals and
    metrics, if the caller has them already.
    """
    if not all(item.about.slug for item in spec.items()):
        spec, verdicts = identified(spec), None
    verdicts = verdicts or Verdicts(spec)
    slug, allowed = spec.slug, tuple(levels)
    items: dict[str, list[dict[str, Any]]] = {kind.name: [] for kind in schema.KINDS}
    for item in spec.items():
        items[item.kind.name].append(_put_item(item, slug, spec.path, allowed, verdicts))
    homes: dict[str, Section] = {}
    for section in spec.walk():
        homes.setdefault(section.key, section)

    def view(part: schema.Section) -> Any:
        if part.sections:
            return {below.key: view(below) for below in part.sections}
        if part.kind:
            return items[part.kind]
        home = homes.get(part.key)
        return _put_blocks(home.blocks, spec.path, part.key) if home else []

    def put_section(section: Section, key: str = "") -> dict[str, Any]:
        data = put(section, spec.path)
        key = section.key or key
        if not has_blocks_at_key(section.key) or homes[section.key] is not section:
            data["blocks"] = _put_blocks(section.blocks, spec.path, key)
        data["sections"] = [put_section(below, key) for below in section.sections]
        return data

    lines = [put(line, spec.path) for line in spec.header.lines]
    return {
        "slug": slug,
        "title": spec.title,
        "docname": docname or splitext(spec.path)[0],
        **{field.key: _string_or_none(spec.header.get(field.key)) for field in schema.HEADER},
        **{part.key: view(part) for part in schema.SECTIONS},
        **put(spec, spec.path),
        "preamble": _put_blocks(spec.preamble, spec.path),
        "header": put(spec.header, spec.path) | {"lines": lines},
        "lead": _put_blocks(spec.lead, spec.path),
        "sections": [put_section(section) for section in spec.sections],
    }


def _put_item(
    item: Item, slug: str, path: str, levels: tuple[str, ...], verdicts: Verdicts
) -> dict[str, Any]:
    kind, about = item.kind.name, item.about
    fields: dict[str, Any] = {}
    for field in item.kind.fields:
        words = fields[field.key] = str(getattr(item, field.key))
        if field.holds == "level":
            level = read_level(words, levels)
            fields[f"{field.key}_level"] = level.level or None
            fields[f"{field.key}_remark"] = level.remark
    return {
        "id": names.full_id(slug, kind, about.slug),
        "anchor": names.anchor(kind, about.slug),
        "line": about.span.line,
        **fields,
        **_put_target(item, verdicts),
        "links": [put(link, path) for link in about.links],
        **put(item, path),
        "about": put(about, path),
    }


def _put_target(item: Item, verdicts: Verdicts) -> dict[str, Any]:
    """Return the target of a goal or a metric, which is only for users and ignored when reading."""
    if not isinstance(item, MEASURED):
        return {}
    target = verdicts.of(item).target
    return {"target": target and {name: getattr(target, name) for name in _OF_TARGET}}


def _string_or_none(text: Text | None) -> str | None:
    return None if text is None else str(text)


def _put_steps(block: Block) -> dict[str, Any]:
    """Return the steps in a workflow's block, which are only for users and ignored when reading."""
    found = outer(steps(block)) if has_steps(block) else ()
    listed_steps = [
        {"number": step.number, "text": str(step.text), "line": line, "column": column}
        for step in found
        for _, line, column in [step.text.span]
    ]
    return {"steps": listed_steps} if listed_steps else {}


def _put_blocks(blocks: Iterable[AnyBlock], path: str, key: str = "") -> list[dict[str, Any]]:
    """Convert the blocks under a heading with this key."""
    return [_put_block(block, path, key) for block in blocks]


def _put_block(block: AnyBlock, path: str, key: str = "") -> dict[str, Any]:
    match block:
        case Block():
            is_workflow = key in _STEPPED
            return {"type": "text"} | put(block, path) | (_put_steps(block) if is_workflow else {})
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
