"""Findings of the rules that look at all specs of a project together (project rules)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from sphinxcontrib_spec.findings import Finding
from sphinxcontrib_spec.memory import uncollected

from ._checked_page import edits_made
from ._findings_spool import FindingsSpool
from ._pages import Pages
from ._sources import Found
from ._wanted import Wanted

if TYPE_CHECKING:
    from ._known import Known


def project_findings(
    pages: Pages, found: Found, wanted: Wanted, known: Known | None, *, complete: bool, edits: bool
) -> FindingsSpool:
    """Return the sorted findings of project rules in these pages, perhaps more than are wanted.

    They are `complete` if there are no other specs. With `edits`, the fixes of wanted findings
    include their edits.
    """
    # Most specs have many findings of a rule that is off, so they are not even looked for.
    unwanted = wanted.selection.unselected("project")
    digest = pages.digest + bytes([complete]) + " ".join(unwanted).encode()
    if known and (cached := known.project_findings(digest)):
        findings, made = cached
        numbers = [*_with_fixes(findings, pages, wanted)] if edits else []
        if not numbers or made == edits_made(numbers):
            return findings
    find = _in_few if pages.are_few else _in_many
    new = find(pages, wanted, complete, unwanted)
    findings = FindingsSpool(_edited(new, pages, found, wanted) if edits else new)
    if known:
        made = edits_made(_with_fixes(findings, pages, wanted)) if edits else ""
        known.keep_project_findings(digest, findings, made)
    return findings


@uncollected
def _in_few(
    pages: Pages, wanted: Wanted, complete: bool, unwanted: Container[str]
) -> Iterable[Finding]:
    from sphinxcontrib_spec import rules

    entries = [*pages.entries()]
    return rules.check_project(entries, wanted.settings, complete, unwanted=unwanted)


def _in_many(
    pages: Pages, wanted: Wanted, complete: bool, unwanted: Container[str]
) -> Iterable[Finding]:
    from sphinxcontrib_spec import rules

    return rules.check_many(pages.entries(), wanted.settings, complete, unwanted=unwanted)


def _with_fixes(findings: Iterable[Finding], pages: Pages, wanted: Wanted) -> Iterator[int]:
    """Yield the numbers of findings whose fixes are to include edits for a report."""
    for at, finding in enumerate(findings):
        if _is_edited(finding, pages, wanted):
            yield at


def _edited(
    findings: Iterable[Finding], pages: Pages, found: Found, wanted: Wanted
) -> Iterator[Finding]:
    from ._relinking import with_edits

    for path, group in groupby(findings, key=lambda finding: finding.path):
        here = [*group]
        numbers = [at for at, one in enumerate(here) if _is_edited(one, pages, wanted)]
        place = found.place(path) if numbers else None
        edited = with_edits([here[at] for at in numbers], place)
        for at, finding in zip(numbers, edited, strict=True):
            here[at] = finding
        yield from here


def _is_edited(finding: Finding, pages: Pages, wanted: Wanted) -> bool:
    return bool(finding.fix) and wanted.selection.wants(finding) and pages.is_checked(finding.path)
