"""Findings that wait to be reported: no more than some of them are in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sphinxcontrib_spec.findings import Finding

from ._checked_page import findings_in, findings_text
from ._spool import Spool

#: So many findings are put away together.
_TOGETHER = 500

#: So many findings are in memory as they are.
_MOST_FINDINGS = 10 * _TOGETHER


class FindingsSpool:
    """Findings in order, which can be gone through any number of times."""

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        """Begin with some."""
        self._last: list[Finding] = []
        self._spool = Spool()
        for finding in findings:
            self.add(finding)

    def add_piece(self, piece: str) -> None:
        """Put some that are in words behind others that are."""
        self._spool.add(piece.encode())

    def pieces(self) -> Iterator[str]:
        """All findings in words, some in each piece, in order; the steps of fixes are left out."""
        for piece in self._spool:
            yield piece.decode()
        for start in range(0, len(self._last), _TOGETHER):
            yield findings_text(self._last[start : start + _TOGETHER])

    def add(self, finding: Finding) -> None:
        """Put a finding behind the others."""
        self._last.append(finding)
        if len(self._last) == _MOST_FINDINGS:
            for start in range(0, len(self._last), _TOGETHER):
                self._spool.add(findings_text(self._last[start : start + _TOGETHER]).encode())
            self._last.clear()

    def __iter__(self) -> Iterator[Finding]:
        """All findings, in order."""
        for piece in self._spool:
            yield from findings_in(piece.decode())
        yield from self._last
