"""What a spec says is text in every output: nothing that it holds runs, includes or formats."""

from __future__ import annotations

import ast
import json
import pickle
import re
import shutil
import zipfile
import zlib
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from babel.messages.pofile import read_po
from conftest import Project
from docutils import nodes
from markdown_it import MarkdownIt

import sphinxcontrib_spec
from sphinxcontrib_spec.pages import write_myst
from sphinxcontrib_spec.reader import read

PAYLOADS = {
    "script": "<script>steal(1)</script>",
    "handler": "<img src=x onerror=steal(2)>",
    "svg": "\"><svg onload='steal(3)'>",
    "scheme": "<a href='javascript:steal(4)'>x",
    "jinja": "{{ 7*7 }}{% include 'conf.py' %}{# gone #}",
    "latex": r"\input{/etc/passwd} \write18{steal} 1^^41 50% & #1 ~x_1$ \end{document}",
    "math": r"$\input{x}$ costs 5$",
    "roff": r".so /etc/passwd \fBbold\fR \n(.g",
    "quote": r"'sy steal \fI",
    "texinfo": "@include /etc/passwd @c {gone} @end ignore",
    "graphviz": r'"]; a [URL="x:steal", label="l"]; b ["',
    "python": "{0.__class__} %(app)s ${HOME} $(id)",
}

#: A line of an inventory that is ours: name, kind, priority, address and title.
OBJECT = re.compile(r"\S+ spec:(?P<kind>\S+) -?\d+ (?P<uri>\S*) (?P<title>.*)")

#: A spec that says a text wherever one may be said; N tells the places apart.
TEMPLATE = """\
# Spec: {p} N
**Status:** Draft {p} N
**Date:** 2026-05-04
**Author:** {p} N
**Team:** {p} N

## Problem Statement
{p} N

## Goals
- {p} N
- Second <!-- #{p} -->

## Non-Goals
- {p} N

## {p} N

- {p} N

## Design

### API / Interface
```text
{r} N
```

### Data Model
```{p}
code
```

### Workflow / Sequence
1. {p} N

### Key Design Decisions
| Decision | Options Considered | Chosen | Rationale | {c} N |
|---|---|---|---|---|
| {c} N | {c} N | {c} N | {c} N | {c} N |

## Failure Modes
| Failure | Probability | Impact | Mitigation |
|---|---|---|---|
| {c} N | {c} N | {c} N | {c} N |

## Success Metrics
- {p} N

## Open Questions
1. {p} N — Owner: {p} N, Deadline: {p} N

## Appendix
{p} N

[{b} N](https://example.org "{t} N") ![{a} N](https://example.org/x.png)
"""

#: The same on a page in RST, with directives and all of their options.
RST = """\
=============
Spec: {p} N
=============

:Status: Draft {p} N
:Author: {p} N
:Team: {p} N

Problem Statement
=================
{p} N

Goals
=====

.. spec-goal:: {p} N
   :id: {p}
   :class: {p}
   :nonsense: {p}

   {p} N

Non-Goals
=========

* Second

  {p} N

{p} N
=====================================================================================

* {p} N

Design
======

API / Interface
---------------

.. code-block:: text

   {r} N

Key Design Decisions
--------------------

.. spec-decision:: {p} N
   :options: {p} N
   :chosen: {p} N

   {p} N

.. list-table::
   :header-rows: 1

   * - Decision
     - Options Considered
     - Chosen
     - Rationale
     - {p} N
   * - {p} N
     - {p} N
     - {p} N
     - {p} N
     - {p} N

Failure Modes
=============

.. failure-mode:: {p} N
   :probability: {p} N
   :impact: {p} N

   {p} N

Success Metrics
===============

.. success-metric:: {p} N

Open Questions
==============

.. open-question:: {p} N
   :owner: {p} N
   :deadline: {p} N

Appendix
========

{p} N

`{p} N <https://example.org>`__
"""

SURFACES = ("md", "myst", "rst")


