"""The benchmark runs, has a row for every goal, and the documentation shows what it found."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

# Last, so that what is installed is found there and not here.
sys.path.append(str(Path(__file__).parents[1]))
from benchmarks.performance import (
    contestants,
    markup,
    pages,
    results,
    rows,
    running,
    specs,
    stages,
    table,
    trees,
)

ROOT = Path(__file__).parents[1]
SHOWN = ROOT / "docs" / "_performance"

#: Each goal, and what it allows.
GOALS = {
    "build": "≤ 1.05 ×",
    "directives-myst": "≤ 1.15 ×",
    "directives-myst-needs": "≤ 0.55 ×",
    "directives-rst": "≤ 1.25 ×",
    "directives-rst-needs": "≤ 0.55 ×",
    "no-change": "≤ 1.15 ×",
    "touched": "≤ 1.15 ×",
    "export": "≤ 1.3 ×",
    "growth": "≤ 1.1 ×",
    "memory": "≤ 1.15 ×",
    "pickle": "≤ 150 B",
    "jobs-build": "≥ 0.95 ×",
    "check": "≤ 1 ×",
    "cached": "≤ 3 ×",
    "jobs-check": "≥ 1.7 ×",
    "format": "≤ 0.2 ×",
    "version": "≤ 1.3 ×",
    "one-file": "≤ 1.3 ×",
    "check-memory": "≤ 200 MB",
    "rumdl": "≤ 1 × (beyond)",
}

ALL = {
    contestants.CACHE,
    contestants.GIVEN,
    contestants.MDFORMAT,
    contestants.NEEDS,
    contestants.RUMDL,
}


def module(name: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def python(code: str, **more: Any) -> contestants.Contestant:
    return contestants.Contestant("it", (sys.executable, "-c", code), **more)


def as_if_run(number: int) -> dict[str, Any]:
    """Results as if each contestant had cost a second a spec, in two rounds."""
    found = {"date": "2026-01-01", "specs": number, "load": 0.1, "revision": "", "runs": {}}
    found |= {
        "machine": {"processor": "any", "cores": "2", "memory": "8 GiB", "system": "Linux"},
        "versions": {"Python": "3.11"},
    }
    for stage in stages.stages(contestants.Sizes(number), ALL):
        for turn in (0, 1):
            new: dict[str, list[running.Run]] = {}
            for one in stage.contestants:
                cost = one.tree.size if one.tree else 1
                run = running.Run(turn, cost, cost, 1000, 1000)
                new.setdefault(one.name, []).append(run)
            results.add(found, stage.name, new)
    return found


# A run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where some stages ran with the smallest trees, and without other tools."""
    folder = tmp_path_factory.mktemp("bench")
    chosen = [word for name in ("check", "directives", "build") for word in ("--only", name)]
    words = ["--specs", "3", "--rounds", "1", "--no-peers", "--no-plots", *chosen]
    done = module("performance", *words, "--folder", str(folder))
    assert done.returncode == 0, done.stdout + done.stderr
    (folder / "out.txt").write_text(done.stdout, "utf-8")
    assert not (folder / "aside").exists()
    return folder


def test_a_run_tells_its_progress_and_a_table(folder: Path) -> None:
    said = (folder / "out.txt").read_text("utf-8")
    found = results.load(folder / "results.json")
    assert re.search(r"round 1 of 1  specs, one file touched +\d", said)
    assert said.splitlines()[-1].endswith("goals are met")
    names = [row["name"] for row in found["rows"]]
    assert {"build", "export", "directives-rst", "pickle", "jobs-build", "check"} <= set(names)
    assert all(row["work"] in said and row["median"] for row in found["rows"])


def test_every_contestant_of_a_round_is_kept(folder: Path) -> None:
    runs = results.runs_of(results.load(folder / "results.json"))
    assert list(runs) == ["check", "directives", "build"]
    assert all(len(some) == 1 for some in runs["build"].values())
    assert runs["build"]["specs"][0].size > runs["build"]["MyST"][0].size > 0
    assert runs["build"]["-b spec"][0].memory > 10_000_000


def test_what_is_done_is_not_run_again(folder: Path) -> None:
    found = results.load(folder / "results.json")
    assert results.rounds_done(found, "build") == 1
    assert results.rounds_done(found, "growth") == 0


def test_a_result_of_another_size_is_not_mixed_in(folder: Path) -> None:
    done = module("performance", "--resume", "--no-peers", "--folder", str(folder))
    assert (done.returncode, "is of other specs: begin anew" in done.stderr) == (2, True)


def test_an_unknown_stage_is_told_with_the_known(tmp_path: Path) -> None:
    done = module("performance", "--only", "bild", "--no-peers", "--folder", str(tmp_path))
    assert done.returncode == 2
    assert "no such stage: bild; there are start, check" in done.stderr


def test_profiles_tell_modules(tmp_path: Path) -> None:
    words = ["--specs", "2", "--only", "check", "--folder", str(tmp_path), "--out", str(tmp_path)]
    done = module("performance.profiles", *words)
    assert done.returncode == 0, done.stderr
    said = (tmp_path / "check.txt").read_text("utf-8")
    assert said in done.stdout
    assert re.search(r"own time by module.*  sphinxcontrib_spec\.reader", said, re.DOTALL)
    assert re.search(r"  stdlib\n", said)


