"""Collects what a page refers to when it is read: from its doctree, besides its text."""

from __future__ import annotations

import os
import posixpath
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.util.nodes import get_node_line

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.links import ROLES, ItemEntry, PageEntry, Reference

from .. import rule_links
from ..directives.typed_links import VERB
from ..doctree import ABOVE_ROWS, block_of, every, file_of, is_markdown_file, row_of_markdown
from ..references import exported, is_anchor, linked_export, named_document, path_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from ..domain import SpecDomain

#: What may refer to specs and items: a reference that is resolved later, or a plain link.
_POINTING = (addnodes.pending_xref, nodes.reference)

#: Nodes to which docutils gives the line below their own, or no line.
_TITLES = (nodes.title, nodes.rubric, addnodes.centered)


class Outgoing(NamedTuple):
    """What a page refers to.

    `references` certainly mean specs and items; `loose` are the targets of those that may mean
    anything, with their files; `linked` are the specs that plain links lead to, as in `Known`.
    """

    references: Sequence[Reference]
    loose: Sequence[tuple[str, str]]
    linked: Sequence[tuple[str, str, bool]]


def note(document: nodes.document, domain: SpecDomain, docname: str) -> None:
    """Note everything on a page that refers, or may refer, to specs, items and rules."""
    own: list[Reference] = []
    loose: list[tuple[str, str]] = []
    linked: list[tuple[str, str, bool]] = []
    rules: list[tuple[str, str, int]] = []
    lines = _Lines()
    pointing = [node for node in every(document) if isinstance(node, _POINTING)]
    for node in pointing:
        # References to other projects alone do not concern this one.
        if not isinstance(node, addnodes.pending_xref) or node.get("intersphinx"):
            continue
        target = node["reftarget"]
        match node.get("refdomain"), node["reftype"]:
            case "spec", role if role in ROLES:
                verb = node.get(VERB, "")
                own.append(Reference(role, target, verb, "", *lines.place(node, domain.env)))
            case "spec", rule_links.ROLE:
                rules.append((target, *lines.place(node, domain.env)))
            case "doc", "myst" if code := rule_links.code_of(node.get("reftargetid") or ""):
                rules.append((code, *lines.place(node, domain.env)))
            case _, "myst" | "any" if code := rule_links.code_of(target):
                rules.append((code, *lines.place(node, domain.env)))
            case "doc", "myst" if is_anchor(node.get("reftargetid") or ""):
                at = lines.place(node, domain.env)
                url = f"{_from_file(path_of(target, domain), at[0], domain)}#{node['reftargetid']}"
                own.append(Reference("link", url, "", "", *at))
            case "doc", "myst":
                if named := exported(path_of(target, domain)):
                    linked.append((named[1], target, bool(node["refexplicit"])))
            case _, "myst" if named := exported(target):
                if is_anchor(named["anchor"] or ""):
                    at = lines.place(node, domain.env)
                    url = _as_written(target, at[0], docname, domain)
                    own.append(Reference("link", url, "", "", *at))
                else:
                    there = named_document(target, docname, domain.env)
                    linked.append((named[1], there or "", bool(node["refexplicit"])))
            case _, "myst" if is_anchor(target) and not node.get("reflocalid"):
                own.append(Reference("ref", target, "", "", *lines.place(node, domain.env)))
            case _, "any":
                loose.append((target, file_of(node, domain.env)))
    for link in (node for node in pointing if isinstance(node, nodes.reference)):
        named = linked_export(link)
        if named and is_anchor(named["anchor"] or ""):
            own.append(Reference("link", link["refuri"], "", "", *lines.place(link, domain.env)))
        elif named:
            linked.append((named[1], "", True))
    domain.note_references(docname, Outgoing(own, loose, linked))
    rule_links.note_names(domain, docname, rules)


def _from_file(path: str, file: str, domain: SpecDomain) -> str:
    """Return a path from the sources as a link in a file would name it."""
    sources = Path(domain.env.srcdir)
    return Path(os.path.relpath(sources / path, (sources / file).parent)).as_posix()


