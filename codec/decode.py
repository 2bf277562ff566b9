"""Decoding a request, and finding all that is wrong with one."""

from collections.abc import Callable
from datetime import datetime

from .findings.diagnostic import DecodeError, Diagnostic
from .findings.findings import Findings
from .hints.doubts import doubts, warnings_with
from .hints.notes import advice
from .hints.quick import is_unremarkable
from .model import Request
from .request.line import read_request
from .request.lines import RequestLine
from .request.quick import read_quickly


def decode_request(text: str, *, report: Callable[[Diagnostic], object] | None = None) -> Request:
    """The request that *text* is, in either form (C-SINGLE, C-LIST).

    *text* is the request and nothing else: line breaks around it belong to the mail that carried it. What is accepted
    though it should not be written so is never passed over in silence: *report*, if given, gets each warning.

    >>> request = decode_request("alex:psw:order-7:::79991234567:Your order is ready")
    >>> request.id, request.body.mes
    ('order-7', 'Your order is ready')

    Raises :class:`DecodeError` with every finding if *text* is no request.
    """
    found: list[Diagnostic] = []
    request = read_quickly(text) if type(text) is str else None
    if request is None:
        found, request = _read(text)
        if request is None:
            raise DecodeError(found)
    if report is not None:
        doubted = [] if is_unremarkable(request, None) else doubts(text, request, None)
        for diagnostic in warnings_with(found, doubted):
            report(diagnostic)
    return request


def check(text: str, *, now: datetime | None = None) -> list[Diagnostic]:
    """All that is to be said of *text* as a request: errors and warnings in the order of the text, then notes.

    Without an error among them :func:`decode_request` accepts *text*. With *now*, which has a time zone, it is said too
    that a time is past. Never raises.

    >>> [(found.severity, found.rule) for found in check("alex:psw:0:3102301200::7999:hi")]
    [('warning', 'id-zero'), ('error', 'time-calendar')]
    """
    found: list[Diagnostic] = []
    request = read_quickly(text) if type(text) is str else None
    if request is None:
        found, request = _read(text)
    if not request or is_unremarkable(request, now):
        return found
    probably_wrong = doubts(text, request, now)
    if not probably_wrong:
        return [*found, *advice(text, request)]
    notes = (one for one in probably_wrong if one.severity == "note")
    return [*warnings_with(found, probably_wrong), *notes, *advice(text, request)]


def _read(text: object) -> tuple[list[Diagnostic], Request | None]:
    """All that is found in *text*, and the request, or ``None`` where a finding is an error."""
    if not isinstance(text, str):
        return list(Findings.of_no_text("a request is a str")), None
    found = RequestLine(text)
    request = read_request(found)
    if request:
        return list(found), request
    from .hints.refused import with_cause  # Most requests are right.

    return with_cause(found), None