# Commands


def test_old_output_is_moved_away_until_all_is_measured(tmp_path: Path) -> None:
    writes = python("import os; os.mkdir('out'); open('out/a', 'w')", fresh=("out",))
    for number in range(3):
        running.measured(writes, number, tmp_path)
    assert len([*tmp_path.rglob("a")]) == 3
    running.clear(tmp_path)
    assert [*tmp_path.rglob("a")] == [tmp_path / "out" / "a"]


def test_a_command_that_fails_is_no_figure(tmp_path: Path) -> None:
    for one in (
        python("raise SystemExit(3)", statuses=(0, 1)),
        python("print('some')", says="all"),
        python("open('a.html', 'w')", makes=("*.html", 2)),
    ):
        with pytest.raises(running.FailedError):
            running.measured(one, 0, tmp_path)


def test_memory_of_processes_adds_up(tmp_path: Path) -> None:
    code = "import os, time; os.fork(); held = bytearray(50_000_000); time.sleep(1)"
    code += "; os.getpid() and None"
    run = running.measured(python(code, adds_up=True), 0, tmp_path)
    assert run.memory > 90_000_000


def test_a_file_is_edited_once_more_each_time(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Words.\n", "utf-8")
    texts = []
    for _ in range(2):
        running.measured(python("", edits="page.md"), 0, tmp_path)
        texts.append(page.read_text("utf-8"))
    assert texts[0] != texts[1]
    assert all(re.fullmatch(r"Words\.\n\nEdited at \d+\.\n", text) for text in texts)


# Rows


@pytest.mark.parametrize("number", [3, 50, 1000])
def test_every_goal_has_a_row_with_figures(number: int, tmp_path: Path) -> None:
    results.save(as_if_run(number), tmp_path / "r.json")
    found = {row["name"]: row for row in results.load(tmp_path / "r.json")["rows"]}
    assert {name: found[name]["goal"] for name in GOALS} == GOALS
    assert {row.name for row in rows.rows(contestants.Sizes(number))} == set(found)
    assert all(row["figures"] == [1.0, 1.0] for row in found.values() if row["name"] == "build")


def test_sizes_are_those_of_the_goals() -> None:
    sizes = contestants.Sizes(1000)
    assert (sizes.growth[0], sizes.growth[-1], sizes.many[-1]) == (100, 3000, 100_000)


def test_a_goal_is_met_by_the_median(tmp_path: Path) -> None:
    found = as_if_run(50)
    found["runs"]["build"]["specs"] = [[turn, cost, 1, 1, 1] for turn, cost in [(0, 51), (1, 55)]]
    results.save(found, tmp_path / "r.json")
    row = results.load(tmp_path / "r.json")["rows"][0]
    assert (row["least"], row["median"], row["most"], row["met"]) == (1.02, 1.06, 1.1, False)


def test_what_is_not_there_has_no_row() -> None:
    names = {
        one.name
        for stage in stages.stages(contestants.Sizes(3), set())
        for one in stage.contestants
    }
    assert not names & {"rumdl", "mdformat", "check, cached", "sphinx-needs, RST"}
    assert "given" not in {stage.name for stage in stages.stages(contestants.Sizes(3), set())}


# Trees


def test_a_spec_is_the_same_in_every_tree(tmp_path: Path) -> None:
    for size in (2, 60):
        trees.make(trees.Tree("canonical", size), tmp_path, None)
    texts = [
        (tmp_path / trees.spec_file(trees.Tree("canonical", size), 2)).read_text("utf-8")
        for size in (2, 60)
    ]
    assert texts[0] == texts[1]
    assert len(list((tmp_path / "trees" / "own-canonical-60").glob("*/spec-*.md"))) == 60


def test_a_page_has_one_directive_or_need_an_item() -> None:
    spec = specs.spec(7)
    for items in (pages.directives, pages.needs):
        for form, sign in ((markup.MARKDOWN, r"^```\{(\S+)\}"), (markup.RST, r"^\.\. (\S+)::")):
            text = pages.page(spec, form, items, "")
            assert len(re.findall(f"{sign} ", text, re.MULTILINE)) == 17 + 3 * (form is markup.RST)


def test_one_spec_in_ten_has_a_finding() -> None:
    weak = [
        number for number in range(1, 31) if "gets better" in " ".join(specs.spec(number).goals)
    ]
    assert weak == [10, 20, 30]


# Documentation


def test_the_documentation_shows_the_results_that_it_keeps() -> None:
    found = results.load(SHOWN / "results.json")
    assert (SHOWN / "results.md").read_text("utf-8") == table.page(found)
    text = (SHOWN / "results.md").read_text("utf-8")
    assert found["date"] in text
    assert all(
        f"{name} {version}" in " ".join(text.split()) for name, version in found["versions"].items()
    )
    assert all(
        (SHOWN / name).stat().st_size for name in re.findall(r"[(]/_performance/(\S+)[)]", text)
    )


def test_no_picture_tells_of_a_machine_or_a_day() -> None:
    for picture in SHOWN.glob("*.svg"):
        assert not re.search(r"<dc:date>|/home/|/tmp/", picture.read_text("utf-8"))
    assert json.loads((SHOWN / "results.json").read_text("utf-8"))["runs"]
