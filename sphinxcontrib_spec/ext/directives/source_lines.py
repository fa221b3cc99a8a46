"""Reads a directive's content as it is in the file, because docutils changes white space."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinxcontrib_spec.reader.lines import Line, trimmed

if TYPE_CHECKING:
    from docutils.parsers.rst import Directive
    from sphinx.environment import BuildEnvironment

#: The key in `temp_data` for the files that contain excerpts of the document being read.
_FILES = "spec_files"

_BLANKS = " \t\v\f"
_WIDE = re.compile(r"[\v\f]")
_FOR_DOCUTILS_ALONE = ("\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")
_LINE_ENDS = "".join(("\r\n", *_FOR_DOCUTILS_ALONE))

#: How far content is indented from its directive, if it does not show that itself.
_GAP = 3


class _Source(NamedTuple):
    """A file's lines, split where docutils splits them: raw, and as docutils shows them."""

    raw: Sequence[str]
    shown: Sequence[str]


def content(directive: Directive, source: str, line: int, env: BuildEnvironment) -> list[Line]:
    """Return the directive's content, without its indentation and without blank lines around it.

    `source` and `line` say where the directive begins. Tabs, trailing spaces, and separators that
    only end a line for docutils are kept. If the text of the file was changed before it was parsed,
    the content is as docutils has it.
    """
    items = [(path or source, offset or 0) for path, offset in directive.content.items]
    first = line + len(directive.options)
    start, stop = (items[0][1], items[-1][1] + 1) if items else (first, first)
    tab = directive.state.document.settings.tab_width
    file = _read(items[0][0] if items else source, tab, env)
    given = [*directive.content]
    pairs = zip(file.shown[start:stop], given, strict=False)
    depths = [len(shown) - len(text) for shown, text in pairs if text]
    opening = "".join(file.shown[line - 1 : line])
    depth = min(depths, default=len(opening) - len(opening.lstrip()) + _GAP)
    if [shown[depth:] for shown in file.shown[start:stop]] != given:
        return [Line(at + 1, text, 0) for (_, at), text in zip(items, given, strict=True)]
    while start > first and not file.shown[start - 1]:
        start -= 1
    while stop < len(file.shown) and not file.shown[stop]:
        stop += 1
    found = trimmed([*_joined(file.raw[start:stop], start + 1, depth, tab)])
    # They are numbered consecutively, like the lines of the reader and of MyST.
    return [each._replace(number=found[0].number + at) for at, each in enumerate(found)]


def _read(path: str, tab: int, env: BuildEnvironment) -> _Source:
    """Return the lines of a source file; none if it cannot be read."""
    files: Any = env.temp_data.setdefault(_FILES, {})
    if path not in files:
        try:
            text = Path(path).read_bytes().decode(env.config.source_encoding, "replace")
        except OSError:
            text = ""
        # This has as many characters as the text, so that both can be split at the same places.
        wide = _WIDE.sub(" ", text).splitlines(keepends=True)
        bounds = itertools.pairwise((0, *itertools.accumulate(map(len, wide))))
        raw = [text[start:stop] for start, stop in bounds]
        files[path] = _Source(raw, [each.expandtabs(tab).rstrip() for each in wide])
    found: _Source = files[path]
    return found


def _joined(raw: Sequence[str], first: int, depth: int, tab: int) -> Iterator[Line]:
    """Yield the lines of a file, without `depth` columns of indentation.

    Lines that only docutils ended, at some separator, are joined.
    """
    text, column = "", 0
    for number, whole in enumerate(raw, first):
        words = whole.rstrip(_LINE_ENDS)
        inner = _without(words, depth, tab)
        column = column if text else len(words) - len(inner) + 1
        text += inner
        end = whole[len(words) :]
        if end in _FOR_DOCUTILS_ALONE and number < first + len(raw) - 1:
            text += end
        else:
            yield Line(number, text, column)
            text = ""


def _without(line: str, depth: int, tab: int) -> str:
    """Remove `depth` columns of blanks from a line; return nothing if it has fewer of them."""
    column = at = 0
    while column < depth and at < len(line):
        if line[at] not in _BLANKS:
            return ""
        column += tab - column % tab if line[at] == "\t" else 1
        at += 1
    return " " * (column - depth) + line[at:]
