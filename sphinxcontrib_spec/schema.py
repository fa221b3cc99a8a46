"""The format, said once: its header, sections, items, columns, links, levels and placeholders.

Everything here is plain data. A reader, a writer, a directive, a JSON Schema and a blank
spec are all made from these tables, so a column that is added here is added everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Part = Literal["argument", "option", "body"]
Holds = Literal["text", "level"]
Shape = Literal["table", "bullets", "numbers"]
Content = Literal["prose", "items", "code", "steps", "sections", "free"]

TITLE_PREFIX = "Spec:"
TITLE_PLACEHOLDER = "[Title]"
FILE_PREFIX = "spec-"

#: The name of the file with all specs of a project as data, and of the JSON Schema beside it.
DATA_FILE = "specs.json"
DATA_SCHEMA_FILE = "specs.schema.json"

#: The directive that embeds Markdown in a page of another markup, and its option for the
#: indentation of the whole text.
MARKDOWN_DIRECTIVE = "spec-markdown"
INDENT_OPTION = "indent"
DEEPEST_INDENT = 99

#: The directive that includes a Markdown file from outside of the source directory.
INCLUDE_DIRECTIVE = "spec-include"

#: The text of a section that has nothing to list.
NOTHING = "None."


@dataclass(frozen=True, slots=True)
class HeaderField:
    """One `**Key:** value` line under the title.

    `form` is what a value looks like, as advice says it. `aliases` are other words for the label,
    in lower case: they are not read as it, but taken for what was meant.
    """

    key: str
    label: str
    default: str
    form: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One column of an item table, or one named part of a list item.

    `part` says where a directive takes it from; `options` are its option names, the first
    being the one we write. `samples` are the template's placeholders, one for each item.
    """

    key: str
    label: str
    part: Part
    samples: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    holds: Holds = "text"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of item; `name` is its role, object type, anchor prefix and JSON spelling."""

    name: str
    directive: str
    label: str
    plural: str
    section: str
    shape: Shape
    letter: str
    fields: tuple[Field, ...]

    @property
    def title(self) -> Field:
        """The field an item is called by: the first cell, or the list item's text."""
        return self.fields[0]

    @property
    def body(self) -> Field | None:
        """The field a directive's body fills, if the kind has one."""
        return next((field for field in self.fields if field.part == "body"), None)

    @property
    def last(self) -> Field:
        """The field that typed links end."""
        return self.fields[-1] if self.shape == "table" else self.fields[0]


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of the format, what belongs under it, and the template's text for it."""

    key: str
    heading: str
    content: Content
    level: int = 2
    kind: str = ""
    optional: bool = False
    samples: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkType:
    """A typed link from one kind of item to another; `passive` names it at the other end."""

    verb: str
    passive: str
    source: str
    target: str


HEADER = (
    HeaderField("status", "Status", "Draft", "Draft", ("phase", "stage", "state")),
    HeaderField(
        "date",
        "Date",
        "[YYYY-MM-DD]",
        "<YYYY-MM-DD>",
        ("created", "created at", "created on", "last updated", "updated"),
    ),
    HeaderField("author", "Author", "Claude", "<name>", ("by", "owner", "owners", "written by")),
)

LEVELS = ("Low", "Medium", "High")

#: The level cell of the template, not filled in.
LEVEL_PLACEHOLDER = "/".join(LEVELS)

#: Other words for a level, in lower case.
LEVEL_ALIASES = {
    "very low": "Low",
    "very high": "High",
    "critical": "High",
    "moderate": "Medium",
    "med": "Medium",
    "l": "Low",
    "m": "Medium",
    "h": "High",
}

STATUSES = (
    "Draft",
    "Proposed",
    "In Review",
    "Accepted",
    "Approved",
    "Active",
    "In Progress",
    "Implemented",
    "Complete",
    "Shipped",
    "Rejected",
    "Superseded",
    "Deprecated",
    "Withdrawn",
)

