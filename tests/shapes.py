"""What a doctree says, whichever markup it was written in: the shape that two pages are compared by.

Stated normalisation: two doctrees have one shape if they differ in nothing but this.

- Runs of white space are one space; the text of a block is a sequence of characters, each with
  what it is (emphasised, code, in a link …), however the markup is nested or split.
- What Markdown has no node for counts as what it is said as: admonitions, topics and sidebars as
  quotes that begin with a bold title; definition lists, glossaries, fields and options as bullets
  that begin with their name; lists in columns and tables of contents as lists; captions and titles
  of tables as paragraphs of emphasis, rubrics and centred lines as paragraphs in bold; a line
  block as a paragraph with line breaks; letters that count as bullets with letters, and one alone
  that is no first one as an initial; a definition's dash, a field's colon and the like.
- What only holds blocks (containers, figures, what some builders alone show) counts as its blocks,
  an object's description as its signatures in code and the blocks below; grammars, drawings,
  sessions and directives that docutils could not read are code in the language that they are in.
- A cell that spans others is the first of them, and the others are empty; blocks in a cell are
  lines between breaks, those of a list behind its sign; a table without a head has an empty one.
- Comments, anchors, index entries, classes, sizes and other looks count as nothing, and footnotes
  stand at the end, as MyST puts them there. A citation is a footnote with a name.
- A link on the page counts as the heading or the named place that it leads to.
- A link that MyST takes for a reference of its own leads where it says.
- A cross reference is what it asks for: domain, type, target, and its title if it has an own one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count, product
from typing import Any

from docutils import nodes
from docutils.utils import Reporter
from sphinx import addnodes
from sphinx.ext.graphviz import graphviz
from sphinx.locale import admonitionlabels

Style = frozenset[str]
Mark = tuple[Any, Style]

PLAIN: Style = frozenset()
LINK = re.compile(r'<a href="#([^"]+)">')
TAG = re.compile(r"<(/?)(\w+).*?>")
BOLD_CLASSES = {"guilabel", "menuselection"}


def shape(document: nodes.document) -> list[Any]:
    """The shape of a page."""
    body = list(blocks(document.children))
    notes = [("note", note_name(note), list(blocks(note[1:]))) for note in footnotes(document)]
    return [*body, *sorted(notes, key=lambda note: note[1])]


def note_name(note: nodes.Element) -> str:
    """What a footnote or citation is called."""
    names = note["names"] or note["dupnames"]
    return names[0].lower()


def footnotes(document: nodes.document) -> Iterator[nodes.Element]:
    """The footnotes and citations of a page."""
    yield from document.findall(nodes.footnote)
    yield from document.findall(nodes.citation)


def characters(document: nodes.document) -> str:
    """Every character that a page shows, in order, but for white space and its references' text."""
    hidden = (
        *(nodes.Invisible, nodes.system_message, nodes.label),
        *(nodes.footnote_reference, addnodes.pending_xref),
    )
    text = "".join(
        node.astext()
        for node in document.findall(nodes.Text)
        if not any(isinstance(above, hidden) for above in parents(node))
    )
    return "".join(text.split())


def parents(node: nodes.Node) -> Iterator[nodes.Node]:
    """All nodes that a node is in."""
    while node.parent is not None:
        node = node.parent
        yield node


def blocks(found: Iterable[nodes.Node]) -> Iterator[Any]:
    """The shapes of body nodes."""
    for node in found:
        yield from block(node)


