"""Encoding a request: the one canonical line for it, or a refusal."""

import re
from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from ..grammar import one_of, terminal
from .findings.diagnostic import Diagnostic, EncodeError
from .findings.findings import Findings
from .findings.rules import RULES
from .model import Batch, Request, Single
from .request.line import read_closely
from .request.quick import write_quickly
from .request.recipients import why_no_recipient
from .request.times import write_time
from .shape import as_typed, to_request

_TAIL = one_of("SUBJECT", "VOICE")
_CANONICAL = terminal("CANONICAL_RECIPIENT")
_NUMBER = terminal("NUMBER")

# What would be read as a separator, or dropped as white space around one (R-NOESC, R-OWS).
_BREAKS_FIELD = re.compile(r"[:\n]|\A[ \t]|[ \t]\Z")
_BREAKS_SENDER = re.compile(r"[:,\n]|\A[ \t]|[ \t]\Z")
_BREAKS_ROW_MES = re.compile(r"\\n")
_BREAKS_TAIL = re.compile(r"\n|\A[ \t]")

_NEWLINE, _ESCAPED = "\n", "\\n"  # R-ROWNL


def encode_request(request: Request) -> str:
    """The canonical line for *request*: no white space, trailing commas dropped, defaults left out.

    :func:`decode_request` reads just this request from it; that is checked before it is given.

    >>> body = Single(("79991234567",), "hi")
    >>> encode_request(Request(login="alex", psw="psw", sender="Shop", test=1, body=body))
    'alex:psw:::,,Shop,1:79991234567:hi'

    Raises :class:`EncodeError` if the protocol cannot carry the request or does not allow it. Offsets then count in
    the value of the field; a finding about the whole of a value spans all of it.
    """
    if type(request) is Request and (line := write_quickly(request)) is not None:
        return line
    return write_closely(request)


def write_closely(request: Request) -> str:
    """The same for every request: written, read again, and compared."""
    request = as_typed(request, to_request(request))
    refused = list(_unwritable(request))
    if not refused:
        line = _write(request)
        found = Findings(line)
        again = read_closely(found)
        refused = [_about_value(one, request) for one in found if one.severity == "error" or _encoder_error(one)]
        if not refused and again == request:
            return line
        refused = refused or [_lost(request, again)]
    raise EncodeError(replace(one, severity="error", error=one.error or _encoder_error(one)) for one in refused)


# ---- what cannot be written, because it would be read as something else


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
            yield _finding("phone-format", where, phone, why_no_recipient(phone))


# ---- what the decoder would not accept, or not without dropping something


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


# ---- writing


def _write(request: Request) -> str:
    schedule = f"{write_time(request.time)}{'' if request.tz is None else f',{request.tz}'}"
    numbers = (request.translit, request.format, request.test)
    translit, format, test = (str(int(number)) if number else "" for number in numbers)
    options = ",".join((translit, format, request.sender or "", test)).rstrip(",")
    head = f"{request.login}:{request.psw}:{request.id or ''}:{schedule}:{options}"
    match request.body:
        case Single(phones, mes):
            return f"{head}:{','.join(phones)}:{mes}"
        case Batch(rows, tail):
            lines = [f"{','.join(row.phones)}:{row.mes.replace(_NEWLINE, _ESCAPED)}" for row in rows]
            return f"{head}::" + "\n".join(lines if tail is None else [*lines, tail])
