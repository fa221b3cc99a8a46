"""Derive the JSON Schema of `specs.json` from the schema and the classes of the model."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import MISSING
from typing import Any, Literal, get_args, get_origin

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.items import CLASSES, About, Link
from sphinxcontrib_spec.measure.verdict import Comparator
from sphinxcontrib_spec.model import Block, Group, Header, HeaderLine, List, Section, Spec, Table
from sphinxcontrib_spec.source import Span, Text

from .leaves import LEAVES, PLACE, PLACES, Leaf
from .shape import MEASURED, VERSION
from .text import TARGETS

#: The name of the file with the JSON Schema of `specs.json`, which is in the same folder.
SCHEMA_FILE = schema.DATA_SCHEMA_FILE


def schema_json(levels: Sequence[str] = schema.LEVELS) -> str:
    """Return the text of `specs.schema.json`: the JSON Schema of `specs.json` with these levels."""
    return json.dumps(json_schema(levels), ensure_ascii=False, indent=2) + "\n"


def json_schema(levels: Sequence[str] = schema.LEVELS) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what `interchange` makes with these levels."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Design specs",
        "type": "object",
        "properties": {"version": {"const": VERSION}, "specs": _array(_ref("spec"))},
        "required": ["version", "specs"],
        "additionalProperties": False,
        "$defs": {
            "place": {"type": "string", "pattern": PLACE},
            "block": {"oneOf": [_ref("text"), _ref("table"), _ref("list")]},
            "text": _object(
                Block, {"type": {"const": "text"}}, {"steps": _array(_closed(_STEP, list(_STEP)))}
            ),
            "table": _object(Table, {"type": {"const": "table"}, "rows": _array(_STRING)}),
            "list": _object(
                List,
                {
                    "type": {"const": "list"},
                    "entries": _array({"anyOf": [_STRING, _ref("group")]}),
                },
            ),
            "group": _object(Group, {"items": _ref("list")}),
            "section": _object(
                Section, {"sections": _array(_ref("section"))}, {"blocks": _array(_ref("block"))}
            ),
            "header_line": _object(HeaderLine, {}),
            "header": _object(Header, {"lines": _array(_ref("header_line"))}),
            "link": _object(
                Link, {"target": {"type": ["string", "null"]}}, {"verb": {"enum": [*schema.LINK]}}
            ),
            "back_link": _closed(_BACK_LINK, list(_BACK_LINK)),
            "about": _object(About, {}),
            **{kind.name: _item(kind, levels) for kind in schema.KINDS},
            "spec": _object(Spec, _spec()),
        },
    }


def _spec() -> dict[str, Any]:
    """Return the properties of an entry besides the spec's own leaves."""
    return {
        "slug": _STRING,
        "title": _STRING,
        "docname": _STRING,
        **{
            field.key: {"title": field.label, "type": ["string", "null"]} for field in schema.HEADER
        },
        **{section.key: _content(section) for section in schema.SECTIONS},
        "preamble": _array(_ref("block")),
        "header": _ref("header"),
        "lead": _array(_ref("block")),
        "sections": _array(_ref("section")),
    }


def _content(section: schema.Section) -> dict[str, Any]:
    """Return the schema of the value of a section's named key."""
    if section.sections:
        parts = {part.key: _content(part) for part in section.sections}
        return {"title": section.heading, **_closed(parts, list(parts))}
    return {"title": section.heading, **_array(_ref(section.kind or "block"))}


def _item(kind: schema.Kind, levels: Sequence[str]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for field in kind.fields:
        fields[field.key] = {"title": field.label, **_STRING}
        if field.holds == "level":
            fields[f"{field.key}_level"] = {"enum": [*levels, None]}
            fields[f"{field.key}_remark"] = _STRING
    more = {
        "id": _STRING,
        "anchor": _STRING,
        "line": _COUNT,
        **fields,
        **({"target": _or_null(_TARGET)} if CLASSES[kind.name] in MEASURED else {}),
        "links": _array(_ref("link")),
        **({"back_links": _array(_ref("back_link"))} if kind.name in TARGETS else {}),
        "about": _ref("about"),
    }
    return {"title": kind.label, **_object(CLASSES[kind.name], more)}


def _object(
    cls: type, required: dict[str, Any], optional: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Return the schema of an object with the leaves of a model class and more properties."""
    properties: dict[str, Any] = {}
    places: dict[str, Any] = {}
    for leaf in LEAVES[cls]:
        if leaf.type is not Span:
            properties[leaf.name] = _leaf(leaf)
        if leaf.texts:
            places[leaf.name] = _array({"anyOf": [_ref("place"), {"const": ""}]})
        elif leaf.type in (Text, Span):
            places[leaf.name] = _ref("place")
    needed = [leaf.name for leaf in LEAVES[cls] if leaf.default is MISSING]
    if places:
        properties[PLACES] = _closed(places, [])
    return _closed(properties | required | (optional or {}), [*dict.fromkeys((*required, *needed))])


def _leaf(leaf: Leaf) -> dict[str, Any]:
    default = {} if leaf.default is MISSING or leaf.default == () else {"default": leaf.default}
    if get_origin(leaf.type) is Literal:
        return {"enum": list(get_args(leaf.type)), **default}
    return _TYPES[leaf.type] | default


def _closed(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _or_null(properties: dict[str, Any]) -> dict[str, Any]:
    return {"oneOf": [_closed(properties, list(properties)), {"type": "null"}]}


def _array(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


_STRING: dict[str, Any] = {"type": "string"}
_COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}

#: The target that `measure` finds in the text of a goal or a metric.
_TARGET: dict[str, Any] = {
    "quantity": _STRING,
    "comparator": {"enum": list(get_args(Comparator))},
    "bound": _STRING,
    "unit": _STRING,
}

#: A step of a workflow in a block, and the position of its words.
_STEP: dict[str, Any] = {
    "number": _COUNT,
    "text": _STRING,
    "line": _COUNT,
    "column": _COUNT,
}

#: A link that leads to an item.
_BACK_LINK: dict[str, Any] = {
    "verb": {"enum": [link.passive for link in schema.LINKS]},
    "source": _STRING,
}

_TYPES: dict[Any, dict[str, Any]] = {
    Text: _STRING,
    str: _STRING,
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    tuple[Text, ...]: _array(_STRING),
    tuple[str, ...]: _array(_STRING),
}
