"""Every snippet of the documentation does what the page says of it (see `snippets`)."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import snippets
import tapes
from conftest import MYST_SPANS, Project
from program import HERE, Folder
from snippets import KINDS, Snippet

from sphinxcontrib_spec import config, schema
from sphinxcontrib_spec.links import page_entry
from sphinxcontrib_spec.reader import read
from sphinxcontrib_spec.rules import RULE, check, check_project

#: Pages that begin with an empty folder; the others go on where the first one ends.
FRESH = re.compile(r"docs/(start|tasks/from-.*|tasks/write-.*)[.]md")
START = "docs/start.md"
NIGHT = "docs/spec-night-backups.md"

PAGES = [
    page for page in snippets.pages() if snippets.snippets(page) and not snippets.is_spec(page)
]
ALL = [each for page in PAGES for each in snippets.snippets(page)]


def of_kind(kind: str) -> list[Snippet]:
    assert kind in KINDS
    return [each for each in ALL if each.kind == kind]


# A page is a story: its files are written, its commands run in order, in one folder


def begun(folder: Folder, page: str) -> None:
    """The project that a page begins with: the one that `start` makes, unless it makes its own."""
    (folder.root / "pyproject.toml").unlink()
    folder.env["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), folder.env["PATH"]])
    folder.env["GIT_CONFIG_GLOBAL"] = os.devnull
    # What other libraries warn of is not ours.
    del folder.env["PYTHONWARNINGS"]
    if not FRESH.fullmatch(page):
        for each in snippets.snippets(START):
            if name := each.get("file"):
                folder.write({name: each.text})


def shell(snippet: Snippet, folder: Folder) -> str:
    """Run a command, and give back what it printed."""
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", snippet.text],
        cwd=folder.root,
        env=folder.env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    said = done.stdout.decode()
    assert done.returncode == int(snippet.get("exit") or 0), f"{snippet}: {said}"
    return said


def program(snippet: Snippet, folder: Folder) -> str:
    """Run a snippet of Python, and give back what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", snippet.text],
        cwd=folder.root,
        env=folder.env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    said = done.stdout.decode()
    assert done.returncode == 0, f"{snippet}: {said}"
    return said


def compare(snippet: Snippet, said: str) -> None:
    """What a command printed, compared with what the page shows; `...` stands for any lines."""
    if snippet.language == "json":
        assert json.loads(said) == json.loads(snippet.text), str(snippet)
        return
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == "..." else re.escape(line) + "\n"
        for line in snippet.text.splitlines()
    )
    assert re.fullmatch(pattern, said.rstrip("\n") + "\n"), f"{snippet}: {said}"


def write(snippet: Snippet, folder: Folder) -> None:
    """Write a file that the page gives; it must be what its name says."""
    name = snippet.get("file")
    folder.write({name: snippet.text})
    if name == config.PYPROJECT:
        assert config.read(folder.root) != config.Config(), f"{snippet}: it sets nothing"
    elif name.endswith(".toml"):
        tomllib.loads(snippet.text)
    elif name.endswith(".json"):
        json.loads(snippet.text)
    elif name.endswith(".py"):
        compile(snippet.text, name, "exec")
    elif name.endswith(".md") and not snippet.get("raw"):
        found = folder.findings(name)
        told = {each["code"] for each in found if each["severity"] != "info"}
        assert told == expected(snippet), str(snippet)


def expected(snippet: Snippet) -> set[str]:
    """The codes of what a page says is found."""
    return {*snippet.get("finds").split(",")} - {""}


def shown(snippet: Snippet, folder: Folder) -> None:
    """What the page shows of a file stands in it, line after line."""
    text = folder.read(snippet.get("shows"))
    if snippet.get("whole"):
        assert text == snippet.text, str(snippet)
    else:
        assert f"\n{snippet.text}" in f"\n{text}", f"{snippet}:\n{text}"


def is_used(snippet: Snippet, later: list[Snippet]) -> bool:
    """Whether a command further down reads the file: it names it or a folder of it."""
    name = snippet.get("file")
    names = {name, *(parent.as_posix() for parent in Path(name).parents if parent.name)}
    if name == config.PYPROJECT:
        names.add("sphinx-spec")
    return any(
        names & {*re.split(r"[\s'\"]+", each.text)}
        for each in later
        if each.language in ("sh", "python")
    )


STORY = (
    "shell, run",
    "output, compared",
    "file, compared",
    "file, written and used",
    "Python, run",
)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_does_what_it_says(folder: Folder, page: str) -> None:
    begun(folder, page)
    said = ""
    story = [each for each in snippets.snippets(page) if each.kind in STORY]
    for number, each in enumerate(story, 1):
        match each.kind:
            case "shell, run":
                said = shell(each, folder)
            case "Python, run":
                said = program(each, folder)
            case "output, compared":
                compare(each, said)
            case "file, compared":
                shown(each, folder)
            case "file, written and used":
                write(each, folder)
                assert is_used(each, story[number:]), f"{each}: no command uses it"


