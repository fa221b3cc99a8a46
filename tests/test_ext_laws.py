"""Incremental equals clean, and parallel equals serial: tried by a machine that edits projects.

What Sphinx itself leaves as it was is no part of these laws: `test_ext_sphinx_alone.py` shows it.
`tox run -e laws` edits many projects, each time others; the suite edits a few, always the same.
"""

from __future__ import annotations

import difflib
import json
import os
import re
import shutil
import sys
import tempfile
import zlib
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

import pytest
from conftest import Build, Project
from depot import FILES, OUTSIDE, SNIPPET, SURFACES, VALUES, Page
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sphinx.errors import SphinxError

#: How many projects the long run edits; each step of one is three builds.
RUNS = int(os.environ.get("LAW_RUNS", "0"))

PLACES = ("belt", "gate", "night", "spec-gate", "yard/belt", "yard/gate")
NAMES = ("html", "text", "spec", "dirhtml")
#: What the other builders write of a page, or of all of them; `gettext` shares no environment.
OTHERS = {
    "singlehtml": "index.html",
    "json": "{}.fjson",
    "xml": "{}.xml",
    "pseudoxml": "{}.pseudoxml",
    "latex": "depot.tex",
    "man": "depot.1",
    "texinfo": "depot.texi",
    "epub": "{}.xhtml",
    "linkcheck": "output.json",
}
BUILDERS = st.sampled_from((*("html", *NAMES) * 3, *OTHERS))


def values_of(*keys: str):
    return st.sampled_from([(key, value) for key in keys for value in VALUES[key]])


#: Edits by what other pages see of them.
EDITS = values_of(*VALUES)
TITLES = values_of("title", "prefix", "metadata", "surface")
ITEMS = values_of("decision", "decision_id", "failure", "failure_id")

#: What the first pages are called, and what they show of each other.
FIRST = (
    ("Belt", "ref|gate.failure-mode-the-belt-stops"),
    ("Gate", "ref|belt.guard"),
    ("Night Shift", "spec-belt.md#decision-guard"),
)

#: Options of the project, each with what it may be if it is given.
OPTIONS: dict[str, tuple[object, ...]] = {
    "spec_levels": (["Rare", "Low", "High"],),
    "spec_statuses": (["Draft", "Rolling"],),
    "spec_exclude": (["yard"], ["gate.*"]),
    "spec_select": (["SPEC7"], ["SPEC3", "status-unknown"]),
    "spec_ignore": (["SPEC4"],),
    "spec_per_file_ignores": ({"belt.*": ["SPEC4", "SPEC7"]},),
    "spec_severity": ({"reference-unknown": "error"},),
    "spec_show_info": (True,),
    "spec_today": ("2031-01-01",),
    "html_baseurl": ("https://example.org/depot",),
    "nitpicky": (True,),
    "smartquotes": (False,),
}
READ_WITH = ("spec_levels", "spec_statuses", "spec_today", "spec_exclude")
CHANGES = st.sampled_from(
    [(name, value) for name, values in OPTIONS.items() for value in (None, *values)]
)

CONF = """\
from pathlib import Path

extensions = ["myst_parser", {ours}]
html_theme = "basic"
html_sidebars = {{"**": []}}
numfig = True
project, copyright, version, today = "Depot", "Depots", "1", "today"
latex_documents = [("index", "depot.tex", "Depot", "Depots", "manual")]
man_pages = [("index", "depot", "Depot", [], 1)]
texinfo_documents = [("index", "depot", "Depot", "Depots", "depot", "Depot", "Depot")]
linkcheck_ignore = ["https://.*"]
{options}

def setup(app):
    event = Path(app.srcdir, "fails-at").read_text()
    if event:
        app.connect(event, fail, priority=950 if event == "env-updated" else 1)

def fail(*_):
    raise OSError("the disk is full")
"""
FAILURES = st.sampled_from(
    ("env-before-read-docs", "doctree-read", "env-updated", "doctree-resolved", "build-finished")
)

#: References of other domains: Sphinx does not make them again when their target comes or goes.
FOREIGN = re.compile(
    r'<a class="reference internal" href="[^"]*"><span class="(?:doc|std std-numref)">.*?</a>'
    r'|<(span|code) class="xref std std-(?:doc|numref).*?</\1>'
    r"|(?<=See )(?:Fig. [0-9]|plan)(?=[.])"
)
#: Whether quotes are smart depends on the builder that reads the page, and on options of Sphinx. The
#: last two are how pages for man say them.
SMART = re.compile(
    r"[“”’\"'`–]|--|&#821[267];|&#822[01];|&quot;|\\\\textquotesingle|\\\([ad]q|(?:\\-){2}"
)
#: A file that another builder has included since is news to a page that is no spec.
INCLUDED = re.compile(r"The night is long[.](?:\s*More[.])?")


