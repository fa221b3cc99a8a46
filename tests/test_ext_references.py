"""References to items and specs from anywhere, however they are said: each leads there."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

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


NAMED = f"""\
# Spec: {{{{line}}}} Doors $n$
{HEAD}## Goals
- {{{{line}}}} doors shut in < {{{{seconds}}}} s & $x^2$ each <!-- #shut -->
- [ ] **Both** sides
  of {{{{line}}}}[^side] (c) <!-- #both -->

## Success Metrics
- {{{{seconds}}}} of 5 doors (verifies [{{{{line}}}} doors](#goal-shut)) <!-- #five -->

## Key Design Decisions
| Decision | Options Considered | Chosen | Rationale |
|---|---|---|---|
| {{{{line}}}} \\| lamps H<sub>2</sub>O <!-- #lamps --> | a | a | b |

## Open Questions
1. Who pays {{{{line}}}}? (blocks [lamps](#decision-lamps)) — Owner: {{{{line}}}}, Deadline: TBD <!-- #pays -->

[^side]: Left and right.
"""
CALLED = {
    "goal-shut": "Night Bus doors shut in < 3 s & x^2 each",
    "goal-both": "Both sides of Night Bus ©",
    "success-metric-five": "3 of 5 doors",
    "decision-lamps": "Night Bus | lamps H2O",
    "open-question-pays": "Who pays Night Bus?",
}
NAMING = CONF + (
    "myst_enable_extensions += ['substitution', 'dollarmath', 'replacements']\n"
    "myst_substitutions = {'line': 'Night **Bus**', 'seconds': '3'}\n"
)
POINTERS = "Spec: Page\n==========\n\n:spec:spec:`line-doors-n`\n\n" + "".join(
    f":spec:ref:`line-doors-n.{anchor}`\n\n" for anchor in CALLED
)


def titles(body):
    """What links to specs and items say, with what they say when the pointer is over them."""
    links = re.findall(r'title="([^"]*)"><span class="xref spec[^>]*>(.*?)</span></a>', body)
    return [tuple(unescape(each) for each in link) for link in links]


@pytest.mark.parametrize("surface", ["spec-doors.md", "excerpt.rst", "include.rst"])
def test_a_title_in_markdown_is_shown_as_its_page_shows_it(project, surface):
    """Substitutions, formulas and the like are no text; what is exported is what was written."""
    _title, _, rest = NAMED.partition(HEAD)
    page = {
        "spec-doors.md": NAMED,
        "excerpt.rst": "Spec: Line Doors n\n==================\n\n.. spec-markdown::\n\n"
        + "".join(f"   {line}".rstrip() + "\n" for line in rest.splitlines()),
        "include.rst": ".. spec-include:: ../doors.md\n",
    }
    home = f"All\n===\n\n.. toctree::\n\n   page\n   {surface.rpartition('.')[0]}\n"
    files = {"conf.py": NAMING, "index.rst": home, "../doors.md": NAMED, "page.rst": POINTERS}
    project.write({**files, surface: page[surface]})
    build = project.build(nitpicky=False)
    spec = "Line Doors n" if surface == "excerpt.rst" else "Night Bus Doors n"
    kinds = {"goal": "Goal", "succ": "Success metric", "deci": "Decision", "open": "Open question"}
    assert titles(build.pages["page"]) == [
        (f"Spec: {spec}", spec),
        *((f"{kinds[at[:4]]}: {words} ({spec})", words) for at, words in CALLED.items()),
    ]
    index = (build.out / "spec-index.html").read_text("utf-8")
    listed = re.findall(r'<code class="xref">(.*?)</code>', index)
    assert sorted(map(unescape, listed)) == sorted(["Page", spec, *CALLED.values()])
    back = (
        r'"spec-back-links">\(verified by <a [^>]*><span class="xref spec[^>]*>3 of 5 doors</span>'
    )
    assert re.search(back, build.pages[surface.rpartition(".")[0]])
    export = build.out / "_specs" / "spec-line-doors-n.md"
    assert NAMED.partition("## Goals")[2].partition("[^side]:")[0] in export.read_text("utf-8")
    text = project.build("spec", nitpicky=False).out / "specs.json"
    assert "Night Bus" not in text.read_text("utf-8")


GERMAN = {
    "Spec: Tram Doors": "Spec: Türen",
    "Doors shut": "Türen schließen",
    "Doors shut <!-- #shut -->": "Türen schließen <!-- #shut -->",
    "5 of 5 doors (verifies [Doors shut](#goal-shut))": "5 Türen (prüft [Schließen](#goal-shut))",
    "5 of 5 doors (verifies `Doors shut <#goal-shut>`__)": "5 Türen (prüft `Zu <#goal-shut>`__)",
    "A door stays open": "Eine Tür bleibt offen",
    "Who pays? — Owner: TBD, Deadline: TBD": "Wer zahlt? — Wer: TBD, Bis: TBD",
}
TRANSLATED = {
    "spec-doors.md": f"# Spec: Tram Doors\n{HEAD}## Goals\n- Doors shut <!-- #shut -->\n\n"
    "## Success Metrics\n- 5 of 5 doors (verifies [Doors shut](#goal-shut))\n\n"
    "## Failure Modes\n| Failure | Mitigation |\n|---|---|\n| A door stays open | Lamp |\n\n"
    "## Open Questions\n1. Who pays? — Owner: TBD, Deadline: TBD\n",
    "doors.rst": "Spec: Tram Doors\n================\n\nGoals\n-----\n\n"
    ".. spec-goal:: Doors shut\n   :id: shut\n\nSuccess Metrics\n---------------\n\n"
    "- 5 of 5 doors (verifies `Doors shut <#goal-shut>`__)\n\nFailure Modes\n-------------\n\n"
    ".. failure-mode:: A door stays open\n\nOpen Questions\n--------------\n\n"
    ".. open-question:: Who pays?\n   :owner: TBD\n   :deadline: TBD\n",
}


def translate(project, docname, words):
    catalog = Catalog(locale="de")
    for message, translation in words.items():
        catalog.add(message, translation)
    folder = project.src / "locales" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{docname}.po").open("wb") as file:
        write_po(file, catalog)


LONG = "Shut all five doors of a tram within three seconds"
RST_TITLES = (
    f"Spec: Tram Doors\n================\n\nGoals\n-----\n\n.. spec-goal:: {LONG}\n\n"
    "Success Metrics\n---------------\n\n.. success-metric:: 5 of 5 doors\n"
    f"   :verifies: {LONG}\n"
)
MYST_TITLES = (
    f"# Spec: Tram Doors\n{HEAD}## Goals\n```{{spec-goal}} {LONG}\n```\n\n"
    f"## Success Metrics\n```{{success-metric}} 5 of 5 doors\n:verifies: {LONG}\n```\n"
)
PLAIN_TITLES = RST_TITLES.replace(".. spec-goal::", "-")


@pytest.mark.parametrize(
    ("name", "text"),
    [("doors.rst", RST_TITLES), ("doors.rst", PLAIN_TITLES), ("spec-doors.md", MYST_TITLES)],
    ids=["rst", "plain", "myst"],
)
def test_a_translated_item_is_still_found_by_the_title_that_it_is_written_with(project, name, text):
    german = "Alle Türen einer Bahn in drei Sekunden schließen"
    docname = name.rpartition(".")[0]
    project.write(
        {
            "conf.py": CONF + "language = 'de'\nlocale_dirs = ['locales']\n",
            "index.rst": f"All\n===\n\n.. toctree::\n\n   {docname}\n\n:spec:goal:`{LONG}`\n",
            name: text,
        }
    )
    translate(project, docname, {LONG: german})
    build = project.build(fresh=True)
    assert not [each for each in build.warnings if "SPEC703" in each]
    assert [said for _hover, said in titles(build.pages["index"])] == [german]
    assert ("verified by", "5 of 5 doors") in [
        *re.findall(r"\((verified by) <a [^>]*><span [^>]*>(.*?)</span>", build.pages[docname])
    ]
    entry = json.loads((project.build("spec").out / "specs.json").read_text("utf-8"))["specs"][0]
    (link,) = entry["success_metrics"][0]["links"]
    assert link["target"] == "tram-doors.goal-shut-all-five-doors-of-a-tram-within"


@pytest.mark.parametrize("surface", TRANSLATED)
def test_a_translated_title_is_shown_wherever_it_is_referred_to(project, surface, monkeypatch):
    anchors = (
        "goal-shut",
        "success-metric-5-of-5-doors",
        "failure-mode-a-door-stays-open",
        "open-question-who-pays",
    )
    pointers = "".join(f":spec:ref:`tram-doors.{anchor}`\n\n" for anchor in anchors)
    docname = surface.rpartition(".")[0]
    project.write(
        {
            "conf.py": CONF + "language = 'de'\nlocale_dirs = ['locales']\n",
            "index.rst": f"All\n===\n\n.. toctree::\n\n   page\n   {docname}\n",
            "page.rst": f"Page\n====\n\n:spec:spec:`tram-doors`\n\n{pointers}",
            surface: TRANSLATED[surface],
        }
    )
    for doors in ("Türen", "Tore"):
        monkeypatch.setattr("gettext._translations", {})  # a process reads a catalogue once
        now = {each: words.replace("Türen", doors) for each, words in GERMAN.items()}
        translate(project, docname, now)
        build = project.build()
        words = [doors, f"{doors} schließen", f"5 {doors}", "Eine Tür bleibt offen", "Wer zahlt?"]
        links = titles(build.pages["page"])
        assert [said for _hover, said in links] == words
        assert all(f"({doors})" in hover for hover, _said in links[1:])
        index = (build.out / "spec-index.html").read_text("utf-8")
        assert re.findall(r'<code class="xref">(.*?)</code>', index) == words
        fresh = project.build(fresh=True)
        assert (build.pages, build.inventory) == (fresh.pages, fresh.inventory)
