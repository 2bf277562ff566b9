"""Reading the mails of a mailbox in one file (mbox) one after another, and never holding more than one."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ...codec.mail.parse import MAX_MAIL_OCTETS
from .file_kind import is_from_line
from .texts import CHUNK

HELD = MAX_MAIL_OCTETS + 1
"""So many octets are held of a mail, which shows that one with more is too large."""

_EMPTY_LINES = re.compile(rb"(?:\r?\n)*+")
_BORDER = re.compile(rb"^\r?\n(From [^\n]*+)\n?", re.MULTILINE)
_FROM_LINE = re.compile(rb"From [^\n]*+\n?")
_QUOTATION_MARK = re.compile(rb"^>(?=>*From )", re.MULTILINE)


class MailOctets(NamedTuple):
    """The octets of a mail, or as many as are held, and how many there are."""

    octets: bytes
    size: int


class NotAMailbox(ValueError):
    """There is something in front of the first From line."""


def mail_of(pieces: Iterable[bytes]) -> MailOctets:
    """The one mail that *pieces* make."""
    gathering = _Gathering()
    for piece in pieces:
        gathering.add(piece)
    return gathering.mail()


def mails_of(chunks: Iterable[bytes]) -> Iterator[MailOctets]:
    """The mails of the mailbox that *chunks* are, without what it adds to them (mboxrd).

    That is the From line in front, the empty line behind, and one ``>`` at the beginning of each line that has but ``>``
    before ``From ``.
    """
    gathering: _Gathering | None = None
    in_from_line = False
    for begins, block in _blocks(chunks):
        at = 0
        if begins and gathering is None:
            at = _EMPTY_LINES.match(block).end()  # pyright: ignore[reportOptionalMemberAccess]
            if at == len(block):
                continue
            first = _FROM_LINE.match(block, at)
            if not first:
                raise NotAMailbox
            gathering, at = _Gathering(), first.end()
        assert gathering, "the first block begins a line"
        if not begins:
            gathering.add(b"" if in_from_line else block)
            continue
        for border in _BORDER.finditer(block, at):
            if is_from_line(border[1]):
                gathering.add(_without_marks(block[at : border.start()]))
                yield gathering.mail()
                gathering, at = _Gathering(), border.end()
        gathering.add(_without_marks(block[at:]))
        in_from_line = at == len(block)
    if gathering:
        yield gathering.mail()


def _without_marks(lines: bytes) -> bytes:
    return _QUOTATION_MARK.sub(b"", lines) if b">From " in lines else lines


def _blocks(chunks: Iterable[bytes]) -> Iterator[tuple[bool, bytes]]:
    """Whole lines, as many at once as a chunk has, and whether they are so: a line longer than a chunk comes in pieces.

    An empty line comes with the one behind it, and not at all where it is the last.
    """
    rest, begins = b"", True
    for chunk in chunks:
        rest += chunk
        end = rest.rfind(b"\n") + 1
        if not begins and end:
            end = rest.index(b"\n") + 1
            yield False, rest[:end]
            rest, begins = rest[end:], True
            end = rest.rfind(b"\n") + 1
        for empty in (b"\r\n", b"\n"):
            if rest.endswith((b"\n" + empty), 0, end) or rest[:end] == empty:
                end -= len(empty)
                break
        if end:
            yield True, rest[:end]
            rest = rest[end:]
        if len(rest) > CHUNK:
            yield begins, rest
            rest, begins = b"", False
    if rest not in (b"", b"\n", b"\r\n"):
        yield begins, rest


class _Gathering:
    """A mail that comes piece by piece."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._size = 0

    def add(self, piece: bytes) -> None:
        self._size += len(piece)
        if len(self._held) < HELD:
            self._held += piece[: HELD - len(self._held)]

    def mail(self) -> MailOctets:
        return MailOctets(bytes(self._held), self._size)
