"""Typed links between items of many specs: what is found about them, and how they are mended."""

from __future__ import annotations

import json
from collections.abc import Container

import pytest
import tapes
from program import Folder

from sphinxcontrib_spec.links import page_entry
from sphinxcontrib_spec.reader import read
from sphinxcontrib_spec.rules import DEFAULTS, Finding, Settings, check_project

CODES = ("SPEC703", "SPEC704", "SPEC705", "SPEC706", "SPEC707", "SPEC711")
DECISIONS = """\
### Key Design Decisions
| Decision | Options Considered | Chosen | Rationale |
|---|---|---|---|
"""
FAILURES = """\
## Failure Modes
| Failure | Probability | Impact | Mitigation |
|---|---|---|---|
"""


def spec(
    title: str,
    decisions: dict[str, str] | None = None,
    failures: dict[str, str] | None = None,
    more: str = "",
) -> str:
    """A whole spec: decisions by title with what ends them, failure modes with their level."""
    text = f"# Spec: {title}\n"
    if decisions:
        text += DECISIONS
        text += "".join(f"| {name} | A, B | A | It is {end} |\n" for name, end in decisions.items())
    text += more
    if failures:
        text += FAILURES
        text += "".join(
            f"| {name} | {level} | {level} | Staff come |\n" for name, level in failures.items()
        )
    return tapes.completed(text)


def found(
    *texts: str,
    complete: bool = True,
    settings: Settings = DEFAULTS,
    codes: Container[str] = CODES,
) -> list[Finding]:
    """What is found about links among these specs."""
    entries = [page_entry(read(text, f"{n}.md"), settings.levels) for n, text in enumerate(texts)]
    return [f for f in check_project(entries, settings, complete) if f.code in codes]


def said(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(f.code, f.path, f.message) for f in findings]


# SPEC705


@pytest.mark.parametrize(
    ("link", "message", "help"),
    [
        (
            "(mitigates [Medium](#decision-medium))",
            '"mitigates" leads to the decision "Medium", which is no failure mode',
            "name a failure mode, or say it in prose",
        ),
        (
            "(mitigates [Fire](#goal-fire))",
            '"mitigates" leads to the goal "Fire", which is no failure mode: nearest is "fires"',
            "name a failure mode, or say it in prose",
        ),
        (
            "(verifies [Fire](#goal-fire))",
            '"verifies" in a decision: only a success metric verifies a goal',
            'write "mitigates" or "supersedes", or say it in prose',
        ),
        (
            "(blocks [Medium](#decision-medium))",
            '"blocks" in a decision: only an open question blocks a decision',
            'write "mitigates" or "supersedes", or say it in prose',
        ),
    ],
)
def test_a_link_of_the_wrong_kind(link: str, message: str, help: str) -> None:  # noqa: A002
    text = spec(
        "Tape Archive",
        {"Copies": link, "Medium": ""},
        {"Fires": "Low"},
        more="## Goals\n- 0 losses by fire <!-- #fire -->\n",
    )
    (one,) = found(text)
    assert (one.code, one.message, one.help) == (
        "SPEC705",
        message.replace('goal "Fire"', 'goal "0 losses by fire"'),
        help,
    )
    line = text.split("\n")[one.line - 1]
    assert line[one.column - 1 : one.end_column - 1] == link[link.index("[") + 1 : link.index("]")]


def test_a_link_from_what_begins_none() -> None:
    goal = "- 0 losses (mitigates [Fire](#failure-mode-fire))\n"
    (one,) = found(spec("Tape Archive", {}, {"Fire": "Low"}, more=f"## Goals\n{goal}"))
    assert one.message == '"mitigates" in a goal: only a decision mitigates a failure mode'
    assert one.help == "say it in prose"


def test_an_option_that_names_a_spec_or_another_kind() -> None:
    fence = "### Key Design Decisions\n```{spec-decision} Copies\n:mitigates: TARGET\n```\n"
    text = spec("Tape Archive", {}, {"Fire": "Low"}, more=fence)
    (one,) = found(text.replace("TARGET", "Fire; Tape Archive"))
    assert said([one])[0][::2] == (
        "SPEC705",
        '"mitigates" leads to the spec "Tape Archive", which is no failure mode',
    )
    line = text.replace("TARGET", "Fire; Tape Archive").split("\n")[one.line - 1]
    assert line[one.column - 1 :] == "Tape Archive"
    assert found(text.replace("TARGET", "Fire")) == []


