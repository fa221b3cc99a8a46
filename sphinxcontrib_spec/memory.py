"""Switches off garbage collection while many objects are created that all stay alive."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")


def uncollected(function: Callable[_Given, _Made]) -> Callable[_Given, _Made]:
    """Decorate a function so that no garbage collection runs during a call.

    Everything that is created meanwhile is kept, so no garbage would be found. A file of 100 kB can
    hold 50,000 blocks. The collector would traverse all existing objects whenever their number has
    grown by a quarter, which takes longer than creating them.
    """

    @wraps(function)
    def undisturbed(*args: _Given.args, **kwargs: _Given.kwargs) -> _Made:
        if not gc.isenabled():
            return function(*args, **kwargs)
        gc.disable()
        try:
            return function(*args, **kwargs)
        finally:
            gc.enable()

    return undisturbed
