"""Finds exports that are as this builder's last build left them, and are not made again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

#: What may change an export, besides what its page shows of others: nothing, anything at all, or
#: where the project's pages are and the headings on these documents.
DependsOn: TypeAlias = Literal["", "anything"] | Sequence[str]


@dataclass(frozen=True)
class Settled:
    """What the last build left behind.

    `same` are the documents that show what they showed then, `dependencies` what the exports
    depended on; `no_page_read` says that no page was read or removed since then, `no_page_moved`
    that the pages and their names are the same. `files` is the state in which the builder `spec`
    left its files.
    """

    same: frozenset[str] = frozenset()
    dependencies: Mapping[str, DependsOn] = field(default_factory=dict)
    no_page_read: bool = False
    no_page_moved: bool = False
    files: str = ""

    def holds(self, docname: str) -> bool:
        """Return whether the export of a document cannot have changed."""
        depends_on = self.dependencies.get(docname, "anything")
        if docname not in self.same or depends_on == "anything":
            return False
        if depends_on == "" or self.no_page_read:
            return True
        return self.no_page_moved and self.same.issuperset(depends_on)
