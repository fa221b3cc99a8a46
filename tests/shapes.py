"""What a doctree says, whichever markup it was written in: the shape that two pages are compared by.

Stated normalisation: two doctrees have one shape if they differ in nothing but this.

- Runs of white space are one space; the text of a block is a sequence of characters, each with
  what it is (emphasised, code, in a link …), however the markup is nested or split.
- What Markdown has no node for counts as what it is said as: admonitions, topics and sidebars as
  quotes that begin with a bold title; definition lists, fields and options as bullets that begin
  with their name; captions and rubrics as paragraphs of emphasis; a line block as a paragraph with
  line breaks; letters that count as bullets with letters, and one alone that is no first one as
  an initial; a definition's dash, a field's colon and the like.
- Directives that docutils could not read are code.
- Comments, anchors, index entries, classes, sizes and other looks count as nothing, and footnotes
  stand at the end, as MyST puts them there.
- A link that MyST takes for a reference of its own leads where it says.
- A cross reference is what it asks for: domain, type, target, and its title if it has an own one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from docutils import nodes
from docutils.utils import Reporter
from sphinx import addnodes
from sphinx.locale import admonitionlabels

Style = frozenset[str]
Mark = tuple[Any, Style]

PLAIN: Style = frozenset()
TAG = re.compile(r"<(/?)(\w+).*?>")
BOLD_CLASSES = {"guilabel", "menuselection"}


def shape(document: nodes.document) -> list[Any]:
    """The shape of a page."""
    body = list(blocks(document.children))
    notes = [("note", note["names"], list(blocks(note[1:]))) for note in footnotes(document)]
    return [*body, *sorted(notes, key=lambda note: note[1])]


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
        case nodes.figure() | nodes.legend() | addnodes.glossary():
            yield from blocks(node.children)
        case nodes.title():
            yield ("heading", text(node))
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
        case nodes.definition_list() | nodes.field_list() | nodes.option_list():
            yield ("list", None, [named(item) for item in node])
        case nodes.block_quote():
            yield ("quote", list(blocks(node.children)))
        case nodes.attribution():
            yield ("text", trimmed([*plain("— "), *marks(node.children, PLAIN)]))
        case nodes.Admonition():
            label = str(admonitionlabels.get(node.tagname, ""))
            title = node[0] if isinstance(node[0], nodes.title) else nodes.Text(label)
            colon = "" if title.astext().endswith((":", ".", "!", "?", "…")) else ":"
            lead = bold([*marks([title], PLAIN), *plain(colon)])
            yield ("quote", led(lead, node.children))
        case nodes.topic():
            title = ("text", trimmed(bold(marks(node[0].children, PLAIN))))
            yield ("quote", [title, *blocks(node[1:])])
        case nodes.rubric():
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
            yield ("table", [[words(cell) for cell in row] for row in node.findall(nodes.row)])
        case nodes.transition() if "footnotes" not in node["classes"]:
            yield ("break",)


def named(item: nodes.Element) -> list[Any]:
    """The shape of a definition, a field or an option."""
    match item:
        case nodes.definition_list_item():
            names = [marks(name.children, PLAIN) for name in item if isinstance(name, nodes.term)]
            lead = bold(separated(names))
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
    return isinstance(node, nodes.title)


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


def words(cell: nodes.Element) -> list[Mark]:
    """The text of a table's cell."""
    shown = [node for node in cell if not isinstance(node, nodes.system_message)]
    return trimmed([mark for node in shown for mark in marks(node.children, PLAIN)])


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
    if tag and tag[2] != "a" and not tag[1]:
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
        case nodes.footnote_reference():
            return [(("note", node.document.ids[node["refid"]]["names"]), style)]
        case addnodes.pending_xref(attributes={"reftype": "myst"}):
            return marks(node.children, style | {f"link {node['reftarget']}"})
        case addnodes.pending_xref():
            return [(("reference", *asked(node)), style)]
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
