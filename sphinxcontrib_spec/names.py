"""Slugs, ids and anchors: how a spec and its items are called in files, links and URLs."""

from __future__ import annotations

import re
import unicodedata

from . import inline, schema

SPEC_CHARACTERS = 80
ITEM_CHARACTERS = 60
MOST_BYTES = 200
ITEM_WORDS = 8

_SIGN = re.compile(r"(?<=[^\W\d_])(?:\++|#+)")
_GAP = re.compile(r"[\W_]+")


def slug(text: str, characters: int) -> str:
    """The text in lower case, letters and digits of any script joined by single hyphens.

    Marks that combine with a letter are dropped, `+` and `#` after a letter are said as words
    (`C++`, `F#`). It is cut at a word end within `characters` and 200 bytes, or inside a word
    that is longer by itself. Nothing is left of a text without letters and digits.
    """
    joined = text.lower()
    if not joined.isascii():
        split = unicodedata.normalize("NFKD", joined)
        bare = "".join(char for char in split if not unicodedata.category(char).startswith("M"))
        joined = unicodedata.normalize("NFC", bare).lower()
    named = _SIGN.sub(
        lambda sign: ("plus" if sign[0][0] == "+" else "sharp") * len(sign[0]), joined
    )
    return _cut(_GAP.sub("-", named).strip("-"), characters)


def _cut(name: str, characters: int) -> str:
    short = name[:characters]
    while len(short.encode()) > MOST_BYTES:
        short = short[:-1]
    if short == name or name[len(short)] == "-":
        return short.rstrip("-")
    head, hyphen, _ = short.rpartition("-")
    return head if hyphen else short


def without_prefix(heading: str) -> str:
    """A spec's title: its first heading without `Spec:`."""
    text = heading.strip()
    if text[: len(schema.TITLE_PREFIX)].lower() == schema.TITLE_PREFIX.lower():
        text = text[len(schema.TITLE_PREFIX) :].strip()
    return text


def spec_slug(title: str) -> str:
    """The slug of a spec with this title (with or without `Spec:`), `untitled` if none is left."""
    return slug(inline.plain(without_prefix(title)), SPEC_CHARACTERS) or "untitled"


def file_name(spec: str) -> str:
    """The canonical file name of the spec with this slug."""
    return f"{schema.FILE_PREFIX}{spec}.md"


def item_slug(kind: schema.Kind, text: str, number: int) -> str:
    """The slug of an item called `text`: the row's number if the text has no letter or digit.

    A list item is named by its first eight words, a table row by its whole first cell.
    """
    words = inline.plain(text)
    if kind.shape != "table":
        words = " ".join(words.split()[:ITEM_WORDS])
    return slug(words, ITEM_CHARACTERS) or str(number)


def target_slug(target: str) -> str:
    """A target as it is compared: slugs compare with slugs, titles as their slugs."""
    return slug(inline.plain(target), SPEC_CHARACTERS)


def anchor(kind: str, item: str) -> str:
    """The fragment that leads to an item on its spec's page."""
    return f"{kind}-{item}"


def full_id(spec: str, kind: str, item: str) -> str:
    """The name of an item among all specs."""
    return f"{spec}.{anchor(kind, item)}"
