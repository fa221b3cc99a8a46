"""Finds the numbers that a line states: in digits, in words, or as the name of a value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sphinxcontrib_spec.patterns import pattern

from . import sense, vocabulary
from .comparators import BEFORE_A_NUMBER, compared, or_more
from .figures import figure as parsed
from .predicates import BEFORE_A_NOUN
from .tokens import MASK, Words


class Numeral(NamedTuple):
    """A number in a line: its comparison begins at `start`, the number itself is `at` to `stop`.

    `comparator` is `<`, `<=`, `>`, `>=`, `=`, `to` or empty; `figure` is empty for a named value.
    `unit` is the unit of measurement; `counts` says that the next word is what is counted. A `bare`
    number may be there for another reason than that it has to be reached.
    """

    start: int
    at: int
    stop: int
    comparator: str
    figure: str
    unit: str = ""
    counts: bool = False
    bare: bool = False


_MONTHS = frozenset(
    """apr april aug august dec december feb february jan january jul july jun june mar march may
    nov november oct october sep sept september""".split()
)

#: Nouns that numbers follow as names.
_NUMBERED = frozenset(
    """annex appendix article case category chapter class clause code codes day draft epic error
    errors feature figure http issue issues iteration layer level line milestone option part pep
    phase port pr priority release rfc round rule section severity sprint stage status step story
    table ticket tier type version wave week year""".split()
)
_HTTP = frozenset("http status response responses error errors code codes and".split())
_HTTP_CODE = pattern(r"[1-5][0-9]{2}\Z")
_YEAR = pattern(r"(?:19|20)[0-9]{2}(?:[/–-][0-9]+)*\Z")
_CURRENCIES = frozenset("usd eur gbp chf jpy".split())
_ALWAYS = "24/7"
_SUB = pattern(r"sub-?((?:[0-9]+(?:\.[0-9]+)?)?)-?(ms|s|%|second|millisecond|minute|hour)?\Z")
_TOP = pattern(r"top-([0-9]+)\Z")
#: The figures of numbers in words.
FIGURES = {word: str(number) for number, word in enumerate(vocabulary.NUMBERS.split())}
_MULTIPLES = dict.fromkeys(vocabulary.MULTIPLES.split(), "=") | {"majority": ">"}
_PARTS = frozenset(vocabulary.PARTS.split())
_SPANS = frozenset(vocabulary.SPANS.split())
_BY_A = tuple([by, a] for by in ("by", "to") for a in ("a", "one"))
_OPINIONS = sense.VAGUE | sense.LOOSE | sense.FEELING
_BESIDES = frozenset(("additional", "further"))
_UNCOUNTABLE = frozenset("- change changes effect impact longer matter more need".split())
_SHARING = frozenset(("in", "of", "out"))
_OPENS = frozenset(":;.—–→")
_ARTICLES = frozenset(("a", "an", "the"))
#: Placeholders for a number that is still to be decided.
_OPEN = frozenset("n nn tba tbc tbd todo x xx xxx y yy".split())
_BEFORE_A_VALUE = frozenset("configured given of specified the value".split())
_BEFORE_A_BOUND = _BEFORE_A_VALUE | BEFORE_A_NUMBER
#: Comparing words that say where a thing is when they precede its name.
_PLACES = frozenset("above below beyond only over to under within → ->".split())
_NO_NOUN = sense.FUNCTION | sense.AUXILIARY | sense.CLOSED
_NO_COUNTED = _NO_NOUN | sense.SIGN
_MAY_STATE = sense.NUMBER | sense.COUNTING | sense.NAME


def numerals(words: Words) -> Iterator[Numeral]:
    """Yield the numbers of a line, in order."""
    for at, bits in enumerate(words.bits):
        if bits & _MAY_STATE:
            if bits & sense.NUMBER:
                numeral = _in_digits(words, at)
            elif bits & sense.COUNTING:
                numeral = _in_words(words, at)
            else:
                numeral = _by_name(words, at)
            if numeral:
                yield numeral


def _in_digits(words: Words, at: int) -> Numeral | None:
    figure = words.said[at]
    unit = ""
    start, comparator = compared(words.said, at)
    if not figure.isdigit():
        figure, unit, is_open = parsed(figure)
        if is_open:
            comparator = comparator or ">="
    if not unit and not comparator and _is_name(words, start, at, figure):
        return None
    return _counted(words, start, at, comparator, figure, unit)


def _is_name(words: Words, start: int, at: int, figure: str) -> bool:
    """Whether a bare number is a name or part of one: `Phase 2`, `Python 3.12`, `404`, `2027`."""
    said, bits = words.said, words.bits
    after = said[at + 1] if at + 1 < len(said) else ""
    if after in _MONTHS or (after in _HTTP and _HTTP_CODE.match(figure)):
        return True
    if _YEAR.match(figure) and not (after.endswith("s") and not bits[at + 1] & _NO_NOUN):
        return True
    if not start:
        return figure == _ALWAYS
    before = said[start - 1]
    if before in _NUMBERED or before in _MONTHS or figure == _ALWAYS:
        return True
    if bits[start - 1] & sense.NAME:
        return before[0] != MASK and before not in _CURRENCIES
    return "." in figure and not bits[start - 1] & (sense.MEANING | sense.NO_WORD)


def _counted(
    words: Words, start: int, at: int, comparator: str, figure: str, unit: str
) -> Numeral | None:
    """Return the number with what follows it: a share, the noun that it counts, `or more`."""
    said, bits = words.said, words.bits
    if said[start] == "the" and not (comparator or unit):
        return None  # "the two services" are known already
    stop = at + 1
    if not unit and (size := _share(words, stop)):
        figure = " ".join([figure, *said[stop : stop + size]])
        stop += size
    counts = stop < len(said) and not (unit or ":" in figure or bits[stop] & _NO_COUNTED)
    comparator = comparator or or_more(said, stop + counts)
    return Numeral(start, at, stop, comparator, figure, unit, counts, True)


def _share(words: Words, at: int) -> int:
    """Return how many words after a number make it a share: `3 of 4`, `9 out of 10`, `1 in 50`."""
    said = words.said
    if at == len(said) or said[at] not in _SHARING:
        return 0
    size = 1
    if said[at] == "out":
        if said[at + 1 : at + 2] != ["of"]:
            return 0
        size = 2
    is_number = at + size < len(said) and words.bits[at + size] & sense.NUMBER
    return size + 1 if is_number else 0


def _in_words(words: Words, at: int) -> Numeral | None:
    """Return a number in words: none of something, half of it, at least two."""
    said = words.said
    word = said[at]
    if word in ("zero", "no"):
        return _none(words, at)
    start, comparator = compared(said, at)
    if word == "single-digit":
        return _counted(words, start, at, "<", "10", "")
    if word in FIGURES:
        is_last = at + 1 == len(said)
        if is_last or words.bits[at + 1] & sense.NO_WORD or (word == "one" and not comparator):
            return None
        return _counted(words, start, at, comparator, FIGURES[word], "")
    if word in _PARTS and said[max(0, at - 2) : at] in _BY_A:
        return Numeral(at - 1, at - 1, at + 1, "", f"{said[at - 1]} {word}")
    if word in _SPANS:
        if comparator and said[at - 1] in _ARTICLES:
            return _counted(words, start, at, comparator, "1", word)
        return None
    if word == "once":
        return Numeral(start, at, at + 1, comparator, "1") if comparator else None
    if word in _MULTIPLES:
        after = said[at + 1] if at + 1 < len(said) else ""
        if word in ("double", "triple") and at and after not in BEFORE_A_NOUN:
            return None  # "double quotes"
        if word == "thirds" and at and said[at - 1] in FIGURES:
            start, comparator = compared(said, at - 1)
            word = f"{said[at - 1]} {word}"
        return Numeral(start, at, at + 1, comparator or _MULTIPLES[said[at]], word)
    if match := _TOP.match(word):
        return Numeral(at, at, at + 1, "<=", match[1])
    match = _SUB.match(word)
    if match and (match[1] or match[2]):
        return Numeral(at, at, at + 1, "<", match[1] or "1", match[2] or "")
    return None


def _none(words: Words, at: int) -> Numeral | None:
    """Return the number for `no` and `zero` before something countable, and for `is zero`."""
    said, bits = words.said, words.bits
    is_last = at + 1 == len(said)
    if said[at] == "no" and at and said[at - 1] not in _OPENS:
        return None
    if (
        not is_last
        and not bits[at + 1] & sense.SIGN
        and (said[at + 1] in _BESIDES or not bits[at + 1] & _OPINIONS)
        and said[at + 1] not in _UNCOUNTABLE
    ):
        return Numeral(at, at, at + 1, "=", "0", counts=True)
    return Numeral(at, at, at + 1, "=", "0") if said[at] == "zero" and (at or is_last) else None


def _by_name(words: Words, at: int) -> Numeral | None:
    """Return a bound that is given by name: "at least the configured `grace-period`"."""
    said = words.said
    if not at or said[at - 1] not in _BEFORE_A_BOUND or said[at] in _OPEN:
        return None
    start = at
    while start and at - start < 2 and said[start - 1] in _BEFORE_A_VALUE:
        start -= 1
    start, comparator = compared(said, start)
    if comparator and said[start] not in _PLACES:
        return Numeral(start, at, at + 1, comparator, "")
    return None