#: Records as MADR has had them: metadata as a list below the title, bullets as reasons, options as links,
#: on two lines or numbered, and an outcome in words of its own.
RECORDS = {
    "0001-poll.md": """\
# Poll the harbour

* Status: Superseded by [ADR-0002](0002-push.md)
* Date: 2020-02-02

## Considered Options

* [Poll](#poll)
* Push, for which
  the harbour has to change | or not

## Decision Outcome

Chosen option: "[Poll](#poll)", because it was there. In 2021 it was superseded by law 4711.
""",
    "0002-push.md": """\
---
status: accepted
---

# Push from the harbour

## Considered Options

1. Poll
2. Push

## Decision Outcome

Chosen option: "Push", because

* it is quick, and
  saves power
* nobody waits

### Consequences

* Good
""",
    "0003-format.md": "# Format\n\n## Decision Outcome\n\nWe take JSON.\n\nIt is read by all.\n",
}
ROWS = """\
| Poll the harbour | [Poll](#poll), Push, for which the harbour has to change \\| or not | [Poll](#poll) | it was there. \
In 2021 it was superseded by law 4711. |
| Push from the harbour | Poll, Push | Push | • it is quick, and saves power<br>• nobody waits \
(supersedes [Poll the harbour](#decision-poll-the-harbour)) |
| Format |  | TBD | We take JSON.<br>It is read by all. |
"""


def test_records_of_every_madr_become_rows_with_all_that_they_say(folder: Folder) -> None:
    (recipe,) = (each for each in ALL if each.get("file") == "madr_to_spec.py")
    folder.write({f"decisions/{name}": text for name, text in RECORDS.items()})
    words = [sys.executable, "-c", recipe.text, "Harbour", "decisions"]
    made = subprocess.run(words, cwd=folder.root, env=folder.env, check=True, capture_output=True)
    text = made.stdout.decode()
    assert ROWS in text
    assert "### Push from the harbour\n\n```yaml\nstatus: accepted\n```\n\n#### Considered" in text
    assert "### Poll the harbour\n\n* Status: Superseded by" in text


# Fragments of specs


def wrapped(snippet: Snippet) -> str:
    """A fragment as a whole spec: rows and list items stand under the heading they belong to."""
    if not (key := snippet.get("under")):
        return tapes.completed(snippet.text)
    section = schema.SECTION[key]
    lines = [f"{'#' * section.level} {section.heading}"]
    if snippet.text.startswith("|"):
        labels = [field.label for field in schema.KIND[section.kind].fields]
        lines += [f"| {' | '.join(labels)} |", f"|{'---|' * len(labels)}"]
    return tapes.completed("\n".join([*lines, snippet.text]))


@pytest.mark.parametrize("snippet", of_kind("fragment of a spec, checked"), ids=str)
def test_a_fragment_gives_what_the_page_says(snippet: Snippet) -> None:
    spec = read(wrapped(snippet), "spec-tape-archive.md")
    found = check(spec)
    if not snippet.get("alone"):
        found += check_project([page_entry(spec)])
    told = {
        each.code
        for each in found
        if not each.suppression and not RULE[each.code].off
        and (each.severity != "info" or each.code in expected(snippet))
    }  # fmt: skip
    assert told == expected(snippet)


# Pages in reStructuredText, and twins


def titled(text: str, word: str) -> str:
    """A spec under another title."""
    return text.replace("# Spec: Night", f"# Spec: {word}")


def test_pages_are_built_without_a_warning(project: Project) -> None:
    """All of them in one project, beside the spec that the documentation goes on about."""
    (night,) = (each for each in snippets.snippets(START) if each.get("file") == NIGHT)
    files = {"index.rst": "Index\n=====\n\n.. toctree::\n   :glob:\n\n   *\n"}
    files |= {f"page-{each.line}.rst": f"Page {number}\n========\n\n{each.text}"
              for number, each in enumerate(of_kind("page, built"))}  # fmt: skip
    others = {
        "archive/spec-yearly-backups.md": f"---\norphan: true\n---\n{titled(night.text, 'Yearly')}",
        "../specs/spec-weekly-backups.md": titled(night.text, "Weekly"),
    }
    project.write({**files, **others, "spec-night-backups.md": night.text})
    build = project.build(nitpicky=True)
    assert build.warnings == []
    assert len(build.pages) == len(files) + 2


TWINS = sorted({(each.page, each.get("twin")) for each in of_kind("twin, built and compared")})


