"""`sphinx-spec check`, run as a process in a folder."""

from __future__ import annotations

import os
import sys

import pytest
from ferry import NAME, TEXT
from program import Folder, changed, named, needs_git

from sphinxcontrib_spec import derive, names, reader, schema
from sphinxcontrib_spec.cli.check import check
from sphinxcontrib_spec.report import FORMATS

#: Wrong in one place: an error in line 57, and an info two lines above it.
FAULTY = TEXT.replace("| Low | Medium | The receiver's clock is used |", "| Low | | Use ours |")
FAULTY_LINE = FAULTY[: FAULTY.index("| Clock of")].count("\n") + 1
WITH_INFO = TEXT.replace("| Medium | High |", "| Medium (in winter) | High |")
WITH_WARNING = TEXT.replace("| Medium | High |", "| medium | High |")


def test_a_good_spec_is_clean(folder: Folder) -> None:
    folder.write({f"docs/{NAME}": TEXT})
    run = folder.run("check")
    assert (run.status, run.out, run.err) == (0, "Checked 1 spec: nothing found\n", "")


def test_a_finding_is_told_with_its_place_relative_to_the_root(folder: Folder) -> None:
    folder.write({f"docs/{NAME}": FAULTY})
    place = f"docs/{NAME}:{FAULTY_LINE}:"
    for cwd, path in ((".", "."), (".", f"docs/{NAME}"), ("docs", "."), ("docs", NAME)):
        run = folder.run("check", path, cwd=cwd)
        assert run.status == 1
        first, second, last = run.out.splitlines()
        assert first.startswith(place)
        assert "SPEC402 error failure-cell-empty:" in first
        assert second.startswith("  help: ")
        assert last == "Checked 1 spec: 1 error"


def test_a_finding_in_a_line_that_is_not_set_in_with_its_bullet_has_its_own_place(
    folder: Folder,
) -> None:
    text = TEXT.replace(
        "## Non-Goals", "- Shorten the key of\n<berth> from 9 to 4 bytes\n\n## Non-Goals"
    )
    folder.write({NAME: text})
    line = text[: text.index("<berth>")].count("\n") + 1
    run = folder.run("check", "--show-info", "--output-format", "concise", "--select", "SPEC801")
    assert run.out.startswith(f"{NAME}:{line}:1: SPEC801 ")


def test_what_is_overdue_is_found_where_the_day_is_told(folder: Folder) -> None:
    folder.write({NAME: TEXT})
    assert folder.run("check").status == 0
    assert folder.run("check", "--today", "2026-05-01").status == 0
    for words in ((), ("--select", "SPEC6"), ("--no-cache",), ("--jobs", "1")):
        run = folder.run("check", "--today", "2026-05-02", *words)
        assert run.status == 1
        assert "SPEC606 warning question-overdue" in run.out
    assert folder.run("check", "--today", "2026-05-02", "--select", "SPEC4").status == 0
    folder.write({"pyproject.toml": "[tool.sphinxcontrib-spec]\ntoday = 2026-05-02\n"})
    assert "SPEC606" in folder.run("check").out
    assert folder.run("check", "--today", "2026-05-01").status == 0
    run = folder.run("check", "--today", "yesterday")
    assert (run.status, run.out) == (2, "")
    assert run.err == "Error: --today: expected a date such as 2026-03-01, not 'yesterday'\n"


@pytest.mark.parametrize("word", ["SPEC606", "question-overdue"])
def test_a_rule_that_needs_the_day_says_so_where_none_is_told(folder: Folder, word: str) -> None:
    folder.write({NAME: TEXT})
    said = f"--select: {word} finds nothing without --today\n"
    for words in ((), ("--no-cache",)):
        run = folder.run("check", "--select", f"SPEC4,{word}", *words)
        assert (run.status, run.err) == (0, said)
    assert folder.run("check", "--select", word, "--today", "2026-05-01").err == ""
    assert folder.run("check", "--select", "SPEC6").err == ""
    folder.write({"pyproject.toml": "[tool.sphinxcontrib-spec]\ntoday = 2026-05-01\n"})
    assert folder.run("check", "--select", word).err == ""


