"""Checks that a section holds the table or list of the format, and says how to begin it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.model import AnyBlock, Block, List, Section, Spec, Table
from sphinxcontrib_spec.patterns import pattern
from sphinxcontrib_spec.prose import holds_markdown
from sphinxcontrib_spec.source import Text

from ._fix import Fix, safe
from ._rule import Problem, joined, quoted
from ._subject import Subject, blocks_of, is_empty
from .rows import loose_rows

_FORMS = {
    "prose": "write a paragraph",
    "code": "show it in a code block",
    "steps": 'write "1. <the first step>"',
    "sections": "describe its interface, data, workflow and decisions",
    "free": "write what you like",
}

#: The sections that show code.
CODE_PARTS = tuple(key for key, part in schema.SECTION.items() if part.content == "code")

#: The heading of the column that gives a metric's target.
_TARGET = pattern(r"\b(?:target|threshold|goal|objective|slo|criterion|criteria)\b", re.IGNORECASE)

#: Directives that show code although they may contain Markdown, such as `py:function`.
_CODE_DIRECTIVES = pattern(r"(?:openapi|auto\w+|click|argparse|\w+:\w+)\Z")

#: Directives that contain neither Markdown nor code.
_NO_CODE = frozenset("bibliography contents csv-table image include index math raw toctree".split())
_FENCE_WITHIN = pattern(r"^[ >\t]*+(?:(?:[-+*]|\d+[.)])[ \t]*+)?(?:`{3}|~{3})|<pre\b", re.MULTILINE)

#: The beginning of indented code in a list item.
_INDENTED_WITHIN = ("\n\n" + 6 * " ", "\n\n\t\t")


def form(section: schema.Section) -> str:
    """Return advice on what to write under a heading, with a form to fill in."""
    kind = schema.KIND.get(section.kind)
    if kind is None:
        return _FORMS[section.content]
    if kind.shape == "table":
        return f'begin a table with "{columns_form(kind)}"'
    if kind.shape == "numbers":
        return (
            'write "1. <question> — Owner: <name or TBD>, Deadline: <date or TBD>", '
            f'or "{schema.NOTHING}"'
        )
    return f'write "- <{kind.title.label.lower()}>"'


def heading(section: schema.Section, spec: Spec) -> str:
    """Return a heading in quotes, as it is written in the markup of the spec."""
    signs = "" if spec.surface == "rst" else "#" * section.level + " "
    return f'"{signs}{section.heading}"'


def renaming(section: Section, known: schema.Section, spec: Spec) -> str:
    """Return advice on a missing section if another heading shares words with it."""
    return f"if it is {quoted(section.heading)}, write {heading(known, spec)} there; else add it"


def columns_form(kind: schema.Kind) -> str:
    """Return the header row of a table of this kind."""
    return f"| {' | '.join(field.label for field in kind.fields)} |"


def table_problems(subject: Subject, key: str) -> Iterator[Problem]:
    """Report what keeps a section from being a table with the columns of the format, in order.

    Missing columns are an error; other names or positions, and additional columns, are understood.
    """
    section = subject.known.get(key)
    if section is None or is_empty(section):
        return
    kind = schema.KIND[schema.SECTION[key].kind]
    blocks = list(blocks_of(section))
    tables = [block for block in blocks if isinstance(block, Table)]
    for table in tables:
        yield from _column_problems(table, kind)
    if not tables:
        other = next(
            (block for block in blocks if isinstance(block, Block) and block.kind == "table"), None
        )
        rows = None if other else next(loose_rows(blocks), None)
        if rows:
            yield rows
            return
        labels = joined((field.label for field in kind.fields), "or")
        yield Problem(
            first_line(other.text) if other else section.heading,
            f"the table has no column {labels}"
            if other
            else f"{quoted(section.heading)} has no table",
            f'begin it with "{columns_form(kind)}"',
        )


def _column_problems(table: Table, kind: schema.Kind) -> Iterator[Problem]:
    start = table.columns[0] if table.columns[0].span.line else table.span
    missing = [f'"{field.label}"' for field in kind.fields if field.key not in table.keys]
    if missing:
        yield Problem(
            start,
            f"the table has no column {joined(missing, 'or')}",
            f'write "{columns_form(kind)}"',
        )
        return
    labels = {field.key: field.label for field in kind.fields}
    for number, (column, key) in enumerate(zip(table.columns, table.keys, strict=True)):
        if key and column != labels[key]:
            yield Problem(
                column,
                f'the column {quoted(column)} is read as "{labels[key]}"',
                f'write "{labels[key]}"',
                "info",
                _renamed(table, number, kind),
            )
    order = list(labels)
    there = [key for key in table.keys if key]
    if there != order:
        wrong = next(key for key, right in zip(there, order, strict=True) if key != right)
        yield Problem(
            table.columns[table.keys.index(wrong)],
            f'the column "{labels[wrong]}" is in a different place in the format',
            f'write "{columns_form(kind)}"',
            "info",
        )


def _renamed(table: Table, number: int, kind: schema.Kind) -> Fix | None:
    """Return a fix that renames a column to the format's name, if it has an alias of it."""
    field = next(field for field in kind.fields if field.key == table.keys[number])
    known = [name.casefold() for name in (field.label, *field.aliases)]
    if inline.plain(table.columns[number]).casefold() not in known or field.label in table.columns:
        return None

    def renamed(table: Table) -> Table:
        columns = list(table.columns)
        columns[number] = columns[number].reworded(field.label)
        return replace(table, columns=tuple(columns))

    return safe(table, renamed)


def list_problems(subject: Subject, key: str) -> Iterator[Problem]:
    """Report what keeps a section from being a bullet list; a table with a target counts, too."""
    section = subject.known.get(key)
    if section is None or is_empty(section):
        return
    lists = [block for block in blocks_of(section) if isinstance(block, List)]
    for block in lists:
        if block.ordered:
            yield Problem(
                block.span,
                f"{quoted(section.heading)} is a numbered list, not bullets",
                'begin each line with "- "',
                "info",
                safe(block, partial(replace, ordered=False)),
            )
    if not lists and not any(map(_has_target, blocks_of(section))):
        yield Problem(
            section.heading, f"{quoted(section.heading)} has no list", form(schema.SECTION[key])
        )


def _has_target(block: object) -> bool:
    return isinstance(block, Table) and any(map(_TARGET.search, block.columns))


def first_line(text: Text) -> Text:
    """Return the first line of a text."""
    return text.part(0, len(text.partition("\n")[0]))


def shows_code(section: Section) -> bool:
    """Whether there is code, or a diagram made from code, under a heading at any depth."""
    return any(map(_has_code, blocks_of(section)))


def _has_code(block: AnyBlock) -> bool:
    if not isinstance(block, Block):
        return False
    if block.kind == "code":
        return True
    if block.kind == "directive":
        if block.info in _NO_CODE:
            return False
        if _CODE_DIRECTIVES.match(block.info) or not holds_markdown(block.info, block.text):
            return True
        inner = block.text.partition("\n")[2].rpartition("\n")[0]
        return bool(_FENCE_WITHIN.search(inner))
    if block.kind not in ("list", "quote", "html"):
        return False
    text = block.text
    if block.kind == "list" and any(map(text.__contains__, _INDENTED_WITHIN)):
        return True
    may_hold = "```" in text or "~~~" in text or "<pre" in text
    return may_hold and _FENCE_WITHIN.search(text) is not None
