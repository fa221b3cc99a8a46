"""A spec's export, rendered when it is read: text with holes for what leads elsewhere.

The content of a hole depends on other pages, so it is only known when all of them are read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, Self

from sphinxcontrib_spec import identity, names, schema, writer
from sphinxcontrib_spec.items import ItemType, Link, title
from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.model import Spec
from sphinxcontrib_spec.roles import Pointer, with_pointers
from sphinxcontrib_spec.source import Span, Text

from .relative_urls import Relative, is_relative

#: A hole: to the writer, it is a link that cannot occur in text that was read.
_HOLE = re.compile("\\[\0([0-9]+)\\]\\(\0\\)")

#: A hole with no word before it on its line, where it may matter how its content begins.
_AT_START = re.compile("^(?:[^\\w\n]|[\\d_])*\\[\0", re.MULTILINE)

#: Content because of which a table, a heading, the end of a text or a comment after it would be
#: written differently.
_SPECIAL = re.compile(r"[|\n]|<!|^\s|[\s#]$|^$")


class ExportText(NamedTuple):
    """The text, and what each of its holes replaces: pointers, and typed links.

    `called` are the holes in the titles of those items that have no id of their own.
    """

    text: str
    holes: tuple[Pointer | Link, ...]
    called: tuple[int, ...] = ()

    @classmethod
    def of(cls, spec: Spec, relative: Relative) -> Self | None:
        """Return the export of a spec; None if what is in its holes may affect its other text."""
        holes: list[Pointer | Link] = []

        def hole(what: Pointer | Link) -> str:
            holes.append(what)
            return f"[\0{len(holes) - 1}](\0)"

        def in_prose(one: Pointer) -> str:
            leads_elsewhere = one.kind == "role" or relative.has(one)
            return hole(one) if leads_elsewhere else one.text

        def at_end(one: Link) -> Link:
            if one.url and not is_relative(one.url):
                return one
            hole(one)
            return replace(one, text=Text(f"\0{len(holes) - 1}"), url="\0")

        def linked(item: ItemType) -> ItemType:
            if not item.about.links:
                return item
            links = tuple(map(at_end, item.about.links))
            return replace(item, about=replace(item.about, links=links))

        if any(item.about.overflow for item in spec.items()):
            return None  # links to the overflow contain its item's title
        with_holes = identity.with_items(with_pointers(spec, in_prose), linked)
        text = writer.write(with_holes, as_markdown=True)
        is_plain = text.count("\0") == 2 * len(_HOLE.findall(text))
        holds_others = any("\0" in each.text for each in holes)
        if not is_plain or holds_others or _AT_START.search(text):
            return None
        titles = [title(item) for item in with_holes.items() if not item.about.id]
        called = [int(number) for each in titles for number in _HOLE.findall(each)]
        return cls(text, tuple(holes), tuple(called))

    @property
    def roles(self) -> tuple[Pointer, ...]:
        """The roles among what the holes replace."""
        return tuple(
            each for each in self.holes if isinstance(each, Pointer) and each.kind == "role"
        )

    @property
    def links(self) -> tuple[Link, ...]:
        """The typed links among what the holes replace."""
        return tuple(each for each in self.holes if isinstance(each, Link))

    def filled(
        self, changed: Callable[[Pointer], str], linked: Callable[[Link], Link]
    ) -> str | None:
        """Return the text with all holes filled; None if it has to be written differently."""
        texts = []
        for each in self.holes:
            if isinstance(each, Pointer):
                texts.append(changed(each))
            else:
                link = linked(each)
                if not link.url:
                    return None  # it may lead to one of the spec's own items
                texts.append(writer.link(link))
        if any(map(_SPECIAL.search, texts)):
            return None
        if any(_as_called(texts[at]) != _as_called(self.holes[at].text) for at in self.called):
            return None  # an item whose title changes there needs its id
        return _HOLE.sub(lambda match: texts[int(match[1])], self.text)

    @classmethod
    def of_data(cls, text: str, holes: Iterable[Sequence[Any]], called: Iterable[int]) -> Self:
        """Restore the text from its `data`."""
        return cls(text, tuple(_hole(*each) for each in holes), tuple(called))

    @property
    def data(self) -> Sequence[Any]:
        """The text and its holes as data for JSON."""
        return (
            self.text,
            [
                (each.verb, each.text, each.url, each.text.span) if isinstance(each, Link) else each
                for each in self.holes
            ],
            self.called,
        )


def pointer(kind: str, text: str, label: str, target: str, at: tuple[str, int, int]) -> Pointer:
    """Return the pointer that JSON describes in this way."""
    return Pointer(kind, text, label, target, Span(*at))  # type: ignore[arg-type]


def _as_called(words: str) -> list[str]:
    """Return what each word contributes to the slug of an item."""
    return [names.slug(word, names.ITEM_CHARACTERS) for word in inline.plain(words).split()]


def _hole(kind: str, text: str, *more: Any) -> Pointer | Link:
    if kind in schema.LINK:
        url, at = more
        return Link(kind, Text(text, Span(*at)), url)
    return pointer(kind, text, *more)
