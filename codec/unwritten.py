"""Why a request is not written: all that is wrong with its values, in the words that the decoder has for a line."""

import re
from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from ..grammar import one_of, terminal
from .encode import write
from .findings.diagnostic import Diagnostic, EncodeError
from .findings.findings import Findings, of_value
from .findings.rules import RULES
from .model import Batch, Request, Single
from .request.body import why_no_recipient
from .request.line import read_request
from .request.lines import RequestLine
from .shape import typed, without
from .syntax import ESCAPED_LINE_BREAK

_TAIL = one_of("SUBJECT", "VOICE")
_CANONICAL, _NUMBER = terminal("CANONICAL_RECIPIENT"), terminal("NUMBER")

# What would be read as a separator, or dropped as white space around one (R-NOESC, R-OWS).
_BREAKS_FIELD = re.compile(r"[:\n]|\A[ \t]|[ \t]\Z")
_BREAKS_SENDER = re.compile(r"[:,\n]|\A[ \t]|[ \t]\Z")
_BREAKS_ROW_MES = re.compile(re.escape(ESCAPED_LINE_BREAK))
_BREAKS_TAIL = re.compile(r"\n|\A[ \t]")

_ORDER = ("login", "psw", "id", "time", "tz", "translit", "format", "sender", "test", "body")
"""The fields as they stand in a line."""


def reasons(request: Request) -> list[Diagnostic]:
    """All for which *request* is refused, in the order of the line.

    What has a wrong shape or would be read as something else is told first, and set aside, so that the decoder can tell
    what is wrong with the rest.
    """
    found = list(_misfits(request))
    # Of what kind a message is that has no format or no text, nobody knows, and so not what else it needs.
    is_of_no_kind = any(one.field == "format" or one.field.endswith("mes") for one in found)
    hidden = ("body", "sender") if is_of_no_kind else ()
    rest = without(request, found)
    if rest:
        found += _beside(_unwritable(rest), found)
        rest = without(rest, found)
    if rest:
        if rest.test == 2 and any(one.field.startswith("body.rows") for one in found):
            hidden = ("body", "sender")  # Lines may belong to the row above, and rows be others (R-ROWSTART).
        line = RequestLine(write(rest)[0])
        again = read_request(line)
        told = [_about_value(one, rest) for one in _beside(line, found) if one.field.partition(".")[0] not in hidden]
        found += [one for one in told if one.severity == "error" or RULES[one.rule].encoder_error]
        found = found or [_lost(rest, again)]
    errors = (replace(one, severity="error", error=one.error or RULES[one.rule].encoder_error) for one in found)
    return sorted(errors, key=_place)


def _misfits(request: Request) -> tuple[Diagnostic, ...]:
    try:
        typed(request)
    except EncodeError as error:
        return error.diagnostics
    return ()


def _beside(more: Iterator[Diagnostic] | Findings, found: list[Diagnostic]) -> list[Diagnostic]:
    """Those of *more* that are not about a value, or in one, that *found* is about."""
    known = {one.field for one in found}
    return [one for one in more if known.isdisjoint(_ways(one.field))]


def _ways(path: str) -> Iterator[str]:
    """*path*, and that of each value which it leads through."""
    yield path
    for separator in re.finditer(r"[.\[]", path):
        yield path[: separator.start()]


def _place(found: Diagnostic) -> int:
    name = found.field.partition(".")[0]
    return _ORDER.index(name) if name in _ORDER else -1


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
                yield of_value("list-empty", "body.rows", "")
            for index, row in enumerate(rows):
                yield from _breaking_phones(f"body.rows[{index}]", row.phones)
                yield from _breaking(f"body.rows[{index}].mes", row.mes, _BREAKS_ROW_MES, "row-backslash")
            if tail is not None:
                yield from _breaking("body.tail", tail, _BREAKS_TAIL)
                if not _TAIL.fullmatch(tail):
                    yield of_value("tail-misplaced", "body.tail", tail)


def _breaking(path: str, value: str, pattern: re.Pattern[str], code: str = "unrepresentable") -> Iterator[Diagnostic]:
    found = Findings(value, path)
    if match := pattern.search(found.text):
        found.add(code, path, *match.span())
    yield from found


def _breaking_optional(path: str, value: str | None, pattern: re.Pattern[str]) -> Iterator[Diagnostic]:
    if value:
        yield from _breaking(path, value, pattern)
    elif value is not None:
        yield of_value("unrepresentable", path, value, "an empty text cannot be told from no value: use none")


def _breaking_phones(path: str, phones: tuple[str, ...]) -> Iterator[Diagnostic]:
    # Without phones a single request would be read as a list.
    if not phones:
        yield of_value("phone-empty", f"{path}.phones", "")
    for index, phone in enumerate(phones):
        where = f"{path}.phones[{index}]"
        if not phone:
            yield of_value("phone-empty", where, phone)
        elif _NUMBER.fullmatch(phone) and not phone.isdecimal():
            yield of_value("number-punctuation", where, phone)
        elif not _CANONICAL.fullmatch(phone):
            yield of_value("phone-format", where, phone, why_no_recipient(phone, quoted=True))


def _about_value(found: Diagnostic, request: Request) -> Diagnostic:
    """*found*, with its span counted in the value instead of the line."""
    value: Any = request
    for name, index in re.findall(r"(\w+)|\[(\d+)\]", found.field):
        value = getattr(value, name, None) if name else value[int(index)]
    return replace(found, start=0, end=len(value) if isinstance(value, str) else 0, line=1, column=1, fix=())


def _lost(request: Request, again: Request | None) -> Diagnostic:
    """The finding where a value would be read back as another one, which no rule of the decoder names."""
    changed = next(name for name in request.__struct_fields__ if getattr(request, name) != getattr(again, name, None))
    match changed, request.body:
        case "time", _:
            return of_value("time-format", "time", "")
        case "body", Batch(tail=str(tail)):
            return of_value("tail-misplaced", "body.tail", tail)
        case "body", Batch(rows):
            read = again.body.rows if again and isinstance(again.body, Batch) else ()
            at = next((at for at, (one, other) in enumerate(zip(rows, read, strict=False)) if one != other), 0)
            says = "with test 2 this row would be read as text of the row above it"
            return of_value("unrepresentable", f"body.rows[{min(at + 1, len(rows) - 1)}]", "", says)
        case _:
            return of_value("unrepresentable", changed, "")
