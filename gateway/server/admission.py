"""Who is let in: at most so many connections, and so many of one address."""

import asyncio
import socket
from collections import Counter
from collections.abc import Callable

from . import log
from .connection import Connection
from .settings import Limits
from .smtp_answers import STOPPING

_FULL = b"421 4.7.0 too many connections, try again later\r\n"
_CLOSED = f"{STOPPING}\r\n".encode("ascii")


class Admission:
    """Counts the connections there are, and begins each that may be."""

    def __init__(self, limits: Limits, connect: Callable[[Callable[[], object]], Connection]) -> None:
        """*connect* makes a connection that calls what it is given once the client is gone."""
        self._limits = limits
        self._connect = connect
        self._clients: Counter[str] = Counter()
        self._connections: set[Connection] = set()
        self._is_closed = False

    def protocol(self) -> asyncio.Protocol:
        """What the event loop gives a new connection to."""
        return _Newcomer(self)

    async def close(self, patience: float) -> None:
        """Let nobody in any more, end all connections, those with a complete mail after the answer to it, and wait until
        they are gone; whoever is not so many seconds later is cut off."""
        self._is_closed = True
        for connection in list(self._connections):
            connection.end()
        if self._connections:
            await asyncio.wait([connection.gone for connection in self._connections], timeout=patience)
        for connection in list(self._connections):
            connection.abort()

    def admit(self, transport: asyncio.Transport) -> None:
        """Let in the client at *transport*, or turn him away."""
        peer: tuple[str, ...] | None = transport.get_extra_info("peername")
        address = peer[0] if peer else ""
        limits = self._limits
        full = self._clients.total() >= limits.connections or self._clients[address] >= limits.connections_each
        if full or self._is_closed:
            log.often("turned_away", peer=address, connections=self._clients.total())
            transport.write(_FULL if full else _CLOSED)
            transport.close()
            return

        def leave() -> None:
            self._connections.discard(connection)
            self._clients[address] -= 1
            if not self._clients[address]:
                del self._clients[address]

        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, limits.unread)
        connection = self._connect(leave)
        self._clients[address] += 1
        self._connections.add(connection)
        transport.set_protocol(connection)
        connection.connection_made(transport)


class _Newcomer(asyncio.Protocol):
    def __init__(self, admission: Admission) -> None:
        self._admission = admission

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._admission.admit(transport)
