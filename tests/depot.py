"""A page of a small project, written on any of three surfaces, and what may be changed on it."""

from __future__ import annotations

from dataclasses import dataclass, field

MARKDOWN, MYST, RST = SURFACES = ("markdown", "myst", "rst")

#: What a page may say at each place of it; the first is what a new page says.
VALUES: dict[str, tuple[str, ...]] = {
    "surface": SURFACES,
    "prefix": ("Spec: ", "", "SPEC: "),
    "title": ("Belt", "Gate", "Night Shift", "The belt stops"),
    "status": ("Draft", "Accepted", "Rolling", "Superseded"),
    "metadata": ("", "false"),
    "prose": ("The gates have had power since 2021.", 'It\'s "late" -- by 3 h.'),
    "pointer": (
        "ref|belt.guard",
        "failure-mode|the-belt-stops",
        "ref|gate.failure-mode-the-belt-stops",
        "ref|night-shift.guard",
        "ref|Guard on duty",
        "ref|why we stop <guard>",
        "spec|gate",
        "decision|guard",
        "any|guard",
        "any|belt",
        "doc|it <index>",
        "doc|it <yard/gate>",
        "download|plan <plan.txt>",
        "numref|plan",
        "#failure-mode-the-belt-stops",
        "#goal-guard",
        "spec-belt.md#decision-guard",
        "spec-gate.md",
        "gate.md#failure-mode-the-belt-stops",
        "index.rst",
        "plan.txt",
    ),
    "goal": ("Lorries leave in 9 minutes", "Guard on duty", "The belt runs"),
    "goal_id": ("", "guard"),
    "decision": ("Guard on duty", "Where it runs", "The belt stops", "*Guard* on `duty`"),
    "decision_id": ("guard", "", "the-belt-stops", "Guard!"),
    "decision_link": ("", "mitigates|the belt stops", "supersedes|gate.guard", "mitigates|nothing"),
    "rationale": ("Nights are quiet", "Nights are loud", "@"),
    "failure": ("The belt stops", "The motor stops", "Guard on duty", "Über & <b>"),
    "failure_id": ("", "the-belt-stops", "motor"),
    "probability": ("Low", "High", "Very Low", "Rare"),
    "mitigation": ("Call the guard", "@", "Call @ twice"),
    "metric": ("95 % of lorries leave within 9 minutes", "It is fast"),
    "metric_link": ("", "verifies|guard", "verifies|lorries leave in 9 minutes; belt.guard"),
    "question": ("Who has the key?", "Guard on duty?"),
    "deadline": ("2026-06-01", "before v1"),
    "question_link": ("", "blocks|guard", "blocks|night-shift.where-it-runs"),
    "more": (
        *("", "twice", "snippet", "only", "image", "misplaced", "unknown option"),
        *("include", "findings", "ignored", "ignored here"),
    ),
}

#: Files that pages include, and whose changes are theirs: some text, and a spec that lies outside.
SNIPPET = "snippet.txt"
OUTSIDE = "../specs/spec-lamp.md"

#: The sources beside the pages; `index` shows all of them by a glob.
FILES = {
    "index.rst": """\
Depot
=====

See :spec:ref:`guard`, :spec:failure-mode:`belt.the-belt-stops`, :spec:decision:`gate.guard` and
:spec:spec:`gate`.

.. toctree::
   :hidden:
   :glob:

   *
   yard/*
""",
    SNIPPET: "The night is long.\n",
    OUTSIDE: """\
# Spec: Lamp
**Status:** Draft
**Date:** 2026-04-20
**Author:** N. Okafor

## Goals
- Every lamp burns, see [the guard](spec-belt.md#decision-guard) and [nobody](#goal-nobody)

## Failure Modes
| Failure | Probability | Impact | Mitigation |
|---|---|---|---|
| The belt stops | Low | Wet | Call {spec:ref}`belt.guard` (mitigates [it](#failure-mode-it)) |
""",
    "plan.txt": "Gate, belt, gate.\n",
    "plan.png": "\x89PNG\r\n\x1a\n",
}


