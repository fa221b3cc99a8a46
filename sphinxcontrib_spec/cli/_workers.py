"""Working on many files: side by side if there are enough, the answers in the files' order."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from sphinxcontrib_spec.files import Unreadable

from ._say import stop

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

    from ._sources import Place

Answer = TypeVar("Answer")

#: So many files are worth a process of their own, which takes about as long to start.
_WORTH_A_WORKER = 16

#: At most so many files go to a worker at once: few enough that an interrupt ends soon.
_AT_ONCE = 16

#: Fewer files are done before anybody has read a progress bar.
_WORTH_A_BAR = 100

#: Windows waits for no more processes than that.
_MOST_WORKERS = 61


def cores() -> int:
    """How many cores this process may use."""
    if sys.version_info >= (3, 13):
        return os.process_cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def work_on(
    places: Sequence[Place], work: Callable[[Place], Answer], jobs: int, label: str
) -> Generator[Answer | Unreadable, None, None]:
    """What `work` makes of each place, in their order, whatever order it is done in.

    An exception is told of its own file and ends nothing. `work` and its answers must be
    picklable; few places are worked on here, without another process. On a terminal a
    progress bar shows how far it is; then nothing is answered before the bar is gone.
    """
    answers = _answers(places, partial(_guarded, work), jobs)
    if len(places) < _WORTH_A_BAR or not _is_watched():
        yield from answers
        return
    with click.progressbar(
        answers, length=len(places), label=label, file=sys.stderr, update_min_steps=_AT_ONCE
    ) as bar:
        answered = list(bar)
    yield from answered


def _is_watched() -> bool:
    """Whether somebody sits before standard error: no file, no pipe and no log of a CI job."""
    plain = os.environ.get("TERM") == "dumb" or bool(os.environ.get("CI"))
    return sys.stderr.isatty() and not plain


def _answers(
    places: Sequence[Place], work: Callable[[Place], Answer], jobs: int
) -> Iterator[Answer]:
    number = min(jobs, len(places) // _WORTH_A_WORKER, _MOST_WORKERS)
    workers = _workers(number) if number > 1 else None
    if workers is None:
        yield from map(work, places)
        return
    from concurrent.futures.process import BrokenProcessPool

    share = max(1, min(_AT_ONCE, len(places) // (4 * number)))
    done = 0
    with _ended(workers):
        # An interrupt reaches all processes of a terminal; only this one may hear it.
        heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            answers = workers.map(work, places, chunksize=share)
        finally:
            signal.signal(signal.SIGINT, heard)
        try:
            for answer in answers:
                yield answer
                done += 1
        except BrokenProcessPool as error:
            raise stop(
                "a worker process died, perhaps for want of memory, at or soon after "
                f"{places[done].name}; --jobs 1 works without one"
            ) from error


def _workers(number: int) -> ProcessPoolExecutor | None:
    """So many processes to work in; none on a system that has not what they need."""
    try:
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        # On Linux a copy of this process is safe to make, as it has no other thread, and has
        # all modules already. On macOS the system's libraries forbid that; Windows cannot do it.
        context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        return ProcessPoolExecutor(number, mp_context=context, initializer=_begin)
    except (ImportError, NotImplementedError, OSError):
        return None


@contextmanager
def _ended(workers: ProcessPoolExecutor) -> Iterator[None]:
    """See to it that the workers finish what they are at, and end, whatever happens here."""
    import multiprocessing

    try:
        yield
    finally:
        try:
            workers.shutdown(cancel_futures=True)
        finally:
            # There still are some if the user did not wait, or if not all could be started.
            for child in multiprocessing.active_children():
                child.kill()


def _begin() -> None:
    """Make a worker hear no interrupt, and end when its parent does, even if that is killed."""
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    import multiprocessing

    parent = multiprocessing.parent_process()
    assert parent
    parent.join()
    os._exit(1)


def _guarded(work: Callable[[Place], Answer], place: Place) -> Answer | Unreadable:
    """The answer, or what went wrong: nothing that is in one file may keep others waiting."""
    try:
        return work(place)
    except Exception as error:
        import traceback

        where = traceback.extract_tb(error.__traceback__)[-1]
        reason = f"{type(error).__name__}: {error} ({Path(where.filename).name}:{where.lineno})"
        return Unreadable(place.name, f"internal error, please report it: {reason}")
