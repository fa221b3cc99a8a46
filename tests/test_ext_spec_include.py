"""`spec-include`: a spec that is no document of the project, as a page or as part of one."""

from __future__ import annotations

import os
import re

import ferry
import pytest

from sphinxcontrib_spec.ext.export import canonical_files

SPECS = "../specs/"
FILE = f"{SPECS}{ferry.NAME}"
HEAD = "**Status:** Draft\n**Date:** 2026-05-04\n**Author:** L. Fuchs\n\n"
CONF = (
    "extensions = ['myst_parser', 'sphinxcontrib_spec']\n"
    "copyright = version = '1'\nhtml_sidebars = {'**': []}\nhighlight_language = 'none'\n"
    "myst_heading_anchors = 3\n"
    "suppress_warnings = ['misc.highlighting_failure']\n"
)
INDEX = "Plans\n=====\n\n.. toctree::\n   :glob:\n\n   *\n"


def rst(file=FILE, *options, title="", below=""):
    """A page in RST that includes a file."""
    head = f"{title}\n{'=' * len(title)}\n\n" if title else ""
    lines = [f".. spec-include:: {file}", *(f"   {option}" for option in options)]
    return {"ferry.rst": head + "\n".join(lines) + f"\n\n{below}"}


def myst(file=FILE, *options, title="", below=""):
    """The same page in MyST."""
    head = f"# {title}\n\n" if title else ""
    lines = [f"```{{spec-include}} {file}", *options, "```"]
    return {"ferry.md": head + "\n".join(lines) + f"\n\n{below}"}


SURFACES = pytest.mark.parametrize("page", [rst, myst])


def laid(project, *files, spec=ferry.TEXT):
    """A project with these documents, and a spec beside its sources."""
    project.write({"conf.py": CONF, "index.rst": INDEX, FILE: spec})
    for each in files:
        project.write(each)
    return project


def said(build, code="SPEC"):
    """The findings, paths relative to the project's folder."""
    root = f"{build.app.srcdir.parent}{os.sep}"
    lines = (each.replace(root, "") for each in build.warnings)
    return [each for each in lines if code in each]


def exported(build, name=ferry.NAME):
    return (build.out / name).read_text(encoding="utf-8")


def as_fresh(project, build):
    """Whether a build left what a fresh one leaves."""
    fresh = project.build(fresh=True)
    old, new = (
        (each.pages, each.inventory, sorted(said(each)), tree(each.out / "_specs"))
        for each in (build, fresh)
    )
    return old == new


def tree(folder):
    return {path.name: path.read_bytes() for path in folder.glob("*") if path.is_file()}


@SURFACES
def test_a_page_of_a_file_is_the_page_that_the_file_would_be(project, page):
    build = laid(project, page()).build()
    assert build.warnings == []
    project.remove(*page())
    project.write({"ferry.md": ferry.TEXT})
    own = project.build(fresh=True)
    assert build.pages["ferry"] == own.pages["ferry"]
    assert build.inventory == own.inventory


@SURFACES
def test_it_is_exported_with_its_own_bytes(project, page):
    laid(project, page())
    assert exported(project.build("spec")) == ferry.TEXT
    assert tree(project.build().out / "_specs") == {ferry.NAME: ferry.TEXT.encode()}


@SURFACES
@pytest.mark.parametrize("builder", ["latex", "text", "man", "texinfo", "epub", "singlehtml"])
def test_other_builders_show_it(project, page, builder):
    build = laid(project, page(title="Plans of Others")).build(builder)
    assert said(build) == build.warnings == []


@SURFACES
def test_it_is_a_part_of_a_page_under_the_headings_of_that(project, page):
    link = "[calls](#goal-cut-calls-to-the-harbour-office-from-140)"
    if page is rst:
        link = ":spec:goal:`calls <cut-calls-to-the-harbour-office-from-140>`"
    build = laid(project, page(title="Ferries", below=f"See {link}.\n")).build()
    assert build.warnings == []
    body = build.pages["ferry"]
    assert "<h1>Ferries" in body
    assert "<h2>Spec: Ferry Delay Notices" in body
    assert "<h3>Goals" in body
    assert 'href="#goal-cut-calls-to-the-harbour-office-from-140"' in body
    title, download = body.index("<h2>Spec:"), body.index('class="spec-download"')
    assert title < download < body.index("<h3>")
    assert exported(project.build("spec")) == ferry.TEXT


