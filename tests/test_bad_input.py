"""What is wrong with a spec is said, loses nothing, runs nothing and keeps nothing else from going on.

All bad pages are in one project, beside a good one, so that each build shows both.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import bad_pages
import parcels
import pytest
from bad_pages import Page

HERE = Path(__file__).parents[1]
PLACE = re.compile(r"^(?:Error: |.*/)?(?P<name>[^/:]+):(?P<line>\d+)(?::\d+)?: (?P<said>.*)$")
NAME, GOOD = "spec-gate-scanner.md", parcels.spec()
BIG = "The camera reads a label.\n" * 200_000

BUILDERS = ("html", "spec", "latex", "text", "man")

INDEX = """\
Depots
======

.. toctree::
   :glob:

   *

:spec:spec:`Gate Scanner`, :spec:ref:`gate-scanner.failure-mode-a-label-is-torn`,
:spec:failure-mode:`harm-rst-script-alert-boo-script.mast-script-alert-boo-script`
"""


@dataclass(frozen=True)
class Run:
    """What a process said, by file: the line and the words of each thing; and its status."""

    status: int
    out: str
    err: str

    @property
    def said(self) -> dict[str, list[tuple[int, str]]]:
        found: dict[str, list[tuple[int, str]]] = {}
        for line in (self.out + self.err).splitlines():
            if place := PLACE.match(line):
                found.setdefault(place["name"], []).append((int(place["line"]), place["said"]))
        return found


def run(root: Path, *words: str) -> Run:
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(HERE),
        "HOME": str(root),
        "LC_ALL": "C.UTF-8",
        "NO_COLOR": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=root, env=env, capture_output=True, check=False
    )
    found = Run(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in found.err, found.err
    return found


def write(folder: Path, pages: tuple[Page, ...]) -> None:
    folder.mkdir()
    for page in pages:
        (folder / page.name).write_bytes(page.content)
    (folder / NAME).write_text(GOOD, encoding="utf-8")
    big = f"{parcels.spec('Big gate')}\n## Appendix\n```text\n{BIG}```\n"
    (folder / "spec-big-gate.md").write_text(big, encoding="utf-8")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of Sphinx in `docs`, and a folder of its Markdown files in `specs`."""
    root = tmp_path_factory.mktemp("bad")
    write(root / "docs", bad_pages.ALL)
    (root / "docs" / "conf.py").write_text('extensions = ["sphinxcontrib_spec"]\n')
    (root / "docs" / "index.rst").write_text(INDEX, encoding="utf-8")
    write(root / "specs", tuple(page for page in bad_pages.ALL if page.is_markdown))
    (root / "specs" / "pyproject.toml").write_text("")
    return root


def built(root: Path, builder: str) -> Run:
    words = ("sphinx", "-q", "-b", builder, "-d", f"doctrees-{builder}", "docs", builder)
    return run(root, *words)


@pytest.fixture(scope="module")
def html(root: Path) -> Run:
    return built(root, "html")


@pytest.fixture(scope="module")
def spec(root: Path) -> Run:
    return built(root, "spec")


@pytest.fixture(scope="module")
def checked(root: Path) -> Run:
    return run(root / "specs", "sphinxcontrib_spec", "check", "--output-format", "text")


@pytest.fixture(scope="module")
def formatted(root: Path) -> Run:
    shutil.copytree(root / "specs", root / "formatted")
    return run(root / "formatted", "sphinxcontrib_spec", "format")


