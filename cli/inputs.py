"""The files to be checked: those that are named, those in folders, and those that patterns fit."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from .globs import Globs
from .mails import Source, files_in, is_folder, sources_in
from .recognise import Forced
from .texts import STDIN, Unreadable, shown_name

INCLUDED = ("*.sms", "*.smsmail", "*.eml", "*.mbox")
"""The files of a folder that are taken where nothing else is said."""

_MAGIC = re.compile(r"[*?\[]")


class Nothing(NamedTuple):
    """An input without a request in it, and what it should have."""

    shown: str
    what: str


Input = Source | Nothing | Unreadable


class Wanted(NamedTuple):
    """Which files of folders are taken, and which files and folders are not; what is named itself always is."""

    included: Globs
    excluded: Globs

    def takes(self, path: str) -> bool:
        return self.included.match(path) and not self.excluded.match(path)


def inputs(names: Sequence[str], forced: Forced, wanted: Wanted) -> Iterator[Input]:
    """What *names* stand for, in their order, and in the order of their names within a folder; each file once.

    Never all at once in memory, but for the names of one folder, and of all files where *names* may name one twice.
    """
    found = _all_of(names, forced, wanted)
    return _each_once(found) if len(names) > 1 or _is_pattern(names[0]) else found


def _all_of(names: Sequence[str], forced: Forced, wanted: Wanted) -> Iterator[Input]:
    for name in names:
        if _is_pattern(name):
            yield from _fitting(name, forced, wanted)
        else:
            yield from _named(name, shown_name(name), forced, wanted)


def _each_once(found: Iterator[Input]) -> Iterator[Input]:
    seen: set[str] = set()
    for one in found:
        if isinstance(one, Source):
            place = STDIN if one.name == STDIN else os.path.abspath(one.name)
            if place in seen:
                continue
            seen.add(place)
        yield one


def _is_pattern(name: str) -> bool:
    return bool(_MAGIC.search(name)) and not os.path.lexists(name)


def _fitting(pattern: str, forced: Forced, wanted: Wanted) -> Iterator[Input]:
    from glob import glob  # A shell does it mostly.

    paths = sorted(path for path in glob(pattern, recursive=True) if not wanted.excluded.match(path))
    for path in paths:
        yield from _named(path, _harmless(path), forced, wanted)
    if not paths:
        yield Unreadable(f"{shown_name(pattern)}: there is no such file")


def _named(name: str, shown: str, forced: Forced, wanted: Wanted) -> Iterator[Input]:
    if not is_folder(name):
        yield Source(name, shown, forced)
        return
    found: Iterable[Input] | None = None if forced in ("line", "lines") else _mailbox_in(name, shown)
    is_empty = True
    for one in _within(name, forced, wanted) if found is None else found:
        is_empty = False
        yield one
    if is_empty:
        yield Unreadable(f"{shown}: a folder, and no Maildir: {_NOT_TAKEN}")


_NOT_TAKEN = "it does not have the folders cur and new, nor any file that is to be checked (see --help)"


def _mailbox_in(name: str, shown: str) -> Sequence[Input] | None:
    """The mails of the folder *name*, if it is a mailbox."""
    try:
        if files_in(Path(name)) is None:
            return None
        return sources_in(name, shown, None) or [Nothing(shown, "mails")]
    except Unreadable as error:
        return [error]
    except OSError as error:
        return [Unreadable(f"{shown}: {error.strerror}")]


def _within(folder: str, forced: Forced, wanted: Wanted) -> Iterator[Input]:
    """What is taken of the *folder* and those in it; what is hidden is not, and links to folders are not followed."""
    try:
        entries = _entries(folder)
    except OSError as error:
        yield Unreadable(f"{_harmless(folder)}: {error.strerror}")
        return
    for name, holds_files in entries:
        path = name if folder == os.curdir else os.path.join(folder, name)
        if not holds_files:
            if wanted.takes(path):
                yield Source(path, _harmless(path), forced, is_in_folder=True)
        elif not wanted.excluded.match(path):
            yield from _mailbox_within(path, forced) or _within(path, forced, wanted)


def _mailbox_within(path: str, forced: Forced) -> Sequence[Input] | None:
    """Among other folders, one that happens to hold a file mbox is a mailbox only if it is called so."""
    if forced in ("line", "lines"):
        return None
    has_parts = all(os.path.isdir(os.path.join(path, part)) for part in ("cur", "new"))
    return _mailbox_in(path, _harmless(path)) if has_parts or path.lower().endswith(".mbox") else None


def _entries(folder: str) -> list[tuple[str, bool]]:
    """The names in *folder* that are not hidden, and whether each is a folder."""
    with os.scandir(folder) as entries:
        return sorted(
            (entry.name, is_folder)
            for entry in entries
            if entry.name[0] != "."
            and ((is_folder := entry.is_dir(follow_symlinks=False)) or entry.is_file() or _leads_nowhere(entry))
        )


def _leads_nowhere(entry: "os.DirEntry[str]") -> bool:
    return entry.is_symlink() and not os.path.exists(entry.path)


def _harmless(path: str) -> str:
    """How a file that was found is called, with nothing in it that a terminal would obey."""
    shown = click.format_filename(path)
    if shown.isprintable():
        return shown
    from ..conformance.visible import visible

    return visible(shown)
