"""A mail server that takes everything and keeps it: where the mails under test arrive."""

import asyncio
import logging
import socket
import threading
import time
from collections.abc import Callable
from typing import NamedTuple, Self

from aiosmtpd.smtp import SMTP, Envelope, Session

from ...gateway.address import Address
from ..faults import CannotStart

_MOST_OCTETS = 2_000_000
"""More than any mail of the protocol may have, so that one which is too large is judged and not just refused."""

_ROOM, _MOST_MAILS, _MOST_RECIPIENTS = 64_000_000, 20_000, 100
"""So many octets, and mails, are kept until they are taken, and recipients of each."""

_NULL = "<>"
"""How the library calls the null sender."""

logging.getLogger("mail.log").addHandler(logging.NullHandler())

_ROUNDS_OF_ACCEPTING = 5
"""So many rounds of the loop after it was accepted, at most, a connection is among the conversations."""


class Arrived(NamedTuple):
    """A mail that arrived, with its envelope."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes


class Listener:
    """Listens at an address, in a thread of its own, while it is used as a context manager."""

    def __init__(self, listen: Address) -> None:
        self.address = listen
        """Where it listens; once it does, with the port that it has."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="listener", daemon=True)
        self._arrived: list[Arrived] = []
        self._room = _ROOM
        self._news = threading.Condition()
        self._conversations: set[asyncio.Transport] = set()

    def __enter__(self) -> Self:
        self._thread.start()
        try:
            opening = asyncio.run_coroutine_threadsafe(self._open(), self._loop)
            self._server = opening.result()
        except OSError as error:
            self._end()
            raise CannotStart(f"{self.address}: {error.strerror or error}") from error
        self.address = Address(self.address.host, self._server.sockets[0].getsockname()[1])
        return self

    def __exit__(self, *exc: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._end()

    def take(self) -> list[Arrived]:
        """What has arrived since the last time."""
        with self._news:
            taken, self._arrived, self._room = self._arrived, [], _ROOM
            return taken

    def wait(self, seconds: float) -> bool:
        """Whether something has arrived that was not taken, perhaps only within so many *seconds*."""
        with self._news:
            return self._news.wait_for(lambda: bool(self._arrived), seconds)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep a mail; the name is the library's."""
        sender = "" if envelope.mail_from == _NULL else envelope.mail_from or ""
        content = envelope.original_content or b""
        with self._news:
            # Of a flood it matters that there is one, and not what is in it.
            self._room -= len(content)
            kept = content if self._room >= 0 else b""
            if len(self._arrived) < _MOST_MAILS:
                self._arrived.append(Arrived(sender, tuple(envelope.rcpt_tos[:_MOST_RECIPIENTS]), kept))
            self._news.notify_all()
        return "250 2.0.0 kept"

    async def _open(self) -> asyncio.Server:
        name = socket.gethostname()
        return await self._loop.create_server(lambda: _Conversation(self, name, self._conversations), *self.address)

    async def _close(self) -> None:
        # No server is closed under a connection that it has accepted and not begun: asyncio would leave that open.
        for listening in self._server.sockets:
            self._loop.remove_reader(listening.fileno())
        deadline = time.monotonic() + 1
        quiet = 0
        while quiet < _ROUNDS_OF_ACCEPTING and time.monotonic() < deadline:
            for transport in list(self._conversations):
                transport.abort()
            await asyncio.sleep(0)
            quiet = 0 if self._conversations else quiet + 1
        self._server.close()

    def _end(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        _finish(self._loop)


class _Conversation(SMTP):
    line_length_limit = _MOST_OCTETS

    def __init__(self, handler: Listener, hostname: str, all_of_them: set[asyncio.Transport]) -> None:
        super().__init__(
            handler,
            data_size_limit=_MOST_OCTETS,
            hostname=hostname,
            enable_SMTPUTF8=True,
            loop=asyncio.get_running_loop(),
        )
        self._all_of_them = all_of_them

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self._all_of_them.add(transport)
            self._leave: Callable[[], None] = lambda: self._all_of_them.discard(transport)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._leave()
        super().connection_lost(error)


def _finish(loop: asyncio.AbstractEventLoop) -> None:
    """Let what is left in *loop* end."""
    for task in asyncio.all_tasks(loop):
        task.cancel()
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()
