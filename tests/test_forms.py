"""What teams write instead of the template's own forms: the same items are found in each."""

from __future__ import annotations

import json

import pytest
import tapes
from conftest import Project

from sphinxcontrib_spec.items import title
from sphinxcontrib_spec.markup.inline import plain
from sphinxcontrib_spec.model import Spec
from sphinxcontrib_spec.reader import read
from sphinxcontrib_spec.writer import write


def spec_of(section: str) -> Spec:
    """A complete spec but for one section; it is canonical, and the same when it is read again."""
    text = tapes.completed(section)
    spec = read(text)
    assert read(write(spec)) == spec
    return spec


HEADERS = {
    "hard breaks": "**Created:** 2026-02-01  \n**Owner:** Ida\n**Status:** Draft (v1.2)  \n**Date:** d",
    "reordered": "**Date:** d\n**Reviewers:** Ida, Bo\n**Status:** Draft (v1.2)",
    "colon outside": "**Status**: Draft (v1.2)\n**Target version**: 1.4\n**Date**: d",
    "on one line": "**Status:** Draft (v1.2) | **Date:** d",
    "plain": "Status: Draft (v1.2)\nDate: d\nTarget version: 2",
    "list": "- **Status:** Draft (v1.2)\n- Date: d",
    "rows": "| Field | Value |\n|---|---|\n| Status | Draft (v1.2) |\n| **Date** | d |",
    "columns": "| Status | Date | Owner |\n|---|---|---|\n| Draft (v1.2) | d | Ida |",
    "fields": ":Status: Draft (v1.2)\n:Date: d",
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_headers(header: str) -> None:
    for blank in ("", "\n"):
        text = f"# Spec: Reel Loader\n{blank}{header}\n\n## Goals\n\n- One\n"
        spec = read(text)
        assert (spec.status, spec.date) == ("Draft (v1.2)", "d")
        assert write(spec) == text


def test_front_matter_is_a_header() -> None:
    text = "---\nstatus: 'Draft (v1.2)'\ndate: 2026-02-01\ntags: [a]\n---\n\n# Spec: Reel Loader\n"
    spec = read(text)
    assert (spec.status, spec.date, spec.author) == ("Draft (v1.2)", "2026-02-01", None)
    assert write(spec) == text


HEADINGS = [
    ("## 3. Goals", "goals"),
    ("## III. Goals", "goals"),
    ("## GOALS", "goals"),
    ("## **Goals**", "goals"),
    ("## 4) Non goals", "non_goals"),
    ("## Background & Context", "background_and_context"),
    ("### 5.1 API/Interface", "api_interface"),
    ("### Workflow/sequence", "workflow_sequence"),
    ("## Goals of the team", ""),
]


@pytest.mark.parametrize(("heading", "key"), HEADINGS)
def test_headings(heading: str, key: str) -> None:
    above = "## Design\n\n" if heading.startswith("###") else ""
    found = [section.key for section in read(f"# Spec: X\n\n{above}{heading}\n\nText.\n").walk()]
    assert found[-1] == key


def test_sections_between_the_formats_own() -> None:
    text = tapes.TEXT.replace(
        "\n## ", "\n---\n\n## Costs\n\nSome.\n\n#### Deep\n\nMore.\n\n---\n\n## "
    )
    text = text.replace("\n### ", "\n### Threads\n\nTwo.\n\n### ")
    spec, plain = read(text), read(tapes.TEXT)
    assert list(spec.items()) == list(plain.items())
    assert [part.key for part in spec.walk() if part.key] == [part.key for part in plain.walk()]
    assert write(spec) == text


TABLES = {
    "no outer pipes": "Risk | Likelihood | Severity | Response\n---|:-:|--:|---\nJam | Low | High | Stop",
    "impact first": (
        "| # | Failure | Impact | Probability | Detection | Mitigation | Owner |\n"
        "|:--|:-------:|-------:|---|---|---|---|\n| 1 | Jam | High | Low | eye | Stop | Ida |"
    ),
    "short row": "| Failure | Probability | Impact | Mitigation |\n|---|---|---|---|\n| Jam | Low | High",
    "long row": (
        "| Failure | Probability | Impact | Mitigation |\n|---|---|---|---|\n"
        "| Jam | Low | High | Stop | a | b |"
    ),
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_tables(table: str) -> None:
    (found,) = spec_of(f"## Failure Modes\n\n{table}\n").failure_modes
    assert (found.failure, found.probability, found.impact) == ("Jam", "Low", "High")
    assert found.mitigation == ("" if table == TABLES["short row"] else "Stop")
    kept = {"impact first": ("1", "eye", "Ida")}
    assert found.about.extra == kept.get(next(n for n, t in TABLES.items() if t == table), ())
    assert found.about.surplus == (("a", "b") if table == TABLES["long row"] else ())


def test_columns_with_remarks() -> None:
    head = "| Failure Mode | Prob. | Impact (before) | Impact (1–3) | Mitigations |\n|---|---|---|---|---|"
    (found,) = spec_of(
        f"## Failure Modes\n{head}\n| Jam | Low | High | Low | Stop |\n"
    ).failure_modes
    assert (found.probability, found.impact, found.mitigation) == ("Low", "High", "Stop")
    assert found.about.extra == ("Low",)
    head = head.replace("Impact (1–3)", "Impact")
    (found,) = spec_of(
        f"## Failure Modes\n{head}\n| Jam | Low | High | Low | Stop |\n"
    ).failure_modes
    assert (found.impact, found.about.extra) == ("Low", ("High",))


LEVELS = [
    ("Med", "Medium", ""),
    ("HIGH", "High", ""),
    ("L", "Low", ""),
    ("Low–Medium", "Medium", ""),
    ("Low\N{NON-BREAKING HYPHEN}Medium", "Medium", ""),
    ("Low to High", "High", ""),
    ("Low / Medium / High", "High", ""),
    ("Low, later Medium/High", "Low", "later Medium/High"),
    ("Low – or so", "Low", "or so"),
    ("High (some reels)", "High", "some reels"),
    ("High — loading stops", "High", "loading stops"),
    ("Very Low", "Low", ""),
    ("~0.1 %", "", ""),
]


@pytest.mark.parametrize(("words", "level", "remark"), LEVELS)
def test_levels(words: str, level: str, remark: str) -> None:
    table = f"| Failure | Probability | Impact | Mitigation |\n|---|---|---|---|\n| a | {words} | Low | b |"
    (found,) = spec_of(f"## Failure Modes\n{table}\n").failure_modes
    assert found.probability == words
    assert (found.probability_level.level, found.probability_level.remark) == (level, remark)


LISTS = {
    "checkboxes": "- [ ] One\n- [x] Two\n- [X] Three",
    "numbers": "1) One\n1) Two\n1) Three",
    "other bullets": "* One\n* Two\n\n+ Three",
    "nested": "- Reels:\n  - One\n  - Two\n- Three",
    "bold nested": "* **Reels**\n    1. One\n    2. Two\n* Three",
    "under labels": "**Must**\n\n- One\n\n**Should:**\n\n- Two\n- Three",
    "under headings": "### Must\n\n- One\n\n### Should\n\n- Two\n- Three",
    "table": "| # | Objective | Target |\n|--|:--|--|\n| 1 | One | 5 |\n| 2 | Two | 6 |\n| 3 | Three | 7 |",
}


@pytest.mark.parametrize("section", ["Goals", "Non-Goals", "Success Metrics"])
@pytest.mark.parametrize("form", LISTS.values(), ids=LISTS)
def test_lists(section: str, form: str) -> None:
    spec = spec_of(f"## {section}\n\n{form}\n")
    kind = {"Goals": "goal", "Non-Goals": "non-goal", "Success Metrics": "success-metric"}[section]
    found = [title(item) for item in spec.items() if item.kind.name == kind]
    assert found == ["One", "Two", "Three"]


def test_a_metric_keeps_its_target() -> None:
    form = "| Metric | Baseline | Target |\n|---|---|---|\n| Outage | 4 h | < 1 h |"
    (metric,) = spec_of(f"## Success Metrics\n\n{form}\n").success_metrics
    assert (metric.text, metric.about.extra) == ("Outage", ("4 h", "< 1 h"))


QUESTIONS = {
    "bullets": "- Who?\n- How? — Owner: Ida, Deadline: before v1",
    "checkboxes": "- [x] Who?\n- [ ] How? - **Owner:** Ida, **Deadline:** before v1",
    "table": "| # | Question | Owner | Due |\n|-|-|-|-|\n| 1 | Who? | | |\n| 2 | How? | Ida | before v1 |",
    "prose": "Two are left.\n\nWho?\n\nHow? -- Owner: Ida; Deadline: before v1\n\nNo more.",
    "loose": "1. Who?\n\n1. How? – Owner: Ida, Deadline: before v1",
}


@pytest.mark.parametrize("form", QUESTIONS.values(), ids=QUESTIONS)
def test_questions(form: str) -> None:
    found = spec_of(f"## Open Questions\n\n{form}\n").open_questions
    said = [(item.question, item.owner, item.deadline) for item in found]
    assert said == [("Who?", "", ""), ("How?", "Ida", "before v1")]


#: Items of a list, each with a list in it, and which questions they are.
ASKED = {
    "bold with options": ("1. **Who loads?**\n   - Ida\n   - the night shift", ["Who loads?"]),
    "bold with its owner": ("1. **Loading**\n   - Owner: Ida\n   - Deadline: TBD", ["Loading"]),
    "bold owner": ("- **Loading**\n  - Cost: 5 EUR\n  - **Owner:** Ida", ["Loading"]),
    "colon with its owner": ("1. Who loads:\n\n   1. Owners: Ida, Bo", ["Who loads:"]),
    "label": ("- **Loading**\n  - Who owns it?\n  - Who? — Owner: Ida, Deadline: TBD",
              ["Who owns it?", "Who?"]),
}  # fmt: skip


@pytest.mark.parametrize(("form", "asked"), ASKED.values(), ids=ASKED)
def test_a_question_with_a_list_of_its_own_is_no_label(form: str, asked: list[str]) -> None:
    found = spec_of(f"## Open Questions\n{form}\n").open_questions
    assert [plain(item.question) for item in found] == asked


def test_a_question_with_a_list_of_its_own_is_no_label_on_a_page(project: Project) -> None:
    lists = [form for form, _ in ASKED.values()]
    questions = "\n\n".join(form.replace("\n", "\n\n", 1) for form in lists)
    project.write(
        {"index.rst": f"Spec: Reel\n==========\n\nOpen Questions\n--------------\n{questions}\n"}
    )
    (spec,) = json.loads((project.build("spec").out / "specs.json").read_text())["specs"]
    asked = [plain(each["question"]) for each in spec["open_questions"]]
    assert asked == [question for _, said in ASKED.values() for question in said]


PROSE = [
    ("May a reel be loaded twice?", True),
    ("**Twice?** Some say so, others\ndo not.", True),
    ("What of the old reels? They are kept.", True),
    ("Old reels — Owner: Ida, Deadline: TBD", True),
    ("巻きは二度使えるか？", True),
    ("They asked (twice?) and went.", False),
    ("None of these is urgent.", False),
    ("See `?` and [a?](b).", False),
    ("None.", False),
    ("[^1]: Must it?", False),
    ("[^1]: It must.\n\n    Must it?", False),
]


@pytest.mark.parametrize(("text", "asks"), PROSE)
def test_prose_that_asks(text: str, asks: bool) -> None:
    spec = spec_of(f"## Open Questions\n\n{text}\n")
    assert len(spec.open_questions) == asks


def test_questions_in_prose_on_pages(project: Project) -> None:
    prose = "Two are left.\n\nWho loads\nthe reels?\n\nHow? — Owner: Ida, Deadline: TBD\n\nNo more."
    project.write(
        {
            "index.rst": "Spec: Reel Loader\n=====\n\n.. toctree::\n\n   spec-b\n\nOpen Questions\n"
            f"--------------\n\n{prose}\n\n:spec:ref:`spooler.how`, :spec:ref:`who-loads-the-reels`\n",
            "spec-b.md": f"# Spec: Spooler\n\n## Open Questions\n\n{prose}\n",
        }
    )
    build = project.build()
    for page in build.pages.values():
        assert (
            '<p class="spec-item spec-open-question" id="open-question-who-loads-the-reels">'
            in page
        )
        assert page.count("spec-item") == 2
    assert 'href="spec-b.html#open-question-how"' in build.pages["index"]
    assert not [line for line in build.warnings if "reference" in line]
    exports = project.build("spec").out
    assert prose in (exports / "spec-reel-loader.md").read_text(encoding="utf-8")
    assert prose in (exports / "spec-spooler.md").read_text(encoding="utf-8")


VERBATIM = {
    "footnote": "Reels wear.[^wear]\n\n[^wear]: About 1 %.\n    More in [the log].\n\n[the log]: https://example.org 'Log'",
    "image": "![Reel *one*](img/reel.png 'Reel'){width=20%}",
    "mermaid": "```mermaid\ngraph LR\n  A --> B\n```",
    "details": "<details>\n<summary>More</summary>\n\nA *reel*.\n\n</details>",
    "math": "It takes $t = \\frac{n}{2}$ s.\n\n$$\nn \\le 5 \\\\\n$$",
    "other scripts": "Катушки изнашиваются. 卷轴。 🎞️ e\N{COMBINING ACUTE ACCENT}",
    "dunder": "`self.__dict__` and self.__dict__ and <key> stay.",
}


@pytest.mark.parametrize("text", VERBATIM.values(), ids=VERBATIM)
def test_what_is_kept_as_it_is(text: str) -> None:
    for heading in ("## Background and Context", "## Appendix"):
        assert f"{heading}\n\n{text}\n" in write(spec_of(f"{heading}\n\n{text}\n"))
