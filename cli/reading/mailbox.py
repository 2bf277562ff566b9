"""Reading the mails of a mailbox in one file (mbox) one after another, and never holding more than one."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import NamedTuple

from ...codec.mail.parse import MAX_MAIL_OCTETS
from .file_kind import is_from_line
from .texts import CHUNK

HELD = MAX_MAIL_OCTETS + 1
"""So many octets are held of a mail, which shows that one with more is too large."""

_EMPTY_LINES = (b"\n", b"\r\n")


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
    empty = b""  # the empty line just read: the next From line makes it the one behind the mail
    begins, is_from = True, False
    for piece in _pieces(chunks):
        if begins and piece in _EMPTY_LINES:
            if gathering and empty:
                gathering.add(empty)
            empty = piece
            continue
        if begins:
            is_from = is_from_line(piece) if gathering and empty else gathering is None
            if is_from:
                if gathering:
                    yield gathering.mail()
                elif not piece.startswith(b"From "):
                    raise NotAMailbox
                gathering, empty = _Gathering(), b""
            elif piece[:1] == b">" and piece.lstrip(b">").startswith(b"From "):
                piece = piece[1:]
        if gathering and not is_from:
            if empty:
                gathering.add(empty)
                empty = b""
            gathering.add(piece)
        begins = piece.endswith(b"\n")
    if gathering:
        yield gathering.mail()


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Lines with their ends; those that are longer than a chunk in pieces."""
    rest = b""
    for chunk in chunks:
        lines = BytesIO(rest + chunk).readlines()  # which end in a line feed, and not in a carriage return alone
        rest = lines.pop() if lines and not lines[-1].endswith(b"\n") else b""
        yield from lines
        if len(rest) > CHUNK:
            yield rest
            rest = b""
    if rest:
        yield rest


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
