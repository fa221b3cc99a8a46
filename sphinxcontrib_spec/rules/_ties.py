"""Combines the typed links of a whole project, storing only a few numbers per link."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_spec.links import Digests, Target

from ._chains import Edge, Edges, Node, circling, cycles, node

if TYPE_CHECKING:
    from ._project import Link, Project

_SUPERSEDES = "supersedes"

#: For a longer chain, only its first decisions are reported.
_MOST_TITLES = 4


class Circle(NamedTuple):
    """A cycle of superseding decisions: its first titles, and the number of further ones.

    The title of the decision at which it closes is repeated, if it is among the first.
    """

    titles: list[str]
    more: int


class Ties:
    """What is found by reading all pages, which come in parts, each of them a `Project`.

    `verbs` are those of the links whose targets will be asked for.
    """

    def __init__(self, parts: Callable[[], Iterable[Project]], verbs: Iterable[str] = ()) -> None:
        """Read all parts once, in order, and a second time if there are cycles."""
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
        #: The cycles by their first edge. They are computed here, so that no part has to stay in
        #: memory.
        self.circles: Mapping[Edge, Circle] = self._circles(parts)

    def leads_to(self, verb: str, item: str) -> bool:
        """Whether a link with this verb leads to the item with this id, or may be meant for it."""
        return item in self._ends[verb]

    def may_close(self, link: Link) -> bool:
        """Whether a cycle might arise if a link led to the item that its text names."""
        return link.type.verb == _SUPERSEDES and self._around.issuperset(meant_edge(link))

    @cached_property
    def _around(self) -> frozenset[Node]:
        """The decisions that may be part of a cycle if moved links led to what their texts name."""
        return circling(Edges([*self._chained, *self._moved])) if self._moved else frozenset()

    def _circles(self, parts: Callable[[], Iterable[Project]]) -> dict[Edge, Circle]:
        edges: dict[Node, list[Node]] = {}
        for start, end in self._chained.endless() if self._chained else ():
            edges.setdefault(start, []).append(end)
        if not edges:
            return {}
        shortened = [
            ([*cycle[: _MOST_TITLES + 1], cycle[0]][: _MOST_TITLES + 1], len(cycle))
            for cycle in cycles(edges)
        ]
        titles = _titles(parts(), {each for nodes, _ in shortened for each in nodes})
        return {
            (nodes[0], nodes[1]): Circle([titles[each] for each in nodes], length + 1 - len(nodes))
            for nodes, length in shortened
        }


def _titles(parts: Iterable[Project], wanted: Container[Node]) -> dict[Node, str]:
    """Return the titles of decisions that others supersede."""
    return {
        end: link.target.title
        for part in parts
        for link in part.links
        for _, end in superseding(link)
        if end in wanted
    }


def superseding(link: Link) -> Iterator[Edge]:
    """Yield the edge of a `supersedes` link, if both of its ends are of the right kind."""
    is_right = link.is_from_its_kind and link.target.kind == link.type.target
    if is_right and link.type.verb == _SUPERSEDES:
        yield node(*link.origin), node(link.target.path, link.target.anchor)


def meant_edge(link: Link) -> Edge:
    """Return the edge from the link's item to the one that its text names, else to its target."""
    target = link.instead[0] if link.instead else link.target
    return node(*link.origin), node(target.path, target.anchor)


def _meant(project: Project, verb: str) -> Iterator[Target]:
    """Yield all targets that links with this verb lead to or may be meant for."""
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
