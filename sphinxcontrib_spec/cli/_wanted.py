"""Choose the findings to report, by configuration, command line and baseline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinxcontrib_spec import baseline, config, files
from sphinxcontrib_spec.baseline import Baseline
from sphinxcontrib_spec.config import Config
from sphinxcontrib_spec.findings import OVERDUE, Finding, rank
from sphinxcontrib_spec.selection import Selection

from ._terminal import note, stop

if TYPE_CHECKING:
    from sphinxcontrib_spec.findings import KnownRule
    from sphinxcontrib_spec.rules import Settings


_NOTHING_KNOWN = Baseline()


class Wanted:
    """Which findings a project wants, and which ones it knows already."""

    def __init__(
        self,
        config: Config,
        known: Baseline = _NOTHING_KNOWN,
        rules: Mapping[str, KnownRule] | None = None,
    ) -> None:
        """Initialise; `rules` are all rules by code, if available without importing them."""
        self.config = config
        self.known = known
        self._rules = rules

    def __reduce__(self) -> tuple[Any, ...]:
        return Wanted, (self.config, self.known)

    def with_known(self, known: Baseline) -> Wanted:
        """Return the same choice with another baseline."""
        return Wanted(self.config, known, self._rules)

    @property
    def settings(self) -> Settings:
        """The settings that rules need."""
        return self.config.settings

    @cached_property
    def selection(self) -> Selection:
        """The selection of findings, regardless of the baseline."""
        return Selection(self.config, self._rules)

    def chosen(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the wanted findings, with those in the baseline suppressed."""
        selected = self.selection.of(findings)
        return self.known.suppressed(selected) if self.known.entries else selected

    def rule(self, code: str) -> KnownRule | None:
        """Return the rule with this code, if there is one."""
        if self._rules is not None:
            return self._rules.get(code)
        from sphinxcontrib_spec.rules import RULE

        return RULE.get(code)

    def with_fixes(self, findings: Sequence[Finding]) -> list[int]:
        """Return the numbers of those findings that are wanted and have a fix."""
        wants = self.selection.wants
        return [at for at, finding in enumerate(findings) if finding.fix and wants(finding)]


def with_rules(
    base: Config,
    select: Sequence[str],
    ignore: Sequence[str],
    rules: Mapping[str, KnownRule] | None = None,
) -> Config:
    """Add the rules selected and ignored on the command line to the configuration.

    Each word may name several rules, separated by commas. Selected rules replace the configured
    ones, ignored rules are added to these. Exit if there is no such rule. `rules` are all rules, if
    available without importing them.
    """
    asked = {"--select": _split_at_commas(select), "--ignore": _split_at_commas(ignore)}
    for option, words in asked.items():
        for word in words:
            try:
                codes = _codes(word, rules)
            except config.ConfigError as error:
                raise stop(f"{option}: {error}") from error
            if option == "--select" and codes == [OVERDUE] and not base.today:
                note(f"{option}: {word} finds nothing without --today")
    chosen = tuple(asked["--select"]) or base.select
    return replace(base, select=chosen, ignore=(*base.ignore, *asked["--ignore"]))


def with_today(base: Config, today: str) -> Config:
    """Add the date given on the command line, if any, to the configuration.

    Exit if it is not a date.
    """
    try:
        return config.configured({"today": today}, base) if today else base
    except config.ConfigError as error:
        raise stop(f"--{error}") from error


def read_baseline(path: Path, *, may_be_new: bool) -> Baseline:
    """Read a baseline; exit if it is invalid, or if it is missing although it must exist."""
    if may_be_new and not path.exists():
        return Baseline()
    text = files.read(path, str(path), largest=None)
    if isinstance(text, files.Unreadable):
        hint = "" if path.exists() else "; --write-baseline creates it"
        raise stop(f"{text}{hint}")
    try:
        return baseline.read(text)
    except baseline.BaselineError as error:
        raise stop(f"{path}: {error}") from error


def _codes(word: str, rules: Mapping[str, KnownRule] | None) -> list[str]:
    """Return the codes of the rules that a word denotes; there is at least one."""
    known = [code for code, rule in rules.items() if rank(word, rule)] if rules else []
    return known or [rule.code for rule in config.find_rules(word)]


def _split_at_commas(given: Sequence[str]) -> list[str]:
    return [word.strip() for words in given for word in words.split(",")]