def test_every_format_that_reports_have_can_be_chosen() -> None:
    options = {option.name: option.type for option in check.params}
    assert list(options["output_format"].choices) == list(FORMATS)  # type: ignore[attr-defined]


def test_json_holds_infos_and_text_shows_them_on_request(folder: Folder) -> None:
    folder.write({NAME: WITH_INFO})
    assert [one["code"] for one in folder.findings()] == ["SPEC406"]
    assert folder.run("check").out == (
        "Checked 1 spec: nothing found (1 info not shown: --show-info)\n"
    )
    assert "SPEC406 info" in folder.run("check", "--show-info").out
    folder.write({"pyproject.toml": "[tool.sphinxcontrib-spec]\nshow-info = true\n"})
    assert "SPEC406 info" in folder.run("check", "--output-format", "concise").out


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        (TEXT, {"error": 0, "warning": 0, "info": 0, "never": 0}),
        (WITH_INFO, {"error": 0, "warning": 0, "info": 1, "never": 0}),
        (WITH_WARNING, {"error": 0, "warning": 1, "info": 1, "never": 0}),
        (FAULTY, {"error": 1, "warning": 1, "info": 1, "never": 0}),
    ],
)
def test_fail_on_says_what_makes_it_fail(
    folder: Folder, text: str, statuses: dict[str, int]
) -> None:
    folder.write({NAME: text})
    assert {to: folder.run("check", "--fail-on", to).status for to in statuses} == statuses


def test_standard_input_is_a_file_of_any_name(folder: Folder) -> None:
    assert folder.run("check", "-", stdin=TEXT).status == 0
    run = folder.run("check", "-", stdin=FAULTY)
    assert run.status == 1
    assert run.out.startswith(f"<stdin>:{FAULTY_LINE}:")
    found = folder.findings("-", "--stdin-filename", "docs/Ferry.md", stdin=TEXT)
    assert [(one["code"], one["path"]) for one in found] == [("SPEC101", "docs/Ferry.md")]


def test_standard_input_stands_for_the_file_it_is_named_after(folder: Folder) -> None:
    folder.write({NAME: FAULTY})
    assert folder.run("check", ".", "-", "--stdin-filename", NAME, stdin=TEXT).status == 0


def test_files_are_read_whatever_they_are_called_and_folders_are_searched(
    folder: Folder,
) -> None:
    folder.write({"notes.md": FAULTY, "_build/spec-a.md": FAULTY, "docs/readme.md": FAULTY})
    run = folder.run("check")
    assert run.status == 0
    assert run.err.startswith("No spec-*.md found below . (ignored, excluded, hidden")
    assert {one["path"] for one in folder.findings("notes.md", "_build")} == {
        "notes.md",
        "_build/spec-a.md",
    }


@pytest.mark.parametrize("said", ["false  # a guide", "FALSE", "no", "off", '"false"', "'no'", "0"])
def test_a_file_that_says_it_is_no_spec_is_left_out_unless_named(folder: Folder, said: str) -> None:
    front = f"---\ntitle: a spec for spec-a\nspec: {said}\n---\n"
    folder.write({"spec-a.md": front + FAULTY})
    assert folder.run("check").status == 0
    assert folder.run("check", "spec-a.md").status == 1


