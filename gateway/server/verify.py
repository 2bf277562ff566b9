"""Verifying passwords aside, so that whoever tries wrong ones keeps nobody else waiting."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from weakref import WeakKeyDictionary

from .hashed import Password, Unverified

_Found = TypeVar("_Found")


class Verifier:
    """Verifies so many passwords at the same time, but of one account one after the other."""

    def __init__(self, at_a_time: int) -> None:
        self._threads = ThreadPoolExecutor(at_a_time, thread_name_prefix="verify")
        self._turns: WeakKeyDictionary[Password, asyncio.Lock] = WeakKeyDictionary()

    async def settle(self, ask: Callable[[], _Found]) -> _Found:
        """What *ask* finds, once the passwords that it meets are verified.

        It is called again after each, and at the end without anything coming between, so that it may change a state.
        """
        while True:
            try:
                return ask()
            except Unverified as unverified:
                await self._verify(unverified)

    async def _verify(self, unverified: Unverified) -> None:
        password, given = unverified.password, unverified.given
        async with self._turns.setdefault(password, asyncio.Lock()):
            try:
                password.matches(given)  # somebody before us may have asked the same
            except Unverified:
                loop = asyncio.get_running_loop()
                password.remember(given, await loop.run_in_executor(self._threads, password.verify, given))

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(cancel_futures=True)
