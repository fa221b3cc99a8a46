"""Selects the files to read: enables MyST for specs alone, skips output and undecodable files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from sphinx.locale import __
from sphinx.util import logging

from sphinxcontrib_spec import files, schema

from .builder import SpecBuilder

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

_MARKDOWN = ".md"
#: The number of heading levels that Markdown has.
_LEVELS = 6

_PARSERS = {"myst_parser", "myst_nb"}


def leave_out_other_markdown(
    _app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Skip all Markdown files except for `spec-*.md`, and log which ones are skipped."""
    others = [
        docname
        for docname in sorted(env.found_docs)
        if (path := Path(env.doc2path(docname))).suffix == _MARKDOWN
        and not path.name.startswith(schema.FILE_PREFIX)
    ]
    if others:
        logger.info("")  # Sphinx has begun a line
        logger.info(
            __("Markdown files that are not specs are not read: %s (to read them, add"
               ' "myst_parser" to `extensions`)'),
            ", ".join(others),
        )  # fmt: skip
        _leave_out(others, env, added, changed, removed)
    return []


def leave_out_output(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Skip files among the sources that a build has written.

    Without `exclude_patterns`, each spec would otherwise be there twice in the next build.
    """
    sources, folder = Path(app.srcdir), Path(app.outdir)
    has_own = isinstance(app.builder, SpecBuilder) and sources in folder.parents
    own = f"{folder.relative_to(sources).as_posix()}/" if has_own else ""
    written = [
        docname
        for docname in env.found_docs
        if (own and docname.startswith(own)) or _is_exported(docname, sources)
    ]
    _leave_out(written, env, added, changed, removed)
    return []


def _is_exported(docname: str, sources: Path) -> bool:
    """Return whether a document is in a folder of exports below the sources.

    The folder of the sources may itself be such a folder, which does not count.
    """
    if files.HTML_EXPORTS not in docname:
        return False
    folders = PurePosixPath(docname).parents[:-1]
    return any(files.is_html_export(sources / folder) for folder in folders)


def leave_out_undecodable(
    _app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Skip documents that cannot be decoded in the project's encoding, and warn every time."""
    encoding = env.config.source_encoding
    for docname in sorted(added | changed):
        path = Path(env.doc2path(docname))
        try:
            content = path.read_bytes()
        except OSError:
            continue  # Sphinx reports why it cannot read the file
        try:
            content.decode(encoding)
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            logger.warning(
                __("not read, because byte 0x%02x is not valid in %s"),
                content[error.start],
                encoding.removesuffix("-sig"),
                location=f"{path}:{line}",
                type="spec",
                subtype="not-decodable",
            )
            _leave_out([docname], env, added, changed, removed)
    return []


def set_myst_up(_app: Sphinx, config: Config) -> None:
    """Make MyST read what canonical Markdown may contain, unless the project says otherwise.

    That is `:::` fences, as our reader understands them, and links to headings of every level, as
    other viewers support and our exports use them.
    """
    config.myst_enable_extensions = config.myst_enable_extensions or {"colon_fence"}
    config.myst_heading_anchors = config.myst_heading_anchors or _LEVELS


def _leave_out(
    docnames: Iterable[str],
    env: BuildEnvironment,
    added: set[str],
    changed: set[str],
    removed: set[str],
) -> None:
    """Make Sphinx treat documents as absent; those that it has read before are cleared."""
    for docname in docnames:
        env.found_docs.discard(docname)
        added.discard(docname)
        changed.discard(docname)
        if docname in env.all_docs:
            removed.add(docname)


def setup(app: Sphinx) -> None:
    """Enable MyST if nothing else reads Markdown.

    This cannot wait until the other extensions are loaded: an option of MyST's on the command line
    would be unknown. A project that configures the suffix itself wants all of its Markdown files.
    """
    if _MARKDOWN not in app.registry.source_suffix and not _PARSERS & set(app.config.extensions):
        app.setup_extension("myst_parser")
        app.connect("config-inited", set_myst_up)
        # Not the value itself: Sphinx adds to its default, which the next app shares.
        given = app.config._raw_config.get("source_suffix") or ()  # noqa: SLF001
        if _MARKDOWN not in given:
            app.connect("env-get-outdated", leave_out_other_markdown)
    app.connect("env-get-outdated", leave_out_output)
    app.connect("env-get-outdated", leave_out_undecodable)
