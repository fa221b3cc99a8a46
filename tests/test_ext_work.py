"""The work of a build grows with its specs and no faster, and is done for what changed alone."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from conftest import Build, Project
from counting_nodes import Work
from parcels import spec

NUMBERS = (50, 100)

#: What a function may do in the larger build, as a multiple of what it does in the smaller one.
#: A scan of all specs for each of them would be four times as much.
TWICE = 2.3

#: Calls that a build makes however many specs there are: options, start and end.
ONCE = 300

#: The goals and metrics of a spec in Markdown; those made of directives have none.
MEASURED = 2

INDEX = "Depots\n======\n\n.. toctree::\n   :glob:\n\n   spec-*\n"

DIRECTIVES = """\
Spec: Yard {number}
===================

:Status: Draft
:Date: 2026-05-02
:Author: I. Sand

See :spec:failure-mode:`gate-{number}.a-label-is-torn`.

Design
------

Key Design Decisions
~~~~~~~~~~~~~~~~~~~~

.. spec-decision:: Where lorries wait
   :options: Lane, lot
   :chosen: Lot
   :mitigates: The yard is full

   A lot holds eleven lorries.

Failure Modes
-------------

.. failure-mode:: The yard is full
   :probability: Low
   :impact: High

   The gate stays closed.
