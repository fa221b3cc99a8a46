"""Specs with something wrong with each, on every surface that it can stand on."""

from __future__ import annotations

from dataclasses import dataclass

import vents

TITLE = "Vent Controller"
MAST, JAM = "Mast stops reporting", "A drive jams"
SILENCE = "Vents close after 30 seconds of silence"
ROW = f"| {MAST} | Medium | High | {SILENCE} |\n"
HEAD = "| Failure | Probability | Impact | Mitigation |\n|---|---|---|---|\n"
API = "opening=0.35)\n"
DEEP = ">" * 3000 + " Abyss\n\nThe vents"
SCRIPT = "<script>alert('Boo')</script>"


@dataclass(frozen=True)
class Page:
    """A page, what is said of it, and what is kept of it.

    `found` pairs a line, or the first text in one, with words of what is said there. `kept` is
    what its canonical file holds; without a slug it has none.
    """

    name: str
    content: bytes
    found: tuple[tuple[int | str, str], ...] = ()
    kept: tuple[str, ...] = ()
    slug: str = ""

    @property
    def is_markdown(self) -> bool:
        """Whether the command line reads it, too."""
        return self.name.endswith(".md")

    @property
    def docname(self) -> str:
        """What Sphinx calls it."""
        return self.name.rpartition(".")[0]

    @property
    def places(self) -> list[tuple[int, str]]:
        """The lines with what is said there."""
        text = self.content.decode("utf-8", "replace")
        return [
            (at if isinstance(at, int) else text[: text.index(at)].count("\n") + 1, said)
            for at, said in self.found
        ]


def surface(name: str) -> str:
    """What a file of this name is written in."""
    if name.endswith(".rst"):
        return vents.RST
    return vents.MYST if name.endswith("-myst.md") else vents.MARKDOWN


def titled(name: str, title: str) -> str:
    """The spec under another title."""
    text = surface(name).replace(f"# Spec: {TITLE}\n", f"# Spec: {title}\n", 1)
    line = "=" * (2 * len(title) + 6)
    return text.replace(f"Spec: {TITLE}\n{'=' * 21}\n", f"Spec: {title}\n{line}\n", 1)


def page(
    name: str,
    *changes: tuple[str, str],
    found: tuple[tuple[int | str, str], ...] = (),
    kept: tuple[str, ...] = (),
) -> Page:
    """The spec under the title that its file is named after, with texts in it replaced."""
    slug = name.rpartition(".")[0].removeprefix("spec-")
    text = titled(name, slug.replace("-", " ").capitalize())
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return Page(name, text.encode(), found, kept, slug)


def named(name: str, title: str, slug: str, *found: tuple[int | str, str]) -> Page:
    """The spec under a title of its own; without a slug another spec has it."""
    return Page(name, titled(name, title).encode(), found, (SILENCE,), slug)


def recoded(name: str, old: str, new: str) -> Page:
    """The spec with other line ends, or a mark at its beginning."""
    slug = name.rpartition(".")[0].removeprefix("spec-")
    text = titled(name, slug.replace("-", " ").capitalize())
    return Page(name, text.replace(old, new, 1 if old == "" else -1).encode(), (), (SILENCE,), slug)


def second_title(name: str, heading: str) -> Page:
    """The spec with another title at its end."""
    return page(
        name,
        (surface(name)[-20:], f"{surface(name)[-20:]}\n{heading}\n\nEncore.\n"),
        found=(("Spec: Sequel", "SPEC120"),),
        kept=("Spec: Sequel", "Encore."),
    )


