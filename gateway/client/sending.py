"""Sending a request."""

import smtplib
import socket
import ssl
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime
from email.utils import make_msgid
from typing import Literal

from msgspec import Struct

from ...codec import Request, encode_mail, encode_request
from ...codec.mail.encode import ADDRESS
from ..address import Address
from .conversation import Broken, Conversation, ProtectedConversation, RecipientRefused, text_of
from .quoting import shown_of

Security = Literal["none", "starttls", "tls"]
"""How a connection is protected: not at all, by STARTTLS, or by TLS from its first octet."""

_PERMANENT = 500

_NOT_TLS = ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "HTTP_REQUEST")
"""What OpenSSL says where the other side greets in plain text."""


class Sent(Struct, frozen=True):
    """A mail that the server took."""

    message_id: str
    """Of the mail, with angle brackets: a reply names it under In-Reply-To."""


class NotSent(Exception):
    """A mail that the server did not take: why, in words that may be shown."""

    def __init__(self, why: str, code: int | None = None) -> None:
        super().__init__(why)
        self.code = code
        """The code of SMTP, 400 to 599, where the server answered; otherwise ``None``."""

    @property
    def is_for_now(self) -> bool:
        """Whether the same mail may be taken later."""
        return self.code is None or self.code < _PERMANENT


class Unreachable(NotSent):
    """A server that is not there, does not answer in time, or with which no safe connection can be made."""


class Uncertain(Unreachable):
    """A server that was given all of the mail and did not say whether it takes it: sent again, it may be sent twice."""


def send(
    request: Request,
    host: str,
    port: int = 25,
    *,
    from_address: str,
    to_address: str = ADDRESS,
    charset: str | None = None,
    subject: str | None = None,
    date: datetime | None = None,
    message_id: str | None = None,
    security: Security = "none",
    tls: ssl.SSLContext | None = None,
    timeout: float = 30.0,
) -> Sent:
    """Send *request* by the SMTP server at *host* and *port*, and return once that has taken the mail.

    A reply goes to *from_address*, in the envelope as in the header (R-REPLYTO); *charset* and *subject* are as for
    :func:`smsmail.codec.encode_mail`. The mail is dated now and has a Message-ID of its own unless told otherwise. With
    *security* the server's certificate is verified, by *tls* where the system's authorities do not do. *timeout* is in
    seconds, for the connection and then for all answers of the server together.

    Raises :class:`smsmail.codec.EncodeError` for a request or header that cannot be written, before anybody is called;
    :class:`NotSent` for a mail that the server refuses, and its :class:`Unreachable` where there is no talking to it,
    which is an :class:`Uncertain` where the mail may have been taken all the same.
    None shows anything of what was sent, also where a server quotes it: of its answer the text is told only where that
    cannot come from the mail, and always its code.
    """
    message_id = message_id or make_msgid(domain=from_address.rpartition("@")[2] or "localhost")
    date = date or datetime.now().astimezone()
    mail = encode_mail(
        request,
        charset,
        from_address=from_address,
        to_address=to_address,
        subject=subject,
        date=date,
        message_id=message_id,
    )
    address = Address(host, port)
    sent = f"{mail.decode('ascii')}\n{encode_request(request)}\n{socket.gethostname()}"
    with _in_words(address, lambda said: shown_of(said, sent, request.psw), timeout):
        server = _connected(address, security, tls, timeout)
        try:
            server.transfer(from_address, to_address, mail)
        finally:
            server.end()
    return Sent(message_id)


def _connected(address: Address, security: Security, tls: ssl.SSLContext | None, timeout: float) -> Conversation:
    if security == "tls":
        context = tls or ssl.create_default_context()
        return ProtectedConversation(address, timeout, context=context)
    server = Conversation(address, timeout)
    if security == "starttls":
        try:
            server.starttls(context=tls or ssl.create_default_context())
        except BaseException:
            server.close()
            raise
    return server


@contextmanager
def _in_words(address: Address, shown: Callable[[str], str], timeout: float) -> Generator[None]:
    """Turn what goes wrong into what a person can do something about."""
    try:
        yield
    except RecipientRefused as error:
        raise _refused(address, "the recipient", error.smtp_code, error.smtp_error, shown) from None
    except smtplib.SMTPSenderRefused as error:
        raise _refused(address, "the sender", error.smtp_code, error.smtp_error, shown) from None
    except smtplib.SMTPResponseException as error:
        greeted = not isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPHeloError)
        raise _refused(address, "the mail" if greeted else "us", error.smtp_code, error.smtp_error, shown) from None
    except smtplib.SMTPNotSupportedError:
        raise Unreachable(f"{address} offers no STARTTLS") from None
    except Broken as error:
        if error.is_uncertain:
            twice = "the mail was sent and may have been taken: send it again, and it may be sent twice"
            raise Uncertain(f"{address}: {error}; {twice}") from None
        raise Unreachable(f"{address}: {error}") from None
    except TimeoutError:
        raise Unreachable(f"{address}: no connection within {timeout:g} s") from None
    except UnicodeError:  # of the host's name
        raise Unreachable(f"{address}: there can be no such host") from None
    except ssl.SSLError as error:
        raise Unreachable(f"{address}: no safe connection: {_of_tls(error)}") from None
    except ConnectionRefusedError:
        raise Unreachable(f"{address}: nothing listens there") from None
    except OSError as error:
        raise Unreachable(f"{address}: {error.strerror or error}") from None


def _refused(address: Address, what: str, code: int, said: bytes | str, shown: Callable[[str], str]) -> NotSent:
    text = shown(text_of(said))
    later = "" if code >= _PERMANENT else " (try again later)"
    return NotSent(f"{address} refuses {what}{later}: {code} {text}".rstrip(), code)


def _of_tls(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate cannot be trusted ({error.verify_message}); SSL_CERT_FILE names other authorities"
    if error.reason in _NOT_TLS:
        return "it does not begin with TLS; try --starttls"
    return (error.reason or "it does not speak TLS").lower().replace("_", " ")
