"""Files that a page includes: SPEC123."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sphinxcontrib_spec.source import Span

from ._rule import Problem, Rule, quoted


class NotIncluded(NamedTuple):
    """A file that is not included as it was meant to be: where, which one, why, what helps."""

    at: Span
    name: str
    why: str
    help: str


def include_failed(found: Iterable[NotIncluded]) -> Iterator[Problem]:
    """A file that a page includes can be read, and is the spec of this page alone.

    `spec-include` shows a file of Markdown that is no document of the project, in UTF-8 and inside
    of the repository. A spec has one page, to which all references lead: where two pages
    include one file, it is the spec of the first.

    ```rst bad
    Background and Context
    ----------------------
    .. spec-include:: shelves/no-such-file.md
    ```
    ```rst good
    Background and Context
    ----------------------
    .. spec-include:: shelves/cooling.md
    ```

    Name a file that is there, relative to the document. Say `:no-index:` on a page that shows
    another page's spec again.
    """
    for each in dict.fromkeys(found):
        yield Problem(each.at, f"{quoted(each.name)} {each.why}", each.help)


RULES = (Rule("SPEC123", "error", include_failed, scope="include"),)
