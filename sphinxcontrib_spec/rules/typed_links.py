"""Rules on typed links between items, across specs: SPEC705 to SPEC707."""

from __future__ import annotations

from collections.abc import Iterator

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.links import Target

from ._fix import Fix, Relink
from ._project import Link, Project
from ._rule import Problem, Rule, joined, quoted
from ._ties import superseding


def link_kind(project: Project) -> Iterator[Problem]:
    """A typed link connects the kinds of items that its verb is for.

    A decision mitigates a failure mode or supersedes another decision, a success metric verifies a
    goal, and an open question blocks a decision. Any other link is not shown at its other end, so
    readers of the failure mode, goal or decision do not find it.

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

    Name an item of the right kind, use the right verb, or say it in prose.
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
                f'"{verb}" leads to {_target_name(link.target)}, which is no '
                f"{wanted.label.lower()}{f': nearest is {near}' if near else ''}",
                f"name {_one(wanted)}, or say it in prose",
            )


def supersedes_cycle(project: Project) -> Iterator[Problem]:
    """Decisions do not supersede each other in a circle.

    A reader who follows such a chain never finds the decision that is valid.

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
    reported = set()
    for link in project.links if project.ties.circles else ():
        for edge in superseding(link):
            circle = project.ties.circles.get(edge)
            if circle and edge not in reported:
                reported.add(edge)
                first, *titles = map(quoted, circle.titles)
                end = f", and so on for {circle.more} more" if circle.more else ""
                yield Problem(
                    link.words,
                    f"{first} supersedes {', which supersedes '.join(titles)}{end}",
                    "keep only the links from newer decisions to older ones",
                )


def link_moved(project: Project) -> Iterator[Problem]:
    """The text and the anchor of a typed link name the same item.

    The text is the title of one item and the anchor that of another: either the link was copied, or
    the anchor now belongs to something else. Readers believe the text, programs the anchor.

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

    Use the anchor of the item that the text names, or the title of the item at the anchor.
    """
    for link in project.links:
        if not link.instead or not link.is_from_its_kind:
            continue
        urls = [link.url(target) for target in link.instead]
        old = link.referred.reference
        relink = Relink(old.origin, old.verb, old.text, old.target, urls[0])
        can_be_fixed = len(urls) == 1 and not project.ties.may_close(link)
        yield Problem(
            link.words,
            f'{quoted(link.words)} is not at "{old.target}": {quoted(link.target.title)} is there',
            f"write {joined(map(quoted, urls), 'or')}",
            fix=Fix("safe", relink=relink) if can_be_fixed else None,
        )


def _near(link: Link, project: Project) -> str:
    """Return the ids of the items of the right kind that are nearest to a link's target."""
    answer = project.meant[link.key]
    ids = answer.candidates or [each.id for each in answer.targets]
    return joined(map(quoted, ids), "or") if ids else ""


def _one(kind: schema.Kind) -> str:
    name = kind.label.lower()
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _target_name(target: Target) -> str:
    kind = schema.KIND[target.kind].label.lower() if target.kind else "spec"
    return f"the {kind} {quoted(target.title)}"


RULES = (
    Rule("SPEC705", "warning", link_kind, scope="project"),
    Rule("SPEC706", "warning", supersedes_cycle, scope="project"),
    Rule("SPEC707", "warning", link_moved, scope="project", fix="safe"),
)