@SURFACES
def test_its_headings_may_be_as_deep_as_they_are(project, page):
    body = laid(project, page(FILE, ":heading-offset: 0", title="Ferries")).build().pages["ferry"]
    assert "<h1>Spec: Ferry Delay Notices" in body


@SURFACES
@pytest.mark.parametrize("title", ["", "Ferries"])
def test_findings_are_those_of_the_file_in_its_lines(project, page, title):
    text = ferry.TEXT.replace("**Status:** Draft", "**Status:** Wet").replace(
        "- Cargo ferries", "- {spec:goal}`nothing`, cargo ferries"
    )
    build = laid(project, page(title=title), spec=text).build()
    line = text[: text.index("{spec:goal}")].count("\n") + 1
    status, unknown = said(build)
    assert status.startswith(f"specs/{ferry.NAME}:2:")
    assert "status-unknown" in status
    assert unknown.startswith(f"specs/{ferry.NAME}:{line}:3:")
    assert "reference-unknown" in unknown
    assert said(project.build()) == [status, unknown]


@SURFACES
def test_what_others_say_of_it_is_said_in_its_lines(project, page):
    text = ferry.TEXT.replace("## Goals", "{nope}`x` [dead](#x-y)\n\n## Goals")
    build = laid(project, page(title="Ferries"), spec=text).build()
    line = text[: text.index("{nope}")].count("\n") + 1
    assert {each.partition(" ")[0] for each in build.warnings} == {
        f"{project.root / 'specs' / ferry.NAME}:{line}:"
    }


@SURFACES
def test_links_and_images_in_it_are_relative_to_it(project, page):
    text = ferry.TEXT.replace(
        "## Goals",
        "![Quay](quay.svg) [plan](plan.pdf) [guide](../src/guide.rst) [other](spec-quay-lamps.md)"
        " [lamp](spec-quay-lamps.md#goal-every-lamp-burns) {download}`plan.pdf` [x](#api--interface)"
        "\n\n```{figure} quay.svg\nThe quay\n```\n\n## Goals",
    )
    lamps = f"# Spec: Quay Lamps\n{HEAD}## Goals\n- Every lamp burns\n"
    project.write(
        {
            f"{SPECS}quay.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
            f"{SPECS}plan.pdf": b"%PDF",
            f"{SPECS}spec-quay-lamps.md": lamps,
            "guide.rst": "Guide\n=====\n",
            "deep/er/lamps.rst": f":orphan:\n\n.. spec-include:: ../../{SPECS}spec-quay-lamps.md\n",
        }
    )
    ((name, content),) = page(f"../{FILE}").items()
    build = laid(project, {f"deep/{name}": content}, spec=text).build(spec_select=["SPEC703"])
    assert [each for each in build.warnings if "toctree" not in each] == []
    body = build.pages["deep/ferry"]
    assert body.count("_images/quay.svg") >= 2
    assert body.count("/plan.pdf") == 2
    assert 'href="../guide.html"' in body
    assert 'href="er/lamps.html#goal-every-lamp-burns"' in body
    out = project.build("spec", html_baseurl="https://a.b").out
    lines = exported(build=project.build("spec", html_baseurl="https://a.b")).split("\n")
    links = next(line for line in lines if "![Quay]" in line)
    assert "![Quay](spec-files/_up/specs/quay.svg)" in links
    assert "[plan](spec-files/_up/specs/plan.pdf)" in links
    assert "[guide](https://a.b/guide.html)" in links
    assert "[lamp](spec-quay-lamps.md#goal-every-lamp-burns)" in links
    assert (out / "spec-files/_up/specs/quay.svg").is_file()


@SURFACES
@pytest.mark.parametrize("title", ["", "Trams"])
def test_a_dead_link_to_a_file_is_told_once_as_it_is_written(project, page, title):
    link = "../src/deep/spec-night-trams.md#decision-when"
    text = ferry.TEXT.replace("\n## Goals", f"\nSee [when]({link}).\n\n## Goals", 1)
    ((name, content),) = page(f"../{FILE}", title=title).items()
    build = laid(project, {f"deep/{name}": content}, spec=text).build(spec_select=["SPEC703"])
    (finding,) = said(build)
    assert f'"{link}" is no item' in finding


