"""Whatever a text is: nothing is lost, nothing fails, and no work grows faster than the text.

`tox run -e fuzz` tries 200,000 texts. The suite tries some, the same ones every time.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable

import markdown_it
import pytest
import wild
import worst
from counting import calls, forget
from hypothesis import HealthCheck, given, settings

from sphinxcontrib_spec import interchange, rules
from sphinxcontrib_spec.formatting import formatted
from sphinxcontrib_spec.identity import identified
from sphinxcontrib_spec.model import Spec
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


def names(spec: Spec) -> list[tuple[str, int]]:
    """What the items of a spec are called."""
    return [(item.about.slug, item.about.number) for item in spec.items()]


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
    assert names(identified(spec)) == names(spec)
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


WORK: dict[str, Callable[[str, Spec], object]] = {
    "format": lambda text, _spec: formatted(text),
    "check": lambda _text, spec: rules.check(spec, file_name="spec-x.md"),
    "JSON": lambda _text, spec: interchange.specs_json([interchange.to_data(spec)]),
    "Markdown": lambda _text, spec: write(spec, as_markdown=True),
}

#: Its cells are as many as the square of its size, up to the 65,536 that markdown-it adds.
SQUARE = {"columns and rows"}
if int(markdown_it.__version__.partition(".")[0]) < 4:
    # It reads what is left of a paragraph of definitions anew for each of them.
    SQUARE |= {"definitions", "definitions that never end", "equal definitions"}


def calls_anew(work: Callable[[str, Spec], object], text: str) -> int:
    """How much work it is with nothing at hand of what other texts and tests left in caches."""
    spec = read(text)
    forget()
    return calls(work, text, spec)


@pytest.mark.parametrize("name", sorted(worst.CASES.keys() - SQUARE))
def test_work_grows_in_a_straight_line(name: str) -> None:
    make = worst.CASES[name]
    for what, work in WORK.items():
        texts = [make(size) for size in (300, 300, 600, 2400)]
        _loading_modules, few, some, many = (calls_anew(work, text) for text in texts)
        # Six times as many more for six times as much more text; twenty times, if as a square.
        assert many - some < 9 * max(some - few, 100), f"{what}: {few}, {some}, {many} calls"
