"""Markdown in: what is read from it, and where it says that each word stands."""

from __future__ import annotations

from textwrap import dedent

import ferry
import pytest

from sphinxcontrib_spec.formatting import formatted
from sphinxcontrib_spec.items import title
from sphinxcontrib_spec.model import Block, List, Spec, Table
from sphinxcontrib_spec.reader import read
from sphinxcontrib_spec.source import Text
from sphinxcontrib_spec.writer import write


def spec_of(text: str) -> Spec:
    return read(dedent(text).lstrip("\n"), "spec-x.md")


def kinds(spec: Spec, key: str) -> list[str]:
    section = spec.section(key)
    assert section
    return [block.kind for block in section.blocks]


def leaves(spec: Spec) -> list[Text]:
    found = [spec.heading, *(line.value for line in spec.header.lines)]
    for item in spec.items():
        found += [getattr(item, field.key) for field in item.kind.fields]
    return [leaf for leaf in found if leaf]


def test_a_whole_spec() -> None:
    spec = read(ferry.TEXT, ferry.NAME)
    assert (spec.title, spec.slug) == ("Ferry Delay Notices", "ferry-delay-notices")
    assert (spec.status, spec.date, spec.author) == ("Draft", "2026-03-09", "Inga Solheim")
    assert spec.surface == "markdown"
    assert [section.key for section in spec.walk() if not section.key] == []
    assert spec.design
    assert spec.design.key_design_decisions[1].options_considered == "Web push, SMS | voice"
    assert spec.failure_modes[1].about.id == "clock"
    assert spec.failure_modes[1].failure == "Clock of the vessel wrong"
    assert spec.failure_modes[0].probability_level.level == "Medium"
    question = spec.open_questions[0]
    assert (question.question, question.owner, question.deadline) == (
        "Who may correct a wrong notice?",
        "I. Solheim",
        "2026-05-01",
    )
    assert [item.about.slug for item in spec.failure_modes] == ["ais-receiver-offline", "clock"]
    assert [type(spec.section(key)) for key in ("appendix", "problem_statement")] == [
        type(spec.appendix)
    ] * 2
    assert kinds(spec, "background_and_context") == ["paragraph", "definition"]


def test_every_place_is_where_the_words_stand() -> None:
    lines = ferry.TEXT.split("\n")
    for leaf in leaves(read(ferry.TEXT, ferry.NAME)):
        for offset, char in enumerate(leaf):
            path, line, column = leaf.at(offset)
            assert path == ferry.NAME
            if char != "\n":
                assert lines[line - 1][column - 1 :][:1] in (char, "\\"), leaf


def test_lazy_lines_that_are_drawn_up_keep_their_places() -> None:
    text = "## Goals\n- Cut <a>\n  <b> and \n<c> words\n twice\n <d>\n\n  - one\n<e> two\n"
    lines = text.split("\n")
    (goal,) = read(text).goals
    assert goal.text == "Cut <a>\n<b> and <c> words\ntwice <d>"
    assert goal.body == "- one <e> two"
    for leaf in (goal.text, goal.body, goal.text.part(10)):
        for offset, char in enumerate(leaf):
            _, line, column = leaf.at(offset)
            if char.strip():
                assert lines[line - 1][column - 1] == char, (leaf, offset)


@pytest.mark.parametrize(
    ("text", "heading", "sections"),
    [
        ("", "", []),
        ("\n\n", "", []),
        ("no title, only words", "", []),
        ("# Spec: Only a Title", "Spec: Only a Title", []),
        ("\ufeff# Spec: Marked\r\n\r\n## Goals\r\n- a\r\n", "Spec: Marked", ["goals"]),
        ("Spec: Underlined\n====\n\nGoals\n---\n- a\n", "Spec: Underlined", ["goals"]),
        ("# One\n\n# Two\n", "One", [""]),
        ("## Goals\n- a\n\n# Spec: Late\n", "", ["goals", ""]),
        ("# Spec: \0NUL\n", "Spec: \0NUL", []),
        ("#\n", "", [""]),
    ],
)
def test_titles(text: str, heading: str, sections: list[str]) -> None:
    spec = read(text)
    assert (spec.heading, [part.key for part in spec.walk()]) == (heading, sections)


