"""The configuration options, the same in pyproject.toml and conf.py, and how they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import schema
from .findings import SEVERITIES, Severity, rank

if TYPE_CHECKING:
    from .rules import Rule, Settings

PYPROJECT = "pyproject.toml"
TABLE = "sphinxcontrib-spec"

#: Table names that users may write by mistake, after the module or the program.
_NO_TABLES = ("sphinxcontrib_spec", "sphinx-spec", "sphinx_spec")


class ConfigError(ValueError):
    """A configuration that cannot be used, with the reason in one line."""


@dataclass(frozen=True, slots=True)
class Config:
    """How a project checks its specs.

    `levels` go from low to high; `levels` and `statuses` replace the format's. `select` and
    `ignore` name rules by code, by name or by the beginning of codes (`SPEC3`), `severity` and
    `per_file_ignores` too, the latter by glob. `exclude` are globs of files and folders that are
    not walked. Globs are relative to the project's root; one without a slash means any depth,
    `**` any number of folders. `today` is an ISO date, or empty.
    """

    levels: tuple[str, ...] = schema.LEVELS
    statuses: tuple[str, ...] = schema.STATUSES
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exclude: tuple[str, ...] = ()
    show_info: bool = False
    today: str = ""

    @property
    def settings(self) -> Settings:
        """What the rules need to know of it."""
        from .rules import Settings

        return Settings(*self.judged_by)

    @property
    def judged_by(self) -> tuple[tuple[str, ...], tuple[str, ...], str]:
        """The options that decide what is found; all others only select from the findings."""
        return self.levels, self.statuses, self.today

    def excludes(self, path: str) -> bool:
        """Whether a file or folder, named relative to the root, is left out of walks."""
        return any(matches(path, glob) for glob in self.exclude)


def toml_key(option: str) -> str:
    """Return the spelling of an option in pyproject.toml: with hyphens, the only accepted form."""
    return option.replace("_", "-")


def read(root: Path) -> Config:
    """The configuration of the project at `root`: the defaults where it says nothing.

    Raises `ConfigError` if its pyproject.toml cannot be read or has an unknown key or a value of
    the wrong type in `[tool.sphinxcontrib-spec]`, or a table that is only called like that.
    """
    path = root / PYPROJECT
    try:
        if path.exists() and not path.is_file():  # reading a named pipe would never end
            raise ValueError("not a file")
        text = path.read_text(encoding="utf-8")
        if not text.strip():  # an empty file only marks the root; there is nothing to configure
            return Config()
        import tomllib

        document = tomllib.loads(text)
    except FileNotFoundError:
        return Config()
    except (OSError, ValueError) as error:
        raise ConfigError(f"{PYPROJECT}: {error}") from error
    tools = document.get("tool")
    tools = tools if isinstance(tools, dict) else {}
    for name in _NO_TABLES:
        if name in tools and TABLE not in tools:
            raise ConfigError(f"{PYPROJECT}: tool.{name} is not read, did you mean tool.{TABLE}?")
    table = tools.get(TABLE, {})
    if not isinstance(table, dict):
        raise ConfigError(f"{PYPROJECT}: tool.{TABLE} is not a table")
    try:
        return configured(table)
    except ConfigError as error:
        raise ConfigError(f"{PYPROJECT}: [tool.{TABLE}] {error}") from error


def configured(
    values: Mapping[str, Any], base: Config | None = None, spelt: Callable[[str], str] = toml_key
) -> Config:
    """The configuration `base`, or the default one, with these values in it.

    `spelt` says how an option is called where the values come from. Lists and tables are plain
    lists (or tuples) and dicts. Raises `ConfigError` for an unknown key, a wrong type or an
    unknown rule, and names the nearest.
    """
    names = {spelt(field.name): field.name for field in fields(Config)}
    changes: dict[str, Any] = {}
    for key, given in values.items():
        if key not in names:
            raise ConfigError(f"unknown option {key!r}{_hint(key, names)}")
        try:
            changes[names[key]] = _READERS[names[key]](given)
        except ConfigError as error:
            raise ConfigError(f"{key}: {error}") from error
    return replace(base or Config(), **changes)


def find_rules(selector: str) -> tuple[Rule, ...]:
    """Return the rules that a code, a name or a code prefix selects, in code order.

    Raises `ConfigError`, which suggests the closest name, if no rule matches.
    """
    from .rules import RULE, RULES

    found = tuple(rule for rule in RULES if rank(selector, rule))
    if not found:
        raise ConfigError(f"unknown rule {selector!r}{_hint(selector, RULE)}")
    return found


def matches(path: str, glob: str) -> bool:
    """Whether a glob matches a POSIX path or a parent folder of it, both relative to the root."""
    pattern = glob.removeprefix("./").rstrip("/")
    anchored = "/" in pattern
    parts = pattern.removeprefix("/").split("/")
    return _matches(path.split("/"), parts if anchored else ["**", *parts])


def _matches(path: list[str], pattern: list[str]) -> bool:
    if not pattern:
        return True
    if pattern[0] == "**":
        return any(_matches(path[start:], pattern[1:]) for start in range(len(path) + 1))
    return bool(path) and fnmatchcase(path[0], pattern[0]) and _matches(path[1:], pattern[1:])


def _hint(word: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(word, known, 1) or get_close_matches(word.upper(), known, 1)
    return f", did you mean {close[0]!r}?" if close else ""


def _strings(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(word, str) for word in value):
        raise ConfigError(f"expected a list of strings, not {value!r}")
    return tuple(value)


def _words(value: Any) -> tuple[str, ...]:
    words = _strings(value)
    if not words or not all(word.strip() for word in words):
        raise ConfigError(f"expected a list of words, not {value!r}")
    return words


def _selectors(value: Any) -> tuple[str, ...]:
    selectors = _strings(value)
    for selector in selectors:
        find_rules(selector)
    return selectors


def _table(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise ConfigError(f"expected a table, not {value!r}")
    return value


def _severities(value: Any) -> tuple[tuple[str, Severity], ...]:
    table = _table(value)
    _selectors(list(table))
    for severity in table.values():
        if severity not in SEVERITIES:
            raise ConfigError(f"a severity is one of {', '.join(SEVERITIES)}, not {severity!r}")
    return tuple(table.items())


def _by_glob(value: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((glob, _selectors(names)) for glob, names in _table(value).items())


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ConfigError(f"expected true or false, not {value!r}")
    return value


def _day(value: Any) -> str:
    from datetime import date

    try:
        return str(date.fromisoformat(str(value))) if value != "" else ""
    except ValueError:
        raise ConfigError(f"expected a date such as 2026-03-01, not {value!r}") from None


#: The function that reads the value of each option; it raises `ConfigError` on a bad value.
_READERS: dict[str, Callable[[Any], Any]] = {
    "levels": _words,
    "statuses": _words,
    "select": _selectors,
    "ignore": _selectors,
    "severity": _severities,
    "per_file_ignores": _by_glob,
    "exclude": _strings,
    "show_info": _flag,
    "today": _day,
}

#: What each option means, in Markdown, for the documentation.
MEANINGS = {
    "levels": "The levels of probability and impact, from low to high.",
    "statuses": "The words that a status begins with.",
    "select": "Rules to report, by code, by name or by the beginning of codes (`SPEC3`). "
    "If it is empty, all rules that are not off.",
    "ignore": "Rules not to report, named in the same ways, even if they are selected.",
    "severity": "Rules, each with the severity to report it with: `error`, `warning` or `info`.",
    "per_file_ignores": "Globs of files, each with the rules not to report in these files.",
    "exclude": "Globs of files and folders to leave out, because they are not specs.",
    "show_info": "Whether infos are shown on the command line and are warnings in the build.",
    "today": "The date, as `2026-03-01`, on which to look for overdue questions (`SPEC606`).",
}
