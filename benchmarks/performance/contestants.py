"""The contestants of the benchmark, and the stages in which they take turns."""

from __future__ import annotations

from typing import NamedTuple

from .trees import Tree

#: What a contestant may need: a tool, the cache of `check`, or an external generator.
NEEDS, RUMDL, MDFORMAT, CACHE, GIVEN = "sphinx-needs", "rumdl", "mdformat", "cache", "generator"


class Sizes(NamedTuple):
    """The number of specs in each stage, all derived from one number."""

    specs: int

    @property
    def directives(self) -> int:
        """In the trees with one directive per item."""
        return max(1, self.specs // 5)

    @property
    def given(self) -> int:
        """In the trees of the external generator."""
        return max(1, self.specs // 10)

    @property
    def growth(self) -> tuple[int, int, int]:
        """Few, three times and thirty times as many."""
        few = max(2, self.specs // 10)
        return few, 3 * few, 30 * few

    @property
    def many(self) -> tuple[int, int]:
        """Files for measuring the memory of the checker: some, and ten times as many."""
        return self.specs * 10, self.specs * 100


class Contestant(NamedTuple):
    """One command, run in the folder of a run, to which all paths are relative.

    It is skipped if what it `needs` is not available. The folders in `fresh` are moved away before
    each run, and the file `edits` is changed. The run fails unless it ends with one of `statuses`,
    has created the number of files that `makes` gives for a pattern, and has printed the text in
    `says`. The size of the file `weighs` is recorded. With `adds_up`, its memory is the total of
    all its processes.
    """

    name: str
    command: tuple[str, ...]
    tree: Tree | None = None
    needs: str = ""
    fresh: tuple[str, ...] = ()
    edits: str = ""
    statuses: tuple[int, ...] = (0,)
    makes: tuple[str, int] | None = None
    says: str = ""
    weighs: str = ""
    adds_up: bool = False


class Stage(NamedTuple):
    """Contestants that take turns, A B C A B C …, for a `share` of the requested rounds.

    With `warm`, a first round is not counted.
    """

    name: str
    contestants: tuple[Contestant, ...]
    share: float = 1
    warm: bool = False

    def rounds(self, asked: int) -> int:
        """Return how many rounds it runs."""
        return max(1, round(self.share * asked))
