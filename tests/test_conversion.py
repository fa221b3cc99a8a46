"""Specs become pages with directives and Markdown again: nothing is lost on the way."""

from __future__ import annotations

import re

import conversions
import parcels
import pytest
import tapes
import vents
import wild
from conftest import Project
from hypothesis import given, settings

from sphinxcontrib_spec import interchange, rules
from sphinxcontrib_spec.formatting import formatted
from sphinxcontrib_spec.pages import write_excerpt, write_myst, write_rst
from sphinxcontrib_spec.reader import read
from sphinxcontrib_spec.writer import write

INDEX = "Specs\n=====\n\n.. toctree::\n   :glob:\n\n   *\n"
COUNT = 50


def strict(text):
    return write(read(text), strict=True, as_markdown=True)


def files(found, suffix, write_page):
    return {f"spec-{slug}{suffix}": write_page(read(text)) for slug, text in found.items()}


def exported(root, found):
    """What Sphinx makes of these files."""
    project = Project(root)
    project.write({"index.rst": INDEX, **found})
    out = project.build("spec", suppress_warnings=["spec", "misc.highlighting_failure"]).out
    return {path.name: path.read_bytes().decode() for path in out.glob("spec-*.md")}


@pytest.fixture(scope="module")
def specs():
    return dict(conversions.specs(COUNT))


@pytest.fixture(scope="module")
def as_markdown(specs, tmp_path_factory):
    """What Sphinx exports of the Markdown files themselves."""
    root = tmp_path_factory.mktemp("markdown")
    return exported(root, files(specs, ".md", write))


@pytest.mark.parametrize("write_page", [write_rst, write_myst])
def test_pages_give_back_the_same_markdown(specs, as_markdown, write_page, tmp_path):
    suffix = ".rst" if write_page is write_rst else ".md"
    found = exported(tmp_path, files(specs, suffix, write_page))
    assert len(specs) > COUNT * 0.8
    assert found.keys() == {f"spec-{slug}.md" for slug in specs}
    for name, text in as_markdown.items():
        assert strict(found[name]) == strict(text), name
    for slug, text in specs.items():
        if text == formatted(text, strict=True).text and not has_roles(text):
            assert found[f"spec-{slug}.md"] == text


def has_roles(text):
    return re.search(r"\{[\w:]+\}`", text)


def test_the_formats_example_and_template_come_back(example, template, tmp_path):
    texts = [example, formatted(template, strict=True).text]
    for suffix, write_page in ((".rst", write_rst), (".md", write_myst)):
        pages = {f"spec-{read(text).slug}{suffix}": write_page(read(text)) for text in texts}
        found = exported(tmp_path / suffix[1:], pages)
        assert sorted(found.values()) == sorted(texts)


def test_a_myst_page_is_read_back_without_sphinx(specs):
    for text in specs.values():
        page = write_myst(read(text))
        assert strict(page) == strict(text)
        assert write(read(page)) == page


@given(wild.texts)
@settings(max_examples=150, deadline=None)
def test_any_text_becomes_a_page(text):
    spec = read(text)
    assert write_rst(spec).endswith("\n")
    assert strict(write_myst(spec)) == strict(text)
    assert write_excerpt(text).endswith("\n")


@pytest.mark.parametrize("text", ["", "  ", "  \n  ", "\n \t\n", " \r\n\t\r\n"])
def test_a_file_of_blank_lines_becomes_an_empty_page(text):
    assert write_excerpt(text) == write_excerpt("")
    assert "spec-markdown" not in write_excerpt(text)


def test_blank_lines_around_a_file_are_left_out():
    assert write_excerpt("  \n\t\n  - A\n \n\n    b\n  \n") == write_excerpt("  - A\n \n\n    b")


@given(wild.texts)
@settings(max_examples=150, deadline=None)
def test_any_text_comes_back_from_data(text):
    spec = read(text, "docs/spec-a.md")
    (entry,) = interchange.read_json(interchange.specs_json([interchange.to_data(spec)]))
    assert write(entry.spec) == write(spec)
    assert entry.spec == spec


