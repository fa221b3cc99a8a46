"""Finds the titles that a page shows for its spec and its items, also in a translation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import accumulate

from docutils import nodes
from sphinx import addnodes

from sphinxcontrib_spec import names
from sphinxcontrib_spec.items import Item, OpenQuestion, title
from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.model import Spec
from sphinxcontrib_spec.reader.records import without_tail
from sphinxcontrib_spec.source import Text

from ..doctree import Named, title_section, written

#: Nodes that may be in a title without adding words to it.
_SILENT = (nodes.footnote_reference, nodes.comment, nodes.system_message)

_REFERENCES = (addnodes.pending_xref, nodes.reference)


def known(spec: Spec) -> dict[str, str]:
    """Return the titles of a spec and of its items, by anchor; the spec's own anchor is empty."""
    of_items = {names.anchor(each.kind.name, each.about.slug): title(each) for each in spec.items()}
    return {anchor: inline.plain(words) for anchor, words in {"": spec.title, **of_items}.items()}


def untranslated(known: Mapping[str, str], items: Iterable[Named]) -> dict[str, str]:
    """Return the titles that items had when recognised, by anchor, if they are not as `known`."""
    before = {named.anchor: inline.plain(title(named.item)) for named in items}
    return {anchor: words for anchor, words in before.items() if words != known.get(anchor)}


def shown(
    known: Mapping[str, str], items: Iterable[Named], document: nodes.document, source: str
) -> dict[str, str]:
    """Return the titles on a page of its spec and items, by anchor, if they differ from `known`.

    Markdown is known as it was written, while its page shows what substitutions, formulas and
    translations make of it. `source` is the file that contains the spec.
    """
    found: dict[str, str] = {}
    section = title_section(document, "" if source == document["source"] else source)
    heading = section.next_node(nodes.title) if section is not None and known[""] else None
    if heading is not None:
        found[""] = names.without_prefix(_words(heading))
    for named in items:
        paragraph, name = _paragraph(named.node), known.get(named.anchor)
        if paragraph is not None and name is not None and not _begins(paragraph, name):
            has_links = written(named.node) is None
            found[named.anchor] = _title(paragraph, named.item, has_links=has_links)
    flat = {anchor: _flat(words) for anchor, words in found.items()}
    return {anchor: words for anchor, words in flat.items() if words and words != known[anchor]}


def _paragraph(node: nodes.Element) -> nodes.Element | None:
    """Return the paragraph that begins with an item's title, if there is one."""
    if isinstance(node, nodes.paragraph):
        return node
    home = node[0] if isinstance(node, nodes.row) and len(node) else node
    children = home.children
    is_whole = children and (len(children) == 1 or home is node)
    first = children[0] if is_whole else None
    return first if isinstance(first, nodes.paragraph) else None


def _begins(paragraph: nodes.Element, name: str) -> bool:
    """Return whether a paragraph begins with the known title, as nearly all do."""
    if paragraph.get("translated"):
        return False
    return paragraph.astext().startswith(name) or _flat(_words(paragraph)).startswith(name)


def _title(paragraph: nodes.Element, item: Item, *, has_links: bool) -> str:
    """Return the part of an item's first paragraph that is its title.

    What ends the title may be in any language: `item` says what that is, as before any translation.
    """
    pieces = [_words(child) for child in paragraph.children]
    text = Text("".join(pieces))
    if isinstance(item, OpenQuestion) and (item.owner or item.deadline):
        text = without_tail(text, bool(item.owner) + bool(item.deadline))
    links = len(item.about.links) if has_links else 0
    if links and text.rstrip().endswith(")"):
        ends = accumulate(map(len, pieces))
        linking = [
            end - len(piece)
            for child, piece, end in zip(paragraph.children, pieces, ends, strict=True)
            if isinstance(child, _REFERENCES) and end <= len(text)
        ]
        start = text.rfind("(", 0, linking[-links]) if len(linking) >= links else -1
        text = text.part(0, start) if start >= 0 else text
    box = str(getattr(item, "box", ""))
    return text.lstrip().removeprefix(box)


def _words(node: nodes.Node) -> str:
    """Return what a reader sees of inline nodes; HTML and hard breaks have no text of their own."""
    if isinstance(node, nodes.Text):
        return str(node.astext())
    if isinstance(node, nodes.raw):
        text = node.astext()
        return " " if text.startswith("<br") else inline.plain(text)
    if isinstance(node, nodes.image):
        return str(node.get("alt", ""))
    return "" if isinstance(node, _SILENT) else "".join(map(_words, node.children))


def _flat(text: str) -> str:
    return " ".join(text.split())
