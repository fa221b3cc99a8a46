"""What Sphinx itself leaves as it was after an edit: no part of the law that incremental is clean.

Every case is built without our extension.
"""

from __future__ import annotations

from pathlib import Path

import pytest

CONF = 'html_theme = "basic"\n'
INDEX = "Depot\n=====\n\nSee :doc:`gate` and :py:mod:`gate`.\n\n.. toctree::\n   :glob:\n\n   *\n"
GATE = ".. _door:\n\nGate\n====\n\n.. py:module:: gate\n\n"

FILES = {
    "index.rst": INDEX,
    "belt.rst": 'Belt\n====\n\nAsk "them" at the :ref:`door`.\n\n.. include:: night.txt\n',
    "gate.rst": GATE,
    "night.txt": "Nights are quiet.\n",
}

#: What is changed, the builders that build after it in turn, and what is stale then.
CASES = {
    "the page of a deleted document": ({"gate.rst": None}, ["html"], "gate.html"),
    "the page of an index that is empty": (
        {"gate.rst": "Gate\n====\n"},
        ["html"],
        "py-modindex.html",
    ),
    "a title in the navigation": (
        {"gate.rst": GATE.replace("Gate", "Door")},
        ["html"],
        "belt.html",
    ),
    "a reference of another domain": (
        {"gate.rst": GATE.replace("Gate", "Door")},
        ["html"],
        "belt.html: >Gate<",
    ),
    "the search index": ({"gate.rst": None}, ["html"], "searchindex.js"),
    "an included file that another builder has read": (
        {"night.txt": "Nights are loud.\n"},
        ["text", "html"],
        "belt.html: Nights are quiet",
    ),
    "an option that another builder has read with": (
        {"conf.py": CONF + "smartquotes = False\n"},
        ["text", "html"],
        "belt.html: “them”",
    ),
    "quotes, which are not smart for the builder that has read them": (
        {"belt.rst": 'Belt\n====\n\nAsk "him".\n'},
        ["text", "html"],
        "belt.html: &quot;him&quot;",
    ),
    "a toctree that another builder has read": (
        {"gate.rst": None},
        ["text", "html"],
        "index.html: gate.html",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_sphinx_alone_leaves_stale(project, case):
    edits, builders, stale = CASES[case]
    project.write(FILES | {"conf.py": CONF})
    project.build("html")
    project.build("text")
    for name, text in edits.items():
        if text is None:
            project.remove(name)
        else:
            project.write({name: text})
    for builder in builders:
        left = project.build(builder).out
    fresh = project.build("html", fresh=True).out
    name, _, words = stale.partition(": ")
    assert differ(left / name, fresh / name)
    if words:
        assert words in (left / name).read_text(encoding="utf-8")
        assert words not in (fresh / name).read_text(encoding="utf-8")


def differ(left: Path, fresh: Path) -> bool:
    return not fresh.exists() or left.read_bytes() != fresh.read_bytes()
