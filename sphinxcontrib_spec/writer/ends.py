"""What ends an item's words on its line: typed links, the explicit id, comments."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from ..items import Item, Link


def links(found: Iterable[Link]) -> str:
    """Typed links in parentheses (design section 6), in their order; empty if there are none."""
    said = [
        f"{verb} {', '.join(map(_link, of_verb))}"
        for verb, of_verb in groupby(found, lambda link: link.verb)
    ]
    return f"({'; '.join(said)})" if said else ""


def _link(link: Link) -> str:
    return f"[{link.text}]({link.url})" if link.url else link.text


def identity(item: Item) -> str:
    """The comment that gives an item its id; empty if it has no id of its own."""
    return f"<!-- #{item.about.id} -->" if item.about.id else ""


def joined(parts: Iterable[str]) -> str:
    """The parts that are not empty, a space between any two."""
    return " ".join(part for part in parts if part)
