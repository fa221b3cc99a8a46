"""Compares with sphinx-needs which pages are stale after an edit, and the cost of an item.

The same project is written twice: as specs, and as needs of sphinx-needs. Both get the same edits,
one after another. After each edit, the page bodies and the warnings of an incremental build are
compared with those of a fresh build. `tox run -e stale` runs this.
"""

from __future__ import annotations

import io
import pickle
import re
import tempfile
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

CONF = 'extensions = ["{extension}"]\nhtml_theme = "basic"\nhtml_sidebars = {"**": []}\n{conf}'

#: The replacements for the words in braces below.
OURS = {
    "extension": "sphinxcontrib_spec",
    "conf": 'spec_ignore = ["SPEC1"]\n',
    "failure": "failure-mode",
    "decision": "spec-decision",
    "level": "probability",
    "reference": ":spec:ref:",
    "spec": "belt.",
}
NEEDS = {
    "extension": "sphinx_needs",
    "conf": """\
needs_id_regex = ".*"
needs_types = [
    {"directive": "failure", "title": "Failure mode", "prefix": "F"},
    {"directive": "decision", "title": "Decision", "prefix": "D"},
]
needs_extra_links = [
    {"option": "mitigates", "incoming": "mitigated by", "outgoing": "mitigates"},
]
""",
    "failure": "failure",
    "decision": "decision",
    "level": "tags",
    "reference": ":need:",
    "spec": "",
}

FILES = {
    "index.rst": "Depot\n=====\n\n.. toctree::\n   :hidden:\n   :glob:\n\n   *\n",
    "guide.rst": "Guide\n=====\n\nSee {reference}`{spec}stop`.\n",
    "belt.rst": """\
Spec: Belt
==========

Nights are quiet.

Failure Modes
-------------

.. {failure}:: The belt stops
   :id: stop
   :{level}: Low

   Call the guard.
""",
    "gate.rst": "Spec: Gate\n==========\n\nAsk them.\n",
    "night.rst": """\
Spec: Night
===========

Design
------

Key Design Decisions
~~~~~~~~~~~~~~~~~~~~

.. {decision}:: A guard is there
   :id: guard
   :mitigates: {spec}stop

   Somebody must hear it.
""",
}

#: For each edit by name: the file, the old words and the new ones; None deletes the file.
EDITS: dict[str, tuple[str, str, str | None]] = {
    "prose": ("belt.rst", "Nights are quiet", "Nights are loud"),
    "the title of an item": ("belt.rst", "The belt stops", "The motor stops"),
    "the level of an item": ("belt.rst", "Low", "High"),
    "a reference is added": ("gate.rst", "Ask them.", "See {reference}`{spec}stop`."),
    "a typed link is taken away": ("night.rst", "   :mitigates: {spec}stop\n", ""),
    "a typed link is put back": (
        "night.rst",
        ":id: guard\n",
        ":id: guard\n   :mitigates: {spec}stop\n",
    ),
    "the id of an item": ("belt.rst", ":id: stop", ":id: halt"),
    "the id is put back": ("belt.rst", ":id: halt", ":id: stop"),
    "an item moves to another page": ("belt.rst", "", None),
}

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
#: Random names that sphinx-needs generates: they differ between builds, but nobody sees them.
_LOT = re.compile(r"SNCB-[0-9a-f]+")
_PLACE = re.compile(r"^\S*/src/", re.MULTILINE)


def filled(text: str, words: dict[str, str]) -> str:
    """Fill a text with the words of one of the two projects."""
    for name, word in words.items():
        text = text.replace(f"{{{name}}}", word)
    return text


def build(src: Path, out: Path) -> tuple[dict[str, str], list[str], Any]:
    """Build; returns the bodies of all pages, the warnings, and the environment."""
    said = io.StringIO()
    with patch_docutils(src), docutils_namespace():
        app = Sphinx(src, src, out, out / "doctrees", "html", status=None, warning=said)
        app.connect("html-page-context", keep)
        app.build()
    bodies = {name: out / f"{name}.body" for name in sorted(app.env.found_docs)}
    warnings = _PLACE.sub("", _ANSI.sub("", said.getvalue())).splitlines()
    pages = {name: _LOT.sub("", file.read_text("utf-8")) for name, file in bodies.items()}
    return pages, warnings, app.env


def keep(app: Sphinx, page: str, _template: str, context: dict[str, Any], _tree: object) -> None:
    """Save the body of a page that is written."""
    Path(app.outdir, f"{page}.body").write_text(context.get("body") or "", "utf-8")


def stale(words: dict[str, str], root: Path) -> list[str]:
    """Return what is stale after each edit."""
    src, found = root / "src", []
    src.mkdir()
    for name, text in (FILES | {"conf.py": CONF}).items():
        (src / name).write_text(filled(text, words), "utf-8")
    build(src, root / "same")
    for number, (name, old, new) in enumerate(EDITS.values()):
        file = src / name
        text = file.read_text("utf-8")
        if new is None:
            file.unlink()
            (src / "yard.rst").write_text(text, "utf-8")
        else:
            assert filled(old, words) in text
            file.write_text(text.replace(filled(old, words), filled(new, words)), "utf-8")
        pages, warnings, _ = build(src, root / "same")
        fresh, all_warnings, _ = build(src, root / str(number))
        differing = [name for name, body in pages.items() if body != fresh[name]]
        lost = len([each for each in all_warnings if each not in warnings])
        found.append(", ".join([*differing, *([f"{lost} warnings lost"] if lost else [])]) or "-")
    return found


def size_of_an_item(words: dict[str, str], root: Path) -> float:
    """Return the bytes that an item adds to the environment, apart from those of its page."""

    def size(count: int) -> int:
        src = root / f"size-{count}" / "src"
        src.mkdir(parents=True)
        (src / "conf.py").write_text(filled(CONF, words), "utf-8")
        text, _, item = FILES["belt.rst"].partition(".. ")
        for number in range(count):
            one = item.replace("belt stops", f"belt {number} stops")
            text += ".. " + one.replace(":id: stop", f":id: stop-{number}") + "\n"
        (src / "index.rst").write_text(filled(text, words), "utf-8")
        env = build(src, src.parent / "out")[2]
        whole = len(pickle.dumps(env))
        env.domaindata.pop("spec", None)
        for name in [name for name in vars(env) if "needs" in name]:
            delattr(env, name)
        return whole - len(pickle.dumps(env))

    return (size(120) - size(20)) / 100


def main() -> None:
    """Print both tables."""
    with tempfile.TemporaryDirectory() as folder:
        roots = Path(folder, "needs"), Path(folder, "ours")
        for root in roots:
            root.mkdir()
        both = [stale(words, root) for words, root in zip((NEEDS, OURS), roots, strict=True)]
        print(f"{'edit':32}{'stale in sphinx-needs':40}stale here")
        for name, theirs, ours in zip(EDITS, *both, strict=True):
            print(f"{name:32}{theirs:40}{ours}")
        sizes = [
            size_of_an_item(words, root) for words, root in zip((NEEDS, OURS), roots, strict=True)
        ]
        print(f"\n{'environment, bytes an item':32}{sizes[0]:<40.0f}{sizes[1]:.0f}")


if __name__ == "__main__":
    main()
