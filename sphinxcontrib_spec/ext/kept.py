"""What is kept of a spec between builds: one compressed JSON file, beside its doctree."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from sphinx.errors import ExtensionError

from sphinxcontrib_spec import interchange
from sphinxcontrib_spec.model import Spec
from sphinxcontrib_spec.rules import Finding, Suppression

from . import output
from .markdown import Anchor
from .spots import Spot

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

SUFFIX = ".spec"

#: The plain attributes of each cross reference, by the role as it stands in the model.
XRefs: TypeAlias = Mapping[str, Mapping[str, str | bool | None]]


class Refusal(NamedTuple):
    """Why a page cannot be brought into canonical form, and where."""

    reason: str
    line: int
    column: int


@dataclass(frozen=True)
class Page:
    """A spec's page: the spec as data, what the rules found in it, and all that points elsewhere.

    `xrefs` are its cross references of other domains, `links` the relative URLs in it, `anchors`
    how links lead to the ids on it, `as_written` the URLs in Markdown on a page of another markup.
    A plain page is Markdown without item directives and roles:
    its export is `exported`, or the bytes of its file if that is None, if all its links are
    right there. Any other export hangs on what its references lead to. `spots` tell what each line
    of its source belongs to.
    """

    data: dict[str, Any]
    findings: tuple[Finding, ...]
    xrefs: XRefs
    links: tuple[str, ...]
    anchors: Mapping[str, Anchor]
    as_written: frozenset[str]
    is_plain: bool
    exported: str | None = None
    refusal: Refusal | None = None
    spots: tuple[Spot, ...] = ()

    @cached_property
    def spec(self) -> Spec:
        """The spec as it was read."""
        return interchange.from_data(self.data)

    @property
    def is_markdown(self) -> bool:
        """Whether the page was written in Markdown, with directives or without."""
        return self.data.get("surface") != "rst"

    def has_in_markdown(self, url: str) -> bool:
        """Whether a URL on the page stands in Markdown."""
        return self.is_markdown or url in self.as_written


def path(env: BuildEnvironment, docname: str) -> Path:
    """Where the page of this document is kept."""
    return Path(env.doctreedir, f"{docname}{SUFFIX}")


def write(file: Path, page: Page) -> None:
    """Keep a page."""
    data = {
        "findings": [
            (finding.plain, finding.text, finding.suppression) for finding in page.findings
        ],
        "xrefs": page.xrefs,
        "links": page.links,
        "anchors": page.anchors,
        "is_plain": page.is_plain,
        "as_written": sorted(page.as_written),
        "exported": page.exported,
        "refusal": page.refusal,
        "spots": page.spots,
        "data": page.data,
    }
    output.write(file, zlib.compress(json.dumps(data, ensure_ascii=False).encode(), 3))


def read(file: Path) -> Page:
    """The page that a file keeps; an ExtensionError says that it cannot be read."""
    try:
        data = json.loads(zlib.decompress(file.read_bytes()))
        findings = tuple(
            replace(Finding(*plain), text=text, suppression=why and Suppression(*why))
            for plain, text, why in data["findings"]
        )
        refusal = Refusal(*data["refusal"]) if data["refusal"] else None
        return Page(
            data["data"],
            findings,
            data["xrefs"],
            tuple(data["links"]),
            {id_: Anchor(*anchor) for id_, anchor in data["anchors"].items()},
            frozenset(data["as_written"]),
            data["is_plain"],
            data["exported"],
            refusal,
            tuple(Spot(*spot) for spot in data["spots"]),
        )
    except (OSError, zlib.error, ValueError, KeyError, TypeError) as error:
        raise ExtensionError(
            f"cannot read what was kept of a spec: {file}; build again with --fresh-env", error
        ) from error


def is_whole(file: Path) -> bool:
    """Whether a file is there and as it was written: what is compressed has a check sum."""
    try:
        zlib.decompress(file.read_bytes())
    except (OSError, zlib.error):
        return False
    return True


def remove(file: Path) -> None:
    """Forget a page, if there is one."""
    file.unlink(missing_ok=True)
