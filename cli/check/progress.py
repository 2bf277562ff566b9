"""How far a long run is, on standard error."""

import os
import stat
import sys
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TextIO

import click

from ..reading.texts import STDIN

MANY = 1 << 20
"""Fewer octets are dealt with before one could look at a bar."""

_ERASE_LINE = "\r\x1b[K"


class Progress(NamedTuple):
    advance: Callable[[int], object]
    """Is to be told how many more octets have been dealt with."""
    make_way: Callable[[], object]
    """Is to be called before anything else is written to standard error."""


@contextmanager
def progress(names: Iterable[str]) -> Generator[Progress]:
    """A bar of how much of the files *names* has been dealt with.

    There is none where nobody sees it, for little input or input of unknown size, and where verdicts on the terminal
    tell the same.
    """
    total = _total(names) if _is_terminal(sys.stderr) and not _is_terminal(sys.stdout) else 0
    if total < MANY:
        yield Progress(int, lambda: None)
        return
    with click.progressbar(length=total, label="Checking", file=sys.stderr) as bar:
        yield Progress(bar.update, lambda: click.echo(_ERASE_LINE, nl=False, err=True))


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def _total(names: Iterable[str]) -> int:
    """The octets of all inputs, or 0 if a pipe is among them, which does not tell."""
    sizes = [_size(name) for name in names]
    return 0 if None in sizes else sum(size for size in sizes if size)


def _size(name: str) -> int | None:
    try:
        status = os.fstat(sys.stdin.fileno()) if name == STDIN else Path(name).stat()
    except (OSError, ValueError):
        return 0  # Reading it will say what is wrong.
    return status.st_size if stat.S_ISREG(status.st_mode) else None
