"""The mails that are measured, and the lines that are sent in mails; what the standard library needs to be told of each."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.charset import BASE64, QP, Charset
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from types import MappingProxyType
from typing import NamedTuple

from . import cases

FROM = "shop@example.com"
TO = "send@send.smscentre.com"
SUBJECT = "SMS"
DATE = datetime(2026, 11, 3, 7, 0, tzinfo=UTC)
MESSAGE_ID = "<20261103070000.17@example.com>"

_ACCENTED = "alex:psw::::79991234567:Café : ouvert de 9 à 21 heures, votre commande est prête"
_CYRILLIC = "alex:psw::::79991234567:Ваш заказ готов. Мы работаем с 9 до 21."
_LIST = cases.batch(900)
_CYRILLIC_LIST = cases.batch(900, "Ваш заказ {} готов, мы работаем с 9 до 21 часа")


class Letter(NamedTuple):
    """A line, and how it is to be written in a mail."""

    line: str
    charset: Charset
    """With the encoding for `MIMEText`."""
    encoding: str


def _letter(line: str, name: str, encoding: str) -> Letter:
    charset = Charset(name)
    # Where there is none the body stays as it is.
    charset.body_encoding = {"quoted-printable": QP, "base64": BASE64}.get(encoding)  # pyright: ignore[reportAttributeAccessIssue]
    return Letter(line, charset, encoding)


WRITTEN: Mapping[str, Letter] = MappingProxyType(
    {
        "short, koi8-r as it is": _letter(cases.SHORT, "koi8-r", "7bit"),
        "short, quoted-printable utf-8": _letter(_ACCENTED, "utf-8", "quoted-printable"),
        "short, base64 koi8-r": _letter(_CYRILLIC, "koi8-r", "base64"),
        "list of 60 KB, as it is": _letter(_LIST, "koi8-r", "7bit"),
        "list of 60 KB, base64 koi8-r": _letter(_CYRILLIC_LIST, "koi8-r", "base64"),
    }
)
"""What there is to encode: just what `encode_mail` chooses for these lines when nothing is said."""


def _mail(line: str, charset: str, encoding: str, *, alternative: bool = False) -> bytes:
    """A mail as mail programs write it, though without what servers on the way add."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = FROM, TO, SUBJECT
    message["Date"], message["Message-ID"] = DATE, MESSAGE_ID
    message.set_content(line, charset=charset, cte=encoding)
    if alternative:
        html = f"<html><body><p>{escape(line)}</p></body></html>"
        message.add_alternative(html, subtype="html", charset=charset, cte=encoding)
        message.set_boundary("=_next_part")  # not chosen at random
    return message.as_bytes()


READ: Mapping[str, bytes] = MappingProxyType(
    {
        "short, koi8-r as it is": _mail(_CYRILLIC, "koi8-r", "8bit"),
        "short, quoted-printable utf-8": _mail(_CYRILLIC, "utf-8", "quoted-printable"),
        "short, base64 koi8-r": _mail(_CYRILLIC, "koi8-r", "base64"),
        "short, multipart/alternative": _mail(_CYRILLIC, "utf-8", "quoted-printable", alternative=True),
        "list of 60 KB, as it is": _mail(_LIST, "koi8-r", "7bit"),
        "list of 60 KB, base64 koi8-r": _mail(_CYRILLIC_LIST, "koi8-r", "base64"),
    }
)
"""What there is to decode."""
