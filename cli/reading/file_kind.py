"""What a file holds, by its name and by how it begins: a request line, a mail, or a mailbox in one file."""

import re
from os.path import splitext
from typing import Literal

from ...codec.mail.parse import MAX_MAIL_OCTETS

Kind = Literal["line", "mail", "mbox"]
Forced = Literal["line", "lines", "mail"] | None
"""What the user says that a file is; a mailbox is recognised among mails, and ``lines`` is a request in each line."""

_MARK = b"\xef\xbb\xbf"

_KNOWN = (
    rb"Received|Return-Path|From|Sender|Reply-To|To|Cc|Bcc|Subject|Date|Message-ID|In-Reply-To|References"
    rb"|MIME-Version|User-Agent|Delivered-To|Envelope-To|Authentication-Results|DKIM-Signature"
    rb"|(?:Content|Resent|List|ARC|X)-[A-Za-z0-9-]+"
)
_HEADERS = re.compile(
    rb"(?P<first>(?i:%s)[ \t]*+:[^\n]*+(?:\n|\Z))(?:(?:[!-9;-~]++[ \t]*+:|[ \t])[^\n]*+(?:\n|\Z))*+(?P<end>\r?\n)?"
    % _KNOWN
)

# A login may be the name of a header. Behind the colon of a header there is nearly always a space, and there are seldom
# five more colons.
_REQUEST_ALL_THE_SAME = re.compile(rb"[^:]*+:(?!\s)(?:[^:\n]*+:){5}")

_STRUCTURAL_COLONS = 6
_CLOCK = re.compile(rb"\d:\d\d")
_YEAR = re.compile(rb"(?<!\d)(?:19|20)\d\d(?!\d)")


def kind_of(name: str, first: bytes, forced: Forced) -> Kind:
    """What the file *name* holds, unless *forced* says it; *first* are its first octets, enough for a whole mail."""
    if forced in ("line", "lines"):
        return "line"
    kind = _recognised(name, first)
    if forced == "mail" and kind == "line":
        return "mbox" if first.startswith(b"From ") else "mail"
    return kind


def is_from_line(line: bytes) -> bool:
    """Whether *line* can be the one in front of a mail in a mailbox: with a date, or bare as Thunderbird writes it.

    One that only begins with the word From is a line of a message, though it should have been quoted.
    """
    if not line.startswith(b"From "):
        return False
    return line.rstrip() in (b"From", b"From -") or bool(_CLOCK.search(line) and _YEAR.search(line))


def without_mark(octets: bytes) -> bytes:
    """*octets* without the byte order mark that an editor puts in front of the headers."""
    return octets.removeprefix(_MARK)


def _recognised(name: str, first: bytes) -> Kind:
    ending = splitext(name)[1].lower()
    if ending == ".eml":
        return "mail"
    if ending == ".mbox" or _begins_as_mbox(first):
        return "mbox"
    return "mail" if _begins_with_headers(without_mark(first)) else "line"


def _begins_as_mbox(first: bytes) -> bool:
    line = first.partition(b"\n")[0]
    return is_from_line(line) and line.count(b":") < _STRUCTURAL_COLONS


def _begins_with_headers(first: bytes) -> bool:
    found = _HEADERS.match(first)
    if not found or _REQUEST_ALL_THE_SAME.match(found["first"]):
        return False
    # Where the headers do not end in what was read, they are those of a mail that is too large.
    return found["end"] is not None or (found.end() == len(first) and len(first) > MAX_MAIL_OCTETS)
