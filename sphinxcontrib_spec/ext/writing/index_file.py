"""Leaves the file of the index page as it is while nothing that it shows has changed.

Sphinx writes all pages that it generates in each build. This one has a line for every item.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.jinja2glue import BuiltinTemplateLoader

from sphinxcontrib_spec import __version__

from .. import domain as domains
from ..environment import page_file
from ..incremental import navigation, state
from ..references import kind_labels

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

#: Outputs the text of a page that exists already.
_TEMPLATE = Path(__file__).with_name("templates") / "as-it-is.html"


def defer(app: Sphinx) -> None:
    """Have the entries made only if they are written, where pages are written as usual."""
    domains.of(app.env).build.defers_index = _is_usual(app.builder)


def as_it_is(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    _doctree: nodes.document | None,
) -> str | None:
    """Return the template that outputs the same page again, if nothing would differ."""
    domain = domains.of(app.env)
    if pagename != domains.INDEX_PAGE or not _is_usual(app.builder):
        return None
    made_of = _made_of(app, templatename, context)
    file = _file(app.builder)
    domain.build.index_made_of = made_of
    if made_of and domain.build.index_left == [made_of, *page_file.stamp(file)]:
        try:
            # Decoding it all at once takes a fifth of the time of reading it as text.
            text = file.read_bytes().decode(context["encoding"])
            context["spec_page_as_it_is"] = text.replace(os.linesep, "\n")
        except (OSError, ValueError):
            return None
        return str(_TEMPLATE)
    return None


def left(app: Sphinx) -> list[Any]:
    """Return what the file was made of when it was last written, and its state after that."""
    domain = domains.of(app.env)
    if not domain.build.index_made_of:
        return domain.build.index_left
    return [domain.build.index_made_of, *page_file.stamp(_file(app.builder))]


def _is_usual(builder: Builder) -> bool:
    """Return whether pages are written as Sphinx writes those of a web site."""
    return (
        isinstance(builder, StandaloneHTMLBuilder)
        and type(builder).handle_page is StandaloneHTMLBuilder.handle_page
    )


def _file(builder: Builder) -> Path:
    assert isinstance(builder, StandaloneHTMLBuilder)
    return Path(builder.get_outfilename(domains.INDEX_PAGE))


def _made_of(app: Sphinx, template: str, context: dict[str, Any]) -> str:
    """Return a digest of everything that the page is made of; empty if that is not known."""
    builder, domain = app.builder, domains.of(app.env)
    assert isinstance(builder, StandaloneHTMLBuilder)
    if not isinstance(builder.templates, BuiltinTemplateLoader):
        return ""
    try:
        # These also change with the content of the files.
        tags = [*map(context["css_tag"], context["css_files"])]
        tags += map(context["js_tag"], context["script_files"])
    except (KeyError, TypeError, AttributeError):
        return ""
    return state.digest(
        (
            *(__version__, domain.build.state.names, navigation.of(app.env), kind_labels()),
            *(template, builder.templates.newest_template_mtime(), tags),
            *((name, value) for name, value in sorted(context.items()) if _is_plain(value)),
        )
    )


def _is_plain(value: Any) -> bool:
    """Return whether a value is plain data, which is complete in itself."""
    if isinstance(value, list | tuple):
        return all(map(_is_plain, value))
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_plain(each) for key, each in value.items())
    return value is None or isinstance(value, str | int | float)


def setup(app: Sphinx) -> None:
    """Register the handlers, which look at the page once everything it is made of is known."""
    app.connect("builder-inited", defer)
    app.connect("html-page-context", as_it_is, priority=900)
