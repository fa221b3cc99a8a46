"""References to rules, and the pages of the project that describe them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

from sphinxcontrib_spec import rules
from sphinxcontrib_spec.rules import Problem, Rule
from sphinxcontrib_spec.source import Span

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from .domain import SpecDomain

#: The role of a reference to a rule, and the type of object that a rule is.
ROLE = "rule"


class RuleRole(XRefRole):
    """The role that names a rule by its code or by its name."""

    def process_link(
        self,
        env: BuildEnvironment,  # noqa: ARG002
        refnode: nodes.Element,  # noqa: ARG002
        has_explicit_title: bool,  # noqa: ARG002
        title: str,
        target: str,
    ) -> tuple[str, str]:
        """Return the text to show and the code of the rule; a name of no rule stays as it is."""
        word = target.strip()
        rule = rules.RULE.get(word.upper()) or rules.RULE.get(word.lower())
        return title, rule.code if rule else word


def reference(code: str, text: str, docname: str) -> addnodes.pending_xref:
    """Return a reference to a rule from a document, which shows this text as code."""
    return addnodes.pending_xref(
        "",
        nodes.literal("", text, classes=["xref", "spec", f"spec-{ROLE}"]),
        refdomain="spec",
        reftype=ROLE,
        reftarget=code,
        refexplicit=True,
        refdoc=docname,
        refwarn=False,
    )


def described(domain: SpecDomain) -> dict[str, tuple[str, ...]]:
    """The codes of the rules that each document describes."""
    codes: dict[str, tuple[str, ...]] = domain.data["rules"]
    return codes


def note(domain: SpecDomain, docname: str, code: str) -> None:
    """Note that a document describes a rule."""
    described(domain)[docname] = (*described(domain).get(docname, ()), code)


def names(domain: SpecDomain) -> dict[str, tuple[tuple[str, str, int], ...]]:
    """Return what each document refers to as rules, with file and line of each reference."""
    found: dict[str, tuple[tuple[str, str, int], ...]] = domain.data["rule_names"]
    return found


def note_names(domain: SpecDomain, docname: str, found: Sequence[tuple[str, str, int]]) -> None:
    """Note what a document refers to as rules."""
    if found:
        names(domain)[docname] = tuple(found)


def anchor(code: str) -> str:
    """The fragment that leads to a rule on the page that describes it."""
    return code.lower()


def code_of(anchor: str) -> str:
    """Return the code of the rule that an anchor or a code means; empty if there is none."""
    code = anchor.upper()
    return code if code in rules.RULE else ""


def home(domain: SpecDomain, code: str) -> str:
    """Return the first document that describes a rule; empty if there is none."""
    return next((name for name, codes in sorted(described(domain).items()) if code in codes), "")


def link(
    builder: Builder, fromdocname: str, domain: SpecDomain, code: str, content: nodes.Element
) -> nodes.Element | None:
    """Return the link to the description of a rule, or None if no page describes it.

    For builders without links, return the bare content.
    """
    docname = home(domain, code)
    if not docname:
        return None
    title = shown_name(rules.RULE[code])
    if not content.astext():
        content += nodes.Text(title)
    if builder.name == "singlehtml":
        # Sphinx 9 would write two fragments.
        uri = f"#{anchor(code)}"
        return nodes.reference("", "", content, internal=True, refuri=uri, reftitle=title)
    try:
        return make_refnode(builder, fromdocname, docname, anchor(code), content, title)
    except NoUri:
        return content


def shown_name(rule: Rule) -> str:
    """A rule's code and name."""
    return f"{rule.code} {rule.name}"


def objects(domain: SpecDomain) -> Iterator[tuple[str, str, str, str, str, int]]:
    """Yield the rules that are described, for the search and for other projects."""
    codes = {code for each in described(domain).values() for code in each}
    for code in sorted(codes):
        yield code, shown_name(rules.RULE[code]), ROLE, home(domain, code), anchor(code), 1


def unknown(domain: SpecDomain, docname: str) -> Iterator[Problem]:
    """Yield a problem for each reference of a document that names no rule."""
    known = rules.RULE
    for target, path, line in names(domain).get(docname, ()):
        if target not in known:
            near = get_close_matches(target.upper(), known, 1) or get_close_matches(
                target, known, 1
            )
            offer = f'write "{near[0]}"' if near else "write the code or the name of a rule"
            yield Problem(Span(path, line), f'"{target}" is not a rule', offer)
