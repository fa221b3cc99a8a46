"""Process many files, in parallel if there are enough, and yield the answers in file order."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

import click

from sphinxcontrib_spec.files import Unreadable

from ._sources import Place
from ._terminal import is_dumb, is_terminal, stop

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

Answer = TypeVar("Answer")

#: The number of files that justify a process, which takes about as long to start.
_WORTH_A_WORKER = 16

#: The maximum number of files sent to a worker at once: few, so that an interrupt takes effect
#: soon.
_AT_ONCE = 16

#: The minimum number of files sent to a worker, used at the end, when other workers may become
#: idle.
_AT_LEAST = 4

#: The maximum length of a share, including cached answers between its places.
_MOST_HELD = 128

#: The number of shares per worker that are handed out ahead, so that it need not wait for the next.
_AHEAD = 3

#: The maximum number of shares per worker that are held while finished ones wait for a slow one.
_MOST_BEGUN = 8

#: Fewer files are done before anybody has read a progress bar.
_WORTH_A_BAR = 100


def cores() -> int:
    """Return the number of cores that this process may use."""
    if sys.version_info >= (3, 13):
        return os.process_cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def work_on(
    known: Iterable[Place | Answer],
    number: int,
    work: Callable[[Place], Answer],
    jobs: int,
    label: str,
    *,
    aloud: bool = True,
) -> Generator[Answer | Unreadable, None, None]:
    """Yield what `work` makes of each of `number` places, in their order.

    `known` yields the places or, in their stead, answers that are already known. An exception is
    reported for its own file and does not stop the others. `work` and its answers must be
    picklable. This process is one of the `jobs`, and the only one if there are few places. No more
    answers are held than necessary to keep all jobs busy. On a terminal, a progress bar shows how
    far the work is. If answers are printed (`aloud`), they are yielded only after the bar is gone.
    """
    guarded: Callable[[Place], Answer | Unreadable] = partial(_guarded, work)
    answers: Iterator[Answer | Unreadable] = _answers(known, number, guarded, jobs)
    if number < _WORTH_A_BAR or not _is_watched():
        yield from answers
        return
    with click.progressbar(
        answers, length=number, label=label, file=sys.stderr, update_min_steps=_AT_ONCE
    ) as bar:
        if not aloud:
            yield from bar
            return
        answered = list(bar)
    yield from answered


def _is_watched() -> bool:
    """Return whether somebody watches standard error: a terminal, and not that of a CI job."""
    return is_terminal(sys.stderr) and not is_dumb() and not os.environ.get("CI")


def _answers(
    known: Iterable[Place | Answer], number: int, work: Callable[[Place], Answer], jobs: int
) -> Iterator[Answer]:
    places = iter(known)
    # Workers are forked from this process where possible, and need not load what it has loaded.
    for first in places:
        yield work(first) if isinstance(first, Place) else first
        if isinstance(first, Place):
            break
    shares = _shares(places, number, jobs)
    waiting: deque[_Share[Answer]] = deque()
    for one in shares:
        waiting.append(one)
        if sum(len(each.places) for each in waiting) >= jobs * _WORTH_A_WORKER:
            break
        if len(waiting) > _MOST_BEGUN * jobs:
            yield from waiting.popleft().answers(work)
    processes = min(jobs, sum(len(each.places) for each in waiting) // _WORTH_A_WORKER)
    coming = chain(waiting, shares)
    if processes > 1:
        from ._processes import started

        if workers := started(processes - 1):
            yield from _side_by_side(coming, work, workers, processes - 1)
            return
    for one in coming:
        yield from one.answers(work)


def _side_by_side(
    shares: Iterable[_Share[Answer]],
    work: Callable[[Place], Answer],
    workers: ProcessPoolExecutor,
    number: int,
) -> Iterator[Answer]:
    """Yield the answers for all shares, processed by workers and by this process.

    This process works on the next share as long as it would otherwise only wait for the first of
    those handed out, because its own answers need not be sent.
    """
    import signal
    from concurrent.futures.process import BrokenProcessPool

    from ._processes import ended

    coming = iter(shares)
    begun: deque[_Share[Answer]] = deque()

    def hand_out() -> None:
        undone = sum(not share.is_done for share in begun)
        room = min(_AHEAD * number - undone, _MOST_BEGUN * number - len(begun))
        for share in islice(coming, max(0, room)):
            begun.append(share)
            share.submit(workers, work)

    with ended(workers):
        # An interrupt reaches all processes of a terminal, but only this one may handle it. Workers
        # are started with the first shares.
        heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            hand_out()
        finally:
            signal.signal(signal.SIGINT, heard)
        try:
            while begun:
                while not begun[0].is_done and len(begun) < _MOST_BEGUN * number:
                    if not (share := next(coming, None)):
                        break
                    begun.append(share)
                    share.do(work)
                    hand_out()
                yield from begun[0].answers(work)
                begun.popleft()
                hand_out()
        except BrokenProcessPool as error:
            place = next(share.places[0] for share in begun if share.places)
            raise stop(
                "a worker process died, perhaps for lack of memory, at or soon after "
                f"{place.name}; --jobs 1 does without one"
            ) from error


class _Share(Generic[Answer]):
    """Places that are processed together, and cached answers between them."""

    def __init__(self, known: Sequence[Place | Answer]) -> None:
        self._known = known
        self.places = [one for one in known if isinstance(one, Place)]
        self._future: Future[list[Answer]] | None = None
        self._made: list[Answer] | None = None

    def submit(self, workers: ProcessPoolExecutor, work: Callable[[Place], Answer]) -> None:
        """Hand the places to the workers."""
        if self.places:
            self._future = workers.submit(_each, work, self.places)

    @property
    def is_done(self) -> bool:
        """Whether its answers are available, or not expected from a worker."""
        return self._future is None or self._future.done()

    def do(self, work: Callable[[Place], Answer]) -> None:
        """Compute its answers now, in this process."""
        self._made = _each(work, self.places)

    def answers(self, work: Callable[[Place], Answer]) -> Iterator[Answer]:
        """Yield all answers; wait for the workers' ones, or compute each when it is requested."""
        made = self._future.result() if self._future else self._made
        new = map(work, self.places) if made is None else iter(made)
        for one in self._known:
            yield next(new) if isinstance(one, Place) else one


def _shares(known: Iterable[Place | Answer], number: int, jobs: int) -> Iterator[_Share[Answer]]:
    """Divide places into shares, without too many cached answers in any of them.

    `number` is about how many there are. The last shares get smaller and smaller, so that no worker
    finishes long before the others.
    """
    held: list[Place | Answer] = []
    places = 0
    for one in known:
        held.append(one)
        places += isinstance(one, Place)
        fair = max(_AT_LEAST, min(_AT_ONCE, number // (4 * jobs)))
        if places == fair or len(held) == _MOST_HELD:
            yield _Share(held)
            number -= len(held)
            held, places = [], 0
    yield _Share(held)


def _each(work: Callable[[Place], Answer], places: Sequence[Place]) -> list[Answer]:
    return [work(place) for place in places]


def _guarded(work: Callable[[Place], Answer], place: Place) -> Answer | Unreadable:
    """Return the answer, or what went wrong: no file may keep others from being processed."""
    try:
        return work(place)
    except Exception as error:
        import traceback

        where = traceback.extract_tb(error.__traceback__)[-1]
        reason = f"{type(error).__name__}: {error} ({Path(where.filename).name}:{where.lineno})"
        return Unreadable(place.name, f"internal error, please report it: {reason}")
