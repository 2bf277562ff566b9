"""Reading mails without keeping the other clients waiting."""

from collections.abc import Collection, Mapping

from msgspec import Struct

from .. import Reading, read
from ..mailbox import message_id
from .workers import Workers

_QUICK_OCTETS, _QUICK_LINES, _QUICK_RECIPIENTS = 1024, 24, 60
"""No mail of so many, without parts and HTML, takes longer than a millisecond to read: what is said of each row and of each
recipient that is wrong takes the longest."""
_QUICK_ENCODED = 200
"""Octets of a body that is encoded, where recipients cannot be counted beforehand."""

_ENCODINGS = (b"base64", b"quoted-printable")
_LONG_FORMS = (b"multipart", b"message/", b"html", b"flowed")


class Incoming(Struct, frozen=True):
    """A mail that has come, once it is read."""

    readings: Mapping[bool, Reading]
    """As a request, and as a text to forward; what is needed of these."""
    octets: int
    message_id: str | None
    """What a reply refers to."""


class Reader:
    """Reads mails: at once what is small and simple, and everything else one after the other in a thread."""

    def __init__(self) -> None:
        self._workers = Workers(1, "read")

    async def read(self, content: bytes, kinds: Collection[bool]) -> Incoming:
        """What stands in the mail *content*: as a request, as a text to forward, or both.

        Raises :class:`smsmail.gateway.server.workers.Ended` where the server stops meanwhile.
        """
        if is_quick(content):
            return _read(content, kinds)
        return await self._workers.run(lambda: _read(content, kinds))

    def end(self) -> None:
        """Begin with no mail any more."""
        self._workers.end()


def is_quick(content: bytes) -> bool:
    """Whether size and form of a mail tell that reading it takes no time to speak of."""
    if len(content) > _QUICK_OCTETS or content.count(b"\n") + content.count(b"\r") > 2 * _QUICK_LINES:
        return False
    if content.count(b",") + content.count(b";") > _QUICK_RECIPIENTS:
        return False
    lower = content.lower()
    if any(encoding in lower for encoding in _ENCODINGS):
        _, _, body = lower.replace(b"\r\n", b"\n").partition(b"\n\n")
        return len(body) <= _QUICK_ENCODED and not any(form in lower for form in _LONG_FORMS)
    return not any(form in lower for form in _LONG_FORMS)


def _read(content: bytes, kinds: Collection[bool]) -> Incoming:
    readings = {as_request: read(content, as_request=as_request) for as_request in kinds}
    return Incoming(readings, len(content), message_id(content))
