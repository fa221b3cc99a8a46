"""The file that keeps a spec between builds: compressed, and beside its doctree.

It begins with what every build may need; then comes the spec, which few builds read.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from sphinx.errors import ExtensionError

from sphinxcontrib_spec import interchange
from sphinxcontrib_spec.interchange import EntryText
from sphinxcontrib_spec.memory import uncollected
from sphinxcontrib_spec.model import Spec
from sphinxcontrib_spec.roles import Pointer
from sphinxcontrib_spec.rules import Finding, Suppression

from .. import output
from ..markdown import Anchor
from .export_text import ExportText, pointer
from .relative_urls import RelativeUrl
from .spots import Spot

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

SUFFIX = ".spec"

#: The plain attributes of each cross reference, by its role as it is in the model.
XRefs: TypeAlias = Mapping[str, Mapping[str, str | bool | None]]


class Refusal(NamedTuple):
    """Why a page cannot be brought into canonical form, and where."""

    reason: str
    line: int
    column: int


#: The level of compression of both parts: low, because time matters more.
_LEVEL = 1


@dataclass(frozen=True)
class Page:
    """A spec's page: the spec itself, its findings, and everything that refers elsewhere.

    `kept_spec` is the packed entry of the spec, `surface` is the markup that it was written in.
    `xrefs` are its cross references of other domains, `links` its relative URLs, `anchors` say how
    links lead to the ids on it, and `as_written` are the URLs in Markdown on a page of another
    markup. `spots` say what each line of its source belongs to.

    A plain page is Markdown without item directives and roles. If all its links are right in the
    export, its export is `exported`, or the bytes of its file if that is None. Any other export
    depends on what its references lead to. `relative` are the links in its file, if changing them
    there is all that is needed, and `is_replaced` says that this also holds for the spec's entry in
    the listing. `text` is the whole export with holes for the references, if it can be written in
    that way.
    """

    kept_spec: bytes
    surface: str
    findings: tuple[Finding, ...]
    xrefs: XRefs
    links: tuple[RelativeUrl, ...]
    anchors: Mapping[str, Anchor]
    as_written: frozenset[str]
    is_plain: bool
    exported: str | None = None
    refusal: Refusal | None = None
    relative: tuple[Pointer, ...] | None = None
    spots: tuple[Spot, ...] = ()
    is_replaced: bool = False
    text: ExportText | None = None

    @property
    def entry(self) -> EntryText:
        """The spec's entry in the listing, where links lead as they do from the spec's own file."""
        links, text = zlib.decompress(self.kept_spec).decode().split("\n", 1)
        return EntryText(json.loads(links), text)

    @cached_property
    @uncollected
    def spec(self) -> Spec:
        """The spec as it was read."""
        return interchange.from_data(self.entry.data)

    @property
    def is_markdown(self) -> bool:
        """Whether the page was written in Markdown, with directives or without."""
        return self.surface != "rst"

    def has_in_markdown(self, link: RelativeUrl) -> bool:
        """Return whether a URL on the page is written in Markdown."""
        return self.is_markdown or bool(link.part) or link.url in self.as_written


def path(env: BuildEnvironment, docname: str) -> Path:
    """Return the file that keeps the page of this document."""
    return Path(env.doctreedir, f"{docname}{SUFFIX}")


def packed(entry: EntryText) -> bytes:
    """Return a spec's entry as a page holds it: as JSON, because reading that runs no code."""
    links = json.dumps(entry.links, ensure_ascii=False)
    return zlib.compress(f"{links}\n{entry.text}".encode("utf-8", "replace"), _LEVEL)


def write(file: Path, page: Page) -> None:
    """Write a page to its file."""
    data = {
        "findings": [*map(as_data, page.findings)],
        "surface": page.surface,
        "xrefs": page.xrefs,
        "links": page.links,
        "anchors": page.anchors,
        "is_plain": page.is_plain,
        "as_written": sorted(page.as_written),
        "exported": page.exported,
        "refusal": page.refusal,
        "relative": page.relative,
        "spots": page.spots,
        "is_replaced": page.is_replaced,
        "text": page.text and page.text.data,
    }
    head = zlib.compress(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"), _LEVEL)
    output.write(file, head + page.kept_spec)


def read(file: Path) -> Page:
    """Return the page that a file keeps; raise ExtensionError if it cannot be read."""
    try:
        data, kept_spec = _parts(file)
        return _page(json.loads(data), kept_spec)
    except (OSError, zlib.error, ValueError, KeyError, TypeError) as error:
        raise ExtensionError(
            f"cannot read the data of a spec in {file}; build again with --fresh-env", error
        ) from error


def _parts(file: Path) -> tuple[bytes, bytes]:
    """Return the JSON in a file, and the rest of the file, which is still compressed."""
    reading = zlib.decompressobj()
    head = reading.decompress(file.read_bytes())
    if not reading.eof:
        raise zlib.error("the file is cut off")
    return head, reading.unused_data


def _page(data: Mapping[str, Any], kept_spec: bytes) -> Page:
    relative = data["relative"]
    return Page(
        kept_spec,
        data["surface"],
        tuple(from_data(*each) for each in data["findings"]),
        data["xrefs"],
        tuple(map(RelativeUrl._make, data["links"])),
        {id_: Anchor(*anchor) for id_, anchor in data["anchors"].items()},
        frozenset(data["as_written"]),
        data["is_plain"],
        data["exported"],
        Refusal(*data["refusal"]) if data["refusal"] else None,
        None if relative is None else tuple(pointer(*each) for each in relative),
        tuple(map(Spot._make, data["spots"])),
        data["is_replaced"],
        ExportText.of_data(*data["text"]) if data["text"] else None,
    )


def as_data(finding: Finding) -> tuple[Any, ...]:
    """Return a finding as data for JSON."""
    return finding.plain, finding.text, finding.suppression


def from_data(plain: Sequence[Any], text: str, why: Sequence[Any] | None) -> Finding:
    """Restore a finding from its data in JSON."""
    return replace(Finding(*plain), text=text, suppression=Suppression(*why) if why else None)


def is_whole(file: Path) -> bool:
    """Return whether a file exists and is complete: compressed data has a checksum."""
    try:
        zlib.decompress(_parts(file)[1])
    except (OSError, zlib.error):
        return False
    return True


def stamp(file: Path) -> tuple[int, int]:
    """Return the modification time and the size of a file, or zeros if there is none."""
    try:
        found = os.stat(file)  # noqa: PTH116 - takes half the time, for thousands of files
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def remove(file: Path) -> None:
    """Remove the file of a page, if there is one."""
    file.unlink(missing_ok=True)
