"""Findings waiting to be reported, only some of which are in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sphinxcontrib_spec.findings import Finding

from ._checked_page import findings_in, findings_text
from ._spool import Spool

#: The number of findings that are stored together.
_TOGETHER = 500

#: The maximum number of findings in memory.
_MOST_FINDINGS = 10 * _TOGETHER


class FindingsSpool:
    """Findings in order, which can be iterated any number of times."""

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        """Start with these findings."""
        self._last: list[Finding] = []
        self._spool = Spool()
        for finding in findings:
            self.add(finding)

    def add_piece(self, piece: str) -> None:
        """Append a JSON text of findings to those that are stored as JSON already."""
        self._spool.add(piece.encode())

    def pieces(self) -> Iterator[str]:
        """Yield JSON texts with some findings each, in order; the steps of fixes are left out."""
        for piece in self._spool:
            yield piece.decode()
        for start in range(0, len(self._last), _TOGETHER):
            yield findings_text(self._last[start : start + _TOGETHER])

    def add(self, finding: Finding) -> None:
        """Append a finding."""
        self._last.append(finding)
        if len(self._last) == _MOST_FINDINGS:
            for start in range(0, len(self._last), _TOGETHER):
                self._spool.add(findings_text(self._last[start : start + _TOGETHER]).encode())
            self._last.clear()

    def __iter__(self) -> Iterator[Finding]:
        """Yield all findings in order."""
        for piece in self._spool:
            yield from findings_in(piece.decode())
        yield from self._last
