"""Counting work instead of timing it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any


def calls(function: Callable[..., object], *args: object) -> int:
    """How many functions a call of one calls in the end, those of Python itself included."""
    count = 0

    def note(_frame: Any, event: str, _function: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        function(*args)
    finally:
        sys.setprofile(before)
    return count


def forget() -> None:
    """Empty what our modules keep of earlier calls."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "sphinxcontrib_spec":
            for each in list(vars(module).values()):
                if hasattr(each, "cache_clear"):
                    each.cache_clear()
