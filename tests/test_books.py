"""The demo as a printed book and as an e-book, by TeX and epubcheck: `tox run -e pdf`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from sphinx.testing.util import SphinxTestApp
from test_ext_security import CONF, INDEX, pages

DEMO = Path(__file__).parents[1] / "docs" / "demo"

pytestmark = pytest.mark.skipif(
    "BOOKS" not in os.environ, reason="only `tox run -e pdf` takes the time"
)


def program(name, packages):
    """Where a program is that no Python package brings."""
    found = shutil.which(name)
    assert found, f"there is no {name}: install Debian's {packages}, or what holds it elsewhere"
    return Path(found)


def made(source, out, builder):
    app = SphinxTestApp(builder, srcdir=source, builddir=out)
    try:
        app.build()
    finally:
        app.cleanup()
    return Path(app.outdir)


@pytest.fixture(params=["demo", "security"])
def source(request, tmp_path):
    """The demo, and the specs that try to be commands."""
    folder = tmp_path / "src"
    if request.param == "demo":
        return shutil.copytree(DEMO, folder)
    folder.mkdir()
    for name, text in {"conf.py": CONF, "index.rst": INDEX, **pages()}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_latex_makes_a_book_without_an_error(source, tmp_path):
    program("latexmk", "latexmk, tex-gyre, texlive-fonts-recommended and texlive-latex-extra")
    folder = made(source, tmp_path / "out", "latex")
    (main,) = folder.glob("*.tex")
    command = ["latexmk", "-pdf", "-interaction=nonstopmode", "-halt-on-error", main.name]
    run = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    log = main.with_suffix(".log").read_text(encoding="utf-8", errors="replace")
    assert run.returncode == 0, log[-3000:]
    assert not re.search(r"^LaTeX Warning: .*undefined|^!", log, re.MULTILINE)
    assert "root:x:0" not in log
    assert main.with_suffix(".pdf").read_bytes().startswith(b"%PDF")


def test_epubcheck_finds_nothing(tmp_path):
    checker = program("epubcheck", "epubcheck").resolve()
    source = shutil.copytree(DEMO, tmp_path / "src")
    (book,) = made(source, tmp_path / "out", "epub").glob("*.epub")
    # Debian's is an archive, which not every machine runs by itself.
    command = ["java", "-jar", checker] if checker.suffix == ".jar" else [checker]
    run = subprocess.run([*command, book], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "No errors or warnings detected" in run.stdout
