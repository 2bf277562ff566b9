"""A process that checks files for another one: it is sent their names, and tells what it found in each."""

import os
import pickle
import signal
import sys
from collections.abc import Iterator

from ..reading.mails import Source
from ..reading.texts import CHUNK
from .checking import How, events_of
from .workers import Told

_SOME = 1 << 18
"""So many octets are dealt with before what was found in them is told."""


def main() -> None:
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # If nobody wants to know any more, that is all.
    told = sys.stdout.buffer
    how: How = pickle.load(sys.stdin.buffer)  # noqa: S301  # What is read comes from the process that started this one.
    for batch in _batches():
        for some in _some_at_once(batch, how):
            pickle.dump(some, told, pickle.HIGHEST_PROTOCOL)
            told.flush()


def _batches() -> Iterator[list[Source]]:
    while True:
        try:
            yield pickle.load(sys.stdin.buffer)  # noqa: S301
        except EOFError:
            return


def _some_at_once(batch: list[Source], how: How) -> Iterator[list[Told]]:
    some: list[Told] = []
    size = 0
    for source in batch:
        some.append(_told(source, how))
        size += some[-1].octets
        if size > _SOME:
            yield some
            some, size = [], 0
    if some:
        yield some


def _told(source: Source, how: How) -> Told:
    octets = 0

    def advance(more: int) -> None:
        nonlocal octets
        octets += more

    if _is_large(source.name):
        return Told(None, 0)
    return Told(list(events_of(source, how, advance)), octets)


def _is_large(name: str) -> bool:
    try:
        return os.stat(name).st_size > CHUNK
    except OSError:
        return False  # Reading it will say what is wrong.


if __name__ == "__main__":
    main()