TITLES = (
    Page("spec-empty.md", b"", ((1, "SPEC103"), (1, "SPEC111"))),
    Page(
        "spec-0.md",
        vents.MARKDOWN.replace(f"# Spec: {TITLE}\n", "").encode(),
        ((1, "SPEC103"),),
        ("Growers", SILENCE),
        "untitled",
    ),
    Page("spec-bare.md", b"# Spec: Bare", ((1, "SPEC105"), (1, "SPEC111")), (), "bare"),
    Page("bare-rst.rst", b"Spec: Bare rst\n==============\n", ((1, "SPEC111"),), (), "bare-rst"),
    second_title("spec-two.md", "# Spec: Sequel"),
    second_title("spec-two-myst.md", "# Spec: Sequel"),
    second_title("two-rst.rst", "Spec: Sequel\n============"),
    named("spec-温室の換気.md", "温室の換気", "温室の換気"),
    named("cjk.rst", "换气控制", "换气控制"),
    named("spec-rocket.md", "🚀", "", (1, "SPEC104"), (1, "SPEC701")),
    named("spec-passwd.md", "../../etc/passwd", "etc-passwd", (1, "SPEC102")),
    named("passwd.rst", "../../../etc/passwd rst", "etc-passwd-rst"),
    named("spec-long.md", "long" * 75, "long" * 20, (1, "SPEC102")),
    named("long.rst", "wide " * 60, "-".join(["wide"] * 16)),
    named("spec-same-title-myst.md", "Same title", "same-title"),
    named("spec-same-title.md", "Same Title!", "", (1, "SPEC701")),
)

ENCODINGS = (
    recoded("spec-bom.md", "", "\ufeff"),
    recoded("spec-bom-myst.md", "", "\ufeff"),
    recoded("bom-rst.rst", "", "\ufeff"),
    recoded("spec-crlf.md", "\n", "\r\n"),
    recoded("spec-crlf-myst.md", "\n", "\r\n"),
    recoded("crlf-rst.rst", "\n", "\r\n"),
    page(
        "spec-tabs.md",
        ("- Hold", "-\tHold"),
        ("\n  Measured", "\n\tMeasured"),
        (f"| {MAST}", f"|\t{MAST}\t"),
        kept=("- Hold 18", f"| {MAST} | Medium |", "\n  Measured at"),
    ),
    page("spec-tabs-myst.md", (f"}} {MAST}", f"}}\t{MAST}"), kept=(f"| {MAST} | Medium |",)),
    page("tabs-rst.rst", ("   :id: gust", "\t:id:\tgust"), kept=("<!-- #gust -->",)),
    page("spec-nul.md", (MAST, "Mast\0silent"), kept=("Mast\0silent | Medium | High",)),
    page("spec-nul-myst.md", (MAST, "Mast\0silent"), kept=("Mast\0silent | Medium | High",)),
    # docutils takes it for a backslash of its own.
    page("nul-rst.rst", (MAST, "Mast\0silent"), kept=("silent | Medium | High",)),
    Page("spec-latin.md", b"# Spec: Latin\n\nK\xe4se\n", ((3, "0xe4"),)),
    Page("latin.rst", b"Spec: Latin\n===========\n\nK\xe4se\n", ((4, "0xe4"),)),
    Page("spec-utf16.md", "# Spec: Sixteen\n".encode("utf-16"), ((1, "not "),)),
)

