"""The least that the same mail costs with the standard library's `email` and nothing else.

Both take its older interface, which is faster. To read is to parse, to undo the transfer encoding of the right part,
and to decode it; which part that is a floor knows beforehand, the charset it reads in the header. To write is to build
a `MIMEText`, and to generate it; charset and transfer encoding a floor is told. Neither checks anything.
"""

from email import message_from_bytes
from email.message import EmailMessage, Message
from email.mime.text import MIMEText
from email.policy import SMTP, Policy, compat32
from email.utils import format_datetime
from typing import cast

from .mail_cases import DATE, FROM, MESSAGE_ID, SUBJECT, TO, Letter

_CRLF = compat32.clone(linesep="\r\n")
"""Writes as `SMTP` does where no header is long or beyond ASCII, though faster."""


def decode(raw: bytes) -> str:
    """The text of the mail, or of its first part."""
    message = message_from_bytes(raw)
    part = cast("Message", message.get_payload(0)) if message.is_multipart() else message
    return cast("bytes", part.get_payload(decode=True)).decode(part.get_content_charset("koi8-r"))


def decode_newer(raw: bytes) -> str:
    """The same as `email` recommends it today."""
    body = message_from_bytes(raw, policy=SMTP).get_body(("plain",))
    assert body is not None
    return body.get_content()


def encode(letter: Letter) -> bytes:
    """The mail that carries the line."""
    return _mime_text(letter, _CRLF)


def encode_smtp(letter: Letter) -> bytes:
    """The same, generated as `email` recommends it."""
    return _mime_text(letter, SMTP)


def encode_newer(letter: Letter) -> bytes:
    """The same as `email` recommends it today."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = FROM, TO, SUBJECT
    message["Date"], message["Message-ID"] = DATE, MESSAGE_ID
    message.set_content(letter.line, charset=str(letter.charset), cte=letter.encoding)
    return message.as_bytes()


def _mime_text(letter: Letter, policy: Policy) -> bytes:
    message = MIMEText(letter.line + "\n", _charset=letter.charset)  # pyright: ignore[reportArgumentType]
    message["From"], message["To"], message["Subject"] = FROM, TO, SUBJECT
    message["Date"], message["Message-ID"] = format_datetime(DATE), MESSAGE_ID
    return message.as_bytes(policy=policy)
