"""What has happened of late, told to everybody who waits for it, but not more often than anybody can look."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from ..reading import Reading
from ..server import log
from ..server.store import Entry
from .masked import MaskedMail, masked_mail

KEPT = 200
"""Mails, and addresses of nobody, that are remembered."""

_PAUSE = 0.25
"""Seconds between two times that the page is told."""


class TurnedAway(Struct, frozen=True, rename={"sender": "from", "recipient": "to"}):
    """Somebody wrote to an address of nobody."""

    number: int
    at: datetime
    peer: str
    sender: str
    recipient: str
    right: str
    """The address that would have been right."""


class _Arrival(Struct, frozen=True):
    seqs: tuple[int, ...]
    content: bytes
    reading: Reading | None
    is_accepted: bool


class Live:
    """The last mails, and the news that something has changed.

    :meth:`arrived`, :meth:`turned_away` and :meth:`signal` are for the gateway's thread and do next to nothing there; all
    else is for the page's.
    """

    def __init__(self) -> None:
        self.version = 0
        """Grows with each change."""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._arrivals: deque[_Arrival] = deque(maxlen=KEPT)
        self._mails: OrderedDict[int, MaskedMail] = OrderedDict()
        self._turned_away: deque[TurnedAway] = deque(maxlen=KEPT)
        self._numbers = 0
        self._is_signalled = False
        self._told_at = 0.0
        self._changed = asyncio.Event()

    def open(self) -> None:
        """Be there for those who wait, in the running loop."""
        self._loop = asyncio.get_running_loop()

    def close(self) -> None:
        """Tell nobody any more, and keep nothing."""
        self._loop = None
        self._arrivals.clear()
        self._tell()

    @property
    def is_open(self) -> bool:
        """Whether there is more to be told."""
        return self._loop is not None

    def arrived(self, entries: Sequence[Entry], content: bytes, reading: Reading | None) -> None:
        """A mail has come."""
        if self._loop is not None:
            is_accepted = any(entry.outcome.kind in ("accepted", "forwarded") for entry in entries)
            self._arrivals.append(_Arrival(tuple(entry.seq for entry in entries), content, reading, is_accepted))
            self.signal()

    def turned_away(self, at: datetime, peer: str, sender: str, recipient: str, right: str) -> None:
        """Somebody wrote to nobody."""
        self._numbers += 1
        self._turned_away.append(TurnedAway(self._numbers, at, peer, sender, recipient, right))
        self.signal()

    def signal(self) -> None:
        """Something has changed."""
        loop = self._loop
        if loop is not None and not self._is_signalled:
            self._is_signalled = True
            try:
                loop.call_soon_threadsafe(self._plan)
            except RuntimeError:
                self._loop = None  # The page has ended, and the gateway goes on.

    async def next(self, version: int) -> int:
        """The version there is once it is another one."""
        while self.version == version and self.is_open:
            await self._changed.wait()
        return self.version

    def mail(self, seq: int) -> MaskedMail | None:
        """The mail of that number, if it is among the last."""
        self._mask()
        return self._mails.get(seq)

    def forget(self, seq: int | None = None) -> None:
        """Forget the mail of that number, or all, and then the addresses of nobody too."""
        self._mask()
        if seq is None:
            self._mails.clear()
            self._turned_away.clear()
        else:
            self._mails.pop(seq, None)
        self.signal()

    def nobodies(self) -> list[TurnedAway]:
        """The last ones who wrote to nobody, the latest first."""
        return list(reversed(self._turned_away.copy()))

    def _plan(self) -> None:
        loop = asyncio.get_running_loop()
        loop.call_later(max(0.0, self._told_at + _PAUSE - loop.time()), self._tell_all)

    def _tell_all(self) -> None:
        self._told_at = asyncio.get_running_loop().time()
        self._is_signalled = False
        self._mask()
        self._tell()

    def _tell(self) -> None:
        self.version += 1
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    def _mask(self) -> None:
        """Keep what has come, in the only form in which it is kept."""
        while self._arrivals:
            arrival = self._arrivals.popleft()
            try:
                kept = masked_mail(arrival.content, arrival.reading, is_accepted=arrival.is_accepted)
            except Exception as error:  # noqa: BLE001  # one mail that cannot be shown is not shown
                log.bug(error)
                continue
            for seq in arrival.seqs:
                self._mails[seq] = kept
        while len(self._mails) > KEPT:
            self._mails.popitem(last=False)