"""


class Done(NamedTuple):
    """One build and the work that was done in it."""

    build: Build
    work: Work


@pytest.fixture(scope="module")
def done(tmp_path_factory) -> dict[tuple[str, int], Done]:
    """Builds of a few specs and of twice as many: by what is built, and by their number."""
    found = {}
    for number in NUMBERS:
        project = Project(tmp_path_factory.mktemp(f"depots{number}"))
        project.write({"index.rst": INDEX})
        project.write(dict(each for at in range(number // 2) for each in pair(at, number // 2)))

        def built(project=project, builder="html") -> Done:
            with Work() as work:
                build = project.build(builder)
            return Done(build, work)

        found["full", number] = built()
        project.build()  # Sphinx writes the page above once more
        found["same", number] = built()
        touched = spec("Gate 7", background="The gates have had no power since 2023.")
        project.write({"spec-gate-7.md": touched})
        found["touched", number] = built()
        edited = DIRECTIVES.format(number=7).replace("eleven", "twelve")
        project.write({"spec-yard-7.rst": edited})
        found["edited", number] = built()
        found["first export", number] = built(builder="spec")
        found["export", number] = built(builder="spec")
    return found


def pair(at: int, of: int) -> list[tuple[str, str]]:
    """A spec in Markdown that points at the next one of its kind, and one made of directives."""
    after = (at + 1) % of
    link = f"Asked by [its neighbour](spec-gate-{after}.md#failure-mode-a-label-is-torn)."
    return [
        (f"spec-gate-{at}.md", spec(f"Gate {at}", background=link)),
        (f"spec-yard-{at}.rst", DIRECTIVES.format(number=at)),
    ]


KINDS = ("full", "same", "touched", "edited", "first export", "export")


@pytest.mark.parametrize("kind", KINDS)
def test_no_function_does_more_than_twice_as_much_for_twice_as_many_specs(done, kind):
    few, many = (done[kind, number].work for number in NUMBERS)
    grown = {
        name: (few.steps[name], count)
        for name, count in many.steps.items()
        if count > few.steps[name] * TWICE + ONCE
    }
    assert not grown
    assert many.total <= few.total * 2.05 + ONCE
    assert many.nodes <= few.nodes * 2.05 + ONCE


def test_a_full_build_makes_the_nodes_of_each_spec_once(done):
    few, many = (done["full", number].work.nodes for number in NUMBERS)
    assert few < many
    more = (many - few) / (NUMBERS[1] - NUMBERS[0])
    # Both kinds of specs have about 120 nodes of text, and Sphinx's own table of contents.
    assert more < 400


@pytest.mark.parametrize("number", NUMBERS)
def test_every_document_is_read_and_written_once(done, number):
    build, work = done["full", number]
    assert len(build.read) == number + 1
    assert len(build.written) == len(set(build.written))
    assert work.of("ext.recognition.recognise:Recognise.apply") >= number
    # For what is told, for its export, and for that of the spec that links to one of its items.
    assert work.of("ext.environment.page_file:read") <= 3 * number
    # An export is written when its page is read; what leads elsewhere is filled in later.
    assert work.of("interchange.reading:from_data") == 0


@pytest.mark.parametrize("number", NUMBERS)
def test_what_a_goal_or_a_metric_says_is_measured_once_for_rules_and_listing(done, number):
    _, work = done["full", number]
    assert work.of("measure.rows:measure_item") == MEASURED * number // 2


@pytest.mark.parametrize("number", NUMBERS)
def test_a_build_without_changes_reads_nothing_that_is_kept(done, number):
    build, work = done["same", number]
    assert work.of("ext.environment.page_file:stamp") <= number + 5
    assert not build.read
    assert not [page for page in build.written if page.startswith("spec-gate")]
    assert work.of("ext.environment.page_file:read") == 0
    assert work.of("ext.export.canonical_files:Export.content") == 0
    assert (
        work.of("rules._running:check", "reader:read", "ext.environment.page_file:Page.spec") == 0
    )


def test_what_a_spec_costs_a_build_without_changes(done):
    few, many = (done["same", number].work.total for number in NUMBERS)
    # It was 125 when this was written: most are the objects that Sphinx lists, five a spec here.
    assert (many - few) / (NUMBERS[1] - NUMBERS[0]) < 150


@pytest.mark.parametrize("number", NUMBERS)
def test_a_touched_file_is_read_alone(done, number):
    build, work = done["touched", number]
    assert build.read == {"spec-gate-7"}
    # It had shown its neighbour's item, so the page changes; none that points here does.
    assert {page for page in build.written if page.startswith("spec-")} <= {
        "spec-gate-7",
        "spec-index",
    }
    assert (
        work.calls["rules._running:check"]
        == done["touched", NUMBERS[0]].work.calls["rules._running:check"]
    )
    few, many = (done["touched", each].work.nodes for each in NUMBERS)
    assert many - few <= 60 * (NUMBERS[1] - NUMBERS[0])


@pytest.mark.parametrize("number", NUMBERS)
def test_what_leads_to_a_page_that_is_written_again_is_looked_for_where_it_stands(done, number):
    build, work = done["edited", number]
    assert build.read == {"spec-yard-7"}
    assert "mitigated by" in build.pages["spec-yard-7"]
    assert work.of("links.index:Index.end") == 1


@pytest.mark.parametrize("number", NUMBERS)
def test_the_first_export_makes_no_model_of_plain_markdown(done, number):
    work = done["first export", number].work
    assert work.of("interchange.reading:from_data") == number // 2
    assert work.of("ext.environment.page_file:read") <= 2 * number


@pytest.mark.parametrize("number", NUMBERS)
def test_an_export_of_what_is_there_already_makes_none_again(done, number):
    build, work = done["export", number]
    assert not build.read
    assert (
        work.of(
            "ext.export.canonical_files:Export.content",
            "ext.environment.page_file:Page.spec",
            "interchange:to_data",
        )
        == 0
    )


@pytest.mark.parametrize("count", NUMBERS)
def test_a_file_is_searched_once_for_the_lines_of_all_its_comments(tmp_path, count):
    lane = "Lane {0} is open.\n\n.. spec: ignore-next[SPEC212] lane {0} is measured in May\n\n"
    project = Project(tmp_path)
    page = DIRECTIVES.format(number=1) + "\n" + "".join(map(lane.format, range(count)))
    project.write({"index.rst": INDEX, "spec-yard-1.rst": page})
    with Work() as work:
        build = project.build()
    assert sum("SPEC902" in warning for warning in build.warnings) == count
    assert work.of("ext.recognition.comments:_lines") == 1


def test_a_row_costs_the_nodes_of_its_own_cells_and_no_head(tmp_path):
    """Only the first row of a table of directives makes the head of one."""
    options = "   :probability: Low\n   :impact: Low\n"
    mode = f".. failure-mode:: Lane {{}} is shut\n{options}\n   Lorries take the next one.\n\n"
    made = {}
    for count in (10, 20):
        project = Project(tmp_path / str(count))
        page = DIRECTIVES.format(number=1) + "\n" + "".join(map(mode.format, range(count)))
        project.write({"index.rst": INDEX, "spec-yard-1.rst": page})
        with Work() as work:
            project.build()
        made[count] = work.nodes
    # A row, four cells with a paragraph each, its anchor, and what Sphinx makes of each;
    # a head would be fourteen more.
    assert made[20] - made[10] < 10 * 20
