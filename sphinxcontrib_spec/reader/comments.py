"""Find spec comments in Markdown wherever CommonMark sees a comment, but never in code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from ..markup import inline
from ..markup.rows import PIPE
from ..patterns import pattern
from ..prose import holds_markdown
from ..source import Text
from .block_tree import parser
from .blocks import directive_name
from .lines import Line, cut, dedented, indent, split

_HTML_COMMENT = pattern(r"<!--.*?-->", re.DOTALL)
_BEGINNING = pattern(r"(?:<!--\s*|%[ \t]*)spec:")
#: A line that only MyST takes for a comment.
_OF_MYST = pattern(r"^[ \t]*(?:[-*+][ \t]+)?(%[ \t]*spec:.*)$", re.MULTILINE)

#: Directives nested more deeply than this are not searched.
_DEEPEST = 8

_Ranges: TypeAlias = Callable[[str], Iterator[tuple[int, int]]]


def comments(lines: Sequence[Line], path: str) -> list[Text]:
    """Find every `<!-- spec: … -->` in these lines, in order, each with its position.

    This includes lines `% spec: …`, which are comments in MyST only. Directives are searched if
    their content is Markdown.
    """
    text = "\n".join([line.text for line in lines])
    if "spec:" not in text or not _BEGINNING.search(text):
        return []
    return [
        comment
        for ranges, chunk in _chunks(lines, path)
        if "spec:" in chunk
        for comment in chunk.pieces(ranges(chunk))
        if _BEGINNING.match(comment)
    ]


def apart(text: Text) -> tuple[Text, tuple[Text, ...]]:
    """Split spec comments off the beginning and end of a text; return the text and the comments."""
    found = comments([*_lines_of(text)], text.span.path) if "<!--" in text else []
    found = [comment for comment in found if comment.startswith("<!--")]
    above: list[Text] = []
    while found and text.startswith(found[0]) and text[len(found[0]) :][:1] in ("\n", ""):
        above.append(found.pop(0))
        text = text.part(len(above[-1])).trimmed()
    below: list[Text] = []
    while found and text.endswith(found[-1]):
        below.append(found.pop())
        text = text.part(0, len(text) - len(below[-1])).trimmed()
    return text, (*above, *reversed(below))


def _lines_of(text: Text) -> Iterator[Line]:
    at = 0
    for line in split(text):
        _, number, column = text.at(at)
        yield Line(number, line, column)
        at += len(line) + 1


def _chunks(lines: Sequence[Line], path: str, depth: int = 0) -> Iterator[tuple[_Ranges, Text]]:
    """Yield each leaf that may contain comments, with the function that finds comments in it."""
    in_table = False
    for token in parser().parse("\n".join([line.text for line in lines])):
        if token.type in ("table_open", "table_close"):
            in_table = token.nesting > 0
        if not token.map:
            continue
        own = lines[slice(*token.map)]
        if token.type == "tr_open":
            row = cut(own[:1], path)
            yield from ((_in_line, cell) for cell in row.pieces(_cells(row)))
        elif token.type == "html_block":
            yield _in_html, cut(own, path)
        elif token.type == "inline" and not in_table:
            yield _in_block, cut(own, path)
        elif token.type in ("fence", "colon_fence") and not token.level and depth < _DEEPEST:
            name = directive_name(token.info)
            if name and holds_markdown(name, token.markup):
                inside = dedented(own[1:], indent(own[0].text))
                yield from _chunks(inside, path, depth + 1)


def _cells(row: str) -> Iterator[tuple[int, int]]:
    at = 0
    for pipe in PIPE.finditer(row):
        yield at, pipe.start()
        at = pipe.end()
    yield at, len(row)


def _in_html(text: str) -> Iterator[tuple[int, int]]:
    last = text.rfind("-->") + len("-->")  # text after the last `-->` contains no complete comment
    return (match.span() for match in _HTML_COMMENT.finditer(text, 0, last))


def _in_line(text: str) -> Iterator[tuple[int, int]]:
    return ((part.start, part.stop) for part in inline.parts(text) if part.kind == "comment")


def _in_block(text: str) -> Iterator[tuple[int, int]]:
    yield from sorted((*_in_line(text), *(match.span(1) for match in _OF_MYST.finditer(text))))
