"""Typed links on pages: said at both ends in every builder, judged with their places, exported."""

from __future__ import annotations

import html
import json
import re
import shutil
from pathlib import Path

import pytest
from parcels import spec

from sphinxcontrib_spec.reader import read

INDEX = "Depot\n=====\n\n.. toctree::\n   :glob:\n\n   *\n"

RST = """\
Spec: Belt
==========

:Status: Draft
:Date: 2026-04-21
:Author: R. Moreau

Goals
-----

.. spec-goal:: Carry 400 parcels a minute
   :id: speed

Design
------

Key Design Decisions
~~~~~~~~~~~~~~~~~~~~

.. spec-decision:: Guard on duty
   :options: One, two
   :chosen: One
   :mitigates: The belt stops; gate-scanner.a-label-is-torn
   :supersedes: Cameras

   Nights are quiet.

.. spec-decision:: Cameras
   :options: One, two
   :chosen: Two

   They see everything.

Failure Modes
-------------

.. failure-mode:: The belt stops
   :probability: High
   :impact: High

   Call the guard.

   - Twice.

Success Metrics
---------------

.. success-metric:: 400 parcels a minute in 9 of 10 weeks
   :verifies: speed

Open Questions
--------------

.. open-question:: Who pays?
   :owner: R. Moreau
   :deadline: 2026-09-01
   :blocks: Guard on duty
"""

GATE = spec().replace(
    "a whole pallet at once",
    "a whole pallet at once (mitigates [The belt stops](spec-belt.md#failure-mode-the-belt-stops))",
)

#: A spec of each surface that has many sections too few.
FEW = {"spec_ignore": ["section-missing", "subsection-missing"]}

#: What is said at the other ends.
ENDS = (
    "Cameras (superseded by Guard on duty)",
    "(mitigated by Guard on duty, How labels are read)",
    "Carry 400 parcels a minute (verified by 400 parcels a minute in 9 of 10 weeks)",
    "supersedes Cameras) (blocked by Who pays?)",
    "The driver types the number (mitigated by Guard on duty)",
)


@pytest.fixture
def depot(project):
    project.write({"index.rst": INDEX, "belt.rst": RST, "spec-gate-scanner.md": GATE})
    return project


def words(text: str) -> str:
    return " ".join(html.unescape(re.sub("<[^>]*>", "", text)).replace("¶", "").split())


def test_items_say_what_leads_to_them(depot):
    build = depot.build(**FEW)
    assert build.warnings == []
    said = words(build.pages["belt"] + build.pages["spec-gate-scanner"])
    for end in ENDS:
        assert end in said
    belt = build.pages["belt"]
    assert (
        '(mitigated by <a class="reference internal" href="#decision-guard-on-duty" '
        'title="Decision: Guard on duty (Belt)">' in belt
    )
    assert 'href="spec-gate-scanner.html#decision-how-labels-are-read"' in belt
    assert 'href="belt.html#decision-guard-on-duty"' in build.pages["spec-gate-scanner"]


def test_a_superseded_decision_is_marked_and_leads_to_its_successor(depot):
    belt = depot.build(**FEW).pages["belt"]
    (row,) = re.findall(r'<tr class="[^"]*spec-superseded[^"]*".*?</tr>', belt, re.DOTALL)
    assert 'id="decision-cameras"' in row
    title = row.split("</td>")[0]
    assert 'Cameras <span class="spec-superseded-by">(superseded by <a ' in title
    assert 'href="#decision-guard-on-duty"' in title


@pytest.mark.parametrize(
    ("builder", "file", "markup"),
    [
        ("singlehtml", "index.html", "<[^>]*>"),
        ("latex", "*.tex", r"\\sphinx\w+|\\hyper\w+|\{\\[^}]*\}|[{}]|\\DUrole"),
        ("man", "*.1", r"\\f[A-Z]"),
        ("texinfo", "*.texi", r"@ref\{[^,}]*,|@\w+\{[^}]*\}"),
        ("xml", "belt.xml", "<[^>]*>"),
        ("text", "belt.txt", r"[*|]"),
        ("epub", "belt.xhtml", "<[^>]*>"),
    ],
)
def test_every_builder_says_so(depot, builder, file, markup):
    build = depot.build(builder, version="1", copyright="Depots", **FEW)
    assert build.warnings == []
    (path,) = Path(build.out).glob(file)
    text = path.read_text(encoding="utf-8")
    if builder == "singlehtml":
        assert (
            '(superseded by <a class="reference internal" href="#belt.decision-guard-on-duty"'
            in text
        )
    said = "".join(html.unescape(re.sub(markup, "", text)).split())
    if builder == "text":  # the words of a cell stand beside those of its neighbours
        assert all(word in said for word in ("(superseded", "(mitigatedby", "(verifiedby400"))
    else:
        for end in ("supersededby", "mitigatedby", "verifiedby", "blockedby"):
            assert f"({end}" in said


