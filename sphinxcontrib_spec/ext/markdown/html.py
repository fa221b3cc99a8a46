"""Filters HTML on a spec's page: formatting passes, the rest is shown as it was written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

import nh3
from docutils import nodes

from sphinxcontrib_spec.markup.inline import ELEMENTS

from ..doctree import every

#: Elements that act, load, or swallow what follows them on the page.
_ACTIVE = frozenset(
    """base body button embed form frame frameset head html iframe link meta noscript object
    optgroup option plaintext script select style template textarea title xmp""".split()
)
_DRAWN = frozenset("circle defs ellipse g line path polygon polyline rect text tspan".split())
_ALLOWED = (ELEMENTS - _ACTIVE) | _DRAWN
_DANGEROUS_SCHEMES = {"javascript", "vbscript"}

_NAME = re.compile(r"</?([A-Za-z][^\s/>]*)")
_ATTRIBUTE = re.compile(r"[^\s\"'<>/=]+")
_START_TAG = re.compile(r"<([A-Za-z][^\s/>]*)[^>]*>\Z")
_END_TAG = re.compile(r"</([A-Za-z][^\s/>]*)\s*>")
#: A URL that runs its content, once the characters that browsers skip are removed.
_SCRIPT = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x20]")
_BREAK = re.compile(r"<br\s*/?>\s*", re.IGNORECASE)
_DECLARATION = re.compile(r"<[!?](?!--)")
_OURS = re.compile(r"\s*<!--\s*(?:#[\w.-]+\s*|spec:(?:(?!-->).)*+)-->\s*", re.DOTALL)

#: Appended to the HTML that is checked: a tag or a comment that is left open swallows it.
_END = "\u241e"

_LOOKED_AT = (nodes.raw, nodes.reference)


def disarm(document: nodes.document, files: Collection[str] | None = None) -> None:
    """Replace what a spec's page must not contain by its text, and remove our own comments.

    If `files` are given, only what comes from these files is checked.
    """
    shown: Counter[str] = Counter()
    found = [node for node in every(document) if isinstance(node, _LOOKED_AT)]
    for node in (node for node in found if isinstance(node, nodes.raw)):
        if "html" not in node["format"].split() or not _is_of(node, files):
            continue
        text = node.astext()
        end = _END_TAG.fullmatch(text)
        if _OURS.fullmatch(text):
            _remove(node)
        elif _BREAK.fullmatch(text):
            # Writers that leave out HTML would join the words.
            node.parent.insert(node.parent.index(node) + 1, nodes.Text(" "))
        elif (end and shown[end[1]]) or not is_harmless(text):
            # An end tag is shown as text if its start tag is.
            shown.update(_START_TAG.findall(text))
            shown.subtract(end.groups() if end else ())
            node.replace_self(_shown(text, node.parent))
    for link in (node for node in found if isinstance(node, nodes.reference)):
        if is_script(link) and _is_of(link, files):
            link.replace_self(nodes.Text(link.rawsource or link.astext()))


def is_script(link: nodes.Element) -> bool:
    """Return whether a link runs the content of its address."""
    return bool(_SCRIPT.match(_UNSEEN.sub("", link.get("refuri", ""))))


def _is_of(node: nodes.Node, files: Collection[str] | None) -> bool:
    """Return whether a node comes from one of these files, as far as it or its parents can tell."""
    if files is None:
        return True
    above: nodes.Node | None = node
    while above is not None and not above.source:
        above = above.parent
    return above is not None and above.source in files


def is_harmless(html: str) -> bool:
    """Return whether HTML only formats: known elements, no handlers, nothing left open."""
    if _DECLARATION.search(html) or "xlink" in html.lower():
        return False
    known = {name.lower() for name in _NAME.findall(html)} <= _ALLOWED
    attributes = {name.lower() for name in _ATTRIBUTE.findall(html)}
    harmless = {name for name in attributes if not name.startswith("on")}
    everything = _cleaned(html, attributes, _DANGEROUS_SCHEMES)
    if html.lstrip().startswith("<!--") and everything.strip() == _END:
        return True
    return known and _END in everything and everything == _cleaned(html, harmless, set())


def _cleaned(html: str, attributes: set[str], schemes: set[str]) -> str:
    return nh3.clean(
        html + _END,
        tags=set(_ALLOWED),
        clean_content_tags=set(),
        attributes={"*": attributes},
        url_schemes=schemes,
        link_rel=None,
    )


def _shown(text: str, parent: nodes.Element) -> nodes.Node:
    if isinstance(parent, nodes.TextElement):
        return nodes.Text(text)
    return nodes.literal_block("", text.rstrip("\n"))


def _remove(node: nodes.raw) -> None:
    """Remove a comment with the white space before it."""
    parent = node.parent
    at = parent.index(node)
    before = parent[at - 1] if at else None
    parent.remove(node)
    if isinstance(before, nodes.Text):
        parent[at - 1] = nodes.Text(before.rstrip())
