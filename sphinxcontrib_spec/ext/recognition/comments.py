"""Finds our comments in a doctree, assigns them to items, and keeps them from publication."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from sphinxcontrib_spec import reader
from sphinxcontrib_spec.ignores import HERE, NEXT, asked
from sphinxcontrib_spec.source import Text

from ..doctree import blocks, place, relative
from ..nodes import excerpt

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

_OURS = re.compile(r"\s*spec:")
#: The key in `temp_data` for whether there are any in the document being read.
_THERE = "spec_has_comments"

_SIGN = re.compile(r"^.*?(?<![^\s|])\.\.(?:\s+|$)")
#: What separates the cells of a table's row.
_BETWEEN_CELLS = re.compile(r"\||\s{2,}")


def note_places(document: nodes.document, env: BuildEnvironment) -> None:
    """Set the line at which each of our comments begins, which docutils does not know.

    A comment that is not found in its file, because the text was changed on its way, gets the line
    of what it is in.
    """
    known: dict[str, dict[str, Iterator[int]]] = {}
    found = _ours(document)
    env.temp_data[_THERE] = bool(found)
    for node in found:
        source = next((each.source for each in _with_parents(node) if each.source), "")
        first = node.astext().partition("\n")[0].strip()
        if source not in known:
            known[source] = _lines(source, env)
        around = next((each.line for each in _with_parents(node.parent) if each.line), 0)
        node.source, node.line = source, next(known[source].get(first, iter(())), around)


def move_into(item: nodes.Element, block: nodes.Element) -> None:
    """Move the comments about an item's directive to the end of its body.

    These are the comments inside it, and an `ignore-next` right above `block`, which contains only
    the directive: that becomes an `ignore`.
    """
    body = item[-1] if isinstance(item, nodes.row) else item
    assert isinstance(body, nodes.Element)  # the last cell
    siblings = block.parent.children
    at = siblings.index(block)
    above: list[nodes.Node] = []
    while at and isinstance(siblings[at - 1], nodes.comment):
        at -= 1
        above.insert(0, siblings[at])
    for node in above:
        request = asked(_as_markdown(node))
        if not request.fault and request.verb == NEXT:
            block.parent.remove(node)
            moved = nodes.comment("", node.astext().replace(NEXT, HERE, 1))
            moved.source, moved.line = item.source, item.line
            body.append(moved)
    for node in [each for each in body if _is_ours(each)]:
        body.remove(node)
        body.append(node)


def of(document: nodes.document, env: BuildEnvironment) -> Iterator[Text]:
    """Yield every comment of ours on a page, as Markdown."""
    for node in blocks(document):
        if isinstance(node, excerpt):
            path = relative(node.source or document["source"], env)
            yield from reader.comments(node["lines"], path)
        elif _is_ours(node):
            yield Text(_as_markdown(node), place(node, env))


def remove(document: nodes.document, env: BuildEnvironment) -> None:
    """Remove all our comments."""
    if not env.temp_data.get(_THERE):
        return
    for node in _ours(document):
        cell = node.parent
        cell.remove(node)
        if isinstance(cell, nodes.entry) and not len(cell):
            cell.append(nodes.paragraph())


def _ours(document: nodes.document) -> list[nodes.Element]:
    return [node for node in blocks(document) if _is_ours(node)]


def _is_ours(node: nodes.Node) -> bool:
    return isinstance(node, nodes.comment) and bool(_OURS.match(node.astext()))


def _as_markdown(node: nodes.Node) -> Text:
    """Return the comment as it is exported to Markdown."""
    return Text(f"<!-- {node.astext().strip().replace('-->', '--&gt;')} -->")


def _with_parents(node: nodes.Element | None) -> Iterator[nodes.Element]:
    while node is not None:
        yield node
        node = node.parent


def _lines(source: str, env: BuildEnvironment) -> dict[str, Iterator[int]]:
    """Return the lines of a file at which our comments begin, by the text of their first lines."""
    try:
        text = Path(os.fspath(source)).read_bytes().decode(env.config.source_encoding, "replace")
    except OSError:
        return {}
    found: defaultdict[str, list[int]] = defaultdict(list)
    before = ""
    for number, line in enumerate(text.splitlines(), 1):
        if "spec:" in line:
            own = bool(_SIGN.match(line))
            if own or before.strip().endswith(".."):
                for words in {_unsigned(each) for each in (line, *_BETWEEN_CELLS.split(line))}:
                    found[words].append(number if own else number - 1)
        before = line
    return {words: iter(numbers) for words, numbers in found.items()}


def _unsigned(line: str) -> str:
    """Return what follows the sign of a comment; the whole line if there is none."""
    return _SIGN.sub("", line).strip()
