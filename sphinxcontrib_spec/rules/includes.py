"""Rule on the files that a page includes: SPEC123."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sphinxcontrib_spec.source import Span

from ._rule import Problem, Rule, quoted


class NotIncluded(NamedTuple):
    """A file that was not included as intended: where, which file, why, and what helps."""

    at: Span
    name: str
    why: str
    help: str


def include_failed(found: Iterable[NotIncluded]) -> Iterator[Problem]:
    """A file that a page includes can be read, and is the spec of this page only.

    `spec-include` shows a Markdown file that is not a document of the project. The file must be
    encoded in UTF-8, and be inside the repository. A spec has only one page, to which all
    references lead: if two pages include the same file, it is the spec of the first.

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

    Name an existing file, relative to the document. Use `:no-index:` on a page that shows the spec
    of another page again.
    """
    for each in dict.fromkeys(found):
        yield Problem(each.at, f"{quoted(each.name)} {each.why}", each.help)


RULES = (Rule("SPEC123", "error", include_failed, scope="include"),)
