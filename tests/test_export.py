"""`sphinx-spec export`: pages and data, from Markdown, directives and data, with nothing lost."""

from __future__ import annotations

import json

import pytest
import vents
from click.testing import CliRunner
from ferry import NAME, TEXT
from program import UNTIDY, Folder, named

from sphinxcontrib_spec import interchange
from sphinxcontrib_spec.cli import cli
from sphinxcontrib_spec.formatting import formatted
from sphinxcontrib_spec.pages import write_myst, write_rst
from sphinxcontrib_spec.reader import read
from sphinxcontrib_spec.writer import write

#: Canonical, and not strict.
AIRY = TEXT.replace("## Goals\n", "---\n\n## Goals\n\n").replace("1. Who", "3. Who")


def data(*texts: str) -> dict:
    entries = [interchange.to_data(read(text, f"docs/{NAME}")) for text in texts]
    return json.loads(interchange.specs_json(entries))


@pytest.mark.parametrize(
    ("target", "page"),
    [
        ("markdown", write(read(AIRY))),
        ("myst", write_myst(read(AIRY))),
        ("rst", write_rst(read(AIRY))),
    ],
)
def test_one_spec_goes_to_standard_output(folder: Folder, target: str, page: str) -> None:
    folder.write({NAME: AIRY, "specs.json": json.dumps(data(AIRY))})
    (entry,) = data(AIRY)["specs"]
    for words, stdin in (
        ([NAME], ""),
        (["specs.json"], ""),
        ([], ""),
        (["-"], AIRY),
        (["-"], json.dumps(entry)),
        (["-"], "\n \ufeff" + json.dumps(data(AIRY), indent=1)),
    ):
        run = folder.run("export", "--to", target, *words, stdin=stdin)
        assert (run.status, run.err) == (0, "")
        assert run.out == page
    assert folder.run("export", "--to", target, "-o", "-", NAME).out == page
    assert not (folder.root / "-").exists()


def test_a_folder_without_specs_is_exported_as_none(folder: Folder) -> None:
    run = folder.run("export", "--to", "json")
    assert (run.status, json.loads(run.out)["specs"]) == (0, [])
    assert run.err.startswith("No spec-*.md found below . ")
    run = folder.run("export", "--to", "rst")
    assert (run.status, run.out) == (0, "")


def test_several_specs_need_a_folder(folder: Folder) -> None:
    folder.write({NAME: TEXT, "spec-quay.md": named("Quay")})
    for target in ("markdown", "myst", "rst"):
        run = folder.run("export", "--to", target)
        assert (run.status, run.out) == (2, "")
        assert run.err == "Error: 2 specs need more than one page: give a folder with -o\n"
    run = folder.run("export", "--to", "rst", "-o", "out/pages")
    assert (run.status, run.out, run.err) == (0, "", "Wrote 2 files to out/pages\n")
    assert folder.read("out/pages/spec-quay.rst") == write_rst(read(named("Quay")))
    assert sorted(path.name for path in (folder.root / "out/pages").iterdir()) == [
        "spec-ferry-delay-notices.rst",
        "spec-quay.rst",
    ]


def test_an_id_that_no_comment_can_hold_is_exported_as_its_slug(folder: Folder) -> None:
    item = "```{failure-mode} Local\n:id: Net Down\n:probability: Low\n:impact: High\n```\n"
    link = "See [the network](#failure-mode-net-down).\n"
    folder.write({"spec-t.md": f"# Spec: T\n\n{link}\n## Failure Modes\n{item}"})
    page = folder.run("export", "--to", "markdown").out
    assert "| Local <!-- #net-down --> | Low | High |" in page
    folder.write({"spec-t.md": page})
    assert "SPEC703" not in folder.run("check", "--show-info").out


def test_emphasis_may_be_nested_without_an_end(folder: Folder) -> None:
    text = f"# Spec: T\n\n## Background and Context\n{'*a ' * 500}{'a* ' * 500}\n"
    folder.write({"spec-t.md": text})
    run = folder.run("export", "--to", "rst")
    assert (run.status, run.err) == (0, "")
    assert "*a *a *a" in run.out


def test_data_and_markdown_are_exactly_each_other(folder: Folder) -> None:
    folder.write(
        {f"docs/{NAME}": AIRY, "docs/spec-quay.md": named("Quay"), "docs/spec-vents.md": vents.MYST}
    )
    assert folder.run("export", "--to", "json", "docs", "-o", "out").status == 0
    run = folder.run("export", "--to", "markdown", "-o", "out", "out/specs.json")
    assert run.status == 0
    assert folder.read(f"out/{NAME}") == AIRY
    assert folder.read("out/spec-quay.md") == named("Quay")
    assert folder.read("out/spec-vent-controller.md") == vents.MARKDOWN
    again = folder.run("export", "--to", "json", "out/specs.json")
    assert again.out == folder.read("out/specs.json")


