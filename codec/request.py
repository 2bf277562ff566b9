"""Decoding a request, and finding all that is wrong with one."""

from collections.abc import Callable

from .body import read_list, read_single
from .clean import read_clean
from .diagnostic import DecodeError, Diagnostic
from .fields import read_account, read_id, read_options, read_schedule, read_sender, trimmed
from .findings import Findings
from .model import Request

_STRUCTURAL_COLONS = 6


def decode_request(text: str, *, report: Callable[[Diagnostic], object] | None = None) -> Request:
    """The request that *text* is, in either form (C-SINGLE, C-LIST).

    *text* is the request and nothing else: line breaks around it belong to the mail that carried it. What is accepted
    though it should not be written so is never passed over in silence: *report*, if given, gets each warning.

    Raises :class:`DecodeError` with every finding if *text* is no request.
    """
    if type(text) is str and (clean := read_clean(text)):
        return clean
    found, request = read_request(text)
    if request is None:
        raise DecodeError(found)
    if report is not None:
        for diagnostic in found:
            report(diagnostic)
    return request


def check(text: str) -> list[Diagnostic]:
    """All that is to be said of *text* as a request, in the order of the text: errors and warnings.

    Without an error among them :func:`decode_request` accepts *text*. Never raises.
    """
    if type(text) is str and read_clean(text):
        return []
    found, _ = read_request(text)
    return list(found)


def read_request(text: object) -> tuple[Findings, Request | None]:
    """All that is found in *text*, and the request, or ``None`` where a finding is an error."""
    if not isinstance(text, str):
        return Findings.of_no_text("a request is a str"), None
    found = Findings(text)
    return found, read_closely(found)


def read_closely(found: Findings) -> Request | None:
    """The request that the text of *found* is, or ``None`` where a finding is an error."""
    colons = _structural_colons(found.text)
    if len(colons) < _STRUCTURAL_COLONS:
        found.add("field-count", "", len(found.text), len(found.text))
        return None
    starts = [0, *(at + 1 for at in colons)]
    login, psw, id, schedule, options, phones = zip(starts, colons, strict=False)
    name, secret = read_account(found, login, psw)
    number = read_id(found, *id)
    time, tz = read_schedule(found, *schedule)
    chosen = read_options(found, *options)
    if found.text[slice(*phones)].strip(" \t"):
        body, kinds = read_single(found, chosen.format, phones, (starts[-1], len(found.text)))
        if chosen.test == 2:
            found.add("test-single", "test", *chosen.test_span)
    else:
        trimmed(found, "body.phones", *phones)
        body, kinds = read_list(found, chosen.format, starts[-1], multiline=chosen.test == 2)
    sender = read_sender(found, chosen.sender, kinds)
    if found.refused or chosen.format is None:
        return None
    return Request(
        login=name,
        psw=secret,
        id=number,
        time=time,
        tz=tz,
        translit=chosen.translit,
        format=chosen.format,
        sender=sender,
        test=chosen.test,
        body=body,
    )


def _structural_colons(text: str) -> list[int]:
    """Where the first six colons are; whatever follows the sixth is payload (R-COLON)."""
    colons: list[int] = []
    at = text.find(":")
    while at >= 0 and len(colons) < _STRUCTURAL_COLONS:
        colons.append(at)
        at = text.find(":", at + 1)
    return colons
