"""The domain's data in the environment: what is noted of each document when it is read."""

from __future__ import annotations

from typing import Any

from sphinxcontrib_spec.source import Span

from .entries import Entries

#: The tables of what is noted by document, and those together with the digests of it.
NOTED = (
    *("pages", "loose", "linked", "misplaced", "conditions", "excluded", "includes"),
    *("titles", "views", "rules", "rule_names"),
)
BY_DOCUMENT = (*NOTED, "states")


class Known:
    """The tables in the environment, with a row for each document that has something to note."""

    def __init__(self, data: dict[str, Any]) -> None:
        """Use `data`, the environment's data of the domain, whose tables are changed in place."""
        self._data = data
        #: The entry of each document that is a spec or refers to one.
        self.pages = Entries(data["pages"])
        #: The targets of each document's references that may mean anything (`any`), and the files
        #: that contain these references.
        self.loose: dict[str, tuple[tuple[str, str], ...]] = data["loose"]
        #: The specs that each document has plain links to: the slug in the file's name, the docname
        #: that the file has, or would have, and whether the link has text of its own.
        self.linked: dict[str, tuple[tuple[str, str, bool], ...]] = data["linked"]
        #: The directives in each document that give no items: the name, file and line of each, and
        #: whether the page's markup reads it as a directive.
        self.misplaced: dict[str, tuple[tuple[str, str, int, bool], ...]] = data["misplaced"]
        #: The conditions of `only` in each document that is a spec, with their results when it was
        #: read.
        self.conditions: dict[str, tuple[tuple[str, bool | None], ...]] = data["conditions"]
        #: The documents that are not specs only because the option `exclude` names them.
        self.excluded: dict[str, bool] = data["excluded"]
        #: The titles of each document's spec and items, by anchor, if they differ from its entry.
        self.titles: dict[str, dict[str, str]] = data["titles"]
        #: What each document includes: its path from the sources, and the place of the directive.
        #: If the file is not included as it should be, also why, and what helps.
        self.includes: dict[str, tuple[tuple[str, str, int, str, str], ...]] = data["includes"]

    def noted(self) -> list[dict[str, Any]]:
        """Return the tables of everything that was noted when documents were read."""
        return [self._data[key] for key in NOTED]

    def is_spec(self, docname: str) -> bool:
        """Return whether a document is a spec."""
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
        """Note an item directive that gives no item, and is not text in the model of a spec.

        One that is not even read as a directive is text on the page, although an item in our model.
        """
        found = (directive, at.path, at.line, is_read)
        self.misplaced[docname] = (*self.misplaced.get(docname, ()), found)

    def note_include(
        self, docname: str, path: str, at: Span, why: str = "", help_: str = ""
    ) -> None:
        """Note that a document includes a file, or `why` it does not do so as it should."""
        found = (path, at.path, at.line, why, help_)
        self.includes[docname] = (*self.includes.get(docname, ()), found)

    def forget(self, docname: str) -> None:
        """Forget a document."""
        for key in BY_DOCUMENT:
            self._data[key].pop(docname, None)

    def take_over(self, docname: str, theirs: dict[str, Any]) -> None:
        """Take over what another process noted of a document, from tables of the same names."""
        for key in BY_DOCUMENT:
            if docname in theirs[key]:
                self._data[key][docname] = theirs[key][docname]