def markdown(payload):
    """How an author writes each form of a text that is meant as it is."""
    plain = re.sub(r"([*`\[_])", r"\\\1", payload)
    return {
        "p": plain,
        "r": payload,
        "c": plain.replace("|", r"\|"),
        "b": plain.replace("]", r"\]"),
        "a": plain.replace("]", r"\]"),
        "t": plain.replace('"', r"\""),
    }


def rst(payload):
    """The same in RST, where a backslash escapes anything."""
    return {"p": re.sub(r"([\\*`|_<])", r"\\\1", payload), "r": payload}


def filled(template, said, mark):
    """The template with a text in every place, each of which is known by a mark and a number."""
    text = re.sub(r"\{([prcbta])\}", lambda field: said[field[1]], template)
    numbers = iter(range(100))
    return re.sub(r"\bN\b", lambda _: f"Q{next(numbers)}{mark}Q", text)


def pages():
    """Every payload on every surface, each spec with a title of its own."""
    found = {}
    for name, payload in PAYLOADS.items():
        found[f"{name}-md.md"] = filled(TEMPLATE, markdown(payload), f"{name}md")
        spec = read(filled(TEMPLATE, markdown(payload), f"{name}myst"))
        found[f"{name}-myst.md"] = write_myst(spec)
        found[f"{name}-rst.rst"] = filled(RST, rst(payload), f"{name}rst")
    return found


WEB = ("html", "dirhtml", "singlehtml", "epub", "json")

CONF = """\
extensions = ["myst_parser", "sphinxcontrib_spec", "sphinx.ext.graphviz"]
html_sidebars = {"**": []}
smartquotes = False
copyright = version = "1"
linkcheck_ignore = [".*"]
suppress_warnings = ["spec", "misc.highlighting_failure", "image", "app.add_node"]
latex_documents = [("index", "all.tex", "All", "Us", "manual")]
man_pages = [("index", "all", "All", [], 1)]
texinfo_documents = [("index", "all", "All", "Us", "all", "All", "All")]
"""
SUFFIX = {"xml": "xml", "pseudoxml": "pseudoxml"}

INDEX = "All\n===\n\n.. toctree::\n   :glob:\n\n   *\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The output of each builder, all made of one project."""
    project = Project(tmp_path_factory.mktemp("security"))
    project.write({"conf.py": CONF, "index.rst": INDEX, **pages()})
    outputs = {}

    def output(builder):
        if builder not in outputs:
            outputs[builder] = project.build(builder).out
        return outputs[builder]

    return output


class Page(HTMLParser):
    """What a browser would run on a page, and all text that it would show."""

    def __init__(self, text):
        super().__init__()
        self.runs, self.text = [], []
        self.hidden = 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.hidden += tag in ("script", "style")
        for name, value in attributes:
            said = value or ""
            if name.startswith("on") or re.match(r"\s*(javascript|data|x):", said):
                self.runs.append((tag, name, said))
            if name in ("title", "alt"):
                self.text.append(said)

    def handle_endtag(self, tag):
        self.hidden -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.hidden:
            self.text.append(data)
        elif "steal" in data:
            self.runs.append(("script", "", data))


def texts(out, builder):
    """All pages of a builder of HTML."""
    if builder == "json":
        for path in out.rglob("*.fjson"):
            data = json.loads(path.read_text(encoding="utf-8"))
            yield path.name, data.get("body", "") + data.get("toc", "")
    elif builder == "epub":
        with zipfile.ZipFile(next(out.glob("*.epub"))) as book:
            for name in book.namelist():
                if name.endswith((".xhtml", ".ncx", ".opf")):
                    yield name, book.read(name).decode()
    else:
        for path in out.rglob("*.html"):
            yield path.name, path.read_text(encoding="utf-8")


@pytest.mark.parametrize("builder", WEB)
def test_nothing_runs_on_a_page_and_everything_is_shown(built, builder):
    shown = []
    for name, text in texts(built(builder), builder):
        page = Page(text)
        assert page.runs == [], name
        shown += page.text
        if builder == "epub":
            ElementTree.fromstring(text)
    assert_all_shown("".join(shown), but=("a",))