#: Links in a file that is a part of a page, and what they are in the export of that page.
LINKS = {
    "![Quay](quay.svg)": "![Quay](spec-files/_up/specs/quay.svg)",
    "[plan](plan.pdf)": "[plan](spec-files/_up/specs/plan.pdf)",
    "{download}`plan.pdf`": "[plan.pdf](spec-files/_up/specs/plan.pdf)",
    "[door](../src/deep/doors.rst#failure-mode-jam)": "[door](spec-tram-doors.md#failure-mode-jam)",
    "[lamps](../src/spec-quay-lamps.md)": "[lamps](spec-quay-lamps.md)",
    "[guide](../src/guide.rst)": "[guide](https://a.b/guide.html)",
    "[by name](spec-quay-lamps.md)": "[by name](spec-quay-lamps.md)",
    "[none](none.txt)": "[none](none.txt)",
    "[sign]\n\n[sign]: quay.svg": "[sign]\n\n[sign]: spec-files/_up/specs/quay.svg",
}
RATIONALE = "(supersedes [Lamps](../src/spec-quay-lamps.md#decision-lamps))"


@SURFACES
@pytest.mark.parametrize("is_filled", [True, False])
def test_links_in_a_part_of_a_page_are_relative_to_it_in_the_export(
    project, page, is_filled, monkeypatch
):
    table = "| Decision | Options Considered | Chosen | Rationale |\n|---|---|---|---|\n"
    head = "Spec: Tram\n==========\n\n" if page is rst else "# Spec: Tram\n\n"
    part = (
        "\n\n".join(LINKS),
        f"## Design\n\n### Key Design Decisions\n{table}| Horn | a, b | a |",
    )
    own = {rst: "`own <plan.pdf>`__ `up <up.html>`__", myst: "[own](plan.pdf)"}[page]
    ((name, content),) = page(f"../{SPECS}part.md", below=f"{own}\n").items()
    project.write(
        {
            f"{SPECS}part.md": f"{part[0]}\n\n{part[1]} So {RATIONALE} |\n",
            f"{SPECS}quay.svg": "<svg/>",
            f"{SPECS}plan.pdf": b"%PDF",
            "deep/plan.pdf": b"%PDF of the page",
            "deep/doors.rst": "Spec: Tram Doors\n================\n\nFailure Modes\n-------------\n\n"
            ".. failure-mode:: Jam\n",
            "spec-quay-lamps.md": f"# Spec: Quay Lamps\n{HEAD}### Key Design Decisions\n{table}"
            "| Lamps | a, b | a | Light |\n",
            "guide.rst": "Guide\n=====\n",
        }
    )
    if not is_filled:
        monkeypatch.setattr(canonical_files.Export, "_filled", lambda _export: None)
    laid(project, {f"deep/{name}": f"{head}{own}\n\n{content}"})
    build = project.build("spec", html_baseurl="https://a.b")
    text = exported(build, "spec-tram.md")
    assert "\n\n".join(LINKS.values()) in text
    assert RATIONALE.replace("../src/", "") in text
    assert text.count("[own](spec-files/deep/plan.pdf)") == 2
    # On a page in RST it is a URL of the web.
    assert text.count("[up](https://a.b/deep/up.html)") == (2 if page is rst else 0)
    files = build.out / "spec-files"
    assert (files / "_up/specs/quay.svg").read_text() == "<svg/>"
    assert (files / "_up/specs/plan.pdf").read_bytes() == b"%PDF"
    assert (files / "deep/plan.pdf").read_bytes() == b"%PDF of the page"


@SURFACES
def test_others_link_to_its_file_wherever_it_lies(project, page):
    goal = "goal-cut-calls-to-the-harbour-office-from-140"
    links = f"[a]({FILE}#{goal}) [b]({ferry.NAME}#{goal}) [c]({FILE}) [d]({FILE}#goal-none)\n"
    build = laid(project, page(), {"guide.md": f"# Guide\n\n{links}"}).build(nitpicky=True)
    body = build.pages["guide"]
    assert body.count(f'href="ferry.html#{goal}"') == 2
    assert 'href="ferry.html"' in body.replace("#", "")
    (unknown,) = said(build)
    assert "goal-none" in unknown
    assert "reference-unknown" in unknown


