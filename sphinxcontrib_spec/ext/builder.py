"""`sphinx-build -b spec`: every spec as canonical Markdown, and all of them as JSON."""

from __future__ import annotations

import json
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders import Builder
from sphinx.locale import __
from sphinx.util import logging

from sphinxcontrib_spec import derive, interchange, names
from sphinxcontrib_spec.rules import Lost

from . import attached, exports, findings, output, targets
from . import domain as domains

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)


class SpecBuilder(Builder):
    """Writes what is kept of the specs; no doctree is read back."""

    name = "spec"
    format = "markdown"
    allow_parallel = True

    def get_outdated_docs(self) -> str:
        """All specs: what they refer to may have changed, and what is equal is not written."""
        return str(__("all specs"))  # a lazy string would be taken for a list of documents

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:  # noqa: ARG002
        """A spec's own file; any other page only has a URI on the web, if that is known."""
        lookup = domains.of(self.env).lookup
        if home := lookup.home(docname):
            return names.file_name(home)
        return targets.address(self.config, docname)

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:  # noqa: ARG002
        """The same from everywhere: all exports are in one folder."""
        return self.get_target_uri(to, typ)

    def write_documents(self, docnames: AbstractSet[str]) -> None:  # noqa: ARG002
        """Write all specs, and remove those that were written before and are gone."""
        domain = domains.of(self.env)
        folder = Path(self.outdir)
        before = _listed(folder)
        entries, written = [], set()
        files: dict[str, Path] = {}
        lost: list[Lost] = []
        for export in exports.exports(domain):
            output.write(folder / export.file_name, export.content)
            written.add(export.file_name)
            entries.append(export.data)
            files |= export.leads.files
            lost += export.lost
        for name in sorted(before - written):
            (folder / name).unlink(missing_ok=True)
        attached.lay(folder, files)
        output.write(folder / interchange.FILE, interchange.specs_json(entries).encode())
        output.write(
            folder / derive.SCHEMA_FILE, derive.schema_json(domain.options.levels).encode()
        )
        findings.report_lost(lost, self.env)
        logger.info(
            __("%s specs are in %s; %s findings are reported."),
            len(written),
            folder,
            domain.reported,
        )


def _listed(folder: Path) -> set[str]:
    """The exports that the folder's listing names; nothing if it is none of ours."""
    try:
        data = json.loads((folder / interchange.FILE).read_text(encoding="utf-8"))
        slugs = [spec["slug"] for spec in data["specs"]]
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    return {
        names.file_name(slug)
        for slug in slugs
        if isinstance(slug, str) and names.spec_slug(slug) == slug
    }


def setup(app: Sphinx) -> None:
    """Register the builder."""
    app.add_builder(SpecBuilder)
