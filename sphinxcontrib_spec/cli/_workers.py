"""Working on many files: side by side if there are enough, the answers in the files' order."""

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

#: So many files are worth a process of their own, which takes about as long to start.
_WORTH_A_WORKER = 16

#: At most so many files go to a worker at once: few enough that an interrupt ends soon.
_AT_ONCE = 16

#: So few go to one at the end, when the others may soon have nothing to do.
_AT_LEAST = 4

#: So many answers that are known go between places that are worked on together.
_MOST_HELD = 128

#: So many shares a worker are handed out at once, so that it need not wait for its next one.
_AHEAD = 3

#: So many shares a worker are held at most, where what is done waits behind one that takes long.
_MOST_BEGUN = 8

#: Fewer files are done before anybody has read a progress bar.
_WORTH_A_BAR = 100


def cores() -> int:
    """How many cores this process may use."""
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
    """What `work` makes of each of so many places, in their order, whatever order it is done in.

    Among the places may be answers, which are `known` already. An exception is told of its own
    file and ends nothing. `work` and its answers must be picklable; this process works as one of
    the `jobs`, and alone on few places. No more answers are held than keep all of them busy.
    On a terminal a progress bar shows how far it is; if answers are told `aloud`, then none is
    given before the bar is gone.
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
    """Whether somebody sits before standard error: no file, no pipe and no log of a CI job."""
    return is_terminal(sys.stderr) and not is_dumb() and not os.environ.get("CI")


def _answers(
    known: Iterable[Place | Answer], number: int, work: Callable[[Place], Answer], jobs: int
) -> Iterator[Answer]:
    places = iter(known)
    # Workers are copies of this process: what it has loaded by then, none of them has to.
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
    """The answers for all shares, done by so many workers and by this process.

    It does the next share as long as it would only wait for the first one that was handed out:
    what it finds itself need not be sent.
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
        # An interrupt reaches all processes of a terminal; only this one may hear it. They are
        # made with the first shares.
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
    """Places that are worked on together, and the answers that are known between them."""

    def __init__(self, known: Sequence[Place | Answer]) -> None:
        self._known = known
        self.places = [one for one in known if isinstance(one, Place)]
        self._future: Future[list[Answer]] | None = None
        self._made: list[Answer] | None = None

    def submit(self, workers: ProcessPoolExecutor, work: Callable[[Place], Answer]) -> None:
        """Hand the places out to the workers."""
        if self.places:
            self._future = workers.submit(_each, work, self.places)

    @property
    def is_done(self) -> bool:
        """Whether its answers are there, or no worker is to find them."""
        return self._future is None or self._future.done()

    def do(self, work: Callable[[Place], Answer]) -> None:
        """Find its answers now, in this process."""
        self._made = _each(work, self.places)

    def answers(self, work: Callable[[Place], Answer]) -> Iterator[Answer]:
        """All answers, once the workers have theirs; without them each is made when it is next."""
        made = self._future.result() if self._future else self._made
        new = map(work, self.places) if made is None else iter(made)
        for one in self._known:
            yield next(new) if isinstance(one, Place) else one


def _shares(known: Iterable[Place | Answer], number: int, jobs: int) -> Iterator[_Share[Answer]]:
    """All of about so many, with no more answers that are known than can well be held.

    The last shares get smaller and smaller, so that no worker is done long before the others.
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
    """The answer, or what went wrong: nothing that is in one file may keep others waiting."""
    try:
        return work(place)
    except Exception as error:
        import traceback

        where = traceback.extract_tb(error.__traceback__)[-1]
        reason = f"{type(error).__name__}: {error} ({Path(where.filename).name}:{where.lineno})"
        return Unreadable(place.name, f"internal error, please report it: {reason}")
