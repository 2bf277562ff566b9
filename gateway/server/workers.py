"""Threads for what takes long, which nobody has to wait for at the end."""

import asyncio
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, TypeVar

_Found = TypeVar("_Found")
_Job = Callable[[], None]


class Ended(Exception):
    """Work that was not begun, since the server stops."""


class Workers:
    """So many threads at most, which take what they are given in its order.

    The threads of :mod:`concurrent.futures` keep a process alive until they are done, however long a name server, a mail
    server or a hash takes. These end with the process.
    """

    def __init__(self, number: int, name: str) -> None:
        self._number, self._name = number, name
        self._jobs: SimpleQueue[_Job] = SimpleQueue()
        self._waiting: set[asyncio.Future[Any]] = set()
        self._busy = self._started = 0
        self._is_ended = False

    async def run(self, work: Callable[[], _Found]) -> _Found:
        """What *work* returns or raises, once a thread has done it.

        Raises :class:`Ended` for what no thread has begun when :meth:`end` is called, or what comes later.
        """
        if self._is_ended:
            raise Ended
        loop = asyncio.get_running_loop()
        done: asyncio.Future[_Found] = loop.create_future()

        def begin() -> None:
            if done.done() or self._is_ended:
                return
            loop.call_soon_threadsafe(self._waiting.discard, done)
            try:
                found = work()
            except BaseException as error:  # noqa: BLE001  # it is raised where it is waited for
                _tell(loop, done, lambda problem=error: done.set_exception(problem))
            else:
                _tell(loop, done, lambda: done.set_result(found))

        self._waiting.add(done)
        self._jobs.put(begin)
        self._busy += 1
        if self._started < min(self._busy, self._number):
            self._started += 1
            threading.Thread(target=self._work, name=self._name, daemon=True).start()
        try:
            return await done
        finally:
            self._waiting.discard(done)
            self._busy -= 1

    def end(self) -> None:
        """Begin nothing more. What has been begun goes on."""
        self._is_ended = True
        for one in list(self._waiting):
            if not one.done():
                one.set_exception(Ended())

    def _work(self) -> None:
        while True:
            self._jobs.get()()


def _tell(loop: asyncio.AbstractEventLoop, done: "asyncio.Future[_Found]", how: Callable[[], object]) -> None:
    def tell() -> None:
        if not done.done():
            how()

    try:
        loop.call_soon_threadsafe(tell)
    except RuntimeError:
        return  # The loop has ended, and nobody waits.
