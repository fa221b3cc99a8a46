"""Detects changes of the project's table of contents, which any sidebar may show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .. import domain as domains
from . import state

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


#: If more documents than this are read, the table of contents counts as changed, because what they
#: contribute takes much memory.
_MOST = 100


def note(_app: Sphinx, env: BuildEnvironment, docnames: Iterable[str]) -> None:
    """Note what the documents about to be read contribute to the table of contents now."""
    names = [*docnames]
    are_few = len(names) <= _MOST
    domains.of(env).build.outlines = (
        {name: _outline(name, env) for name in names} if are_few else None
    )


def compare(_app: Sphinx, env: BuildEnvironment) -> None:
    """Store a new digest if a document that was read changes the table of contents."""
    domain = domains.of(env)
    before, domain.build.outlines = domain.build.outlines, {}
    if before is None or any(
        _as_shown(each) != _as_shown(_outline(name, env)) for name, each in before.items()
    ):
        domain.data[domains.NAVIGATION] = state.digest(sorted(env.all_docs.items()))


def of(env: BuildEnvironment) -> str:
    """Return a digest that changes with the table of contents."""
    number = domains.of(env).data[domains.NAVIGATION]
    return state.digest((number, sorted(env.found_docs)))


def _outline(docname: str, env: BuildEnvironment) -> tuple[Any, ...]:
    """Return everything that a document contributes to a table of contents."""
    return env.tocs.get(docname), env.titles.get(docname), env.toctree_includes.get(docname)


def _as_shown(outline: tuple[nodes.Node | None, nodes.Node | None, Any]) -> tuple[str, ...]:
    toc, title, below = outline
    return toc.pformat() if toc else "", title.pformat() if title else "", repr(below)


def setup(app: Sphinx) -> None:
    """Take notes before documents are read, when it is known which, and compare afterwards."""
    app.connect("env-before-read-docs", note, priority=999)
    app.connect("env-updated", compare)