@dataclass
class Page:
    """A spec, or a page that only looks like one, by the values at each of its places."""

    values: dict[str, str] = field(
        default_factory=lambda: {key: values[0] for key, values in VALUES.items()}
    )

    def __getitem__(self, key: str) -> str:
        return self.values[key].replace("@", _pointer(self.values["pointer"], self.is_rst))

    @property
    def is_rst(self) -> bool:
        """Whether the page is written in reStructuredText."""
        return self.values["surface"] == RST

    @property
    def suffix(self) -> str:
        """The suffix of the page's file."""
        return ".rst" if self.is_rst else ".md"

    @property
    def text(self) -> str:
        """The whole file."""
        return "\n".join(_above(self) + _below(self)) + "\n"


def _pointer(said: str, is_rst: bool) -> str:
    """A reference, in the markup of the page."""
    role, bar, target = said.partition("|")
    if not bar:
        return f"`there <{said}>`_" if is_rst else f"[there]({said})"
    name = role if role in ("any", "doc", "download", "numref") else f"spec:{role}"
    return f":{name}:`{target}`" if is_rst else f"{{{name}}}`{target}`"


def _above(page: Page) -> list[str]:
    """Title, header and prose."""
    title = page["prefix"] + page["title"]
    prose = f"{page['prose']} See {_pointer(page['pointer'], page.is_rst)}."
    if page.is_rst:
        lines = [f":spec: {page['metadata']}", ""] if page["metadata"] else []
        lines += [title, "=" * len(title), ""]
        lines += [f":Status: {page['status']}", ":Date: 2026-04-20", ":Author: N. Okafor", ""]
    else:
        lines = ["---", f"spec: {page['metadata']}", "---"] if page["metadata"] else []
        lines += [f"# {title}", f"**Status:** {page['status']}", "**Date:** 2026-04-20"]
        lines += ["**Author:** N. Okafor", ""]
    return [*lines, *_heading(page, 2, "Background and Context"), prose, *_more(page)]


def _more(page: Page) -> list[str]:
    """What only some pages have: things that other files and the build decide on."""
    match page["more"], page.is_rst:
        case "snippet", True:
            return ["", f".. include:: /{SNIPPET}"]
        case "snippet", False:
            return ["", f"```{{include}} /{SNIPPET}", "```"]
        case "only", True:
            return ["", ".. only:: html", "", "   Only here."]
        case "only", False:
            return ["", "```{only} html", "Only here.", "```"]
        case "image", True:
            return ["", ".. _plan:", "", ".. figure:: /plan.png", "", "   The plan"]
        case "image", False:
            return ["", "(plan)=", "```{figure} /plan.png", "The plan", "```"]
        case "include", True:
            return ["", f".. spec-include:: /{OUTSIDE}"]
        case "include", False:
            return ["", f"```{{spec-include}} /{OUTSIDE}", "```"]
        case "findings", True:
            return ["", ".. spec-findings::", "   :severity: info"]
        case "findings", False:
            return ["", "```{spec-findings}", ":severity: info", "```"]
        case "ignored", True:
            return ["", ".. spec: ignore-file[SPEC4, SPEC703] later"]
        case "ignored", False:
            return ["", "<!-- spec: ignore-file[SPEC4, SPEC703] later -->"]
        case "ignored here", True:
            return ["", ".. spec: ignore-section[SPEC703] here"]
        case "ignored here", False:
            return ["", "<!-- spec: ignore-section[SPEC703] here -->"]
        case "misplaced", _:
            return ["", *_directive(page, "open-question", "Whose is this?", {}, "")]
        case "unknown option", _:
            return ["", *_directive(page, "spec-goal", "Stop", {"owner": "N. Okafor"}, "")]
    return []