KINDS = (
    Kind(
        "decision", "spec-decision", "Decision", "Decisions", "key_design_decisions", "table", "D",
        (
            Field("decision", "Decision", "argument", ("[Decision 1]", "[Decision 2]"),
                  ("Decision made",)),
            Field("options_considered", "Options Considered", "option",
                  ("[Option A, Option B]", "[Option A, Option B]"),
                  ("Options", "Considered Options", "Alternatives", "Alternatives Considered"),
                  ("options-considered", "options")),
            Field("chosen", "Chosen", "option", ("[Option A]", "[Option B]"),
                  ("Choice", "Chosen Option", "Selected"), ("chosen",)),
            Field("rationale", "Rationale", "body", ("[Why]", "[Why]"),
                  ("Why", "Reason", "Reasoning", "Justification")),
        ),
    ),
    Kind(
        "failure-mode", "failure-mode", "Failure mode", "Failure modes", "failure_modes",
        "table", "F",
        (
            Field("failure", "Failure", "argument", ("[What can go wrong]",),
                  ("Failure mode", "Risk", "Scenario")),
            Field("probability", "Probability", "option", (LEVEL_PLACEHOLDER,),
                  ("Likelihood", "Prob"), ("probability",), "level"),
            Field("impact", "Impact", "option", (LEVEL_PLACEHOLDER,), ("Severity",),
                  ("impact",), "level"),
            Field("mitigation", "Mitigation", "body", ("[How it is handled]",),
                  ("Handling", "Response", "Mitigations", "Mitigation strategy")),
        ),
    ),
    Kind(
        "success-metric", "success-metric", "Success metric", "Success metrics",
        "success_metrics", "bullets", "M",
        (
            Field("text", "Metric", "argument", (
                '[Measurable criterion 1 — e.g., "p99 latency < 500ms under 1000 req/s"]',
                '[Measurable criterion 2 — e.g., "Error rate < 0.1% over 7-day rolling window"]',
                '[Measurable criterion 3 — e.g., "Adopted by 3 teams within 60 days of launch"]',
            ), ("Criterion", "Success metric")),
            Field("body", "Details", "body", ()),
        ),
    ),
    Kind(
        "goal", "spec-goal", "Goal", "Goals", "goals", "bullets", "G",
        (
            Field("text", "Goal", "argument", (
                "[Concrete, measurable outcome 1]",
                "[Concrete, measurable outcome 2]",
                "[Concrete, measurable outcome 3]",
            )),
            Field("body", "Details", "body", ()),
        ),
    ),
    Kind(
        "non-goal", "spec-non-goal", "Non-goal", "Non-goals", "non_goals", "bullets", "N",
        (
            Field("text", "Non-goal", "argument", (
                "[Explicitly out of scope item 1]",
                "[Explicitly out of scope item 2]",
            )),
            Field("body", "Details", "body", ()),
        ),
    ),
    Kind(
        "open-question", "open-question", "Open question", "Open questions",
        "open_questions", "numbers", "Q",
        (
            Field("question", "Question", "argument",
                  ("[Unresolved question]", "[Unresolved question]")),
            Field("owner", "Owner", "option", ("[name or TBD]", "[name or TBD]"),
                  ("Assignee", "Who"), ("owner",)),
            Field("deadline", "Deadline", "option", ("[date or TBD]", "[date or TBD]"),
                  ("Due", "Due date", "Target date", "Needed by"), ("deadline",)),
            Field("body", "Details", "body", ()),
        ),
    ),
)  # fmt: skip

SECTIONS = (
    Section(
        "problem_statement", "Problem Statement", "prose",
        samples=((
            "[3-6 sentences of prose. No bullets. Describes what problem is being solved,\n"
            "why it matters, and who is affected.]"
        ),),
    ),
    Section("goals", "Goals", "items", kind="goal"),
    Section("non_goals", "Non-Goals", "items", kind="non-goal"),
    Section(
        "background_and_context", "Background and Context", "prose",
        samples=((
            "[Prior art, related systems, or context needed to understand the design.\n"
            "1-3 paragraphs. Include links to related docs if known.]"
        ),),
    ),
    Section(
        "design", "Design", "sections",
        sections=(
            Section(
                "api_interface", "API / Interface", "code", 3,
                samples=((
                    "[The public surface area. Functions, endpoints, decorators, CLI commands.\n"
                    "Always use code blocks. Never describe code in prose only.]"
                ),),
            ),
            Section(
                "data_model", "Data Model", "code", 3,
                samples=((
                    "[Key data structures, schemas, artifact shapes.\n"
                    "Always use code blocks. Never describe schemas in prose only.]"
                ),),
            ),
            Section(
                "workflow_sequence", "Workflow / Sequence", "steps", 3,
                samples=((
                    "[Step-by-step description of how the system works end-to-end.\n"
                    "Numbered steps. May include a simple ASCII diagram.]"
                ),),
            ),
            Section(
                "key_design_decisions", "Key Design Decisions", "items", 3, kind="decision"
            ),
        ),
    ),
    Section("failure_modes", "Failure Modes", "items", kind="failure-mode"),
    Section("success_metrics", "Success Metrics", "items", kind="success-metric"),
    Section("open_questions", "Open Questions", "items", kind="open-question"),
    Section(
        "appendix", "Appendix", "free", optional=True,
        samples=(
            "[Optional. Detailed examples, alternative designs considered, references.]",
        ),
    ),
)  # fmt: skip

LINKS = (
    LinkType("mitigates", "mitigated by", "decision", "failure-mode"),
    LinkType("verifies", "verified by", "success-metric", "goal"),
    LinkType("blocks", "blocked by", "open-question", "decision"),
    LinkType("supersedes", "superseded by", "decision", "decision"),
)

# The lookup tables below are made from the tables above, and never changed.

HEADER_FIELD = {field.label: field for field in HEADER}
#: The same by the label in lower case, to look up a label in any case.
KNOWN_LABEL = {field.label.lower(): field for field in HEADER}
KIND = {kind.name: kind for kind in KINDS}
DIRECTIVE = {kind.directive: kind for kind in KINDS}
SECTION = {part.key: part for section in SECTIONS for part in (section, *section.sections)}
LINK = {link.verb: link for link in LINKS}

#: Options that every item directive takes.
COMMON_OPTIONS = ("id", "class")


def option_names(kind: Kind) -> tuple[str, ...]:
    """All options of the directive for this kind."""
    own = (name for field in kind.fields for name in field.options)
    links = (link.verb for link in LINKS if link.source == kind.name)
    return (*own, *COMMON_OPTIONS, *links)


#: Every bracketed string of the template, once per occurrence: 32 in all.
PLACEHOLDERS = (
    TITLE_PLACEHOLDER,
    *(field.default for field in HEADER if field.default.startswith("[")),
    *(
        sample
        for section in SECTION.values()
        for samples in (
            section.samples,
            *(field.samples for field in (KIND[section.kind].fields if section.kind else ())),
        )
        for sample in samples
        if sample.startswith("[")
    ),
)
