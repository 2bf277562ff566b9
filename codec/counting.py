"""How many SMS a request is: the n of the reply that accepts it (C-OK, C-SEGMENT)."""

from collections.abc import Callable, Mapping
from typing import Annotated

from msgspec import Meta

from ..grammar import terminal
from .content.model import Binary, Content, Flash, Text, Voice
from .content.read import PARAM, contents_of
from .findings.diagnostic import Diagnostic
from .findings.findings import Findings
from .model import Batch, Request, Translit
from .shape import to_request, to_shape
from .sms.segments import segment

_GROUP = terminal("GROUP")

_OCTETS = 140
"""Those of one SMS; how more are divided depends on the header that the client wrote (R-BINSEG)."""

_Groups = dict[str, Annotated[int, Meta(ge=0)]]


def sms_count(
    request: Request,
    groups: Mapping[str, int] | None = None,
    *,
    report: Callable[[Diagnostic], object] | None = None,
) -> int | None:
    """The number of SMS that a server answers for *request*: parts times recipients, summed over the rows of a list.

    *groups* gives the number of recipients in each group (``{"G15": 40}``). The kinds that are no SMS of text or octets
    count one for each recipient (R-KINDSEG); a recipient that is named twice counts twice (R-COUNTEACH). ``None`` is an
    undetermined number, and *report*, if given, then gets a note for each reason: transliteration of a text outside
    GSM 03.38 (R-TRANSLITSEG), what may be a comment (R-COMMENT), a call (R-KINDSEG), a group of unknown size (R-GROUPN),
    binary text outside ASCII (R-BINTEXT), octets beyond one SMS (R-BINSEG).

    >>> sms_count(decode_request("alex:psw::::79991234567,G15:hi"), {"G15": 40})
    41
    >>> sms_count(decode_request("alex:psw::::79991234567,G15:hi")) is None
    True

    Raises :class:`EncodeError` for a message that is not of its kind, such as odd hex (R-BINSEG), and for a value that is
    no request or no size.
    """
    request = to_request(request)
    sizes: _Groups = to_shape(dict(groups) if isinstance(groups, Mapping) else groups or {}, _Groups)
    rows = request.body.rows if isinstance(request.body, Batch) else (request.body,)
    total = 0
    unknown = Findings("")
    for index, (row, content) in enumerate(zip(rows, contents_of(request), strict=True)):
        path = f"body.rows[{index}]" if isinstance(request.body, Batch) else "body"
        parts = _parts(content, request.translit)
        if isinstance(parts, str):
            unknown.add(parts, f"{path}.mes", 0, 0)
            parts = 0
        for at, phone in enumerate(row.phones):
            recipients = sizes.get(phone) if _GROUP.fullmatch(phone) else 1
            if recipients is None:
                unknown.add("count-group", f"{path}.phones[{at}]", 0, 0)
            total += parts * (recipients or 0)
    if not any(unknown):
        return total
    if report is not None:
        for reason in unknown:
            report(reason)
    return None


def parts_of(content: Content) -> int:
    """The SMS that one recipient of *content* gets, counted as it stands, where the server may count otherwise.

    A text that is still to be transliterated, or that may end in a comment, is taken as it is, and a call or a binary
    message for one; with those :func:`sms_count` gives ``None`` where it cannot be sure (R-NUNKNOWN).
    """
    return len(segment(content.text).parts) if isinstance(content, Text | Flash) else 1


def _parts(content: Content, translit: Translit) -> int | str:
    """The parts of one message, or the code of the reason why they cannot be known."""
    match content:
        case Text(text) | Flash(text) if PARAM in text:
            return "count-comment"
        case Text(text) | Flash(text) if translit and segment(text).encoding != "gsm7":
            return "count-translit"
        case Voice():
            return "count-call"
        case Binary(text=str(text)) if not text.isascii():
            return "count-binary"
        case Binary(hex, text) if len(hex or "") // 2 + len(text or "") > _OCTETS:
            return "count-octets"
        case _:
            return parts_of(content)
