"""Specs as JSON data: nothing lost, everything found where a reader looks for it."""

from __future__ import annotations

import dataclasses
import json
from itertools import count
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from ferry import NAME, TEXT

from sphinxcontrib_spec import interchange, names, reader, schema, writer
from sphinxcontrib_spec.items import CLASSES, Item, Link
from sphinxcontrib_spec.model import AnyBlock, Block, Group, List, Section, Spec, Table
from sphinxcontrib_spec.source import Span, Text


def through_json(spec: Spec) -> Spec:
    entry = json.loads(interchange.specs_json([interchange.to_data(spec)]))["specs"][0]
    return interchange.from_data(entry)


def all_of(value: Any) -> Any:
    """A value of the model with what its equality leaves out: layout, slugs and places."""
    if isinstance(value, Text):
        return str(value), value.place
    if dataclasses.is_dataclass(value):
        fields = {f.name: all_of(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return type(value), fields
    if isinstance(value, tuple) and not isinstance(value, Span):
        return [all_of(part) for part in value]
    return value


class Filler:
    """Makes values of the model in which no field is as it is by default."""

    def __init__(self) -> None:
        self.numbers = count(1)

    def fill(self, kind: Any) -> Any:
        number = next(self.numbers)
        if kind is Text:
            path = ("docs/spec-a.md", "", "docs/in:cluded.md")[number % 3]
            return Text(f"words {number}", Span(path, number, number + 1), (3, 5), True)
        if kind is Span:
            return Span("docs/spec-a.md", number, 1)
        if kind in (str, int):
            return kind(number)
        if kind is bool:
            return True
        if get_origin(kind) is Literal:
            return get_args(kind)[number % len(get_args(kind))]
        if kind == tuple[Text, ...] or kind == tuple[str, ...]:
            return tuple(self.fill(get_args(kind)[0]) for _ in range(2))
        if kind == tuple[AnyBlock, ...]:
            return self.blocks()
        if kind == tuple[Section, ...]:
            return ()
        if get_origin(kind) is tuple:
            return (self.fill(get_args(kind)[0]),)
        types = get_type_hints(kind)
        made = kind(**{f.name: self.fill(types[f.name]) for f in dataclasses.fields(kind)})
        return dataclasses.replace(made, verb="verifies") if isinstance(made, Link) else made

    def blocks(self) -> tuple[AnyBlock, ...]:
        table = self.table("decision"), self.table("failure-mode")
        return (self.fill(Block), *table, *(self.list(kind) for kind in ("goal", "open-question")))

    def table(self, kind: str) -> Table:
        texts = self.fill(tuple[Text, ...])
        rows = (self.item(kind), self.item(kind))
        keys = ("", schema.KIND[kind].title.key)
        return Table(kind, texts, keys, rows, ("---", ":-"), self.fill(Span))

    def list(self, kind: str) -> List:
        inner = List(kind, True, (self.item(kind),), 4, True, self.fill(Span))
        entries = (self.item(kind), Group(self.fill(Text), inner))
        return List(kind, True, entries, 3, True, self.fill(Span))

    def item(self, kind: str) -> Item:
        return self.fill(CLASSES[kind])

    def spec(self) -> Spec:
        keys = ["", *schema.SECTION, "goals", "problem_statement"]
        sections = tuple(
            dataclasses.replace(
                self.fill(Section),
                key=key,
                level=2,
                sections=(dataclasses.replace(self.fill(Section), key="data_model", level=3),),
            )
            for key in keys
        )
        return dataclasses.replace(
            self.fill(Spec),
            path="docs/spec-a.md",
            preamble=(self.fill(Block),),
            lead=(self.fill(Block), self.fill(Block)),
            sections=sections,
        )


def test_every_field_of_the_model_survives() -> None:
    spec = Filler().spec()
    assert {type(block) for section in spec.walk() for block in section.blocks} == {
        Block,
        Table,
        List,
    }
    assert all_of(through_json(spec)) == all_of(spec)


@pytest.mark.parametrize("text", [TEXT, TEXT.replace("\n", "\r\n"), "", "no title", "# Spec: \0"])
def test_what_was_read_survives_with_its_places(text: str) -> None:
    spec = reader.read(text, NAME)
    again = through_json(spec)
    assert all_of(again) == all_of(spec)
    assert writer.write(again) == writer.write(spec)


def test_named_keys_hold_what_people_look_for() -> None:
    data = interchange.to_data(reader.read(TEXT, f"docs/{NAME}"))
    assert data["slug"] == "ferry-delay-notices"
    assert data["title"] == "Ferry Delay Notices"
    assert data["docname"] == "docs/spec-ferry-delay-notices"
    assert (data["status"], data["date"], data["author"]) == (
        "Draft",
        "2026-03-09",
        "Inga Solheim",
    )
    first, second = data["failure_modes"]
    assert first["id"] == "ferry-delay-notices.failure-mode-ais-receiver-offline"
    assert first["failure"] == "AIS receiver offline"
    assert first["line"] == TEXT[: TEXT.index("AIS receiver")].count("\n") + 1
    assert (first["probability_level"], first["impact_level"]) == ("Medium", "High")
    assert second["anchor"] == "failure-mode-clock"
    assert (
        data["design"]["key_design_decisions"][1]["options_considered"] == "Web push, SMS | voice"
    )
    assert data["open_questions"][0]["deadline"] == "2026-05-01"
    assert "38 EUR" in data["problem_statement"][0]["text"]


def test_named_keys_are_there_even_of_an_empty_spec() -> None:
    data = interchange.to_data(reader.read(""))
    for section in schema.SECTIONS:
        assert data[section.key] == ({part.key: [] for part in section.sections} or [])
    assert data["status"] is None


def test_no_text_is_written_twice() -> None:
    data = interchange.to_data(reader.read(TEXT))
    for words in ("140 phone calls", "class Delay", "no hand free", "gale warning"):
        assert json.dumps(data).count(words) == 1, words


def test_levels_are_read_by_the_levels_that_are_allowed() -> None:
    text = TEXT.replace("| Medium | High |", "| Rare (in summer) | Unheard of |")
    data = interchange.to_data(reader.read(text), levels=("Rare", "Common"))
    first = data["failure_modes"][0]
    assert (first["probability_level"], first["probability_remark"]) == ("Rare", "in summer")
    assert (first["impact"], first["impact_level"]) == ("Unheard of", None)


def test_items_that_were_never_named_get_their_names() -> None:
    row = CLASSES["failure-mode"](failure=Text("Quay flooded"))
    table = Table("failure-mode", (), (), (row, row))
    spec = Spec(Text("Spec: Quay"), sections=(Section(Text("Risks"), 2, blocks=(table,)),))
    anchors = [item["anchor"] for item in interchange.to_data(spec)["failure_modes"]]
    assert anchors == ["failure-mode-quay-flooded", "failure-mode-quay-flooded-2"]
    assert through_json(spec) == spec


def test_specs_are_ordered_by_slug() -> None:
    titles = ("Winter Berths", "Autumn Berths")
    entries = [interchange.to_data(reader.read(f"# Spec: {title}\n")) for title in titles]
    data = json.loads(interchange.specs_json(entries))
    assert data["version"] == interchange.VERSION
    assert [names.spec_slug(spec["title"]) for spec in data["specs"]] == [
        "autumn-berths",
        "winter-berths",
    ]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("goals", None),
        ("goals", [{"text": "x"}]),
        ("heading", 7),
        ("surface", "paper"),
        ("blank", "yes"),
        ("places", {"heading": "somewhere"}),
        ("sections", [{"heading": "x", "level": 2, "key": "nowhere", "sections": []}]),
        ("lead", [{"type": "picture"}]),
        ("lead", [{"type": "table", "kind": "goal", "columns": [], "keys": [], "rows": ["no"]}]),
        ("lead", [{"type": "text", "kind": "code", "text": "x", "entries": [1]}]),
    ],
)
def test_data_of_another_shape_is_an_error(key: str, value: Any) -> None:
    data = interchange.to_data(reader.read(TEXT))
    with pytest.raises(ValueError, match=r"not an entry of specs\.json"):
        interchange.from_data(data | {key: value})


