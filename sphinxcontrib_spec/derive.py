"""Derives from the schema a blank spec and a reference table of the item directives."""

from __future__ import annotations

from typing import NamedTuple

from . import schema
from .blank import blank_section
from .model import Header, HeaderLine, Spec
from .names import without_prefix
from .source import Text
from .writer import write


class OptionEntry(NamedTuple):
    """An option of a directive: all its names (the preferred one first), and the field it fills."""

    names: tuple[str, ...]
    label: str
    holds: str


class DirectiveEntry(NamedTuple):
    """An item directive; its parts are named after the columns or item parts that they fill.

    `links` holds the options for typed links, each with the kind of item that it leads to.
    """

    name: str
    kind: str
    section: str
    argument: str
    options: tuple[OptionEntry, ...]
    links: tuple[tuple[str, str], ...]
    body: str


def directives() -> tuple[DirectiveEntry, ...]:
    """Return the item directives as a reference table, in the schema's order."""
    return tuple(
        DirectiveEntry(
            kind.directive,
            kind.name,
            schema.SECTION[kind.section].heading,
            kind.title.label,
            tuple(
                OptionEntry(field.options, field.label, field.holds)
                for field in kind.fields
                if field.part == "option"
            ),
            tuple((link.verb, link.target) for link in schema.LINKS if link.source == kind.name),
            kind.body.label if kind.body else "",
        )
        for kind in schema.KINDS
    )


def blank_spec(title: str = schema.TITLE_PLACEHOLDER, date: str = "", author: str = "") -> str:
    """A new spec with the template's placeholders in every section.

    A missing title, date or author is a placeholder, too. Line breaks in them become spaces.
    """
    given = {"date": _on_one_line(date), "author": _on_one_line(author)}
    spec = Spec(
        Text(f"{schema.TITLE_PREFIX} {without_prefix(_on_one_line(title))}"),
        Header(
            tuple(
                HeaderLine(Text(field.label), Text(given.get(field.key) or field.default))
                for field in schema.HEADER
            )
        ),
        tuple(blank_section(section) for section in schema.SECTIONS),
    )
    return write(spec)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
