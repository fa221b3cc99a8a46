"""Rule on rows outside of a table: SPEC806."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.model import AnyBlock, Block, Section, is_table
from sphinxcontrib_spec.patterns import pattern

from ._pipes import cell_ranges
from ._rule import Problem, Rule, quoted
from ._subject import Subject, blocks_of

#: A line that is written as a row; `|x| + |y|` is not.
_ROW = pattern(r"[ ]{0,3}\|[ \t].*[ \t]\|[ \t]*\Z")
_DELIMITER = pattern(r"[ \t]*:?-+:?[ \t]*\Z")


def row_outside_table(subject: Subject) -> Iterator[Problem]:
    """Every row is part of a table.

    A table ends at the first blank line, and needs a line of dashes below its header with as many
    cells as the header. A line with pipes that is not part of a table is a paragraph, not an item
    of the spec.

    ```markdown bad
    ## Failure Modes
    | Failure | Probability | Impact | Mitigation |
    |---|---|---|---|
    | A cartridge is unreadable | Low | Medium | The copy in the other building is read |

    | The robot is jammed | Low | High | An operator loads the drive by hand |
    ```
    ```markdown good
    ## Failure Modes
    | Failure | Probability | Impact | Mitigation |
    |---|---|---|---|
    | A cartridge is unreadable | Low | Medium | The copy in the other building is read |
    | The robot is jammed | Low | High | An operator loads the drive by hand |
    ```

    Delete the blank line, or add the line of dashes.
    """
    if "|" not in subject.words or subject.spec.surface == "rst":  # docutils reports those itself
        return
    reported = {
        id(section) for section in subject.known.values() if _is_reported_elsewhere(section)
    }
    for section in subject.sections:
        if id(section) not in reported:
            yield from loose_rows(section.blocks)


def loose_rows(blocks: Iterable[AnyBlock]) -> Iterator[Problem]:
    """Report each paragraph written as rows: why it is not part of a table, and what to do."""
    last: AnyBlock | None = None  # the last block that is not such a paragraph
    end = "a blank line"
    for block in blocks:
        if isinstance(block, Block) and block.kind == "comment":
            end = "a comment"
            continue
        if isinstance(block, Block) and _is_rows(block):
            yield _problem(block, end if is_table(last) else "")
        else:
            last = block
        end = "a blank line"


def _is_reported_elsewhere(section: Section) -> bool:
    """Whether the section needs a table of items and has none, which another rule reports."""
    kind = schema.KIND.get(schema.SECTION[section.key].kind)
    return bool(kind and kind.shape == "table") and not any(map(is_table, blocks_of(section)))


def _is_rows(block: Block) -> bool:
    """Whether a paragraph is written as one or more rows."""
    if block.kind != "paragraph" or "|" not in block.text[:4]:
        return False
    return all(_ROW.match(line) or _is_delimiter(line) for line in block.text.split("\n"))


def _is_delimiter(line: str) -> bool:
    return "-" in line and all(
        _DELIMITER.match(line[start:stop]) for start, stop in cell_ranges(line)
    )


def _problem(block: Block, end: str) -> Problem:
    """Return the problem of rows; `end` is what separates them from a table above."""
    first, _, rest = block.text.partition("\n")
    second = rest.partition("\n")[0]
    columns = len(cell_ranges(first))
    dashes = f'"|{"---|" * columns}"'
    if _is_delimiter(second):
        return Problem(
            block.text.part(len(first) + 1, len(first) + 1 + len(second)).trimmed(),
            f"not a table: its header has {columns} cells, "
            f"the line below {len(cell_ranges(second))}",
            f"write {dashes} below the header",
        )
    row = block.text.part(0, len(first)).trimmed()
    if end:
        is_comment = end == "a comment"
        way = "move it below the last row" if is_comment else "delete the blank line above it"
        return Problem(row, f"{end} ends the table above, and {quoted(row)} is not part of it", way)
    return Problem(
        row, f"not a table: {quoted(row)} has no line of dashes below", f"write {dashes} below it"
    )


RULES = (Rule("SPEC806", "error", row_outside_table),)
