"""What is wrong with the shape of an accounts file, in the words of its settings rather than of its types."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

_UNKNOWN = re.compile(r"Object contains unknown field `(.*)`", re.DOTALL)
_MISSING = re.compile(r"Object missing required field `(.*)`")
_MISMATCH = re.compile(r"Expected `([^`]*)`, got `([^`]*)`")
_KINDS = {
    "int": "a whole number",
    "float": "a number with a fraction",
    "str": "a text in quotes",
    "bool": "true or false",
    "array": "a list in brackets",
    "object": "a table",
}
_NO_ACCOUNT = "there is no account; each begins with a line [[account]]"


def in_words(problem: str, settings: Sequence[str]) -> str:
    """*problem*, as msgspec tells it of a table that may have these *settings*, in words for people."""
    if found := _UNKNOWN.fullmatch(problem):
        return f"there is no setting `{found[1]}`{_instead_of(found[1], settings)}"
    if found := _MISSING.fullmatch(problem):
        return _NO_ACCOUNT if found[1] == "account" else f"expected a setting `{found[1]}`"
    if found := _MISMATCH.fullmatch(problem):
        expected, got = found[1].removesuffix(" | null"), found[2]
        return f"expected {_KINDS.get(expected, expected)}, found {_KINDS.get(got, got)}"
    if problem.startswith("Expected `array` of length"):
        return _NO_ACCOUNT
    if problem.startswith("Expected `str` of length"):
        return "expected a text that is not empty"
    return problem


def _instead_of(name: str, settings: Sequence[str]) -> str:
    nearest = get_close_matches(name.lower(), settings, n=1)
    return f"; did you mean `{nearest[0]}`?" if nearest else f"; there are {', '.join(settings)}"
