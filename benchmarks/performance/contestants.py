"""What a contestant is, and a stage in which contestants take turns."""

from __future__ import annotations

from typing import NamedTuple

from .trees import Tree

#: What a contestant may need: a tool, the cache of `check`, a generator of another hand.
NEEDS, RUMDL, MDFORMAT, CACHE, GIVEN = "sphinx-needs", "rumdl", "mdformat", "cache", "generator"


class Sizes(NamedTuple):
    """How many specs each stage takes, all from one number."""

    specs: int

    @property
    def directives(self) -> int:
        """In the trees with one directive an item."""
        return max(1, self.specs // 5)

    @property
    def given(self) -> int:
        """In the trees of the given generator."""
        return max(1, self.specs // 10)

    @property
    def growth(self) -> tuple[int, int, int]:
        """Few, some and thirty times as many."""
        few = max(2, self.specs // 10)
        return few, 3 * few, 30 * few

    @property
    def many(self) -> tuple[int, int]:
        """Files for the memory of the checker: some, and ten times as many."""
        return self.specs * 10, self.specs * 100


class Contestant(NamedTuple):
    """One command. It runs in the folder of a run, and all paths are relative to that.

    It `needs` what may be missing here. `fresh` are folders that are moved away before it, `edits`
    is a file that is changed before it. It fails unless it ends with one of `statuses`, has made
    as many files as `makes` says for a pattern, and has said what it `says`. The size of the
    file `weighs` is kept. With `adds_up`, its memory is that of all its processes together.
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
    """Contestants that take turns, A B C A B C …, for `share` of the rounds that are asked for.

    With `warm`, a round before the others is not counted.
    """

    name: str
    contestants: tuple[Contestant, ...]
    share: float = 1
    warm: bool = False

    def rounds(self, asked: int) -> int:
        """How many rounds it runs."""
        return max(1, round(self.share * asked))
