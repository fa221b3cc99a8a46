"""The directives that write documentation from the rules, the options and the schema."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest
from docutils import nodes
from parcels import spec

from sphinxcontrib_spec import config, derive, schema
from sphinxcontrib_spec.config import Config
from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.rules import GROUPS, RULES

MYST = 'extensions = ["myst_parser", "sphinxcontrib_spec"]\nsmartquotes = False\nhtml_sidebars = {"**": []}\n'

#: The same page in both markups.
PAGES = {
    "index.rst": "Rules\n=====\n\n.. spec-rules:: {0}\n\n.. spec-rule:: {0}\n",
    "index.md": "# Rules\n\n```{{spec-rules}} {0}\n```\n\n```{{spec-rule}} {0}\n```\n",
}


def built(project, name="index.rst", selector="", builder="html", **options):
    text = PAGES[name].format(selector).replace(" \n", "\n")
    project.write({"conf.py": MYST, name: text})
    return project.build(builder, **options)


def tables(build, docname="index") -> dict[str, list[list[str]]]:
    """The rows of each table of a page by its caption, without the header."""
    return {
        table[0].astext(): [
            [entry.astext() for entry in row]
            for body in table.findall(nodes.tbody)
            for row in body.children
        ]
        for table in build.app.env.get_doctree(docname).findall(nodes.table)
    }


@pytest.mark.parametrize("name", PAGES)
def test_all_rules_are_listed_by_group(project, name):
    build = built(project, name)
    assert build.warnings == []
    groups: dict[str, list[list[str]]] = {}
    for rule in RULES:
        severity = f"{rule.severity}, off" if rule.off else rule.severity
        fix = rule.fix or "by hand"
        said = inline.plain(rule.page.partition("\n")[0])
        row = [f"{rule.code} {rule.name}", said, severity, fix]
        groups.setdefault(GROUPS[rule.code[:5]], []).append(row)
    assert tables(build) == groups
    links = re.findall(r'<a class="reference internal" href="#(spec\d+)"', build.pages["index"])
    assert links == [rule.code.lower() for rule in RULES]


@pytest.mark.parametrize("name", PAGES)
def test_each_rule_has_its_section_with_both_examples(project, name):
    build = built(project, name, builder="dummy")
    sections = {
        section["ids"][0]: section
        for section in build.app.env.get_doctree("index").findall(nodes.section)
        if "spec-rule" in section["classes"]
    }
    assert list(sections) == [rule.code.lower() for rule in RULES]
    for rule in RULES:
        section = sections[rule.code.lower()]
        assert section[0].astext() == f"{rule.code} {rule.name}"
        shown = list(section.findall(nodes.literal_block))
        assert all(code.astext().rstrip() in rule.page for code in shown)
        labels = [code.parent[0].astext().partition(":")[0] for code in shown]
        assert labels == ["Bad", "Good"]
        last = inline.plain(rule.page.rpartition("\n\n")[2])
        assert section[-1].astext().split() == last.split()


def test_both_markups_give_one_page(project):
    myst = built(project, "index.md", "SPEC1 SPEC4").pages["index"]
    project.remove("index.md")
    assert built(project, "index.rst", "SPEC1 SPEC4").pages["index"] == myst


@pytest.mark.parametrize(
    ("selector", "codes", "groups"),
    [
        ("SPEC402", ["spec402"], 0),
        ("goal-weak, SPEC212", ["spec212", "spec213"], 0),
        ("SPEC405 SPEC703", ["spec405", "spec703"], 2),
    ],
)
def test_rules_can_be_selected(project, selector, codes, groups):
    """Rules of several groups stand below the names of these."""
    build = built(project, selector=selector)
    found = list(build.app.env.get_doctree("index").findall(nodes.section))
    rules = [each for each in found if "spec-rule" in each["classes"]]
    assert [each["ids"][0] for each in rules] == codes
    assert len(found) == 1 + groups + len(rules)


@pytest.mark.parametrize("name", PAGES)
def test_a_selector_that_selects_nothing_is_an_error(project, name):
    said = "\n".join(built(project, name, "SPEC405 goal-weka", "dummy").warnings)
    assert said.count("unknown rule 'goal-weka', did you mean 'goal-weak'?") == 2


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("index.rst", "Rules\n=====\n\n.. note::\n\n   .. spec-rule:: SPEC212\n"),
        ("index.md", "# Rules\n\n- a list\n\n  ```{spec-rule} SPEC212\n  ```\n"),
    ],
)
def test_a_section_stands_where_sections_may(project, name, text):
    project.write({"conf.py": MYST, name: text})
    build = project.build("dummy")
    assert "rules are described in sections, which are not possible here" in "\n".join(
        build.warnings
    )
    assert not list(build.app.env.get_doctree("index").findall(nodes.literal_block))


@pytest.mark.parametrize(
    "builder", ["latex", "text", "man", "texinfo", "epub", "xml", "singlehtml"]
)
def test_every_builder_shows_the_rules(project, builder):
    options = {"epub_copyright": "2026", "version": "1"}
    build = built(project, "index.md", "SPEC104", builder, **options)
    assert build.warnings == []


# References to rules


GUIDE = "Guide\n=====\n\nSee :spec:rule:`SPEC212`, :spec:rule:`goal-weak` and :spec:rule:`it <spec402>`.\n"


def test_references_lead_to_where_a_rule_is_described(project):
    project.write({"guide.rst": f":orphan:\n\n{GUIDE}"})
    page = built(project, selector="SPEC2").pages["guide"]
    found = re.findall(r'href="([^"]*)" title="([^"]*)"><code[^>]*><span class="pre">([^<]*)', page)
    assert found == [
        ("index.html#spec212", "SPEC212 goal-not-measurable", "SPEC212"),
        ("index.html#spec213", "SPEC213 goal-weak", "goal-weak"),
    ]
    assert '<span class="pre">it</span>' in page


def test_links_of_markdown_lead_there_too(project):
    links = "[a](index.md#spec212) [](index.md#spec213) [b](#spec214) {any}`SPEC221` [c](#spec402)"
    project.write({"guide.md": f"---\norphan: true\n---\n# Guide\n\n{links}\n"})
    build = built(project, "index.md", "SPEC2")
    found = re.findall(r'href="index.html#(spec[^"]*)"[^>]*>(.*?)</a>', build.pages["guide"])
    assert [(anchor, re.sub("<[^>]*>", "", text)) for anchor, text in found] == [
        ("spec212", "a"),
        ("spec213", "SPEC213 goal-weak"),
        ("spec214", "b"),
        ("spec221", "SPEC221"),
    ]
    (line,) = build.warnings
    assert "'myst' cross-reference target not found: 'spec402'" in line


def test_a_rule_that_no_page_describes_is_no_problem(project):
    project.write({"index.rst": GUIDE})
    build = project.build(nitpicky=True)
    assert build.warnings == []
    assert "href" not in build.pages["index"].partition("<p>")[2]


def test_what_names_no_rule_is_said_on_every_build(project):
    project.write({"index.rst": f"{GUIDE}\nAnd :spec:rule:`goal-weka`\nor :spec:rule:`x y`.\n"})
    for _ in range(2):
        assert project.build(nitpicky=True).warnings == [
            'index.rst:6: WARNING: SPEC703: "goal-weka" is not a rule (help: write "goal-weak") [spec.reference-unknown]',
            'index.rst:7: WARNING: SPEC703: "x y" is not a rule (help: write the code or the name of a rule) [spec.reference-unknown]',
        ]


def test_references_follow_the_page_that_describes_a_rule(project):
    project.write({"guide.rst": f":orphan:\n\n{GUIDE}", "index.rst": "Depot\n=====\n"})
    assert "#spec212" not in project.build().pages["guide"]
    project.write({"rules.rst": ":orphan:\n\nRules\n=====\n\n.. spec-rule:: SPEC2\n"})
    build = project.build()
    assert 'href="rules.html#spec212"' in build.pages["guide"]
    assert "guide" not in project.build().written
    project.remove("rules.rst")
    project.write({"a.rst": ":orphan:\n\nRules\n=====\n\n.. spec-rule:: SPEC2\n"})
    build = project.build()
    assert 'href="a.html#spec212"' in build.pages["guide"]
    assert build.pages["guide"] == project.build(fresh=True).pages["guide"]


def test_other_projects_reach_the_rules(project):
    build = built(project, selector="SPEC212")
    assert build.inventory == ["SPEC212 spec:rule 1 index.html#spec212 SPEC212 goal-not-measurable"]
    project.write(
        {
            "conf.py": f'extensions = ["sphinx.ext.intersphinx", "sphinxcontrib_spec"]\n'
            f'intersphinx_mapping = {{"rules": ("https://rules.test", {str(build.out / "objects.inv")!r})}}\n',
            "index.rst": f"{GUIDE}\n.. spec-findings::\n\n:spec:ref:`no`\n",
            "spec-gate.md": "---\norphan: true\n---\n" + spec("Gate").replace("Scan a lorry of 600 parcels in under 10 minutes", "Improve it"),
        }
    )  # fmt: skip
    page = project.build().pages["index"]
    assert page.count('href="https://rules.test/index.html#spec212"') == 2


def test_a_spec_is_exported_with_its_references_to_rules(project):
    rst = "Spec: Belt\n==========\n\n:orphan:\n\nGoals\n-----\n\n- As :spec:rule:`goal-weak` says\n"
    markdown = spec().replace("The gates", "By {spec:rule}`SPEC212` the gates")
    project.write({"belt.rst": rst, "spec-gate-scanner.md": markdown})
    build = built(project, selector="SPEC2", builder="spec", html_baseurl="https://depot.test")
    belt = (build.out / "spec-belt.md").read_text("utf-8")
    gate = (build.out / "spec-gate-scanner.md").read_text("utf-8")
    assert "As [`goal-weak`](https://depot.test/index.html#spec213) says" in belt
    assert "By [`SPEC212`](https://depot.test/index.html#spec212) the gates" in gate


# Options and directives


def test_the_options_are_listed(project):
    assert config.MEANINGS.keys() == {field.name for field in fields(Config)}
    project.write({"index.rst": "Options\n=======\n\n.. spec-options::\n"})
    ((caption, rows),) = tables(project.build("dummy")).items()
    assert caption == "Configuration"
    assert [row[0] for row in rows] == [f"spec_{field.name}" for field in fields(Config)]
    levels, *_others, show_info, today = rows
    assert levels[:3] == ["spec_levels", "levels", "Low, Medium, High"]
    assert show_info == ["spec_show_info", "show-info", "false", config.MEANINGS["show_info"]]
    assert rows[2][2] == today[2] == "none"


def test_the_directives_are_listed(project):
    project.write({"index.rst": "Items\n=====\n\n.. spec-directives::\n"})
    ((_caption, rows),) = tables(project.build("dummy")).items()
    assert [row[0] for row in rows] == [entry.name for entry in derive.directives()]
    assert {row[0]: row[3] for row in rows} == {
        kind.directive: ", ".join(schema_options(kind)) for kind in schema.KINDS
    }


def schema_options(kind: schema.Kind) -> list[str]:
    own = [name for field in kind.fields for name in field.options]
    links = [link.verb for link in schema.LINKS if link.source == kind.name]
    return [*own, *links, *schema.COMMON_OPTIONS]
