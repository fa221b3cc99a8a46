"""References to specs and items: noted when a page is read, made into links when it is written."""

from __future__ import annotations

import os
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri
from sphinx.locale import _
from sphinx.roles import XRefRole
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import get_node_line, make_refnode

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.links import ROLES, Reference, Target

from .typed_links import VERB

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from .domain import SpecDomain
    from .lookup import Lookup


#: A fragment that can only mean an item.
_ANCHOR = re.compile(rf"(?:[^\s.]+\.)?(?:{'|'.join(map(re.escape, schema.KIND))})-.+")

#: A link to the canonical file of a spec, or to an item in it.
_EXPORTED = re.compile(
    rf"(?:[^#]*/)?{re.escape(schema.FILE_PREFIX)}([^/#]+)\.md(?:#(?P<anchor>.+))?"
)


def roles() -> dict[str, XRefRole]:
    """The roles of the domain; what they fail to find is reported by us, never by Sphinx."""
    return {role: XRefRole(innernodeclass=nodes.inline) for role in sorted(ROLES)}


def is_anchor(target: str) -> bool:
    """Whether a fragment can only mean an item: its anchor or its id."""
    return bool(_ANCHOR.fullmatch(target))


def _exported(target: str) -> re.Match[str] | None:
    """The slug and the anchor of a link to a spec's canonical file."""
    return _EXPORTED.fullmatch(unquote(target))


def kind_label(target: Target) -> str:
    """What kind of thing a target is, for a reader."""
    return _(schema.KIND[target.kind].label) if target.kind else _("Spec")


def hover(target: Target, lookup: Lookup) -> str:
    """What a link says of its target when the pointer is over it."""
    if not target.kind:
        return f"{kind_label(target)}: {target.title}"
    spec = lookup.pages[lookup.docname(target)].title
    return f"{kind_label(target)}: {target.title} ({spec})"


def link(
    builder: Builder,
    fromdocname: str,
    lookup: Lookup,
    target: Target,
    node: nodes.Element,
    content: nodes.Element,
) -> nodes.Element:
    """The link to a target, saying its title if the author gave no other.

    It is the bare content for builders without links.
    """
    if not node.get("refexplicit"):
        attributes: dict[str, Any] = {"classes": content["classes"]}
        content = nodes.inline("", target.title, **attributes)
    docname, title = lookup.docname(target), node.get("reftitle") or hover(target, lookup)
    try:
        if builder.name == "singlehtml" and target.kind:
            made = nodes.reference("", "", content, internal=True, reftitle=title)
            made["refuri"] = f"#{target.id}"
            return made
        return make_refnode(builder, fromdocname, docname, target.anchor, content, title)
    except NoUri:
        return content


def _on_any_page(node: nodes.reference) -> re.Match[str] | None:
    """The slug and the anchor of a plain link to a spec's canonical file, as RST pages have it."""
    uri = str(node.get("refuri", ""))
    return None if "://" in uri else _exported(uri)


def note(document: nodes.document, domain: SpecDomain, docname: str) -> None:
    """Note everything on a page that points, or may point, at specs and items."""
    own: list[Reference] = []
    loose: list[str] = []
    lines = _Lines(document)
    for node in document.findall(addnodes.pending_xref):
        target = node["reftarget"]
        match node.get("refdomain"), node["reftype"]:
            case "spec", role if role in ROLES:
                verb = node.get(VERB, "")
                own.append(Reference(role, target, verb, "", *lines.place(node, domain.env)))
            case "doc", "myst" if is_anchor(node.get("reftargetid") or ""):
                here = posixpath.dirname(domain.path(docname))
                file = posixpath.relpath(_path(target, domain), here or ".")
                url = f"{file}#{node['reftargetid']}"
                own.append(Reference("link", url, "", "", *lines.place(node, domain.env)))
            case _, "myst" if (named := _exported(target)) and is_anchor(named["anchor"] or ""):
                own.append(Reference("link", target, "", "", *lines.place(node, domain.env)))
            case _, "myst" if is_anchor(target) and not node.get("reflocalid"):
                own.append(Reference("ref", target, "", "", *lines.place(node, domain.env)))
            case _, "any":
                loose.append(target)
    for link in document.findall(nodes.reference):
        named = _on_any_page(link)
        if named and is_anchor(named["anchor"] or ""):
            own.append(Reference("link", link["refuri"], "", "", *lines.place(link, domain.env)))
    domain.note_references(docname, own, loose)


def _path(target: str, domain: SpecDomain) -> str:
    """The file that MyST means by a document's name, relative to the sources.

    What stands outside of them is no document, but its name is told like one.
    """
    if target in domain.env.found_docs:
        return domain.path(target)
    return os.path.relpath(f"{target}.md", domain.env.srcdir).replace(os.sep, "/")