@SURFACES
def test_it_links_to_items_in_files_that_are_not_called_like_their_specs(project, page):
    """One lies beside it, the other one is a page."""
    goal = "goal-every-lamp-burns"
    links = f"[a](spec-lamps.md#{goal}) [b](../src/quay/spec-lights.md#{goal})"
    text = ferry.TEXT.replace("- Cargo ferries", f"- {links}, cargo ferries")
    ((name, content),) = page(f"../{FILE}").items()
    (again,) = page(FILE, ":no-index:", title="Again").values()
    (lamps,) = page(f"../../{SPECS}spec-lamps.md").values()
    laid(project, {f"deep/{name}": content, name.replace("ferry", "again"): again}, spec=text)
    project.write({f"{SPECS}spec-lamps.md": f"# Spec: Pier\n{HEAD}## Goals\n- Every lamp burns\n"})
    lights = f"# Spec: Quay\n{HEAD}## Goals\n- Every lamp burns\n"
    project.write({name.replace("ferry", "deep/er/pier"): lamps, "quay/spec-lights.md": lights})
    project.write({"index.rst": INDEX.replace("*", "**")})
    build = project.build(spec_select=["SPEC7"])
    assert build.warnings == []
    for docname, root in (("deep/ferry", "../"), ("again", "")):
        assert f'href="{root}quay/spec-lights.html#{goal}"' in build.pages[docname]
        assert f'er/pier.html#{goal}"' in build.pages[docname]
    project.write({"quay/spec-lights.md": lights.replace("Quay", "Wharf")})
    assert as_fresh(project, project.build())


@SURFACES
def test_a_change_of_the_file_is_a_change_of_the_page(project, page):
    laid(project, page(title="Ferries")).build()
    project.write({FILE: ferry.TEXT.replace("- Cargo ferries", "- Cargo boats")})
    build = project.build()
    assert "ferry" in build.written
    assert "Cargo boats" in build.pages["ferry"]
    assert as_fresh(project, build)
    project.remove(FILE)
    build = project.build()
    assert "does not exist" in "".join(said(build, "SPEC123"))
    assert "Cargo" not in build.pages["ferry"]
    assert as_fresh(project, build)
    project.write({FILE: ferry.TEXT})
    build = project.build()
    assert said(build) == []
    assert "Cargo ferries" in build.pages["ferry"]
    assert as_fresh(project, build)


@SURFACES
@pytest.mark.parametrize("state", ["gone", "a folder", "empty", "no UTF-8"])
def test_a_file_that_is_back_is_shown_however_old_it_is(project, page, state):
    laid(project, page(title="Ferries")).build()
    file, aside = project.src / FILE, project.root / "aside"
    file.rename(aside)
    match state:
        case "a folder":
            file.mkdir()
        case "empty" | "no UTF-8":
            file.write_bytes(b"" if state == "empty" else b"# Spec: K\xe4se")
    assert "include-failed" in "".join(said(project.build(), "SPEC123"))
    # Sphinx itself reads pages again that hang on what is no file.
    assert project.build().read == ({"ferry"} if state in ("gone", "a folder") else set())
    if state == "a folder":
        file.rmdir()
    aside.replace(file)
    build = project.build()
    assert said(build) == []
    assert "Cargo ferries" in build.pages["ferry"]
    assert as_fresh(project, build)
    assert project.build().read == set()


@SURFACES
def test_of_two_pages_with_one_file_the_first_is_its_page(project, page):
    ((name, content),) = page().items()
    other = name.replace("ferry", "a")
    build = laid(project, page()).build()
    project.write({other: content})
    build = project.build()
    (twice,) = said(build)
    assert twice.startswith(f"{name}:1: ")
    assert f'is already the spec of "{other}"' in twice
    assert {line.split()[3].partition("#")[0] for line in build.inventory} == {"a.html"}
    assert ("spec-download" in build.pages["a"], "spec-download" in build.pages["ferry"]) == (
        True,
        False,
    )
    assert as_fresh(project, build)
    assert exported(project.build("spec")) == ferry.TEXT
    project.remove(other)
    assert as_fresh(project, project.build())
    (again,) = page(FILE, ":no-index:").values()
    project.write({other: again})
    build = project.build()
    assert said(build) == []
    assert 'id="goal-' not in build.pages["a"]
    assert as_fresh(project, build)


@SURFACES
def test_a_file_that_is_a_document_is_the_spec_of_that(project, page):
    laid(project, page(ferry.NAME), {ferry.NAME: ferry.TEXT})
    (twice,) = said(project.build())
    assert f'is already the spec of "{ferry.NAME}"' in twice


@SURFACES
def test_a_page_has_one_spec(project, page):
    more = next(iter(page(f"{SPECS}spec-b.md").values()))
    laid(project, page(title="Both", below=more))
    project.write({f"{SPECS}spec-b.md": f"# Spec: B\n{HEAD}## Goals\n- Every lamp burns\n"})
    build = project.build()
    (second,) = said(build)
    assert "is the second spec on this page" in second
    assert "Every lamp burns" in build.pages["ferry"]


