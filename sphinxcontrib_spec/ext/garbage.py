"""Python's garbage collector at work less often while Sphinx builds: doctrees keep it busy.

A doctree's nodes know their parents, so only the collector frees them, and what stays is looked
at again each time: a fifth of a build's time, with this extension or without. Collected every
so many new objects as a few documents make, garbage takes no more memory. An environment that is
loaded is all of it new objects, none of which is garbage.

What has outlived a look at all objects is not looked at again until the build is finished: it is
the environment, and the doctrees that Sphinx holds from reading to writing. Without that, the
collector's time for a document grows with their number. In return, doctrees that are written
take their memory until the end.
"""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: How many more objects there are before the youngest are looked at; Python's own is below 3,000.
OBJECTS = 25_000

#: The generation whose collection looks at everything.
_ALL = 2


def collect_seldom(app: Sphinx, *_: Any) -> list[str]:
    """Raise the threshold until the build is finished; no document is read again for it."""
    _set_back(app, "build-finished", _raised(app))
    return []


def collect_seldom_while_loading(app: Sphinx, *_: Any) -> None:
    """Raise the threshold until the environment is there."""
    _set_back(app, "builder-inited", _raised(app))


def _raised(app: Sphinx) -> Callable[[], object]:
    """Raise the threshold, unless it is off or higher already; the answer sets it back.

    So of two applications in one process, the one that raised it sets it back, at the latest
    when it is forgotten.
    """
    before = gc.get_threshold()
    if not 0 < before[0] < OBJECTS:
        return bool
    gc.set_threshold(OBJECTS, *before[1:])
    # What somebody else froze would thaw with the rest.
    settles = not gc.get_freeze_count()
    if settles:
        gc.callbacks.append(_settle)
    return weakref.finalize(app, _as_before, before, settles=settles)


def _settle(phase: str, info: dict[str, int]) -> None:
    """Put aside what a look at all objects has left."""
    if phase == "stop" and info["generation"] == _ALL:
        gc.freeze()


def _as_before(threshold: tuple[int, int, int], *, settles: bool) -> None:
    gc.set_threshold(*threshold)
    if settles:
        with suppress(ValueError):  # somebody may have emptied the list, which is open to all
            gc.callbacks.remove(_settle)
        gc.unfreeze()


def _set_back(app: Sphinx, event: str, as_before: Callable[[], object]) -> None:
    def finished(*_: Any) -> None:
        as_before()

    app.connect(event, finished, priority=999)


def setup(app: Sphinx) -> None:
    """Begin where the build does: whatever ends it, `build-finished` is told."""
    app.connect("config-inited", collect_seldom_while_loading, priority=0)
    app.connect("env-get-outdated", collect_seldom, priority=0)
