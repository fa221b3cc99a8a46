"""Read the words of one item: its fields, explicit id, typed links, comments and question tail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .. import names, schema
from ..identity import Register
from ..items import CLASSES, About, Item, Link, around
from ..markup import inline
from ..patterns import pattern
from ..source import BLANKS, NOTHING, Span, Text

_ID_OR_NOTE = pattern(rf"\s*(?:#(?P<id>{names.EXPLICIT_ID})\s*|spec:.*)", re.DOTALL)
_VERBS = "|".join(schema.LINK)
_TITLE = r"(?:[^\[\]\\\n`]|\\.|`[^`\n]*+`|`)++"
_ONE_LINK = rf"\[({_TITLE})\]\(([^()\s]*#(?:{'|'.join(schema.KIND)})-[^()\s]+)\)"
_VERB_LINKS = rf"(?:{_VERBS}) {_ONE_LINK}(?:, {_ONE_LINK})*"
_LINKS = pattern(rf"(?:^|(?<=[ \t\n]))\({_VERB_LINKS}(?:; {_VERB_LINKS})*\)\Z")
_LINK = pattern(rf"(?:(?P<verb>{_VERBS}) )?\[(?P<title>{_TITLE})\]\((?P<url>[^()\s]*)\)")
_DASH = r"(?:—|–|--|-)"
_TAIL = pattern(rf"{_DASH}\s+(?=[^\w\s—–-]{{0,2}}(?i:Owners?|Deadline)\b)")
_IS_OWNER = pattern(r"[*_]*Owner", re.IGNORECASE)
_AND = rf"(?:[,;]\s*|\s(?:{_DASH}|/)\s)\W{{0,2}}"
_OWNER = pattern(rf"(?is)Owners?[*_]*\s?:[*_]*\s*(.*?)(?:{_AND}Deadline\b|\Z)")
_DEADLINE = pattern(rf"(?is)Deadline[*_]*\s?:[*_]*\s*(.*?)(?:{_AND}Owners?[*_]*\s?:|\Z)")
#: The most frequent form of a tail, which cannot be read in any other way.
_PLAIN_TAIL = pattern(r"— Owner: ([^\W_][\w .]*\w), Deadline: ([^\W_][\w.:+ -]*\w)")
#: How a tail begins in any language, and how its labels end.
_TAIL_DASH = pattern(rf"(?:^|\s){_DASH}\s")
_LABEL_END = pattern(r":(?=\s|\Z)|\N{FULLWIDTH COLON}")
_ASKING = "?\N{FULLWIDTH QUESTION MARK}\N{ARABIC QUESTION MARK}"
_SENTENCE_END = pattern(
    rf"(?P<sign>[.!{_ASKING}\N{{IDEOGRAPHIC FULL STOP}}])[\"')\]”’»]*(?=\s+[^\sa-z]|\Z)"
)
_BOX = pattern(r"\[[ xX]\](?=[ \t]?\n|[ \t]+[^ \t\n])")


def peeled(text: Text, *, named: bool) -> tuple[Text, Text, tuple[Text, ...]]:
    """Split trailing spec comments off a text; return the text, the explicit id and other comments.

    Only the text that an item is named by (`named`) has an explicit id, which precedes the other
    comments. Comments in what CommonMark takes for code are ignored.
    """
    if "-->" not in text or not text.rstrip(BLANKS).endswith("-->"):
        return text, NOTHING, ()
    found, stop = inline.parts(text), len(text)
    notes: list[Text] = []
    while found and found[-1].kind == "comment" and not text[found[-1].stop : stop].strip(BLANKS):
        _, start, end, words, _ = found.pop()
        ours = _ID_OR_NOTE.fullmatch(words)
        if not ours or (ours["id"] and not named):
            break
        stop = start
        if ours["id"]:
            first, last = ours.span("id")
            identity = text.part(start + len("<!--") + first, start + len("<!--") + last)
            return text.part(0, stop).trimmed(), identity, tuple(reversed(notes))
        notes.append(text.part(start, end))
    return text.part(0, stop).trimmed() if notes else text, NOTHING, tuple(reversed(notes))


def linked(text: Text) -> tuple[Text, tuple[Link, ...]]:
    """Split trailing typed links off a text; return the text and the links (design section 6)."""
    if not text.endswith(")") or "](" not in text:
        return text, ()
    match = None
    for verb in schema.LINK:
        start = text.find(f"({verb} [")
        if start >= 0 and (match := _LINKS.search(text, start)):
            break
    if not match:
        return text, ()
    links, verb = [], ""
    for link in _LINK.finditer(text, match.start() + 1):
        verb = link["verb"] or verb
        links.append(Link(verb, text.part(*link.span("title")), link["url"]))
    return text.part(0, match.start()).trimmed(), tuple(links)


def row(
    kind: str,
    keys: Sequence[str],
    cells: Sequence[Text],
    span: Span,
    register: Register | None = None,
) -> Item:
    """Read a table row as an item; `keys` gives the field of each column, empty if unknown."""
    schema_kind = schema.KIND[kind]
    fields: dict[str, Text] = {}
    extra: list[Text] = []
    identity = NOTHING
    surplus: list[Text] = []
    notes: tuple[Text, ...] = ()
    for index, cell in enumerate(cells):
        key = keys[index] if index < len(keys) else ""
        text = cell
        if "-->" in cell:
            text, own, here = peeled(cell, named=key == schema_kind.title.key)
            identity = own or identity
            notes += here
        if key:
            fields[key] = text
        elif index < len(keys):
            extra.append(text)
        else:
            surplus.append(text)
    last = schema_kind.last.key
    text, links = linked(fields.get(last, NOTHING))
    if links:
        fields[last] = text
    slug, number = named(register, schema_kind, fields, identity)
    missing = keys.count("") - len(extra) if "" in keys else 0
    others = (*extra, *[NOTHING] * missing)
    about = About(
        identity, links, notes, others, tuple(surplus), NOTHING, slug, number, span, NOTHING
    )
    return made(kind, fields, about)


def entry(
    kind: str,
    text: Text,
    body: Text,
    span: Span,
    apart: bool,
    register: Register | None = None,
) -> Item:
    """Read a list item from its first paragraph and its body."""
    extra: dict[str, Any] = {"body": body}
    text, identity, notes = peeled(text, named=True)
    if text[:1] == "[" and (box := _BOX.match(text)):
        extra["box"] = box[0]
        text = text.part(box.end()).trimmed()
    if kind == "open-question":
        whole = text
        text, tail = _split_tail(whole)
        mark = around(text, tail)
        named_in = tail.part(0, len(tail) - len(mark)) if mark else tail
        extra["owner"], extra["deadline"] = _parts_of(named_in)
        if tail:
            text = peeled(text, named=False)[0]  # such comments stay where they are
        extra["tail"] = whole.part(len(text))
    text, links = linked(text)
    extra[schema.KIND[kind].title.key] = text
    slug, number = named(register, schema.KIND[kind], extra, identity)
    nothing: tuple[Text, ...] = ()
    about = About(
        identity, links, notes, nothing, nothing, NOTHING, slug, number, span, NOTHING, apart
    )
    return made(kind, extra, about)


def asks(text: Text) -> bool:
    """Return whether a paragraph is an open question.

    It is one if it has a tail, or if its first or its last sentence is a question.
    """
    question, tail = _split_tail(peeled(text, named=True)[0])
    if tail or question.endswith(tuple(_ASKING)):
        return True
    ends = [match["sign"] for match in _SENTENCE_END.finditer(inline.plain(question))]
    return any(sign in _ASKING for sign in (*ends[:1], *ends[-1:]))


def named(
    register: Register | None, kind: schema.Kind, fields: Mapping[str, Text], identity: Text
) -> tuple[str, int]:
    """Return the slug and number of an item with these fields; ("", 0) without a register."""
    return register.add(kind, fields.get(kind.title.key, ""), identity) if register else ("", 0)


def made(kind: str, fields: Mapping[str, Any], about: About) -> Item:
    """Create an item of this kind with these fields."""
    return CLASSES[kind](**fields, about=about)


def _split_tail(text: Text) -> tuple[Text, Text]:
    """Split a question from its tail.

    The tail begins at the last dash before an owner, or else at the first one before a deadline.
    """
    found = -1
    for match in _TAIL.finditer(text):
        dash = match.start()
        stands_apart = not dash or text[dash - 1].isspace()
        if stands_apart and (found < 0 or _IS_OWNER.match(text, match.end())):
            found = dash
    if found < 0:
        return text, NOTHING
    start = len(text[:found].rstrip())
    before, tail = text.pieces(((0, start), (start, len(text))))
    return before, tail


def without_tail(question: Text, values: int) -> Text:
    """Remove the tail from a question, even if its labels are in another language.

    `values` is the number of labelled values that such a tail has.
    """
    question, tail = _split_tail(question)
    if tail:
        return question
    labels = [label.start() for label in _LABEL_END.finditer(question)]
    if len(labels) < values:
        return question
    dashes = [
        dash.start() for dash in _TAIL_DASH.finditer(question) if dash.end() <= labels[-values]
    ]
    return question.part(0, dashes[-1]).trimmed() if dashes else question


def _parts_of(tail: Text) -> Iterable[Text]:
    """Return the owner and the deadline in a question's tail."""
    if plain := _PLAIN_TAIL.fullmatch(tail):
        return tail.pieces((plain.span(1), plain.span(2)))
    return _value_of(_OWNER, tail), _value_of(_DEADLINE, tail)


def _value_of(part: re.Pattern[str], tail: Text) -> Text:
    match = part.search(tail)
    return tail.part(*match.span(1)).trimmed() if match else NOTHING
