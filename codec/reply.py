"""Replies: the line that answers a request, to :class:`Accepted` or :class:`Rejected` and back."""

from collections.abc import Callable

from msgspec.structs import replace

from ..grammar import form
from .diagnostic import DecodeError, Diagnostic, EncodeError
from .findings import Findings
from .model import Accepted, Rejected, Reply
from .shape import as_typed, to_reply

WITH_ID = frozenset({3, 6, 7, 8})
"""The errors that are answered with an id (C-ERR, C-ERR-ID)."""


_NUMBERS = {"COUNT": ("reply-count", "sms"), "ERROR_NUMBER": ("reply-error", "error")}


def decode_reply(text: str, *, report: Callable[[Diagnostic], object] | None = None) -> Reply:
    """The reply that *text* is; white space and line breaks around it do not matter (C-OK, C-ERR, C-ERR-ID, R-REPLYWS).

    *report*, if given, gets a warning for an id where the error has none, or none where it has one (R-REPLYID).

    Raises :class:`DecodeError` if *text* is no reply. Its findings have no error number: those are about requests.
    """
    found, reply = _read(text)
    if reply is None:
        raise DecodeError(found)
    if report is not None:
        for diagnostic in found:
            report(diagnostic)
    return reply


def encode_reply(reply: Reply) -> str:
    """The line for *reply* (C-OK, C-ERR, C-ERR-ID).

    Raises :class:`EncodeError` for a number out of range, an id that is none, a description of more than one line, and
    an id that the error forbids or lacks (R-REPLYID).
    """
    reply = as_typed(reply, to_reply(reply))
    line = _write(reply)
    found, again = _read(line)
    if again != reply and not found.refused:
        # White space at the end of the id would be taken for white space around the reply.
        found.add("reply-form", "id", len(line), len(line), "white space is no part of an id")
    if refused := list(found):
        raise EncodeError(replace(one, severity="error") for one in refused)
    return line


def _write(reply: Reply) -> str:
    match reply:
        case Accepted(sms, id):
            return f"OK - {sms} SMS, ID - {id}"
        case Rejected(error, description, id):
            return f"ERROR = {error} ({description}){'' if id is None else f', ID - {id}'}"


def _read(text: object) -> tuple[Findings, Reply | None]:
    if not isinstance(text, str):
        return Findings.of_no_text("a reply is a str"), None
    found = Findings(text, is_reply=True)
    if accepted := form("accepted").fullmatch(text):
        return found, Accepted(int(accepted["sms"]), accepted["id"])
    rejected = form("rejected").fullmatch(text)
    if rejected is None:
        _explain(found)
        return found, None
    reply = Rejected(int(rejected["error"]), rejected["description"][:-1], rejected["id"])
    if reply.id is None and reply.error in WITH_ID:
        found.add("reply-id-missing", "id", len(text), len(text))
    elif reply.id is not None and reply.error not in WITH_ID:
        found.add("reply-id-unexpected", "id", *rejected.span("id"))
    return found, None if found.refused else reply


def _explain(found: Findings) -> None:
    """Note where the text stops to be a reply; a number out of its range is named as that."""
    from ..grammar.misfit import misfit  # Lark is slow to load, and a good reply needs none of it.

    where = misfit("reply", found.text)
    if where is None:
        raise AssertionError("the derived expressions refuse what the grammar takes")
    at = where.offset
    code, field = "reply-form", ""
    if found.text[at : at + 1].isalnum():
        beside = where.expected | {where.after}
        code, field = next((_NUMBERS[name] for name in _NUMBERS if name in beside), (code, field))
    found.add(code, field, at, min(at + 1, len(found.text)))
