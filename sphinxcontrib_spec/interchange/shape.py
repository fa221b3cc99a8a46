"""The layout of `specs.json`."""

from __future__ import annotations

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.items import Goal, SuccessMetric

#: The name of the file that holds all specs of a project.
FILE = schema.DATA_FILE

#: The version of the layout, incremented when readers of the old one could not read the new one.
VERSION = 1

#: The classes of items that have a target.
MEASURED = (Goal, SuccessMetric)

#: The path to the value of each section of the schema in an entry.
PATHS = {
    part.key: (section.key, part.key) if part is not section else (section.key,)
    for section in schema.SECTIONS
    for part in (section, *section.sections)
}


def has_blocks_at_key(key: str) -> bool:
    """Return whether the value of a section's named key is its blocks."""
    part = schema.SECTION.get(key)
    return part is not None and part.content not in ("items", "sections")
