"""Splits text into sentences, even if it holds code, units, versions and names with dots."""

from __future__ import annotations

import re

from .markup import inline
from .patterns import pattern
from .source import Text

_MASKED = frozenset(("code", "role", "link", "autolink", "image"))
_HIDDEN = frozenset(("comment", "tag"))
_BREAK = pattern(r"\\(?=\n)")
_RAISED = pattern(r"<sup>[^<>]*</sup>")
_URL = pattern(r"\bhttps?://[^\s<>]*[^\s<>.,;:!?)\]'\"]")
#: Begins with the characters that end a sentence, so that the search skips all others.
_END = pattern(
    r"""[.!?…。！？](?:
    (?<=[.!?…])(?<![.!?…][.!?…])[.!?…]*+[)\]"'”’»*_]*+(?:\[\^?[\w-]+\]|[¹²³⁰-⁹])*+(?=\s)
    | (?<=[。！？])[。！？]*[」』”’)）]*
    )""",  # noqa: RUF001
    re.VERBOSE,
)
_OPENING = pattern(r"\s+(?:>\s*+|[–—-]\s++)*+([(\[\"'“‘«*_¿¡]*)(\S)")
_WIDE = frozenset("。！？")  # noqa: RUF001
_WORD = pattern(r"\w")

#: Words whose dot does not end a sentence.
_ABBREVIATIONS = frozenset("approx cf e.g eq etc fig figs i.e incl no nos resp sec vs".split())

#: More such words, in front of a number; and sentence beginnings that are not a capital letter.
_BEFORE_NUMBERS = frozenset("al art avg ca ch chap max min p para pp req ver vol".split())
_NUMBER_OR_NAME = pattern(r"[0-9]|[a-z]{1,3}[A-Z]")


def sentences(text: Text) -> list[Text]:
    """Return the sentences of a paragraph of Markdown, each with its position.

    A sentence ends at `.`, `!`, `?` or `…` before white space and a capital letter (or a letter of
    a script without case), with quotes or brackets allowed before the letter. It also ends at `。`,
    `！` and `？`, and at the end of the text.

    Note references belong to the preceding sentence. A dot after an abbreviation does not end a
    sentence, nor do dots that stand alone. Code, links and URLs count as words; comments and tags
    are skipped.
    """  # noqa: RUF002
    return [piece.trimmed() for piece in text.pieces(_ranges(text))]


def count(text: str) -> int:
    """Return the number of sentences in a paragraph."""
    return len(_ranges(text))


def most(text: str) -> int:
    """Count sentences, including those that may begin with a number or a name such as `iOS`."""
    return len(_ranges(text, boldly=True))


def _ranges(text: str, boldly: bool = False) -> list[tuple[int, int]]:
    """Return the start and end of each sentence, including the blanks around it."""
    shown = _shown(text)
    cuts = [
        end.end()
        for end in _END.finditer(shown)
        if end[0][0] in _WIDE
        or (_opens(shown, end.end()) and not _is_abbreviation(shown, end))
        or (boldly and _may_open(shown, end))
    ]
    bounds = zip([0, *cuts], [*cuts, len(text)], strict=True)
    return [(start, stop) for start, stop in bounds if _WORD.search(shown, start, stop)]


def _shown(text: str) -> str:
    """Return the text, same length, with code, links and URLs masked as capitalized words."""
    shown: list[str] = []
    at = 0
    if "<sup>" in text:
        text = _RAISED.sub(_blank, text)
    for part in inline.parts(text):
        size = part.stop - part.start
        if part.kind in _MASKED:
            shown += (text[at : part.start], "X" * size)
        elif part.kind in _HIDDEN:
            shown += (text[at : part.start], " " * size)
        else:
            continue
        at = part.stop
    shown.append(text[at:])
    said = "".join(shown)
    if "\\\n" in said:
        said = _BREAK.sub(" ", said)
    return _URL.sub(lambda match: "X" * len(match[0]), said) if "://" in said else said


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _opens(shown: str, at: int) -> bool:
    """Whether what follows begins a sentence: with a letter that is not lower case."""
    opening = _OPENING.match(shown, at)
    if opening is None:
        return False
    first = opening[2]
    return first.isalpha() and not first.islower()


def _may_open(shown: str, end: re.Match[str]) -> bool:
    """Whether what follows may be a sentence that begins with a number or a name such as `iOS`."""
    opening = _OPENING.match(shown, end.end())
    if opening is None or not _NUMBER_OR_NAME.match(shown, opening.start(2)):
        return False
    return not (_is_abbreviation(shown, end) or _word_before(shown, end) in _BEFORE_NUMBERS)


def _is_abbreviation(shown: str, end: re.Match[str]) -> bool:
    """Whether the dot belongs to the word before it."""
    word = _word_before(shown, end)
    return not word or word in _ABBREVIATIONS


def _word_before(shown: str, end: re.Match[str]) -> str:
    start = end.start()
    while start and not shown[start - 1].isspace():
        start -= 1
    return shown[start : end.start()].lstrip("([\"'“‘«*_").casefold()
