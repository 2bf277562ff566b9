"""What STARTTLS is offered with."""

import ssl
from pathlib import Path

from .problems import CannotStart


class TlsError(CannotStart):
    """A certificate or key that cannot be used."""


def tls_context(certificate: Path, key: Path | None) -> ssl.SSLContext:
    """The context for a server with *certificate*, a chain in PEM, and its *key*, if that is in a file of its own.

    Raises :class:`TlsError`.
    """
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    for file in filter(None, (certificate, key)):
        if not file.is_file():
            raise TlsError(f"{file}: there is no such file")
    try:
        # A key with a passphrase is refused, since there may be nobody to type it.
        context.load_cert_chain(certificate, key, password=_nobody)
    except (OSError, ValueError) as error:
        reason = error.reason if isinstance(error, ssl.SSLError) else error
        raise TlsError(f"{certificate}: this certificate and key cannot be used: {reason or 'no PEM'}") from None
    return context


def _nobody() -> str:
    raise ValueError("the key has a passphrase")
