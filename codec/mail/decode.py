"""Decoding a mail to the text of the request that it carries."""

from typing import TYPE_CHECKING

from msgspec import Struct

from ..findings.diagnostic import DecodeError, Diagnostic
from ..findings.findings import Findings
from ..sms.charsets import charset_named
from .flowed import joined
from .parse import parse
from .parts import Part, choose, is_token
from .tags import inside_tags
from .transfer import octets_of

if TYPE_CHECKING:
    from email.message import Message

_DEFAULT = "koi8-r"
_ONE_BYTE_CHARSETS = ("koi8", "windows-", "iso-8859-", "ibm")


class DecodedMail(Struct, frozen=True):
    """What a mail carries.

    >>> mail = decode_mail(b"Content-Type: text/plain; charset=utf-8\\n\\nalex:psw::::79991234567:hi")
    >>> mail.charset, mail
    ('utf-8', DecodedMail(26 characters, charset='utf-8', findings=()))
    """

    text: str
    """The request, without line breaks around it (R-TRAILNL)."""
    charset: str
    """The MIME name, in lower case, of the charset that it was written in."""
    findings: tuple[Diagnostic, ...] = ()
    """Notes of what was chosen or defaulted, and warnings of what is doubtful. Offsets count octets."""

    def __repr__(self) -> str:
        return f"DecodedMail({len(self.text)} characters, charset={self.charset!r}, findings={self.findings!r})"


def decode_mail(raw: bytes, *, needs_tags: bool = True) -> DecodedMail:
    """The text of the request in the mail *raw*, as it came: headers, an empty line, and the body.

    Line ends may be CR LF or LF alone. The charset is the one that Content-Type names, else koi8-r (C-PLAIN). Of a
    multipart mail the first text/plain part that is no attachment counts, else the first other part of text, in which the
    request stands between ``[text]`` and ``[/text]`` (R-PART, C-TAGS); the text of E-mail2sms needs no tags (R-FORWARD).
    Whether the text is a request is not judged.

    >>> decode_mail("Subject: SMS\\n\\nalex:psw::::79991234567:Привет\\n".encode("koi8-r")).text
    'alex:psw::::79991234567:Привет'

    Raises :class:`DecodeError` for a mail over 102,400 octets (R-KB), an unknown charset or an octet that is none of its
    (R-CHARSET), no usable part (R-PART), missing or unclosed tags (R-TAGS), a broken transfer encoding (R-TRANSFER), NUL
    octets (R-NUL), and parts nested too deep (R-NESTED).
    """
    if not isinstance(raw, bytes | bytearray):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise DecodeError(Findings.of_no_text("a mail is bytes"))
    found = Findings("", "mail")
    part = choose(found, parse(found, bytes(raw)))
    octets = octets_of(found, part)
    charset = _charset(found, part, octets)
    text = "\n".join(_decoded(found, octets, charset).split("\r\n"))
    if part.type == "text/html":
        from .html import text_of_html  # Few mails need it, and loading it takes a while.

        text = text_of_html(text)
    elif part.parameter("format").lower() == "flowed":
        found.add("mail-flowed", "mail.content-type", 0, 0)
        text = joined(text, delete_spaces=part.parameter("delsp").lower() == "yes")
    text = inside_tags(found, text, anywhere=part.type != "text/plain", needed=needs_tags).strip("\r\n")
    if not text:
        raise _refused(found, "mail-part", "mail.body", 0, _why_empty(part.message))
    return DecodedMail(text, charset, tuple(found))


def _charset(found: Findings, part: Part, octets: bytes) -> str:
    name = part.parameter("charset")
    charset = charset_named(name) if name else _DEFAULT
    if charset is None:
        says = f"there is no charset {name}" if is_token(name) else None
        raise _refused(found, "mail-charset", "mail.content-type", 0, says)
    if not octets.isascii() and charset.startswith(_ONE_BYTE_CHARSETS) and _is_utf8(octets):
        why = "which the mail names" if name else "since the mail names no charset"
        says = f"these octets are UTF-8, yet they are read as {charset}, {why}"
        found.add("charset-doubt", "mail.body", 0, len(octets), says)
    elif not name:
        found.add("charset-default", "mail.content-type", 0, 0)
    return charset


def _decoded(found: Findings, octets: bytes, charset: str) -> str:
    # Without a byte order mark Python would take the machine's own order.
    reading = "utf-16-be" if charset == "utf-16" and octets[:2] not in (b"\xff\xfe", b"\xfe\xff") else charset
    try:
        text = octets.decode(reading)
    except UnicodeDecodeError as error:
        # Between the first two colons is the password.
        value = "" if octets[: error.start].count(b":") == 1 else f" {octets[error.start]:#04x}"
        octet = f"octet{value} at offset {error.start} of the text"
        raise _refused(found, "mail-octet", "mail.body", error.start, f"{octet} is no {charset}") from None
    return text.removeprefix("\ufeff")


def _is_utf8(octets: bytes) -> bool:
    try:
        octets.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _why_empty(message: "Message") -> str | None:
    """A hint where the request is likely to stand among the headers, since there is no empty line before it."""
    if any(str(value).count(":") >= 4 for value in message.values()):
        return "there is no text, and one of the headers looks like a request: an empty line must stand before it"
    return "there is no text"


def _refused(found: Findings, code: str, field: str, offset: int, says: str | None = None) -> DecodeError:
    found.add(code, field, offset, offset, says)
    return DecodeError(found)
