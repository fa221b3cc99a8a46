"""Finds the specs that are read again although their files have not changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import domain as domains
from .. import options
from ..directives import includes
from ..environment import page_file
from . import findings_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..domain import SpecDomain


def outdated(
    _app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return the specs that were read with other options, and those whose kept file is lost.

    Also return the documents that may now include what they could not include before. Options that
    only select what is reported do not matter, and neither do pages that are not specs. Sphinx
    itself has no configuration values like that: it would read every document again.
    """
    domain = domains.of(env)
    again = {*_excluded_otherwise(domain), *_lost(domain), *includes.outdated(env)}
    config = domain.options
    if domain.data[domains.READ_WITH] != config.judged_by:
        again.update(domain.known.specs())
        domain.data[domains.READ_WITH] = config.judged_by
    return sorted(again - added - changed - removed)


def _excluded_otherwise(domain: SpecDomain) -> Iterator[str]:
    """Yield the specs that `exclude` names now, and the documents that it alone excluded before."""
    config = domain.options
    if not (config.exclude or domain.known.excluded):
        return
    for docname in (*domain.known.specs(), *domain.known.excluded):
        path = options.path_from_root(domain.env, domain.path(docname))
        if config.excludes(path) != (docname in domain.known.excluded):
            yield docname


def _lost(domain: SpecDomain) -> Iterator[str]:
    """Yield the specs whose kept file is gone or broken; it is whole if it is still the same."""
    build = domain.build
    build.page_findings, build.in_project = findings_file.load(domain.env)
    for docname in domain.known.specs():
        file = domain.kept_file(docname)
        known = build.page_findings.get(docname)
        if known is None or known.stamp != page_file.stamp(file):
            build.forget(docname)
            if not page_file.is_whole(file):
                yield docname


def setup(app: Sphinx) -> None:
    """Find outdated specs before anything is read."""
    app.connect("env-get-outdated", outdated)
