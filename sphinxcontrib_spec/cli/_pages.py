"""All files of a check, each with what was found in it and what other specs see, out of memory."""

from __future__ import annotations

from collections.abc import Container, Iterator
from hashlib import blake2b
from typing import TYPE_CHECKING

from sphinxcontrib_spec.findings import Finding

from ._kept import Page, entry_in, findings_in, findings_text
from ._spool import Spool

if TYPE_CHECKING:
    from sphinxcontrib_spec.links import PageEntry

#: So many findings are put away together.
_TOGETHER = 1000


class Pages:
    """The files that were taken up.

    `checked` has the names of those that findings are asked for, none of them twice.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self.checked: dict[str, None] = {}
        self._findings = Spool()
        self._entries = Spool()
        self._sum = 0
        self._last = ""
        self._in_order = True

    def add(self, name: str, page: Page, *, asked: bool) -> None:
        """Take up a file, and that findings in it are `asked` for, if so."""
        self._entries.add(page.entry)
        # No order is known of them: other files may be asked for the next time.
        own = blake2b(page.digest + name.encode(), digest_size=20).digest()
        self._sum += int.from_bytes(own)
        if asked:
            self.checked[name] = None
            self._findings.add(page.findings)
            self._in_order &= self._last <= name
            self._last = name

    @property
    def digest(self) -> bytes:
        """What all files together are known by, in whatever order they were taken up."""
        return hex(self._sum).encode()

    def entries(self) -> Iterator[PageEntry]:
        """What other specs see of each."""
        return map(entry_in, self._entries)

    def findings(self, codes: Container[str]) -> Iterator[tuple[str, list[Finding]]]:
        """The names of the checked ones in order, each with what these rules found in it."""
        found = zip(self.checked, self._findings, strict=True)
        for name, text in found if self._in_order else sorted(found):
            yield name, findings_in(text, codes)


class Told:
    """Findings in order, of which no more than some are in memory."""

    def __init__(self) -> None:
        """Begin with none."""
        self._last: list[Finding] = []
        self._spool = Spool()

    def add(self, finding: Finding) -> None:
        """Put a finding behind the others."""
        self._last.append(finding)
        if len(self._last) == _MOST_FINDINGS:
            for start in range(0, len(self._last), _TOGETHER):
                self._spool.add(findings_text(self._last[start : start + _TOGETHER]))
            self._last.clear()

    def __iter__(self) -> Iterator[Finding]:
        """All findings, in order."""
        for line in self._spool:
            yield from findings_in(line)
        yield from self._last


#: So many findings are in memory as they are.
_MOST_FINDINGS = 20 * _TOGETHER
