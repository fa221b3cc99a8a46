"""Recognises a page as a spec, and gives its items their ids, before it is translated."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from sphinxcontrib_spec import names, schema
from sphinxcontrib_spec.markup.front_matter import IS_SPEC, NO, YES
from sphinxcontrib_spec.model import Spec

from .. import domain as domains
from .. import options
from ..directives import includes
from ..directives.items import ITEM_CLASS, ITEMS_CLASS
from ..doctree import ITEM, Named, block_of, elements, is_markdown, title_section
from . import comments, markdown_page, row_lines
from .gather import gather
from .outline import Outline, outline

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_KEY = "spec_recognised"
_FILES = f"{schema.FILE_PREFIX}*.md"


@dataclass(frozen=True)
class Recognised:
    """A spec's page while it is read: `found` is the model of Markdown, else the outline.

    `source` is the file that contains the spec.
    """

    items: list[Named]
    found: Spec | Outline
    source: str


def recognised(env: BuildEnvironment) -> Recognised | None:
    """Return what was recognised of the document that is being read, if it is a spec."""
    found = env.temp_data.get(_KEY)
    return found if isinstance(found, Recognised) else None


class Recognise(SphinxTransform):
    """Gives the items of a spec's page their ids, which are the same in every language."""

    # Before `PreserveTranslatableMessages` (10) and `Locale` (20).
    default_priority = 9

    def apply(self, **_kwargs: Any) -> None:
        """Recognise the page."""
        comments.note_places(self.document, self.env)
        gather(self.document, self.env)
        document, env = self.document, self.env
        files = domains.of(env).files(env.docname)
        file = includes.spec_of(document, env) if files and not NO & _metadata(document) else ""
        if not (file or is_spec(document, env)):
            return
        source = file or document["source"]
        if file or (is_markdown(env) and not files):
            spec = markdown_page.read(source, env)
            found = Recognised(markdown_page.items(spec, document, source), spec, source)
            markdown_page.show_header(spec, title_section(document, file))
        else:
            row_lines.set_own(document)
            page = outline(document, env)
            found = Recognised(page.items, page, source)
        for item in found.items:
            _identify(item, self.document)
        self.env.temp_data[_KEY] = found


def is_spec(document: nodes.document, env: BuildEnvironment) -> bool:
    """Return whether title, file name or metadata make a page a spec, and nothing denies that."""
    page = title_section(document)
    if page is not None and page.source in domains.of(env).files(env.docname):
        page = None  # whether that file is a spec was determined before
    title = elements(page)[0].astext() if page else ""
    name, metadata = PurePath(env.doc2path(env.docname)), _metadata(document)
    named = names.has_prefix(title) or name.match(_FILES)
    if NO & metadata or not (named or YES & metadata):
        return False
    if options.excludes(env, env.docname):
        domains.of(env).known.excluded[env.docname] = True
        return False
    return True


def _metadata(document: nodes.document) -> set[str]:
    """Return what the page's metadata say about whether it is a spec."""
    page = title_section(document)
    lists = [node for node in (*document, *(page or ())) if isinstance(node, nodes.field_list)]
    fields = [elements(field) for fields in lists for field in elements(fields)]
    return {body.astext().strip().lower() for name, body in fields if name.astext() == IS_SPEC}


def _identify(item: Named, document: nodes.document) -> None:
    """Give a row or list item its anchor, and take it from any other node."""
    node, anchor = item.node, item.anchor
    other = document.ids.pop(anchor, None)
    if other is not None:
        other["ids"].remove(anchor)
    document.ids[anchor] = node
    node["ids"].append(anchor)
    node["classes"] += [ITEM_CLASS, f"spec-{item.item.kind.name}"]
    node[ITEM] = anchor
    if isinstance(node, nodes.row):
        table = block_of(node)
        if ITEMS_CLASS not in table["classes"]:
            table["classes"].append(ITEMS_CLASS)
        # MyST makes a paragraph in an empty cell, docutils does not.
        for cell in elements(node):
            if not len(cell):
                cell.append(nodes.paragraph())
    if other is not None:
        another = document.set_id(other)
        for name in document.nameids.keys() & set(other["names"]):
            document.nameids[name] = another


def setup(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(Recognise)
