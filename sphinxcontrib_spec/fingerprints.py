"""Fingerprints that identify a finding even when the lines around it move."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .patterns import pattern

if TYPE_CHECKING:
    from .findings import Finding

_LENGTH = 16
_QUOTED = pattern(r'"([^"]*)"')


def fingerprints(findings: Sequence[Finding]) -> list[str]:
    """Return the fingerprint of each finding, in the same order: `<hash>:<count>`.

    The hash covers the rule's code, the text at fault and what the message quotes, or the whole
    message if there is neither. The count, from 1, distinguishes findings of one file with the same
    hash, in the order of their position. So a finding keeps its fingerprint when its lines move,
    its file is renamed, or the message of its rule is reworded; a finding about different words
    gets a different one. No two findings of one file share a fingerprint.
    """
    found = [""] * len(findings)
    seen: Counter[tuple[str, str]] = Counter()
    for index in sorted(range(len(findings)), key=lambda index: findings[index].order()):
        finding = findings[index]
        words = [finding.text, *_QUOTED.findall(finding.message)]
        known_by = "\0".join([finding.code, *(words if any(words) else [finding.message])])
        digest = hashlib.sha256(known_by.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]
        seen[finding.path, digest] += 1
        found[index] = f"{digest}:{seen[finding.path, digest]}"
    return found