def test_no_heading_is_seen_where_commonmark_sees_none() -> None:
    spec = spec_of("""
        # Spec: Quoted

        ```text
        ## Failure Modes
        ```

        > ## Goals

        <!--
        ## Non-Goals
        -->

            ## Appendix

        <div>
        ## Design
        </div>

        - item
          ## Success Metrics
        """)
    assert list(spec.walk()) == []
    assert [block.kind for block in spec.lead] == [
        "code", "quote", "comment", "code", "html", "list",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("<!-- a -->", "comment"),
        ("<!-- a --> <!-- b -->", "comment"),
        ("<!-- a --> words <!-- b -->", "html"),
        ("<!-- a -->" * 40 + "words", "html"),  # it must not be tried in all ways to read it
    ],
)
def test_a_line_of_comments_has_no_words_between_them(line: str, kind: str) -> None:
    spec = spec_of(f"# Spec: Bell\n\n{line}\n")
    assert [block.kind for block in spec.lead] == [kind]


def test_an_open_fence_ends_with_the_file() -> None:
    spec = spec_of("# Spec: Open\n\n````text\n```\n## Goals\n")
    assert [block.kind for block in spec.lead] == ["code"]


@pytest.mark.parametrize("blanks", ["  \n", "\t", " \n\n  \n"])
@pytest.mark.parametrize("fence", ["```", "```python\nkept = 1", "~~~text\n:kept: 1"])
def test_an_open_fence_may_end_in_blanks(fence: str, blanks: str) -> None:
    spec = read(f"# Spec: T\n\n{fence}\n{blanks}", "spec-t.md")
    assert spec == read(f"# Spec: T\n\n{fence}\n", "spec-t.md")
    assert [block.kind for block in spec.lead] == ["code"]


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("## Goals", "goals"),
        ("## 2. GOALS", "goals"),
        ("## non goals", "non_goals"),
        ("## Background & Context", "background_and_context"),
        ("### Goals", "goals"),
        ("## API/Interface", "api_interface"),
        ("## Failure modes ##", "failure_modes"),
        ("## Stretch Goals", ""),
    ],
)
def test_headings_are_recognised(heading: str, key: str) -> None:
    assert [part.key for part in spec_of(f"# Spec: T\n\n{heading}\n").walk()] == [key]


def test_a_heading_in_its_place_counts_before_one_that_is_not() -> None:
    spec = spec_of("# Spec: T\n\n## Phase 2\n\n### Goals\n- later\n\n## Goals\n- now\n")
    assert [(part.level, part.key) for part in spec.walk()] == [(2, ""), (3, ""), (2, "goals")]
    assert [goal.text for goal in spec.goals] == ["now"]


HEADERS = {
    "bold": "**Status:** Draft\n**Date:** 2026-01-02\n**Author:** R. Moreau",
    "plain": "Status: Draft\nDate: 2026-01-02\nAuthor: R. Moreau",
    "list": "- **Status:** Draft\n- Date: 2026-01-02\n- **Author**: R. Moreau",
    "table": "| Status | Date | Author |\n|---|---|---|\n| Draft | 2026-01-02 | R. Moreau |",
    "fields": ":Status: Draft\n:Date: 2026-01-02\n:Author: R. Moreau",
}


@pytest.mark.parametrize(("form", "text"), HEADERS.items())
def test_header_forms(form: str, text: str) -> None:
    spec = spec_of(f"# Spec: T\n\n{text}\n\nWords.\n")
    assert spec.header.form == form
    assert (spec.status, spec.date, spec.author) == ("Draft", "2026-01-02", "R. Moreau")
    assert [block.kind for block in spec.lead] == ["paragraph"]


@pytest.mark.parametrize(
    "text",
    [
        "**Status**: Draft\n**Date**: 2026-01-02\n**Author**: R. Moreau",
        "**Status:** Draft | **Date:** 2026-01-02 | **Author:** R. Moreau",
        "**Status:** Draft\n\n**Date:** 2026-01-02\\\n**Author:** R. Moreau",
        "| | |\n|---|---|\n| **Status** | Draft |\n| Date | 2026-01-02 |\n| Author: | R. Moreau |",
        "| Date | Status | Author | Team |\n|---|---|---|---|\n| 2026-01-02 | Draft | R. Moreau | A |",
        "| Status | Draft | Date | 2026-01-02 |\n|---|---|---|---|\n| Author | R. Moreau | Team | A |",
        "| Field | Value | Field | Value |\n|---|---|---|---|\n| Status | Draft | Date | 2026-01-02 |\n"
        "| Author | R. Moreau | | |",
        "1. Status: Draft\n2. Date: 2026-01-02\n3. Author: R. Moreau",
    ],
)
def test_other_headers_that_are_understood(text: str) -> None:
    spec = spec_of(f"# Spec: T\n{text}\n")
    assert (spec.status, spec.date, spec.author) == ("Draft", "2026-01-02", "R. Moreau")


