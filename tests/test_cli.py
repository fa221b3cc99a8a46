"""The command line as a whole, and its smaller commands, run as a process in a folder."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import fields
from datetime import datetime

import jsonschema
import pytest
from ferry import NAME, TEXT
from program import HERE, PROGRAM, Folder, named, needs_git

from sphinxcontrib_spec import __version__, derive, interchange, reader, schema
from sphinxcontrib_spec.cli._cache import FOLDER
from sphinxcontrib_spec.config import Config, toml_key
from sphinxcontrib_spec.rules import RULES

# The program


def test_version_and_help_teach(folder: Folder) -> None:
    assert folder.run("--version").out == f"sphinx-spec {__version__}\n"
    top = folder.run("--help").out
    assert "Examples:" in top
    assert "Exit status: 0 clean, 1 findings, 2 could not run, 130 interrupted." in top
    for command in ("new", "check", "format", "export", "rule"):
        assert f"\n  {command} " in top
        run = folder.run(command, "-h")
        assert run.status == 0
        assert run.out.startswith(f"Usage: sphinx-spec {command} ")
        assert "Examples:" in run.out
        assert "Exit status: 0" in run.out
        assert "2 if" in run.out


def test_help_names_what_a_command_reads_besides_its_arguments(folder: Folder) -> None:
    package = HERE / "sphinxcontrib_spec" / "cli"
    code = "".join(path.read_text(encoding="utf-8") for path in package.glob("_[!_]*.py"))
    read = {"GITHUB_STEP_SUMMARY", *re.findall(r'"(\w+)" (?:not )?in os\.environ', code)}
    read |= set(re.findall(r'environ\.get\("(\w+)"', code))
    told = {command: folder.run(command, "--help").out for command in ("check", "format")}
    for name in read:
        assert re.search(rf"^ +(\w+, )?{name}\b", told["check"], re.MULTILINE), name
    for option in fields(Config):
        assert toml_key(option.name) in told["check"]
    assert read >= {"NO_COLOR", "TERM", "CI"}
    assert "NO_COLOR" in told["format"]
    assert f"  {FOLDER} " in told["check"]
    assert all("130 if interrupted" in " ".join(text.split()) for text in told.values())


@pytest.mark.parametrize(
    "words",
    [
        ["chekc"],
        ["check", "--fail", "never"],
        ["check", "--output-format", "xml"],
        ["check", "gone.md"],
        ["check", "--stdin-filename", "spec-a.md"],
        ["export", "."],
        ["new"],
        ["new", " "],
        ["new", "Berths", "--date", "tomorrow"],
        ["new", "Berths", "--folder", "gone"],
        ["rule", "SPEC9999"],
        ["check", "pyproject.toml/spec-a.md"],
        ["check", "x" * 5000],
    ],
)
def test_what_cannot_run_is_an_error_in_a_few_words_and_2(folder: Folder, words: list[str]) -> None:
    run = folder.run(*words)
    assert run.status == 2
    assert run.out == ""
    assert "\nError: " in f"\n{run.err}"


@pytest.mark.parametrize("is_loaded", [True, False])
def test_a_spec_of_plain_blocks_is_checked_without_what_others_need(
    folder: Folder, is_loaded: bool
) -> None:
    definition = "[feed]: https://example.org/feed\n\n"
    assert definition in TEXT
    folder.write({NAME: TEXT if is_loaded else TEXT.replace(definition, "")})
    code = (
        "import sys, sphinxcontrib_spec.cli as cli\n"
        f"sys.argv[1:] = ['check', '--no-cache', '{NAME}']\n"
        "try: cli.main()\n"
        "except SystemExit as done: assert done.code == 0\n"
        "others = {'difflib', 'hashlib', 'json', 'sqlite3', 'concurrent.futures', 'subprocess'}\n"
        "assert not others & set(sys.modules), others & set(sys.modules)\n"
        f"assert ('markdown_it' in sys.modules) is {is_loaded}\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=folder.root, env=folder.env, check=True)


def test_an_output_that_nobody_reads_is_an_error_without_a_traceback(folder: Folder) -> None:
    folder.write({f"spec-{number}.md": "" for number in range(100)})
    process = folder.start("check", "--output-format", "json")
    assert process.stdout
    process.stdout.close()
    process.stdout = None
    _, said = process.communicate()
    assert process.returncode == 2
    assert said.decode() == "Error: the output was closed before everything was written\n"


def shell(redirection: str) -> list[str]:
    """The program with a stream that goes elsewhere."""
    return ["sh", "-c", f'"$@" {redirection}', "sh", *PROGRAM]


@pytest.mark.parametrize(
    ("words", "redirection", "told"),
    [
        (["check"], ">&-", "standard output is closed"),
        (["check", "--diff"], ">&-", "standard output is closed"),
        (["rule"], ">&-", "standard output is closed"),
        (["export", "--to", "json"], ">&-", "standard output is closed"),
        (["check", "-"], "<&-", "standard input is closed"),
        (["format", "-"], "<&-", "standard input is closed"),
        (["check"], ">/dev/full", "no space left on device"),
        (["--help"], ">/dev/full", "no space left on device"),
    ],
)
def test_a_stream_that_cannot_be_used_is_an_error_and_2(
    folder: Folder, words: list[str], redirection: str, told: str
) -> None:
    folder.write({NAME: TEXT.replace("| Medium | High |", "| medium | High |")})
    run = folder.run(*words, program=shell(redirection))
    assert (run.status, run.out, run.err) == (2, "", f"Error: {told}\n")


@pytest.mark.parametrize("redirection", ["2>/dev/full", "2>&-", ">&- 2>&-"])
def test_an_error_that_nobody_can_be_told_is_still_2(folder: Folder, redirection: str) -> None:
    assert folder.run("check", "gone.md", program=shell(redirection)).status == 2


def test_what_needs_no_stream_works_without(folder: Folder) -> None:
    folder.write({f"spec-pier-{number}.md": named(f"Pier {number}") for number in range(100)})
    words = ("check", "--no-cache", "--jobs", "2")
    assert folder.run(*words, program=shell("<&- 2>&-")) == folder.run(*words)
    assert folder.run("export", "--to", "rst", "-o", "out", program=shell(">&-")).status == 0


def test_a_name_that_the_locale_has_no_letters_for_is_an_error(folder: Folder) -> None:
    title = "Fußgänger-Ampel"
    folder.write({"docs/a.md": named(title)})
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    commands = (
        ["new", title],
        ["export", "--to", "rst", "-o", "docs", "docs/a.md"],
        ["check", "--fix", "--unsafe-fixes", "docs/a.md"],
    )
    for words in commands:
        run = folder.run(*words, **ascii_only)
        assert (run.status, run.out) == (2, ""), words
        assert run.err.endswith(": not a possible file name in ascii\n"), words
        assert run.err.count("\n") == 1, words
        assert [path.name for path in (folder.root / "docs").iterdir()] == ["a.md"]


def test_an_interrupt_is_an_error_without_a_traceback(folder: Folder) -> None:
    process = folder.start("check", "-")
    assert process.stdin
    # The program reads on until the input ends, so it is there when half of this has been taken.
    process.stdin.write(b"x" * 200_000)
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == 130
    assert said.decode().strip() == "Error: interrupted"


# new


def test_new_writes_the_template_under_the_slug(folder: Folder) -> None:
    run = folder.run("new", "Berth Booking (v2)", "--author", "Ada", "--date", "2026-05-04")
    assert run.status == 0
    assert "spec-berth-booking-v2.md" in run.out
    text = folder.read("spec-berth-booking-v2.md")
    assert text == derive.blank_spec("Berth Booking (v2)", "2026-05-04", "Ada")
    assert folder.run("format", "--check").status == 0


def test_new_never_overwrites(folder: Folder) -> None:
    folder.write({"docs/spec-berths.md": "mine"})
    run = folder.run("new", "Berths", "-o", "docs")
    assert (run.status, run.err) == (2, "Error: docs/spec-berths.md: already exists\n")
    assert folder.read("docs/spec-berths.md") == "mine"


@needs_git
def test_new_takes_the_author_from_git_else_from_the_template(folder: Folder) -> None:
    folder.run("new", "One")
    assert reader.read(folder.read("spec-one.md")).author == schema.HEADER[2].default
    folder.git("init", "-q")
    folder.git("config", "user.name", "Inga Solheim")
    folder.run("new", "Two")
    spec = reader.read(folder.read("spec-two.md"))
    assert spec.author == "Inga Solheim"
    assert abs(datetime.now() - datetime.fromisoformat(str(spec.date))).days <= 1  # noqa: DTZ005


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../etc/passwd", "spec-etc-passwd.md"),
        ("Spec: Tide & Wind", "spec-tide-wind.md"),
        ("泊位", "spec-泊位.md"),
        ("🚢", "spec-untitled.md"),
        (os.fsdecode(b"Quay \xff"), "spec-quay.md"),
        ("x" * 300, f"spec-{'x' * 80}.md"),
    ],
)
def test_new_stays_in_its_folder(folder: Folder, title: str, name: str) -> None:
    before = set(folder.root.rglob("*"))
    run = folder.run("new", title)
    assert run.status == 0
    written = {path.relative_to(folder.root).as_posix() for path in folder.root.rglob("*")}
    written -= {path.relative_to(folder.root).as_posix() for path in before}
    assert written == {name}


# export


def test_export_writes_specs_and_their_schema(folder: Folder) -> None:
    folder.write({f"docs/{NAME}": TEXT, "docs/spec-quay.md": named("Quay")})
    run = folder.run("export", "--to", "json", "docs", "-o", "out/deep")
    assert (run.status, run.out) == (0, "")
    data = json.loads(folder.read("out/deep/specs.json"))
    shape = json.loads(folder.read("out/deep/specs.schema.json"))
    jsonschema.Draft202012Validator(shape).validate(data)
    assert [spec["docname"] for spec in data["specs"]] == [
        "docs/spec-ferry-delay-notices",
        "docs/spec-quay",
    ]
    assert interchange.from_data(data["specs"][0]) == reader.read(TEXT)
    assert folder.run("export", "--to", "json").out == folder.read("out/deep/specs.json")


def test_export_reads_levels_as_the_project_does(folder: Folder) -> None:
    folder.write(
        {
            "pyproject.toml": '[tool.sphinxcontrib-spec]\nlevels = ["Medium", "Grave"]\n',
            NAME: TEXT.replace("| Medium | High |", "| Medium | Grave |"),
        }
    )
    folder.run("export", "--to", "json", "-o", "out")
    data = json.loads(folder.read("out/specs.json"))
    assert data["specs"][0]["failure_modes"][0]["impact_level"] == "Grave"
    assert data["specs"][0]["failure_modes"][1]["probability_level"] is None
    jsonschema.validate(data, json.loads(folder.read("out/specs.schema.json")))


def test_export_refuses_two_specs_of_one_slug_and_a_file_as_folder(folder: Folder) -> None:
    folder.write({NAME: TEXT, "docs/spec-copy.md": TEXT, "file": ""})
    run = folder.run("export", "--to", "json")
    assert (run.status, run.out) == (2, "")
    assert run.err == (
        f"Error: two specs have the slug 'ferry-delay-notices': docs/spec-copy.md and {NAME}\n"
    )
    assert folder.run("export", "--to", "json", NAME, "-o", "file").status == 2
    assert folder.run("export", "--to", "json", NAME, "-o", "file/below").err == (
        "Error: file/below: not a directory\n"
    )


# rule


def test_rules_are_listed_and_explained(folder: Folder) -> None:
    lines = folder.run("rule").out.splitlines()
    assert [line.split()[:2] for line in lines] == [[rule.code, rule.name] for rule in RULES]
    assert len(folder.run("rule", "SPEC40").out.splitlines()) == 6
    page = folder.run("rule", "SPEC402").out
    assert page == folder.run("rule", "failure-cell-empty").out
    assert page.startswith("# SPEC402 failure-cell-empty\n\nSeverity: error\n")
    assert "```markdown bad\n" in page
    unknown = folder.run("rule", "failure-cell-emty")
    assert unknown.err == (
        "Error: unknown rule 'failure-cell-emty', did you mean 'failure-cell-empty'?\n"
    )