def test_goals_and_metrics_say_their_targets() -> None:
    data = interchange.to_data(reader.read(TEXT, NAME))
    assert [goal["target"] for goal in data["goals"]] == [
        {"quantity": "Publish a delay", "comparator": "<=", "bound": "60", "unit": "s"},
        {
            "quantity": "calls to the harbour office",
            "comparator": "<",
            "bound": "40",
            "unit": "",
        },
    ]
    assert data["success_metrics"][0]["target"]["bound"] == "95"
    assert all("target" not in item for item in data["non_goals"])


def test_a_goal_without_a_number_has_no_target() -> None:
    text = TEXT.replace("Publish a delay within 60 s of the vessel's", "Publish each vessel's")
    data = interchange.to_data(reader.read(text, NAME))
    assert data["goals"][0]["target"] is None
    without = data | {"goals": [goal | {"target": "x"} for goal in data["goals"]]}
    assert interchange.from_data(without) == reader.read(text, NAME)


WORKFLOW = """\
**Arrival:**

```
1. The vessel moors
   1. A rope is thrown
2. The ramp goes down
```

**Departure:**

    1) The ramp goes up
    2) The vessel leaves

- The crew rests

1. Every stop
   is noted

```text
1. Only a picture
```

2. Nothing more

#### At night

7. The lamp is lit
"""


