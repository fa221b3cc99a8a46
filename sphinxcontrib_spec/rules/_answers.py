"""Decides whether an open question has been answered, or is not a question."""

from __future__ import annotations

import re

from sphinxcontrib_spec.items import OpenQuestion
from sphinxcontrib_spec.patterns import may_hold, pattern

from .questions_list import NO_QUESTION

_STRIKES = "~~"
_STRUCK = pattern(r"~~([^~]+)~~(\W*\Z)?")
_CHECKED = ("\N{WHITE HEAVY CHECK MARK}", "\N{BALLOT BOX WITH CHECK}", "\N{HEAVY CHECK MARK}")
_RESOLVED_WORDS = ("resolved", "answered", "closed", "decided")
_MARK = rf"(?:{'|'.join(_RESOLVED_WORDS)})\b"

#: When, where or by whom a question was resolved.
_ASIDE = r"(?: \([^()\n]{0,40}\)| (?:(?:at|by|in|on) )?(?:#\d+|\d{4}-\d\d[-\d]{0,3}))?"

#: A mark in capitals; or one that begins a line or stands in brackets and ends in a sign; or one
#: after the last question mark that says how the question was resolved.
_RESOLVED = pattern(
    rf"\b(?:{'|'.join(map(str.upper, _RESOLVED_WORDS))})\b"
    rf"|(?i:(?:^[^\w\s*+-]{{0,3}}\s?|[\[(*_]){_MARK}{_ASIDE}\W{{0,3}}[:\])*_—–-])"
    rf"|(?i:[?\N{{FULLWIDTH QUESTION MARK}}][\s*_(\[>—–→-]{{0,8}}(?:status\W{{1,4}})?{_MARK}"
    rf"(?=\W*\Z|{_ASIDE}[*_]{{0,3}}[:;,.!)\]—–-]|\s(?:as|at|by|in|on|that|to|via|with)\b)"
    r"(?![^?\n]*\?))",
    re.MULTILINE,
)
_ANSWER_WORDS = ("answer", "decision", "outcome", "resolution")

#: A label below or after a question with an answer to it, unless the answer is still to come.
_ANSWER = pattern(
    rf"^[\s*_(>—–-]{{0,8}}(?:{'|'.join(_ANSWER_WORDS)})(?: \([^()\n]{{0,40}}\))?[*_]{{0,3}}:"
    r"[*_]{0,3}[ \t]*+(?!(?:by|due|needed|none|not|on|open|pending|tb[acd]|to|todo|unknown)\b"
    r"|[?—–-])\S",
    re.IGNORECASE | re.MULTILINE,
)


def is_answered(question: OpenQuestion) -> bool:
    """Whether a question is struck through, checked off, marked as resolved or has an answer.

    In a table, another cell of the row may begin with the mark and hold nothing else.
    """
    asked = question.question
    if question.around == _STRIKES or NO_QUESTION.fullmatch(asked) or asked.startswith(_CHECKED):
        return True
    struck = _STRUCK.match(asked + question.tail) if asked.startswith(_STRIKES) else None
    if struck and ("?" in struck[1] or struck[2] is not None):
        return True
    if question.box.lower() == "[x]" or any(
        may_hold(text, _RESOLVED_WORDS) and _RESOLVED.search(text)
        for text in (asked, question.body, *[f"{cell}:" for cell in question.about.extra])
        if text
    ):
        return True
    return any(
        may_hold(text, _ANSWER_WORDS) and _ANSWER.search(text)
        for text in (asked.partition("?")[2], question.body)
        if text
    )
