"""One thing wrong with a spec is one finding: each mutation of a clean spec, and all it gives."""

from __future__ import annotations

import pytest
import tapes

from sphinxcontrib_spec.links import page_entry
from sphinxcontrib_spec.reader import read
from sphinxcontrib_spec.rules import RULE, RULES, Settings, check, check_project

TODAY = Settings(today="2026-04-30")

CODE = """\
```console
$ tape restore /projects/atlas/run7.h5 --as-of 2025-11-30
```
"""
MODEL = """\
```sql
CREATE TABLE copy (path TEXT, barcode CHAR(8), block BIGINT, sha256 CHAR(64));
```
"""
STEPS = tapes.TEXT[tapes.TEXT.index("1. The nightly") : tapes.TEXT.index("\n### Key")]
BACKGROUND = tapes.TEXT[tapes.TEXT.index("The library in") : tapes.TEXT.index("\n## Design")]
GOALS = tapes.TEXT[tapes.TEXT.index("- Move") : tapes.TEXT.index("\n## Non-Goals")]
NON_GOALS = tapes.TEXT[tapes.TEXT.index("- Backup") : tapes.TEXT.index("\n## Background")]
METRICS = tapes.TEXT[tapes.TEXT.index("- Disk use") : tapes.TEXT.index("\n## Open")]
PROBLEM = tapes.TEXT[tapes.TEXT.index("Raw data") : tapes.TEXT.index("\n## Goals")]
PRICES = "Prices were compared in March 2026."
QUESTION = "1. Who pays for the second robot? — Owner: L. Brandt, Deadline: 2026-06-01"
FAILURE = "| The robot stops | Medium | Low | Cartridges are carried by hand until it is repaired |"
DECISION = "| Copies | One, two | Two | One cartridge in 900 was unreadable in 2025 |"

