"""Pages with everything on them, exported: what is written, what is said, and where links lead."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import docutils
import pytest
from conftest import CONF, Project
from ferry import TEXT
from markdown_it import MarkdownIt
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.footnote import footnote_plugin
from parcels import spec

from sphinxcontrib_spec.ext.export import canonical_files
from sphinxcontrib_spec.names import spec_slug
from sphinxcontrib_spec.reader import read
from sphinxcontrib_spec.rules import RULES

HERE = Path(__file__).parent
EVERYTHING = {
    path.relative_to(HERE / "everything").as_posix(): path.read_bytes()
    for path in (HERE / "everything").rglob("*")
    if path.is_file()
}
RELAY, ALARM = "spec-tide-gauge-relay.md", "spec-flood-alarm.md"
BASE = "https://harbour.example.org/docs/"

INDEX = """\
Depot
=====

.. toctree::
   :glob:

   *
   sub/*
"""


@pytest.fixture
def everything(project):
    project.write(EVERYTHING)
    return project


def exported(build):
    return {
        path.relative_to(build.out).as_posix(): path.read_bytes()
        for path in build.out.rglob("*")
        if path.name.startswith("spec-") and path.is_file() and path.suffix == ".md"
    }


def said(build, name):
    """The findings of one rule."""
    return [line for line in build.warnings if line.endswith(f"[spec.{name}]")]


class Links(HTMLParser):
    """The ids on a page, and what its links and images lead to."""

    def __init__(self, page):
        super().__init__()
        self.ids, self.urls = set(), []
        self.feed(page)

    def handle_starttag(self, _tag, attrs):
        found = dict(attrs)
        self.ids |= {found[key] for key in ("id", "name") if found.get(key)}
        self.urls += [found[key] for key in ("href", "src") if found.get(key)]


def viewed(text):
    """Markdown as GitHub shows it."""
    viewer = MarkdownIt("commonmark", {"html": True}).enable("table")
    return viewer.use(footnote_plugin).use(anchors_plugin, max_level=6).render(text)


def dead(pages, folder):
    """The links and images of HTML pages that lead nowhere, by the names of these pages."""
    read = {name: Links(page) for name, page in pages.items()}
    found = []
    for name, page in read.items():
        for url in page.urls:
            if re.match(r"[a-z]+:", url):
                continue
            file, _, fragment = unquote(url).partition("#")
            target = (Path(name).parent / file).as_posix() if file else name
            target = re.sub(r"[^/]+/\.\./", "", target)
            if target in read:
                if fragment and fragment not in read[target].ids:
                    found.append((name, url))
            elif not (folder / target).exists():
                found.append((name, url))
    return found


# The page of all constructs


def test_everything_is_said_in_markdown(everything):
    assert exported(everything.build("spec"))[RELAY].decode() == (HERE / "everything.md").read_text(
        encoding="utf-8"
    )


def test_a_markdown_page_only_changes_where_it_points_elsewhere(everything):
    before = EVERYTHING[ALARM].decode()
    after = exported(everything.build("spec"))[ALARM].decode()
    changed = {
        "[the relay](gauges.rst)": f"[the relay]({RELAY})",
        "[twice](guide/buoys.rst)": f"[twice]({BASE}guide/buoys.html)",
        "(img/relay.svg)": "(spec-files/img/relay.svg)",
        "{ref}`sending`": f"[Sending one reading]({RELAY}#api--interface)",
        "{term}`Gauge head`": f"[Gauge head]({RELAY}#words--names)",
        "{numref}`fig-relay`": f"[Fig. 1]({RELAY}#data-model)",
        "{doc}`guide/buoys`": f"[Buoys]({BASE}guide/buoys.html)",
        "{ref}`mooring`": f"[Mooring a buoy]({BASE}guide/buoys.html#mooring)",
        "{ref}`drift`": (
            f"[Clock drift, and why it matters]({RELAY}#clock-drift-and-why-it-matters)"
        ),
        "{download}`the levels <data/levels.csv>`": "[the levels](spec-files/data/levels.csv)",
    }
    for old, new in changed.items():
        assert old in before
        before = before.replace(old, new)
    assert after == before


def test_what_has_no_form_in_markdown_is_said_once_a_place(everything):
    lines = EVERYTHING["gauges.rst"].decode().split("\n")
    for _ in range(2):
        found = [
            re.fullmatch(
                r'gauges\.rst:(\d+): WARNING: SPEC805: "([^"]+)" has no equivalent .*', line
            )
            for line in said(everything.build("spec"), "markup-not-exported")
        ]
        places = {match[2]: lines[int(match[1]) - 1].strip() for match in found}
        # docutils counts the lines of prologs and included files here.
        del places["markup inside of code"]
        assert places == {
            "only html": ".. only:: html",
            "code in a table's cell": "- .. code-block:: sh",
            # Since docutils 0.23 a table has a line, before that only what stands in it has.
            "table with cells that span others": "+----------+----------+-------------+"
            if docutils.__version_info__ >= (0, 23)
            else "| Port     | Morning  | Evening     |",
            "raw latex": ".. raw:: latex",
        }
        assert len(found) == len(places) + 1


def test_every_link_of_the_exports_lands_where_they_are_viewed(everything):
    build = everything.build("spec")
    pages = {name: viewed(text.decode()) for name, text in exported(build).items()}
    # Items have no anchors but on Sphinx pages.
    assert [
        url for _, url in dead(pages, build.out) if not re.search(r"#(goal|failure-mode)-", url)
    ] == []


@pytest.mark.parametrize("extension", ["myst_parser", "sphinxcontrib_spec"])
def test_exports_are_pages_of_another_project(everything, tmp_path, extension):
    """No warning, and every link lands, whether or not we are there; but for items, of course."""
    from conftest import Project

    build = everything.build("spec")
    again = Project(tmp_path / "again")
    files = build.out.glob("spec-files/*/*")
    again.write(
        exported(build)
        | {path.relative_to(build.out).as_posix(): path.read_bytes() for path in files}
        | {
            "conf.py": f"extensions = ['{extension}']\nmyst_heading_anchors = 6\n"
            "html_sidebars = {'**': []}\nsuppress_warnings = ['spec']\n",
            "index.rst": INDEX.replace("   sub/*\n", ""),
        }
    )
    second = again.build("html", nitpicky=True)
    pages = {f"{name}.html": page for name, page in second.pages.items()}
    missed = [url for _, url in dead(pages, second.out)]
    if extension == "myst_parser":
        assert all("'goal-" in line for line in second.warnings)
        assert all(url.startswith("#goal-") for url in missed)
    else:
        assert (second.warnings, missed) == ([], [])


