"""References to specs and items, made into links when a page is written."""

from __future__ import annotations

import os
import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri
from sphinx.locale import _
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.links import ROLES, Reference, Target

from . import rule_links
from .doctree import file_of

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from .domain import SpecDomain
    from .environment.lookup import Lookup


#: A fragment that can only mean an item.
_ANCHOR = re.compile(rf"(?:[^\s.]+\.)?(?:{'|'.join(map(re.escape, schema.KIND))})-.+")

#: A link to the canonical file of a spec, or to an item in it.
_EXPORTED = re.compile(
    rf"(?:[^#]*/)?{re.escape(schema.FILE_PREFIX)}([^/#]+)\.md(?:#(?P<anchor>.+))?"
)


def roles() -> dict[str, XRefRole]:
    """Return the roles of the domain; we report what they do not find, Sphinx never does."""
    return {role: XRefRole(innernodeclass=nodes.inline) for role in sorted(ROLES)}


def is_anchor(target: str) -> bool:
    """Return whether a fragment can only mean an item: its anchor or its id."""
    return bool(_ANCHOR.fullmatch(target))


def exported(target: str) -> re.Match[str] | None:
    """Match a link to a spec's canonical file, with groups for the slug and the anchor."""
    return _EXPORTED.fullmatch(unquote(target))


def kind_label(target: Target) -> str:
    """Return the name of a target's kind, for readers."""
    return _(schema.KIND[target.kind].label) if target.kind else _("Spec")


def kind_labels() -> list[str]:
    """Return the names of all kinds of targets."""
    return [str(_(label)) for label in ("Spec", *(kind.label for kind in schema.KINDS))]


def hover(target: Target, lookup: Lookup) -> str:
    """Return the tooltip of a link to a target."""
    tooltip = f"{kind_label(target)}: {lookup.shown(target)}"
    return f"{tooltip} ({lookup.shown_spec(lookup.docname(target))})" if target.kind else tooltip


def link(
    builder: Builder,
    fromdocname: str,
    lookup: Lookup,
    target: Target,
    node: nodes.Element,
    content: nodes.Element,
) -> nodes.Element:
    """Return the link to a target, which shows its title if the author gave no other text.

    For builders without links, return the bare content.
    """
    if not node.get("refexplicit"):
        attributes: dict[str, Any] = {"classes": content["classes"]}
        # An export links to a file, where the title is as it was written.
        words = target.title if builder.name == "spec" else lookup.shown(target)
        content = nodes.inline("", words, **attributes)
    docname, title = lookup.docname(target), node.get("reftitle") or hover(target, lookup)
    try:
        if builder.name == "singlehtml" and target.kind:
            made = nodes.reference("", "", content, internal=True, reftitle=title)
            made["refuri"] = f"#{target.id}"
            return made
        return make_refnode(builder, fromdocname, docname, target.anchor, content, title)
    except NoUri:
        return content


def link_to_place(
    builder: Builder, fromdocname: str, lookup: Lookup, node: nodes.Element, content: nodes.Element
) -> nodes.Element:
    """Return the link to an anchor on a page, or to the page itself."""
    docname, anchor = node["spec_docname"], node["reftarget"]
    if target := lookup.anchored(docname, anchor):
        return link(builder, fromdocname, lookup, target, node, content)
    if builder.name == "singlehtml":
        anchor = ""  # there, sections of several pages share an anchor
    try:
        return make_refnode(builder, fromdocname, docname, anchor, content, node["reftitle"])
    except NoUri:
        return content


def linked_export(node: nodes.reference) -> re.Match[str] | None:
    """Match a plain link to a spec's canonical file, as RST pages have it, by slug and anchor."""
    uri = str(node.get("refuri", ""))
    return None if "://" in uri else exported(uri)


def is_found_elsewhere(reference: Reference, docname: str, env: BuildEnvironment) -> bool:
    """Return whether another extension knows the target, such as intersphinx an item elsewhere."""
    content = nodes.inline()
    node = addnodes.pending_xref(
        "",
        content,
        refdomain="spec",
        reftype=reference.role,
        reftarget=reference.target,
        refexplicit=True,
        refdoc=docname,
    )
    try:
        found = env.events.emit_firstresult(
            "missing-reference", env, node, content, allowed_exceptions=(NoUri,)
        )
    except NoUri:
        return True
    return found is not None


def path_of(target: str, domain: SpecDomain) -> str:
    """Return the file that MyST means by a document's name, relative to the sources.

    A file outside the sources is not a document, but MyST names it like one.
    """
    if target in domain.env.found_docs:
        return domain.path(target)
    path = Path(domain.env.srcdir, f"{target}.md")
    return os.path.relpath(path, domain.env.srcdir).replace(os.sep, "/")