class Editing(RuleBasedStateMachine):
    """Edits a project, and compares what a build leaves with what a fresh build leaves."""

    #: As `-j` of the builds; Sphinx works in parallel from six documents on.
    jobs = 0
    #: How much was tried: projects, what was done to them, and builds.
    tried: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        """Make an empty project, and the same one without our extension."""
        super().__init__()
        self.tried["projects"] += 1
        self.root = Path(tempfile.mkdtemp(prefix="laws-"))
        self.ours, self.alone = Project(self.root / "ours"), Project(self.root / "alone")
        self.pages: dict[str, Page] = {}
        self.options: dict[str, object] = {}
        self.specs: set[str] = set()
        #: Where each page led, and where it does now.
        self.lead: dict[str, object] = {}
        self.led: dict[str, dict[str, object]] = {name: {} for name in (*NAMES, *OTHERS)}
        #: What each builder has written last, and the documents that were read since.
        self.shown: dict[str, dict[str, str]] = {name: {} for name in (*NAMES, *OTHERS)}
        self.read: dict[str, set[str]] = {name: set() for name in (*NAMES, *OTHERS)}
        self.read_with: list[object] = []

    def teardown(self) -> None:
        """Remove the project."""
        shutil.rmtree(self.root)

    # The edits

    @initialize(surfaces=st.lists(st.sampled_from(SURFACES), min_size=3, max_size=3))
    def begin(self, surfaces) -> None:
        """Begin with three pages on any surfaces."""
        self.write(FILES | {"fails-at": ""})
        self.configure()
        for place, (title, pointer), surface in zip(PLACES[:3], FIRST, surfaces, strict=True):
            self.pages[place] = Page()
            self.pages[place].values |= {"title": title, "pointer": pointer, "surface": surface}
            self.write({place + self.pages[place].suffix: self.pages[place].text})
        self.build_all("html")

    @precondition(lambda self: self.pages)
    @rule(data=st.data(), edit=EDITS, builder=BUILDERS)
    def edit(self, data, edit, builder) -> None:
        """Say something else at one place of a page."""
        self.say(data, edit, builder)

    @precondition(lambda self: self.pages)
    @rule(data=st.data(), edit=TITLES, builder=BUILDERS)
    def retitle(self, data, edit, builder) -> None:
        """Change the name of a spec, or whether it is one."""
        self.say(data, edit, builder)

    @precondition(lambda self: self.pages)
    @rule(data=st.data(), edit=ITEMS, builder=BUILDERS)
    def retitle_item(self, data, edit, builder) -> None:
        """Change what an item is called, or known by."""
        self.say(data, edit, builder)

    def say(self, data, edit, builder) -> None:
        place = data.draw(st.sampled_from(sorted(self.pages)), label="page")
        key, value = edit
        page = self.pages[place]
        old = place + page.suffix
        page.values[key] = value
        self.move(old, place + page.suffix)
        self.build_all(builder)

    @rule(data=st.data(), builder=BUILDERS, place=st.sampled_from(PLACES))
    def add_or_delete(self, data, builder, place) -> None:
        """Delete the page at a place, or add one that is nearly that of another place."""
        if place in self.pages:
            self.remove(place + self.pages.pop(place).suffix)
        else:
            page = self.pages[place] = Page()
            page.values |= dict(data.draw(st.lists(EDITS, max_size=4), label="values"))
            self.write({place + page.suffix: page.text})
        self.build_all(builder)

    @precondition(lambda self: 0 < len(self.pages) < len(PLACES))
    @rule(data=st.data(), builder=BUILDERS)
    def rename(self, data, builder) -> None:
        """Move a page's file to another place."""
        old = data.draw(st.sampled_from(sorted(self.pages)), label="page")
        new = data.draw(st.sampled_from(sorted({*PLACES} - {*self.pages})), label="to")
        self.pages[new] = self.pages.pop(old)
        suffix = self.pages[new].suffix
        self.move(old + suffix, new + suffix)
        self.build_all(builder)

    @rule(change=CHANGES, builder=BUILDERS)
    def reconfigure(self, change, builder) -> None:
        """Change an option, or take it back."""
        name, value = change
        self.options[name] = value
        self.configure()
        self.build_all(builder)

    @rule(name=st.sampled_from((SNIPPET, OUTSIDE, "plan.txt", "plan.png")), builder=BUILDERS)
    def edit_file(self, name, builder) -> None:
        """Change a file that pages include, offer or show."""
        text = (self.ours.src / name).read_text("utf-8")
        self.write({name: text + "More.\n" if text == FILES[name] else FILES[name]})
        self.build_all(builder)

    @rule(event=FAILURES, data=st.data(), builder=BUILDERS, then=BUILDERS)
    def fail(self, event, data, builder, then) -> None:
        """A build fails on the way, and another one follows."""
        if self.pages:
            place = data.draw(st.sampled_from(sorted(self.pages)), label="page")
            page = self.pages[place]
            page.values["failure"] = data.draw(st.sampled_from(VALUES["failure"]), label="failure")
            self.write({place + page.suffix: page.text})
        self.write({"fails-at": event})
        for project, name in ((self.ours, builder), (self.alone, without_ours(builder))):
            with suppress(SphinxError, OSError):
                project.build(name, jobs=self.jobs)
        self.write({"fails-at": ""})
        self.build_all(then, count=False)

    # What follows each of them

    def build_all(self, builder: str, *, count: bool = True) -> None:
        """Build, and compare with a fresh build; count what was read and written for nothing."""
        self.tried["edits"] += 1
        specs = self.specs
        left, read, written = self.left_by(self.ours, builder, jobs=self.jobs)
        assert not differing(left, self.left_by(self.ours, builder, fresh=True)[0])
        shutil.rmtree(self.ours.root / "builds" / str(self.ours.fresh))
        before, pages = self.shown[builder], left["pages"]
        read_with = [self.options.get(name) for name in READ_WITH]
        for name in self.read:
            self.read[name] |= read if count else set(pages)
        _, read_by_sphinx, by_sphinx = self.left_by(
            self.alone, without_ours(builder), jobs=self.jobs
        )
        if count:
            otherwise = specs | self.specs if read_with != self.read_with else set()
            assert read <= read_by_sphinx | otherwise
            changed = {name for name, body in pages.items() if body != before.get(name)}
            if builder == "text":  # where a link leads is no text
                led = self.led[builder]
                changed |= {name for name in pages if self.lead.get(name) != led.get(name)}
            # Sphinx writes the page whose toctree names a page that is written.
            above = {"index"} if written - {"index"} else set()
            assert written <= by_sphinx | changed | self.read[builder] | above
        self.read[builder], self.shown[builder], self.read_with = set(), pages, read_with
        self.led[builder] = self.lead

    def left_by(self, project: Project, builder: str, *, fresh=False, jobs=0):
        """All that the law speaks of, and the documents that were read and written."""
        folder = project.root / "builds" / (str(project.fresh + 1) if fresh else "same")
        before = stamps(folder / builder)
        build = project.build(builder, fresh=fresh, jobs=jobs)
        self.tried[f"builds {'of Sphinx alone' if project is self.alone else 'of ours'}"] += 1
        after = stamps(build.out)
        names = {name: file_of(name, builder) for name in build.app.env.found_docs}
        written = {name for name, file in names.items() if after.get(file) != before.get(file)}
        if project is self.ours:
            self.lead, self.specs = leads(build), specs(build)
        return left_by(build, builder, names), build.read, written

    # Both projects are edited alike

    def write(self, files) -> None:
        for project in (self.ours, self.alone):
            project.write(files)

    def remove(self, name: str) -> None:
        for project in (self.ours, self.alone):
            project.remove(name)

    def move(self, old: str, new: str) -> None:
        if old != new:
            self.remove(old)
        page = self.pages[new.rpartition(".")[0]]
        self.write({new: page.text})

    def configure(self) -> None:
        given = (f"{name} = {value!r}" for name, value in self.options.items() if value is not None)
        options = "\n".join(given)
        self.ours.write({"conf.py": CONF.format(ours='"sphinxcontrib_spec"', options=options)})
        self.alone.write({"conf.py": CONF.format(ours="", options=options)})