@pytest.mark.parametrize(
    "above",
    [
        "---\ntitle: x\n---\n\nspec: false\n",
        "---\ntitle: x\nspec: false\n",
        "---\nmeta:\n  spec: false\n---\n",
        "---\nspec: true\n---\n",
        "---\nspec: 10\n---\n",
    ],
)
def test_a_file_that_says_so_elsewhere_or_otherwise_is_checked(folder: Folder, above: str) -> None:
    folder.write({"spec-a.md": above + FAULTY})
    assert folder.run("check").status == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [("old/spec-a.md", FAULTY), (NAME, f"---\nspec: false\n---\n{FAULTY}")],
    ids=["excluded", "declining"],
)
def test_standard_input_can_be_left_out_as_a_file_can(folder: Folder, name: str, text: str) -> None:
    folder.write({"pyproject.toml": '[tool.sphinxcontrib-spec]\nexclude = ["old"]\n', NAME: FAULTY})
    words = ("check", "-", "--stdin-filename", name)
    assert folder.run(*words, stdin=text).status == 1
    run = folder.run(*words, "--force-exclude", stdin=text)
    assert (run.status, run.out) == (0, "Checked 0 specs: nothing found\n")
    # It stands for the file of its name, as it does where it is checked.
    run = folder.run(*words, "--force-exclude", NAME, stdin=text)
    assert run.out.endswith("Checked 0 specs: nothing found\n") is (name == NAME)
    run = folder.run(*words, "--force-exclude", stdin=b"\xff")
    assert (run.status, run.out) == (
        2,
        "Checked 0 specs: nothing found, 1 could not be read or written\n",
    )
    assert run.err == f"Error: {name}:1:1: not UTF-8: byte 1 of line 1 is 0xff\n"


@needs_git
def test_what_git_ignores_and_the_project_excludes_is_left_out_unless_named(
    folder: Folder,
) -> None:
    folder.git("init", "-q")
    folder.write(
        {
            ".gitignore": "drafts/\n",
            "pyproject.toml": '[tool.sphinxcontrib-spec]\nexclude = ["docs/old"]\n',
            "drafts/spec-a.md": FAULTY,
            "docs/old/spec-b.md": FAULTY,
        }
    )
    assert folder.findings() == []
    assert {one["path"] for one in folder.findings("drafts", "docs/old/spec-b.md")} == {
        "drafts/spec-a.md",
        "docs/old/spec-b.md",
    }


@needs_git
def test_a_repository_in_another_one_says_itself_what_it_ignores(folder: Folder) -> None:
    for inner in (".", "parts/sub", "parts/sub/deep/er"):
        folder.write({f"{inner}/gen/spec-a.md": FAULTY, f"{inner}/spec-{len(inner)}.md": ""})
        folder.git("init", "-q", inner)
        folder.write({f"{inner}/.gitignore": "gen/\n"})
    specs = ["parts/sub/deep/er/spec-17.md", "parts/sub/spec-9.md", "spec-1.md"]
    assert sorted({one["path"] for one in folder.findings()}) == specs
    # What is named besides is in another repository, so the project's root is that of both.
    for inner, checked in {"parts": specs[:2], "parts/sub/deep": specs[:1]}.items():
        found = {one["path"] for one in folder.findings(inner, "gen")}
        assert sorted(found) == ["gen/spec-a.md", *checked]
    assert {one["path"] for one in folder.findings("parts/sub/gen", "gen")} == {
        "gen/spec-a.md",
        "parts/sub/gen/spec-a.md",
    }


@needs_git
def test_that_git_does_not_say_what_it_ignores_is_told_once(folder: Folder) -> None:
    folder.write({f"docs/{NAME}": TEXT})
    folder.git("init", "-q", "docs")
    folder.write({"docs/.git/config": "["})
    run = folder.run("check")
    assert (run.status, run.out) == (0, "Checked 1 spec: nothing found\n")
    (line,) = run.err.splitlines()
    assert line.startswith(
        f"Files that git ignores in {folder.root / 'docs'} are searched, too: fatal: "
    )