BLOCKS = (
    page("spec-deep.md", ("The vents", DEEP), kept=("> Abyss", SILENCE)),
    page("spec-deep-myst.md", (SILENCE, f"{DEEP} {SILENCE}"), kept=("> Abyss", SILENCE)),
    page(
        "spec-fence.md",
        (f"{API}```", API),
        found=(("## Design", "SPEC117"),),
        kept=("### Data Model", SILENCE),
    ),
    page(
        "spec-fence-myst.md",
        (f"{SILENCE}\n```", SILENCE),
        found=((SILENCE, "SPEC804"),),
        kept=(MAST, JAM, SILENCE),
    ),
    page(
        "spec-head.md", (API, f"{API}## Failure Modes\n| x |\n"), kept=("\n## Failure Modes\n| x",)
    ),
    page(
        "spec-head-myst.md", (API, f"{API}## Failure Modes\n"), kept=("35)\n## Failure Modes\n```",)
    ),
    page(
        "head-rst.rst", (API, f"{API}   ## Failure Modes\n"), kept=("35)\n## Failure Modes\n```",)
    ),
    page(
        "spec-nested.md",
        ("```python", "````markdown\n```python\n## Goals\n~~~\n```\n````\n\n```python"),
        kept=("````markdown\n```python\n## Goals\n~~~\n```\n````\n",),
    ),
    page(
        "spec-nested-myst.md",
        (f"```{{failure-mode}} {MAST}", f"````{{failure-mode}} {MAST}"),
        (f"{SILENCE}\n```", f"```python\nx = 1\n```\n\n{SILENCE}\n````"),
        found=(("```python\nx", "SPEC804"),),
        kept=("```python\nx = 1\n```", SILENCE),
    ),
    page(
        "spec-setext.md",
        ("# Spec: Setext\n", "Spec: Setext\n===\n"),
        ("## Goals\n", "Goals\n---\n"),
        kept=("# Spec: Setext\n**", "## Goals\n- Close"),
    ),
    page(
        "spec-comments.md",
        ("## Success Metrics", "<!--\n## Success Metrics"),
        ("## Open Questions", "-->\n\n## Open Questions"),
        found=((1, '"Success Metrics" is missing'),),
        kept=("<!--\n## Success Metrics\n- No vent", "-->\n\n## Open"),
    ),
    page(
        "comments-rst.rst",
        ("Success Metrics\n---------------\n\n-", "..\n   Success Metrics\n\n   - Unseen\n\n-"),
        found=((1, '"Success Metrics" is missing'),),
        kept=("- Unseen", "No vent is torn off"),
    ),
    *(
        page(
            name,
            (f"# Spec: {title}\n", f"---\nstatus: [Odd\n: {{\n---\n# Spec: {title}\n"),
            ("**Status:** Proposed\n", ""),
            found=(("# Spec", "SPEC106"),),
            kept=(SILENCE,),
        )
        for name, title in (("spec-front.md", "Front"), ("spec-front-myst.md", "Front myst"))
    ),
)

TABLES = (
    page(
        "spec-short.md",
        (ROW, f"| {MAST} | Medium |\n|\nNo pipe\n"),
        found=((f"| {MAST}", "SPEC402"), ("|\nNo", "SPEC402"), ("No pipe", "SPEC402")),
        kept=(f"| {MAST} | Medium | | |", "| No pipe | | | |"),
    ),
    page(
        "spec-surplus.md",
        (ROW, f"{ROW[:-1]} Surplus |\n"),
        found=((f"| {MAST}", "SPEC803"),),
        kept=(f"{SILENCE} | Surplus |",),
    ),
    page(
        "spec-pipes.md",
        (MAST, "Mast \\| `a\\|b`"),
        (SILENCE, "`left|right`"),
        found=(("Mast \\|", "SPEC803"),),
        kept=("| Mast \\| `a\\|b` |", "`left", "right`"),
    ),
    page(
        "spec-plain.md",
        (HEAD, HEAD.partition("|--")[0]),
        found=((HEAD.partition("\n")[0], "SPEC401"),),
        kept=(ROW,),
    ),
    *(
        page(
            name,
            (f"     - {SILENCE}\n", cells),
            found=(("Failure Modes", "SPEC401"), (".. list-table", "uniform two-level")),
            kept=(f"   * - {MAST}\n", f"   * - {JAM}\n", "```rst\n.. list-table::\n"),
        )
        for name, cells in (
            ("short-rst.rst", ""),
            ("surplus-rst.rst", f"     - {SILENCE}\n     - Surplus\n"),
        )
    ),
)

