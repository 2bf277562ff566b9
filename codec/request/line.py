"""Reading a request field by field, as far as it can be read."""

from ..findings.findings import Findings
from ..model import Request
from .body import read_list, read_single
from .fields import read_account, read_id, read_options, read_schedule, read_sender, trimmed

_STRUCTURAL_COLONS = 6


def read_closely(found: Findings) -> Request | None:
    """The request that the text of *found* is, or ``None`` where a finding is an error."""
    colons = _structural_colons(found.text)
    if len(colons) < _STRUCTURAL_COLONS:
        count = f"{len(colons) or 'no'} colon{'' if len(colons) == 1 else 's'}"
        says = f"the line has {count} of the six that stand before the message, so fields are missing"
        found.add("field-count", "", len(found.text), len(found.text), says)
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


def readable_id(text: str) -> str | None:
    """The client's id in *text*, if it has one that can be read, whatever else of it cannot (C-ID)."""
    found = Findings(text)
    colons = _structural_colons(found.text)
    return read_id(found, colons[1] + 1, colons[2]) if len(colons) == _STRUCTURAL_COLONS else None


def _structural_colons(text: str) -> list[int]:
    """Where the first six colons are; whatever follows the sixth is payload (R-COLON)."""
    colons: list[int] = []
    at = text.find(":")
    while at >= 0 and len(colons) < _STRUCTURAL_COLONS:
        colons.append(at)
        at = text.find(":", at + 1)
    return colons
