"""The work of reading and checking grows with the number of specs, and is bounded for each item."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Sequence
from itertools import cycle, islice

import pytest
import worst
from counting import calls

from sphinxcontrib_spec.fixing import fixed, with_edits
from sphinxcontrib_spec.formatting import formatted
from sphinxcontrib_spec.links import PageEntry, page_entry
from sphinxcontrib_spec.model import Spec
from sphinxcontrib_spec.pages import write_myst
from sphinxcontrib_spec.reader import read
from sphinxcontrib_spec.rules import RULES, Finding, check, check_project
from sphinxcontrib_spec.writer import write

#: Calls that an item may cost, with all that stands around it in its spec.
MOST_CALLS = {"read": 150, "check": 225, "entry": 35, "project": 50}


def text(number: int, many: int) -> str:
    """A spec of seventeen items with words of its own, that refers to itself and to another."""
    n, next_one = number, (number + 1) % many
    return f"""\
# Spec: Weather Buoy {n}
**Status:** Draft
**Date:** 2026-03-{n % 28 + 1:02}
**Author:** Ines Farrow

## Problem Statement
Buoy {n} sends its readings by satellite every {n + 5} minutes, whether anything changed or not.
Operators at harbour {n * 7} pay for each byte. Nobody can tell a calm sea from a dead battery, so
crews sail out {n + 3} times a year for nothing.

## Goals
- Satellite cost of buoy {n} falls from {n + 40} EUR to < {n + 10} EUR a month
- Dead batteries are told from a calm sea within {n + 20} minutes
- Improve the mood at harbour {n}

## Non-Goals
- Buoys of other makers than yard {n} — their radios differ
- Forecasts for region {n}
- Painting buoy {n}

## Background and Context
The yard wrote of its radios in report {n}. See [the next one](spec-weather-buoy-{next_one}.md).

## Design

### API / Interface
```python
def send(reading: Reading, slot: int = {n}) -> None: ...
```

### Data Model
```python
class Reading:
    height: float  # metres above mark {n}
```

### Workflow / Sequence
1. The buoy measures for {n + 2} seconds
2. If nothing changed, it waits; else it sends `reading_{n}`
3. Harbour {n} answers with the next slot

