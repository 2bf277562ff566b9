"""The files to be checked: those that are named, those in folders, and those that patterns fit."""

import os
import stat
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import click

from ..reading.file_kind import Forced
from ..reading.mails import Source
from ..reading.texts import STDIN, Unreadable, shown_name
from ..showing import harmless
from .globs import Globs, fitting, is_pattern

INCLUDED = ("*.sms", "*.smsmail", "*.eml", "*.mbox")
"""The files of a folder that are taken where nothing else is said."""


class Remark(NamedTuple):
    """What is to be said of an input beside its requests."""

    shown: str
    says: str


Input = Source | Remark | Unreadable


class Patterns(NamedTuple):
    """Which files of folders are taken, and which files and folders are not; what is named itself always is."""

    included: Globs
    excluded: Globs

    def takes(self, path: str) -> bool:
        return self.included.match(path) and not self.excluded.match(path)


def inputs(names: Sequence[str], forced: Forced, wanted: Patterns) -> Iterator[Input]:
    """What *names* stand for, in their order, and in the order of their names within a folder; each file once.

    Never all at once in memory, but for the names of one folder, and of all files where *names* may name one twice.
    """
    found = _all_of(names, forced, wanted)
    return _each_once(found) if len(names) > 1 or is_pattern(names[0]) else found


def _all_of(names: Sequence[str], forced: Forced, wanted: Patterns) -> Iterator[Input]:
    for name in names:
        if is_pattern(name):
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


def _fitting(pattern: str, forced: Forced, wanted: Patterns) -> Iterator[Input]:
    paths = [path for path in fitting(pattern) if not wanted.excluded.match(path) and not _is_special(path)]
    for path in paths:
        yield from _named(path, _harmless(path), forced, wanted)
    if not paths:
        yield Unreadable(f"{shown_name(pattern)}: there is no such file")


def _named(name: str, shown: str, forced: Forced, wanted: Patterns) -> Iterator[Input]:
    if name == STDIN or not os.path.isdir(name):
        yield Source(name, shown, forced)
        return
    is_empty = True
    for one in _mailbox_in(name, shown, forced) or _within(name, forced, wanted):
        is_empty = False
        yield one
    if is_empty:
        yield Unreadable(f"{shown}: a folder, and no Maildir: {_NOT_TAKEN}")


_NOT_TAKEN = "it does not have the folders cur and new, nor any file that is to be checked (see --help)"


def _mailbox_in(folder: str, shown: str, forced: Forced) -> Iterator[Input] | None:
    """What the *folder* holds, if it is a mailbox: a Maildir, or one as Apple Mail exports it."""
    if forced in ("line", "lines"):
        return None
    parts = [os.path.join(folder, part) for part in ("cur", "new")]
    if all(map(os.path.isdir, parts)):
        return _in_maildir(parts, shown)
    mbox = os.path.join(folder, "mbox")
    return iter((Source(mbox, shown, "mail"),)) if os.path.isfile(mbox) else None


def _in_maildir(parts: Sequence[str], shown: str) -> Iterator[Input]:
    """First the mails that a reader has seen."""
    is_empty = True
    for part in parts:
        try:
            entries = _entries(part)
        except OSError as error:
            yield Unreadable(f"{shown}: {error.strerror}")
            return
        for path in (os.path.join(part, name) for name, is_folder in entries if not is_folder):
            is_empty = False
            yield Source(path, _harmless(path), is_one_mail=True)
    if is_empty:
        yield Remark(shown, "no mails")


def _within(folder: str, forced: Forced, wanted: Patterns) -> Iterator[Input]:
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
                yield Source(path, _harmless(path), forced)
        elif not wanted.excluded.match(path):
            yield from _mailbox_within(path, forced) or _within(path, forced, wanted)


def _mailbox_within(path: str, forced: Forced) -> Iterator[Input] | None:
    """Among other folders, one that happens to hold a file mbox is a mailbox only if it is called so."""
    is_called_so = path.lower().endswith(".mbox") or os.path.isdir(os.path.join(path, "cur"))
    return _mailbox_in(path, _harmless(path), forced) if is_called_so else None


def _entries(folder: str) -> list[tuple[str, bool]]:
    """The names in *folder* that are not hidden, and whether each is a folder."""
    with os.scandir(folder) as entries:
        return sorted(
            (entry.name, is_folder)
            for entry in entries
            if entry.name[0] != "."
            and (
                (is_folder := entry.is_dir(follow_symlinks=False))
                or not (os.path.isdir(entry.path) or _is_special(entry.path))
            )
        )


def _is_special(path: str) -> bool:
    """Whether *path* is a pipe, a socket or a device, which may never end: such a one is read only where it is named.

    What cannot be looked at is none: reading it will say what is wrong, with a link to itself or to nowhere for instance.
    """
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _harmless(path: str) -> str:
    """How a file that was found is called, with nothing in it that a terminal would obey."""
    return harmless(click.format_filename(path))
