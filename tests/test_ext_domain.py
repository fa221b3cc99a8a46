"""Items are found by roles, links and other projects, and what is not found is said every time."""

from __future__ import annotations

import pickle
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from parcels import spec
from program import needs_git
from sphinx.errors import ConfigError

INDEX = """\
Depot
=====

.. toctree::
   :glob:

   *

{}
"""


def test_every_way_to_name_an_item_leads_to_it(project):
    ways = {
        ":spec:failure-mode:`A label is torn`": "A label is torn",
        ":spec:failure-mode:`a-label-is-torn`": "A label is torn",
        ":spec:ref:`failure-mode-a-label-is-torn`": "A label is torn",
        ":spec:ref:`gate-scanner.a-label-is-torn`": "A label is torn",
        ":spec:ref:`gate-scanner.failure-mode-a-label-is-torn`": "A label is torn",
        ":spec:ref:`torn labels <a-label-is-torn>`": "torn labels",
        ":any:`a-label-is-torn`": "A label is torn",
    }
    text = "\n\n".join(ways)
    project.write({"index.rst": INDEX.format(text), "spec-gate-scanner.md": spec()})
    build = project.build()
    assert build.warnings == []
    links = re.findall(
        r'<a class="reference internal" href="spec-gate-scanner.html'
        r'#failure-mode-a-label-is-torn" title="([^"]*)"><span[^>]*>([^<]*)</span>',
        build.pages["index"],
    )
    hover = "Failure mode: A label is torn (Gate Scanner)"
    assert links == [(hover, shown) for shown in ways.values()]


def test_a_spec_is_named_by_slug_and_title(project):
    text = ":spec:spec:`gate-scanner` and :spec:spec:`Gate Scanner` and :spec:ref:`Gate Scanner`"
    project.write({"index.rst": INDEX.format(text), "spec-gate-scanner.md": spec()})
    build = project.build()
    assert build.warnings == []
    link = '<a class="reference internal" href="spec-gate-scanner.html" title="Spec: Gate Scanner">'
    assert build.pages["index"].count(link) == 3


def test_a_short_name_means_the_own_spec_first(project):
    project.write(
        {
            "index.rst": INDEX.format(""),
            "spec-gate-scanner.md": spec(mitigation="See {spec:ref}`how-labels-are-read`"),
            "spec-belt.md": spec("Belt"),
        }
    )
    build = project.build()
    assert build.warnings == []
    assert 'href="#decision-how-labels-are-read"' in build.pages["spec-gate-scanner"]


def test_markdown_links_to_items_resolve(project):
    here = "See [the decision](#decision-how-labels-are-read)"
    there = "The [belt](sub/spec-belt.md#failure-mode-the-belt-*stops*) and [](sub/spec-belt.md)."
    there = there.replace("*", "")
    project.write(
        {
            "conf.py": 'extensions = ["sphinxcontrib_spec", "myst_parser"]\n',
            "index.md": "# Depot\n\n```{toctree}\n:glob:\n**\n```\n\n"
            "[torn](spec-gate-scanner.md#failure-mode-a-label-is-torn), "
            "[stops](#failure-mode-the-belt-stops), [](#failure-mode-the-belt-stops)\n",
            "spec-gate-scanner.md": spec(background=there, mitigation=here),
            "sub/spec-belt.md": spec("Belt", failure="The belt stops"),
        }
    )
    build = project.build()
    assert build.warnings == []
    gate, index = build.pages["spec-gate-scanner"], build.pages["index"]
    assert 'href="sub/spec-belt.html#failure-mode-the-belt-stops"' in gate
    assert 'href="#decision-how-labels-are-read"' in gate
    assert 'href="spec-gate-scanner.html#failure-mode-a-label-is-torn"' in index
    assert index.count('href="sub/spec-belt.html#failure-mode-the-belt-stops"') == 2
    assert ">The belt stops</span></a>" in index


