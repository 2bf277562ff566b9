"""A control for tests: whoever may use it sets the account and the clock, and learns when all replies are delivered.

It speaks JSON, one answer to each message: docs/smtp-conformance.md has them. On a port of its own, where that is asked
for, a message is a line; the web page takes them by POST. It is there for this machine alone.
"""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from typing import Literal

import msgspec
from msgspec import Struct

from smsmail import __version__

from .. import Account
from ..account import secret_of
from ..address import Address
from ..clock import usable
from .intake import Intake
from .settings import CannotServe

PROTOCOL = 1

_LONGEST_LINE = 1 << 20
_PAUSE = 0.002
"""Seconds between two looks at whether all replies are delivered."""


class _Hello(Struct, tag_field="op", tag="hello"):
    control: Literal[1]


class _Reset(Struct, tag_field="op", tag="reset", forbid_unknown_fields=True):
    account: Account
    now: datetime


class _Clock(Struct, tag_field="op", tag="clock", forbid_unknown_fields=True):
    now: datetime | None


class _Settle(Struct, tag_field="op", tag="settle", forbid_unknown_fields=True):
    pass


_Command = _Hello | _Reset | _Clock | _Settle


class Control:
    """The control, and the clock that it sets."""

    def __init__(self, listen: Address | None = None) -> None:
        self.address = listen
        """Where it listens, if at a port of its own; once it does, with the port that it has."""
        self._now: datetime | None = None
        self._server: asyncio.Server | None = None

    def clock(self) -> datetime:
        """The time that was set, at which it stands still; until one is set, the time there is."""
        return self._now or datetime.now(UTC)

    @property
    def is_real(self) -> bool:
        """Whether the time is the one there is."""
        return self._now is None

    async def open(self, intake: Intake) -> None:
        """Listen, for commands about *intake*, where it has an address.

        Raises :class:`CannotServe`.
        """

        async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with suppress(ConnectionError, ValueError):  # a line longer than any command
                while line := await reader.readline():
                    writer.write(msgspec.json.encode(await self.answer(intake, line)) + b"\n")
            writer.close()

        if self.address is None:
            return
        try:
            self._server = await asyncio.start_server(converse, *self.address, limit=_LONGEST_LINE)
        except OSError as error:
            raise CannotServe(f"{self.address}: {error.strerror or error}") from None
        self.address = Address(self.address.host, self._server.sockets[0].getsockname()[1])

    def close(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.close()

    async def answer(self, intake: Intake, message: bytes) -> dict[str, object]:
        """What the control says to a *message*, once it is done."""
        try:
            return await self._obey(intake, msgspec.json.decode(message, type=_Command, dec_hook=secret_of))
        except (ValueError, msgspec.DecodeError, RecursionError) as error:
            return {"error": str(error)}

    async def _obey(self, intake: Intake, command: _Command) -> dict[str, object]:
        match command:
            case _Hello():
                return {
                    "control": PROTOCOL,
                    "implementation": "smsmail gateway",
                    "version": __version__,
                    "language": "Python",
                }
            case _Reset():
                now = usable(command.now)
                await _settled(intake)
                intake.begin_anew([command.account])
                self._now = now
            case _Clock():
                self._now = None if command.now is None else usable(command.now)
            case _Settle():
                await _settled(intake)
        return {"ok": True}


async def _settled(intake: Intake) -> None:
    """Once each mail that was answered is answered by mail as well."""
    while await intake.is_reply_due():
        await asyncio.sleep(_PAUSE)
