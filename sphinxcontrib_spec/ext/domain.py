"""The `spec` domain: where specs and items are, and how to point at them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.domains import Domain, Index, ObjType
from sphinx.locale import _
from sphinx.roles import XRefRole
from sphinx.util.typing import RoleFunction

from sphinxcontrib_spec import links, schema
from sphinxcontrib_spec.config import Config
from sphinxcontrib_spec.links import PageEntry, Reference
from sphinxcontrib_spec.model import Spec
from sphinxcontrib_spec.source import Span

from . import keeping, kept, noted, options, references, rule_links, typed_links
from .entries import Entries
from .index_page import SpecIndex
from .lookup import Lookup
from .settled import HangsOn, Settled
from .state import State

if TYPE_CHECKING:
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from .markdown import Saying
    from .shown import Pages
    from .spots import Spot
    from .told import Among, Found, Told


#: What a reference to any place on a page is called, which no role makes.
PLACE = "place"


#: What the domain keeps by document, and the options that the documents were read with.
_NOTED = (
    *("pages", "loose", "misplaced", "conditions", "excluded", "includes"),
    *("views", "rules", "rule_names"),
)
_BY_DOCUMENT = (*_NOTED, "states")
READ_WITH = "read_with"
#: What is another one when the project's table of contents is.
NAVIGATION = "navigation"

#: The name of the index page.
INDEX_PAGE = f"spec-{SpecIndex.name}"


class SpecDomain(Domain):
    """Specs and items by document, as flat tuples; everything else is derived from them."""

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
        **{key: {} for key in _BY_DOCUMENT},
        READ_WITH: (),
        NAVIGATION: "",
    }
    data_version = 6

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        self._entries = Entries(self.data["pages"])
        self._lookup: Lookup | None = None
        #: Whether all readers of this build see what is under a condition of `only`.
        self.seen: Callable[[str], bool | None] = lambda _condition: None
        #: What is told of each spec's page, and what besides; whether for that other extensions
        #: were asked, which may answer otherwise each time.
        self.told: dict[str, Told] = {}
        self.among: Among | None = None
        self.asks_others = False
        #: What this build has found and reported, and how much of it.
        self.found: tuple[Found, ...] = ()
        self.reported = 0
        #: What all documents say, once they are read.
        self.state = State("", "", "")
        #: What each page shows of others, what the exports hang on, and which are made already.
        self.shown: Pages | None = None
        self.hang_on: dict[str, HangsOn] = {}
        self.left = ""
        #: What documents gave to the table of contents before they were read again; None if there
        #: are too many of them.
        self.outlines: dict[str, tuple[Any, ...]] | None = {}
        #: Whether the index page makes its entries late, how many pages are made before it, what
        #: it is made of in this build, and the state that the last one left its file in.
        self.defers_index = False
        self.pages_made = 0
        self.index_made_of = ""
        self.index_left: list[Any] = []
        self.settled = Settled()

    # What is known of each document

    @property
    def pages(self) -> Entries:
        """The entry of each document that is a spec or refers to one."""
        return self._entries

    @property
    def loose(self) -> dict[str, tuple[str, ...]]:
        """The targets of each document's references that may mean anything (`any`)."""
        loose: dict[str, tuple[str, ...]] = self.data["loose"]
        return loose

    @property
    def misplaced(self) -> dict[str, tuple[tuple[str, str, int, bool], ...]]:
        """The directives on each document that give no items.

        Each has its file and line, and whether the page's markup reads it as a directive.
        """
        misplaced: dict[str, tuple[tuple[str, str, int, bool], ...]] = self.data["misplaced"]
        return misplaced

    @property
    def conditions(self) -> dict[str, tuple[tuple[str, bool | None], ...]]:
        """The conditions of `only` on each document that is a spec, and who saw what is there."""
        conditions: dict[str, tuple[tuple[str, bool | None], ...]] = self.data["conditions"]
        return conditions

    @property
    def excluded(self) -> dict[str, bool]:
        """The documents that are no specs for one reason: the option `exclude` names them."""
        excluded: dict[str, bool] = self.data["excluded"]
        return excluded

    @property
    def includes(self) -> dict[str, tuple[tuple[str, str, int, str, str], ...]]:
        """What each document includes: its path from the sources, and where it does so.

        Of a file that is not included as it should be, also why, and what helps.
        """
        includes: dict[str, tuple[tuple[str, str, int, str, str], ...]] = self.data["includes"]
        return includes

    def noted(self) -> list[dict[str, Any]]:
        """All that was noted when documents were read, each by document."""
        return [self.data[key] for key in _NOTED]

    @property
    def lookup(self) -> Lookup:
        """Where everything is; derived anew after any document was read or removed."""
        if self._lookup is None:
            self._lookup = Lookup(self.pages, {name: self.path(name) for name in self.includes})
        return self._lookup

    @cached_property
    def options(self) -> Config:
        """The options of the project."""
        return options.of(self.env.config)

    def is_spec(self, docname: str) -> bool:
        """Whether a document is a spec."""
        page = self.pages.get(docname)
        return bool(page and page.spec_slug)

    def specs(self) -> list[str]:
        """The documents that are specs, sorted."""
        return [docname for docname, page in sorted(self.pages.items()) if page.spec_slug]

    def path(self, docname: str) -> str:
        """A document's source file, relative to the sources."""
        return Path(self.env.doc2path(docname, base=False)).as_posix()

    def files(self, docname: str) -> frozenset[str]:
        """The files that a document shows, by their absolute names."""
        found = (path for path, *_, why, _help in self.includes.get(docname, ()) if not why)
        return frozenset(os.path.normpath(Path(self.env.srcdir, path)) for path in found)

    def source(self, docname: str) -> Path:
        """The file that a document's spec stands in."""
        return Path(os.path.normpath(Path(self.env.srcdir, self.pages[docname].path)))

    def kept_file(self, docname: str) -> Path:
        """The file that keeps what was read of a spec."""
        return kept.path(self.env, docname)

    # What the reading side tells

    def note_page(self, docname: str, spec: Spec, saying: Saying, spots: Iterable[Spot]) -> None:
        """Note that a document is a spec: check it, keep it, and remember where its items are.

        `saying` tells what was gathered while it was said in Markdown, `spots` what each line of
        its source belongs to.
        """
        entry = links.page_entry(spec, self.options.levels)
        self.pages[docname] = entry
        page = keeping.page(docname, spec, saying, spots, entry.ignores, self)
        kept.write(self.kept_file(docname), page)
        if saying.conditions:
            self.conditions[docname] = tuple(saying.conditions.items())
        self._lookup = None

    def note_misplaced(
        self, docname: str, directive: str, at: Span, *, is_read: bool = True
    ) -> None:
        """Note an item directive that gives no item on its page, and is in no spec's model as text.

        One that is not even read as a directive is text on the page, though an item to us.
        """
        found = (directive, at.path, at.line, is_read)
        self.misplaced[docname] = (*self.misplaced.get(docname, ()), found)

    def note_include(
        self, docname: str, path: str, at: Span, why: str = "", help_: str = ""
    ) -> None:
        """Note that a document includes a file, or `why` it does not as it should."""
        found = (path, at.path, at.line, why, help_)
        self.includes[docname] = (*self.includes.get(docname, ()), found)

    def note_references(
        self, docname: str, found: Sequence[Reference], loose: Sequence[str]
    ) -> None:
        """Note what a document's doctree points at, besides what its spec has told already."""
        page = self.pages.get(docname) or PageEntry(self.path(docname), "", "", 0)
        if found or docname in self.pages:
            references = noted.merged(page.references, found)
            self.pages[docname] = noted.shared(page._replace(references=references))
        if loose:
            self.loose[docname] = tuple(loose)
        self._lookup = None

    def let_go(self) -> None:
        """Give up what is derived of all that, and can be again."""
        self._lookup = None
        self._entries.let_go()

    # What Sphinx asks; a builder without links gets the bare content

    def clear_doc(self, docname: str) -> None:
        """Forget a document."""
        page = self.pages.get(docname)
        for key in _BY_DOCUMENT:
            self.data[key].pop(docname, None)
        if page and page.spec_slug:
            kept.remove(self.kept_file(docname))
        self._lookup = None

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process read."""
        for key in _BY_DOCUMENT:
            theirs = otherdata[key]
            self.data[key].update({name: theirs[name] for name in docnames if name in theirs})
        self._lookup = None

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """All specs and items, for the search and for other projects."""
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
        """The link of one of our roles, or None if it does not lead to just one thing."""
        if typ == rule_links.ROLE:
            return rule_links.link(builder, fromdocname, self, target, contnode)
        if typ == PLACE:
            return references.link_to_place(builder, fromdocname, self.lookup, node, contnode)
        if "spec_docname" in node:
            found = self.lookup.anchored(node["spec_docname"], target)
        else:
            reference = Reference(typ, target, node.get(typed_links.VERB, ""))
            answer = self.lookup.resolve(reference, node.get("refdoc", fromdocname))
            found = answer.only
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
        """The links that a reference of no domain may mean; a MyST fragment means an anchor."""
        code = rule_links.code_of(target)
        if rule := rule_links.link(builder, fromdocname, self, code, contnode):
            return [(f"spec:{rule_links.ROLE}", rule)]
        if node["reftype"] == "myst" and not references.is_anchor(target):
            return []
        answer = self.lookup.find("ref", target, node.get("refdoc", fromdocname))
        only = answer.only
        return [
            (
                f"spec:{found.kind or 'spec'}",
                references.link(builder, fromdocname, self.lookup, found, node, contnode),
            )
            for found in ((only,) if only else answer.targets)
        ]


def of(env: BuildEnvironment) -> SpecDomain:
    """Our domain in this environment."""
    domain = env.domains[SpecDomain.name]
    assert isinstance(domain, SpecDomain)
    return domain


def note_references(app: Sphinx, document: nodes.document) -> None:
    """Note what a document points at, once it is read."""
    noted.note(document, of(app.env), app.env.docname)


def let_go(app: Sphinx, _error: Exception | None) -> None:
    """Give up what was derived in a build: a process that ends looks at all that is left."""
    of(app.env).let_go()


def is_reported_by_us(_app: Sphinx, domain: Domain | None, _node: nodes.Element) -> bool | None:
    """Keep Sphinx from saying, once, what we say on every build."""
    return isinstance(domain, SpecDomain) or None


def setup(app: Sphinx) -> None:
    """Register the domain, and note what every document points at."""
    app.add_domain(SpecDomain)
    app.add_post_transform(references.MystLinks)
    app.add_post_transform(references.LinksToFiles)
    app.connect("doctree-read", note_references)
    app.connect("build-finished", let_go, priority=999)
    app.connect("warn-missing-reference", is_reported_by_us)
