"""What one build knows while it runs, besides what the environment holds of each document.

Each part of the extension leaves here what a later one of the same build asks for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .settled import HangsOn, Settled
from .state import State

if TYPE_CHECKING:
    from .findings_file import Located, PageFindings, ProjectFindings
    from .shown import Pages


@dataclass
class Build:
    """What was found out in this build, and what the last one has left."""

    #: Whether all readers of this build see what is under a condition of `only`.
    seen: Callable[[str], bool | None] = lambda _condition: None

    #: Whether each page has a folder of its own on the web, where this build's exports lead to it.
    has_folders: bool = False

    #: What is told of each spec's page, unless that is to be read, and what besides; whether for
    #: that other extensions were asked, which may answer otherwise each time.
    page_findings: dict[str, PageFindings] = field(default_factory=dict)
    in_project: ProjectFindings | None = None
    asks_others: bool = False

    #: What this build has found and reported, and how much of it.
    found: tuple[Located, ...] = ()
    reported: int = 0

    #: What all documents say, once they are read.
    state: State = State("", "", "")  # noqa: RUF009 - it is a tuple

    #: What each page shows of others, what the exports hang on, the state in which this build
    #: left their files, and which of them are as the last one left them.
    shown: Pages | None = None
    hang_on: dict[str, HangsOn] = field(default_factory=dict)
    left: str = ""
    settled: Settled = Settled()  # noqa: RUF009 - it is frozen

    #: What documents gave to the table of contents before they were read again; None if there
    #: are too many of them.
    outlines: dict[str, tuple[Any, ...]] | None = field(default_factory=dict)

    #: Whether the index page makes its entries late, what it is made of in this build, and the
    #: state that the last one left its file in.
    defers_index: bool = False
    index_made_of: str = ""
    index_left: list[Any] = field(default_factory=list)

    def forget(self, docname: str) -> None:
        """Forget what was told of a page that is read again, or was by another build."""
        self.page_findings.pop(docname, None)
