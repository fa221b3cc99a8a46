"""What ends an item's words on its line: typed links, the explicit id, comments."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from .. import names
from ..items import Item, Link
from ..markup import inline
from ..patterns import pattern

_COMMENT = "<!--"
_ID = pattern(names.EXPLICIT_ID)


def links(found: Iterable[Link]) -> str:
    """Typed links in parentheses (design section 6), in their order; empty if there are none."""
    said = [
        f"{verb} {', '.join(map(link, of_verb))}"
        for verb, of_verb in groupby(found, lambda one: one.verb)
    ]
    return f"({'; '.join(said)})" if said else ""


def link(one: Link) -> str:
    """The item at the other end of a typed link, in Markdown."""
    return f"[{one.text}]({one.url})" if one.url else one.text


def identity(item: Item) -> str:
    """The comment that gives an item its id; empty if it has no id of its own.

    A directive may give one that no comment can, as `Net Down`: it is known by its slug.
    """
    said = str(item.about.id)
    if said and not _ID.fullmatch(said):
        said = names.slug(said, names.ITEM_CHARACTERS)
    return f"<!-- #{said} -->" if said else ""


def joined(parts: Iterable[str]) -> str:
    """The parts that are not empty, a space between any two."""
    return " ".join(part for part in parts if part)


def commented(text: str, comments: Iterable[str]) -> str:
    """A text and the comments behind it, a space between any two.

    A comment that nothing in the text ends is plain words, but would be hidden with the one that
    follows: it gets a backslash. No text that was read from Markdown has one there.
    """
    behind = joined(comments)
    if behind and _COMMENT in text:
        text = _escaped(text)
    return joined((text, behind))


def _escaped(text: str) -> str:
    """The text with a backslash before each comment that nothing ends."""
    said, last = [], 0
    for part in inline.parts(text):
        said += [
            text[last : part.start].replace(_COMMENT, f"\\{_COMMENT}"),
            text[part.start : part.stop],
        ]
        last = part.stop
    return "".join(said) + text[last:].replace(_COMMENT, f"\\{_COMMENT}")
