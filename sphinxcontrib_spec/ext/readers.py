"""Evaluates the conditions of `only`, as far as they are the same for every builder.

A tag that the project passes to a build (`-t internal`) counts, so an export shows what the pages
show. The name of a builder does not: a spec's Markdown is for all readers, unless the condition
names the builder `spec` itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util.tags import Tags

from . import domain as domains
from .builder import SpecBuilder

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


def note(app: Sphinx) -> None:
    """Set how this build evaluates the conditions of `only`, whichever builder runs."""
    given = set(app.tags).difference(_tags(app.builder))
    anybody, of_export = Tags(given), Tags(given.union(_tags(SpecBuilder)))
    readers = [Tags(given.union(_tags(each))) for each in app.registry.builders.values()]

    def seen(condition: str) -> bool | None:
        try:
            answer = of_export.eval_condition(condition)
            is_named = answer != anybody.eval_condition(condition)
            others = {tags.eval_condition(condition) for tags in readers}
        except Exception:
            return True  # Sphinx reports what is wrong with it, and shows its content
        return answer if is_named or len(others) == 1 else None

    domains.of(app.env).build.seen = seen


def _tags(builder: Builder | type[Builder]) -> tuple[str, ...]:
    """Return the tags that a builder sets."""
    name, format_ = builder.name, builder.format
    return name, format_, f"builder_{name}", f"format_{format_}"


def otherwise(
    _app: Sphinx, env: BuildEnvironment, _added: set[str], _changed: set[str], _removed: set[str]
) -> list[str]:
    """Return the specs of which more or less is shown now than when they were read."""
    domain = domains.of(env)
    return sorted(
        docname
        for docname, conditions in domain.known.conditions.items()
        if any(domain.build.seen(condition) != seen for condition, seen in conditions)
    )


def setup(app: Sphinx) -> None:
    """Note the tags of every build, and read specs again whose conditions depend on other tags."""
    app.connect("builder-inited", note)
    app.connect("env-get-outdated", otherwise)
