"""Whether words say something of a subject: a verb, a participle or a state among them."""

from __future__ import annotations

from . import sense
from .tokens import Token

#: Words that a noun follows.
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

#: No known word without one of these says anything of a subject.
_SAYING = (
    sense.AUXILIARY
    | sense.STATE
    | sense.PARTICIPLE
    | sense.OUTCOME
    | sense.DIRECTION
    | sense.ACTIVITY
)


def has_predicate(words: list[Token], head: int, core: int, stop: int) -> bool:
    """Whether the words from `head` to `stop` say something of a subject.

    Words without a predicate are the name of a topic or of a metric. The name of a metric ends
    before a relative clause: "the share of requests that fail" says nothing of the share.
    """
    if words[0].word in _CLOSED_SUBJECTS or words[head].word in _CLOSED_SUBJECTS:
        return True
    if any(token.bits & sense.METRIC for token in words[head:core]):
        stop = next((at for at in range(head, stop) if words[at].word in _RELATIVES), stop)
    elif _has_purpose(words, head, stop):
        return True
    is_metric = bool(words[head].bits & sense.METRIC)
    for at in range(head, stop):
        kind, word, _, _, bits = words[at]
        may_be_verb = bits & _SAYING or (not bits and kind == "word" and word.endswith("s"))
        if may_be_verb and _is_predicate(words, at, head, stop, is_metric):
            return True
    return False


def _has_purpose(words: list[Token], head: int, stop: int) -> bool:
    """Whether something is there to do something: "a way to cancel a run"."""
    wanted = sense.OUTCOME | sense.BASE
    for at in range(head + 1, stop - 1):
        if words[at].word == "to" and words[at + 1].bits & wanted == wanted:
            return True
    return False


def _is_predicate(words: list[Token], at: int, head: int, stop: int, of_metric: bool) -> bool:
    """Whether one word is what a clause says of its subject."""
    token = words[at]
    word, bits = token.word, token.bits
    after = words[at + 1] if at + 1 < stop else None
    if bits & sense.AUXILIARY:
        return True
    before = words[at - 1]
    describes = (
        after
        and after.kind == "word"
        and not after.bits & sense.FUNCTION
        and not (at > head and _is_plural(before.word))
    )
    names_a_rate = after and after.word == "per" and not bits & sense.STATE  # "pages read per hour"
    said = sense.STATE if of_metric else sense.STATE | sense.PARTICIPLE
    if bits & said and not (describes or names_a_rate):
        return True
    if at == head or before.kind == "sign":
        return False
    if before.bits & sense.FUNCTION and before.word not in _SUBJECTS:
        return False  # a noun follows
    plural = _is_plural(before.word)
    if bits & (sense.OUTCOME | sense.DIRECTION | sense.ACTIVITY):
        if bits & sense.BASE:
            return _is_finite(words, at, after, plural, of_metric)
        if after and after.word not in _JOINED:
            return word.endswith("s")
        return word.endswith("s") and not (bits & sense.METRIC or word[:-1] in OFTEN_NOUNS)
    # The verb is not known: "a nurse triages the patients".
    unknown = token.kind == "word" and not bits and _is_plural(word)
    return unknown and after is not None and after.word in BEFORE_A_NOUN


def _is_finite(
    words: list[Token], at: int, after: Token | None, plural: bool, of_metric: bool
) -> bool:
    """Whether a verb in its base form is the verb of the clause: "both lists agree"."""
    before = words[at - 1]
    if after is None:
        joined = any(token.word == "and" for token in words[max(0, at - 3) : at - 1])
        return joined or (plural and not of_metric)
    if of_metric:
        return plural and after.word in BEFORE_A_NOUN
    return plural or (
        words[at].word not in OFTEN_NOUNS
        and before.kind == "word"
        and not before.bits
        and after.kind != "sign"
    )


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "'s", "’s"))