def each(pages: tuple[Page, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("page", pages, ids=lambda page: page.name)


def assert_said(page: Page, run: Run) -> None:
    said = run.said.get(page.name, [])
    for line, words in page.places:
        assert any(line == at and words in text for at, text in said), (line, words, said)


@each(bad_pages.ALL)
def test_a_build_says_what_is_wrong_and_where(page: Page, html: Run, spec: Run) -> None:
    for build in (html, spec):
        assert build.status == 0
        assert_said(page, build)


@each(tuple(page for page in bad_pages.ALL if page.is_markdown))
def test_the_command_line_says_the_same(page: Page, checked: Run) -> None:
    assert checked.status == 2  # of some files it cannot read the text
    assert_said(page, checked)


@pytest.mark.usefixtures("spec")
@each(bad_pages.ALL)
def test_the_export_holds_every_word(page: Page, root: Path) -> None:
    entries = json.loads((root / "spec" / "specs.json").read_text(encoding="utf-8"))["specs"]
    found = {entry["docname"]: entry["slug"] for entry in entries}.get(page.docname, "")
    if page not in bad_pages.ARMED:
        assert found == page.slug
    if found:
        text = (root / "spec" / f"spec-{found}.md").read_bytes().decode()
        assert [words for words in page.kept if words not in text] == []


@each(tuple(page for page in bad_pages.ALL if page.is_markdown))
def test_formatting_keeps_every_character(page: Page, root: Path, formatted: Run) -> None:
    assert formatted.status == 2
    now = (root / "formatted" / page.name).read_bytes()
    signs = re.compile(rb"[\s#=|-]+|^\xef\xbb\xbf")
    assert signs.sub(b"", now) == signs.sub(b"", page.content)


@pytest.mark.usefixtures("spec", "formatted")
def test_the_rest_is_built_and_nothing_leaves_the_folder(root: Path, html: Run) -> None:
    pages = {page.docname for page in bad_pages.ALL}
    written = {path.stem for path in (root / "html").glob("*.html")}
    assert pages - written == {"spec-latin", "latin", "spec-utf16"}
    assert (root / "spec" / NAME).read_text(encoding="utf-8") == GOOD
    assert (root / "formatted" / NAME).read_text(encoding="utf-8") == GOOD
    assert not {NAME, "spec-big-gate.md"} & html.said.keys()
    assert all("doesn't have a title" in said for _, said in html.said["index.rst"])
    body = (root / "html" / "index.html").read_text(encoding="utf-8")
    assert 'href="spec-gate-scanner.html#failure-mode-a-label-is-torn"' in body
    assert 'href="harm-rst.html#failure-mode-mast-script-alert-boo-script"' in body
    folders = {
        "docs",
        "specs",
        "formatted",
        *BUILDERS,
        *(f"doctrees-{builder}" for builder in BUILDERS),
    }
    assert {path.name for path in root.iterdir()} <= folders
    for folder in ("spec", "html/_specs"):
        assert all(path.parent == root / folder for path in (root / folder).rglob("*passwd*"))


@pytest.mark.usefixtures("html")
@pytest.mark.parametrize(
    "name", [*(page.docname for page in bad_pages.ARMED), "index", "spec-index"]
)
def test_nothing_is_executed(name: str, root: Path) -> None:
    page = (root / "html" / f"{name}.html").read_text(encoding="utf-8")
    assert not re.search(r"<script[^>]*>[^<]*Boo", page)
    assert not re.search(r"<[a-z][^<>]*\son\w+=|(?:href|src)=\"javascript:", page, re.IGNORECASE)
    text = unescape(re.sub(r"<[^>]+>", "", page))
    assert "alert('Boo')" in text.replace("‘", "'").replace("’", "'")


@pytest.mark.parametrize(
    ("builder", "pattern", "script"),
    [
        ("latex", "*.tex", r"\textless{}script"),
        ("text", "*.txt", "<script>"),
        ("man", "*.1", "script"),
    ],
)
def test_other_builders_finish(builder: str, pattern: str, script: str, root: Path) -> None:
    assert built(root, builder).status == 0
    texts = [path.read_text(encoding="utf-8") for path in (root / builder).glob(pattern)]
    assert any(script in text and "Boo" in text for text in texts)
    assert any("Depots scan every parcel" in text for text in texts)


def test_exports_of_specs_that_are_not_one_say_which(root: Path) -> None:
    export = run(root / "specs", "sphinxcontrib_spec", "export", "--to", "json")
    assert (export.status, export.out) == (2, "")
    last = export.err.splitlines()[-1]
    assert re.fullmatch(r"Error: two specs have the slug '.*': .*\.md and .*\.md", last)


def test_all_others_are_exported_as_data(root: Path) -> None:
    pages = [page for page in bad_pages.ALL if page.is_markdown and page.slug]
    names = [str(root / "docs" / page.name) for page in pages]
    export = run(root, "sphinxcontrib_spec", "export", "--to", "json", *names)
    assert export.status == 0
    assert {entry["slug"] for entry in json.loads(export.out)["specs"]} == {
        page.slug for page in pages
    }
