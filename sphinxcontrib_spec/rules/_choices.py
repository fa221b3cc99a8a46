"""Decides whether the choice of a decision is one of the options considered."""

from __future__ import annotations

import re
import unicodedata

from sphinxcontrib_spec.items import Decision
from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.measure.numerals import FIGURES
from sphinxcontrib_spec.patterns import pattern

_ASIDE = pattern(r"\([^()]*\)|`[^`]*`")
_SEPARATOR = pattern(
    r"[,;\n、，；]|\s[/+|]\s|(?<=\w)/(?=\w)|\s(?:or|vs\.?|versus)\s|<br\s*/?>",  # noqa: RUF001
    re.IGNORECASE,
)
_WORD = pattern(r"[^\W_]+")
_SETTLED = pattern(
    r"(?:both|hybrid|none|neither|defer"
    r"|(?:all|any|combin\w+|configurable|depends|do nothing|either|every|leave|mix\w*|no|same"
    r"|status quo|unchanged|what|whatever|whichever|whoever|yes)\b)",
    re.IGNORECASE,
)
_BY_PLACE = pattern(
    r"(?:the\s+)?(?:first|second|third|last|former|latter|(?:option|alternative)\s+[\dA-Z])\b",
    re.IGNORECASE,
)
_ENDING = pattern(r"(?<=[a-z]{3})(?:ings?|ed|ily|ly|ies|es|e|(?<!s)s|y)\Z")
_SMALL_WORDS = frozenset(
    """a an and as at be by for from in into is it its no not of on only or per that the then
    this to use using via with""".split()
)

#: Where a choice ends and remarks about it begin, and the beginning of a choice that is an amount.
_HEAD = pattern(r"[;:(—–]|\s-\s")
_AMOUNT = pattern(r"\W*\d+(?:[.,]\d+)*(?:\W|\Z)")
_CAPITALS = pattern(r"\b[A-Z]{2,4}\b")

#: A word in which all letters but the first and the last are counted: `k8s`.
_COUNTED = pattern(r"\b([a-z])([1-9][0-9]?)([a-z])\b")
#: In cells longer than this together, abbreviations are not looked for.
_MOST_CHARACTERS = 2000
_MOST_WORDS = 3
_NAMELIKE = pattern(r"[A-Z0-9_]")

#: A word of at least this length in both cells is no coincidence.
_TELLING = 4

#: Words that share this many initial letters are forms of one word.
_STEM = 6


def are_names(row: Decision) -> bool:
    """Whether options and choice are all names, which cannot be phrased differently.

    A name is one word, or a few with capitals or digits. A choice that repeats words of the
    decision is an answer to it.
    """
    choice = _HEAD.split(inline.plain(row.chosen), maxsplit=1)[0]
    answers = not _content_words(choice.casefold()).isdisjoint(
        _content_words(inline.plain(row.decision).casefold())
    )
    others = options_of(inline.plain(row.options_considered))
    return not answers and not _AMOUNT.match(choice) and all(map(_is_name, [choice, *others]))


def _is_name(text: str) -> bool:
    words = _ASIDE.sub("", text).split()
    if words and words[0].casefold() == "see":
        return False  # the options are listed elsewhere
    return len(words) == 1 or (
        0 < len(words) <= _MOST_WORDS and all(_NAMELIKE.search(word) for word in words)
    )


def options_of(cell: str) -> list[str]:
    """Return the options of a cell; separators inside parentheses do not count."""
    shown = _ASIDE.sub(lambda aside: "_" * len(aside[0]), cell)
    return [option for option in _SEPARATOR.split(shown) if option.strip()]


def is_considered(chosen: str, options: str) -> bool:
    """Whether a choice matches one of the options, or says that none of them alone was taken."""
    ours, theirs = inline.plain(chosen).casefold(), inline.plain(options).casefold()
    if ours in theirs or theirs in ours:
        return True
    if _SETTLED.match(chosen.strip("*_ ")) or _BY_PLACE.match(chosen):
        return True
    words, others = _content_words(ours), _content_words(theirs)
    if not words.isdisjoint(others):
        return True
    within, others_within = "".join(_WORD.findall(ours)), "".join(_WORD.findall(theirs))
    return (
        any(_is_telling(word) and word in others_within for word in words)
        or any(_is_telling(word) and word in within for word in others)
        or not _stems(words).isdisjoint(_stems(others))
        or not _pairs(words).isdisjoint(_pairs(others))
        or _has_initials(chosen, words, _initials(options))
        or _has_initials(options, others, _initials(chosen))
        or _abbreviates(chosen, theirs)
        or _abbreviates(options, ours)
        or _counts_letters(ours, theirs)
        or _counts_letters(theirs, ours)
    )


def _content_words(text: str) -> set[str]:
    """Return the content words of a text, without inflectional endings.

    Numbers in words become digits.
    """
    return {
        FIGURES.get(word) or (_ENDING.sub("", word) if word.isascii() else word)
        for word in _WORD.findall(text)
        if word not in _SMALL_WORDS
    }


def _stems(words: set[str]) -> set[str]:
    """Return the stems of longer words: `denormalised` matches `denormalising`."""
    return {word[:_STEM] for word in words if len(word) >= _STEM}


def _pairs(words: set[str]) -> set[str]:
    """Return all pairs of adjacent letters in scripts that are written without spaces."""
    return {
        word[at : at + 2]
        for word in words
        for at in range(len(word) - 1)
        if unicodedata.east_asian_width(word[at]) == "W"
    }


def _initials(text: str) -> set[str]:
    """Return the initials of each option: `rbac` for `role-based access control`."""
    options = (_WORD.findall(option.casefold()) for option in options_of(text))
    return {"".join(word[0] for word in words) for words in options if len(words) > 1}


def _has_initials(text: str, words: set[str], initials: set[str]) -> bool:
    """Whether a word consists of initials, or is in capitals and begins with them: `GCP`."""
    return not words.isdisjoint(initials) or any(
        word.casefold().startswith(tuple(initials)) for word in _CAPITALS.findall(text)
    )


def _abbreviates(short: str, long: str) -> bool:
    """Whether a word in capitals has the letters of a longer one: `FDB` for `FoundationDB`."""
    shorts = set(_CAPITALS.findall(short)) if len(short) + len(long) < _MOST_CHARACTERS else ()
    patterns = (r"\b" + r"[^\W_]{0,12}?".join(word.casefold()) for word in shorts)
    return any(re.search(pattern, long) for pattern in patterns)


def _counts_letters(short: str, long: str) -> bool:
    """Whether a word gives the first and last letter of a longer one, and the count of the rest."""
    return any(
        len(word) == int(count) + 2 and word[0] == first and word[-1] == last
        for first, count, last in _COUNTED.findall(short)
        for word in _WORD.findall(long)
    )


def _is_telling(word: str) -> bool:
    return len(word) >= (_TELLING if word.isascii() else 2)
