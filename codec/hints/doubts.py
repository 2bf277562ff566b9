"""What of a request is accepted and was probably not meant: an account in quotation marks, numbers and times that mean
something else than their author thinks, and what :mod:`.texts` finds in messages."""

import re
from collections.abc import Iterator
from datetime import datetime

from ..content.kinds import kind_of, split_prefix
from ..findings.diagnostic import Diagnostic
from ..findings.findings import Span
from ..model import Batch, Request, Row, Single
from ..request.certainty import is_certain
from ..request.lines import RequestLine
from ..sms.charsets import name_of
from .places import Placed, fields_of, messages_of
from .quick import MOSCOW, OLDER_FORMATS, is_over
from .templates import NOTHING, is_unfilled
from .texts import doubts_of_text

_NATIONAL_NUMBER = re.compile(r"[0-9]{10}|0[1-9][0-9]{8,9}")
_DIALLED_ABROAD = re.compile(r"(?:\+?00|\+?810)[0-9]{8,}|\+89[0-9]{9}")
_WRAPPED = re.compile(r"[\"'«“„‘`<(\[{*>]|.*<")
_INVISIBLE = re.compile("[\u00a0\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def doubts(text: str, request: Request, now: datetime | None) -> list[Diagnostic]:
    """What was probably not meant in *request*, which was read from *text*; times are past if they are at *now*."""
    found = RequestLine(text)
    fields = fields_of(found.text)
    _account(found, request, fields)
    _schedule(found, request, fields, now)
    if request.format in OLDER_FORMATS:
        found.add("format-numbering", "format", *fields["format"])
    earlier: set[Row | Single] = set()
    repeated: Placed | None = None
    for placed in messages_of(found.text, request):
        _recipients(found, placed)
        if placed.message in earlier and repeated is None:
            repeated = placed
        earlier.add(placed.message)
        mes = placed.message.mes
        is_wrapped = _WRAPPED.match(request.login) is not None
        kind = kind_of(request.format, split_prefix(mes)[0])
        for doubt in doubts_of_text(mes, kind, is_row=isinstance(placed.message, Row), is_wrapped=is_wrapped):
            span = placed.within(doubt.start, doubt.end)
            found.add(doubt.code, f"{placed.path}.mes", *span, doubt.says, remedy=doubt.remedy)
    if repeated:
        says = "this row stands there twice, so its message is sent and paid twice"
        place = repeated.phones[0][0], repeated.phones[-1][1]
        found.add("phone-repeated", f"{repeated.path}.phones", *place, says, remedy="Take the second row out.")
    # How the line ends was found when it was read.
    return [one for one in found if one.rule not in ("carriage-return", "surrogate")]


def _account(found: RequestLine, request: Request, fields: dict[str, Span]) -> None:
    login = request.login
    if hidden := _INVISIBLE.search(login):
        at = fields["login"][0] + hidden.start()
        found.add(
            "login-invisible", "login", at, at + 1, f"{name_of(hidden[0])}, which nobody sees, is a part of the login"
        )
    elif is_unfilled(login) or request.psw in NOTHING:
        found.add("placeholder", "login", *fields["login"], "login or password look like the name of a variable")
    elif login[:1] == ">":
        says = "the text begins with the mark of a quotation, which is a part of the login"
        found.add("text-quoted", "login", fields["login"][0], fields["login"][0] + 1, says)
    elif _WRAPPED.match(login):
        found.add("line-quoted", "login", *fields["login"])
    if isinstance(request.body, Batch) and len(request.body.rows) == 1 and request.id and not is_certain(found.text):
        found.add("list-of-one", "id", *fields["id"])


def _schedule(found: RequestLine, request: Request, fields: dict[str, Span], now: datetime | None) -> None:
    if request.tz == MOSCOW:
        found.add("tz-moscow", "tz", *fields["tz"])
    elif request.tz == -MOSCOW:
        says = "tz counts from Moscow time, so -3 is UTC itself, and not UTC-3"
        found.add("tz-moscow", "tz", *fields["tz"], says, remedy="For UTC-3 write -6, for Moscow time 0.")
    if now and request.time and is_over(request, now):
        found.add("time-past", "time", *fields["time"])


def _recipients(found: RequestLine, placed: Placed) -> None:
    seen: set[str] = set()
    for index, (phone, span) in enumerate(zip(placed.message.phones, placed.phones, strict=False)):
        path = f"{placed.path}.phones[{index}]"
        if phone.lstrip("+") in seen:
            found.add("phone-repeated", path, *span)
        elif _NATIONAL_NUMBER.fullmatch(phone):
            found.add("number-national", path, *span, *_telling(found, span, *_with_country(phone)))
        elif _DIALLED_ABROAD.fullmatch(phone):
            found.add("number-prefix", path, *span, *_telling(found, span, *_without_prefix(phone)))
        seen.add(phone.lstrip("+"))


def _telling(found: RequestLine, span: Span, says: str | None, remedy: str) -> tuple[str | None, None, str | None]:
    """Words and remedy, which may quote the number, where it surely is no part of a password."""
    return says, None, remedy if found.may_quote(*span) else None


def _with_country(phone: str) -> tuple[str | None, str]:
    if phone[0] == "0":
        says = "a 0 in front is how a number is dialled within its country"
        return says, "Write the country code in place of the 0: 44 for Britain, 380 for Ukraine."
    return None, f"Write the country code in front: 7{phone} for Russia and Kazakhstan."


def _without_prefix(phone: str) -> tuple[str | None, str]:
    if phone.startswith("+89"):
        says = "after + a number is taken exactly, and 8 is how one dials within Russia and no country code"
        return says, f"Write +7{phone[2:]} if it is a Russian number."
    prefix = "810" if "810" in phone[:4] else "00"
    return None, f"Leave out the {prefix}: +{phone.lstrip('+').removeprefix(prefix)}"


def warnings_with(found: list[Diagnostic], doubted: list[Diagnostic]) -> Iterator[Diagnostic]:
    """What was *found* and what is doubted beside it, without notes, in the order of the text."""
    warnings = [one for one in doubted if one.severity == "warning"]
    yield from sorted([*found, *warnings], key=lambda one: (one.start, one.end)) if warnings else found
