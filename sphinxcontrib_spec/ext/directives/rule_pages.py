"""The page of a rule, as a section: its docstring, with examples distinct even without colour."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from docutils import nodes
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser
from sphinx.locale import _

from sphinxcontrib_spec.rules import Rule

from .. import rule_links

if TYPE_CHECKING:
    from sphinx.util.docutils import SphinxDirective

_EXAMPLE = re.compile(
    r"^(?P<fence>`{3,})(?P<markup>\w+) (?P<kind>bad|good)(?: (?P<file>\S+))?\n"
    r"(?P<text>.*?)^(?P=fence)$",
    re.DOTALL | re.MULTILINE,
)

#: The labels of the examples, and of how a rule is fixed; gettext reads them here.
_KINDS = {"bad": "Bad", "good": "Good"}
_FIXES = {None: "by hand", "safe": "safe", "unsafe": "unsafe"}


def section(rule: Rule, directive: SphinxDirective) -> nodes.section:
    """Return the section that describes a rule, with the anchor of its code."""
    document = directive.state.document
    title = nodes.title("", rule_links.shown_name(rule))
    made = nodes.section("", title, *_page(rule, directive), ids=[rule_links.anchor(rule.code)])
    made["classes"] += ["spec-rule"]
    directive.set_source_info(made)
    document.set_id(made)
    return made


def severity(rule: Rule) -> str:
    """Return the severity of a rule, and whether it is off until it is selected."""
    return f"{_(rule.severity)}, {_('off')}" if rule.off else _(rule.severity)


def fix(rule: Rule) -> str:
    """Return how safe the fix of a rule is, if it has one."""
    return _(_FIXES[rule.fix])


def summary(rule: Rule, directive: SphinxDirective) -> list[nodes.Node]:
    """Return the first line of a rule's page: what is true where the rule finds nothing."""
    return inline(rule.page.partition("\n")[0], directive)


def blocks(text: str, directive: SphinxDirective) -> list[nodes.Node]:
    """Render Markdown as nodes of the directive's page, whatever markup that page has."""
    return _rendered(text, directive, inline=False)


def inline(text: str, directive: SphinxDirective) -> list[nodes.Node]:
    """Render one line of Markdown as the nodes of a paragraph."""
    return _rendered(text, directive, inline=True)


def _page(rule: Rule, directive: SphinxDirective) -> Iterator[nodes.Node]:
    yield _facts({_("Severity"): severity(rule), _("Fix"): fix(rule)})
    end = 0
    for match in _EXAMPLE.finditer(rule.page):
        yield from blocks(rule.page[end : match.start()], directive)
        yield _example(match)
        end = match.end()
    yield from blocks(rule.page[end:], directive)


def _facts(facts: dict[str, str]) -> nodes.field_list:
    fields = (
        nodes.field(
            "", nodes.field_name("", label), nodes.field_body("", nodes.paragraph("", words))
        )
        for label, words in facts.items()
    )
    return nodes.field_list("", *fields, classes=["spec-header"])


def _example(match: re.Match[str]) -> nodes.container:
    text = match["text"].rstrip("\n")
    label: list[nodes.Node] = [nodes.strong("", _(_KINDS[match["kind"]]))]
    if match["file"]:
        label += [nodes.Text(": "), nodes.literal("", match["file"])]
    code = nodes.literal_block(text, text, language=match["markup"])
    classes = ["spec-example", f"spec-{match['kind']}"]
    return nodes.container("", nodes.paragraph("", "", *label), code, classes=classes)


def _rendered(text: str, directive: SphinxDirective, *, inline: bool) -> list[nodes.Node]:
    parser = create_md_parser(MdParserConfig(), SphinxRenderer)
    parser.options["document"] = directive.state.document
    renderer = parser.renderer
    assert isinstance(renderer, SphinxRenderer)
    renderer.setup_render(dict(parser.options), {})
    home = nodes.Element()
    with renderer.current_node_context(home):
        renderer.nested_render_text(text, directive.lineno, inline=inline)
    return home.children