def test_the_configuration_is_the_projects(folder: Folder) -> None:
    folder.write(
        {
            "pyproject.toml": "[tool.sphinxcontrib-spec]\n"
            'ignore = ["failure-cell-empty"]\nstatuses = ["Idea"]\n'
            'severity = { SPEC106 = "error" }\n',
            f"docs/{NAME}": FAULTY,
        }
    )
    found = folder.findings("docs", cwd=".")
    assert [(one["code"], one["severity"]) for one in found] == [("SPEC106", "error")]
    folder.write({"pyproject.toml": "[tool.sphinxcontrib-spec]\nignored = []\n"})
    run = folder.run("check")
    assert (run.status, run.out) == (2, "")
    assert run.err == (
        "Error: pyproject.toml: [tool.sphinxcontrib-spec] unknown option 'ignored', "
        "did you mean 'ignore'?\n"
    )


def test_references_are_looked_up_in_the_whole_project_and_told_for_paths_alone(
    folder: Folder,
) -> None:
    link = "[the clock](spec-ferry-delay-notices.md#failure-mode-clock)"
    typo = link.replace("mode-clock", "mode-clocks")
    other = named("Quay Boards").replace("Sailings that are cancelled", f"{link} {typo} Sailings")
    folder.write({NAME: TEXT, "docs/spec-quay-boards.md": other})
    found = folder.findings("docs")
    assert [(one["code"], one["path"]) for one in found] == [
        ("SPEC703", "docs/spec-quay-boards.md")
    ]
    assert "failure-mode-clock" in found[0]["message"]
    assert folder.findings(NAME) == []


def test_a_name_that_only_sphinx_may_know_is_unknown_where_sphinx_builds_nothing(
    folder: Folder,
) -> None:
    role = "{spec:decision}`quorum of buoys`"
    folder.write({NAME: TEXT.replace("Sailings that are cancelled", f"{role} Sailings")})
    assert [one["code"] for one in folder.findings()] == ["SPEC703"]
    folder.write({"docs/conf.py": ""})
    assert folder.findings() == []


def test_two_specs_of_one_title_are_told(folder: Folder) -> None:
    folder.write({NAME: TEXT, f"docs/{NAME}": TEXT})
    for cache in ([], [], ["--no-cache"]):
        (one,) = folder.findings(*cache)
        assert (one["code"], one["line"], one["column"]) == ("SPEC701", 1, 3)


def test_what_is_no_project_is_read_no_further_than_the_paths(folder: Folder) -> None:
    folder.write({NAME: TEXT, f"z/{NAME}": TEXT})
    assert [one["path"] for one in folder.findings("z")] == [f"z/{NAME}"]
    (folder.root / "pyproject.toml").unlink()
    assert folder.findings("z") == []
    assert [one["path"] for one in folder.findings("z", NAME)] == [f"z/{NAME}"]


def test_findings_are_sorted_by_place(folder: Folder) -> None:
    folder.write({"b/spec-b.md": "", "a/spec-a.md": "", "spec-c.md": derive.blank_spec()})
    found = folder.findings()
    assert len({one["path"] for one in found}) == 3
    places = [(one["path"], one["line"], one["column"], one["code"]) for one in found]
    assert places == sorted(places)


def test_what_cannot_be_read_is_told_and_the_rest_is_checked(folder: Folder) -> None:
    folder.write({NAME: FAULTY, "spec-bad.md": b"# Spec: B\n\nN\xe4h\n", "spec-d.md/x": ""})
    run = folder.run("check")
    assert run.status == 2
    assert "SPEC402" in run.out
    assert run.err == "Error: spec-bad.md:3:2: not UTF-8: byte 2 of line 3 is 0xe4\n"
    assert folder.run("check", "-", stdin=b"\xff").err == (
        "Error: <stdin>:1:1: not UTF-8: byte 1 of line 1 is 0xff\n"
    )


COMMANDS = pytest.mark.parametrize("command", [["check"], ["format"], ["export", "--to", "json"]])


