"""Renders cross references that only the whole project can resolve as MyST roles."""

from __future__ import annotations

import posixpath
import re

from docutils import nodes

from sphinxcontrib_spec.markup.pieces import Piece, fence, markup

from .context import Attributes, RenderContext

#: The domains that only show the last part of a target after a tilde.
_DOTTED = ("py", "js")

#: The target of a Markdown link that is no file: MyST drops the number sign.
_ANCHOR = re.compile(r"[\w-]+")

#: Our own role for the number of a caption.
NUMBER = "spec-number"

#: The nodes that Sphinx numbers.
_NUMBERED = {nodes.figure: "figure", nodes.table: "table", nodes.container: "code-block"}

#: Roles that are used without the name of their domain.
_SHORT = {"math:eq": "eq"}


def role(name: str, content: str) -> str:
    """Return a role in MyST's syntax; its content is one line."""
    ticks = fence(content)
    pad = " " if content.startswith("`") or content.endswith("`") else ""
    return f"{{{name}}}{ticks}{pad}{content}{pad}{ticks}"


def xref(node: nodes.Element, context: RenderContext) -> str:
    """Return the role that stands for a reference, and note its attributes under this very text.

    References that read alike but mean different things, such as methods of two classes with one
    name, differ in the number of spaces before the target.
    """
    title = " ".join(node.astext().split())
    attributes: Attributes = {
        key: value for key, value in node.attributes.items() if isinstance(value, str | bool | None)
    }
    attributes["title"] = title
    attributes["code"] = any(True for _ in node.findall(nodes.literal))
    name, target = _name(node), str(node.get("reftarget"))
    written = role(name, _content(node, title, target))
    spaces = 0
    while context.xrefs.setdefault(written, attributes) != attributes:
        spaces += 1
        written = role(name, f"{title}{' ' * spaces}<{target}>")
    return written


def number(node: nodes.Element, context: RenderContext) -> list[Piece]:
    """Return the role that stands for the number of a figure, table or code before its caption.

    Only the whole project knows the number; where there is none, the role stands for nothing.
    """
    kind = next(kind for cls, kind in _NUMBERED.items() if isinstance(node, cls))
    if not (context.numbers and node["ids"]):
        return []
    attributes: Attributes = {"reftype": NUMBER, "kind": kind, "id": node["ids"][0]}
    written = role(NUMBER, node["ids"][0])
    context.xrefs[written] = attributes
    return [markup(written)]


def is_link(node: nodes.Element) -> bool:
    """Return whether the reference was a Markdown link, which MyST makes a reference of too."""
    return bool(node.get("reftype") == "myst")


def url(node: nodes.Element) -> str:
    """Return the URL of such a link as it was written, relative to its document."""
    target = str(node.get("reftarget"))
    if node.get("refdomain") != "doc":
        return f"#{target}" if _ANCHOR.fullmatch(target) else target
    env = getattr(node.document and node.document.settings, "env", None)
    path = str(env.doc2path(target, base=False)) if env else f"{target}.md"
    here = posixpath.dirname(node.get("refdoc", ""))
    anchor = node.get("reftargetid")
    return posixpath.relpath(path, here or ".") + (f"#{anchor}" if anchor else "")


def _name(node: nodes.Element) -> str:
    domain, kind = node.get("refdomain"), node.get("reftype")
    name = f"{domain}:{kind}" if domain and domain != "std" else f"{kind}"
    if not node.get("intersphinx"):
        return _SHORT.get(name, name)
    inventory = node.get("inventory")
    return f"external+{inventory}:{name}" if inventory else f"external:{name}"


def _content(node: nodes.Element, title: str, target: str) -> str:
    """Return the target as it was written, or an explicit title and the target."""
    if not node.get("refexplicit"):
        shown = title.removesuffix("()")
        if shown.lower() == target.lower():
            return target
        if node.get("refdomain") in _DOTTED and target.endswith(f".{shown}"):
            return f"~{target}"
    return f"{title} <{target}>" if title else target
