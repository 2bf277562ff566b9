"""The whole server, from its start to its end."""

import asyncio
import os
import signal
import socket
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from .. import Account, State, begin
from ..address import Address
from . import log
from .accounts_file import AccountsFile
from .admission import Admission
from .connection import Connection
from .control import Control
from .deliver import Deliver
from .delivery_loop import DeliveryLoop
from .intake import Intake, Traffic
from .reader import Reader
from .settings import CannotServe, Limits
from .smtp_handler import SmtpHandler
from .store import Store
from .verify import Verifier
from .watch import Desk, Watcher

_LAST_MAILS = 4.0
"""Seconds that mails which are complete may take when the server stops, until they are answered."""

_LAST_REPLIES = 2.0
"""Seconds that replies on their way may take then; and the same again until what hangs is left behind."""

_ACCEPTED_AT_ONCE, _WAITING = 16, 1024
"""Connections."""


class Settings(Struct, frozen=True, kw_only=True):
    """What the server is told."""

    listen: Address
    accounts: AccountsFile
    limits: Limits = Limits()
    tls: ssl.SSLContext | None = None
    refuse_unreadable: bool = False
    """Whether a mail whose request cannot be read is refused at SMTP time, rather than answered by mail."""
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    """On which the rules count their seconds; its times have a zone."""
    control: Control | None = None
    """What tests set the accounts with, and a clock that holds in place of the other."""
    anybody: Account | None = None
    """What every login has that the accounts do not, whatever its password."""
    watcher: Watcher = Watcher()


class CannotListen(CannotServe):
    """The address to listen on cannot be had."""


def serve(settings: Settings, store: Store, deliver: Deliver, ready: Callable[[Address], object]) -> None:
    """Serve until SIGTERM or SIGINT; *ready* is called once mails are taken, with the address on which they are.

    What was answered with 250 by then is stored, and replies that are not delivered yet stay in the store.

    Raises :class:`CannotListen`, and :class:`ValueError` for accounts that cannot stand together or do not fit the store.
    """
    accounts = settings.accounts
    state = begin(
        accounts.accounts, store.facts(), domain=accounts.domain, nobody=accounts.nobody, anybody=settings.anybody
    )
    asyncio.run(_serve(settings, state, store, deliver, ready))


async def _serve(
    settings: Settings, state: State, store: Store, deliver: Deliver, ready: Callable[[Address], object]
) -> None:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(_unexpected)
    stopping = _on_signals(loop)
    limits = settings.limits
    traffic = Traffic()
    control = settings.control
    clock = control.clock if control else settings.clock
    intake = Intake(state, store, traffic, refuse_unreadable=settings.refuse_unreadable, clock=clock)
    delivery = DeliveryLoop(intake, deliver, delivered=settings.watcher.changed)
    reader = Reader()
    verifier = Verifier(limits.verifications)
    watcher = settings.watcher
    handler = SmtpHandler(intake, reader, verifier, limits, watcher)
    hostname = socket.gethostname()

    def connect(left: Callable[[], object]) -> Connection:
        return Connection(handler, limits, traffic, left, hostname=hostname, tls=settings.tls)

    admission = Admission(limits, connect)
    server = await _listen(loop, admission, settings.listen)
    address = Address(settings.listen.host, server.sockets[0].getsockname()[1])
    if control:
        await control.open(intake)
    working = asyncio.create_task(intake.run())
    carrying = asyncio.create_task(delivery.run())
    log.event("listening", address=str(address), tls=settings.tls is not None)
    watcher.start(Desk(intake, control, clock))
    ready(address)
    await stopping.wait()
    log.event("stopping")
    # From here on nobody is waited for who may not come to an end.
    server.close()
    if control:
        control.close()
    reader.end()
    verifier.end()
    intake.hurry()
    await admission.close(_LAST_MAILS)
    intake.end()
    await working
    delivery.end()
    await asyncio.wait([carrying], timeout=_LAST_REPLIES)
    delivery.abort()
    await asyncio.wait([carrying], timeout=_LAST_REPLIES)
    carrying.cancel()
    await asyncio.wait([carrying])
    watcher.stop()
    intake.close()
    log.event("stopped")


async def _listen(loop: asyncio.AbstractEventLoop, admission: Admission, address: Address) -> asyncio.Server:
    try:
        server = await loop.create_server(admission.protocol, address.host, address.port, backlog=_ACCEPTED_AT_ONCE)
        for listening in server.sockets:
            # How many may wait to be accepted; asyncio would also try to accept so many at once, and say of each that
            # there are no files left.
            with socket.socket(fileno=os.dup(listening.fileno())) as own:
                own.listen(_WAITING)
    except OSError as error:
        raise CannotListen(f"{address}: {error.strerror or error}") from None
    return server


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
        log.often("connection_broken", problem=type(error).__name__)
    elif isinstance(error, OSError):
        log.often("system_error", log.ERROR, problem=str(error))
    elif isinstance(error, BaseException):
        log.bug(error)
    else:
        log.often("bug", log.ERROR, error=str(context.get("message")), where="asyncio")
