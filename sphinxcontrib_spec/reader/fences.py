"""Read our directives in MyST fences: argument, options and body become an item."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from .. import schema
from ..identity import Register
from ..items import About, Item, Link, tail
from ..model import List, Table
from ..patterns import pattern
from ..source import Span, Text
from . import records
from .blocks import FENCES, Piece, fence_lines
from .comments import apart
from .lines import Line, cut, dedented, indent, trimmed

_INFO = pattern(r"[ \t]*(`{3,}|~{3,}|:{3,})[ \t]*\{([^{}\s]+)\}[ \t]*(.*)")
_OPTION = pattern(r":([\w-]+):(?:[ \t]+(.*))?")
_DEPTH = pattern(r"[0-9]{1,2}")
_YAML = pattern(r"([\w-]+):(?:[ \t]+(.*))?")


class Written(NamedTuple):
    """The three parts of a directive, as its author wrote them."""

    argument: Text
    options: Mapping[str, Text]
    body: Text


def directive(piece: Piece) -> schema.Kind | None:
    """Return the kind of item whose directive this fence is, or None."""
    if piece.seen.type not in FENCES or "{" not in piece.lines[0].text:
        return None
    info = _INFO.match(piece.lines[0].text)
    return schema.DIRECTIVE.get(info[2]) if info else None


def excerpt(piece: Piece) -> Sequence[Line] | None:
    """Return the content of a `spec-markdown` directive in a fence, or None for any other piece."""
    if piece.seen.type not in FENCES:
        return None
    info = _INFO.match(piece.lines[0].text)
    if not info or info[2] != schema.MARKDOWN_DIRECTIVE:
        return None
    options, lines = _options(_inside(piece.lines, info[1]), "")
    depth = _DEPTH.fullmatch(options.get(schema.INDENT_OPTION, ""))
    gap = " " * int(depth[0]) if depth else ""
    return [line._replace(text=gap + line.text) if line.text else line for line in trimmed(lines)]


def item(kind: schema.Kind, piece: Piece, path: str, register: Register) -> Item:
    """Read the item of a directive fence; whether its words are valid is up to the rules."""
    first = piece.lines[0]
    argument, options, body = _written(piece.lines, path)
    fields: dict[str, Text] = {}
    for field in kind.fields:
        if field.part == "argument":
            fields[field.key] = argument
        elif field.part == "option":
            given = (options[name] for name in field.options if name in options)
            fields[field.key] = next(given, Text())
    source = cut(fence_lines(piece), path)
    span = Span(path, first.number, first.column)
    return directive_item(kind, fields, body, options, source, span, register)


def written(source: str) -> Written | None:
    """Parse the source of an item that was written as a directive; None if it is not a fence."""
    if not _INFO.match(source):
        return None
    return _written([Line(number, line) for number, line in enumerate(source.split("\n"), 1)], "")


def alone(kind: schema.Kind, item: Item) -> Table | List:
    """Wrap the item of a single directive in a block of items of its own."""
    if kind.shape == "table":
        return Table(
            kind.name,
            tuple(Text(field.label) for field in kind.fields),
            tuple(field.key for field in kind.fields),
            (item,),
            ("---",) * len(kind.fields),
            item.about.span,
        )
    return List(kind.name, kind.shape == "numbers", (item,), span=item.about.span)


def directive_item(
    kind: schema.Kind,
    fields: dict[str, Text],
    body: Text,
    options: Mapping[str, Text],
    source: Text,
    span: Span,
    register: Register | None = None,
) -> Item:
    """Create the item of a directive, whichever markup it was written in.

    `fields` holds the argument and the options by schema key. `body` is Markdown. `options` maps
    option names, including those of the explicit id and the typed links, to values; the names are
    `Text` instances if their positions are known. Typed links may also end the last text field, as
    in canonical Markdown, and spec comments may end the argument or surround the body.
    """
    overflow = Text()
    body, notes = apart(body)
    fields[kind.title.key], _, above = records.peeled(fields[kind.title.key], named=False)
    if kind.shape == "table" and kind.body:
        from ..markup import cells  # not needed for pages without directives

        fields[kind.body.key], overflow = cells.placed(body)
    last = kind.last.key
    fields[last], at_end = records.linked(fields[last])
    links = at_end + tuple(
        Link(link.verb, target)
        for link in schema.LINKS
        if link.source == kind.name and link.verb in options
        for target in _targets(options[link.verb])
    )
    identity = options.get("id", Text())
    slug, number = records.named(register, kind, fields, identity)
    about = About(
        id=identity,
        links=links,
        notes=tuple(note.reworded(" ".join(note.split())) for note in (*above, *notes)),
        overflow=overflow,
        slug=slug,
        number=number,
        span=span,
        source=source,
        apart=True,
        unknown=tuple(_unknown(kind, options, span)),
    )
    if kind.shape == "table":
        return records.made(kind.name, fields, about)
    if "owner" in fields:
        end = tail(fields["owner"], fields["deadline"])
        fields["tail"] = Text(end if fields[kind.title.key] else end.lstrip())
    return records.made(kind.name, {**fields, "body": body}, about)


def _unknown(kind: schema.Kind, options: Iterable[str], span: Span) -> Iterator[Text]:
    """Yield the unknown options, with the positions of their names, or else of the directive."""
    known = schema.option_names(kind)
    for name in options:
        if name not in known:
            yield name if isinstance(name, Text) else Text(name, span)


def _targets(option: Text) -> list[Text]:
    found, at = [], 0
    for target in option.split(";"):
        text = option.part(at, at + len(target)).trimmed()
        if text:
            found.append(text)
        at += len(target) + 1
    return found


def _written(lines: Sequence[Line], path: str) -> Written:
    first = lines[0]
    info = _INFO.match(first.text)
    assert info is not None  # `directive` has matched it
    argument = Text(info[3].strip(), Span(path, first.number, first.column + info.start(3)))
    options, below = _options(_inside(lines, info[1]), path)
    return Written(argument, options, cut(trimmed(below), path))


def _inside(whole: Sequence[Line], fence: str) -> list[Line]:
    """Return the lines between the fences, without the indentation of the fence."""
    lines = list(whole[1:])
    last = lines[-1].text.strip() if lines else ""
    if last and len(last) >= len(fence) and not last.strip(fence[0]):
        lines.pop()
    return dedented(lines, indent(whole[0].text))


def _options(lines: list[Line], path: str) -> tuple[dict[str, Text], Sequence[Line]]:
    """Split off a directive's options, given as `:key: value` lines or as a YAML block."""
    start = 0
    while start < len(lines) and not lines[start].text.strip():
        start += 1
    if start < len(lines) and lines[start].text.rstrip() == "---":
        for stop in range(start + 1, len(lines)):
            if lines[stop].text.rstrip() == "---":
                return _pairs(_YAML, lines[start + 1 : stop], path), lines[stop + 1 :]
        return {}, lines
    stop = start
    while stop < len(lines) and lines[stop].text.startswith(":"):
        stop += 1
    return _pairs(_OPTION, lines[start:stop], path), lines[stop:]


def _pairs(form: re.Pattern[str], lines: Sequence[Line], path: str) -> dict[str, Text]:
    found: dict[str, Text] = {}
    key = Text()
    for line in lines:
        match = form.fullmatch(line.text.rstrip())
        if match:
            key = Text(match[1], Span(path, line.number, line.column + match.start(1)))
            value = match[2] or ""
            quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
            column = line.column + max(match.start(2), 0) + quoted
            value = value[1:-1] if quoted else value.strip()
            found[key] = Text(value, Span(path, line.number, column))
        elif key:
            found[key] = found[key].reworded(f"{found[key]} {line.text.strip()}".strip())
    return found
