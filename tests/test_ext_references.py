"""References to items and specs from anywhere, however they are said: each leads there."""

from __future__ import annotations

import re

import pytest

HEAD = "**Status:** Draft\n**Date:** 2026-05-04\n**Author:** L. Fuchs\n\n"
TARGET = (
    f"# Spec: Tram Doors\n{HEAD}## Failure Modes\n"
    "| Failure | Probability | Impact | Mitigation |\n|---|---|---|---|\n"
    "| A *door* stays <open> | Low | High | The driver sees a lamp |\n"
)
ANCHOR = "failure-mode-a-door-stays-open"
HOVER = "Failure mode: A door stays &lt;open&gt; (Tram Doors)"
CONF = (
    "extensions = ['myst_parser', 'sphinxcontrib_spec']\nhtml_sidebars = {'**': []}\n"
    "nitpicky = True\nspec_select = ['SPEC7']\ncopyright = version = '1'\n"
    "myst_enable_extensions = ['colon_fence', 'attrs_inline']\n"
)

#: Each way to say it, and whether it shows a text of its own.
RST = {
    ":spec:failure-mode:`a-door-stays-open`": False,
    ":spec:failure-mode:`tram-doors.a-door-stays-open`": False,
    f":spec:ref:`{ANCHOR}`": False,
    f":spec:ref:`own <tram-doors.{ANCHOR}>`": True,
    f":any:`{ANCHOR}`": False,
    f":any:`own <tram-doors.{ANCHOR}>`": True,
    f"`own <spec-tram-doors.md#{ANCHOR}>`__": True,
}
MYST = {
    "{spec:failure-mode}`a-door-stays-open`": False,
    f"{{spec:ref}}`own <{ANCHOR}>`": True,
    f"{{any}}`tram-doors.{ANCHOR}`": False,
    f"[](#{ANCHOR})": False,
    f"[own](#{ANCHOR})": True,
    f"[own](#tram-doors.{ANCHOR})": True,
    f"[own](spec-tram-doors.md#{ANCHOR})": True,
    f"[](spec-tram-doors.md#{ANCHOR})": False,
    f"[own](./spec-tram-doors.md#{ANCHOR})": True,
    f"[own](/spec-tram-doors.md#{ANCHOR})": True,
    f"[own](project:spec-tram-doors.md#{ANCHOR})": True,
    f"<project:spec-tram-doors.md#{ANCHOR}>": False,
    f"<project:#{ANCHOR}>": False,
    f"[own][door]\n\n[door]: #{ANCHOR}": True,
    f"[*own*](#{ANCHOR})": True,
}

#: Where it stands, in RST and in MyST.
PLACES = {
    "a page": ("page.{}", "{0}", "{0}"),
    "a list": ("page.{}", "* x\n\n  * {0}", "- x\n  - {0}"),
    "a table": ("page.{}", ".. list-table::\n\n   * - {0}", "| x |\n|---|\n| {0} |"),
    "a note": ("page.{}", ".. note::\n\n   {0}", "```{{note}}\n{0}\n```"),
    "a footnote": ("page.{}", "x [#a]_\n\n.. [#a] {0}", "x [^a]\n\n[^a]: {0}"),
    "a heading": ("page.{}", "{0}\n" + "-" * 90, "## {0}"),
    "a goal": (
        "page.{}",
        "Spec: Bus\n================\n\nGoals\n-----\n\n.. spec-goal:: Doors {0}\n",
        f"# Spec: Bus\n{HEAD}## Goals\n- Doors {{0}}\n",
    ),
    "an item's body": (
        "page.{}",
        "Spec: Bus\n================\n\nGoals\n-----\n\n.. spec-goal:: Doors\n\n   {0}\n",
        "# Spec: Bus\n\n## Goals\n```{{spec-goal}} Doors\n\n{0}\n```\n",
    ),
    "a cell": (
        "page.{}",
        "Spec: Bus\n================\n\nFailure Modes\n-------------\n\n.. failure-mode:: Fire\n\n   {0}\n",
        f"# Spec: Bus\n{HEAD}## Failure Modes\n| Failure | Mitigation |\n|---|---|\n| Fire | {{0}} |\n",
    ),
}


def page(place, surface, said):
    name, in_rst, in_myst = PLACES[place]
    body = (in_rst if surface == "rst" else in_myst).format(said)
    if not body.lstrip("# ").startswith("Spec:"):
        body = f"Page\n====\n\n{body}" if surface == "rst" else f"# Page\n\n{body}"
    return name.format(surface), body + "\n"


def found(body):
    """The links on a page, as their address, hover title and words."""
    links = re.findall(r'<a class="[^"]*" href="([^"]*)"(?: title="([^"]*)")?>(.*?)</a>', body)
    return [
        (href, title, re.sub("<[^>]*>", "", words))
        for href, title, words in links
        if href.startswith("spec-tram-doors")
    ]


@pytest.mark.parametrize("place", PLACES)
def test_every_way_leads_there_from_every_place(project, place):
    project.write({"conf.py": CONF, "spec-tram-doors.md": TARGET})
    names, shown = [], {}
    for surface, ways in (("rst", RST), ("md", MYST)):
        for number, (way, is_own) in enumerate(ways.items()):
            if "\n" in way and place != "a page":
                continue
            if f"](#{ANCHOR})" in way and "Spec: Bus" in "".join(PLACES[place]):
                continue  # in the file of a spec this means that file, wherever it is read
            name, text = page(place, surface, way)
            name = name.replace("page", f"{surface}{number}")
            # Each is a spec of its own, if it is one.
            project.write({name: text.replace("Spec: Bus", f"Spec: Bus {surface} {number}")})
            names.append(f"{surface}{number}")
            shown[names[-1]] = "own" if is_own else "A door stays &lt;open&gt;"
    listed = "".join(f"   {name}\n" for name in [*names, "spec-tram-doors"])
    project.write({"index.rst": f"All\n===\n\n.. toctree::\n\n{listed}"})
    build = project.build()
    assert build.warnings == []
    for name in names:
        href = f"spec-tram-doors.html#{ANCHOR}"
        assert found(build.pages[name]) == [(href, HOVER, shown[name])], name


@pytest.mark.parametrize("builder", ["singlehtml", "latex", "text", "man", "texinfo", "epub"])
def test_every_way_leads_there_in_every_builder(project, builder):
    said = "\n\n".join(RST), "\n\n".join(MYST)
    project.write(
        {
            "conf.py": CONF,
            "spec-tram-doors.md": TARGET,
            "r.rst": f"R\n=\n\n{said[0]}\n",
            "m.md": f"# M\n\n{said[1]}\n",
            "index.rst": "All\n===\n\n.. toctree::\n\n   r\n   m\n   spec-tram-doors\n",
        }
    )
    build = project.build(builder)
    assert build.warnings == []
    if builder == "singlehtml":
        text = (build.out / "index.html").read_text(encoding="utf-8")
        assert text.count(f'href="#tram-doors.{ANCHOR}"') == len(RST) + len(MYST) + 1
