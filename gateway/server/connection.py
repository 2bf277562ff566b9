"""The connection of one client, on aiosmtpd."""

import asyncio
import ssl
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope

from ..mailbox import read_path
from . import log
from .intake import Traffic
from .settings import Limits
from .smtp_answers import NO_AUTH, STOPPING

IDENT = "smsmail gateway"

_MANY = 10**9
_ENDLESS = dict.fromkeys(("MAIL", "RCPT", "DATA", "RSET"), _MANY)
"""The commands that bring mails; how many of those come is up to the client."""

# The library quotes what it does not understand, which may be a request that came too soon, with its password. And a
# line of a mail has no limit of its own here: one that is too long is a mail that is too large.
_OTHER_WORDS = {
    "500 Error: command ": "500 5.5.2 command not recognized",
    "502 Could not VRFY ": "502 5.5.1 VRFY is not offered",
    "500 Line too long ": "552 5.3.4 the mail is too large",
}

NULL_SENDER = "<>"
"""How the library calls it."""

_TOO_MUCH = "421 4.7.0 too much at once, goodbye"
_TOO_MANY_ERRORS = "421 4.7.0 too many errors, goodbye"
_TOO_LATE = "421 4.4.2 timeout, goodbye"


class Connection(SMTP):
    """One connection. It is never longer, larger or more tedious than *limits* say."""

    line_length_limit = Limits().mail

    def __init__(
        self,
        handler: object,
        limits: Limits,
        traffic: Traffic,
        left: Callable[[], object],
        *,
        hostname: str,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """*left* is called once the client is gone."""
        loop = asyncio.get_running_loop()
        self._traffic, self._is_mailing = traffic, False
        super().__init__(
            handler,
            data_size_limit=limits.mail,
            hostname=hostname,
            ident=IDENT,
            tls_context=tls,
            timeout=limits.patience,
            auth_exclude_mechanism=["LOGIN", "PLAIN"],
            command_call_limit={"*": limits.idle_commands, **_ENDLESS},
            loop=loop,
        )
        # The library's own is shared by all connections, and grows.
        self.command_size_limits = defaultdict(lambda: limits.command)
        self.gone: asyncio.Future[None] = loop.create_future()
        self._limits = limits
        self._left = left
        self._heard_of = 0.0
        self._unanswered = 0
        self._errors = 0
        self._is_deciding = False
        self._is_ending = False
        self._hanging_up: asyncio.TimerHandle | None = None

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802
        """There is no need of it (C-ADDR); HELP does not name it either, as it has no syntax."""
        await self.push(NO_AUTH)

    async def push(self, status: Any) -> None:
        """Answer the client."""
        self._unanswered = 0
        if isinstance(status, str) and status[:1] in "45":
            status = next((ours for theirs, ours in _OTHER_WORDS.items() if status.startswith(theirs)), status)
            self._errors += 1
        await super().push(status)
        if self._is_ending:
            self._close("" if status == STOPPING else STOPPING)
        elif self._errors >= self._limits.errors:
            self._close(_TOO_MANY_ERRORS)

    def data_received(self, data: bytes) -> None:
        """Take in what came, unless it has no end."""
        self._unanswered += len(data)
        if self._unanswered > self._limits.unanswered:
            self._close(_TOO_MUCH)
        else:
            super().data_received(data)

    def mail_begins(self) -> None:
        """A mail is on its way."""
        if not self._is_mailing:
            self._is_mailing = True
            self._traffic.mails += 1

    def mail_is_complete(self) -> None:
        """From here on it is not the client who takes long, and he is told what came of the mail."""
        self._reset_timeout()
        self._is_deciding = True

    def mail_is_decided(self) -> None:
        """The answer to the mail is next."""
        self._is_deciding = False

    def end(self) -> None:
        """End it, after the answer to a mail that is complete."""
        self._is_ending = True
        if not self._is_deciding:
            self._close(STOPPING)

    def abort(self) -> None:
        """End it at once."""
        self._hang_up()

    def connection_lost(self, error: Exception | None) -> None:
        """The client is gone; may be called twice where TLS failed."""
        if not self.gone.done():
            self.gone.set_result(None)
            if self._hanging_up:
                self._hanging_up.cancel()
            self._mail_is_over()
            self._left()
            super().connection_lost(error)

    def _create_envelope(self) -> Envelope:
        self._mail_is_over()
        return super()._create_envelope()

    def _mail_is_over(self) -> None:
        if self._is_mailing:
            self._is_mailing = False
            self._traffic.mails -= 1

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        """The address in *arg* and what follows; ``None`` for what is no address.

        The library would read it as a header of a mail has it, decode what stands in it, and mend what lacks its ``>``.
        """
        found = read_path(arg.lstrip(" "))
        return (found[0] or NULL_SENDER, found[1]) if found else (None, None)

    def _reset_timeout(self, duration: float | None = None) -> None:
        """Note when the client was heard of: a timer anew for each command, as the library has it, costs more than that."""
        self._heard_of = self.loop.time()
        if self._timeout_handle is None:
            self._timeout_handle = self.loop.call_later(self._limits.patience, self._timeout_cb)

    def _timeout_cb(self) -> None:
        left = self._heard_of + self._limits.patience - self.loop.time()
        if left > 0:
            self._timeout_handle = self.loop.call_later(left, self._timeout_cb)
            return
        log.often("timeout", peer=self._peer)
        self._close(_TOO_LATE)

    def _close(self, farewell: str) -> None:
        """Tell the client why, and hang up, on whoever does not listen as well."""
        if self._hanging_up is None and not self.gone.done():
            self._hanging_up = self.loop.call_later(self._limits.farewell, self._hang_up)
        transport = self.transport
        if not isinstance(transport, asyncio.Transport) or transport.is_closing():
            return
        if farewell:
            transport.write(farewell.encode("ascii") + b"\r\n")
        transport.close()
        if self._handler_coroutine is not None:  # what the client has sent ahead is not read any more
            self._handler_coroutine.cancel()

    def _hang_up(self) -> None:
        """End the connection below TLS, which would wait for the client's goodbye, or for a handshake without end."""
        transport = self._original_transport or self.transport
        if isinstance(transport, asyncio.Transport):
            transport.abort()
        self.connection_lost(None)  # in a handshake nobody else says so

    @property
    def _peer(self) -> str:
        peer: Any = self.session.peer if self.session else None
        return str(peer[0]) if peer else ""
