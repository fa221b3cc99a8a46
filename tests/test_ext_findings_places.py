"""Where the build says that a finding is: its own file and line, wherever a row stands."""

from __future__ import annotations

import re

import myst_parser
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

INDEX = "Kilns\n=====\n\n.. toctree::\n   :glob:\n\n   *\n"

RST = "Spec: Kiln\n==========\n\nFailure Modes\n-------------\n\n"
MARKDOWN = "# Spec: Kiln\n\n## Failure Modes\n"

SIMPLE = """\
============= =========== ====== ============
Failure       Probability Impact Mitigation
============= =========== ====== ============
Gas runs out  Low         High   Wood is here
The fan stops low         High   A spare fan
============= =========== ====== ============
"""

GRID = """\
+---------------+-------------+--------+--------------+
| Failure       | Probability | Impact | Mitigation   |
+===============+=============+========+==============+
| Gas runs out  | Low         | High   | Wood is here |
|               |             |        |              |
|               |             |        | - in a shed  |
+---------------+-------------+--------+--------------+
| The fan stops | low         | High   | A spare fan  |
+---------------+-------------+--------+--------------+
"""

LIST_TABLE = """\
.. list-table::
   :header-rows: 1

   * - Failure
     - Probability
     - Impact
     - Mitigation
   * - The fan stops
     - low
     - High
     - A spare fan
"""

CSV = """\
Failure,Probability,Impact,Mitigation
Gas runs out,Low,High,"Wood is here

in a shed"
The fan stops,low,High,A spare fan
"""

DIRECTIVE = """\
.. failure-mode:: The fan stops
   :id: fan
   :impact: High
   :probability: low

   A spare fan.
"""

TABLE = """\
| Failure | Probability | Impact | Mitigation |
|---|---|---|---|
| Gas runs out | Low | High | Wood is here |
| The fan stops | low | High | A spare fan |
"""

FENCE = """\
```{failure-mode} The fan stops
:id: fan
:impact: High
:probability: low

A spare fan.
```
"""

BLOCK = FENCE.replace(":id", "---\nid").replace("\n:", "\n").replace("low\n", "low\n---\n")


def indented(text: str) -> str:
    return "".join(f"   {line}" if line.strip() else line for line in text.splitlines(True))


CSV_TABLE = f".. csv-table::\n   :header-rows: 1\n\n{indented(CSV)}"
HEADERLESS = (
    f".. csv-table::\n   :header: Failure,Probability,Impact,Mitigation\n\n"
    f"{indented(CSV.partition(chr(10))[2])}"
)
EXCERPT = f".. spec-markdown::\n\n{indented(TABLE)}"

#: What stands under the heading, and the column of the finding, if one is known.
ROWS = {
    "a simple table": (SIMPLE, ""),
    "a grid table": (GRID, ""),
    "a list table": (LIST_TABLE, ""),
    "a csv table": (CSV_TABLE, ""),
    "a csv table with a header of its own": (HEADERLESS, ""),
    "a table in its directive": (f".. table:: Modes\n\n{indented(SIMPLE)}", ""),
    "a directive": (DIRECTIVE, ""),
    "a directive after another": (f"{DIRECTIVE.replace('low', 'Low')}\n{DIRECTIVE}", ""),
    "an excerpt of Markdown": (EXCERPT, ":22"),
}

#: The `include` of MyST before 5 counts so many lines too many.
LATE = int(int(myst_parser.__version__.partition(".")[0]) < 5)

PROLOGS = pytest.mark.parametrize("prolog", ["", ".. |a| replace:: b\n.. |c| replace:: d\n"])


def places(project, code: str, **overrides) -> list[str]:
    """Where the findings of a rule are, as the warnings of a build say."""
    build = project.build("dummy", exclude_patterns=["*.txt", "*.inc"], **overrides)
    return [each.partition(": ")[0] for each in build.warnings if f" {code}: " in each]


def line_of(word: str, text: str) -> int:
    """The line of a whole word, counted from 1."""
    found = [n for n, line in enumerate(text.split("\n"), 1) if re.search(rf"\b{word}\b", line)]
    (line,) = found
    return line


@PROLOGS
@pytest.mark.parametrize("form", ROWS)
def test_a_row_of_a_page(project, form, prolog):
    rows, column = ROWS[form]
    text = f"{RST}Three of them.\n\n{rows}"
    project.write({"index.rst": INDEX, "kiln.rst": text})
    line = line_of("low", text)
    assert places(project, "SPEC405", rst_prolog=prolog) == [f"kiln.rst:{line}{column}"]


