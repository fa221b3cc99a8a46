"""Measures whether a reader who did not write a line could decide if it passes or fails.

A line is measured in one pass: its markup is blanked out, its names are masked, and its words are
put in columns (`tokens`), which are searched for a number that has to be reached (`quantities`).
Without one, the word that leads its claim is found (`clauses`), and what counts for and against it
is weighed (`points`); the same happens where the numbers leave open how firmly a line claims
something (`lines`). The meaning of words is looked up in `vocabulary`, in all their forms
(`sense`). Only English is understood; in other languages only numbers count, and their words never
count against a line (`english`). For an item of a spec, what stands beside and below it counts as
well (`rows`).
"""

from __future__ import annotations

from functools import partial

from sphinxcontrib_spec.patterns import pattern
from sphinxcontrib_spec.source import Text

from . import sense
from .english import is_english, is_surely_english, may_be_foreign
from .lines import Line
from .numerals import Numeral, numerals
from .points import total
from .quantities import has_target
from .tokens import Words, shown, tokens
from .verdict import THRESHOLD, Basis, Kind, Problem, Target, Verdict

__all__ = [
    "THRESHOLD",
    "Basis",
    "Kind",
    "Problem",
    "Target",
    "Verdict",
    "measure",
    "names_nothing",
    "names_quantity",
    "reads_as_english",
]

#: The score of a line with a target.
_QUANTIFIED_SCORE = 10

#: The score of a line whose number, or whose whole text, is still to be written.
_OPEN_SCORE = -4

#: A boundary needs less than a goal: it only has to be clear what lies beyond it, in at least this
#: many words or by a name.
_BOUNDARY = 3
_BOUNDARY_WORDS = 2
_SILENT = sense.FUNCTION | sense.CLOSED | sense.AUXILIARY | sense.SIGN
_EMPTY_WORDS = frozenset(
    """above anything below case cases covered described else etc everything explicitly feature
    features goal goals here improvement improvements issue issues item items listed mentioned misc
    miscellaneous n needed nice nice-to-have non-goal non-goals none not other others out part
    parts required scenarios scope something stated stuff tbd that thing things this todo topic
    topics use work""".split()
)

#: Whether a number states a quantity depends on at most this many words after it, which fit into
#: this many characters.
_CLOSE = 6
_MANY_CHARACTERS = 60
#: The first words of a text fit into this many characters; the last of them may be read differently
#: where the text goes on, as a number can consist of several words.
_FIRST_CHARACTERS = 40
_UNSURE = 3
_DIGIT = pattern("[0-9]")

#: A line that is still to be written or says that there is nothing, and a number still to come.
_TO_COME = pattern(
    r"(?is)\W*+(?:(?:TB[ACD]|TODO"
    r"|to be (?:agreed|announced|chosen|confirmed|decided|defined|determined))"
    r"(?:\s*+(?:[:(—–-]|\b(?:by|in|later|soon|with)\b).*|\W*+)"
    r"|(?:n/a|none|nothing)\b\W*+)"
)
_OPEN_NUMBER = pattern(
    r"(?<![\w.])(?:X{1,3}|NN?|YY?|TB[ACD]|\?{1,3})\s?(?:%|(?:ms|s|min|h|days|USD|EUR)\b|[€$])"
    r"|[<>≤≥]=?\s?(?:X{1,3}|NN?|YY?|TB[ACD])(?![\w.-])"
)


def measure(text: str, kind: Kind = "goal") -> Verdict:
    """Return whether a goal, a metric or a non-goal, one paragraph of Markdown, can be decided.

    The parts of `evidence` have places if the text is a `Text` that has one.
    """
    words = tokens(shown(text))
    if _is_wordless(words):
        return Verdict(THRESHOLD, "none")
    line = Line(text if isinstance(text, Text) else Text(text), words, kind)
    if kind == "non-goal":
        if _is_empty(words):
            return Verdict(-2, "none", "topic", line.whole)
    elif has_target(words, line.firmness):
        return Verdict(_QUANTIFIED_SCORE, "quantified", "", line.stated, line.target)
    elif _TO_COME.fullmatch(words.flat):
        return Verdict(_OPEN_SCORE, "none", "topic", line.whole)
    elif _OPEN_NUMBER.search(words.flat):
        return Verdict(_OPEN_SCORE, "none", "metric", line.whole)
    claim, points = line.weighed
    score = total(points, claim) + (_BOUNDARY if kind == "non-goal" else 0)
    if score >= THRESHOLD:
        return Verdict(score, "binary", "", line.decisive)
    if not is_english(words):
        return Verdict(THRESHOLD, "none")
    if score < 0 and may_be_foreign(words):
        score = 0
    problem, at_fault = line.against()
    return Verdict(score, "none", problem, partial(line.parts, at_fault))


def names_nothing(text: str) -> bool:
    """Whether a non-goal, one paragraph of Markdown, does not say what is out of scope.

    For such a line, `measure` reports the problem `topic`, with a score below 0. Unless the line
    ends in a colon, its words are enough to tell, and nothing has to be weighed.
    """
    flat = shown(text)
    stop = flat.find(" ", _FIRST_CHARACTERS) if ":" not in flat else -1
    if stop > 0:
        # Usually the first words already say what is out of scope.
        near = tokens(flat, stop)
        first = Words(near.said[:-_UNSURE], near.bits[:-_UNSURE], flat)
        if not _is_wordless(first) and not _is_empty(first):
            return False
    words = tokens(flat)
    if _is_wordless(words):
        return False
    if words.said[-1] != ":":
        return _is_empty(words)
    verdict = measure(text, "non-goal")
    return verdict.score < 0 and verdict.problem == "topic"


def names_quantity(text: str) -> bool:
    """Whether a text says how much or how many of anything, for whatever purpose."""
    flat = shown(text)
    digit = _DIGIT.search(flat)
    stop = flat.find(" ", digit.end() + _MANY_CHARACTERS) if digit else -1
    if stop > 0:
        # Usually the first number decides, together with the words close to it.
        near = tokens(flat, stop)
        surely = len(near.said) - _CLOSE
        if any(_says_how_much(each) for each in numerals(near) if each.stop <= surely):
            return True
    return any(map(_says_how_much, numerals(tokens(flat))))


def _says_how_much(numeral: Numeral) -> bool:
    return numeral.figure not in ("", "0")


def reads_as_english(text: str) -> bool:
    """Whether enough words of a text are known to judge it as English."""
    flat = shown(text)
    return is_surely_english(flat) or is_english(tokens(flat))


def _is_wordless(words: Words) -> bool:
    """Whether there are only signs."""
    bits = words.bits
    return not bits or (bits[0] & sense.SIGN > 0 and all(each & sense.SIGN for each in bits))


def _is_empty(words: Words) -> bool:
    """Whether a boundary does not say where it is."""
    count, is_empty = 0, True
    for word, bits in zip(words.said, words.bits, strict=True):
        if not bits & _SILENT:
            count += _BOUNDARY_WORDS if bits & sense.NAME or "-" in word else 1
            is_empty = is_empty and (word in _EMPTY_WORDS or bool(bits & sense.AMOUNT))
            if count >= _BOUNDARY_WORDS and not is_empty:
                return False
    return True