@COMMANDS
def test_what_is_neither_a_file_nor_a_folder_is_not_read(
    folder: Folder, command: list[str]
) -> None:
    os.mkfifo(folder.root / "spec-pipe.md")
    (folder.root / "spec-loop.md").symlink_to("spec-loop.md")
    for path, told in {
        "spec-pipe.md": "neither a file nor a folder; for standard input, use -",
        os.devnull: "neither a file nor a folder; for standard input, use -",
        "spec-loop.md": "too many levels of symbolic links",
        "spec-gone.md": "no such file or directory",
        "a\nb": "no such file or directory",
    }.items():
        run = folder.run(*command, path)
        assert (run.status, run.out) == (2, "")
        assert run.err == f"Error: {path}: {told}\n"
    assert folder.run("check").err.startswith("No spec-*.md found below .")


@COMMANDS
def test_a_pipe_called_pyproject_is_not_waited_for(folder: Folder, command: list[str]) -> None:
    folder.write({NAME: FAULTY})
    (folder.root / "pyproject.toml").unlink()
    os.mkfifo(folder.root / "pyproject.toml")
    run = folder.run(*command)
    assert (run.status, run.out, run.err) == (2, "", "Error: pyproject.toml: not a file\n")


def test_paths_on_several_drives_are_of_no_project(folder: Folder) -> None:
    """Windows says with an error that they have no folder in common."""
    folder.write({f"docs/{NAME}": TEXT})
    on_windows = (
        "import os, runpy\n"
        'def commonpath(_): raise ValueError("Paths don\'t have the same drive")\n'
        "os.path.commonpath = commonpath\n"
        "runpy.run_module('sphinxcontrib_spec', run_name='__main__', alter_sys=True)\n"
    )
    run = folder.run("check", "docs", program=[sys.executable, "-c", on_windows])
    assert (run.status, run.out) == (2, "")
    assert run.err.startswith("Error: these paths are on different drives")


def test_links_that_go_round_in_folders_end(folder: Folder) -> None:
    folder.write({"docs/spec-a.md": named("A"), "spec-b.md/spec-c.md": named("C")})
    (folder.root / "docs" / "again").symlink_to("..")
    run = folder.run(
        "check", ".", "docs", "docs/spec-a.md", "docs/again/docs/spec-a.md", "spec-b.md"
    )
    assert (run.status, run.out) == (0, "Checked 2 specs: nothing found\n")


#: Lets nobody into folders called `closed`: a mode keeps nobody out who is root.
CLOSING = """
import os
scandir, stat = os.scandir, os.stat
def refuse(path, is_closed):
    if is_closed:
        raise PermissionError(13, "Permission denied", str(path))
def closed_scandir(path):
    refuse(path, str(path).endswith("closed"))
    return scandir(path)
def closed_stat(path, **more):
    refuse(path, "closed/" in str(path))
    return stat(path, **more)
os.scandir, os.stat = closed_scandir, closed_stat
"""


def test_a_folder_that_is_closed_is_told_and_the_others_are_checked(folder: Folder) -> None:
    folder.write({"closed/deep/spec-b.md": TEXT, "docs/spec-a.md": named("A")})
    for paths in [(), ("closed", "docs")]:
        run = folder.run("check", *paths, program=changed(CLOSING))
        assert (run.status, run.out) == (
            2,
            "Checked 1 spec: nothing found, 1 could not be read or written\n",
        )
        assert run.err == "Error: closed: permission denied\n"


@needs_git
def test_a_closed_folder_that_nobody_asks_for_is_not_looked_into(folder: Folder) -> None:
    folder.write({"deep/closed/spec-b.md": FAULTY, "docs/spec-a.md": named("A")})
    clean = (0, "Checked 1 spec: nothing found\n", "")

    def run(*paths: str) -> tuple[int, str, str]:
        run = folder.run("check", *paths, program=changed(CLOSING))
        return run.status, run.out, run.err

    assert run("docs") == clean
    assert run()[0] == 2
    folder.write({"pyproject.toml": '[tool.sphinxcontrib-spec]\nexclude = ["closed"]\n'})
    assert run() == clean
    folder.git("init", "-q")
    folder.write({"pyproject.toml": "", ".gitignore": "closed/\n"})
    assert run() == clean


