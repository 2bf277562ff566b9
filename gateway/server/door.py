"""Who may come in: at most so many connections, and so many of one address."""

import asyncio
import socket
from collections import Counter
from collections.abc import Callable

from . import log
from .answers import STOPPING
from .limits import Limits
from .smtp import Conversation

_FULL = b"421 4.7.0 too many connections, try again later\r\n"
_CLOSED = f"{STOPPING}\r\n".encode("ascii")


class Door:
    """Counts who is in, and begins a conversation with each."""

    def __init__(self, limits: Limits, converse: Callable[[Callable[[], object]], Conversation]) -> None:
        """*converse* makes a conversation that calls what it is given once it has ended."""
        self._limits = limits
        self._converse = converse
        self._in: Counter[str] = Counter()
        self._conversations: set[Conversation] = set()
        self._is_closed = False

    def knock(self) -> asyncio.Protocol:
        """What the event loop gives a new connection to."""
        return _Knock(self)

    async def empty(self) -> None:
        """Say goodbye to all, let nobody in any more, and wait until they are gone."""
        self._is_closed = True
        conversations = list(self._conversations)
        for conversation in conversations:
            conversation.end()
        while self._conversations:
            await asyncio.wait([conversation.gone for conversation in self._conversations])

    def enter(self, transport: asyncio.Transport) -> None:
        """Let in who is at *transport*, or send him away."""
        peer: tuple[str, ...] | None = transport.get_extra_info("peername")
        address = peer[0] if peer else ""
        limits = self._limits
        full = self._in.total() >= limits.connections or self._in[address] >= limits.connections_each
        if full or self._is_closed:
            log.event("turned_away", peer=address, connections=self._in.total())
            transport.write(_FULL if full else _CLOSED)
            transport.close()
            return

        def leave() -> None:
            self._conversations.discard(conversation)
            self._in[address] -= 1
            if not self._in[address]:
                del self._in[address]

        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, limits.unread)
        conversation = self._converse(leave)
        self._in[address] += 1
        self._conversations.add(conversation)
        transport.set_protocol(conversation)
        conversation.connection_made(transport)


class _Knock(asyncio.Protocol):
    def __init__(self, door: Door) -> None:
        self._door = door

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._door.enter(transport)
