"""Takes replies out of the store and delivers them, again and again where that fails."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from ..mailbox import shown_address
from . import log
from .deliver import Deliver, Delivery
from .intake import Intake
from .store import Settlement
from .workers import Ended, Workers

_AT_ONCE = 64
_FIRST_PAUSE = timedelta(seconds=1)
_LONGEST_PAUSE = timedelta(hours=1)
_LONGEST_BREAK = 60.0
"""Seconds between two attempts to use a store that cannot be used."""

MOST_TRIES = 107
"""With the pauses between them four days (RFC 5321, 4.5.4.1). Counted, and not timed by a clock that may be put forward."""


class DeliveryLoop:
    """Delivers what is due, the oldest first. What is delivered is forgotten only afterwards.

    What has become of a reply is remembered here until it is written down: where the store takes nothing, since the disk
    is full, say, nobody gets a reply a second time.
    """

    def __init__(
        self,
        intake: Intake,
        deliver: Deliver,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        delivered: Callable[[], object] = lambda: None,
    ) -> None:
        """*delivered* is called once it is written down what has become of some replies."""
        self._intake, self._deliver, self._clock, self._delivered = intake, deliver, clock, delivered
        self._workers = Workers(1, "deliver")
        self._unwritten: dict[int, Settlement] = {}
        self._failures = 0
        self._ending = asyncio.Event()

    async def run(self) -> None:
        """Go on until :meth:`end`; what is on its way by then still arrives."""
        try:
            while not self._ending.is_set():
                await self._round()
        except Ended:
            pass
        finally:
            await self.write_down()

    def end(self) -> None:
        """Let :meth:`run` come to its end. What is still due stays in the store."""
        self._ending.set()
        self._intake.wake_delivery()

    def abort(self) -> None:
        """Have what is on its way end at once, whatever it waits for."""
        self._workers.end()
        self._deliver.stop()

    async def _round(self) -> None:
        is_written = await self.write_down()
        try:
            has_delivered = await self.deliver_some()
        except Ended:
            raise
        except Exception as error:  # noqa: BLE001  # whatever it is: the next replies shall not wait for ever
            self._tell_of(error)
            is_written = has_delivered = False
        if not is_written:
            await self._pause()
        else:
            self._failures = 0
            if not has_delivered and not self._ending.is_set():
                await self._intake.wait_for_replies()

    async def write_down(self) -> bool:
        """Write down what has become of replies; whether the store has taken it."""
        settlements = list(self._unwritten.values())
        try:
            if settlements:
                await self._intake.settle(settlements)
        except Exception as error:  # noqa: BLE001  # whatever it is: nobody gets a reply twice
            self._tell_of(error)
            return False
        for one in settlements:
            del self._unwritten[one.seq]
        if settlements:
            self._delivered()
        return True

    async def deliver_some(self) -> bool:
        """Deliver some; whether there were any."""
        due = await self._intake.due(self._clock(), _AT_ONCE + len(self._unwritten))
        replies = [reply for reply in due if reply.seq not in self._unwritten][:_AT_ONCE]
        if not replies:
            return False
        for delivery in await self._workers.run(lambda: self._deliver(replies)):
            settlement = _settlement(delivery, self._clock())
            self._unwritten[settlement.seq] = settlement
            _tell(delivery, settlement)
        return True

    async def _pause(self) -> None:
        """Longer each time, up to a minute."""
        self._failures += 1
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ending.wait(), min(2.0 ** (self._failures - 1), _LONGEST_BREAK))

    @staticmethod
    def _tell_of(error: Exception) -> None:
        if isinstance(error, sqlite3.Error):
            log.often("replies_wait", log.ERROR, problem=str(error))
        else:
            log.bug(error)


def pause(tries: int) -> timedelta:
    """How long to wait after so many attempts before the one that has just failed."""
    return min(_FIRST_PAUSE * 2 ** min(tries, 20), _LONGEST_PAUSE)


def _settlement(delivery: Delivery, now: datetime) -> Settlement:
    reply = delivery.reply
    is_given_up = delivery.hopeless or reply.tries + 1 >= MOST_TRIES
    due = now + pause(reply.tries) if delivery.problem and not is_given_up else None
    return Settlement(reply.seq, reply.tries + 1, due, delivery.problem if due is None else None)


def _tell(delivery: Delivery, settlement: Settlement) -> None:
    reply = delivery.reply
    recipient = shown_address(reply.recipient)
    if not delivery.problem:
        log.event("reply_delivered", seq=reply.seq, recipient=recipient)
        return
    name, level = ("reply_delayed", log.WARNING) if settlement.due else ("reply_given_up", log.ERROR)
    log.event(name, level, seq=reply.seq, recipient=recipient, tries=settlement.tries, problem=delivery.problem)