# Links


def test_a_page_without_an_address_becomes_text_and_that_is_said(project):
    background = "See [the plan](sub/plan.rst) and {doc}`sub/plan`; [this](spec-depot.md#goals)."
    project.write(
        {
            "index.rst": INDEX,
            "sub/plan.rst": "Plan\n====\n\nSee :ref:`hm`.\n\n.. _hm:\n\nHm\n--\n",
            "spec-depot.md": spec("Depot", background=background),
            "belt.rst": "Spec: Belt\n==========\n\nGoals\n-----\n\n- `Up <up.html>`_\n"
            "- By :doc:`/sub/plan`\n",
        }
    )
    for _ in range(2):
        build = project.build("spec")
        found = exported(build)
        text = "See the plan and Plan; [this](spec-depot.md#goals)."
        assert found["spec-depot.md"].decode() == spec("Depot", background=text)
        assert b"- Up\n- By Plan <!-- #by-sub-plan -->\n" in found["spec-belt.md"]
        line = spec("Depot", background=background).split("\n").index(background) + 1
        why = "leads to a page without a web address, and is exported as its text"
        lost = [each.partition(" (help")[0] for each in said(build, "markup-not-exported")]
        assert lost == [
            f'{place}: WARNING: SPEC805: "{shown}" {why}'
            for place, shown in (
                ("belt.rst:7", "Up"),
                ("belt.rst:8", "Plan"),
                (f"spec-depot.md:{line}:5", "the plan"),
                (f"spec-depot.md:{line}:34", "Plan"),
            )
        ]
    assert said(project.build("html"), "markup-not-exported") == []
    build = project.build("spec", html_baseurl=BASE)
    assert said(build, "markup-not-exported") == []
    text = f"- [Up]({BASE}up.html)\n- By [Plan]({BASE}sub/plan.html) <!-- #by-sub-plan -->\n"
    assert text.encode() in exported(build)["spec-belt.md"]


