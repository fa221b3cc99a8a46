"""What is read of a line: its words, numbers and signs, without markup, code and quotations."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from sphinxcontrib_spec import inline

from .sense import ABSTRACT, LOOSE, MEANINGS, VAGUE, meaning

Kind = Literal["word", "name", "number", "sign"]

#: Stands for each character of code, of a role, of an address and of a quotation.
NAME = "\ufffc"


class Token(NamedTuple):
    """A word (in lower case), name, number or sign at `[start:stop]` of a line, with its bits."""

    kind: str
    word: str
    start: int
    stop: int
    bits: int


_UNITS = (
    "%|percent|per[ ]cent|pp|percentage[ ]points?|ns|[µμu]s|ms|msecs?|s|secs?|seconds?|mins?"
    "|minutes?|h|hrs?|hours?|[kKMGTP]i?[bB]|bytes?|bits?|[kMG]bps|[MG]bit/s|[kMGT]?Hz|°C|°F|[kMG]?Wh?"
    "|[kM]?V|mA|km/h|[kmcµ]?m|[kmµ]?g|l|ml|dB|px|pt|r?em|fps|FPS|rps|qps|tps|req/s|ops/s|/s|/min"
    "|/h|/day|/week|/month|EUR|USD|GBP|CHF|JPY|dollars?|euros?|cents?|€|\\$|£"
)
_RATES = "s|sec|min|h|hour|day|week|month|year|req|request|user|node|core"
_FIGURE = r"(?:[0-9]{1,3}(?:[,’'\u202f\u00a0][0-9]{3})+|[0-9]+)(?:[.,][0-9]+)?"

#: A number with what belongs to it: a currency, a range or ratio, a scale, a unit, a plus.
NUMBER = re.compile(
    rf"""
    (?P<money>[$€£¥][ ]?)?
    (?P<figure>{_FIGURE})
    (?P<more>(?:[ ]?[/–-][ ]?{_FIGURE}){{0,4}}|:[0-9](?![0-9]))
    (?P<scale>[ ]?(?:k|K|M|B|mio|million|billion|thousand)(?![\w/]))?
    (?P<plus>\+)?
    (?P<unit>[ ]?(?:{_UNITS})(?:/(?:{_RATES})\b)?(?!\w|-[^\W\d])|[ ]?[x×](?!\w)|-?fold\b)?
    (?:[–-]{_FIGURE}[x×%])?
    (?P<plus_too>\+)?
    (?!\w|[.,:/-]?[0-9]|[.-][^\W\d_])
    """,
    re.VERBOSE,
)
_TOKEN = re.compile(
    rf"""
    (?P<word>[^\W\d_][\w'’]*+(?:[-.](?=\w)[\w'’]*+)*+[+\#]*+)
    | (?P<number>(?=[$€£¥0-9])(?<![\w\#/.])(?<!\w-)(?<![0-9]:){NUMBER.pattern})
    | (?P<sign>[<>]=?|->|[≤≥=≈~±→:;(),—–!?.|&+-])
    | (?P<name>{NAME}+|[0-9][\w'’]*+(?:[-.](?=\w)[\w'’]*+)*+)
    """,
    re.VERBOSE,
)
_MARKS = re.compile(r"[*~]+|(?<!\w)_+|_+(?!\w)")
_CALL = re.compile(r"(?<![\w(])\w[\w.]*\((?!e?s\))[^()\s]{0,40}\)")
_QUOTED = re.compile(r"“[^”“]{1,80}”|(?<!\w)\"[^\"]{1,80}\"(?!\w)")
_SAYS_HOW_MUCH = re.compile(r"[<>≤≥]=?\s*[0-9]|[0-9]\s*%")
_SPELT_AS_A_NAME = re.compile(r"[A-Z][\w-]*[A-Z]|\w*[a-z][A-Z]|\w*[0-9_]|\w+\.\w")
#: What a word says that is part of a name: "the Rich Results Test".
_OPINIONS = VAGUE | LOOSE | ABSTRACT
_UNCAPPED = re.compile(r"(?<![\w.-])[a-z]{4,}")
_BEGINNINGS = frozenset(".:!?;—–-(→")


def shown(text: str) -> str:
    """The text with markup blanked out and names masked, every character at its place.

    What is called is a name, too: `render(page)`, O(n).
    """
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
                pieces.append(NAME * size)
            case "link":
                pieces.append(f" {shown(part.label)}".ljust(size))
            case "tag" if part.target not in inline.ELEMENTS:
                pieces.append(NAME * size)
            case "escape":
                pieces.append(f" {part.label}")
            case _:
                pieces.append(" " * size)
    pieces.append(text[at:])
    flat = "".join(pieces)
    if "*" in flat or "_" in flat or "~" in flat:
        flat = _MARKS.sub(_blank, flat)
    if "(" in flat:
        flat = _CALL.sub(_named, flat)
    return _QUOTED.sub(_quotation, flat) if '"' in flat or "“" in flat else flat


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _named(match: re.Match[str]) -> str:
    return NAME * len(match[0])


def _quotation(match: re.Match[str]) -> str:
    return match[0] if _SAYS_HOW_MUCH.search(match[0]) else NAME * len(match[0])


def tokens(flat: str) -> list[Token]:
    """The words, names, numbers and signs of what is shown.

    A word that nothing is known of is a name if it is spelt like one: with capitals inside of a
    sentence, with digits, underscores or dots. So is an adjective with capitals, unless all of
    the line has them.
    """
    found: list[Token] = []
    new = tuple.__new__  # what Token() comes to in the end; most of the time is spent here
    known = MEANINGS.get
    begins = True
    for match in _TOKEN.finditer(flat):
        word = match[0]
        bits = known(word, -1)
        if bits >= 0:  # a known word in lower case, as most are
            kind = "word"
            begins = False
        else:
            kind = match.lastgroup or ""
            if kind == "word":
                kind, word, bits = _word(word, flat, begins)
                begins = False
            else:
                bits = 0
                begins = word in _BEGINNINGS or (begins and kind == "sign")
        start, stop = match.span()
        found.append(new(Token, (kind, word, start, stop, bits)))
    return found


def _word(written: str, flat: str, begins: bool) -> tuple[str, str, int]:
    """The kind, word and bits of a word that is not known as it is written."""
    word = written.lower()
    bits = meaning(word)
    is_apart = not (begins or written[0].islower())
    if not bits:
        is_plain = written == word and written.isalpha()
        is_name = is_apart or (not is_plain and _SPELT_AS_A_NAME.match(written))
        return "name" if is_name else "word", word, 0
    if is_apart and bits & _OPINIONS and _UNCAPPED.search(flat):
        return "name", word, 0
    return "word", word, bits
