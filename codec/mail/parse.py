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
    rb"([Cc](?<![^\r\n].)(?i:ontent-(type|disposition|transfer-encoding))[ \t]*+:(%b))" % _VALUE,
    re.DOTALL,
)
# The look behind comes late to keep the search quick.
_BOUNDARY_LINE = re.compile(rb"--(?<=[\r\n]--)([^\r\n]*+)%b?+" % _LINE_BREAK)
_FOLD = re.compile(r"[\r\n]+")
_PARAMETER = re.compile(r';((?:[^;"]|"(?:[^"\\]|\\.)*+(?:"|\\?\Z))*+)', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)

_SIMPLE_TYPE = re.compile(
    r'[ \t]*+([a-z0-9.+-]++/[a-z0-9.+-]++)[ \t]*+(?:;[ \t]*+charset=(?:"([\w.:-]++)"|([\w.:-]++))[ \t]*+)?+;?+[ \t]*+',
    re.ASCII | re.IGNORECASE,
)
"""The Content-Type of nearly all mails, which is read at once."""


class Head(Struct, frozen=True):
    """What the headers say of a part."""

    type: str
    """As Content-Type has it, in lower case."""
    parameters: dict[str, str] | None
    """Those of Content-Type; none where they are numbered so that nobody could put them together."""
    encoding: str
    """As Content-Transfer-Encoding has it, in lower case."""
    attached: bool
    headers: dict[str, int]
    """The headers that say all that, by the ends of their names, and their sizes; of several the first is the one that counts."""
    end: int
    """Where the body begins in the mail."""
    flaw: str | None = None
    """What is wrong with Content-Type, where it is read in spite of that."""
    is_type_repeated: bool = False
    """Whether there is more than one Content-Type."""

    def place(self, name: str) -> tuple[int, int]:
        """The whole of the header ``Content-`` *name*, as the place of a finding: its offsets count in what it names."""
        return 0, self.headers.get(name, 0)


class Part(Struct, frozen=True):
    """A part of a mail, or the whole of one that is not multipart."""

    head: Head
    body: bytes
    """As it stands in the mail."""

    @property
    def span(self) -> tuple[int, int]:
        """The whole of the body, as the place of a finding."""
        return 0, len(self.body)


def parts_of(raw: bytes) -> list[Part]:
    """The parts of the mail *raw* that are neither multipart nor attached, in order; a mail within it is one of them.

    What is in an attached multipart is attached with it (RFC 2183, 2.10). A multipart without a boundary is a part.

    Raises :class:`DecodeError` for a mail that is too large, holds a NUL, or has too much of what makes parts.
    """
    if len(raw) > MAX_MAIL_OCTETS:
        raise _refused("mail-size", MAX_MAIL_OCTETS, len(raw), f"the mail has {len(raw)} octets")
    if b"\0" in raw:
        raise _refused("mail-nul", raw.index(b"\0"))
    head = _head(raw, 0, "text/plain")
    boundary = _boundary(head)
    if boundary is None:
        return [Part(head, raw[head.end :])]
    if raw.count(b"\n--") + raw.count(b"\r--") > _MAX_BOUNDARY_LINES:
        raise _refused("mail-nested", says=f"more than {_MAX_BOUNDARY_LINES} lines could be borders of parts")
    return _Cutting(raw).parts(head, boundary)


class _Cutting:
    """A multipart mail on the way through its lines."""

    def __init__(self, raw: bytes):
        self._raw = raw
        self._boundaries: list[bytes] = []
        """Of the multiparts that are open, from the outside in."""
        self._types: list[str] = []
        self._opened = 0
        self._begun = 0
        self._part: Head | None = None
        self._parts: list[Part] = []

    def parts(self, head: Head, boundary: bytes) -> list[Part]:
        self._open(boundary, head.type)
        for line in _BOUNDARY_LINE.finditer(self._raw, head.end):
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
            raise _refused("mail-nested")
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
        default = "message/rfc822" if self._types[-1] == "multipart/digest" else "text/plain"
        head = _head(self._raw, at, default)
        if head.attached:
            return
        boundary = _boundary(head)
        if boundary is None:
            self._part = head
        else:
            self._open(boundary, head.type)

    def _end(self, at: int) -> None:
        if self._part:
            self._parts.append(Part(self._part, self._raw[self._part.end : at]))
            self._part = None


