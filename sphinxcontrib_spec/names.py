"""Slugs, ids and anchors: how a spec and its items are called in files, links and URLs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from . import schema
from .markup import inline
from .patterns import pattern

SPEC_CHARACTERS = 80
ITEM_CHARACTERS = 60
MOST_BYTES = 200
ITEM_WORDS = 8
UNTITLED = "untitled"

#: What an explicit id may be in a comment of canonical Markdown.
EXPLICIT_ID = r"[\w.-]+"

#: The number that a heading may have before its words.
NUMBER = pattern(r"^(?:\d+(?:\.\d+)*[.)]?|[ivx]+[.)])\s+", re.IGNORECASE)

_SIGN = pattern(r"(?<=[^\W\d_])(?:\++|#+)")
_GAP = pattern(r"[\W_]+")

#: Letters in lower case and digits; all else is a gap.
_ASCII_LETTERS = "".join(
    chr(code).lower() if code < 128 and chr(code).isalnum() else " " for code in range(256)
).encode()

#: The categories of Unicode that the anchor of a heading keeps: letters, marks, digits, `_`.
_IN_ANCHORS = ("L", "M", "Nd", "Pc")


def slug(text: str, characters: int) -> str:
    """The text in lower case, letters and digits of any script joined by single hyphens.

    Marks that combine with a letter are dropped, `+` and `#` after a letter are said as words
    (`C++`, `F#`). It is cut at a word end within `characters` and 200 bytes, or inside a word
    that is longer by itself. Nothing is left of a text without letters and digits.
    """
    name = "-".join(_words(text))
    return name if len(name) <= characters and name.isascii() else _cut(name, characters)


def _words(text: str) -> list[str]:
    """What a slug is made of, in lower case."""
    if not text.isascii():
        text = text.replace("—", " ")  # most have nothing else that is not ASCII, and it is a gap
    if text.isascii() and "+" not in text and "#" not in text:
        return text.encode().translate(_ASCII_LETTERS).decode().split()
    joined = text.lower()
    if not joined.isascii():
        split = unicodedata.normalize("NFKD", joined)
        bare = "".join(char for char in split if not unicodedata.category(char).startswith("M"))
        joined = unicodedata.normalize("NFC", bare).lower()
    return [word for word in _GAP.split(_SIGN.sub(_spelt, joined)) if word]


def _spelt(sign: re.Match[str]) -> str:
    return ("plus" if sign[0][0] == "+" else "sharp") * len(sign[0])


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
    return slug(inline.plain(without_prefix(title)), SPEC_CHARACTERS) or UNTITLED


def file_name(spec: str) -> str:
    """The canonical file name of the spec with this slug."""
    return f"{schema.FILE_PREFIX}{spec}.md"


def item_slug(kind: schema.Kind, text: str, number: int) -> str:
    """The slug of an item called `text`: the row's number if the text has no letter or digit.

    A list item is named by its first eight words, a table row by its whole first cell.
    """
    words = inline.plain(text) if inline.has_markup(text) else text
    if kind.shape != "table" and len(first := words.split(None, ITEM_WORDS)) > ITEM_WORDS:
        words = words[: -len(first[-1])]
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


def heading_anchors(headings: Iterable[str]) -> Iterator[str]:
    """The anchor that viewers of Markdown give to each heading of a file, by its plain text.

    It is in lower case, with a hyphen for each space and no punctuation; a second one of the
    same words gets `-1`, the next `-2`. So do GitHub (its pipeline's `toc_filter.rb`) and MyST.
    """
    seen: dict[str, int] = {}
    for heading in headings:
        name = "".join(map(_in_anchor, heading.strip().lower()))
        again = seen[name] = seen.get(name, -1) + 1
        yield f"{name}-{again}" if again else name


def _in_anchor(char: str) -> str:
    if char in " -":
        return "-"
    return char if unicodedata.category(char).startswith(_IN_ANCHORS) else ""
