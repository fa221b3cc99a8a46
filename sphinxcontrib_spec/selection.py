"""Selects from all findings those that a configuration wants reported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from .config import Config, matches
from .findings import OVERDUE, UNUSED, Finding, Severity, meant, rank

if TYPE_CHECKING:
    from .findings import KnownRule, Scope


def selected(findings: Iterable[Finding], config: Config) -> list[Finding]:
    """The findings that the configuration selects, sorted, each with its configured severity."""
    return _selection(config).of(sorted(findings))


@lru_cache(maxsize=1)
def _selection(config: Config) -> Selection:
    """Return the selection for a configuration, created once for all pages of a build."""
    return Selection(config)


class Selection:
    """Which findings a configuration wants reported.

    Without `select`, these are the findings of all rules that are on by default; with it, only
    those of the rules that it names. A rule that is off by default must be named by its full code
    or name, as a code prefix does not select it; the rule for overdue questions is on if a date is
    configured. Ignored rules stay ignored even if they are selected. That a comment ignores nothing
    is reported only for rules that are wanted where the comment stands.
    """

    def __init__(self, config: Config, rules: Mapping[str, KnownRule] | None = None) -> None:
        """Create the selection; pass all `rules` by code to avoid loading the rule modules."""
        if rules is None:
            from .rules import RULES

            rules = {rule.code: rule for rule in RULES}
        self._config = config
        self._rules = rules
        self._severities = {
            code: severity for code, rule in rules.items() if (severity := _severity(rule, config))
        }
        #: The codes of the rules that are wanted in at least some file.
        self.codes = frozenset(
            code
            for code, rule in rules.items()
            if _is_on(rule, config) and not _means(config.ignore, rule)
        )
        self._here: tuple[str, frozenset[str]] = ("", frozenset())

    def of(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the wanted findings, in order, each with its configured severity."""
        wanted = [finding for finding in findings if self.wants(finding)]
        return [*map(self._ranked, wanted)] if self._severities else wanted

    def wants(self, finding: Finding) -> bool:
        """Whether the configuration wants a finding reported."""
        codes = self._codes_in(finding.path)
        if finding.code not in codes:
            return False
        about = meant(finding.text, self._rules.values()) if finding.code == UNUSED else ()
        return all(rule.code in codes for rule in about)

    def unselected(self, scope: Scope) -> tuple[str, ...]:
        """Return the codes of this scope's rules that are off by default and wanted in no file."""
        return tuple(
            code
            for code, rule in self._rules.items()
            if rule.off and rule.scope == scope and code not in self.codes
        )

    def _ranked(self, finding: Finding) -> Finding:
        severity = self._severities.get(finding.code, finding.severity)
        return finding if severity == finding.severity else replace(finding, severity=severity)

    def _codes_in(self, path: str) -> frozenset[str]:
        """The codes of the rules that are wanted in a file."""
        if not self._config.per_file_ignores:
            return self.codes
        if self._here[0] != path:
            names = [
                name
                for glob, ignored in self._config.per_file_ignores
                if matches(path, glob)
                for name in ignored
            ]
            codes = (code for code in self.codes if not _means(names, self._rules[code]))
            self._here = path, frozenset(codes)
        return self._here[1]


def _means(names: Iterable[str], rule: KnownRule) -> bool:
    return any(rank(name, rule) for name in names)


def _severity(rule: KnownRule, config: Config) -> Severity | None:
    """The configured severity of a rule, if any."""
    ranked = ((rank(name, rule), severity) for name, severity in config.severity)
    best = max(ranked, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] else None


def is_wanted(rule: KnownRule, path: str, config: Config) -> bool:
    """Whether the configuration wants the findings of a rule in a file."""
    return _is_on(rule, config) and not _is_ignored(rule, path, config)


def _is_on(rule: KnownRule, config: Config) -> bool:
    ranks = [rank(selector, rule) for selector in config.select]
    if rule.off and not (config.today and rule.code == OVERDUE):
        return len(rule.code) in ranks
    return any(ranks) or not ranks


def _is_ignored(rule: KnownRule, path: str, config: Config) -> bool:
    here = (names for glob, names in config.per_file_ignores if matches(path, glob))
    return any(rank(name, rule) for names in (config.ignore, *here) for name in names)