def test_a_file_that_is_too_large_is_told(folder: Folder) -> None:
    folder.write({NAME: TEXT})
    with (folder.root / "spec-huge.md").open("wb") as file:
        file.truncate(100_000_000)
    run = folder.run("check")
    assert (run.status, run.out) == (
        2,
        "Checked 1 spec: nothing found, 1 could not be read or written\n",
    )
    assert run.err == ("Error: spec-huge.md: 100,000,000 bytes; files over 32 MB are not read\n")


def test_a_file_of_two_names_is_checked_under_both(folder: Folder) -> None:
    folder.write({NAME: FAULTY})
    (folder.root / "spec-alias.md").symlink_to(NAME)
    assert [one["path"] for one in folder.findings() if one["code"] == "SPEC402"] == [
        "spec-alias.md",
        NAME,
    ]


@COMMANDS
def test_restructuredtext_is_left_to_sphinx(folder: Folder, command: list[str]) -> None:
    for name in ("docs/spec-a.rst", "docs/SPEC-A.RST"):
        folder.write({name: "Spec: A\n=======\n"})
        run = folder.run(*command, name)
        assert run.status == 2
        assert "only Sphinx reads" in run.err


@COMMANDS
def test_restructuredtext_on_standard_input_is_left_to_sphinx(
    folder: Folder, command: list[str]
) -> None:
    words = ["-", "--stdin-filename", "docs/spec-a.rst"]
    run = folder.run(*command, *words, stdin="Spec: A\n=======\n")
    assert (run.status, run.out) == (2, "")
    assert run.err.startswith("Error: docs/spec-a.rst: only Sphinx reads reStructuredText")


@pytest.mark.parametrize("command", [["check", "--fix", "--unsafe-fixes"], ["format"]])
def test_data_is_left_to_export(folder: Folder, command: list[str]) -> None:
    folder.write({NAME: TEXT})
    listing = folder.run("export", "--to", "json", NAME).out
    folder.write({"specs.json": listing})
    for words in (["specs.json"], ["-", "--stdin-filename", "specs.json"]):
        run = folder.run(*command, *words, stdin=listing)
        assert (run.status, run.out) == (2, "")
        assert run.err.startswith("Error: specs.json: use sphinx-spec export to convert JSON")
        assert folder.run("export", "--to", "markdown", *words, stdin=listing).out == TEXT
    assert folder.read("specs.json") == listing


def test_a_file_of_five_megabytes_is_checked(folder: Folder) -> None:
    paragraph = "The vessel reports its position, and the receiver stores it.\n\n"
    folder.write({NAME: TEXT + "\n" + paragraph * (5_000_000 // len(paragraph))})
    assert folder.run("check").status == 0


def test_names_and_words_that_are_no_utf_8_or_no_text_harm_nobody(folder: Folder) -> None:
    name = os.fsdecode(b"spec-\xff.md")
    folder.write({name: "# Spec: \x1b[2J\x00\n"})
    run = folder.run("check")
    assert run.status == 1
    assert "\x1b" not in run.out
    assert run.out.startswith(r"spec-\xff.md:1:")
    assert folder.run("check", LC_ALL="C", PYTHONIOENCODING="ascii").out == run.out


def test_the_formats_own_texts(folder: Folder, template: str, example: str) -> None:
    name = names.file_name(reader.read(example).slug)
    folder.write({name: example, "template.md": template})
    assert folder.run("check").status == 0
    assert folder.run("format", "--check", ".", "template.md").status == 0
    found = folder.findings("template.md")
    left = [one["message"] for one in found if one["name"] == "placeholder-left"]
    levels = sum(field.holds == "level" for kind in schema.KINDS for field in kind.fields)
    assert len(left) == len(schema.PLACEHOLDERS) + levels
    assert folder.run("check", "template.md").status == 1