#: An extension that shows words of a spec in another place, and resolves them once more there.
TEASING = """

def tease(app, tree):
    from docutils import nodes

    for entry in list(tree.findall(nodes.entry)):
        if entry.astext() == "Cameras":
            tree += nodes.note("", entry[0].deepcopy())


def again(app, tree, docname):
    from sphinxcontrib_spec.ext.writing.resolving import Resolving

    Resolving(tree).apply()


def setup(app):
    app.connect("doctree-read", tease)
    app.connect("doctree-resolved", again)
"""


@pytest.mark.parametrize("builder", ["html", "text"])
def test_what_others_copy_of_an_item_says_so_too_and_once(depot, builder):
    conf = depot.src / "conf.py"
    conf.write_text(conf.read_text("utf-8") + TEASING, "utf-8")
    build = depot.build(builder, **FEW)
    assert build.warnings == []
    text = next(build.out.glob("belt.*")).read_text("utf-8")
    said = "".join(re.sub("<[^>]*>|[*]", "", text).split())
    assert said.count("Cameras(supersededbyGuardonduty)") == (2 if builder == "html" else 1)
    assert said.count("(superseded") == 2  # a cell of a table in text stands beside others


def test_exports_say_links_at_their_own_end_alone(depot):
    build = depot.build("spec", **FEW)
    text = (build.out / "spec-belt.md").read_text(encoding="utf-8")
    for passive in ("mitigated by", "verified by", "blocked by", "superseded by"):
        assert passive not in text
    assert (build.out / "spec-gate-scanner.md").read_text(encoding="utf-8") == GATE
    assert "supersedes [Cameras](#decision-cameras)" in text


#: Wrong links, on each surface, and what is found: a line, what stands at the column, a rule, a word.
WRONG = {
    "belt.rst": (
        RST.replace(":mitigates: The belt stops;", ":mitigates: speed; no such thing;").replace(
            ":chosen: Two\n", ":chosen: Two\n   :supersedes: Guard on duty\n"
        ),
        [
            (":mitigates:", "", "SPEC703", "no such thing"),
            (":mitigates:", "", "SPEC705", "Carry 400 parcels"),
            (":supersedes: Cameras", "", "SPEC706", "Cameras"),
        ],
    ),
    "spec-gate-scanner.md": (
        GATE.replace(
            "[The belt stops](",
            "[How labels are read](#decision-how-labels-are-raed), [Guard on duty](",
        ).replace(
            "within 12 minutes",
            "within 12 minutes (verifies [Sorting](#non-goal-sorting-inside-of-the-depot-because-another-team))",
        ),
        [
            ("| How labels", "How labels are read](", "SPEC703", "#decision-how-labels-are-raed"),
            ("- 95 %", "Sorting](", "SPEC705", "Sorting inside"),
        ],
    ),
    "spec-lorry.md": (
        spec("Lorry")
        .replace("| Low | High |", "| High | Critical |")
        .replace(
            "## Non-Goals",
            "```{spec-goal} A lorry waits < 5 minutes\n:id: wait\n```\n\n## Non-Goals",
        )
        .replace(
            "- 95 % of lorries leave the gate within 12 minutes",
            "```{success-metric} 95 % of lorries leave the gate within 12 minutes\n"
            ":verifies: wait; A label is torn\n```",
        ),
        [
            ("| A label is torn", "A label", "SPEC711", "A label is torn"),
            (":verifies:", "A label", "SPEC705", "A label is torn"),
        ],
    ),
}


@pytest.mark.parametrize("jobs", [0, 2])
def test_wrong_links_are_told_at_their_places_on_every_build(project, jobs):
    project.write({"index.rst": INDEX, **{name: text for name, (text, _) in WRONG.items()}})
    settings = {"spec_select": ["SPEC7"], "spec_show_info": True, "jobs": jobs}
    first = project.build(**settings)
    assert project.build(**settings).warnings == first.warnings
    wanted = []
    for name, (text, found) in WRONG.items():
        lines = text.split("\n")
        for start, words, code, word in found:
            at = next(n for n, line in enumerate(lines) if line.strip().startswith(start))
            column = f":{lines[at].index(words) + 1}" if words else ""
            wanted.append((f"{name}:{at + 1}{column}", code, word))
    said = [re.match(r"(\S+): WARNING: (SPEC\d+): (.*)", line) for line in first.warnings]
    assert [match and match[1] for match in said] == [place for place, _, _ in wanted]
    for match, (_, code, word) in zip(said, wanted, strict=True):
        assert match
        assert match[2] == code
        assert word in match[3]


def test_a_goal_is_looked_at_when_that_is_asked_for(depot):
    assert depot.build(**FEW).warnings == []
    (said,) = depot.build(spec_select=["goal-unverified"], spec_show_info=True).warnings
    assert said.startswith("spec-gate-scanner.md:11:3: WARNING: SPEC712: ")


