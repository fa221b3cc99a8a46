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


CARDS = """\
Spec: Cards
===========

Background and Context
----------------------

.. grid:: 2

   .. grid-item-card:: What *waits*
      :link: https://harbour.example.org

      A lorry waits.

   .. grid-item-card:: Who

Goals
-----

.. tab-set::

   .. tab-item:: Now

      .. spec-goal:: 99 % of lorries leave within 12 minutes
"""


def test_cards_and_tabs_are_exported_as_what_they_show(project):
    project.write({"index.rst": CARDS})
    build = project.build("spec", extensions=["sphinx_design", "sphinxcontrib_spec"])
    text = (build.out / "spec-cards.md").read_text("utf-8")
    assert text.endswith(
        "## Background and Context\n**What _waits_**\n\nA lorry waits.\n\n"
        "<https://harbour.example.org>\n\n**Who**\n\n"
        "## Goals\n**Now**\n\n- 99 % of lorries leave within 12 minutes\n"
    )
    assert not [line for line in build.warnings if "not-exported" in line]
    (nested,) = (line for line in build.warnings if "[spec.item-misplaced]" in line)
    assert "index.rst:23: " in nested
    assert '(help: move it under "Goals" of a spec, outside any box, tab or list)' in nested


TEXT_NOTEBOOK = """\
---
file_format: mystnb
kernelspec:
  name: python3
---
# Spec: Belt Speed

## Goals
```{spec-goal} 99 % of bags arrive within 12 minutes
:id: arrive
```

- Noise stays below 70 dB

```{code-cell} python
print(12)
```



## Failure Modes
| Failure | Probability | Impact | Mitigation |
|---|---|---|---|
| The belt stops | Low | High | Bags are carried |
"""


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ["belt.md", "spec-belt-speed.md"])
def test_a_notebook_that_is_text_has_its_items_however_its_lines_are_counted(project, name):
    conf = (
        'extensions = ["myst_nb", "sphinxcontrib_spec"]\nnb_execution_mode = "off"\n'
        'source_suffix = {".rst": "restructuredtext", ".md": "myst-nb"}\n'
    )
    project.write({"conf.py": conf, "index.rst": INDEX, name: TEXT_NOTEBOOK})
    build = project.build()
    assert not [line for line in build.warnings if "SPEC121" in line]
    page = build.pages[name.removesuffix(".md")]
    assert re.findall(r'<(?:li|tr)[^>]* id="([^"]*)"', page) == [
        "goal-arrive",
        "goal-noise-stays-below-70-db",
        "failure-mode-the-belt-stops",
    ]
    export = (build.out / "_specs" / "spec-belt-speed.md").read_text("utf-8")
    assert export == (
        "# Spec: Belt Speed\n\n## Goals\n- 99 % of bags arrive within 12 minutes <!-- #arrive -->\n"
        "- Noise stays below 70 dB\n\n```\nprint(12)\n```\n\n## Failure Modes\n"
        "| Failure | Probability | Impact | Mitigation |\n|---|---|---|---|\n"
        "| The belt stops | Low | High | Bags are carried |\n"
    )


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
    for name in ("req", "risk", "dec", "test", "team")
]
needs_links = {"replaces": {"incoming": "replaced by", "outgoing": "replaces"}}
needs_fields = {name: {"nullable": True, "schema": {"type": "string"}} for name in (
    "probability", "impact", "considered", "chosen")}
"""

NEEDS = """\
Delay notices
=============

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

.. team:: Harbour office
   :id: TEAM_1
"""

#: Needs in needs, titles of two lines, links of all sorts, and two documents.
MORE_NEEDS = """\
More notices
============

.. req:: Publish a delay
   within 60 s
   :id: REQ_2

   What is said first, of :need:`RISK_1`.

   .. req:: Publish 99 % of all delays
      :id: REQ_3

      What is said within.

   What is said last.

.. dec:: Source of times
   :id: DEC_2
   :links: DEC_1, RISK_1
   :replaces: DEC_1
   :considered: AIS, clock
   :chosen: clock

.. dec:: Source of names
   :id: DEC_0
   :links: DEC_1, TEAM_1
"""
MORE_GOALS = """\
.. spec-goal:: Publish a delay within 60 s
   :id: REQ_2

   What is said first, of :need:`RISK_1`.


   What is said last.

.. spec-goal:: Publish 99 % of all delays
   :id: REQ_3

   What is said within.

"""


def recipe(page="docs/tasks/from-sphinx-needs.md"):
    return {each.get("file"): each.text for each in snippets(page)}


def real_needs(folder, files):
    """What sphinx-needs itself writes of these pages."""
    (folder / "src").mkdir()
    for name, text in {
        "conf.py": f'{NEEDS_CONF}root_doc = "notices"\nversion = "1.0"\n',
        **files,
    }.items():
        (folder / "src" / name).write_text(text, "utf-8")
    words = ["-m", "sphinx", "-q", "-b", "needs", str(folder / "src"), str(folder / "real")]
    subprocess.run([sys.executable, *words], check=True)


def converted(folder) -> str:
    """Make pages of the needs in a folder; what the recipe says to that."""
    words = ["-c", recipe()["needs_to_specs.py"], str(folder / "needs.json"), str(folder)]
    return subprocess.run(
        [sys.executable, *words], check=True, capture_output=True, encoding="utf-8"
    ).stderr


def test_real_needs_become_the_same_page_as_those_of_the_documentation(tmp_path):
    """What sphinx-needs writes today is what the recipe of the documentation reads."""
    real_needs(tmp_path, {"notices.rst": NEEDS})
    (tmp_path / "shown").mkdir()
    (tmp_path / "shown" / "needs.json").write_text(recipe()["needs.json"], "utf-8")
    said = {converted(tmp_path / name) for name in ("real", "shown")}
    assert said == {"TEAM_1: left out, as no kind stands for team\n"}
    pages = [(tmp_path / name / "notices.rst").read_text("utf-8") for name in ("real", "shown")]
    assert pages[0] == pages[1]
    assert pages[0].startswith("Spec: Delay notices\n===================\n")
    assert ":mitigates: RISK_1" in pages[0]
    assert ":verifies: REQ_1" in pages[0]


def test_needs_within_needs_are_items_once_and_links_that_mean_nothing_here_are_told(tmp_path):
    real_needs(tmp_path, {"notices.rst": NEEDS, "more.rst": f":orphan:\n\n{MORE_NEEDS}"})
    assert sorted(converted(tmp_path / "real").splitlines()) == [
        "DEC_0: left out its link to DEC_1 (links)",
        "DEC_0: left out its link to TEAM_1 (links)",
        "DEC_2: left out its link to DEC_1 (links)",
        "TEAM_1: left out, as no kind stands for team",
    ]
    page = (tmp_path / "real" / "more.rst").read_text("utf-8")
    assert MORE_GOALS in page
    assert page.index(":id: DEC_2") < page.index(":id: DEC_0"), "as they stand in the document"
    assert page.count(":supersedes: DEC_1\n") == page.count(":mitigates: RISK_1\n") == 1