def differing(left: dict[str, object], fresh: dict[str, object]) -> list[str]:
    """The lines that differ, in the form of `diff`."""
    said = (
        line
        for room in left
        for line in difflib.unified_diff(*(lines(each[room]) for each in (left, fresh)), room, n=0)
    )
    return list(said)


def lines(found: object) -> list[str]:
    if isinstance(found, dict):
        return [f"{name}: {line}" for name in sorted(found) for line in lines(found[name])]
    if isinstance(found, list):
        return found
    return str(found).split("\\n" if isinstance(found, bytes) else "\n")


def without_ours(builder: str) -> str:
    """The builder that reads what ours reads, and writes nothing."""
    return "dummy" if builder == "spec" else builder


def file_of(name: str, builder: str) -> str:
    if builder in OTHERS:
        return OTHERS[builder].format(name)
    if builder == "dirhtml" and name != "index":
        return f"{name}/index.html"
    return f"{name}.txt" if builder == "text" else f"{name}.html"


def stamps(folder: Path) -> dict[str, int]:
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file()
    }


def left_by(build: Build, builder: str, names) -> dict[str, object]:
    found = {"findings": [line for line in build.warnings if "[spec." in line]}
    if builder in ("spec", "dummy"):
        return found | {"pages": {}, "files": contents(build.out)}
    if builder == "text" or builder in OTHERS:
        return found | {
            "pages": {
                name: shown(build, name, said_in(build.out / file)) for name, file in names.items()
            }
        }
    index = build.out / file_of("spec-index", builder)
    exports = contents(build.out / "_specs")
    # The page of an index that is empty by now is left, as those of documents are.
    rows = re.findall(r"<table.*</table>", index.read_text("utf-8"), re.DOTALL) if exports else []
    return found | {
        "pages": {name: shown(build, name, body) for name, body in build.pages.items()},
        "inventory": zlib.decompress((build.out / "objects.inv").read_bytes().split(b"\n", 4)[4]),
        "exports": exports,
        "index": rows,
    }


