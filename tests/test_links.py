"""What pages know of each other: entries, references, and finding one from another."""

from __future__ import annotations

import pickle

import pytest
import tapes
from counting import calls

from sphinxcontrib_spec.links import (
    Answer,
    Index,
    ItemEntry,
    PageEntry,
    Reference,
    Target,
    page_entry,
    references,
)
from sphinxcontrib_spec.reader import read
from sphinxcontrib_spec.rules import check_project

RESUME = """\
# Spec: Upload Resume

## Goals
- Resume a broken upload of 1 GB

## Design

### Key Design Decisions
| Decision | Options Considered | Chosen | Rationale |
|---|---|---|---|
| Chunk size | 1 MB, 8 MB | 8 MB | Fewer requests |
| Lost chunk | Ask, guess | Ask | Guessing corrupts files |

## Failure Modes
| Failure | Probability | Impact | Mitigation |
|---|---|---|---|
| Lost chunk | Low | High | The client sends it again |
| Clock skew <!-- #clock-drift --> | Low | Low | Nothing compares clocks |
| Disk full | Low | Low | The upload waits |
"""

DELTA = """\
# Spec: Delta Sync

## Failure Modes
| Failure | Probability | Impact | Mitigation |
|---|---|---|---|
| Disk full | Low | Low | The sync waits |
| Chunk size changed | Low | Low | The file is sent as a whole |
"""

HOME = "upload-resume"


@pytest.fixture(scope="module")
def index() -> Index:
    return Index([page_entry(read(RESUME, "a.md")), page_entry(read(DELTA, "b.md"))])


def ids(answer: Answer) -> list[str]:
    return [target.id for target in answer.targets]


def test_a_page_entry() -> None:
    entry = page_entry(read(DELTA, "sync/b.md"))
    assert entry == PageEntry(
        "sync/b.md",
        "delta-sync",
        "Delta Sync",
        1,
        (
            ItemEntry("failure-mode", "disk-full", "Disk full", 6, 3),
            ItemEntry("failure-mode", "chunk-size-changed", "Chunk size changed", 7, 3),
        ),
        column=3,
    )


@pytest.mark.parametrize(
    ("role", "target", "found"),
    [
        ("ref", "upload-resume.decision-chunk-size", "upload-resume.decision-chunk-size"),
        ("decision", "upload-resume.decision-chunk-size", "upload-resume.decision-chunk-size"),
        ("ref", "failure-mode-lost-chunk", "upload-resume.failure-mode-lost-chunk"),
        ("ref", "upload-resume.clock-drift", "upload-resume.failure-mode-clock-drift"),
        ("ref", "Upload-Resume.Clock-Drift", "upload-resume.failure-mode-clock-drift"),
        ("failure-mode", "lost-chunk", "upload-resume.failure-mode-lost-chunk"),
        ("decision", "Lost chunk", "upload-resume.decision-lost-chunk"),
        ("failure-mode", "clock-drift", "upload-resume.failure-mode-clock-drift"),
        ("failure-mode", "Clock skew", "upload-resume.failure-mode-clock-drift"),
        ("failure-mode", "*CLOCK* skew!", "upload-resume.failure-mode-clock-drift"),
        ("ref", "chunk size changed", "delta-sync.failure-mode-chunk-size-changed"),
        ("goal", "resume a broken upload of 1 GB", "upload-resume.goal-resume-a-broken-upload-of-1-gb"),
        ("ref", "delta-sync", "delta-sync"),
        ("spec", "Delta Sync", "delta-sync"),
        ("spec", "Spec: Delta Sync", ""),
        ("spec", "upload-resume", "upload-resume"),
        ("link", "#decision-chunk-size", "upload-resume.decision-chunk-size"),
        ("link", "spec-delta-sync.md#failure-mode-disk-full", "delta-sync.failure-mode-disk-full"),
        ("link", "../x/spec-delta-sync.md#failure-mode-disk-full", "delta-sync.failure-mode-disk-full"),
        ("failure-mode", "chunk-size", ""),
        ("failure-mode", "decision-chunk-size", ""),
        ("link", "#failure-mode-chunk-size", ""),
        ("spec", "disk-full", ""),
    ],
)  # fmt: skip
def test_ways_to_say_a_target(index: Index, role: str, target: str, found: str) -> None:
    assert ids(index.find(role, target, HOME)) == [found] * bool(found)


def test_ones_own_spec_comes_first(index: Index) -> None:
    assert ids(index.find("failure-mode", "disk full", HOME)) == [
        "upload-resume.failure-mode-disk-full"
    ]
    assert ids(index.find("failure-mode", "disk full", "delta-sync")) == [
        "delta-sync.failure-mode-disk-full"
    ]
    answer = index.find("failure-mode", "disk full")
    assert ids(answer) == list(answer.candidates)
    assert len(answer.targets) == 2


def test_a_name_that_means_two_items_is_ambiguous(index: Index) -> None:
    answer = index.find("ref", "lost-chunk", HOME)
    assert answer.candidates == (
        "upload-resume.decision-lost-chunk",
        "upload-resume.failure-mode-lost-chunk",
    )


