"""Writes items as directives in reStructuredText."""

from __future__ import annotations

import re

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.items import tail
from sphinxcontrib_spec.patterns import pattern

from . import rst_blocks
from .again import Unsayable
from .directives import Directive
from .excerpts import FOREIGN, excerpt, indented

#: Options that are names, not text: they are taken literally.
_NAMES = frozenset(("id", "class", *schema.LINK))
_NAME = pattern(rf"[^\n{FOREIGN}]+")

#: A line of an argument that would be read as an option; a role would not.
_FIELD = pattern(r"^:(?![\w:.+-]+:`)", re.MULTILINE)


def directive(said: Directive) -> str:
    """Write the directive of an item; raises `Unsayable` if argument or options cannot be written.

    A body that cannot be written goes into a `spec-markdown` directive.
    """
    head = [f".. {said.kind.directive}:: {_argument(said)}"]
    head += [f":{name}: {_value(name, value)}" for name, value in said.options]
    chunks = [indented("\n".join(head)).lstrip()]
    if said.body:
        try:
            body = rst_blocks.blocks(said.body)
        except Unsayable:
            body = excerpt(said.body)
        chunks.append(indented(body))
    return "\n\n".join(chunks)


def _argument(said: Directive) -> str:
    if said.kind.shape == "table":
        return _FIELD.sub(r"\:", rst_blocks.one_line(said.argument))
    options = dict(said.options)
    end = tail(options.get("owner", ""), options.get("deadline", ""))
    rst_blocks.first_paragraph(said.argument + end)  # argument and tail together form one text, too
    return _FIELD.sub(r"\:", rst_blocks.first_paragraph(said.argument))


def _value(name: str, value: str) -> str:
    if name not in _NAMES:
        return rst_blocks.one_line(value)
    if not _NAME.fullmatch(value):
        raise Unsayable
    return value