@SURFACES
def test_a_piece_of_a_spec_is_a_part_of_its_page(project, page):
    piece = "| Failure | Probability | Impact | Mitigation |\n|---|---|---|---|\n| A | Low | Wet | B |\n"
    head = HEAD if page is myst else ":Status: Draft\n:Date: 2026-05-04\n:Author: L. Fuchs\n\n"
    project.write({f"{SPECS}failures.md": piece})
    (include,) = page(f"{SPECS}failures.md").values()
    section = "## Failure Modes\n" if page is myst else "Failure Modes\n-------------\n"
    title = "# Spec: Tram Doors\n\n" if page is myst else "Spec: Tram Doors\n================\n\n"
    laid(project, {next(iter(page())): f"{title}{head}{section}\n{include}"})
    build = project.build()
    assert any(each.startswith("specs/failures.md:3:13: ") for each in said(build, "SPEC403"))
    assert 'id="failure-mode-a"' in build.pages["ferry"]
    assert piece in exported(project.build("spec"), "spec-tram-doors.md")


@SURFACES
@pytest.mark.parametrize(
    ("file", "content", "why"),
    [
        ("nowhere.md", None, "does not exist"),
        ("../specs", None, "cannot be read"),
        ("latin.md", "# Spec: Käse".encode("latin-1"), "is not encoded in UTF-8"),
        ("empty.md", "\n \n", "is empty"),
        ("a\0b.md", None, "does not exist|is not a file name"),
        ("x" * 300, None, "cannot be read"),
        ("ferry.{}", None, "is this document"),
        ("../../outside.md", "# Spec: Out", "is outside"),
        ("/cycle.txt", "```{spec-include} cycle.txt\n```\n", "is included from within"),
    ],
)
def test_a_file_that_cannot_be_shown_is_a_finding(project, page, file, content, why):
    (project.root / ".git").mkdir()
    ((name, _),) = page().items()
    file = file.format(name.rpartition(".")[2])
    project.write({"../specs/x": ""})
    if content is not None:
        project.write({file.lstrip("/"): content})
    laid(project, page(file, title="Plan"))
    build = project.build()
    (found,) = said(build)
    assert "[spec.include-failed]" in found
    assert re.search(why, found)
    assert "help: " in found
    assert said(project.build()) == [found]
    assert "Traceback" not in build.status


def test_an_excerpt_includes_nothing(project):
    fence = "   ```{spec-include} x.txt\n   ```\n"
    for title in ("Plan", "Spec: Plan"):
        page = f"{title}\n==========\n\n.. spec-markdown::\n\n{fence}"
        build = laid(project, {"a.rst": page, "x.txt": ferry.TEXT}).build(fresh=True)
        (found,) = said(build, "SPEC123")
        assert found.startswith("a.rst:6: ")


@SURFACES
@pytest.mark.parametrize("said", ["false", "false  # a guide", "off", '"no"'])
def test_a_file_may_say_that_it_is_no_spec(project, page, said):
    text = f"---\nspec: {said}\n---\n{ferry.TEXT}"
    build = laid(project, page(title="Ferries"), spec=text).build()
    assert build.warnings == build.inventory == []
    assert "Cargo ferries" in build.pages["ferry"]
    assert "spec: " not in build.pages["ferry"]


@SURFACES
def test_a_page_may_say_that_it_is_no_spec(project, page):
    ((name, content),) = page(title="Ferries").items()
    said = ":spec: false\n\n" if page is rst else "---\nspec: false\n---\n"
    build = laid(project, {name: said + content}).build()
    assert build.warnings == build.inventory == []
    assert "Cargo ferries" in build.pages["ferry"]


@SURFACES
def test_a_file_may_be_shown_twice_on_a_page(project, page):
    again = next(iter(page(FILE, ":no-index:").values()))
    build = laid(project, page(title="Ferries", below=again)).build()
    assert said(build) == []
    assert build.pages["ferry"].count('id="goal-') == 2
    assert exported(project.build("spec")) == ferry.TEXT


