"""The directive `reference`: generates a page of the reference from the installed package.

Its argument names the part to write. Each part is a function, listed in `_PARTS` below, that yields
Markdown.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click
from docutils import nodes
from docutils.parsers.rst import Directive, directives
from sphinx.util.docutils import SphinxDirective

from sphinxcontrib_spec import derive, schema
from sphinxcontrib_spec.cli import PROGRAM, cli
from sphinxcontrib_spec.ext.builder import SpecBuilder
from sphinxcontrib_spec.ext.domain import SpecDomain
from sphinxcontrib_spec.interchange import json_schema

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

#: What the schema calls the content of a section, in words for readers.
_CONTENT = {
    "prose": "paragraphs",
    "items": "items",
    "code": "code, in fences",
    "steps": "numbered steps",
    "sections": "the four sections below",
    "free": "anything",
}
_SHAPES = {"table": "rows of a table", "bullets": "bullets", "numbers": "numbered lines"}
_HOLDS = {"text": "text", "level": "a level"}


class Reference(SphinxDirective):
    """Writes one part of the reference."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Generate the part, and parse it as Markdown of the page."""
        said = "\n".join(_PARTS[self.arguments[0]](self))
        for module in (schema, derive, json_schema):
            self.env.note_dependency(inspect.getfile(module))
        self.env.note_dependency(__file__)
        return self.parse_text_to_nodes(said, allow_section_headings=True)


