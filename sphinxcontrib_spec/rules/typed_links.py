"""Typed links from item to item, among many specs: SPEC705 to SPEC707."""

from __future__ import annotations

from collections.abc import Iterator

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.links import Target

from ._chains import Node, circling, cycles
from ._fix import Fix, Relink
from ._project import Link, Project
from ._rule import Problem, Rule, joined, quoted

_SUPERSEDES = "supersedes"

#: Of a longer chain only its beginning is told.
_MOST_TOLD = 4


def link_kind(project: Project) -> Iterator[Problem]:
    """A typed link leads from and to the kinds of items that its verb is for.

    A decision mitigates a failure mode and supersedes another decision, a success metric verifies
    a goal, an open question blocks a decision. Any other link has no other end: nobody finds it
    at the failure mode, the goal or the decision that it was meant for.

    ```markdown bad
    # Spec: Tape Archive
    ### Key Design Decisions
    | Decision | Options Considered | Chosen | Rationale |
    |---|---|---|---|
    | Copies | One, two | Two | Tapes fail (mitigates [Keep two copies](#goal-keep-two-copies)) |

    ## Goals
    - Keep two copies of all files in 2 buildings <!-- #keep-two-copies -->
    ```
    ```markdown good
    # Spec: Tape Archive
    ### Key Design Decisions
    | Decision | Options Considered | Chosen | Rationale |
    |---|---|---|---|
    | Copies | One, two | Two | Tapes fail (mitigates [Fire](#failure-mode-fire)) |

    ## Failure Modes
    | Failure | Probability | Impact | Mitigation |
    |---|---|---|---|
    | Fire | Low | Medium | The other building has a copy |
    ```

    Name an item of the right kind, use the verb that is meant, or say it in prose.
    """
    for link in project.links:
        verb, source = link.type.verb, schema.KIND[link.type.source]
        wanted = schema.KIND[link.type.target]
        if link.source is not source:
            own = [quoted(each.verb) for each in schema.LINKS if each.source == link.source.name]
            yield Problem(
                link.words,
                f'"{verb}" in {_one(link.source)}: only {_one(source)} {verb} {_one(wanted)}',
                f"write {joined(own, 'or')}, or say it in prose" if own else "say it in prose",
            )
        elif link.target.kind != wanted.name and not link.instead:
            near = _near(link, project)
            yield Problem(
                link.words,
                f'"{verb}" leads to {_called(link.target)}, which is no '
                f"{wanted.label.lower()}{f': nearest is {near}' if near else ''}",
                f"name {_one(wanted)}, or say it in prose",
            )


def supersedes_cycle(project: Project) -> Iterator[Problem]:
    """No decision supersedes, by way of others or itself, one that supersedes it.

    Whoever follows such a chain never comes to the decision that holds.

    ```markdown bad
    # Spec: Tape Archive
    ### Key Design Decisions
    | Decision | Options Considered | Chosen | Rationale |
    |---|---|---|---|
    | Medium | Tape, disk | Tape | Price (supersedes [Copies](#decision-copies)) |
    | Copies | One, two | Two | Tapes fail (supersedes [Medium](#decision-medium)) |
    ```
    ```markdown good
    # Spec: Tape Archive
    ### Key Design Decisions
    | Decision | Options Considered | Chosen | Rationale |
    |---|---|---|---|
    | Medium | Tape, disk | Tape | Price |
    | Copies | One, two | Two | Tapes fail (supersedes [Medium](#decision-medium)) |
    ```

    Keep the links from newer decisions to older ones.
    """
    links: dict[tuple[Node, Node], Link] = {}
    edges: dict[Node, list[Node]] = {}
    for link in project.links:
        for edge in _supersedes(link):
            links.setdefault(edge, link)
            edges.setdefault(edge[0], []).append(edge[1])
    titles = {edge[1]: link.target.title for edge, link in links.items()}
    for cycle in cycles(edges):
        told = [*cycle[: _MOST_TOLD + 1], cycle[0]][: _MOST_TOLD + 1]
        names = [quoted(titles[node]) for node in told]
        more = len(cycle) + 1 - len(told)
        end = f", and so on for {more} more" if more else ""
        yield Problem(
            links[cycle[0], told[1]].words,
            f"{names[0]} supersedes {', which supersedes '.join(names[1:])}{end}",
            "keep only the links from newer decisions to older ones",
        )


