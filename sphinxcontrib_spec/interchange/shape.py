"""Where things stand in `specs.json`."""

from __future__ import annotations

from sphinxcontrib_spec import schema

#: What the file is called that holds all specs of a project.
FILE = schema.DATA_FILE

#: The version of the shape, raised when a reader of the old one could not read the new.
VERSION = 1

#: Where the value of each section of the schema stands in an entry.
PATHS = {
    part.key: (section.key, part.key) if part is not section else (section.key,)
    for section in schema.SECTIONS
    for part in (section, *section.sections)
}


def has_blocks_at_key(key: str) -> bool:
    """Whether the named key of a section holds its blocks."""
    part = schema.SECTION.get(key)
    return part is not None and part.content not in ("items", "sections")
