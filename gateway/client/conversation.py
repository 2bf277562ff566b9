"""A conversation by SMTP that ends in time and in little memory, whatever the server does."""

import io
import smtplib
import socket
import ssl
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from ..address import Address

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

LARGEST_ANSWER = 65_536
"""Octets; the longest that servers give, the one to EHLO, have a tenth of that."""

_CALL, _MAIL = "our call", "the mail"
_EXPECTED_OF_MOST = 250
_EXPECTED = {_CALL: 220, "STARTTLS": 220, "DATA": 354}
"""What :mod:`smtplib` takes for a yes, if not 250."""
_GOODBYE = 421
_FAREWELL = 1.0
"""Seconds for the last answer."""


def text_of(said: bytes | str) -> str:
    """What a server said, which :mod:`smtplib` has in either form."""
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said


class Broken(smtplib.SMTPServerDisconnected):
    """A conversation that cannot go on: why, in words, of which none are the server's."""

    def __init__(self, why: str, stage: str) -> None:
        super().__init__(why)
        self.is_uncertain = stage == _MAIL
        """Whether the server may have all of the mail, and did not say if it takes it."""


class Late(Broken):
    """The time was over before the answer was."""


class Gone(Broken):
    """The server hung up."""


class Garbled(Broken):
    """What came is no answer, or is without an end."""


class RecipientRefused(smtplib.SMTPResponseException):
    """The server does not take mails for the recipient."""


class Conversation(smtplib.SMTP):
    """With the server at *address*; all its answers together may take *patience*, in seconds.

    An answer counts by its first digit (RFC 5321, 4.2.1): :mod:`smtplib` gets the very code that it expects. Raises
    :class:`Broken` in the place of :class:`smtplib.SMTPServerDisconnected`, and :class:`TimeoutError` where there is no
    connection in time.
    """

    def __init__(self, address: Address, patience: float, **options: ssl.SSLContext) -> None:
        self._stage = _CALL
        self.allow(patience)
        super().__init__(*address, timeout=patience, local_hostname=socket.gethostname(), **options)  # pyright: ignore[reportArgumentType]

    def allow(self, patience: float) -> None:
        """From now on everything together may take *patience*."""
        self._patience = patience
        self._deadline = time.monotonic() + patience

    @property
    def is_open(self) -> bool:
        """Whether it can go on."""
        return self.sock is not None

    def abort(self) -> None:
        """Hang up; the one call that another thread may make."""
        with suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)  # pyright: ignore[reportOptionalMemberAccess]

    def transfer(self, sender: str, recipient: str, mail: bytes) -> None:
        """Give the server a mail, with the addresses exactly as they are: :mod:`smtplib` would read them as a header has
        them. The null sender is empty.

        Raises what :meth:`smtplib.SMTP.sendmail` does.
        """
        self.ehlo_or_helo_if_needed()
        size = f" SIZE={len(mail)}" if self.does_esmtp and self.has_extn("size") else ""
        code, said = self.docmd("MAIL", f"FROM:<{sender}>{size}")
        if code != _EXPECTED_OF_MOST:
            self._begin_anew(code)
            raise smtplib.SMTPSenderRefused(code, said, sender)
        code, said = self.docmd("RCPT", f"TO:<{recipient}>")
        if code != _EXPECTED_OF_MOST:
            self._begin_anew(code)
            raise RecipientRefused(code, said)
        try:
            code, said = self.data(mail)
            if code != _EXPECTED_OF_MOST:
                raise smtplib.SMTPDataError(code, said)
        except smtplib.SMTPDataError as error:
            self._begin_anew(error.smtp_code)
            raise

    def end(self) -> None:
        """Say goodbye and hang up. The server has the mails or it has not; a farewell that goes wrong changes nothing."""
        if self.is_open:
            self.allow(_FAREWELL)
            with suppress(OSError, smtplib.SMTPException):
                self.quit()
        self.close()

    def _begin_anew(self, code: int) -> None:
        """After a refusal: the next mail can follow, unless the server says goodbye."""
        if code == _GOODBYE:
            self.close()
        else:
            self.rset()

    def putcmd(self, cmd: str, args: str = "") -> None:
        """Send a command, and remember what is to be answered."""
        self._stage = cmd.upper()
        super().putcmd(cmd, args)

    def send(self, s: "ReadableBuffer | str") -> None:
        """Send octets, all in time."""
        with self._in_time():
            if self.sock is None:
                raise ConnectionError
            self.sock.settimeout(self._left())
            self.sock.sendall(s.encode(self.command_encoding) if isinstance(s, str) else s)

    def getreply(self) -> tuple[int, bytes]:
        """The code and the text of one answer, read in time."""
        with self._in_time():
            code, said = self._answer()
        expected = _EXPECTED.get(self._stage, _EXPECTED_OF_MOST)
        if code // 100 == expected // 100:
            if expected == _EXPECTED["DATA"]:
                self._stage = _MAIL
            return expected, said
        if code // 100 not in (4, 5):
            raise self._garbled("is none")
        return code, said

    def _answer(self) -> tuple[int, bytes]:
        if self.file is None:
            if self.sock is None:
                raise ConnectionError
            self.file = io.BufferedReader(_InTime(self.sock, self._left))
        size = 0
        said: list[bytes] = []
        while True:
            line: bytes = self.file.readline(LARGEST_ANSWER - size + 1)
            size += len(line)
            if size > LARGEST_ANSWER:
                raise self._garbled(f"has more than {LARGEST_ANSWER} octets")
            if not line.endswith(b"\n"):
                raise ConnectionError
            if not line[:3].isdigit():
                raise self._garbled("is none")
            said.append(line[4:].strip())
            if line[3:4] != b"-":
                return int(line[:3]), b"\n".join(said)

    def _left(self) -> float:
        """Seconds, more than none. Raises TimeoutError."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    @contextmanager
    def _in_time(self) -> Generator[None]:
        try:
            yield
        except Broken:
            raise
        except TimeoutError:
            self.close()
            raise Late(f"it does not answer {self._stage} within {self._patience:g} s", self._stage) from None
        except OSError:
            self.close()
            raise Gone(f"it closed the connection instead of answering {self._stage}", self._stage) from None

    def _garbled(self, how: str) -> Garbled:
        self.close()
        return Garbled(f"it does not speak SMTP: its answer to {self._stage} {how}", self._stage)


class ProtectedConversation(Conversation, smtplib.SMTP_SSL):
    """The same by TLS from the first octet, as *context* has it."""


class _InTime(io.RawIOBase):
    """What a socket receives in the time that is left."""

    def __init__(self, sock: socket.socket, left: Callable[[], float]) -> None:
        super().__init__()
        self._sock, self._left = sock, left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        self._sock.settimeout(self._left())
        return self._sock.recv_into(buffer)
