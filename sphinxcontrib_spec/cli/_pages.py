"""All files of a check, each with what was found in it and what other specs see, out of memory."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING

from sphinxcontrib_spec.findings import Finding

from ._kept import Fresh, Page, digest_of, entry_in, findings_in, findings_text
from ._spool import Spool

if TYPE_CHECKING:
    from sphinxcontrib_spec.links import PageEntry

#: So many files are held as they are; what comes of more of them is put into words.
_MOST_HELD = 1000

#: So many findings are put away together.
_TOGETHER = 1000


class Pages:
    """The files that were taken up.

    `checked` has the names of those that findings are asked for, none of them twice.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self.checked: dict[str, None] = {}
        self._count = 0
        self._held: list[Fresh] = []
        self._findings = Spool()
        self._entries = Spool()
        self._sum = 0
        self._last = ""
        self._in_order = True

    def add(self, name: str, page: Page | Fresh, *, asked: bool) -> None:
        """Take up a file, and that findings in it are `asked` for, if so."""
        self._count += 1
        if page.digest:
            # No order is known of them: other files may be asked for the next time.
            self._sum += int.from_bytes(digest_of(page.digest + name.encode()))
        if asked:
            self.checked[name] = None
            self._in_order &= self._last <= name
            self._last = name
        if isinstance(page, Fresh):
            if len(self._held) < _MOST_HELD and not self._entries:
                self._held.append(page)
                return
            page = page.in_words()
        self._entries.add(page.entry)
        if asked:
            self._findings.add(page.findings)

    @property
    def are_few(self) -> bool:
        """Whether all that other specs see of them may be in memory at once."""
        return self._count <= _MOST_HELD

    @property
    def digest(self) -> bytes:
        """What all files together are known by, in whatever order they were taken up."""
        return hex(self._sum).encode()

    def entries(self) -> Iterator[PageEntry]:
        """What other specs see of each."""
        yield from [page.entry for page in self._held]
        yield from map(entry_in, self._entries)

    def findings(self, codes: Container[str]) -> Iterator[tuple[str, list[Finding]]]:
        """The names of the checked ones in order, each with what these rules found in it."""
        held = [page.findings for page in self._held if page.findings is not None]
        rows: Iterator[str | Sequence[Finding]] = chain(held, self._findings)
        found = zip(self.checked, rows, strict=True)
        for name, row in found if self._in_order else sorted(found, key=itemgetter(0)):
            if isinstance(row, str):
                yield name, findings_in(row, codes)
            else:
                yield name, [finding for finding in row if finding.code in codes]


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
