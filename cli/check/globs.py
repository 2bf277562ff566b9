"""Patterns for files and folders, as configurations and the command line name them.

``*`` and ``?`` stand for anything but a slash, ``[…]`` for one of some characters, ``**`` between slashes for any folders
or none. Each component is matched by itself and in time that grows with it, whatever the pattern: a configuration may
come with somebody else's repository.
"""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import translate
from functools import lru_cache

from msgspec import Struct

_MAGIC = re.compile(r"[*?\[]")
_FOLDERS = "**"


class Globs(Struct, frozen=True):
    """Some patterns.

    One without a slash is for names, wherever they are; one with a slash is for paths from the folder *base*. Capitals
    do not count: ``ORDER.EML`` is a mail too.
    """

    base: str
    names: tuple[str, ...]
    paths: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, patterns: Iterable[str], base: str | os.PathLike[str]) -> "Globs":
        given = list(patterns)
        return cls(
            os.path.abspath(base),
            tuple(one.strip("/") for one in given if "/" not in one.rstrip("/")),
            tuple(_components(one) for one in given if "/" in one.rstrip("/")),
        )

    def match(self, path: str) -> bool:
        """Whether *path*, from the working folder, is called as one of the patterns says."""
        name = os.path.basename(path)
        if any(_fits(one, name) for one in self.names):
            return True
        if not self.paths:
            return False
        parts = os.path.relpath(path, self.base).split("/")
        return any(_match(one, parts) for one in self.paths)


def is_pattern(name: str) -> bool:
    """Whether *name* is a pattern, and no file that happens to be called so."""
    return bool(_MAGIC.search(name)) and not os.path.lexists(name)


def fitting(pattern: str) -> list[str]:
    """The files and folders that *pattern* fits, in the order of their names.

    What is hidden is not found by a wildcard, and for ``**`` links to folders are not followed.
    """
    start = "/" if pattern.startswith("/") else ""
    return sorted({path for path in _walk(start, _components(pattern), set()) if path})


def _components(pattern: str) -> tuple[str, ...]:
    parts = [one for one in pattern.strip("/").split("/") if one]
    return tuple(one for at, one in enumerate(parts) if one != _FOLDERS or parts[at - 1 : at] != [_FOLDERS])


@lru_cache(maxsize=1024)
def _compiled(component: str) -> re.Pattern[str]:
    return re.compile(translate(component), re.IGNORECASE)


def _fits(component: str, name: str) -> bool:
    return _compiled(component).match(name) is not None


def _match(pattern: Sequence[str], parts: Sequence[str]) -> bool:
    """Whether the components fit the parts of a path; on a mismatch only the last ``**`` takes one part more."""
    at = part = 0
    folders = taken = -1
    while part < len(parts):
        if at < len(pattern) and pattern[at] == _FOLDERS and at + 1 < len(pattern):
            folders, taken = at, part
            at += 1
        elif at < len(pattern) and (pattern[at] == _FOLDERS or _fits(pattern[at], parts[part])):
            # At the end it stands for all that follows, at least one part.
            at, part = (at + 1, len(parts)) if pattern[at] == _FOLDERS else (at + 1, part + 1)
        elif folders >= 0:
            taken += 1
            at, part = folders + 1, taken
        else:
            return False
    return at == len(pattern)


def _walk(folder: str, pattern: Sequence[str], seen: set[tuple[str, int]]) -> Iterator[str]:
    if (folder, len(pattern)) in seen:
        return
    seen.add((folder, len(pattern)))
    if not pattern:
        yield folder
        return
    first, *rest = pattern
    if first == _FOLDERS:
        yield from _walk(folder, rest, seen)
        for entry in _entries(folder):
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(os.path.join(folder, entry.name), pattern, seen)
            elif not rest:
                yield os.path.join(folder, entry.name)
    elif not _MAGIC.search(first):
        if os.path.lexists(path := os.path.join(folder, first)):
            yield from _walk(path, rest, seen)
    else:
        for entry in _entries(folder, hidden=first.startswith(".")):
            if _fits(first, entry.name):
                yield from _walk(os.path.join(folder, entry.name), rest, seen)


def _entries(folder: str, *, hidden: bool = False) -> list["os.DirEntry[str]"]:
    try:
        with os.scandir(folder or os.curdir) as entries:
            return [entry for entry in entries if hidden or not entry.name.startswith(".")]
    except OSError:
        return []  # It is no folder, or may not be read.
