"""Python's garbage collector at work less often while Sphinx builds: doctrees keep it busy.

A doctree's nodes know their parents, so only the collector frees them, and what stays is looked
at again each time: a fifth of a build's time, with this extension or without. Collected every
so many new objects as a few documents make, garbage takes no more memory. An environment that is
loaded is all of it new objects, none of which is garbage.

What has outlived a look at all objects is not looked at again until the build is finished: it is
the environment, and the doctrees that Sphinx holds from reading to writing. Without that, the
collector's time for a document grows with their number. In return, doctrees that are written
take their memory until the end.

A process that only takes over what others read has no doctrees: its garbage is what was taken over,
a whole environment each time, and is collected as usual.
"""

from __future__ import annotations

import gc
import weakref
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: How many more objects there are before the youngest are looked at; Python's own is below 3,000.
OBJECTS = 25_000

#: The generation whose collection looks at everything.
_ALL = 2

#: So many environments may stay for a while that other processes have told, one for a document.
_FEW = 5

#: Fewer objects are put aside by Python 3.12 itself, when it begins.
BY_PYTHON = 1_000

#: After so many looks at the middle generation all objects are looked at; Python's own are ten.
_OFTEN = 1


def collect_seldom(app: Sphinx, *_: Any) -> None:
    """Raise the threshold in a process that reads, until the build is finished."""
    if _raised(app, "build-finished"):
        gc.callbacks.append(_settle)


def collect_seldom_if_alone(
    app: Sphinx, _env: BuildEnvironment, added: set[str], changed: set[str], _removed: set[str]
) -> list[str]:
    """Do so where no others read, or only a few documents; none is read again for it."""
    if app.parallel <= 1 or len(added) + len(changed) <= _FEW:
        collect_seldom(app)
    return []


def collect_seldom_from_here(app: Sphinx, *_: Any) -> None:
    """Raise it where others have read, when all that they told is taken over.

    Many doctrees are held at once from here on, those of all pages that are handed over together.
    None of them is put aside, and all that is there is looked at more often.
    """
    if _raised(app, "build-finished", _OFTEN):
        gc.freeze()


def collect_seldom_while_loading(app: Sphinx, *_: Any) -> None:
    """Raise the threshold until the environment is there."""
    if _raised(app, "builder-inited"):
        gc.callbacks.append(_settle)


def _raised(app: Sphinx, until: str, last: int | None = None) -> bool:
    """Raise the threshold until an event; whether what is there may be put aside until then, too.

    It is not raised if it is off or higher already. So of two applications in one process, the
    one that raised it sets it back, at the latest when it is forgotten.
    """
    before = gc.get_threshold()
    if not 0 < before[0] < OBJECTS:
        return False
    gc.set_threshold(OBJECTS, before[1], last or before[2])
    # What somebody else froze would thaw with the rest.
    settles = gc.get_freeze_count() < BY_PYTHON
    as_before = weakref.finalize(app, _as_before, before, settles=settles)

    def finished(*_: Any) -> None:
        as_before()

    app.connect(until, finished, priority=999)
    return settles


def _settle(phase: str, info: dict[str, int]) -> None:
    """Put aside what a look at all objects has left."""
    if phase == "stop" and info["generation"] == _ALL:
        gc.freeze()


def _as_before(threshold: tuple[int, int, int], *, settles: bool) -> None:
    gc.set_threshold(*threshold)
    if settles:
        with suppress(ValueError):  # it is open to all, and not always in there
            gc.callbacks.remove(_settle)
        gc.unfreeze()


def setup(app: Sphinx) -> None:
    """Begin before anything is read, in each process that reads.

    Whatever ends the build, `build-finished` is told.
    """
    app.connect("config-inited", collect_seldom_while_loading, priority=0)
    app.connect("env-get-outdated", collect_seldom_if_alone, priority=0)
    app.connect("source-read", collect_seldom, priority=0)
    app.connect("env-updated", collect_seldom_from_here, priority=0)
