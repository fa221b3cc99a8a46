"""The builder `spec`: writes every spec as canonical Markdown, and a JSON file of all specs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders import Builder
from sphinx.locale import __
from sphinx.util import logging

from sphinxcontrib_spec import interchange, names
from sphinxcontrib_spec.rules import Lost

from . import domain as domains
from . import findings, output
from .environment import page_file
from .export import attached, canonical_files, targets

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from .domain import SpecDomain

logger = logging.getLogger(__name__)


class SpecBuilder(Builder):
    """Exports the specs from what was kept when they were read, without loading any doctree."""

    name = "spec"
    format = "markdown"
    allow_parallel = True

    def get_outdated_docs(self) -> str:
        """Report all specs as outdated.

        What they refer to may have changed, and files whose content stays the same are not written.
        """
        return str(__("all specs"))  # a lazy string would be taken for a list of documents

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:  # noqa: ARG002
        """Return the file name of a spec's export, or the web address of any other page."""
        domain = domains.of(self.env)
        if home := domain.lookup.home(docname):
            return names.file_name(home)
        return targets.address(domain, docname)

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:  # noqa: ARG002
        """Return the target URI, which is the same from everywhere: one folder has all exports."""
        return self.get_target_uri(to, typ)

    def write_documents(self, docnames: AbstractSet[str]) -> None:  # noqa: ARG002
        """Write all specs, and remove the files of those that were written before and are gone."""
        from sphinxcontrib_spec.interchange import json_schema  # and what measures goals

        domain = domains.of(self.env)
        folder = Path(self.outdir)
        found = [*canonical_files.exports(domain)]
        files = [*(export.file_name for export in found), interchange.FILE]
        if _are_settled(found, domain) and domain.build.settled.files == _stamps(folder, files):
            domain.build.dependencies = {export.docname: export.depends_on for export in found}
        else:
            self._write(found, folder)
        output.write(
            folder / json_schema.SCHEMA_FILE,
            json_schema.schema_json(domain.options.levels).encode(),
        )
        domain.build.left = _stamps(folder, files)
        logger.info(
            __("Specs exported to %s: %s. Findings reported: %s."),
            folder,
            len(found),
            domain.build.reported,
        )

    def _write(self, found: Sequence[canonical_files.Export], folder: Path) -> None:
        """Write these exports, and the listing of them all."""
        domain = domains.of(self.env)
        before = _listed(folder)
        entries, written = [], set()
        beside: dict[str, Path] = {}
        lost: list[Lost] = []
        for export in found:
            output.write(folder / export.file_name, export.content)
            written.add(export.file_name)
            entries.append(export.listed)
            beside |= export.stand_ins.files
            lost += export.lost
            domain.build.dependencies[export.docname] = export.depends_on
        for name in sorted(before - written):
            (folder / name).unlink(missing_ok=True)
        attached.lay(folder, beside)
        listing = interchange.specs_text(entries)
        output.write(folder / interchange.FILE, listing.encode("utf-8", "replace"))
        findings.report_lost(lost, self.env)


def _are_settled(found: Iterable[canonical_files.Export], domain: SpecDomain) -> bool:
    """Return whether no page was read since these were exported, and nothing else changes them."""
    return domain.build.settled.no_page_read and all(export.is_settled for export in found)


def _stamps(folder: Path, files: Iterable[str]) -> str:
    """Return a digest that changes when any of these files changes."""
    stamps = [page_file.stamp(folder / name) for name in files]
    return hashlib.blake2b(repr(stamps).encode(), digest_size=12).hexdigest()


def _listed(folder: Path) -> set[str]:
    """Return the file names of the exports in the folder's listing; empty if it is not ours."""
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
