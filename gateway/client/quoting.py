"""What a server says, where none of it can come from what was sent to it.

A server may quote a mail, with the password in it, and in whatever spelling: in capitals, letter by letter, over several
lines, in base64. So nothing is looked for and masked. What is said is shown if it consists of plain words, and no run of
it occurs in what was sent; else not at all.
"""

import re
from base64 import b64encode
from codecs import encode
from collections.abc import Iterator

from ...codec import Request

_STATUS = re.compile(r"[245]\.[0-7]\.[0-9]{1,2}(?![0-9.])")
"""An enhanced status (RFC 3463), which has room for nothing else."""

_WORD = re.compile(r"[(\"']?(?:[A-Z]?[a-z]{2,14}|[AaI]|[A-Z]{2,5})(?:['-][a-z]{1,14})?[)\"']?[.,;:!?]?")
_MOST_WORDS = 40

_LONGEST_OF_PASSWORD, _LONGEST_OF_MAIL = 2, 5
"""Letters and digits in a row that both may have by chance."""


def shown_of(said: str, sent: str, psw: str) -> str:
    """What of *said*, the text of an answer, can only come from the server, and not from the mail *sent* or the password
    *psw* in it: its enhanced status, and all of the text or none."""
    status = _STATUS.match(said)
    text = said[status.end() :] if status else said
    parts = [
        status[0] if status and status[0] not in sent + psw else "",
        text if _is_their_own(text, sent, psw) else "",
    ]
    return " ".join(" ".join(parts).split())


def is_harmless(id: str, request: Request) -> bool:
    """Whether *id*, of a reply to *request*, may be shown: it is the client's own, or has no run of the password."""
    return id == request.id or not _has_run_of(request.psw, _LONGEST_OF_PASSWORD, _plain(id))


def _is_their_own(said: str, sent: str, psw: str) -> bool:
    words = said.split()
    if len(words) > _MOST_WORDS or not all(map(_WORD.fullmatch, words)):
        return False
    plain = _plain(said)
    return not (_has_run_of(psw, _LONGEST_OF_PASSWORD, plain) or _has_run_of(sent, _LONGEST_OF_MAIL, plain))


def _has_run_of(known: str, by_chance: int, plain: str) -> bool:
    """Whether *plain* has more letters and digits of *known* in a row than there may be by chance, in any spelling."""
    for spelling in map(_plain, _spellings(known)):
        length = min(len(spelling), by_chance + 1)
        if length and any(run in spelling for run in _runs(plain, length)):
            return True
    return False


def _runs(plain: str, length: int) -> Iterator[str]:
    for at in range(len(plain) - length + 1):
        yield plain[at : at + length]


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _spellings(text: str) -> Iterator[str]:
    """*text* as it is, backwards, in rot13 and in base64, wherever that begins."""
    yield text
    yield text[::-1]
    yield encode(text, "rot13")
    octets = text.encode("utf-8", "surrogatepass")
    for offset in range(3):
        # The characters in which no other octet has a part.
        begin, end = -(-offset * 4 // 3), (offset + len(octets)) * 4 // 3
        yield b64encode(bytes(offset) + octets).decode("ascii")[begin:end]
