"""Rules on markup that loses text: SPEC801 to SPEC805."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

from sphinxcontrib_spec.items import title
from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.model import Block, Table
from sphinxcontrib_spec.patterns import pattern
from sphinxcontrib_spec.source import Text

from ._backticks import Word, in_backticks
from ._cells import is_only_comments
from ._fix import Fix, revealing, safe
from ._pipes import cell_ranges, first_cut, pipes_in_code, with_code_joined, with_pipes_escaped
from ._rule import Lost, Problem, Rule, quoted
from ._subject import Subject

_DUNDER = pattern(
    r"""(?<![\w\\*`])(?:[^\W_]\w*\.__[^\W_]\w*?__|__(?:init|new|del|repr|str|bytes|format|lt|le|eq
    |ne|gt|ge|hash|bool|dict|slots|name|qualname|module|doc|class|bases|mro|file|path|all|main
    |version|author|call|len|iter|next|getitem|setitem|delitem|contains|missing|getattr
    |getattribute|setattr|delattr|get|set|delete|enter|exit|aenter|aexit|await|aiter|anext
    |annotations|wrapped|init_subclass|set_name|post_init|import|builtins|debug|future
    |pycache|copy|deepcopy|reduce|getstate|setstate|add|sub|mul|truediv|floordiv|mod|pow
    |and|or|xor|invert|neg|pos|abs|int|float|index|round)__)(?!\w)""",
    re.VERBOSE,
)
#: The beginning of a tag.
_TAG = pattern(r"<[A-Za-z/]")
_NO_NAMES = frozenset(("code", "role", "link", "image", "autolink", "comment", "tag"))


def markup_eaten_html(subject: Subject) -> Iterator[Problem]:
    """No word in angle brackets is read as an HTML tag.

    Markdown takes `<barcode>` for a tag, and a browser shows nothing for an unknown tag. This
    extension shows it on the page of a spec; other renderers do not.

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
    for owner, text in subject.texts if _TAG.search(subject.words) else ():
        if not _TAG.search(text):
            continue
        eaten = _tags(text)
        fixes = in_backticks(subject.spec, owner, text, eaten)
        for tag, fix in zip(text.pieces(tag[0] for tag in eaten), fixes, strict=True):
            yield Problem(
                tag,
                f"{quoted(tag)} is taken for an HTML tag and not shown",
                f"write `{tag}`",
                fix=fix,
            )


def markup_eaten_emphasis(subject: Subject) -> Iterator[Problem]:
    """No name with double underscores is read as bold.

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
    for owner, text in subject.texts if "__" in subject.words else ():
        if "__" not in text or not _DUNDER.search(text):
            continue
        shown = inline.masked(text, _NO_NAMES)
        eaten = [Word(*match.span()) for match in _DUNDER.finditer(shown)]
        fixes = in_backticks(subject.spec, owner, text, [[name] for name in eaten])
        for name, fix in zip(text.pieces(eaten), fixes, strict=True):
            yield Problem(
                name,
                f"{quoted(name)} is shown in bold, without its underscores",
                f"write `{name}`",
                fix=fix,
            )


def cell_surplus(subject: Subject) -> Iterator[Problem]:
    r"""No row of a table has more cells than the table has columns.

    Markdown silently drops surplus cells. A pipe in code ends a cell, too.

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

    Write `\|` for a pipe in a cell, or add a column.
    """
    for block in subject.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                surplus = row.about.surplus
                if surplus and not is_only_comments(surplus, bool(row.about.notes)):
                    before = getattr(row, block.keys[-1]) if block.keys[-1] else ""
                    change = with_code_joined(row, block.keys)
                    fix = revealing(row, change) if change else None
                    lost = next((cell for cell in surplus if cell.strip()), surplus[0])
                    yield _surplus(lost, before, first_cut(row, block.keys) > 0, fix)
        elif isinstance(block, Block) and block.kind == "table":
            yield from _verbatim_surplus(block)


def cell_content(subject: Subject) -> Iterator[Problem]:
    """The body of a directive fits into a table cell.

    A cell is a single line: paragraphs and lists fit, but code, tables and images do not. They are
    exported to the Appendix, and the cell links to them.

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

    Say it in a sentence, or move it to another section.
    """
    for item in subject.items:
        about = item.about
        if about.overflow:
            span = about.overflow.span
            yield Problem(
                span if span.line else about.span,
                f"the body of {quoted(title(item))} contains what a table cell cannot",
                "keep to paragraphs and lists; the rest is exported in the Appendix",
            )


def markup_not_exported(lost: Iterable[Lost]) -> Iterator[Problem]:
    """Everything on a page has an equivalent in Markdown.

    Specs are exported as Markdown, whatever they were written in. What Markdown cannot express
    stays readable: a cell that spans others becomes one cell followed by empty ones, what `only`
    hides from some readers becomes text for all, and content for LaTeX alone becomes code. A link
    to a page without a web address becomes its text.

    ```rst bad
    Background and Context
    ----------------------
    .. only:: html

       The robot can be watched on the camera page.
    ```
    ```rst good
    Background and Context
    ----------------------
    The robot can be watched on the camera page of the web site.
    ```

    Express it in a way that Markdown supports, or ignore the finding if nobody reads the exported
    file.
    """
    for each in dict.fromkeys(lost):
        end = f"exported as {each.exported_as}" if each.exported_as else "not exported"
        yield Problem(each.at, f"{quoted(each.construct)} {each.why}, and is {end}", each.help)


def _tags(text: Text) -> list[list[Word]]:
    """Return the tags of a text that are unknown to HTML, each with its closing tag."""
    found: list[list[Word]] = []
    open_tags: dict[str, list[Word]] = {}
    for part in inline.parts(text):
        if part.kind != "tag" or part.target in inline.ELEMENTS:
            continue
        if not part.label.startswith("</"):
            found.append([Word(part.start, part.stop)])
            open_tags[part.target] = found[-1]
        elif opening := open_tags.pop(part.target, None):
            opening.append(Word(part.start, part.stop))
    return found


def _surplus(cell: Text, before: str, is_cut: bool, fix: Fix | None) -> Problem:
    lost = f"{quoted(cell)} is not shown" if cell.strip() else "one that is empty"
    said, way = f"a pipe in code ends the cell: {lost}", 'write "\\|" for the pipe'
    if not is_cut and before.count("`") % 2 == 0:
        said = f"the row has more cells than columns: {lost}"
        way = "delete it, add a column, or write \\| for a pipe that belongs to the text"
    return Problem(cell or cell.span, said, way, fix=fix)


def _verbatim_surplus(block: Block) -> Iterator[Problem]:
    """Report the surplus cells of a table that is not a table of items."""
    at, columns = 0, 0
    for number, line in enumerate(block.text.split("\n")):
        cells = cell_ranges(line)
        said = [line[slice(*cell)] for cell in cells]
        if number == 0:
            columns = len(cells)
        elif number > 1 and len(cells) > columns and not is_only_comments(said[columns:]):
            pipes = pipes_in_code(said, columns)
            change = partial(with_pipes_escaped, pipes=[at + cells[one][1] for one in pipes])
            fix = safe(block, change) if pipes else None
            lost = next((one for one in range(columns, len(said)) if said[one].strip()), columns)
            cell = block.text.part(*(at + end for end in cells[lost])).trimmed()
            yield _surplus(cell, said[columns - 1], bool(pipes), fix)
        at += len(line) + 1


RULES = (
    Rule("SPEC801", "info", markup_eaten_html, fix="safe"),
    Rule("SPEC802", "info", markup_eaten_emphasis, fix="safe"),
    Rule("SPEC803", "error", cell_surplus, fix="safe"),
    Rule("SPEC804", "warning", cell_content),
    Rule("SPEC805", "warning", markup_not_exported, scope="page"),
)
