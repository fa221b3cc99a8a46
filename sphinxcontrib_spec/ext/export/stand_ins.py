"""What stands in a spec's export for all that points elsewhere on its page."""

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
    """What stands in an export for everything on its page that points elsewhere.

    `roles` is the Markdown of each role, `urls` what each relative URL becomes: None if it has
    no address. `words` are what links show that have none of their own. `lame` are the roles
    without an address, `files` those that go beside the export. `asked` are the documents of which
    it must be known how places on them are called, `parts` the files that stand on the page.
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
        """What a typed link's URL becomes that stands there: None if it has no address."""
        return self.urls.get(in_part(url, at.path, self.parts), url)

    def changed(self, pointer: Pointer) -> str:
        """What stands for a pointer."""
        if pointer.kind == "role":
            return self.roles.get(pointer.text, pointer.text)
        url = self._url(pointer)
        worded = self._worded(pointer)
        if url is None:
            return worded.label if pointer.kind == "link" else pointer.text
        return worded.text if url == pointer.target else worded.leading_to(url)

    def lost(self, pointer: Pointer) -> Lost | None:
        """What is lost if a pointer leads nowhere from where the exports are."""
        if pointer.text in self.without_address:
            return Lost(pointer.at, inline.plain(self.roles[pointer.text]), "its text", _WHY, _HELP)
        if pointer.kind in ("role", "image") or self._url(pointer) is not None:
            return None
        shown = inline.plain(self._worded(pointer).label) or pointer.target
        said = "its text" if pointer.kind == "link" else "it is"
        return Lost(pointer.at, shown, said, _WHY, _HELP)

    def _url(self, pointer: Pointer) -> str | None:
        return self.urls.get(standing(pointer, self.parts), pointer.target)

    def _worded(self, pointer: Pointer) -> Pointer:
        """The pointer with the words that its page shows, if it has none."""
        words = self.words.get(standing(pointer, self.parts))
        if not words:
            return pointer
        rest = pointer.text[len(pointer.label) + 1 :]
        if pointer.text.startswith("<"):
            rest = f"]({pointer.target})"
        return pointer._replace(text=f"[{words}{rest}", label=words)
