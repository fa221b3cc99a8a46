"""Suppresses the findings that a comment ignores."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sphinxcontrib_spec.findings import PREFIX, Finding, Suppression, rank
from sphinxcontrib_spec.ignores import FILE
from sphinxcontrib_spec.notices import Ignore

from ._ranges import Ranges
from ._rule import Rule

#: The prefix of the codes of rules about comments, which a selector must have to select them.
_ABOUT_COMMENTS = f"{PREFIX}9"


def silenced(findings: Iterable[Finding], ignores: Sequence[Ignore]) -> list[Finding]:
    """Return the findings in order, each suppressed by the nearest comment that applies to it."""
    found = list(findings)
    if not ignores:
        return found
    known: dict[str, Ranges[Ignore]] = {}
    for at, finding in enumerate(found):
        if finding.code not in known:
            about = [each for each in ignores if _is_about(each, finding)]
            known[finding.code] = Ranges((*reach, each) for each in about for reach in each.ranges)
        over = known[finding.code].over(finding.path, finding.line, finding.end_line)
        if nearest := next(over, None):
            found[at] = replace(finding, suppression=Suppression("inSource", nearest.reason))
    return found


def silences(ignore: Ignore, selector: str, rule: Rule | Finding) -> bool:
    """Whether a comment's selector applies to a rule.

    Findings about comments can be suppressed only by `ignore-file`, and only if it names their
    rules: by code, by name or as `SPEC9`. Otherwise a comment could hide its own faults.
    """
    if rule.code.startswith(_ABOUT_COMMENTS):
        is_meant = selector.upper().startswith(_ABOUT_COMMENTS) or selector.lower() == rule.name
        return is_meant and ignore.verb == FILE and bool(rank(selector, rule))
    return bool(rank(selector, rule))


def _is_about(ignore: Ignore, finding: Finding) -> bool:
    if not ignore.selectors:
        return not finding.code.startswith(_ABOUT_COMMENTS)
    return any(silences(ignore, each, finding) for each in ignore.selectors)
