"""Makes Python's garbage collector run less often during a build, as doctrees keep it busy.

The nodes of a doctree refer to their parents, so only the collector frees them, and it inspects
those that remain again each time: this takes a fifth of a build's time, with this extension or
without. If it only runs after as many new objects as a few documents create, garbage takes no more
memory. A loaded environment consists entirely of new objects, none of which is garbage.

What has survived a full collection is not inspected again until the build is finished: it is the
environment, and the doctrees that Sphinx holds from reading to writing. Otherwise, the collector's
time for a document would grow with the number of documents. In return, doctrees that have been
written keep their memory until the end.

A process that only takes over what others have read has no doctrees. Its garbage is what it took
over, a whole environment each time, and is collected as usual.
"""

from __future__ import annotations

import gc
import weakref
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: The threshold of new objects for the youngest generation; Python's own is below 3,000.
OBJECTS = 25_000

#: The generation whose collection inspects all objects.
_ALL = 2

#: The number of environments from other processes, one per document, that may stay for a while.
_FEW = 5

#: Python 3.12 itself freezes fewer objects than this when it starts.
BY_PYTHON = 1_000

#: The number of collections of the middle generation before a full one; Python's own is ten.
_OFTEN = 1


def collect_seldom(app: Sphinx, *_: Any) -> None:
    """Raise the threshold in a process that reads, until the build is finished."""
    if _raised(app, "build-finished"):
        gc.callbacks.append(_settle)


def collect_seldom_if_alone(
    app: Sphinx, _env: BuildEnvironment, added: set[str], changed: set[str], _removed: set[str]
) -> list[str]:
    """Raise the threshold if no other processes read, or if only a few documents are read.

    Return an empty list, as no document has to be read again for it.
    """
    if app.parallel <= 1 or len(added) + len(changed) <= _FEW:
        collect_seldom(app)
    return []


def collect_seldom_from_here(app: Sphinx, *_: Any) -> None:
    """Raise the threshold where other processes have read, once everything is merged.

    From here on, many doctrees are held at once: those of all pages that are handed over together.
    They are not frozen, and full collections are more frequent.
    """
    if _raised(app, "build-finished", _OFTEN):
        gc.freeze()


def collect_seldom_while_loading(app: Sphinx, *_: Any) -> None:
    """Raise the threshold until the environment is loaded."""
    if _raised(app, "builder-inited"):
        gc.callbacks.append(_settle)


def _raised(app: Sphinx, until: str, last: int | None = None) -> bool:
    """Raise the threshold until an event; return whether existing objects may be frozen until then.

    The threshold is not raised if the collector is off or the threshold is higher already. So of
    two applications in one process, the one that raised it resets it, at the latest when that
    application is freed.
    """
    before = gc.get_threshold()
    if not 0 < before[0] < OBJECTS:
        return False
    gc.set_threshold(OBJECTS, before[1], last or before[2])
    # Otherwise what somebody else froze would be unfrozen with the rest.
    settles = gc.get_freeze_count() < BY_PYTHON
    as_before = weakref.finalize(app, _as_before, before, settles=settles)

    def finished(*_: Any) -> None:
        as_before()

    app.connect(until, finished, priority=999)
    return settles


def _settle(phase: str, info: dict[str, int]) -> None:
    """Freeze what a full collection has left."""
    if phase == "stop" and info["generation"] == _ALL:
        gc.freeze()


def _as_before(threshold: tuple[int, int, int], *, settles: bool) -> None:
    gc.set_threshold(*threshold)
    if settles:
        with suppress(ValueError):  # the list is public, and the function is not always in it
            gc.callbacks.remove(_settle)
        gc.unfreeze()


def setup(app: Sphinx) -> None:
    """Register the handlers, which begin before anything is read in each process that reads.

    `build-finished` is emitted however the build ends.
    """
    app.connect("config-inited", collect_seldom_while_loading, priority=0)
    app.connect("env-get-outdated", collect_seldom_if_alone, priority=0)
    app.connect("source-read", collect_seldom, priority=0)
    app.connect("env-updated", collect_seldom_from_here, priority=0)