def block(node: nodes.Node) -> Iterator[Any]:
    """The shape of a body node: none, one, or those of what is in it."""
    match node:
        case nodes.section() | nodes.container() | nodes.compound() | addnodes.versionmodified():
            yield from blocks(node.children)
        case nodes.figure() | nodes.legend() | addnodes.glossary() | addnodes.only():
            yield from blocks(node.children)
        case nodes.title():
            depth = sum(isinstance(above, nodes.section) for above in parents(node))
            yield ("heading", depth, text(node))
        case addnodes.hlist():
            yield ("list", None, [list(blocks(item)) for item in node.findall(nodes.list_item)])
        case addnodes.desc():
            signatures = [
                part.astext() for part in node if isinstance(part, addnodes.desc_signature)
            ]
            yield ("code", "python", "\n".join(signatures))
            yield from blocks(node[-1].children)
        case addnodes.productionlist():
            yield ("code", "", "\n".join(map(production, node)))
        case addnodes.toctree() if node["entries"]:
            if node["caption"]:
                yield ("text", trimmed(plain(node["caption"], frozenset({"emphasis"}))))
            yield ("list", None, [[("text", [listed(*entry)])] for entry in node["entries"]])
        case graphviz():
            yield ("code", "dot", node["code"].strip())
        case nodes.paragraph() | nodes.Inline() if said := text(node):
            yield ("text", said)
        case nodes.bullet_list():
            yield ("list", None, [list(blocks(item.children)) for item in node])
        case nodes.enumerated_list() if node.get("enumtype", "arabic") != "arabic":
            start = node.get("start", 1)
            signs = [plain(f"{sign}{node['suffix']}") for sign in "abcd"[start - 1 :]]
            items = [led(sign, item.children) for sign, item in zip(signs, node, strict=False)]
            if is_initial(node):
                yield from items[0]
            else:
                yield ("list", None, items)
        case nodes.enumerated_list():
            yield ("list", node.get("start", 1), [list(blocks(item.children)) for item in node])
        case nodes.definition_list() | nodes.field_list() | nodes.option_list() if len(node):
            yield ("list", None, [named(item) for item in node])
        case nodes.block_quote() if quoted := list(blocks(node.children)):
            yield ("quote", quoted)
        case nodes.attribution():
            yield ("text", trimmed([*plain("— "), *marks(node.children, PLAIN)]))
        case nodes.Admonition():
            label = str(admonitionlabels.get(node.tagname, ""))
            title = node[0] if isinstance(node[0], nodes.title) else nodes.Text(label)
            colon = "" if title.astext().endswith((":", ".", "!", "?", "…")) else ":"
            lead = bold([*marks([title], PLAIN), *plain(colon)])
            yield ("quote", led(lead, node.children))
        case nodes.topic() if "contents" in node["classes"]:
            yield from blocks(node.children)
        case nodes.topic() | nodes.sidebar():
            title = ("text", trimmed(bold(marks(node[0].children, PLAIN))))
            yield ("quote", [title, *blocks(node[1:])])
        case nodes.rubric() | addnodes.centered():
            yield ("text", trimmed(bold(marks(node.children, PLAIN))))
        case nodes.caption():
            yield ("text", trimmed(marks(node.children, frozenset({"emphasis"}))))
        case nodes.line_block():
            yield ("text", trimmed(list(verse(node))))
        case nodes.literal_block():
            language = node.get("language", "")
            language = "" if language in ("default", "none") else language
            yield ("code", language, node.astext().rstrip("\n"))
        case nodes.system_message() if node["level"] >= Reporter.ERROR_LEVEL:
            for written in node.findall(nodes.literal_block):
                yield ("code", "rst", written.astext().rstrip("\n"))
        case nodes.doctest_block():
            yield ("code", "pycon", node.astext())
        case nodes.math_block():
            yield ("math", node.get("label"), node.astext().strip())
        case nodes.table():
            for title in node:
                if isinstance(title, nodes.title):
                    yield ("text", trimmed(marks(title.children, frozenset({"emphasis"}))))
            if node.next_node(nodes.entry):
                yield ("table", grid(node))
        case nodes.transition() if "footnotes" not in node["classes"]:
            yield ("break",)


def named(item: nodes.Element) -> list[Any]:
    """The shape of a definition, a field or an option."""
    match item:
        case nodes.definition_list_item():
            terms = [name for name in item if isinstance(name, nodes.term)]
            lead = separated([bold(marks(name.children, PLAIN)) for name in terms])
            kinds = [child for child in item if isinstance(child, nodes.classifier)]
            if kinds:
                said = [marks(kind.children, frozenset({"emphasis"})) for kind in kinds]
                lead = [*lead, *plain(" ("), *separated(said), *plain(")")]
            dash = " —"
        case nodes.field():
            lead, dash = bold([*marks(item[0].children, PLAIN), *plain(":")]), ""
        case _:
            spelt = [plain(option.astext(), frozenset({"code"})) for option in item[0]]
            lead, dash = separated(spelt), " —"
    return led(lead, item[-1].children, dash)


def led(lead: list[Mark], children: Iterable[nodes.Node], dash: str = "") -> list[Any]:
    """Blocks with a lead in their first paragraph."""
    found = [child for child in children if not is_silent(child)]
    if found and isinstance(found[0], nodes.paragraph):
        first = [*lead, *plain(f"{dash} "), *marks(found[0].children, PLAIN)]
        return [("text", trimmed(first)), *blocks(found[1:])]
    if found and is_initial(found[0]):
        sign = f"{dash} {'abcd'[found[0]['start'] - 1]}{found[0]['suffix']}"
        return [*led([*lead, *plain(sign)], found[0][0].children), *blocks(found[1:])]
    return [("text", trimmed(lead)), *blocks(found)]


