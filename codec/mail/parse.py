"""Parsing a mail with the standard library, in a time that its size bounds (R-HEADERLEN, R-NESTED, R-NUL, R-KB)."""

import re
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

from ..findings.diagnostic import DecodeError
from ..findings.findings import Findings

if TYPE_CHECKING:
    from email.message import Message

MAX_MAIL_OCTETS = 102_400
"""More octets no mail may have (C-SIZE, R-KB)."""

LARGEST_WRITTEN = 100_000
"""More octets the encoder does not write (R-KB)."""

_LONGEST_HEADER = 8192

# The headers whose parameters the standard library reads, in a time that grows with the square of their length.
_WITH_PARAMETERS = re.compile(rb"\n(?i:Content-(?:Type|Disposition))[ \t]*:[^\n]*+(?:\n[ \t][^\n]*+)*+")
_MULTIPARTS = 100
_MULTIPART = re.compile(rb"\n(?i:Content-Type)[ \t]*:[ \t\r\n]*+(?i:multipart/)")
_LONE_CR = re.compile(rb"\r(?!\n)")
_EMPTY_LINE = re.compile(rb"\n\r?\n")
_NAMELESS = re.compile(rb"(?:(?:[!-9;-~]++:|[ \t]|From )[^\n]*+\n)*+(?=:)")
"""The headers before the first line without a name before its colon; the body begins there, if no line before it is none."""


def parse(found: Findings, raw: bytes) -> "Message":
    """The mail *raw*.

    Raises :class:`DecodeError` for one that is too large, holds a NUL, or is made to take long.
    """
    if len(raw) > MAX_MAIL_OCTETS:
        found.add("mail-size", "mail", MAX_MAIL_OCTETS, len(raw), f"the mail has {len(raw)} octets")
        raise DecodeError(found)
    if b"\0" in raw:
        _refuse(found, "mail-nul", raw.index(b"\0"))
    # Each line of a mail is held against the borders of all the parts that it is in.
    if raw.count(b"/") > _MULTIPARTS and len(_MULTIPART.findall(b"\n" + raw)) > _MULTIPARTS:
        _refuse(found, "mail-nested", 0)
    if len(raw) > LARGEST_WRITTEN:
        found.add("mail-large", "mail", LARGEST_WRITTEN, len(raw))
    raw = _with_an_empty_line(raw)
    if len(raw) > _LONGEST_HEADER:
        # To the parser a carriage return ends a line as well.
        for header in _WITH_PARAMETERS.finditer(b"\n" + _LONE_CR.sub(b"\n", raw)):
            if len(header[0].strip(b"\r\n")) > _LONGEST_HEADER:
                _refuse(found, "mail-header-length", header.start())
        with careful(found):
            if mail := _with_one_long_part(raw):
                return mail
    from email import message_from_bytes  # Whoever has no mail shall not wait for it.

    with careful(found):
        return message_from_bytes(raw)


@contextmanager
def careful(found: Findings) -> Generator[None, None, None]:
    """Refuse the mails that make the standard library raise: with parts too deep in one another, be they mails, and with
    parameters that are numbered in a way that it does not expect."""
    try:
        yield
    except DecodeError:
        raise
    except RecursionError:
        found.add("mail-nested", "mail", 0, 0)
        raise DecodeError(found) from None
    except (TypeError, ValueError):
        found.add("mail-part", "mail.content-type", 0, 0, "the parameters of Content-Type cannot be read")
        raise DecodeError(found) from None


def _with_an_empty_line(raw: bytes) -> bytes:
    """*raw* with an empty line before the first one that can be no header (R-NOEMPTYLINE).

    The standard library puts one before most such lines. It loses those with no name before the colon, as a request with
    an API key is, and a first line that begins with white space.
    """
    if raw.startswith((b" ", b"\t")):
        return b"\n" + raw
    # Before the first empty line; there may be none, and it may be the first of all.
    line = _NAMELESS.match(raw)
    return raw[: line.end()] + b"\n" + raw[line.end() :] if line else raw


def _with_one_long_part(raw: bytes) -> "Message | None":
    """The mail *raw* if it has no parts: then the parser would only take its body to lines and put them together again."""
    from email import message_from_bytes

    head = _EMPTY_LINE.search(raw)
    if head is None or _LONE_CR.search(raw, 0, head.end()):
        return None
    mail = message_from_bytes(raw[: head.end()])
    if mail.get_content_maintype() != "text" or mail.get_payload(decode=True):
        return None
    mail.set_payload(raw[head.end() :])
    return mail


def _refuse(found: Findings, code: str, offset: int) -> NoReturn:
    found.add(code, "mail", offset, offset)
    raise DecodeError(found)