def test_a_workflow_says_its_steps_in_every_form() -> None:
    start, stop = TEXT.index("1. The receiver"), TEXT.index("### Key Design Decisions")
    text = f"{TEXT[:start]}{WORKFLOW}\n{TEXT[stop:]}"
    data = interchange.to_data(reader.read(text, NAME))
    blocks = data["design"]["workflow_sequence"]
    design = next(section for section in data["sections"] if section["key"] == "design")
    workflow = next(s for s in design["sections"] if s["key"] == "workflow_sequence")
    found = [
        block["steps"]
        for block in (*blocks, *workflow["sections"][0]["blocks"])
        if "steps" in block
    ]
    assert [[(step["number"], step["text"]) for step in steps] for steps in found] == [
        [(1, "The vessel moors"), (2, "The ramp goes down")],
        [(1, "The ramp goes up"), (2, "The vessel leaves")],
        [(1, "Every stop\nis noted")],
        [(2, "Nothing more")],
        [(7, "The lamp is lit")],
    ]
    lines = text.split("\n")
    for step in (step for steps in found for step in steps):
        words = step["text"].partition("\n")[0]
        assert lines[step["line"] - 1][step["column"] - 1 :] == words
    assert all("steps" not in block for block in data["design"]["api_interface"])
    assert interchange.from_data(data) == reader.read(text, NAME)


def test_both_ends_of_a_link_are_told_of_these_specs() -> None:
    goal = "#goal-publish-a-delay-within-60-s-of-the"
    link = f"(verifies [Delay]({goal}), [Elsewhere](spec-tides.md#goal-known))"
    text = TEXT.replace("measured over 30 days", f"measured over 30 days {link}")
    data = interchange.to_data(reader.read(text, NAME))
    (entry,) = json.loads(interchange.specs_json([data]))["specs"]
    links = entry["success_metrics"][0]["links"]
    assert [link["target"] for link in links] == [f"ferry-delay-notices.{goal[1:]}", None]
    assert [goal["back_links"] for goal in entry["goals"]] == [
        [{"verb": "verified by", "source": entry["success_metrics"][0]["id"]}],
        [],
    ]
    assert "target" not in data["success_metrics"][0]["links"][0]
    assert interchange.from_data(entry) == reader.read(text, NAME)
