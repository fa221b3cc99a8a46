"""The examples of CommonMark and of GFM's tables, taken from where tox has put them."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tarfile
from pathlib import Path

PIN = Path(__file__).with_name("commonmark.txt").read_text(encoding="utf-8")
VERSION, SHA256 = re.findall(r"==(\S+) --hash=sha256:(\w+)", PIN)[0]
FOLDER = Path(__file__).parents[1] / ".tox" / "commonmark"
ARCHIVE = Path(os.environ.get("COMMONMARK", FOLDER)) / f"markdown_it_py-{VERSION}.tar.gz"

_TABLE = re.compile(r"^\.\n(.*?)\n\.\n.*?\n\.$", re.MULTILINE | re.DOTALL)


def examples() -> list[str]:
    """Every example of CommonMark; one that would begin with a front matter begins a line below."""
    found = json.loads(_file("test_cmark_spec/commonmark.json"))
    texts = [example["markdown"] for example in found]
    return [f"\n{text}" if text.startswith("---") else text for text in texts]


def tables() -> list[str]:
    """Every example of a GFM table, and of what is none."""
    return _TABLE.findall(_file("test_port/fixtures/tables.md"))


def _file(name: str) -> str:
    if hashlib.sha256(ARCHIVE.read_bytes()).hexdigest() != SHA256:
        raise ValueError(f"{ARCHIVE} is not what tests/commonmark.txt names")
    with tarfile.open(ARCHIVE) as archive:
        file = archive.extractfile(f"markdown_it_py-{VERSION}/tests/{name}")
        assert file is not None
        return file.read().decode("utf-8")