def test_a_slug_and_a_title_of_one_name_are_two_items() -> None:
    """Giving an item an id must not silently move the references to another item's title."""
    text = "## Goals\n- Two copies\n- Other <!-- #two-copies-of-all -->\n- Two copies of all\n"
    index = Index([page_entry(read(f"# Spec: X\n\n{text}"))])
    assert len(index.find("goal", "two-copies-of-all", "x").targets) == 2
    assert len(index.find("goal", "two-copies", "x").targets) == 1


@pytest.mark.parametrize(
    ("role", "target", "candidate"),
    [
        ("decision", "chunk-sise", "chunk-size"),
        ("ref", "chunk sise", "decision-chunk-size"),
        ("ref", "upload-resume.decision-chunk-sise", "decision-chunk-size"),
        ("ref", "delta-sync.disk-ful", "delta-sync.failure-mode-disk-full"),
        ("ref", "delta-snyc.disk-full", "delta-sync"),
        ("failure-mode", "chunk-size-changes", "delta-sync.failure-mode-chunk-size-changed"),
        ("spec", "upload-resum", "upload-resume"),
        ("link", "#decision-chunk-sise", "#decision-chunk-size"),
        ("link", "spec-delta-sync.md#failure-mode-disc-full", "spec-delta-sync.md#failure-mode-disk-full"),
    ],
)  # fmt: skip
def test_nearest_candidates(index: Index, role: str, target: str, candidate: str) -> None:
    answer = index.find(role, target, HOME)
    assert answer.targets == ()
    assert answer.candidates[0] == candidate


def test_targets_know_their_names() -> None:
    item = Target("a.md", "x", "goal", "two-copies", "Two copies")
    assert (item.anchor, item.id) == ("goal-two-copies", "x.goal-two-copies")
    spec = Target("a.md", "x", "", "", "X")
    assert (spec.anchor, spec.id) == ("", "x")


def test_references_in_a_text_and_where_they_stand() -> None:
    text = tapes.completed("""\
## Background and Context
See {spec:ref}`the robot <failure-mode-the-robot-stops>` and `{spec:ref}`code``.
Then [the price](#decision-medium), {py:func}`restore` and {spec:goal}`!Fast`.

```text
{spec:ref}`in-code`
```

- [other](../spec-delta-sync.md#failure-mode-disk-full)
- [web](https://example.org/spec-delta-sync.md#failure-mode-disk-full)
- [file](spec-delta-sync.md), [heading](#goals)

```{note}
{spec:spec}`Delta Sync`
```

[price]: #decision-copies
""")
    found = list(references(read(text, "a.md")))
    lines = text.split("\n")
    assert [(r.role, r.target) for r in found] == [
        ("ref", "failure-mode-the-robot-stops"),
        ("link", "#decision-medium"),
        ("link", "../spec-delta-sync.md#failure-mode-disk-full"),
        ("spec", "Delta Sync"),
        ("link", "#decision-copies"),
    ]
    for reference, start in zip(
        found, ["{spec:ref}`the", "[the price]", "[other]", "{spec:spec}", "#decision"], strict=True
    ):
        assert lines[reference.line - 1][reference.column - 1 :].startswith(start)
        assert (reference.path, reference.verb, reference.origin) == ("a.md", "", "")


def test_references_in_every_kind_of_text() -> None:
    role = "{spec:ref}`x`"
    fragment = f"""\
# Spec: Tape {role}
**Status:** Draft {role}
**Date:** 2026-04-14
**Author:** I. Okafor

## Goals
- Two copies of {role}

  More about {role}.

## Failure Modes
| Failure | Probability | Impact | Mitigation | Seen |
|---|---|---|---|---|
| {role} | Low {role} | Low | {role} | {role} |

## Success Metrics
**For {role}:**

- **For {role}:**
  - 0 losses {role}

## Open Questions
1. Who knows {role}? — Owner: {role}, Deadline: {role}

## Appendix {role}
> {role}

| {role} |
|---|
| {role} |
"""
    assert len(list(references(read(fragment)))) == fragment.count(role)


def test_typed_links() -> None:
    text = """\
# Spec: X

## Design

### Key Design Decisions
| Decision | Options Considered | Chosen | Rationale |
|---|---|---|---|
| Medium | Tape, disk | Tape | Price (mitigates [Lost](#failure-mode-lost); supersedes [Old](spec-y.md#decision-old)) |

```{spec-decision} Copies
:mitigates: Lost; y.fire
```
"""
    found = [reference[:4] for reference in references(read(text, "x.md"))]
    assert found == [
        ("link", "#failure-mode-lost", "mitigates", "decision-medium"),
        ("link", "spec-y.md#decision-old", "supersedes", "decision-medium"),
        ("ref", "Lost", "mitigates", "decision-copies"),
        ("ref", "y.fire", "mitigates", "decision-copies"),
    ]


