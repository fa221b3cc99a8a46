"""Keeps the findings of the last build in one file, so that no page is read for nothing.

A page's own findings are the same until it is read again or the options change. The findings among
all pages are the same until what one of them provides to the others changes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinxcontrib_spec import __version__
from sphinxcontrib_spec.config import Config
from sphinxcontrib_spec.rules import Finding
from sphinxcontrib_spec.selection import selected

from .. import options, output, rule_links
from ..directives import findings_table
from ..environment import page_file, spots
from ..environment.spots import Spot
from . import state

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from ..domain import SpecDomain

_FILE = "spec-findings.json"


class Located(NamedTuple):
    """A finding, the document that it belongs to, and what its line belongs to there."""

    docname: str
    finding: Finding
    spot: Spot

    def order(self) -> tuple[Any, ...]:
        """Return the key by which findings are sorted in reports."""
        return self.finding.order(), self.docname


class PageFindings(NamedTuple):
    """The findings of a page; `stamp` is that of the file which keeps the page."""

    stamp: tuple[int, int]
    found: tuple[Located, ...]
    refusal: page_file.Refusal | None


class ProjectFindings(NamedTuple):
    """The other findings; `of` is a digest of what they depend on, or empty if there is none."""

    of: str = ""
    found: tuple[Located, ...] = ()


def load(env: BuildEnvironment) -> tuple[dict[str, PageFindings], ProjectFindings]:
    """Return the findings that were kept last; nothing if that was with other options."""
    try:
        data = json.loads(_file(env).read_text(encoding="utf-8"))
        if data["options"] != _options(env):
            return {}, ProjectFindings()
        pages = {name: _page_findings(name, *page) for name, page in data["pages"].items()}
        of, found = data["among"]
        return pages, ProjectFindings(of, tuple(_found(name, each) for name, each in found))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}, ProjectFindings()


def save(
    domain: SpecDomain, pages: Mapping[str, PageFindings], in_project: ProjectFindings
) -> None:
    """Keep the findings, if they differ from the previous ones."""
    if (pages, in_project) != (domain.build.page_findings, domain.build.in_project):
        data = {
            "options": _options(domain.env),
            "pages": {name: _as_data(told) for name, told in pages.items()},
            "among": (
                in_project.of,
                [(each.docname, _found_as_data(each)) for each in in_project.found],
            ),
        }
        output.write(_file(domain.env), json.dumps(data, ensure_ascii=False).encode())


def current(domain: SpecDomain, specs: Iterable[str]) -> dict[str, PageFindings]:
    """Return the findings of these specs, reading only the pages for which none are known."""
    known = domain.build.page_findings
    return {docname: known.get(docname) or _of(docname, domain) for docname in specs}


def _of(docname: str, domain: SpecDomain) -> PageFindings:
    file = domain.kept_file(docname)
    stamp = page_file.stamp(file)
    page = page_file.read(file)
    return PageFindings(stamp, located(docname, page.findings, page.spots, domain), page.refusal)


def made_of(domain: SpecDomain, pages: Mapping[str, PageFindings]) -> str:
    """Return a digest of everything that the findings among pages depend on."""
    env = domain.env
    paths = [domain.path(name) for name in (*domain.known.includes, *rule_links.names(domain))]
    # Only a table of findings names the section or item of a finding, which is kept by page.
    places = [told.stamp for told in pages.values()] if findings_table.of(domain) else []
    return state.digest((domain.build.state.all, _options(env), env.config.root_doc, paths, places))


def located(
    docname: str, findings: Iterable[Finding], known: Iterable[Spot], domain: SpecDomain
) -> tuple[Located, ...]:
    """Return the findings that the project wants to see, each with what its line belongs to.

    Their paths are as the globs of the configuration see them.
    """
    from_root = cache(partial(options.path_from_root, domain.env))
    rooted = (replace(each, path=from_root(each.path)) for each in findings)
    shown = wanted(rooted, domain.options)
    places = sorted(spot._replace(path=from_root(spot.path)) for spot in known) if shown else []
    return tuple(Located(docname, each, spots.at(places, each.path, each.line)) for each in shown)


def wanted(found: Iterable[Finding], config: Config) -> list[Finding]:
    """Return the findings that the project wants to see."""
    return [each for each in selected(found, config) if each.suppression is None]


def _as_data(page: PageFindings) -> list[Any]:
    return [page.stamp, [*map(_found_as_data, page.found)], page.refusal]


def _found_as_data(found: Located) -> Any:
    return page_file.as_data(found.finding), found.spot


def _page_findings(
    docname: str, stamp: list[int], found: list[Any], refusal: list[Any] | None
) -> PageFindings:
    modified, size = stamp
    return PageFindings(
        (modified, size),
        tuple(_found(docname, each) for each in found),
        page_file.Refusal(*refusal) if refusal else None,
    )


def _found(docname: str, data: Any) -> Located:
    finding, spot = data
    return Located(docname, page_file.from_data(*finding), Spot(*spot))


def _options(env: BuildEnvironment) -> str:
    config: Config = options.of(env.config)
    return f"{__version__} {config} {options.path_from_root(env, os.curdir)}"


def _file(env: BuildEnvironment) -> Path:
    return Path(env.doctreedir, _FILE)
