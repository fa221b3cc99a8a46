"""The worst files one can think of, of any size: one construct over and over, open, nested, equal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Case: TypeAlias = Callable[[int], str]

HEAD = """\
# Spec: Buoy Telemetry
**Status:** Draft
**Date:** 2026-05-04
**Author:** J. Ruiz

"""
ROWS = "| Failure | Probability | Impact | Mitigation |\n|---|---|---|---|\n"


def ordinary(size: int) -> str:
    """A spec as people write them, only longer, and not in canonical form."""
    prose = (
        "Buoys report their position **every** 20 minutes over `LoRa`, see [the map](map.md). "
        "Harbour staff call 140 skippers on a stormy day.\nNobody knows which buoy drifted.\n\n"
    )
    goals = (
        "*  Publish a drift within 60 s of the report (`p95`)\n*  Cut calls from 140 to 40 a day\n"
    )
    rows = "|Buoy {n} sinks|Low|High|The last position is shown with its age|\n"
    question = "1) Who may move buoy {n}? — Owner: I. Roth, Deadline: 2026-07-01\n"
    part = size // 5
    return "".join((
        HEAD, "## Problem Statement\n", prose * (part // len(prose)),
        "## Goals\n", goals * (part // len(goals)), "\n## Background and Context\n",
        prose * (part // len(prose)), "## Failure Modes\n", ROWS,
        *(rows.format(n=n) for n in range(part // len(rows))), "\n## Open Questions\n",
        *(question.format(n=n) for n in range(part // len(question))),
    ))  # fmt: skip


def filled(piece: str, head: str = HEAD, foot: str = "") -> Case:
    """A file made of one piece over and over."""
    return lambda size: f"{head}{piece * (size // len(piece))}{foot}\n"


def halves(head: str, piece: str, middle: str, other: str) -> Case:
    """A file made of one piece over and over, and then of another."""
    return lambda size: (
        f"{head}{piece * (size // 2 // len(piece))}{middle}{other * (size // 2 // len(other))}"
    )


def counted(piece: str, head: str = HEAD) -> Case:
    """A file made of one piece, with a number in each."""
    return lambda size: head + "".join(piece.format(n=n) for n in range(size // len(piece)))


def growing(line: Callable[[int], str], head: str = HEAD) -> Case:
    """A file of ever longer lines."""
    return lambda size: head + "".join(map(line, range(int((2 * size) ** 0.5))))


GOALS = f"{HEAD}## Goals\n"
FAILURES = f"{HEAD}## Failure Modes\n"
QUESTIONS = f"{HEAD}## Open Questions\n"
API = f"{HEAD}## Design\n\n### API / Interface\n"
WORKFLOW = f"{HEAD}## Design\n\n### Workflow / Sequence\n"

CASES: dict[str, Case] = {
    "one word": filled("a"),
    "one line": filled("a b "),
    "spaces": filled(" ", f"{HEAD}a", "b"),
    "spaces in a heading": filled(" ", f"{HEAD}## a", "b"),
    "spaces in a link": filled(" ", f"{HEAD}[a](", "b"),
    "spaces in a definition": filled(" ", f"{HEAD}[a]:", "b c d"),
    "spaces in an item": filled(" ", f"{GOALS}- a\n  ", "b"),
    "spaces in a comment of ours": filled(" ", f"{GOALS}- a <!-- spec: ignore[SPEC222] a", "b -->"),
    "spaces before a comment of ours": filled(" ", f"{GOALS}- a <!-- spec:", "ignore[SPEC222] -->"),
    "spaces between keys": filled(" ", "# Spec: T\n\n**Date:** 2026-01-02", "**Author:** I. Roth"),
    "spaces below a pipe in a directive": filled(" ", f"{FAILURES}```{{failure-mode}} a\n\na|b\n", "x\n```"),
    "dashes and pipes in a directive": filled("|-", f"{FAILURES}```{{failure-mode}} a\n\n~~~\n", "x\n~~~\n```"),
    "capitals in brackets": filled("A", f"{GOALS}- [", "]"),
    "tabs": filled("\t", f"{GOALS}- a", "b"),
    "blank lines": filled("\n", foot="a"),
    "short lines": filled("a\n"),
    "hard breaks": filled("a  \n"),
    "backticks": filled("`"),
    "backticks, growing": growing(lambda n: "`" * n + " "),
    "code spans": filled("`a` "),
    "code spans that never close": filled("`a ``b "),
    "opening brackets": filled("["),
    "brackets in brackets": halves(HEAD, "[", "", "]"),
    "links in brackets": filled("[a](b"),
    "images": filled("![a]("),
    "escapes": filled("\\"),
    "escaped brackets": filled("[\\]"),
    "stars": filled("*", f"{HEAD}a"),
    "stars and letters": filled("**a *"),
    "underscores": filled("_", f"{HEAD}a"),
    "underscores and letters": filled("__a _b "),
    "struck": filled("~~a "),
    "braces": filled("{a}`"),
    "roles": filled("{spec:ref}`a` "),
    "less-than signs": filled("<"),
    "tags that never close": filled("<a b"),
    "tags with attributes": filled(" b='c'", f"{HEAD}<a"),
    "comments that never close": filled("<!--"),
    "comments in a line": filled("<!-- a --> ", f"{HEAD}b "),
    "comments": filled("<!-- a -->\n"),
    "ignoring comments": filled("<!-- spec: ignore[SPEC212] -->\n", f"{GOALS}- a\n"),
    "comments before a word": filled("<!-- a -->", foot="a"),
    "comments of ours that never close": filled("<!-- spec: ", f"{HEAD}<!-- spec: x -->"),
    "comments that never close, behind one": filled("<!--", f"{HEAD}<!-- spec: x -->"),
    "comments that never close, in a cell": filled("<!-- spec: ", f"{FAILURES}{ROWS}| a"),
    "our comments after an item": filled(" <!-- spec: x -->", f"{GOALS}- a"),
    "codes in a comment of ours": filled("SPEC212, ", f"{GOALS}- a <!-- spec: ignore[", "SPEC222] x -->"),
    "many words in a comment of ours": lambda size: f"{GOALS}- a <!-- spec: ignore[{', '.join(f'goal-not-seen-{n}' for n in range(size // 18))}] x -->",
    "words in a comment of ours": filled("a, ", f"{GOALS}- a <!-- spec: ignore[", "a] x -->"),
    "dashes": filled("-", f"{HEAD}a"),
    "dashes and pipes": filled("-|", f"{HEAD}a|b\n"),
    "pipes": filled("|", HEAD),
    "pipes among failures": filled("|", FAILURES),
    "ampersands": filled("&"),
    "entities": filled("&amp;"),
    "digits": filled("1", f"{GOALS}- "),
    "capital adjectives": filled("Low ", f"{GOALS}- "),
    "numbers": filled("1 ", f"{GOALS}- "),
    "dots": filled(".", f"{HEAD}## Problem Statement\na"),
    "sentences": filled("A. ", f"{HEAD}## Problem Statement\n"),
    "questions in a line": filled("A? ", QUESTIONS),
    "questions": filled("A?\n\n", QUESTIONS),
    "dashes before owners": filled(" - Owner: a", f"{QUESTIONS}1. a"),
    "owners and deadlines": filled("Owner: a, Deadline: ", f"{QUESTIONS}1. a — "),
    "typed links that never end": filled("(mitigates [a](#failure-mode-a), ", f"{FAILURES}{ROWS}| a | Low | Low | "),
    "code in a typed link": filled("`a`", f"{GOALS}- a (verifies [", "](#goal-a)"),
    "typed links": filled("[a](#failure-mode-a), ", f"{GOALS}- a (mitigates ", "[a](#failure-mode-a))"),
    "quotes in quotes": filled(">"),
    "quotes in quotes, spaced": filled("> "),
    "quotes": filled("> a\n\n"),
    "lazy lines of a quote": filled("a\n", f"{HEAD}> "),
    "lists in lists": filled("- ", GOALS),
    "lists in lists, by lines": growing(lambda n: f"{' ' * n}- a\n", GOALS),
    "numbers in numbers": filled("1. ", QUESTIONS),
    "lists and quotes": filled("- > ", GOALS),
    "nested lists, many": filled("- a\n  - b\n    - c\n      - d\n", GOALS),
    "deep lines": filled(f"{'- ' * 40}a\n", GOALS),
    "deep quotes": filled(f"{'>' * 40} a\n"),
    "goals": counted("- a{n}\n", GOALS),
    "equal goals": filled("- a\n", GOALS),
    "empty goals": filled("-\n", GOALS),
    "empty goals apart": filled("-\n\n\n", GOALS),
    "goals of other bullets": filled("- a\n* b\n", GOALS),
    "goals and paragraphs": filled("- a\n\nb\n\n", GOALS),
    "lazy lines of a goal": filled("a\n", f"{GOALS}- "),
    "underlines of a goal": filled("=\n", f"{GOALS}- a\n"),
    "one goal with tabs": filled("\ta\n", f"{GOALS}- a\n"),
    "labels": filled("- a:\n  - b\n", GOALS),
    "labels in labels": growing(lambda n: f"{'  ' * (n // 2)}- a:\n", GOALS),
    "questions with tails": filled("1. a — Owner: b, Deadline: c\n", QUESTIONS),
    "failures": counted("| a{n} | Low | High | b |\n", FAILURES + ROWS),
    "equal failures": filled("|a|\n", FAILURES + ROWS),
    "columns": halves(f"{FAILURES}|", "a|", "\n|", "-|"),
    "columns and rows": lambda size: (
        f"{FAILURES}|{'a|' * (size // 8)}\n|{'-|' * (size // 8)}\n" + "|a\n" * (size // 6)
    ),
    "escaped pipes": filled("\\|", f"{FAILURES}{ROWS}| ", " |"),
    "tables": filled(f"{ROWS}| a | Low | High | b |\n\n", FAILURES),
    "headings": filled("## a\n"),
    "empty headings": filled("##\n"),
    "headings of every level": filled("# a\n## b\n### c\n#### d\n##### e\n###### f\n"),
    "equal sections": filled("## Goals\n- a\n\n"),
    "underlined headings": filled("a\n-\n"),
    "signs in a heading": filled(" #", f"{HEAD}## a", "b"),
    "breaks": filled("---\n"),
    "definitions": counted("[a{n}]: b\n"),
    "equal definitions": filled("[a]: b\n"),
    "definitions that never end": filled("[a]: b '\n"),
    "definitions that never begin": filled("[a\n"),
    "fences": filled("```\n```\n"),
    "fence that never closes": filled("a\n", f"{API}```\n"),
    "fences of other signs": filled("```\n~~~\n", API),
    "growing fences": growing(lambda n: f"{'`' * (n + 3)}\n", API),
    "indented code": filled("    a\n", API),
    "steps in code": filled("1. a\n", f"{WORKFLOW}```\n"),
    "steps": filled("1. a\n", WORKFLOW),
    "goal directives": filled("```{spec-goal} a\n```\n", GOALS),
    "failure directives": filled(":::{failure-mode} a\n:::\n", FAILURES),
    "directive of many options": counted(":a{n}: b\n", f"{GOALS}```{{spec-goal}} a\n"),
    "directive of one long option": filled("a\n", f"{GOALS}```{{spec-goal}} a\n---\nid: b\n"),
    "directives that never close": filled("```{spec-goal} a\n", GOALS),
    "stray directives": filled("```{failure-mode} a\n```\n", GOALS),
    "front matter": filled("a: b\n", "---\n", "---\n\n# Spec: T"),
    "front matter of equal keys": filled("status: b\n", "---\n", "---\n\n# Spec: T"),
    "front matter that never closes": filled("a: b\n", "---\n"),
    "breaks that are no front matter": filled("---\n\n", "\n"),
    "header lines": filled("**a:** b\n", "# Spec: T\n"),
    "header in paragraphs": filled("**a:** b\n\n", "# Spec: T\n"),
    "header on one line": filled("**a:** b ", "# Spec: T\n"),
    "header fields": filled(":a: b\n", "# Spec: T\n\n:Status: Draft\n"),
    "header list": filled("- a: b\n", "# Spec: T\n\n- Status: Draft\n"),
    "header table": filled("| a | b |\n", "# Spec: T\n\n| a | b |\n|---|---|\n| Status | Draft |\n"),
    "plain header": filled("a: b\n", "# Spec: T\n\nStatus: Draft\n"),
    "long title and many goals": halves("# Spec: ", "a ", "\n## Goals\n", "- a\n"),
    "long heading and many goals": halves(f"{HEAD}## Goals\n### ", "a ", "\n", "- a\n"),
    "long header and many goals": halves("# T\n**Status:** ", "a ", "\n\n## Goals\n", "- a\n"),
    "long paragraph, many headings": halves(HEAD, "[Title] ", "\n", "## a\n"),
    "long goal and many goals": halves(f"{GOALS}- ", "`a` ", "\n", "- a\n"),
    "long item and many lazy lines": halves(f"{GOALS}- ", "a ", "\n", "> a\n"),
    "long cell and many rows": halves(f"{FAILURES}{ROWS}|", "\\|", "|\n", "|a|\n"),
    "long column and many rows": halves(
        f"{FAILURES}|", "a ", "|Failure|Impact|Mitigation|\n|-|-|-|-|\n", "|a|b|c|d|\n"
    ),
    "long code and many references": halves(f"{API}    ", "a ", "\n\n", "{spec:ref}`a`\n\n"),
    "long link and many links": halves(f"{HEAD}[", "a ", "](b)\n", "[a](#goal-a)\n"),
    "numbered goals of one name": halves(GOALS, "- a\n", "- a 1\n- a 2\n- a 3\n", "- a\n"),
    "long title": filled("a ", "# Spec: "),
    "title of signs": filled("+", "# Spec: c"),
    "placeholders": filled("[Title] "),
    "line separators": filled("\u2028a"),
    "form feeds": filled("\f"),
    "NUL": filled("\0"),
    "byte order marks": filled("\ufeff", ""),
    "CRLF": filled("a\r\n", "# Spec: T\r\n"),
    "emoji": filled("\U0001f9fa"),
    "combining marks": filled("\u0301", "# Spec: a"),
}  # fmt: skip
