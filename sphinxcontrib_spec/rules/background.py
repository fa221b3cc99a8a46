"""Rules on Background and Context: SPEC231 and SPEC232."""

from __future__ import annotations

from collections.abc import Iterator

from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.model import Block
from sphinxcontrib_spec.patterns import pattern
from sphinxcontrib_spec.prose import prose

from ._prose import paragraphs
from ._rule import Problem, Rule, quoted
from ._subject import Subject, blocks_of, is_empty

_KEY = "background_and_context"
_MOST_PARAGRAPHS = 3
_LINKS = frozenset(("link", "autolink", "role"))
_OTHER_LINK = pattern(r"\]\[|\bhttps?://\S")
_OTHER_SIGNS = ("][", "://")
#: Every link contains one of these: brackets, a URL or a role.
_SIGNS = ("[", "<", "{", "://")


def background_length(subject: Subject) -> Iterator[Problem]:
    """Background and Context has one to three paragraphs.

    It contains what readers need to understand the design, and no more: anything longer should be
    linked to, or be in the Appendix.

    ```markdown bad
    ## Background and Context
    - [tape inventory](https://inventory.example.org/tapes)
    - two drives, 412 cartridges
    ```
    ```markdown good
    ## Background and Context
    The library holds 412 cartridges and two drives. Until now, the
    [inventory](https://inventory.example.org/tapes) is kept by hand.
    ```

    Write a paragraph, or move the rest to the Appendix.
    """
    section = subject.known.get(_KEY)
    if section is None or is_empty(section):
        return
    found = paragraphs(section)
    if not found:
        yield Problem(
            section.heading,
            f"{quoted(section.heading)} has no paragraph",
            "write one to three paragraphs on what a reader has to know",
        )
    elif len(found) > _MOST_PARAGRAPHS:
        yield Problem(
            found[_MOST_PARAGRAPHS],
            f"{quoted(section.heading)} has {len(found)} paragraphs, more than {_MOST_PARAGRAPHS}",
            'move what is not needed to understand the design to "Appendix"',
        )


def _is_other_link(text: str) -> bool:
    return any(sign in text for sign in _OTHER_SIGNS) and _OTHER_LINK.search(text) is not None


def _may_link(text: str) -> bool:
    return any(sign in text for sign in _SIGNS)


def background_no_link(subject: Subject) -> Iterator[Problem]:
    """Background and Context links to what it is about.

    The rule is off until it is selected: not everything has an address.

    ```markdown bad
    ## Background and Context
    The inventory of tapes is kept by hand until now.
    ```
    ```markdown good
    ## Background and Context
    The [inventory](https://inventory.example.org/tapes) of tapes is kept by hand until now.
    ```

    Link the system, the document or the discussion.
    """
    section = subject.known.get(_KEY)
    if section is None or is_empty(section):
        return
    blocks = [block for block in blocks_of(section) if isinstance(block, Block)]
    texts = [text for text in map(prose, blocks) if _may_link(text)]
    if any(part.kind in _LINKS for text in texts for part in inline.parts(text)):
        return
    uncoded = [inline.masked(text, ("code",)) for text in texts]
    if any(block.kind == "definition" for block in blocks) or any(map(_is_other_link, uncoded)):
        return
    yield Problem(
        section.heading,
        f"{quoted(section.heading)} has no link",
        'link to what it is about: "[<system>](<address>)"',
    )


RULES = (
    Rule("SPEC231", "info", background_length),
    Rule("SPEC232", "info", background_no_link, off=True),
)
