"""Verifying passwords aside, so that whoever tries wrong ones keeps nobody else waiting."""

import asyncio
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TypeVar

from .hashed import Unverified
from .workers import Workers

_Found = TypeVar("_Found")


class Verifier:
    """Verifies so many passwords at the same time, but of one client and of one login one after the other.

    A client is an address: with a hundred connections it has one verification under way, so that others need not wait for
    all of his.
    """

    def __init__(self, at_a_time: int) -> None:
        self._workers = Workers(at_a_time, "verify")
        self._turns: dict[str, tuple[asyncio.Lock, int]] = {}
        """Who is at it, and how many wait or are at it."""

    async def settle(self, ask: Callable[[], _Found], client: str = "") -> _Found:
        """What *ask* finds, once the passwords that it meets are verified.

        It is called again after each, and at the end without anything coming between, so that it may change a state.

        Raises :class:`smsmail.gateway.server.workers.Ended` where the server stops meanwhile.
        """
        while True:
            try:
                return ask()
            except Unverified as unverified:
                await self._verify(unverified, client)

    async def _verify(self, unverified: Unverified, client: str) -> None:
        password, given = unverified.password, unverified.given
        with self._turn(f"client {client}") as of_client, self._turn(f"login {password.login}") as of_login:
            async with of_client, of_login:
                try:
                    password.matches(given)  # somebody before us may have asked the same
                except Unverified:
                    password.remember(given, await self._workers.run(lambda: password.verify(given)))

    @contextmanager
    def _turn(self, name: str) -> Generator[asyncio.Lock]:
        """The lock of that name, which is there as long as somebody needs it."""
        lock, users = self._turns.get(name, (asyncio.Lock(), 0))
        self._turns[name] = lock, users + 1
        try:
            yield lock
        finally:
            lock, users = self._turns.pop(name)
            if users > 1:
                self._turns[name] = lock, users - 1

    def end(self) -> None:
        """Begin no verification any more."""
        self._workers.end()
