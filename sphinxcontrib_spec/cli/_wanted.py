"""Which findings are to be told: what is configured, what is asked for, and what is known."""

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
    """What a project wants to know of its specs, and what it knows already."""

    def __init__(
        self,
        config: Config,
        known: Baseline = _NOTHING_KNOWN,
        rules: Mapping[str, KnownRule] | None = None,
    ) -> None:
        """Begin with both; `rules` are all by their codes, if they need not be loaded."""
        self.config = config
        self.known = known
        self._rules = rules

    def __reduce__(self) -> tuple[Any, ...]:
        return Wanted, (self.config, self.known)

    def with_known(self, known: Baseline) -> Wanted:
        """The same, where this is known."""
        return Wanted(self.config, known, self._rules)

    @property
    def settings(self) -> Settings:
        """What the rules need to know of it."""
        return self.config.settings

    @cached_property
    def selection(self) -> Selection:
        """What is wanted of findings, whether it is known or not."""
        return Selection(self.config, self._rules)

    def chosen(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that are wanted, those that are known suppressed."""
        selected = self.selection.of(findings)
        return self.known.suppressed(selected) if self.known.entries else selected

    def rule(self, code: str) -> KnownRule | None:
        """The rule with this code, if there is one."""
        if self._rules is not None:
            return self._rules.get(code)
        from sphinxcontrib_spec.rules import RULE

        return RULE.get(code)

    def with_fixes(self, findings: Sequence[Finding]) -> list[int]:
        """Which of the findings are wanted and have a fix, by their numbers in order."""
        wants = self.selection.wants
        return [at for at, finding in enumerate(findings) if finding.fix and wants(finding)]


def with_rules(
    base: Config,
    select: Sequence[str],
    ignore: Sequence[str],
    rules: Mapping[str, KnownRule] | None = None,
) -> Config:
    """The configuration with the rules of a command line, each word naming some with commas.

    Those to be selected stand for the configured ones, those to be ignored are added to them.
    The command ends if there is no such rule. `rules` are all, if they need not be loaded.
    """
    asked = {"--select": _words(select), "--ignore": _words(ignore)}
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
    """The configuration with the day of a command line, if one is given.

    The command ends if it is none.
    """
    try:
        return config.configured({"today": today}, base) if today else base
    except config.ConfigError as error:
        raise stop(f"--{error}") from error


def read_baseline(path: Path, *, may_be_new: bool) -> Baseline:
    """What a file knows; the command ends if it is no baseline, or is not there and must be."""
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
    """The codes of the rules that a word means, of which there is at least one."""
    known = [code for code, rule in rules.items() if rank(word, rule)] if rules else []
    return known or [rule.code for rule in config.find_rules(word)]


def _words(given: Sequence[str]) -> list[str]:
    return [word.strip() for words in given for word in words.split(",")]
