"""What a line claims: the word that leads its first clause, and what stands close to it."""

from __future__ import annotations

import re
from typing import NamedTuple

from . import sense
from .predicates import BEFORE_A_NOUN, has_predicate
from .tokens import Token
from .verdict import Kind


class Clause(NamedTuple):
    """The first clause of a line that claims something, in indices of the line's words.

    It begins at `start`, behind a label. `head` is the word that leads it; `core` is the end of
    what it is about, before the first preposition, and `stop` its own end, before reasons and
    purposes. `leads` tells whether the head is a verb with an end that can be seen, `is_noun`
    whether an article makes a noun of it. `ensures` tells whether an "ensure that" stands before
    it, `says` whether anything is said of a subject where the head does not lead.
    """

    words: list[Token]
    start: int
    head: int
    core: int
    stop: int
    leads: bool
    is_noun: bool
    ensures: bool
    says: bool


_BOLD = re.compile(r"[^\w*`]*(?:\*\*|__)(?P<words>[^*\n]+?)(?:\*\*|__)\s*(?P<after>[:—–.-])?")
_LONGEST_LABEL = 6
_SKIPPED = frozenset(
    """a ability able additional aim also an and are be do does don't goal goals have has is it kep
    main must need needs not objective of our primary project proposal rfc secondary shall should
    spec tep that the this to want wants we will""".split()
)
_ENSURING = frozenset(
    "ensure ensures ensuring guarantee guarantees make makes making verify sure confirm".split()
)
_LINKS = frozenset(
    """across against and as at before between but by during for from if in into of on or over per
    rather such than through under unless until via when where which while who with within
    without after""".split()
)
_ARTICLES = frozenset("a an the our".split())
_PURPOSES = frozenset("to which so because thus since thereby".split())
_REASONS = frozenset("because so since".split())
_ENDS = frozenset(";—–.")
_ARROWS = frozenset(("→", "->"))


def clause(words: list[Token], text: str, kind: Kind) -> Clause:
    """The first clause of a line's words that claims something, remarks in brackets aside."""
    if "(" in text and any(token.word == "(" for token in words[1:]):
        words = _without_remarks(words)
    found = _clause(words, _after_label(words, text), kind)
    after = found.stop + 1
    if (
        after < len(words)
        and words[found.stop].word in ("—", "–", ".")
        and found.stop - found.start <= _LONGEST_LABEL
        and not (found.leads or found.says)
        and not words[found.head].bits & (sense.DIRECTION | sense.ACTIVITY)
    ):
        # What stands before a dash or a full stop is no more than a label, too.
        return _clause(words, after, kind)
    return found


def _without_remarks(words: list[Token]) -> list[Token]:
    """The same words; those in brackets say nothing."""
    depth = 0
    said: list[Token] = []
    for token in words:
        depth += (token.word == "(") - (token.word == ")" and depth > 0)
        silent = depth and (token.kind == "word" or token.word == ",")
        said.append(token._replace(word="", bits=sense.FUNCTION) if silent else token)
    return said


def _after_label(words: list[Token], text: str) -> int:
    """The first word after a label: bold words that a sign ends, or words before a colon."""
    bold = _BOLD.match(text) if "**" in text or "__" in text else None
    if bold and (bold["after"] or bold["words"].rstrip().endswith((":", "."))):
        first = next((at for at, token in enumerate(words) if token.start >= bold.end()), 0)
        if first and not any(token.bits & sense.AUXILIARY for token in words[:first]):
            return first
    for at, token in enumerate(words[: _LONGEST_LABEL + 1] if ":" in text else ()):
        if token.word == ":" and at and at + 1 < len(words):
            return at + 1
    return 0


def _clause(words: list[Token], start: int, kind: Kind) -> Clause:
    size = len(words)
    head = start
    ensures = False
    while head < size and (
        (token := words[head]).word in _SKIPPED or token.word in _ENSURING or token.kind == "sign"
    ):
        ensures = ensures or token.word in _ENSURING
        head += 1
    if head == size:
        head = start
    stop = _stop(words, head)
    core = _core(words, head, stop)
    is_noun = head > start and words[head - 1].word in _ARTICLES
    leads = not is_noun and _leads(words, head, core, kind)
    says = (ensures or not leads) and has_predicate(words, head, core, stop)
    return Clause(words, start, head, core, stop, leads, is_noun, ensures, says)


def _stop(words: list[Token], head: int) -> int:
    """The end of the clause that the head leads: a reason or a purpose is no part of it."""
    size = len(words)
    for at in range(head + 1, size):
        kind, word, _, _, _ = words[at]
        if kind == "sign":
            if word in _ENDS or (word in _ARROWS and at > head + 1):
                return at
            if word == "," and at + 1 < size:
                after = words[at + 1].word
                if after in _PURPOSES or after.endswith("ing"):
                    return at
        elif word == "to" and head + 2 < at < size - 1:
            bits = words[at + 1].bits
            if bits & (sense.DIRECTION | sense.ACTIVITY) and not bits & sense.OUTCOME:
                return at
        elif word in _REASONS and at > head + 2:
            return at
    return size


def _core(words: list[Token], head: int, stop: int) -> int:
    """Before the first preposition after what the head is about."""
    about = False
    for at in range(head + 1, stop):
        token = words[at]
        if about and token.word in _LINKS:
            return at
        about = about or not (token.bits & sense.FUNCTION or token.kind == "sign")
    return stop


def _leads(words: list[Token], head: int, core: int, kind: Kind) -> bool:
    """Whether the head is a verb with an end that can be seen, and no noun or adjective."""
    token = words[head]
    bits = token.bits
    after = words[head + 1] if head + 1 < len(words) else None
    if not bits & sense.OUTCOME:
        return not bits and after is not None and after.word in BEFORE_A_NOUN
    if after is None:
        return False  # a word alone names a topic
    if bits & (sense.VAGUE | sense.STATE):
        is_verb = after.word in BEFORE_A_NOUN or after.word in ("up", "and")
        return is_verb or (after.kind == "name" and kind != "metric")
    if after.bits & sense.METRIC and token.word.endswith("ing"):
        return False
    if kind == "metric" and any(one.bits & sense.METRIC for one in words[head + 1 : core]):
        return after.word in BEFORE_A_NOUN  # "test suite speed" tests nothing
    if bits & sense.PARTICIPLE and not bits & sense.BASE:
        return bool(after.bits & sense.FUNCTION) or after.kind == "sign"
    return True
