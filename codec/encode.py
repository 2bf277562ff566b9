"""Encoding a request: the one canonical line for it, or a refusal."""

import re
from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from ..grammar import one_of, terminal
from .content.kinds import Kind, kind_of, split_prefix
from .content.read import read_content
from .findings.diagnostic import Diagnostic, EncodeError
from .findings.findings import Findings, is_whole
from .findings.rules import RULES
from .model import Batch, Format, Request, Single
from .request.body import TAIL_KINDS, recipients_of, why_no_recipient
from .request.line import is_no_id_number, read_request
from .request.lines import Line
from .request.times import is_written, write_time
from .shape import to_request, typed
from .syntax import ESCAPED_LINE_BREAK, MAX_MES, MAX_TZ, MIN_TZ

_LOGIN, _PSW, _ID = terminal("LOGIN"), terminal("PSW"), terminal("ID")
_EMAIL, _NAME = terminal("EMAIL"), one_of("SENDER_NAME", "SENDER_NUMBER")
_NUMBER_OR_GROUP = terminal("CLEAN_RECIPIENT")
_RECIPIENT = one_of("EMAIL", "PLUS_NUMBER", "GROUP", "TELEGRAM", "NUMBER")
_TAIL = one_of("SUBJECT", "VOICE")
_CANONICAL = terminal("CANONICAL_RECIPIENT")
_NUMBER = terminal("NUMBER")

_LINE_BREAK = "\n"

_SIMPLE = frozenset(Format) - {Format.WAP_PUSH, Format.HLR, Format.BINARY_HEX, Format.PING, Format.EMAIL, Format.VOICE}
"""The formats whose messages are any text, to numbers and groups."""

# What would be read as a separator, or dropped as white space around one (R-NOESC, R-OWS).
_BREAKS_FIELD = re.compile(r"[:\n]|\A[ \t]|[ \t]\Z")
_BREAKS_SENDER = re.compile(r"[:,\n]|\A[ \t]|[ \t]\Z")
_BREAKS_ROW_MES = re.compile(re.escape(ESCAPED_LINE_BREAK))
_BREAKS_TAIL = re.compile(r"\n|\A[ \t]")


def encode_request(request: Request) -> str:
    """The canonical line for *request*: no white space, trailing commas dropped, defaults left out.

    :func:`decode_request` reads just this request from it.

    >>> body = Single(("79991234567",), "hi")
    >>> encode_request(Request(login="alex", psw="psw", sender="Shop", test=1, body=body))
    'alex:psw:::,,Shop,1:79991234567:hi'

    Raises :class:`EncodeError` if the protocol cannot carry the request or does not allow it. Offsets then count in
    the value of the field; a finding about the whole of a value spans all of it.
    """
    request = typed(request)
    line, fits = _write(request)
    if fits and "\r" not in line and is_whole(line):
        return line
    raise EncodeError(_refused(request, line))


def _write(request: Request) -> tuple[str, bool]:
    """The line of *request*, and whether each value is what the grammar has in its place.

    That goes as far as an expression and the kinds of messages go; a carriage return or half a character is no matter
    of one value.
    """
    login, psw, id, time, tz, sender, body = (
        *(request.login, request.psw, request.id, request.time, request.tz, request.sender, request.body),
    )
    clock = "" if time is None else write_time(time)
    fits = (
        (_PSW.fullmatch(psw) is not None and (not login or _LOGIN.fullmatch(login) is not None))
        and (id is None or (_ID.fullmatch(id) is not None and id != "0" and not is_no_id_number(id)))
        and (time is None or is_written(time, clock))
        and (tz is None or MIN_TZ <= tz <= MAX_TZ)
        and 0 <= request.test <= 2
    )
    if tz is not None:
        clock = f"{clock},{tz}"
    options = _write_options(request)
    if isinstance(body, Single):
        phones, kind = ",".join(body.phones), _kind_of(request.format, body.mes)
        line = f"{login}:{psw}:{id or ''}:{clock}:{options}:{phones}:{body.mes}"
        return line, fits and _is_message(request, body.phones, body.mes, kind) and _is_sender(sender, {kind})
    lines: list[str] = []
    kinds: set[Kind] = set()
    tail = body.tail
    for row in body.rows:
        mes = row.mes
        kind = _kind_of(request.format, mes)
        kinds.add(kind)
        fits = fits and _is_message(request, row.phones, mes, kind, tail) and ESCAPED_LINE_BREAK not in mes
        lines.append(f"{','.join(row.phones)}:{mes.replace(_LINE_BREAK, ESCAPED_LINE_BREAK)}")
    if tail is not None:
        ending = _TAIL.fullmatch(tail)
        fits = fits and ending is not None and TAIL_KINDS[str(ending.lastgroup)] in kinds
        lines.append(tail)
    rows = "\n".join(lines)
    return f"{login}:{psw}:{id or ''}:{clock}:{options}::{rows}", fits and bool(kinds) and _is_sender(sender, kinds)


def _write_options(request: Request) -> str:
    translit, format, test, sender = request.translit, request.format, request.test, request.sender or ""
    if not (translit or format or test):
        return f",,{sender}" if sender else ""
    return f"{int(translit) or ''},{int(format) or ''},{sender},{test or ''}".rstrip(",")


def _kind_of(format: Format, mes: str) -> Kind:
    return kind_of(format, split_prefix(mes)[0])


