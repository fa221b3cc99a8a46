"""Which specs are read again although their files are the same as before."""

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
    """The specs that were read with other options, and those whose record is lost.

    Besides them the documents that may include now what they could not before.

    Options that only choose what is reported have no part in it, and neither have pages that are
    no specs: Sphinx knows no values like that, it would read every document again.
    """
    domain = domains.of(env)
    again = {*_excluded_otherwise(domain), *_lost(domain), *includes.outdated(env)}
    config = domain.options
    if domain.data[domains.READ_WITH] != config.judged_by:
        again.update(domain.known.specs())
        domain.data[domains.READ_WITH] = config.judged_by
    return sorted(again - added - changed - removed)


def _excluded_otherwise(domain: SpecDomain) -> Iterator[str]:
    """The specs that `exclude` names now, and the pages that would be specs without it before."""
    config = domain.options
    if not (config.exclude or domain.known.excluded):
        return
    for docname in (*domain.known.specs(), *domain.known.excluded):
        path = options.path_from_root(domain.env, domain.path(docname))
        if config.excludes(path) != (docname in domain.known.excluded):
            yield docname


def _lost(domain: SpecDomain) -> Iterator[str]:
    """The specs whose kept file is gone or broken: it is whole if it is the one read before."""
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
    """Look before anything is read."""
    app.connect("env-get-outdated", outdated)
