"""All files of a check, with their findings and what other specs see, mostly not in memory."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING

from sphinxcontrib_spec.findings import Finding

from ._checked_page import Fresh, Page, digest_of, findings_in
from ._spool import Spool

if TYPE_CHECKING:
    from ._entries import Entries

#: The maximum number of files that are kept as values; more of them are stored as JSON.
_MOST_HELD = 1000


class Pages:
    """The files checked so far, each only once; queries are possible once all have been added."""

    def __init__(self) -> None:
        """Start without files."""
        self._asked: list[str] = []
        self._names: list[str] = []
        self._held: list[Fresh] = []
        self._findings = Spool()
        self._entries = Spool()
        self._sum = 0
        self._last = ""
        self._in_order = True

    def add(self, name: str, page: Page | Fresh, *, asked: bool, new: bool) -> None:
        """Add a file; `asked` tells whether findings are requested for it.

        It is `new` if it has just been checked. Its data is needed in the end, so an answer of
        another process is decoded while there are more to wait for.
        """
        if page.digest:
            # The sum does not depend on the order of files, which may differ the next time.
            self._sum += int.from_bytes(digest_of(page.digest + name.encode()))
        self._names.append(name)
        self._in_order &= self._last <= name
        self._last = name
        if asked:
            self._asked.append(name)
        if new and len(self._held) < _MOST_HELD and not self._entries:
            self._held.append(page if isinstance(page, Fresh) else page.as_values())
            return
        if isinstance(page, Fresh):
            page = page.as_json()
        self._entries.add(page.entry.encode())
        if asked:
            self._findings.add(page.findings.encode())

    @cached_property
    def checked(self) -> Sequence[str]:
        """The names of the files for which findings are requested, sorted."""
        return self._asked if self._in_order else sorted(self._asked)

    def is_checked(self, name: str) -> bool:
        """Return whether findings are requested for the file with this name."""
        at = bisect_left(self.checked, name)
        return self.checked[at : at + 1] == [name]

    @property
    def are_few(self) -> bool:
        """Whether the entries of all files may be in memory at once."""
        return len(self._names) <= _MOST_HELD

    @property
    def digest(self) -> bytes:
        """The digest of all files, whatever the order in which they were added."""
        return hex(self._sum).encode()

    def entries(self) -> Entries:
        """Return what other specs see of each file, sorted by name."""
        from ._entries import Entries

        held = [page.entry for page in self._held]
        return Entries(held, self._entries, None if self._in_order else self._names)

    def findings(self, codes: Container[str]) -> Iterator[tuple[str, list[Finding]]]:
        """Yield the names of checked files, sorted, each with its findings of these codes."""
        held = [page.findings for page in self._held if page.findings is not None]
        rows: Iterator[bytes | Sequence[Finding]] = chain(held, self._findings)
        found = zip(self._asked, rows, strict=True)
        for name, row in found if self._in_order else sorted(found, key=itemgetter(0)):
            if isinstance(row, bytes):
                yield name, findings_in(row.decode(), codes)
            else:
                yield name, [finding for finding in row if finding.code in codes]
