"""Cross references that only the whole project can resolve: MyST roles, and what they came from."""

from __future__ import annotations

import posixpath
import re

from docutils import nodes

from sphinxcontrib_spec.markup.pieces import Piece, fence, markup

from .context import Attributes, RenderContext

#: Domains that show the last part of a target alone if a tilde stands before it.
_DOTTED = ("py", "js")

#: A target of a Markdown link that is no file: MyST drops the number sign.
_ANCHOR = re.compile(r"[\w-]+")

#: Our own role for the number of a caption.
NUMBER = "spec-number"

#: What Sphinx numbers.
_NUMBERED = {nodes.figure: "figure", nodes.table: "table", nodes.container: "code-block"}

#: Roles of a domain that are called without it.
_SHORT = {"math:eq": "eq"}


def role(name: str, content: str) -> str:
    """A role in MyST's syntax; its content is one line."""
    ticks = fence(content)
    pad = " " if content.startswith("`") or content.endswith("`") else ""
    return f"{{{name}}}{ticks}{pad}{content}{pad}{ticks}"


def xref(node: nodes.Element, context: RenderContext) -> str:
    """The role that stands for a reference; its attributes are noted under this very text.

    References that read alike and mean different things, as one method's name below two classes
    does, are told apart by the spaces before the target.
    """
    title = " ".join(node.astext().split())
    attributes: Attributes = {
        key: value for key, value in node.attributes.items() if isinstance(value, str | bool | None)
    }
    attributes["title"] = title
    attributes["code"] = any(True for _ in node.findall(nodes.literal))
    name, target = _name(node), str(node.get("reftarget"))
    said = role(name, _content(node, title, target))
    spaces = 0
    while context.xrefs.setdefault(said, attributes) != attributes:
        spaces += 1
        said = role(name, f"{title}{' ' * spaces}<{target}>")
    return said


def number(node: nodes.Element, context: RenderContext) -> list[Piece]:
    """The role that stands for the number of a figure, table or code before its caption.

    Only the whole project knows it; where there is none, the role stands for nothing.
    """
    kind = next(kind for cls, kind in _NUMBERED.items() if isinstance(node, cls))
    if not (context.numbers and node["ids"]):
        return []
    attributes: Attributes = {"reftype": NUMBER, "kind": kind, "id": node["ids"][0]}
    said = role(NUMBER, node["ids"][0])
    context.xrefs[said] = attributes
    return [markup(said)]


def is_link(node: nodes.Element) -> bool:
    """Whether the reference was a Markdown link, of which MyST makes references too."""
    return bool(node.get("reftype") == "myst")


def url(node: nodes.Element) -> str:
    """Where such a link led: relative to its document, as it was written."""
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
    """The target as it was written, or an explicit title and the target."""
    if not node.get("refexplicit"):
        shown = title.removesuffix("()")
        if shown.lower() == target.lower():
            return target
        if node.get("refdomain") in _DOTTED and target.endswith(f".{shown}"):
            return f"~{target}"
    return f"{title} <{target}>" if title else target
