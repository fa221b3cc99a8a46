"""The replacements in a spec's export for everything that refers elsewhere on its page."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.roles import Pointer
from sphinxcontrib_spec.rules import Lost

from ..environment.relative_urls import RelativeUrl, in_part, standing

if TYPE_CHECKING:
    from sphinxcontrib_spec.source import Span

_WHY = "leads to a page without a web address"
_HELP = "set html_baseurl to the address of the pages"


@dataclass
class StandIns:
    """What replaces everything on a page that refers elsewhere in its export.

    `roles` is the Markdown of each role, `urls` is what each relative URL becomes: None if it has
    no address. `words` are the texts shown for links that have none of their own. `without_address`
    are the roles without an address, `files` are the files to put beside the export. `asked` are
    the documents whose anchors have to be known, `parts` are the files included in the page.
    `are_firm` says that nothing besides the project's pages and their anchors can change the
    replacements.
    """

    parts: frozenset[str]
    roles: dict[str, str] = field(default_factory=dict)
    urls: dict[RelativeUrl, str | None] = field(default_factory=dict)
    words: dict[RelativeUrl, str] = field(default_factory=dict)
    without_address: set[str] = field(default_factory=set)
    files: dict[str, Path] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    are_firm: bool = True

    @property
    def keeps_links(self) -> bool:
        """Whether every link is right as it was written."""
        return not self.words and all(link.url == new for link, new in self.urls.items())

    def url(self, url: str, at: Span) -> str | None:
        """Return the replacement of a typed link's URL at this place: None if it has no address."""
        return self.urls.get(in_part(url, at.path, self.parts), url)

    def changed(self, pointer: Pointer) -> str:
        """Return the replacement of a pointer."""
        if pointer.kind == "role":
            return self.roles.get(pointer.text, pointer.text)
        url = self._url(pointer)
        worded = self._worded(pointer)
        if url is None:
            return worded.label if pointer.kind == "link" else pointer.text
        return worded.text if url == pointer.target else worded.leading_to(url)

    def lost(self, pointer: Pointer) -> Lost | None:
        """Return what is lost if a pointer leads nowhere from where the exports are, or None."""
        if pointer.text in self.without_address:
            return Lost(pointer.at, inline.plain(self.roles[pointer.text]), "its text", _WHY, _HELP)
        if pointer.kind in ("role", "image") or self._url(pointer) is not None:
            return None
        shown = inline.plain(self._worded(pointer).label) or pointer.target
        exported_as = "its text" if pointer.kind == "link" else "it is"
        return Lost(pointer.at, shown, exported_as, _WHY, _HELP)

    def _url(self, pointer: Pointer) -> str | None:
        return self.urls.get(standing(pointer, self.parts), pointer.target)

    def _worded(self, pointer: Pointer) -> Pointer:
        """Return the pointer with the text that its page shows, if it has none of its own."""
        words = self.words.get(standing(pointer, self.parts))
        if not words:
            return pointer
        rest = pointer.text[len(pointer.label) + 1 :]
        if pointer.text.startswith("<"):
            rest = f"]({pointer.target})"
        return pointer._replace(text=f"[{words}{rest}", label=words)