### Key Design Decisions
| Decision | Options Considered | Chosen | Rationale |
|---|---|---|---|
| Radio {n} | satellite, mesh | mesh | cheap (mitigates [Storm {n}](#failure-mode-storm-{n})) |
| Clock {n} | crystal, radio | radio | no drift |
| Power {n} | sun | wind | it blows at night |

## Failure Modes
| Failure | Probability | Impact | Mitigation |
|---|---|---|---|
| Storm {n} | High | High | Readings wait for {n} hours |
| Gull nest {n} | low | Medium | Spikes on the lid |
| Theft {n} | Maybe | High | A tracker |

## Success Metrics
- Messages of buoy {n} per day < {n + 50}
- Zero lost readings in storm {n}
- Crews of harbour {n} are happier

## Open Questions
1. Who repaints buoy {n}? — Owner: Yard {n}, Deadline: 2026-05-01
2. Does ice of winter {n} matter? — Owner: TBD, Deadline: TBD
"""


def texts(many: int) -> list[str]:
    return [text(number, many) for number in range(many)]


def specs(many: int) -> list[Spec]:
    return [read(each, f"spec-{number}.md") for number, each in enumerate(texts(many))]


def entries(many: int) -> list[PageEntry]:
    return [page_entry(spec) for spec in specs(many)]


def read_all(of: Sequence[str]) -> None:
    for number, each in enumerate(of):
        read(each, f"spec-{number}.md")


def check_all(of: Sequence[Spec]) -> None:
    for number, spec in enumerate(of):
        check(spec, file_name=f"spec-{number}.md")


def enter_all(of: Sequence[Spec]) -> None:
    for spec in of:
        page_entry(spec)


WORK: dict[str, tuple[Callable[..., object], Callable[[int], Sequence[object]]]] = {
    "read": (read_all, texts),
    "check": (check_all, specs),
    "entry": (enter_all, specs),
    "project": (check_project, entries),
}


@pytest.mark.parametrize("name", WORK)
def test_twice_as_many_specs_are_twice_as_much_work(name: str) -> None:
    work, made = WORK[name]
    _filling_caches, some, many = (calls(work, made(size)) for size in (100, 50, 100))
    assert many < 2.05 * some, f"{some} calls for 50 specs, {many} for 100"
    items = sum(1 for spec in specs(50) for _ in spec.items())
    assert items == 50 * 17
    assert some < MOST_CALLS[name] * items, f"{some / items:.0f} calls an item"


GOAL = f"{text(0, 1).partition('## Goals')[0]}## Goals\n- Cut the cost of buoy 7 to 10 EUR a month"
#: Rules that have nothing to say of goals.
OTHERS = [rule.code for rule in RULES if rule.code.startswith("SPEC4")]


def in_any_case(word: str, number: int) -> str:
    """A word with some of its letters in upper case, others for each number."""
    return "".join(letter.upper() if number >> at & 1 else letter for at, letter in enumerate(word))


def comment(selectors: Iterable[str], reason: object = "why") -> str:
    return f" <!-- spec: ignore[{', '.join(selectors)}] {reason} -->"


#: A goal with so many codes in comments, all of which ignore nothing.
IN_VAIN: dict[str, Callable[[int], str]] = {
    "in one comment": lambda many: GOAL + comment(islice(cycle(OTHERS), many)),
    "in any case": lambda many: (
        GOAL + comment(in_any_case("failure-cell-empty", n) for n in range(many))
    ),
    "in many comments": lambda many: (
        GOAL + "".join(comment(OTHERS[:2], n) for n in range(many // 2))
    ),
    "in a paragraph": lambda many: (
        GOAL.replace("- Cut", "Cut") + "".join(comment(OTHERS[:2], n) for n in range(many // 2))
    ),
}


@pytest.mark.parametrize("where", IN_VAIN)
def test_codes_that_ignore_nothing_are_found_and_taken_out_in_a_straight_line(where: str) -> None:
    made = IN_VAIN[where]
    assert "<!--" not in fixed(made(200)).text
    few, many = (calls(fixed, made(size)) for size in (200, 400))
    assert many < 2.2 * few, f"{few} calls for 200 codes, {many} for 400"


def in_one_line(many: int) -> tuple[str, Spec, list[Finding]]:
    """A line, not as it is printed, with so many names that Markdown eats, and all findings."""
    names = "".join(f"send <key{n}> or " for n in range(many))
    line = f"{text(0, 1).partition('## Goals')[0]}## Background and Context\n{names}\n"
    spec = read(line)
    return line, spec, check(spec)


def test_what_each_fix_changes_in_one_line_is_told_in_a_straight_line() -> None:
    fixes = [one.fix for one in with_edits(*in_one_line(200)) if one.code == "SPEC801"]
    assert [len(fix.edits) for fix in fixes if fix] == [1] * 200
    few, many = (calls(with_edits, *in_one_line(number)) for number in (200, 400))
    assert many < 2.2 * few, f"{few} calls for 200 fixes, {many} for 400"


def misnumbered(many: int) -> str:
    """So many lists of a step each, all with the number of the first."""
    return f"{text(0, 1).partition('1. The buoy')[0]}" + "3. It waits\n\nThen:\n\n" * many


def test_lists_of_steps_that_are_misnumbered_are_told_in_a_straight_line() -> None:
    assert sum(one.code == "SPEC312" for one in check(read(misnumbered(100)))) == 100
    few, many = (calls(check, read(misnumbered(number))) for number in (100, 200))
    assert many < 2.2 * few, f"{few} calls for 100 lists, {many} for 200"


LONG = [
    name
    for name in worst.CASES
    if any(words in name for words in ("spaces", "comments", "in a directive", "in brackets"))
]


@pytest.mark.parametrize("name", LONG)
def test_100_kb_of_spaces_or_comments_are_no_more_than_their_length(name: str) -> None:
    """Whoever looks at all that follows from each of them is noticed: that would take minutes."""
    text = worst.CASES[name](100_000)
    assert formatted(text).text
    assert check(read(text))
    assert write(read(text), as_markdown=True)
    assert write_myst(read(text))


def test_rules_find_something_in_what_is_counted() -> None:
    (spec,) = specs(1)
    codes = {finding.code for finding in check(spec, file_name="spec-0.md")}
    assert {"SPEC212", "SPEC324", "SPEC403", "SPEC405", "SPEC502", "SPEC605"} <= codes


def test_what_rules_of_many_specs_look_at_goes_without_the_collector() -> None:
    """A circle in it would keep all pages until the collector has gone through them."""
    pages = entries(40)
    check_project(pages)
    gc.collect()
    gc.disable()
    try:
        check_project(pages)
        assert gc.collect() == 0
    finally:
        gc.enable()