LINES = HEADERS["bold"]


@pytest.mark.parametrize(
    ("text", "above"),
    [
        (f"<!-- markdownlint-disable MD013 -->\n\n{LINES}", 1),
        (f"A tagline.\n\n- a list\n\n{LINES}", 2),
        (f"[TOC]\n\n---\n\n{LINES}", 2),
        (f"> Superseded by another.\n\n{LINES}", 1),
        (f"**Owner:** Ida\n\nWords.\n\n{LINES}", 2),
        (f"Owner: Ida\nTeam: A\n\n{HEADERS['plain']}", 1),
        (f"**Owner:** Ida\n\n{HEADERS['list']}", 0),
        ("**Status:** Draft\n\n- Date: 2026-01-02\n- Author: R. Moreau", 0),
        ("***Status:*** Draft\n***Date:*** 2026-01-02\n***Author***: R. Moreau", 0),
        ("__Status:__ Draft\n__Date:__ 2026-01-02\n__Author__: R. Moreau", 0),
        ("Author: R. Moreau\nDate: 2026-01-02\nStatus: Draft\n\n(second draft)", 0),
    ],
)
def test_a_header_may_stand_below_other_blocks_and_in_several(text: str, above: int) -> None:
    text = f"# Spec: T\n\n{text}\n\n**Note:** words\n\n## Goals\n- A\n"
    spec = spec_of(text)
    assert (spec.status, spec.date, spec.author) == ("Draft", "2026-01-02", "R. Moreau")
    assert spec.header.after == above
    assert write(spec) == text
    strict = formatted(text, strict=True)
    assert strict.refusal is None
    assert read(strict.text) == spec


def test_words_may_stand_between_two_keys() -> None:
    spec = spec_of("# Spec: T\nStatus: Draft\n(second round)\nDate: 2026-01-02\n")
    assert (spec.status, spec.date) == ("Draft\n(second round)", "2026-01-02")


@pytest.mark.parametrize("text", ["Date: we do not know\nit yet.", "__init__: makes it", "- a: b"])
def test_what_only_looks_like_a_header_is_none(text: str) -> None:
    spec = spec_of(f"# Spec: T\n\nWords.\n\n{text}\n\n**Note:** x\n")
    assert spec.header.lines == ()


def test_bold_lines_are_completed_by_front_matter() -> None:
    spec = spec_of("---\nstatus: Draft\ndate: 1\n---\n\n# Spec: T\n\n**Date:** 2\n**Team:** A\n")
    lines = [(line.label, line.value) for line in spec.header.lines]
    assert lines == [("Status", "Draft"), ("Date", "2"), ("Team", "A")]


def test_front_matter() -> None:
    spec = spec_of('---\nstatus: "Draft"\ntags: [a]\n---\n\n# Spec: T\n')
    assert (spec.status, spec.header.form) == ("Draft", "front matter")
    assert [block.kind for block in spec.preamble] == ["front matter"]
    broken = spec_of("---\nstatus: Draft\n\n# Spec: T\n")
    assert broken.heading == "Spec: T"
    assert broken.status is None


@pytest.mark.parametrize(
    ("front", "status", "author"),
    [
        ("status: Draft # by the board\nauthor: Ida#2", "Draft", "Ida#2"),
        ("status: 'Draft' # 1\nauthor: 'Ida # O''Neil'", "Draft", "Ida # O'Neil"),
        ('status : "Draft"\nauthor: "Ida \\"Sea\\" Faro"', "Draft", 'Ida "Sea" Faro'),
        (
            "status: Draft\n  (second round)\nauthor: >-\n  Ida,\n  Bo",
            "Draft (second round)",
            "Ida, Bo",
        ),
        ("status: |\n  Draft\nauthor:\n  'Ida'", "Draft", "Ida"),
        ("status:\n- Draft\n\nauthor: # two\n  - Ida\n\n  - 'Bo'\n", "Draft", "Ida, Bo"),
        ("text: |\n  status: None\nstatus: Draft\nauthor: [Ida, 'Bo']", "Draft", "Ida, Bo"),
        ("status: &s Draft\nauthor: {name: Ida}", "&s Draft", "{name: Ida}"),
        ("status: ~\nauthor: # nobody yet\ndate:", None, None),
    ],
)
def test_front_matter_is_yaml(front: str, status: str | None, author: str | None) -> None:
    spec = spec_of(f"---\n{front}\n---\n\n# Spec: T\n")
    assert (spec.status, spec.author) == (status, author)