def test_unknown_and_ambiguous_references_are_said_on_every_build(project):
    index = INDEX.format(
        "First line\nand :spec:failure-mode:`gate-scanner.a-label-is-worn`\n\nand :spec:ref:`a-label-is-torn`."
    )
    project.write(
        {
            "index.rst": index,
            "spec-gate-scanner.md": spec(mitigation="See {spec:decision}`how-labels-were-read`"),
            "spec-belt.md": spec("Belt", decision="Rubber"),
        }
    )
    first = project.build(nitpicky=True)
    again = project.build(nitpicky=True)
    assert again.warnings == first.warnings
    assert len(first.warnings) == 3
    assert [line.partition(" (help")[0] for line in first.warnings] == [
        'index.rst:10: WARNING: SPEC703: "gate-scanner.a-label-is-worn" is no failure mode: nearest is '
        '"gate-scanner.failure-mode-a-label-is-torn"',
        'index.rst:12: WARNING: SPEC704: "a-label-is-torn" may be '
        '"belt.failure-mode-a-label-is-torn" or "gate-scanner.failure-mode-a-label-is-torn"',
        'spec-gate-scanner.md:47:38: WARNING: SPEC703: "how-labels-were-read" is no decision: '
        'nearest is "how-labels-are-read"',
    ]
    assert first.warnings[0].endswith("[spec.reference-unknown]")
    assert first.warnings[1].endswith("[spec.reference-ambiguous]")


def test_a_dead_markdown_link_to_an_item_is_said_on_every_build(project):
    link = "The [belt](spec-belt.md#failure-mode-the-belt-stops)."
    project.write(
        {
            "index.rst": INDEX.format(""),
            "spec-gate-scanner.md": spec(background=link),
            "spec-belt.md": spec("Belt"),
        }
    )
    first = project.build()
    again = project.build()
    assert again.warnings == first.warnings
    assert len(again.warnings) == 1
    assert again.warnings[0].startswith("spec-gate-scanner.md:17:5: WARNING: SPEC703: ")
    assert 'href="spec-belt.html"' in again.pages["spec-gate-scanner"]


def test_myst_knows_headings_that_are_called_like_items(project):
    """Where a heading or label has the name, links to it lead there."""
    links = "See [it](spec-belt.md#goal-or-wish), [that](spec-belt.md#goal-of-all) and [all](#goal-of-all)."
    headings = "A belt.\n\n(goal-of-all)=\n### Goal or wish"
    project.write(
        {
            "index.rst": INDEX.format(""),
            "spec-gate-scanner.md": spec(background=links),
            "spec-belt.md": spec("Belt", background=headings),
        }
    )
    page = project.build(myst_heading_anchors=3).pages["spec-gate-scanner"]
    assert 'href="spec-belt.html#goal-or-wish"' in page
    assert page.count('href="spec-belt.html#goal-of-all"') == 2


def test_on_an_ordinary_page_myst_says_what_is_not_there(project):
    project.write(
        {
            "conf.py": 'extensions = ["myst_parser", "sphinxcontrib_spec"]\n',
            "index.rst": INDEX.format(""),
            "spec-gate-scanner.md": spec(background="The [belt](belts.md#goal-of-all)."),
            "spec-belt.md": spec("Belt"),
            "belts.md": "# Belts\n",
        }
    )
    (line,) = project.build().warnings
    assert line.startswith("spec-gate-scanner.md:17: WARNING: local id not found in doc")


def test_a_link_to_the_canonical_file_leads_to_a_page_of_any_name(project):
    known = "[stops](spec-belt.md#failure-mode-the-belt-stops), [all](spec-belt.md)"
    unknown = "[starts](spec-belt.md#failure-mode-the-belt-starts)"
    rst = (
        "Spec: Belt\n==========\n\n:Status: Draft\n\nFailure Modes\n-------------\n\n"
        ".. failure-mode:: The belt stops\n   :probability: Low\n   :impact: Low\n\n   Wait.\n"
    )
    project.write(
        {
            "index.rst": INDEX.format(""),
            "spec-gate-scanner.md": spec(background=f"{known}, {unknown}"),
            "conveyors/belt.rst": f":orphan:\n\n{rst}",
        }
    )
    build = project.build(nitpicky=True, spec_ignore=["section-missing", "header-form"])
    of_links = [line for line in build.warnings if "SPEC7" in line or "myst" in line]
    assert len(of_links) == 1
    assert "failure-mode-the-belt-starts" in of_links[0]
    page = build.pages["spec-gate-scanner"]
    assert 'href="conveyors/belt.html#failure-mode-the-belt-stops"' in page
    assert 'href="conveyors/belt.html" title="Spec: Belt"' in page


