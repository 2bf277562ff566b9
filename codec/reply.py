"""Replies: the line that answers a request, to :class:`Accepted` or :class:`Rejected` and back."""

from collections.abc import Callable

from msgspec.structs import replace

from ..grammar import TERMINALS, form, terminal
from .findings.diagnostic import DecodeError, Diagnostic, EncodeError
from .findings.findings import Findings, is_whole
from .model import Accepted, Rejected, Reply
from .shape import as_typed, to_reply

WITH_ID = frozenset({3, 6, 7, 8})
"""The errors that are answered with an id (C-ERR, C-ERR-ID)."""


_ACCEPTED, _REJECTED = form("accepted"), form("rejected")
_matches_id = terminal("ID").fullmatch
_PIECES = (
    ("OK - ", "COUNT", " SMS, ID - ", "ID"),
    ("ERROR = ", "ERROR_NUMBER", " (", "DESCRIPTION", ", ID - ", "ID"),
)
"""The two forms, piece by piece: terminals, and what stands between them."""

_NUMBERS = {"COUNT": ("reply-count", "sms"), "ERROR_NUMBER": ("reply-error", "error")}
_MAX_COUNT = 999_999_999  # R-REPLYCOUNT


def decode_reply(text: str, *, report: Callable[[Diagnostic], object] | None = None) -> Reply:
    """The reply that *text* is; white space and line breaks around it do not matter (C-OK, C-ERR, C-ERR-ID, R-REPLYWS).

    *report*, if given, gets a warning for an id where the error has none, or none where it has one (R-REPLYID).

    >>> decode_reply("ERROR = 7 (bad number), ID - 42")
    Rejected(error=7, description='bad number', id='42')

    Raises :class:`DecodeError` if *text* is no reply. Its findings have no error number: those are about requests.
    """
    if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise DecodeError(Findings.of_no_text("a reply is a str"))
    reply = _read(text)
    if reply is None:
        raise DecodeError(_errors(text))
    if report is not None:
        for diagnostic in _doubts(text, reply):
            report(diagnostic)
    return reply


def encode_reply(reply: Reply) -> str:
    """The line for *reply* (C-OK, C-ERR, C-ERR-ID).

    >>> encode_reply(Rejected(1, "error in parameters"))
    'ERROR = 1 (error in parameters)'

    Raises :class:`EncodeError` for a number out of range, an id that is none, a description of more than one line, and
    an id that the error forbids or lacks (R-REPLYID).
    """
    if _is_right(reply):
        return _write(reply)
    reply = as_typed(reply, to_reply(reply))
    line = _write(reply)
    refused = _doubts(line, reply) if _read(line) else _errors(line)
    if not any(refused):
        # White space at the end of the id would be taken for white space around the reply.
        refused.add("reply-form", "id", len(line), len(line), "white space is no part of an id")
    raise EncodeError(replace(one, severity="error") for one in refused)


def _is_right(reply: object) -> bool:
    """Whether each value of *reply* is what the grammar has in its place."""
    if type(reply) is Accepted:
        sms, id = reply.sms, reply.id
        return type(sms) is int and 1 <= sms <= _MAX_COUNT and type(id) is str and _matches_id(id) is not None
    if type(reply) is not Rejected:
        return False
    error, description, id = reply.error, reply.description, reply.id
    return (
        (type(error) is int and 1 <= error <= 9 and (error in WITH_ID) == (id is not None))
        and (id is None or (type(id) is str and _matches_id(id) is not None))
        and type(description) is str
        # No line break, and no half of a surrogate pair, can be printed.
        and (
            description.isprintable() or (is_whole(description) and "\n" not in description and "\r" not in description)
        )
    )


def _write(reply: object) -> str:
    if type(reply) is Accepted:
        return f"OK - {reply.sms} SMS, ID - {reply.id}"
    if type(reply) is Rejected:
        line = f"ERROR = {reply.error} ({reply.description})"
        return line if reply.id is None else f"{line}, ID - {reply.id}"
    return ""  # What is of another type is refused for its shape.


def _read(text: str) -> Reply | None:
    if accepted := _ACCEPTED.fullmatch(text):
        sms, id = accepted.groups()
        return Accepted(int(sms), id)
    rejected = _REJECTED.fullmatch(text)
    if rejected is None or not is_whole(text):
        return None
    error, description, id = rejected.groups()
    return Rejected(int(error), description[:-1], id)


def _is_doubtful(reply: Reply) -> bool:
    """Whether there is an id that the error forbids, or none where it demands one (R-REPLYID)."""
    return isinstance(reply, Rejected) and (reply.error in WITH_ID) != (reply.id is not None)


def _doubts(text: str, reply: Reply) -> Findings:
    """What is to be said of a reply that is accepted."""
    found = Findings(text, is_reply=True)
    if isinstance(reply, Accepted) or not _is_doubtful(reply):
        return found
    if reply.id is None:
        found.add("reply-id-missing", "id", len(text), len(text))
    else:
        start = text.rindex(reply.id)
        found.add("reply-id-unexpected", "id", start, start + len(reply.id))
    return found


def _errors(text: str) -> Findings:
    """Why *text* is no reply: where it stops to be one; a number out of its range is named as that."""
    found = Findings(text, is_reply=True)
    if _ACCEPTED.fullmatch(text) or _REJECTED.fullmatch(text):
        return found  # Half a character is all that is wrong.
    at, beside = max(_stop(text, pieces) for pieces in _PIECES)
    code, field = "reply-form", ""
    if text[at : at + 1].isalnum():
        code, field = next((_NUMBERS[name] for name in beside if name in _NUMBERS), (code, field))
    found.add(code, field, at, min(at + 1, len(text)))
    return found


def _stop(text: str, pieces: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    """Where *text* stops to be of *pieces*, and the pieces before and behind that place."""
    at = _behind("_EDGE", text, 0) or 0
    for number, piece in enumerate(pieces):
        end = _behind(piece, text, at)
        if end is None and pieces[number - 1] == "DESCRIPTION":
            return _behind("_EDGE", text, at) or at, ()  # The id may be missing, and the reply end here.
        if end is None:
            return at, pieces[max(number - 1, 0) : number + 1]
        at = end
    return _behind("_EDGE", text, at) or at, pieces[-1:]


def _behind(piece: str, text: str, at: int) -> int | None:
    """Where the *piece* ends that begins at *at*; ``None`` if it does not."""
    if piece not in TERMINALS:
        return at + len(piece) if text.startswith(piece, at) else None
    match = terminal(piece).match(text, at)
    return match.end() if match else None
