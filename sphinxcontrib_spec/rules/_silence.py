"""Which findings a comment keeps from being told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sphinxcontrib_spec.ignores import FILE
from sphinxcontrib_spec.notices import Ignore

from ._rule import PREFIX, Finding, Rule, Suppression, rank

#: What the codes of the rules about comments begin with, and what a selector must, to mean them.
_ABOUT_COMMENTS = f"{PREFIX}9"


def silenced(findings: Iterable[Finding], ignores: Sequence[Ignore]) -> list[Finding]:
    """The findings in their order, each suppressed by the first comment that is about it."""
    return [_silenced(finding, ignores) for finding in findings]


def silences(ignore: Ignore, selector: str, rule: Rule | Finding) -> bool:
    """Whether a comment's selector means a rule.

    Findings about comments are kept from being told by `ignore-file` alone, if it names their
    rules: by code, by name or as `SPEC9`. Or else a comment could hide what is wrong with it.
    """
    if rule.code.startswith(_ABOUT_COMMENTS):
        is_meant = selector.upper().startswith(_ABOUT_COMMENTS) or selector.lower() == rule.name
        return is_meant and ignore.verb == FILE and bool(rank(selector, rule))
    return bool(rank(selector, rule))


def _silenced(finding: Finding, ignores: Sequence[Ignore]) -> Finding:
    for ignore in ignores:
        blanket = not ignore.selectors and not finding.code.startswith(_ABOUT_COMMENTS)
        if (
            blanket or any(silences(ignore, each, finding) for each in ignore.selectors)
        ) and ignore.covers(finding.path, finding.line, finding.end_line):
            return replace(finding, suppression=Suppression("inSource", ignore.reason))
    return finding