def missing_from(known: Iterable[Reference], found: Iterable[Reference]) -> Iterator[Reference]:
    """The references found in a doctree that are not among those known from the spec's text.

    The known ones have exact columns.
    """
    left = Counter(map(_key, known))
    for reference in found:
        key = _key(reference)
        if left[key]:
            left[key] -= 1
        else:
            yield reference


def _key(reference: Reference) -> tuple[str, ...]:
    """What a reference says, however it was written and whatever markup made of it.

    MyST knows a link to `#decision-x` as `decision-x`.
    """
    role, target = reference.role, " ".join(reference.target.split())
    if role == "link":
        file, _sign, anchor = unquote(target).partition("#")
        role, target = ("link", f"{posixpath.normpath(file)}#{anchor}") if file else ("ref", anchor)
    return role, target, reference.verb


class _Lines:
    """On which line of its paragraph each reference stands; markup only knows the first."""

    def __init__(self, document: nodes.document) -> None:
        self._source = document["source"]
        self._seen: dict[int, int] = {}

    def place(self, node: nodes.Element, env: BuildEnvironment) -> tuple[str, int]:
        """The file, relative to the sources, and the line."""
        block = node.parent
        while not isinstance(block, nodes.TextElement) or not block.rawsource:
            if block.parent is None:
                return self._path(node, env), get_node_line(node) or 0
            block = block.parent
        line = get_node_line(block) or get_node_line(node) or 0
        start = self._seen.get(id(block), 0)
        at = block.rawsource.find(node.rawsource, start) if node.rawsource else -1
        if at >= 0:
            self._seen[id(block)] = at + 1
            line += block.rawsource.count("\n", 0, at)
        return self._path(node, env), line

    def _path(self, node: nodes.Element, env: BuildEnvironment) -> str:
        element: nodes.Node | None = node
        while element is not None and not element.source:
            element = element.parent
        source = str(element.source) if element is not None else self._source
        # A snippet says `file.py:docstring of name`.
        return os.path.relpath(source, env.srcdir).replace(os.sep, "/")


class MystLinks(SphinxPostTransform):
    """Hands Markdown links to items over to our domain, before MyST looks for headings."""

    default_priority = 8

    def run(self, **_kwargs: Any) -> None:
        """Replace the links we know."""
        domain: SpecDomain = self.env.domains["spec"]  # type: ignore[assignment]
        for node in list(self.document.findall(addnodes.pending_xref)):
            if node["reftype"] != "myst":
                continue
            if node.get("refdomain") == "doc":
                docname, anchor = node["reftarget"], node.get("reftargetid") or ""
                if docname not in self.env.found_docs:
                    docname = domain.lookup.document(_path(docname, domain)) or docname
                    node["reftarget"] = docname
                if domain.lookup.anchored(docname, anchor):
                    node["refdomain"], node["reftype"] = "spec", "ref"
                    node["spec_docname"], node["reftarget"] = docname, anchor
            elif exported := _exported(node["reftarget"]):
                # The file that the spec is exported as: its page may be written on any surface.
                role = "ref" if exported["anchor"] else "spec"
                target = ".".join(filter(None, exported.groups()))
                if domain.lookup.find(role, target, node["refdoc"]).targets:
                    node["refdomain"], node["reftype"], node["reftarget"] = "spec", role, target
                elif is_anchor(exported["anchor"] or ""):
                    # We say that it is unknown.
                    node.replace_self(node[0].deepcopy())
            elif is_anchor(node["reftarget"]) and not node.get("reflocalid"):
                answer = domain.lookup.find("ref", node["reftarget"], node["refdoc"])
                if answer.targets and domain.lookup.only(answer) is None:
                    # We say that it is ambiguous; MyST would say that it is missing.
                    node.replace_self(node[0].deepcopy())


class LinksToFiles(SphinxPostTransform):
    """Makes plain links to the canonical file of a spec lead to its page."""

    default_priority = 8

    def run(self, **_kwargs: Any) -> None:
        """Hand the links we know over to our domain."""
        domain: SpecDomain = self.env.domains["spec"]  # type: ignore[assignment]
        for node in list(self.document.findall(nodes.reference)):
            named = _on_any_page(node)
            if named is None:
                continue
            role = "ref" if named["anchor"] else "spec"
            target = ".".join(filter(None, named.groups()))
            if domain.lookup.only(domain.lookup.index.find(role, target)):
                content = nodes.inline("", "", *node.children, classes=["xref", "spec"])
                node.replace_self(
                    addnodes.pending_xref(
                        "",
                        content,
                        refdomain="spec",
                        reftype=role,
                        reftarget=target,
                        refexplicit=True,
                        refdoc=self.env.docname,
                        refwarn=False,
                    )
                )
