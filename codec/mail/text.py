"""The text of a part: its transfer encoding undone (R-TRANSFER), its charset read (R-CHARSET), soft line breaks joined (R-FLOWED)."""

import re
from binascii import Error, a2b_base64, a2b_qp

from ..findings.diagnostic import DecodeError
from ..findings.findings import Findings
from ..sms.charsets import charset_named
from ..sms.letters import is_utf8, likelier_charset, misread
from .doubts import charset_meant
from .parse import Part, unreadable_parameters

DEFAULT_CHARSET = "koi8-r"
"""Of a mail that names none (C-PLAIN)."""

_AS_IT_STANDS = ("", "7bit", "8bit", "binary")
_WHITE_SPACE = b" \t\r\n"
# Transport may put white space there (RFC 2045, 6.7); the look behind keeps a long run from being tried at each place.
_PADDING = re.compile(rb"(?<![ \t])[ \t]++(?=\r?\n|\Z)")
_PADDED = re.compile(rb"[ \t](?=\r?\n|\Z)")
_NO_ESCAPE = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]*+(?:\r?\n|\Z))")

_ONE_BYTE_CHARSETS = ("koi8", "windows-", "iso-8859-", "ibm")
_ASCII_AND_MORE = (*_ONE_BYTE_CHARSETS, "utf-8", "us-ascii")
"""The beginnings of the names of charsets in which ASCII is what it is."""

_TOKEN = re.compile(r"[\w.+-]{1,40}(?:/[\w.+-]{1,40})?", re.ASCII)

_SIGNATURE = "-- "
_FLOWED_LINE = re.compile(r"^(>*+)( ?+)([^\n]*+)$", re.MULTILINE)


def is_token(value: str) -> bool:
    """Whether *value* is a name as headers have them, and may be shown.

    Without an empty line above it a request can end up in a header, and with it the password.
    """
    return _TOKEN.fullmatch(value) is not None


def text_of(found: Findings, part: Part) -> tuple[str, str]:
    """The text of *part* as it was written, and its charset.

    Raises :class:`DecodeError` for an unknown encoding or charset, and for octets that are none of it.
    """
    parameters = part.head.parameters
    if parameters is None:
        raise unreadable_parameters(found, part.head)
    octets = _octets_of(found, part)
    charset = _charset(found, part, _name(parameters, "charset"), octets)
    text = _decoded(found, octets, charset)
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if part.head.type == "text/plain" and _name(parameters, "format").lower() == "flowed":
        found.add("mail-flowed", "mail.content-type", *part.head.place("type"))
        text = _joined(text, delete_spaces=_name(parameters, "delsp").lower() == "yes")
    return text, charset


def _name(parameters: dict[str, str], name: str) -> str:
    """A parameter that is a name; as RFC 822 has it, a comment may stand behind."""
    return parameters.get(name, "").partition("(")[0].strip()


# ---- transfer encoding


def _octets_of(found: Findings, part: Part) -> bytes:
    encoding = part.head.encoding
    if encoding in _AS_IT_STANDS:
        return part.body
    if encoding == "quoted-printable":
        return _from_quoted_printable(found, part)
    if encoding == "base64":
        return _from_base64(found, part)
    raise _broken(found, part, f"there is no transfer encoding {encoding}" if is_token(encoding) else None)


def _from_quoted_printable(found: Findings, part: Part) -> bytes:
    octets = part.body
    if stray := _NO_ESCAPE.search(octets):
        found.add("mail-escape", "mail.body", stray.start(), stray.end())
        octets = _NO_ESCAPE.sub(b"=3D", octets)
    return a2b_qp(_PADDING.sub(b"", octets) if _PADDED.search(octets) else octets)


def _from_base64(found: Findings, part: Part) -> bytes:
    packed = part.body.translate(None, _WHITE_SPACE)
    digits = packed.rstrip(b"=")
    missing = -len(digits) % 4
    if len(packed) - len(digits) > missing:
        raise _broken(found, part, "the base64 is broken: it has more padding than it needs, so digits may be lost")
    try:
        return a2b_base64(digits + b"=" * missing, strict_mode=True)
    except Error as error:
        raise _broken(found, part, f"the base64 is broken: {str(error)[:1].lower()}{str(error)[1:]}") from None


def _broken(found: Findings, part: Part, says: str | None) -> DecodeError:
    found.add("mail-transfer", "mail.content-transfer-encoding", *part.head.place("transfer-encoding"), says)
    return DecodeError(found)


# ---- charset


def _charset(found: Findings, part: Part, name: str, octets: bytes) -> str:
    charset = charset_named(name) if name else DEFAULT_CHARSET
    if charset is None:
        raise _unknown(part, name)
    is_doubtful = False
    if charset.startswith(_ONE_BYTE_CHARSETS) and not octets.isascii():
        other = "utf-8" if is_utf8(octets) else likelier_charset(octets, charset)
        is_doubtful = other is not None
        if other:
            why = "which the mail names" if name else "since the mail names no charset"
            what = "these octets are UTF-8" if other == "utf-8" else f"these letters are likely {other}"
            says = f"{what}, yet they are read as {charset}, {why}: {misread(charset, other)}"
            remedy = f'If the text is written in {other}, say so with charset="{other}" in Content-Type.'
            found.add("charset-doubt", "mail.body", *part.span, says, remedy=remedy)
    if not name and not is_doubtful:
        found.add("charset-default", "mail.content-type", *part.head.place("type"))
    return charset


def _unknown(part: Part, name: str) -> DecodeError:
    found = Findings("", "mail")
    meant = charset_meant(name)
    says = f"there is no charset {name}" if is_token(name) else None
    remedy = f'Write charset="{meant}" if that is what the text is written in.' if meant else None
    found.add("mail-charset", "mail.content-type", *part.head.place("type"), says, remedy=remedy)
    return DecodeError(found)


def _decoded(found: Findings, octets: bytes, charset: str) -> str:
    if octets.isascii() and charset.startswith(_ASCII_AND_MORE):
        return octets.decode("ascii")  # which is quicker
    # Without a byte order mark Python would take the machine's own order.
    reading = "utf-16-be" if charset == "utf-16" and octets[:2] not in (b"\xff\xfe", b"\xfe\xff") else charset
    try:
        text = octets.decode(reading)
    except UnicodeDecodeError as error:
        # Between the first two colons is the password.
        value = "" if octets[: error.start].count(b":") == 1 else f" {octets[error.start]:#04x}"
        says = f"octet{value} at offset {error.start} of the text is no {charset}"
        found.add("mail-octet", "mail.body", error.start, error.start, says)
        raise DecodeError(found) from None
    return text.removeprefix("\ufeff")


# ---- format=flowed


def _joined(text: str, *, delete_spaces: bool) -> str:
    """*text* with its lines as their author wrote them; *delete_spaces* is the parameter delsp."""
    pieces: list[str] = []
    flowing: str | None = None  # the quotation marks of the line above, if it ends softly
    for line in _FLOWED_LINE.finditer(text):
        quotes, stuffing, said = line.groups()
        if flowing != quotes or said == _SIGNATURE:
            # The space behind quotation marks is part of how a quotation looks; alone it only hides what it precedes.
            pieces += ["\n", quotes, stuffing if quotes else ""]
        soft = said[-1:] == " " and said != _SIGNATURE
        pieces += [said[:-1] if soft and delete_spaces else said]
        flowing = quotes if soft else None
    return "".join(pieces)[1:]