def _below(page: Page) -> list[str]:
    """The sections with items in them."""
    lines = ["", *_heading(page, 2, "Goals"), *_goal(page)]
    lines += ["", *_heading(page, 2, "Design")]
    lines += ["", *_heading(page, 3, "Key Design Decisions"), *_decision(page)]
    lines += ["", *_heading(page, 2, "Failure Modes"), *_failure(page)]
    lines += ["", *_heading(page, 2, "Success Metrics"), *_metric(page)]
    lines += ["", *_heading(page, 2, "Open Questions"), *_question(page)]
    return lines


def _goal(page: Page) -> list[str]:
    if page["surface"] == MARKDOWN:
        return [f"- {page['goal']}{_id(page['goal_id'])}"]
    return _directive(page, "spec-goal", page["goal"], {"id": page["goal_id"]}, "")


def _decision(page: Page) -> list[str]:
    if page["surface"] == MARKDOWN:
        first = page["decision"] + _id(page["decision_id"])
        last = page["rationale"] + _links(page["decision_link"])
        return [
            "| Decision | Options Considered | Chosen | Rationale |",
            "|---|---|---|---|",
            f"| {first} | Two, one | One | {last} |",
        ]
    options = {"id": page["decision_id"], "options": "Two, one", "chosen": "One"}
    options |= _options(page["decision_link"])
    return _directive(page, "spec-decision", page["decision"], options, page["rationale"])


def _failure(page: Page) -> list[str]:
    twice = 2 if page["more"] == "twice" else 1
    if page["surface"] == MARKDOWN:
        first = page["failure"] + _id(page["failure_id"])
        return [
            "| Failure | Probability | Impact | Mitigation |",
            "|---|---|---|---|",
            *[f"| {first} | {page['probability']} | High | {page['mitigation']} |"] * twice,
        ]
    options = {"id": page["failure_id"], "probability": page["probability"], "impact": "High"}
    found = _directive(page, "failure-mode", page["failure"], options, page["mitigation"])
    return [*found, ""] * twice


def _metric(page: Page) -> list[str]:
    if page["surface"] == MARKDOWN:
        return [f"- {page['metric']}{_links(page['metric_link'])}"]
    return _directive(page, "success-metric", page["metric"], _options(page["metric_link"]), "")


def _question(page: Page) -> list[str]:
    if page["surface"] == MARKDOWN:
        text = page["question"] + _links(page["question_link"])
        return [f"1. {text} — Owner: N. Okafor, Deadline: {page['deadline']}"]
    options = {"owner": "N. Okafor", "deadline": page["deadline"]}
    options |= _options(page["question_link"])
    return _directive(page, "open-question", page["question"], options, "")


def _heading(page: Page, level: int, text: str) -> list[str]:
    if page.is_rst:
        return [text, "=-~"[level - 1] * len(text), ""]
    return ["#" * level + f" {text}", ""]


def _directive(
    page: Page, name: str, argument: str, options: dict[str, str], body: str
) -> list[str]:
    given = [f":{key}: {value}" for key, value in options.items() if value]
    if page.is_rst:
        inside = [f"   {line}" for line in [*given, *(["", body] if body else [])]]
        return [f".. {name}:: {argument}", *(line.rstrip() for line in inside)]
    return [f"```{{{name}}} {argument}", *given, *(["", body] if body else []), "```"]


def _id(said: str) -> str:
    return f" <!-- #{said} -->" if said else ""


def _options(said: str) -> dict[str, str]:
    """A typed link as the option of a directive."""
    verb, _, targets = said.partition("|")
    return {verb: targets} if verb else {}


def _links(said: str) -> str:
    """A typed link in canonical Markdown, which says where each one leads."""
    verb, _, targets = said.partition("|")
    kind = {"mitigates": "failure-mode", "verifies": "goal"}.get(verb, "decision")
    found = []
    for target in targets.split("; "):
        spec, dot, name = target.rpartition(".")
        file = f"spec-{spec}.md" if dot else ""
        found.append(f"[{name}]({file}#{kind}-{name.replace(' ', '-')})")
    return f" ({verb} {', '.join(found)})" if verb else ""
