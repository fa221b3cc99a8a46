"""Many specs under check: what each reference leads to, found once for all rules."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from sphinxcontrib_spec import names, schema
from sphinxcontrib_spec.links import Answer, Index, PageEntry, Reference, Target, names_of
from sphinxcontrib_spec.source import Span, Text

from ._rule import DEFAULTS, Settings
from ._ties import Ties

#: The verbs of links to what should have one.
VERBS = ("mitigates", "verifies")


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
    def is_from_its_kind(self) -> bool:
        """Whether an item of the kind that its verb is for carries it."""
        return self.source.name == self.type.source

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
    """Pages under check, all of a project or some; `complete` says that no others are anywhere."""

    def __init__(
        self,
        pages: Iterable[PageEntry],
        settings: Settings = DEFAULTS,
        complete: bool = True,
        index: Index | None = None,
        ties: Ties | None = None,
    ) -> None:
        """Begin with the pages; `index` is that of all items, and `ties` that of all links.

        Without them, there are no other pages than these.
        """
        self.pages = sorted(pages)
        self.settings = settings
        self.complete = complete
        self._index = index
        self._ties = ties

    @cached_property
    def index(self) -> Index:
        """Every spec and item by its names."""
        return self._index or Index(self.pages)

    @cached_property
    def ties(self) -> Ties:
        """What the links of all pages come to together."""
        return self._ties or Ties(lambda: [self], VERBS if self.complete else ())

    @cached_property
    def answers(self) -> tuple[Referred, ...]:
        """Every reference, in the order of pages, and what was found."""
        return tuple(
            Referred(page.path, home, reference, self.index.resolve(reference, home))
            for page in self.pages
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
