"""What the server is told at its start, and why it cannot start with it."""

import socket
import ssl
from ipaddress import ip_address
from pathlib import Path

from msgspec import Struct

from ...codec.mail.parse import MAX_MAIL_OCTETS


class CannotServe(Exception):
    """What is the matter, and what to do about it, in words that may be shown as they are."""


class TlsError(CannotServe):
    """A certificate or key that cannot be used."""


class Limits(Struct, frozen=True, kw_only=True):
    """What each connection, and all together, may have; times in seconds, sizes in octets."""

    connections: int = 500
    """At a time; one more is told 421 and closed."""
    connections_each: int = 100
    """The same of one address."""
    patience: float = 300.0
    """For a command, and for a mail from DATA to its last dot (RFC 5321, 4.5.3.2)."""
    mail: int = MAX_MAIL_OCTETS
    """A mail may have so many (C-SIZE, R-KB); so may a line of it, since a long list of phones is one line."""
    unanswered: int = 4 * MAX_MAIL_OCTETS
    """What may come without an answer being due: whoever sends more has no end in mind."""
    unread: int = 32 * 1024
    """So much of the answers may wait in the system for a client who does not read."""
    command: int = 512
    """The line of a command (RFC 5321, 4.5.3.1.4)."""
    recipients: int = 100
    """Of one mail (RFC 5321, 4.5.3.1.8)."""
    errors: int = 20
    """Commands that were refused, of one connection."""
    idle_commands: int = 200
    """Commands of each kind that bring no mail further (NOOP, HELP, EHLO, …), of one connection."""
    verifications: int = 2
    """Passwords verified at the same time, each for a moment of one processor and 64 MiB."""
    farewell: float = 2.0
    """How long a connection that is being closed may take to read what it was told."""


def is_loopback(host: str) -> bool:
    """Whether *host* can be reached from this machine alone.

    Raises :class:`OSError` for a name that nobody knows.
    """
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return all(ip_address(str(address[0]).partition("%")[0]).is_loopback for *_, address in found)


def tls_context(certificate: Path, key: Path | None) -> ssl.SSLContext:
    """The context for a server with *certificate*, a chain in PEM, and its *key*, if that is in a file of its own.

    Raises :class:`TlsError`.
    """
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    for file in filter(None, (certificate, key)):
        if not file.is_file():
            raise TlsError(f"{file}: there is no such file")
    try:
        context.load_cert_chain(certificate, key, password=_no_passphrase)
    except (OSError, ValueError) as error:
        reason = error.reason if isinstance(error, ssl.SSLError) else error
        raise TlsError(f"{certificate}: this certificate and key cannot be used: {reason or 'no PEM'}") from None
    return context


def _no_passphrase() -> str:
    """A key with a passphrase is refused, since there may be nobody to type it."""
    raise ValueError("the key has a passphrase")
