"""`sphinx-spec export`: specs as data."""

from __future__ import annotations

from pathlib import Path

import click

from ._paths import with_paths
from ._say import CLEAN, COULD_NOT_RUN, note, say, stop

_EPILOG = """\
\b
Examples:
  sphinx-spec export --to json docs | jq '.specs[].failure_modes[].failure'
  sphinx-spec export --to json -o out    writes out/specs.json and its JSON Schema

Exit status: 0, or 2 if a file could not be read or written, or two specs have one slug.
"""


@click.command(short_help="Write specs as data.", epilog=_EPILOG)
@with_paths
@click.option(
    "--to", type=click.Choice(["json"]), required=True, expose_value=False, help="What to write."
)
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write to, with the JSON Schema; standard output if not given.",
)
def export(paths: tuple[str, ...], stdin_filename: str, folder: Path | None) -> int:
    """Write specs as data, with nothing lost: every section, item, id, level and line.

    PATHS are files, folders, which are searched for spec-*.md, or - for standard input; without
    any it is this folder.
    """
    from sphinxcontrib_spec import derive, files, interchange

    from ._sources import gather

    sources = gather(paths, stdin_filename)
    levels = sources.project.config.levels
    owners: dict[str, str] = {}
    for source in sources.specs:
        slug = source.spec.slug
        if slug in owners:
            raise stop(f"two specs have the slug {slug!r}: {owners[slug]} and {source.name}")
        owners[slug] = source.name
    text = interchange.specs_json(
        interchange.to_data(source.spec, levels=levels) for source in sources.specs
    )
    if folder is None:
        say(text)
    else:
        folder.mkdir(parents=True, exist_ok=True)
        files.write(folder / interchange.FILE, text)
        files.write(folder / derive.SCHEMA_FILE, derive.schema_json(levels))
        note(f"Wrote {folder / interchange.FILE} and {derive.SCHEMA_FILE} beside it")
    return COULD_NOT_RUN if sources.note_unreadable() else CLEAN
