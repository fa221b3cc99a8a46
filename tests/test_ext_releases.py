"""Where the releases of Sphinx and MyST-Parser that we support differ, and that specs do not.

Each difference is named here and shown on whatever is installed, without our extension; what we make
of it is the same on all. `tox run -e sphinx81,sphinx82` runs the others.
"""

from __future__ import annotations

import warnings

import pytest
import sphinx
from docutils import nodes
from program import named
from sphinx import addnodes

PLAIN = 'html_theme = "basic"\n'
LATIN = "Depot\n=====\n\nThe caf\xe9 is open.\n".encode("latin-1")
GRAMMAR = ".. productionlist::\n   tide: `ebb` | `flood`\n"
TABLE = "Depot\n=====\n\n.. list-table::\n\n   * - ebb\n     - flood\n"
NAME = "spec-ferry-delay-notices"

SINCE_8_2 = sphinx.version_info >= (8, 2)
SINCE_9 = sphinx.version_info >= (9,)


def test_a_document_that_is_no_utf8_ends_the_build_since_sphinx_9(project):
    project.write({"conf.py": PLAIN, "index.rst": LATIN})
    if SINCE_9:
        with pytest.raises(UnicodeDecodeError):
            project.build("dummy")
    else:
        (told,) = project.build("dummy").warnings
        assert "undecodable source characters" in told


@pytest.mark.parametrize("name", ["cafe.rst", "spec-depot.md"])
def test_ours_is_left_out_with_a_finding_on_every_sphinx(project, name):
    text = LATIN if name == "cafe.rst" else named("Caf\xe9").encode("latin-1", "replace")
    project.write({"index.rst": "Home\n====\n\n.. toctree::\n   :glob:\n\n   *\n", name: text})
    build = project.build("dummy")
    told = [line for line in build.warnings if "not-decodable" in line]
    assert len(told) == 1, build.warnings
    assert told[0].startswith(name)
    assert "byte 0xe9 is not valid in utf-8 [spec.not-decodable]" in told[0]


def test_the_name_of_a_grammar_rule_is_text_since_sphinx_8_2(project):
    project.write({"conf.py": PLAIN, "index.rst": GRAMMAR})
    build = project.build("dummy")
    (rule,) = build.app.env.get_doctree("index").findall(addnodes.production)
    assert rule.astext().startswith("tide") == SINCE_8_2
    assert rule["tokenname"] == "tide"


def test_latex_sets_a_cell_in_a_box_of_its_own_width_since_sphinx_9(project):
    project.write({"conf.py": PLAIN, "index.rst": TABLE})
    (written,) = project.build("latex").out.glob("*.tex")
    text = written.read_text(encoding="utf-8")
    assert (r"\begin{varwidth}" in text) == SINCE_9


def test_the_environments_app_is_deprecated_since_sphinx_9(project):
    project.write({"conf.py": PLAIN, "index.rst": "Depot\n=====\n"})
    env = project.build("dummy").app.env
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert env.app is not None
    assert bool(caught) == SINCE_9


def test_a_spec_reads_the_same_on_every_sphinx(project):
    project.write(
        {
            "index.rst": f"Home\n====\n\n.. toctree::\n\n   {NAME}\n",
            f"{NAME}.md": named("Ferry Delay Notices"),
        }
    )
    build = project.build("spec")
    assert (build.out / f"{NAME}.md").read_text(encoding="utf-8") == named("Ferry Delay Notices")
    tree = build.app.env.get_doctree(NAME)
    items = [row for row in tree.findall(nodes.row) if "spec-item" in row["classes"]]
    assert len(items) > 2
