"""Read every spec of a folder, and match each line with one regular expression."""

import re
import sys
from pathlib import Path

LINE = re.compile(r"[ \t]*(?:(#{1,6})[ \t]|([-*+]|\d+[.)])[ \t]|(\|)|(```|~~~))?")

count = 0
for file in Path(sys.argv[1]).rglob("spec-*.md"):
    for line in file.read_text("utf-8").splitlines():
        found = LINE.match(line)
        count += bool(found and found.lastindex)
print(count)
