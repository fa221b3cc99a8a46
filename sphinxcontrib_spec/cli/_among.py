"""What the rules find that look at all specs of a project together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_spec.findings import Finding

from ._kept import Said, edits_made, findings_in, findings_text
from ._pages import Pages
from ._sources import Found
from ._wanted import Wanted

if TYPE_CHECKING:
    from ._known import Known


def among_all(
    pages: Pages, found: Found, wanted: Wanted, known: Known | None, *, complete: bool, edits: bool
) -> list[Finding]:
    """What the rules of many specs find in all of these, sorted, and perhaps more than is wanted.

    There are no specs besides them if they are `complete`. With `edits`, those that are wanted
    say what their fixes would change.
    """
    goals = "SPEC712" in wanted.selection.codes
    digest = pages.digest + bytes([complete, goals])
    if known and (said := known.among_all(digest)):
        findings = findings_in(said.text, None if edits else wanted.selection.codes)
        numbers = _with_fixes(findings, pages, wanted) if edits else []
        if not numbers or said.edits == edits_made(numbers):
            return findings
    from sphinxcontrib_spec import rules

    if pages.are_few:
        entries = [*pages.entries()]
    else:
        from ._needed import needed

        entries = needed(pages.entries, goals=goals)
    findings = rules.check_project(entries, wanted.settings, complete=complete)
    made = ""
    if edits:
        from ._relinking import with_edits

        numbers = _with_fixes(findings, pages, wanted)
        edited = with_edits([findings[at] for at in numbers], found.places)
        for at, finding in zip(numbers, edited, strict=True):
            findings[at] = finding
        made = edits_made(numbers)
    if known:
        known.keep_among_all(Said(digest, made, findings_text(findings)))
    return findings


def _with_fixes(findings: list[Finding], pages: Pages, wanted: Wanted) -> list[int]:
    return [at for at in wanted.with_fixes(findings) if findings[at].path in pages.checked]
