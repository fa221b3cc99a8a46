"""What fixes make of whole files, and that they leave every other byte alone."""

from __future__ import annotations

import pickle
import re
from collections import Counter
from collections.abc import Callable, Iterable

import ferry
import parcels
import pytest
import tapes
import vents
import wild
from hypothesis import example, given, settings
from hypothesis import strategies as st
from program import Folder

from sphinxcontrib_spec.fixing import Fixed, edits, fixed, passes, with_edits
from sphinxcontrib_spec.fixing.merge import Original
from sphinxcontrib_spec.fixing.passes import Press
from sphinxcontrib_spec.reader import read
from sphinxcontrib_spec.rules import RULES, Edit, Finding, check
from sphinxcontrib_spec.writer import write

#: Which rules can fix what they find, and whether they do so without changing what is meant.
SAFETY = {
    "SPEC101": "unsafe",  # a new name for the file, to which others may link
    "SPEC102": "unsafe",
    "SPEC104": "safe",  # the prefix of the title
    "SPEC105": "safe",  # a status: what says none is a draft
    "SPEC106": "safe",  # the case of a status
    "SPEC108": "safe",  # a date that can be read in one way only
    "SPEC110": "safe",  # the form of the header
    "SPEC111": "unsafe",  # a section with placeholders
    "SPEC112": "unsafe",  # the order of the sections
    "SPEC114": "safe",  # the level of a heading
    "SPEC115": "safe",  # how a heading is spelt
    "SPEC117": "unsafe",  # a part of Design with placeholders
    "SPEC304": "safe",  # a fence around code
    "SPEC311": "safe",  # numbers instead of bullets
    "SPEC312": "safe",  # numbers in order
    "SPEC321": "safe",  # the name of a column
    "SPEC401": "safe",
    "SPEC405": "safe",  # the case of a level
    "SPEC211": "safe",  # bullets instead of numbers
    "SPEC221": "safe",
    "SPEC501": "safe",  # bullets instead of numbers
    "SPEC601": "safe",  # numbers instead of bullets
    "SPEC602": "unsafe",  # an owner to be determined
    "SPEC603": "unsafe",  # a deadline to be determined
    "SPEC611": "safe",  # an empty Appendix goes
    "SPEC707": "safe",  # the anchor of a typed link
    "SPEC801": "safe",  # backticks
    "SPEC802": "safe",
    "SPEC803": "safe",  # a backslash
    "SPEC902": "safe",  # a code in a comment goes, and the comment with its last one
}

HEADER = tapes.TEXT.split("\n\n")[0]


def only(code: str) -> Callable[[Iterable[Finding]], list[Finding]]:
    return lambda found: [finding for finding in found if finding.code == code]


def fix(text: str, code: str = "", *, unsafe: bool = False, file_name: str = "") -> Fixed:
    """A text with the fixes of one rule, or of all."""
    return fixed(
        text,
        "spec-x.md",
        file_name=file_name,
        unsafe=unsafe,
        selected=only(code) if code else tuple,
    )


def whole(fragment: str) -> str:
    """A fragment as a whole spec, below the front matter that it may begin with."""
    _, front, rest = re.split(r"\A(---\n.*?\n---\n\n|)", fragment, maxsplit=1, flags=re.DOTALL)
    return front + tapes.completed(rest)


def severe(text: str) -> Counter[str]:
    found = check(read(text, "spec-x.md"))
    return Counter(finding.code for finding in found if finding.severity != "info")


def test_which_rules_have_fixes(folder: Folder) -> None:
    assert {rule.code: rule.fix for rule in RULES if rule.fix} == SAFETY
    said = {code: folder.run("rule", code).out for code in ("SPEC116", "SPEC405", "SPEC602")}
    assert "\n\nFix: none\n\n" in said["SPEC116"]
    assert "\n\nFix: safe, with --fix\n\n" in said["SPEC405"]
    assert "\n\nFix: unsafe, with --fix --unsafe-fixes\n\n" in said["SPEC602"]


HEAD = "# Spec: Tape Archive\n"
FAILURES = "## Failure Modes\n| Failure | Probability | Impact | Mitigation |\n|---|---|---|---|\n"
QUESTIONS = "## Open Questions\n"
WORKFLOW = "### Workflow / Sequence\n"

