"""Directives that generate documentation from the rules, the options and the schema."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective

from sphinxcontrib_spec import config as core
from sphinxcontrib_spec import derive, rules, schema
from sphinxcontrib_spec.config import Config
from sphinxcontrib_spec.rules import Rule

from .. import domain as domains
from .. import options, rule_links
from ..writing.tables import Cell, table
from . import rule_pages
from .findings_table import words

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class SpecRules(SphinxDirective):
    """A table for each group of rules: of all rules, or of those that the argument selects."""

    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Return the tables."""
        labels = (_("Rule"), _("Requirement"), _("Severity"), _("Fix"))
        return [
            table(nodes.title("", _(name)), labels, map(self._row, group), (30, 46, 12, 12))
            for name, group in _rules(self).items()
        ]

    def _row(self, rule: Rule) -> list[Cell]:
        link = rule_links.reference(rule.code, rule.code, self.env.docname)
        return [
            [[link, nodes.Text(f" {rule.name}")]],
            [rule_pages.summary(rule, self)],
            *_texts(rule_pages.severity(rule), rule_pages.fix(rule)),
        ]


class SpecRule(SphinxDirective):
    """A section for each rule; if they are of several groups, a section for each group, too."""

    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Return the sections."""
        if not isinstance(self.state_machine.node, nodes.document | nodes.section):
            raise self.error("rules are described in sections, which are not possible here")
        groups = {name: [*map(self._section, group)] for name, group in _rules(self).items()}
        if len(groups) == 1:
            return [section for sections in groups.values() for section in sections]
        return [self._group(_(name), sections) for name, sections in groups.items()]

    def _section(self, rule: Rule) -> nodes.section:
        rule_links.note(domains.of(self.env), self.env.docname, rule.code)
        return rule_pages.section(rule, self)

    def _group(self, name: str, sections: Sequence[nodes.section]) -> nodes.section:
        made = nodes.section("", nodes.title("", name), *sections, names=[name.lower()])
        self.set_source_info(made)
        self.state.document.note_implicit_target(made, made)
        return made


class SpecOptions(SphinxDirective):
    """A table of the options."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        self.env.note_dependency(str(Path(core.__file__)))
        labels = (_("In conf.py"), _("In pyproject.toml"), _("Default"), _("Meaning"))
        rows = [
            [
                _code(options.PREFIX + field.name),
                _code(core.toml_key(field.name)),
                _default(getattr(Config(), field.name)),
                [rule_pages.inline(core.MEANINGS[field.name], self)],
            ]
            for field in fields(Config)
        ]
        return [table(nodes.title("", _("Configuration")), labels, rows, (22, 22, 16, 40))]


class SpecDirectives(SphinxDirective):
    """A table of the directives for items."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        self.env.note_dependency(str(Path(schema.__file__)))
        labels = (_("Directive"), _("Section"), _("Argument"), _("Options"), _("Content"))
        rows = [
            [
                _code(entry.name),
                *_texts(entry.section, entry.argument),
                _code(
                    *(name for option in entry.options for name in option.names),
                    *(verb for verb, _target in entry.links),
                    *schema.COMMON_OPTIONS,
                ),
                *_texts(entry.body),
            ]
            for entry in derive.directives()
        ]
        return [table(nodes.title("", _("Items")), labels, rows, (20, 20, 15, 30, 15))]


def _rules(directive: SphinxDirective) -> dict[str, list[Rule]]:
    """The rules that the argument selects, by the name of their group, in code order."""
    given = directive.arguments[0] if directive.arguments else "SPEC"
    try:
        chosen = {rule.code: rule for word in words(given) for rule in core.find_rules(word)}
    except core.ConfigError as error:
        raise directive.error(str(error)) from error
    groups: dict[str, list[Rule]] = {}
    for code, rule in sorted(chosen.items()):
        groups.setdefault(rules.GROUPS[code[:5]], []).append(rule)
        directive.env.note_dependency(rule.check.__code__.co_filename)
    return groups


def _texts(*paragraphs: str) -> list[Cell]:
    """Return a cell with one paragraph for each text."""
    return [[[nodes.Text(each)]] for each in paragraphs]


def _code(*names: str) -> Cell:
    """Return a cell that lists names as code."""
    content: list[nodes.Node] = []
    for name in names:
        content += [nodes.Text(", ")] if content else []
        content.append(nodes.literal("", name))
    return [content]


def _default(value: Any) -> Cell:
    if isinstance(value, bool):
        return _code(str(value).lower())
    names: Iterable[str] = value
    return _code(*names) if value else [[nodes.Text(_("none"))]]


def setup(app: Sphinx) -> None:
    """Register the directives."""
    for name, directive in _DIRECTIVES.items():
        app.add_directive(name, directive)


_DIRECTIVES = {
    "spec-rules": SpecRules,
    "spec-rule": SpecRule,
    "spec-options": SpecOptions,
    "spec-directives": SpecDirectives,
}
