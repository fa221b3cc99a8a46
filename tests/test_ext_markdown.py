"""RST pages said again in Markdown: what is written, and that MyST reads the same from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
import rst_pages
import shapes
from docutils import nodes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.utils import read_fixture_file
from sphinx import addnodes
from sphinx.testing.util import SphinxTestApp
from sphinx.transforms import SphinxTransform

from sphinxcontrib_spec import reader
from sphinxcontrib_spec.ext.doctree import every
from sphinxcontrib_spec.ext.markdown import RenderContext, blocks, body, cell, inline, places
from sphinxcontrib_spec.markup.inline import plain

CASES = read_fixture_file(Path(__file__).with_name("rst_in_markdown.txt"))
FILES = {
    "usage.rst": "Usage\n=====\n",
    "index.rst": "Start\n=====\n",
    "data.csv": "a,b\n",
    "a.png": "",
    "part.txt": "Included `text <https://x.y>`_.\n",
    "part.md": (
        "From **Markdown**: [usage](usage.rst), [up](#page), [file](data.csv), `code`<br>done\n\n"
        "| a | b |\n|:-:|--:|\n| 1 | 2 |\n"
    ),
}

#: Text on which CommonMark, GFM, MyST and the start of a line all have views.
TRICKY = st.text(
    st.sampled_from("\\`*_~[]<>&!{}#-+=|:;()%^@.1ab \n\"'/?$€é「。\u200b"), max_size=14
)
ANY = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12)


@dataclass
class Pages:
    """A project in which a page is parsed over and over, and looked at as collected."""

    app: SphinxTestApp
    look: list[Callable[[nodes.document], Any]] = field(default_factory=list)

    def read(self, name: str, text: str, look: Callable[[nodes.document], Any]) -> Any:
        """What a look at a page gives, at the time when a spec is collected."""
        found: list[Any] = []
        (Path(self.app.srcdir) / name).write_text(text, encoding="utf-8")
        docname = name.partition(".")[0]
        self.look[:] = [lambda document: found.append(look(document))]
        self.app.env.clear_doc(docname)
        self.app.builder.read_doc(docname, _cache=False)
        return found[0]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """A project with MyST, and without us."""
    src = tmp_path_factory.mktemp("pages")
    for name, text in (FILES | {"page.rst": "", "said.md": ""}).items():
        (src / name).write_text(text, encoding="utf-8")
    (src / "conf.py").write_text(
        "extensions = ['myst_parser', 'sphinx.ext.graphviz']\nsuppress_warnings = ['*']\n"
        "myst_heading_anchors = 6\n"
    )
    app = SphinxTestApp("dummy", srcdir=src, builddir=src.parent / "built")
    found = Pages(app)

    class Look(SphinxTransform):
        """Looks at the page when specs are collected."""

        default_priority = 740

        def apply(self, **_kwargs: object) -> None:
            """Look."""
            for look in found.look:
                look(self.document)

    app.add_transform(Look)
    app.env.find_files(app.config, app.builder)
    yield found
    app.cleanup()


def said(pages: Pages, rst: str) -> tuple[str, RenderContext]:
    """The Markdown of a page below its title, and what was gathered."""

    def look(document: nodes.document) -> tuple[str, RenderContext]:
        context = saying_of(document)
        return body([*document[0][1:], *document[1:]], context), context

    found: tuple[str, RenderContext] = pages.read("page.rst", f"Page\n====\n\n{rst}", look)
    return found


@pytest.mark.parametrize(
    ("rst", "markdown"), [case[2:] for case in CASES], ids=[c[1] for c in CASES]
)
def test_a_page_is_said_so(pages: Pages, rst: str, markdown: str) -> None:
    assert f"{said(pages, rst)[0]}\n" == markdown


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(page=rst_pages.pages)
def test_myst_reads_the_same_page(pages: Pages, page: str) -> None:
    def look(document: nodes.document) -> Any:
        shape, shown = shapes.shape(document), shapes.characters(document)
        return shape, shown, blocks(document.children, saying_of(document))

    shape, shown, found = pages.read("page.rst", page, look)
    text = "\n\n".join(block.text for block in found)
    assert pages.read("said.md", f"{text}\n", shapes.shape) == shape
    rest = iter(text)
    assert all(char in rest for char in shown), "a character is lost"
    assert set(re.findall('<a href="#(.*?)">', text)) <= set(re.findall('<a id="(.*?)">', text))
    for is_heading, below in groupby(found, lambda block: block.text.startswith("#")):
        if not is_heading:
            assert_read_back(list(below))


def assert_read_back(found: list[Any]) -> None:
    """That the core's reader takes these blocks for what they were said to be."""
    text = "\n\n".join(block.text for block in found)
    spec = reader.read(f"# Spec: Any\n\n## Appendix\n\n{text}\n")
    assert list(spec.sections[0].blocks) == found
    assert [block.entries for block in spec.sections[0].blocks] == [b.entries for b in found]