def test_data_may_be_larger_than_a_spec(folder: Folder) -> None:
    blanks = "\n" * 32_000_000
    large = "\ufeff\r\n" + json.dumps(data(TEXT)) + blanks
    folder.write({"specs.json": large, NAME: TEXT + blanks})
    for words, stdin in ((["specs.json"], ""), (["-"], large)):
        run = folder.run("export", "--to", "markdown", *words, stdin=stdin)
        assert (run.status, run.out, run.err) == (0, TEXT, "")
    for words, stdin in (([NAME], ""), (["-"], TEXT + blanks)):
        run = folder.run("export", "--to", "markdown", *words, stdin=stdin)
        assert (run.status, run.out) == (2, "")
        assert run.err.endswith("bytes; files over 32 MB are not read\n")
    folder.write({NAME: large})
    assert folder.run("export", "--to", "markdown", NAME).out == TEXT
    assert folder.run("export", "--to", "markdown").status == 2


def test_what_is_not_canonical_is_brought_into_form(folder: Folder) -> None:
    folder.write({"spec-x.md": UNTIDY})
    assert folder.run("export", "--to", "markdown").out == TEXT


def test_what_cannot_be_brought_into_form_stays_as_it_is(folder: Folder) -> None:
    text = "# Spec: T\n\n```{spec-markdown}\n- a\n```\n"
    assert formatted(text).refusal
    folder.write({"spec-t.md": text})
    for target in ("markdown", "myst"):
        run = folder.run("export", "--to", target)
        assert (run.status, run.out) == (0, text)
        assert run.err.startswith("spec-t.md:3:1: exported as it is: ")
    assert folder.run("export", "--to", "rst").out == (
        ".. spec-markdown::\n\n   # Spec: T\n\n   ```{spec-markdown}\n   - a\n   ```\n"
    )


def test_nothing_that_was_read_is_overwritten(folder: Folder) -> None:
    folder.write({NAME: AIRY, "specs.json": json.dumps(data(TEXT))})
    (folder.root / "link").symlink_to(".")
    for words in (["--to", "myst", "-o", "."], ["--to", "markdown", "-o", "link"]):
        run = folder.run("export", *words, NAME)
        assert (run.status, run.out) == (2, "")
        assert run.err == f"Error: {NAME}: would be overwritten; give another folder with -o\n"
    (folder.root / "notes.md").symlink_to(NAME)
    run = folder.run("export", "--to", "markdown", "-o", ".", "notes.md")
    assert (run.status, run.err.count("notes.md: would be overwritten")) == (2, 1)
    assert folder.run("export", "--to", "json", "-o", ".", "specs.json").status == 2
    assert folder.read(NAME) == AIRY
    assert json.loads(folder.read("specs.json")) == data(TEXT)


def test_no_spec_becomes_an_export_by_its_neighbours(folder: Folder) -> None:
    folder.write({f"docs/{NAME}": TEXT})
    listing = folder.run("export", "--to", "json", "docs").out
    folder.write({"docs/specs.json": listing})
    run = folder.run("export", "--to", "json", "-o", "docs", "docs")
    assert (run.status, run.out) == (2, "")
    assert run.err.startswith(f"Error: docs/{NAME}: would be taken for an export next to specs.")
    assert "Checked 1 spec" in folder.run("check").out
    run = folder.run("export", "--to", "json", "-o", ".", "docs")
    assert (run.status, folder.read("specs.json")) == (0, listing)
    assert "Checked 1 spec" in folder.run("check").out


def test_two_specs_of_one_slug_write_nothing(folder: Folder) -> None:
    folder.write({NAME: TEXT, "specs.json": json.dumps(data(named("Quay"), TEXT))})
    run = folder.run("export", "--to", "rst", "-o", "out", NAME, "specs.json")
    assert (run.status, run.out) == (2, "")
    assert run.err == (
        "Error: two specs have the slug 'ferry-delay-notices': "
        f"{NAME} and specs.json (Ferry Delay Notices)\n"
    )
    assert not (folder.root / "out").exists()


@pytest.mark.parametrize("target", ["markdown", "myst"])
def test_what_was_exported_before_is_told_from_what_is_to_be_exported(
    folder: Folder, target: str
) -> None:
    folder.write({f"docs/{NAME}": TEXT})
    words = ("export", "--to", target, "-o", "pages")
    assert folder.run(*words).status == 0
    run = folder.run(*words)
    assert (run.status, run.err) == (
        2,
        f"Error: two specs have the slug 'ferry-delay-notices': docs/{NAME} and pages/{NAME}; "
        f"pages/{NAME} is in the output folder: name the files to export\n",
    )
    assert folder.run(*words, "docs").status == 0