def said_in(file: Path) -> str:
    """The text of a file; of JSON, the page."""
    text = file.read_text("utf-8") if file.exists() else ""
    return json.loads(text)["body"] if file.suffix == ".fjson" else text


def shown(build: Build, name: str, body: str) -> str:
    """A page's body, as far as it is for us to keep right."""
    body = SMART.sub("", FOREIGN.sub("", body))
    return body if name in specs(build) else INCLUDED.sub("", body)


def specs(build: Build) -> set[str]:
    """The documents that are specs."""
    pages = build.app.env.domaindata.get("spec", {}).get("pages", {})
    return {name for name, (_path, slug, *_more) in pages.items() if slug}


def leads(build: Build) -> dict[str, object]:
    """Where each page leads, what leads to it, and whether it is the one that is exported."""
    lookup = build.app.env.domains["spec"].lookup
    ends: dict[str, list[object]] = {}
    for (name, _anchor), incoming in lookup.incoming.items():
        ends.setdefault(name, []).append(incoming)
    return {
        name: (
            [lookup.resolve(each, name).targets for each in page.references],
            ends.get(name),
            lookup.is_owner(name),
        )
        for name, page in lookup.pages.items()
    }


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


class EditingInParallel(Editing):
    """The same with `-j 4`, and with so many changed pages that Sphinx does work in parallel."""

    jobs = 4
    tried: ClassVar[Counter[str]] = Counter()

    def build_all(self, builder: str, *, count: bool = True) -> None:
        """Change what makes a build parallel, and compare with a fresh one that is not."""
        for number in range(6):
            page = Page()
            page.values |= {"title": f"Rack {number}", "surface": SURFACES[number % 3]}
            page.values["pointer"] = f"ref|rack-{(number + 1) % 6}.guard"
            self.write({f"yard/rack-{number}{page.suffix}": page.text})
        super().build_all(builder, count=count)


@pytest.mark.parametrize(("machine", "runs", "steps"), [(Editing, 4, 8), (EditingInParallel, 2, 4)])
# MyST's `include` still asks the environment for its app.
@pytest.mark.filterwarnings("ignore:'sphinx.environment.BuildEnvironment.app'")
def test_a_build_after_any_edits_equals_a_fresh_one(machine, runs, steps):
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=RUNS or runs,
            stateful_step_count=12 if RUNS else steps,
            derandomize=not RUNS,
            deadline=None,
            database=None,
            # A step takes so long that nobody would wait for a shorter example.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    sys.stdout.write(f"{machine.__name__}: {dict(machine.tried)}\n")
