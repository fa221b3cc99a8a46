"""Counting work instead of timing it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from typing import Any


def calls(function: Callable[..., object], *args: object) -> int:
    """How many functions a call of one calls in the end, those of Python itself included.

    What is told of each look at garbage is none of them: how often that is hangs on other tests.
    """
    count = 0

    def note(_frame: Any, event: str, _function: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before, told = sys.getprofile(), gc.callbacks[:]
    gc.callbacks.clear()
    sys.setprofile(note)
    try:
        function(*args)
    finally:
        sys.setprofile(before)
        gc.callbacks[:] = told
    return count


def forget() -> None:
    """Empty what our modules keep of earlier calls."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "sphinxcontrib_spec":
            for each in list(vars(module).values()):
                if hasattr(type(each), "cache_clear"):  # a pattern would be compiled for that
                    each.cache_clear()
