"""Guesses the programming language of a piece of code."""

from __future__ import annotations

import re

from sphinxcontrib_spec.patterns import pattern

#: Patterns that reveal a language, the most reliable ones first.
_SIGNS = {
    "console": r"\A[$%] \S",
    "http": r"\A(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) /|\AHTTP/\d",
    "sql": r"\A(?i:CREATE|ALTER|DROP) (?i:TABLE|INDEX|VIEW|TYPE)\b|\ASELECT\b|\AINSERT INTO\b",
    "protobuf": r"^message \w+ \{$|^syntax = \"proto",
    "typescript": r"^(?:export )?(?:interface \w+ (?:extends \w+ )?\{|type \w+ =)",
    "go": r"^func (?:\(\w+ \*?\w+\) )?\w+\(|^type \w+ (?:struct|interface) \{|^package \w+$",
    "rust": r"^(?:pub )?(?:fn \w+(?:<[^>\n]*>)?\(|(?:struct|enum|trait) \w+ \{)",
    "python": r"^[ ]*(?:(?:async )?def \w+\(|class \w+(?:\([^)\n]*\))?:|@\w+|from [\w.]+ import )",
    "toml": r"\A\[[\w.-]+\]\n[\w-]+ = ",
}
_LANGUAGES = {name: pattern(sign, re.MULTILINE) for name, sign in _SIGNS.items()}


def guessed(code: str) -> str:
    """Return the language of the code as the name for a fence; empty if nothing reveals it."""
    code = code.strip()
    if code[:1] in ("{", "[") and _is_json(code):
        return "json"
    return next((name for name, sign in _LANGUAGES.items() if sign.search(code)), "")


def _is_json(code: str) -> bool:
    import json

    try:
        json.loads(code)
    except (ValueError, RecursionError):
        return False
    return True
