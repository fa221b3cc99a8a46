"""Processes to work in: begun with what the system has for that, and ended whatever happens."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

#: Windows waits for no more processes than that.
_MOST = 61


def started(number: int) -> ProcessPoolExecutor | None:
    """So many processes to work in, at most; none on a system that has not what they need."""
    try:
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        # On Linux a copy of this process is safe to make, as it has no other thread, and has
        # all modules already. On macOS the system's libraries forbid that; Windows cannot do it.
        context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        number = min(number, _MOST)
        return ProcessPoolExecutor(number, mp_context=context, initializer=_begin)
    except (ImportError, NotImplementedError, OSError):
        return None


@contextmanager
def ended(workers: ProcessPoolExecutor) -> Iterator[None]:
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
    import signal
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    import multiprocessing

    parent = multiprocessing.parent_process()
    assert parent
    parent.join()
    os._exit(1)
