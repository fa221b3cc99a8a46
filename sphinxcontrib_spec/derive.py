"""Other shapes of the format: a blank spec, the JSON Schema of `specs.json`, the directives."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import MISSING
from typing import Any, Literal, NamedTuple, get_args, get_origin

from . import schema
from .blank import blank_section
from .interchange import MEASURED, VERSION
from .interchange.leaves import LEAVES, PLACE, PLACES, Leaf
from .interchange.text import TARGETS
from .items import CLASSES, About, Link
from .measure.verdict import Comparator
from .model import Block, Group, Header, HeaderLine, List, Section, Spec, Table
from .names import without_prefix
from .source import Span, Text
from .writer import write

#: What the JSON Schema of `specs.json` is called, which stands beside it.
SCHEMA_FILE = "specs.schema.json"


class OptionEntry(NamedTuple):
    """An option of a directive: all its names, the one we write first, and what it fills."""

    names: tuple[str, ...]
    label: str
    holds: str


class DirectiveEntry(NamedTuple):
    """An item directive, its parts named by the columns or parts of an item that they fill.

    `links` are the options for typed links, each with the kind of item that it leads to.
    """

    name: str
    kind: str
    section: str
    argument: str
    options: tuple[OptionEntry, ...]
    links: tuple[tuple[str, str], ...]
    body: str


def directives() -> tuple[DirectiveEntry, ...]:
    """The item directives as a reference table, in the schema's order."""
    return tuple(
        DirectiveEntry(
            kind.directive,
            kind.name,
            schema.SECTION[kind.section].heading,
            kind.title.label,
            tuple(
                OptionEntry(field.options, field.label, field.holds)
                for field in kind.fields
                if field.part == "option"
            ),
            tuple((link.verb, link.target) for link in schema.LINKS if link.source == kind.name),
            kind.body.label if kind.body else "",
        )
        for kind in schema.KINDS
    )


def blank_spec(title: str = schema.TITLE_PLACEHOLDER, date: str = "", author: str = "") -> str:
    """A new spec with the template's placeholders in every section.

    Without a title, a date or an author it has the template's. All three are put on one line.
    """
    given = {"date": _on_one_line(date), "author": _on_one_line(author)}
    spec = Spec(
        Text(f"{schema.TITLE_PREFIX} {without_prefix(_on_one_line(title))}"),
        Header(
            tuple(
                HeaderLine(Text(field.label), Text(given.get(field.key) or field.default))
                for field in schema.HEADER
            )
        ),
        tuple(blank_section(section) for section in schema.SECTIONS),
    )
    return write(spec)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def schema_json(levels: Sequence[str] = schema.LEVELS) -> str:
    """The text of `specs.schema.json`: the JSON Schema of `specs.json` with these levels."""
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
    """What an entry has besides the spec's own leaves."""
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
    """What stands under the named key of a section."""
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
    """An object that holds the leaves of a class of the model, and more properties."""
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

#: What has to be reached, as `measure` finds it in the text of a goal or a metric.
_TARGET: dict[str, Any] = {
    "quantity": _STRING,
    "comparator": {"enum": list(get_args(Comparator))},
    "bound": _STRING,
    "unit": _STRING,
}

#: A step of a workflow that a block says, and where its words begin.
_STEP: dict[str, Any] = {
    "number": _COUNT,
    "text": _STRING,
    "line": _COUNT,
    "column": _COUNT,
}

#: What leads to an item.
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