def assert_all_shown(text, *, but=()):
    """Every payload stands in the text wherever it was said, but for white space."""
    text = re.sub(r"\s+", "", text)
    missing = []
    for name, payload in PAYLOADS.items():
        said = re.sub(r"\s+", "", payload)
        for surface in SURFACES:
            template = RST if surface == "rst" else TEMPLATE
            for number, field in enumerate(re.findall(r"\{(\w)\} N\b", template)):
                mark = f"Q{number}{name}{surface}Q"
                if field not in but and f"{said}{mark}" not in text:
                    missing.append((mark, text[max(text.find(mark) - len(said) - 20, 0) :][:120]))
    assert missing == []


def test_latex_runs_no_command_of_a_spec(built):
    text = (built("latex") / "all.tex").read_text(encoding="utf-8")
    assert text.count(r"\end{document}") == 1
    assert not re.search(r"\\(input|write18) *\{(/etc|steal)", text)
    # Code stands in a verbatim environment, where only the backslash and braces act.
    verbatim = r"\\begin\{sphinxVerbatim\}.*?\\end\{sphinxVerbatim\}"
    prose = re.sub(verbatim, "", text, flags=re.DOTALL)
    said = [line for line in prose.split("\n") if "passwd" in line or "costs 5" in line]
    assert len(said) > 100
    for line in said:
        assert not re.search(r"(?<!\\)[$%&#^]", line), line


def test_man_and_texinfo_run_no_command_of_a_spec(built):
    text = (built("man") / "all.1").read_text(encoding="utf-8")
    assert not re.search(r"^[.'](so|sy)\b", text, re.MULTILINE)
    assert not re.search(r"(?<!\\e)\\(fBbold|fI$|n\(\.g)", text, re.MULTILINE)
    assert text.count(r"\efBbold\efR") > 80
    text = (built("texinfo") / "all.texi").read_text(encoding="utf-8")
    assert not re.search(r"(?<!@)@(include /etc|c (@\{)?gone|end ignore)", text)
    assert text.count("@@include /etc/passwd") > 80


@pytest.mark.parametrize("builder", ["xml", "pseudoxml"])
def test_doctrees_hold_everything_as_text(built, builder):
    shown = []
    for path in sorted(built(builder).glob(f"*-*.{builder}")):
        text = path.read_text(encoding="utf-8")
        if builder == "xml":
            root = ElementTree.fromstring(text)
            shown += root.itertext()
            shown += (node.get("reftitle", "") for node in root.iter("reference"))
        else:
            shown.append(text)
    assert_all_shown("".join(shown), but=("a",))


def test_the_text_builder_leaves_nothing_out(built):
    text = "".join(path.read_text(encoding="utf-8") for path in built("text").glob("*.txt"))
    for name in PAYLOADS:
        for surface in SURFACES:
            template = RST if surface == "rst" else TEMPLATE
            fields = re.findall(r"\{(\w)\} N\b", template)
            marks = {f"Q{n}{name}{surface}Q" for n, field in enumerate(fields) if field != "t"}
            assert {mark for mark in marks if mark not in text} == set()


def test_catalogues_hold_what_is_said_and_nothing_else(tmp_path):
    """A message is markup as it was written; code, HTML and hover titles are not translated."""
    project = Project(tmp_path)
    project.write({"conf.py": CONF, "index.rst": INDEX, **pages()})
    catalogues = sorted(project.build("gettext").out.glob("*-*.pot"))
    assert len(catalogues) == len(PAYLOADS) * len(SURFACES)
    for path in catalogues:
        name, _, surface = path.stem.partition("-")
        if surface != "rst" and PAYLOADS[name].startswith("<"):
            continue  # a line that begins with HTML is HTML
        with path.open("rb") as file:
            said = "".join(str(message.id) for message in read_po(file))
        fields = re.findall(r"\{(\w)\} N\b", RST if surface == "rst" else TEMPLATE)
        for number, field in enumerate(fields):
            assert field in "rta" or f"Q{number}{name}{surface}Q" in said, (path, number)