#: What is replaced by what, and the codes that are found then, each with the sign of its severity.
MUTATIONS = {
    # title and header
    "no title": ("# Spec: Tape Archive\n", "", "103E"),
    "title of another form": ("# Spec: Tape", "# Tape", "104E"),
    "title without a name": ("# Spec: Tape Archive", "# Spec:", "104E"),
    "second title": ("## Appendix", "# Appendix of Prices", "120E"),
    "another title": ("# Spec: Tape Archive", "# Spec: Tape Store", "102W"),
    "no status": ("**Status:** Draft\n", "", "105E"),
    "empty status": ("**Status:** Draft\n", "**Status:**\n", "105E"),
    "status in lower case": ("Draft", "draft", "106W"),
    "status of one's own": ("Draft", "Parked", "106W"),
    "no date": ("**Date:** 2026-04-14\n", "", "107E"),
    "date in words": ("2026-04-14", "14 April 2026", "108E"),
    "date that is none": ("2026-04-14", "2026-04-31", "108E"),
    "date with a remark": ("2026-04-14", "2026-04-14, revised", "108I"),
    "no author": ("**Author:** I. Okafor\n", "", "109E"),
    "mistyped author": ("**Author:**", "**Autor:**", "109E"),
    "plain header": (
        "**Status:** Draft\n**Date:** 2026-04-14\n**Author:** I. Okafor",
        "Status: Draft\nDate: 2026-04-14\nAuthor: I. Okafor",
        "110I",
    ),
    # headings
    "no goals": (f"## Goals\n{GOALS}", "", "111E"),
    "no design": (
        tapes.TEXT[tapes.TEXT.index("## Design") : tapes.TEXT.index("## Failure")], "", "111E",
    ),
    "goals behind non-goals": (
        f"## Goals\n{GOALS}\n## Non-Goals\n{NON_GOALS}",
        f"## Non-Goals\n{NON_GOALS}\n## Goals\n{GOALS}",
        "112W",
    ),
    "metrics twice": ("## Appendix", "## Success Metrics\n- 0 lost files\n\n## Appendix", "113E"),
    "metrics too deep": ("## Success", "### Success", "114E"),
    "model too high": ("### Data Model", "## Data Model", "114E"),
    "mistyped heading": ("## Failure Modes", "## Faliure Modes", "115W"),
    "mistyped part": ("### Data Model", "### Data Modle", "115W"),
    "heading with a number": ("## Goals", "## 2. Goals", "115W"),
    "heading in lower case": ("## Success Metrics", "## Success metrics", "115W"),
    "half of a heading": ("## Background and Context", "## Background", "111E"),
    "half of a part's heading": ("### Workflow / Sequence", "### Workflow", "117E"),
    "section of one's own": ("## Appendix", "## Rollout", "115I"),
    "empty goals": (GOALS, "", "116E"),
    "empty goal": (GOALS, f"{GOALS}-\n", "116E"),
    "empty background": (BACKGROUND, "", "116E"),
    "empty design": (
        tapes.TEXT[tapes.TEXT.index("### API") : tapes.TEXT.index("## Failure")], "", "116E",
    ),
    "no model": (f"### Data Model\n{MODEL}", "", "117E"),
    # placeholders
    "goal of the template": (GOALS, "- [Concrete, measurable outcome 1]\n", "118E"),
    "problem of the template": (
        PROBLEM,
        "[3-6 sentences of prose. No bullets. Describes what problem is being solved,\n"
        "why it matters, and who is affected.]\n",
        "118E",
    ),
    "row of the template": (
        FAILURE,
        "| [What can go wrong] | Low/Medium/High | Low/Medium/High | [How it is handled] |",
        "118E 118E 118E 118E",
    ),
    "question of the template": (
        QUESTION,
        "1. [Unresolved question] — Owner: [name or TBD], Deadline: [date or TBD]",
        "118E 118E 118E",
    ),
    "placeholder of one's own": (BACKGROUND, "[to be written by the archive team]\n", "119W"),
    # directives
    "directive elsewhere": (BACKGROUND, f"{BACKGROUND}\n```{{spec-goal}} Two\n```\n", "121E"),
    "unknown option": (
        GOALS, f"{GOALS}\n```{{spec-goal}} Two copies of every file\n:color: red\n```\n", "122E",
    ),
    # the problem
    "problem in bullets": (PROBLEM, "- Disks cost 310,000 EUR a year\n- They are full\n", "201E"),
    "short problem": (
        PROBLEM, "Scientists delete data by hand. It costs them 90 minutes a week.\n", "202W",
    ),
    "long problem": (PROBLEM, f"{PROBLEM.rstrip()} It is so. It was so. It stays so.\n", "202W"),
    "problem with a heading": (PROBLEM, f"{PROBLEM}\n### Causes\nNobody knows them.\n", "203W"),
    "problem without words": (PROBLEM, "![disks](disks.png)\n", "203W"),
    "nothing missing": (
        PROBLEM, "Scientists fill 3 PB of disk. It costs 90,000 EUR. The disks are loud.\n", "204I",
    ),
    "nobody affected": (PROBLEM, "No tape exists. A disk costs 90 EUR. It is full.\n", "205I"),
    "no cost": (PROBLEM, "No tape exists. Scientists use disks. These are loud.\n", "206I"),
    "no number": (PROBLEM, "No tape exists. Scientists use disks. These fail.\n", "207I"),
    # goals, non-goals, background
    "goals in prose": (GOALS, "All data is on tape.\n", "211E"),
    "numbered goals": (GOALS, "1. Two copies of every file\n", "211I"),
    "goal without a target": ("Restore a single file in < 4 h in 95 % of requests",
                              "Faster restores", "212W"),
    "non-goals in prose": (NON_GOALS, "No home folders.\n", "221E"),
    "vague non-goal": ("Backup of home folders — the campus service does that",
                       "Everything else", "222W"),
    "non-goal without a reason": (" — the campus service does that", "", "223I"),
    "long background": (BACKGROUND, f"{BACKGROUND}\nOne.\n\nTwo.\n\nThree.\n", "231I"),
    # design
    "API in prose": (CODE, "The command takes a path.\n", "301E"),
    "no API": (f"A file is asked for by its path:\n\n{CODE}", "None.\n", "301I"),
    "model in prose": (MODEL, "A copy has a path.\n", "302E"),
    "part in prose": (CODE, f"{CODE}\n#### Listing\nThe command lists all files.\n", "303W"),
    "indented code": (CODE, "    $ tape restore /projects/atlas\n", "304I"),
    "code without a language": ("```console", "```", "305I"),
    "steps in bullets": (STEPS, "- Scan\n- Copy\n", "311E"),
    "steps in prose": (STEPS, "The scan copies all files.\n", "311E"),
    "steps in a table": (STEPS, "| Step | What |\n|---|---|\n| 1 | Scan |\n| 2 | Copy |\n", "311I"),
    "step left out": ("4. The scan", "5. The scan", "312W"),
    "two actions": ("3. The verifier reads", "3. The verifier sleeps and then reads", "313I"),
    "branch": ("3. The verifier", "3. If both are written, the verifier", "314I"),
    "decisions in bullets": (
        tapes.TEXT[tapes.TEXT.index("| Decision") : tapes.TEXT.index("\n## Failure")],
        "- Tape, as it is cheap\n",
        "321E",
    ),
    "no rationale at all": ("| Rationale |", "| Weight |", "321E"),
    "alias of a column": ("| Rationale |", "| Why |", "321I"),
    "empty rationale": (DECISION, "| Copies | One, two | Two | |", "322W"),
    "open choice": (DECISION, "| Copies | One, two | TBD | A cartridge in 900 fails |", "322I"),
    "one option": (DECISION, "| Copies | Two | Two | One in 900 was unreadable |", "323I"),
    "choice of no option": (DECISION, "| Copies | One, two | RAID | One in 900 fails |", "324W"),
    # failure modes and metrics
    "failures in bullets": (
        tapes.TEXT[tapes.TEXT.index("| Failure") : tapes.TEXT.index("\n## Success")],
        "- The robot stops\n",
        "401E",
    ),
    "empty mitigation": (FAILURE, "| The robot stops | Medium | Low | - |", "402E"),
    "short row": (FAILURE, "| The robot stops | Medium |", "402E"),
    "unknown level": (FAILURE, FAILURE.replace("Medium", "Maybe"), "403W"),
    "other word for a level": (FAILURE, FAILURE.replace("Medium", "Moderate"), "404I"),
    "level in lower case": (FAILURE, FAILURE.replace("Medium", "medium"), "405W"),
    "level with a remark": (FAILURE, FAILURE.replace("Medium", "Medium (heat)"), "406I"),
    "level with a sign": (FAILURE, FAILURE.replace("Medium", "🟡 Medium"), ""),
    "surplus cell": (FAILURE, f"{FAILURE} Monday |", "803E"),
    "blank line in a table": (FAILURE, f"\n{FAILURE}", "806E"),
    "pipe in code": (FAILURE, FAILURE.replace("Cartridges", "`ls | wc`"), "803E"),
    "pipe in code of the first cell": (
        FAILURE, FAILURE.replace("The robot", "`ls | wc`"), "803E",
    ),
    "pipe in code of the options": (DECISION, DECISION.replace("One, ", "`ls | wc`, "), "803E"),
    "metrics in prose": (METRICS, "Less disk is used.\n", "501E"),
    "metric without a target": ("- 0 restores with a wrong checksum in 12 months",
                                "- Happy users", "502W"),
    # questions, appendix
    "question in a bullet": (QUESTION, QUESTION.replace("1.", "-"), "601W"),
    "none in lower case": (QUESTION, "none", "601W"),
    "none in a list": (QUESTION, "- None", "601W"),
    "question without its tail": (QUESTION, "1. Who pays?", "602E 603E"),
    "question without an owner": (QUESTION, "1. Who pays? — Deadline: 2026-06-01", "602E"),
    "question without a deadline": (QUESTION, "1. Who pays? — Owner: L. Brandt", "603E"),
    "tail in parentheses": (
        QUESTION, "1. Who pays? (Owner: L. Brandt, Deadline: 2026-06-01)", "602W",
    ),
    "deadline in words": (QUESTION, QUESTION.replace("2026-06-01", "in summer"), "604I"),
    "unknown owner": (QUESTION, QUESTION.replace("L. Brandt", "TBD"), "605I"),
    "empty appendix": (PRICES, "", "611I"),
    # references and markup
    "equal goals": (GOALS, "- Two copies of every file\n- Two copies of every file\n", "702W"),
    "eaten tag": (PRICES, "Prices of <vendor> were compared.", "801I"),
    "eaten underscores": (PRICES, "See drive.__exit__ for that.", "802I"),
}  # fmt: skip


@pytest.mark.parametrize("name", MUTATIONS)
def test_one_cause_is_one_finding(name: str) -> None:
    old, new, codes = MUTATIONS[name]
    assert tapes.TEXT.count(old) == 1
    spec = read(tapes.TEXT.replace(old, new), tapes.NAME)
    found = [*check(spec, TODAY, tapes.NAME), *check_project([page_entry(spec)], TODAY)]
    told = [f for f in found if not RULE[f.code].off]
    assert sorted(f"{f.code[4:]}{f.severity[0].upper()}" for f in told) == codes.split()


def test_most_rules_have_a_mutation() -> None:
    mutated = {f"SPEC{code[:3]}" for *_, codes in MUTATIONS.values() for code in codes.split()}
    of_one_spec = {rule.code for rule in RULES if rule.scope == "spec" and not rule.off}
    assert of_one_spec - mutated <= {"SPEC101", "SPEC213", "SPEC503", "SPEC804"} | {
        code for code in of_one_spec if code > "SPEC9"
    }
