"""Writing the mail that sends a request."""

import re
from binascii import b2a_base64, b2a_qp
from datetime import datetime, timedelta

from ...grammar import terminal
from ..encode import encode_request
from ..findings.diagnostic import EncodeError
from ..findings.findings import Findings, refusal
from ..model import Request
from ..sms.charsets import charset_named, name_of, unencodable
from ..syntax import DOMAIN
from .decode import CLOSING, OPENING
from .parse import MAX_WRITTEN_OCTETS

ADDRESS = f"send@{DOMAIN}"
"""Where requests go (C-ADDR)."""

_CHOICE = ("koi8-r", "windows-1251", "utf-8")
"""The charsets to choose from, in this order (R-CHARPICK)."""

_EMAIL = terminal("EMAIL")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]+@[!-;=?-~]+>")
_LONGEST_LINE = 998  # RFC 5321, and the limit of each header here
_BASE64_LINE = re.compile(rb".{1,76}")
_ASCII = bytes(range(128))

# What every mail server passes on as it is: printable lines that are not too long, do not end in white space and do not
# begin as the border between two mails in a mailbox does.
_PLAIN = re.compile(rb"(?:(?!From )[\t -~]{0,997}+(?<![\t ])(?:\r\n|\Z))*+")


def encode_mail(
    request: Request,
    charset: str | None = None,
    *,
    from_address: str | None = None,
    to_address: str = ADDRESS,
    subject: str | None = None,
    date: datetime | None = None,
    message_id: str | None = None,
) -> bytes:
    """The mail that carries *request*, ready for SMTP: ASCII, lines of at most 998 octets that end in CR LF.

    Without *charset* it is the first of koi8-r, windows-1251 and utf-8 that has all characters (R-CHARPICK). A header
    whose value is not given is left out; *date* has a time zone, *message_id* its angle brackets. What
    :func:`decode_mail` reads from the mail is the canonical line of *request*.

    >>> mail = encode_mail(decode_request("alex:psw::::79991234567:hi"), subject="Order 7")
    >>> mail.decode().splitlines()[-1]
    'alex:psw::::79991234567:hi'

    Raises :class:`EncodeError` for a request that :func:`encode_request` refuses, a character that the charset lacks
    (R-CHARFIT), an unknown charset (R-CHARSET), a text that ends in a line break (R-TRAILNL), a mail over 100,000 octets
    (R-KB), and a header that cannot be written.
    """
    text = encode_request(request)
    if text.endswith("\n"):
        raise refusal("mail-end", "body.mes")
    charset = _fitting(text, charset)
    headers = _headers(from_address, to_address, subject, date, message_id)
    encoding, body = _body(_guarded(text), charset)
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    head += f'MIME-Version: 1.0\r\nContent-Type: text/plain; charset="{charset}"\r\n'
    mail = f"{head}Content-Transfer-Encoding: {encoding}\r\n\r\n".encode("ascii") + body
    if len(mail) > MAX_WRITTEN_OCTETS:
        raise refusal(
            "mail-size", "mail", f"the mail would have {len(mail)} octets, and at most {MAX_WRITTEN_OCTETS} are written"
        )
    return mail


def _fitting(text: str, charset: str | None) -> str:
    """The charset to write *text* in."""
    if charset is None:
        if text.isascii():
            return _CHOICE[0]
        return next(one for one in _CHOICE if _can_encode(text, one))
    known = charset_named(charset) if isinstance(charset, str) else None  # pyright: ignore[reportUnnecessaryIsInstance]
    if known is None:
        raise refusal("mail-charset", "charset", f"there is no charset {str(charset)[:40]!r}")
    if not _can_encode(text, known):
        raise _unfit(text, known)
    return known


def _can_encode(text: str, charset: str) -> bool:
    try:
        return text.encode(charset).decode(charset) == text
    except UnicodeError:
        return False


