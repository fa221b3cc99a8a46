"""What the rules find in the whole project, said again on every build in the same order."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri
from sphinx.util import logging

from sphinxcontrib_spec import config as core
from sphinxcontrib_spec import rules, schema
from sphinxcontrib_spec.links import PageEntry, Reference
from sphinxcontrib_spec.rules import Finding, Lost, NotIncluded
from sphinxcontrib_spec.source import Span

from . import domain as domains
from . import kept, options

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .domain import SpecDomain

logger = logging.getLogger(__name__)

_MISPLACED = rules.RULE["item-misplaced"]


def report(_app: Sphinx, env: BuildEnvironment) -> None:
    """Log what was found: errors and warnings as warnings, the rest as information."""
    domain = domains.of(env)
    config = domain.options
    specs = [docname for docname in domain.specs() if domain.lookup.home(docname)]
    pages = {docname: kept.read(domain.kept_file(docname)) for docname in specs}
    found = [
        *(finding for page in pages.values() for finding in page.findings),
        *_misplaced(domain),
        *rules.check_includes([*_not_included(domain)]),
        *rules.check_project(list(_asked(domain)), config.settings),
    ]
    domain.reported = 0
    _report(found, env)
    for docname, page in pages.items():
        if page.refusal:
            domain.reported += 1
            _log_refusal(page.refusal, docname, env)


def report_lost(lost: Sequence[Lost], env: BuildEnvironment) -> None:
    """Log what specs lose when they are exported, beyond what is lost on every page."""
    _report(rules.check_page(lost), env)


def _report(found: Iterable[Finding], env: BuildEnvironment) -> None:
    domain = domains.of(env)
    for finding in core.selected((_from_root(finding, env) for finding in found), domain.options):
        domain.reported += 1
        _log(finding, env, domain.options.show_info)


def _misplaced(domain: SpecDomain) -> Iterator[Finding]:
    for directives in domain.misplaced.values():
        for directive, path, line, is_read in directives:
            at = Span(path, line)
            problem = rules.misplaced if is_read else rules.unread
            yield _MISPLACED.finding(problem(directive, at), at)


def _not_included(domain: SpecDomain) -> Iterator[NotIncluded]:
    for docname, found in domain.includes.items():
        other = domain.lookup.doubles.get(docname)
        for name, path, line, why, help_ in found:
            at = Span(path, line)
            if why:
                yield NotIncluded(at, name, why, help_)
            elif other and name == domain.pages[docname].path:
                already = f'is the spec of "{domain.path(other)}" already'
                yield NotIncluded(at, name, already, "say :no-index: here, or show it on one page")


def _asked(domain: SpecDomain) -> Iterator[PageEntry]:
    """Every page with the references that are ours to judge."""
    lookup = domain.lookup
    for docname, page in lookup.pages.items():
        references = tuple(
            lookup.localized(reference, docname)
            for reference in page.references
            if _is_judged(reference, docname, domain)
        )
        yield page._replace(references=references)


def _is_judged(reference: Reference, docname: str, domain: SpecDomain) -> bool:
    """Whether a reference must lead to something of ours: none to an ordinary page's heading."""
    if domain.lookup.resolve(reference, docname).targets:
        return True
    if reference.role == "link":
        file = domain.lookup.localized(reference, docname).target.partition("#")[0]
        return not file or posixpath.basename(file).startswith(schema.FILE_PREFIX)
    return not _is_found_elsewhere(reference, docname, domain.env)


def _is_found_elsewhere(reference: Reference, docname: str, env: BuildEnvironment) -> bool:
    """Whether another extension knows the target, as intersphinx knows other projects' items."""
    content = nodes.inline()
    node = addnodes.pending_xref(
        "",
        content,
        refdomain=domains.SpecDomain.name,
        reftype=reference.role,
        reftarget=reference.target,
        refexplicit=True,
        refdoc=docname,
    )
    try:
        found = env.events.emit_firstresult(
            "missing-reference", env, node, content, allowed_exceptions=(NoUri,)
        )
    except NoUri:
        return True
    return found is not None


def _from_root(finding: Finding, env: BuildEnvironment) -> Finding:
    """The finding with its path as the globs of the configuration see it."""
    return replace(finding, path=options.path_from_root(env, finding.path))


def _log(finding: Finding, env: BuildEnvironment, show_info: bool) -> None:
    message = f"{finding.code}: {finding.message}"
    if finding.help:
        message = f"{message} (help: {finding.help})"
    path = os.path.normpath(options.root(env) / finding.path)
    place = f"{path}:{finding.line}" + (f":{finding.column}" if finding.column else "")
    if finding.severity == "info" and not show_info:
        logger.info("%s [spec.%s]", message, finding.name, location=place)
    else:
        logger.warning("%s", message, location=place, type="spec", subtype=finding.name)


def _log_refusal(refusal: kept.Refusal, docname: str, env: BuildEnvironment) -> None:
    logger.warning(
        "exported as it is: %s",
        refusal.reason,
        location=f"{domains.of(env).source(docname)}:{refusal.line}:{refusal.column}",
        type="spec",
        subtype="not-formatted",
    )


def setup(app: Sphinx) -> None:
    """Report in every build, after everything is read."""
    app.connect("env-updated", report)
