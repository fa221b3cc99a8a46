"""What ends an item's words on its line: typed links, the explicit id, comments."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from ..inline import parts
from ..items import Item, Link
from ..patterns import pattern

#: What begins a comment or a declaration (https://spec.commonmark.org/0.31.2/#raw-html).
_OPENS = pattern(r"<!(?=--|[A-Za-z])")


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
    """The comment that gives an item its id; empty if it has no id of its own."""
    return f"<!-- #{item.about.id} -->" if item.about.id else ""


def joined(parts: Iterable[str]) -> str:
    """The parts that are not empty, a space between any two."""
    return " ".join(part for part in parts if part)


def commented(text: str, comments: Iterable[str]) -> str:
    """A text and the comments behind it, a space between any two.

    `<!` that nothing in the text ends is plain words, but would be hidden with the comment that
    follows: it gets a backslash. No text that was read from Markdown has one there.
    """
    behind = joined(comments)
    if behind and "<!" in text:
        text = _shut(text)
    return joined((text, behind))


def _shut(text: str) -> str:
    taken = parts(text)
    opens = [
        match.start()
        for match in _OPENS.finditer(text)
        if not any(part.start <= match.start() < part.stop for part in taken)
        and (text.startswith("--", match.end()) or ">" not in text[match.end() :])
    ]
    for at in reversed(opens):
        text = f"{text[:at]}\\{text[at:]}"
    return text
