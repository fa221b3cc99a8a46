"""Markup that loses text: SPEC801 to SPEC804."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from sphinxcontrib_spec import inline
from sphinxcontrib_spec.items import title
from sphinxcontrib_spec.model import Block, Table
from sphinxcontrib_spec.source import Text

from ._rule import Problem, Rule, quoted
from ._subject import Subject

_DUNDER = re.compile(
    r"""(?<![\w\\*`])(?:[^\W_]\w*\.__[^\W_]\w*?__|__(?:init|new|del|repr|str|bytes|format|lt|le|eq
    |ne|gt|ge|hash|bool|dict|slots|name|qualname|module|doc|class|bases|mro|file|path|all|main
    |version|author|call|len|iter|next|getitem|setitem|delitem|contains|missing|getattr
    |getattribute|setattr|delattr|get|set|delete|enter|exit|aenter|aexit|await|aiter|anext
    |annotations|wrapped|init_subclass|set_name|post_init|import|builtins|debug|future
    |pycache|copy|deepcopy|reduce|getstate|setstate|add|sub|mul|truediv|floordiv|mod|pow
    |and|or|xor|invert|neg|pos|abs|int|float|index|round)__)(?!\w)""",
    re.VERBOSE,
)
_NO_NAMES = frozenset(("code", "role", "link", "image", "autolink", "comment", "tag"))
_PIPE = re.compile(r"(?<!\\)\|")


def markup_eaten_html(subject: Subject) -> Iterator[Problem]:
    """No word in angle brackets reads as a tag of HTML.

    Markdown takes `<barcode>` for a tag, and a browser shows nothing for a tag that it does not
    know. The extension shows it on a spec's page; other renderers will not.

    ```markdown bad
    ### Workflow / Sequence
    1. The index is read from /index/<barcode>.json
    ```
    ```markdown good
    ### Workflow / Sequence
    1. The index is read from `/index/<barcode>.json`
    ```

    Put it in backticks.
    """
    for _, text in subject.texts:
        if "<" not in text:
            continue
        eaten = [
            (part.start, part.stop)
            for part in inline.parts(text)
            if part.kind == "tag"
            and part.target not in inline.ELEMENTS
            and not part.label.startswith("</")
        ]
        for tag in text.pieces(eaten):
            yield Problem(
                tag, f"{quoted(tag)} is taken for a tag of HTML, and not shown", f"write `{tag}`"
            )


def markup_eaten_emphasis(subject: Subject) -> Iterator[Problem]:
    """No name with two underscores around it reads as bold.

    `drive.__exit__` outside of code is shown without its underscores.

    ```markdown bad
    ### Workflow / Sequence
    1. The cartridge is ejected in drive.__exit__ whatever happened
    ```
    ```markdown good
    ### Workflow / Sequence
    1. The cartridge is ejected in `drive.__exit__` whatever happened
    ```

    Put it in backticks.
    """
    for _, text in subject.texts:
        if "__" not in text:
            continue
        shown = inline.masked(text, _NO_NAMES) if _DUNDER.search(text) else ""
        for name in text.pieces(match.span() for match in _DUNDER.finditer(shown)):
            yield Problem(
                name,
                f"{quoted(name)} is shown in bold, without its underscores",
                f"write `{name}`",
            )


def cell_surplus(subject: Subject) -> Iterator[Problem]:
    r"""No row of a table has more cells than the table has columns.

    Markdown drops what is over without a word. A pipe in code ends a cell as well.

    ```markdown bad
    ## Failure Modes
    | Failure | Probability | Impact | Mitigation |
    |---|---|---|---|
    | A cartridge is unreadable | Low | Medium | `tape verify | mail` runs every night |
    ```
    ```markdown good
    ## Failure Modes
    | Failure | Probability | Impact | Mitigation |
    |---|---|---|---|
    | A cartridge is unreadable | Low | Medium | `tape verify \| mail` runs every night |
    ```

    Write `\|` for a pipe in a cell, or add the column.
    """
    for block in subject.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                if row.about.surplus:
                    before = getattr(row, block.keys[-1]) if block.keys[-1] else ""
                    yield _surplus(row.about.surplus[0], before)
        elif isinstance(block, Block) and block.kind == "table":
            yield from _verbatim_surplus(block.text)


def cell_content(subject: Subject) -> Iterator[Problem]:
    """The body of a directive fits into a cell of a table.

    A cell is one line: paragraphs and lists fit, code, tables and images do not. They are
    exported in the Appendix, and the cell links to them.

    ````markdown bad
    ## Failure Modes
    ```{failure-mode} A cartridge is unreadable
    :probability: Low
    :impact: Medium

    The copy in the other building is read.

        tape restore --copy 2
    ```
    ````
    ````markdown good
    ## Failure Modes
    ```{failure-mode} A cartridge is unreadable
    :probability: Low
    :impact: Medium

    The copy in the other building is read with `tape restore --copy 2`.
    ```
    ````

    Say it in a sentence, or move it to where there is room.
    """
    for item in subject.items:
        about = item.about
        if about.overflow:
            span = about.overflow.span
            yield Problem(
                span if span.line else about.span,
                f"the body of {quoted(title(item))} holds what a table cell cannot",
                "keep to paragraphs and lists; the rest is exported in the Appendix",
            )


def _surplus(cell: Text, before: str) -> Problem:
    if before.count("`") % 2:
        return Problem(
            cell, f"a pipe in code ends the cell: {quoted(cell)} is not shown", "write \\| for it"
        )
    return Problem(
        cell or cell.span,
        f"the row has more cells than columns: {quoted(cell)} is not shown",
        "delete it, add a column, or write \\| for a pipe that belongs to the text",
    )


def _verbatim_surplus(text: Text) -> Iterator[Problem]:
    """The surplus cells of a table that is no table of items."""
    at, columns = 0, 0
    for number, line in enumerate(text.split("\n")):
        cells = _cells(line)
        if number == 0:
            columns = len(cells)
        elif number > 1 and len(cells) > columns:
            start, stop = cells[columns]
            before = line[slice(*cells[columns - 1])]
            yield _surplus(text.part(at + start, at + stop).trimmed(), before)
        at += len(line) + 1


def _cells(line: str) -> list[tuple[int, int]]:
    """Where the cells of a row begin and end."""
    stop = len(line.rstrip())
    pipes = [pipe.start() for pipe in _PIPE.finditer(line)]
    edges = [-1, *pipes, stop]
    if pipes and not line[: pipes[0]].strip():
        edges.pop(0)
    if pipes and pipes[-1] == stop - 1:
        edges.pop()
    return [(start + 1, end) for start, end in pairwise(edges)]


RULES = (
    Rule("SPEC801", "info", markup_eaten_html),
    Rule("SPEC802", "info", markup_eaten_emphasis),
    Rule("SPEC803", "error", cell_surplus),
    Rule("SPEC804", "warning", cell_content),
)