#: A rule, a fragment of a spec, what of it is fixed, and what that becomes.
PAIRS = {
    "prefix": ("SPEC104", HEADER.replace("Spec: ", ""), "# Tape", "# Spec: Tape"),
    "prefix in a title with blanks and signs": (
        "SPEC104", HEADER.replace("# Spec: Tape Archive", "# Tape  Archive  ##"), "# T", "# Spec: T",
    ),
    "prefix in lower case": ("SPEC104", HEADER.replace("Spec: ", "spec:"), "spec:T", "Spec: T"),
    "status": (
        "SPEC105", HEADER.replace("**Status:** Draft\n", ""), "**Date", "**Status:** Draft\n**Date",
    ),
    "status without value": (
        "SPEC105", HEADER.replace(" Draft", ""), "**Status:**", "**Status:** Draft",
    ),
    "status below other blocks": (
        "SPEC105", HEAD + "\n[TOC]\n\n**Date:** 2026-04-14", "**Date", "**Status:** Draft\n**Date",
    ),
    "status, no header": ("SPEC105", HEAD + "\nWords.", HEAD, HEAD + "\n**Status:** Draft\n"),
    "status with hard breaks": (
        "SPEC105", HEAD + "**Date:** 2026-04-14\\\n**Author:** I. O.",
        "**Date:** 2", "**Status:** Draft\\\n**Date:** 2",
    ),
    "status in a list": (
        "SPEC105", HEAD + "\n* **Date**: 2026-04-14\n* Author: I. O.", "* **D",
        "* **Status**: Draft\n* **D",
    ),
    "status among fields": (
        "SPEC105", HEAD + "\n:Date: 2026-04-14\n", ":Date", ":Status: Draft\n:Date",
    ),
    "status in front matter": (
        "SPEC105", f"---\nid: 4\ndate: 2026-04-14\n---\n\n{HEAD}\nWords.", "id: 4", "status: Draft\nid: 4",
    ),
    "case of a status": (
        "SPEC106", HEADER.replace("Draft", "DRAFT (round 2)"), "DRAFT (", "Draft (",
    ),
    "case of a status in front matter": (
        "SPEC106", f"---\nstatus: 'in review'\n---\n\n{HEAD}\nWords.", "in review", "In Review",
    ),
    "case of a status in brackets": (
        "SPEC106", f"---\nstatus: [draft]\n---\n\n{HEAD}\nWords.", "[draft]", "[draft]",
    ),
    "case of a status before a comment": (
        "SPEC106", f"---\nstatus: draft # second\n---\n\n{HEAD}\nWords.", "draft #", "draft #",
    ),
    "case of a status in a column": (
        "SPEC106", f"{HEAD}| Status | Date |\n|---|---|\n| draft | 2026-04-14 |\n", "| draft", "| draft",
    ),
    "unknown status": ("SPEC106", HEADER.replace("Draft", "Nearly"), "Nearly", "Nearly"),
    "date": ("SPEC108", HEADER.replace("2026-04-14", "2026/4/5"), "2026/4/5", "2026-04-05"),
    "date, day first": (
        "SPEC108", HEADER.replace("2026-04-14", "14.4.2026"), "14.4.2026", "2026-04-14",
    ),
    "date that may be two": (
        "SPEC108", HEADER.replace("2026-04-14", "04/05/2026"), "04/05", "04/05",
    ),
    "header as a list": (
        "SPEC110", HEAD + "\n- Status: Draft\n- **Date**: 2026-04-14\n- Author: I. O.\n",
        "- Status: Draft\n- **Date**: 2026-04-14\n- Author: ",
        "**Status:** Draft\n**Date:** 2026-04-14\n**Author:** ",
    ),
    "header as a table": (
        "SPEC110", HEAD + "\n| Status | Draft |\n|---|---|\n| Date | 2026-04-14 |\n",
        "| Status | Draft |\n|---|---|\n| Date | 2026-04-14 |",
        "**Status:** Draft\n**Date:** 2026-04-14",
    ),
    "header as a table of columns": (
        "SPEC110",
        HEAD + "\n| Status | Date | Author |\n|---|---|---|\n| Draft | 2026-04-14 | I. O. |\n",
        "| Status | Date | Author |\n|---|---|---|\n| Draft | 2026-04-14 | I. O. |",
        "**Status:** Draft\n**Date:** 2026-04-14\n**Author:** I. O.",
    ),
    "header as a table of two columns": (
        "SPEC110", HEAD + "\n| Status | Date |\n|---|---|\n| Draft | 2026-04-14 |\n",
        "| Status | Date |\n|---|---|\n| Draft | 2026-04-14 |",
        "**Status:** Draft\n**Date:** 2026-04-14",
    ),
    "header as a table of two pairs a row": (
        "SPEC110",
        HEAD + "\n| Status | Draft | Author | I. O. |\n|---|---|---|---|\n| Date | 2026-04-14 | Version | 3 |\n",
        "| Status | Draft | Author | I. O. |\n|---|---|---|---|\n| Date | 2026-04-14 | Version | 3 |",
        "**Status:** Draft\n**Author:** I. O.\n**Date:** 2026-04-14\n**Version:** 3",
    ),
    "table of which nobody knows what are keys": (
        "SPEC110", HEAD + "\n| Author | Team | Date |\n|---|---|---|\n| Status | A | B |\n",
        "| Author", "| Author",
    ),
    "header as plain lines": (
        "SPEC110", HEAD + "\nStatus: Draft\nDate: 2026-04-14", "Status: Draft\nDate:",
        "**Status:** Draft\n**Date:**",
    ),
    "header with colons outside": (
        "SPEC110", HEAD + "**Status**: Draft · **Date**: 2026-04-14", "**Status**: Draft · **Date**:",
        "**Status:** Draft\n**Date:**",
    ),
    "header as fields": (
        "SPEC110", HEAD + "\n:Status: Draft\n:Date: 2026-04-14", ":Status: Draft\n:Date:",
        "**Status:** Draft\n**Date:**",
    ),
    "header as front matter": (
        "SPEC110", f"---\nstatus: Draft\ndate: '2026-04-14'\n---\n\n{HEAD}\nWords.",
        f"---\nstatus: Draft\ndate: '2026-04-14'\n---\n\n{HEAD}",
        f"{HEAD}\n**Status:** Draft\n**Date:** 2026-04-14\n",
    ),
    "header in front matter with more": (
        "SPEC110", f"---\norphan: true\nstatus: Draft\n---\n\n{HEAD}\nWords.",
        f"true\nstatus: Draft\n---\n\n{HEAD}", f"true\n---\n\n{HEAD}\n**Status:** Draft\n",
    ),
    "front matter with a quote in quotes": (
        "SPEC110", f"---\nauthor: 'Ida O''Neil'\nid: 4\n---\n\n{HEAD}\nWords.",
        f"author: 'Ida O''Neil'\nid: 4\n---\n\n{HEAD}",
        f"id: 4\n---\n\n{HEAD}\n**Author:** Ida O'Neil\n",
    ),
    "front matter in several lines": (
        "SPEC110", f"---\nstatus: Draft\nauthor:\n- Ida\n- Bo\n---\n\n{HEAD}\nWords.", "- Ida", "- Ida",
    ),
    "front matter that is more than words": (
        "SPEC110", f"---\nstatus: &s Draft\ndate: 2026-04-14\n---\n\n{HEAD}\nWords.", "&s", "&s",
    ),
    "header list with other words": (
        "SPEC110", HEAD + "\n- Status: Draft\n- to be read by all", "- Status", "- Status",
    ),
    "signs that end values": (
        "SPEC110", HEAD + "\n- Author: Ren&eacute;, Ltd.;\n- Status: Draft\n- Share: srv\\docs\\\n",
        "- Author: Ren&eacute;, Ltd.;\n- Status: Draft\n- Share: ",
        "**Author:** Ren&eacute;, Ltd.;\n**Status:** Draft\n**Share:** ",
    ),
    "signs between keys on a line": (
        "SPEC110", HEAD + "**Author:** Ren&eacute;; **Team:** A&amp;B | **Status:** Draft",
        "&eacute;; **Team:** A&amp;B | **", "&eacute;\n**Team:** A&amp;B\n**",
    ),
    "backslash that would break a line": (
        "SPEC110", HEAD + "\n- Share: srv\\docs\\\n- Status: Draft\n", "- Share", "- Share",
    ),
    "level": (
        "SPEC114", "#### Success Metrics\n- 1 h\n\n##### Later\nWords.\n",
        "#### Success Metrics\n- 1 h\n\n##### Later", "## Success Metrics\n- 1 h\n\n### Later",
    ),
    "level of a part": (
        "SPEC114", "## Data Model\nWords.\n\n### Keys\nWords.\n",
        "## Data Model\nWords.\n\n### Keys", "### Data Model\nWords.\n\n#### Keys",
    ),
    "case of a heading": ("SPEC115", "## NON  GOALS\n- Tapes\n", "NON  GOALS", "Non-Goals"),
    "number of a heading": ("SPEC115", "## 3. Goals\n- Tapes\n", "## 3. Goals", "## Goals"),
    "and in a heading": (
        "SPEC115", "## Background & Context\nWords.\n", "Background & Context",
        "Background and Context",
    ),
    "fence": (
        "SPEC304", "### Data Model\nOne record a file:\n\n    path:block\n      sha256\n",
        "    path:block\n      sha256\n", "```\npath:block\n  sha256\n```\n",
    ),
    "fence with ticks and a tab": (
        "SPEC304", "### Data Model\n\n\t``` is no fence here\n", "\t``` is no fence here\n",
        "````\n``` is no fence here\n````\n",
    ),
    "steps": (
        "SPEC311", WORKFLOW + "* Scan\n  - twice\n\n  more\n* Copy\n\n```text\na\n```\n\n- Verify\n",
        "* Scan\n  - twice\n\n  more\n* Copy\n\n```text\na\n```\n\n- Verify",
        "1. Scan\n   - twice\n\n   more\n2. Copy\n\n```text\na\n```\n\n3. Verify",
    ),
    "questions with air behind their signs": (
        "SPEC601", QUESTIONS + "-   Who pays?\n\n    ```text\n    a\n    ```\n-   Who sorts?\n",
        "-   Who pays?\n\n    ```text\n    a\n    ```\n-   Who sorts?",
        "1. Who pays?\n\n   ```text\n   a\n   ```\n2. Who sorts?",
    ),
    "goals with air behind their numbers": (
        "SPEC211", "## Goals\n1.  Two copies\n\n    of every file\n2.  Three\n    months\n",
        "1.  Two copies\n\n    of every file\n2.  Three\n    months",
        "- Two copies\n\n  of every file\n- Three\n  months",
    ),
    "questions that are set in": (
        "SPEC601", QUESTIONS + "  * Who pays?\n    And when?\n\n      - in May\n  * Who sorts?\n",
        "  * Who pays?\n    And when?\n\n      - in May\n  * Who sorts?",
        "1. Who pays?\n   And when?\n\n     - in May\n2. Who sorts?",
    ),
    "numbers of steps": (
        "SPEC312", WORKFLOW + "1. Scan\n3. Copy\n   - twice\n\n```text\na\n```\n\n4. Verify\n",
        "3. Copy\n   - twice\n\n```text\na\n```\n\n4. V", "2. Copy\n   - twice\n\n```text\na\n```\n\n3. V",
    ),
    "numbers of more than nine steps": (
        "SPEC312", WORKFLOW + "".join(f"{n}. Step\n" for n in range(1, 10)) + "9. Last\n   of all\n",
        "9. Last\n   of all", "10. Last\n    of all",
    ),
    "numbers of steps in code": (
        "SPEC312", WORKFLOW + "```text\n2) Scan\n   7. twice\n2) Copy\n```\n",
        "2) Scan\n   7. twice\n2) Copy", "1) Scan\n   7. twice\n2) Copy",
    ),
    "columns": (
        "SPEC401", FAILURES.replace("Failure |", "Risk |").replace("Impact", "severity"),
        "Risk | Probability | severity", "Failure | Probability | Impact",
    ),
    "column that only looks like one": (
        "SPEC401", FAILURES.replace("Failure |", "Threat |"), "Threat", "Threat",
    ),
    "columns of other formats": (
        "SPEC321", "### Key Design Decisions\n| Decision | Considered Options | Selected | Justification |"
        "\n|---|---|---|---|\n| Medium | Tape, disk | Tape | Price |\n",
        "Considered Options | Selected | Justification", "Options Considered | Chosen | Rationale",
    ),
    "columns of decisions": (
        "SPEC321", "### Key Design Decisions\n| Why | Decision | Choice | Alternatives |\n|---|---|---|---|\n",
        "| Why | Decision | Choice | Alternatives |",
        "| Rationale | Decision | Chosen | Options Considered |",
    ),
    "case of levels": (
        "SPEC405", FAILURES + "| Dust | LOW | high (at noon) | Wait |\n", "LOW | high", "Low | High",
    ),
    "bullets": (
        "SPEC501", "## Success Metrics\n1) 1 h\n2) 2 h\n   or less\n\n   more\n",
        "1) 1 h\n2) 2 h\n   or less\n\n   more", "- 1 h\n- 2 h\n  or less\n\n  more",
    ),
    "numbers of questions": (
        "SPEC601", QUESTIONS + "* Who? — Owner: A, Deadline: TBD\n* What?\n\n**Later**\n\n* When?\n",
        "* Who? — Owner: A, Deadline: TBD\n* What?\n\n**Later**\n\n* When?",
        "1. Who? — Owner: A, Deadline: TBD\n2. What?\n\n**Later**\n\n3. When?",
    ),
    "questions in prose": (
        "SPEC601", QUESTIONS + "Who pays for it,\nand how?\n\nWhen?\n",
        "Who pays for it,\nand how?\n\nWhen?", "1. Who pays for it,\n   and how?\n2. When?",
    ),
    "appendix": ("SPEC611", "## Appendix\n", "\n\n## Appendix\n", "\n"),
    "appendix with a comment": (
        "SPEC611", "## Appendix\n<!-- later -->\n", "## Appendix", "## Appendix",
    ),
    "tags": (
        "SPEC801", "## Goals\n- /index/<barcode>.json, <lto> and <k>a</k>\n",
        "/index/<barcode>.json, <lto> and <k>a</k>", "`/index/<barcode>.json`, `<lto>` and `<k>a</k>`",
    ),
    "tag in a title": (
        "SPEC801", HEADER.replace("Archive", "<Archive>"), "<Archive>", "`<Archive>`",
    ),
    "tag in a header": ("SPEC801", HEADER.replace("I. O", "<i2> O"), "<i2>", "`<i2>`"),
    "tag in a heading": ("SPEC801", "## The <lto> drive\nWords.\n", "<lto>", "`<lto>`"),
    "tag in a label": ("SPEC801", "## Goals\n- The <lto>:\n  - 1 h\n", "<lto>", "`<lto>`"),
    "tag of an owner": ("SPEC801", QUESTIONS + "1. Who? — Owner: <me>\n", "<me>", "`<me>`"),
    "tag beside a backtick": ("SPEC801", "## Goals\n- Load `<lto> in 1 h\n", "<lto>", "<lto>"),
    "tag in the first line of a fence": (
        "SPEC801", "## Goals\n```{spec-goal} Load <lto> in 1 h\n```\n", "<lto>", "<lto>",
    ),
    "tag in the first line of a fence of tildes": (
        "SPEC801", "## Goals\n~~~{spec-goal} Load <lto> in 1 h\n~~~\n", "<lto>", "`<lto>`",
    ),
    "tag in a list and in a note": (
        "SPEC801", "## Appendix\n1. a\n   - <lto> and\n\n```{note}\nsee <k>.\n```\n",
        "<lto> and\n\n```{note}\nsee <k>.", "`<lto>` and\n\n```{note}\nsee `<k>`.",
    ),
    "list below a tab behind a bullet": (
        "SPEC211", "## Goals\n1. x\n\n    -\ta\n    \t- b\n", "1. x\n\n    -\ta\n    \t- b\n",
        "- x\n\n   -   a\n       - b\n",
    ),
    "paragraph below a tab behind a bullet": (
        "SPEC601", QUESTIONS + "- Who? — Owner: me, Deadline: TBD\n  -\ta\n\n  \tb\n  -\tc\n",
        "- Who? — Owner: me, Deadline: TBD\n  -\ta\n\n  \tb\n  -\tc",
        "1. Who? — Owner: me, Deadline: TBD\n   - a\n\n     b\n   - c",
    ),
    "tabs in code below a goal": (
        "SPEC211", "## Goals\n1. x\n\n   ```\n   -\ta\n   ```\n", "1. x\n\n   ```\n   -\ta\n   ```\n",
        "- x\n\n  ```\n  -\ta\n  ```\n",
    ),
    "steps with a tab behind a bullet": (
        "SPEC311", WORKFLOW + "- x\n\n  -\ta\n\n  \tb\n", "-\ta", "-\ta",
    ),
    "steps with a tab before a bullet": (
        "SPEC311", WORKFLOW + "- x\n\t- a\n\n\t  b\n", "- x\n\t- a", "1. x\n\t- a",
    ),
    "footnote of two paragraphs": (
        "SPEC304", "### Data Model\nOne record.[^a]\n\n[^a]: For tapes.\n\n    And for reels.\n",
        "    And for reels.", "    And for reels.",
    ),
    "code behind a footnote": (
        "SPEC304", "### Data Model\n[^a]: Tapes.\n\n[log]: http://x.org\n\n    path:block\n",
        "    path:block\n", "```\npath:block\n```\n",
    ),
    "no tag in the code of a language in braces": (
        "SPEC801", "## Appendix\n```{python}\nlist<Key>\n```\n", "<Key>", "<Key>",
    ),
    "tag between colons": (
        "SPEC801", "## Appendix\n::: {.callout-tip}\nsee <k>.\n:::\n", "<k>", "`<k>`",
    ),
    "owner in parentheses": (
        "SPEC602", QUESTIONS + "1. Who? *(Owner: me; due: 2026-05-01)*\n\n   I do.\n",
        "*(Owner: me; due: 2026-05-01)*", "— Owner: me, Deadline: 2026-05-01",
    ),
    "owner in lines of its own": (
        "SPEC602", QUESTIONS + "1. Who?\n   **Owner:** me\n   **Deadline:** TBD\n",
        "\n   **Owner:** me\n   **Deadline:** TBD", " — Owner: me, Deadline: TBD",
    ),
    "owner in the middle": (
        "SPEC602", QUESTIONS + "1. Who (owner: me), and when?\n", "(owner: me)", "(owner: me)",
    ),
    "none": ("SPEC601", QUESTIONS + "_none_\n", "_none_", "None."),
    "numbered headings": (
        "SPEC115", "## 2. Goals\n- Two copies\n\n## 3. Non-Goals\n- One copy\n",
        "2. Goals\n- Two copies\n\n## 3. Non-Goals", "Goals\n- Two copies\n\n## Non-Goals",
    ),
    "date in words": (
        "SPEC108", HEADER.replace("2026-04-14", "April 14th, 2026"), "April 14th, 2026", "2026-04-14",
    ),
    "header with a heading row": (
        "SPEC110", HEAD + "\n| Field | Value |\n|---|---|\n| Date | 2026-04-14 |\n| Author | I. O. |\n",
        "| Field | Value |\n|---|---|\n| Date | 2026-04-14 |\n| Author | I. O. |",
        "**Date:** 2026-04-14\n**Author:** I. O.",
    ),
    "steps whose words end in a step": (
        "SPEC312", WORKFLOW + "```\n1. Scan, a step\n3. Copy\n```\n", "3. Copy", "2. Copy",
    ),
    "steps under labels in code": (
        "SPEC312", WORKFLOW + "```\nIn:\n1. a\n3. b\nOut:\n1. c\n```\n", "3. b", "2. b",
    ),
    "no names in the code of a language in braces": (
        "SPEC802", "## Appendix\n```{python}\nprint(self.__dict__)\n```\n",
        "self.__dict__", "self.__dict__",
    ),
    "names": (
        "SPEC802", "## Goals\n- drive.__exit__() is called before self.__dict__.\n",
        "drive.__exit__() is called before self.__dict__.",
        "`drive.__exit__()` is called before `self.__dict__`.",
    ),
    "pipe in code of a row": (
        "SPEC803", FAILURES + "| Dust | Low | High | `verify | mail` runs |\n",
        "verify | mail", r"verify \| mail",
    ),
    "tight pipe in code of a row": (
        "SPEC803", FAILURES + "| Dust in `a|b` | Low | High | Wait |\n", "a|b", r"a\|b",
    ),
    "pipe in code of another table": (
        "SPEC803", "## Appendix\n| a | b |\n|---|---|\n| 1 | `x  | y` |\n", "x  | y", r"x  \| y",
    ),
    "pipe that nobody knows the blanks of": (
        "SPEC803", FAILURES + "| Dust | Low | High | `verify  | mail` |\n", "y  |", "y  |",
    ),
    "pipe in code before an id": (
        "SPEC803", FAILURES + "| Dust in `a|b` <!-- #dust --> | Low | High | Wait |\n", "a|b", "a|b",
    ),
    "pipe in code before a typed link": (
        "SPEC803",
        "### Key Design Decisions\n| Decision | Options Considered | Chosen | Rationale |\n"
        "|---|---|---|---|\n"
        "| `a|b` | Tape, disk | Tape | Cheap (mitigates [Dust](#failure-mode-dust)) |\n",
        "a|b", "a|b",
    ),
    "pipe that is no code's": (
        "SPEC803", FAILURES + "| Dust | Low | High | Wait | and see |\n", "| and", "| and",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("code", "fragment", "old", "new"), PAIRS.values(), ids=PAIRS)
def test_safe_fixes(code: str, fragment: str, old: str, new: str) -> None:
    text = whole(fragment)
    assert text.count(old) == 1
    result = fix(text, code)
    assert result.text == text.replace(old, new)
    assert {finding.code for finding in result.findings} == ({code} if new != old else set())
    offered = [finding for finding in check(read(text, "spec-x.md")) if finding.code == code]
    assert any(finding.fix and finding.fix.safety == "safe" for finding in offered) == (new != old)
    assert result.refusal is None
    assert fix(result.text, code).findings == ()
    assert not severe(result.text) - severe(text)


STUB = (
    FAILURES + "| [What can go wrong] | Low/Medium/High | Low/Medium/High | [How it is handled] |\n"
)
HEADINGS = [
    "Problem Statement", "Goals", "Non-Goals", "Background and Context", "Design", "Failure Modes",
    "Success Metrics", "Open Questions",
]  # fmt: skip


def test_a_missing_section_gets_a_stub() -> None:
    start, stop = tapes.TEXT.index("## Failure"), tapes.TEXT.index("## Success")
    text = tapes.TEXT[:start] + tapes.TEXT[stop:]
    assert fix(text).text == text
    result = fix(text, unsafe=True)
    assert result.text == f"{tapes.TEXT[:start]}{STUB}\n{tapes.TEXT[stop:]}"
    assert [finding.code for finding in result.findings] == ["SPEC111"]
    assert set(severe(result.text)) == {"SPEC118"}


def test_all_sections_may_be_missing() -> None:
    result = fix("# Spec: T\n", unsafe=True)
    assert [section.heading for section in read(result.text).sections] == HEADINGS
    assert not set(severe(result.text)) - {"SPEC107", "SPEC109", "SPEC118"}
    assert fix(result.text, unsafe=True).text == result.text


def test_a_part_that_stands_elsewhere_is_not_made_again() -> None:
    text = tapes.TEXT.replace("## Design\n", "## How\n", 1)
    result = fix(text, "SPEC111", unsafe=True)
    (finding,) = result.findings
    assert finding.code == "SPEC111"
    assert [section.heading for section in read(result.text).sections].count("Design") == 1
    assert result.text.count("### Data Model") == 1


def test_sections_are_put_in_order_with_what_follows_them() -> None:
    parts = re.split(r"^(?=## )", tapes.TEXT, flags=re.MULTILINE)
    head, problem, goals, non_goals, *others = parts
    own = "## Rollout\nAll at once.\n\n"
    text = "".join([head, own, non_goals.replace("- ", "*  "), own, problem, goals, *others])
    result = fix(text, "SPEC112", unsafe=True)
    assert result.text == "".join(
        [head, own, problem, goals, non_goals.replace("- ", "*  "), own, *others]
    )


UNSAFE_PAIRS = {
    "prefix in another form": (
        HEADER.replace("Spec: ", "Spec — "), "# Spec — Tape", "# Spec: Tape",
    ),
    "prefix in bold": (
        HEADER.replace("# Spec: Tape Archive", "# **Spec: Tape Archive**"),
        "**Spec: Tape Archive**", "Spec: Tape Archive",
    ),
    "missing part": (
        "## Design\n### API / Interface\n### Workflow / Sequence\n### Key Design Decisions\n",
        "### Workflow",
        "### Data Model\n[Key data structures, schemas, artifact shapes.\n"
        "Always use code blocks. Never describe schemas in prose only.]\n\n### Workflow",
    ),
    "owner behind a label in bold": (
        QUESTIONS + "1. Who? — **Owner**: , **Deadline** : May\n", "**Owner**: ,", "**Owner**: TBD,",
    ),
    "owner and deadline": (QUESTIONS + "1. Who?\n", "Who?", "Who? — Owner: TBD, Deadline: TBD"),
    "owner": (
        QUESTIONS + "1. Who? -- Deadline: TBD <!-- #who -->\n", "-- Dead", "-- Owner: TBD, Dead",
    ),
    "deadline": (QUESTIONS + "1. Who? — **Owner:** me\n", "** me", "** me, Deadline: TBD"),
    "empty owner": (QUESTIONS + "1. Who? — Owner: , Deadline: TBD\n", "Owner: ,", "Owner: TBD,"),
    "owner in a table": (
        QUESTIONS + "| Question | Owner | Deadline |\n|---|---|---|\n| Who? | | TBD |\n",
        "| Who? | |", "| Who? | TBD |",
    ),
    "no column for an owner": (
        QUESTIONS + "| Question | Deadline |\n|---|---|\n| Who? | TBD |\n", "Who?", "Who?",
    ),
    "heading that a link leads to": (
        "## 2. Goals\n- See [goals](#2-goals) for all of 3 h\n", "## 2. Goals", "## Goals",
    ),
    "steps that code names": (
        WORKFLOW + "```text\n1. Scan\n2. If full, go to step 4\n4. Copy\n```\n", "4. Copy", "3. Copy",
    ),
    "steps that a failure names": (
        WORKFLOW + "1. Scan\n3. Copy\n\n" + FAILURES + "| Step 3 fails | Low | Low | Again |\n",
        "3. Copy", "2. Copy",
    ),
    "language": (
        "### Data Model\nA copy:\n\n    class Copy:\n        path: str\n",
        "    class Copy:\n        path: str\n", "```python\nclass Copy:\n    path: str\n```\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("fragment", "old", "new"), UNSAFE_PAIRS.values(), ids=UNSAFE_PAIRS)
def test_unsafe_fixes(fragment: str, old: str, new: str) -> None:
    text = tapes.completed(fragment)
    assert text.count(old) == 1
    result = fix(text, unsafe=True)
    assert result.text == text.replace(old, new)
    assert result.refusal is None
    safe = fix(text)
    assert safe.text == text or {finding.code for finding in safe.findings} == {"SPEC304"}
    assert fix(result.text, unsafe=True).text == result.text


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("$ tape list", "console"),
        ("GET /tapes HTTP/1.1", "http"),
        ("select * from tape", ""),
        ("CREATE TABLE tape (id INT);", "sql"),
        ('{"tape": [1, 2]}', "json"),
        ("[" * 100_000, ""),
        ("@step\ndef copy(self):", "python"),
        ("interface Tape {\n  id: string\n}", "typescript"),
        ("message Tape {\n}", "protobuf"),
        ("func Copy(t Tape) error", "go"),
        ("pub fn copy(t: Tape)", "rust"),
        ("[tape]\ncopies = 2", "toml"),
        ("barcode:path:offset", ""),
    ],
)
def test_languages_are_guessed_where_they_are_plain(code: str, language: str) -> None:
    indented = "".join(f"    {line}\n" for line in code.split("\n"))
    result = fix(tapes.completed(f"### Data Model\nThis:\n\n{indented}"), "SPEC304", unsafe=True)
    assert f"\n```{language}\n{code}\n```\n" in result.text


@pytest.mark.parametrize("name", ["Tape Archive.md", "spec-tapes.md"])
def test_a_file_gets_the_name_of_its_title(name: str) -> None:
    assert fix(tapes.TEXT, file_name=name) == Fixed(tapes.TEXT)
    result = fix(tapes.TEXT, file_name=name, unsafe=True)
    assert (result.text, result.rename) == (tapes.TEXT, tapes.NAME)
    assert len(result.findings) == 1
    assert fix(tapes.TEXT, file_name=tapes.NAME, unsafe=True) == Fixed(tapes.TEXT)


#: A file that is laid out as no canonical one is, line by line, and what its fixes change.
MESSY = """\
\ufeffTape Archive
============
-  Status:  draft
-  Date:    2026/4/14

## 1. Goals ##
+   Every file has   two copies
+   Restoring <name> takes < 4 h   \x20

      more of it


## Design
#### Key design decisions
Decision|Alternatives|Chosen|Rationale
:--|:-:|--:|-
Medium|Tape, disk|   Tape   |Cheap

Failure modes
-------------

|  Failure       | Likelihood |  Impact  | Mitigation
|----------------|:----------:|---------:|-----------
|  Dust          | low        |  Medium  | `a | b` runs
|  Flood \\| fire |  Low       |  Low     | None

***

## Open questions
*  Who? — Owner: A, Deadline: TBD
*  When?
      or never? — Owner: B, Deadline: TBD


## Appendix"""

MENDED = """\
\ufeff# Spec: Tape Archive
**Status:** Draft
**Date:** 2026-04-14

## Goals ##
+   Every file has   two copies
+   Restoring `<name>` takes < 4 h   \x20

      more of it


## Design
### Key Design Decisions
Decision|Options Considered|Chosen|Rationale
:--|:-:|--:|-
Medium|Tape, disk|   Tape   |Cheap

## Failure Modes

|  Failure       | Probability |  Impact  | Mitigation
|----------------|:----------:|---------:|-----------
|  Dust          | Low        |  Medium  | `a \\| b` runs
|  Flood \\| fire |  Low       |  Low     | None

***

## Open Questions
1. Who? — Owner: A, Deadline: TBD
2. When?
      or never? — Owner: B, Deadline: TBD"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_other_byte_stays(end: str) -> None:
    result = fix(MESSY.replace("\n", end))
    assert result.text == MENDED.replace("\n", end)
    assert fix(result.text).text == result.text


MYST = tapes.completed(
    """\
## Failure Modes
:::{failure-mode} The robot drops a <tape>
---
probability: low
impact: "HIGH"
---
Somebody comes to <pick> it up.
:::

```{failure-mode} Dust
:probability: low (in winter)
:impact: Low
```

## Success Metrics
1. Restoring takes < 4 h
2. See <below>:

   ```{note}
   <there>
   ```

## Open Questions
```{open-question} Who pays for <it>?
Nobody knows.
```

:::{open-question} When?

:owner: L. Brandt
:::
"""
)


def test_items_that_are_directives_are_fixed_in_their_fences() -> None:
    result = fix(MYST, unsafe=True)
    text = (
        MYST.replace("a <tape>", "a `<tape>`")
        .replace("probability: low\n", "probability: Low\n", 1)
        .replace('"HIGH"', "High")
        .replace("<pick>", "`<pick>`")
        .replace(": low (", ": Low (")
        .replace("1. Restoring", "- Restoring")
        .replace("2. See <below>:\n\n   ```{note}\n   <there>\n   ```", "- See `<below>`:\n\n  ```{note}\n  <there>\n  ```")
        .replace("<it>?\nNobody", "<it>?\n:deadline: TBD\n:owner: TBD\nNobody")
        .replace("Brandt\n:::", "Brandt\n:deadline: TBD\n:::")
    )  # fmt: skip
    assert result.text == text
    # What opens a fence of backticks cannot hold any.
    assert [f.code for f in check(read(text)) if f.code == "SPEC801"] == ["SPEC801"]


# ---- What is left out


def test_a_fix_that_would_be_read_otherwise_is_left_out() -> None:
    start, stop = tapes.TEXT.index("## Failure"), tapes.TEXT.index("## Success")
    text = tapes.TEXT[:start].replace("## Goals", "## GOALS") + "```text\n" + tapes.TEXT[stop:]
    result = fix(text, "SPEC115")
    assert result.text == text.replace("## GOALS", "## Goals")
    result = fix(text, unsafe=True)
    assert result.text == text.replace("## GOALS", "## Goals")
    assert result.refusal is not None
    assert result.refusal.reason == (
        "SPEC111 section-missing is not fixed: the fixed file would be read differently"
    )
    assert result.refusal.span == ("spec-x.md", 1, 3)


def test_a_safe_fix_that_would_add_an_error_is_left_out() -> None:
    # At its own level, the section takes the parts of Design that stand below it.
    text = tapes.TEXT.replace("## Design\n", "## Design\nWords.\n\n### Success Metrics\n- 2 h\n")
    text = text.replace("## Success Metrics\n- Disk", "## Measures\n- Disk")
    result = fix(text)
    assert result.text == text
    assert result.refusal is not None
    assert re.fullmatch(r"SPEC114 \S+ is not fixed: it would add SPEC\d+", result.refusal.reason)


def test_of_many_fixes_only_the_bad_ones_are_left_out() -> None:
    # Without its bullet, the status would not go on in the next line.
    bad = f"{HEAD}\n- Status: Draft\n**Date:** 2026-04-14\n"
    rows = "".join(f"| Dust {n} | low | HIGH | Wait |\n" for n in range(300))
    text = tapes.completed(f"{bad}\n{FAILURES}{rows}")
    result = fix(text)
    assert result.text == text.replace("| low | HIGH |", "| Low | High |")
    assert len(result.findings) == 600
    assert result.refusal is not None
    assert result.refusal.reason.startswith("SPEC110 ")


def test_nothing_is_tried_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []
    monkeypatch.setattr(passes, "drafted", lambda *_: tried.append(1))
    text = tapes.completed(FAILURES + "| Dust | low | HIGH | Wait |\n" * 300)
    result = fix(text)
    assert result.text == text
    assert result.refusal is not None
    assert len(tried) == 64


def test_many_fixes_take_no_more_reading_than_one(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def counted(text: str, path: str) -> object:
        seen.append(text)
        return read(text, path)

    monkeypatch.setattr(passes, "read", counted)
    text = tapes.completed(FAILURES + "| Dust | low | HIGH | <Wait> |\n" * 300)
    assert len(fix(text).findings) == 900
    assert len(seen) == 1


# ---- Edits


def applied(text: str, found: Iterable[Edit]) -> str:
    """A text after edits, taken as an editor takes them."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text.removeprefix(mark))
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    said, at = [mark], 0
    whole = text.removeprefix(mark)
    for edit in found:
        start = starts[edit.line - 1] + edit.column - 1
        assert start >= at
        said += [whole[at:start], edit.text]
        at = starts[edit.end_line - 1] + edit.end_column - 1
    return "".join([*said, whole[at:]])


LINES = st.lists(st.sampled_from(["", "a", "b", "ab", "- a", "| a |", "é 🚀"]), max_size=12)


@given(LINES, LINES, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_edits_make_the_new_text_of_the_old_one(
    old: list[str], new: list[str], end: str, mark: bool
) -> None:
    one, other = ("\ufeff" * mark + end.join(lines) for lines in (old, new))
    found = edits(one, other)
    assert applied(one, found) == other
    assert bool(found) == (one != other)
    assert all(edit.text or edit[:2] < edit[2:4] for edit in found)


def test_what_a_pipe_in_code_hid_is_fixed_as_well() -> None:
    fragment = FAILURES + "| Dust in `a | b` | High | low | Wait |\n"
    spec = tapes.completed(fragment)
    assert [f.code for f in check(read(spec)) if f.severity != "info"] == ["SPEC803"]
    result = fix(spec)
    assert r"| Dust in `a \| b` | High | Low | Wait |" in result.text
    assert result.refusal is None


def test_edits_are_as_small_as_they_can_be() -> None:
    assert edits("a\r\nbcd\r\n", "a\r\nbXd\r\n") == [Edit(2, 2, 2, 3, "X")]
    assert edits("a\nb\n", "a\nx\nb\n") == [Edit(2, 1, 2, 1, "x\n")]
    assert edits("\ufeffab\n", "\ufeffb\n") == [Edit(1, 1, 1, 2, "")]
    assert edits("a\r\nb", "a\rb") == [Edit(1, 2, 2, 1, "\r")]
    assert edits("a\r\nb", "a\r\r\nb") == [Edit(1, 2, 1, 2, "\r")]
    assert edits("1\n2\n3\n4\n", "3\n1\n2\n4\n") == [Edit(1, 1, 1, 1, "3\n"), Edit(3, 1, 4, 1, "")]


def test_a_fix_may_leave_nothing_of_a_file() -> None:
    text = "## Appendix"
    spec = read(text)
    (finding,) = [f for f in with_edits(text, spec, check(spec)) if f.code == "SPEC611"]
    assert finding.fix
    assert finding.fix.edits == (Edit(1, 1, 1, 12, ""),)


def test_each_finding_can_say_the_edits_of_its_own_fix() -> None:
    spec = read(MESSY, "spec-x.md")
    found = with_edits(MESSY, spec, check(spec))
    assert found == check(spec)
    said = {(f.code, f.line): f.fix.edits for f in found if f.fix}
    assert said["SPEC104", 1] == (Edit(1, 1, 3, 1, "# Spec: Tape Archive\n"),)
    assert said["SPEC405", 24] == (Edit(24, 20, 24, 21, "L"),)
    assert said["SPEC803", 24] == (Edit(24, 47, 24, 47, "\\"),)
    assert said["SPEC611", 35] == (Edit(32, 42, 35, 12, ""),)


def test_a_fix_that_cannot_be_taken_has_no_edits() -> None:
    text = "# Spec: T\n\n```text\n"
    spec = read(text)
    stubs = [f for f in with_edits(text, spec, check(spec)) if f.code == "SPEC111"]
    assert stubs
    assert all(f.fix and not f.fix.edits for f in stubs)


def test_a_finding_travels_without_the_steps_of_its_fix() -> None:
    spec = read(MESSY)
    for finding in with_edits(MESSY, spec, check(spec)):
        again = pickle.loads(pickle.dumps(finding))
        assert again == finding == Finding(*finding.plain)
        if finding.fix:
            assert again.fix.steps == ()
            assert (again.fix.safety, again.fix.edits) == (finding.fix.safety, finding.fix.edits)


# ---- The format's own words


def test_the_example_of_the_format_is_fixed(example: str) -> None:
    result = fix(example)
    assert Counter(finding.code for finding in result.findings) == {
        "SPEC304": 3, "SPEC801": 1, "SPEC802": 2,
    }  # fmt: skip
    left = {finding.code for finding in check(read(result.text))}
    assert not left & {"SPEC304", "SPEC801", "SPEC802"}
    assert not severe(result.text)
    assert fix(example, unsafe=True).text.count("```python") == 3


def test_the_template_of_the_format_stays(template: str) -> None:
    assert fix(template, unsafe=True) == Fixed(template)


# ---- Laws

TEXTS = (
    ferry.TEXT,
    *(
        text
        for module in (parcels, tapes, vents, wild)
        for name, text in vars(module).items()
        if name.isupper() and isinstance(text, str) and "\n## " in text
    ),
)
DAMAGES: dict[str, Callable[[str], str]] = {
    "case": str.lower,
    "deeper": lambda line: f"#{line}" if line.startswith("#") else line,
    "higher": lambda line: line.removeprefix("#"),
    "number": lambda line: line.replace("## ", "## 3. ", 1),
    "underline": lambda line: f"{line[3:]}\n---" if line.startswith("## ") else line,
    "bullets": lambda line: re.sub(r"^(\d+\.|-) ", "* ", line),
    "numbers": lambda line: re.sub(r"^(\d+\.|[-*]) ", "7) ", line),
    "aliases": lambda line: line.replace("Probability", "Likelihood").replace(
        "| Failure", "| Risk"
    ),
    "padding": lambda line: line.replace("|", "  |  "),
    "no outer pipes": lambda line: line.strip("| ") if line.startswith("|") else line,
    "pipe in code": lambda line: line.replace(" |", " `|` |", 1),
    "tags": lambda line: f"{line} <key> a.__b__",
    "plain keys": lambda line: line.replace("**", "") if line.startswith("**") else line,
    "slashes": lambda line: line.replace("-", "/") if line.startswith("**Date") else line,
    "no tail": lambda line: line.partition(" — ")[0],
    "indented": lambda line: f"    {line}",
    "spaces": lambda line: f"{line}   ",
    "blank": lambda line: f"\n{line}",
    "gone": lambda _: "",
    "fence": lambda line: f"```\n{line}",
    "title": lambda line: f"# Notes\n{line}",
    "comment": lambda line: f"<!-- c -->\n{line}",
}


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A spec after whatever may be done to single lines."""
    lines = draw(st.sampled_from(TEXTS)).split("\n")
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(lines) - 1))
        lines[at] = DAMAGES[draw(st.sampled_from([*DAMAGES]))](lines[at])
    text = draw(st.sampled_from(["\n", "\r\n"])).join(lines)
    return draw(st.sampled_from(["", "\ufeff"])) + text.rstrip(draw(st.sampled_from(["\n", ""])))


@given(damaged(), st.booleans())
@settings(max_examples=60, deadline=None)
def test_fixing_twice_is_fixing_once(text: str, unsafe: bool) -> None:
    result = fix(text, unsafe=unsafe)
    again = fix(result.text, unsafe=unsafe)
    assert again.text == result.text
    assert again.findings == ()
    if not unsafe:
        assert not severe(result.text) - severe(text)


SIGNS = st.text("#-*+|`>=:.1aB \t\n\r\\<!~_[]{}\ufeff", max_size=60)


@given(damaged() | SIGNS)
@example("\n---\ntitle: T\n---\n# U\n")
@example("words\n\n---\n\ntitle: T\n---\n# U\n")
@example("\n---\n## T\n\n---\n## U\n")
@settings(max_examples=150, deadline=None)
def test_a_file_with_its_own_print_is_itself(text: str) -> None:
    spec = read(text)
    lines = Press(spec).print(spec)
    assert "\n".join(lines) == write(spec)
    assert Original(text, lines).merged(lines) == text


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_however_a_file_is_laid_out_one_word_is_changed(data: st.DataObject) -> None:
    lines = tapes.TEXT.replace("| Low | Medium |", "| Low | medium |").split("\n")
    layouts = ["bullets", "padding", "no outer pipes", "underline", "spaces", "blank"]
    for at in data.draw(st.lists(st.integers(0, len(lines) - 1), max_size=20)):
        if "```" not in lines[at] and "##" not in lines[at] + lines[at - 1]:
            lines[at] = DAMAGES[data.draw(st.sampled_from(layouts))](lines[at])
    text = data.draw(st.sampled_from(["\n", "\r\n", "\r"])).join(lines)
    result = fix(text, "SPEC405")
    assert result.text == (text.replace("medium", "Medium") if result.findings else text)
    assert len(result.findings) == len([f for f in check(read(text)) if f.code == "SPEC405"])
