"""Parses comments that suppress findings, such as `<!-- spec: ignore[SPEC212] reason -->`."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from .patterns import pattern
from .source import Text

#: What a comment can ask for: to ignore findings on its own line, item or paragraph, in what comes
#: next, in the section that contains it, or in the whole file.
VERBS = ("ignore", "ignore-next", "ignore-section", "ignore-file")
HERE, NEXT, SECTION, FILE = VERBS

Fault = Literal["", "verb", "bracket", "codes", "bare", "sign"]

#: The possessive quantifiers avoid backtracking, which would take quadratic time on a run of
#: blanks.
_FORM = pattern(
    r"<!--\s*+spec:\s*+(?P<verb>(?:(?!-->)[^\s\[\]])*+)\s*+"
    r"(?:(?P<open>\[)(?P<codes>(?:(?!-->)[^\[\]])*+)(?P<close>\])?)?"
    r"(?P<reason>(?:(?!-->).)*+)-->",
    re.DOTALL,
)
#: A whole comment, for patterns in which a dot matches line breaks, too.
COMMENT = r"<!--\s*+spec:(?:(?!-->).)*+-->"
_WITH_BLANKS = pattern(rf"(?<![ \t])[ \t]*+{COMMENT}", re.DOTALL)
_END = "-->"
_SELECTOR = pattern(r"[^,\s](?:[^,]*[^,\s])?")
_CODE = pattern(r"SPEC\d", re.IGNORECASE)
_DASHES = " \t\n:–—-"


class Asked(NamedTuple):
    """What a `spec:` comment asks for.

    `selectors` name rules as in the configuration; none at all means every rule. `fault` says what
    is wrong if the comment cannot be applied: its verb is unknown, its bracket is not closed, a
    code is missing between brackets and commas, there are codes without brackets, or it begins with
    the sign of MyST's own comments.
    """

    verb: Text
    selectors: tuple[Text, ...] = ()
    reason: str = ""
    fault: Fault = ""


def asked(comment: Text) -> Asked:
    """Parse a `spec:` comment (`<!-- spec: … -->`)."""
    if comment.startswith("%"):
        return Asked(comment, fault="sign")
    form = _FORM.fullmatch(comment)
    if form is None:  # such as `<!-- spec: ignore]`
        return Asked(comment, fault="verb")
    verb = comment.part(*form.span("verb"))
    if verb not in VERBS:
        return Asked(verb or comment, fault="verb")
    reason = " ".join(form["reason"].rstrip().strip(_DASHES).split())
    if not form["open"]:
        return Asked(verb, (), reason, "bare" if _CODE.match(reason) else "")
    if not form["close"]:
        return Asked(verb, fault="bracket")
    start = form.start("codes")
    codes = comment.part(start, form.end("codes"))
    found = tuple(codes.pieces(match.span() for match in _SELECTOR.finditer(codes)))
    return Asked(verb, found, reason, "codes" if len(found) <= codes.count(",") else "")


def without(comment: str, selector: str) -> str:
    """Return the comment without one of its selectors, in any case; empty if it has no other."""
    form = _FORM.fullmatch(comment)
    if form is None or form["close"] is None:
        return comment
    found = [match[0] for match in _SELECTOR.finditer(form["codes"])]
    rest = [each for each in found if each.lower() != selector.lower()]
    if not rest:
        return ""
    return f"{comment[: form.start('codes')]}{', '.join(rest)}{comment[form.end('codes') :]}"


def bare(text: Text) -> Text:
    """Return the text without the `spec:` comments at its end."""
    if not text.rstrip().endswith(_END):
        return text
    stop = len(text)
    for comment in reversed([*_WITH_BLANKS.finditer(text)]):
        if text[comment.end() : stop].strip():
            break
        stop = comment.start()
    return text.part(0, stop).trimmed() if stop < len(text) else text


def unnoted(text: str) -> str:
    """Return the text without any `spec:` comments, to be quoted."""
    last = text.rfind(_END) + len(_END)  # a comment that begins after this is never closed
    return _WITH_BLANKS.sub("", text[:last]) + text[last:] if "<!--" in text else text
