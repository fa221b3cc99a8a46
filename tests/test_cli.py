"""The command line, run as a user runs it: as a process in a folder."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ferry import NAME, TEXT

from sphinxcontrib_spec import __version__, derive, interchange, names, reader, schema
from sphinxcontrib_spec.cli.check import check
from sphinxcontrib_spec.report import FORMATS
from sphinxcontrib_spec.rules import RULES

HERE = Path(__file__).parents[1]
FORMAT = HERE.parent / "shared" / "spec-format.md"
PROGRAM = [sys.executable, "-m", "sphinxcontrib_spec"]

needs_format = pytest.mark.skipif(not FORMAT.exists(), reason="the format's own text is not here")
needs_git = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


@dataclass(frozen=True)
class Run:
    status: int
    out: str
    err: str


class Folder:
    """A folder to run the program in, apart from any other project."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.env = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(HERE),
            "PYTHONWARNINGS": "error",
            "HOME": str(root / "home"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "LC_ALL": "C.UTF-8",
        }
        self.write({"pyproject.toml": ""})

    def write(self, files: dict[str, str | bytes]) -> None:
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode() if isinstance(text, str) else text)

    def read(self, name: str) -> str:
        return (self.root / name).read_bytes().decode()

    def run(
        self,
        *words: str,
        stdin: str | bytes = "",
        cwd: str = ".",
        program: list[str] = PROGRAM,
        **env: str,
    ) -> Run:
        done = subprocess.run(
            [*program, *words],
            cwd=self.root / cwd,
            env=self.env | env,
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            check=False,
        )
        assert b"Traceback" not in done.stderr, done.stderr.decode()
        return Run(done.returncode, done.stdout.decode(), done.stderr.decode())

    def findings(self, *words: str, **more: Any) -> list[dict[str, Any]]:
        run = self.run("check", "--output-format", "json", *words, **more)
        found: list[dict[str, Any]] = json.loads(run.out)
        return found

    def git(self, *words: str) -> None:
        subprocess.run(["git", *words], cwd=self.root, check=True, capture_output=True)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def named(title: str, text: str = TEXT) -> str:
    return text.replace("# Spec: Ferry Delay Notices", f"# Spec: {title}")


#: Wrong in one place: an error in line 57, and an info two lines above it.
FAULTY = TEXT.replace("| Low | Medium | The receiver's clock is used |", "| Low | | Use ours |")
FAULTY_LINE = FAULTY[: FAULTY.index("| Clock of")].count("\n") + 1
WITH_INFO = TEXT.replace("| Medium | High |", "| Medium (in winter) | High |")
WITH_WARNING = TEXT.replace("| Medium | High |", "| medium | High |")


# The program


def test_version_and_help_teach(folder: Folder) -> None:
    assert folder.run("--version").out == f"sphinx-spec {__version__}\n"
    top = folder.run("--help").out
    assert "Examples:" in top
    assert "Exit status: 0 clean, 1 findings, 2 could not run." in top
    for command in ("new", "check", "format", "export", "rule"):
        assert f"\n  {command} " in top
        run = folder.run(command, "-h")
        assert run.status == 0
        assert "Examples:" in run.out
        assert "Exit status: 0" in run.out


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


