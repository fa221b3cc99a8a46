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

#: An explicit id in a comment of canonical Markdown.
EXPLICIT_ID = r"[\w.-]+"

#: The number that may precede the words of a heading.
NUMBER = pattern(r"^(?:\d+(?:\.\d+)*[.)]?|[ivx]+[.)])\s+", re.IGNORECASE)

_SIGN = pattern(r"(?<=[^\W\d_])(?:\++|#+)")
_GAP = pattern(r"[\W_]+")

#: Translates bytes: letters to lower case, digits to themselves, everything else to a gap.
_ASCII_LETTERS = "".join(
    chr(code).lower() if code < 128 and chr(code).isalnum() else " " for code in range(256)
).encode()

#: The Unicode categories that a heading anchor keeps: letters, marks, digits, `_`.
_IN_ANCHORS = ("L", "M", "Nd", "Pc")


def slug(text: str, characters: int) -> str:
    """Return the text in lower case: letters and digits of any script, joined by single hyphens.

    Combining marks are dropped; `+` and `#` after a letter are spelt out (`C++`, `F#`). The slug is
    cut at the end of a word within `characters` and 200 bytes, or inside a word that is longer on
    its own. A text without letters and digits gives an empty slug.
    """
    name = "-".join(_words(text))
    return name if len(name) <= characters and name.isascii() else _cut(name, characters)


def _words(text: str) -> list[str]:
    """The words of a slug, in lower case."""
    if not text.isascii():
        text = text.replace("—", " ")  # often the only non-ASCII character, and always a gap
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


def has_prefix(heading: str) -> bool:
    """Whether a heading begins with `Spec:`, in any case."""
    return heading.strip().lower().startswith(schema.TITLE_PREFIX.lower())


def without_prefix(heading: str) -> str:
    """Return a spec's title: its first heading without `Spec:`."""
    text = heading.strip()
    return text[len(schema.TITLE_PREFIX) :].strip() if has_prefix(text) else text


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
    """Normalize a target for comparison: slugs stay slugs, and titles become their slugs."""
    return slug(inline.plain(target), SPEC_CHARACTERS)


def anchor(kind: str, item: str) -> str:
    """The fragment that leads to an item on its spec's page."""
    return f"{kind}-{item}"


def full_id(spec: str, kind: str, item: str) -> str:
    """The name of an item among all specs."""
    return f"{spec}.{anchor(kind, item)}"


def heading_anchors(headings: Iterable[str]) -> Iterator[str]:
    """Yield the anchor that Markdown viewers give each heading of a file, from its plain text.

    It is in lower case, with a hyphen for each space and without punctuation; a second heading with
    the same words gets `-1`, the next `-2`. GitHub (its pipeline's `toc_filter.rb`) and MyST do the
    same.
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
