"""What the rules of prose, goals, non-goals, background and metrics find, in which words, where."""

from __future__ import annotations

import pytest
import tapes
from test_rule_findings import marked

from sphinxcontrib_spec.reader import read
from sphinxcontrib_spec.rules import RULE, Finding, check

FIRST = "Scientists delete data by hand."
SECOND = "It costs them 90 minutes a week."


def found(fragment: str, *selected: str) -> list[Finding]:
    """What is reported of a fragment; rules that are off only if they are selected."""
    text = tapes.completed(fragment)
    return [
        finding
        for finding in check(read(text, "spec-x.md"))
        if not RULE[finding.code].off or finding.code in selected
    ]


def said(fragment: str, *selected: str) -> list[tuple[str, str]]:
    """The code and the words at fault of what is reported of a fragment."""
    text = tapes.completed(fragment)
    return [(finding.code, marked(text, finding)) for finding in found(fragment, *selected)]


# ---- Problem Statement


def problem(*parts: str) -> str:
    return "## Problem Statement\n" + "\n\n".join(parts) + "\n"


@pytest.mark.parametrize("sentences", [3, 6])
def test_a_problem_of_three_to_six_sentences(sentences: int) -> None:
    assert said(problem(" ".join([FIRST, *[SECOND] * (sentences - 1)]))) == []
    assert said(problem(FIRST, *[SECOND] * (sentences - 1))) == []


def test_a_short_problem_is_told_at_its_heading_and_a_long_one_where_it_is_too_long() -> None:
    (short,) = found(problem(f"{FIRST} {SECOND}"))
    assert (short.code, short.line) == ("SPEC202", 6)
    assert short.message == "the problem statement has 2 sentences, fewer than 3"
    (long,) = found(problem(FIRST, *[SECOND] * 5, "Nobody *knows* why. It is so."))
    assert (long.code, long.message) == (
        "SPEC202",
        'the problem statement has 8 sentences, more than 6: "Nobody *knows* why." is one too many',
    )
    assert said(problem(FIRST, *[SECOND] * 5, "Nobody *knows* why. It is so.")) == [
        ("SPEC202", "Nobody *knows* why.")
    ]


def test_a_list_is_told_once_and_nothing_else_for_it() -> None:
    points = f"- {FIRST}\n- {SECOND}"
    assert said(problem(points)) == [("SPEC201", f"- {FIRST}")]
    assert said(problem(points, "Nobody cares.", f"1. {FIRST}")) == [("SPEC201", f"- {FIRST}")]


@pytest.mark.parametrize(
    ("part", "at", "message"),
    [
        ("| Group | Data |\n|---|---|\n| Atlas | 9 TB |", "| Group | Data |", "has a table"),
        ("```text\nrun7.h5\n```", "```text", "has a code block"),
        ("### Causes\n" + SECOND, "Causes", 'has a heading of its own: "Causes"'),
    ],
)
def test_what_is_no_prose(part: str, at: str, message: str) -> None:
    fragment = problem(f"{FIRST} {SECOND} Nobody knows why.", part)
    ((code, words),) = said(fragment)
    assert code == "SPEC203"
    assert words.startswith(at.removeprefix("```")) or at.startswith("```")
    assert found(fragment)[0].message == f"the problem statement {message}"


def test_a_problem_of_a_picture_is_one_finding() -> None:
    text = "```{image} plan.png\n```"
    assert said(problem(text)) == [("SPEC203", "Problem Statement")]


def test_a_quotation_is_prose() -> None:
    assert said(problem(f"> {FIRST} {SECOND}\n> Nobody knows why.")) == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Data fills the disks. The disks are large. They are in building 4.",
         ["SPEC204", "SPEC205"]),
        ("No drive is free. The queue is long. The robot stops. It takes 9 s.", ["SPEC205"]),
        ("No drive is free. Students look at the queue. The robot is new.", ["SPEC206"]),
        ("No drive is free. Students waste their time. The robot is new.", ["SPEC207"]),
        ("No drive is free. Whoever needs one waits. The robot is as old as RFC 2324.",
         ["SPEC207"]),
        ("No drive is free. Drivers lose half of their time. The robot is new.", []),
        ("No drive is free. 40 % of users leave. iOS users have no choice.", []),
        (f"No drive is free. {'40 % of users wait. ' * 9}", []),
        ("No drive is free. Analysts lose half of their time. The robot is new.", []),
    ],
)  # fmt: skip
def test_what_a_problem_leaves_out(text: str, codes: list[str]) -> None:
    assert [code for code, _ in said(problem(text))] == codes