def test_a_link_to_a_spec_that_is_elsewhere_keeps_its_name(project):
    links = "`Away <spec-away.md>`_ and `its goals <spec-away.md#goals>`_"
    project.write({"index.rst": f"Spec: Belt\n==========\n\nGoals\n-----\n\n- See {links}\n"})
    for options in ({}, {"html_baseurl": BASE}):
        build = project.build("spec", **options)
        assert said(build, "markup-not-exported") == []
        found = exported(build)["spec-belt.md"]
        assert b"- See [Away](spec-away.md) and [its goals](spec-away.md#goals)\n" in found


@pytest.mark.parametrize(
    "override",
    [
        {"spec_ignore": ["markup-not-exported"]},
        {"spec_ignore": ["SPEC805"]},
        {"spec_per_file_ignores": {"index.rst": ["SPEC8"]}},
        {"suppress_warnings": ["spec.markup-not-exported"]},
    ],
)
def test_what_is_lost_may_be_ignored(project, override):
    project.write({"index.rst": "Spec: Belt\n==========\n\n.. only:: html\n\n   Up.\n"})
    assert len(said(project.build("dummy"), "markup-not-exported")) == 1
    assert said(project.build("dummy", fresh=True, **override), "markup-not-exported") == []


_RST = re.compile(r"^```rst (bad|good)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize(
    ("rule", "kind", "text"),
    [
        pytest.param(rule, kind, text, id=f"{rule.code}-{kind}")
        for rule in RULES
        for kind, text in _RST.findall(rule.page)
    ],
)
def test_examples_of_rules_in_rst(project, rule, kind, text):
    page = f"Spec: Tapes\n===========\n\n{text}"
    project.write({"index.rst": page, "shelves/cooling.md": "The shelves are cooled by air."})
    assert len(said(project.build("dummy"), rule.name)) == (kind == "bad")


LINKS = {
    "[x](../spec-depot.md)": "[x](spec-depot.md)",
    "[x](../spec-depot.md#goals)": "[x](spec-depot.md#goals)",
    "[x](../spec-depot.md#goal-up 'T')": "[x](spec-depot.md#goal-up 'T')",
    "[x](../belt.rst#the-label)": "[x](spec-belt.md#why-so)",
    "[x](/belt.rst)": "[x](spec-belt.md)",
    "[x](spec-belt.md)": "[x](spec-belt.md)",
    "[x](../plan.md#how-to--go)": f"[x]({BASE}plan.html#how-to-go)",
    "[x](./a%20b.txt)": "[x](spec-files/sub/a%20b.txt)",
    "[x](<a b.txt>)": "[x](spec-files/sub/a%20b.txt)",
    "![x](../pic.svg)": "![x](spec-files/pic.svg)",
    "![x](/pic.svg)": "![x](spec-files/pic.svg)",
    "[![x](../pic.svg)](../plan.md)": f"[![x](spec-files/pic.svg)]({BASE}plan.html)",
    "[y]: ../pic.svg": "[y]: spec-files/pic.svg",
    "[x](the-label)": "[x](spec-belt.md#why-so)",
    "[x](nowhere.txt)": "[x](nowhere.txt)",
    "![x](nowhere.svg)": "![x](nowhere.svg)",
    "[x](#goals)": "[x](#goals)",
    "[x](#the-label)": "[x](spec-belt.md#why-so)",
    "[x](#the-plan 'T')": f"[x]({BASE}plan.html#the-plan 'T')",
    "[x](#belt.goal-up)": "[x](spec-belt.md#goal-up)",
    "[x](#loft.failure-mode-rain)": "[x](#failure-mode-rain)",
    "[x](#nowhere)": "[x](#nowhere)",
    "[y]: #the-plan": f"[y]: {BASE}plan.html#the-plan",
    "[](#the-label)": "[Why so?](spec-belt.md#why-so)",
    "[](#the-plan)": f"[Plan B]({BASE}plan.html#the-plan)",
    "[](#goals)": "[Goals](#goals)",
    "[](#failure-mode-rain)": "[Rain](#failure-mode-rain)",
    "[](../plan.md)": f"[Plan B]({BASE}plan.html)",
    "[](../plan.md#how-to--go 'T')": f"[How to (?) go]({BASE}plan.html#how-to-go 'T')",
    "[](../belt.rst#the-label)": "[Why so?](spec-belt.md#why-so)",
    "[](spec-belt.md)": "[Belt](spec-belt.md)",
    "[](spec-belt.md#goal-up)": "[Rise](spec-belt.md#goal-up)",
    "[](a%20b.txt)": "[a b.txt](spec-files/sub/a%20b.txt)",
    "[](#nowhere)": "[](#nowhere)",
    "[x](project:../plan.md#how-to--go)": f"[x]({BASE}plan.html#how-to-go)",
    "[](project:../spec-depot.md)": "[Spec: Depot](spec-depot.md)",
    "[x](project:spec-depot.md 'T')": "[x](spec-depot.md 'T')",
    "[x](project:#the-plan)": f"[x]({BASE}plan.html#the-plan)",
    "[x](project:#goals)": "[x](#goals)",
    "[x](path:<a b.txt>)": "[x](path:<a b.txt>)",
    "[x](path:a%20b.txt)": "[x](spec-files/sub/a%20b.txt)",
    "<project:../plan.md>": f"[Plan B]({BASE}plan.html)",
    "<project:#belt.goal-up>": "[Rise](spec-belt.md#goal-up)",
    "<project:#goals>": "[Goals](#goals)",
    "<project:#nowhere>": "<project:#nowhere>",
    "<path:a%20b.txt>": "[a b.txt](spec-files/sub/a%20b.txt)",
    "[x](//a.b/c)": "[x](//a.b/c)",
    "[x](https://a.b/spec-belt.md#the-label)": "[x](https://a.b/spec-belt.md#the-label)",
    "[x](mailto:a@b.c)": "[x](mailto:a@b.c)",
    "`[x](../plan.md)`": "`[x](../plan.md)`",
    "<a href='../plan.md'>x</a>": "<a href='../plan.md'>x</a>",
}