@PROLOGS
@pytest.mark.parametrize("form", ROWS)
def test_a_row_of_an_included_file(project, form, prolog):
    rows, column = ROWS[form]
    text = f"{RST}Three of them.\n\n.. include:: rows.txt\n\nNo more.\n"
    part = f"\nOne of these:\n\n{rows}"
    project.write({"index.rst": INDEX, "kiln.rst": text, "rows.txt": part})
    line = line_of("low", part)
    assert places(project, "SPEC405", rst_prolog=prolog) == [f"rows.txt:{line}{column}"]


def test_a_row_of_an_included_section(project):
    part = f"\nFailure Modes\n-------------\n\n{LIST_TABLE}\nSuccess Metrics\n---------------\n\n- Fast\n"
    project.write(
        {
            "index.rst": INDEX,
            "kiln.rst": f"{RST.partition('Failure')[0]}.. include:: part.txt\n",
            "part.txt": part,
        }
    )
    assert places(project, "SPEC405") == [f"part.txt:{line_of('low', part)}"]
    assert places(project, "SPEC502") == [f"part.txt:{line_of('Fast', part)}"]


def test_a_row_of_an_included_file_of_data(project):
    table = ".. csv-table::\n   :file: modes.csv\n   :header-rows: 1\n"
    project.write({"index.rst": INDEX, "kiln.rst": RST + table, "modes.csv": CSV})
    assert places(project, "SPEC405") == [f"modes.csv:{line_of('low', CSV)}"]


@PROLOGS
@pytest.mark.parametrize("before", ["is here", "[is](https://example.org) `here`"])
def test_a_row_of_markdown_that_a_page_includes(project, prolog, before):
    """MyST says the line of the last node that has one, which may be in the row before."""
    text = f"{RST}.. include:: rows.inc\n   :parser: myst_parser.sphinx_\n"
    part = f"One of these:\n\n{TABLE.replace('is here', before)}"
    project.write({"index.rst": INDEX, "kiln.rst": text, "rows.inc": part})
    found = places(project, "SPEC405", rst_prolog=prolog)
    assert found == [f"rows.inc:{line_of('low', part)}"]


@pytest.mark.parametrize(
    ("rows", "column"),
    [(TABLE, 19), (FENCE, 15), (BLOCK, 14), (FENCE.replace("```", ":::"), 15)],
    ids=["a table", "a fence", "a fence with a block of options", "a fence of colons"],
)
@pytest.mark.parametrize("before", ["", "\nThree of them.\n\n"], ids=["alone", "after prose"])
def test_a_row_of_markdown(project, rows, column, before):
    text = f"{MARKDOWN}{before or chr(10)}{rows}"
    project.write({"index.rst": INDEX, "spec-kiln.md": text})
    assert places(project, "SPEC405") == [f"spec-kiln.md:{line_of('low', text)}:{column}"]


@pytest.mark.parametrize(
    ("name", "text", "column"),
    [
        ("kiln.rst", f"{RST}.. failure-mode:: The fan stops\n\n   A spare fan.\n", ""),
        ("spec-kiln.md", f"{MARKDOWN}\n```{{failure-mode}} The fan stops\nA spare fan.\n```\n", ":1"),
    ],
    ids=["rst", "myst"],
)  # fmt: skip
def test_what_a_directive_does_not_say_is_found_in_its_first_line(project, name, text, column):
    project.write({"index.rst": INDEX, name: text})
    line = line_of("stops", text)
    assert set(places(project, "SPEC402")) == {f"{name}:{line}{column}"}


OUTER = ".. failure-mode:: Gas runs out\n   :probability: Low\n   :impact: High\n\n   As said.\n\n"
OUTER_FENCE = "~~~~{failure-mode} Gas runs out\n:probability: Low\n:impact: High\n\nAs said.\n\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("kiln.rst", f"{RST}.. note::\n\n{indented(DIRECTIVE)}"),
        ("kiln.rst", f"{RST}- A list.\n\n{indented(DIRECTIVE).replace('   ', '  ')}"),
        ("kiln.rst", f"{RST}{OUTER}{indented(DIRECTIVE)}"),
        ("spec-kiln.md", f"{MARKDOWN}\n~~~~{{note}}\n{FENCE}~~~~\n"),
        ("spec-kiln.md", f"{MARKDOWN}\n{OUTER_FENCE}{FENCE}~~~~\n"),
        ("spec-kiln.md", f"{MARKDOWN}\n```{{eval-rst}}\n{DIRECTIVE}```\n"),
    ],
    ids=[
        *("rst in a note", "rst in a list", "rst in a directive"),
        *("myst in a note", "myst in a directive", "rst in myst"),
    ],
)  # fmt: skip
def test_a_directive_that_stands_too_deep_is_found_in_its_own_line(project, name, text):
    project.write({"index.rst": INDEX, name: text})
    assert places(project, "SPEC121") == [f"{name}:{line_of('stops', text)}"]