def is_silent(node: nodes.Node) -> bool:
    """Whether a node at the head of others says nothing there."""
    if isinstance(node, nodes.system_message):
        return bool(node["level"] < Reporter.ERROR_LEVEL)
    if isinstance(node, nodes.comment):
        return False  # it stands between a name and what is below it
    return isinstance(node, nodes.title | nodes.Invisible)


def is_initial(node: nodes.Node) -> bool:
    """Whether docutils took the initial of a name for a list."""
    return (
        isinstance(node, nodes.enumerated_list)
        and node["enumtype"] != "arabic"
        and len(node) == 1
        and node.get("start", 1) > 1
    )


def text(node: nodes.Node) -> list[Mark]:
    """The text of a paragraph."""
    return trimmed(marks([node] if isinstance(node, nodes.Inline) else node.children, PLAIN))


def grid(table: nodes.Element) -> list[list[list[Mark]]]:
    """The text of all cells by row and column."""
    said: dict[tuple[int, int], list[Mark]] = {}
    rows = list(table.findall(nodes.row))
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            column = next(free for free in count(column) if (at, free) not in said)
            reach = product(range(cell.get("morerows", 0) + 1), range(cell.get("morecols", 0) + 1))
            said |= {(at + down, column + right): [] for down, right in reach}
            said[at, column] = trimmed(cell_lines(cell.children, 0))
    width = max(column for _, column in said) + 1
    found = [[said[at, column] for column in range(width)] for at in range(len(rows))]
    return found if table.next_node(nodes.thead) else [[[]] * width, *found]


def cell_lines(found: Iterable[nodes.Node], depth: int) -> list[Mark]:
    """The lines of a table's cell, inside of so many lists."""
    said: list[Mark] = []
    for node in found:
        match node:
            case nodes.bullet_list():
                for item in node:
                    line = [*plain("• "), *cell_lines(item.children, depth + 1)]
                    said += [*([("break", PLAIN)] if said else []), *line]
            case nodes.system_message() if node["level"] >= Reporter.ERROR_LEVEL:
                for written in node.findall(nodes.literal_block):
                    gap = [("break", PLAIN)] * 2 if said else []
                    said += [*gap, *plain(written.astext(), frozenset({"code"}))]
            case nodes.Element() if not isinstance(node, nodes.system_message):
                gap = [("break", PLAIN)] * 2 if said else []
                said += [*gap, *marks(node.children, PLAIN)]
    return said


def production(node: nodes.Element) -> str:
    """A rule of a grammar, which is named in its text since Sphinx 8.2."""
    said = node.astext().strip()
    return said if "::=" in said else f"{node['tokenname']} ::= {said}"


def listed(title: str | None, page: str) -> Mark:
    """A page of a table of contents: a reference to it."""
    asked = ("reference", "std", "doc", f"/{page}")
    return ((*asked, title) if title else asked, PLAIN)


def verse(node: nodes.Element) -> Iterator[Mark]:
    """The lines of a line block, with a break before each."""
    for child in node:
        if isinstance(child, nodes.line_block):
            yield from verse(child)
        else:
            yield ("break", PLAIN)
            yield from marks(child.children, PLAIN)


def separated(found: Iterable[list[Mark]]) -> list[Mark]:
    """Lists of names with commas between them."""
    joined: list[Mark] = []
    for each in found:
        joined += [*(plain(", ") if joined else []), *each]
    return joined


def plain(said: str, style: Style = PLAIN) -> list[Mark]:
    """Characters of one style."""
    return [(char, style) for char in said]


def bold(found: Iterable[Mark]) -> list[Mark]:
    """The same, in bold."""
    return [(what, style | {"strong"}) for what, style in found]


def trimmed(found: Iterable[Mark]) -> list[Mark]:
    """The same with one space for all white space, and none at the ends or beside a break."""
    said: list[Mark] = []
    for what, style in found:
        if what == "break" or (isinstance(what, str) and len(what) == 1 and what.isspace()):
            kind = what if what == "break" else " "
            if said and said[-1][0] == " " and kind == "break":
                said.pop()
            if said and (kind == "break" or said[-1][0] not in (" ", "break")):
                said.append((kind, PLAIN))
        else:
            said.append((what, style))
    while said and said[-1][0] in (" ", "break"):
        said.pop()
    return said


