"""All files of a check, each with what was found in it and what other specs see, out of memory."""

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

#: So many files are held as they are; what comes of more of them is put into words.
_MOST_HELD = 1000


class Pages:
    """The files that were taken up, none of them twice, before anything is asked of all."""

    def __init__(self) -> None:
        """Begin with none."""
        self._asked: list[str] = []
        self._names: list[str] = []
        self._held: list[Fresh] = []
        self._findings = Spool()
        self._entries = Spool()
        self._sum = 0
        self._last = ""
        self._in_order = True

    def add(self, name: str, page: Page | Fresh, *, asked: bool, new: bool) -> None:
        """Take up a file, and that findings in it are `asked` for, if so.

        It is `new` if it was checked just now: all of it is looked at in the end, so that what
        another process says of it is read while there are more to wait for.
        """
        if page.digest:
            # No order is known of them: other files may be asked for the next time.
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
        """The names of those that findings are asked for, in order."""
        return self._asked if self._in_order else sorted(self._asked)

    def is_checked(self, name: str) -> bool:
        """Whether findings are asked for in the file of this name."""
        at = bisect_left(self.checked, name)
        return self.checked[at : at + 1] == [name]

    @property
    def are_few(self) -> bool:
        """Whether all that other specs see of them may be in memory at once."""
        return len(self._names) <= _MOST_HELD

    @property
    def digest(self) -> bytes:
        """What all files together are known by, in whatever order they were taken up."""
        return hex(self._sum).encode()

    def entries(self) -> Entries:
        """What other specs see of each, in the order of names."""
        from ._entries import Entries

        held = [page.entry for page in self._held]
        return Entries(held, self._entries, None if self._in_order else self._names)

    def findings(self, codes: Container[str]) -> Iterator[tuple[str, list[Finding]]]:
        """The names of the checked ones in order, each with what these rules found in it."""
        held = [page.findings for page in self._held if page.findings is not None]
        rows: Iterator[bytes | Sequence[Finding]] = chain(held, self._findings)
        found = zip(self._asked, rows, strict=True)
        for name, row in found if self._in_order else sorted(found, key=itemgetter(0)):
            if isinstance(row, bytes):
                yield name, findings_in(row.decode(), codes)
            else:
                yield name, [finding for finding in row if finding.code in codes]
