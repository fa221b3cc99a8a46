"""The demo as a reader meets it: every builder takes it without a warning and shows every item."""

from __future__ import annotations

import html
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from sphinx.testing.util import SphinxTestApp

from sphinxcontrib_spec.ext.domain import SpecDomain
from sphinxcontrib_spec.ext.environment import page_file
from sphinxcontrib_spec.items import title
from sphinxcontrib_spec.markup import inline

DEMO = Path(__file__).parents[1] / "docs" / "demo"
CONF = 'extensions = ["sphinxcontrib_spec"]\n'
INDEX = "New\n===\n\n.. toctree::\n   :glob:\n\n   *\n"

#: Where each builder's output has its text, and what markup to take off before looking at it.
BUILDERS = {
    "html": ("*.html", r"<[^>]*>"),
    "dirhtml": ("**/*.html", r"<[^>]*>"),
    "singlehtml": ("index.html", r"<[^>]*>"),
    "latex": ("*.tex", r"\\[a-zA-Z]+|\{\\textquotesingle\}"),
    "text": ("*.txt", r"\n[^\n]*\+[-=+]+\n"),
    "man": ("*.1", r"\\\(aq|\\f[A-Z]|^\.[A-Z]+|\\[&-]"),
    "texinfo": ("*.texi", r"@[a-z]+"),
    "epub": ("*.xhtml", r"<[^>]*>"),
    "xml": ("*.xml", r"<[^>]*>"),
    "pseudoxml": ("*.pseudoxml", r"^ *<[^>]*>$"),
    "json": ("*.fjson", r"<[^>]*>"),
    "gettext": ("*.pot", r"^#.*"),
    "spec": ("*.md", r""),
}


def built(source: Path, out: Path, builder: str) -> tuple[SphinxTestApp, str]:
    app = SphinxTestApp(builder, srcdir=source, builddir=out, confoverrides={"nitpicky": True})
    try:
        app.build()
        return app, app.warning.getvalue()
    finally:
        app.cleanup()


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def titles(app: SphinxTestApp) -> list[str]:
    domain = app.env.domains["spec"]
    assert isinstance(domain, SpecDomain)
    return [
        inline.plain(title(item))
        for docname in domain.lookup.owners()
        for item in page_file.read(domain.kept_file(docname)).spec.items()
    ]


@pytest.mark.parametrize("builder", BUILDERS)
def test_every_builder_takes_the_demo_and_shows_every_item(builder, tmp_path):
    source = shutil.copytree(DEMO, tmp_path / "src")
    app, warnings = built(source, tmp_path / "out", builder)
    assert warnings == ""
    glob, markup = BUILDERS[builder]
    if builder == "epub":
        with zipfile.ZipFile(next(Path(app.outdir).glob("*.epub"))) as book:
            book.extractall(app.outdir)
    text = "\n".join(path.read_text("utf-8") for path in sorted(Path(app.outdir).glob(glob)))
    if builder == "json":
        found = (json.loads(path.read_text("utf-8")) for path in Path(app.outdir).glob(glob))
        text = "\n".join(page.get("body", "") for page in found)
    if markup:
        text = re.sub(markup, "", text, flags=re.MULTILINE)
    shown = letters(html.unescape(text))
    wanted = titles(app)
    assert len(wanted) > 40
    if builder == "text":
        # A cell's words stand in columns, line by line: each word is looked for.
        missing = [word for each in wanted for word in each.split() if letters(word) not in shown]
    else:
        missing = [each for each in wanted if letters(each) not in shown]
    assert missing == []


def test_links_of_ours_are_none_to_check(tmp_path):
    source = shutil.copytree(DEMO, tmp_path / "src")
    with (source / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write("linkcheck_ignore = ['https://.*']\n")
    app, warnings = built(source, tmp_path / "out", "linkcheck")
    assert warnings == ""
    found = Path(app.outdir, "output.json").read_text("utf-8").splitlines()
    checked = {(link["uri"][:1], link["status"]) for link in map(json.loads, found)}
    assert checked == {("h", "ignored"), ("#", "unchecked")}


def test_exports_dropped_into_a_new_project_keep_every_link(tmp_path):
    _, warnings = built(shutil.copytree(DEMO, tmp_path / "src"), tmp_path / "out", "spec")
    assert warnings == ""
    new = tmp_path / "new"
    new.mkdir()
    for name in ("spec-locker-event-log.md", "spec-offline-pickup-codes.md"):
        shutil.copy(tmp_path / "out" / "spec" / name, new)
    (new / "conf.py").write_text(CONF, "utf-8")
    (new / "index.rst").write_text(INDEX, "utf-8")
    app, warnings = built(new, tmp_path / "new-out", "html")
    assert warnings == ""
    pages = {
        path.name: path.read_text("utf-8") for path in Path(app.outdir).glob("spec-[lo]*.html")
    }
    links = [
        (name, href)
        for name, page in pages.items()
        for href in re.findall(r'<a class="reference internal" href="([^"]*)"', page)
    ]
    assert any("spec-" in href for _, href in links)
    for name, href in links:
        file, _, anchor = href.partition("#")
        if (file or name) in pages and anchor:
            assert f'id="{anchor}"' in pages[file or name], href
