"""Writes the pages of a spec in Markdown and in reStructuredText."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from .specs import Code

Rows = Sequence[Sequence[str]]


class Markup(NamedTuple):
    """Functions that write the elements of a page; each result ends with a newline."""

    suffix: str
    heading: Callable[[int, str], str]
    header: Callable[[Mapping[str, str]], str]
    prose: Callable[[Sequence[str]], str]
    code: Callable[[Code], str]
    table: Callable[[Sequence[str], Rows], str]
    #: A directive from its name, argument, options and body.
    directive: Callable[[str, str, Mapping[str, str], str], str]
    #: A link to another page from its text and its path without a suffix.
    page: Callable[[str, str], str]


def bullets(lines: Sequence[str]) -> str:
    """Write a bullet list, which is the same in both markups."""
    return "".join(f"- {line}\n" for line in lines)


def numbers(lines: Sequence[str]) -> str:
    """Write a numbered list."""
    return "".join(f"{number}. {line}\n" for number, line in enumerate(lines, 1))


def indented(text: str) -> str:
    """Indent a text as the content of a reStructuredText directive."""
    return textwrap.indent(text, "   ")


def _md_heading(level: int, text: str) -> str:
    # Canonical Markdown has a blank line after a heading of level 3, but not of level 2.
    return f"{'#' * level} {text}\n" + "\n" * (level == 3)


def _md_header(fields: Mapping[str, str]) -> str:
    return "".join(f"**{name}:** {value}\n" for name, value in fields.items())


def _md_code(code: Code) -> str:
    return f"{code.intro}\n\n```{code.language}\n{code.text}\n```\n"


def _md_table(head: Sequence[str], rows: Rows) -> str:
    lines = [head, *rows]
    written = ["| " + " | ".join(cells) + " |\n" for cells in lines]
    return "".join([written[0], "|" + "---|" * len(head) + "\n", *written[1:]])


def _md_directive(name: str, argument: str, options: Mapping[str, str], body: str) -> str:
    lines = "".join(f":{key}: {value}\n" for key, value in options.items())
    return f"```{{{name}}} {argument}".rstrip() + f"\n{lines}" + f"\n{body}" * bool(body) + "```\n"


def _rst_heading(level: int, text: str) -> str:
    return f"{text}\n{'=-~'[level - 1] * len(text)}\n\n"


def _rst_header(fields: Mapping[str, str]) -> str:
    return "".join(f":{name}: {value}\n" for name, value in fields.items())


def _rst_code(code: Code) -> str:
    return f"{code.intro}\n\n.. code-block:: {code.language}\n\n{indented(code.text)}\n"


def _rst_table(head: Sequence[str], rows: Rows) -> str:
    lines = ["* - " + "\n  - ".join(cells) + "\n" for cells in [head, *rows]]
    return ".. list-table::\n   :header-rows: 1\n\n" + indented("".join(lines))


def _rst_directive(name: str, argument: str, options: Mapping[str, str], body: str) -> str:
    lines = "".join(f":{key}: {value}\n" for key, value in options.items())
    content = f"\n{body}" if body else ""
    return f".. {name}:: {argument}".rstrip() + "\n" + indented(lines + content)


MARKDOWN = Markup(
    suffix=".md",
    heading=_md_heading,
    header=_md_header,
    prose=lambda lines: "\n".join(lines) + "\n",
    code=_md_code,
    table=_md_table,
    directive=_md_directive,
    page=lambda text, path: f"[{text}]({path}.md)",
)

RST = Markup(
    suffix=".rst",
    heading=_rst_heading,
    header=_rst_header,
    prose=lambda lines: "\n".join(lines).replace("`", "``") + "\n",
    code=_rst_code,
    table=_rst_table,
    directive=_rst_directive,
    page=lambda text, path: f":doc:`{text} <{path}>`",
)
