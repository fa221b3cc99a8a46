"""Specs to be exported, whatever they come from, and the pages that they become."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sphinxcontrib_spec import interchange, schema
from sphinxcontrib_spec.files import Unreadable
from sphinxcontrib_spec.formatting import formatted
from sphinxcontrib_spec.model import Spec
from sphinxcontrib_spec.pages import write_excerpt, write_myst, write_rst
from sphinxcontrib_spec.writer import write

from ._say import note
from ._sources import Source

_BLANKS = "\ufeff \t\r\n"


@dataclass(frozen=True)
class Exported:
    """A spec by its name in reports.

    `docname` is the name of its document, if data gives one; `text` is that of a Markdown file.
    """

    name: str
    spec: Spec
    docname: str = ""
    text: str = ""


@dataclass(frozen=True)
class Target:
    """A kind of page that a spec becomes: the end of its name, and how it is written."""

    suffix: str
    write: Callable[[Spec], str]
    hold: Callable[[str], str]

    def file_name(self, exported: Exported) -> str:
        """What the page of a spec is called."""
        return f"{schema.FILE_PREFIX}{exported.spec.slug}{self.suffix}"

    def page(self, exported: Exported) -> str:
        """The page of a spec, or of a file that has no canonical form that says the same."""
        refusal = formatted(exported.text, exported.name).refusal
        if not refusal:
            return self.write(exported.spec)
        place = f"{exported.name}:{refusal.span.line}:{refusal.span.column}"
        note(f"{place}: exported as it is: {refusal.reason}")
        return self.hold(exported.text)


def specs_in(source: Source) -> list[Exported] | Unreadable:
    """The specs that a source holds: one of Markdown, or those of data, which begins with `{`."""
    text = source.text.strip(_BLANKS)
    if not text.startswith("{"):
        return [Exported(source.name, source.spec, text=source.text)]
    try:
        found = interchange.read_json(text)
    except interchange.Misfit as misfit:
        return Unreadable(source.name, f"{misfit.place}: {misfit.reason}")
    return [
        Exported(f"{source.name} ({spec.title or spec.slug})", spec, docname)
        for spec, docname in found
    ]


def _write_markdown(spec: Spec) -> str:
    """Canonical Markdown without directives, its author's layout kept."""
    return write(spec, as_markdown=spec.surface != "markdown")


TARGETS = {
    "markdown": Target(".md", _write_markdown, str),
    "myst": Target(".md", write_myst, str),
    "rst": Target(".rst", write_rst, write_excerpt),
}