#: What a decision says, and where that leads: to items that another spec has, too.
SAID = (
    "[a](#failure-mode-clock) {spec:failure-mode}`clock` {spec:ref}`ais-receiver-offline`"
    " {any}`failure-mode-clock` (mitigates [Clock of the vessel wrong](#failure-mode-clock))"
)
CLOCK, RECEIVER = "#failure-mode-clock", "#failure-mode-ais-receiver-offline"
LEADS = [CLOCK, CLOCK, RECEIVER, CLOCK, CLOCK]


def pointing(title="Ferry Delay Notices"):
    """A spec of which a decision says that."""
    text = ferry.TEXT.replace("Ferry Delay Notices", title)
    return text.replace("Crews have no hand free in a storm", SAID)


def leads(body):
    """Where the links of each such decision on a page lead."""
    cells = re.findall(r"<p>AIS</p></td>(.*?)</td>", body, re.DOTALL)
    return [re.findall('<a class="reference internal" href="([^"]*)"', cell) for cell in cells]


@SURFACES
def test_links_of_a_spec_that_is_shown_again_lead_to_its_own_items(project, page):
    project.write({f"{SPECS}spec-pier.md": pointing("Pier")})
    (again,) = page(FILE, ":no-index:").values()
    ((name, content),) = page(f"{SPECS}spec-pier.md", title="Ships", below=again).items()
    laid(project, page(), {f"deep/{name}": content.replace(SPECS, f"../{SPECS}")}, spec=pointing())
    project.write({"index.rst": f"{INDEX}   deep/ferry\n"})
    build = project.build(nitpicky=True)
    assert build.warnings == []
    elsewhere = [f"../ferry.html{each}" for each in LEADS]
    assert leads(build.pages["ferry"]) == [LEADS]
    assert leads(build.pages["deep/ferry"]) == [LEADS, elsewhere]
    project.write({FILE: pointing().replace("<!-- #clock -->", "<!-- #wrong-clock -->")})
    assert as_fresh(project, project.build(nitpicky=True))


@SURFACES
@pytest.mark.parametrize("options", [(), (":no-index:",)])
def test_links_of_a_spec_lead_to_the_page_that_it_is_the_spec_of_now(project, page, options):
    project.write({f"{SPECS}spec-pier.md": pointing("Pier")})
    ((name, content),) = page(f"{SPECS}spec-pier.md").items()
    laid(project, page(), {name.replace("ferry", "pier"): content}, spec=pointing())
    ((name, content),) = page(FILE, *options, title="Ships").items()
    project.write({name.replace("ferry", "ships"): content})
    build = project.build()
    assert [each for each in said(build) if "SPEC123" not in each] == []
    assert leads(build.pages["ships"]) == [[f"ferry.html{each}" for each in LEADS]]
    project.write({name: "Ferry\n=====\n" if page is rst else "# Ferry\n"})
    build = project.build()
    assert leads(build.pages["ships"]) != [[f"ferry.html{each}" for each in LEADS]]
    assert as_fresh(project, build)


@SURFACES
def test_what_a_spec_that_is_shown_again_does_not_find_is_told_once(project, page):
    ((name, again),) = page(FILE, ":no-index:", title="Ships").items()
    text = pointing().replace("[a](#failure-mode-clock)", "[a](#failure-mode-none)")
    laid(project, page(), {name.replace("ferry", "ships"): again}, spec=text)
    (unknown,) = said(project.build(nitpicky=True))
    line = text[: text.index("-none")].count("\n") + 1
    assert unknown.startswith(f"specs/{ferry.NAME}:{line}:")
    assert "#failure-mode-none" in unknown


@SURFACES
def test_html_in_it_is_shown_and_that_of_the_page_is_the_pages(project, page):
    own = ".. raw:: html\n\n   <form></form>\n" if page is rst else "<form></form>\n"
    text = ferry.TEXT.replace("## Goals", "<script>alert(1)</script>\n\n## Goals")
    for options in ((), (":no-index:",)):
        laid(project, page(FILE, *options, title="Ferries", below=own), spec=text)
        body = project.build(fresh=True).pages["ferry"]
        assert "<script>alert" not in body
        assert "&lt;script&gt;alert" in body
        assert "<form></form>" in body


def test_in_parallel_it_is_the_same(project):
    laid(project, rst(title="Ferries"), {f"p{n}.rst": f"P{n}\n==\n" for n in range(12)})
    project.write({"a.md": next(iter(myst().values()))})
    serial, parallel = project.build(), project.build(fresh=True, jobs=4)
    assert serial.pages == parallel.pages
    assert serial.inventory == parallel.inventory
    assert said(serial) == said(parallel)
