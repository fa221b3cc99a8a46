"""The directive `spec-include`: shows the Markdown of a file that is no document on a page.

A file that is a whole spec is the spec of its page, unless the page is a spec itself: its items
have the lines of the file, and its export has the bytes of the file. If two pages show one file,
the first one is the spec's. Any other file is a piece of the page, like the content of
`spec-markdown`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from docutils import nodes
from docutils.parsers.rst import directives
from myst_parser import warnings_
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from sphinx.util.docutils import SphinxDirective

from sphinxcontrib_spec import names, schema
from sphinxcontrib_spec.markup.front_matter import declines
from sphinxcontrib_spec.reader.lines import Line, split, trimmed
from sphinxcontrib_spec.source import Span

from .. import domain as domains
from .. import options
from ..doctree import LEVEL, relative, title_section
from ..nodes import excerpt

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: The key in `temp_data` that says that Markdown on a page of another markup is being read.
INSIDE = "spec_inside_excerpt"

#: The key in `temp_data` that says that the page has excerpts: most have none, and need no search.
EXCERPTS = "spec_has_excerpts"

#: The attributes of an excerpt that is a file: how far its headings are moved down, whether it
#: gives no items, and where its directive is.
OFFSET, NO_INDEX, PLACE = "offset", "no_index", "place"

_DEEPEST = 6
_NAME_IT = "name the file relative to this document, or to the source folder after a slash"
_FILES = f"{schema.FILE_PREFIX}*.md"

#: The logger of MyST's warnings, which name the document that is read.
_MYST = f"sphinx.{warnings_.__name__}"


class _Refused(NamedTuple):
    """Why a file is not shown, and what to do about it."""

    why: str
    help: str


_SECOND = _Refused(
    "is the second spec on this page",
    "give it a page of its own, or use :no-index: to show it only",
)
_NESTED = _Refused("is included from within included Markdown", "include it on the page itself")
_NO_NAME = _Refused("is not a file name", _NAME_IT)


def _offset(argument: str) -> int:
    number = directives.nonnegative_int(argument)
    if number >= _DEEPEST:
        raise ValueError(f"must be less than {_DEEPEST}")
    return number


class SpecInclude(SphinxDirective):
    """The directive that shows a spec from a Markdown file outside the documentation."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {
        "heading-offset": _offset,
        "no-index": directives.flag,
        "noindex": directives.flag,
    }

    def run(self) -> list[nodes.Node]:
        """Return an excerpt of the whole file; nothing, with a note of why, if it is not shown."""
        name = self.arguments[0]
        source, line = self.get_source_info()
        at = Span(relative(source, self.env), line)
        domain, docname = domains.of(self.env), self.env.docname
        absolute = ""
        try:
            below, absolute = self.env.relfn2path(name)
            is_nested = self.env.temp_data.get(INSIDE)
            found = _NESTED if is_nested else _read(Path(absolute), docname, self.env)
            self.env.note_dependency(below)
        except ValueError:  # the name contains a NUL
            found = _NO_NAME
        if isinstance(found, _Refused):
            domain.known.note_include(docname, name, at, *found)
            return []
        domain.known.note_include(docname, relative(absolute, self.env), at)
        self.env.temp_data[EXCERPTS] = True
        node = excerpt(lines=found)
        node[OFFSET] = self.options.get("heading-offset")
        node[NO_INDEX] = bool({"no-index", "noindex"} & self.options.keys())
        node[PLACE] = at
        node.source, node.line = absolute, found[0].number
        return [node]


def _read(file: Path, docname: str, env: BuildEnvironment) -> list[Line] | _Refused:
    """Return the lines of a file that a document may show, or why it may not."""
    if outside := _outside(file, env):
        return _Refused(f"is outside {outside}", "move it into the repository")
    try:
        if file.samefile(env.doc2path(docname)):
            return _Refused("is this document", "name the file of the spec")
        text = file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return _Refused("does not exist", _NAME_IT)
    except UnicodeDecodeError as error:
        return _Refused(f"is not encoded in UTF-8: {error.reason}", "save it in UTF-8")
    except OSError as error:
        return _Refused(f"cannot be read: {error.strerror}", "make the file readable")
    lines = [Line(number, text) for number, text in enumerate(split(text), 1)]
    return [*trimmed(lines)] or _Refused("is empty", "write the spec, or remove the directive")


