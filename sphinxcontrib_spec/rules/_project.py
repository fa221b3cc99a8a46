"""The pages that are checked together, with the targets of their references, for all rules."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from sphinxcontrib_spec import names, schema
from sphinxcontrib_spec.links import Answer, Index, PageEntry, Reference, Target, names_of
from sphinxcontrib_spec.source import Span, Text

from ._rule import DEFAULTS, Settings
from ._ties import Ties

#: The verbs of links whose possible targets should all have one.
VERBS = ("mitigates", "verifies")


class Referred(NamedTuple):
    """A reference, its page and that page's spec, and the result of its lookup."""

    page: str
    home: str
    reference: Reference
    answer: Answer

    @property
    def place(self) -> Span:
        """The position of the reference."""
        return Span(self.reference.path, self.reference.line, self.reference.column)


class Link(NamedTuple):
    """A typed link that leads to exactly one target.

    `instead` are the items that have its text as their title, if the one at its anchor does not.
    """

    type: schema.LinkType
    referred: Referred
    target: Target
    instead: tuple[Target, ...]

    @property
    def words(self) -> Text:
        """The text with which it names its target."""
        reference = self.referred.reference
        return Text(reference.text or reference.target, self.referred.place)

    @property
    def source(self) -> schema.Kind:
        """The kind of the item that carries it."""
        origin = self.referred.reference.origin
        return next(kind for kind in schema.KINDS if origin.startswith(f"{kind.name}-"))

    @property
    def is_from_its_kind(self) -> bool:
        """Whether the item that carries it is of the kind that its verb is for."""
        return self.source.name == self.type.source

    @property
    def origin(self) -> tuple[str, str]:
        """The page and the anchor of the item that carries it."""
        return self.referred.page, self.referred.reference.origin

    @property
    def key(self) -> tuple[str, Target, str]:
        """Equal for links of the same meaning: the type, the target and the own spec."""
        return self.type.target, self.target, self.referred.home

    def url(self, target: Target) -> str:
        """Return the URL of another item, either in the link's own spec or in the target's."""
        file, sign, _ = self.referred.reference.target.partition("#")
        return f"{file if target.spec == self.target.spec else ''}{sign}{target.anchor}"


class Project:
    """Pages to check, all of a project or some; `complete` says that there are no others."""

    def __init__(
        self,
        pages: Iterable[PageEntry],
        settings: Settings = DEFAULTS,
        complete: bool = True,
        index: Index | None = None,
        ties: Ties | None = None,
    ) -> None:
        """Store the pages; `index` is that of all items, and `ties` are those of all links.

        Without them, the given pages are all there are.
        """
        self.pages = sorted(pages)
        self.settings = settings
        self.complete = complete
        self._index = index
        self._ties = ties

    @cached_property
    def index(self) -> Index:
        """The index of all specs and items by name."""
        return self._index or Index(self.pages)

    @cached_property
    def ties(self) -> Ties:
        """The combined result of the links on all pages."""
        return self._ties or Ties(lambda: [self], VERBS if self.complete else ())

    @cached_property
    def answers(self) -> tuple[Referred, ...]:
        """Every reference with the result of its lookup, in the order of pages."""
        return tuple(
            Referred(page.path, home, reference, self.index.resolve(reference, home))
            for page in self.pages
            for home in [page.spec_slug]
            for reference in page.references
        )

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every typed link that leads to exactly one target."""
        return tuple(
            Link(schema.LINK[one.reference.verb], one, target, self._named_instead(one, target))
            for one in self.answers
            if one.reference.origin and (target := one.answer.only)
        )

    @cached_property
    def meant(self) -> dict[tuple[str, Target, str], Answer]:
        """What links to targets of the wrong kind may have been meant for, by their keys."""
        found: dict[tuple[str, Target, str], Answer] = {}
        for link in self.links:
            if link.target.kind != link.type.target and link.key not in found:
                name = link.target.slug or names.target_slug(link.target.title)
                sought = f"{link.target.spec}.{name}"
                found[link.key] = self.index.find(link.type.target, sought, link.referred.home)
        return found

    def _named_instead(self, one: Referred, target: Target) -> tuple[Target, ...]:
        """Items of the right kind in the spec that the URL names, else in the link's own spec."""
        name = names.target_slug(one.reference.text)
        if not name or (target.kind and name in names_of(target)):
            return ()
        kind = schema.LINK[one.reference.verb].target
        for spec in (target.spec, one.home):
            if found := [each for each in self.index.named(spec, name) if each.kind == kind]:
                return tuple(found)
        return ()