def _table(labels: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield ""
    yield f"| {' | '.join(labels)} |"
    yield f"|{'---|' * len(labels)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
    yield ""


def _code(*words: str) -> str:
    return ", ".join(f"`{word}`" for word in words)


# The format


def header(_directive: Directive) -> Iterator[str]:
    """Yield the lines under the title."""
    rows = [(f"`**{field.label}:**`", _code(field.key)) for field in schema.HEADER]
    yield from _table(("Line", "Key in `specs.json`"), rows)


def sections(_directive: Directive) -> Iterator[str]:
    """Yield all headings, in the order of the format."""
    rows = [
        (
            f"`{'#' * part.level} {part.heading}`",
            f"{_SHAPES[schema.KIND[part.kind].shape]}: [{schema.KIND[part.kind].plural.lower()}]"
            f"(#columns-{part.kind})"
            if part.kind
            else _CONTENT[part.content],
            "optional" if part.optional else "required",
            _code(part.key),
        )
        for part in schema.SECTION.values()
    ]
    yield from _table(("Heading", "Contains", "", "Key in `specs.json`"), rows)


def columns(_directive: Directive) -> Iterator[str]:
    """Yield the columns or parts of each kind of item."""
    for kind in schema.KINDS:
        yield f"(columns-{kind.name})="
        yield f"### {kind.plural}"
        where = schema.SECTION[kind.section].heading
        yield f"{_SHAPES[kind.shape].capitalize()} under *{where}*."
        rows = [
            (
                field.label,
                ", ".join(field.aliases) or "–",
                _HOLDS[field.holds],
                _code(field.key),
            )
            for field in kind.fields
        ]
        first = "Column" if kind.shape == "table" else "Part"
        yield from _table((first, "Also read", "Holds", "Key"), rows)


def levels(_directive: Directive) -> Iterator[str]:
    """Yield the levels, and the other words for each."""
    rows = [
        (level, ", ".join(word for word, meant in schema.LEVEL_ALIASES.items() if meant == level))
        for level in schema.LEVELS
    ]
    yield from _table(("Level", "Also read"), rows)


def statuses(_directive: Directive) -> Iterator[str]:
    """Yield the words that a status begins with."""
    yield f"{', '.join(schema.STATUSES)}."


def links(_directive: Directive) -> Iterator[str]:
    """Yield the typed links."""
    rows = [
        (_code(link.verb), *(schema.KIND[end].label.lower() for end in (link.source, link.target)),
         link.passive)
        for link in schema.LINKS
    ]  # fmt: skip
    yield from _table(("Link", "From", "To", "At the other end"), rows)


# The Sphinx extension


def item_directives(_directive: Directive) -> Iterator[str]:
    """Yield a section for the directive of each kind of item."""
    for entry in derive.directives():
        yield f"### `{entry.name}`"
        yield f"{_one(schema.KIND[entry.kind].label)} in the section *{entry.section}*."
        rows = [("argument", entry.argument, "text")]
        rows += [
            (_code(*(f":{name}:" for name in option.names)), option.label, _HOLDS[option.holds])
            for option in entry.options
        ]
        rows += [
            (
                f"`:{verb}:`",
                "typed link",
                f"names of {schema.KIND[end].label.lower()}s, separated by `;`",
            )
            for verb, end in entry.links
        ]
        rows += [
            ("`:id:`", "id", "a name to refer to it by"),
            ("`:class:`", "classes of the row or list item in HTML", "names"),
            ("content", entry.body, "paragraphs, lists, code"),
        ]
        yield from _table(("Part", "Is", "Holds"), rows)


def _one(label: str) -> str:
    return f"{'An' if label[0].upper() in 'AEIOU' else 'A'} {label.lower()}"


def more_directives(_directive: Directive) -> Iterator[str]:
    """Yield all our other directives, as registered with docutils."""
    rows = []
    for name, cls in sorted(directives._directives.items()):  # noqa: SLF001 - there is no other list
        if not cls.__module__.startswith("sphinxcontrib_spec") or name in schema.DIRECTIVE:
            continue
        if name in _STANDARD:
            continue
        argument = ("–", "optional", "required")[
            2 if cls.required_arguments else 1 if cls.optional_arguments else 0
        ]
        options = _code(*(f":{option}:" for option in cls.option_spec or ())) or "–"
        content = "Markdown" if cls.has_content else "–"
        said = (inspect.getdoc(cls) or "").partition("\n")[0]
        rows.append((f"`{name}`", said, argument, options, content))
    yield from _table(("Directive", "Generates", "Argument", "Options", "Content"), rows)


#: Standard directives to which we only add line numbers.
_STANDARD = ("csv-table",)


def roles(_directive: Directive) -> Iterator[str]:
    """Yield the roles of the domain, and the kinds of object that each finds."""
    rows = []
    for name in SpecDomain.roles:
        found = [kind for kind, known in SpecDomain.object_types.items() if name in known.roles]
        what = f"{_one(_label(found[0])).lower()}" if len(found) == 1 else "a spec or any item"
        rows.append((f"`` :spec:{name}:`…` ``", f"`` {{spec:{name}}}`…` ``", what))
    yield from _table(("In reStructuredText", "In MyST", "Finds"), rows)


def _label(kind: str) -> str:
    return schema.KIND[kind].label if kind in schema.KIND else kind


def builder(_directive: Directive) -> Iterator[str]:
    """Yield the description of our builder."""
    yield f"`sphinx-build -b {SpecBuilder.name}`: {inspect.getdoc(SpecBuilder)}"


# The command line


def commands(_directive: Directive) -> Iterator[str]:
    """Yield each command with its options, as click defines them."""
    with cli.make_context(PROGRAM, [], resilient_parsing=True) as context:
        for name in cli.list_commands(context):
            command = cli.get_command(context, name)
            assert command
            yield from _command(command, click.Context(command, context, info_name=name))


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"### {context.command_path}"
    usage = " ".join((context.command_path, *command.collect_usage_pieces(context)))
    yield from ("", f"`{usage}`", "")
    yield _prose(inspect.cleandoc(command.help or ""))
    options = [each for each in command.get_params(context) if isinstance(each, click.Option)]
    records = [option.get_help_record(context) for option in options]
    rows = [(f"`{names}`", _prose(said)) for names, said in filter(None, records)]
    yield from _table(("Option", ""), rows)
    for part in inspect.cleandoc(command.epilog or "").split("\n\n"):
        if part.startswith("\b\n"):
            head, _, lines = part.removeprefix("\b\n").partition("\n")
            yield from ("", head, "", "````text", inspect.cleandoc(lines), "````")
        else:
            yield from ("", _prose(part), "")


def _prose(words: str) -> str:
    """Convert the help of a command to Markdown: typed text is code, and markup is escaped."""
    return _TYPED.sub(lambda match: f"`{match[0]}`" if match["code"] else f"\\{match[0]}", words)


#: Typed text: a comment or an option, which typography would change; and characters that Markdown
#: would read as markup.
_TYPED = re.compile(r"(?P<code><!--.*?-->|(?<![\w-])--[a-z][a-z-]*)|[*<\[_]")


# specs.json


def specs_json(_directive: Directive) -> Iterator[str]:
    """Yield every object of `specs.json`, from its JSON Schema."""
    whole = json_schema.json_schema()
    yield from _object("specs.json", "file", whole)
    for name, part in sorted(whole["$defs"].items(), key=lambda pair: _ORDER(pair[0])):
        yield from _object(f"`{name}`", name, part)


def _ORDER(name: str) -> tuple[bool, bool, str]:  # noqa: N802
    return name != "spec", name not in schema.KIND, name


def _object(title: str, name: str, part: dict[str, Any]) -> Iterator[str]:
    yield f"(schema-{name})="
    yield f"### {title}"
    if "properties" not in part:
        yield f"{_type(part).capitalize()}."
        return
    required = part.get("required", ())
    rows = [
        (f"`{key}`", _type(value), "always" if key in required else "if not the default")
        for key, value in part["properties"].items()
    ]
    yield from _table(("Key", "Value", "Present"), rows)


def _type(part: dict[str, Any]) -> str:
    title = f"{part['title']}: " if "title" in part else ""
    return title + _plain_type(part)


def _plain_type(part: dict[str, Any]) -> str:
    if "$ref" in part:
        name = part["$ref"].rpartition("/")[2]
        return f"[`{name}`](#schema-{name})"
    if "const" in part:
        return f"`{part['const']!r}`"
    if "enum" in part:
        return _code(*("null" if each is None else str(each) for each in part["enum"]))
    for several in ("anyOf", "oneOf"):
        if several in part:
            return " or ".join(map(_type, part[several]))
    match part.get("type"):
        case "array":
            return f"list of {_type(part['items'])}"
        case "object":
            keys = part.get("properties", {})
            return "object of " + ", ".join(f"`{key}` ({_type(keys[key])})" for key in keys)
        case list() as types:
            return " or ".join(types)
        case str() as one:
            return one
    return "anything"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("reference", Reference)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


_PARTS: dict[str, Callable[[Directive], Iterable[str]]] = {
    "header": header,
    "sections": sections,
    "columns": columns,
    "levels": levels,
    "statuses": statuses,
    "links": links,
    "item-directives": item_directives,
    "more-directives": more_directives,
    "roles": roles,
    "builder": builder,
    "commands": commands,
    "json-schema": specs_json,
}
