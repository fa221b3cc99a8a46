"""Memory of a check: what the rules of many specs keep of a page does not hang on what it holds."""

from __future__ import annotations

import gc
import multiprocessing
import os
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import overload

import pytest

from sphinxcontrib_spec import rules
from sphinxcontrib_spec.cli import _workers
from sphinxcontrib_spec.cli._checked_page import Fresh
from sphinxcontrib_spec.cli._checking import Checked
from sphinxcontrib_spec.cli._fixing import FixResult
from sphinxcontrib_spec.cli._relinking import Relinking
from sphinxcontrib_spec.cli._sources import Place
from sphinxcontrib_spec.cli._wanted import Wanted
from sphinxcontrib_spec.config import Config
from sphinxcontrib_spec.links import ItemEntry, PageEntry, Reference


class Made(Sequence[PageEntry]):
    """So many pages of nine items, each made when it is asked for."""

    def __init__(self, count: int, links: Callable[[int], tuple[Reference, ...]]) -> None:
        self._count = count
        self._links = links

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, number: int) -> PageEntry: ...
    @overload
    def __getitem__(self, number: slice) -> list[PageEntry]: ...
    def __getitem__(self, number: int | slice) -> PageEntry | list[PageEntry]:
        if isinstance(number, slice):
            return [self[each] for each in range(self._count)[number]]
        if number >= self._count:
            raise IndexError
        items = tuple(
            ItemEntry(kind, f"{word}-{number}", f"{word} {number}", 9)
            for kind in ("decision", "failure-mode", "goal")
            for word in ("buoy", "drift", "ebb")
        )
        name = f"spec-{number:05}.md"
        return PageEntry(name, f"{number:05}", f"{number:05}", 1, items, self._links(number))


def link(verb: str, target: str, number: int) -> tuple[Reference, ...]:
    origin = f"decision-buoy-{number}"
    return (Reference("link", target, verb, origin, f"spec-{number:05}.md", 9, 1, "buoy"),)


LINKS: dict[str, Callable[[int], tuple[Reference, ...]]] = {
    "own": lambda n: link("mitigates", f"#failure-mode-buoy-{n}", n),
    "other": lambda n: link("mitigates", f"spec-{n // 2:05}.md#failure-mode-ebb-{n // 2}", n),
    "chain": lambda n: link("supersedes", f"spec-{n - 1:05}.md#decision-buoy-{n - 1}", n),
    "unknown": lambda n: link("mitigates", f"#failure-mode-boy-{n}", n),
    "vague": lambda n: (Reference("goal", f"ebb-{n // 2}", "", "", "", 9),),
    "nowhere": lambda n: (Reference("goal", f"ebbs {n % 9}", "", "", "", 9),),
}


def taken(act: Callable[[], object]) -> int:
    """The most memory that something takes while it is done, with what comes of it."""
    gc.collect()
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", LINKS)
def test_what_rules_keep_of_each_page_is_a_few_numbers(name: str) -> None:
    def found(count: int) -> int:
        pages = Made(count, LINKS[name])
        return sum(1 for _ in rules.check_many(pages, unwanted=("SPEC712",)))

    assert (found(100) > 1) == (name in ("unknown", "nowhere"))
    some, more = (taken(partial(found, count)) for count in (200, 600))
    whole = taken(lambda: [*Made(400, LINKS[name])])
    assert more - some < whole / 4


def _pid(place: Place) -> tuple[str, int]:
    time.sleep(0.002)
    return place.name, os.getpid()


def test_workers_begin_once_a_first_file_was_checked_here_and_this_process_is_one() -> None:
    def places(known: int) -> list[Place | tuple[str, int]]:
        new = [Place(f"{number}", "") for number in range(200)]
        return [*[("known", 0)] * known, *new]

    for known in (0, 3, 300):
        answers = [*_workers.work_on(places(known), known + 200, _pid, 2, "")]
        assert [name for name, _ in answers[known:]] == [f"{number}" for number in range(200)]
        processes = [pid for _, pid in answers[known:]]
        assert processes[0] == os.getpid()
        assert len({*processes}) == 2
        assert processes.count(os.getpid()) > 16


def _slow_at_first(place: Place) -> str:
    if place.name == "1" and multiprocessing.parent_process():
        time.sleep(0.5)
    return place.name


def test_no_more_is_done_behind_a_file_that_takes_long_than_can_well_be_held() -> None:
    begun = 0

    def places() -> Iterator[Place]:
        nonlocal begun
        for begun in range(3000):
            yield Place(f"{begun}", "")

    answers = _workers.work_on(places(), 3000, _slow_at_first, 2, "")
    assert [next(answers), next(answers)] == ["0", "1"]
    assert begun < 1000
    assert [*answers] == [f"{number}" for number in range(2, 3000)]


@pytest.mark.parametrize("number", [1, 33, 200, 1000])
def test_the_last_shares_are_small(number: int) -> None:
    """No worker is done long before the others."""
    places = [Place(f"{at}", "") for at in range(number)]
    shares = [share.places for share in _workers._shares(places, number, 2)]
    assert [place for share in shares for place in share] == places
    sizes = [len(share) for share in shares if share]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] <= 4
    assert sizes[0] == max(min(number, 4), min(16, number // 8))


def test_what_waits_for_all_specs_waits_in_words() -> None:
    """A fix of a typed link must know all specs; values would take several times as much memory."""
    relinking = Relinking(Wanted(Config()))
    pages = Made(3, lambda number: link("mitigates", f"#failure-mode-buoy-{number}", number))
    fresh = [Fresh(b"", "", [], "", page) for page in pages]
    answers = [
        Checked(Place(one.entry.path, ""), one, FixResult(2, entry=one.entry)) for one in fresh
    ]
    assert [*relinking.held_back(answers)] == []
    assert [*relinking.relinked(_pid, 1, again=False)] == [
        Checked(Place(one.entry.path, ""), one.as_json(), FixResult(2)) for one in fresh
    ]