def test_an_export_of_a_page_holds_everything_as_text(built):
    """What Markdown, HTML and all, was made of text in RST is the same text again."""
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    rendered = []
    for name in PAYLOADS:
        title = rst(PAYLOADS[name])["p"]
        (path,) = (
            path
            for path in built("spec").glob("spec-*.md")
            if f"Q0{name}rstQ" in path.read_text("utf-8")
        )
        tokens = parser.parse(path.read_text("utf-8"))
        inner = [child for token in tokens for child in (token, *(token.children or ()))]
        html = [token.content for token in inner if token.type in ("html_block", "html_inline")]
        assert [each for each in html if not re.fullmatch(r"<!--.*-->|<br>", each)] == [], title
        links = {str(token.attrs.get("href")) for token in inner if token.type == "link_open"}
        assert {each for each in links if not re.match("https://example.org|#", each)} == set()
        rendered += [
            token.content for token in inner if token.type in ("text", "fence", "code_inline")
        ]
    text = re.sub(r"\s+", "", "".join(rendered))
    for name, payload in PAYLOADS.items():
        said = re.sub(r"\s+", "", payload)
        for number, _ in enumerate(re.findall(r"\{(\w)\} N\b", RST)):
            assert f"{said}Q{number}{name}rstQ" in text, (name, number)


def test_linkcheck_asks_for_no_other_address(built):
    found = (built("linkcheck") / "output.json").read_text("utf-8").splitlines()
    asked = {link["uri"] for link in map(json.loads, found)}
    assert {each for each in asked if not re.match("https://example.org|#", each)} == set()
    assert asked


def test_indexes_hold_everything_as_data(built):
    """The search reads JSON and nothing else; an inventory has a line an item, and no other."""
    text = (built("html") / "searchindex.js").read_text("utf-8")
    index = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))
    assert all(f"Q0{name}{each}Q" in str(index["titles"]) for name in PAYLOADS for each in SURFACES)
    *_header, packed = (built("html") / "objects.inv").read_bytes().split(b"\n", 4)
    lines = zlib.decompress(packed).decode().splitlines()
    items = [OBJECT.fullmatch(line) for line in lines if " spec:" in line]
    assert all(items)
    assert sum(item["kind"] == "spec" for item in items) == len(PAYLOADS) * len(SURFACES)
    for item in items:
        assert re.fullmatch(r"[a-z]+-(md|myst|rst)\.html(#.*)?", item["uri"]), item["uri"]
        # What is called as its id is has a dash there: a title that is all HTML.
        assert re.search(r"Q\d+[a-z]+Q|Second|^-$", item["title"]), item


def test_nothing_of_ours_is_raw(built):
    """No raw node that an author has not written comes from us: HTML and hard breaks do."""
    built("html")
    doctrees = list(built("html").parent.rglob("*.doctree"))
    assert len(doctrees) > len(PAYLOADS)
    for path in doctrees:
        for node in pickle.loads(path.read_bytes()).findall(nodes.raw):
            assert node["format"] == "html"
            assert re.fullmatch(r"\s*(</?(a|img)[^>]*>|<!--.*-->)?\s*", node.astext()), node


HARMLESS = {"files/finding.py", "cli/new.py"}