def test_one_cause_is_told_once() -> None:
    """What is unknown, ambiguous or moved is of no wrong kind besides, and leaves nobody alone."""
    high = {"Fire": "High", "Theft": "High"}
    moved = spec("Tape Archive", {"A": "(mitigates [Fire](#failure-mode-theft))"}, high)
    assert [f.code for f in found(moved)] == ["SPEC707"]
    unknown = spec(
        "Tape Archive", {"A": "(mitigates [Fire](#failure-mode-fier))"}, {"Fire": "High"}
    )
    assert [f.code for f in found(unknown)] == ["SPEC703"]
    kind = spec(
        "Tape Archive",
        {"A": "(mitigates [Fire](#goal-fire))"},
        {"Fire": "High"},
        more="## Goals\n- 0 losses <!-- #fire -->\n",
    )
    assert [f.code for f in found(kind)] == ["SPEC705"]
    fence = "### Key Design Decisions\n```{spec-decision} Copies\n:mitigates: lost\n```\n"
    two = spec(
        "Tape Archive", {}, {"Lost": "High", "Robot <!-- #lost-2 -->": "Low"}, more=fence
    ).replace("Robot <!-- #lost-2 -->", "Lost")
    assert [f.code for f in found(two)] == ["SPEC704"]


# SPEC706


def test_a_cycle_is_told_once_at_its_first_link() -> None:
    first = spec("Archive", {"Tape": "(supersedes [Disk](spec-cloud.md#decision-disk))"})
    second = spec(
        "Cloud",
        {
            "Disk": "(supersedes [Paper](#decision-paper))",
            "Paper": "(supersedes [Tape](spec-archive.md#decision-tape))",
        },
    )
    message = '"Tape" supersedes "Disk", which supersedes "Paper", which supersedes "Tape"'
    assert said(found(first, second)) == [("SPEC706", "0.md", message)]
    assert said(found(second, first))[0][:2] == ("SPEC706", "0.md")


def test_chains_that_end_are_no_cycles() -> None:
    decisions = {f"D{n}": f"(supersedes [D{n - 1}](#decision-d{n - 1}))" for n in range(1, 3000)}
    text = spec("Archive", {"D0": "", **decisions, "E": "(supersedes [D7](#decision-d7))"})
    assert found(text) == []


def test_each_link_that_closes_a_chain_is_told() -> None:
    text = spec(
        "Archive",
        {
            "A": "(supersedes [B](#decision-b), [C](#decision-c))",
            "B": "(supersedes [A](#decision-a))",
            "C": "(supersedes [A](#decision-a))",
            "D": "(supersedes [D](#decision-d))",
            "E": "(supersedes [A](#decision-a))",
        },
    )
    assert [f.message for f in found(text)] == [
        '"A" supersedes "B", which supersedes "A"',
        '"A" supersedes "C", which supersedes "A"',
        '"D" supersedes "D"',
    ]


def test_of_a_long_cycle_the_beginning_is_told() -> None:
    names = [f"D{n}" for n in range(9)]
    following = zip(names, [*names[1:], "D0"], strict=True)
    text = spec("A", {a: f"(supersedes [{b}](#decision-{b.lower()}))" for a, b in following})
    (one,) = found(text)
    assert one.message.endswith('"D3", which supersedes "D4", and so on for 5 more')


# SPEC707


#: Links, and the URL that each should have; nothing if it is right, or if nobody can tell.
WORDS = {
    "[Fire](#failure-mode-theft)": "#failure-mode-fire",
    "[*FIRE*!](#failure-mode-theft)": "#failure-mode-fire",
    "[Rust](spec-robot.md#failure-mode-jam)": "spec-robot.md#failure-mode-rust",
    "[Rust](../x/spec-robot.md#failure-mode-jam)": "../x/spec-robot.md#failure-mode-rust",
    "[Fire](spec-robot.md#failure-mode-jam)": "#failure-mode-fire",
    "[Jam](#failure-mode-fire)": "",  # it stands in another spec, which nothing names
    "[Fire](#failure-mode-fire)": "",
    "[A burning house](#failure-mode-fire)": "",
    "[Water](#failure-mode-flood)": "",
    "[flood](#failure-mode-flood)": "",
    "[failure-mode-flood](#failure-mode-flood)": "",
    "[`🔥`](#failure-mode-fire)": "",
}


