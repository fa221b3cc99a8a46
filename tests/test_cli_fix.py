"""`sphinx-spec check --fix`, `--unsafe-fixes` and `--diff`, run as a process in a folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ferry import NAME, TEXT
from program import Folder, changed, named, needs_git

#: Three mistakes with a safe fix.
SLIPS = (
    TEXT.replace("2026-03-09", "2026/3/9")
    .replace("## Non-Goals", "## Non goals")
    .replace("| Medium | High |", "| medium | High |")
)
CODES = ["SPEC108", "SPEC115", "SPEC405"]

#: A section is missing, which an unsafe fix writes as a stub above a mistake without a fix.
GAP = TEXT.replace("| Low | Medium | The receiver's clock is used |", "| Low | | Use ours |")
GAP = GAP.replace(GAP[GAP.index("## Non-Goals") : GAP.index("## Background")], "")


# --fix


def test_fix_mends_what_it_can_and_tells_what_is_left(folder: Folder) -> None:
    folder.write({NAME: SLIPS, "spec-other.md": named("Other", GAP)})
    run = folder.run("check", "--fix")
    assert run.status == 1
    assert run.err == ""
    assert "SPEC111 error section-missing" in run.out
    assert run.out.splitlines()[-2:] == [
        "Checked 2 specs: 2 errors, 3 fixed",
        "[*] fixable: 1 with --fix --unsafe-fixes",
    ]
    assert folder.read(NAME) == TEXT
    assert folder.read("spec-other.md") == named("Other", GAP)
    assert folder.run("check", "--fix", NAME).out == "Checked 1 spec: nothing found\n"


def test_each_place_where_steps_are_misnumbered_counts_as_fixed(folder: Folder) -> None:
    """One fix numbers all lists that count on, or all lines of a block of code, anew."""
    lists = "1. Scan\n3. Copy\n\nAt night:\n\n5. Verify\n\nThen:\n\n7. Eject\n"
    code = "```text\n1. Scan\n3. Copy\nthen\n1. Verify\n3. Eject\n```\n"
    head = "# Spec: A\n\n## Design\n\n### Workflow / Sequence\n\n"
    folder.write({"spec-a.md": f"{head}{lists}\n{code}"})
    select = ("--select", "SPEC312")
    found = json.loads(folder.run("check", *select, "--output-format", "json").out)
    assert [bool(one["fix"]["edits"]) for one in found] == [True] * 5
    assert "[*] fixable: 5 with --fix\n" in folder.run("check", *select).out
    assert folder.run("check", *select, "--fix").out == "Checked 1 spec: nothing left, 5 fixed\n"


@pytest.mark.parametrize(
    "above",
    [
        "# Spec: A\n\n> **Status of all specs:** see the wiki\n\n**Date:** 2026-01-02\n",
        "# Spec: A\n\nThe status is Accepted.\n",
        "# Spec: A\n\n| Status | Date | Author |\n|---|---|---|\n| Author | 1 | Ida |\n",
        "---\nmeta:\n  status: Accepted\n---\n\n# Spec: A\n\n**Date:** 2026-01-02\n",
    ],
)
def test_no_status_is_written_where_another_may_be_said(folder: Folder, above: str) -> None:
    folder.write({"spec-a.md": f"{above}\n## Goals\n\n- One\n"})
    run = folder.run("check", "--fix", "--select", "SPEC105")
    assert (run.status, run.err) == (1, "")
    assert "SPEC105 error status-missing" in run.out
    assert folder.read("spec-a.md") == f"{above}\n## Goals\n\n- One\n"


@pytest.mark.parametrize(
    "above",
    [
        "# Spec: A\n\n<!-- markdownlint-disable MD013 -->\n\n**Status:** Accepted\n**Author:** Ida\n",
        "---\nstatus: Accepted\nauthor: Ida\n---\n\n# Spec: A\n\n**Date:** 2026-01-02\n",
    ],
)
def test_a_status_is_found_wherever_it_is_said(folder: Folder, above: str) -> None:
    folder.write({"spec-a.md": above})
    run = folder.run("check", "--fix", "--select", "SPEC105,SPEC106,SPEC109,SPEC110")
    assert (run.status, run.out) == (0, "Checked 1 spec: nothing found\n")
    assert folder.read("spec-a.md") == above


def test_what_is_left_is_told_where_it_is_now(folder: Folder) -> None:
    folder.write({NAME: GAP})
    (before,) = (one for one in folder.findings() if one["code"] == "SPEC402")
    assert GAP.splitlines()[before["line"] - 1].startswith("| Clock")
    found = folder.findings("--fix", "--unsafe-fixes")
    (after,) = (one for one in found if one["code"] == "SPEC402")
    assert after["line"] > before["line"]
    assert folder.read(NAME).splitlines()[after["line"] - 1].startswith("| Clock")


def test_a_file_keeps_its_line_ends_and_its_mode(folder: Folder) -> None:
    folder.write({NAME: SLIPS.replace("\n", "\r\n")})
    (folder.root / NAME).chmod(0o640)
    assert folder.run("check", "--fix").status == 0
    assert folder.read(NAME) == TEXT.replace("\n", "\r\n")
    assert (folder.root / NAME).stat().st_mode & 0o777 == 0o640


def test_only_what_the_project_selects_is_fixed(folder: Folder) -> None:
    folder.write(
        {
            "pyproject.toml": '[tool.sphinxcontrib-spec]\nignore = ["SPEC108", "level-case"]\n',
            NAME: SLIPS,
        }
    )
    assert folder.run("check", "--fix").status == 0
    assert folder.read(NAME) == SLIPS.replace("## Non goals", "## Non-Goals")


def test_findings_with_a_fix_are_marked_and_counted(folder: Folder) -> None:
    folder.write({"Ferry.md": SLIPS})
    run = folder.run("check", "Ferry.md")
    marked = [line.split()[1] for line in run.out.splitlines() if line.endswith(" [*]")]
    assert marked == CODES
    assert run.out.splitlines()[-1] == ("[*] fixable: 3 with --fix, 1 with --fix --unsafe-fixes")
    run = folder.run("check", "Ferry.md", "--unsafe-fixes", "--output-format", "concise")
    marked = [line.split()[1] for line in run.out.splitlines() if line.endswith(" [*]")]
    assert marked == ["SPEC101", *CODES]


def test_a_fix_that_was_refused_is_not_offered_again(folder: Folder) -> None:
    table = "| Choice | Alternatives | Decision | Why |\n|---|---|---|---|\n| Store | A, B | C | Small |\n"
    folder.write({NAME: f"# Spec: A\n\n### Key Design Decisions\n{table}"})
    select = (NAME, "--select", "SPEC321", "--show-info")
    assert "[*] fixable: " in folder.run("check", *select).out
    for unsafe in ([], ["--unsafe-fixes"]):
        run = folder.run("check", *select, "--fix", *unsafe)
        assert "SPEC321 decisions-not-table is not fixed: it would add SPEC324" in run.err
        assert "SPEC321" in run.out
        assert "[*]" not in run.out


def test_unsafe_fixes_alone_write_nothing(folder: Folder) -> None:
    folder.write({"Ferry.md": SLIPS})
    run = folder.run("check", "Ferry.md", "--unsafe-fixes")
    assert run.out.splitlines()[-1] == "[*] fixable: 4 with --fix --unsafe-fixes"
    assert folder.read("Ferry.md") == SLIPS


def test_json_says_what_each_fix_would_change(folder: Folder) -> None:
    folder.write({NAME: SLIPS})
    lines = SLIPS.splitlines()
    for one in folder.findings():
        assert one["fix"]["safety"] == "safe"
        (edit,) = one["fix"]["edits"]
        line = lines[edit["line"] - 1]
        lines[edit["line"] - 1] = (
            line[: edit["column"] - 1] + edit["text"] + line[edit["end_column"] - 1 :]
        )
    assert "\n".join(lines) + "\n" == TEXT


# Standard input


def test_standard_input_is_fixed_to_standard_output(folder: Folder) -> None:
    run = folder.run("check", "--fix", "-", stdin=SLIPS)
    assert (run.status, run.out) == (0, TEXT)
    assert run.err == "Checked 1 spec: nothing left, 3 fixed\n"
    run = folder.run("check", "--fix", "-", stdin=TEXT)
    assert (run.status, run.out) == (0, TEXT)
    run = folder.run("check", "--fix", "--output-format", "json", "-", stdin=GAP)
    assert (run.status, run.out) == (1, GAP)
    assert [one["code"] for one in json.loads(run.err)] == ["SPEC111", "SPEC402"]


def test_standard_input_that_is_left_out_comes_back_as_it_is(folder: Folder) -> None:
    folder.write({"pyproject.toml": '[tool.sphinxcontrib-spec]\nexclude = ["old"]\n'})
    words = ("check", "--fix", "-", "--force-exclude", "--stdin-filename")
    declining = "\ufeff---\r\nspec: no\r\n---\r\n" + SLIPS
    for name, text in {"old/spec-a.md": SLIPS, "spec-b.md": declining}.items():
        run = folder.run(*words, name, stdin=text)
        assert (run.status, run.out, run.err) == (0, text, "Checked 0 specs: nothing found\n")
        assert folder.run(*words, name, "--diff", stdin=text).out == ""


def test_standard_input_has_no_file_to_rename(folder: Folder) -> None:
    words = ("check", "--fix", "--unsafe-fixes", "-", "--stdin-filename", "Ferry.md")
    run = folder.run(*words, stdin=SLIPS)
    assert (run.status, run.out) == (1, TEXT)
    assert "SPEC101" in run.err
    assert "Checked 1 spec: 1 warning, 3 fixed\n" in run.err
    assert "rename" not in folder.run(*words, "--diff", stdin=SLIPS).out


# --diff


@needs_git
@pytest.mark.parametrize("fixes", [["--fix"], ["--fix", "--unsafe-fixes"]])
def test_diff_shows_what_fix_would_do_and_git_can_do_it(folder: Folder, fixes: list[str]) -> None:
    texts = {
        "docs/Ferry.md": SLIPS,
        "docs/Old Name.md": named("Tide"),
        "docs/Second.md": named("Tide", SLIPS),
        "docs/spec-gap.md": named("Gap", GAP),
    }
    folder.write(dict(texts))
    folder.git("init", "-q")
    run = folder.run("check", *texts, *fixes, "--diff")
    assert run.status == 1
    assert {name: folder.read(name) for name in texts} == texts
    folder.write({"change.diff": run.out})
    folder.git("add", "docs")
    folder.git("apply", "-p0", "--index", "change.diff")
    patched = {path.name: path.read_text() for path in (folder.root / "docs").iterdir()}
    for name in patched:
        (folder.root / "docs" / name).unlink()
    folder.write(dict(texts))
    assert folder.run("check", *texts, *fixes).status == 1
    fixed = {path.name: path.read_text() for path in (folder.root / "docs").iterdir()}
    assert patched == fixed
    assert ("spec-tide.md" in fixed) == ("--unsafe-fixes" in fixes)
    assert fixed != texts


def test_findings_of_a_diff_go_to_standard_error_as_they_are_now(folder: Folder) -> None:
    folder.write({NAME: SLIPS})
    plain = folder.run("check")
    run = folder.run("check", "--diff")
    assert run.err == plain.out
    assert run.out.startswith(f"diff --git {NAME} {NAME}\n--- {NAME}\n+++ {NAME}\n@@ ")


def test_a_diff_fails_if_something_would_change_or_is_wrong(folder: Folder) -> None:
    folder.write({NAME: TEXT})
    run = folder.run("check", "--diff")
    assert (run.status, run.out, run.err) == (0, "", "Checked 1 spec: nothing found\n")
    folder.write({NAME: GAP})
    run = folder.run("check", "--diff")
    assert (run.status, run.out) == (1, "")
    assert folder.run("check", "--diff", "--fail-on", "never").status == 0
    folder.write({NAME: SLIPS})
    assert folder.run("check", "--diff", "--fail-on", "never").status == 1


# Other names


def test_an_unsafe_fix_gives_a_file_its_name(folder: Folder) -> None:
    link = "[the clock](spec-ferry-delay-notices.md#failure-mode-clock)"
    folder.write(
        {
            "docs/spec-old.md": SLIPS,
            "spec-quay.md": named("Quay").replace("Sailings that are", f"{link} Sailings that are"),
        }
    )
    run = folder.run("check", "--fix", "--unsafe-fixes")
    assert (run.status, run.out) == (0, "Checked 2 specs: nothing left, 4 fixed\n")
    assert folder.read(f"docs/{NAME}") == TEXT
    assert not (folder.root / "docs" / "spec-old.md").exists()


def test_no_file_is_renamed_over_another(folder: Folder) -> None:
    folder.write({"a/Ferry.md": TEXT, f"a/{NAME}": "mine", "b/One.md": TEXT, "b/Two.md": TEXT})
    names = ["a/Ferry.md", "b/One.md", "b/Two.md"]
    run = folder.run("check", "--fix", "--unsafe-fixes", *names)
    assert run.status == 1
    assert run.err == (
        f"a/Ferry.md:1:1: not renamed: a file called {NAME} already exists\n"
        f"b/Two.md:1:1: not renamed: a file called {NAME} already exists\n"
    )
    assert [line.split(":")[0] for line in run.out.splitlines() if "SPEC101" in line] == [
        "a/Ferry.md",
        "b/Two.md",
    ]
    assert ", 1 fixed\n" in run.out
    assert folder.read(f"a/{NAME}") == "mine"
    assert folder.read(f"b/{NAME}") == folder.read("b/Two.md") == TEXT
    assert "rename" not in folder.run("check", "--diff", "--unsafe-fixes", "a/Ferry.md").out


def test_a_link_is_renamed_itself(folder: Folder) -> None:
    folder.write({"store/text.md": SLIPS, "docs/readme": ""})
    (folder.root / "docs" / "Ferry.md").symlink_to("../store/text.md")
    run = folder.run("check", "--fix", "--unsafe-fixes", "docs/Ferry.md")
    assert (run.status, run.err) == (0, "")
    assert (folder.root / "docs" / NAME).readlink() == Path("../store/text.md")
    assert folder.read("store/text.md") == TEXT


def test_a_file_of_two_names_is_fixed_once_and_checked_twice(folder: Folder) -> None:
    folder.write({f"docs/{NAME}": SLIPS})
    (folder.root / "a").mkdir()
    (folder.root / "a" / NAME).symlink_to(f"../docs/{NAME}")
    diff = folder.run("check", "--diff", f"a/{NAME}", f"docs/{NAME}").out
    assert diff.count("--- ") == 1
    run = folder.run("check", "--fix", f"a/{NAME}", f"docs/{NAME}")
    assert "Checked 2 specs: 1 error, 3 fixed\n" in run.out
    assert "SPEC701" in run.out
    assert (folder.root / "a" / NAME).is_symlink()
    assert folder.read(f"docs/{NAME}") == TEXT


# What can go wrong


def test_what_cannot_be_written_is_told_and_the_others_are_fixed(folder: Folder) -> None:
    folder.write({NAME: SLIPS, "spec-other.md": named("Other", SLIPS)})
    code = """
