"""Rules on how code is written, in fences that name its language: SPEC304 and SPEC305."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from sphinxcontrib_spec.model import Block, Section
from sphinxcontrib_spec.patterns import pattern

from ._fix import Fix, safe, unsafe
from ._languages import guessed
from ._rule import Problem, Rule
from ._shapes import CODE_PARTS, first_line
from ._subject import Subject, blocks_of

_TICKS = pattern(r"`{3,}")
_INDENT = pattern(r"(?:[ ]{4}|[ ]{0,3}\t)")


def code_indented(subject: Subject) -> Iterator[Problem]:
    """Code in API / Interface and Data Model is fenced.

    Indented code has no language, and becomes ordinary text when a list is put above it.

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

    Put three backticks and the language above it and three backticks below it, and remove the
    indentation.
    """
    for key in CODE_PARTS:
        for block in _code_in(subject.known.get(key)):
            if not block.fenced:
                yield Problem(
                    first_line(block.text).trimmed(),
                    "the code is indented, not fenced",
                    'put "```<language>" above it and "```" below',
                    fix=_in_fence(block),
                )


def code_no_language(subject: Subject) -> Iterator[Problem]:
    """A fenced code block names its language.

    Otherwise there is no highlighting, and no tool can check the code. Steps in Workflow / Sequence
    need no language.

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

    Write the language after the opening fence, or `text` if there is none.
    """
    unnamed = [
        block
        for block in subject.blocks
        if isinstance(block, Block) and block.kind == "code" and not block.info
    ]
    if not unnamed:
        return
    of_parts = [block for key in CODE_PARTS for block in _code_in(subject.known.get(key))]
    steps = set(map(id, _code_in(subject.known.get("workflow_sequence"))))
    exempt = steps.union(id(block) for block in of_parts if not block.fenced)
    for block in unnamed:
        if id(block) not in exempt:
            language = guessed(_code(block))
            yield Problem(
                first_line(block.text).trimmed(),
                "the code names no language",
                f'write "```{language}"' if language else 'write "```<language>", or "```text"',
            )


def _in_fence(block: Block) -> Fix:
    """Return a fix that puts code in a fence; only as an unsafe fix it guesses the language."""
    code = _code(block)
    fence = max([*_TICKS.findall(code), "``"], key=len) + "`"

    def fenced(block: Block, language: str) -> Block:
        text = block.text.reworded(f"{fence}{language}\n{code}\n{fence}")
        return replace(block, text=text, info=language, fenced=True)

    language = guessed(code)
    bolder = unsafe(block, partial(fenced, language=language)) if language else None
    return replace(safe(block, partial(fenced, language="")), bolder=bolder)


def _code(block: Block) -> str:
    """Return the code of a block, without its fence or its indentation."""
    lines = block.text.split("\n")
    return "\n".join(lines[1:-1] if block.fenced else (_INDENT.sub("", one, 1) for one in lines))


def _code_in(section: Section | None) -> Iterator[Block]:
    for block in blocks_of(section) if section else ():
        if isinstance(block, Block) and block.kind == "code":
            yield block


RULES = (
    Rule("SPEC304", "info", code_indented, fix="safe"),
    Rule("SPEC305", "info", code_no_language),
)
