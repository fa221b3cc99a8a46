"""The directives for items, one for each kind in the schema: a table row, or a list item."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, NamedTuple

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.states import MarkupError, RSTState
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.docutils import SphinxDirective

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.items import tail

from . import option_block, plain_words
from .option_block import Given

#: The attribute of an item's node that says how its directive was written, until the page is read.
#: It is also a key in `temp_data` if the document being read has any.
WRITTEN = "spec_written"

#: The classes of an item, and of a table that contains items, for style sheets.
ITEM_CLASS = "spec-item"
ITEMS_CLASS = "spec-items"


class Option(NamedTuple):
    """An option as it was written, with its line in the source file."""

    name: str
    value: str
    line: int


class Written(NamedTuple):
    """A directive as it was written, as far as its nodes do not show that."""

    kind: str
    options: tuple[Option, ...]

    def get(self, *names: str) -> Option | None:
        """Return the first option that has one of these names."""
        return next((option for option in self.options if option.name in names), None)


class AnyOptions(dict[str, Callable[[str], str]]):
    """The options of a directive that also accepts unknown ones, so that a typo loses no item."""

    def __missing__(self, name: str) -> Callable[[str], str]:
        """Accept every option as free text, which the rules then judge."""
        return directives.unchanged


class ItemDirective(SphinxDirective):
    """An item: the argument is its name, the options are its fields, the body is its last one."""

    kind: ClassVar[schema.Kind]
    #: The same directive for the parsers that read its options, if this one separates them itself.
    whole: ClassVar[type[ItemDirective] | None] = None
    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the item in its own table or list, and docutils' messages about its markup."""
        try:
            given = self._given()
        except MarkupError as error:
            return [self._refused(error)]
        self.argument, self.options = given.argument, dict(given.options)
        self.content, self.content_offset = given.content, given.content_offset
        self.source, self.line = self.get_source_info()
        self.messages: list[nodes.system_message] = []
        options = tuple(
            Option(name, _flat(value), self.line + self._offset(name, given))
            for name, value in self.options.items()
        )
        self.written = Written(self.kind.name, options)
        item = self._row() if self.kind.shape == "table" else self._list_item()
        item[WRITTEN] = self.env.temp_data[WRITTEN] = self.written
        chosen = self.options.get("class") or ""
        item["classes"] += [nodes.make_id(name) for name in chosen.split()]
        self._place(item, 0)
        block = self._table(item) if self.kind.shape == "table" else self._list(item)
        self._place(block, 0)
        return [*given.messages, block, *self.messages]

    @property
    def _is_rst(self) -> bool:
        """Whether docutils runs the directive: MyST only mocks its state."""
        return isinstance(self.state, RSTState)

    def _given(self) -> Given:
        if self.whole is None:
            argument = "".join(self.arguments)
            return Given(argument, self.options, {}, self.content, self.content_offset)
        read = option_block.of_rst if self._is_rst else option_block.of_myst
        return read(self, self.whole)

    def _refused(self, error: MarkupError) -> nodes.Node:
        """Return docutils' message about options that it cannot read."""
        return self.state_machine.reporter.error(
            f'Error in "{self.name}" directive:\n{" ".join(error.args)}.',
            nodes.literal_block(self.block_text, self.block_text),
            line=self.lineno,
        )

    def _row(self) -> nodes.row:
        row = nodes.row()
        for field in self.kind.fields:
            entry = nodes.entry()
            if field.part == "body":
                entry += self._body() or [nodes.paragraph()]
            elif field.part == "argument":
                entry += self._paragraph(self._argument(), 0)
            else:
                given = self.written.get(*field.options)
                offset = given.line - self.line if given else 0
                entry += self._paragraph(given.value if given else "", offset)
            row += entry
        return row

    def _list_item(self) -> nodes.list_item:
        values = {
            field.key: option.value
            for field in self.kind.fields
            if field.options and (option := self.written.get(*field.options))
        }
        end = tail(values.get("owner", ""), values.get("deadline", "")) if values else ""
        text = f"{self._argument()}{end}"
        return nodes.list_item("", self._paragraph(text, 0), *self._body())

    def _body(self) -> list[nodes.Node]:
        found = plain_words.content(self)
        return self.parse_content_to_nodes() if found is None else found

    def _table(self, row: nodes.Element) -> nodes.table:
        """Return a table without a head: most rows are moved to another one, which has a head."""
        group = nodes.tgroup("", nodes.tbody("", row), cols=len(self.kind.fields))
        return nodes.table("", group, classes=["colwidths-auto"])

    def _list(self, item: nodes.Element) -> nodes.Element:
        if self.kind.shape == "numbers":
            return nodes.enumerated_list("", item, enumtype="arabic", prefix="", suffix=".")
        return nodes.bullet_list("", item, bullet="-")

    def _argument(self) -> str:
        """Return the argument, keeping its line breaks if it is the text of a list item."""
        return _flat(self.argument) if self.kind.shape == "table" else self.argument

    def _paragraph(self, text: str, offset: int) -> nodes.paragraph:
        """Parse inline markup that is `offset` lines below the directive's first line."""
        children = plain_words.inline(self, text)
        if children is None:
            # MyST counts the lines of inline text from the next line.
            line = self.lineno + offset - (not self._is_rst)
            children, messages = self.parse_inline(text, lineno=line)
            self.messages += messages
        paragraph = nodes.paragraph(text, "", *children)
        self._place(paragraph, offset)
        return paragraph

    def _place(self, node: nodes.Element, offset: int) -> None:
        node.source, node.line = self.source, self.line + offset

    def _offset(self, option: str, given: Given) -> int:
        """Return how many lines below the directive's first line an option is.

        MyST before 5 does not keep the text of options: there, each is assumed to have one line.
        """
        if option in given.lines:
            return given.lines[option]
        found = option_block.line_of(option, self.block_text.splitlines())
        return list(self.options).index(option) + 1 if found is None else found


def _flat(text: str) -> str:
    """Join lines: what may take several lines in the source is one line on the page."""
    return " ".join(text.split("\n")) if "\n" in text else text


def _directive(kind: schema.Kind, whole: type[ItemDirective] | None = None) -> type[ItemDirective]:
    doc = f"{kind.label}: the argument is its {kind.title.label.lower()}."
    content: dict[str, Any] = {"kind": kind, "whole": whole, "__doc__": doc}
    if whole is None:
        options = AnyOptions.fromkeys(schema.option_names(kind), directives.unchanged)
        content["option_spec"] = options
    return type("ItemDirective", (ItemDirective,), content)


def leave_options(app: Sphinx, config: Config) -> None:
    """Let MyST read the options of item directives that it makes of plain fences.

    It passes the attributes of such fences as options, but only to directives that accept options.
    """
    fences = getattr(config, "myst_fence_as_directive", ())
    for kind in schema.KINDS:
        if kind.directive in fences:
            app.add_directive(kind.directive, _directive(kind), override=True)


def setup(app: Sphinx) -> None:
    """Register the directive of every kind of item."""
    for kind in schema.KINDS:
        app.add_directive(kind.directive, _directive(kind, _directive(kind)))
    app.connect("config-inited", leave_options)
