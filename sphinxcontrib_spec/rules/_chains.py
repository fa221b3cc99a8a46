"""Finds cycles in chains of decisions that supersede each other."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

#: A decision: the hash of its page and its anchor.
Node: TypeAlias = int

Edge: TypeAlias = tuple[Node, Node]


def node(path: str, anchor: str) -> Node:
    """Return the node of the decision at an anchor of a page."""
    return hash((path, anchor))


class Edges:
    """Directed edges between decisions, in order, at 16 bytes each."""

    def __init__(self, edges: Iterable[Edge] = ()) -> None:
        """Create the collection from some edges."""
        self._starts = array("q")
        self._ends = array("q")
        for edge in edges:
            self.add(edge)

    def __len__(self) -> int:
        """Return the number of edges."""
        return len(self._starts)

    def __iter__(self) -> Iterator[Edge]:
        """Iterate over all edges, in order."""
        return zip(self._starts, self._ends, strict=True)

    def add(self, edge: Edge) -> None:
        """Append an edge."""
        self._starts.append(edge[0])
        self._ends.append(edge[1])

    def endless(self) -> Edges:
        """Return the edges from which a walk can go on forever: into or around a cycle.

        They are found by repeatedly removing dead ends, as in Kahn's topological sort (1962).
        """
        by_end = sorted(range(len(self)), key=self._ends.__getitem__)
        ends = array("q", map(self._ends.__getitem__, by_end))
        starts = array("q", map(self._starts.__getitem__, by_end))
        ahead = Counter(self._starts)
        last = [each for each in dict.fromkeys(ends) if each not in ahead]
        gone = {*last}
        while last:
            end = last.pop()
            at = bisect_left(ends, end)
            while at < len(ends) and ends[at] == end:
                start = starts[at]
                ahead[start] -= 1
                if not ahead[start]:
                    gone.add(start)
                    last.append(start)
                at += 1
        return Edges(edge for edge in self if edge[1] not in gone)

    def reversed(self) -> Edges:
        """Return all edges with their directions reversed."""
        return Edges((end, start) for start, end in self)


def cycles(edges: Mapping[Node, Iterable[Node]]) -> Iterator[list[Node]]:
    """Yield cycles that begin with different edges, found depth first, in the edges' order.

    Further cycles with the same first edge are left out, so there are at most as many as edges.
    """
    done: set[Node] = set()
    begun: set[Edge] = set()
    for start in edges:
        if start in done:
            continue
        path, depth = [start], {start: 0}
        ahead = [iter(edges[start])]
        while path:
            for after in ahead[-1]:
                if after in depth:
                    at = depth[after]
                    first = (after, path[at + 1] if at + 1 < len(path) else after)
                    if first not in begun:
                        begun.add(first)
                        yield path[at:]
                elif after not in done:
                    depth[after] = len(path)
                    path.append(after)
                    ahead.append(iter(edges.get(after, ())))
                    break
            else:
                ahead.pop()
                done.add(path[-1])
                del depth[path.pop()]


def circling(edges: Edges) -> frozenset[Node]:
    """Return the nodes from which a cycle can be reached and which can be reached from one.

    A cycle consists of such nodes only.
    """
    left = edges.endless().reversed().endless()
    return frozenset(node for edge in left for node in edge)