def saying_of(document: nodes.document) -> RenderContext:
    """What is gathered of a page, the anchors on it being known."""
    headings = {
        node: plain(cell(node[0].children, RenderContext()))
        for node in document.findall(nodes.section)
    }
    return RenderContext(anchors=places(every(document), headings, is_rendered=True))


def test_blocks_know_their_lines(pages: Pages) -> None:
    rst = "One\n===\n\nText.\n\n- a\n- b\n\n  c\n\n.. code-block:: sh\n\n   ls\n\n.. note:: Hm.\n"
    found = pages.read("page.rst", rst, lambda document: blocks(document[0][1:], RenderContext()))
    path = str(Path(pages.app.srcdir) / "page.rst")
    assert [block.text.span for block in found] == [(path, n, 0) for n in (4, 6, 11, 15)]
    assert [entry.span.line for entry in found[1].entries] == [6, 7]
    assert [str(entry) for entry in found[1].entries] == ["- a", "- b"]


# Text


def tokens(markdown: str) -> list[Any]:
    """Every token of a text, as GFM reads it."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return [each for token in parser.parse(markdown) for each in token.children or [token]]


def shown_text(markdown: str) -> str:
    """The text of a paragraph that holds nothing else."""
    found = tokens(markdown)
    kinds = {token.type for token in found}
    assert kinds <= {"paragraph_open", "paragraph_close", "text", "text_special", "softbreak"}
    return "".join("\n" if token.type == "softbreak" else token.content for token in found)


def lines_of(text: str, gap: str) -> str:
    """Text as a paragraph holds it: without blanks at the ends of its lines, or blank lines."""
    return gap.join(filter(None, (line.strip(" ") for line in text.split("\n"))))


@settings(max_examples=800, deadline=None)
@given(st.one_of(ANY, TRICKY))
def test_text_stays_text(text: str) -> None:
    assert shown_text(inline([nodes.Text(text)], RenderContext())) == lines_of(text, "\n")


@settings(max_examples=400, deadline=None)
@given(st.one_of(ANY, TRICKY))
def test_text_in_a_cell_stays_text(text: str) -> None:
    markdown = cell([nodes.Text(text)], RenderContext()).replace("|", "\\|")
    found = tokens(f"| head |\n|---|\n| {markdown} |")
    assert [token.type for token in found].count("tr_open") == 2
    start = [token.type for token in found].index("td_open")
    assert "".join(token.content for token in found[start:]) == lines_of(text, " ")


@pytest.mark.parametrize("text", ["a ~b~", "a ~~b~~", "~~b~~~", "a ~~~b~~~", "a ~~~~b~~~~"])
def test_nothing_is_struck_that_was_not(text: str) -> None:
    assert shown_text(inline([nodes.Text(text)], RenderContext())) == text


@pytest.mark.parametrize(
    "text",
    [
        "snake_case and 5 * 3",
        "a < b > c, R&D; [todo] (now)",
        "~10 ms, C# at 40 %",
        "key: value = 1 + 2 - 3",
        "foo* and 2 ** 3",
        "the year\n1984. It was",
        'it said "no!"',
    ],
)
def test_plain_text_is_not_escaped(text: str) -> None:
    assert inline([nodes.Text(text)], RenderContext()) == text


LEAVES = st.one_of(
    TRICKY.filter(str.strip).map(nodes.Text),
    TRICKY.filter(str.strip).map(lambda text: nodes.literal(text, text)),
)


def element(cls: type[nodes.Element], **attributes: str) -> Callable[[Any], nodes.Element]:
    """Makes an element of its children."""
    return lambda children: cls("", "", *children, **attributes)


TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        *(
            st.lists(inner, min_size=1, max_size=3).map(element(cls))
            for cls in (nodes.emphasis, nodes.strong, nodes.subscript)
        )
    ),
    max_leaves=5,
)
LINKS = st.lists(TREES, min_size=1, max_size=2).map(
    element(nodes.reference, refuri="https://x.y/a_(b)?c=*d*")
)


def marks(found: list[Any]) -> list[shapes.Mark]:
    """The characters of a paragraph's tokens, each with its style."""
    style: list[str] = []
    said: list[shapes.Mark] = []
    for token in found:
        match token.type:
            case "text" | "text_special":
                said += shapes.plain(token.content, frozenset(style))
            case "softbreak":
                said += shapes.plain(" ")
            case "code_inline":
                said += shapes.plain(token.content, frozenset({*style, "code"}))
            case "em_open" | "strong_open":
                style.append({"em": "emphasis"}.get(token.tag, token.tag))
            case "link_open":
                style.append(f"link {token.attrs['href']}")
            case "html_inline" if token.content == "<sub>":
                style.append("sub")
            case "em_close" | "strong_close" | "link_close":
                style.pop()
            case "html_inline" if token.content == "</sub>":
                style.pop()
    return shapes.trimmed(said)


