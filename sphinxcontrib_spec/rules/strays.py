"""Rules on leftovers of the template and on a second title: SPEC118 to SPEC120."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinxcontrib_spec import links, schema
from sphinxcontrib_spec.ignores import bare
from sphinxcontrib_spec.items import Decision
from sphinxcontrib_spec.model import Block, Group, Section, Spec
from sphinxcontrib_spec.patterns import pattern
from sphinxcontrib_spec.source import Text

from ._placeholders import BRACKETED
from ._rule import Problem, Rule, joined, quoted
from ._subject import Subject, blocks_of

#: The first characters of a text that is entirely in brackets.
_BEGINNINGS = ("[", "\\")

_LETTERS = pattern(r"[^\W\d_]{2}")
_MARKER = pattern(r"(?:[-+*]|\d{1,9}[.)])[ \t]+")
_LABEL = pattern(r"^[ ]{0,3}\[([^\]\n]+)\]:", re.MULTILINE)
_CELL = pattern(r"[^|\n]+")
_CITATION = pattern(r"\b(?:19|20)\d\d[a-z]?\b|\b[A-Z]{2}[A-Za-z+]*+[ -]?\d+")
_NO_PLACEHOLDERS = frozenset(("toc", "_toc_"))


def placeholder_left(subject: Subject) -> Iterator[Problem]:
    """No placeholder of the template is left.

    A placeholder that nobody filled in is a question that nobody answered. As long as it is there,
    no other rule checks its row, list item or paragraph.

    ```markdown bad
    ## Goals
    - [Concrete, measurable outcome 1]
    - Every restored file has the checksum that was taken when it was archived
    ```
    ```markdown good
    ## Goals
    - A restore of 1 TB ends within 6 h
    - Every restored file has the checksum that was taken when it was archived
    ```

    Replace it with your own words, or delete the row, item or paragraph.
    """
    for left in subject.placeholders:
        if left.text == schema.LEVEL_PLACEHOLDER:
            advice = f"choose one: {joined(subject.settings.levels, 'or')}"
        else:
            advice = "replace it with your own words"
        yield Problem(left.text, f"{quoted(left.text)} is left from the template", advice)


def placeholder_suspect(subject: Subject) -> Iterator[Problem]:
    """No title, header value, paragraph, cell or list item consists only of words in brackets.

    Such words look like a placeholder, even if not one of the template. Links, footnotes, check
    boxes and `[TOC]` are not placeholders, nor are citations such as `[Ng 2021]` or types in the
    tables of an API or a data model.

    ```markdown bad
    ## Background and Context
    [link to the tape inventory]
    ```
    ```markdown good
    ## Background and Context
    The [tape inventory](https://inventory.example.org/tapes) counts 412 cartridges.
    ```

    Write what the brackets stand for, or remove them.
    """
    if "[" not in subject.words:
        return
    known = {str(left.text) for left in subject.placeholders}
    links: set[str] | None = None
    types = set(map(id, _tables_of_types(subject)))
    judged = {id(subject.spec.status), id(subject.spec.date)}  # other rules check these
    for owner, said in subject.texts:
        if "[" not in said or isinstance(owner, Section | Group) or id(said) in judged:
            continue
        text = said.part(len(said) - len(owner.title)) if isinstance(owner, Spec) else said
        if id(owner) in types or _is_list_of_options(owner, text):
            continue
        for piece in _wholes(owner, text):
            match = BRACKETED.fullmatch(piece)
            if not match or piece in known or _is_no_placeholder(match[1]):
                continue
            if links is None:
                links = set(_defined(subject))
            if _folded(match[1]) not in links:
                yield Problem(
                    piece, f"{quoted(piece)} looks like a placeholder", "write what it stands for"
                )


def title_duplicate(subject: Subject) -> Iterator[Problem]:
    """There is only one heading of level 1.

    A second title begins a second document, and it is unclear to which of the two the sections
    belong.

    ````markdown bad
    ## Appendix
    Prices of cartridges were compared in March.

    # Tape vendors
    ````
    ````markdown good
    ## Appendix
    ### Tape vendors
    Prices of cartridges were compared in March.
    ````

    Give the heading a lower level, or move its section to a file of its own.
    """
    for section in subject.sections:
        if section.level == 1 and not section.key and section is not subject.late_title:
            yield Problem(
                section.heading,
                f"{quoted(section.heading)} is a second title",
                "give it level 2, or a file of its own",
            )


def _wholes(owner: links.Owner, text: Text) -> Iterator[Text]:
    """Yield the self-contained pieces of a text: all of it, list items, or table cells."""
    if not isinstance(owner, Block) or owner.kind == "paragraph":
        if text.lstrip()[:1] in _BEGINNINGS:
            yield bare(text).trimmed()
    elif owner.kind == "list":
        for entry in owner.entries:
            marker = _MARKER.match(entry)
            yield bare(entry.part(marker.end() if marker else 0)).trimmed()
    elif owner.kind == "table":
        for cell in _CELL.finditer(text):
            yield text.part(*cell.span()).trimmed()


def _tables_of_types(subject: Subject) -> Iterator[Block]:
    for key in ("api_interface", "data_model"):
        section = subject.known.get(key)
        for block in blocks_of(section) if section else ():
            if isinstance(block, Block) and block.kind == "table":
                yield block


def _is_list_of_options(owner: links.Owner, text: Text) -> bool:
    """Whether the author kept the template's brackets around a list of options."""
    return isinstance(owner, Decision) and text is owner.options_considered and "," in text


def _is_no_placeholder(words: str) -> bool:
    return (
        not _LETTERS.search(words)
        or words[0] in "^@!"
        or bool(_CITATION.search(words))
        or words.strip(" _").casefold() in _NO_PLACEHOLDERS
    )


def _defined(subject: Subject) -> Iterator[str]:
    """Yield the labels of the spec's link reference definitions."""
    for owner, text in subject.texts:
        if isinstance(owner, Block) and owner.kind == "definition":
            yield from map(_folded, _LABEL.findall(text))


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()


RULES = (
    Rule("SPEC118", "error", placeholder_left),
    Rule("SPEC119", "warning", placeholder_suspect),
    Rule("SPEC120", "error", title_duplicate),
)