ODD = {
    "no title": "Some text.\n\n## Goals\n- One\n\n#### Deep\n- Two\n",
    "no heading": "---\ntags: [a]\n---\n\n**Status:** Draft\n\n> text\n",
    "other title": "# Night Ferries\n**Status:** Draft\n\n## Goals\n- One\n",
    "title in markup": "# Spec: *Night* `f(x)` & **co**\n**Status:** Draft\n\n## Goals\n- One\n",
    "unsayable title": "# Spec: [Night `x`](https://example.org)\n**Status:** Draft\n\n## Goals\n- A\n",
    "front matter": '---\norphan: true\ntitle: "x"\nstatus: Draft\n---\n\n# Spec: Front\n\n## Goals\n- A\n',
    "front matter of more than words": "---\nid: 4\nstatus: Draft # 1\nauthor:\n  - Ida\n  - Bo\n---\n\n# Spec: Front\n"
    "\n## Goals\n- A\n",
    "text above": "<!-- old -->\n\nMoved.\n\n# Spec: Moved\n**Status:** Draft\n\nLead: *text*\n\n- a\n",
    "rule above": "\n---\n\ntext\n\n---\n\n# Spec: Ruled\n\n## Goals\n- A\n",
    "second title": "# Spec: Two\n\n## Goals\n- A\n\n# Spec: Another\n\n## Goals\n- B\n\n### C\n- c\n",
    "header list": "# Spec: Listed\n\n- **Status:** Draft\n- **Date:** 2026-01-02\n\n## Goals\n- A\n",
    "odd header": "# Spec: Odd\n**Status:** *Draft* [x](https://example.org)\n**spec:** no\n**Pages:** 1. a\n"
    "\n## Goals\n- A\n",
    "header unknown": "# Spec: Unknown\n**Owner:** A. B\n**Team:** `x` **y**\n\n## Goals\n- A\n",
    "comment before header": "# Spec: C\n\n<!-- c -->\n\n**Status:** Draft\n\n## Goals\n- A\n",
    "tagline before header": "# Spec: T\n\nA tagline.\n\n**Status:** Draft\n\nMore.\n\n## Goals\n- A\n",
    "header and front matter": "---\nstatus: Draft\nid: 4\n---\n\n# Spec: T\n**Author:** Ida\n\n## Goals\n- A\n",
    "header and odd front matter": "---\nstatus: Draft # 1\n---\n\n# Spec: T\n**Author:** Ida\n\n## Goals\n- A\n",
    "wide blanks": "# Spec: Blank\n\n## Goals\n\xa0\n\n- A\n\n## Appendix\n\n\u2003\n\n\xa0 b\x85  c\n",
    "table of one column": "# Spec: Narrow\n\n## Appendix\n| Berth |\n|---|\n| North |\n| South |\n",
    "definition of two paragraphs": "# Spec: D\n\n## Appendix\nBerth\n: A place.\n\n  With a lamp.\n",
    "table in a quote that ends in an empty line": "# Spec: Q\n\n## Appendix\n> | A | B |\n> |---|---|\n> | 1 | 2 |\n>\n",
    "table in a quote that ends in its mark": "# Spec: Q\n\n## Appendix\n> | A |\n> |---|\n> | 1 |\n>",
    "empty": "",
}  # fmt: skip


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_files_come_back_from_restructuredtext(text, tmp_path):
    wanted = formatted(formatted(text).text, strict=True)
    assert wanted.refusal is None
    pages = {"page.rst": write_rst(read(text))}
    assert list(exported(tmp_path, pages).values()) == [wanted.text]


@pytest.mark.parametrize("where", ["lamps {} first", "{} lamps first"])
def test_a_comment_where_a_directive_reads_none_keeps_its_item_markdown(where):
    note = "<!-- spec: ignore[SPEC212, SPEC402, SPEC404] agreed -->"
    text = where.format(note)
    table = "| Failure | Probability | Impact | Mitigation |\n|---|---|---|---|\n"
    for section, items in (
        ("Goals", f"- Better {text}\n"),
        ("Failure Modes", f"{table}| {text} | Low | Very High | Salt |\n"),
        ("Failure Modes", f"{table}| Ice | Low | Very High {text} | Salt |\n"),
    ):
        spec = read(f"# Spec: A\n\n## {section}\n{items}")
        page = read(write_myst(spec))
        assert list(page.comments) == [note]
        assert suppressed(page) == suppressed(spec)


def suppressed(spec):
    return [(each.code, each.message) for each in rules.check(spec) if each.suppression]


def test_directives_become_directives_of_the_other_markup(tmp_path):
    page = write_rst(read(vents.MYST))
    assert "spec-markdown" not in page
    assert ":options-considered: In each house, in the office" in page
    assert list(exported(tmp_path, {"a.rst": page}).values()) == [vents.MARKDOWN]
    page = write_myst(read(vents.MYST))
    assert all(fence in page for fence in re.findall(r"```\{.*?\n```\n", vents.MYST, re.DOTALL))
    assert write_myst(read(page)) == page


def test_ordinary_specs_need_no_markdown_in_restructuredtext():
    for text in (conversions.ORDINARY, vents.MARKDOWN, tapes.TEXT, parcels.spec()):
        assert "spec-markdown" not in write_rst(read(text))