@settings(max_examples=800, deadline=None)
@given(st.lists(st.one_of(TREES, TREES, LINKS), min_size=1, max_size=5))
def test_inline_markup_stays_as_it_is_nested(found: list[nodes.Node]) -> None:
    paragraph = nodes.paragraph("", "", *found)
    markdown = inline(paragraph.children, RenderContext())
    assert [token.type for token in MarkdownIt("commonmark").parse(markdown)] in (
        ["paragraph_open", "inline", "paragraph_close"],
        [],
    )
    assert marks(tokens(markdown)) == shapes.text(paragraph)


def test_a_long_paragraph_takes_no_long_time() -> None:
    for text in (
        "*a ",
        "`",
        "<a",
        "[",
        "]",
        "~a ",
        "&a",
        "1. a\n",
        "{a",
        "\\",
        " ",
        "\n",
        "(x)=\n",
    ):
        inline([nodes.Text(text * 50_000)], RenderContext())


# Cross references


def test_references_are_noted_with_what_they_ask_for(pages: Pages) -> None:
    _, context = said(pages, ":py:meth:`~a.B.run`, :doc:`U <usage>` and :option:`prog -v`")
    assert list(context.xrefs) == ["{py:meth}`~a.B.run`", "{doc}`U <usage>`", "{option}`prog -v`"]
    assert context.xrefs["{py:meth}`~a.B.run`"] == {
        "refdoc": "page",
        "refdomain": "py",
        "reftype": "meth",
        "reftarget": "a.B.run",
        "refexplicit": False,
        "refwarn": False,
        "py:module": None,
        "py:class": None,
        "title": "run()",
        "code": True,
    }


def test_references_that_read_alike_are_told_apart(pages: Pages) -> None:
    rst = "".join(f".. py:currentmodule:: {name}\n\n:py:func:`run`\n\n" for name in "abca")
    markdown, context = said(pages, rst)
    assert markdown.split("\n\n") == [
        "{py:func}`run`",
        "{py:func}`run() <run>`",
        "{py:func}`run()  <run>`",
        "{py:func}`run`",
    ]
    assert [found["py:module"] for found in context.xrefs.values()] == ["a", "b", "c"]


