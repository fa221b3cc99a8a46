"""What is made from the schema: a blank spec, the JSON Schema, the reference of directives."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from ferry import NAME, TEXT

from sphinxcontrib_spec import derive, interchange, reader, schema
from sphinxcontrib_spec.interchange import json_schema


def entry(text: str) -> dict[str, Any]:
    return interchange.to_data(reader.read(text, NAME))


def validator() -> jsonschema.Draft202012Validator:
    shape = json.loads(json_schema.schema_json())
    jsonschema.Draft202012Validator.check_schema(shape)
    return jsonschema.Draft202012Validator(shape)


def test_blank_spec_is_the_template(template: str) -> None:
    assert derive.blank_spec() == template
    assert derive.blank_spec("[Title]", "[YYYY-MM-DD]", "Claude") == template


def test_blank_spec_holds_every_placeholder_and_every_heading_once() -> None:
    text = derive.blank_spec("Berth Booking", "2026-05-04", "Ada")
    assert text.startswith(
        "# Spec: Berth Booking\n**Status:** Draft\n**Date:** 2026-05-04\n**Author:** Ada\n\n## "
    )
    headings = [line.lstrip("# ") for line in text.splitlines() if line.startswith("##")]
    assert headings == [section.heading for section in schema.SECTION.values()]
    for placeholder in schema.PLACEHOLDERS[2:]:
        assert text.count(placeholder) == schema.PLACEHOLDERS.count(placeholder)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("Spec: Berth Booking", "Berth Booking"),
        ("Berth\nBooking", "Berth Booking"),
        ("Port of the tide table to F #", "Port of the tide table to F #"),
        ("# Not a heading", "# Not a heading"),
        ("泊位预订", "泊位预订"),
    ],
)
def test_title_of_a_blank_spec_is_read_back(given: str, read: str) -> None:
    spec = reader.read(derive.blank_spec(given, "2026-05-04", "Ada\n## Goals"))
    assert spec.title == read
    assert spec.author == "Ada ## Goals"
    assert len(spec.sections) == len(schema.SECTIONS)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        derive.blank_spec(),
        "",
        "just words",
        TEXT.replace("## Goals\n", "## Goals\n- **Summer**\n  - 3 more sailings\n\n")
        + "\n## Glossary\n\nmmsi\n: number of a vessel\n",
        TEXT.replace("|---|---|---|---|", "|:--|--:|---|---|").replace("| Low |", "|  |", 1),
        TEXT.replace("a message |", "a message (mitigates [AIS](#failure-mode-clock)) |"),
    ],
)
def test_every_entry_is_valid(text: str) -> None:
    validator().validate(json.loads(interchange.specs_json([entry(text)])))


@pytest.mark.parametrize(
    "change",
    [
        {"title": 3},
        {"goals": [{"text": "more"}]},
        {"colour": "blue"},
        {"surface": "paper"},
        {"places": {"heading": "up there"}},
        {"lead": [{"type": "picture"}]},
    ],
)
def test_anything_else_is_invalid(change: dict[str, Any]) -> None:
    data = {"version": 1, "specs": [entry(TEXT) | change]}
    assert list(validator().iter_errors(data))


def test_levels_of_the_schema_are_those_of_the_configuration() -> None:
    kind = json_schema.json_schema(("Rare", "Common"))["$defs"]["failure-mode"]
    assert kind["properties"]["impact_level"]["enum"] == ["Rare", "Common", None]


def test_reference_names_every_part_of_a_directive() -> None:
    table = {directive.name: directive for directive in derive.directives()}
    assert list(table) == [kind.directive for kind in schema.KINDS]
    decision = table["spec-decision"]
    assert decision.section == "Key Design Decisions"
    assert decision.argument == "Decision"
    assert [option.names for option in decision.options] == [
        ("options-considered", "options"),
        ("chosen",),
    ]
    assert decision.links == (("mitigates", "failure-mode"), ("supersedes", "decision"))
    assert decision.body == "Rationale"
    assert [option.holds for option in table["failure-mode"].options] == ["level", "level"]
