"""Checking many files in several processes at once, with results in the order of the files.

The processes are started afresh and not forked, and each takes a few names at a time from its standard input until that
ends. Nothing of what a file holds is kept once it has been told.
"""

import fcntl
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import cycle
from math import inf
from typing import IO, NamedTuple

from ..main import CannotGoOn
from ..reading.mails import Source
from ..reading.texts import STDIN
from .checking import Advance, Event, How, events_of
from .inputs import Input

_FILES = 256
"""So many are sent at once, at most: more would be long under way, and with fewer the processes wait for one another."""

_USUAL_PIPE = 1 << 14
"""So much at least fits in a pipe where the system does not say it."""


class Told(NamedTuple):
    """What a worker tells of one file."""

    events: list[Event] | None
    """``None`` where there may be too much to tell it at once."""
    octets: int


def events_in_parallel(given: Iterable[Input], how: How, jobs: int, advance: Advance) -> Iterator[Event]:
    """What is to be told of all that is *given*, in its order, as *jobs* processes find it."""
    with _workers(jobs, how) as workers:
        yield from _in_order(workers, given, how, advance)


def _ended() -> CannotGoOn:
    return CannotGoOn("a process that was checking files ended before its work did")


class _Worker:
    def __init__(self) -> None:
        command = [sys.executable, "-P", "-m", f"{__package__}.worker"]
        # In a group of its own, so that Ctrl-C ends only the process that ends this one.
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, process_group=0)
        assert self._process.stdin
        assert self._process.stdout
        self._to: IO[bytes] = self._process.stdin
        self._from: IO[bytes] = self._process.stdout

    @property
    def room(self) -> int:
        """So many octets can be sent without waiting for it to read."""
        asks = getattr(fcntl, "F_GETPIPE_SZ", None)
        return fcntl.fcntl(self._to.fileno(), asks) if asks else _USUAL_PIPE

    def send(self, value: object) -> None:
        try:
            pickle.dump(value, self._to, pickle.HIGHEST_PROTOCOL)
            self._to.flush()
        except BrokenPipeError as error:
            raise _ended() from error

    def receive(self) -> list[Told]:
        try:
            return pickle.load(self._from)  # noqa: S301  # It is a process of our own.
        except (EOFError, pickle.UnpicklingError) as error:
            raise _ended() from error

    def end(self, *, at_once: bool) -> None:
        if at_once:
            self._process.terminate()
        with suppress(BrokenPipeError):
            self._to.close()
        self._process.wait()
        self._from.close()


@contextmanager
def _workers(number: int, how: How) -> Generator[list[_Worker]]:
    workers: list[_Worker] = []
    done = False
    try:
        for _ in range(number):
            workers.append(_Worker())
            workers[-1].send(how)
        yield workers
        done = True
    finally:
        for worker in workers:
            worker.end(at_once=not done)


def _in_order(workers: list[_Worker], given: Iterable[Input], how: How, advance: Advance) -> Iterator[Event]:
    turns = cycle(workers)
    under_way: deque[tuple[_Worker | None, list[Input]]] = deque()
    # Two batches at a time for each, since one waits while the other is worked on, and both have to fit in the pipe:
    # if sending waited for a worker that waits for what it tells to be read, that would be for ever. A pipe has pages,
    # and not each is filled.
    room = min(worker.room for worker in workers) // 4
    for batch, is_for_workers in _batches(given, room):
        worker = next(turns) if is_for_workers else None
        if worker:
            worker.send(batch)
        under_way.append((worker, batch))
        if len(under_way) == 2 * len(workers):
            yield from _told(*under_way.popleft(), how, advance)
    for turn in under_way:
        yield from _told(*turn, how, advance)


def _told(worker: _Worker | None, batch: list[Input], how: How, advance: Advance) -> Iterator[Event]:
    told: Iterator[Told] = iter(())
    for one in batch:
        if not isinstance(one, Source):
            yield one
            continue
        events = None
        if worker:
            if (here := next(told, None)) is None:
                told = iter(worker.receive())
                here = next(told)
            events = here.events
            advance(here.octets)
        yield from events_of(one, how, advance) if events is None else events


def _batches(given: Iterable[Input], room: int) -> Iterator[tuple[list[Input], bool]]:
    """What is *given*, in batches, and whether each is for a worker and so fits in the *room*; what is not is alone."""
    batch: list[Input] = []
    size = 0.0
    for one in given:
        its_size = _size_of(one)
        is_for_workers = its_size <= room
        if batch and (not is_for_workers or size + its_size > room or len(batch) == _FILES):
            yield batch, True
            batch, size = [], 0.0
        if is_for_workers:
            batch.append(one)
            size += its_size
        else:
            yield [one], False
    if batch:
        yield batch, True


def _size_of(one: Input) -> float:
    """How many octets it takes at most to send *one*; no number where it is no file that all can read, and twice."""
    if not isinstance(one, Source) or not (one.is_in_folder or _is_for_all(one.name)):
        return inf
    return _OVERHEAD + len(os.fsencode(one.name)) + len(one.shown.encode("utf-8", "surrogatepass"))


def _is_for_all(name: str) -> bool:
    return name != STDIN and not name.startswith(_ONES_OWN) and os.path.isfile(name)


_ONES_OWN = ("/dev/", "/proc/")
"""What is called so is another thing in each process."""

_OVERHEAD = 50
