"""Read tables of items: split cells of raw lines as GFM does, and identify columns by name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from .. import schema
from ..identity import Register
from ..markup import inline
from ..markup.rows import PIPE
from ..model import Table
from ..patterns import pattern
from ..source import BLANKS, Span, Text, spanned
from . import records
from .lines import TRIMMED, Line

_COUNTS = frozenset(("#", "", "id", "no", "no.", "nr", "nr."))

#: A table with this many known columns is one of items even if the name of its first is unknown.
_ENOUGH = 2


def cells(line: Line, path: str) -> list[Text]:
    r"""Split a row into cells at every pipe that is not escaped; `\|` becomes `|`."""
    number, text, first = line
    column = first + len(text) - len(text.lstrip(TRIMMED))
    column += text.startswith("|", column - first)
    may_escape = "\\" in text
    found: list[Text] = []
    for raw in _cut(text):
        words = raw.strip(BLANKS)
        place = spanned((path, number, column + (raw.find(words) if words else len(raw))))
        if may_escape and "|" in words:
            found.append(Text(words.replace("\\|", "|"), place, (), True))
        else:
            found.append(Text(words, place))
        column += len(raw) + 1
    return found


def _cut(row: str) -> list[str]:
    """Split a row at its pipes, without what is outside of the first and the last one."""
    text = row.strip(TRIMMED)
    found: list[str] = PIPE.split(text) if "\\" in text else text.split("|")
    if not found[0]:
        del found[0]
    if found and not found[-1]:
        found.pop()
    return found


#: A suffix that a heading may have: the scale of a level, or the full stop of an abbreviation.
_REMARK = pattern(r"(?:\.|\s*\([^()]*\))\Z")


@lru_cache(maxsize=1024)
def column_keys(kind: str, headings: tuple[str, ...]) -> tuple[str, ...]:
    """Return the schema field of each column of a table, empty if the format has no such column.

    Columns are identified by label or alias, in any case and order; a full stop or a remark in
    parentheses at the end of a heading is ignored. If the column that names the item is missing,
    but two others are known, the first unknown column that is not a count is taken for it. If all
    keys are empty, this is not a table of such items.
    """
    fields = schema.KIND[kind].fields
    known = {
        name.casefold(): field.key
        for field in reversed(fields)
        if field.key != "body"
        for name in (field.label, *field.aliases)
    }
    keys: list[str] = []
    plain = [inline.plain(heading).casefold() for heading in headings]
    exact = {known.get(name) for name in plain}
    for name in plain:
        bare = known.get(_REMARK.sub("", name), "")
        key = known.get(name) or ("" if bare in exact else bare)
        keys.append("" if key in keys else key)
    title = fields[0].key
    if title not in keys:
        free = [i for i, name in enumerate(plain) if not keys[i] and name not in _COUNTS]
        named = len([key for key in keys if key])
        if not free or (schema.KIND[kind].shape == "table" and named < _ENOUGH):
            return ("",) * len(keys)
        keys[free[0]] = title
    return tuple(keys)


def table(kind: str, lines: Sequence[Line], path: str, register: Register) -> Table | None:
    """Read a table of items; return None if its columns are not those of this kind."""
    columns = cells(lines[0], path)
    keys = column_keys(kind, tuple(columns))
    if not any(keys):
        return None
    return Table(
        kind,
        tuple(columns),
        keys,
        tuple(
            records.row(
                kind, keys, cells(line, path), Span(path, line.number, line.column), register
            )
            for line in lines[2:]
        ),
        tuple(cell.strip(BLANKS) for cell in _cut(lines[1].text)),
        Span(path, lines[0].number, lines[0].column),
    )