import os
access = os.access
os.access = lambda path, mode: not str(path).endswith("other.md") and access(path, mode)
"""
    run = folder.run("check", "--fix", program=changed(code))
    assert run.status == 2
    assert run.err == "Error: spec-other.md: the file is read-only\n"
    assert [line.split()[1] for line in run.out.splitlines() if line.endswith("[*]")] == CODES
    assert (
        "Checked 2 specs: 1 error, 2 warnings, 3 fixed, 1 could not be read or written\n" in run.out
    )
    assert folder.read(NAME) == TEXT
    assert folder.read("spec-other.md") == named("Other", SLIPS)


def test_a_file_that_cannot_be_written_keeps_its_name(folder: Folder) -> None:
    folder.write({"spec-old.md": SLIPS})
    code = "import os\nos.access = lambda *_: False\n"
    run = folder.run("check", "--fix", "--unsafe-fixes", program=changed(code))
    assert (run.status, run.err) == (2, "Error: spec-old.md: the file is read-only\n")
    assert folder.read("spec-old.md") == SLIPS


def test_a_fix_that_is_left_out_is_told(folder: Folder) -> None:
    folder.write({NAME: SLIPS})
    code = """
from dataclasses import replace
from sphinxcontrib_spec import fixing, formatting, source
fixed = fixing.fixed
def partly(text, path, **more):
    place = source.Span(path, 3, 11)
    return replace(fixed(text, path, **more), refusal=formatting.Refusal("it is not", place))
fixing.fixed = partly
"""
    run = folder.run("check", "--fix", program=changed(code))
    assert (run.status, run.err) == (0, f"{NAME}:3:11: it is not\n")


def test_any_number_of_jobs_fixes_the_same(folder: Folder) -> None:
    texts = {f"{n % 3}/Pier {n}.md": named(f"Pier {n}", SLIPS) for n in range(32)}
    folder.write(dict(texts))
    words = ("check", "--unsafe-fixes", *texts)
    one, two = (folder.run(*words, "--diff", "-j", jobs) for jobs in "12")
    assert one == two
    run = folder.run(*words, "--fix", "-j", "2")
    assert (run.status, run.out) == (0, "Checked 32 specs: nothing left, 128 fixed\n")
    assert all(folder.read(f"{n % 3}/spec-pier-{n}.md") == named(f"Pier {n}") for n in range(32))