def named_document(link: str, docname: str, env: BuildEnvironment) -> str | None:
    """Return the docname of the file that a link on a page leads to, or None if there is none."""
    path, _sign, _anchor = link.partition("#")
    return env.path2doc(env.relfn2path(unquote(path), docname)[1])


def hand_over(node: addnodes.pending_xref, domain: SpecDomain) -> None:
    """Hand a Markdown link to an item over to our domain, before MyST looks for headings."""
    if node["reftype"] != "myst":
        return
    _come_or_gone(node, domain)
    if node.get("refdomain") == "doc":
        docname, anchor = node["reftarget"], node.get("reftargetid") or ""
        if domain.lookup.anchored(docname, anchor):
            node["refdomain"], node["reftype"] = "spec", "ref"
            node["spec_docname"], node["reftarget"] = docname, anchor
        elif (code := rule_links.code_of(anchor)) and rule_links.home(domain, code):
            node["refdomain"], node["reftype"] = "spec", rule_links.ROLE
            node["reftarget"] = code
        elif is_anchor(anchor) and domain.lookup.home(docname) and not _is_place(node, domain.env):
            node["reftargetid"] = None  # We report that it is unknown; the page exists.
    elif named := exported(node["reftarget"]):
        # A link to the file that the spec is exported as: its page may have any markup.
        role, target = _spec_or_item(named)
        if domain.lookup.find(role, target, node["refdoc"]).targets:
            node["refdomain"], node["reftype"], node["reftarget"] = "spec", role, target
        elif is_anchor(named["anchor"] or ""):
            # We report that it is unknown.
            node.replace_self(node[0].deepcopy())
    elif is_anchor(node["reftarget"]) and not node.get("reflocalid"):
        file = file_of(node, domain.env)
        answer = domain.lookup.find("ref", node["reftarget"], node["refdoc"], file)
        if answer.only is None and (answer.targets or _is_lost(node, domain.env)):
            # We report that it is ambiguous or unknown; MyST would report it as missing.
            node.replace_self(node[0].deepcopy())


def _come_or_gone(node: addnodes.pending_xref, domain: SpecDomain) -> None:
    """Update a link to a spec's file that may have come or gone, as MyST would read it now."""
    target, env = node["reftarget"], domain.env
    if node.get("refdomain") != "doc":
        named = exported(target)
        if named and (docname := named_document(target, node["refdoc"], env)) in env.found_docs:
            node["refdomain"], node["reftarget"] = "doc", docname
            node["reftargetid"] = named["anchor"]
    elif target not in env.found_docs:
        path = path_of(target, domain)
        if docname := domain.lookup.document(path):
            node["reftarget"] = docname
        elif exported(path):
            anchor = node.get("reftargetid")
            path = posixpath.relpath(path, posixpath.dirname(node["refdoc"]) or ".")
            node["refdomain"], node["reftarget"] = None, f"{path}#{anchor}" if anchor else path


def lead_to_page(node: nodes.reference, domain: SpecDomain) -> None:
    """Make a plain link lead to a spec's page, if it leads to the spec's canonical file."""
    named = linked_export(node)
    if named is None:
        return
    role, target = _spec_or_item(named)
    if domain.lookup.index.find(role, target).only:
        content = nodes.inline("", "", *node.children, classes=["xref", "spec"])
        node.replace_self(
            addnodes.pending_xref(
                "",
                content,
                refdomain="spec",
                reftype=role,
                reftarget=target,
                refexplicit=True,
                refdoc=domain.env.docname,
                refwarn=False,
            )
        )


def _spec_or_item(named: re.Match[str]) -> tuple[str, str]:
    """Return the role and the target that a link to a spec's canonical file stands for."""
    return "ref" if named["anchor"] else "spec", ".".join(filter(None, named.groups()))


def _is_place(node: addnodes.pending_xref, env: BuildEnvironment) -> bool:
    """Return whether MyST knows the target of a link on another page: a heading or a label."""
    docname, anchor = node["reftarget"], node["reftargetid"]
    slugs = env.metadata[docname].get("myst_slugs", {})
    label = env.domains.standard_domain.anonlabels.get(anchor, ("",))
    return label[0] == docname or any(anchor in (name, slug[1]) for name, slug in slugs.items())


def _is_lost(node: addnodes.pending_xref, env: BuildEnvironment) -> bool:
    """Return whether nothing else has the name that a link uses, here or in another project."""
    target = node["reftarget"]
    if target in env.domains.standard_domain.anonlabels or target in env.found_docs:
        return False
    return not is_found_elsewhere(Reference("ref", target), node["refdoc"], env)