def test_links_whose_words_name_another_item(folder: Folder) -> None:
    text = spec(
        "Tape Archive",
        {f"Copies {n}": f"(mitigates {link})" for n, link in enumerate(WORDS)},
        {"Fire": "Low", "Theft": "Low", "Water <!-- #flood -->": "Low"},
    )
    fixed = text
    for link, url in WORDS.items():
        if url:
            fixed = fixed.replace(f" {link})", f" {link.partition('](')[0]}]({url}))")
    folder.write(
        {
            "spec-tape-archive.md": text,
            "spec-robot.md": spec("Robot", {}, {"Rust": "Low", "Jam": "Low"}),
        }
    )
    wrong = [one for one in folder.findings() if one["severity"] != "info"]
    assert [one["help"] for one in wrong] == [f'write "{url}"' for url in WORDS.values() if url]
    lines = text.split("\n")
    for one in wrong:
        (edit,) = one["fix"]["edits"]
        line = lines[edit["line"] - 1]
        start, stop = edit["column"] - 1, edit["end_column"] - 1
        lines[edit["line"] - 1] = line[:start] + edit["text"] + line[stop:]
    assert "\n".join(lines) == fixed
    assert folder.run("check", "--fix").status == 0
    assert folder.read("spec-tape-archive.md") == fixed


def test_two_items_of_one_title_are_left_to_the_author() -> None:
    text = spec(
        "Tape Archive",
        {"Copies": "(mitigates [Fire](#failure-mode-theft))"},
        {"Fire": "Low", "Fire <!-- #fire-below -->": "Low", "Theft": "Low"},
    )
    (one,) = found(text)
    assert one.help == 'write "#failure-mode-fire" or "#failure-mode-fire-below"'
    assert one.fix is None


def test_a_fix_closes_no_cycle(folder: Folder) -> None:
    text = spec(
        "Archive",
        {
            "Tape": "(supersedes [Disk](#decision-paper))",
            "Disk": "(supersedes [Tape](#decision-tape))",
            "Paper": "",
        },
    )
    folder.write({"spec-archive.md": text})
    run = folder.run("check", "--fix")
    assert run.status == 1
    assert "SPEC707 warning link-moved" in run.out
    assert "[*]" not in run.out
    assert folder.read("spec-archive.md") == text


MOVED = spec(
    "Tape Archive",
    {"Copies": "(mitigates [Fire](#failure-mode-theft), [Rust](spec-robot.md#failure-mode-jam))"},
    {"Fire": "low", "Theft": "Low"},
)
MENDED = (
    MOVED.replace("[Fire](#failure-mode-theft)", "[Fire](#failure-mode-fire)")
    .replace("(spec-robot.md#failure-mode-jam)", "(spec-robot.md#failure-mode-rust)")
    .replace("| low | low |", "| Low | Low |")
)
ROBOT = spec("Robot", {}, {"Rust": "Low", "Jam": "Low"})


def test_links_are_mended_with_everything_else_in_one_run(folder: Folder) -> None:
    folder.write({"spec-tape-archive.md": MOVED.replace("\n", "\r\n"), "spec-robot.md": ROBOT})
    run = folder.run("check", "--fix")
    assert (run.status, run.out) == (0, "Checked 2 specs: nothing left, 4 fixed\n")
    assert folder.read("spec-tape-archive.md") == MENDED.replace("\n", "\r\n")
    assert folder.run("check", "--fix").out == "Checked 2 specs: nothing found\n"


def test_the_diff_shows_what_fix_does(folder: Folder) -> None:
    folder.write({"Tapes.md": MOVED, "spec-robot.md": ROBOT})
    words = ("check", "--unsafe-fixes", "Tapes.md")
    run = folder.run(*words, "--diff")
    assert run.status == 1
    assert "rename to spec-tape-archive.md" in run.out
    assert [line for line in run.out.split("\n") if line.startswith("+|")] == [
        f"+{line}" for line in MENDED.split("\n") if line.startswith(("| Copies", "| Fire"))
    ]
    assert folder.read("Tapes.md") == MOVED
    assert folder.run(*words, "--fix").status == 0
    assert folder.read("spec-tape-archive.md") == MENDED


def test_a_link_to_what_another_fix_makes_known(folder: Folder) -> None:
    """The anchor of a failure mode is only one when its heading is spelt right."""
    robot = ROBOT.replace("## Failure Modes", "## Failure modes")
    folder.write({"spec-tape-archive.md": MOVED, "spec-robot.md": robot})
    shown = folder.run("check", "--diff").out
    assert "+## Failure Modes" in shown
    assert "(spec-robot.md#failure-mode-rust)" in shown
    assert folder.run("check", "--fix").status == 0
    assert (folder.read("spec-tape-archive.md"), folder.read("spec-robot.md")) == (MENDED, ROBOT)


def test_standard_input_is_mended_beside_the_project(folder: Folder) -> None:
    folder.write({"spec-robot.md": ROBOT})
    run = folder.run("check", "--fix", "-", "--stdin-filename", "spec-tape-archive.md", stdin=MOVED)
    assert (run.status, run.out) == (0, MENDED)
    assert run.err == "Checked 1 spec: nothing left, 4 fixed\n"