RST = {
    "text *e* **s** `c_` <https://example.org/a>": "text *e* **s** ``c_`` https://example.org/a",
    "[t](https://example.org/a) and **b**old": "`t <https://example.org/a>`__ and **b**\\ old",
    "snake_case a_ * | 5*3 `x`": None,
    "- a\n  - b\n  - c\n- d": "- a\n\n  - b\n  - c\n\n- d",
    "9. i\n10. j\n    k": "9. i\n10. j\n    k",
    "> a\n>\n> b": "..\n\n   a\n\n   b",
    "```sh\nls\n```": ".. code-block:: sh\n\n   ls",
    "```\nls\n```": ".. code-block:: none\n\n   ls",
    "{ref}`here <there>` and {spec:goal}`a`": ":ref:`here <there>` and :spec:goal:`a`",
    "set of {a}\n`b`": "set of {a}\n``b``",
    "![a b](c.png)": ".. image:: c.png\n   :alt: a b",
    "<!-- a -->": ".. a",
    "<!-- a: b -->": "..\n   a: b",
    "| A | B |\n|---|---|\n| 1 | `c` |": "===  =====\nA    B\n===  =====\n1    ``c``\n===  =====",
    "| A |\n|---|\n| 1 |": ".. list-table::\n   :header-rows: 1\n\n   * - A\n   * - 1",
    "| A | B |\n|---|---|\n| | 日本 |": (
        ".. list-table::\n   :header-rows: 1\n\n   * - A\n     - B\n   * -\n     - 日本"
    ),
    "| A | B |\n|---|---|\n| 1 | 日本 |": (
        ".. list-table::\n   :header-rows: 1\n\n   * - A\n     - B\n   * - 1\n     - 日本"
    ),
    "| A | B |\n|---|---|\n| 1 | é |": "===  ===\nA    B\n===  ===\n1    é\n===  ===",
    "C:\\dir a@b.org x:y": "C\\:\\\\dir a\\@b.org x\\:y",
    "A. b": "\\A. b",
    "see:\n...": "see:\n\\...",
    "end::": "end\\::",
    "see `c`::": "see ``c``\\::",
    "[x](https://example.org)::": "`x <https://example.org>`__\\::",
    "x (*)* y": "x (\\ *)* y",
    "*a `b`*": None,
    "[`a`](https://example.org)": None,
    "a  \nb": None,
    "a\n: b": None,
    "a\n:b": "a\n:b",
    "    code": None,
    "<b>a</b>": None,
    "from $a$ to $b": None,
    "$5 or $6": "$5 or $6",
    "[a](b.md)": None,
    "<https://example.org/ä>": None,
    "[ a ](https://example.org)": None,
    "```a``b```": None,
    "`` `a` ``": None,
    "![a](b,c.png)": None,
    "> a\n>\n> -- Bob": None,
    "- > a": None,
    "- ```\n  a\n  ```": None,
    "| A | B |\n|---|---|": None,
    "<!-- a\nb -->": None,
}  # fmt: skip


@pytest.mark.parametrize(("markdown", "rst"), RST.items(), ids=RST)
def test_what_restructuredtext_says(markdown, rst):
    page = write_rst(read(f"# Spec: A\n\n## Appendix\n\n{markdown}\n"))
    body = page.partition("--------\n\n")[2].rstrip("\n")
    if rst is None:
        assert body.startswith(".. spec-markdown::\n")
    else:
        assert body == rst


@pytest.mark.parametrize("failure", ["__Ice__ on rails", "Ice  \non rails", "<b>Ice</b>"])
def test_rows_that_restructuredtext_cannot_say_stay_markdown(failure):
    cell = failure.replace("\n", "<br>")
    table = "| Failure | Probability | Impact | Mitigation |\n|---|---|---|---|\n"
    row = f"| {cell} | Low | High | Salt |\n"
    page = write_rst(read(f"# Spec: A\n\n## Failure Modes\n{table}{row}"))
    assert f".. spec-markdown::\n\n   {table}{row}".replace("|\n|", "|\n   |") in page


#: What a level is in a table, and as the value of an option that MyST reads.
VALUES = {
    "Low # most days": "'Low # most days'",
    '"Low"': "'\"Low\"'",
    "> Low": "'> Low'",
    "Low: it's dry": "Low: it's dry",
    "'tis rare": None,
    "it's # dry": None,
}


def test_myst_reads_an_option_as_it_is_meant(tmp_path):
    table = "| Failure | Probability | Impact | Mitigation |\n|---|---|---|---|\n"
    texts, pages = {}, {}
    for number, (level, value) in enumerate(VALUES.items()):
        row = f"| Ice | {level} | High | Salt |\n"
        name = f"spec-no-{number}.md"
        texts[name] = f"# Spec: No {number}\n\n## Failure Modes\n{table}{row}"
        pages[name] = write_myst(read(texts[name]))
        assert (f"\n:probability: {value}\n" in pages[name]) == (value is not None)
        assert (table in pages[name]) == (value is None)
    assert exported(tmp_path, pages) == texts


def test_the_pages_of_a_spec_that_builds_build_clean(tmp_path):
    for suffix, write_page in ((".rst", write_rst), (".md", write_myst)):
        project = Project(tmp_path / suffix[1:])
        text = conversions.ORDINARY.replace("![The depot](img/depot.png)\n\n", "")
        page = write_page(read(text))
        project.write({"index.rst": INDEX, f"spec-snow-plough-dispatch{suffix}": page})
        build = project.build("html", nitpicky=True)
        assert build.warnings == []
        body = build.pages["spec-snow-plough-dispatch"]
        for item in read(text).items():
            anchor = f"{item.kind.name}-{item.about.slug}"
            assert f'id="{anchor}"' in body, anchor
