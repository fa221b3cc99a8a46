"""Find out which files need not be checked, because their contents were checked before."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from sphinxcontrib_spec import files
from sphinxcontrib_spec.findings import RuleEntry
from sphinxcontrib_spec.markup.front_matter import declines

from ._cache import FOLDER, Cache, names_in
from ._checked_page import Fresh, Page, ProjectEntry, digest_of
from ._checking import Answer, Checked
from ._findings_spool import FindingsSpool
from ._sources import Found, Place
from ._state import key

if TYPE_CHECKING:
    from sphinxcontrib_spec.config import Config
    from sphinxcontrib_spec.findings import KnownRule

#: A function that tells whether a cached page contains all that is requested.
Enough: TypeAlias = Callable[[Page], bool]

#: The number of files that are looked up at once.
_AT_ONCE = 256

_RULES, _AMONG_ALL = "rules", "project"


class Known:
    """The cache of a project: what is known of its files, and what is learnt."""

    def __init__(self, found: Found, config: Config) -> None:
        """Start with the cache for the current code and these options."""
        project = found.project
        folder = project.root / FOLDER
        self._cache = Cache(folder, key(config, folder))
        self._names: list[str] = []
        self._sees_all = found.is_whole or project.marked
        self._has_new = False

    @classmethod
    def of(cls, found: Found, config: Config) -> Known | None:
        """Return the project's cache; None if somebody else may have filled it."""
        folder = found.project.root / FOLDER
        names = names_in(folder)
        if names is None or (names and not found.project.is_local(folder)):
            return None
        return cls(found, config)

    def rules(self) -> Mapping[str, KnownRule]:
        """Return all rules by their codes."""
        if cached := self._cache.project_entry(_RULES):
            return {code: RuleEntry(code, *rest) for code, *rest in json.loads(cached.text)}
        from sphinxcontrib_spec.rules import RULES

        known = {rule.code: RuleEntry(rule.code, rule.name, rule.off, rule.scope) for rule in RULES}
        self._cache.keep_project_entry(_RULES, ProjectEntry(b"", "", json.dumps([*known.values()])))
        return known

    def answers(self, places: Iterable[Place], is_enough: Enough) -> Iterator[Answer | Place]:
        """Yield the answer for each place, or the place itself if it has to be checked.

        `is_enough` tells whether a cached page contains all that is requested.
        """
        waiting = iter(places)
        while batch := [*islice(waiting, _AT_ONCE)]:
            names = [place.name for place in batch if not place.is_stdin]
            self._names += names
            pages = self._cache.pages(names)
            for place in batch:
                page = pages.get(place.name)
                yield place if place.is_stdin else self._answer(place, page, is_enough)

    def kept(self, answer: Answer) -> Answer:
        """Cache the answer if it is new, and return it."""
        if isinstance(answer, Checked) and answer.new and not answer.place.is_stdin:
            page = answer.page.as_json() if isinstance(answer.page, Fresh) else answer.page
            self._has_new = True
            self._names.append(answer.place.name)
            self._cache.keep(answer.place.name, page)
            return answer._replace(page=page)
        return answer

    def project_findings(self, digest: bytes) -> tuple[FindingsSpool, str] | None:
        """Return the cached findings of project rules for the files with this digest.

        Also return the key of the findings whose fixes include edits.
        """
        cached = self._cache.project_entry(_AMONG_ALL)
        if not cached or cached.digest != digest:
            return None
        findings = FindingsSpool()
        for number in range(int(cached.text)):
            piece = self._cache.project_entry(f"{_AMONG_ALL} {number}")
            # Another check may have written in between, or may not have finished.
            if not piece or (piece.digest, piece.edits) != (digest, cached.edits):
                return None
            findings.add_piece(piece.text)
        return findings, cached.edits

    def keep_project_findings(self, digest: bytes, findings: FindingsSpool, edits: str) -> None:
        """Cache the findings of project rules."""
        count = 0
        for piece in findings.pieces():
            self._cache.keep_project_entry(
                f"{_AMONG_ALL} {count}", ProjectEntry(digest, edits, piece)
            )
            count += 1
        self._cache.keep_project_entry(_AMONG_ALL, ProjectEntry(digest, edits, str(count)))

    def close(self) -> None:
        """Delete files that are gone, write what is new, and close the cache."""
        self._cache.flush()
        if self._has_new and self._sees_all:
            self._cache.forget_others(self._names)
        self._cache.close()

    def _answer(self, place: Place, page: Page | None, is_enough: Enough) -> Answer | Place:
        data = files.read_bytes(place.path, place.name)
        if isinstance(data, files.Unreadable):
            return data
        digest = digest_of(data)
        if page is None or page.digest != digest:
            return place if place.named else self._new(place, data, digest)
        if page.declines and not place.named:
            return None
        if not page.entry or (place.asked and not (page.findings and is_enough(page))):
            return place
        return Checked(place, page, new=False)

    def _new(self, place: Place, data: bytes, digest: bytes) -> Answer | Place:
        """Return the answer for a new file if it is unreadable or not a spec, else its place."""
        text = files.decoded(data, place.name)
        if isinstance(text, files.Unreadable):
            return text
        if declines(text):
            self._cache.keep(place.name, Page(digest, declines="yes"))
            return None
        return place