def test_a_link_to_a_heading_of_an_ordinary_page_is_none_of_ours(project):
    project.write(
        {
            "conf.py": 'extensions = ["sphinxcontrib_spec", "myst_parser"]\n'
            "myst_heading_anchors = 2\n",
            "index.md": "# Depot\n\n[goals](plan.md#goal-setting) [own](#goal-of-depots)\n\n"
            "## Goal of depots\n\n```{toctree}\nplan\n```\n",
            "plan.md": "# Plan\n\n## Goal setting\n",
        }
    )
    assert project.build().warnings == []


def test_another_project_links_to_items_by_id(project, tmp_path):
    project.write({"index.rst": INDEX.format(""), "spec-gate-scanner.md": spec()})
    first = project.build()
    shutil.copy(first.out / "objects.inv", tmp_path / "depot.inv")
    project.write(
        {
            "conf.py": 'extensions = ["sphinxcontrib_spec", "sphinx.ext.intersphinx"]\n'
            'intersphinx_mapping = {"depot": ("https://depot.example.org/", '
            f'"{tmp_path / "depot.inv"}")}}\n',
            "index.rst": INDEX.format(
                ":spec:failure-mode:`gate-scanner.failure-mode-a-label-is-torn`,\n"
                ":spec:ref:`gate-scanner.decision-how-labels-are-read` and\n"
                ":spec:spec:`gate-scanner` but not :spec:ref:`gate-scanner.decision-none`."
            ),
        }
    )
    project.write({"spec-belt.md": spec("Belt")})
    project.remove("spec-gate-scanner.md")
    build = project.build(fresh=True)
    page = "https://depot.example.org/spec-gate-scanner.html"
    for anchor in ("#failure-mode-a-label-is-torn", "#decision-how-labels-are-read", ""):
        assert f'href="{page}{anchor}"' in build.pages["index"]
    assert len(build.warnings) == 1
    assert build.warnings[0].startswith("index.rst:11: WARNING: SPEC703: ")


def test_roles_that_ask_another_project_alone_lead_there_from_pages_and_exports(project, tmp_path):
    project.write({"index.rst": INDEX.format(""), "spec-gate-scanner.md": spec()})
    shutil.copy(project.build().out / "objects.inv", tmp_path / "depot.inv")
    torn = "gate-scanner.failure-mode-a-label-is-torn"
    roles = {
        f"external+depot:spec:failure-mode:`{torn}`": "A label is torn",
        f"external:spec:ref:`so <{torn}>`": "so",
    }
    own, none = "external+depot:spec:ref:`x`", "external+depot:spec:ref:`decision-none`"
    said = [*roles, own, none]
    project.write(
        {
            "conf.py": 'extensions = ["sphinxcontrib_spec", "sphinx.ext.intersphinx"]\n'
            'intersphinx_mapping = {"depot": ("https://depot.example.org/", '
            f'"{tmp_path / "depot.inv"}")}}\n',
            "index.rst": "Spec: Yard\n==========\n\n.. toctree::\n   :glob:\n\n   *\n\n"
            "Where\n-----\n\n" + "\n".join(f":{role}" for role in said) + "\n",
            "spec-gate-scanner.md": spec(
                background="\n".join(role.replace(":`", "}`").join(("{", "")) for role in said)
            ),
        }
    )
    build = project.build(fresh=True)
    url = f"https://depot.example.org/spec-gate-scanner.html#{torn.partition('.')[2]}"
    exported = "\n".join(f"[{shown}]({url})" for shown in roles.values()) + "\nx\ndecision-none\n"
    for name, page in (("gate-scanner", "spec-gate-scanner"), ("yard", "index")):
        assert build.pages[page].count(f'href="{url}"') == len(roles)
        assert exported in (build.out / "_specs" / f"spec-{name}.md").read_text("utf-8")
    assert not [line for line in build.warnings if "reference-" in line]
    assert len([line for line in build.warnings if "not found: decision-none" in line]) == 2


