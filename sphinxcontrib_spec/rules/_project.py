"""Many specs under check: what each reference leads to, found once for all rules."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from sphinxcontrib_spec import names, schema
from sphinxcontrib_spec.links import Answer, Index, PageEntry, Reference, Target, names_of
from sphinxcontrib_spec.source import Span, Text

from ._rule import DEFAULTS, Settings


class Referred(NamedTuple):
    """A reference, the page that it stands on and that page's spec, and what was found."""

    page: str
    home: str
    reference: Reference
    answer: Answer

    @property
    def place(self) -> Span:
        """Where it stands."""
        return Span(self.reference.path, self.reference.line, self.reference.column)


class Link(NamedTuple):
    """A typed link that leads to one thing.

    `instead` are the items that its words are the title of, if that is not the one at its anchor.
    """

    type: schema.LinkType
    referred: Referred
    target: Target
    instead: tuple[Target, ...]

    @property
    def words(self) -> Text:
        """What it says of its target."""
        reference = self.referred.reference
        return Text(reference.text or reference.target, self.referred.place)

    @property
    def source(self) -> schema.Kind:
        """The kind of the item that carries it."""
        origin = self.referred.reference.origin
        return next(kind for kind in schema.KINDS if origin.startswith(f"{kind.name}-"))

    @property
    def origin(self) -> tuple[str, str]:
        """The page and the anchor of the item that carries it."""
        return self.referred.page, self.referred.reference.origin

    @property
    def key(self) -> tuple[str, Target, str]:
        """What tells it from links that mean something else: its type, its target, its spec."""
        return self.type.target, self.target, self.referred.home

    def url(self, target: Target) -> str:
        """The URL that leads to another item: one of the link's own spec, or of the target's."""
        file, sign, _ = self.referred.reference.target.partition("#")
        return f"{file if target.spec == self.target.spec else ''}{sign}{target.anchor}"


class Project:
    """The pages under check; `complete` tells that there are no specs besides theirs."""

    def __init__(
        self,
        pages: Sequence[PageEntry],
        settings: Settings = DEFAULTS,
        complete: bool = True,
        known: Index | None = None,
    ) -> None:
        """Begin with the pages; `known` is an index of their items that was made already."""
        self.pages = pages
        self.settings = settings
        self.complete = complete
        self._known = known

    @cached_property
    def index(self) -> Index:
        """Every spec and item by its names."""
        return self._known or Index(self.pages)

    @cached_property
    def answers(self) -> tuple[Referred, ...]:
        """Every reference, in the order of pages, and what was found."""
        return tuple(
            Referred(page.path, home, reference, self.index.resolve(reference, home))
            for page in sorted(self.pages)
            for home in [page.spec_slug]
            for reference in page.references
        )

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every typed link that leads to one thing."""
        return tuple(
            Link(schema.LINK[one.reference.verb], one, target, self._named_instead(one, target))
            for one in self.answers
            if one.reference.origin and (target := one.answer.only)
        )

    @cached_property
    def meant(self) -> dict[tuple[str, Target, str], Answer]:
        """The items that links to the wrong kinds of things may be meant for, by their keys."""
        found: dict[tuple[str, Target, str], Answer] = {}
        for link in self.links:
            if link.target.kind != link.type.target and link.key not in found:
                name = link.target.slug or names.target_slug(link.target.title)
                sought = f"{link.target.spec}.{name}"
                found[link.key] = self.index.find(link.type.target, sought, link.referred.home)
        return found

    def _named_instead(self, one: Referred, target: Target) -> tuple[Target, ...]:
        """Items of the right kind in the spec that the URL names, or else in the link's own."""
        name = names.target_slug(one.reference.text)
        if not name or (target.kind and name in names_of(target)):
            return ()
        kind = schema.LINK[one.reference.verb].target
        for spec in (target.spec, one.home):
            if found := [each for each in self.index.named(spec, name) if each.kind == kind]:
                return tuple(found)
        return ()