def test_pages_of_a_table_of_contents_are_references(pages: Pages) -> None:
    _, context = said(pages, ".. toctree::\n\n   usage\n   The start <index>\n")
    assert [
        (found["reftype"], found["reftarget"], found["refexplicit"])
        for found in context.xrefs.values()
    ] == [("doc", "/usage", False), ("doc", "/index", True)]


def test_references_of_another_project() -> None:
    node = addnodes.pending_xref(
        "",
        nodes.literal("", "dict"),
        refdomain="py",
        reftype="class",
        reftarget="dict",
        refexplicit=False,
        intersphinx=True,
        inventory="python",
    )
    assert inline([node], RenderContext()) == "{external+python:py:class}`dict`"


# What Markdown has no form for


@pytest.mark.parametrize(
    ("rst", "construct", "how"),
    [
        (".. only:: html\n\n   Text.", "only html", "text for every reader"),
        (".. raw:: latex\n\n   \\newpage", "raw latex", "code"),
        (".. raw:: html\n\n   <i>\n   x", "raw html", "code"),
        (".. parsed-literal::\n\n   a *b*", "markup inside of code", "plain code"),
        (
            "+---+---+\n| a     |\n+---+---+\n| b | c |\n+---+---+",
            "table with cells that span others",
            "a table with empty cells",
        ),
        (
            ".. csv-table::\n   :header-rows: 2\n\n   a\n   b\n   c",
            "table with several head rows",
            "a table with one",
        ),
        (".. list-table::\n\n   * - ::\n\n          x", "code in a table's cell", "inline code"),
        (".. list-table::\n\n   * - .. note:: x", "note in a table's cell", "its text"),
    ],
)
def test_what_markdown_cannot_say_is_noted(
    pages: Pages, rst: str, construct: str, how: str
) -> None:
    lost = said(pages, f"Text.\n\n{rst}\n")[1].lost
    assert [(each.construct, each.exported_as) for each in lost] == [(construct, how)]
    assert lost[0].at.path == str(Path(pages.app.srcdir) / "page.rst")
    assert lost[0].at.line >= 2


class Unheard(nodes.General, nodes.Element):
    """A node of some other extension."""


def test_nodes_of_other_extensions_give_their_text() -> None:
    context = RenderContext()
    found = Unheard("", nodes.paragraph("", "All of it."), Unheard(), Unheard(code="a -> b"))
    inside = nodes.paragraph("", "", nodes.Text("some "), Unheard("", nodes.Text("words")))
    assert body([found, inside], context) == ("All of it.\n\n```Unheard\na -> b\n```\n\nsome words")
    assert [each[1:3] for each in context.lost] == [
        ("Unheard", ""),
        ("Unheard", "its text"),
        ("Unheard", "its text"),
    ]


class Summary(nodes.comment):
    """What autosummary puts a table in."""


def test_a_comment_that_holds_a_table_is_one(pages: Pages) -> None:
    def look(document: nodes.document) -> str:
        table = document.next_node(nodes.table)
        return body([Summary("", "", nodes.comment("", "no text"), table)], RenderContext())

    rst = "Page\n====\n\n.. csv-table::\n\n   1, 2\n"
    assert pages.read("page.rst", rst, look) == "| | |\n|---|---|\n| 1 | 2 |"


def test_a_drawing_is_code_in_its_language(pages: Pages) -> None:
    markdown, context = said(pages, ".. digraph:: x\n\n   a -> b")
    assert markdown == "```dot\ndigraph x {\na -> b\n}\n```"
    assert context.lost == []


def test_an_initial_is_no_list(pages: Pages) -> None:
    assert said(pages, "R. Moreau wrote it.")[0] == "R. Moreau wrote it."
