"""A mail cut into its parts, in a time that its size bounds (R-HEADERLEN, R-NESTED, R-NOEMPTYLINE, R-NUL, R-KB).

The parser of the standard library holds each line against the boundary of each multipart that the line is in, and each
parameter against all in front of it, so that a mail of 100 KB can take it ten seconds. Here one expression finds the
lines that could be boundaries and another the headers that count; an octet is looked at by each of them once. The tests
hold the result to that of the standard library, which still reads what RFC 2231 made of parameters.
"""

import re

from msgspec import Struct

from ..findings.diagnostic import DecodeError
from ..findings.findings import Findings

MAX_MAIL_OCTETS = 102_400
"""More octets no mail may have (C-SIZE, R-KB)."""

MAX_WRITTEN_OCTETS = 100_000
"""More octets the encoder does not write (R-KB)."""

_MAX_HEADER_OCTETS = 8192
_MAX_MULTIPARTS = 100
_MAX_BOUNDARY_LINES = 1024
"""Of lines that could be boundaries, so of parts."""

_LINE_BREAK = rb"(?:\r\n|[\r\n])"
_VALUE = rb"[^\r\n]*+(?:%b[ \t][^\r\n]*+)*+" % _LINE_BREAK
_HEAD = re.compile(
    rb"(?:From [^\r\n]*+(?:%b|\Z))?+" % _LINE_BREAK  # as mailbox files have it
    + rb"(?P<headers>(?:(?!--)[!-9;-~]++[ \t]*+:%b(?:%b|\Z))*+)" % (_VALUE, _LINE_BREAK)
    + rb"%b?+" % _LINE_BREAK
)
"""The headers and the empty line behind them; without one they end before the first line that is none."""
_HEADER = re.compile(
    # The look behind, which makes it a name at the start of its line, comes late to keep the search quick.
    rb"[Cc](?<![^\r\n].)(?i:ontent-(?P<name>type|disposition|transfer-encoding))[ \t]*+:(?P<value>%b)" % _VALUE,
    re.DOTALL,
)
_BOUNDARY_LINE = re.compile(rb"(?<=[\r\n])--([^\r\n]*+)%b?+" % _LINE_BREAK)
_FOLD = re.compile(r"[\r\n]+")
_PARAMETER = re.compile(r';((?:[^;"]|"(?:[^"\\]|\\.)*+(?:"|\\?\Z))*+)', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)

_Headers = dict[bytes, list[re.Match[bytes]]]


class Part(Struct, frozen=True):
    """A part of a mail, or the whole of one that is not multipart."""

    type: str
    """As Content-Type has it, in lower case."""
    body: bytes
    """As it stands in the mail."""
    start: int
    """Where the body begins in the mail."""
    headers: _Headers
    """Those that say what the part is, by the last word of their names; the first of each is the one that counts."""

    def header(self, name: bytes) -> str:
        """The value of the header ``Content-`` *name* on one line, or an empty text."""
        return _value(self.headers, name)

    def parameters(self) -> dict[str, str]:
        """The parameters of Content-Type.

        Raises :class:`ValueError` where they are numbered so that nobody could put them together.
        """
        return _parameters(self.header(b"type"))

    @property
    def span(self) -> tuple[int, int]:
        """The whole of the body, as the place of a finding: its offsets count in what it names."""
        return 0, len(self.body)

    def place(self, name: bytes) -> tuple[int, int]:
        """The whole of the header ``Content-`` *name*."""
        return 0, len(self.headers[name][0][0]) if name in self.headers else 0


def parts_of(found: Findings, raw: bytes) -> list[Part]:
    """The parts of the mail *raw* that are neither multipart nor attached, in order; a mail within it is one of them.

    What is in an attached multipart is attached with it (RFC 2183, 2.10). A multipart without a boundary is a part.

    Raises :class:`DecodeError` for a mail that is too large, holds a NUL, or has too much of what makes parts.
    """
    if len(raw) > MAX_MAIL_OCTETS:
        found.add("mail-size", "mail", MAX_MAIL_OCTETS, len(raw), f"the mail has {len(raw)} octets")
        raise DecodeError(found)
    if b"\0" in raw:
        raise _refused(found, "mail-nul", raw.index(b"\0"))
    start, headers = _head(found, raw, 0)
    type = _type(headers, "text/plain")
    boundary = _boundary(found, headers, type)
    if boundary is None:
        return [Part(type, raw[start:], start, headers)]
    if raw.count(b"\n--") + raw.count(b"\r--") > _MAX_BOUNDARY_LINES:
        raise _refused(found, "mail-nested", start, f"more than {_MAX_BOUNDARY_LINES} lines could be borders of parts")
    return _Cutting(found, raw).parts(start, boundary, type)


