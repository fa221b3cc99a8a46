"""Reports the findings of the whole project, in every build in the same order."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sphinx.util import logging

from sphinxcontrib_spec import rules, schema
from sphinxcontrib_spec.links import PageEntry, Reference
from sphinxcontrib_spec.notices import Ignore
from sphinxcontrib_spec.report import shown
from sphinxcontrib_spec.rules import Finding, Lost
from sphinxcontrib_spec.source import Span

from . import domain as domains
from . import options, references, rule_links
from .directives import findings_table
from .environment import page_file
from .incremental import findings_file, state
from .incremental.findings_file import Located, PageFindings, ProjectFindings

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.domains import Domain
    from sphinx.environment import BuildEnvironment

    from .domain import SpecDomain

logger = logging.getLogger(__name__)


def report(_app: Sphinx, env: BuildEnvironment) -> None:
    """Log the findings: errors and warnings as warnings, the rest as information by default."""
    domain = domains.of(env)
    domain.build.state = state.of(domain)
    specs = [docname for docname in domain.known.specs() if domain.lookup.home(docname)]
    pages = findings_file.current(domain, specs)
    in_project = _among(domain, pages)
    findings_file.save(domain, pages, in_project)
    domain.build.page_findings, domain.build.in_project = pages, in_project
    own = (each for page in pages.values() for each in page.found)
    domain.build.found = tuple(sorted((*own, *in_project.found), key=Located.order))
    domain.build.reported = 0
    _log((each.finding for each in domain.build.found), env)
    for docname, page in domain.build.page_findings.items():
        if page.refusal:
            domain.build.reported += 1
            _log_refusal(page.refusal, docname, env)


def report_lost(lost: Sequence[Lost], env: BuildEnvironment) -> None:
    """Log what specs lose only in their exports, besides what is lost on every page."""
    domain = domains.of(env)
    found = [
        replace(finding, path=options.path_from_root(env, finding.path))
        for finding in rules.check_page(lost, _ignores(domain))
    ]
    _log(findings_file.wanted(found, domain.options), env)


def _ignores(domain: SpecDomain) -> list[Ignore]:
    """Return the ignore comments of all pages."""
    return [ignore for page in domain.pages.values() for ignore in page.ignores]


def _among(domain: SpecDomain, pages: Mapping[str, PageFindings]) -> ProjectFindings:
    """Return the findings besides those of single pages; the previous ones if nothing changed."""
    made_of = findings_file.made_of(domain, pages)
    if domain.build.in_project and domain.build.in_project.of == made_of:
        return domain.build.in_project
    domain.build.asks_others = False
    found = tuple(_found(domain, pages))
    return ProjectFindings("" if domain.build.asks_others else made_of, found)


def _found(domain: SpecDomain, pages: Container[str]) -> Iterator[Located]:
    """Yield these findings, with paths as the globs of the configuration see them."""
    beside: dict[str, list[Finding]] = {}
    ignores = _ignores(domain)
    for docname, findings in (*_misplaced(domain), *_unnamed(domain), *_not_included(domain)):
        beside.setdefault(docname, []).extend(rules.silenced(findings, ignores))
    for docname, findings in _among_pages(domain):
        beside.setdefault(docname, []).extend(findings)
    are_shown = bool(findings_table.of(domain))
    for docname, findings in beside.items():
        # Only a table of findings names the section or item of a finding.
        is_known = are_shown and docname in pages
        known = page_file.read(domain.kept_file(docname)).spots if is_known else ()
        yield from findings_file.located(docname, findings, known, domain)


def _misplaced(domain: SpecDomain) -> Iterator[tuple[str, list[Finding]]]:
    rule = rules.RULE["item-misplaced"]
    for docname, directives in domain.known.misplaced.items():
        for directive, path, line, is_read in directives:
            at = Span(path, line)
            problem = rules.misplaced if is_read else rules.unread
            yield docname, [rule.finding(problem(directive, at), at)]


def _unnamed(domain: SpecDomain) -> Iterator[tuple[str, list[Finding]]]:
    rule = rules.RULE["reference-unknown"]
    for docname in rule_links.names(domain):
        top = Span(domain.path(docname), 1)
        problems = rule_links.unknown(domain, docname)
        yield docname, [rule.finding(problem, top) for problem in problems]


def _among_pages(domain: SpecDomain) -> Iterator[tuple[str, list[Finding]]]:
    """Yield what is found in the whole project, each finding with the document of its file."""
    pages = list(_asked(domain))
    named = domain.lookup.pages.items()
    homes = {each.path: docname for docname, page in named for each in page.references}
    homes |= {page.path: docname for docname, page in named}
    settings, index = domain.options.settings, domain.lookup.index
    for finding in rules.check_project(pages, settings, index=index):
        yield homes.get(finding.path, domain.env.config.root_doc), [finding]


def _not_included(domain: SpecDomain) -> Iterator[tuple[str, list[Finding]]]:
    for docname, included in domain.known.includes.items():
        other = domain.lookup.doubles.get(docname)
        found: list[rules.NotIncluded] = []
        for name, path, line, why, help_ in included:
            at = Span(path, line)
            if why:
                found.append(rules.NotIncluded(at, name, why, help_))
            elif other and name == domain.pages[docname].path:
                already = f'is already the spec of "{domain.path(other)}"'
                way_out = "use :no-index: here, or show it on one page only"
                found.append(rules.NotIncluded(at, name, already, way_out))
        yield docname, rules.check_includes(found)


def _asked(domain: SpecDomain) -> Iterator[PageEntry]:
    """Yield every page with those references that we have to judge."""
    lookup = domain.lookup
    for docname, page in lookup.pages.items():
        judged = tuple(
            lookup.localized(reference, docname)
            for reference in page.references
            if _is_judged(reference, docname, domain)
        )
        yield page._replace(references=judged)


def _is_judged(reference: Reference, docname: str, domain: SpecDomain) -> bool:
    """Return whether a reference has to lead to a spec or item, not to an ordinary heading.

    References in a file that is the spec of another page are judged on that page.
    """
    if domain.lookup.belongs_to(reference.path, docname) != docname:
        return False
    if domain.lookup.resolve(reference, docname).targets:
        return True
    if reference.role == "link":
        file = domain.lookup.localized(reference, docname).target.partition("#")[0]
        return not file or posixpath.basename(file).startswith(schema.FILE_PREFIX)
    domain.build.asks_others = True
    return not references.is_found_elsewhere(reference, docname, domain.env)


def _log(found: Iterable[Finding], env: BuildEnvironment) -> None:
    domain, root = domains.of(env), options.root(env)
    show_info = domain.options.show_info
    for finding in found:
        domain.build.reported += 1
        message = f"{finding.code}: {finding.message}"
        if finding.help:
            message = f"{message} (help: {finding.help})"
        place = f"{os.path.normpath(root / finding.path)}:{finding.line}"
        if finding.column:
            place = f"{place}:{finding.column}"
        if finding.severity == "info" and not show_info:
            logger.info("%s [spec.%s]", shown(message), finding.name, location=place)
        else:
            _warn(shown(message), finding.name, place, env)


def _log_refusal(refusal: page_file.Refusal, docname: str, env: BuildEnvironment) -> None:
    place = f"{domains.of(env).source(docname)}:{refusal.line}:{refusal.column}"
    _warn(f"exported as it is: {refusal.reason}", "not-formatted", place, env)


def _warn(message: str, name: str, place: str, env: BuildEnvironment) -> None:
    """Log a warning with its name, which Sphinx itself adds only if it is configured to."""
    end = "" if env.config.show_warning_types else f" [spec.{name}]"
    logger.warning("%s%s", message, end, location=place, type="spec", subtype=name)


def is_reported(_app: Sphinx, domain: Domain | None, _node: nodes.Element) -> bool | None:
    """Keep Sphinx from warning (only once) about references that every build reports here."""
    return isinstance(domain, domains.SpecDomain) or None


def setup(app: Sphinx) -> None:
    """Report in every build, after everything is read."""
    app.connect("env-updated", report)
    app.connect("warn-missing-reference", is_reported)