@pytest.mark.parametrize(
    "text",
    [
        "Two writers save the same page. Their writes overlap once a day. Pages vanish twice a month.",
        "The page of a slow client stays blank for 12 s. A third of new users leave. They stay away.",
        "The licence server is one machine. When it is down, 200 designers sit idle. It was 5 times.",
        "Labs split files above 100 MB. The current reader rejects those. One in 20 is merged twice.",
    ],
)
def test_a_problem_says_what_is_broken_in_many_words(text: str) -> None:
    assert said(problem(text)) == []


def test_nothing_is_missed_in_another_language() -> None:
    text = "Die Platten sind voll. Der Roboter steht seit 9 Wochen. Das Band liegt im Keller von Haus 4."
    vague = "## Goals\n- Bessere Lesbarkeit der Schilder\n\n## Non-Goals\n- Sonstiges\n"
    assert said(problem(text) + "\n" + vague) == []


# ---- Goals and metrics

LISTS = [("Goals", "SPEC211"), ("Non-Goals", "SPEC221"), ("Success Metrics", "SPEC501")]


@pytest.mark.parametrize(("section", "code"), LISTS)
def test_sections_that_are_lists(section: str, code: str) -> None:
    (none,) = found(f"## {section}\nOnly words, as the tapes of other institutes show.\n")
    assert (none.code, none.severity) == (code, "error")
    assert none.help.startswith('write "- <')
    (numbered,) = found(f"## {section}\n1. 0 files with a wrong checksum, of all tapes\n")
    assert (numbered.code, numbered.severity) == (code, "info")


@pytest.mark.parametrize(
    "goals",
    [
        "- [ ] Two copies of every file\n- [x] Every restore is logged",
        "**Must**\n- Two copies of every file\n\n**Should**\n- Every restore is logged",
        "- **Safety**\n  - Two copies of every file\n  - Every restore is logged",
        "### Must\n- Two copies of every file",
        "| Goal | Target |\n|---|---|\n| Copies of every file | 2 |",
        "| # | Goal |\n|---|---|\n| 1 | Two copies of every file |",
    ],
)
def test_goals_in_other_shapes(goals: str) -> None:
    assert said(f"## Goals\n{goals}\n") == []


@pytest.mark.parametrize(
    ("goal", "code", "at", "why", "form"),
    [
        ("Improve the speed of restores", "SPEC212", "Improve", '"Improve" without a target',
         '"Improve <metric> from <baseline> to <target> under <load>"'),
        ("**Speed:** faster restores", "SPEC212", "faster", '"faster" than what?',
         '"<metric> from <baseline> to <target>"'),
        ("Restores are [reliable](https://example.org)", "SPEC212", "reliable",
         '"reliable" means something different to every reader', '"<metric> < <bound> <unit>"'),
        ("Explore other tape vendors", "SPEC212", "Explore",
         '"Explore" does not say when it is done', "<added, removed, documented>"),
        ("Scientists trust the archive", "SPEC212", "trust",
         '"trust" is about people\'s opinions, but nothing says how to measure them', "<N> of <M> <people>"),
        ("Support several tape formats", "SPEC213", "several", '"several" is not a number',
         '"at least <N> <things>"'),
        ("Up to 30 % faster restores", "SPEC212", "Up to 30 %",
         '"Up to 30 %" is met by any smaller change', '"<metric> from <baseline> to <target>"'),
        ("Make restores easier for 9 groups", "SPEC212", "9 groups",
         '"9 groups" is not what must be reached', '"<metric> from <baseline> to <target>"'),
    ],
)  # fmt: skip
def test_goals_that_cannot_be_decided(goal: str, code: str, at: str, why: str, form: str) -> None:
    fragment = f"## Goals\n- {goal}\n- Two copies of every file\n"
    (finding,) = found(fragment)
    assert said(fragment) == [(code, at)]
    assert finding.message.endswith(f" have no pass/fail test: {why}") or (
        finding.message.endswith(f" has no pass/fail test: {why}")
    )
    assert finding.message.startswith('"')
    assert form in finding.help


