"""Rules on `spec:` comments that are malformed or not needed: SPEC901 to SPEC904."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby

from sphinxcontrib_spec.findings import Finding, meant, rank
from sphinxcontrib_spec.ignores import FILE, HERE, NEXT, SECTION, VERBS
from sphinxcontrib_spec.notices import Ignore, Notice
from sphinxcontrib_spec.source import Text

from ._fix import Fix
from ._ranges import Ranges
from ._removal import without_selector
from ._rule import Problem, Rule, joined, nearest, quoted
from ._silence import silences

_ALIKE = 0.6

#: At most this many different words are compared with the names of all rules.
_MOST_ADVISED = 100


class Comments:
    """The comments to check, all rules, and the findings of the rules whose codes are `judged`."""

    def __init__(
        self,
        notices: Sequence[Notice],
        rules: Sequence[Rule],
        found: Sequence[Finding],
        judged: frozenset[str],
    ) -> None:
        """Store the comments and what they are checked against."""
        self.notices = notices
        self.rules = rules
        self.found = found
        self.judged = judged

    @cached_property
    def lines(self) -> dict[str, Ranges[Finding]]:
        """The findings of each rule by code, as ranges of lines."""
        by_code = sorted(self.found, key=lambda one: one.code)
        return {
            code: Ranges((one.path, one.line, one.end_line, one) for one in found)
            for code, found in groupby(by_code, lambda one: one.code)
        }


def ignore_malformed(comments: Comments) -> Iterator[Problem]:
    """A comment that begins with `spec:` has a valid form.

    The forms are `ignore[…]` for the line, item or paragraph that contains the comment,
    `ignore-next[…]` for the block after it, `ignore-section[…]` for the section and everything
    below it, and `ignore-file[…]` at the top of the file, above the first section. The brackets
    contain codes or names of rules, separated by commas, and the reason follows. A comment with any
    other form ignores nothing, and neither does one that begins with MyST's `%`, which all other
    readers of Markdown show as text.

    ```markdown bad
    ## Goals
    - A restore of 1 TB ends within 6 h <!-- spec: ingore[SPEC212] agreed with the vendor -->
    ```
    ```markdown good
    ## Goals
    - Restores get faster <!-- spec: ignore[SPEC212] the number comes with the contract -->
    ```

    Correct the form. In code, such a comment is text and is left alone.
    """
    for notice in comments.notices:
        asked = notice.asked
        match asked.fault:
            case "verb":
                near = nearest(asked.verb, VERBS, _ALIKE) if asked.verb is not notice.text else ""
                yield Problem(
                    asked.verb,
                    f"{quoted(asked.verb)} is not something that a comment can ask for",
                    f'did you mean "{near}"?' if near else f"write {joined(VERBS, 'or')}",
                )
            case "sign":
                yield Problem(
                    notice.text,
                    f"{quoted(notice.text)} is a comment only in MyST, and ignores nothing",
                    f'write "<!-- {notice.text[1:].strip()} -->"',
                )
            case "bracket":
                yield _malformed(notice, "does not close its bracket", "[<code>]")
            case "codes":
                yield _malformed(notice, "lacks a code in its brackets", "[<code>, <code>]")
            case "bare":
                yield _malformed(notice, "names a code without brackets", "[<code>] <reason>")
            case _ if notice.is_misplaced:
                yield Problem(
                    notice.text,
                    f"{quoted(notice.text)} is about the whole file, but is inside a section",
                    'move it above the first section, or write "ignore-section[<code>]"',
                )


def ignore_unused(comments: Comments) -> Iterator[Problem]:
    """A comment suppresses at least one finding with each of its codes.

    Once the problem is fixed, the comment is not needed any more, and would hide the next finding
    of the same kind. A code is not checked if its rule is not: because it is off, not selected or
    ignored in the configuration, or because it concerns several specs and not all of them are read.
    A comment without codes is not checked at all.

    ```markdown bad
    ## Goals
    - A restore of 1 TB ends within 6 h <!-- spec: ignore[SPEC212] agreed with the vendor -->
    ```
    ```markdown good
    ## Goals
    - A restore of 1 TB ends within 6 h
    ```

    Delete the code, and with the last code the comment. The safe fix does this, except for rules
    that concern several specs.
    """
    for notice in comments.notices:
        ignore = notice.ignore
        known: dict[str, tuple[str, Fix | None] | None] = {}  # by selector, in lower case
        for selector in ignore.selectors if ignore else ():
            key = selector.lower()
            if key not in known:
                known[key] = _unused(notice, selector, comments)
            if unused := known[key]:
                advice, fix = unused
                message = f"{quoted(selector)} ignores nothing here"
                yield Problem(selector, message, advice, fix=fix)


def ignore_unknown_code(comments: Comments) -> Iterator[Problem]:
    """A comment names existing rules.

    It may name them by code, by name or by the beginning of codes, as the configuration does.

    ```markdown bad
    ## Goals
    - A restore of 1 TB ends within 6 h <!-- spec: ignore[goal-not-mesurable] by contract -->
    ```
    ```markdown good
    ## Goals
    - Restores get faster <!-- spec: ignore[goal-not-measurable] by contract -->
    ```

    Correct the code or the name; the help suggests the nearest one.
    """
    codes = [rule.code for rule in comments.rules]
    names = [rule.name for rule in comments.rules]
    known: dict[str, str | None] = {}  # what each may have been meant to be; None if it is known
    for notice in comments.notices:
        for selector in notice.asked.selectors if not notice.asked.fault else ():
            if selector not in known:
                is_rule = any(rank(selector, rule) for rule in comments.rules)
                among = codes if any(map(str.isdigit, selector)) else names
                among = among if len(known) < _MOST_ADVISED else []
                known[selector] = None if is_rule else nearest(selector, among, _ALIKE)
            if (near := known[selector]) is not None:
                yield Problem(
                    selector,
                    f"{quoted(selector)} is not a rule",
                    f'did you mean "{near}"?' if near else '"sphinx-spec rule" lists all rules',
                )


def ignore_blanket(comments: Comments) -> Iterator[Problem]:
    """A comment says which rules it suppresses.

    Without codes it suppresses everything, including findings that did not exist when it was
    written.

    ```markdown bad
    ## Goals
    - Restores get faster <!-- spec: ignore -->
    ```
    ```markdown good
    ## Goals
    - Restores get faster <!-- spec: ignore[SPEC212] the number comes with the contract -->
    ```

    Name the rules in brackets.
    """
    for notice in comments.notices:
        if notice.ignore and not notice.asked.selectors:
            yield Problem(
                notice.text,
                f"{quoted(notice.text)} ignores every rule",
                f'name the rules: "{notice.asked.verb}[<code>] <reason>"',
            )


def _malformed(notice: Notice, fault: str, form: str) -> Problem:
    verb = notice.asked.verb
    return Problem(notice.text, f"{quoted(notice.text)} {fault}", f'write "{verb}{form}"')


def _unused(notice: Notice, selector: Text, comments: Comments) -> tuple[str, Fix | None] | None:
    """Return the advice on an unused selector, and its fix; None if it may ignore something."""
    ignore, rules = notice.ignore, meant(selector, comments.rules)
    if not (ignore and rules and _is_unused(ignore, selector, rules, comments)):
        return None
    return _advice(notice, rules), _fix(notice, selector, rules)


def _is_unused(ignore: Ignore, selector: Text, rules: Sequence[Rule], comments: Comments) -> bool:
    """Whether a selector suppresses nothing, as far as that can be known here."""
    if not {rule.code for rule in rules} <= comments.judged:
        return False
    if _are_about_comments(rules):
        return ignore.verb != FILE
    return not any(
        any(comments.lines[rule.code].over(*reach))
        for rule in comments.rules
        if rule.code in comments.lines and silences(ignore, selector, rule)
        for reach in ignore.ranges
    )


def _are_about_comments(rules: Sequence[Rule]) -> bool:
    return all(rule.scope == "comments" for rule in rules)


def _is_next(notice: Notice) -> bool:
    """Whether a comment on a line of its own says `ignore` where `ignore-next` must be meant."""
    return notice.asked.verb == HERE and not notice.ranges


def _advice(notice: Notice, rules: Sequence[Rule]) -> str:
    if _are_about_comments(rules):
        return f'only "{FILE}" can ignore what is found in comments'
    if _is_next(notice):
        return f'on a line of its own, write "{NEXT}" for what follows, "{SECTION}" for the heading'
    return "delete it"


def _fix(notice: Notice, selector: Text, rules: Sequence[Rule]) -> Fix | None:
    if _is_next(notice) or any(rule.scope == "project" for rule in rules):
        return None
    return without_selector(notice, selector)


RULES = (
    Rule("SPEC901", "error", ignore_malformed, scope="comments"),
    Rule("SPEC902", "warning", ignore_unused, scope="comments", fix="safe"),
    Rule("SPEC903", "warning", ignore_unknown_code, scope="comments"),
    Rule("SPEC904", "info", ignore_blanket, scope="comments"),
)
