"""Whether the replies of a gateway are those that were due: compared by what they say (R-REPLYWS, R-REPLYDESC).

What is due for an event is written as null, where nobody is answered, or as the text of a reply, whose description is
free; or as an object: ``{"text": …}``, with ``"id": "assigned"`` where the id is the server's (R-IDAUTO), with
``"error": "any"`` where the number of the error is free (R-FLOODERR), or with both; or ``{"any": true}``.
"""

from typing import cast

from ..codec import Accepted, DecodeError, Rejected, Reply, decode_reply
from ..codec.reply import WITH_ID
from ..codec.request.line import is_no_id_number
from .escape import quoted
from .values import JSON

LONGEST_REPLY = 10_000
"""Characters; the text of a reply is one short line."""


def differing_reply(due: list[JSON], given: list[JSON]) -> str | None:
    """Where *given*, texts and nulls, is first not what was *due*, in words; ``None`` where all of it is."""
    if len(given) != len(due):
        return f"there are {len(given)} replies, and {len(due)} were due, one for each event"
    for number, (wanted, reply) in enumerate(zip(due, given, strict=True), 1):
        fault = _fault(wanted, cast("str | None", reply))
        if fault:
            return f"reply {number}: {fault}"
    return None


def _fault(wanted: JSON, given: str | None) -> str | None:
    said = None if given is None else _read(given)
    if given is not None and said is None:
        return f"it answered {quoted(given)}, which is no reply"
    members = wanted if isinstance(wanted, dict) else {"text": wanted}
    text = members.get("text")
    if "any" in members or (text is None and given is None):
        return None
    if not isinstance(text, str):
        return f"it answered {quoted(str(given))} where no answer was due"
    if said is None:
        return f"it did not answer where {quoted(text)} was due"
    free_id, free_error = members.get("id") == "assigned", members.get("error") == "any"
    if _agree(decode_reply(text), said, free_id=free_id, free_error=free_error):
        return None
    freedom = [
        " with any number that the server assigns for the id" if free_id else "",
        " with any number for the error" if free_error else "",
    ]
    return f"it answered {quoted(str(given))} where {quoted(text)}{' and'.join(filter(None, freedom))} was due"


def _agree(due: Reply, said: Reply, *, free_id: bool, free_error: bool) -> bool:
    match due, said:
        case Accepted(), Accepted():
            return said.sms == due.sms and _is_due_id(said.id, due.id, free_id)
        case Rejected(), Rejected() if free_error:
            # Which id is due follows from the error (C-ERR, C-ERR-ID).
            return _is_due_id(said.id, due.id if said.error in WITH_ID else None, free_id)
        case Rejected(), Rejected():
            return said.error == due.error and _is_due_id(said.id, due.id, free_id)
        case _:
            return False


def _is_due_id(said: str | None, due: str | None, is_free: bool) -> bool:
    if due is None or not is_free:
        return said == due
    return said is not None and said.isdecimal() and not is_no_id_number(said)


def _read(text: str) -> Reply | None:
    if len(text) > LONGEST_REPLY:
        return None
    try:
        return decode_reply(text)
    except DecodeError:
        return None
