"""Handing mails to a gateway: one conversation, begun anew where it broke."""

import smtplib
from collections.abc import Callable
from typing import NamedTuple

from ...gateway.address import Address
from ...gateway.client.conversation import Broken, Conversation, Garbled, Late, text_of
from ..escape import escape, quoted
from ..faults import CannotStart, Crash, Fault, Garble, Hang

_TOO_LARGE = 552
_CLOSING = 421
_GOOD = 300


class Declined(NamedTuple):
    """What the gateway said to refuse a mail, its sender or its recipient."""

    code: int
    said: str

    @property
    def is_for_size(self) -> bool:
        """Whether the mail is too large for it."""
        return self.code == _TOO_LARGE

    def __str__(self) -> str:
        return f"{self.code} {self.said}"


class Wire:
    """The conversation with the gateway at *address*; *patience* says how many seconds it has left for an answer."""

    def __init__(self, address: Address, patience: Callable[[], float]) -> None:
        self._address = address
        self._patience = patience
        self._server: Conversation | None = None

    def try_it(self, patience: float) -> None:
        """See that there is somebody who speaks SMTP. Raises CannotStart."""
        try:
            self._connected(patience)
        except smtplib.SMTPResponseException as error:
            said = f"{error.smtp_code} {text_of(error.smtp_error)}"
            how = f"it refuses us: {said}" if error.smtp_code > 0 else "it does not speak SMTP"
            raise CannotStart(f"{self._address}: {escape(how)}") from error
        except (OSError, UnicodeError) as error:
            strerror = error.strerror if isinstance(error, OSError) else None
            raise CannotStart(f"{self._address}: {strerror or error}") from error

    def deliver(self, sender: str, recipient: str, mail: bytes) -> Declined | None:
        """Hand over *mail*; ``None`` where the gateway took it.

        Raises Fault where it did not answer, or hung up.
        """
        try:
            return self._refused(self._connected(self._patience()), sender, recipient, mail)
        except (TimeoutError, Late) as error:
            why = str(error) if isinstance(error, Late) else "there was no connection to it in time"
            raise self._broken(Hang(why)) from error
        except Garbled as error:
            raise self._broken(Garble(str(error))) from error
        except Broken as error:
            raise self._broken(Crash("it hung up")) from error
        except smtplib.SMTPException as error:
            raise self._broken(Garble(f"it does not speak SMTP: {quoted(str(error))}")) from error
        except OSError as error:
            raise self._broken(Crash(f"there was no talking to it: {error.strerror or error}")) from error

    def close(self) -> None:
        """Say goodbye."""
        if self._server is not None:
            self._server.end()
            self._server = None

    def _connected(self, patience: float) -> Conversation:
        if self._server is None:
            self._server = Conversation(self._address, patience)
            self._server.ehlo_or_helo_if_needed()
        return self._server

    def _refused(self, server: Conversation, sender: str, recipient: str, mail: bytes) -> Declined | None:
        options = [f"SIZE={len(mail)}"] if server.has_extn("size") else []
        options += ["BODY=8BITMIME"] if server.has_extn("8bitmime") and not mail.isascii() else []
        try:
            server.allow(self._patience())
            code, said = server.mail(sender, options)
            if code < _GOOD:
                server.allow(self._patience())
                code, said = server.rcpt(recipient)
            if code < _GOOD:
                server.allow(self._patience())
                code, said = server.data(mail)
        except smtplib.SMTPDataError as error:
            code, said = error.smtp_code, error.smtp_error
        if code < _GOOD:
            return None
        refused = Declined(code, " ".join(text_of(said).split()))
        if code == _CLOSING:
            raise self._broken(Crash(f"it hung up: {quoted(str(refused))}"))
        server.allow(self._patience())
        server.rset()
        return refused

    def _broken(self, fault: Fault) -> Fault:
        """*fault*, after which only a new conversation may go well."""
        if self._server is not None:
            self._server.close()
            self._server = None
        return fault
