"""Whatever a text is: nothing is lost, nothing fails, and no work grows faster than the text.

`tox run -e fuzz` tries 200,000 texts. The suite tries some, the same ones every time.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from typing import Any

import pytest
import wild
import worst
from hypothesis import HealthCheck, given, settings

from sphinxcontrib_spec import interchange, rules
from sphinxcontrib_spec.formatting import formatted
from sphinxcontrib_spec.reader import read
from sphinxcontrib_spec.writer import write

#: How often the long run repeats itself; every time it tries texts of its own.
RUNS = int(os.environ.get("FUZZ_RUNS", "0"))
EXAMPLES = 5_000 if RUNS else 250

NOTE = re.compile(r"<!--\s*spec:.*?-->", re.DOTALL)

#: White space, and signs and digits that lists, tables, headings and breaks are made of.
LAYOUT = re.compile(r"[\s\ufeff\d.)*+#=|:\\-]+")


def characters(text: str) -> str:
    """The characters of a text that no layout has, in order; our own comments may move in a row."""
    return LAYOUT.sub("", NOTE.sub("", text))


@pytest.mark.parametrize("run", range(RUNS or 1))
@given(text=wild.texts)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=not RUNS,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_no_text_is_lost_or_fails(run: int, text: str) -> None:
    spec = read(text, "spec-x.md")
    canonical = write(spec)
    again = read(canonical)
    assert again == spec
    assert write(again) == canonical
    assert characters(canonical) == characters(text)
    for strict in (False, True):
        result = formatted(text, strict=strict)
        assert result.text in (text, write(spec, strict=strict))
        if result.refusal:
            assert result.text == text
            assert result.refusal.reason
        else:
            assert formatted(result.text, strict=strict) == (result.text, None)
    rules.check(spec, file_name="spec-x.md")
    data = interchange.to_data(spec)
    assert interchange.from_data(data) == spec
    assert interchange.specs_json([data])
    read(write(spec, as_markdown=True))


#: All work begins with reading.
WORK: dict[str, Callable[[str], object]] = {
    "format": formatted,
    "check": lambda text: rules.check(read(text), file_name="spec-x.md"),
    "JSON": lambda text: interchange.specs_json([interchange.to_data(read(text))]),
    "Markdown": lambda text: write(read(text), as_markdown=True),
}

#: Its cells are as many as the square of its size, up to the 65,536 that markdown-it adds.
SQUARE = "columns and rows"


def calls(work: Callable[[str], object], text: str) -> int:
    """How many functions are called for a text, those of Python itself included."""
    count = 0

    def note(_frame: Any, event: str, _function: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("name", sorted(worst.CASES.keys() - {SQUARE}))
def test_twice_the_text_is_no_more_than_twice_the_work(name: str) -> None:
    for what, work in WORK.items():
        few, some, many = (calls(work, worst.CASES[name](size)) for size in (400, 800, 1600))
        # Twice as many more if it grows in a straight line, four times if it grows as a square.
        assert many - some < 3.2 * max(some - few, 100), f"{what}: {few}, {some}, {many} calls"