def test_links_of_a_markdown_page(project):
    before, after = ("\n\n".join(found) for found in (LINKS, LINKS.values()))
    project.write(
        {
            "conf.py": "extensions = ['myst_parser', 'sphinxcontrib_spec']\n"
            f"myst_heading_anchors = 4\nhtml_baseurl = '{BASE}'\n",
            "index.rst": INDEX,
            "spec-depot.md": spec("Depot"),
            "belt.rst": "Spec: Belt\n==========\n\n.. _the-label:\n\nWhy so?\n-------\n\n"
            "Goals\n-----\n\n.. spec-goal:: Rise\n   :id: up\n",
            "plan.md": "(the-plan)=\n# Plan *B*\n\n## How to (?) go\n",
            "sub/spec-loft.md": spec("Loft", background=before, failure="Rain"),
            "sub/a b.txt": "",
            "pic.svg": "<svg/>",
        }
    )
    build = project.build("spec")
    assert exported(build)["spec-loft.md"].decode() == spec(
        "Loft", background=after, failure="Rain"
    )


#: Items and prose that lead elsewhere, behind words; each with a place where what stands there
#: may matter for what is written around it.
HOLES = {
    "Goals": "Goals\n-----\n\n.. spec-goal:: Unload as {other} does in < 4 s\n   :id: goal\n\n   So, {other}\n",
    "Metrics": "Success Metrics\n---------------\n\n"
    ".. success-metric:: Unloading takes < 4 s (p95) at {other}\n   :verifies: goal\n",
    "Why": "Why {other} waits\n----------------------------\n\nAs {other}; and {other}: see :ref:`it <the-quay>`"
    " and `the web <https://harbour.example.org>`_.\n",
    "Modes": "Failure Modes\n-------------\n\n.. failure-mode:: The yard is full\n"
    "   :probability: Low (says {other})\n   :impact: High\n\n   The gate of {other} stays closed.\n",
}
ODD = {
    "nothing": "",
    "a line begins": "Where\n-----\n\n{other} is there.\n\n- {other}\n- {other}, too\n",
    "a heading": "{other}\n--------------------------\n\nThere.\n\nOf {other}\n--------------------------\n",
    "overflow": "Design\n------\n\nKey Design Decisions\n~~~~~~~~~~~~~~~~~~~~\n\n"
    ".. spec-decision:: Where lorries of {other} wait\n   :options: Lane, {other}\n   :chosen: {other}\n\n"
    "   {other} has a lot.\n\n   .. code-block:: sh\n\n      wait\n",
    "unknown": "Open Questions\n--------------\n\n.. open-question:: Is {other} there?\n   :blocks: nowhere\n",
}
CALLED = ("Quay", "Quay | berth", "*Quay* [old] <!-- x", "2. Quay")


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
@pytest.mark.parametrize("title", CALLED)
def test_an_export_that_is_filled_in_is_the_one_that_is_written(project, monkeypatch, title, odd):
    page = "\n".join(
        ["Spec: Wharf\n===========\n\n:Status: Draft, as {other} says\n", *HOLES.values(), odd]
    )
    project.write(
        {
            "index.rst": INDEX + "\n.. _the-quay:\n\nTowns\n-----\n",
            "wharf.rst": page.format(other=f":spec:spec:`{spec_slug(title)}`"),
            "spec-quay.md": spec(title),
        }
    )
    filled, found = canonical_files.Export._filled, []
    monkeypatch.setattr(
        canonical_files.Export, "_filled", lambda export: found.append(filled(export)) or found[-1]
    )
    once = exported(project.build("spec"))
    # A metric is called otherwise with a name of two words, and needs its id then.
    assert [text is not None for text in found] == [not odd and title == "Quay"]
    monkeypatch.setattr(canonical_files.Export, "_filled", lambda _export: None)
    assert once == exported(project.build("spec", fresh=True))
    assert b"as [" in once["spec-wharf.md"]


