"""Takes replies out of the store and delivers them, again and again where that fails."""

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta

from . import log
from .deliver import Deliver, Delivery
from .intake import Intake
from .store import Letter

_AT_ONCE = 64
_FIRST_PAUSE = timedelta(seconds=1)
_LONGEST_PAUSE = timedelta(hours=1)
_GIVING_UP = timedelta(days=4)
"""So long after the mail came (RFC 5321, 4.5.4.1)."""


class DeliveryLoop:
    """Delivers what is due, the oldest first. What is delivered is forgotten only afterwards."""

    def __init__(self, intake: Intake, deliver: Deliver) -> None:
        self._intake, self._deliver = intake, deliver
        self._ended = False

    async def run(self) -> None:
        """Go on until :meth:`end`; what is on its way by then still arrives."""
        while not self._ended:
            try:
                if not await self._round():
                    await self._intake.wait_for_replies()
            except sqlite3.Error as error:
                log.event("replies_wait", log.ERROR, problem=str(error))
                await asyncio.sleep(_FIRST_PAUSE.total_seconds())
            except Exception as error:  # noqa: BLE001  # whatever it is: the next replies shall not wait for ever
                log.bug(error)
                await asyncio.sleep(_FIRST_PAUSE.total_seconds())

    def end(self) -> None:
        """Let :meth:`run` come to its end. What is still due stays in the store."""
        self._ended = True
        self._intake.wake_postman()

    async def _round(self) -> bool:
        """Deliver some; whether there were any."""
        letters = await self._intake.due(_AT_ONCE)
        if not letters:
            return False
        deliveries = await asyncio.to_thread(self._deliver, letters)
        now = datetime.now(UTC)
        done: list[Letter] = []
        later: list[tuple[Letter, datetime]] = []
        for delivery in deliveries:
            if not delivery.problem or delivery.hopeless or now - delivery.letter.received > _GIVING_UP:
                done.append(delivery.letter)
            else:
                later.append((delivery.letter, now + pause(delivery.letter.tries)))
        await self._intake.settle(done, later)
        for delivery in deliveries:
            _tell(delivery, given_up=bool(delivery.problem) and delivery.letter in done)
        return True


def pause(tries: int) -> timedelta:
    """How long to wait after so many attempts before the one that has just failed."""
    return min(_FIRST_PAUSE * 2 ** min(tries, 20), _LONGEST_PAUSE)


def _tell(delivery: Delivery, *, given_up: bool) -> None:
    letter = delivery.letter
    if not delivery.problem:
        log.event("reply_delivered", seq=letter.seq, recipient=letter.recipient)
    else:
        name = "reply_given_up" if given_up else "reply_delayed"
        level = log.ERROR if given_up else log.WARNING
        log.event(
            name, level, seq=letter.seq, recipient=letter.recipient, tries=letter.tries + 1, problem=delivery.problem
        )
