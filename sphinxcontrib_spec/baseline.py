"""Baselines: findings that are known, and adopted so that only new ones are reported."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from .findings import Finding, Suppression

VERSION = 1


class BaselineError(ValueError):
    """A text that is no baseline, and why, in one line."""


class Known(NamedTuple):
    """A finding as a baseline knows it: its file, its rule and its fingerprint."""

    path: str
    code: str
    fingerprint: str


class Baseline(NamedTuple):
    """The findings that are known."""

    entries: frozenset[Known] = frozenset()

    def suppressed(self, findings: Iterable[Finding]) -> list[Finding]:
        """All findings of some rules in some files, the known ones suppressed.

        What a comment ignores is no part of it, and keeps its suppression.
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
        """The baseline with all entries of what is wrong now, and those that no longer match any.

        An entry is only given up if it `is_judged`: if its finding would be among these.
        """
        stale = frozenset(filter(is_judged, self.entries.difference(now)))
        return Baseline(self.entries.union(now) - stale), stale


def entries(findings: Sequence[Finding]) -> list[Known]:
    """All findings of some rules in some files, but for ignored ones, as a baseline knows them."""
    return [entry for _, entry in _known(findings)]


def read(text: str) -> Baseline:
    """The baseline that a JSON text is; a BaselineError says why it is none."""
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
    """The baseline as JSON: one line a finding, sorted, so that versions can be compared."""
    import json

    lines = [
        f"    {json.dumps(each._asdict(), ensure_ascii=False)}" for each in sorted(baseline.entries)
    ]
    findings = "[\n" + ",\n".join(lines) + "\n  ]" if lines else "[]"
    return f'{{\n  "version": {VERSION},\n  "findings": {findings}\n}}\n'


def _known(findings: Sequence[Finding]) -> list[tuple[Finding, Known]]:
    """The findings that no comment ignores, each as a baseline knows it."""
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