@pytest.mark.parametrize(
    ("page", "part"),
    [
        (f"{RST}.. note::\n\n   .. include:: part.txt\n", f"Look:\n\n{DIRECTIVE}"),
        (f"{MARKDOWN}\n```{{include}} part.txt\n```\n", f"Look:\n\n{FENCE}"),
    ],
    ids=["rst", "myst"],
)
# MyST's own directive asks for what Sphinx 9 has deprecated.
@pytest.mark.filterwarnings("ignore:'sphinx.environment.BuildEnvironment.app'")
def test_an_included_directive_that_gives_no_item_is_found_in_its_own_file(project, page, part):
    name = "kiln.rst" if page.startswith("Spec") else "spec-kiln.md"
    project.write({"index.rst": INDEX, name: page, "part.txt": part})
    late = LATE if name.endswith(".md") else 0
    assert places(project, "SPEC121") == [f"part.txt:{line_of('stops', part) + late}"]


GOALS = "{under}\n- Fire a load of bricks in 9 h\n- Improve the firing\n\n  Much better.\n"


@pytest.mark.parametrize(
    ("name", "text", "column"),
    [
        ("kiln.rst", RST.replace("Failure Modes\n-------------", "Goals\n-----"), ""),
        ("spec-kiln.md", MARKDOWN.replace("Failure Modes", "Goals"), ":3"),
    ],
)
def test_a_bullet_is_found_in_its_own_line(project, name, text, column):
    text += GOALS.format(under="\nThese two:\n")
    project.write({"index.rst": INDEX, name: text})
    assert places(project, "SPEC212") == [f"{name}:{line_of('Improve', text)}{column}"]


BODY = """\
.. failure-mode:: The fan stops
   :probability: Low
   :impact: High

   A spare fan is mounted.

   .. note::

      See :spec:ref:`nowhere-near`
      and the shed.

   - Or ask :spec:ref:`no-one-here`.
"""


MYST_BODY = """\
```{failure-mode} The fan stops
:probability: Low
:impact: High

A spare fan
is mounted in <shelf>.

See {spec:ref}`nowhere-near`
and the shed.

- Or ask
  {spec:ref}`no-one-here`.
```
"""


def test_what_a_body_in_myst_says_is_found_in_its_own_line(project):
    text = f"{MARKDOWN}{MYST_BODY}"
    project.write({"index.rst": INDEX, "spec-kiln.md": text})
    for _ in range(2):
        assert places(project, "SPEC703") == [
            f"spec-kiln.md:{line_of('nowhere', text)}:5",
            f"spec-kiln.md:{line_of('no-one', text)}:3",
        ]
        assert places(project, "SPEC801", spec_show_info=True) == [
            f"spec-kiln.md:{line_of('shelf', text)}:15"
        ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("kiln.rst", "Kiln\n====\n\nAsk :spec:ref:`nobody`.\n"),
        ("kiln.md", "# Kiln\n\n\nAsk {spec:ref}`nobody`.\n"),
    ],
    ids=["rst", "myst"],
)
def test_a_reference_in_a_translation_is_found_where_the_translated_words_are(project, name, text):
    catalog = Catalog(locale="de")
    message = text.splitlines()[-1]
    catalog.add(message, message.replace("Ask", "Frage"))
    folder = project.src / "locales" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "kiln.mo").open("wb") as file:
        write_mo(file, catalog)
    conf = "extensions = ['myst_parser', 'sphinxcontrib_spec']\n"
    project.write({"conf.py": conf, "index.rst": INDEX, name: text})
    options = {"language": "de", "locale_dirs": ["locales"]}
    assert places(project, "SPEC703", **options) == [f"{name}:4"]
    assert "Frage" in project.build(**options).pages["kiln"]


def test_a_reference_in_a_body_is_found_in_its_own_line(project):
    text = f"{RST}{BODY}"
    project.write({"index.rst": INDEX, "kiln.rst": text})
    assert places(project, "SPEC703") == [
        f"kiln.rst:{line_of('nowhere', text)}",
        f"kiln.rst:{line_of('one', text)}",
    ]


