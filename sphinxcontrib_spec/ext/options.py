"""The configuration values `spec_*`: the project's pyproject.toml, overridden by conf.py."""

from __future__ import annotations

import posixpath
from dataclasses import fields
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.errors import ConfigError

from sphinxcontrib_spec import config as core
from sphinxcontrib_spec import files
from sphinxcontrib_spec.config import Config

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config as SphinxConfig
    from sphinx.environment import BuildEnvironment

PREFIX = "spec_"

_TABLES = ("severity", "per_file_ignores")
#: The types of the values that are not lists.
_TYPES: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(_TABLES, (dict,)),
    "show_info": (bool,),
    "today": (str, date),
}
_NO_LISTS = frozenset(PREFIX + name for name in _TYPES)
_ALIKE = 0.8


def of(config: SphinxConfig) -> Config:
    """Our options, after `merge` has checked them."""
    values = {name: getattr(config, PREFIX + name) for name in _names()}
    return core.configured(values, spelt=str)


def root(env: BuildEnvironment) -> Path:
    """The project's root, as an absolute path."""
    return _root(Path(env.srcdir))


def path_from_root(env: BuildEnvironment, path: str) -> str:
    """Convert a path relative to the sources into one relative to the project's root."""
    return posixpath.normpath(posixpath.join(_prefix(Path(env.srcdir)), path))


def excludes(env: BuildEnvironment, docname: str) -> bool:
    """Return whether the option `exclude` names a document or a folder above it."""
    if not getattr(env.config, f"{PREFIX}exclude"):
        return False
    path = Path(env.doc2path(docname, base=False)).as_posix()
    return of(env.config).excludes(path_from_root(env, path))


def merge(app: Sphinx, config: SphinxConfig) -> None:
    """Set every value that conf.py does not give to that of pyproject.toml, or to its default.

    Globs in conf.py are relative to the sources, those in pyproject.toml to the project's root; all
    of them become relative to the root. Raise ConfigError if an option is wrong, naming the nearest
    one.
    """
    _refuse_typos(config)
    srcdir = Path(app.srcdir)
    try:
        found = core.read(_root(srcdir))
        given = {
            PREFIX + name: _given(config, PREFIX + name)
            for name in _names()
            if getattr(config, PREFIX + name) is not None
        }
        merged = core.configured(given, found, spelt=lambda name: PREFIX + name)
    except core.ConfigError as error:
        raise ConfigError(str(error)) from error
    prefix = _prefix(srcdir)
    for name in _names():
        value = getattr(merged, name)
        if prefix and PREFIX + name in given:
            value = _from_root(name, value, prefix)
        setattr(config, PREFIX + name, dict(value) if name in _TABLES else value)


def _names() -> list[str]:
    return [field.name for field in fields(Config)]


def _given(config: SphinxConfig, name: str) -> Any:
    """Return a value of conf.py; a list from the command line is a string, and is split."""
    value = getattr(config, name)
    if isinstance(value, str) and name in config.overrides and name not in _NO_LISTS:
        return value.split(",")
    return value


def _from_root(name: str, value: Any, prefix: str) -> Any:
    def glob(pattern: str) -> str:
        below = pattern.removeprefix("./").lstrip("/")
        return posixpath.join(prefix, below) if "/" in pattern else pattern

    if name == "exclude":
        return tuple(map(glob, value))
    if name == "per_file_ignores":
        return tuple((glob(pattern), rules) for pattern, rules in value)
    return value


def _refuse_typos(config: SphinxConfig) -> None:
    """Raise ConfigError for a name in conf.py that is nearly one of ours and nobody else's."""
    known = [PREFIX + name for name in _names()]
    for name in config._raw_config:  # noqa: SLF001 - Sphinx only shows registered names
        if name.startswith(PREFIX) and name not in config:
            near = get_close_matches(name, known, 1, _ALIKE)
            if near:
                raise ConfigError(f"conf.py: unknown option {name!r}, did you mean {near[0]!r}?")


def _root(srcdir: Path) -> Path:
    """Return the project's root as on the command line, or the sources without a pyproject.toml."""
    root = files.project_root(srcdir)
    return root if root and (root / core.PYPROJECT).is_file() else srcdir


def _prefix(srcdir: Path) -> str:
    """The sources, as a path from the root; empty if they are the root."""
    path = srcdir.relative_to(_root(srcdir)).as_posix()
    return "" if path == "." else path


def setup(app: Sphinx) -> None:
    """Register the values; None means that conf.py does not give the value.

    A changed value makes Sphinx read nothing again: we know which specs depend on it.
    """
    for name in _names():
        types = _TYPES.get(name, (list, tuple))
        app.add_config_value(PREFIX + name, None, "", (*types, type(None)))
    app.connect("config-inited", merge)
