"""Rules on the code in Design: SPEC301 to SPEC303."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.model import AnyBlock, Block, is_table
from sphinxcontrib_spec.patterns import pattern
from sphinxcontrib_spec.prose import prose

from ._prose import said
from ._rule import Problem, Rule, quoted
from ._shapes import CODE_PARTS, shows_code
from ._subject import Subject, blocks_of, is_empty

#: A sentence that describes what code would show: what something takes, holds or does.
_DESCRIBED = pattern(
    r"""\b((?:api|argument|class|command|constructor|decorator|endpoint|enum|event|function|handler
    |hook|interface|message|method|mutation|object|parameter|payload|query|record|request|response
    |route|schema|struct|subcommand|table|type)(?:s|es)?)\b[^.!?]{0,60}?
    \b(?:accept|consist|contain|creat|delet|expect|expos|hold|includ|list|print|read|receiv|return
    |send|stor|support|tak|writ)(?:e|es|s|ing)?\b""",
    re.IGNORECASE | re.VERBOSE,
)

#: Words with which a short paragraph says that there is nothing to show.
_NOTHING = pattern(
    r"\W*(?:none|n/a|nothing|not applicable|unchanged)\b"
    r"|.*\b(?:no|without) (?:\w+ ){0,3}(?:api|change|endpoint|field|interface|schema|table)s?\b",
    re.IGNORECASE | re.DOTALL,
)
_SHORT = 200


def api_no_code(subject: Subject) -> Iterator[Problem]:
    """API / Interface shows code.

    A signature, a request or a command line is precise where a sentence is not. If the section says
    that there is no interface, or no change to it, that is only an info.

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

    A schema in prose has no types, and different readers build different things from it. If the
    section says that there is none, or no change to it, that is only an info.

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

    A sentence about a command does not show how to call it. A table is fine, too. A part that
    describes nothing that code could show, such as who may use it, is only an info, and so is one
    with code in its sentences.

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
    for key in CODE_PARTS:
        section = subject.known.get(key)
        if section is None or not shows_code(section):
            continue
        for part in section.sections:
            blocks = list(blocks_of(part))
            if part.key or is_empty(part) or shows_code(part) or any(map(is_table, blocks)):
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


def _has_inline_code(block: AnyBlock) -> bool:
    return isinstance(block, Block) and any(
        part.kind in ("code", "role") for part in inline.parts(prose(block))
    )


RULES = (
    Rule("SPEC301", "error", api_no_code),
    Rule("SPEC302", "error", model_no_code),
    Rule("SPEC303", "warning", code_part_prose_only),
)
