"""Patterns are compiled when somebody asks, and may be spared by a look for words."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.measure.tokens import _MARKUP, shown
from sphinxcontrib_spec.patterns import may_hold, pattern
from sphinxcontrib_spec.rules import _answers, _placeholders, _shapes, markup, workflow


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


#: What is asked before a pattern, the pattern, and a text that it finds something in.
ASKED_BEFORE: dict[str, tuple[Callable[[str], object], re.Pattern[str], str]] = {
    "more": (
        lambda text: may_hold(text, workflow._MORE_WORDS),
        workflow._MORE,
        "Tie up AND THEN go",
    ),
    "branch": (
        lambda text: may_hold(text, workflow._BRANCH_WORDS),
        workflow._BRANCH_WORD,
        "a MISS: wait",
    ),
    "sentence": (
        lambda text: may_hold(text[:-1], workflow._ENDS),
        workflow._NEXT_SENTENCE,
        "Tie up. Go",
    ),
    "resolved": (
        lambda text: may_hold(text, _answers._RESOLVED_WORDS),
        _answers._RESOLVED,
        "Who? [closed]",
    ),
    "answer": (
        lambda text: may_hold(text, _answers._ANSWER_WORDS),
        _answers._ANSWER,
        "\n- **Answer:** we do",
    ),
    "placeholder": (
        _placeholders._may_hold_brackets,
        _placeholders._placeholder(),
        "\\[What can go\nwrong\\]",
    ),
    "tag": (markup._TAG.search, inline._TAG, "the <key> of"),
    "fence": (
        lambda text: "```" in text or "~~~" in text or "<pre" in text,
        _shapes._FENCE_WITHIN,
        "- a\n  ~~~\n",
    ),
}
WORDS = r"""IF if ELSE elſe otherwise HIT miss and then AND THEN ; . ! ? 。 ？ e.g. etc. RESOLVED closed [ ] (
    * _ : \[ \] Title [Title] [What can go wrong] [3-6 < > </ <b> <pre ``` ~~~ - 1. A a é""".split()
PIECES = st.sampled_from([*WORDS, " ", "\n", "\t", "\u00a0"])


@pytest.mark.parametrize("name", ASKED_BEFORE)
@given(st.data())
def test_nothing_is_missed_by_what_is_asked_before(name: str, data: st.DataObject) -> None:
    asked, then, found = ASKED_BEFORE[name]
    text = "".join(data.draw(st.lists(PIECES | st.just(found), max_size=12)))
    assert asked(text) or not then.search(text)


@pytest.mark.parametrize("name", ASKED_BEFORE)
def test_what_is_asked_before_is_no_other_way_to_say_yes(name: str) -> None:
    asked, then, found = ASKED_BEFORE[name]
    assert asked(found)
    assert then.search(found)
    assert not asked("The crew ties up")


SIGNS = st.sampled_from(
    [*'!&*<>[](){}\\_`~"“”.: ab1\n\0', "f(", "**", "<key>", "< a", "&lt;", "]("]
)


@given(st.lists(SIGNS, max_size=12).map("".join))
def test_a_text_without_signs_of_markup_is_shown_as_it_was_written(text: str) -> None:
    assert inline.has_markup(text) or inline.plain(f"<br>{text}") == " ".join(text.split())
    assert _MARKUP.search(text) or shown(f"`a` {text}")[3:] == f" {text}"