def test_the_inventory_lists_specs_and_items(project):
    project.write({"index.rst": INDEX.format(""), "spec-gate-scanner.md": spec()})
    found = [line.split(maxsplit=4) for line in project.build().inventory]
    assert {kind for _, kind, _, _, _ in found} == {
        "spec:spec",
        "spec:goal",
        "spec:non-goal",
        "spec:decision",
        "spec:failure-mode",
        "spec:success-metric",
        "spec:open-question",
    }
    assert ["gate-scanner", "spec:spec", "1", "spec-gate-scanner.html", "Gate Scanner"] in found
    assert [
        "gate-scanner.failure-mode-a-label-is-torn",
        "spec:failure-mode",
        "1",
        "spec-gate-scanner.html#failure-mode-a-label-is-torn",
        "A label is torn",
    ] in found


def test_the_index_page_lists_items_with_their_kind(project):
    text = "See :ref:`spec-index`."
    project.write({"index.rst": INDEX.format(text), "spec-gate-scanner.md": spec()})
    build = project.build()
    assert build.warnings == []
    page = (build.out / "spec-index.html").read_text(encoding="utf-8")
    assert '<a href="spec-gate-scanner.html#failure-mode-a-label-is-torn">' in page
    assert "Failure mode" in page
    assert 'href="spec-index.html"' in build.pages["index"]


def test_a_spec_titled_index_keeps_its_page(project):
    project.write({"index.rst": INDEX.format(""), "spec-index.md": spec("Index")})
    build = project.build()
    page = (build.out / "spec-index.html").read_text(encoding="utf-8")
    assert "A label is torn" in page
    assert 'id="failure-mode-a-label-is-torn"' in page


def test_in_singlehtml_links_lead_to_full_ids(project):
    text = ":spec:ref:`gate-scanner.a-label-is-torn`"
    project.write(
        {
            "index.rst": INDEX.format(text),
            "spec-gate-scanner.md": spec(),
            "spec-belt.md": spec("Belt"),
        }
    )
    build = project.build("singlehtml")
    assert build.warnings == []
    page = (build.out / "index.html").read_text(encoding="utf-8")
    assert 'href="#gate-scanner.failure-mode-a-label-is-torn"' in page
    assert 'id="gate-scanner.failure-mode-a-label-is-torn"' in page
    assert 'id="belt.failure-mode-a-label-is-torn"' in page


@pytest.mark.parametrize("builder", ["dirhtml", "latex", "text", "man", "texinfo", "epub", "xml"])
def test_references_resolve_in_every_builder(project, builder):
    text = ":spec:ref:`gate-scanner.a-label-is-torn`"
    project.write({"index.rst": INDEX.format(text), "spec-gate-scanner.md": spec()})
    build = project.build(builder, version="1", copyright="Depots")
    assert build.warnings == []


def test_misplaced_directives_on_ordinary_pages_are_reported(project):
    text = ".. failure-mode:: The gate is locked\n   :probability: Low"
    project.write({"index.rst": INDEX.format(text)})
    project.build()
    again = project.build()
    assert len(again.warnings) == 1
    assert again.warnings[0].startswith("index.rst:9: WARNING: SPEC121: ")
    assert again.warnings[0].endswith("[spec.item-misplaced]")


