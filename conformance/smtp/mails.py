"""The events of a case, as mails on their way to a gateway."""

from base64 import b64decode, encodebytes
from typing import Any, NamedTuple

from ...codec import DecodeError, decode_mail
from ...codec.mail.encode import ADDRESS
from ..corpus import Case

CLIENT = "client@example.org"
"""Who writes where a case does not say."""

_NOBODY = "daemon@example.org"
"""In the From of a mail from the null sender, so that who answers that header is found out."""

_OPENING, _CLOSING = "[text]", "[/text]"
_LONGEST_LINE = 998


class Event(NamedTuple):
    """A mail with its envelope, and the moment at which it comes."""

    at: str
    sender: str
    recipient: str
    mail: bytes | None
    """A whole mail, or ``None`` where *text* is the text of one."""
    text: str


def events_of(case: Case) -> list[Event]:
    """What comes in at a gateway, in order."""
    return [_event(event) for event in case.input["events"]]


def octets_of(event: Event) -> bytes:
    """The mail of *event*, as SMTP carries it."""
    if event.mail is not None:
        return event.mail
    text = f"{_OPENING}{event.text}{_CLOSING}" if event.text.startswith((_OPENING, "\ufeff")) else event.text
    lines = text.replace("\r\n", "\n").split("\n")
    is_plain = text.isascii() and all(len(line) <= _LONGEST_LINE and line.isprintable() for line in lines)
    if is_plain:
        encoding, body = "7bit", "\r\n".join(lines).encode("ascii") + b"\r\n"
    else:
        encoding, body = "base64", encodebytes("\n".join(lines).encode("utf-8")).replace(b"\n", b"\r\n")
    head = (
        f"From: {event.sender or _NOBODY}\r\nTo: {event.recipient}\r\nSubject: SMS\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    )
    return head.encode("ascii") + body


def is_carried(event: Event) -> bool:
    """Whether the mail of *event* says what it shall; line breaks around a text, for one, no mail carries (R-TRAILNL)."""
    if event.mail is not None or not event.text:
        return True
    try:
        return decode_mail(octets_of(event)).text == event.text.replace("\r\n", "\n")
    except (DecodeError, UnicodeError):
        return False


def _event(event: dict[str, Any]) -> Event:
    mail = b64decode(event["mail"]) if "mail" in event else None
    return Event(event["at"], event.get("from", CLIENT), event.get("to", ADDRESS), mail, event.get("text", ""))
