"""Patterns are compiled when somebody asks, and may be spared by a look for words."""

from __future__ import annotations

import re

import pytest

from sphinxcontrib_spec.patterns import may_hold, pattern


def test_a_pattern_does_what_the_compiled_one_does() -> None:
    found = pattern(r"(?P<word>[a-z]+)(\d)?", re.IGNORECASE)
    assert found.groups == 2
    assert found.pattern == r"(?P<word>[a-z]+)(\d)?"
    assert [match["word"] for match in found.finditer("Tide 2 gauge7")] == ["Tide", "gauge"]
    assert (found.match("7"), found.fullmatch("tide2") is None) == (None, False)
    assert (found.sub("x", "a1 b"), found.split("1a2")) == ("x x", ["1", "a", "2", ""])
    assert found.search("..B", 1, 2) is None


def test_it_is_compiled_once_and_when_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []

    def note(text: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(text)
        return real(text, flags)

    real = re.compile
    monkeypatch.setattr("sphinxcontrib_spec.patterns.re.compile", note)
    found = pattern("[a-z]+")
    assert compiled == []
    assert found.match("abc")
    assert found.search("1a")
    assert found.findall("a b")
    assert compiled == ["[a-z]+"]


def test_an_error_is_raised_where_it_is_asked() -> None:
    found = pattern("(")
    with pytest.raises(re.error):
        found.match("a")


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("If the tide turns", True),
        ("MISS", True),
        ("The tide turns", False),
        ("", False),
        ("elſe", True),  # the long s is one in any case
    ],
)
def test_words_are_looked_for_in_any_case(text: str, may: bool) -> None:
    words = re.compile(r"\b(?:if|else|miss)\b", re.IGNORECASE)
    assert may_hold(text, ("if", "else", "miss")) is may
    assert may or not words.search(text)
