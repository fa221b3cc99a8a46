"""Detects whether a line is English; in other languages only the numbers are understood."""

from __future__ import annotations

from sphinxcontrib_spec.patterns import pattern

from . import figures, sense
from .sense import MEANING, MEANINGS, NO_WORD
from .tokens import Words

#: Words of other languages that are not English words.
_FOREIGN = frozenset(
    """aan af att au auch auf aux av avec bei bem bez bir che con contra daha dans das de dei
    dem der des det di dla du ein eine einen einer el en entre er est et för gli het ikke im
    inte ist için jest kann la las le les lo los mais mas med meer mit mot måste na nach nicht
    niet não och oder oraz para pas pela pelo più por pour que sehr sem ser sich sie sin sind
    sobre soll sollen som sono sont su sul sur til tous uma un una und une van vers vom von voor
    werden wird y zeer zijn zu zum zur är è é""".split()
)

#: Words of opinion that are spelt alike in several languages: they do not make a line English.
_SHARED = frozenset(
    """acceptable accessible agile elegant excellent experience experiences flexible fragile
    handling ideal intelligent modern natural optimal performance performant positive possible
    robust sensible simple smart solution solutions stable transparent usable vision""".split()
)

#: One in this many words has to be known; a line with too few words counts as English unless
#: something speaks against it.
_ONE_KNOWN_IN = 4
_BINDING = sense.FUNCTION | sense.AUXILIARY | sense.CLOSED
_TOO_FEW = 5

_LETTERS = pattern(r"[^\W\d_]++")
#: Translates bytes: ASCII letters to lower case, everything else to a gap.
_ASCII_LETTERS = "".join(
    chr(code).lower() if code < 128 and chr(code).isalpha() else " " for code in range(256)
).encode("latin-1")
#: Words that have only one reading when blanks surround them, not even that of a unit.
_CLEAR = frozenset(MEANINGS) - {*_LETTERS.findall(figures.PATTERN)}


def is_surely_english(flat: str) -> bool:
    """Whether splitting a text at blanks is enough to be sure that it is English.

    A text has at most as many words as runs of letters, and none of those may be a foreign word.
    """
    if flat.isascii():  # splitting bytes is many times faster than matching runs with a pattern
        runs = flat.encode().translate(_ASCII_LETTERS).decode().split()
    else:
        runs = _LETTERS.findall(flat.lower())
    enough = max(_TOO_FEW, len(runs) / _ONE_KNOWN_IN)
    alone = flat.split()
    half = len(alone) // 2
    known = sum(map(_CLEAR.__contains__, alone[:half]))
    if known < enough:
        known += sum(map(_CLEAR.__contains__, alone[half:]))
    return known >= enough and _FOREIGN.isdisjoint(runs)


def is_english(words: Words) -> bool:
    """Whether enough of the words are known to judge by them."""
    said = [(word, bits) for word, bits in zip(*words[:2], strict=True) if not bits & NO_WORD]
    foreign = 0 if _FOREIGN.isdisjoint(words.said) else sum(word in _FOREIGN for word, _ in said)
    if len(said) < _TOO_FEW:
        other = sum(not word.isascii() for word, _ in said)
        return not foreign and other * 2 < len(said)
    known = len([bits for _, bits in said if bits & MEANING])
    if known * _ONE_KNOWN_IN < len(said):
        return False
    return not foreign or foreign <= len([bits for _, bits in said if bits & _BINDING])


def may_be_foreign(words: Words) -> bool:
    """Whether the known words could just as well belong to another language."""
    known = [
        (word, bits & MEANING)
        for word, bits in zip(words.said, words.bits, strict=True)
        if not bits & NO_WORD
    ]
    return not all(bits for _, bits in known) and not any(
        bits and word not in _SHARED for word, bits in known
    )
