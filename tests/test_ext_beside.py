"""Beside other extensions: nothing of theirs is lost, nothing of ours. `tox run -e beside` installs them."""

from __future__ import annotations

import itertools
import json
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from parcels import spec
from snippets import snippets

OTHERS = ("sphinx_needs", "sphinx_design", "myst_nb")
for name in (*OTHERS, "sphinx_autobuild"):
    pytest.importorskip(name)

CONF = """\
import sys
sys.path.insert(0, {src!r})
extensions = {extensions!r}
intersphinx_mapping = {{"yard": ("https://example.org/yard", {inventory!r})}}
nb_execution_mode = "off"
# Sphinx adds to its default, which apps of one process share.
source_suffix = {{".rst": "restructuredtext", ".md": "myst-nb", ".ipynb": "myst-nb"}}
html_theme = "basic"
nitpicky = True
"""

INDEX = """\
Depot
=====

.. toctree::
   :glob:

   *

.. card:: What if :spec:failure-mode:`gate-scanner.a-label-is-torn`?

   See :need:`LABELS` and :any:`decision-how-labels-are-read`.

.. automodule:: scanner
   :members:
"""

MODULE = '''\
"""Scans, as :spec:spec:`gate-scanner` has them."""


def scan() -> None:
    """Scan, and mind :spec:ref:`a-label-is-torn`."""
'''

BELT = """\
Spec: Belt
==========

:Status: Draft
:Date: 2026-04-21
:Author: R. Moreau

Failure Modes
-------------

.. failure-mode:: The belt stops
   :probability: Low
   :impact: High

   .. req:: Labels are read
      :id: LABELS

   Call :spec:decision:`yard-lights.decision-who-switches`.
"""

