"""Rules on item directives that are misplaced or have unknown options: SPEC121 and SPEC122."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.model import Block
from sphinxcontrib_spec.patterns import pattern
from sphinxcontrib_spec.source import Span, Text

from ._directives import meant
from ._rule import Problem, Rule, joined, quoted
from ._shapes import first_line
from ._subject import Subject

#: A line that would open a fence if it did not contain backticks; inline code does not match.
_NO_FENCE = pattern(r"^[ ]{0,3}(`{3,})\{([\w-]+)\}(?![^\n]*\1)[^\n]*", re.MULTILINE)


def item_misplaced(subject: Subject) -> Iterator[Problem]:
    """A directive for an item is under the heading that its kind belongs to.

    Anywhere else it is shown, but it is not an item: nothing can refer to it, and canonical
    Markdown has no place for it, so it is missing in the export. Inside a note, tab or list it is
    not an item either, only text. The same goes for a fence of backticks whose first line contains
    other backticks, which is not a fence in Markdown.

    ````markdown bad
    ## Background and Context
    Two drives share one robot.

    ```{failure-mode} The robot drops a cartridge
    :probability: Low
    :impact: Medium
    ```
    ````
    ````markdown good
    ## Failure Modes
    ```{failure-mode} The robot drops a cartridge
    :probability: Low
    :impact: Medium

    The second copy is read; the cartridge is picked up by hand.
    ```
    ````

    Move the directive, or fence it with tildes.
    """
    for block in (*subject.spec.preamble, *subject.spec.lead, *subject.blocks):
        if not isinstance(block, Block):
            continue
        if block.info in schema.DIRECTIVE:
            yield misplaced(block.info, first_line(block.text))
        elif block.kind == "paragraph" and subject.spec.surface != "rst" and "```{" in block.text:
            yield from _unfenced(block.text)


def _unfenced(text: Text) -> Iterator[Problem]:
    """Report the item directives in a paragraph whose opening line contains more backticks."""
    for match in _NO_FENCE.finditer(text):
        if match[2] in schema.DIRECTIVE:
            yield Problem(
                text.part(match.start(), match.end()),
                f'"```{{{match[2]}}}" is text here, not an item: its line has more backticks',
                "fence it with tildes: ~~~",
            )


def option_unknown(subject: Subject) -> Iterator[Problem]:
    """A directive for an item has no unknown options.

    The value of an unknown option does not belong to any column, so readers of the exported file
    will not see it.

    ````markdown bad
    ## Failure Modes
    ```{failure-mode} The robot drops a cartridge
    :likelyhood: Low
    :probability: Low
    :impact: Medium

    The second copy is read; the cartridge is picked up by hand.
    ```
    ````
    ````markdown good
    ## Failure Modes
    ```{failure-mode} The robot drops a cartridge
    :probability: Low
    :impact: Medium

    The second copy is read; the cartridge is picked up by hand.
    ```
    ````

    Correct the name of the option, or move its value to the directive's body.
    """
    for item in subject.items:
        for name in item.about.unknown:
            known = schema.option_names(item.kind)
            near = meant(item.kind, name)
            yield Problem(
                name,
                f"unknown option {quoted(name)}",
                f'did you mean "{near}"?' if near else f"the options are {joined(known)}",
            )


def misplaced(directive: str, at: Text | Span) -> Problem:
    """Return the problem of an item directive where no item can be, in a spec or elsewhere."""
    section = schema.SECTION[schema.DIRECTIVE[directive].section]
    return Problem(
        at,
        f'"{directive}" is not an item here',
        f'move it under "{section.heading}" of a spec, outside any box, tab or list',
    )


def unread(directive: str, at: Text | Span) -> Problem:
    """Return the problem of an item directive in a colon fence that MyST reads as text."""
    return Problem(
        at,
        f'":::{{{directive}}}" is text here, not an item',
        'use a fence of backticks, or add "colon_fence" to myst_enable_extensions',
    )


RULES = (
    Rule("SPEC121", "error", item_misplaced),
    Rule("SPEC122", "error", option_unknown),
)