def test_a_metric_is_a_name_and_a_target() -> None:
    (finding,) = found("## Success Metrics\n- Restore time of\n  one file within 6 months\n")
    assert (finding.code, finding.line, finding.column) == ("SPEC502", 58, 12)
    assert finding.message == (
        '"Restore time of one file within 6 months" has no pass/fail test: '
        '"within 6 months" says when, not how much'
    )
    assert finding.help.endswith('"<metric> >= <target> within 6 months"')
    assert said("## Success Metrics\n- Restore time\n") == [("SPEC502", "Restore time")]


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ("\n  A single file is back in < 4 h.", []),
        ("\n  - p95 of one file < 4 h\n  - of 1 TB < 12 h", []),
        ("\n  Every restore is started from a stub.", ["SPEC213"]),
        ("\n  They should be quick.", ["SPEC212"]),
    ],
)
def test_what_stands_below_a_goal_counts(more: str, codes: list[str]) -> None:
    fragment = f"## Goals\n- Faster restores\n{more}\n- Two copies of every file\n"
    assert [code for code, _ in said(fragment)] == codes


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        ("| Restore time | 31 h | < 4 h |", []),
        ("| Restore time | 31 h | better |", ["SPEC502"]),
        ("| Restore time | slow | better |", ["SPEC502"]),
    ],
)
def test_what_stands_beside_a_metric_counts(row: str, codes: list[str]) -> None:
    table = f"| Metric | Baseline | Target |\n|---|---|---|\n{row}\n"
    assert [code for code, _ in said(f"## Success Metrics\n{table}")] == codes


@pytest.mark.parametrize("item", ["~~Better restores~~", "[better restores]", "[Why]"])
def test_what_says_nothing_is_not_judged(item: str) -> None:
    for section in ("Goals", "Success Metrics", "Non-Goals"):
        codes = {code for code, _ in said(f"## {section}\n- {item}\n")}
        assert codes <= {"SPEC118", "SPEC119"}


def test_goals_of_a_directive_are_judged_at_their_words() -> None:
    fragment = "## Goals\n```{spec-goal} Restores are\nsimple\n```\n\n- Two copies of every file\n"
    ((code, words),) = said(fragment.replace("are\n", "are "))
    assert (code, words) == ("SPEC212", "simple")


# ---- Non-Goals


@pytest.mark.parametrize(
    ("item", "codes"),
    [
        ("Out of scope items", ["SPEC222"]),
        ("Everything else", ["SPEC222"]),
        ("Other features not listed here", ["SPEC222"]),
        ("Deletion", ["SPEC222"]),
        ("`tape erase`", ["SPEC223"]),
        ("LTO-5", ["SPEC223"]),
        ("Backup of home folders", ["SPEC223"]),
        ("Backup of home folders - the campus service does that", []),
        ("Backup of home folders (campus service)", []),
        ("Backup of home folders, only of projects", []),
        ("Backup of [home folders](https://example.org/homes)", []),
        ("Backup of home folders in version 1", []),
        ("Backup of home folders. The campus has one.", []),
        ("Backup of home folders is left to the campus", []),
        ("Backup of home folders will be done by the campus", []),
        ("Node.js 12", ["SPEC223"]),
    ],
)
def test_non_goals(item: str, codes: list[str]) -> None:
    fragment = f"## Non-Goals\n- {item}\n- Deletion of data, because publications need it\n"
    assert [code for code, _ in said(fragment)] == codes
    for finding in found(fragment):
        assert finding.severity == ("warning" if " " in item and codes == ["SPEC222"] else "info")


# ---- Background and Context


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("One.\n\nTwo.\n\nThree.", None),
        ("One.\n\nTwo.\n\nThree.\n\nFour.", "Four."),
        ("- one\n- two", "Background and Context"),
        ("One.\n\n### History\nTwo.\n\nThree.\n\nFour.", "Four."),
    ],
)
def test_the_length_of_the_background(text: str, at: str | None) -> None:
    expected = [] if at is None else [("SPEC231", at)]
    assert said(f"## Background and Context\n{text}\n") == expected


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("See <https://example.org>.", True),
        ("See https://example.org.", True),
        ("See [it][1].\n\n[1]: https://example.org", True),
        ("See {spec:spec}`Tapes`.", True),
        ("See `https://example.org`.", False),
        ("See it.", False),
    ],
)
def test_links_of_the_background(text: str, linked: bool) -> None:
    codes = [code for code, _ in said(f"## Background and Context\n{text}\n", "SPEC232")]
    assert codes == ["SPEC232"] * (not linked)


# ---- Rules that are off


def test_rules_that_are_off_are_found_only_if_selected() -> None:
    fragment = "## Goals\n- Restores can be cancelled\n"
    assert said(fragment) == []
    assert said(fragment, "SPEC214") == [("SPEC214", "Restores can be cancelled")]
    fragment = "## Success Metrics\n- Restore time < 4 h\n- < 9 errors over 30 days\n"
    assert said(fragment) == []
    assert said(fragment, "SPEC504") == [("SPEC504", "< 4 h")]