def test_an_option_means_the_kind_that_its_verb_leads_to(index: Index) -> None:
    option = Reference("ref", "Lost chunk", "mitigates")
    assert ids(index.resolve(option, HOME)) == ["upload-resume.failure-mode-lost-chunk"]
    assert ids(index.resolve(option._replace(verb="supersedes"), HOME)) == [
        "upload-resume.decision-lost-chunk"
    ]
    other = option._replace(target="Chunk size")
    assert ids(index.resolve(other, HOME)) == ["upload-resume.decision-chunk-size"]


def test_a_link_to_a_heading_is_none_of_ours() -> None:
    text = "# Spec: X\n\n## 🚀\n\n## Appendix\n[a](#decision-making) [b](#decision-taking)\n\n### Decision Making\n"
    assert [r.target for r in references(read(text))] == ["#decision-taking"]


def project(*texts: str, complete: bool = True) -> list[tuple[str, str, int, str]]:
    pages = [page_entry(read(text, f"{n}.md")) for n, text in enumerate(texts)]
    found = check_project(pages, complete=complete)
    return [(f.code, f.path, f.line, f.message) for f in found if f.name != "goal-unverified"]


def see(*roles: str) -> str:
    return "# Spec: X\n\n## Background and Context\n" + "\n".join(roles) + "\n"


def test_findings_about_references() -> None:
    text = see("{spec:ref}`lost-chunk`", "{spec:failure-mode}`lost chnk`", "[a](#goal-none)")
    assert project(RESUME, text) == [
        (
            "SPEC704",
            "1.md",
            4,
            '"lost-chunk" may be "upload-resume.decision-lost-chunk" or '
            '"upload-resume.failure-mode-lost-chunk"',
        ),
        (
            "SPEC703",
            "1.md",
            5,
            '"lost chnk" is no failure mode: nearest is "upload-resume.failure-mode-lost-chunk"',
        ),
        ("SPEC703", "1.md", 6, '"#goal-none" is no item'),
    ]


def test_a_spec_that_cannot_be_read_here_is_no_finding() -> None:
    text = see(
        "{spec:ref}`other.goal-fast`",
        "{spec:spec}`other`",
        "[a](spec-other.md#goal-fast)",
        "{spec:ref}`x.goal-fast`",
        "{spec:goal}`Keep 1.5 copies`",
        "{spec:decision}`chunk sizes`",
        "[b](#decision-chunk)",
    )
    assert [line for _, _, line, _ in project(RESUME, text)] == [4, 5, 6, 7, 8, 9, 10]
    assert [line for _, _, line, _ in project(RESUME, text, complete=False)] == [7, 9, 10]


def test_two_specs_of_one_name_are_told_once() -> None:
    found = project(
        RESUME, RESUME.replace("Upload Resume", "upload resume"), see("{spec:ref}`clock-drift`")
    )
    assert [(code, path, line) for code, path, line, _ in found] == [("SPEC701", "1.md", 1)]


def test_what_is_kept_of_an_item_is_small() -> None:
    pages = [page_entry(read(tapes.TEXT, f"{n}.md")) for n in range(100)]
    size = len(pickle.dumps(pages, protocol=5))
    assert size / sum(len(page.items) for page in pages) < 150


def unknown(count: int) -> PageEntry:
    """A spec of so many items, each with a link to one that is not there."""
    rows = "".join(
        f"| Buoy {n} drifts off | Low | High | [x](#failure-mode-boy-{n}-drifts-of) |\n"
        for n in range(count)
    )
    head = "| Failure | Probability | Impact | Mitigation |\n|---|---|---|---|\n"
    return page_entry(read(f"# Spec: Buoys\n\n## Failure Modes\n{head}{rows}", "spec-buoys.md"))


def test_the_nearest_of_many_are_found_with_as_much_work_as_there_are_links() -> None:
    entries = [unknown(count) for count in (400, 400, 800)]
    _filling_caches, some, more = (calls(check_project, [entry]) for entry in entries)
    assert more < 3 * some
    message = check_project([entries[0]])[7].message
    assert message.startswith(
        '"#failure-mode-boy-7-drifts-of" is no item: nearest is "#failure-mode-buoy-7-drifts-off",'
    )


def test_what_may_be_meant_is_told_in_the_order_of_pages() -> None:
    def page(path: str, title: str, risk: str) -> PageEntry:
        table = f"| Failure | Probability | Impact | Mitigation |\n|---|---|---|---|\n| {risk} | | | |\n"
        return page_entry(read(f"# Spec: {title}\n\n## Failure Modes\n{table}", path))

    pages = [
        page("a.md", "Tide", "Ice"),
        page("b.md", "Wind", "Gale"),
        page("c.md", "Tide", "Gale"),
    ]
    answer = Index([*pages, page("d.md", "Fog", "Gale")]).find("ref", "gale")
    assert [target.path for target in answer.targets] == ["b.md", "c.md", "d.md"]
    assert answer.candidates == (
        "wind.failure-mode-gale",
        "tide.failure-mode-gale",
        "fog.failure-mode-gale",
    )
