"""Runs the rules on a spec, on a whole project, or on a page that is exported as Markdown."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

from sphinxcontrib_spec.findings import UNUSED, Finding
from sphinxcontrib_spec.ignores import Asked
from sphinxcontrib_spec.links import Archive, Index, OwnedTexts, PageEntry
from sphinxcontrib_spec.measure.rows import Verdicts
from sphinxcontrib_spec.memory import uncollected
from sphinxcontrib_spec.model import Spec
from sphinxcontrib_spec.notices import Ignore, Notice, notices
from sphinxcontrib_spec.source import Span, Text

from . import comments
from ._catalogue import RULE, RULES
from ._project import VERBS, Project
from ._rule import DEFAULTS, Lost, Rule, Settings
from ._silence import silenced
from ._subject import Subject
from ._ties import Ties
from .includes import NotIncluded

_OF_A_SPEC = tuple(rule for rule in RULES if rule.scope == "spec")
_OF_A_PROJECT = tuple(rule for rule in RULES if rule.scope == "project")
_OF_A_PAGE = tuple(rule for rule in RULES if rule.scope == "page")
_OF_COMMENTS = tuple(rule for rule in RULES if rule.scope == "comments")
_OF_INCLUDES = tuple(rule for rule in RULES if rule.scope == "include")
_PLACEHOLDER = RULE["placeholder-left"].code

#: The number of pages that are checked at a time if there are very many.
_IN_A_PART = 64

#: Rules from here on check the content under headings, those before check the headings themselves.
_FIRST_OF_CONTENT = "SPEC200"

#: Rules from here on check the markup of what other rules check.
_FIRST_OF_MARKUP = "SPEC800"


@uncollected
def check(
    spec: Spec,
    settings: Settings = DEFAULTS,
    file_name: str = "",
    texts: OwnedTexts | None = None,
    verdicts: Verdicts | None = None,
) -> list[Finding]:
    """What the rules find in one spec, sorted: of all severities, and with rules that are off.

    `file_name` is the name of the spec's file; without it, the name is not checked. `texts` are
    those of the spec with their owners, and `verdicts` those on its goals and metrics, if the
    caller has them already. A placeholder hides what other rules find in its row, list item or
    paragraph, and a pipe in code what they find in the cells that it shifts. Findings that a
    comment suppresses are included, with their suppression.
    """
    subject = Subject(spec, settings, file_name, texts, verdicts)
    top, may_mute = subject.top, bool(subject.placeholders or subject.shifted)
    found: list[Finding] = []
    for rule in _OF_A_SPEC:
        for problem in rule.check(subject):
            finding = rule.finding(problem, top)
            if not may_mute or problem.at is None or not _is_muted(finding, subject):
                found.append(finding)
    if spec.comments:
        read = notices(spec)
        given = ("", *(["file_name"] if file_name else []), *(["today"] if settings.today else []))
        judged = [rule.code for rule in (*_OF_A_SPEC, *_OF_COMMENTS) if rule.needs in given]
        found += _of_comments(_OF_COMMENTS, read, found, judged, top)
        found = silenced(found, [each.ignore for each in read if each.ignore])
    return sorted(found, key=Finding.order)


def check_project(
    pages: Sequence[PageEntry],
    settings: Settings = DEFAULTS,
    complete: bool = True,
    index: Index | None = None,
    unwanted: Container[str] = (),
) -> list[Finding]:
    """What the rules find among all pages, sorted; `index` is that of their items, if there is one.

    `complete` is false if there are other specs that cannot be read here; a reference to one of
    them is then not a problem. Findings that a comment suppresses are included, with their
    suppression. Rules with `unwanted` codes may be left out.
    """
    return _among(Project(pages, settings, complete, index), unwanted)


def check_many(
    pages: Sequence[PageEntry],
    settings: Settings = DEFAULTS,
    complete: bool = True,
    unwanted: Container[str] = (),
) -> Iterator[Finding]:
    """Yield the findings of `check_project` for pages that are too many to be in memory at once.

    The pages must be in the order of their paths, and are read several times. All findings in a
    page must be in the page's own file.
    """
    index = Index(Archive(pages))

    def parts(ties: Ties | None = None) -> Iterator[Project]:
        for start in range(0, len(pages), _IN_A_PART):
            part = pages[start : start + _IN_A_PART]
            yield Project(part, settings, complete, index, ties)

    ties = Ties(parts, VERBS if complete else ())
    for part in parts(ties):
        yield from _among(part, unwanted)


def _among(subject: Project, unwanted: Container[str]) -> list[Finding]:
    top = Span("", 1, 1)
    ignores = [ignore for page in subject.pages for ignore in page.ignores]
    found = [
        rule.finding(problem, top)
        for rule in _OF_A_PROJECT
        if ignores or rule.code not in unwanted  # a comment may refer to any of them
        for problem in rule.check(subject)
    ]
    if subject.complete and ignores:
        judged = [rule.code for rule in _OF_A_PROJECT]
        read = [
            Notice(Text(), Asked(Text(verb), selectors, reason), ranges)
            for verb, selectors, reason, ranges in ignores
        ]
        found += _of_comments([RULE[UNUSED]], read, found, judged, top)
    return sorted(silenced(found, ignores))


def check_page(lost: Sequence[Lost], ignores: Sequence[Ignore] = ()) -> list[Finding]:
    """Check a page that is exported as Markdown, by what it `lost`; returns sorted findings.

    Ignored findings are included, with their suppression.
    """
    top = Span("", 1, 1)
    found = [rule.finding(problem, top) for rule in _OF_A_PAGE for problem in rule.check(lost)]
    return sorted(silenced(found, ignores))


def _of_comments(
    rules: Sequence[Rule],
    read: Sequence[Notice],
    found: Sequence[Finding],
    judged: Iterable[str],
    top: Span,
) -> list[Finding]:
    """Check comments, given the findings of those rules whose codes are `judged`."""
    subject = comments.Comments(read, RULES, found, frozenset(judged))
    return [rule.finding(problem, top) for rule in rules for problem in rule.check(subject)]


def check_includes(found: Sequence[NotIncluded]) -> list[Finding]:
    """Check the inclusions that pages failed to make as intended; returns sorted findings."""
    top = Span("", 1, 1)
    problems = ((rule, problem) for rule in _OF_INCLUDES for problem in rule.check(found))
    return sorted(rule.finding(problem, top) for rule, problem in problems)


def _is_muted(finding: Finding, subject: Subject) -> bool:
    if finding.code == _PLACEHOLDER:
        return False
    line = (finding.path, finding.line)
    if line in subject.muted or (finding.code >= _FIRST_OF_CONTENT and line in subject.unfilled):
        return True
    shifted = subject.shifted.get(line)
    return (
        shifted is not None
        and finding.column >= shifted
        and _FIRST_OF_CONTENT <= finding.code < _FIRST_OF_MARKUP
    )
