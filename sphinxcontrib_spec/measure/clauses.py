"""Finds what a line claims: the word that leads its first clause, and the words around it."""

from __future__ import annotations

from typing import NamedTuple

from sphinxcontrib_spec.patterns import pattern

from . import sense
from .predicates import BEFORE_A_NOUN, has_predicate
from .tokens import Words
from .verdict import Kind


class Clause(NamedTuple):
    """The first clause of a line that claims something, as indices into the line's words.

    It begins at `start`, after a label. `head` is the word that leads it; `core` is the end of what
    it is about, before the first preposition, and `stop` the end of the clause, before reasons and
    purposes. `leads` says whether the head is a verb with an observable result, `is_noun` whether
    an article makes it a noun. `ensures` says whether an "ensure that" precedes it, `says` whether
    something is said about a subject where the head does not lead.
    """

    words: Words
    start: int
    head: int
    core: int
    stop: int
    leads: bool
    is_noun: bool
    ensures: bool
    says: bool


_BOLD = pattern(r"[^\w*`]*(?:\*\*|__)(?P<words>[^*\n]+?)(?:\*\*|__)\s*(?P<after>[:—–.-])?")
_COLON = pattern(r":\s")
_LONGEST_LABEL = 6
#: Verbs that give no direction but describe an event when "back" follows them.
_FALLING = frozenset("fall falls falling".split())
_SKIPPED = frozenset(
    """a ability able additional aim also an and are be do does don't goal goals have has is it kep
    main must need needs not objective of our primary project proposal rfc secondary shall should
    spec tep that the this to want wants we will""".split()
)
_ENSURING = frozenset(
    "ensure ensures ensuring guarantee guarantees make makes making verify sure confirm".split()
)
_LEADING = _SKIPPED | _ENSURING
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
_MAY_END = _ENDS | _ARROWS | _REASONS | {",", "for", "to"}
#: Words after "for" that begin a purpose: "for faster restarts".
_GAINS = frozenset(
    """better cleaner clearer easier enhanced faster greater improved increased lower quicker
    safer simpler smoother""".split()
)
_LED_ON = sense.DIRECTION | sense.ACTIVITY
_SILENT = sense.FUNCTION | sense.SIGN


def clause(words: Words, text: str, kind: Kind) -> Clause:
    """Return the first clause that claims something, ignoring remarks in brackets."""
    if "(" in text and "(" in words.said[1:]:
        words = _without_remarks(words)
    found = _clause(words, _after_label(words, text), kind)
    after = found.stop + 1
    if (
        after < len(words.said)
        and words.said[found.stop] in ("—", "–", ".")
        and found.stop - found.start <= _LONGEST_LABEL
        and not (found.leads or found.says)
        and not words.bits[found.head] & _LED_ON
    ):
        # Words before a dash or a full stop are only a label, too.
        return _clause(words, after, kind)
    return found


def _without_remarks(words: Words) -> Words:
    """Return the same words, with those in brackets blanked."""
    depth = 0
    said, bits = words.said.copy(), words.bits.copy()
    for at, word in enumerate(words.said):
        depth += (word == "(") - (word == ")" and depth > 0)
        if depth and (word == "," or not bits[at] & sense.NO_WORD):
            said[at] = ""
            bits[at] = sense.FUNCTION | (bits[at] & sense.SIGN)
    return Words(said, bits, words.flat)


def _after_label(words: Words, text: str) -> int:
    """The first word after a label: bold words ended by a sign, or words before a colon."""
    bold = _BOLD.match(text) if "**" in text or "__" in text else None
    if bold and (bold["after"] or bold["words"].rstrip().endswith((":", "."))):
        begins = (at for at, (start, _) in enumerate(words.spans()) if start >= bold.end())
        first = next(begins, 0)
        if first and not any(bits & sense.AUXILIARY for bits in words.bits[:first]):
            return first
    if ":" in text and _COLON.search(words.flat):
        for at, word in enumerate(words.said[: _LONGEST_LABEL + 1]):
            if word == ":" and at and at + 1 < len(words.said):
                return at + 1
    return 0


def _clause(words: Words, start: int, kind: Kind) -> Clause:
    said, bits = words.said, words.bits
    size = len(said)
    head = start
    while head < size and (said[head] in _LEADING or bits[head] & sense.SIGN):
        head += 1
    ensures = head > start and not _ENSURING.isdisjoint(said[start:head])
    if head == size:
        head = start
    stop = _stop(words, head)
    core = _core(words, head, stop)
    is_noun = head > start and said[head - 1] in _ARTICLES
    leads = not is_noun and _leads(words, head, core, kind)
    says = (ensures or not leads) and has_predicate(words, head, core, stop)
    return Clause(words, start, head, core, stop, leads, is_noun, ensures, says)


def _stop(words: Words, head: int) -> int:
    """The end of the clause that the head leads; a reason or a purpose is not part of it."""
    said, bits = words.said, words.bits
    size = len(said)
    for at in range(head + 1, size):
        word = said[at]
        if word not in _MAY_END:
            continue
        if word in _ENDS:
            return at
        if word in _ARROWS or word in _REASONS:
            if at > head + (2 if word in _REASONS else 1):
                return at
        elif at + 1 == size:
            break
        elif word == ",":
            after = said[at + 1]
            if after in _PURPOSES or after.endswith("ing"):
                return at
        elif word == "for":
            if at > head + 2 and said[at + 1] in _GAINS:
                return at
        elif at > head + 2 and bits[at + 1] & _LED_ON and not bits[at + 1] & sense.OUTCOME:
            return at
    return size


def _core(words: Words, head: int, stop: int) -> int:
    """The position of the first preposition after what the head is about."""
    said, bits = words.said, words.bits
    about = head + 1
    while about < stop and bits[about] & _SILENT:
        about += 1
    for at in range(about + 1, stop):
        if said[at] in _LINKS:
            return at
    return stop


def _leads(words: Words, head: int, core: int, kind: Kind) -> bool:
    """Whether the head is a verb with an observable result, and not a noun or adjective."""
    said, bits = words.said[head], words.bits[head]
    if head + 1 == len(words.said):
        return False  # a single word names a topic
    after, after_bits = words.said[head + 1], words.bits[head + 1]
    if after == "back" and said in _FALLING:
        return True
    if not bits & sense.OUTCOME:
        return not bits & sense.MEANING and after in BEFORE_A_NOUN
    if bits & (sense.VAGUE | sense.STATE):
        is_verb = after in BEFORE_A_NOUN or after in ("up", "and")
        return is_verb or (bool(after_bits & sense.NAME) and kind != "metric")
    if after_bits & sense.METRIC and said.endswith("ing"):
        return False
    if kind == "metric" and names_metric(words, head + 1, core):
        return after in BEFORE_A_NOUN  # "test suite speed" tests nothing
    if bits & sense.PARTICIPLE and not bits & sense.BASE:
        return bool(after_bits & _SILENT)
    return True


def names_metric(words: Words, start: int, stop: int) -> bool:
    """Whether some of the words name what is measured; "level AA" is the name of a level."""
    return any(
        words.bits[at] & sense.METRIC
        and not (words.said[at] == "level" and sense.of(words.bits[at + 1 : at + 2]) & sense.NAME)
        for at in range(start, stop)
    )