def test_no_text_of_a_user_is_run():
    """No module calls eval, exec, pickle or a shell; two ask git for names, with no shell."""
    root = Path(sphinxcontrib_spec.__file__).parent
    for path in sorted(root.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        modules = {
            alias.name.partition(".")[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.Import)
            for alias in node.names
        } | {
            (node.module or "").partition(".")[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and not node.level
        }
        attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not names & {"eval", "exec", "compile", "__import__"}, path
        assert not modules & {"pickle", "marshal", "shelve", "ctypes"}, path
        assert not attributes & {"system", "popen", "check_output"}, path
        assert "subprocess" not in modules or path.relative_to(root).as_posix() in HARMLESS
        shells = [node for node in ast.walk(tree) if isinstance(node, ast.keyword)]
        assert not [node for node in shells if node.arg == "shell"], path


TITLES = {
    "../../up": "spec-up.md",
    "/etc/passwd": "spec-etc-passwd.md",
    "CON": "spec-con.md",
    "a\0b": "spec-a-b.md",
    "x" * 5000: f"spec-{'x' * 80}.md",
    "..": "spec-untitled.md",
    "\u202e txt.exe": "spec-txt-exe.md",
    "C:\\\\Windows": "spec-c-windows.md",
}


def test_no_title_leads_out_of_the_folder(tmp_path):
    project = Project(tmp_path)
    pages = {f"p{n}.md": f"# Spec: {title}\n" for n, title in enumerate(TITLES)}
    project.write({"conf.py": CONF, "index.rst": INDEX, **pages})
    before = set(tmp_path.rglob("*"))
    build = project.build("spec")
    assert {path.name for path in build.out.glob("*.md")} == set(TITLES.values())
    new = set(tmp_path.rglob("*")) - before
    assert all(path.is_relative_to(tmp_path / "builds") for path in new)
    project.build()
    assert {path.name for path in project.build().out.glob("_specs/*")} == set(TITLES.values())


@pytest.mark.parametrize("builder", ["spec", "html"])
def test_an_export_does_not_follow_a_link_out_of_its_folder(tmp_path, builder):
    """A file of an export's name that is a link is replaced, and what it led to stays."""
    project = Project(tmp_path)
    project.write({"conf.py": CONF, "index.rst": INDEX, "spec-x.md": "# Spec: X\n"})
    out = project.build(builder).out
    folder = out / "_specs" if builder == "html" else out
    victim = tmp_path / "victim"
    victim.write_text("mine", encoding="utf-8")
    (folder / "spec-x.md").unlink()
    (folder / "spec-x.md").symlink_to(victim)
    project.write({"spec-x.md": "# Spec: X\n\nMore.\n"})
    project.build(builder)
    assert victim.read_text(encoding="utf-8") == "mine"
    assert "More." in (folder / "spec-x.md").read_text(encoding="utf-8")
    assert not (folder / "spec-x.md").is_symlink()


@pytest.mark.parametrize("name", ["_specs", "_specs/spec-files", "_specs/spec-files/sub"])
def test_a_folder_of_exports_that_is_a_link_is_replaced(tmp_path, name):
    project = Project(tmp_path)
    page = "# Spec: X\n\n![](sub/a.png)\n"
    project.write({"conf.py": CONF, "index.rst": INDEX, "spec-x.md": page, "sub/a.png": b"x"})
    out = project.build().out
    victim = tmp_path / "victim"
    victim.mkdir()
    (victim / "spec-mine.md").write_text("mine", encoding="utf-8")
    shutil.rmtree(out / name)
    (out / name).symlink_to(victim)
    project.build()
    assert [path.name for path in victim.iterdir()] == ["spec-mine.md"]
    assert (out / "_specs/spec-files/sub/a.png").read_bytes() == b"x"
    assert not (out / name).is_symlink()


def test_a_listing_cannot_make_a_build_delete_other_files(tmp_path):
    project = Project(tmp_path)
    project.write({"conf.py": CONF, "index.rst": INDEX, "spec-x.md": "# Spec: X\n"})
    out = project.build("spec").out
    (tmp_path / "spec-victim.md").write_text("mine", encoding="utf-8")
    names = ["../../../spec-victim", "../" * 9 + "etc/passwd", "a/../../spec-victim", "\0", 7, None]
    listing = {"version": 1, "specs": [{"slug": name} for name in names]}
    (out / "specs.json").write_text(json.dumps(listing), encoding="utf-8")
    project.build("spec")
    assert (tmp_path / "spec-victim.md").exists()
