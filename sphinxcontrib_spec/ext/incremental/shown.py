"""Tracks what each page shows of other specs and items, so that it is rewritten on changes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinxcontrib_spec import __version__

from .. import domain as domains
from .. import output
from ..directives import findings_table
from ..environment import page_file
from ..writing import index_file
from . import page_digests, state
from .settled import Settled

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from ..domain import SpecDomain


#: The keys of what is kept: what the pages show, where they are on the web, when each was read,
#: what each export depended on, and the state of the files of `-b spec`; which pages there are and
#: what they are called, and the state of the index page.
_PAGES, _ADDRESSES, _READ, _EXPORTS, _FILES = "pages", "addresses", "read", "exports", "files"
_NAMES, _INDEX = "names", "index"


class Pages(NamedTuple):
    """What the pages of a builder show, and what that was derived from.

    `digests` are those of what each page shows of others, `carriers` are the documents whose typed
    links lead to each page; both are derived from data with the digest `of`. `read` is when the
    file that keeps the spec of a page was written.
    """

    of: str = ""
    digests: Mapping[str, str] = MappingProxyType({})
    read: Mapping[str, int] = MappingProxyType({})
    carriers: Mapping[str, Sequence[str]] = MappingProxyType({})

    def names(self) -> set[str]:
        """Return the pages that show something, and the specs."""
        return {*self.digests, *self.read}

    def differ(self, other: Pages) -> set[str]:
        """Return the pages that show something else, and the specs that were read again."""
        return {
            name
            for mine, theirs in ((self.digests, other.digests), (self.read, other.read))
            for name in mine.keys() | theirs.keys()
            if mine.get(name) != theirs.get(name)
        }


def outdated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the documents that show something else than when this builder last wrote them here.

    What they showed is not in the environment, because builders share that but write at different
    times.
    """
    domain = domains.of(env)
    then = _before(_file(app))
    before = _pages(then.get(_PAGES))
    domain.build.shown = _now(domain, app.builder, before)
    domain.lookup.know_carriers(domain.build.shown.carriers)
    differ = domain.build.shown.differ(before)
    # Exports contain web addresses; for pages, Sphinx itself knows which ones contain them.
    is_there = then.get(_ADDRESSES) == _addresses(app)
    domain.build.settled = Settled(
        frozenset(domain.build.shown.names() - differ if is_there else ()),
        then.get(_EXPORTS, {}),
        then.get(_READ) == _times(env),
        then.get(_NAMES) == _names(env),
        then.get(_FILES, ""),
    )
    domain.build.index_left = then.get(_INDEX, [])
    # Only code that looks at all pages needs all names of all items.
    domain.lookup.let_go()
    # A page that no longer shows anything of ours has changed, too.
    return sorted(differ & env.found_docs)


def keep(app: Sphinx, error: Exception | None) -> None:
    """Keep what the pages show now, unless the build failed: then some show something else."""
    if not error:
        domain = domains.of(app.env)
        now = {
            _PAGES: domain.build.shown,
            _ADDRESSES: _addresses(app),
            _READ: _times(app.env),
            _NAMES: _names(app.env),
            _EXPORTS: domain.build.dependencies,
            _FILES: domain.build.left,
            _INDEX: index_file.left(app),
        }
        output.write(_file(app), json.dumps(now).encode())


def _now(domain: SpecDomain, builder: Builder, before: Pages) -> Pages:
    """Return what the pages show now, computed again only if it may have changed."""
    rows = {
        docname: [findings_table.rows(domain, view) for view in views]
        for docname, views in sorted(findings_table.of(domain).items())
    }
    paths = [domain.path(name) for name in sorted(domain.known.includes)]
    there = sorted(page_digests.linked_documents(domain))
    of = state.digest(
        (__version__, domain.build.state.names, domain.build.state.points, paths, rows, there)
    )
    read = {name: _read_at(name, domain) for name in domain.known.specs()}
    if before.of == of:
        return before._replace(read=read)
    return Pages(
        of, page_digests.digests(domain, rows, builder), read, page_digests.carriers(domain.lookup)
    )


def _read_at(docname: str, domain: SpecDomain) -> int:
    """Return when the file that keeps a spec was written, in nanoseconds."""
    findings = domain.build.page_findings.get(docname)
    modified, _size = findings.stamp if findings else page_file.stamp(domain.kept_file(docname))
    return modified


def _addresses(app: Sphinx) -> str:
    """Return the options that determine where pages are on the web."""
    config = app.config
    suffixes = (config.html_link_suffix, config.html_file_suffix)
    return json.dumps((config.html_baseurl, *suffixes))


def _times(env: BuildEnvironment) -> str:
    """Return a digest of when every page was read."""
    return state.digest(sorted(env.all_docs.items()))


def _names(env: BuildEnvironment) -> str:
    """Return a digest of which pages there are, and of the names of specs and their items."""
    return state.digest((domains.of(env).build.state.names, sorted(env.found_docs)))


def _before(file: Path) -> dict[str, Any]:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _pages(data: Any) -> Pages:
    """Return what was kept of the pages; nothing if it has another form."""
    match data:
        case [str() as of, dict() as digests, dict() as read, dict() as carriers]:
            return Pages(of, digests, read, carriers)
    return Pages()


def _file(app: Sphinx) -> Path:
    out = state.digest([str(app.outdir)])
    return Path(app.doctreedir, f"spec-shown-{app.builder.name}-{out}.json")


def setup(app: Sphinx) -> None:
    """Compare in every build after everything is read, and keep what was written."""
    app.connect("env-updated", outdated)
    app.connect("build-finished", keep)
