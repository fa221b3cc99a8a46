"""Write what follows an item's words on their line: typed links, the explicit id, comments."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

from .. import names
from ..items import Item, Link
from ..markup import inline
from ..patterns import pattern

_COMMENT = "<!--"
_ID = pattern(names.EXPLICIT_ID)


def links(found: Iterable[Link]) -> str:
    """Return typed links in parentheses (design section 6), in order; empty if there are none."""
    by_verb = [
        f"{verb} {', '.join(map(link, of_verb))}"
        for verb, of_verb in groupby(found, attrgetter("verb"))
    ]
    return f"({'; '.join(by_verb)})" if by_verb else ""


def link(one: Link) -> str:
    """Return the Markdown link to the target of a typed link."""
    return f"[{one.text}]({one.url})" if one.url else one.text


def identity(item: Item) -> str:
    """Return the comment with an item's explicit id; empty if the item has none.

    A directive may have an id that a comment cannot, such as `Net Down`; the item then gets its
    slug.
    """
    said = str(item.about.id)
    if said and not _ID.fullmatch(said):
        said = names.slug(said, names.ITEM_CHARACTERS)
    return f"<!-- #{said} -->" if said else ""


def joined(parts: Iterable[str]) -> str:
    """Join the parts that are not empty with spaces."""
    return " ".join(part for part in parts if part)


def commented(text: str, comments: Iterable[str]) -> str:
    """Append comments to a text, separated by spaces.

    A `<!--` in the text that is never closed is plain text, but would hide what follows up to the
    end of the appended comment, so it is escaped. No text that was read from Markdown has one
    before a comment.
    """
    behind = joined(comments)
    if behind and _COMMENT in text:
        text = _escaped(text)
    return joined((text, behind))


def _escaped(text: str) -> str:
    """Escape each `<!--` in the text that is never closed."""
    pieces, last = [], 0
    for part in inline.parts(text):
        pieces += [
            text[last : part.start].replace(_COMMENT, f"\\{_COMMENT}"),
            text[part.start : part.stop],
        ]
        last = part.stop
    return "".join(pieces) + text[last:].replace(_COMMENT, f"\\{_COMMENT}")