def failure_modes(table: str) -> Spec:
    return spec_of(f"# Spec: T\n\n## Failure Modes\n{table}\n")


def test_columns_are_found_by_name() -> None:
    spec = failure_modes(
        "# | Risk | Severity | Likelihood | Owner | Response\n"
        ":-|:-:|-|-:|-|-\n"
        "1 | Tide gauge `a\\|b` frozen | High | Low | Ida | Alarm\n"
        "2 | Short row"
    )
    first, second = spec.failure_modes
    assert (first.failure, first.probability, first.impact, first.mitigation) == (
        "Tide gauge `a|b` frozen", "Low", "High", "Alarm",
    )  # fmt: skip
    assert first.about.extra == ("1", "Ida")
    assert (second.failure, second.mitigation, second.about.extra) == ("Short row", "", ("2", ""))
    (table,) = spec.sections[0].blocks
    assert isinstance(table, Table)
    assert table.keys == ("", "failure", "impact", "probability", "", "mitigation")


def test_surplus_cells_are_kept() -> None:
    spec = failure_modes(
        "| Failure | Probability | Impact | Mitigation |\n|---|---|---|---|\n"
        "| Pipe in `a|b` | Low | Low | none | more |\n"
    )
    assert spec.failure_modes[0].failure == "Pipe in `a"
    assert spec.failure_modes[0].about.surplus == ("none", "more")


@pytest.mark.parametrize(
    "table", ["| Failure | Impact |\n| Flood | High |", "| A | B |\n|---|---|\n| Flood | High |"]
)
def test_tables_of_no_items(table: str) -> None:
    spec = failure_modes(table)
    assert spec.failure_modes == ()
    assert isinstance(spec.sections[0].blocks[0], Block)


def test_two_rows_of_one_name_and_an_empty_one() -> None:
    row = "| Flood | Low | Low | Pump |\n"
    spec = failure_modes(
        "| Failure | Probability | Impact | Mitigation |\n|---|---|---|---|\n"
        + row * 2
        + "| | Low | Low | Pump |\n"
    )
    assert [item.about.slug for item in spec.failure_modes] == ["flood", "flood-2", "3"]


def test_lists_of_items() -> None:
    spec = spec_of("""
        # Spec: T

        ## Goals
        * [x] First goal <!-- #one -->
          goes on here

          ```python
          code
          ```
        * Second

        - Third, of another list
        - **Latency:**
            - p99 < 20 ms
            - p50 < 5 ms

        1. Numbered
        """)
    texts = [goal.text for goal in spec.goals]
    assert texts == [
        "First goal <!-- #one -->\ngoes on here", "Second", "Third, of another list",
        "p99 < 20 ms", "p50 < 5 ms", "Numbered",
    ]  # fmt: skip
    assert spec.goals[0].box == "[x]"
    assert spec.goals[0].body == "```python\ncode\n```"
    assert spec.goals[3].text.span == ("spec-x.md", 14, 7)
    one, two = spec.sections[0].blocks
    assert isinstance(one, List)
    assert isinstance(two, List)
    assert (one.loose, one.ordered, two.ordered) == (False, False, True)


@pytest.mark.parametrize(
    ("text", "question", "owner", "deadline"),
    [
        ("Why? — Owner: A — B, Deadline: before v1", "Why?", "A — B", "before v1"),
        ("Why - so? - Owner: R. Moreau, Deadline: TBD", "Why - so?", "R. Moreau", "TBD"),
        ("Why? -- Owner: Ada", "Why?", "Ada", ""),
        ("Why? – **Owner:** Ada, **Deadline:** Week 1", "Why?", "Ada", "Week 1"),
        ("Why? — Deadline: 2026-01-01", "Why?", "", "2026-01-01"),
        ("Why? — Deadline: TBD, Owner: Ada", "Why?", "Ada", "TBD"),
        ("Why? — **Deadline:** Week 1; **Owner:** Ada", "Why?", "Ada", "Week 1"),
        ("Why? — **Owner**: Ada, **Deadline**: Week 1", "Why?", "Ada", "Week 1"),
        ("Why? — **Deadline** : Week 1, **Owner**: Ada", "Why?", "Ada", "Week 1"),
        ("Why? — Owner: Ada, Deadline: the owner says", "Why?", "Ada", "the owner says"),
        ("Why? — Owners: Ada & Bo, Deadline: TBD", "Why?", "Ada & Bo", "TBD"),
        ("Why? - Owner : Ada , Deadline : TBD", "Why?", "Ada", "TBD"),
        ("~~Why? — Owner: Ada, Deadline: TBD~~", "~~Why?", "Ada", "TBD"),
        ("**Why?** — Owner: **Ada**", "**Why?**", "**Ada**", ""),
        ("**Why? — Owner: Ada**", "**Why?", "Ada", ""),
        ("Why? Owner: nobody", "Why? Owner: nobody", "", ""),
        ("Wrapped\n   — Owner: Ada,\n   Deadline: TBD", "Wrapped", "Ada", "TBD"),
    ],
)
def test_questions(text: str, question: str, owner: str, deadline: str) -> None:
    (item,) = spec_of(f"# Spec: T\n\n## Open Questions\n1. {text}\n").open_questions
    assert (item.question, item.owner, item.deadline) == (question, owner, deadline)


