"""The project's own documentation: built as a whole, complete, and its specs without a finding."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import click
import pytest
from findings import FILES, SAFE
from program import HERE

from sphinxcontrib_spec import derive, interchange, schema
from sphinxcontrib_spec.cli import cli
from sphinxcontrib_spec.config import Config, toml_key
from sphinxcontrib_spec.ext.domain import SpecDomain
from sphinxcontrib_spec.formatting import formatted
from sphinxcontrib_spec.interchange import json_schema
from sphinxcontrib_spec.links import page_entry
from sphinxcontrib_spec.reader import read
from sphinxcontrib_spec.report import FORMATS, Outcome, render
from sphinxcontrib_spec.rules import RULE, RULES, check, check_project

DOCS = HERE / "docs"
SPECS = sorted(DOCS.glob("specs/spec-*.md"))


def build(builder: str, out: Path, doctrees: Path) -> Path:
    words = ["-q", "-n", "-W", "--keep-going", "-d", str(doctrees), "-b", builder]
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *words, str(DOCS), str(out)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return out


@pytest.fixture(scope="module")
def doctrees(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("doctrees")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, doctrees: Path) -> Path:
    return build("html", tmp_path_factory.mktemp("site"), doctrees)


def words(site: Path, page: str) -> str:
    """What a page says, without its markup."""
    text = (site / page).read_text("utf-8")
    said = re.sub(r"<[^>]*>", "", text.partition("<article")[2])
    return html.unescape(said).replace("\u2019", "'")


# The reference is complete


def test_every_rule_is_described(site: Path) -> None:
    page = (site / "reference" / "rules.html").read_text("utf-8")
    assert all(f'id="{rule.code.lower()}"' in page for rule in RULES)


def test_every_directive_is_described_with_its_options(site: Path) -> None:
    said = words(site, "reference/directives.html")
    for entry in derive.directives():
        assert entry.name in said
        assert all(f":{name}:" in said for option in entry.options for name in option.names)
        assert all(f":{verb}:" in said for verb, _end in entry.links)
    others = re.findall(r"^(spec-[a-z]+)$", said, re.MULTILINE)
    assert {"spec-include", "spec-markdown", "spec-findings", "spec-rules"} <= {*others}
    assert all(said.count(name) > 1 for name in others), "in the table, and in words"


def test_every_role_is_described(site: Path) -> None:
    said = words(site, "reference/roles.html")
    assert all(f":spec:{name}:" in said and f"{{spec:{name}}}" in said for name in SpecDomain.roles)


def test_every_option_is_described(site: Path) -> None:
    said = words(site, "reference/configuration.html")
    for field in fields(Config):
        assert f"spec_{field.name}" in said
        assert toml_key(field.name) in said


def test_every_command_is_described_with_its_options(site: Path) -> None:
    said = words(site, "reference/command-line.html")
    with click.Context(cli) as context:
        for name in cli.list_commands(context):
            command = cli.get_command(context, name)
            assert command
            assert f"sphinx-spec {name}" in said
            for param in command.params:
                if isinstance(param, click.Option):
                    assert all(option in said for option in param.opts)
                    assert (param.help or "")[:20] in said


def test_what_is_typed_is_shown_as_it_is_typed(site: Path) -> None:
    page = (site / "reference" / "command-line.html").read_text("utf-8").partition("<article")[2]
    said = html.unescape(re.sub(r"<[^>]*>", "", page.partition("</article")[0]))
    assert "With --fix, only the remaining findings are reported" in said
    assert "<!-- spec: ignore[SPEC212] -->" in said
    assert "\u2013" not in said
    assert re.search(r"^ *NO_COLOR, TERM=dumb +diffs without colours$", said, re.MULTILINE)


def test_every_form_of_report_is_described(site: Path) -> None:
    said = words(site, "reference/builders.html")
    assert all(name in said for name in FORMATS)


def test_every_key_of_findings_in_json_is_described(site: Path) -> None:
    said = words(site, "reference/builders.html").partition("Findings in json and json-lines")[2]
    (found,) = json.loads(render("json", Outcome((SAFE,), FILES)))
    for key in {**found, **found["fix"], **found["fix"]["edits"][0]}:
        assert key in said


def test_the_format_is_described(site: Path) -> None:
    said = words(site, "reference/format.html")
    for section in schema.SECTION.values():
        assert section.heading in said
    for kind in schema.KINDS:
        assert all(
            label in said for field in kind.fields for label in (field.label, *field.aliases)
        )
    assert all(word in said for word in (*schema.LEVELS, *schema.LEVEL_ALIASES, *schema.STATUSES))
    assert all(link.verb in said and link.passive in said for link in schema.LINKS)


def test_every_object_of_the_data_is_described(site: Path) -> None:
    page = (site / "reference" / "specs-json.html").read_text("utf-8")
    whole = json_schema.json_schema()
    for name, part in whole["$defs"].items():
        assert f'id="schema-{name.replace("_", "-")}"' in page
        assert all(f">{key}<" in page for key in part.get("properties", ()))


def test_the_functions_that_others_call_are_described_with_their_types(site: Path) -> None:
    page = (site / "reference" / "api.html").read_text("utf-8")
    for name in (
        "reader.read",
        "writer.write",
        "formatting.formatted",
        "rules.check",
        "config.read",
    ):
        assert f'id="sphinxcontrib_spec.{name}"' in page
    signature = page.partition('id="sphinxcontrib_spec.reader.read"')[2].partition("</dt>")[0]
    assert re.sub(r"<[^>]*>|\s", "", signature).startswith(
        ">sphinxcontrib_spec.reader.read(text:str,path:str='')&#x2192;Spec"
    )


# What the examples name is there


def test_every_rule_that_is_named_exists() -> None:
    pages = [HERE / "README.md", *DOCS.glob("**/*.md"), *DOCS.glob("**/*.rst")]
    for path in pages:
        text = path.read_text("utf-8")
        assert {*re.findall(r"\bSPEC\d{3}\b", text)} <= {*RULE}, path


def test_what_is_off_until_it_is_selected_is_called_so(site: Path) -> None:
    assert RULE["SPEC712"].off
    assert "off" in words(site, "reference/rules.html")


# Our own specs


def test_our_specs_have_no_finding_that_counts() -> None:
    specs = [read(path.read_text("utf-8"), path.name) for path in SPECS]
    found = [each for spec in specs for each in check(spec, file_name=spec.path)]
    found += check_project([page_entry(spec) for spec in specs], complete=False)
    told = [each for each in found if not RULE[each.code].off]
    assert [each for each in told if each.severity != "info"] == []
    assert len(told) <= len(specs), "few infos"
    assert not [each for each in told if each.suppression], "nothing is hidden"


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_our_specs_are_canonical(path: Path) -> None:
    text = path.read_text("utf-8")
    assert formatted(text) == (text, None)


def test_our_specs_are_written_on_all_surfaces_and_linked() -> None:
    surfaces = {read(path.read_text("utf-8"), path.name).surface for path in SPECS}
    assert surfaces == {"markdown", "myst"}
    assert [path.name for path in DOCS.glob("specs/*.rst")] == ["incremental-builds.rst"]


def test_our_specs_are_shown_listed_and_exported(
    site: Path, doctrees: Path, tmp_path: Path
) -> None:
    exports = build("spec", tmp_path, doctrees)
    data = interchange.read_json((exports / interchange.FILE).read_text("utf-8"))
    index = words(site, "spec-index.html")
    names = {path.name for path in exports.glob("spec-*.md")}
    assert len(data) == len(names) == len(SPECS) + 1
    for path in SPECS:
        assert path.name in names
    for name in names:
        assert (site / "_specs" / name).read_bytes() == (exports / name).read_bytes()
        title = read((exports / name).read_text("utf-8")).title
        assert title in index
        assert title in words(site, "specs/index.html")
    verbs = {
        link.verb
        for name in names
        for item in read((exports / name).read_text("utf-8")).items()
        for link in item.about.links
    }
    assert verbs == {*schema.LINK}, "each typed link is used"
