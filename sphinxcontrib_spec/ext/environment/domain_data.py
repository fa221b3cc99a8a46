"""The domain's data in the environment: what was noted of each document when it was read."""

from __future__ import annotations

from typing import Any

from sphinxcontrib_spec.source import Span

from .entries import Entries

#: What is noted by document, and the digests of that.
NOTED = (
    *("pages", "loose", "linked", "misplaced", "conditions", "excluded", "includes"),
    *("titles", "views", "rules", "rule_names"),
)
BY_DOCUMENT = (*NOTED, "states")


class Known:
    """The tables of the environment that have a row for each document with something to note."""

    def __init__(self, data: dict[str, Any]) -> None:
        """`data` is what the environment holds for the domain; its tables are changed in place."""
        self._data = data
        #: The entry of each document that is a spec or refers to one.
        self.pages = Entries(data["pages"])
        #: The targets of each document's references that may mean anything (`any`), and the files
        #: that these stand in.
        self.loose: dict[str, tuple[tuple[str, str], ...]] = data["loose"]
        #: The specs that each document has plain links to: the slug in the file's name, the
        #: document that the file is, or would be, and whether the link has words of its own.
        self.linked: dict[str, tuple[tuple[str, str, bool], ...]] = data["linked"]
        #: The directives on each document that give no items: the file and line of each, and
        #: whether the page's markup reads it as a directive.
        self.misplaced: dict[str, tuple[tuple[str, str, int, bool], ...]] = data["misplaced"]
        #: The conditions of `only` on each document that is a spec, and who saw what is there.
        self.conditions: dict[str, tuple[tuple[str, bool | None], ...]] = data["conditions"]
        #: The documents that are no specs for one reason: the option `exclude` names them.
        self.excluded: dict[str, bool] = data["excluded"]
        #: What each document calls its spec and its items otherwise than its entry does, by anchor.
        self.titles: dict[str, dict[str, str]] = data["titles"]
        #: What each document includes: its path from the sources, and where it does so. Of a
        #: file that is not included as it should be, also why, and what helps.
        self.includes: dict[str, tuple[tuple[str, str, int, str, str], ...]] = data["includes"]

    def noted(self) -> list[dict[str, Any]]:
        """All that was noted when documents were read, each by document."""
        return [self._data[key] for key in NOTED]

    def is_spec(self, docname: str) -> bool:
        """Whether a document is a spec."""
        page = self.pages.get(docname)
        return bool(page and page.spec_slug)

    def specs(self) -> list[str]:
        """The documents that are specs, sorted."""
        return [docname for docname, page in sorted(self.pages.items()) if page.spec_slug]

    def included(self, docname: str) -> frozenset[str]:
        """The files that a document shows, relative to the sources."""
        found = self.includes.get(docname, ())
        return frozenset(path for path, _file, _line, why, _help in found if not why)

    def note_misplaced(
        self, docname: str, directive: str, at: Span, *, is_read: bool = True
    ) -> None:
        """Note an item directive that gives no item on its page, and is in no spec's model as text.

        One that is not even read as a directive is text on the page, though an item to us.
        """
        found = (directive, at.path, at.line, is_read)
        self.misplaced[docname] = (*self.misplaced.get(docname, ()), found)

    def note_include(
        self, docname: str, path: str, at: Span, why: str = "", help_: str = ""
    ) -> None:
        """Note that a document includes a file, or `why` it does not as it should."""
        found = (path, at.path, at.line, why, help_)
        self.includes[docname] = (*self.includes.get(docname, ()), found)

    def forget(self, docname: str) -> None:
        """Forget a document."""
        for key in BY_DOCUMENT:
            self._data[key].pop(docname, None)

    def take_over(self, docname: str, theirs: dict[str, Any]) -> None:
        """Take over what another process noted of a document, in tables of the same names."""
        for key in BY_DOCUMENT:
            if docname in theirs[key]:
                self._data[key][docname] = theirs[key][docname]
