"""The code that Design shows: SPEC301 to SPEC305."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from sphinxcontrib_spec import inline
from sphinxcontrib_spec.model import AnyBlock, Block, Section, Table
from sphinxcontrib_spec.patterns import pattern
from sphinxcontrib_spec.prose import prose

from ._fix import Fix, safe, unsafe
from ._languages import guessed
from ._prose import said
from ._rule import Problem, Rule, quoted
from ._shapes import first_line, shows_code
from ._subject import Subject, blocks_of, is_empty

#: What code would show, and says in a sentence what it takes, holds or does.
_DESCRIBED = pattern(
    r"""\b((?:api|argument|class|command|constructor|decorator|endpoint|enum|event|function|handler
    |hook|interface|message|method|mutation|object|parameter|payload|query|record|request|response
    |route|schema|struct|subcommand|table|type)(?:s|es)?)\b[^.!?]{0,60}?
    \b(?:accept|consist|contain|creat|delet|expect|expos|hold|includ|list|print|read|receiv|return
    |send|stor|support|tak|writ)(?:e|es|s|ing)?\b""",
    re.IGNORECASE | re.VERBOSE,
)

#: Words by which a short paragraph says that there is nothing to show.
_NOTHING = pattern(
    r"\W*(?:none|n/a|nothing|not applicable|unchanged)\b"
    r"|.*\b(?:no|without) (?:\w+ ){0,3}(?:api|change|endpoint|field|interface|schema|table)s?\b",
    re.IGNORECASE | re.DOTALL,
)
_SHORT = 200
_TICKS = pattern(r"`{3,}")
_INDENT = pattern(r"(?:[ ]{4}|[ ]{0,3}\t)")

_PARTS = ("api_interface", "data_model")


def api_no_code(subject: Subject) -> Iterator[Problem]:
    """API / Interface shows code.

    A signature, a request or a command line says exactly what a sentence about it leaves open.
    That there is no interface, or no change to it, is only noted.

    ```markdown bad
    ### API / Interface
    The restore command takes a path and a date.
    ```
    ````markdown good
    ### API / Interface
    A file is asked for by its path on a day:

    ```console
    $ tape restore /projects/atlas/run7.h5 --as-of 2025-11-30
    ```
    ````

    Put what a user writes into a code block.
    """
    yield from _no_code(subject, "api_interface", "show what a user writes in a code block")


def model_no_code(subject: Subject) -> Iterator[Problem]:
    """Data Model shows code.

    A schema in prose has no types, and no two readers build the same one from it. That there is
    none, or no change to it, is only noted.

    ```markdown bad
    ### Data Model
    Each cartridge has a barcode and a list of files.
    ```
    ````markdown good
    ### Data Model
    ```sql
    CREATE TABLE cartridge (barcode CHAR(8) PRIMARY KEY, written_at DATE NOT NULL);
    ```
    ````

    Show the structure in the language of the system.
    """
    yield from _no_code(subject, "data_model", "show the structure in a code block")


def code_part_prose_only(subject: Subject) -> Iterator[Problem]:
    """Each part of API / Interface and of Data Model shows code.

    A sentence about a command leaves open how it is called. A table will do. A part that describes
    nothing that code would show, such as who may use it, is only noted, and so is one that has
    code within its sentences.

    ````markdown bad
    ### API / Interface
    #### Restoring
    ```console
    $ tape restore /projects/atlas/run7.h5
    ```

    #### Listing
    There is also a command that lists what a cartridge holds.
    ````
    ````markdown good
    ### API / Interface
    #### Restoring
    ```console
    $ tape restore /projects/atlas/run7.h5
    ```

    #### Listing
    ```console
    $ tape list LT0042L8
    ```
    ````

    Add the code, or move the prose to where it belongs.
    """
    for key in _PARTS:
        section = subject.known.get(key)
        if section is None or not shows_code(section):
            continue
        for part in section.sections:
            blocks = list(blocks_of(part))
            if part.key or is_empty(part) or shows_code(part) or any(map(_is_table, blocks)):
                continue
            described = _DESCRIBED.search(f"{part.heading} {said(part)}")
            is_surely = described and not any(map(_has_inline_code, blocks))
            yield Problem(
                part.heading,
                f"{quoted(part.heading)} has no code block",
                f"show the {described[1].lower()} in a code block"
                if described
                else "add one, if there is something that code can show",
                None if is_surely else "info",
            )


def code_indented(subject: Subject) -> Iterator[Problem]:
    """Code in API / Interface and Data Model stands in a fence.

    Indented code cannot say its language, and is lost when a list above it grows.

    ```markdown bad
    ### Data Model
    The index of a cartridge is one record per file:

        barcode:path:offset:sha256
    ```
    ````markdown good
    ### Data Model
    The index of a cartridge is one record per file:

    ```text
    barcode:path:offset:sha256
    ```
    ````

    Put three backticks and the language above it, three backticks below, and take the
    indentation away.
    """
    for key in _PARTS:
        for block in _code_in(subject.known.get(key)):
            if not block.fenced:
                yield Problem(
                    first_line(block.text).trimmed(),
                    "the code is indented, not fenced",
                    'put "```<language>" above it and "```" below',
                    fix=_in_fence(block),
                )


def code_no_language(subject: Subject) -> Iterator[Problem]:
    """A fence of code names its language.

    Without it nothing is highlighted, and nobody can check the code by machine. Steps in
    Workflow / Sequence need none.

    ````markdown bad
    ### API / Interface
    ```
    POST /restores HTTP/1.1
    ```
    ````
    ````markdown good
    ### API / Interface
    ```http
    POST /restores HTTP/1.1
    ```
    ````

    Write the language behind the opening fence; `text` if it has none.
    """
    unnamed = [
        block
        for block in subject.blocks
        if isinstance(block, Block) and block.kind == "code" and not block.info
    ]
    if not unnamed:
        return
    of_parts = [block for key in _PARTS for block in _code_in(subject.known.get(key))]
    steps = set(map(id, _code_in(subject.known.get("workflow_sequence"))))
    told = steps.union(id(block) for block in of_parts if not block.fenced)
    for block in unnamed:
        if id(block) not in told:
            language = guessed(_code(block))
            yield Problem(
                first_line(block.text).trimmed(),
                "the code names no language",
                f'write "```{language}"' if language else 'write "```<language>", or "```text"',
            )


def _no_code(subject: Subject, key: str, advice: str) -> Iterator[Problem]:
    section = subject.known.get(key)
    if section and not is_empty(section) and not shows_code(section):
        words = said(section)
        says_none = len(words) <= _SHORT and _NOTHING.match(words)
        yield Problem(
            section.heading,
            f"{quoted(section.heading)} has no code block",
            advice,
            "info" if says_none else None,
        )


def _in_fence(block: Block) -> Fix:
    """The code in a fence; without its language, unless unsafe fixes may guess it."""
    code = _code(block)
    fence = max([*_TICKS.findall(code), "``"], key=len) + "`"

    def fenced(block: Block, language: str) -> Block:
        text = block.text.said(f"{fence}{language}\n{code}\n{fence}")
        return replace(block, text=text, info=language, fenced=True)

    language = guessed(code)
    bolder = unsafe(block, partial(fenced, language=language)) if language else None
    return replace(safe(block, partial(fenced, language="")), bolder=bolder)


def _code(block: Block) -> str:
    """The code of a block, without its fence or its indentation."""
    lines = block.text.split("\n")
    return "\n".join(lines[1:-1] if block.fenced else (_INDENT.sub("", one, 1) for one in lines))


def _has_inline_code(block: AnyBlock) -> bool:
    return isinstance(block, Block) and any(
        part.kind in ("code", "role") for part in inline.parts(prose(block))
    )


def _is_table(block: AnyBlock) -> bool:
    return isinstance(block, Table) or (isinstance(block, Block) and block.kind == "table")


def _code_in(section: Section | None) -> Iterator[Block]:
    for block in blocks_of(section) if section else ():
        if isinstance(block, Block) and block.kind == "code":
            yield block


RULES = (
    Rule("SPEC301", "error", api_no_code),
    Rule("SPEC302", "error", model_no_code),
    Rule("SPEC303", "warning", code_part_prose_only),
    Rule("SPEC304", "info", code_indented, fix="safe"),
    Rule("SPEC305", "info", code_no_language),
)