def test_only_asked_files_and_selected_rules_are_mended(folder: Folder) -> None:
    other = MOVED.replace("Tape Archive", "Tape Copies")
    config = '[tool.sphinxcontrib-spec]\nper-file-ignores = { "spec-tape-*" = ["link-moved"] }\n'
    folder.write({"spec-tape-archive.md": MOVED, "docs/spec-tape-copies.md": other})
    folder.write({"spec-robot.md": ROBOT})
    assert folder.run("check", "--fix", "docs").status == 0
    assert folder.read("spec-tape-archive.md") == MOVED
    folder.write({"pyproject.toml": config})
    folder.run("check", "--fix")
    assert folder.read("spec-tape-archive.md") == MOVED.replace("| low | low |", "| Low | Low |")


def test_many_files_are_mended_by_many_workers(folder: Folder) -> None:
    def archive(text: str, number: int) -> str:
        return text.replace("Tape Archive", f"Tape Archive {number}")

    files = {f"spec-tape-archive-{n}.md": archive(MOVED, n) for n in range(40)}
    folder.write({**files, "spec-robot.md": ROBOT})
    run = folder.run("check", "--fix", "--jobs", "2")
    assert (run.status, run.out) == (0, "Checked 41 specs: nothing left, 160 fixed\n")
    for number in range(40):
        assert folder.read(f"spec-tape-archive-{number}.md") == archive(MENDED, number)


def test_a_directive_is_mended_in_its_body(folder: Folder) -> None:
    fence = (
        "### Key Design Decisions\n```{spec-decision} Copies\n:options: A, B\n:chosen: A\n\n"
        "Tapes  fail (mitigates [Fire](#failure-mode-theft))\n```\n"
    )
    text = spec("Tape Archive", {}, {"Fire": "Low", "Theft": "Low"}, more=fence)
    folder.write({"spec-tape-archive.md": text})
    assert folder.run("check", "--fix").status == 0
    assert folder.read("spec-tape-archive.md") == text.replace(
        "(#failure-mode-theft)", "(#failure-mode-fire)"
    )


# SPEC711 and SPEC712


def test_a_failure_may_be_mitigated_in_any_spec() -> None:
    archive = spec("Archive", {}, {"Fire": "High", "Theft": "High", "Flood": "Medium"})
    other = spec("Robot", {"Doors": "(mitigates [Theft](spec-archive.md#failure-mode-theft))"})
    assert said(found(archive, other)) == [
        (
            "SPEC711",
            "0.md",
            '"Fire" has the highest probability and impact, and no decision mitigates it',
        )
    ]
    (one,) = found(archive, other)
    assert one.help == ("end a decision's rationale with (mitigates [Fire](#failure-mode-fire))")
    assert archive.split("\n")[one.line - 1][one.column - 1 :].startswith("Fire | High")


def test_what_is_not_read_here_is_no_finding() -> None:
    assert found(spec("Archive", {}, {"Fire": "High"}), complete=False) == []
    assert found(tapes.TEXT, complete=False, codes=("SPEC712",)) == []


def test_the_highest_level_is_the_last_that_is_configured() -> None:
    text = spec("Archive", {}, {"Fire": "High", "Theft": "severe (twice)"})
    levels = Settings(levels=("Slight", "High", "Severe"))
    assert said(found(text, settings=levels)) == [
        (
            "SPEC711",
            "0.md",
            '"Theft" has the highest probability and impact, and no decision mitigates it',
        )
    ]


def test_placeholders_want_no_links() -> None:
    more = "## Goals\n- [Concrete, measurable outcome 1]\n"
    text = spec("Archive", {}, {"[What can go wrong]": "High"}, more=more)
    assert found(text, codes=("SPEC711", "SPEC712")) == []


def test_goals_are_looked_at_when_they_are_asked_for(folder: Folder) -> None:
    folder.write({"spec-tape-archive.md": tapes.TEXT})
    assert folder.run("check", "--show-info").out == "Checked 1 spec: nothing found\n"
    folder.write({"pyproject.toml": '[tool.sphinxcontrib-spec]\nselect = ["goal-unverified"]\n'})
    assert [(one["code"], one["line"], one["column"]) for one in folder.findings()] == [
        ("SPEC712", 13, 3),
        ("SPEC712", 14, 3),
    ]


def test_a_report_tells_of_links_in_asked_files_alone(folder: Folder) -> None:
    folder.write({"a/spec-tape-archive.md": MOVED, "b/spec-robot.md": ROBOT})
    assert {one["path"] for one in folder.findings("b")} == set()
    run = folder.run("check", "--output-format", "json", "a/spec-tape-archive.md")
    assert {one["code"] for one in json.loads(run.out)} == {"SPEC405", "SPEC707"}
