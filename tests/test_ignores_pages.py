"""Comments that ask for findings not to be told, in Sphinx builds of every surface."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Build, Project
from program import Folder

from sphinxcontrib_spec.reader import read
from sphinxcontrib_spec.rules import check

HEAD_RST = """\
Spec: Lock Gates
================

{file}

:Status: Draft
:Date: 2026-06-01
:Author: W. Sluis

"""

#: Every form, in each place that reStructuredText has for a comment.
RST = (
    HEAD_RST.format(file=".. spec: ignore-file[SPEC111] the rest follows")
    + """\
Goals
-----

.. spec: ignore-next[SPEC212] the first alone

.. spec-goal:: Gates open faster

.. spec-goal:: Gates close faster

   .. spec: ignore[SPEC212]
      until the trial

.. spec-goal:: A gate opens within 40 s

Non-Goals
---------

- Other things

  .. spec: ignore[SPEC222] in a list
- Bridges (another office has them)

Background and Context
----------------------

.. spec: ignore-section[SPEC703] the page is being written

See :spec:failure-mode:`oil on the water`.

Failure Modes
-------------

.. failure-mode:: Gate jams
   :probability: Low
   :impact: High

   .. spec: ignore[SPEC402]

.. spec: ignore-next[failure-cell-empty] not known yet

.. failure-mode:: Power is lost
   :probability: Low

   The gate is cranked by hand.

Success Metrics
---------------

.. spec: ignore-next[SPEC502]

- Fewer complaints
- Happier skippers
"""
)

MYST = """\
---
status: Draft
date: 2026-06-01
author: W. Sluis
---

# Spec: Lock Gates

<!-- spec: ignore-file[SPEC111] the rest follows -->

## Goals

<!-- spec: ignore-next[SPEC212] the first alone -->

```{spec-goal} Gates open faster
```
```{spec-goal} Gates close faster
<!-- spec: ignore[SPEC212] until the trial -->
```
```{spec-goal} A gate opens within 40 s
```

## Non-Goals

- Other things <!-- spec: ignore[SPEC222] in a list -->
- Bridges (another office has them)

## Background and Context

<!-- spec: ignore-section[SPEC703] the page is being written -->

See {spec:failure-mode}`oil on the water`.

## Failure Modes

```{failure-mode} Gate jams
:probability: Low
:impact: High

<!-- spec: ignore[SPEC402] -->
```

<!-- spec: ignore-next[failure-cell-empty] not known yet -->

```{failure-mode} Power is lost
:probability: Low

The gate is cranked by hand.
```

## Success Metrics

<!-- spec: ignore-next[SPEC502] -->

- Fewer complaints
- Happier skippers
"""

EXPORT = """\
# Spec: Lock Gates
**Status:** Draft
**Date:** 2026-06-01
**Author:** W. Sluis

<!-- spec: ignore-file[SPEC111] the rest follows -->

## Goals
- Gates open faster <!-- spec: ignore[SPEC212] the first alone -->
- Gates close faster <!-- spec: ignore[SPEC212] until the trial -->
- A gate opens within 40 s

## Non-Goals
- Other things <!-- spec: ignore[SPEC222] in a list -->
- Bridges (another office has them)

## Background and Context
<!-- spec: ignore-section[SPEC703] the page is being written -->

See oil on the water.

## Failure Modes
| Failure | Probability | Impact | Mitigation |
|---|---|---|---|
| Gate jams | Low | High | <!-- spec: ignore[SPEC402] --> |
| Power is lost | Low | | The gate is cranked by hand. <!-- spec: ignore[failure-cell-empty] not known yet --> |

## Success Metrics
<!-- spec: ignore-next[SPEC502] -->

