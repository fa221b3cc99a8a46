"""Start worker processes in the way that suits the system, and make sure that they end."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

#: The maximum number of processes that Windows can wait for.
_MOST_PROCESSES = 61


def started(number: int) -> ProcessPoolExecutor | None:
    """Start at most this number of processes; return None if the system does not support them."""
    try:
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        # On Linux, it is safe to fork this process because it has no other threads, and the fork
        # has all modules loaded already. On macOS, system libraries forbid forking; Windows cannot
        # fork.
        context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        number = min(number, _MOST_PROCESSES)
        return ProcessPoolExecutor(number, mp_context=context, initializer=_begin)
    except (ImportError, NotImplementedError, OSError):
        return None


@contextmanager
def ended(workers: ProcessPoolExecutor) -> Iterator[None]:
    """Make sure that the workers finish what they are doing, and end in any case."""
    import multiprocessing

    try:
        yield
    finally:
        try:
            workers.shutdown(cancel_futures=True)
        finally:
            # Some are left if the user did not wait, or if not all of them could be started.
            for child in multiprocessing.active_children():
                child.kill()


def _begin() -> None:
    """Make a worker ignore interrupts, and end when its parent does, even if that is killed."""
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
