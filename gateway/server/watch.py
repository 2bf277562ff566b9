"""Whoever watches a gateway at work: the web page. It is told what happens, and may ask; mails go on without it."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from typing import Any, TypeVar

from msgspec import Struct

from .. import Reading
from .control import Control
from .intake import Intake
from .store import Entry

_Found = TypeVar("_Found")

_PATIENCE = 10.0
"""Seconds for an answer of the gateway."""


class Watcher:
    """Somebody who is told. All of it is called where mails are taken, and must neither wait nor raise."""

    def start(self, desk: "Desk") -> None:
        """Mails are taken from now on."""

    def stop(self) -> None:
        """The gateway ends."""

    def arrived(self, entries: Sequence[Entry], content: bytes, reading: Reading | None) -> None:
        """A mail is stored, once for each of its recipients; *reading* is what it is as a request."""

    def turned_away(self, peer: str, sender: str, recipient: str, right: str) -> None:
        """Nobody is at the address *recipient*; the one that takes requests is *right*."""

    def changed(self) -> None:
        """What is in the store has changed otherwise: a reply was delivered, or all was forgotten."""


class Health(Struct, frozen=True):
    """How a gateway is."""

    ok: bool
    store: str
    """``writable``, or what is the matter with it."""
    replies_waiting: int


class AccountNow(Struct, frozen=True):
    """An account as it is now; no secret is in it."""

    login: str
    balance: int
    price: int
    blocked: bool
    senders: tuple[str, ...] | None
    groups: dict[str, int]
    forward: tuple[str, ...]


class Desk:
    """What may be asked of a gateway, and done to it where that is allowed, from any thread.

    What takes too long raises :class:`TimeoutError`.
    """

    def __init__(self, intake: Intake, control: Control | None, clock: Callable[[], datetime]) -> None:
        self._loop = asyncio.get_running_loop()
        self._intake, self._control = intake, control
        self.now = clock

    @property
    def is_controlled(self) -> bool:
        """Whether the account and the clock may be set: this is a gateway for tests."""
        return self._control is not None

    @property
    def service(self) -> str:
        """The address that takes requests."""
        return self._intake.service

    def accounts(self) -> list[AccountNow]:
        """The accounts, by login."""
        state = self._intake.state
        found = state.accounts.by_login
        others = {login: state.accounts.owner_of(login) for login in state.balances if login not in found}
        return [
            AccountNow(
                login,
                state.balances.get(login, account.balance),
                account.price,
                account.blocked,
                None if account.senders is None else tuple(sorted(account.senders)),
                dict(account.groups),
                account.forward,
            )
            for login, account in sorted({**found, **others}.items())
            if account is not None
        ]

    async def health(self) -> Health:
        """Whether the store can be written to, and how many replies wait in it."""
        try:
            problem, waiting = await self._ask(self._intake.health())
        except TimeoutError:
            return Health(False, "the gateway does not answer", 0)
        return Health(problem is None, problem or "writable", waiting)

    async def why_late(self) -> str:
        """What to say to whoever was not answered in time; what he asked for may still be done."""
        health = await self.health()
        waiting = (
            f"{health.replies_waiting} repl{'y waits' if health.replies_waiting == 1 else 'ies wait'} to be delivered"
        )
        return f"the gateway was not done with this within {_PATIENCE:g} s: {waiting if health.ok else health.store}"

    async def set_balance(self, login: str, balance: int) -> None:
        """Raises :class:`KeyError` where there is no such account, and :class:`NotStored`."""
        await self._ask(self._intake.set_balance(login, balance))

    async def fail_next(self, error: int) -> None:
        """Have the next request refused with this error, whatever is in it."""

        async def fail() -> None:
            self._intake.fail_next(error)

        await self._ask(fail())

    async def control(self, message: bytes) -> dict[str, object]:
        """What the control answers to a *message*. Raises :class:`PermissionError` where there is none."""
        if self._control is None:
            raise PermissionError
        return await self._ask(self._control.answer(self._intake, message))

    async def _ask(self, work: Coroutine[Any, Any, _Found]) -> _Found:
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        return await asyncio.wait_for(asyncio.wrap_future(future), _PATIENCE)