@pytest.mark.parametrize(("page", "name"), TWINS)
def test_twins_give_one_page_and_one_file(
    page: str, name: str, project: Project, file_regression: Callable[..., None]
) -> None:
    """The same findings, the same body and the same exported file, whatever it is written in."""
    twins = [each for each in snippets.snippets(page) if each.get("twin") == name]
    assert len(twins) > 1, "a twin has another"
    left = set()
    for each in twins:
        title = "Spec: Night Backups"
        text, suffix = f"# {title}\n\n{each.text}", ".md"
        if each.language == "rst":
            text, suffix = f"{title}\n{'=' * len(title)}\n\n{each.text}", ".rst"
        file = f"spec-night-backups{suffix}"
        project.write(
            {file: text, "index.rst": "Index\n=====\n\n.. toctree::\n   :glob:\n\n   *\n"}
        )
        build = project.build(fresh=True)
        body = MYST_SPANS.sub("", build.pages["spec-night-backups"])
        # Links of Markdown have MyST's classes too, and a permalink ends what is written.
        body = re.sub(r'class="xref[^"]*"|<a class="headerlink".*?</a>', "", body)
        # What helps is said in the page's own markup.
        found = sorted(re.sub(r"^\S+ | \(help: .*\)", "", line) for line in build.warnings)
        build = project.build("spec")
        export = (build.out / "spec-night-backups.md").read_text("utf-8")
        left.add((body, tuple(found), export))
        project.remove(file)
    assert len(left) == 1
    ((_, _, export),) = left
    file_regression.check(export, extension=".md", encoding="utf-8")


# Nothing is tested by nothing

ELSEWHERE = {
    "part of a spec, which is checked and built": "test_documentation.py",
    "directive of the page, which is built": "test_documentation.py",
    "run of tox": "test_what_tox_runs_is_run_by_ci_or_has_its_environment",
    "installation": "test_an_installation_names_what_there_is",
    "twin, built and compared": "test_twins_give_one_page_and_one_file",
    "fragment of a spec, checked": "test_a_fragment_gives_what_the_page_says",
    "page, built": "test_pages_are_built_without_a_warning",
    "job of CI, read and run": "test_report_in_ci.py",
}


def test_every_kind_has_one_test() -> None:
    assert sorted([*STORY, *ELSEWHERE]) == sorted(KINDS)
    for where in ELSEWHERE.values():
        assert where in globals() or (HERE / "tests" / where).is_file()


def test_every_snippet_is_of_a_kind() -> None:
    assert [
        str(each) for page in snippets.pages() for each in snippets.snippets(page) if not each.kind
    ] == []
    assert {*snippets.counts()} == {*KINDS}, "no kind is left over"


def test_every_fence_is_a_snippet() -> None:
    """Counted by its marks alone, no fence is missing: none is hidden in another block."""
    for page in snippets.pages():
        found = snippets.snippets(page)
        if page.endswith(".rst") or snippets.is_spec(page):
            continue
        text = (HERE / page).read_text("utf-8")
        for each in found:
            text = text.replace(each.text, "")
        assert len(re.findall(r"^ *(?:`{3,}|~{3,})", text, re.MULTILINE)) == 2 * len(found), page
        for each in found:
            if each.kind == "directive of the page, which is built":
                assert "```" not in each.text, f"{each}: a fence in a directive is seen by no test"


def test_only_specs_are_written_in_restructuredtext_or_hold_no_code() -> None:
    for page in snippets.pages():
        if page.endswith(".rst") and not snippets.is_spec(page):
            assert not re.search(
                r"::$|code-block",
                re.sub(r"^[.][.] .*::.*", "", (HERE / page).read_text("utf-8"), flags=re.MULTILINE),
                re.MULTILINE,
            ), page


@pytest.mark.parametrize(
    ("language", "words"),
    [("", ()), ("cobol", ()), ("text", ()), ("json", ()), ("toml", ()), ("yml", ())],
)
def test_what_nobody_tests_is_of_no_kind(language: str, words: tuple[str, ...]) -> None:
    assert Snippet("docs/x.md", 1, language, words, "x\n").kind == ""


def test_what_tox_runs_is_run_by_ci_or_has_its_environment() -> None:
    """README.md holds what `.ci/run` runs, word for word; any other environment is in tox.ini."""
    run = (HERE / ".ci" / "run").read_text("utf-8")
    (setup,) = re.findall(r"^setup='(.*)'$", run, re.MULTILINE)
    run_by_ci = {f"{setup}{rest}" for rest in re.findall(r'"\$setup( && [^"]*)"', run)}
    named = {each.text.strip() for each in of_kind("run of tox")}
    assert {each for each in named if each.startswith(setup)} == run_by_ci
    there = {
        *re.findall(r"^\[testenv:(\w+)\]$", (HERE / "tox.ini").read_text("utf-8"), re.MULTILINE)
    }
    for each in named - run_by_ci:
        assert {*each.split(" -- ")[0].removeprefix("tox run -e ").split(",")} <= there


def test_an_installation_names_what_there_is() -> None:
    """Environments of tox install the wheel; here it is looked at what is named."""
    project = tomllib.loads((HERE / "pyproject.toml").read_text("utf-8"))
    known = {".", project["project"]["name"], *project["dependency-groups"]["docs"]}
    for each in of_kind("installation"):
        assert {*each.text.split()[2:]} <= known, str(each)