def outdated(env: BuildEnvironment) -> Iterator[str]:
    """Yield the documents that could not show a file whose state is different now.

    Sphinx compares times, but a file that was restored may be as old as it was before.
    """
    for docname, included in domains.of(env).known.includes.items():
        for name, *_place, why, help_ in included:
            before = _Refused(why, help_)
            if not why or before in (_NESTED, _SECOND, _NO_NAME):
                continue
            if _read(Path(env.relfn2path(name, docname)[1]), docname, env) != before:
                yield docname


def _outside(file: Path, env: BuildEnvironment) -> str:
    """Return the quoted name of the sources' repository if the file is outside it, or nothing."""
    source = Path(env.srcdir)
    root = next((each for each in (source, *source.parents) if (each / ".git").exists()), None)
    return "" if root is None or file.resolve().is_relative_to(root) else f'"{root.name}"'


def spec_of(document: nodes.document, env: BuildEnvironment) -> str:
    """Return the included file that is the spec of its page; empty if there is none.

    If the page itself has the title of a spec, the file is a part of that page.
    """
    page = title_section(document)
    if page is not None and LEVEL not in page and names.has_prefix(page[0].astext()):
        return ""
    if options.excludes(env, env.docname):
        return ""
    found = [
        node
        for node in document.findall(excerpt)
        if is_file(node) and not node[NO_INDEX] and is_whole(node) and not _is_excluded(node, env)
    ]
    for node in found[1:]:
        path, at = relative(str(node.source), env), node[PLACE]
        domains.of(env).known.note_include(env.docname, path, at, *_SECOND)
    return found[0].source or "" if found else ""


def is_file(node: excerpt) -> bool:
    """Return whether an excerpt is a file of its own."""
    return OFFSET in node


def is_whole(node: excerpt) -> bool:
    """Return whether a file is a spec from its first line on, and does not declare it is none."""
    part = node["part"]
    if part.front and declines(part.front.text):
        return False
    first = next((each.heading for each in part.parts if each.heading), "")
    return names.has_prefix(first) or PurePath(str(node.source)).match(_FILES)


def _is_excluded(node: excerpt, env: BuildEnvironment) -> bool:
    path = options.path_from_root(env, relative(node.source or "", env))
    return options.of(env.config).excludes(path)


def offset(node: excerpt, above: int) -> int:
    """Return how far the headings of an excerpt move down under a heading of the level `above`.

    By default, a whole spec is placed below the heading that it is under.
    """
    if not is_file(node):
        return 0
    given: int | None = node[OFFSET]
    return given if given is not None else above if is_whole(node) else 0


@contextmanager
def reading(node: excerpt, renderer: SphinxRenderer) -> Iterator[None]:
    """Make messages about a file name that file and its own lines while it is read."""
    document, reporter, env = renderer.document, renderer.reporter, renderer.sphinx_env
    before = document["source"], reporter.source, reporter.get_source_and_line
    path = str(node.source)

    def place(line: int | None = None) -> tuple[str, int | None]:
        return path, line

    def place_of_myst(record: Any) -> bool:
        location = getattr(record, "location", None)
        if isinstance(location, tuple) and location[0] in (env.docname, path):
            record.location = f"{path}:{location[1]}"
        return True

    logger = logging.getLogger(_MYST)
    logger.addFilter(place_of_myst)
    document["source"] = reporter.source = path
    reporter.get_source_and_line = place
    try:
        yield
    finally:
        document["source"], reporter.source, reporter.get_source_and_line = before
        logger.removeFilter(place_of_myst)


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive(schema.INCLUDE_DIRECTIVE, SpecInclude)
