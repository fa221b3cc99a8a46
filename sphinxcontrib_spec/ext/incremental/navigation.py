"""Whether the project's table of contents has changed, which any page may show in its sidebar."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .. import domain as domains
from . import state

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


#: Of more documents than these, it is taken for changed: what they give takes much memory.
_MOST = 100


def note(_app: Sphinx, env: BuildEnvironment, docnames: Iterable[str]) -> None:
    """Note what the documents give to it that are about to be read: the nodes as they are now."""
    names = [*docnames]
    are_few = len(names) <= _MOST
    domains.of(env).build.outlines = (
        {name: _outline(name, env) for name in names} if are_few else None
    )


def compare(_app: Sphinx, env: BuildEnvironment) -> None:
    """Give it another number if a document that was read gives something else to it."""
    domain = domains.of(env)
    before, domain.build.outlines = domain.build.outlines, {}
    if before is None or any(
        _as_shown(each) != _as_shown(_outline(name, env)) for name, each in before.items()
    ):
        domain.data[domains.NAVIGATION] = state.digest(sorted(env.all_docs.items()))


def of(env: BuildEnvironment) -> str:
    """What is another one if the table of contents is."""
    number = domains.of(env).data[domains.NAVIGATION]
    return state.digest((number, sorted(env.found_docs)))


def _outline(docname: str, env: BuildEnvironment) -> tuple[Any, ...]:
    """All that a document gives to a table of contents."""
    return env.tocs.get(docname), env.titles.get(docname), env.toctree_includes.get(docname)


def _as_shown(outline: tuple[nodes.Node | None, nodes.Node | None, Any]) -> tuple[str, ...]:
    toc, title, below = outline
    return toc.pformat() if toc else "", title.pformat() if title else "", repr(below)


def setup(app: Sphinx) -> None:
    """Look before documents are read, when it is known which, and again when they are."""
    app.connect("env-before-read-docs", note, priority=999)
    app.connect("env-updated", compare)
