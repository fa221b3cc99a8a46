"""Writes source trees: specs in sections of fifty, and the configurations that build them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from . import given, pages, specs
from .markup import MARKDOWN, RST, Markup

SECTION = 50

#: A theme without navigation: a global one costs more with each page, whatever the pages hold.
_CONF = """\
project = "Trams"
extensions = {extensions}
html_theme = "basic"
html_sidebars = {{"**": []}}
suppress_warnings = ["myst.xref_missing"]
{more}"""

_NEEDS = """\
needs_types = [
    {"directive": name, "title": name.title(), "prefix": name[0].upper()}
    for name in ("decision", "failure", "metric", "question")
]
needs_fields = {
    name: {"description": name, "nullable": True}
    for name in ("considered", "chosen", "probability", "impact", "owner", "deadline")
}
needs_links = {
    "addresses": {"incoming": "addressed by", "outgoing": "addresses"},
    "measured": {"incoming": "measures", "outgoing": "measured by"},
}
needs_id_regex = "^S[0-9]{5}_[A-Z][0-9]"
"""

#: For each configuration by name: the extensions, and further content.
CONFIGURATIONS = {
    "plain-md": (["myst_parser"], ""),
    "plain-rst": ([], ""),
    "specs": (["myst_parser", "sphinxcontrib_spec"], ""),
    "needs-md": (["myst_parser", "sphinx_needs"], _NEEDS),
    "needs-rst": (["sphinx_needs"], _NEEDS),
}

#: For each kind of tree that is written here: the markup, and how items are written.
KINDS: dict[str, tuple[Markup, pages.Items]] = {
    "canonical": (MARKDOWN, pages.plain),
    "tables-rst": (RST, pages.plain),
    "directives-md": (MARKDOWN, pages.directives),
    "directives-rst": (RST, pages.directives),
    "needs-md": (MARKDOWN, pages.needs),
    "needs-rst": (RST, pages.needs),
}


class Tree(NamedTuple):
    """A tree of `size` specs; `of` says whose texts it uses: our own or the generator's."""

    kind: str
    size: int
    of: str = "own"

    @property
    def folder(self) -> str:
        """Its path, relative to the folder of a run."""
        return f"trees/{self.of}-{self.kind}-{self.size}"


def configure(root: Path) -> None:
    """Write all configurations to the folder of a run, including the empty one for rumdl."""
    for name, (extensions, more) in CONFIGURATIONS.items():
        folder = root / "conf" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "conf.py").write_text(_CONF.format(extensions=extensions, more=more), "utf-8")


def make(tree: Tree, root: Path, generator: Path | None) -> None:
    """Write a tree to the folder of a run, unless it is already there and complete."""
    folder, whole = root / tree.folder, root / f"{tree.folder}.whole"
    if whole.exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    if tree.of == "own" or tree.kind in given.WRITTEN_HERE:
        markup, items = KINDS[tree.kind]
        _write(folder, markup, items, _specs(tree, generator))
    else:
        assert generator
        given.write(tree.kind, tree.size, folder, generator)
    # Limits every lookup for a configuration to the tree itself.
    (folder / "pyproject.toml").touch()
    whole.touch()


def spec_file(tree: Tree, number: int) -> str:
    """Return the path of one of our own specs, relative to the folder of a run."""
    markup, _ = KINDS[tree.kind]
    return f"{tree.folder}/{_path(specs.spec(number), number)}{markup.suffix}"


def _specs(tree: Tree, generator: Path | None) -> Iterator[specs.Spec]:
    if tree.of == "own":
        yield from (specs.spec(number) for number in range(1, tree.size + 1))
    else:
        assert generator
        yield from given.specs_of(generator, tree.size)


def _path(spec: specs.Spec, number: int) -> str:
    return f"{_section(number)}/spec-{spec.slug}"


def _section(number: int) -> str:
    return f"section-{(number - 1) // SECTION + 1:04}"


def _write(folder: Path, markup: Markup, items: pages.Items, some: Iterator[specs.Spec]) -> None:
    _write_index(folder, markup, "All specs", "*/index")
    earlier = ""
    for number, spec in enumerate(some, 1):
        path = _path(spec, number)
        file = folder / f"{path}{markup.suffix}"
        if (number - 1) % SECTION == 0:
            _write_index(file.parent, markup, f"Section {number // SECTION + 1}", "spec-*")
        file.write_text(pages.page(spec, markup, items, earlier), "utf-8")
        earlier = markup.page(spec.title, f"../{path}")


def _write_index(folder: Path, markup: Markup, title: str, pattern: str) -> None:
    folder.mkdir(parents=True)
    text = markup.heading(1, title).rstrip("\n") + "\n\n"
    text += markup.directive("toctree", "", {"glob": "", "maxdepth": "1"}, f"{pattern}\n")
    (folder / f"index{markup.suffix}").write_text(text, "utf-8")