def yard(depot, inventory):
    """Let the project refer to another one, which has the inventory of what it is now."""
    shutil.copy(depot.build(fresh=True, **FEW).out / "objects.inv", inventory)
    conf = (
        'extensions = ["sphinxcontrib_spec", "sphinx.ext.intersphinx"]\n'
        f'intersphinx_mapping = {{"yard": ("https://yard.example.org/", "{inventory}")}}\n'
    )
    depot.write({"conf.py": conf})


def test_a_link_into_another_project(depot, tmp_path):
    yard(depot, tmp_path / "yard.inv")
    text = RST.replace("Spec: Belt\n====", "Spec: Crane\n=====").replace(
        "gate-scanner.a-label", "gate-scanner.failure-mode-a-label"
    )
    depot.write({"belt.rst": text})
    depot.remove("spec-gate-scanner.md")
    build = depot.build(fresh=True, **FEW)
    assert build.warnings == []
    assert (
        'href="https://yard.example.org/spec-gate-scanner.html#failure-mode-a-label-is-torn"'
        in build.pages["belt"]
    )


YARD = "yard.failure-mode-the-gate-b-c-is-open"


def test_a_link_into_another_project_is_exported_with_its_address(depot, tmp_path):
    depot.write({"spec-yard.md": spec("Yard", failure="The gate [B] \\| C is open")})
    yard(depot, tmp_path / "yard.inv")
    depot.remove("spec-yard.md")
    belt = RST.replace("gate-scanner.a-label-is-torn", YARD).replace("Cameras", "Cameras [two")
    depot.write({"belt.rst": belt})
    build = depot.build("spec", fresh=True, **FEW)
    assert build.warnings == []
    text = (build.out / "spec-belt.md").read_text(encoding="utf-8")
    url = f"https://yard.example.org/spec-yard.html#{YARD.partition('.')[2]}"
    assert f"[The gate \\[B\\] \\| C is open]({url})" in text
    # They are typed links there, too.
    decision = read(text).design.key_design_decisions[0]
    links = [(each.verb, each.text, each.url) for each in decision.about.links]
    assert links == [
        ("mitigates", "The belt stops", "#failure-mode-the-belt-stops"),
        ("mitigates", "The gate \\[B\\] | C is open", url),
        ("supersedes", "Cameras \\[two", "#decision-cameras-two"),
    ]
    data = json.loads((build.out / "specs.json").read_text(encoding="utf-8"))
    found = data["specs"][0]["design"]["key_design_decisions"][0]["links"]
    assert [(each["verb"], each["text"], each["url"]) for each in found] == links
    assert [each["target"] for each in found] == [
        "belt.failure-mode-the-belt-stops",
        None,
        "belt.decision-cameras-two",
    ]


@pytest.mark.parametrize("builder", ["html", "spec"])
@pytest.mark.parametrize(
    ("old", "new"),
    [("gate-scanner.a-label-is-torn", YARD), ("Nights", f":spec:ref:`{YARD}`, as nights")],
    ids=["typed link", "role"],
)
def test_an_export_follows_what_another_project_has(depot, tmp_path, builder, old, new):
    depot.write({"spec-yard.md": spec("Yard", failure="The gate [B] \\| C is open")})
    yard(depot, tmp_path / "yard.inv")
    depot.remove("spec-yard.md")
    depot.write({"belt.rst": RST.replace(old, new)})
    (tmp_path / "yard.inv").rename(tmp_path / "later.inv")

    def exported(build):
        folder = build.out / "_specs" if builder == "html" else build.out
        return {path.name: path.read_bytes() for path in folder.glob("spec*")}

    before = exported(depot.build(builder))
    (tmp_path / "later.inv").rename(tmp_path / "yard.inv")
    after = exported(depot.build(builder))
    assert b"https://yard" not in before["spec-belt.md"]
    assert b"https://yard" in after["spec-belt.md"]
    assert after == exported(depot.build(builder, fresh=True))


def test_specs_json_says_both_ends(depot):
    build = depot.build("spec", **FEW)
    data = json.loads((build.out / "specs.json").read_text(encoding="utf-8"))
    belt, gate = data["specs"]
    guard, cameras = belt["design"]["key_design_decisions"]
    assert [(link["verb"], link["target"]) for link in guard["links"]] == [
        ("mitigates", "belt.failure-mode-the-belt-stops"),
        ("mitigates", "gate-scanner.failure-mode-a-label-is-torn"),
        ("supersedes", "belt.decision-cameras"),
    ]
    assert guard["back_links"] == [{"verb": "blocked by", "source": "belt.open-question-who-pays"}]
    assert cameras["back_links"] == [
        {"verb": "superseded by", "source": "belt.decision-guard-on-duty"}
    ]
    assert gate["failure_modes"][0]["back_links"] == [
        {"verb": "mitigated by", "source": "belt.decision-guard-on-duty"}
    ]