def test_selection_changes_what_is_reported_and_reads_nothing(project):
    project.write(
        {
            "index.rst": INDEX.format(":spec:ref:`nothing like it`"),
            "spec-gate-scanner.md": spec().replace("| Low |", "| low |"),
        }
    )
    assert len(project.build().warnings) == 2
    fewer = project.build(spec_ignore=["SPEC405"])
    assert len(fewer.warnings) == 1
    assert "0 added, 0 changed, 0 removed" in fewer.status
    fewer = project.build(spec_per_file_ignores={"spec-*.md": ["level-case"]})
    assert len(fewer.warnings) == 1
    assert project.build(spec_select=["SPEC405"]).warnings[0].endswith("[spec.level-case]")
    assert project.build(suppress_warnings=["spec"]).warnings == []
    silent = project.build(spec_severity={"SPEC405": "info", "SPEC703": "info"})
    assert silent.warnings == []
    assert "SPEC405" in silent.status
    shown = project.build(spec_severity={"SPEC405": "info"}, spec_show_info=True)
    assert any("SPEC405" in line for line in shown.warnings)


def test_levels_are_read_anew(project):
    project.write({"index.rst": INDEX.format(""), "spec-gate-scanner.md": spec()})
    assert project.build().warnings == []
    assert len(project.build(spec_levels=["Rare", "Common"]).warnings) == 2


def test_excluded_pages_are_no_specs(project):
    project.write({"index.rst": INDEX.format(""), "spec-gate-scanner.md": "# Spec: Gate\n"})
    assert project.build().warnings
    assert project.build(spec_exclude=["spec-gate-*"]).warnings == []


def test_pyproject_is_read_and_conf_overrides_it(project):
    table = '[tool.sphinxcontrib-spec]\nignore = ["SPEC405"]\n'
    project.write(
        {
            "../pyproject.toml": table + "[tool.sphinxcontrib-spec.per-file-ignores]\n"
            '"src/spec-*.md" = ["SPEC402"]\n',
            "index.rst": INDEX.format(""),
            "spec-gate-scanner.md": spec(mitigation="").replace("| Low |", "| low |"),
        }
    )
    assert project.build().warnings == []
    assert len(project.build(spec_ignore=[]).warnings) == 1
    names = {"./spec-gate-*": ["SPEC405"]}
    assert len(project.build(spec_per_file_ignores=names, spec_ignore=[]).warnings) == 1


@needs_git
def test_the_build_and_the_command_line_look_for_pyproject_no_further_than_the_repository(
    project, folder
):
    folder.write({"pyproject.toml": '[tool.sphinxcontrib-spec]\nignore = ["SPEC402"]\n'})
    project.write({"index.rst": INDEX.format(""), "spec-gate-scanner.md": spec(mitigation="")})
    assert project.build().warnings == folder.findings("src") == []
    folder.git("init", "-q", "src")
    (warning,), (finding,) = project.build().warnings, folder.findings("src")
    assert f"{finding['path']}:{finding['line']}:{finding['column']}" in warning
    assert finding["code"] == "SPEC402"
    assert folder.findings() == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('spec_selct = ["SPEC703"]', "'spec_selct', did you mean 'spec_select'"),
        ('spec_select = ["SPEC999"]', "spec_select: unknown rule 'SPEC999'"),
        (
            'spec_ignore = ["level-aliases"]',
            "spec_ignore: unknown rule 'level-aliases', did you mean 'level-alias'?",
        ),
        (
            'spec_severity = {"SPC404": "info"}',
            "spec_severity: unknown rule 'SPC404', did you mean 'SPEC404'?",
        ),
        (
            'spec_per_file_ignores = {"*": ["level-cse"]}',
            "spec_per_file_ignores: unknown rule 'level-cse', did you mean 'level-case'?",
        ),
        ("spec_show_info = 3", "spec_show_info: expected true or false"),
    ],
)
def test_a_wrong_option_ends_the_build(project, line, words):
    project.write({"conf.py": f'extensions = ["sphinxcontrib_spec"]\n{line}\n'})
    with pytest.raises(ConfigError, match=re.escape(words)):
        project.build()


def test_warnings_are_errors_twice(project):
    project.write({"index.rst": INDEX.format(":spec:ref:`nothing`")})
    command = [sys.executable, "-m", "sphinx", "-W", "-q", "-b", "html"]
    for _ in range(2):
        run = subprocess.run(
            [*command, str(project.src), str(project.root / "out")],
            capture_output=True,
            text=True,
            check=False,
            env={"PYTHONPATH": str(Path(__file__).parents[1])},
        )
        assert run.returncode == 1, run.stderr
        assert "[spec.reference-unknown]" in run.stderr


