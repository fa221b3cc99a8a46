"""The meaning of words in all their forms: the vocabulary, inflected, as a table of bits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache, reduce
from operator import or_

from sphinxcontrib_spec.patterns import pattern

from . import vocabulary

# The bits; a word can have several of them.
OUTCOME = 1
DIRECTION = 2
ACTIVITY = 4
FEELING = 8
PARTICIPLE = 16
VAGUE = 32
LOOSE = 64
AMOUNT = 128
STATE = 256
CLOSED = 512
AUXILIARY = 1024
METRIC = 2048
FUNCTION = 8192
#: The imperative form of a verb: `add`, not `adds`, `adding` or `added`.
BASE = 16384
ABSTRACT = 32768
#: All of the above: whether anything is known about the meaning of a word.
MEANING = 65535

# Other properties of a token, in the same number. Words have none of the first three.
NAME = 1 << 16
NUMBER = 1 << 17
SIGN = 1 << 18
NO_WORD = NAME | NUMBER | SIGN
#: A number in words, or part of one: `twelve`, `half`, `no`, `sub-second`.
COUNTING = 1 << 19

_VAGUE_STARTS = frozenset("well high low highly easy easily best better".split())
_VAGUE_ENDS = frozenset("effective efficient fast friendly grade quality".split())
_LOOSE_ENDS = frozenset("agnostic native neutral oriented proof ready".split())
_PREFIXES = frozenset("re pre auto de co".split())
_PREFIXED = pattern(r"(?:re|un)(?P<verb>\w{3,})\Z")
_PARTICIPLE = pattern(r"\w{2,}[^\We]ed\Z")
_HISSING = ("s", "x", "z", "ch", "sh", "o")


@lru_cache(maxsize=8192)
def meaning(word: str) -> int:
    """Return the bits of a lower-case word, guessed from its form if unknown; 0 if unclear."""
    bits = MEANINGS.get(word)
    if bits is not None:
        return bits
    if word.endswith("ed") and _PARTICIPLE.match(word):
        return PARTICIPLE
    if word.startswith(("re", "un")) and (prefixed := _PREFIXED.match(word)):
        bits = MEANINGS.get(prefixed["verb"], 0)
        if bits & (OUTCOME | ACTIVITY):
            return bits & (OUTCOME | ACTIVITY | PARTICIPLE | BASE)
    if "-" in word:
        first, _, rest = word.partition("-")
        last = rest.rpartition("-")[2]
        if first in _VAGUE_STARTS or last in _VAGUE_ENDS:
            return VAGUE
        if last in _LOOSE_ENDS:
            return LOOSE
        if first in _PREFIXES:
            return MEANINGS.get(rest, 0)
    return 0


def of(bits: Iterable[int]) -> int:
    """Return the union of the bits of some words."""
    return reduce(or_, bits, 0)


def _verb(verb: str) -> tuple[list[str], list[str]]:
    """Inflect a verb: its other present forms and its participles, with doubled letters as well."""
    if verb.endswith("e"):
        return [f"{verb}s", f"{verb[:-1]}ing"], [f"{verb}d"]
    if verb[-1] == "y" and verb[-2] not in "aeiou":
        return [f"{verb[:-1]}ies", f"{verb}ing"], [f"{verb[:-1]}ied"]
    plural = f"{verb}es" if verb.endswith(_HISSING) else f"{verb}s"
    double = verb + verb[-1]
    return [plural, f"{verb}ing", f"{double}ing"], [f"{verb}ed", f"{double}ed"]


def _adjective(word: str) -> Iterator[str]:
    """Yield an adjective, its comparatives, its adverb and the noun of the quality."""
    yield word
    stem = word[:-1] if word.endswith(("e", "y")) else word
    if word.endswith("y"):
        stem += "i"
    if len(word) < 8:
        for end in ("er", "est"):
            yield stem + end
            yield stem + stem[-1] + end
    yield f"{stem}ness"
    yield f"{stem}y" if word.endswith("le") else f"{stem}ly"
    yield f"{word}ly"
    yield f"{word}ally"
    if word.endswith(("able", "ible")):
        yield f"{word[:-2]}ility"


def _meanings() -> dict[str, int]:
    found: dict[str, int] = {}

    def note(words: Iterable[str], bits: int) -> None:
        for word in words:
            found[word] = found.get(word, 0) | bits

    for verbs, bits in (
        (vocabulary.OUTCOMES, OUTCOME),
        (vocabulary.DIRECTIONS, DIRECTION),
        (vocabulary.ACTIVITIES, ACTIVITY),
        (vocabulary.FEELINGS, FEELING),
    ):
        for verb in verbs.split():
            present, participles = _verb(verb)
            note([verb], bits | BASE)
            note(present, bits)
            note(participles, bits | PARTICIPLE)
    for adjective in vocabulary.VAGUE.split():
        for form in _adjective(adjective):
            note((form, f"un{form}", f"in{form}"), VAGUE)
    for words, bits in (
        (vocabulary.PARTICIPLES, OUTCOME | PARTICIPLE),
        (vocabulary.PASTS, OUTCOME),
        (vocabulary.DIRECTION_NOUNS, DIRECTION),
        (vocabulary.VAGUE_WORDS, VAGUE),
        (vocabulary.LOOSE_WORDS, LOOSE),
        (vocabulary.ABSTRACTIONS, ABSTRACT),
        (vocabulary.AMOUNTS, AMOUNT),
        (vocabulary.STATES, STATE),
        (vocabulary.CLOSED, CLOSED),
        (vocabulary.AUXILIARIES, AUXILIARY),
        (vocabulary.METRICS, METRIC),
        (vocabulary.FUNCTION_WORDS, FUNCTION),
    ):
        note(words.split(), bits)
    return found


#: The bits of each known form of a word.
MEANINGS = _meanings()

#: The two words of each fixed term that begins with a vague word.
TERMS = frozenset(
    (first, noun + end)
    for first, _, noun in (term.partition("-") for term in vocabulary.TERMS.split())
    for end in ("", "s")
)
