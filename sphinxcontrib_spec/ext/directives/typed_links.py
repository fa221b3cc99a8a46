"""Shows the typed links of a directive's options where canonical Markdown has them."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx import addnodes

from sphinxcontrib_spec import schema

from ..doctree import elements, written
from .items import Option

#: The attribute of a typed link's reference that holds its verb.
VERB = "spec_verb"

_TAIL = re.compile(r"\s+—\s+(?:Owner|Deadline):")


def show(item: nodes.Element, docname: str) -> None:
    """End the item's last text field with its links: `(mitigates …, …; supersedes …)`."""
    given = written(item)
    if given is None:
        return
    own = [link.verb for link in schema.LINKS if link.source == given.kind]
    options = [option for verb in own if (option := given.get(verb))]
    parts: list[nodes.Node] = []
    for option in options:
        found = [_reference(target, option, docname) for target in _targets(option)]
        for number, reference in enumerate(found):
            before = ", " if number else f"; {option.name} " if parts else f"({option.name} "
            parts += [nodes.Text(before), reference]
    if parts:
        _end(item, [*parts, nodes.Text(")")])


def _targets(option: Option) -> list[str]:
    return [target.strip() for target in option.value.split(";") if target.strip()]


def _reference(target: str, option: Option, docname: str) -> addnodes.pending_xref:
    reference = addnodes.pending_xref(
        "",
        nodes.inline("", target, classes=["xref", "spec"]),
        refdomain="spec",
        reftype="ref",
        reftarget=target,
        refexplicit=False,
        refdoc=docname,
        refwarn=False,
    )
    reference[VERB] = option.name
    reference.line = option.line
    return reference


def _end(item: nodes.Element, parts: list[nodes.Node]) -> None:
    """Append these nodes to a row's last cell, or to the text of a list item."""
    in_row = isinstance(item, nodes.row)
    home = elements(item)[-1] if in_row else item
    paragraph = next(iter(home.children[-1:] if in_row else home.children[:1]), None)
    if not isinstance(paragraph, nodes.paragraph):
        paragraph = nodes.paragraph()
        home.insert(len(home) if in_row else 0, paragraph)
    for at, child in enumerate([] if in_row else paragraph.children):
        if isinstance(child, nodes.Text) and (tail := _TAIL.search(child)):
            before, after = child[: tail.start()], child[tail.start() :]
            paragraph[at : at + 1] = [nodes.Text(f"{before} "), *parts, nodes.Text(after)]
            return
    gap = [nodes.Text(" ")] if paragraph.astext() else []
    paragraph += [*gap, *parts]