def marks(found: Iterable[nodes.Node], style: Style) -> list[Mark]:
    """The characters of inline nodes, each with its style."""
    said: list[Mark] = []
    tags: list[str] = []
    for node in found:
        if isinstance(node, nodes.raw):
            said += raw(node, tags)
        else:
            said += mark(node, style | set(tags))
    return said


def raw(node: nodes.Element, tags: list[str]) -> list[Mark]:
    """What an HTML tag in Markdown changes."""
    if node.astext().strip() in ("<br />", "<br>"):
        return [("break", PLAIN)]
    tag = TAG.fullmatch(node.astext())
    if link := LINK.fullmatch(node.astext()):
        tags.append(f"to {link[1]}")
    elif node.astext() == "</a>" and tags and tags[-1].startswith("to "):
        tags.pop()
    elif tag and tag[2] != "a" and not tag[1]:
        tags.append(tag[2])
    elif tag and tag[2] in tags:
        tags.remove(tag[2])
    return []


def mark(node: nodes.Node, style: Style) -> list[Mark]:
    """The characters of an inline node, each with its style."""
    match node:
        case nodes.Text():
            return plain(node.astext().replace("\u2003", ""), style)
        case addnodes.download_reference():
            return plain(node.astext(), style | {f"file {node['reftarget']}"})
        case nodes.literal() if "kbd" in node["classes"]:
            return marks(node.children, style | {"kbd"})
        case nodes.literal():
            return plain(filled(node), style | {"code"})
        case nodes.emphasis() | nodes.title_reference():
            return marks(node.children, style | {"emphasis"})
        case nodes.strong():
            return marks(node.children, style | {"strong"})
        case nodes.subscript():
            return marks(node.children, style | {"sub"})
        case nodes.superscript():
            return marks(node.children, style | {"sup"})
        case nodes.abbreviation():
            return marks(node.children, style | {"abbr"})
        case nodes.math():
            return [(("math", " ".join(node.astext().split())), style)]
        case nodes.image():
            return [(("image", node["uri"], node.get("alt", "")), style)]
        case nodes.footnote_reference() | nodes.citation_reference():
            return [(("note", note_name(node.document.ids[node["refid"]])), style)]
        case addnodes.pending_xref(attributes={"refdomain": "citation"}):
            return [(("note", node["reftarget"].lower()), style)]
        case addnodes.pending_xref(attributes={"reftype": "myst"}):
            return marks(node.children, style | {f"link {node['reftarget']}"})
        case addnodes.pending_xref():
            return [(("reference", *asked(node)), style)]
        case nodes.reference() if (place := led_to(node)) is not None:
            return marks(node.children, style | {f"to {place}"})
        case nodes.reference() if "refuri" in node:
            uri = node["refuri"].replace("&amp;", "&")  # MyST 4 escapes it
            return marks(node.children, style | {f"link {uri}"})
        case nodes.inline() if BOLD_CLASSES & set(node["classes"]):
            return marks(node.children, style | {"strong"})
        case nodes.inline() if "versionmodified" in node["classes"]:
            return marks(node.children, style | {"emphasis"})
        case nodes.Element() if not isinstance(node, nodes.comment):
            return marks(node.children, style)
    return []


def led_to(node: nodes.Element) -> str | None:
    """The heading or named place on the page that a link leads to."""
    document = node.document
    if node.get("id_link"):
        slug = node["refuri"][1:]
        sections = document.findall(nodes.section)
        return next(each[0].astext() for each in sections if each.get("slug") == slug)
    if "refid" not in node and "refname" not in node:
        return None
    place = node.get("refid") or document.nameids.get(node.get("refname"))
    target = document.ids.get(place)
    return target[0].astext() if isinstance(target, nodes.section) else place


def filled(node: nodes.Element) -> str:
    """Code, with what is to be filled in in braces."""
    return "".join(
        f"{{{part.astext()}}}" if isinstance(part, nodes.emphasis) else part.astext()
        for part in node
    )


def asked(node: nodes.Element) -> tuple[Any, ...]:
    """What a cross reference asks for."""
    kind = tuple(node.get(key) for key in ("refdomain", "reftype", "reftarget"))
    return (*kind, node.astext()) if node.get("refexplicit") else kind