def test_typed_links_end_the_last_field() -> None:
    spec = spec_of(r"""
        # Spec: T

        ## Design

        ### Key Design Decisions
        | Decision | Options Considered | Chosen | Rationale |
        |---|---|---|---|
        | A | B, C | B | It is (so) (mitigates [x \[y\]](#failure-mode-x-y), [z](spec-o.md#failure-mode-z); supersedes [B](#decision-b)) |
        | B | B, C | B | Prose (mitigates nothing) |

        ## Open Questions
        1. Why? (blocks [A](#decision-a)) — Owner: Ada, Deadline: TBD
        """)
    assert spec.design
    first, second = spec.design.key_design_decisions
    assert first.rationale == "It is (so)"
    assert [(link.verb, link.text, link.url) for link in first.about.links] == [
        ("mitigates", r"x \[y\]", "#failure-mode-x-y"),
        ("mitigates", "z", "spec-o.md#failure-mode-z"),
        ("supersedes", "B", "#decision-b"),
    ]
    assert second.rationale == "Prose (mitigates nothing)"
    assert second.about.links == ()
    (question,) = spec.open_questions
    assert (question.question, question.about.links[0].verb) == ("Why?", "blocks")


MYST = """\
    # Spec: T

    :Status: Draft

    ## Failure Modes

    ~~~{failure-mode} Tide gauge `a|b` frozen
    :probability: Low
    :impact: "High"
    :id: frozen

    An alarm rings
    after a minute.

    - one
    - two
    ~~~

    :::{failure-mode} Flood
    ---
    probability: Medium
    impact: High
    ---
    Pump.
    :::

    ```{failure-mode}
    ```

    ## Success Metrics

    ```{success-metric} 99 % of notices in 60 s
    :verifies: One goal; another
    ```

    ```{failure-mode} Misplaced
    ```

    ## Open Questions

    ````{open-question} Who decides?
    :owner: R. Moreau
    :deadline: before v1
    More.
    ````
    """


def test_directives_in_fences_are_items() -> None:
    spec = spec_of(MYST)
    assert spec.surface == "myst"
    first, second, third = spec.failure_modes
    assert (first.failure, first.probability, first.impact) == (
        "Tide gauge `a|b` frozen", "Low", "High",
    )  # fmt: skip
    assert first.mitigation == "An alarm rings after a minute.<br>• one<br>• two"
    assert (first.about.id, first.about.slug) == ("frozen", "frozen")
    assert first.impact.span == ("spec-x.md", 9, 11)
    assert (second.probability, second.mitigation) == ("Medium", "Pump.")
    assert (title(third), third.about.slug) == ("", "3")
    assert [link.text for link in spec.success_metrics[0].about.links] == ["One goal", "another"]
    assert kinds(spec, "success_metrics") == ["success-metric", "directive"]
    (question,) = spec.open_questions
    assert question.tail == " — Owner: R. Moreau, Deadline: before v1"
    assert question.body == "More."


@pytest.mark.parametrize(
    "text",
    [
        ">" * 3000 + " deep",
        "- " * 3000 + "deep",
        "# Spec: T\n\n## Goals\n" + "- goal\n" * 50_000,
        "# Spec: T\n\n" + "word " * 1_000_000,
        "|" * 20_000 + "\n" + "|-" * 20_000,
    ],
    ids=["quotes", "lists", "items", "words", "pipes"],
)
def test_huge_and_deep_input(text: str) -> None:
    spec = read(text)
    assert spec.heading in ("", "Spec: T")


def test_the_format_itself(template: str, example: str) -> None:
    spec = read(example)
    assert [len(items) for items in (spec.goals, spec.non_goals, spec.failure_modes)] == [3, 3, 4]
    assert len(list(read(template).items())) == 13