def test_files_that_are_there_already_are_written_anew_and_no_other_is_touched(
    folder: Folder,
) -> None:
    folder.write({NAME: TEXT, f"out/{NAME}": "old", "out/spec-old.md": "old"})
    assert folder.run("export", "--to", "myst", "-o", "out", NAME).status == 0
    assert folder.read(f"out/{NAME}") == write_myst(read(TEXT))
    assert folder.read("out/spec-old.md") == "old"


def test_a_link_of_an_exports_name_is_replaced_and_what_it_leads_to_stays(folder: Folder) -> None:
    folder.write({NAME: AIRY, "docs/spec-quay.md": named("Quay"), "victim": "mine", "out/x": ""})
    links = {
        NAME: "../docs/spec-quay.md",
        "specs.json": "../victim",
        "specs.schema.json": "../gone",
    }
    for link, target in links.items():
        (folder.root / "out" / link).symlink_to(target)
    for form in ("markdown", "json"):
        assert folder.run("export", "--to", form, "-o", "out", NAME).status == 0
    assert not any((folder.root / "out" / link).is_symlink() for link in links)
    assert folder.read(f"out/{NAME}") == AIRY
    assert folder.read("out/specs.json") == folder.run("export", "--to", "json", NAME).out
    assert (folder.read("docs/spec-quay.md"), folder.read("victim")) == (named("Quay"), "mine")
    assert not (folder.root / "gone").exists()


def test_a_page_that_cannot_be_written_is_said_and_the_others_are_written(folder: Folder) -> None:
    folder.write({NAME: TEXT, "spec-quay.md": named("Quay"), f"out/{NAME}/x": ""})
    run = folder.run("export", "--to", "markdown", "-o", "out", NAME, "spec-quay.md")
    assert run.status == 2
    assert run.err == f"Error: out/{NAME}: is a directory\nWrote 1 file to out\n"
    assert folder.read("out/spec-quay.md") == named("Quay")


def broken(change) -> str:
    whole = data(TEXT)
    (spec,) = whole["specs"]
    change(spec)
    return json.dumps(whole)