def _unfit(text: str, charset: str) -> EncodeError:
    """The error that lists what *charset* lacks, though no character of the password."""
    found = Findings(text)
    login_end = text.index(":")
    password = range(login_end, text.index(":", login_end + 1))
    for one in unencodable(text, charset):
        shown = (
            "a character of the password" if one.offset in password else f"{name_of(one.character)} ({one.character})"
        )
        found.add("charset-fit", "", one.offset, one.offset + 1, f"{charset} does not have {shown}")
    return EncodeError(found)


def _guarded(text: str) -> str:
    """*text*, in tags where its beginning would be taken for one, or for a byte order mark, and be lost."""
    if not text.startswith((OPENING, "\ufeff")):
        return text
    if CLOSING in text:
        says = f"the text must stand between tags, and holds {CLOSING}, which would end it"
        raise refusal("unrepresentable", "mail.body", says)
    return f"{OPENING}{text}{CLOSING}"


def _body(text: str, charset: str) -> tuple[str, bytes]:
    """The transfer encoding and the body: as it is where that is safe, else whichever encoding is shorter."""
    lines = text.replace("\n", "\r\n") + "\r\n"
    # With a byte order mark, and in one order on all machines.
    octets = b"\xfe\xff" + lines.encode("utf-16-be") if charset == "utf-16" else lines.encode(_quickest(lines, charset))
    if _PLAIN.fullmatch(octets):
        return "7bit", octets
    base64 = b"\r\n".join(_BASE64_LINE.findall(b2a_base64(octets, newline=False))) + b"\r\n"
    escaped = len(octets.translate(None, _ASCII))
    if charset.startswith("utf-16") or b"From " in octets or len(octets) + 2 * escaped >= len(base64):
        return "base64", base64
    quoted = b2a_qp(octets).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    return ("quoted-printable", quoted) if len(quoted) < len(base64) else ("base64", base64)


def _quickest(text: str, charset: str) -> str:
    """The codec that makes the same octets of *text* as *charset*, and makes them quickest."""
    return "ascii" if charset in _CHOICE and text.isascii() else charset


def _headers(
    from_address: str | None, to_address: str, subject: str | None, date: datetime | None, message_id: str | None
) -> list[tuple[str, str]]:
    headers: list[tuple[str, str]] = []
    for name, address in (("From", from_address), ("To", to_address)):
        if address is not None:
            # What looks like an encoded word would be read as the text that it encodes.
            if not _EMAIL.fullmatch(address) or "=?" in address:
                raise refusal("mail-header", f"mail.{name.lower()}", "this is not an e-mail address")
            headers.append((name, address))
    if subject is not None:
        if not subject.isprintable():
            raise refusal("mail-header", "mail.subject", "a subject has printable characters only, and no line break")
        headers.append(("Subject", subject if _is_plain(subject) else _encoded(subject)))
    if date is not None:
        offset = date.utcoffset()
        if offset is None or offset % timedelta(minutes=1):
            raise refusal("mail-header", "mail.date", "the date must have a time zone, of whole minutes")
        from email.utils import format_datetime  # Few mails need it, and loading it takes a while.

        headers.append(("Date", format_datetime(date)))
    if message_id is not None:
        if not _MESSAGE_ID.fullmatch(message_id):
            raise refusal(
                "mail-header", "mail.message-id", "a Message-ID is <left@right>, printable and without spaces"
            )
        headers.append(("Message-ID", message_id))
    if any(len(name) + 2 + len(line) > _LONGEST_LINE for name, value in headers for line in value.split("\r\n")):
        raise refusal("mail-header", "mail", "a header is longer than a line can be")
    return headers


def _is_plain(subject: str) -> bool:
    return subject.isascii() and len(subject) < 60 and subject == subject.strip(" ") and "=?" not in subject


def _encoded(subject: str) -> str:
    from email.header import Header  # Few mails need it, and loading it takes a while.

    return Header(subject, "utf-8", header_name="Subject").encode(linesep="\r\n")
