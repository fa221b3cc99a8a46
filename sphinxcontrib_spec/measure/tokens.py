"""Splits a line into words, numbers and signs, with markup blanked out and code masked."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.patterns import pattern

from . import figures, vocabulary
from .sense import ABSTRACT, COUNTING, LOOSE, MEANING, MEANINGS, NAME, NUMBER, SIGN, VAGUE, meaning

#: Replaces each character of code, of a role, of a URL and of a quotation.
MASK = "\ufffc"


class Words(NamedTuple):
    """The words, names, numbers and signs of a line in parallel columns.

    `said` holds each token as it is compared, words in lower case; `bits` holds the type and the
    meaning of each, with the bits of `sense`. `spans` finds the tokens in `flat`, the visible text
    of the line.
    """

    said: list[str]
    bits: list[int]
    flat: str

    def spans(self) -> list[tuple[int, int]]:
        """Return the start and end of each token, in characters."""
        return [match.span(match.lastindex or 0) for match in _TOKEN.finditer(self.flat)]


#: A number, or else a word, a sign or a name, with the spaces after it. Most words consist of plain
#: letters, which match fastest in an alternative of their own.
_TOKEN = re.compile(
    rf"""
    (?:
    ((?=[$€£¥0-9])(?<![\w\#/.])(?<!\w-)(?<![0-9]:){figures.PATTERN})
    | ([a-zA-Z]++(?=[ ,])
    | [^\W\d_][\w'’]*+(?:[-.](?=\w)[\w'’]*+)*+[+\#]*+
    | [<>]=?|->|[≤≥=≈~±→:;(),—–!?.|&+-]
    | {MASK}+|[0-9][\w'’]*+(?:(?:[-.](?=\w)|(?<=[0-9]):(?=[0-9]))[\w'’]*+)*+)
    )[ ]*+
    """,
    re.VERBOSE,
)
_SIGNS = ("<=", ">=", "->", *"<>≤≥=≈~±→:;(),—–!?.|&+-")
_NAMES = frozenset(f"{MASK}0123456789")
#: The beginning of markup, of a quotation or of a call; not a less-than sign or a plain bracket.
_MARKUP = pattern(r"[\"(*<\[\\_`{~“](?:(?<![<(])|(?<=<)(?=\S)|(?<=[\w.]\())")
_MARKS = pattern(r"[*~]+|(?<!\w)_+|_+(?!\w)")
_CALL = pattern(r"(?<![\w(])\w[\w.]*\((?!e?s\))[^()\s]{0,40}\)")
_QUOTED = pattern(r"“[^”“]{1,80}”|(?<!\w)\"[^\"]{1,80}\"(?!\w)")
_SAYS_HOW_MUCH = pattern(r"[<>≤≥]=?\s*[0-9]|[0-9]\s*%")
_SPELT_AS_A_NAME = pattern(r"[A-Z][\w-]*[A-Z]|\w*[a-z][A-Z]|\w*[0-9_]|\w+\.\w")
#: Bits that a word loses as part of a name: "the Rich Results Test".
_LOST_IN_NAMES = VAGUE | LOOSE | ABSTRACT
_UNCAPPED = pattern(r"(?<![\w.-])[a-z]{4,}")
_BEGINNINGS = frozenset(".:!?;—–-(→")

#: Non-breaking hyphens, and non-breaking or thin spaces except within a number.
_UNBROKEN = pattern("\N{NON-BREAKING HYPHEN}")
_UNUSUAL = pattern("[\N{NON-BREAKING HYPHEN}\u00a0\u2009\u202f]")
_WIDE_BLANKS = pattern("[\u00a0\u2009\u202f](?![0-9]{3}(?![0-9]))")

#: Words that can be a number or part of one, and prefixes that make a number of a word without any
#: other known meaning.
_IN_WORDS = frozenset(
    f"""{vocabulary.NUMBERS} {vocabulary.MULTIPLES} {vocabulary.PARTS} {vocabulary.SPANS}
    no once single-digit""".split()
)
_AS_PREFIX = ("sub", "top-")

#: The bits of what is known exactly as written, as most words are.
_KNOWN = (
    MEANINGS
    | {word: meaning(word) | COUNTING for word in _IN_WORDS}
    | dict.fromkeys(_SIGNS, SIGN)
)  # fmt: skip


def shown(text: str) -> str:
    """Return the text with markup blanked out and names masked, every character in its place.

    A call is a name, too: `render(page)`, O(n). Hyphens and spaces become those of ASCII.
    """
    if not text.isascii() and _UNUSUAL.search(text):
        text = _WIDE_BLANKS.sub(" ", _UNBROKEN.sub("-", text))
    if not _MARKUP.search(text):
        return text
    pieces: list[str] = []
    at = 0
    for part in inline.parts(text):
        pieces.append(text[at : part.start])
        at = part.stop
        size = part.stop - part.start
        match part.kind:
            case "code" | "role" if _SAYS_HOW_MUCH.search(part.label):
                pieces.append(text[part.start : part.stop].replace("`", " "))
            case "code" | "role" | "autolink":
                pieces.append(MASK * size)
            case "link":
                pieces.append(f" {shown(part.label)}".ljust(size))
            case "tag" if part.target not in inline.ELEMENTS:
                pieces.append(MASK * size)
            case "escape":
                pieces.append(f" {part.label}")
            case _:
                pieces.append(" " * size)
    pieces.append(text[at:])
    flat = "".join(pieces)
    if "*" in flat or "_" in flat or "~" in flat:
        flat = _MARKS.sub(_blank, flat)
    if "(" in flat:
        flat = _CALL.sub(_masked, flat)
    return _QUOTED.sub(_quotation, flat) if '"' in flat or "“" in flat else flat


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _masked(match: re.Match[str]) -> str:
    return MASK * len(match[0])


def _quotation(match: re.Match[str]) -> str:
    return match[0] if _SAYS_HOW_MUCH.search(match[0]) else MASK * len(match[0])


def tokens(flat: str, stop: int = -1) -> Words:
    """Split the visible text into words, names, numbers and signs, up to `stop` (-1 for all).

    An unknown word is a name if it is spelt like one: with capitals inside a sentence, with digits,
    underscores or dots. So is a capitalized adjective, unless the whole line is capitalized.
    """
    pieces = _TOKEN.split(
        flat if stop < 0 else flat[:stop]
    )  # two groups per token, its number and its word, one of which is None
    said = pieces[2::3]
    found: list[int | None] = list(map(_KNOWN.get, said))
    bits: list[int] = found  # type: ignore[assignment]  # every None is replaced below
    is_capped: bool | None = None  # computed once, and only if a word depends on it
    at = -1
    for _ in range(found.count(None)):
        at = found.index(None, at + 1)
        written = said[at]
        if written is None:
            said[at] = pieces[3 * at + 1]
            bits[at] = NUMBER
        else:
            said[at], first, later = _read(written)
            if first != later and not _begins(said, bits, at):
                says_opinion = first & _LOST_IN_NAMES
                if says_opinion and is_capped is None:
                    is_capped = not _UNCAPPED.search(flat)
                bits[at] = first if says_opinion and is_capped else later
            else:
                bits[at] = first
    return Words(said, bits, flat)


@lru_cache(maxsize=8192)
def _read(written: str) -> tuple[str, int, int]:
    """Read an unknown word; returns it and its bits at the beginning of and inside a sentence."""
    if written[0] in _NAMES:
        return written, NAME, NAME
    word = written.lower()
    bits = meaning(word)
    is_plain = written == word and written.isalpha()
    is_name = not (bits or is_plain) and _SPELT_AS_A_NAME.match(written)
    first = _counting(word, NAME if is_name else bits)
    if written[0].islower():
        return word, first, first
    return word, first, first if bits and not bits & _LOST_IN_NAMES else _counting(word, NAME)


def _counting(word: str, bits: int) -> int:
    """Return the bits of a word, with `COUNTING` set if it may be a number, too."""
    counts = word in _IN_WORDS or (not bits & MEANING and word.startswith(_AS_PREFIX))
    return bits | COUNTING if counts else bits


def _begins(said: list[str], bits: list[int], at: int) -> bool:
    """Whether at most signs are between a word and the beginning of its sentence."""
    for before in range(at - 1, -1, -1):
        if not bits[before] & SIGN:
            return False
        if said[before] in _BEGINNINGS:
            return True
    return True
