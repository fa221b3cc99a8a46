"""The `spec` domain: knows where specs and items are, and resolves references to them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.domains import Domain, Index, ObjType
from sphinx.locale import _
from sphinx.roles import XRefRole
from sphinx.util.typing import RoleFunction

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.config import Config
from sphinxcontrib_spec.links import PageEntry, Reference
from sphinxcontrib_spec.model import Spec

from . import options, references, rule_links
from .directives import typed_links
from .doctree import file_of
from .environment import outgoing, page_file
from .environment.domain_data import BY_DOCUMENT, Known
from .environment.lookup import Lookup
from .incremental.build import Build
from .writing.index_page import SpecIndex

if TYPE_CHECKING:
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from .environment.outgoing import Outgoing
    from .environment.spots import Spot
    from .markdown import RenderContext


#: The type of a reference to any place on a page; no role creates it.
PLACE = "place"

#: The key of the options that the documents were read with.
READ_WITH = "read_with"
#: The key of a digest that changes with the project's table of contents.
NAVIGATION = "navigation"

#: The name of the index page.
INDEX_PAGE = f"spec-{SpecIndex.name}"


class SpecDomain(Domain):
    """Holds specs and items by document as flat tuples, from which everything else is derived."""

    name = "spec"
    label = "Spec"
    object_types: ClassVar[dict[str, ObjType]] = {
        "spec": ObjType(_("spec"), "spec", "ref"),
        **{kind.name: ObjType(_(kind.label), kind.name, "ref") for kind in schema.KINDS},
        rule_links.ROLE: ObjType(_("rule"), rule_links.ROLE),
    }
    roles: ClassVar[dict[str, RoleFunction | XRefRole]] = {
        **references.roles(),
        rule_links.ROLE: rule_links.RuleRole(),
    }
    indices: ClassVar[list[type[Index]]] = [SpecIndex]
    initial_data: ClassVar[dict[str, Any]] = {
        **{key: {} for key in BY_DOCUMENT},
        READ_WITH: (),
        NAVIGATION: "",
    }
    data_version = 10

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        #: What was noted of each document, and what else is known in this build.
        self.known = Known(self.data)
        self.pages = self.known.pages
        self.build = Build()
        self._lookup: Lookup | None = None

    # What is known of each document.

    @property
    def lookup(self) -> Lookup:
        """Where everything is; derived again after a document was read or removed."""
        if self._lookup is None:
            including = {name: self.path(name) for name in self.known.includes}
            self._lookup = Lookup(self.pages, including, self.env.srcdir, self.known.titles)
        return self._lookup

    @cached_property
    def options(self) -> Config:
        """The options of the project."""
        return options.of(self.env.config)

    def path(self, docname: str) -> str:
        """A document's source file, relative to the sources."""
        return Path(self.env.doc2path(docname, base=False)).as_posix()

    def files(self, docname: str) -> frozenset[str]:
        """Return the files that a document shows, as absolute paths."""
        found = self.known.included(docname)
        return frozenset(os.path.normpath(Path(self.env.srcdir, path)) for path in found)

    def parts(self, docname: str) -> frozenset[str]:
        """Return the files included in the page of a spec, without the file of the spec itself."""
        return self.known.included(docname) - {self.pages[docname].path}

    def source(self, docname: str) -> Path:
        """Return the file that contains the spec of a document."""
        return Path(os.path.normpath(Path(self.env.srcdir, self.pages[docname].path)))

    def kept_file(self, docname: str) -> Path:
        """Return the file that keeps what was read of a spec."""
        return page_file.path(self.env, docname)

    # What the reading phase reports.

    def note_page(
        self,
        docname: str,
        spec: Spec,
        entry: PageEntry,
        context: RenderContext,
        spots: Iterable[Spot],
    ) -> None:
        """Note that a document is a spec: check it, keep it, and remember where its items are.

        `entry` is what other pages see of it, `context` holds what was gathered while the spec was
        rendered as Markdown, and `spots` say what each line of its source belongs to.
        """
        from .environment import kept_page  # and the rules, which only reading needs

        self.pages[docname] = entry
        page = kept_page.page(docname, spec, context, spots, entry.ignores, self)
        page_file.write(self.kept_file(docname), page)
        if context.conditions:
            self.known.conditions[docname] = tuple(context.conditions.items())
        self._lookup = None

    def note_references(self, docname: str, found: Outgoing) -> None:
        """Note what a document's doctree refers to, in addition to the references of its spec."""
        page = self.pages.get(docname) or PageEntry(self.path(docname), "", "", 0)
        if found.references or docname in self.pages:
            references = outgoing.merged(page.references, found.references)
            self.pages[docname] = outgoing.shared(page._replace(references=references))
        if found.loose:
            self.known.loose[docname] = tuple(found.loose)
        if found.linked:
            self.known.linked[docname] = tuple(found.linked)
        self._lookup = None

    def let_go(self) -> None:
        """Drop everything that is derived from the notes and can be derived again."""
        self._lookup = None
        self.pages.let_go()

    # The interface that Sphinx calls; builders without links get the bare content.

    def clear_doc(self, docname: str) -> None:
        """Forget a document."""
        if self.known.is_spec(docname):
            page_file.remove(self.kept_file(docname))
        self.known.forget(docname)
        self.build.forget(docname)
        self._lookup = None

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process has read."""
        for docname in docnames:
            self.known.take_over(docname, otherdata)
        self._lookup = None

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Yield all specs, items and described rules, for the search and for other projects."""
        yield from self.lookup.objects
        yield from rule_links.objects(self)

    def resolve_xref(  # type: ignore[override]
        self,
        env: BuildEnvironment,  # noqa: ARG002
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.Element | None:
        """Return the link of one of our roles, or None if it does not lead to just one target."""
        if typ == rule_links.ROLE:
            return rule_links.link(builder, fromdocname, self, target, contnode)
        if typ == PLACE:
            return references.link_to_place(builder, fromdocname, self.lookup, node, contnode)
        if "spec_docname" in node:
            found = self.lookup.anchored(node["spec_docname"], target)
        else:
            verb, file = node.get(typed_links.VERB, ""), file_of(node, self.env)
            reference = Reference(typ, target, verb, path=file)
            found = self.lookup.resolve(reference, node.get("refdoc", fromdocname)).only
        if found is None:
            return None
        return references.link(builder, fromdocname, self.lookup, found, node, contnode)

    def resolve_any_xref(  # type: ignore[override]
        self,
        env: BuildEnvironment,  # noqa: ARG002
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.Element]]:
        """Return the links that an `any` reference may mean; a MyST fragment means an anchor."""
        code = rule_links.code_of(target)
        if rule := rule_links.link(builder, fromdocname, self, code, contnode):
            return [(f"spec:{rule_links.ROLE}", rule)]
        if node["reftype"] == "myst" and not references.is_anchor(target):
            return []
        docname, file = node.get("refdoc", fromdocname), file_of(node, self.env)
        answer = self.lookup.find("ref", target, docname, file)
        return [
            (
                f"spec:{found.kind or 'spec'}",
                references.link(builder, fromdocname, self.lookup, found, node, contnode),
            )
            for found in ((answer.only,) if answer.only else answer.targets)
        ]


def of(env: BuildEnvironment) -> SpecDomain:
    """Our domain in this environment."""
    domain = env.domains[SpecDomain.name]
    assert isinstance(domain, SpecDomain)
    return domain


def note_references(app: Sphinx, document: nodes.document) -> None:
    """Note what a document refers to, once it is read."""
    outgoing.note(document, of(app.env), app.env.docname)


def let_go(app: Sphinx, _error: Exception | None) -> None:
    """Drop what was derived in a build: a process that ends has to go through everything left."""
    of(app.env).let_go()


def setup(app: Sphinx) -> None:
    """Register the domain, and note what every document points at."""
    app.add_domain(SpecDomain)
    app.connect("doctree-read", note_references)
    app.connect("build-finished", let_go, priority=999)
