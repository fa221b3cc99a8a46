"""The schema against the model, and against the format itself where it is at hand."""

from __future__ import annotations

import dataclasses
import pickle

import pytest

from sphinxcontrib_spec import items, model, schema
from sphinxcontrib_spec.levels import Level, read_level
from sphinxcontrib_spec.source import Span, Text


def test_every_kind_has_a_class_with_its_fields() -> None:
    assert list(items.CLASSES) == [kind.name for kind in schema.KINDS]
    for kind in schema.KINDS:
        cls = items.CLASSES[kind.name]
        own = [field.name for field in dataclasses.fields(cls)]
        assert own[: len(kind.fields)] == [field.key for field in kind.fields]
        assert cls.kind is kind


def test_every_section_is_a_name_of_the_model() -> None:
    for section in schema.SECTIONS:
        assert hasattr(model.Spec, section.key)
        for part in section.sections:
            assert hasattr(model.Design, part.key)
    for field in schema.HEADER:
        assert hasattr(model.Spec, field.key)


def test_sections_and_kinds_name_each_other() -> None:
    for kind in schema.KINDS:
        assert schema.SECTION[kind.section].kind == kind.name
    for link in schema.LINKS:
        assert {link.source, link.target} <= set(schema.KIND)


def test_the_template_has_thirty_two_placeholders() -> None:
    assert len(schema.PLACEHOLDERS) == 32


@pytest.mark.parametrize(
    ("cell", "level"),
    [
        ("High", Level("High", "", "exact")),
        ("low", Level("Low", "", "case")),
        ("**Medium**", Level("Medium", "", "exact")),
        ("Very Low", Level("Low", "", "alias")),
        ("Critical", Level("High", "", "alias")),
        ("M", Level("Medium", "", "alias")),
        ("Low–Medium", Level("Medium", "", "range")),
        ("High to Low", Level("High", "", "range")),
        ("High (some chains)", Level("High", "some chains", "exact")),
        ("High — trading halts", Level("High", "trading halts", "exact")),
        ("Maybe", Level("", "", "none")),
        ("~0.1 %", Level("", "", "none")),
        ("Highly unlikely", Level("", "", "none")),
        ("Low/Medium/High", Level("", "", "none")),
        ("", Level("", "", "none")),
    ],
)
def test_levels(cell: str, level: Level) -> None:
    assert read_level(cell) == level


def test_levels_of_ones_own() -> None:
    assert read_level("Rare", ("Rare", "Often")) == Level("Rare", "", "exact")
    assert read_level("High", ("Rare", "Often")).form == "none"


def test_text_knows_the_place_of_every_character() -> None:
    text = Text("ab|c\n  de", Span("x.md", 3, 5), (7,), escaped=True)
    assert text.at(0) == ("x.md", 3, 5)
    assert text.at(3) == ("x.md", 3, 9)  # the pipe before it is two characters in the file
    assert text.at(7) == ("x.md", 4, 9)
    assert text.part(7).span == ("x.md", 4, 9)
    assert text.part(1, 4).trimmed() == "b|c"
    assert Text(" a ", Span("x.md", 1, 1)).trimmed().span.column == 2
    copy = pickle.loads(pickle.dumps(text))
    assert (copy, copy.at(7)) == (text, text.at(7))
