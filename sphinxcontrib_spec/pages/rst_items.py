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


def directive(item: Directive) -> str:
    """Write the directive of an item; raises `Unsayable` if argument or options cannot be written.

    A body that cannot be written goes into a `spec-markdown` directive.
    """
    head = [f".. {item.kind.directive}:: {_argument(item)}"]
    head += [f":{name}: {_value(name, value)}" for name, value in item.options]
    chunks = [indented("\n".join(head)).lstrip()]
    if item.body:
        try:
            body = rst_blocks.blocks(item.body)
        except Unsayable:
            body = excerpt(item.body)
        chunks.append(indented(body))
    return "\n\n".join(chunks)


def _argument(item: Directive) -> str:
    if item.kind.shape == "table":
        return _FIELD.sub(r"\:", rst_blocks.one_line(item.argument))
    options = dict(item.options)
    end = tail(options.get("owner", ""), options.get("deadline", ""))
    rst_blocks.first_paragraph(item.argument + end)  # argument and tail together form one text, too
    return _FIELD.sub(r"\:", rst_blocks.first_paragraph(item.argument))


def _value(name: str, value: str) -> str:
    if name not in _NAMES:
        return rst_blocks.one_line(value)
    if not _NAME.fullmatch(value):
        raise Unsayable
    return value