def _as_written(link: str, file: str, docname: str, domain: SpecDomain) -> str:
    """Return a link of a page relative to the file that contains it, as it was written there."""
    if file == domain.path(docname) or file not in domain.known.included(docname):
        return link
    path, sign, anchor = link.partition("#")
    there = posixpath.join(posixpath.dirname(docname), path)
    return _from_file(there, file, domain) + sign + anchor


def merged(known: Iterable[Reference], found: Iterable[Reference]) -> tuple[Reference, ...]:
    """Merge the references known from a spec's text with those from the doctree of its page.

    The text knows exact columns and, for typed links in Markdown, the verbs, which a doctree does
    not know. If it has no columns, it was rendered from the doctree, which knows the lines.
    """
    references = list(known)
    left: dict[tuple[str, ...], list[int]] = {}
    for at, reference in enumerate(references):
        left.setdefault(_key(reference), []).append(at)
    for reference in found:
        verbs = (reference.verb,) if reference.verb else ("", *schema.LINK)
        keys = (_key(reference._replace(verb=verb)) for verb in verbs)
        key = next((key for key in keys if left.get(key)), None)
        if key is None:
            references.append(reference)
            continue
        at = left[key].pop(0)
        if not references[at].column and not reference.verb:
            references[at] = references[at]._replace(path=reference.path, line=reference.line)
    return tuple(references)


def shared(page: PageEntry) -> PageEntry:
    """Return the entry with its strings shared among all pages, so that a pickle has each once.

    Usually, a typed link repeats the title or the name of an item.
    """
    items = tuple(ItemEntry(*map(_once, item)) for item in page.items)
    references = tuple(Reference(*map(_once, each)) for each in page.references)
    return page._replace(items=items, references=references)


def _once(value: Any) -> Any:
    return sys.intern(value) if type(value) is str else value


def _key(reference: Reference) -> tuple[str, ...]:
    """Return what a reference means, however it was written and whatever markup made of it.

    MyST knows a link to `#decision-x` as `decision-x`.
    """
    role, target = reference.role, " ".join(reference.target.split())
    if role == "link":
        file, _sign, anchor = unquote(target).partition("#")
        role, target = ("link", f"{posixpath.normpath(file)}#{anchor}") if file else ("ref", anchor)
    return role, target, reference.verb


class _Lines:
    """Finds the line of each reference in its paragraph; markup only knows the first line."""

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}
        self._numbers: dict[int, int] = {}

    def place(self, node: nodes.Element, env: BuildEnvironment) -> tuple[str, int]:
        """Return the file, relative to the sources, and the line of a reference."""
        block, path = node.parent, file_of(node, env)
        while not isinstance(block, nodes.TextElement) or not block.rawsource:
            if block.parent is None:
                return path, get_node_line(node) or 0
            block = block.parent
        if (row := row_of_markdown(block)) is not None:
            return path, self._row_line(row)
        line = _first_line(block, node, is_rst=not is_markdown_file(path))
        start = self._seen.get(id(block), 0)
        at = block.rawsource.find(node.rawsource, start) if node.rawsource else -1
        if at >= 0:
            self._seen[id(block)] = at + 1
            line += block.rawsource.count("\n", 0, at)
        return path, line

    def _row_line(self, row: nodes.row) -> int:
        """Return the line of a row of a Markdown table."""
        first: int = block_of(row).line or 0
        if isinstance(row.parent, nodes.thead):
            return first
        if id(row) not in self._numbers:
            self._numbers |= {id(each): number for number, each in enumerate(row.parent)}
        return first + ABOVE_ROWS + self._numbers[id(row)]


def _first_line(block: nodes.Element, node: nodes.Element, *, is_rst: bool) -> int:
    """Return the line at which the block around a reference begins.

    docutils often gives a title the line below, such as that of the underline. The roles in it have
    their own line, or the one below if they are from MyST, in a directive.
    """
    if not isinstance(block, _TITLES):
        return get_node_line(block) or get_node_line(node) or 0
    own = None if block.get("translated") else node.line
    known = [line for line in (block.line, own) if line] or [get_node_line(block)]
    is_heading = isinstance(block, nodes.title) and isinstance(block.parent, nodes.section)
    return min(known) - (is_rst and is_heading and len({*known}) == 1)