- Fewer complaints
- Happier skippers
"""

SURFACES = {
    "spec-lock-gates.md": EXPORT.replace("See oil", "See {spec:failure-mode}`oil").replace(
        "water.", "water`."
    ),
    "lock-gates.rst": RST,
    "spec-lock-page.md": MYST,
}


def built(project: Project, name: str, text: str, builder: str = "html") -> Build:
    index = f"Index\n=====\n\n.. toctree::\n\n   {Path(name).stem}\n"
    project.write({"index.rst": index, name: text})
    return project.build(builder, fresh=True)


@pytest.mark.parametrize(("name", "text"), SURFACES.items(), ids=["markdown", "rst", "myst"])
def test_nothing_is_told_nor_published(project: Project, name: str, text: str) -> None:
    for builder in ("html", "text", "latex", "xml"):
        build = built(project, name, text, builder)
        assert build.warnings == []
        for path in build.out.rglob("*"):
            if path.suffix in (".html", ".txt", ".tex", ".xml") and "_sources" not in path.parts:
                assert "ignore-" not in path.read_text(), path
                assert "the first alone" not in path.read_text(), path


@pytest.mark.parametrize(("name", "text"), SURFACES.items(), ids=["markdown", "rst", "myst"])
def test_without_the_comments_all_is_told(project: Project, name: str, text: str) -> None:
    """Other comments are published and hide nothing, not even that a cell holds nothing else."""
    bare = text.replace("spec: ignore", "ignored: ")
    warnings = "\n".join(built(project, name, bare).warnings)
    counts = {
        code: warnings.count(f"{code}:")
        for code in ("SPEC111", "SPEC212", "SPEC222", "SPEC402", "SPEC502", "SPEC703")
    }
    assert counts == {"SPEC111": 3, "SPEC212": 2, "SPEC222": 1, "SPEC402": 2, "SPEC502": 2, "SPEC703": 1}  # fmt: skip
    assert "SPEC804" not in warnings


@pytest.mark.parametrize("name", ["lock-gates.rst", "spec-lock-page.md"])
def test_the_export_carries_the_same_ignores(project: Project, name: str) -> None:
    out = built(project, name, SURFACES[name], "spec").out
    text = (out / "spec-lock-gates.md").read_text()
    list_item = "- Other things\n\n  <!-- spec: ignore[SPEC222] in a list -->\n"
    assert "".join(text.replace(list_item, "- Other things <!-- spec: ignore[SPEC222] in a list -->\n").split()) == "".join(EXPORT.split())  # fmt: skip
    told = [one for one in check(read(text, "a.md")) if not one.suppression]
    assert {one.severity for one in told} <= {"info"}


def test_a_comment_on_a_section_stays_above_its_first_directive(project: Project) -> None:
    comment = "spec: ignore-section[SPEC402] not known yet"
    items = "".join(f".. failure-mode:: {each}\n   :impact: Low\n\n   Wait.\n\n" for each in "AB")
    page = f"{HEAD_RST.format(file='')}Failure Modes\n-------------\n\n.. {comment}\n\n{items}"
    build = built(project, "gates.rst", page, "spec")
    assert not [line for line in build.warnings if "SPEC402" in line]
    text = (build.out / "spec-lock-gates.md").read_text("utf-8")
    assert f"## Failure Modes\n<!-- {comment} -->\n\n| Failure |" in text


def test_comments_that_are_wrong_are_told_at_their_lines(project: Project) -> None:
    text = RST.replace("ignore-next[SPEC502]", "ignore-net[SPEC502]").replace(
        "in a list", "in a\n     list"
    )
    text = text.replace("ignore[SPEC402]", "ignore[SPEC403, SPEC499, SPEC402]")
    warnings = built(project, "lock-gates.rst", text).warnings
    lines = text.split("\n")
    for words, code in (
        ("ignore-net", "SPEC901"),
        ("SPEC403", "SPEC902"),
        ("SPEC499", "SPEC903"),
    ):
        line = next(number for number, line in enumerate(lines, 1) if words in line)
        assert any(f":{line}: WARNING: {code}" in each for each in warnings), (code, warnings)


def test_comments_in_tables_and_ones_that_begin_alike_have_lines_of_their_own(
    project: Project,
) -> None:
    text = HEAD_RST.format(file=".. spec: ignore-file[SPEC111]") + (
        "Appendix\n--------\n\n"
        "+---------------------------+---------------------------+\n"
        "| A | b                     | Gate                      |\n"
        "|                           |                           |\n"
        "| .. spec: ignore[SPEC212]  | .. spec: ignore[SPEC222]  |\n"
        "+---------------------------+---------------------------+\n\n"
        "Gates.\n\n.. spec: ignore-next[SPEC212] in May\n\nJam.\n\n"
        "..\n   spec: ignore-next[SPEC212]\n\nOil.\n\n"
        ".. spec: ignore-next[SPEC212]\n\nTar.\n"
    )
    warnings = built(project, "a.rst", text).warnings
    told = [int(each.split(":")[1]) for each in warnings if "SPEC902" in each]
    lines = text.split("\n")
    table = next(at for at, line in enumerate(lines, 1) if "[SPEC222]" in line)
    assert told == [table, table, table + 5, table + 9, table + 14]


def test_what_is_selected_later_reads_nothing_again(project: Project) -> None:
    text = RST.replace("ignore[SPEC402]", "ignore[SPEC403, SPEC402]")
    project.write({"index.rst": "Index\n=====\n\n.. toctree::\n\n   a\n", "a.rst": text})
    assert sum("SPEC902" in each for each in project.build().warnings) == 1
    again = project.build(spec_ignore=["SPEC403"])
    assert "a" not in again.written
    assert again.warnings == []
    assert sum("SPEC902" in each for each in project.build().warnings) == 1


def test_what_a_page_loses_can_be_ignored(project: Project) -> None:
    lost = HEAD_RST.format(file=".. spec: ignore-file[SPEC111]") + (
        "Goals\n-----\n\n- A gate opens within 40 s\n\nAppendix\n--------\n\n{}"
        ".. raw:: latex\n\n   \\newpage\n"
    )
    told = built(project, "a.rst", lost.format(""), "spec").warnings
    assert ["SPEC805" in each for each in told] == [True]
    hidden = lost.format(".. spec: ignore-next[SPEC805] print only\n\n")
    assert built(project, "a.rst", hidden, "spec").warnings == []


def test_an_item_out_of_place_can_be_ignored(project: Project) -> None:
    directive = ".. failure-mode:: Gate jams\n   :probability: Low\n   :impact: Low\n\n   Wait.\n"
    text = HEAD_RST.format(file=".. spec: ignore-file[SPEC111]") + (
        f"Goals\n-----\n\n- A gate opens within 40 s\n\n{{}}\n\n{directive}"
    )
    assert "SPEC121" in "".join(built(project, "a.rst", text.format("")).warnings)
    ignored = text.format(".. spec: ignore-section[SPEC121] moved soon")
    assert built(project, "a.rst", ignored).warnings == []


def test_an_included_file_is_in_the_section_that_includes_it(project: Project) -> None:
    text = RST.replace("- Fewer", ".. include:: more.txt\n\n..\n\n- Fewer").replace(
        "ignore-next[SPEC502]", "ignore-section[SPEC502]"
    )
    project.write({"more.txt": "- Nicer lock keepers\n"})
    assert built(project, "a.rst", text).warnings == []


@pytest.mark.parametrize("line", [".. spec: {} by the board", "..\n   spec: {} by\n   the board"])
def test_a_comment_in_a_table_of_rst(project: Project, line: str) -> None:
    text = HEAD_RST.format(file=".. spec: ignore-file[SPEC111]") + (
        "Failure Modes\n-------------\n\n.. list-table::\n   :header-rows: 1\n\n"
        "   * - Failure\n     - Probability\n     - Impact\n     - Mitigation\n"
        "   * - Gate jams\n     - Maybe\n     - Low\n     - Wait\n\n       {}\n"
        "   * - Gate breaks\n     - Perhaps\n     - Low\n     - Wait\n"
    )
    said = line.format("ignore[SPEC403]").replace("\n", "\n       ")
    (warning,) = built(project, "a.rst", text.format(said)).warnings
    assert "Perhaps" in warning
    out = built(project, "a.rst", text.format(said), "spec").out
    row = "| Gate jams | Maybe | Low | Wait <!-- spec: ignore[SPEC403] by the board --> |"
    assert row in (out / "spec-lock-gates.md").read_text()


def test_the_terminal_and_the_build_agree(project: Project, folder: Folder) -> None:
    text = SURFACES["spec-lock-gates.md"].replace("ignore[SPEC402]", "ignore[SPEC403]")
    told = built(project, "spec-lock-gates.md", text).warnings
    folder.write({"spec-lock-gates.md": text})
    found = folder.findings("--select", "SPEC4,SPEC9", "spec-lock-gates.md")
    assert sorted(each["code"] for each in found if each["severity"] != "info") == ["SPEC402", "SPEC902"]  # fmt: skip
    assert ["SPEC402" in each or "SPEC902" in each for each in told] == [True, True]


def test_a_label_with_a_comment_names_the_items_under_it_in_a_build(project: Project) -> None:
    comment = "<!-- spec: ignore-next[SPEC212] until the trial -->"
    goals = f"- **Gates:** {comment}\n  - Gates open faster\n  - Gates close within 40 s\n"
    project.write(
        {
            "index.rst": "Index\n=====\n\n.. toctree::\n\n   spec-lock-gates\n",
            "spec-lock-gates.md": f"# Spec: Lock Gates\n\n## Goals\n{goals}",
        }
    )
    build = project.build("spec", spec_select=["SPEC212", "SPEC902"])
    assert build.warnings == []
    (spec,) = json.loads((build.out / "specs.json").read_text("utf-8"))["specs"]
    assert [goal["text"] for goal in spec["goals"]] == [
        "Gates open faster",
        "Gates close within 40 s",
    ]
