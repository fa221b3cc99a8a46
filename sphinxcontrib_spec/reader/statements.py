"""Extract what a Markdown text states, apart from its layout, to verify that formatting keeps it.

This works on markdown-it's tokens and the raw lines. It shares with the reader of specs only the
parser, the splitting into lines, and the detection of front matter.
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
#: A hard break in a heading, or something that contains none: code, or an escaped character.
_HEADING_BREAK = pattern(r"\\\n|\\.|(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_MARKER = pattern(r"[-+*]|\d{1,9}[.)]")
_WHITE_SPACE = " \t\n\v\f\r"
_NOTE = pattern(r"<!--\s*spec:.*?-->")
_COMMENT_SIGN = pattern(r"(<!--)|(-->)")
_BLANK = pattern(f"[{_WHITE_SPACE}]+")
_CONTAINERS = frozenset(
    ("bullet_list_open", "ordered_list_open", "list_item_open", "blockquote_open")
)


class Statement(NamedTuple):
    """A leaf of a text, or the beginning of a list item or quote: its line, kind and words.

    The kind begins with one character for each list item or quote around the leaf.
    """

    line: int
    kind: str
    words: str = ""


def statements(text: str) -> list[Statement]:
    """Return what a Markdown text states, in order, for comparison with another layout of it.

    These are compared exactly: the words of paragraphs, headings, cells, link reference definitions
    and front matter; hard breaks, except before a comment; HTML; code with its fence and info
    string; the nesting of each of these in list items and quotes, and which items are numbered; the
    levels of headings; the alignment of columns; thematic breaks.

    These are left out, because canonical form may change them: the byte order mark, line endings
    and blank lines; blanks around a line, and the number of blanks between two words; the marker
    and number of a list item, and where a list ends and another of the same kind begins; the outer
    pipes of a table, the padding and dashes of its cells, and empty cells at the end of a row; the
    closing signs, the underline and the line breaks of a heading; the blanks in a thematic break;
    blank lines at the end of code; the indentation of HTML and of indented code in a list item;
    blanks around the delimiters of a comment, and the cell of a row in which a spec comment stands.
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
    """Return the lines without the markers of the list items and quotes that begin on them."""
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
        lines.append(_normalised(bare.lstrip("> \t") if number in quoted else bare))
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
                # Only hard breaks become line breaks: a backslash before a blank is none.
                broken = _HARD_BREAK.split(token.content) if tag == "p" else [_flat(token.content)]
                yield Statement(line, around + tag, "\n".join(map(_normalised, broken)))
            case "hr":
                yield Statement(line, f"{around}hr", token.markup)
            case "html_block":
                html = token.content.strip(_WHITE_SPACE)
                yield Statement(line, f"{around}html", _unindented(html) if around else html)
            case "fence" | "colon_fence" | "code_block":
                kind = f"{around}{token.markup} {token.info.strip(_WHITE_SPACE)}"
                yield Statement(line, kind, _code(token, around))


def _flat(heading: str) -> str:
    """Replace the hard breaks of a heading with spaces, as one line cannot contain them."""
    if "\\\n" not in heading:
        return heading
    return _HEADING_BREAK.sub(lambda match: " " if match[0] == "\\\n" else match[0], heading)


def _code(token: Token, around: str) -> str:
    code = token.content.rstrip(_WHITE_SPACE)
    return _unindented(code) if around and token.type == "code_block" else code


def _unindented(text: str) -> str:
    return "\n".join([line.lstrip(" \t") for line in text.split("\n")])


def _rows(lines: Sequence[str], first: int, around: str) -> Iterator[Statement]:
    """Yield the rows of a table cell by cell, or unchanged if it is in a list or quote."""
    for number, line in enumerate(lines, first):
        if around:
            yield Statement(number, f"{around}tr", line)
        elif number == first + 1:
            ends = [f"{cell[0]}{cell[-1]}" for cell in _cells(line)]
            yield Statement(number, "alignment", " ".join(ends))
        else:
            last = line.rfind("-->") + len("-->")  # a later `<!--` is never closed
            words = "\n".join(_cells(_NOTE.sub("", line[:last]) + line[last:]))
            yield Statement(number, "tr", "\n".join((words, *_NOTE.findall(line, 0, last))))


def _cells(line: str) -> list[str]:
    cells = [cell.strip(_WHITE_SPACE) for cell in _PIPE.split(line.strip(TRIMMED))]
    if not cells[0]:
        del cells[0]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _between(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[Statement]:
    """Yield lines without tokens: link reference definitions, and what is nested too deeply."""
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


def _normalised(text: str) -> str:
    return _BLANK.sub(" ", _COMMENT_SIGN.sub(r" \1\2 ", text)).strip(" ")
