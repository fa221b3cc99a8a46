"""Rules on the file name and the title: SPEC101 to SPEC104."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sphinxcontrib_spec import names, schema
from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.model import Spec
from sphinxcontrib_spec.patterns import pattern

from ._fix import Fix, safe, unsafe
from ._rule import Problem, Rule, quoted
from ._subject import Subject

_FILE_NAME = pattern(rf"{schema.FILE_PREFIX}(.+)\.md")
#: A file name that says that the file is a spec, but not about what.
_BARE = schema.FILE_PREFIX.rstrip("-")
_TITLE = pattern(rf"{schema.TITLE_PREFIX}\s+\S")
#: A title with a prefix meant as the format's, where markup surrounds all of it or the prefix.
_MEANT = pattern(
    r"(?is)(?P<mark>\*\*|__|[*_]|)spec(?:ification)?(?:\s*[:\N{FULLWIDTH COLON}]|\s+[–—-](?=\s))"
    r"(?:(?P=mark)\s*(?P<title>\S.*)|\s*(?P<marked>\S.*)(?P=mark))"
)


def file_name_format(subject: Subject) -> Iterator[Problem]:
    """The name of the file is `spec-`, a slug and `.md`.

    A spec is found, linked and listed by its file name: in lower case, with hyphens between words.
    The rule applies to canonical Markdown files only; a page in reStructuredText or one with item
    directives may have any name.

    ```markdown bad Tape_Archive.md
    # Spec: Tape Archive
    ```
    ```markdown good spec-tape-archive.md
    # Spec: Tape Archive
    ```

    Rename the file, and the links to it.
    """
    name = _file_name(subject)
    if not name or _file_slug(name):
        return
    slug = _meant_slug(subject) if inline.plain(subject.spec.title) else _slug_from(name)
    wanted = names.file_name(slug or "<slug>")
    yield Problem(
        None,
        f'the file is called {quoted(name)}, not "spec-<slug>.md"',
        f'rename it to "{wanted}"',
        fix=Fix("unsafe", rename=wanted) if slug else None,
    )


def file_name_slug(subject: Subject) -> Iterator[Problem]:
    """The name of the file matches the title.

    If a spec has two names, a search for one of them fails, and the exported file has a different
    name than the source. The rule applies to canonical Markdown files only.

    ```markdown bad spec-tape-store.md
    # Spec: Tape Archive
    ```
    ```markdown good spec-tape-archive.md
    # Spec: Tape Archive
    ```

    Rename the file, or change the title to match it.
    """
    name = _file_name(subject)
    slug = _file_slug(name)
    heading = subject.spec.heading
    if not slug or slug == subject.slug or not _slug_of(heading):
        return
    if slug != (meant := _meant_slug(subject)):
        wanted = names.file_name(meant)
        yield Problem(
            heading,
            f"{quoted(subject.spec.title)} does not match the file name {quoted(name)}",
            f'rename the file to "{wanted}", or change the title',
            fix=Fix("unsafe", rename=wanted),
        )


def title_missing(subject: Subject) -> Iterator[Problem]:
    """The spec begins with a heading of level 1.

    The title names the spec wherever it is listed, and its slug is part of every item's id.

    ```markdown bad
    **Status:** Draft
    **Date:** 2026-04-14
    **Author:** I. Okafor
    ```
    ```markdown good
    # Spec: Tape Archive
    **Status:** Draft
    **Date:** 2026-04-14
    **Author:** I. Okafor
    ```

    Put the title above everything else.
    """
    if subject.spec.heading.span.line or subject.spec.heading:
        return
    late = subject.late_title
    if late and late.heading:
        yield Problem(
            late.heading,
            f"{quoted(late.heading)} is below other headings; the title comes first",
            "move it to the top",
        )
    else:
        at = late.heading if late else None
        yield Problem(at, "the spec has no title", 'begin with "# Spec: <title>"')


def title_prefix(subject: Subject) -> Iterator[Problem]:
    """The title consists of `Spec:` and a name.

    The prefix distinguishes a spec from other pages. The slug is made from the name, so it needs a
    letter or a digit.

    ```markdown bad
    # Tape Archive
    ```
    ```markdown good
    # Spec: Tape Archive
    ```

    Put `Spec:` and a space before the title. Where a prefix stands in another form, as in
    `Spec - Tape Archive`, the fix replaces it, which changes the name by which the spec is linked,
    and so is unsafe.
    """
    heading = subject.spec.heading
    if not heading.span.line and not heading:
        return
    title = names.without_prefix(heading)
    if not title:
        yield Problem(heading, "the title has no name", 'write "Spec: <title>"')
    elif not _TITLE.match(heading):
        make_fix = safe if _meant_slug(subject) == subject.slug else unsafe
        yield Problem(
            heading,
            f'{quoted(heading)} does not begin with "Spec: "',
            f'write "{_prefixed(subject.spec).heading}"',
            fix=make_fix(subject.spec, _prefixed),
        )
    elif subject.slug == names.UNTITLED and not _slug_of(heading):
        yield Problem(
            heading,
            f"{quoted(title)} has no letter or digit to make a name from",
            "name what the spec is about: its file name, ids and links are made from the title",
        )


def _prefixed(spec: Spec) -> Spec:
    title = _title(spec.heading)
    return replace(spec, heading=spec.heading.reworded(f"{schema.TITLE_PREFIX} {title}"))


def _meant_slug(subject: Subject) -> str:
    """Return the slug that the spec will have once its title has the prefix."""
    return names.spec_slug(_prefixed(subject.spec).heading)


def _title(heading: str) -> str:
    """Return the title in a heading, without the prefix or anything that is meant to be it."""
    title = names.without_prefix(heading)
    meant = None if _TITLE.match(heading) else _MEANT.fullmatch(title)
    if meant is None or (meant["marked"] and meant["mark"] and meant["mark"] in meant["marked"]):
        return title
    return meant["title"] or meant["marked"]


def _file_name(subject: Subject) -> str:
    """Return the name of a canonical Markdown file, without its folder; else an empty string."""
    if subject.spec.surface != "markdown":
        return ""
    return subject.file_name.replace("\\", "/").rpartition("/")[2]


def _file_slug(name: str) -> str:
    match = _FILE_NAME.fullmatch(name)
    return match[1] if match and names.slug(match[1], names.SPEC_CHARACTERS) == match[1] else ""


def _slug_from(name: str) -> str:
    """Return the slug that the name of a file gives a spec without a title, if any."""
    words = names.slug(name.rpartition(".")[0] or name, names.SPEC_CHARACTERS)
    return "" if words == _BARE else words.removeprefix(schema.FILE_PREFIX)


def _slug_of(heading: str) -> str:
    return names.slug(inline.plain(names.without_prefix(heading)), names.SPEC_CHARACTERS)


RULES = (
    Rule("SPEC101", "warning", file_name_format, fix="unsafe", needs="file_name"),
    Rule("SPEC102", "warning", file_name_slug, fix="unsafe", needs="file_name"),
    Rule("SPEC103", "error", title_missing),
    Rule("SPEC104", "error", title_prefix, fix="safe"),
)
