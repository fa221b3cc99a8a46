"""What a Markdown text states, apart from its layout: the measure of whether formatting kept it.

It goes by markdown-it's tokens and by the raw lines, and shares with the reader of specs no more
than the parser, the end of a line and the end of a file's front matter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..patterns import pattern
from .block_tree import parser
from .blocks import front_matter
from .lines import TRIMMED, split

if TYPE_CHECKING:
    from markdown_it.token import Token

_PIPE = pattern(r"(?<!\\)\|")
_HARD_BREAK = pattern(r"(?:(?<! ) {2,}|\\)\n(?![ \t]*<!--)")
#: A hard break in a heading, or what has none in it: code, or a character that is escaped.
_HEADING_BREAK = pattern(r"\\\n|\\.|(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_MARKER = pattern(r"[-+*]|\d{1,9}[.)]")
_BLANKS = " \t\n\v\f\r"
_NOTE = pattern(r"<!--\s*spec:.*?-->")
_COMMENT_SIGN = pattern(r"(<!--)|(-->)")
_BLANK = pattern(f"[{_BLANKS}]+")
_CONTAINERS = frozenset(
    ("bullet_list_open", "ordered_list_open", "list_item_open", "blockquote_open")
)


class Statement(NamedTuple):
    """One leaf of a text, or the beginning of a list item or quote: its line, kind and words.

    The kind begins with a sign for each list item and quote around it.
    """

    line: int
    kind: str
    words: str = ""


def statements(text: str) -> list[Statement]:
    """What a Markdown text says, in order, to be compared with the same in another layout.

    Exact are the words of paragraphs, headings, cells, link reference definitions and front
    matter; hard breaks, but for one before a comment; HTML; code with its fence and info string;
    how deep each of them stands in list items and quotes, and which items are numbered; the
    levels of headings; how columns are aligned; thematic breaks.

    Left out is what a canonical form may change: the byte order mark, the ends of lines, blank
    lines; blanks around a line, and how many stand between two words; the sign and number of a
    list item, and where a list ends and one of the same kind begins; the outer pipes of a table,
    the padding and dashes of its cells, and empty cells that end a row; the closing signs, the
    underline and the line breaks of a heading; the blanks in a thematic break; blank lines at
    the end of code; how far lines of HTML and of indented code in a list item are indented;
    blanks around the signs of a comment, and in which cell of its row a comment of ours stands.
    """
    raw = split(text)
    front = front_matter(raw)
    found = [Statement(number, "front matter", line) for number, line in enumerate(raw[:front], 1)]
    shown = [""] * front + raw[front:]
    tokens = parser().parse("\n".join(shown))
    bare = _bare(shown, tokens)
    found += _leaves(tokens, bare)
    found += _between(tokens, bare)
    return sorted(found, key=lambda leaf: leaf.line)


def _bare(raw: Sequence[str], tokens: Sequence[Token]) -> list[str]:
    """The lines without the markers of the list items and quotes that begin on them."""
    markers = Counter(
        token.map[0] for token in tokens if token.map and token.type == "list_item_open"
    )
    quoted: set[int] = set()
    for token in tokens:
        if token.map and token.type == "blockquote_open":
            quoted.update(range(*token.map))
    lines = []
    for number, line in enumerate(raw):
        bare = _MARKER.sub("", line, count=markers[number]) if number in markers else line
        lines.append(_words(bare.lstrip("> \t") if number in quoted else bare))
    return lines


def _leaves(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[Statement]:
    around = ""
    tag = ""
    for token in tokens:
        line = token.map[0] + 1 if token.map else 0
        match token.type:
            case "list_item_open" | "blockquote_open":
                around += ">" if token.type == "blockquote_open" else "1" if token.info else "-"
                yield Statement(line, around)
            case "list_item_close" | "blockquote_close":
                around = around[:-1]
            case "paragraph_open" | "heading_open":
                tag = token.tag
            case "table_open":
                tag = ""
                assert token.map is not None  # every block has one
                yield from _rows(lines[slice(*token.map)], line, around)
            case "inline" if tag:
                # Only a hard break is said as a line break: a backslash before a blank is none.
                broken = _HARD_BREAK.split(token.content) if tag == "p" else [_flat(token.content)]
                yield Statement(line, around + tag, "\n".join(map(_words, broken)))
            case "hr":
                yield Statement(line, f"{around}hr", token.markup)
            case "html_block":
                html = token.content.strip(_BLANKS)
                yield Statement(line, f"{around}html", _unindented(html) if around else html)
            case "fence" | "colon_fence" | "code_block":
                kind = f"{around}{token.markup} {token.info.strip(_BLANKS)}"
                yield Statement(line, kind, _code(token, around))


def _flat(heading: str) -> str:
    """A heading without its hard breaks, for which one line has no place."""
    if "\\\n" not in heading:
        return heading
    return _HEADING_BREAK.sub(lambda match: " " if match[0] == "\\\n" else match[0], heading)


def _code(token: Token, around: str) -> str:
    code = token.content.rstrip(_BLANKS)
    return _unindented(code) if around and token.type == "code_block" else code


def _unindented(text: str) -> str:
    return "\n".join([line.lstrip(" \t") for line in text.split("\n")])


def _rows(lines: Sequence[str], first: int, around: str) -> Iterator[Statement]:
    """The rows of a table, cell by cell; those of one in a list or quote as they are."""
    for number, line in enumerate(lines, first):
        if around:
            yield Statement(number, f"{around}tr", line)
        elif number == first + 1:
            ends = [f"{cell[0]}{cell[-1]}" for cell in _cells(line)]
            yield Statement(number, "alignment", " ".join(ends))
        else:
            last = line.rfind("-->") + len("-->")  # a comment that begins behind it never closes
            words = "\n".join(_cells(_NOTE.sub("", line[:last]) + line[last:]))
            yield Statement(number, "tr", "\n".join((words, *_NOTE.findall(line, 0, last))))


def _cells(line: str) -> list[str]:
    cells = [cell.strip(_BLANKS) for cell in _PIPE.split(line.strip(TRIMMED))]
    if not cells[0]:
        del cells[0]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _between(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[Statement]:
    """What has no tokens: link reference definitions, and what is nested too deeply."""
    covered: set[int] = set()
    for token in tokens:
        if token.map and token.type not in _CONTAINERS:
            covered.update(range(*token.map))
    words: list[str] = []
    for number, line in enumerate((*lines, "")):
        if line and number not in covered:
            words.append(line)
        elif words:
            yield Statement(number + 1 - len(words), "definition", " ".join(words))
            words = []


def _words(text: str) -> str:
    return _BLANK.sub(" ", _COMMENT_SIGN.sub(r" \1\2 ", text)).strip(" ")
