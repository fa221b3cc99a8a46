"""Scan inline Markdown for code, links, roles and comments, without rendering it.

The grammar is that of CommonMark (https://spec.commonmark.org/0.31.2/#inlines) with MyST's roles,
reduced to the constructs that hide or carry text. The text is scanned once, from left to right, in
linear time.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from typing import Literal, NamedTuple

from ..patterns import pattern

PartKind = Literal["code", "role", "link", "image", "autolink", "comment", "tag", "escape"]


class Part(NamedTuple):
    """One construct in `text[start:stop]`.

    `label` is what is shown (a link's text, a role's content, the code); `target` is a link's URL
    or a role's name. Both are as written.
    """

    kind: PartKind
    start: int
    stop: int
    label: str
    target: str = ""


#: The characters that begin markup; before white space, only code and the text of a link can begin.
_MARKUP = pattern(r"[\0&*<\[\\_`{~](?:(?<=[\0`\[])|(?=\S))")
_TURN = pattern(r"[\\`<\[{!]")
_TICKS = pattern(r"`+")
_LINK = pattern(
    r"""!?\[((?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.)*\])*+)\]
    \(\s*+(<[^<>\n]*+>|[^\s()<]*+(?:\([^\s()]*+\)[^\s()]*+)*+)
    (?:\s++(?:"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'))?\s*+\)""",
    re.VERBOSE | re.DOTALL,
)
_ROLE = pattern(r"\{([A-Za-z][\w:.+-]*)\}(?=`)")
_AUTOLINK = pattern(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]+@[\w.-]+)>")
_TAG = pattern(
    r"""</?([A-Za-z][\w-]*)(?:\s+[\w:@.-]+(?:\s*=\s*(?:[^\s"'=<>`]+|"[^"]*"|'[^']*'))?)*\s*/?>"""
)
_ESCAPE = pattern(r"\\([!-/:-@\[-`{-~])")
_TITLED = pattern(r"(.*\S)\s*<([^<>]+)>", re.DOTALL)
_STARS = pattern(r"(\*{1,3})(?=\S)([^*]+)(?<=\S)\1")
_UNDERSCORED = pattern(r"(?<![\w.])(_{1,3})(?=\S)([^_]+)(?<=\S)\1(?!\w)")
_HIDDEN = pattern("\0([0-9]+)\0")
_STRUCK = pattern(r"~~(?=\S)([^~]+)(?<=\S)~~")

#: The elements of HTML (https://html.spec.whatwg.org/multipage/indices.html), current and obsolete.
#: A tag with another name, such as `<key>`, is text that a renderer would drop.
ELEMENTS = frozenset(
    """a abbr acronym address area article aside audio b base bdi bdo big blink blockquote body br
    button canvas caption center cite code col colgroup data datalist dd del details dfn dialog
    dir div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4
    h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark
    marquee math menu meta meter nav nobr noscript object ol optgroup option output p param
    picture pre progress q rp rt ruby s samp script search section select slot small source span
    strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time
    title tr track tt u ul var video wbr""".split()
)


def parts(text: str) -> list[Part]:
    """Return every construct of the text, from left to right; none is inside another."""
    found: list[Part] = []
    fences: dict[int, list[int]] | None = None
    last_comment: int | None = None
    at = 0
    while turn := _TURN.search(text, at):
        at = turn.start()
        match text[at]:
            case "\\":
                at += 2 if _ESCAPE.match(text, at) else 1
                if text[at - 2 : at - 1] == "\\":
                    found.append(Part("escape", at - 2, at, text[at - 1 : at]))
                continue
            case "`" | "{":
                role = _ROLE.match(text, at)
                if text[at] == "{" and not role:
                    at += 1
                    continue
                begin = role.end() if role else at
                if fences is None:
                    fences = _backtick_runs(text)
                ticks = _TICKS.match(text, begin)
                assert ticks is not None  # both cases lead to a backtick
                size = len(ticks[0])
                stop = _closing(fences[size], ticks.end())
                if stop < 0:
                    at = ticks.end()
                    continue
                label = text[ticks.end() : stop]
                kind: PartKind = "role" if role else "code"
                found.append(Part(kind, at, stop + size, label, role[1] if role else ""))
                at = stop + size
            case "<":
                if text.startswith("<!--", at) and last_comment is None:
                    last_comment = text.rfind("-->")
                part = _angle(text, at, last_comment or 0)
                if part:
                    found.append(part)
                at = part.stop if part else at + 1
            case "!" if text[at + 1 : at + 2] != "[":
                at += 1
            case _:
                link = _LINK.match(text, at)
                if link is None or _cut_by_code(text, *link.span(1)):
                    at += 1
                    continue
                kind = "image" if text[at] == "!" else "link"
                target = link[2].removeprefix("<").removesuffix(">")
                found.append(Part(kind, at, link.end(), link[1], target))
                at = link.end()
    return found


def _cut_by_code(text: str, start: int, stop: int) -> bool:
    """Return whether code that begins in a link's text ends beyond it, as code takes precedence."""
    at = start
    while ticks := _TICKS.search(text, at, stop):
        closing = re.compile(f"(?<!`){ticks[0]}(?!`)").search(text, ticks.end())
        if closing and closing.start() >= stop:
            return True
        at = closing.end() if closing else ticks.end()
    return False


def _backtick_runs(text: str) -> dict[int, list[int]]:
    """Return the offsets of the runs of backticks by their lengths, the last ones first."""
    found: dict[int, list[int]] = defaultdict(list)
    for ticks in _TICKS.finditer(text):
        found[len(ticks[0])].append(ticks.start())
    for starts in found.values():
        starts.reverse()
    return found


def _closing(starts: list[int], at: int) -> int:
    """Return the first of the starts from `at` on, or -1, and drop those before it."""
    while starts and starts[-1] < at:
        starts.pop()
    return starts[-1] if starts else -1


def _angle(text: str, at: int, last_comment: int) -> Part | None:
    if text.startswith("<!--", at) and last_comment > at + 1:
        stop = text.find("-->", at + 2) + 3
        return Part("comment", at, stop, text[at + 4 : stop - 3])
    if text[at + 1 : at + 2].isspace():  # such as a less-than sign
        return None
    if link := _AUTOLINK.match(text, at):
        return Part("autolink", at, link.end(), link[1], link[1])
    if tag := _TAG.match(text, at):
        return Part("tag", at, tag.end(), tag[0], tag[1].lower())
    return None


def masked(text: str, kinds: Container[str]) -> str:
    """Return the text with every construct of these kinds replaced by spaces of the same length."""
    if not _TURN.search(text):
        return text
    shown: list[str] = []
    at = 0
    for part in parts(text):
        if part.kind in kinds:
            shown += (text[at : part.start], " " * (part.stop - part.start))
            at = part.stop
    return "".join(shown) + text[at:]


def titled(content: str) -> tuple[str, str]:
    """Split a role's content `Title <target>` into title and target; the title may be empty."""
    if match := _TITLED.fullmatch(content):
        return match[1], match[2].strip()
    return "", content.strip()


def _shown(text: str, found: Iterable[Part], hidden: list[str]) -> Iterator[str]:
    """Yield what a reader sees of a text with these parts.

    Words without markup are moved to `hidden` and replaced by placeholders.
    """

    def hide(value: str) -> str:
        hidden.append(value)
        return f"\0{len(hidden) - 1}\0"

    at = 0
    for part in found:
        yield text[at : part.start]
        at = part.stop
        match part.kind:
            case "code":
                yield hide(part.label.strip())
            case "role":
                title, target = titled(part.label)
                yield hide(title or target.lstrip("!"))
            case "link" | "image":
                yield hide(plain(part.label))
            case "autolink" | "escape":
                yield hide(part.label)
            case "tag" if part.target == "br":
                yield " "
            case "tag" if part.target not in ELEMENTS:
                yield hide(part.label)
    yield text[at:]


def has_markup(text: str) -> bool:
    """Return whether a reader may see the text differently from how it is written."""
    return bool(_MARKUP.search(text))


def unstruck(text: str) -> str:
    """Return the text without its struck-through parts."""
    return _STRUCK.sub("", text) if "~~" in text else text


def plain(text: str) -> str:
    """Return what a reader sees of the text: no markup, targets or comments, and single spaces.

    Tags unknown to HTML stay as they are written, as they do on a spec's page.
    """
    if not _MARKUP.search(text):
        # The only white space among printable characters is the space.
        is_flat = text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]
        return str(text) if is_flat else " ".join(text.split())
    flat = text.replace("\0", "\ufffd")
    hidden: list[str] = []
    if found := parts(flat):
        flat = "".join(_shown(flat, found, hidden))
    if "*" in flat:
        flat = _STARS.sub(r"\2", _STARS.sub(r"\2", flat))
    if "_" in flat:
        flat = _UNDERSCORED.sub(r"\2", flat)
    if "~~" in flat:
        flat = _STRUCK.sub(r"\1", flat)
    if "&" in flat:
        from html import unescape

        flat = unescape(flat)
    if hidden:
        flat = _HIDDEN.sub(lambda match: hidden[int(match[1])], flat)
    return " ".join(flat.split())
