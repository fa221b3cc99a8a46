"""Chains of decisions that supersede each other, and where one comes back to its beginning."""

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
    """The decision at an anchor of a page."""
    return hash((path, anchor))


class Edges:
    """Steps from a decision to another one, in order, at 16 bytes each."""

    def __init__(self, edges: Iterable[Edge] = ()) -> None:
        """Begin with some."""
        self._starts = array("q")
        self._ends = array("q")
        for edge in edges:
            self.add(edge)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._starts)

    def __iter__(self) -> Iterator[Edge]:
        """All, in order."""
        return zip(self._starts, self._ends, strict=True)

    def add(self, edge: Edge) -> None:
        """Put one behind the others."""
        self._starts.append(edge[0])
        self._ends.append(edge[1])

    def endless(self) -> Edges:
        """Those from which one can go on without end: to a cycle, or around one.

        Found by taking ends off, as Kahn sorts (1962).
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
        """All, the other way round."""
        return Edges((end, start) for start, end in self)


def cycles(edges: Mapping[Node, Iterable[Node]]) -> Iterator[list[Node]]:
    """Cycles that begin with different edges, found depth first, in the edges' order.

    Others that begin like one of these are left out, so there are no more than edges.
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
    """The nodes from which a cycle can be reached, and that can be reached from one.

    A cycle consists of these alone.
    """
    left = edges.endless().reversed().endless()
    return frozenset(node for edge in left for node in edge)
