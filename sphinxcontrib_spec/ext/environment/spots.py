"""Finds what a line of a page's source belongs to: an item, or else the section around it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from sphinxcontrib_spec.names import anchor

from ..doctree import elements, is_markdown, place, sections, title_section

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_spec.model import Spec


class Spot(NamedTuple):
    """The beginning of a section or an item, the anchor that leads to it, and its title.

    Anchor and title are empty above the first section.
    """

    path: str
    line: int
    anchor: str
    title: str


#: The spot at the beginning of a page.
TOP = Spot("", 0, "", "")


def spots(
    spec: Spec, titles: Mapping[str, str], document: nodes.document, env: BuildEnvironment
) -> list[Spot]:
    """Return the sections and items of a page, sorted by file and line.

    `titles` are the titles that the page shows for its items, by anchor.
    """
    return sorted((*_sections(document, env), *_items(spec, titles)))


def at(found: Sequence[Spot], path: str, line: int) -> Spot:
    """Return the spot that a line belongs to."""
    number = bisect_right(found, (path, line + 1)) - 1
    return found[number] if number >= 0 and found[number].path == path else TOP


def _sections(document: nodes.document, env: BuildEnvironment) -> Iterator[Spot]:
    # docutils gives the line of the underline.
    below = 0 if is_markdown(env) else 1
    top = title_section(document)
    for section in sections(document):
        span = place(section, env)
        names = ("", "") if section is top else (section["ids"][0], elements(section)[0].astext())
        yield Spot(span.path, max(span.line - below, 1), *names)


def _items(spec: Spec, titles: Mapping[str, str]) -> Iterator[Spot]:
    for item in spec.items():
        span, place = item.about.span, anchor(item.kind.name, item.about.slug)
        yield Spot(span.path, span.line, place, titles[place])
