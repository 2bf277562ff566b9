"""The whole server, from its start to its end."""

import asyncio
import signal
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from .. import State, begin
from ..address import Address
from . import log
from .accounts_file import Accounts
from .control import Control
from .deliver import Deliver
from .delivery_loop import DeliveryLoop
from .door import Door
from .intake import Intake
from .limits import Limits
from .problems import CannotStart
from .smtp import Conversation
from .smtp_handler import Hooks
from .store import Store
from .traffic import Traffic
from .verify import Verifier

_LAST_REPLIES = 10.0
"""Seconds that replies on their way may take when the server stops."""


class Settings(Struct, frozen=True, kw_only=True):
    """What the server is told."""

    listen: Address
    accounts: Accounts
    limits: Limits = Limits()
    tls: ssl.SSLContext | None = None
    refuse_unreadable: bool = False
    """Whether a mail whose request cannot be read is refused at SMTP time, rather than answered by mail."""
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    """On which the rules count their seconds; its times have a zone."""
    control: Control | None = None
    """What tests set the accounts with, and a clock that holds in place of the other."""


class CannotListen(CannotStart):
    """The address to listen on cannot be had."""


def serve(
    settings: Settings,
    store: Store,
    deliver: Deliver,
    ready: Callable[[Address], object],
) -> None:
    """Serve until SIGTERM or SIGINT; *ready* is called once mails are taken, with the address on which they are.

    What was answered with 250 by then is stored, and replies that are not delivered yet stay in the store.

    Raises :class:`CannotListen`, and :class:`ValueError` for accounts that cannot stand together or do not fit the store.
    """
    state = begin(settings.accounts.accounts, store.facts(), domain=settings.accounts.domain)
    asyncio.run(_serve(settings, state, store, deliver, ready))


async def _serve(
    settings: Settings,
    state: State,
    store: Store,
    deliver: Deliver,
    ready: Callable[[Address], object],
) -> None:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(_unexpected)
    stopping = _on_signals(loop)
    limits = settings.limits
    traffic = Traffic()
    control = settings.control
    clock = control.clock if control else settings.clock
    intake = Intake(state, store, traffic, refuse_unreadable=settings.refuse_unreadable, clock=clock)
    delivery = DeliveryLoop(intake, deliver)
    verifier = Verifier(limits.verifications)
    hooks = Hooks(intake, verifier, limits)
    hostname = socket.gethostname()
    door = Door(limits, lambda left: Conversation(hooks, limits, traffic, left, hostname=hostname, tls=settings.tls))
    server = await _listen(loop, door, settings.listen)
    address = Address(settings.listen.host, server.sockets[0].getsockname()[1])
    if control:
        await control.open(intake)
    working = asyncio.create_task(intake.run())
    carrying = asyncio.create_task(delivery.run())
    log.event("listening", address=str(address), tls=settings.tls is not None)
    ready(address)
    await stopping.wait()
    log.event("stopping")
    server.close()
    if control:
        control.close()
    await door.empty()
    intake.end()
    await working
    delivery.end()
    with suppress(TimeoutError):
        await asyncio.wait_for(carrying, _LAST_REPLIES)
    verifier.close()
    intake.close()
    log.event("stopped")


async def _listen(loop: asyncio.AbstractEventLoop, door: Door, address: Address) -> asyncio.Server:
    try:
        return await loop.create_server(door.knock, address.host, address.port, backlog=1024)
    except OSError as error:
        raise CannotListen(f"{address}: {error.strerror or error}") from None


def _on_signals(loop: asyncio.AbstractEventLoop) -> asyncio.Event:
    """What is set by the first SIGTERM or SIGINT; the second one is not waited for."""
    stopping = asyncio.Event()

    def stop() -> None:
        stopping.set()
        for number in _SIGNALS:
            loop.remove_signal_handler(number)

    for number in _SIGNALS:
        loop.add_signal_handler(number, stop)
    return stopping


_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def _unexpected(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    error = context.get("exception")
    if isinstance(error, ssl.SSLError | ConnectionError):
        log.event("connection_broken", problem=type(error).__name__)
    elif isinstance(error, OSError):
        log.event("system_error", log.ERROR, problem=str(error))
    elif isinstance(error, BaseException):
        log.bug(error)
    else:
        log.event("bug", log.ERROR, error=str(context.get("message")), where="asyncio")