NOTEBOOK = {
    "cells": [
        {
            "cell_type": "markdown",
            "metadata": {},
            "source": ["# Notes\\n", "\\n", "See {spec:ref}`a-label-is-torn`."],
        }
    ],
    "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}


@pytest.fixture
def yard(project):
    """Another project, whose specs intersphinx finds."""
    project.write(
        {
            "index.rst": "Yard\n====\n\n.. toctree::\n   :glob:\n\n   spec-*\n",
            "spec-yard-lights.md": spec("Yard Lights", decision="Who switches"),
        }
    )
    inventory = (project.build().out / "objects.inv").read_bytes()
    project.remove("spec-yard-lights.md")
    project.write({"yard.inv": inventory})
    return project


def lay_out(project, extensions) -> None:
    inventory = str(project.src / "yard.inv")
    conf = CONF.format(src=str(project.src), extensions=extensions, inventory=inventory)
    project.write(
        {
            "conf.py": conf,
            "index.rst": INDEX,
            "scanner.py": MODULE,
            "belt.rst": BELT,
            "spec-gate-scanner.md": spec(background="See {spec:ref}`the-belt-stops`."),
            "notes.ipynb": json.dumps(NOTEBOOK),
        }
    )


@pytest.mark.parametrize("is_first", [True, False])
# What others still use of Sphinx is theirs to change.
@pytest.mark.filterwarnings("ignore")
def test_everything_is_there_whoever_is_set_up_first(yard, is_first):
    others = [*OTHERS, "sphinx.ext.autodoc", "sphinx.ext.intersphinx"]
    ours = ["sphinxcontrib_spec"]
    lay_out(yard, [*ours, *others] if is_first else [*others, *ours])
    for jobs in (0, 2):
        build = yard.build(fresh=True, jobs=jobs)
        # That a spec may hold directives which its export cannot say is ours to tell.
        assert not [line for line in build.warnings if "[spec." not in line]
        assert not [line for line in build.warnings if "reference" in line]
        link = 'href="spec-gate-scanner.html#failure-mode-a-label-is-torn"'
        assert build.pages["index"].count(link) == 2
        assert link in build.pages["notes"]
        assert 'class="sd-card' in build.pages["index"]
        assert 'href="belt.html#LABELS"' in build.pages["index"]
        assert (
            'href="https://example.org/yard/spec-yard-lights.html#decision-who'
            in build.pages["belt"]
        )
        assert 'id="failure-mode-the-belt-stops"' in build.pages["belt"]
        assert (build.out / "_specs" / "spec-gate-scanner.md").exists()
    assert yard.build("spec").out.joinpath("spec-belt.md").exists()


def test_autobuild_builds_once_for_each_change(yard):
    """Nothing that we write sets off another build."""
    lay_out(
        yard,
        [
            "sphinxcontrib_spec",
            "myst_nb",
            *OTHERS[:2],
            "sphinx.ext.autodoc",
            "sphinx.ext.intersphinx",
        ],
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    out, log = yard.root / "auto", yard.root / "log"
    command = [
        sys.executable,
        "-m",
        "sphinx_autobuild",
        str(yard.src),
        str(out),
        "--port",
        str(port),
    ]
    with log.open("wb") as said, subprocess.Popen(command, stdout=said, stderr=said) as server:
        try:
            wait(lambda: ended(log) == 1)
            quiet(log, 1)
            page = yard.src / "spec-gate-scanner.md"
            page.write_text(page.read_text().replace("A label is torn", "A label is wet"))
            wait(lambda: ended(log) == 2)
            quiet(log, 2)
        finally:
            server.terminate()
    assert "A label is wet" in (out / "spec-gate-scanner.html").read_text()
    assert "A label is wet" in (out / "_specs" / "spec-gate-scanner.md").read_text()


def ended(log: Path) -> int:
    """How many builds have ended."""
    return len(re.findall(r"^build (?:succeeded|finished)", log.read_text(), re.MULTILINE))


def wait(happened) -> None:
    for _ in itertools.repeat(None, 6000):
        if happened():
            return
        time.sleep(0.1)
    raise TimeoutError


def quiet(log: Path, builds: int) -> None:
    """Another build would begin within the time that a few builds take."""
    time.sleep(5)
    assert ended(log) == builds


# The way from sphinx-needs, as the documentation has it

NEEDS_CONF = """\
extensions = ["sphinx_needs"]
html_theme = "basic"
needs_types = [
    {"directive": name, "title": name, "prefix": "", "color": "#fff", "style": "node"}
    for name in ("req", "risk", "dec", "test")
]
needs_fields = {name: {"nullable": True, "schema": {"type": "string"}} for name in (
    "probability", "impact", "considered", "chosen")}
"""

NEEDS = """\
Notices
=======

.. req:: Publish a delay within 60 s of the position report
   :id: REQ_1

.. risk:: AIS receiver is offline
   :id: RISK_1
   :probability: Medium
   :impact: High

   The last estimate is shown with its age.

.. dec:: Source of positions
   :id: DEC_1
   :links: RISK_1
   :considered: AIS, crew app
   :chosen: AIS

   Crews have no hand free in a storm.

.. test:: 95 % of delays are published within 60 s over 30 days
   :id: TEST_1
   :links: REQ_1
"""


def test_real_needs_become_the_same_page_as_those_of_the_documentation(tmp_path):
    """What sphinx-needs writes today is what the recipe of the documentation reads."""
    given = {each.get("file"): each.text for each in snippets("docs/tasks/from-sphinx-needs.md")}
    src = tmp_path / "src"
    src.mkdir()
    (src / "conf.py").write_text(f'{NEEDS_CONF}root_doc = "notices"\nversion = "1.0"\n', "utf-8")
    (src / "notices.rst").write_text(NEEDS, "utf-8")
    words = [sys.executable, "-m", "sphinx", "-q", "-b", "needs", str(src), str(tmp_path / "real")]
    subprocess.run(words, check=True)
    (tmp_path / "shown").mkdir()
    (tmp_path / "shown" / "needs.json").write_text(given["needs.json"], "utf-8")
    pages = []
    for name in ("real", "shown"):
        words = [str(tmp_path / name / "needs.json"), str(tmp_path / name)]
        subprocess.run([sys.executable, "-c", given["needs_to_specs.py"], *words], check=True)
        pages.append((tmp_path / name / "notices.rst").read_text("utf-8"))
    assert pages[0] == pages[1]
    assert ":mitigates: RISK_1" in pages[0]
    assert ":verifies: REQ_1" in pages[0]
