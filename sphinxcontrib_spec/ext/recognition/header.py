"""The header of a spec's page, shown as a field list however it was written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeGuard

from docutils import nodes

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.model import HeaderLine
from sphinxcontrib_spec.pages.rst import METADATA
from sphinxcontrib_spec.source import Span, Text

from .. import markdown
from ..doctree import elements
from ..markdown.context import RenderContext

CLASS = "spec-header"

_BLANKS = " \t\n"
_BEFORE = _BLANKS + ":"

#: The characters that may separate a value from the key after it.
_SEPARATORS = "|·•,;"


def is_known(label: str) -> bool:
    """Return whether the format's header has a line with this label."""
    return label.lower() in schema.KNOWN_LABEL


def label(field: nodes.Element) -> str:
    """Return the name of a field."""
    return elements(field)[0].astext()


def is_header(node: object) -> TypeGuard[nodes.field_list]:
    """Return whether this is a field list with at least one field that the format knows."""
    return isinstance(node, nodes.field_list) and any(
        is_known(label(field)) for field in elements(node)
    )


def lift_metadata(fields: nodes.Element, document: nodes.document) -> None:
    """Move the fields that Sphinx only reads above the title to the place where it reads them."""
    found = [field for field in elements(fields) if label(field) in METADATA]
    if not found:
        return
    for field in found:
        fields.remove(field)
    above = next(node for node in document if not isinstance(node, nodes.PreBibliographic))
    if not isinstance(above, nodes.field_list):
        at = document.index(above)
        above = nodes.field_list()
        document.insert(at, above)
    above += found


def line(field: nodes.Element, span: Span, context: RenderContext) -> HeaderLine:
    """Return a field as a line of the header.

    A value that docutils took for a block, as it takes `R. Moreau` for a list, stays as it was
    written.
    """
    place = span._replace(line=field.line or span.line)
    body = elements(field)[1]
    value = markdown.cell(body[0].children, context) if _is_one_paragraph(body) else _flat(body)
    return HeaderLine(Text(label(field), place), Text(value, place))


def mark(fields: nodes.field_list) -> None:
    """Mark a field list as the header, with each value as one line of text."""
    fields["classes"].append(CLASS)
    for field in elements(fields):
        body = elements(field)[1]
        if not _is_one_paragraph(body):
            text = _flat(body)
            body[:] = [_paragraph([nodes.Text(text)], text, field)]


def show(
    page: nodes.Element,
    lines: Sequence[HeaderLine],
    above: Sequence[HeaderLine],
    written: Sequence[nodes.Element],
) -> None:
    """Put the header under the page's title, replacing the nodes that contain its lines.

    The lines that are `above` the title, as in front matter, are in none of these nodes.
    """
    if not (lines or above):
        return
    labels = [inline.plain(line.label) for line in lines]
    values = _values(labels, _inline(written, labels))
    if len(values) == len(lines):
        values = [*map(_trimmed, values, lines)]
    else:
        values = [_plain(line) for line in lines]
    fields = nodes.field_list("", classes=[CLASS])
    values = [*map(_plain, above), *values]
    for each, value in zip((*above, *lines), values, strict=True):
        field = nodes.field()
        field.source, field.line = page.source, each.label.span.line or page.line
        body = nodes.field_body("", _paragraph(value, str(each.value), field))
        field += [nodes.field_name("", inline.plain(each.label)), body]
        fields += field
    for node in written:
        node.parent.remove(node)
    title = page.first_child_matching_class(nodes.title)
    page.insert(0 if title is None else title + 1, fields)


def _plain(line: HeaderLine) -> list[nodes.Node]:
    return [nodes.Text(inline.plain(line.value))]


def _is_one_paragraph(body: nodes.Element) -> bool:
    return len(body) == 1 and isinstance(body[0], nodes.paragraph)


def _flat(body: nodes.Element) -> str:
    return " ".join(body.rawsource.split())


def _paragraph(children: Sequence[nodes.Node], text: str, field: nodes.Element) -> nodes.paragraph:
    paragraph = nodes.paragraph(text, "", *children)
    paragraph.source, paragraph.line = field.source, field.line
    return paragraph


def _inline(written: Iterable[nodes.Element], labels: Sequence[str]) -> Iterator[nodes.Node]:
    """Yield all inline nodes of these blocks, from a table of keys above values by column."""
    for node in written:
        rows: list[nodes.Element] = list(node.findall(nodes.row))
        parts: list[nodes.Element] = [node]
        if len(rows) == 2 and _are_keys(rows[0], labels):
            parts = [entry for pair in zip(*rows, strict=False) for entry in pair]
        for part in parts:
            for paragraph in part.findall(nodes.paragraph):
                yield from paragraph.children


def _are_keys(row: nodes.Element, labels: Sequence[str]) -> bool:
    """Return whether the cells of a row are keys, not keys and values in turn."""
    return all(map(_is_label, [entry.astext() for entry in elements(row)[:2]], labels[:2]))


def _is_label(text: str, label: str) -> bool:
    return text.strip(_BEFORE).lower() == label.lower()


def _values(labels: Sequence[str], found: Iterable[nodes.Node]) -> list[list[nodes.Node]]:
    """Return the value of each label, which is the nodes between it and the next label."""
    values: list[list[nodes.Node]] = []
    for node in found:
        rest: nodes.Node | None = node
        while rest is not None and len(values) < len(labels):
            before, rest, after = _at_label(rest, labels[len(values)])
            if before and values:
                values[-1].append(before)
            if not after:
                break
            values.append([])
        if rest is not None and values:
            values[-1].append(rest)
    return values


def _at_label(node: nodes.Node, label: str) -> tuple[nodes.Node | None, nodes.Node | None, bool]:
    """Split a node at a label: return what is before, what is after, and whether it was found."""
    text = node.astext()
    if _is_label(text, label):
        return None, None, True
    if isinstance(node, nodes.Text):
        key = rf"(?:\A|\n)[ \t]*:?{re.escape(label)}[ \t]*:(?=\s|\Z)"
        if match := re.search(key, text):
            before, after = text[: match.start()], text[match.end() :]
            return nodes.Text(before) if before else None, nodes.Text(after), True
    return None, node, False


def _trimmed(value: list[nodes.Node], line: HeaderLine) -> list[nodes.Node]:
    """Remove hard breaks around the value of a line, and separators that it does not end with."""
    value = [node for node in value if not _is_break(node)]
    is_signed = inline.plain(line.value).endswith(tuple(_SEPARATORS))
    after = _BLANKS if is_signed else _BLANKS + _SEPARATORS
    while value and isinstance(value[0], nodes.Text) and not value[0].strip(_BEFORE):
        value.pop(0)
    while value and isinstance(value[-1], nodes.Text) and not value[-1].strip(after):
        value.pop()
    if value and isinstance(value[0], nodes.Text):
        value[0] = nodes.Text(value[0].lstrip(_BEFORE))
    if value and isinstance(value[-1], nodes.Text):
        value[-1] = nodes.Text(value[-1].rstrip(after))
    return value


def _is_break(node: nodes.Node) -> bool:
    return isinstance(node, nodes.raw) and node.astext().strip() in ("<br />", "\\\\")
