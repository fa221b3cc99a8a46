"""Specs to be exported, whatever they come from, and the pages that they become."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sphinxcontrib_spec import interchange, schema
from sphinxcontrib_spec.files import LARGEST, Unreadable
from sphinxcontrib_spec.formatting import formatted
from sphinxcontrib_spec.model import Spec
from sphinxcontrib_spec.pages import write_excerpt, write_myst, write_rst
from sphinxcontrib_spec.writer import write

from ._project import Project
from ._sources import Place, Source, find, load
from ._terminal import note

_BLANKS = "\ufeff \t\r\n"

#: So many bytes of a file tell whether it is data.
_START = 1024


class Sources(NamedTuple):
    """All that is to be exported, in the order of names, and what could not be read."""

    project: Project
    specs: tuple[Source, ...]
    unreadable: tuple[Unreadable, ...]

    def note_unreadable(self) -> bool:
        """Say what could not be read; whether there was anything."""
        for file in self.unreadable:
            note(f"Error: {file}")
        return bool(self.unreadable)


def gather(paths: tuple[str, ...], stdin_filename: str = "") -> Sources:
    """The specs that the PATHS of a command line name, all of them at once."""
    found = find(paths, stdin_filename, with_data=True)
    loaded = [load(place, _largest(place)) for place in found.places]
    return Sources(
        found.project,
        tuple(one for one in loaded if isinstance(one, Source)),
        (*found.closed, *(one for one in loaded if isinstance(one, Unreadable))),
    )


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


def _largest(place: Place) -> int | None:
    """How many bytes a file may have: data is of many specs, and read if somebody names it."""
    if not place.named:
        return LARGEST
    start = place.data[:_START]
    if not place.is_stdin:
        with suppress(OSError), Path(place.path).open("rb") as file:
            start = file.read(_START)
    return None if start.lstrip(_BLANKS.encode()).startswith(b"{") else LARGEST


def _write_markdown(spec: Spec) -> str:
    """Canonical Markdown without directives, its author's layout kept."""
    return write(spec, as_markdown=spec.surface != "markdown")


TARGETS = {
    "markdown": Target(".md", _write_markdown, str),
    "myst": Target(".md", write_myst, str),
    "rst": Target(".rst", write_rst, write_excerpt),
}
