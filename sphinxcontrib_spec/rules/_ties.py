"""What all typed links of a project come to together, at a few numbers a link."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_spec.links import Digests, Target

from ._chains import Edge, Edges, Node, circling, cycles, node

if TYPE_CHECKING:
    from ._project import Link, Project

_SUPERSEDES = "supersedes"

#: Of a longer chain only its beginning is told.
_MOST_TOLD = 4


class Circle(NamedTuple):
    """A chain of decisions that comes back to its beginning: its first titles, and how many more.

    The title of the decision that it comes back to is told again, if it is among the first.
    """

    titles: list[str]
    more: int


class Ties:
    """What is found by going through all pages, which come in parts, each of them a project.

    `verbs` are those of the links whose ends are asked for.
    """

    def __init__(self, parts: Callable[[], Iterable[Project]], verbs: Iterable[str] = ()) -> None:
        """Go through all parts once, in order, and for circles, if there are any, once more."""
        self._ends = {verb: Digests() for verb in verbs}
        self._chained = Edges()
        self._moved = Edges()
        for part in parts():
            for link in part.links:
                for edge in superseding(link):
                    self._chained.add(edge)
                if link.instead and link.is_from_its_kind and link.type.verb == _SUPERSEDES:
                    self._moved.add(meant_edge(link))
            for verb, ends in self._ends.items():
                for target in _meant(part, verb):
                    ends.add(target.id)
        #: The chains that come back to their beginnings, by the first step of each. They are found
        #: here, so that nothing of the parts has to stay.
        self.circles: Mapping[Edge, Circle] = self._circles(parts)

    def leads_to(self, verb: str, item: str) -> bool:
        """Whether a link of this verb leads to the item of this id, or may be meant for it."""
        return item in self._ends[verb]

    def may_close(self, link: Link) -> bool:
        """Whether a chain may come back to its beginning if a link led to what its words say."""
        return link.type.verb == _SUPERSEDES and self._around.issuperset(meant_edge(link))

    @cached_property
    def _around(self) -> frozenset[Node]:
        """The decisions that a circle may consist of if moved links led to what their words say."""
        return circling(Edges([*self._chained, *self._moved])) if self._moved else frozenset()

    def _circles(self, parts: Callable[[], Iterable[Project]]) -> dict[Edge, Circle]:
        edges: dict[Node, list[Node]] = {}
        for start, end in self._chained.endless() if self._chained else ():
            edges.setdefault(start, []).append(end)
        if not edges:
            return {}
        told = [
            ([*cycle[: _MOST_TOLD + 1], cycle[0]][: _MOST_TOLD + 1], len(cycle))
            for cycle in cycles(edges)
        ]
        titles = _titles(parts(), {each for nodes, _ in told for each in nodes})
        return {
            (nodes[0], nodes[1]): Circle([titles[each] for each in nodes], length + 1 - len(nodes))
            for nodes, length in told
        }


def _titles(parts: Iterable[Project], wanted: Container[Node]) -> dict[Node, str]:
    """The titles of decisions that others supersede."""
    return {
        end: link.target.title
        for part in parts
        for link in part.links
        for _, end in superseding(link)
        if end in wanted
    }


def superseding(link: Link) -> Iterator[Edge]:
    """The step from a decision to an older one, if the link's anchor makes it one."""
    is_right = link.is_from_its_kind and link.target.kind == link.type.target
    if is_right and link.type.verb == _SUPERSEDES:
        yield node(*link.origin), node(link.target.path, link.target.anchor)


def meant_edge(link: Link) -> Edge:
    """The step that a link is from one item to another, to the one in its words if that differs."""
    target = link.instead[0] if link.instead else link.target
    return node(*link.origin), node(target.path, target.anchor)


def _meant(project: Project, verb: str) -> Iterator[Target]:
    """All that links of this verb lead to, or may be meant for."""
    for one in project.answers:
        if one.reference.verb == verb:
            yield from one.answer.targets
            for name in () if one.answer.targets else one.answer.candidates:
                yield from project.index.find(one.reference.role, name, one.home).targets
    for link in project.links:
        if link.type.verb == verb:
            yield from link.instead
            if link.key in project.meant:
                yield from project.meant[link.key].targets
