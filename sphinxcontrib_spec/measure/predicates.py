"""Decides whether words contain a predicate: a verb, a participle or a state of a subject."""

from __future__ import annotations

from . import sense
from .tokens import Words

#: Words that are followed by a noun.
BEFORE_A_NOUN = frozenset(
    """a all an any both each every her his its it my new no our that the their them these this
    those which who whose your""".split()
)

#: Verbs of which most forms are nouns as well.
OFTEN_NOUNS = frozenset(
    """access audit backup batch build cache change check control copy count cover document
    download edit export filter flow format function group guide host import index issue list load
    lock log map model monitor mount order output package page patch plan port post power process
    profile proxy query queue record release report request reset restart retry return route run
    sample schedule score search share store stream supply switch target test trace track transfer
    trigger type update upgrade upload use view work""".split()
)
_CLOSED_SUBJECTS = frozenset("every each all no any both only neither none nobody".split())
_SUBJECTS = frozenset("he i it she that there they to we which who you".split())
_RELATIVES = frozenset("that which who after before when while".split())
_JOINED = frozenset(("and", "or", ","))

#: A known word without any of these bits is never a predicate.
_SAYING = (
    sense.AUXILIARY
    | sense.STATE
    | sense.PARTICIPLE
    | sense.OUTCOME
    | sense.DIRECTION
    | sense.ACTIVITY
)
_VERBS = sense.OUTCOME | sense.DIRECTION | sense.ACTIVITY
_PURPOSE = sense.OUTCOME | sense.BASE


def has_predicate(words: Words, head: int, core: int, stop: int) -> bool:
    """Whether the words from `head` to `stop` contain a predicate.

    Words without a predicate name a topic or a metric. The name of a metric ends before a relative
    clause: "the share of requests that fail" says nothing about the share.
    """
    said, bits = words.said, words.bits
    if said[0] in _CLOSED_SUBJECTS or said[head] in _CLOSED_SUBJECTS:
        return True
    if sense.of(bits[head:core]) & sense.METRIC:
        stop = next((at for at in range(head, stop) if said[at] in _RELATIVES), stop)
    elif _has_purpose(words, head, stop):
        return True
    is_metric = bool(bits[head] & sense.METRIC)
    for at in range(head, stop):
        may_be_verb = bits[at] & _SAYING or (said[at].endswith("s") and is_unknown(bits[at]))
        if may_be_verb and _is_predicate(words, at, head, stop, is_metric):
            return True
    return False


def is_unknown(bits: int) -> bool:
    """Whether these are the bits of an unknown word."""
    return not bits & (sense.MEANING | sense.NO_WORD)


def _has_purpose(words: Words, head: int, stop: int) -> bool:
    """Whether something exists for a purpose: "a way to cancel a run"."""
    said, bits = words.said, words.bits
    return "to" in said and any(
        said[at] == "to" and bits[at + 1] & _PURPOSE == _PURPOSE for at in range(head + 1, stop - 1)
    )


def _is_predicate(words: Words, at: int, head: int, stop: int, of_metric: bool) -> bool:
    """Whether a word is the predicate of its clause."""
    word, bits = words.said[at], words.bits[at]
    if bits & sense.AUXILIARY:
        return True
    is_last = at + 1 >= stop
    after, after_bits = ("", 0) if is_last else (words.said[at + 1], words.bits[at + 1])
    before, before_bits = words.said[at - 1], words.bits[at - 1]
    describes = not (
        is_last
        or after_bits & (sense.NO_WORD | sense.FUNCTION)
        or (at > head and _is_plural(before))
    )
    names_a_rate = after == "per" and not bits & sense.STATE  # "pages read per hour"
    said = sense.STATE if of_metric else sense.STATE | sense.PARTICIPLE
    if bits & said and not (describes or names_a_rate):
        return True
    if at == head or before_bits & sense.SIGN:
        return False
    if before_bits & sense.FUNCTION and before not in _SUBJECTS:
        return False  # a noun follows
    if bits & _VERBS:
        if bits & sense.BASE:
            return _is_finite(words, at, is_last, of_metric)
        if not is_last and after not in _JOINED:
            return word.endswith("s")
        return word.endswith("s") and not (bits & sense.METRIC or word[:-1] in OFTEN_NOUNS)
    # The verb is unknown: "a nurse triages the patients".
    return is_unknown(bits) and _is_plural(word) and after in BEFORE_A_NOUN


def _is_finite(words: Words, at: int, is_last: bool, of_metric: bool) -> bool:
    """Whether a verb in its base form is the verb of the clause: "both lists agree"."""
    said, bits = words.said, words.bits
    plural = _is_plural(said[at - 1])
    if is_last:
        return "and" in said[max(0, at - 3) : at - 1] or (plural and not of_metric)
    if of_metric:
        return plural and said[at + 1] in BEFORE_A_NOUN
    return plural or (
        said[at] not in OFTEN_NOUNS and is_unknown(bits[at - 1]) and not bits[at + 1] & sense.SIGN
    )


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "'s", "’s"))