def link_moved(project: Project) -> Iterator[Problem]:
    """The words and the anchor of a typed link name one item.

    The words are the title of another item than the one at the anchor: the link was copied, or
    the anchor belongs to something else since. Readers believe the words, programs the anchor.

    ```markdown bad
    # Spec: Tape Archive
    ### Key Design Decisions
    | Decision | Options Considered | Chosen | Rationale |
    |---|---|---|---|
    | Copies | One, two | Two | Tapes fail (mitigates [Fire](#failure-mode-theft)) |

    ## Failure Modes
    | Failure | Probability | Impact | Mitigation |
    |---|---|---|---|
    | Fire | Low | Medium | The other building has a copy |
    | Theft | Low | Medium | The other building has a copy |
    ```
    ```markdown good
    # Spec: Tape Archive
    ### Key Design Decisions
    | Decision | Options Considered | Chosen | Rationale |
    |---|---|---|---|
    | Copies | One, two | Two | Tapes fail (mitigates [Fire](#failure-mode-fire)) |

    ## Failure Modes
    | Failure | Probability | Impact | Mitigation |
    |---|---|---|---|
    | Fire | Low | Medium | The other building has a copy |
    | Theft | Low | Medium | The other building has a copy |
    ```

    Take the anchor of the item that the words name, or the words of the one at the anchor.
    """
    moved = [link for link in project.links if link.instead and _is_from_its_kind(link)]
    chained = [edge for link in project.links for edge in _supersedes(link)]
    news = [_edge(link) for link in moved if link.type.verb == _SUPERSEDES]
    around = circling([*chained, *news]) if news else frozenset()
    for link in moved:
        urls = [link.url(target) for target in link.instead]
        may_close = link.type.verb == _SUPERSEDES and around.issuperset(_edge(link))
        old = link.referred.reference
        relink = Relink(old.origin, old.verb, old.text, old.target, urls[0])
        yield Problem(
            link.words,
            f'{quoted(link.words)} is not at "{old.target}": {quoted(link.target.title)} is there',
            f"write {joined(map(quoted, urls), 'or')}",
            fix=None if may_close or len(urls) > 1 else Fix("safe", relink=relink),
        )


def _near(link: Link, project: Project) -> str:
    """The ids of the items nearest to a link's target that are of the right kind."""
    answer = project.meant[link.key]
    ids = answer.candidates or [each.id for each in answer.targets]
    return joined(map(quoted, ids), "or") if ids else ""


def _is_from_its_kind(link: Link) -> bool:
    return link.source.name == link.type.source


def _edge(link: Link) -> tuple[Node, Node]:
    """The step that a link is from one item to another, to the one in its words if that differs."""
    target = link.instead[0] if link.instead else link.target
    return link.origin, (target.path, target.anchor)


def _supersedes(link: Link) -> Iterator[tuple[Node, Node]]:
    """The step from a decision to an older one, if the link's anchor makes it one."""
    is_right = _is_from_its_kind(link) and link.target.kind == link.type.target
    if is_right and link.type.verb == _SUPERSEDES:
        yield link.origin, (link.target.path, link.target.anchor)


def _one(kind: schema.Kind) -> str:
    name = kind.label.lower()
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _called(target: Target) -> str:
    kind = schema.KIND[target.kind].label.lower() if target.kind else "spec"
    return f"the {kind} {quoted(target.title)}"


RULES = (
    Rule("SPEC705", "warning", link_kind, scope="project"),
    Rule("SPEC706", "warning", supersedes_cycle, scope="project"),
    Rule("SPEC707", "warning", link_moved, scope="project", fix="safe"),
)
