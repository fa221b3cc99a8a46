"""Writes a spec as a reStructuredText page; what that markup cannot express stays Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sphinxcontrib_spec import names, schema
from sphinxcontrib_spec.item_notes import asks_for_next, with_notes_moved
from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.model import AnyBlock, Block, List, Section, Spec, Table, entries_of
from sphinxcontrib_spec.own_links import OwnLinks, with_own_links
from sphinxcontrib_spec.patterns import pattern
from sphinxcontrib_spec.reader import read
from sphinxcontrib_spec.reader.lines import numbered, split, trimmed
from sphinxcontrib_spec.reader.tree import labels, mentions
from sphinxcontrib_spec.writer import headers, write, write_blocks

from . import rst_blocks
from .again import Unsayable
from .directives import directives
from .excerpts import excerpt
from .myst import write_myst
from .rst_items import directive

#: The underline character for each level of heading.
_SIGNS = "=-~^\"'"

#: Marks a page as a spec, above the title, if its title does not.
_IS_SPEC = ":spec: true"

#: Field names that have another meaning in Sphinx, but only above the title.
METADATA = frozenset(("orphan", "tocdepth", "nocomments", "nosearch", "no-search", "spec"))

_LABEL = pattern(r"[^\W_]+(?:[ /-][^\W_]+)*")
_INITIAL = pattern(r"[A-Z]\. [^\W_]+(?:[ -][^\W_]+)*")


def write_rst(spec: Spec) -> str:
    """Write the spec as a reStructuredText page: items become directives, layout is dropped.

    What would not give the same Markdown when Sphinx exports the page goes into a `spec-markdown`
    directive: a block, a table or list of items, a section whose heading or level cannot be
    expressed, or the whole spec if its title cannot be.
    """
    if read(write(spec)) != spec:  # specs from data may contain what Markdown cannot express
        spec = read(write_myst(spec))
    spec = with_own_links(with_notes_moved(spec))
    text = write(spec, strict=True)
    page = _Page(OwnLinks(spec), labels(text))
    try:
        title = _heading(spec, _SIGNS[0])
    except Unsayable:
        chunks = [*_excerpts(text, _front(spec))]
    else:
        chunks = [*_preamble(spec), title, *_header(spec, page.labels)]
        chunks += page.blocks(spec.lead, is_lead=True)
        chunks += page.sections(spec.sections, 2)
    return _joined(spec.heading, chunks)


def write_excerpt(text: str) -> str:
    """Return a page that embeds a whole Markdown file verbatim."""
    lines = [line.text for line in trimmed(numbered(split(text)))]
    return _joined(read(text).heading, [excerpt("\n".join(lines))] if lines else [])


def _joined(heading: str, chunks: Sequence[str]) -> str:
    is_named = names.has_prefix(inline.plain(heading))
    return "\n\n".join([*([] if is_named else [_IS_SPEC]), *chunks]) + "\n"


@dataclass(frozen=True)
class _Page:
    """The page being written: its own items, and the labels of its link definitions."""

    own: OwnLinks
    labels: frozenset[str]

    def sections(self, found: Sequence[Section], depth: int) -> Iterator[str]:
        """Yield the sections at this depth of the page, as Markdown if one does not fit there."""
        for section in found:
            try:
                yield from self._section(section, depth)
            except Unsayable:
                yield excerpt(write(Spec(sections=(section,)), strict=True).rstrip("\n"))

    def blocks(self, found: Sequence[AnyBlock], *, is_lead: bool = False) -> Iterator[str]:
        """Yield blocks, as Markdown if they cannot be expressed otherwise."""
        unsaid: list[AnyBlock] = []
        # A header may follow a comment, and directives on both sides of one would become one table.
        no_comments = is_lead
        has_items = any(not isinstance(block, Block) for block in found)
        last: AnyBlock | None = None
        for block in found:
            try:
                if no_comments and isinstance(block, Block) and block.kind == "comment":
                    raise Unsayable
                if has_items and asks_for_next(block):
                    raise Unsayable  # above a directive it would apply to that item alone
                said = self._block(block, last)
                if unsaid:
                    yield excerpt(write_blocks(unsaid, strict=True))
                    unsaid = []
                yield said
            except Unsayable:
                unsaid.append(block)
            no_comments |= not isinstance(block, Block)
            last = block
        if unsaid:
            yield excerpt(write_blocks(unsaid, strict=True))

    def _section(self, section: Section, depth: int) -> list[str]:
        if section.level != depth or mentions(section.heading, self.labels):
            raise Unsayable
        heading = _heading(section, _SIGNS[depth - 1])
        below = self.sections(section.sections, depth + 1)
        return [heading, *self.blocks(section.blocks), *below]

    def _block(self, block: AnyBlock, last: AnyBlock | None) -> str:
        if isinstance(block, Block):
            return self._text(block.text)
        try:
            if isinstance(block, Table) and isinstance(last, Table):
                raise Unsayable  # the directives of both would become one table
            return self._directives(block)
        except Unsayable:
            return self._plain(block)

    def _directives(self, block: Table | List) -> str:
        found = directives(block, self.own)
        if not found or mentions(write_blocks([block]), self.labels):
            raise Unsayable
        return "\n\n".join(map(directive, found))

    def _plain(self, block: Table | List) -> str:
        """Write a table or list of items as plain reStructuredText, without directives."""
        if isinstance(block, List):
            for item in entries_of(block):
                self._text(str(getattr(item, "body", "")))
        return self._text(write_blocks([block], strict=True))

    def _text(self, text: str) -> str:
        if mentions(text, self.labels):
            raise Unsayable
        return rst_blocks.blocks(text)


def _heading(node: Spec | Section, sign: str) -> str:
    """Return a heading; raises `Unsayable` if it cannot be expressed or has comments after it."""
    if node.notes:
        raise Unsayable
    return rst_blocks.heading(node.heading, sign)


def _preamble(spec: Spec) -> Iterator[str]:
    front, rest = _front(spec), [block for block in spec.preamble if not _is_front(block)]
    return _excerpts("\n\n".join(filter(None, (front, write_blocks(rest, strict=True)))), front)


def _front(spec: Spec) -> str:
    """Return the front matter, without what the header says."""
    found = (block.text for block in spec.preamble if isinstance(block, Block) and _is_front(block))
    kept = ((text, headers.without(text, spec.header)) for text in found)
    return "".join(text if rest is None else rest for text, rest in kept)


def _is_front(block: AnyBlock) -> bool:
    return isinstance(block, Block) and block.kind == "front matter"


def _excerpts(text: str, front: str) -> Iterator[str]:
    """Yield the beginning of a file as Markdown.

    A thematic break at its start is separate, or it might be read as the fence of front matter.
    """
    text = text.strip("\n")
    if text.startswith("---") and not front:
        rule, _, text = text.partition("\n")
        yield excerpt(rule)
        text = text.strip("\n")
    if text:
        yield excerpt(text)


def _header(spec: Spec, labels: frozenset[str]) -> list[str]:
    """Write the header as a field list; as other blocks or Markdown if that is not possible.

    A field list needs at least one known field, so that it is recognized as a header.
    """
    lines = spec.header.lines
    bold = "\n".join(f"**{line.label}:** {line.value}".rstrip(" ") for line in lines)
    text = spec.header.text if headers.stays_above(spec) else _header_text(spec)
    if not text:
        return []
    if text != bold or mentions(text, labels):
        return [excerpt(text)]
    known = any(line.label.lower() in schema.KNOWN_LABEL for line in lines)
    fields = [_field(line.label, line.value) for line in lines]
    if known and all(fields):
        return ["\n".join(map(str, fields))]
    try:
        return [rst_blocks.blocks(text)]
    except Unsayable:
        return [excerpt(text)]


def _header_text(spec: Spec) -> str:
    """Return the header's lines in the strict form of the spec."""
    header = replace(spec.header, after=0)
    top = write(replace(spec, header=header, preamble=(), sections=()), strict=True)
    below = top.removesuffix(f"{write_blocks(spec.lead, strict=True)}\n").partition("\n")[2]
    return below.strip("\n")


def _field(label: str, value: str) -> str | None:
    """Return a line of the header as a field; None if it cannot be written as one."""
    if label in METADATA or not _LABEL.fullmatch(label):
        return None
    # docutils parses a name such as `R. Moreau` as a list, but the value is read as it was written.
    try:
        said = value if _INITIAL.fullmatch(value) else rst_blocks.cell(value)
    except Unsayable:
        return None
    return f":{label}: {said}".rstrip()
