"""The directive `spec-findings`: a table of the project's findings on a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.locale import _, __
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from sphinxcontrib_spec import config as core
from sphinxcontrib_spec import rules
from sphinxcontrib_spec.findings import SEVERITIES, Severity
from sphinxcontrib_spec.report import shown

from .. import domain as domains
from .. import rule_links
from ..doctree import relative
from ..nodes import spec_findings
from ..writing.tables import Cell, table

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..domain import SpecDomain
    from ..incremental.findings_file import Located

logger = logging.getLogger(__name__)

_SEPARATORS = re.compile(r"[\s,]+")

#: The relative widths of the columns, for writers that do not choose them.
_WIDTHS = (30, 20, 10, 40)


class View(NamedTuple):
    """Which findings a page shows, and where its directive is.

    `specs` are slugs of specs and globs of files relative to the sources, `rules` are selectors of
    rules; if there are none, all are shown. An empty severity stands for the least that the build
    warns about.
    """

    specs: tuple[str, ...]
    rules: tuple[str, ...]
    severity: str
    path: str
    line: int


class Row(NamedTuple):
    """A finding as it is shown, and what it links to.

    `page` is the title of the page that the finding belongs to, `anchor` and `where` are the place
    on that page, and `home` is the document that describes the rule, if there is one.
    """

    page: str
    code: str
    docname: str
    path: str
    line: int
    column: int
    message: str
    help: str
    severity: Severity
    anchor: str
    where: str
    home: str


class SpecFindings(SphinxDirective):
    """A table of findings: of all, of some specs, of some rules, or from a severity upwards."""

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {
        "specs": directives.unchanged_required,
        "rules": directives.unchanged_required,
        "severity": lambda word: directives.choice(word, SEVERITIES),
        "class": directives.class_option,
        "name": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return a placeholder: the findings are only known when all pages are read."""
        selectors = words(self.options.get("rules", ""))
        for selector in selectors:
            try:
                core.find_rules(selector)
            except core.ConfigError as error:
                raise self.error(str(error)) from error
        source, line = self.get_source_info()
        specs, severity = words(self.options.get("specs", "")), self.options.get("severity", "")
        view = View(specs, selectors, severity, relative(source, self.env), line)
        views = of(domains.of(self.env))
        views[self.env.docname] = (*views.get(self.env.docname, ()), view)
        node = spec_findings("", view=view, docname=self.env.docname)
        node["classes"] += self.options.get("class", [])
        self.set_source_info(node)
        self.add_name(node)
        self.state.document.set_id(node)  # writers of captions need an id
        if not self.arguments:
            return [node]
        caption, messages = self.parse_inline(self.arguments[0])
        node += nodes.title(self.arguments[0], "", *caption)
        self.set_source_info(node[0])
        return [node, *messages]


class ShowFindings(SphinxPostTransform):
    """Replaces each placeholder by its table."""

    # Before tables in cells become lists (5) and references are resolved (10).
    default_priority = 4

    def run(self, **_kwargs: Any) -> None:
        """Replace every placeholder, whichever document of the project it comes from."""
        domain = domains.of(self.env)
        if not of(domain):
            return
        for node in list(self.document.findall(spec_findings)):
            node.replace_self(_made(node, domain))


def of(domain: SpecDomain) -> dict[str, tuple[View, ...]]:
    """Return the views of each document that shows findings."""
    views: dict[str, tuple[View, ...]] = domain.data["views"]
    return views


def rows(domain: SpecDomain, view: View) -> list[Row]:
    """Return the findings that a view shows, sorted by page and by rule."""
    least = view.severity or ("info" if domain.options.show_info else "warning")
    wanted = SEVERITIES[: SEVERITIES.index(least) + 1]
    codes = {rule.code for name in view.rules for rule in core.find_rules(name)}
    return sorted(
        _row(each, domain)
        for each in domain.build.found
        if each.finding.severity in wanted
        and (not codes or each.finding.code in codes)
        and (not view.specs or any(_is_named(domain, each.docname, name) for name in view.specs))
    )


def warn_unknown(_app: Sphinx, env: BuildEnvironment) -> None:
    """Warn in every build about unknown specs in views: having no findings would look good."""
    domain = domains.of(env)
    for _docname, views in sorted(of(domain).items()):
        for view in views:
            for name in view.specs:
                if not any(_is_named(domain, docname, name) for docname in env.found_docs):
                    logger.warning(
                        __("spec-findings: no spec matches %r"),
                        name,
                        location=f"{Path(env.srcdir, view.path)}:{view.line}",
                        type="spec",
                        subtype="findings",
                    )


def words(text: str) -> tuple[str, ...]:
    """Split a list of words that are separated by commas or white space."""
    return tuple(filter(None, _SEPARATORS.split(text)))


def _is_named(domain: SpecDomain, docname: str, name: str) -> bool:
    """Return whether a document is the spec with this slug, or in a file that this glob matches."""
    files = (domain.path(docname), domain.lookup.file(docname))
    return domain.lookup.home(docname) == name or any(core.matches(each, name) for each in files)


def _row(found: Located, domain: SpecDomain) -> Row:
    docname, finding, spot = found
    title = domain.env.titles.get(docname)
    is_spec = bool(domain.lookup.home(docname))
    name = domain.lookup.shown_spec(docname) if is_spec else title.astext() if title else docname
    return Row(
        shown(name),
        finding.code,
        docname,
        shown(finding.path),
        finding.line,
        finding.column,
        shown(finding.message),
        shown(finding.help),
        finding.severity,
        spot.anchor,
        shown(spot.title),
        rule_links.home(domain, finding.code),
    )


def _made(view: spec_findings, domain: SpecDomain) -> nodes.Element:
    """Return the table of a view; without findings, a sentence below the caption, if any."""
    found, caption = rows(domain, view["view"]), view.next_node(nodes.title)
    if found:
        made = _table(found, caption or nodes.title("", _("Findings")), view["docname"])
    elif caption:
        made = table(caption, (), [[[[nodes.Text(_("No findings."))]]]], (100,))
    else:
        made = nodes.paragraph("", _("No findings."))
    made["classes"] += ["spec-findings", *view["classes"]]
    made["ids"], made["names"] = view["ids"], view["names"]
    return made


def _table(found: Sequence[Row], caption: nodes.title, docname: str) -> nodes.Element:
    labels = (_("Place"), _("Rule"), _("Severity"), _("Finding"))
    return table(caption, labels, (_cells(row, docname) for row in found), _WIDTHS)


def _cells(row: Row, docname: str) -> list[Cell]:
    title = f"{row.page}: {row.where}" if row.where else row.page
    source = f"{row.path}:{row.line}"
    place = addnodes.pending_xref(
        "",
        nodes.inline("", title),
        refdomain="spec",
        reftype=domains.PLACE,
        reftarget=row.anchor,
        refexplicit=True,
        refdoc=docname,
        refwarn=False,
        reftitle=source,
        spec_docname=row.docname,
    )
    rule = rule_links.reference(row.code, row.code, docname)
    advice = [nodes.Text(_("help: %s") % row.help)] if row.help else []
    return [
        [[place], [nodes.literal("", source)]],
        [[rule, nodes.Text(f" {rules.RULE[row.code].name}")]],
        [[nodes.Text(_(row.severity))]],
        [*filter(None, ([nodes.Text(row.message)], advice))],
    ]


def setup(app: Sphinx) -> None:
    """Register the directive, the transform that replaces its placeholder, and the warning."""
    app.add_directive("spec-findings", SpecFindings)
    app.add_post_transform(ShowFindings)
    app.connect("env-updated", warn_unknown)
