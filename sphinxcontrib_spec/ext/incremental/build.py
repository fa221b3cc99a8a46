"""What one build knows while it runs, besides what the environment holds of each document.

Each part of the extension leaves here what later parts need in the same build.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .settled import DependsOn, Settled
from .state import State

if TYPE_CHECKING:
    from .findings_file import Located, PageFindings, ProjectFindings
    from .shown import Pages


@dataclass
class Build:
    """What was found out in this build, and what the last one left behind."""

    #: Evaluates a condition of `only`: whether readers see its content, None if only some do.
    seen: Callable[[str], bool | None] = lambda _condition: None

    #: Whether each page has a folder of its own on the web, for the links in this build's exports.
    has_folders: bool = False

    #: The findings of each spec's page, unless that has to be read, and the other findings; whether
    #: other extensions were asked for the latter, which may answer differently each time.
    page_findings: dict[str, PageFindings] = field(default_factory=dict)
    in_project: ProjectFindings | None = None
    asks_others: bool = False

    #: The findings of this build, and how many of them were reported.
    found: tuple[Located, ...] = ()
    reported: int = 0

    #: The state of all documents, once they are read.
    state: State = State("", "", "")  # noqa: RUF009 - it is a tuple

    #: What each page shows of others, what the exports depend on, the state in which this build
    #: left their files, and which of them are as the last build left them.
    shown: Pages | None = None
    dependencies: dict[str, DependsOn] = field(default_factory=dict)
    left: str = ""
    settled: Settled = Settled()  # noqa: RUF009 - it is frozen

    #: What documents contributed to the table of contents before they were read again; None if
    #: there are too many of them.
    outlines: dict[str, tuple[Any, ...]] | None = field(default_factory=dict)

    #: Whether the index page makes its entries late, a digest of what it is made of in this build,
    #: and the state in which the last build left its file.
    defers_index: bool = False
    index_made_of: str = ""
    index_left: list[Any] = field(default_factory=list)

    def forget(self, docname: str) -> None:
        """Forget the findings of a page that is read again, or that another build has read."""
        self.page_findings.pop(docname, None)
