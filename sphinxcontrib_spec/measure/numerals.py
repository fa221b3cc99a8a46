"""The numbers that a line states, in digits, in words or by the name of a value."""

from __future__ import annotations

import re
from typing import NamedTuple

from . import sense
from .comparators import BEFORE_A_NUMBER, compared, or_more
from .predicates import BEFORE_A_NOUN
from .tokens import NAME, NUMBER, Token


class Numeral(NamedTuple):
    """A number in the words of a line: what compares it from `start`, itself from `at` to `stop`.

    `comparator` is `<`, `<=`, `>`, `>=`, `=`, `to` or empty; `figure` is empty for the value of a
    name. `unit` is what it is measured in; `counts` tells that the next word is what is counted.
    `bare` is a number that may have been named for another reason than that it is to be reached.
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
_HTTP_CODE = re.compile(r"[1-5][0-9]{2}\Z")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?:[/–-][0-9]+)*\Z")
_CURRENCIES = frozenset("usd eur gbp chf jpy".split())
_ALWAYS = "24/7"
_SUB = re.compile(r"sub-?((?:[0-9]+(?:\.[0-9]+)?)?)-?(ms|s|%|second|millisecond|minute|hour)?\Z")
_TOP = re.compile(r"top-([0-9]+)\Z")
_NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
}
_MULTIPLES = dict.fromkeys(
    """double doubled doubles half halve halved halves thirds triple tripled triples
    twice""".split(),
    "=",
) | {"majority": ">"}
_PARTS = frozenset(("third", "quarter", "fifth", "tenth"))
_BY_A = tuple([by, a] for by in ("by", "to") for a in ("a", "one"))
_SPANS = frozenset("day dozen hour minute month percent quarter second week year".split())
_OPINIONS = sense.VAGUE | sense.LOOSE | sense.FEELING
_BESIDES = frozenset(("additional", "further"))
_UNCOUNTABLE = frozenset("- change changes effect impact longer matter more need".split())
_OPENS = frozenset(":;.—–→")
_ARTICLES = frozenset(("a", "an", "the"))
_BEFORE_A_VALUE = frozenset("configured given of specified the value".split())
_BEFORE_A_BOUND = _BEFORE_A_VALUE | BEFORE_A_NUMBER
_NO_NOUN = sense.FUNCTION | sense.AUXILIARY | sense.CLOSED
_AS_PREFIX = ("sub", "top-")
_IN_WORDS = frozenset((*_NUMBER_WORDS, *_MULTIPLES, *_PARTS, *_SPANS, "no", "once"))


def numerals(words: list[Token]) -> list[Numeral]:
    """The numbers of a line, in order."""
    found: list[Numeral] = []
    for at, token in enumerate(words):
        kind, word, _, _, bits = token
        if kind == "number":
            numeral = _in_digits(words, at)
        elif word in _IN_WORDS or (not bits and word.startswith(_AS_PREFIX)):
            numeral = _in_words(words, at)
        elif kind == "name":
            numeral = _by_name(words, at)
        else:
            continue
        if numeral:
            found.append(numeral)
    return found


def _in_digits(words: list[Token], at: int) -> Numeral | None:
    figure = words[at].word
    unit = ""
    start, comparator = compared(words, at)
    if not figure.isdigit():
        match = NUMBER.match(figure)
        assert match is not None  # it is how the number was found
        figure = match["figure"] + match["more"] + (match["scale"] or "")
        unit = (match["unit"] or match["money"] or "").strip()
        if not comparator and (match["plus"] or match["plus_too"]):
            comparator = ">="
    if not unit and not comparator and _is_name(words, start, at, figure):
        return None
    return _counted(words, start, at, comparator, figure, unit)


def _is_name(words: list[Token], start: int, at: int, figure: str) -> bool:
    """Whether a bare number is a name or a part of one: `Phase 2`, `Python 3.12`, `404`, `2027`."""
    after = words[at + 1] if at + 1 < len(words) else None
    if after and (after.word in _MONTHS or (_HTTP_CODE.match(figure) and after.word in _HTTP)):
        return True
    if _YEAR.match(figure) and not (
        after and after.word.endswith("s") and not after.bits & _NO_NOUN
    ):
        return True
    if not start:
        return figure == _ALWAYS
    before = words[start - 1]
    if before.word in _NUMBERED or before.word in _MONTHS or figure == _ALWAYS:
        return True
    if before.kind == "name":
        return before.word[0] != NAME and before.word not in _CURRENCIES
    return before.kind == "word" and not before.bits and "." in figure


def _counted(
    words: list[Token], start: int, at: int, comparator: str, figure: str, unit: str
) -> Numeral | None:
    """The number with what stands behind it: a share, the noun it counts, `or more`."""
    if words[start].word == "the" and not (comparator or unit):
        return None  # "the two services" are known already
    stop = at + 1
    if not unit and (size := _share(words, stop)):
        figure = " ".join([figure, *(token.word for token in words[stop : stop + size])])
        stop += size
    after = words[stop] if stop < len(words) else None
    counts = not unit and after is not None and after.kind != "sign" and not after.bits & _NO_NOUN
    comparator = comparator or or_more(words, stop + counts)
    return Numeral(start, at, stop, comparator, figure, unit, counts, bare=True)


def _share(words: list[Token], at: int) -> int:
    """How many words after a number say of how many it is: `3 of 4`, `9 out of 10`, `1 in 50`."""
    said = [token.word for token in words[at : at + 2]]
    size = 2 if said == ["out", "of"] else 1 if said[:1] in (["of"], ["in"]) else 0
    if size and at + size < len(words) and words[at + size].kind == "number":
        return size + 1
    return 0


def _in_words(words: list[Token], at: int) -> Numeral | None:
    """A number in words: none of something, half of it, at least two."""
    word = words[at].word
    if word in ("zero", "no"):
        return _none(words, at)
    start, comparator = compared(words, at)
    after = words[at + 1] if at + 1 < len(words) else None
    if word in _NUMBER_WORDS:
        if after is None or after.kind != "word" or (word == "one" and not comparator):
            return None
        return _counted(words, start, at, comparator, _NUMBER_WORDS[word], "")
    if word in _PARTS and [token.word for token in words[max(0, at - 2) : at]] in _BY_A:
        return Numeral(at - 1, at - 1, at + 1, "", f"{words[at - 1].word} {word}")
    if word in _SPANS:
        if comparator and words[at - 1].word in _ARTICLES:
            return _counted(words, start, at, comparator, "1", word)
        return None
    if word == "once":
        return Numeral(start, at, at + 1, comparator, "1") if comparator else None
    if word in _MULTIPLES:
        if word in ("double", "triple") and at and not (after and after.word in BEFORE_A_NOUN):
            return None  # "double quotes"
        if word == "thirds" and at and words[at - 1].word in _NUMBER_WORDS:
            start, comparator = compared(words, at - 1)
            word = f"{words[at - 1].word} {word}"
        return Numeral(start, at, at + 1, comparator or _MULTIPLES[words[at].word], word)
    if match := _TOP.match(word):
        return Numeral(at, at, at + 1, "<=", match[1])
    match = _SUB.match(word)
    if match and (match[1] or match[2]):
        return Numeral(at, at, at + 1, "<", match[1] or "1", match[2] or "")
    return None


def _none(words: list[Token], at: int) -> Numeral | None:
    """`No` and `zero` before what can be counted, and `is zero`."""
    word = words[at].word
    after = words[at + 1] if at + 1 < len(words) else None
    if word == "no" and at and words[at - 1].word not in _OPENS:
        return None
    if (
        after
        and after.kind != "sign"
        and (after.word in _BESIDES or not after.bits & _OPINIONS)
        and after.word not in _UNCOUNTABLE
    ):
        return Numeral(at, at, at + 1, "=", "0", counts=True)
    return Numeral(at, at, at + 1, "=", "0") if word == "zero" and (at or not after) else None


def _by_name(words: list[Token], at: int) -> Numeral | None:
    """A bound that a name stands for: "at least the configured `grace-period`"."""
    if not at or words[at - 1].word not in _BEFORE_A_BOUND:
        return None
    start = at
    while start and at - start < 2 and words[start - 1].word in _BEFORE_A_VALUE:
        start -= 1
    start, comparator = compared(words, start)
    if comparator and words[start].word not in _PLACES:
        return Numeral(start, at, at + 1, comparator, "")
    return None


#: Comparing words that say where a thing is, before its name.
_PLACES = frozenset("above below beyond only over to under within → ->".split())
