"""The snippets of the documentation, and which kind of test runs each: `python tests/snippets.py`.

A snippet is a fenced block of README.md or of a page in `docs`. What follows the language in its info
string, where no reader sees it, says what it is: `file=NAME` is written to that file, `shows=NAME`
stands in one, `output` is what the command before it prints, `exit=1` is the status of a command,
`finds=CODE,…` what is found in a fragment of a spec, `under=KEY` the section that it stands in,
`twin=NAME` that all of this name on one page are the same thing. A snippet without a kind fails.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it import MarkdownIt

HERE = Path(__file__).parents[1]

#: Pages that are specs, or show some: those are checked and built as a whole.
SPECS = ("docs/demo/", "docs/specs/")

#: What `.ci/run` runs as it stands in README.md, other environments of tox, and what only an
#: installation can run.
_TOX = re.compile(
    r"(python3 -m venv [.]venv && [.]venv/bin/pip install -q tox && [.]venv/bin/)?tox run( -e [\w,]+)?( -- .+)?"
)
_INSTALL = re.compile(r"pip install \S+( \S+)*")


@dataclass(frozen=True)
class Snippet:
    """A fenced block: where it stands, its language, what its info string says of it, its text."""

    page: str
    line: int
    language: str
    words: tuple[str, ...]
    text: str = field(repr=False)

    def get(self, key: str) -> str:
        """The value of `key=value`; of a `key` alone itself; empty if there is neither."""
        for word in self.words:
            name, _, value = word.partition("=")
            if name == key:
                return value or name
        return ""

    @property
    def kind(self) -> str:
        """What tests it; empty if nothing does."""
        return next((name for name, is_it in KINDS.items() if is_it(self)), "")

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def pages() -> list[str]:
    """README.md and every source file of the documentation, named from the project's root."""
    found = (*HERE.glob("docs/**/*.md"), *HERE.glob("docs/**/*.rst"))
    return ["README.md", *sorted(path.relative_to(HERE).as_posix() for path in found)]


def snippets(page: str) -> list[Snippet]:
    """The fenced blocks of a page; none of a page in reStructuredText, which has no fences."""
    if page.endswith(".rst"):
        return []
    text = (HERE / page).read_text(encoding="utf-8")
    return list(_fences(page, text, 0))


def _fences(page: str, text: str, above: int) -> Iterator[Snippet]:
    for token in MarkdownIt().parse(text):
        if token.type == "fence":
            assert token.map
            language, *words = token.info.split() or [""]
            line = above + token.map[0] + 1
            yield Snippet(page, line, language, tuple(words), token.content)
        assert token.type != "code_block", f"{page}: code that is only indented is run by nothing"


def of_language(language: str) -> list[Snippet]:
    """All snippets in one language, but for those in specs."""
    return [
        each
        for page in pages()
        for each in snippets(page)
        if each.language == language and not is_spec(each.page)
    ]


def is_spec(page: str) -> bool:
    """Whether a page is a spec or shows some."""
    return page.startswith(SPECS)


def _is(*languages: str, **wanted: bool):
    """Whether a snippet is in one of these languages and has these keys, or has them not."""

    def is_it(snippet: Snippet) -> bool:
        keys = {word.partition("=")[0] for word in snippet.words}
        return snippet.language in languages and all(
            (key in keys) == there for key, there in wanted.items()
        )

    return is_it


#: What tests a snippet, and whether it does; the first that does counts.
KINDS = {
    "part of a spec, which is checked and built": lambda each: is_spec(each.page),
    "directive of the page, which is built": lambda each: each.language.startswith("{"),
    "run of tox": lambda each: each.language == "sh" and bool(_TOX.fullmatch(each.text.strip())),
    "installation": lambda each: each.language == "sh" and bool(_INSTALL.fullmatch(each.text.strip())),
    "shell, run": _is("sh"),
    "output, compared": _is("text", "json", output=True),
    "file, compared": _is(*("markdown", "rst", "json", "text"), shows=True),
    "twin, built and compared": _is("rst", "markdown", twin=True),
    "file, written and used": _is(*("markdown", "rst", "python", "toml", "json", "text"), file=True),
    "fragment of a spec, checked": _is("markdown"),
    "page, built": _is("rst"),
    "Python, run": _is("python"),
    "job of CI, read and run": _is("yaml"),
}  # fmt: skip


def counts() -> Counter[str]:
    """How many snippets each kind has."""
    return Counter(each.kind for page in pages() for each in snippets(page))


if __name__ == "__main__":
    for kind, count in counts().most_common():
        sys.stdout.write(f"{count:4}  {kind or 'TESTED BY NOTHING'}\n")
    sys.stdout.write(f"{counts().total():4}  snippets\n")