def test_only_specs_are_taken_up_where_we_switch_myst_on(project):
    project.write(
        {
            "index.rst": INDEX.format(""),
            "spec-gate-scanner.md": spec(),
            "README.md": "# Read me\n",
            "notes/today.md": "# Today\n",
        }
    )
    first = project.build()
    assert first.warnings == []
    assert set(first.pages) == {"index", "spec-gate-scanner"}
    assert first.status.count("README, notes/today") == 1
    again = project.build()
    assert "0 added, 0 changed, 0 removed" in again.status


def test_colon_fences_are_read_where_we_switch_myst_on(project):
    fence = ":::{failure-mode} The lens fogs\n:probability: Low\n:impact: Low\nA fan runs.\n:::"
    text = spec().replace("## Success Metrics", f"{fence}\n\n## Success Metrics")
    project.write({"index.rst": INDEX.format(""), "spec-gate-scanner.md": text})
    build = project.build()
    assert build.warnings == []
    assert 'id="failure-mode-the-lens-fogs"' in build.pages["spec-gate-scanner"]


@pytest.mark.parametrize(
    "conf",
    [
        'extensions = ["myst_parser", "sphinxcontrib_spec"]',
        'extensions = ["sphinxcontrib_spec", "myst_parser"]',
        'extensions = ["sphinxcontrib_spec"]\nsource_suffix = [".rst", ".md"]',
    ],
)
def test_a_project_with_markdown_of_its_own_keeps_it(project, conf):
    project.write(
        {
            "conf.py": f'{conf}\nmyst_enable_extensions = ["deflist"]\n',
            "index.rst": INDEX.format(""),
            "terms.md": "# Terms\n\nGate\n: Where lorries stand\n",
            "spec-gate-scanner.md": spec(),
        }
    )
    build = project.build()
    assert build.warnings == []
    assert "<dt>Gate</dt>" in build.pages["terms"]
    assert set(build.pages) == {"index", "terms", "spec-gate-scanner"}


def test_a_document_that_is_no_text_is_left_out_and_said_every_time(project):
    broken = spec("Belt").encode().replace(b"penalties", b"p\xe9nalit\xe9s")
    project.write(
        {
            "index.rst": INDEX.format(""),
            "spec-gate-scanner.md": spec(),
            "spec-belt.md": broken,
        }
    )
    for _ in range(2):
        build = project.build()
        assert set(build.pages) == {"index", "spec-gate-scanner"}
        assert build.warnings == [
            "spec-belt.md:8: WARNING: not read, because byte 0xe9 is not valid in utf-8 "
            "[spec.not-decodable]"
        ]
    assert "0 added, 0 changed, 0 removed" in build.status
    project.write({"spec-belt.md": spec("Belt")})
    assert project.build().warnings == []
    project.write({"spec-belt.md": broken})
    assert "1 removed" in project.build().status


def test_the_environment_holds_plain_tuples(project):
    project.write(
        {
            "index.rst": INDEX.format(":spec:ref:`gate-scanner.a-label-is-torn`"),
            "spec-gate-scanner.md": spec(),
        }
    )
    data = project.build().app.env.domaindata["spec"]
    assert "sphinxcontrib_spec.source" not in pickle.dumps(data).decode("latin-1")
    assert "sphinxcontrib_spec.model" not in pickle.dumps(data).decode("latin-1")


def test_a_lost_record_is_read_again(project):
    project.write({"index.rst": INDEX.format(""), "spec-gate-scanner.md": spec()})
    build = project.build()
    kept = Path(build.app.doctreedir, "spec-gate-scanner.spec")
    before = kept.read_bytes()
    kept.unlink()
    assert "0 added, 1 changed, 0 removed" in project.build().status
    assert kept.read_bytes() == before
    project.remove("spec-gate-scanner.md")
    project.build()
    assert not kept.exists()