def test_labels_lead_to_the_headings_that_viewers_know(project):
    page = """\
Spec: Belt
==========

.. _first:

Why *so*, and ``when``?
-----------------------

:ref:`first`, :ref:`again`, :ref:`x <same>`, :ref:`y <row>`, `Twice!`_, again_, row_ and
:ref:`z <item>`.

.. _again:

Twice!
------

.. _same:

Twice
-----

.. _row:

.. list-table::

   * - a

Goals
-----

.. _item:

- Up
"""
    project.write({"index.rst": INDEX, "belt.rst": page})
    text = exported(project.build("spec"))["spec-belt.md"].decode()
    assert text.split("\n")[3:5] == [
        "[Why so, and when?](#why-so-and-when), [Twice!](#twice), [x](#twice-1), "
        '<a href="#row">y</a>, [Twice!](#twice), [again](#twice), <a href="#row">row</a> and',
        "[z](#goals).",
    ]
    assert '<a id="row"></a>\n\n| |\n' in text


def test_exports_beside_pages_follow_what_they_lead_to(project):
    project.write(
        {
            "index.rst": INDEX,
            "belt.rst": "Spec: Belt\n==========\n\n.. _why:\n\nWhy\n---\n",
            "spec-depot.md": spec("Depot", background="See [why](belt.rst#why) and {ref}`why`."),
            "spec-loft.md": spec("Loft", background="[](belt.rst#why), [](#why), [](plan.rst)."),
            "plan.rst": "Plan\n====\n",
        }
    )
    project.build("html")
    project.write({"belt.rst": "Spec: Belt\n==========\n\n.. _why:\n\nAnd so\n------\n"})
    project.write({"plan.rst": "Map\n===\n"})
    found = exported(project.build("html"))
    text, loft = found["_specs/spec-depot.md"], found["_specs/spec-loft.md"]
    assert b"See [why](spec-belt.md#and-so) and [And so](spec-belt.md#and-so)." in text
    assert b"\n[And so](spec-belt.md#and-so), [And so](spec-belt.md#and-so), Map.\n" in loft
    assert found == exported(project.build("html", fresh=True))


@pytest.mark.parametrize(
    ("builder", "suffix"), [("dirhtml", None), ("spec", "/"), ("html", None), ("html", "/")]
)
def test_exports_lead_to_folders_where_pages_have_some(project, builder, suffix):
    project.write(
        {
            "index.rst": INDEX,
            "plan.rst": ".. _when:\n\nPlan\n====\n\nThe index.\n",
            "sub/index.rst": "Sub\n===\n",
            "myindex.rst": "Mine\n====\n",
            "spec-depot.md": spec(
                "Depot",
                background="[x](plan.rst#when), {ref}`when`, {doc}`sub/index`, {doc}`index`,"
                " {doc}`myindex`.",
            ),
        }
    )
    build = project.build(builder, html_baseurl=BASE, html_link_suffix=suffix)
    folder = "" if builder == "spec" else "_specs/"
    pages = (
        ("plan/", "plan/", "sub/", "", "myindex/")
        if (builder, suffix) != ("html", None)
        else ("plan.html", "plan.html", "sub/index.html", "index.html", "myindex.html")
    )
    links = zip(
        ("x", "Plan", "Sub", "Depot", "Mine"), pages, ("#when", "#when", "", "", ""), strict=True
    )
    said = ", ".join(f"[{shown}]({BASE}{page}{end})" for shown, page, end in links)
    text = exported(build)[f"{folder}spec-depot.md"].decode()
    assert f"\n{said}.\n" in text