DIRECTIVES = (
    page(
        "spec-wordless-myst.md",
        (f"}} {MAST}", "}"),
        ("{spec-goal} Hold 18 to 26 °C in 95 % of all daylight hours", "{spec-goal}"),
        ("{open-question} Which houses come first?", "{open-question}"),
        found=(
            ("```{failure-mode}\n", "SPEC402"),
            ("```{spec-goal}\n", "SPEC116"),
            ("```{open-question}\n", "SPEC116"),
        ),
        kept=(
            f"| | Medium | High | {SILENCE} |",
            "- Measured at",
            "2. — Owner: TBD, Deadline: TBD",
        ),
    ),
    page(
        "wordless-rst.rst",
        ("spec-decision:: Where to compute", "spec-decision::"),
        ("spec-goal:: Hold 18 to 26 °C in 95 % of all daylight hours", "spec-goal::"),
        ("open-question:: Which houses come first?", "open-question::"),
        found=(
            (".. spec-decision::\n", "SPEC322"),
            (".. spec-goal::\n", "SPEC116"),
            (".. open-question::\n", "SPEC116"),
        ),
        kept=("| <!-- #place --> |", "- Measured at", "2. — Owner: TBD, Deadline: TBD"),
    ),
    page(
        "spec-odd-myst.md",
        (":probability: Medium", ":likelihood: Medium"),
        found=((":likelihood:", 'unknown option "likelihood"'),),
        kept=(f"| {MAST} | | High |",),
    ),
    page(
        "odd-rst.rst",
        ("   :id: place", "   :colour: red\n   :id: place"),
        found=((":colour:", 'unknown option "colour"'),),
        kept=("Where to compute <!-- #place -->",),
    ),
    page(
        "twice-rst.rst",
        ("   :id: place", "   :id: place\n   :id: elsewhere"),
        found=((".. spec-decision:: Where", "Error in"),),
        kept=("   :id: elsewhere\n", "   - alarms", "| Wind source |"),
    ),
    page(
        "spec-brief-myst.md",
        (f"\n{SILENCE}\n", ""),
        found=((f"```{{failure-mode}} {MAST}", "SPEC402"),),
        kept=(f"| {MAST} | Medium | High | |",),
    ),
    page(
        "brief-rst.rst",
        ("\n   The service lags by 10 minutes\n", ""),
        found=((".. spec-decision:: Wind", "SPEC322"),),
        kept=("| Wind source | Mast, weather service | Mast | |",),
    ),
)

NAMES = (
    page("spec-rows.md", (f"| {JAM}", f"| {MAST}"), found=((f"| {MAST} | Low", "SPEC702"),)),
    page(
        "spec-rows-myst.md",
        (f"}} {JAM}", f"}} {MAST}"),
        found=(("} Mast stops reporting\n:probability: Low", "SPEC702"),),
    ),
    page(
        "rows-rst.rst", (f"* - {JAM}", f"* - {MAST}"), found=((f"{MAST}\n     - Low", "SPEC702"),)
    ),
    page(
        "spec-kinds.md",
        (f"| {JAM}", "| Wind source"),
        ("The vents", "See {spec:ref}`Wind source`. The vents"),
        found=(("See {spec", "SPEC704"),),
    ),
    page(
        "kinds-rst.rst",
        (f"* - {JAM}", "* - Wind source"),
        ("The vents", "See :spec:ref:`Wind source`. The vents"),
        found=(("See :spec", "SPEC704"),),
    ),
)


def armed(name: str, row: str) -> Page:
    """The spec with a script wherever words stand; `row` begins a failure mode."""
    title = f"Harm {name.rpartition('.')[2]} {SCRIPT}"
    text = titled(name, title)
    for old, new in (
        (f"{row}{MAST}", f"{row}Mast {SCRIPT}"),
        (SILENCE, f"{SCRIPT} {SILENCE}"),
        ("Where to compute", f"Where {SCRIPT} <img src=x onerror=alert(1)>"),
        ("R. Castellanos", SCRIPT),
        ("Mast, weather service", f"{SCRIPT}, weather service"),
        ("May growers", f"May {SCRIPT}"),
        ("No vent is", f"No {SCRIPT} is"),
        (
            "Heating",
            "`Heating <javascript:alert(1)>`__"
            if name.endswith(".rst")
            else "[Heating](javascript:alert(1))",
        ),
    ):
        assert old in text, old
        text = text.replace(old, new, 1)
    return Page(name, text.encode())


#: What no browser may run.
ARMED = (
    armed("spec-harm.md", "| "),
    armed("spec-harm-myst.md", "} "),
    armed("harm-rst.rst", "* - "),
)

ALL = (*TITLES, *ENCODINGS, *BLOCKS, *TABLES, *DIRECTIVES, *NAMES, *ARMED)
