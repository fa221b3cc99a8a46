"""Rules on names and references across specs: SPEC701 to SPEC704."""

from __future__ import annotations

from collections.abc import Iterator

from sphinxcontrib_spec import names, schema
from sphinxcontrib_spec.identity import wanted_slug
from sphinxcontrib_spec.items import title
from sphinxcontrib_spec.links import Answer, Reference
from sphinxcontrib_spec.patterns import pattern
from sphinxcontrib_spec.source import Span

from ._project import Project
from ._rule import Problem, Rule, joined, quoted
from ._subject import Subject

_COUNTED = pattern(r"-\d+\Z")


def slug_duplicate(project: Project) -> Iterator[Problem]:
    """No two specs have the same slug.

    The slug is the name of the exported file and the beginning of every id: two specs with the same
    slug would overwrite each other.

    ```markdown bad
    # Spec: Tape Archive

    # Spec: Tape archive!
    ```
    ```markdown good
    # Spec: Tape Archive

    # Spec: Tape Archive Index
    ```

    Give one of them another title.
    """
    for page in project.pages:
        first = next(iter(project.index.specs(page.spec_slug)), None)
        if first and first.path != page.path:
            yield Problem(
                Span(page.path, page.line, page.column),
                f"{quoted(page.title)} has the same slug as {quoted(first.path)}: both are called "
                f'"{names.file_name(page.spec_slug)}"',
                "give one of them another title",
            )


def item_duplicate(subject: Subject) -> Iterator[Problem]:
    """No two items of the same kind have the same name.

    The second one gets a name that ends in `-2`. A reference to the name leads to the first one,
    and to the other one as soon as their order changes.

    ```markdown bad
    ## Goals
    - Every file has two copies
    - Every file has two copies
    ```
    ```markdown good
    ## Goals
    - Every file has two copies
    - Every file has two copies in different buildings
    ```

    Say what distinguishes them, or give one of them an id of its own.
    """
    for item in subject.items:
        slug = item.about.slug
        if not slug[-1:].isdecimal() or not _COUNTED.search(slug):
            continue
        if slug != wanted_slug(item, item.about.number):
            name = item.about.id or title(item)
            yield Problem(
                name if name.span.line else item.about.span,
                f"{quoted(name)} is the name of another {item.kind.label.lower()}: "
                f'this one is "{item.about.slug}"',
                "say what tells them apart, or give it an id of its own",
            )


def reference_unknown(project: Project) -> Iterator[Problem]:
    """Every reference leads to a spec or to an item.

    The targets of roles, typed links and Markdown links to items are looked up by id, anchor, slug
    and title, first in the spec of the page. The command line cannot read every spec, so it ignores
    a name that resembles none of those that it knows, and leaves it to the build.

    ```markdown bad
    # Spec: Tape Archive
    ## Background and Context
    What is done about {spec:failure-mode}`both buildings burned` is a question of money.
    ```
    ```markdown good
    # Spec: Tape Archive
    ## Background and Context
    What is done about {spec:failure-mode}`both buildings burn` is a question of money.

    ## Failure Modes
    | Failure | Probability | Impact | Mitigation |
    |---|---|---|---|
    | Both buildings burn | Low | High | None: the loss is insured |
    ```

    Correct the name; the nearest ones are in the message.
    """
    for one in project.answers:
        reference, answer = one.reference, one.answer
        if answer.targets:
            continue
        role, target = reference.role, reference.target
        if not project.complete and project.index.is_foreign(role, target, one.home):
            continue
        near = f": nearest is {_listed(answer)}" if answer.candidates else ""
        yield Problem(
            one.place,
            f"{quoted(target)} is no {_sought(reference)}{near}",
            "correct the name, or add the item",
        )


def reference_ambiguous(project: Project) -> Iterator[Problem]:
    """A reference leads to only one item.

    ```markdown bad
    # Spec: Tape Archive
    ## Background and Context
    The reason is {spec:ref}`power loss`.

    ## Goals
    - Power loss

    ## Failure Modes
    | Failure | Probability | Impact | Mitigation |
    |---|---|---|---|
    | Power loss | Low | High | The drives finish the block on battery |
    ```
    ```markdown good
    # Spec: Tape Archive
    ## Background and Context
    The reason is {spec:failure-mode}`power loss`.

    ## Goals
    - Power loss

    ## Failure Modes
    | Failure | Probability | Impact | Mitigation |
    |---|---|---|---|
    | Power loss | Low | High | The drives finish the block on battery |
    ```

    Name the kind, the spec, or both.
    """
    for one in project.answers:
        # Items with the same id belong to two specs with the same slug, which another rule reports.
        if one.answer.targets and not one.answer.only:
            yield Problem(
                one.place,
                f"{quoted(one.reference.target)} may be {_listed(one.answer)}",
                f'write one of them: "{one.answer.candidates[0]}"',
            )


def _sought(reference: Reference) -> str:
    kind = schema.KIND.get(reference.role)
    if reference.verb and reference.role == "ref":
        kind = schema.KIND[schema.LINK[reference.verb].target]
    if kind:
        return kind.label.lower()
    return "spec" if reference.role == "spec" else "item"


def _listed(answer: Answer) -> str:
    return joined((f'"{name}"' for name in answer.candidates), "or")


RULES = (
    Rule("SPEC701", "error", slug_duplicate, scope="project"),
    Rule("SPEC702", "warning", item_duplicate),
    Rule("SPEC703", "warning", reference_unknown, scope="project"),
    Rule("SPEC704", "warning", reference_ambiguous, scope="project"),
)