ITEMS = {
    "index.rst": "Goals\n-----\n\n.. spec-goal:: See :ref:`plan` for 99 % of scans\n\n"
    ".. spec-goal:: See :ref:`plan` for 99 % of scans\n   :id: own\n",
    "spec-loft.md": "## Goals\n- See {ref}`plan` for 99 % of scans\n- [](#plan) is met by < 4 people\n"
    "- [plan](#plan) is met by 98 % of scans\n",
}


@pytest.mark.parametrize("page", ITEMS)
def test_items_keep_their_names_where_an_export_says_other_words(project, page):
    title = "Spec: Loft\n==========\n\n" if page == "index.rst" else "# Spec: Loft\n\n"
    toctree = ".. toctree::\n   :glob:\n\n   *\n\n"
    label = ".. _plan:\n\nWhere all goes\n--------------\n"
    project.write({page: f"{title}{ITEMS[page]}", "plan.rst": f"Plan\n====\n\n{label}"})
    if page != "index.rst":
        project.write({"index.rst": f"Home\n====\n\n{toctree}"})
    build = project.build("spec", html_baseurl=BASE)
    data = json.loads((build.out / "specs.json").read_bytes())
    text = exported(build)["spec-loft.md"].decode()
    assert "- See [Where all goes](https://" in text
    again = read(text, "spec-loft.md")
    anchors = [each["anchor"] for each in data["specs"][0]["goals"]]
    assert [f"goal-{item.about.slug}" for item in again.items()] == anchors
    html = project.build("html", html_baseurl=BASE)
    docname = page.partition(".")[0]
    assert all(f'id="{anchor}"' in html.pages[docname] for anchor in anchors)
    assert exported(html)["_specs/spec-loft.md"].decode() == text