def _head(raw: bytes, start: int, default: str) -> Head:
    """What the headers from *start* on say of a part that is of the type *default* if they name none."""
    head = _HEAD.match(raw, start)
    assert head  # It matches everywhere.
    type, parameters, encoding, attached, flaw, twice = default, {}, "", False, None, False
    headers: dict[str, int] = {}
    for header, name, value in _HEADER.findall(raw, *head.span("headers")):
        name = name.decode().lower()
        if name != "transfer-encoding" and len(header) > _MAX_HEADER_OCTETS:
            raise _refused("mail-header-length", raw.index(header, start))
        if name in headers:
            twice = twice or name == "type"
            continue
        headers[name] = len(header)
        value = value.decode("latin-1")
        if "\n" in value or "\r" in value:
            value = _FOLD.sub("", value)
        if name == "type":
            type, parameters, flaw = _content_type(value)
        elif name == "disposition":
            attached = _first_word(value) == "attachment"
        else:
            encoding = value.strip().lower()
    return Head(type, parameters, encoding, attached, headers, head.end(), flaw, twice)


def head_of(raw: bytes) -> bytes:
    """The headers of the mail *raw*, of which no more is looked at than may be read."""
    head = _HEAD.match(raw[:MAX_MAIL_OCTETS])
    return head["headers"] if head else b""


def _first_word(value: str) -> str:
    return value.partition(";")[0].partition("(")[0].strip().lower()


def _content_type(value: str) -> tuple[str, dict[str, str] | None, str | None]:
    """The type, its parameters, and what is wrong with them: plain text too if no word could be a type (RFC 2045, 5.2)."""
    if simple := _SIMPLE_TYPE.fullmatch(value):
        type, quoted, bare = simple.groups()
        return type.lower(), {"charset": quoted or bare} if quoted or bare else {}, None
    type = _first_word(value)
    is_type = type.count("/") == 1
    flaw = None if is_type else "the header Content-Type names no type such as text/plain"
    for piece in _PARAMETER.findall(value):
        name, equals, given = piece.partition("=")
        if (not equals and piece.strip(" \t;")) or (name.strip().lower() == "charset" and not given.strip(' \t"')):
            flaw = flaw or "a parameter of Content-Type has no name or no value"
    return type if is_type else "text/plain", _parameters(value), flaw


def _boundary(head: Head) -> bytes | None:
    if not head.type.startswith("multipart/"):
        return None
    if head.parameters is None:
        raise unreadable_parameters(Findings("", "mail"), head)
    boundary = head.parameters.get("boundary")
    return None if boundary is None else boundary.rstrip().encode("latin-1", "replace")


def unreadable_parameters(found: Findings, head: Head) -> DecodeError:
    """The refusal of a Content-Type whose parameters nobody could put together."""
    found.add("mail-part", "mail.content-type", *head.place("type"), "the parameters of Content-Type cannot be read")
    return DecodeError(found)


def _parameters(value: str) -> dict[str, str] | None:
    pieces = [piece.partition("=") for piece in _PARAMETER.findall(value) if "=" in piece]
    pairs = [(name.strip().lower(), given.strip()) for name, _, given in pieces]
    if any("*" in name for name, _ in pairs):
        from email.utils import decode_params  # Few mails need it, and loading it takes a while.

        try:
            # It expects the type in front. It compares what has the same number, and makes a number of any digits.
            whole = decode_params([("", ""), *pairs])[1:]
        except (TypeError, ValueError):
            return None
        pairs = [(name, value if isinstance(value, str) else value[2]) for name, value in whole]
    return {name: _unquoted(given) for name, given in reversed(pairs)}  # The first of a name counts.


def _unquoted(value: str) -> str:
    return _ESCAPED.sub(r"\1", value[1:-1]) if len(value) > 1 and value[0] == value[-1] == '"' else value


def _refused(code: str, start: int = 0, end: int = 0, says: str | None = None) -> DecodeError:
    found = Findings("", "mail")
    found.add(code, "mail", start, max(start, end), says)
    return DecodeError(found)
