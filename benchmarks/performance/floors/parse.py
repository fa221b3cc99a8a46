"""Parse a Markdown file, or every one of a folder, with markdown-it-py, in full."""

import sys
from pathlib import Path

from markdown_it import MarkdownIt

parser = MarkdownIt("commonmark").enable("table")
path = Path(sys.argv[1])
count = 0
for file in [path] if path.is_file() else path.rglob("spec-*.md"):
    count += len(parser.parse(file.read_text("utf-8")))
print(count)
