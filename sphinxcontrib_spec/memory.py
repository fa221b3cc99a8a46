"""Making many objects that stay, without the garbage collector looking at each again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """No garbage collection for a while; as a decorator, while a function is at work.

    What is made meanwhile is kept, so no garbage would be found.
    A file of 100 kB can hold 50,000 blocks. The collector would look at all that are there
    whenever their number has grown by a quarter, which takes longer than making them.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
