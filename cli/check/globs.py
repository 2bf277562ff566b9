"""Patterns for files and folders, as configurations name them."""

import os
import re
from collections.abc import Iterable

from msgspec import Struct

_TOKENS = re.compile(
    r"(?P<folders>\*\*/)|(?P<all>\*\*)|(?P<some>\*)|(?P<one>\?)|\[(?P<set>!?\]?[^\]/]*)\]|(?P<other>.)", re.DOTALL
)


class Globs(Struct, frozen=True):
    """Some patterns.

    One without a slash is for names, wherever they are; one with a slash is for paths from the folder *base*. ``*`` and
    ``?`` stand for anything but a slash, ``**/`` for any folders or none, ``[…]`` for one of some characters. Capitals
    do not count: ``ORDER.EML`` is a mail too.
    """

    base: str
    names: re.Pattern[str] | None
    paths: re.Pattern[str] | None

    @classmethod
    def of(cls, patterns: Iterable[str], base: str | os.PathLike[str]) -> "Globs":
        given = list(patterns)
        return cls(
            os.path.abspath(base),
            _any_of(one for one in given if "/" not in one.rstrip("/")),
            _any_of(one for one in given if "/" in one.rstrip("/")),
        )

    def match(self, path: str) -> bool:
        """Whether *path*, from the working folder, is called as one of the patterns says."""
        if self.names and self.names.fullmatch(os.path.basename(path)):
            return True
        return bool(self.paths and self.paths.fullmatch(os.path.relpath(path, self.base)))


def _any_of(patterns: Iterable[str]) -> re.Pattern[str] | None:
    given = [_as_regex(one) for one in patterns]
    return re.compile("|".join(given), re.IGNORECASE | re.DOTALL) if given else None


def _as_regex(pattern: str) -> str:
    return "".join(map(_part, _TOKENS.finditer(pattern.strip("/"))))


def _part(token: re.Match[str]) -> str:
    match token.lastgroup:
        case "folders":
            return r"(?:[^/]+/)*"
        case "all":
            return ".*"
        case "some":
            return "[^/]*"
        case "one":
            return "[^/]"
        case "set":
            return _set(token["set"])
        case _:
            return re.escape(token[0])


def _set(given: str) -> str:
    """A set of characters; as it stands where it is none, such as ``[b-a]``."""
    members = _SPECIAL.sub(r"\\\g<0>", given.removeprefix("!"))
    regex = f"[{'^' if given.startswith('!') else ''}{members}]"
    try:
        re.compile(regex)
    except re.error:
        return re.escape(f"[{given}]")
    return regex


_SPECIAL = re.compile(r"[\\^\[&~|]")