TABLES = {
    "list-table": ".. list-table:: {}\n   :name: jams\n   :header-rows: 1\n\n"
    "   * - Failure\n     - Probability\n     - Impact\n     - Mitigation\n"
    "   * - The yard is full\n     - Low\n     - High\n     - Close the gate\n",
    "csv-table": ".. csv-table:: {}\n   :name: jams\n   :header: Failure,Probability,Impact,Mitigation\n\n"
    "   The yard is full,Low,High,Close the gate\n",
    "table": ".. table:: {}\n   :name: jams\n\n"
    "   ================  ===========  ======  ==============\n"
    "   Failure           Probability  Impact  Mitigation\n"
    "   ================  ===========  ======  ==============\n"
    "   The yard is full  Low          High    Close the gate\n"
    "   ================  ===========  ======  ==============\n",
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
@pytest.mark.parametrize("numfig", [False, True])
def test_a_table_of_items_is_exported_below_its_caption(project, numfig, table):
    caption = "What jams, see :spec:ref:`the-yard-is-full`"
    section = f"Failure Modes\n-------------\n\nSee :ref:`jams`.\n\n{table.format(caption)}"
    project.write({"index.rst": f"Spec: Wharf\n===========\n\n{section}"})
    number = "Table 1: " if numfig else ""
    build = project.build("spec", numfig=numfig)
    assert exported(build)["spec-wharf.md"].decode().partition("## Failure Modes\n")[2] == (
        "See [What jams, see the-yard-is-full](#failure-modes).\n\n"
        f"*{number}What jams, see [The yard is full](#failure-mode-the-yard-is-full)*\n\n"
        "| Failure | Probability | Impact | Mitigation |\n|---|---|---|---|\n"
        "| The yard is full | Low | High | Close the gate |\n"
    )
    listing = json.loads((build.out / "specs.json").read_text(encoding="utf-8"))
    assert len(listing["specs"][0]["failure_modes"]) == 1


# Files


@pytest.mark.parametrize(
    "builders", [("html", "html"), ("html", "dirhtml", "html"), ("spec", "spec"), ("html", "spec")]
)
def test_what_builds_leave_among_the_sources_is_no_source(tmp_path, builders):
    """A project that is begun by hand has no `exclude_patterns`."""
    project = Project(tmp_path, tmp_path)
    index = "Specs\n=====\n\n.. toctree::\n   :glob:\n\n   spec-*\n"
    notes = {"_specs/notes.rst": ":orphan:\n\nNotes\n=====\n"}
    project.write(
        {"conf.py": CONF, "index.rst": index, "spec-ferry-delay-notices.md": TEXT, **notes}
    )
    for builder in builders:
        build = project.build(builder, suppress_warnings=["misc.highlighting_failure"])
        assert build.app.env.found_docs == {"index", "spec-ferry-delay-notices", "_specs/notes"}
        assert build.warnings == []
    assert list(tmp_path.rglob("builds/**/spec-ferry-delay-notices.md"))


def test_a_folder_of_exports_may_be_the_sources_of_another_project(tmp_path):
    project = Project(tmp_path / "built", tmp_path / "site" / "_specs")
    project.write({"conf.py": CONF, "index.rst": "Specs\n=====\n", "spec-ferry.md": TEXT})
    project.write({"../.buildinfo": "", "old_specs/notes.rst": ":orphan:\n\nNotes\n=====\n"})
    found = project.build("dummy").app.env.found_docs
    assert found == {"index", "spec-ferry", "old_specs/notes"}


def test_files_travel_with_the_exports_and_go_when_they_are_not_wanted(project):
    page = "Spec: Belt\n==========\n\n.. image:: {}\n\n:download:`data <data.csv>`\n"
    project.write(
        {
            "index.rst": INDEX,
            "belt.rst": page.format("a.*"),
            "a.gif": "GIF",
            "a.jpg": "JPG",
            "b.svg": "<svg />",
            "data.csv": "1\n",
        }
    )

    def files(build, folder="."):
        found = (path for path in build.out.joinpath(folder).rglob("*") if path.is_file())
        return {
            path.relative_to(build.out / folder).as_posix(): path.read_text()
            for path in found
            if "spec-files" in path.parts
        }

    build = project.build("spec")
    assert "![](spec-files/a.gif)" in exported(build)["spec-belt.md"].decode()
    assert files(build) == {"spec-files/a.gif": "GIF", "spec-files/data.csv": "1\n"}
    build = project.build("html")
    assert files(build, "_specs") == {"spec-files/a.gif": "GIF", "spec-files/data.csv": "1\n"}
    project.write({"belt.rst": page.format("b.svg").replace(":download:", ""), "b.svg": "<svg  />"})
    assert files(project.build("spec")) == {"spec-files/b.svg": "<svg  />"}
    assert files(project.build("html"), "_specs") == {"spec-files/b.svg": "<svg  />"}
    role = "# Spec: Depot\n\n## Appendix\n\nThe {download}`data.csv`.\n"
    project.write({"belt.rst": "Spec: Belt\n==========\n", "spec-depot.md": role})
    assert files(project.build("spec")) == {"spec-files/data.csv": "1\n"}
    project.remove("spec-depot.md")
    assert not (project.build("spec").out / "spec-files").exists()
    assert not (project.build("html").out / "_specs" / "spec-files").exists()


def test_a_file_from_above_the_sources_stays_in_the_folder(project):
    (project.src.parent / "above.svg").write_text("<svg/>")
    project.write({"index.rst": "Spec: Belt\n==========\n\n.. image:: ../above.svg\n"})
    build = project.build("spec")
    assert "![](spec-files/_up/above.svg)" in exported(build)["spec-belt.md"].decode()
    assert (build.out / "spec-files" / "_up" / "above.svg").is_file()


# What not everybody sees


def test_only_what_the_pages_show_is_exported(project):
    conditions = {
        "internal": "Secret.",
        "not internal": "Open.",
        "html and internal": "Both.",
        "markdown": "For Markdown.",
        "not markdown": "For others.",
        "html or latex": "For some.",
        "one two": "Broken.",
    }
    text = "".join(f".. only:: {each}\n\n   {words}\n\n" for each, words in conditions.items())
    project.write(
        {
            "conf.py": "extensions = ['sphinxcontrib_spec']\n"
            "import os\nif os.path.exists('internal'):\n    tags.add('internal')\n",
            "index.rst": f"Spec: Belt\n==========\n\n{text}",
        }
    )

    def shown(build):
        return exported(build)["spec-belt.md"].decode().split("\n\n")[1:]

    build = project.build("spec")
    assert shown(build) == ["Open.", "For Markdown.", "For some.", "Broken.\n"]
    assert ['"only html or latex"' in each for each in said(build, "markup-not-exported")] == [True]
    project.write({"internal": ""})
    build = project.build("spec")
    assert shown(build) == ["Secret.", "Both.", "For Markdown.", "For some.", "Broken.\n"]
    assert len(said(build, "markup-not-exported")) == 2


# What a page says by other means


def test_names_stand_for_their_text_in_titles_and_headers_too(project):
    project.write({
        "index.rst": "Spec: The |thing|\n=================\n\n:Author: |who|, for |thing|\n\n"
        ".. |thing| replace:: *belt*\n.. |who| replace:: Yun Park\n"
    })  # fmt: skip
    text = exported(project.build("spec"))["spec-the-belt.md"].decode()
    assert text == "# Spec: The *belt*\n**Author:** Yun Park, for *belt*\n"


def test_a_name_in_a_header_leads_where_its_page_says_below(project):
    project.write({
        "index.rst": "Spec: Belt\n==========\n\n:Author: `Yun Park`_, `Yun`_\n:Place: `Why`_\n\n"
        "Why\n---\n\nSo.\n\n.. _Yun: `Yun Park`_\n.. _Yun Park: https://yun.example.org\n"
    })  # fmt: skip
    build = project.build()
    lines = exported(build)["_specs/spec-belt.md"].decode().splitlines()
    assert lines[1] == (
        "**Author:** [Yun Park](https://yun.example.org), [Yun](https://yun.example.org)"
    )
    assert lines[2] == "**Place:** [Why](#why)"
    assert build.pages["index"].count('href="https://yun.example.org"') == 2


def test_names_that_lead_to_each_other_lead_nowhere(project):
    circle = ".. _Ring: `Round`_\n.. _Round: `Ring`_\n"
    project.write({"index.rst": f"Spec: Belt\n==========\n\n:Author: `Ring`_\n\n{circle}"})
    build = project.build("spec")
    assert any("circular" in line for line in build.warnings)
    assert b"**Author:** " in exported(build)["spec-belt.md"]


def test_what_sphinx_knows_of_a_project_stands_for_its_name_in_titles_and_headers_too(project):
    project.write({
        "index.rst": "Spec: Belt |release|\n====================\n\n"
        ":Date: |today|\n:Version: |Version| of |version|\n\n.. |Version| replace:: edition\n"
    })  # fmt: skip
    build = project.build("spec", version="2", release="2.1", today="2026-04-20")
    text = exported(build)["spec-belt-2-1.md"].decode()
    assert text == "# Spec: Belt 2.1\n**Date:** 2026-04-20\n**Version:** edition of 2\n"
    assert said(build, "date-invalid") == []
    build = project.build("spec", release="2.1", today_fmt="of this build")
    assert b"\n**Date:** of this build\n" in exported(build)["spec-belt-2-1.md"]


def test_code_is_in_the_language_of_the_project_or_its_file(project):
    project.write(
        {
            "index.rst": "Spec: Belt\n==========\n\n::\n\n   let x = 1;\n\n"
            ".. literalinclude:: run.py\n\n.. literalinclude:: run.py\n   :language: pycon\n",
            "run.py": "x = 1\n",
        }
    )
    text = exported(project.build("spec", highlight_language="rust"))["spec-belt.md"].decode()
    assert "```rust\nlet x = 1;\n```" in text
    text = exported(project.build("spec"))["spec-belt.md"].decode()
    assert "```\nlet x = 1;\n```\n\n```python\nx = 1\n```\n\n```pycon\nx = 1\n```" in text


# Colon fences


def test_a_colon_fence_that_myst_does_not_read_is_reported(project):
    text = spec("Depot").replace(
        "## Failure Modes\n",
        "## Failure Modes\n\n:::{failure-mode} The gate jams\n:probability: Low\n:impact: High\n"
        "\nCall Yun.\n:::\n\n",
    )
    conf = "extensions = ['myst_parser', 'sphinxcontrib_spec']\n"
    project.write({"conf.py": conf, "index.rst": INDEX, "spec-depot.md": text})
    line = text.split("\n").index(":::{failure-mode} The gate jams") + 1
    for _ in range(2):
        found = said(project.build("html"), "item-misplaced")
        assert [each.partition(" (help")[0] for each in found] == [
            f'spec-depot.md:{line}: WARNING: SPEC121: ":::{{failure-mode}}" is text here, '
            "not an item"
        ]
    project.write({"conf.py": f"{conf}myst_enable_extensions = ['colon_fence']\n"})
    assert said(project.build("html"), "item-misplaced") == []