class _Cutting:
    """A multipart mail on the way through its lines."""

    def __init__(self, found: Findings, raw: bytes):
        self._found = found
        self._raw = raw
        self._boundaries: list[bytes] = []
        """Of the multiparts that are open, from the outside in."""
        self._types: list[str] = []
        self._opened = 0
        self._begun = 0
        self._part: tuple[str, int, _Headers] | None = None
        self._parts: list[Part] = []

    def parts(self, start: int, boundary: bytes, type: str) -> list[Part]:
        self._open(boundary, type)
        for line in _BOUNDARY_LINE.finditer(self._raw, start):
            name = line[1].rstrip(b" \t")
            if name in self._boundaries:
                self._close(name, line.start())
                self._begin(line.end())
            elif name.endswith(b"--") and name[:-2] in self._boundaries:
                self._close(name[:-2], line.start())
                del self._boundaries[-1], self._types[-1]
        self._end(len(self._raw))
        return self._parts

    def _open(self, boundary: bytes, type: str) -> None:
        self._opened += 1
        if self._opened > _MAX_MULTIPARTS:
            raise _refused(self._found, "mail-nested", 0)
        self._boundaries.append(boundary)
        self._types.append(type)

    def _close(self, boundary: bytes, at: int) -> None:
        """End the part before a line, and all multiparts within the one whose boundary it is."""
        if self._begun == at:
            self._part = None  # Between two boundaries that follow each other there is none.
        # The line break before a boundary belongs to it.
        self._end(at - (2 if self._raw[at - 2 : at] == b"\r\n" else 1))
        while self._boundaries[-1] != boundary:
            del self._boundaries[-1], self._types[-1]

    def _begin(self, at: int) -> None:
        self._begun = at
        start, headers = _head(self._found, self._raw, at)
        type = _type(headers, "message/rfc822" if self._types[-1] == "multipart/digest" else "text/plain")
        if _first_word(_value(headers, b"disposition")) == "attachment":
            return
        boundary = _boundary(self._found, headers, type)
        if boundary is None:
            self._part = type, start, headers
        else:
            self._open(boundary, type)

    def _end(self, at: int) -> None:
        if self._part:
            type, start, headers = self._part
            self._parts.append(Part(type, self._raw[start:at], start, headers))
            self._part = None


def _head(found: Findings, raw: bytes, start: int) -> tuple[int, _Headers]:
    """Where the body begins, and the headers that count."""
    head = _HEAD.match(raw, start)
    assert head  # It matches everywhere.
    headers: _Headers = {}
    for header in _HEADER.finditer(raw, *head.span("headers")):
        name = header["name"].lower()
        if name != b"transfer-encoding" and header.end() - header.start() > _MAX_HEADER_OCTETS:
            raise _refused(found, "mail-header-length", header.start())
        headers.setdefault(name, []).append(header)
    return head.end(), headers


def _value(headers: _Headers, name: bytes) -> str:
    return _FOLD.sub("", headers[name][0]["value"].decode("latin-1")) if name in headers else ""


def _first_word(value: str) -> str:
    return value.partition(";")[0].partition("(")[0].strip().lower()


def _type(headers: _Headers, default: str) -> str:
    """What the part is: plain text too if Content-Type has no word that could be a type (RFC 2045, 5.2)."""
    if b"type" not in headers:
        return default
    type = _first_word(_value(headers, b"type"))
    return type if type.count("/") == 1 else "text/plain"


def _boundary(found: Findings, headers: _Headers, type: str) -> bytes | None:
    if not type.startswith("multipart/"):
        return None
    try:
        boundary = _parameters(_value(headers, b"type")).get("boundary")
    except ValueError:
        raise unreadable_parameters(found, len(headers[b"type"][0][0])) from None
    return None if boundary is None else boundary.rstrip().encode("latin-1", "replace")


def unreadable_parameters(found: Findings, size: int) -> DecodeError:
    """The refusal of a Content-Type of *size* octets whose parameters nobody could put together."""
    found.add("mail-part", "mail.content-type", 0, size, "the parameters of Content-Type cannot be read")
    return DecodeError(found)


def _parameters(value: str) -> dict[str, str]:
    pieces = [piece.partition("=") for piece in _PARAMETER.findall(value) if "=" in piece]
    pairs = [(name.strip().lower(), given.strip()) for name, _, given in pieces]
    if any("*" in name for name, _ in pairs):
        pairs = _put_together(pairs)
    return {name: _unquoted(given) for name, given in reversed(pairs)}  # The first of a name counts.


def _unquoted(value: str) -> str:
    return _ESCAPED.sub(r"\1", value[1:-1]) if len(value) > 1 and value[0] == value[-1] == '"' else value


def _put_together(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """*pairs* of which some are pieces, or are written in another charset (RFC 2231)."""
    from email.utils import decode_params  # Few mails need it, and loading it takes a while.

    try:
        # It expects the type in front. It compares what has the same number, and makes a number of any digits.
        whole = decode_params([("", ""), *pairs])[1:]
    except (TypeError, ValueError) as error:
        raise ValueError(str(error)) from None
    return [(name, value if isinstance(value, str) else value[2]) for name, value in whole]


def _refused(found: Findings, code: str, offset: int, says: str | None = None) -> DecodeError:
    found.add(code, "mail", offset, offset, says)
    return DecodeError(found)
