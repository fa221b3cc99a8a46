"""Baselines: known findings that were accepted, so that only new ones are reported."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from .findings import Finding, Suppression

VERSION = 1


class BaselineError(ValueError):
    """A text is not a valid baseline; the message is one line that says why."""


class Known(NamedTuple):
    """A finding as a baseline stores it: its file, its rule and its fingerprint."""

    path: str
    code: str
    fingerprint: str


class Baseline(NamedTuple):
    """The set of known findings."""

    entries: frozenset[Known] = frozenset()

    def suppressed(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return all the given findings, with the known ones marked as suppressed.

        Findings that a comment ignores are not part of the baseline and keep their own suppression.
        """
        found = list(findings)
        known = {id(each) for each, entry in _known(found) if entry in self.entries}
        return [
            replace(each, suppression=Suppression("external")) if id(each) in known else each
            for each in found
        ]

    def updated(
        self, now: Collection[Known], is_judged: Callable[[Known], bool]
    ) -> tuple[Baseline, frozenset[Known]]:
        """Return the baseline with all entries of `now` added, and the stale entries it dropped.

        An entry that no longer matches a finding is dropped only if it `is_judged`: if this run
        would have reported its finding.
        """
        stale = frozenset(filter(is_judged, self.entries.difference(now)))
        return Baseline(self.entries.union(now) - stale), stale


def entries(findings: Sequence[Finding]) -> list[Known]:
    """Return the baseline entries of these findings, leaving out those that a comment ignores."""
    return [entry for _, entry in _known(findings)]


def read(text: str) -> Baseline:
    """Parse a baseline from JSON; raises `BaselineError` if the text is not one."""
    import json

    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BaselineError(f"not JSON: {error}") from None
    if not isinstance(data, dict) or "version" not in data:
        raise BaselineError('not a baseline: expected an object with "version" and "findings"')
    version = data["version"]
    if version != VERSION or isinstance(version, bool):
        raise BaselineError(f"cannot read version {json.dumps(version)[:40]} of baselines")
    findings = data.get("findings")
    if not isinstance(findings, list):
        raise BaselineError('"findings" must be an array')
    return Baseline(frozenset(_entry(at, each) for at, each in enumerate(findings)))


def written(baseline: Baseline) -> str:
    """Serialize the baseline as JSON, one finding per line and sorted, for readable diffs."""
    import json

    lines = [
        f"    {json.dumps(each._asdict(), ensure_ascii=False)}" for each in sorted(baseline.entries)
    ]
    findings = "[\n" + ",\n".join(lines) + "\n  ]" if lines else "[]"
    return f'{{\n  "version": {VERSION},\n  "findings": {findings}\n}}\n'


def _known(findings: Sequence[Finding]) -> list[tuple[Finding, Known]]:
    """Pair each finding that no comment ignores with its baseline entry."""
    from .fingerprints import fingerprints

    own = [each for each in findings if not _is_ignored(each)]
    return [
        (each, Known(each.path, each.code, fingerprint))
        for each, fingerprint in zip(own, fingerprints(own), strict=True)
    ]


def _is_ignored(finding: Finding) -> bool:
    return finding.suppression is not None and finding.suppression.kind == "inSource"


def _entry(at: int, data: Any) -> Known:
    found = [data.get(key) for key in Known._fields] if isinstance(data, dict) else [None]
    words = [value for value in found if isinstance(value, str)]
    if len(words) < len(found):
        keys = ", ".join(f'"{key}"' for key in Known._fields)
        raise BaselineError(f"findings[{at}] must be an object with the strings {keys}")
    return Known(*words)
