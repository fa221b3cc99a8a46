"""The spec that is checked: its parts, computed once for all rules, and what is under a heading."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, TypeVar

from sphinxcontrib_spec import links, schema
from sphinxcontrib_spec.items import title
from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.measure import Verdict, reads_as_english
from sphinxcontrib_spec.measure.rows import Measured, Verdicts
from sphinxcontrib_spec.model import AnyBlock, Block, Section, Spec, Table
from sphinxcontrib_spec.patterns import pattern
from sphinxcontrib_spec.prose import prose
from sphinxcontrib_spec.source import Span

from ._likeness import mistaken, resembling
from ._pipes import first_cut
from ._placeholders import Placeholder, is_unfilled, lines, may_hold_one, placeholders
from ._rule import DEFAULTS, Settings
from ._verdicts import measured

Found = TypeVar("Found")

#: Kinds of blocks without text for a reader.
_SILENT = frozenset(("comment", "break", "definition", "front matter"))


#: Fewer words than this do not show which language they are in.
_FEW_WORDS = 5

_FRAGMENT = pattern(r"\]\(#([^()\s]+)")
_SIGNS = pattern(r"^[\W_]+")


class Subject:
    """A spec, the settings it is checked with, and the name of its file if there is one."""

    def __init__(
        self,
        spec: Spec,
        settings: Settings = DEFAULTS,
        file_name: str = "",
        texts: links.OwnedTexts | None = None,
        verdicts: Verdicts | None = None,
    ) -> None:
        """Collect what nearly every rule uses; everything else is computed on demand."""
        self.spec = spec
        self.settings = settings
        self.file_name = file_name
        #: All sections at every depth, in order.
        self.sections = tuple(spec.walk())
        #: All blocks of all sections, in order.
        self.blocks = tuple([block for section in self.sections for block in section.blocks])
        #: All items, in order.
        self.items = [*spec.items()]
        #: The first section with each key.
        self.known = {each.key: each for each in reversed(self.sections) if each.key}
        #: Every text that contains inline Markdown, with its owner.
        self.texts = links.texts(spec) if texts is None else texts
        #: All these texts joined: what it does not contain is in none of them.
        self.words = "\n".join([text for _, text in self.texts])
        #: The verdicts on the goals and metrics.
        self.verdicts = verdicts or Verdicts(spec)
        self._found: dict[Callable[[Subject], Any], Any] = {}

    def once(self, find: Callable[[Subject], Found]) -> Found:
        """Return the result of a function of this subject, called only once for all rules."""
        if find not in self._found:
            self._found[find] = find(self)
        found: Found = self._found[find]
        return found

    @property
    def top(self) -> Span:
        """Where problems of the whole spec are reported: at its title, else at its beginning."""
        span = self.spec.heading.span
        return span if span.line else Span(self.spec.path, 1, 1)

    @cached_property
    def slug(self) -> str:
        """The slug of the spec's title."""
        return self.spec.slug

    @cached_property
    def late_title(self) -> Section | None:
        """The first heading of level 1, if the spec has none at its beginning."""
        if self.spec.heading or self.spec.heading.span.line:
            return None
        return next((section for section in self.sections if section.level == 1), None)

    @cached_property
    def mistaken(self) -> dict[str, Section]:
        """By key, the headings unknown to the format that nearly spell a missing one."""
        return mistaken(self.sections, self.known)

    @cached_property
    def resembling(self) -> dict[str, Section]:
        """By key, the headings whose words are part of a missing one's, or include them all."""
        return resembling(self.sections, {*self.known, *self.mistaken})

    @cached_property
    def fragments(self) -> frozenset[str]:
        """The fragments of links to the spec's own page."""
        if "(#" not in self.words:
            return frozenset()
        return frozenset(
            fragment
            for _, text in self.texts
            if "(#" in text
            for fragment in _FRAGMENT.findall(text)
        )

    @cached_property
    def status(self) -> str:
        """The configured status that the header's value begins with, or an empty string."""
        return read_status(self.spec.status or "", self.settings.statuses)

    @cached_property
    def is_english(self) -> bool:
        """Whether the spec is written in English, the language that word-based rules know."""
        problem = self.known.get("problem_statement")
        blocks = blocks_of(problem) if problem else ()
        words = " ".join(prose(block) for block in blocks if isinstance(block, Block))
        if len(words.split()) < _FEW_WORDS:  # such as "TODO"
            words = " ".join([words, *map(title, self.items)])
        return reads_as_english(words)

    @cached_property
    def measured(self) -> tuple[tuple[Measured, Verdict], ...]:
        """Every goal and metric with words to measure, and its verdict.

        Empty if the spec is in a language whose words the rules do not know.
        """
        return tuple(measured(self.items, self.verdicts)) if self.is_english else ()

    @cached_property
    def placeholders(self) -> tuple[Placeholder, ...]:
        """Everything that is left of the template, in order."""
        return tuple(placeholders(self.texts)) if may_hold_one(self.words) else ()

    @cached_property
    def muted(self) -> frozenset[tuple[str, int]]:
        """The lines, each with its path, of every block that contains a placeholder."""
        owners = {id(left.owner): left.owner for left in self.placeholders}
        return frozenset(line for owner in owners.values() for line in lines(owner))

    @cached_property
    def shifted(self) -> dict[tuple[str, int], int]:
        """The column from which a pipe in code has shifted cells, by path and line of the row."""
        return {
            row.about.span[:2]: column
            for block in self.blocks
            if isinstance(block, Table)
            for row in block.rows
            if row.about.surplus and (column := first_cut(row, block.keys))
        }

    @cached_property
    def unfilled(self) -> frozenset[tuple[str, int]]:
        """The lines of the headings with only unfilled placeholders under them."""
        owners = {id(left.owner) for left in self.placeholders}
        if not owners:
            return frozenset()
        return frozenset(
            section.heading.span[:2]
            for section in self.sections
            if not section.sections
            and (blocks := spoken(section))
            and all(is_unfilled(block, owners) for block in blocks)
        )


def read_status(value: str, statuses: tuple[str, ...]) -> str:
    """Return the status that a header's value begins with, in any case, or an empty string."""
    words = _SIGNS.sub("", inline.plain(value)).casefold()
    for status in sorted(statuses, key=len, reverse=True):
        if words.startswith(status.casefold()) and not words[len(status) :][:1].isalnum():
            return status
    return ""


def spoken(section: Section) -> list[AnyBlock]:
    """Return the blocks directly under a heading that have text for a reader."""
    return [block for block in section.blocks if _speaks(block)]


def _speaks(block: AnyBlock) -> bool:
    return not (isinstance(block, Block) and block.kind in _SILENT)


def is_empty(section: Section) -> bool:
    """Whether there is nothing under a heading, not even another heading."""
    return not section.sections and not any(map(_speaks, section.blocks))


def blocks_of(section: Section) -> Iterator[AnyBlock]:
    """Yield all blocks of a section and its subsections.

    For a section of the format, other sections of the format that are below it only because of
    their level are left out.
    """
    yield from section.blocks
    if section.sections:
        own = {part.key for part in schema.SECTION[section.key].sections} if section.key else None
        for part in section.sections:
            if own is None or not part.key or part.key in own:
                yield from blocks_of(part)