def _is_message(request: Request, phones: tuple[str, ...], mes: str, kind: Kind, tail: str | None = None) -> bool:
    """Whether *mes* is a message of its *kind*, and can go to all of *phones*."""
    if kind.value in _SIMPLE and not mes.startswith("__"):
        return bool(phones) and all(map(_NUMBER_OR_GROUP.fullmatch, phones)) and 0 < len(mes) <= MAX_MES
    fitting = recipients_of(kind)
    found = Findings(mes)
    read_content(found, "mes", (0, len(mes)), mes, request.format, kind, tail=tail)
    return not found.refused and bool(phones) and all(_goes_to(phone, fitting) for phone in phones)


def _goes_to(phone: str, fitting: tuple[str, ...]) -> bool:
    match = _RECIPIENT.fullmatch(phone)
    return match is not None and match.lastgroup in fitting and (match.lastgroup != "NUMBER" or phone.isdecimal())


def _is_sender(sender: str | None, kinds: set[Kind]) -> bool:
    if sender is None:
        return Kind.EMAIL not in kinds
    is_address = _EMAIL.fullmatch(sender) is not None
    return (is_address or Kind.EMAIL not in kinds) and (
        _NAME.fullmatch(sender) is not None or (is_address and kinds == {Kind.EMAIL})
    )


# ---- why a request is refused


def _refused(request: Request, line: str) -> list[Diagnostic]:
    """What cannot be written, because it would be read as something else; or else what the decoder says of *line*."""
    to_request(request)  # A number out of range is refused for that.
    refused = list(_unwritable(request))
    if not refused:
        found = Line(line)
        again = read_request(found)
        refused = [_about_value(one, request) for one in found if one.severity == "error" or _encoder_error(one)]
        refused = refused or [_lost(request, again)]
    return [replace(one, severity="error", error=one.error or _encoder_error(one)) for one in refused]


def _unwritable(request: Request) -> Iterator[Diagnostic]:
    yield from _breaking("login", request.login, _BREAKS_FIELD)
    yield from _breaking("psw", request.psw, _BREAKS_FIELD)
    yield from _breaking_optional("id", request.id, _BREAKS_FIELD)
    yield from _breaking_optional("sender", request.sender, _BREAKS_SENDER)
    match request.body:
        case Single(phones, mes):
            yield from _breaking_phones("body", phones)
            yield from Findings(mes, "body.mes")
        case Batch(rows, tail):
            if not rows:
                yield _finding("list-empty", "body.rows", "")
            for index, row in enumerate(rows):
                yield from _breaking_phones(f"body.rows[{index}]", row.phones)
                yield from _breaking(f"body.rows[{index}].mes", row.mes, _BREAKS_ROW_MES, "row-backslash")
            if tail is not None:
                yield from _breaking("body.tail", tail, _BREAKS_TAIL)
                if not _TAIL.fullmatch(tail):
                    yield _finding("tail-misplaced", "body.tail", tail)


def _breaking(path: str, value: str, pattern: re.Pattern[str], code: str = "unrepresentable") -> Iterator[Diagnostic]:
    found = Findings(value, path)
    if match := pattern.search(found.text):
        found.add(code, path, *match.span())
    yield from found


def _breaking_optional(path: str, value: str | None, pattern: re.Pattern[str]) -> Iterator[Diagnostic]:
    if value:
        yield from _breaking(path, value, pattern)
    elif value is not None:
        yield _finding("unrepresentable", path, value, "an empty text cannot be told from no value: use none")


def _breaking_phones(path: str, phones: tuple[str, ...]) -> Iterator[Diagnostic]:
    # Without phones a single request would be read as a list.
    if not phones:
        yield _finding("phone-empty", f"{path}.phones", "")
    for index, phone in enumerate(phones):
        where = f"{path}.phones[{index}]"
        if not phone:
            yield _finding("phone-empty", where, phone)
        elif _NUMBER.fullmatch(phone) and not phone.isdecimal():
            yield _finding("number-punctuation", where, phone)
        elif not _CANONICAL.fullmatch(phone):
            yield _finding("phone-format", where, phone, why_no_recipient(phone, quoted=True))


def _encoder_error(found: Diagnostic) -> int | None:
    return RULES[found.rule].encoder_error


def _about_value(found: Diagnostic, request: Request) -> Diagnostic:
    """*found*, with its span counted in the value instead of the line."""
    value: Any = request
    for name, index in re.findall(r"(\w+)|\[(\d+)\]", found.field):
        value = getattr(value, name, None) if name else value[int(index)]
    return replace(found, start=0, end=len(value) if isinstance(value, str) else 0, line=1, column=1)


def _lost(request: Request, again: Request | None) -> Diagnostic:
    """The finding where a value would be read back as another one, which no rule of the decoder names."""
    changed = next(name for name in request.__struct_fields__ if getattr(request, name) != getattr(again, name, None))
    match changed, request.body:
        case "time", _:
            return _finding("time-format", "time", "")
        case "body", Batch(tail=str(tail)):
            return _finding("tail-misplaced", "body.tail", tail)
        case _:
            return _finding("unrepresentable", changed, "")


def _finding(code: str, path: str, value: str, says: str | None = None) -> Diagnostic:
    found = Findings(value)
    found.add(code, path, 0, len(found.text), says)
    return next(iter(found))
