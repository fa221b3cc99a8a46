"""What a name between bars stands for while a page is recognised, before docutils puts it there."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes
from sphinx.locale import _
from sphinx.util.i18n import format_date

#: What Sphinx knows of every project.
_OF_PROJECT = ("version", "release")


def content(node: nodes.Element) -> Sequence[nodes.Node] | None:
    """What is said by the name of a substitution; None if nothing is."""
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
    """What Sphinx puts there, in whatever case the page defines such a name otherwise."""
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
