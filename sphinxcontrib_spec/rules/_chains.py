"""Chains of decisions that supersede each other, and where one comes back to its beginning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

#: A decision: its page and its anchor.
Node: TypeAlias = tuple[str, str]


def cycles(edges: Mapping[Node, Iterable[Node]]) -> Iterator[list[Node]]:
    """Cycles that begin with different edges, found depth first, in the edges' order.

    Others that begin like one of these are left out, so there are no more than edges.
    """
    done: set[Node] = set()
    begun: set[tuple[Node, Node]] = set()
    for start in edges:
        if start in done:
            continue
        path, depth = [start], {start: 0}
        ahead = [iter(edges[start])]
        while path:
            for node in ahead[-1]:
                if node in depth:
                    at = depth[node]
                    first = (node, path[at + 1] if at + 1 < len(path) else node)
                    if first not in begun:
                        begun.add(first)
                        yield path[at:]
                elif node not in done:
                    depth[node] = len(path)
                    path.append(node)
                    ahead.append(iter(edges.get(node, ())))
                    break
            else:
                ahead.pop()
                done.add(path[-1])
                del depth[path.pop()]


def circling(edges: Iterable[tuple[Node, Node]]) -> frozenset[Node]:
    """The nodes from which a cycle can be reached, and that can be reached from one.

    A cycle consists of these alone. Found by taking ends off, as Kahn sorts (1962).
    """
    left = frozenset(edges)
    for _ in range(2):
        left = frozenset((after, before) for before, after in _endless(left))
    return frozenset(node for edge in left for node in edge)


def _endless(edges: frozenset[tuple[Node, Node]]) -> Iterator[tuple[Node, Node]]:
    """The edges from which one can go on without end."""
    before: dict[Node, list[Node]] = defaultdict(list)
    ahead: dict[Node, int] = defaultdict(int)
    for start, end in edges:
        before[end].append(start)
        ahead[start] += 1
        ahead[end] += 0
    ends = [node for node, count in ahead.items() if not count]
    gone = set(ends)
    while ends:
        for node in before[ends.pop()]:
            ahead[node] -= 1
            if not ahead[node]:
                gone.add(node)
                ends.append(node)
    return (edge for edge in edges if edge[1] not in gone)