def test_importing_the_command_line_loads_neither_sphinx_nor_docutils(folder: Folder) -> None:
    folder.write({NAME: TEXT})
    code = (
        "import sys, sphinxcontrib_spec.cli as cli\n"
        "light = set(sys.modules)\n"
        f"sys.argv[1:] = ['check', '{NAME}']\n"
        "try: cli.main()\n"
        "except SystemExit as done: assert done.code == 0\n"
        "heavy = {'sphinx', 'docutils', 'myst_parser', 'yaml', 'nh3'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
        "assert 'markdown_it' in sys.modules and 'markdown_it' not in light\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=folder.root, env=folder.env, check=True)


def test_an_output_that_nobody_reads_is_an_error_without_a_traceback(folder: Folder) -> None:
    folder.write({f"spec-{number}.md": "x\n" * 2000 for number in range(30)})
    process = subprocess.Popen(
        [*PROGRAM, "check", "--output-format", "json"],
        cwd=folder.root,
        env=folder.env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    said = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait() == 2
    assert said == "Error: the output was closed before all of it was written\n"


def test_an_interrupt_is_an_error_without_a_traceback(folder: Folder) -> None:
    process = subprocess.Popen(
        [*PROGRAM, "check", "-"],
        cwd=folder.root,
        env=folder.env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    # The program reads on until the input ends, so it is there when half of this has been taken.
    process.stdin.write(b"x" * 200_000)
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == 2
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
    assert (run.status, run.err) == (2, "Error: docs/spec-berths.md: exists already\n")
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


# check


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
    assert (run.status, run.err) == (0, "No spec-*.md below .\n")
    assert {one["path"] for one in folder.findings("notes.md", "_build")} == {
        "notes.md",
        "_build/spec-a.md",
    }


def test_a_file_that_says_it_is_no_spec_is_left_out_unless_named(folder: Folder) -> None:
    front = "---\ntitle: a spec for spec-a\nspec: false  # a guide\n---\n"
    folder.write({"spec-a.md": front + FAULTY})
    assert folder.run("check").status == 0
    assert folder.run("check", "spec-a.md").status == 1
    folder.write({"spec-a.md": "---\ntitle: x\n---\n\nspec: false\n" + FAULTY})
    assert folder.run("check").status == 1


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
    assert [one["code"] for one in folder.findings()] == ["SPEC701"]


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


@pytest.mark.parametrize("command", [["check"], ["format"], ["export", "--to", "json"]])
def test_restructuredtext_is_left_to_sphinx(folder: Folder, command: list[str]) -> None:
    folder.write({"docs/spec-a.rst": "Spec: A\n=======\n"})
    run = folder.run(*command, "docs/spec-a.rst")
    assert run.status == 2
    assert "read by Sphinx" in run.err


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


@needs_format
def test_the_formats_own_texts(folder: Folder) -> None:
    fences = FORMAT.read_text(encoding="utf-8").split("```markdown\n")
    template, example = fences[1].split("```\n")[0], fences[-1].rpartition("```")[0]
    name = names.file_name(reader.read(example).slug)
    folder.write({name: example, "template.md": template})
    assert folder.run("check").status == 0
    assert folder.run("format", "--check", ".", "template.md").status == 0
    found = folder.findings("template.md")
    left = [one["message"] for one in found if one["name"] == "placeholder-left"]
    levels = sum(field.holds == "level" for kind in schema.KINDS for field in kind.fields)
    assert len(left) == len(schema.PLACEHOLDERS) + levels
    assert folder.run("check", "template.md").status == 1


# format

UNTIDY = TEXT.replace("\n- ", "\n* ").replace("| AIS |", "|  AIS|")


def test_format_writes_what_changes_and_says_so(folder: Folder) -> None:
    folder.write({NAME: UNTIDY, "docs/spec-other.md": named("Other")})
    run = folder.run("format")
    assert (run.status, run.out, run.err) == (0, f"Formatted {NAME}\n", "")
    assert folder.read(NAME) == TEXT
    again = folder.run("format")
    assert (again.status, again.out) == (0, "")


def test_format_check_and_diff_write_nothing(folder: Folder) -> None:
    folder.write({NAME: UNTIDY.removesuffix("\n")})
    run = folder.run("format", "--check")
    assert (run.status, run.out) == (1, f"Would format {NAME}\n")
    run = folder.run("format", "--diff")
    assert run.status == 1
    assert run.out.startswith(f"--- {NAME}\n+++ {NAME}\n@@ ")
    assert "\n-* Cargo ferries" in run.out
    assert "\n+- Cargo ferries" in run.out
    assert "\n\\ No newline at end of file\n" in run.out
    assert folder.read(NAME) == UNTIDY.removesuffix("\n")
    folder.write({NAME: TEXT})
    assert folder.run("format", "--check", "--diff").status == 0


@needs_git
def test_a_diff_can_be_applied(folder: Folder) -> None:
    folder.write({NAME: UNTIDY.replace("Data Model\n", "Data Model\n\x0c\n").removesuffix("\n")})
    folder.git("init", "-q")
    (folder.root / "change.diff").write_text(folder.run("format", "--diff").out, newline="")
    formatted = folder.run("format", "-", stdin=folder.read(NAME)).out
    folder.git("apply", "-p0", "change.diff")
    assert folder.read(NAME) == formatted


def test_format_strict_drops_what_canonical_may_keep(folder: Folder) -> None:
    airy = TEXT.replace("## Goals\n", "## Goals\n\n")
    folder.write({NAME: airy})
    assert folder.run("format", "--check").status == 0
    assert folder.run("format", "--strict").status == 0
    assert folder.read(NAME) == TEXT


def test_format_from_standard_input_to_standard_output(folder: Folder) -> None:
    windows = "\ufeff" + UNTIDY.replace("\n", "\r\n")
    run = folder.run("format", "-", stdin=windows)
    assert (run.status, run.out, run.err) == (0, TEXT, "")
    run = folder.run("format", "--check", "-", "--stdin-filename", "a.md", stdin=windows)
    assert (run.status, run.out) == (1, "Would format a.md\n")


#: The program with a writer that loses a goal of some specs.
LOSING = """
from sphinxcontrib_spec import cli, formatting
write = formatting.write
formatting.write = lambda spec, **more: write(spec, **more).replace("- LOST\\n", "")
cli.main()
"""


def test_format_leaves_alone_what_it_cannot_prove_safe(folder: Folder) -> None:
    text = UNTIDY.replace("## Non-Goals", "* LOST\n\n## Non-Goals").replace("\n\n* L", "\n* L")
    folder.write({"spec-a.md": text, NAME: UNTIDY})
    program = [sys.executable, "-c", LOSING]
    run = folder.run("format", program=program)
    assert run.status == 1
    assert run.out == f"Formatted {NAME}\n"
    line = text[: text.index("## Goals")].count("\n") + 1
    assert run.err.startswith(f"spec-a.md:{line}:")
    assert "error: not formatted: " in run.err
    assert folder.read("spec-a.md") == text
    assert folder.run("format", "-", stdin=text, program=program).out == text


#: The program on a disk that is full at the first write.
FULL = """
import os
from sphinxcontrib_spec import cli
def fsync(handle):
    os.fsync = lambda handle: None
    raise OSError(28, "No space left on device")
os.fsync = fsync
cli.main()
"""


def test_format_tells_what_it_cannot_write(folder: Folder) -> None:
    folder.write({"docs/spec-a.md": named("A", UNTIDY), NAME: UNTIDY})
    program = [sys.executable, "-c", FULL]
    run = folder.run("format", program=program)
    assert (run.status, run.out) == (2, f"Formatted {NAME}\n")
    assert run.err == "Error: docs/spec-a.md: no space left on device\n"
    assert folder.read("docs/spec-a.md") == named("A", UNTIDY)


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
