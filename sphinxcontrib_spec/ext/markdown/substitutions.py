"""Finds the content of substitutions while a page is recognised, before docutils inserts it."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes
from sphinx.locale import _
from sphinx.util.i18n import format_date

#: The substitutions that Sphinx has for every project.
_OF_PROJECT = ("version", "release")


def content(node: nodes.Element) -> Sequence[nodes.Node] | None:
    """Return the content of the substitution that a node names; None if there is none."""
    name, document = node.get("refname", ""), node.document
    if document is None:
        return None
    defined = document.substitution_defs
    if name not in defined:
        if (known := _known(name, document)) is not None:
            return [nodes.Text(known)]
        name = document.substitution_names.get(name.lower(), name.lower())
    return defined[name].children if name in defined else None


def _known(name: str, document: nodes.document) -> str | None:
    """Return what Sphinx inserts, even if the page defines the name in another case."""
    env = getattr(document.settings, "env", None)
    if env is None:
        return None
    config = env.config
    if name in _OF_PROJECT:
        return str(config[name])
    if name != "today":
        return None
    form = config.today_fmt or _("%b %d, %Y")
    return str(config.today or format_date(form, language=config.language))