HEADINGS = {
    "underlined": "My own :spec:ref:`nowhere`\n==========================\n",
    "with an overline": "==========================\nMy own :spec:ref:`nowhere`\n==========================\n",
    "a spec's title": "Spec: My :spec:ref:`nowhere`\n============================\n",
    "a section": "Kiln\n====\n\nIts :spec:ref:`nowhere`\n-----------------------\n",
    "a link": "Kiln\n====\n\n`Its <spec-nowhere.md#goal-x>`_\n-------------------------------\n",
    "included": "Kiln\n====\n\n.. include:: part.txt\n",
    "a rubric": "Kiln\n====\n\n.. rubric:: Its :spec:ref:`nowhere`\n\nWords.\n",
    "a long rubric": "Kiln\n====\n\n.. rubric:: Its\n   :spec:ref:`nowhere`\n",
    "a rubric within": "Kiln\n====\n\n.. container:: x\n\n   .. rubric:: Its :spec:ref:`nowhere`\n",
    "a table's": "Kiln\n====\n\n.. list-table:: Its :spec:ref:`nowhere`\n\n   * - x\n",
    "MyST": "# My own {spec:ref}`nowhere`\n",
    "MyST, underlined": "# Kiln\n\nIts {spec:ref}`nowhere`\n---\n",
    "MyST, a rubric": "# Kiln\n\n~~~{rubric} Its {spec:ref}`nowhere`\n~~~\n",
    "RST in MyST": "# Kiln\n\n~~~{eval-rst}\nIts :spec:ref:`nowhere`\n-----------------------\n~~~\n",
}


@pytest.mark.parametrize("form", HEADINGS)
def test_a_reference_in_a_heading_is_found_in_its_own_line(project, form):
    name = "kiln.md" if "MyST" in form else "kiln.rst"
    text, part = HEADINGS[form], "\nIts :spec:ref:`nowhere`\n^^^^^^^^^^^^^^^^^^^^^^^\n"
    project.write({"index.rst": INDEX, name: text, "part.txt": part})
    place = "part.txt:2" if form == "included" else f"{name}:{line_of('nowhere', text)}"
    conf = {"extensions": ["myst_parser", "sphinxcontrib_spec"]}
    assert places(project, "SPEC703", **conf) == [place]


POINTERS = "| A | B |\n|---|---|\n| a | {} |\n| b | c |\n| d | {} |\n"
ROLES = POINTERS.format("{spec:ref}`nowhere`", "*so* {spec:ref}`nothing`")
LINKS = POINTERS.format("[x](spec-nowhere.md#goal-x)", "[y](spec-nothing.md#goal-x)")


@pytest.mark.parametrize("cells", [ROLES, LINKS], ids=["roles", "links"])
@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("kiln.md", "# Kiln\n\n{}"),
        ("kiln.md", "# Kiln\n\n```{{include}} part.inc\n```\n"),
        ("kiln.md", "# Kiln\n\n```{{include}} outer.inc\n```\n"),
        ("kiln.md", "# Kiln\n\n- Seen:\n\n  ```{{include}} part.inc\n  ```\n"),
        ("kiln.rst", "Kiln\n====\n\n.. include:: part.inc\n   :parser: myst_parser.sphinx_\n"),
    ],
    ids=["a page", "included", "included twice", "included in a list", "included in RST"],
)
# MyST's own directive asks for what Sphinx 9 has deprecated.
@pytest.mark.filterwarnings("ignore:'sphinx.environment.BuildEnvironment.app'")
def test_a_reference_in_a_row_of_markdown_is_found_in_its_own_line(project, name, page, cells):
    part, text = f"\nOne of these:\n\n{cells}", page.format(cells)
    outer = "\n\n\nOnce more:\n\n```{include} part.inc\n```\n"
    project.write({"index.rst": INDEX, name: text, "part.inc": part, "outer.inc": outer})
    file, its = (name, text) if cells in text else ("part.inc", part)
    conf = {"extensions": ["myst_parser", "sphinxcontrib_spec"]}
    late = LATE if file != name and name.endswith(".md") else 0
    lines = [f"{file}:{line_of(word, its) + late}" for word in ("nowhere", "nothing")]
    assert places(project, "SPEC703", **conf) == lines


def test_a_reference_in_a_translated_heading_is_found_in_its_own_line(project):
    catalog = Catalog(locale="de")
    catalog.add("My own :spec:ref:`nowhere`", "Mein :spec:ref:`nowhere`")
    catalog.add("See :spec:ref:`nothing`.", "Siehe :spec:ref:`nothing`.")
    folder = project.src / "locales" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "kiln.mo").open("wb") as file:
        write_mo(file, catalog)
    text = f"{HEADINGS['underlined']}\nSee :spec:ref:`nothing`.\n"
    project.write({"index.rst": INDEX, "kiln.rst": text})
    translated = {"language": "de", "locale_dirs": ["locales"]}
    assert places(project, "SPEC703", **translated) == ["kiln.rst:1", "kiln.rst:4"]
