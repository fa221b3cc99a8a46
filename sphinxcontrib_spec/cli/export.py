"""The command `sphinx-spec export`: convert specs to another format, without loss."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sphinxcontrib_spec.schema import DATA_SCHEMA_FILE

from ._paths import with_paths
from ._terminal import CLEAN, COULD_NOT_RUN, STDOUT, echo, note, stop

if TYPE_CHECKING:
    from ._exporting import Exported
    from ._sources import Source

_JSON = "json"

_EPILOG = """\
\b
Examples:
  sphinx-spec export --to json docs | jq '.specs[].failure_modes[].failure'
  sphinx-spec export --to json -o out    writes out/specs.json and its JSON Schema
  sphinx-spec export --to rst docs/spec-quay.md > docs/quay.rst
  sphinx-spec export --to myst -o pages docs
  sphinx-spec export --to markdown -o specs out/specs.json

Exit status: 0, or 2 if a file could not be read or written, if JSON is not a specs.json, or if
two specs have the same slug.

\b
Files:
  pyproject.toml         [tool.sphinxcontrib-spec]: levels, exclude
  .gitignore             files that git ignores are not searched
"""


@click.command(short_help="Convert specs to Markdown, pages or JSON.", epilog=_EPILOG)
@with_paths
@click.option(
    "--to",
    "target",
    type=click.Choice(["markdown", "rst", "myst", _JSON]),
    required=True,
    help="Format to write.",
)
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write to; the default, or -, is standard output, for a single page or JSON.",
)
def export(paths: tuple[str, ...], stdin_filename: str, target: str, folder: Path | None) -> int:
    """Convert specs to canonical Markdown, to pages for Sphinx, or to JSON.

    Pages in reStructuredText (rst) and MyST have directives for items; when Sphinx exports
    them, they become the same Markdown again. JSON has every section, item, id, level and line.

    PATHS are files, folders, which are searched for spec-*.md, or - for standard input; the
    default is the current folder. A file that begins with { is read as JSON: a specs.json, or
    one spec of it.

    With -o, pages go to files called spec-SLUG.md or spec-SLUG.rst, and JSON to specs.json,
    with its JSON Schema. Existing files with these names are overwritten, but never a file that
    is read; no other file is touched.
    """
    from sphinxcontrib_spec.files import Unreadable

    from ._exporting import TARGETS, gather, specs_in

    if folder == Path(STDOUT):
        folder = None
    sources = gather(paths, stdin_filename)
    failed = sources.note_unreadable()
    exported: list[Exported] = []
    for source in sources.specs:
        found = specs_in(source)
        if isinstance(found, Unreadable):
            failed = True
            note(f"Error: {found}")
        else:
            exported += found
    if failed and not exported:
        return COULD_NOT_RUN
    _refuse_equal_slugs(exported, _names_in(folder, sources.specs) if folder else set())
    if target == _JSON:
        texts = _data(exported, sources.project.config.levels, with_schema=folder is not None)
    else:
        pages = TARGETS[target]
        if folder is None and len(exported) > 1:
            raise stop(f"{len(exported)} specs need more than one page: give a folder with -o")
        texts = {pages.file_name(each): pages.page(each) for each in exported}
    if folder is None:
        echo("".join(texts.values()))
    else:
        _refuse_sources(folder, texts, sources.specs)
        failed |= not _write(folder, texts)
    return COULD_NOT_RUN if failed else CLEAN


def _names_in(folder: Path, sources: Sequence[Source]) -> set[str]:
    """Return the names of the sources in a folder."""
    inside = folder.resolve()
    return {source.name for source in sources if source.path and source.path.parent == inside}


def _refuse_equal_slugs(exported: Sequence[Exported], written: Container[str]) -> None:
    """Exit if two specs would get the same page; one may be an earlier export, in `written`."""
    owners: dict[str, str] = {}
    for each in exported:
        slug = each.spec.slug
        if slug in owners:
            pair = (owners[slug], each.name)
            again = next((name for name in pair if name in written), "")
            hint = f"; {again} is in the output folder: name the files to export" if again else ""
            raise stop(f"two specs have the slug {slug!r}: {' and '.join(pair)}{hint}")
        owners[slug] = each.name


def _data(
    exported: Sequence[Exported], levels: Sequence[str], *, with_schema: bool
) -> dict[str, str]:
    from sphinxcontrib_spec import interchange
    from sphinxcontrib_spec.interchange import json_schema

    text = interchange.specs_json(
        interchange.to_data(each.spec, docname=each.docname, levels=levels) for each in exported
    )
    schema = {json_schema.SCHEMA_FILE: json_schema.schema_json(levels)} if with_schema else {}
    return {interchange.FILE: text, **schema}


def _refuse_sources(folder: Path, texts: Mapping[str, str], sources: Sequence[Source]) -> None:
    """Exit if a source would be overwritten, or would be taken for an export afterwards."""
    read = {source.path.resolve(): source.name for source in sources if source.path}
    for name in texts:
        if source := read.get((folder / name).resolve()):
            raise stop(f"{source}: would be overwritten; give another folder with -o")
    beside = next((path for path in read if path.parent == folder.resolve()), None)
    if beside and DATA_SCHEMA_FILE in texts:
        raise stop(
            f"{read[beside]}: would be taken for an export next to {DATA_SCHEMA_FILE}; "
            "give another folder with -o, or write to standard output"
        )


def _write(folder: Path, texts: Mapping[str, str]) -> bool:
    """Write all files that can be written; return whether all were."""
    from sphinxcontrib_spec import files
    from sphinxcontrib_spec.report.wording import counted

    written = 0
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        try:
            # These names are ours: a symbolic link with such a name must not be followed.
            files.write_over_link(folder / name, text)
            written += 1
        except OSError as error:
            note(f"Error: {folder / name}: {files.reason(error)}")
    note(f"Wrote {counted(written, 'file')} to {folder}")
    return written == len(texts)
