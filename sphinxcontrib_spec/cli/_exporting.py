"""Gather the specs to export, from Markdown or data, and convert them to pages."""

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

#: What may stand before the first character of data.
_BEFORE_DATA = "\ufeff \t\r\n"

#: The number of bytes read to find out whether a file is data.
_START = 1024


class Sources(NamedTuple):
    """All sources to be exported, sorted by name, and the files that could not be read."""

    project: Project
    specs: tuple[Source, ...]
    unreadable: tuple[Unreadable, ...]

    def note_unreadable(self) -> bool:
        """Report the files that could not be read; return whether there are any."""
        for file in self.unreadable:
            note(f"Error: {file}")
        return bool(self.unreadable)


def gather(paths: tuple[str, ...], stdin_filename: str = "") -> Sources:
    """Find and load all specs that the PATHS of a command line name."""
    found = find(paths, stdin_filename, with_data=True)
    loaded = [load(place, _largest(place)) for place in found.places]
    return Sources(
        found.project,
        tuple(one for one in loaded if isinstance(one, Source)),
        (*found.closed, *(one for one in loaded if isinstance(one, Unreadable))),
    )


@dataclass(frozen=True)
class Exported:
    """A spec and its name in reports.

    `docname` is the name of its document, if data gives one. `text` is the text of a Markdown file,
    empty for data.
    """

    name: str
    spec: Spec
    docname: str = ""
    text: str = ""


@dataclass(frozen=True)
class Target:
    """A target format: the suffix of its pages, and the functions that write and wrap them.

    `hold` converts a Markdown text that has no canonical form to a page.
    """

    suffix: str
    write: Callable[[Spec], str]
    hold: Callable[[str], str]

    def file_name(self, exported: Exported) -> str:
        """Return the file name of a spec's page."""
        return f"{schema.FILE_PREFIX}{exported.spec.slug}{self.suffix}"

    def page(self, exported: Exported) -> str:
        """Return a spec's page, or one with the unchanged text if it cannot be formatted safely."""
        refusal = formatted(exported.text, exported.name).refusal
        if not refusal:
            return self.write(exported.spec)
        place = f"{exported.name}:{refusal.span.line}:{refusal.span.column}"
        note(f"{place}: exported as it is: {refusal.reason}")
        return self.hold(exported.text)


def specs_in(source: Source) -> list[Exported] | Unreadable:
    """Return the specs in a source: one from Markdown, or those in data, which begins with `{`."""
    text = source.text.strip(_BEFORE_DATA)
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
    """Return the maximum size of a file; data that is named explicitly may be of any size."""
    if not place.named:
        return LARGEST
    start = place.data[:_START]
    if not place.is_stdin:
        with suppress(OSError), Path(place.path).open("rb") as file:
            start = file.read(_START)
    return None if start.lstrip(_BEFORE_DATA.encode()).startswith(b"{") else LARGEST


def _write_markdown(spec: Spec) -> str:
    """Write canonical Markdown without directives, with the author's layout kept."""
    return write(spec, as_markdown=spec.surface != "markdown")


TARGETS = {
    "markdown": Target(".md", _write_markdown, str),
    "myst": Target(".md", write_myst, str),
    "rst": Target(".rst", write_rst, write_excerpt),
}