BROKEN = {
    "not JSON": (
        '{"version": 1,\n "specs": [}',
        "$: not JSON: Expecting value (line 2, column 12)",
    ),
    "cut off": ("{", "$: not JSON: "),
    "version": ('{"version": 2, "specs": []}', "$.version: is 2; only version 1 can be read"),
    "version of another type": ('{"version": true, "specs": []}', "$.version: is true; only"),
    "no version": ('{"specs": []}', "$.version: is missing"),
    "specs": ('{"version": 1, "specs": {}}', "$.specs: must be an array, not an object"),
    "another object": ('{"name": "x"}', "$.design: is missing"),
    "a spec": ('{"version": 1, "specs": [null]}', "$.specs[0]: must be an object, not null"),
    "another design": (
        broken(lambda spec: spec.update(design=[])),
        "$.specs[0].design: must be an object, not an array",
    ),
    "another header": (broken(lambda spec: spec.update(header=3)), "$.specs[0].header: must be an"),
    "a status of its own": (
        broken(lambda spec: spec.update(status="Shipped")),
        '$.specs[0].status: is "Shipped", but the header has another value',
    ),
    "an author who is no more": (
        broken(lambda spec: spec["header"]["lines"].pop()),
        '$.specs[0].author: is "Inga Solheim", but the header has another value',
    ),
    "a title of its own": (
        broken(lambda spec: spec.update(title="Ferry News")),
        '$.specs[0].title: is "Ferry News", but the heading has another value',
    ),
    "an item": (
        broken(lambda spec: spec["failure_modes"][1].update(failure=7)),
        "$.specs[0].failure_modes[1].failure: must be a string, not a number",
    ),
    "a part of design": (
        broken(lambda spec: spec["design"].pop("data_model")),
        "$.specs[0].design.data_model: is missing",
    ),
    "a decision": (
        broken(
            lambda spec: spec["design"]["key_design_decisions"][0]["about"].update(notes=["a", 1])
        ),
        "$.specs[0].design.key_design_decisions[0].about.notes[1]: must be a string, not a number",
    ),
    "a link": (
        broken(lambda spec: spec["goals"][0].update(links=[{"verb": "verifies"}])),
        "$.specs[0].goals[0].links[0].text: is missing",
    ),
    "a verb": (
        broken(lambda spec: spec["goals"][0].update(links=[{"verb": "likes", "text": "x"}])),
        "$.specs[0].goals[0].links[0].verb: must be one of mitigates, verifies, blocks, supersedes",
    ),
    "a column": (
        broken(lambda spec: spec["sections"][5]["blocks"][0]["keys"].append("age")),
        "$.specs[0].sections[5].blocks[0].keys[4]: is no field of a failure-mode",
    ),
    "half a pair": (
        broken(lambda spec: spec["header"]["lines"][0].update(value="\ud83d")),
        "$.specs[0].header.lines[0].value: is no Unicode text",
    ),
    "a kind of block": (
        broken(lambda spec: spec["problem_statement"][0].update(kind="picture")),
        '$.specs[0].problem_statement[0].kind: must be one of "paragraph", "code", ',
    ),
    "a type of block": (
        broken(lambda spec: spec.update(lead=[{"type": "picture"}])),
        "$.specs[0].lead[0].type: must be text, table or list",
    ),
    "an anchor": (
        broken(
            lambda spec: spec["sections"][1]["blocks"][0]["entries"].append("failure-mode-clock")
        ),
        "$.specs[0].sections[1].blocks[0].entries[2]: is the anchor of no goal",
    ),
    "an item without a place": (
        broken(lambda spec: spec["sections"][1]["blocks"].clear()),
        "$.specs[0].goals[0]: is in no section",
    ),
    "text without a place": (
        broken(lambda spec: spec["sections"].pop(0)),
        "$.specs[0].problem_statement: belongs to no section",
    ),
    "a section twice": (
        broken(lambda spec: spec["sections"].append(spec["sections"][0])),
        "$.specs[0].sections[9].key: is no key with blocks that are left",
    ),
    "a level": (
        broken(lambda spec: spec["sections"][0].update(level=7)),
        "$.specs[0].sections[0].level: must be from 1 to 6",
    ),
    "a place": (
        broken(lambda spec: spec["goals"][0].update(places={"text": "here"})),
        '$.specs[0].goals[0].places.text: is no place: "here"',
    ),
    "a docname": (
        broken(lambda spec: spec.update(docname=1)),
        "$.specs[0].docname: must be a string",
    ),
    "a flag": (
        broken(lambda spec: spec.update(blank=1)),
        "$.specs[0].blank: must be true or false, not",
    ),
    "deep": ('{"a":' * 100_000, "$: cannot read this JSON"),
}


@pytest.mark.parametrize(("text", "said"), BROKEN.values(), ids=BROKEN)
def test_data_of_another_shape_is_an_error_that_names_the_place(text: str, said: str) -> None:
    for target in ("markdown", "json"):
        run = CliRunner().invoke(
            cli, ["export", "--to", target, "-"], input=text, standalone_mode=False
        )
        assert (run.return_value, run.stdout, run.exception) == (2, "", None)
        assert run.stderr.startswith(f"Error: <stdin>: {said}")


def test_broken_data_keeps_no_other_spec_from_being_written(folder: Folder) -> None:
    folder.write({NAME: TEXT, "bad.json": "{"})
    run = folder.run("export", "--to", "markdown", NAME, "bad.json", "-o", "out")
    assert run.status == 2
    assert run.err.startswith("Error: bad.json: $: not JSON: ")
    assert folder.read(f"out/{NAME}") == TEXT
    before = folder.read(f"out/{NAME}")
    assert folder.run("export", "--to", "json", "bad.json", "-o", "new").status == 2
    assert folder.read(f"out/{NAME}") == before
    assert not (folder.root / "new").exists()


def test_data_that_no_markdown_says_becomes_pages_too() -> None:
    whole = data(TEXT)
    (spec,) = whole["specs"]
    spec |= {"heading": "Spec: Two\nlines", "title": "Two\nlines"}
    spec["goals"][0]["text"] = "- a\n\n# b"
    spec["failure_modes"][0]["failure"] = "x | y\nz"
    spec["failure_modes"][0]["about"]["overflow"] = "```\ncode\n```"
    spec["surface"] = "rst"
    for target in ("markdown", "myst", "rst"):
        run = CliRunner().invoke(
            cli, ["export", "--to", target, "-"], input=json.dumps(whole), standalone_mode=False
        )
        assert (run.return_value, run.exception) == (0, None)
        assert "code" in run.stdout


def test_an_empty_file_is_an_empty_page(folder: Folder) -> None:
    folder.write({"spec-empty.md": ""})
    assert folder.run("export", "--to", "markdown").out == ""
    assert folder.run("export", "--to", "rst").out == ":spec: true\n"
