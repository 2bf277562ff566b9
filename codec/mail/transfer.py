"""Undoing the transfer encoding of a part, without losing or inventing an octet (R-TRANSFER)."""

import re
from binascii import Error, a2b_base64, a2b_qp

from ..findings.diagnostic import DecodeError
from ..findings.findings import Findings
from .parts import Part, is_token

_AS_IT_STANDS = ("", "7bit", "8bit", "binary")
_WHITE_SPACE = b" \t\r\n"
# Transport may put white space there (RFC 2045, 6.7); the look behind keeps a long run from being tried at each place.
_PADDING = re.compile(rb"(?<![ \t])[ \t]++(?=\r?\n|\Z)")
_PADDED = re.compile(rb"[ \t](?=\r?\n|\Z)")
_NO_ESCAPE = re.compile(rb"=(?![0-9A-Fa-f]{2}|\r?\n|\Z)")


def octets_of(found: Findings, part: Part) -> bytes:
    """The octets of the text in *part*.

    Raises :class:`DecodeError` for an unknown encoding, and for base64 that is none.
    """
    encoding = str(part.message.get("Content-Transfer-Encoding", "")).strip().lower()
    # Without that header the standard library gives the octets as they came.
    del part.message["Content-Transfer-Encoding"]
    octets = part.message.get_payload(decode=True)
    octets = octets if isinstance(octets, bytes) else b""
    if encoding in _AS_IT_STANDS:
        return octets
    if encoding == "quoted-printable":
        return _from_quoted_printable(found, octets)
    if encoding == "base64":
        return _from_base64(found, octets)
    raise _refused(found, f"there is no transfer encoding {encoding}" if is_token(encoding) else None)


def _from_quoted_printable(found: Findings, octets: bytes) -> bytes:
    if _PADDED.search(octets):
        octets = _PADDING.sub(b"", octets)
    if stray := _NO_ESCAPE.search(octets):
        found.add("mail-escape", "mail.body", stray.start(), stray.end())
        octets = _NO_ESCAPE.sub(b"=3D", octets)
    return a2b_qp(octets)


def _from_base64(found: Findings, octets: bytes) -> bytes:
    packed = octets.translate(None, _WHITE_SPACE)
    digits = packed.rstrip(b"=")
    missing = -len(digits) % 4
    if len(packed) - len(digits) > missing:
        raise _refused(found, "the base64 is broken: it has more padding than it needs, so digits may be lost")
    try:
        return a2b_base64(digits + b"=" * missing, strict_mode=True)
    except Error as error:
        raise _refused(found, f"the base64 is broken: {str(error)[:1].lower()}{str(error)[1:]}") from None


def _refused(found: Findings, says: str | None) -> DecodeError:
    found.add("mail-transfer", "mail.content-transfer-encoding", 0, 0, says)
    return DecodeError(found)
