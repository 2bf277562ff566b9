"""Encoding a request: the one canonical line for it, or a refusal."""

from msgspec.structs import replace

from ..grammar import one_of, terminal
from .content.kinds import Kind, kind_of, split_prefix
from .content.read import is_blank, read_content
from .decode import decode_request
from .findings.diagnostic import Diagnostic, EncodeError
from .findings.findings import Findings, is_whole
from .findings.rules import RULES
from .model import Batch, Format, Request, Row, Single, Translit
from .request.body import TAIL_KINDS, recipients_of
from .request.line import is_no_id_number, read_request
from .request.lines import Line
from .request.times import is_typed, is_written, write_time
from .shape import typed
from .syntax import ESCAPED_LINE_BREAK, MAX_MES, MAX_TZ, MIN_TZ

_LOGIN, _PSW, _ID = terminal("LOGIN"), terminal("PSW"), terminal("ID")
_EMAIL, _NAME = terminal("EMAIL"), one_of("SENDER_NAME", "SENDER_NUMBER")
_NUMBER_OR_GROUP = terminal("CLEAN_RECIPIENT")
_RECIPIENT = one_of("EMAIL", "PLUS_NUMBER", "GROUP", "TELEGRAM", "NUMBER")
_TAIL = one_of("SUBJECT", "VOICE")

_SIMPLE = {
    format: Kind(format)
    for format in Format
    if format
    not in (Format.WAP_PUSH, Format.HLR, Format.BINARY, Format.BINARY_HEX, Format.PING, Format.EMAIL, Format.VOICE)
}
"""The formats whose messages are any text, to numbers and groups, and their kinds."""


def encode_request(request: Request) -> str:
    """The canonical line for *request*: no white space, trailing commas dropped, defaults left out.

    :func:`decode_request` reads just this request from it.

    >>> body = Single(("79991234567",), "hi")
    >>> encode_request(Request(login="alex", psw="psw", sender="Shop", test=1, body=body))
    'alex:psw:::,,Shop,1:79991234567:hi'

    Raises :class:`EncodeError` if the protocol cannot carry the request or does not allow it. Offsets then count in
    the value of the field; a finding about the whole of a value spans all of it.
    """
    try:
        line, fits = _written(request)
    except EncodeError:
        line, fits = "", False
    if fits:
        return line
    from .unwritten import reasons  # Most requests are right.

    raise EncodeError(reasons(request))


def as_read(request: Request) -> tuple[Request, list[Diagnostic]]:
    """*request* as its line would be read though it is not written so, and the warnings of what is not kept of it.

    For what people say in fields and not in a line: a decoder takes id 0, punctuation in a number and a carriage
    return, which :func:`encode_request` refuses, since nobody would get back what he gave.

    >>> request, [found] = as_read(Request(login="alex", psw="psw", body=Single(("8 (999) 123-45-67",), "hi")))
    >>> request.body.phones, found.severity, found.rule
    (('89991234567',), 'warning', 'number-punctuation')

    Raises :class:`EncodeError` as :func:`encode_request` does where a decoder refuses it too.
    """
    try:
        encode_request(request)
    except EncodeError as error:
        if any(RULES[one.rule].encoder_error is None for one in error.diagnostics):
            raise
        found = [replace(one, severity=RULES[one.rule].severity, error=None) for one in error.diagnostics]
        return decode_request(write(typed(request))[0]), found
    return request, []


def _written(request: Request) -> tuple[str, bool]:
    """The line of *request*, and whether it is read as just that. Raises :class:`EncodeError` for values of other types."""
    try:
        line, fits = write(request)
    except TypeError:
        line, fits = write(request := typed(request))
    if fits and request.test == 2 and isinstance(request.body, Batch):
        # What begins a row there depends on what stands around it (R-ROWSTART).
        fits = read_request(Line(line)) == request
    return line, fits and "\r" not in line and is_whole(line)


def write(request: Request) -> tuple[str, bool]:
    """The line of *request*, and whether each value is what the grammar has in its place.

    A carriage return or half a character is no matter of one value, and left to the caller. Raises :class:`TypeError`
    where a value has not just the type that it should: what is made of a str may write itself otherwise.
    """
    if type(request) is not Request:
        raise TypeError
    login, psw, id, time, tz = request.login, request.psw, request.id, request.time, request.tz
    translit, format, sender, test, body = request.translit, request.format, request.sender, request.test, request.body
    if not (
        (type(login) is str and type(psw) is str and (id is None or type(id) is str))
        and (sender is None or type(sender) is str)
        and (type(translit) is Translit and type(format) is Format and type(test) is int)
        and (tz is None or type(tz) is int)
    ):
        raise TypeError
    fits = (
        (psw.isalnum() or _PSW.fullmatch(psw) is not None)
        and (not login or login.isalnum() or _LOGIN.fullmatch(login) is not None)
        and (id is None or (_ID.fullmatch(id) is not None and not is_no_id_number(id)))
        and (tz is None or MIN_TZ <= tz <= MAX_TZ)
        and 0 <= test <= 2
    )
    clock = ""
    if time is not None:
        if not is_typed(time):
            raise TypeError
        clock = write_time(time)
        fits = fits and is_written(time, clock)
    if tz is not None:
        clock = f"{clock},{tz}"
    if translit or format or test:
        options = f"{int(translit) or ''},{int(format) or ''},{sender or ''},{test or ''}".rstrip(",")
    else:
        options = f",,{sender}" if sender else ""
    head = f"{login}:{psw}:{id or ''}:{clock}:{options}:"
    if type(body) is Single:
        phones, mes, joined = body.phones, body.mes, _joined(body.phones)
        if format in _SIMPLE and type(mes) is str and mes[:2] != "__":
            fits = (
                fits
                and len(mes) <= MAX_MES
                and not is_blank(mes)
                and (sender is None or _NAME.fullmatch(sender) is not None)
            )
            fits = fits and _are_numbers(phones)
        else:
            kind = _kind_of(format, mes)
            fits = fits and _is_message(phones, mes, format, kind) and _is_sender(sender, {kind})
        return f"{head}{joined}:{mes}", fits
    if type(body) is not Batch:
        raise TypeError
    rows, kinds = _write_rows(body, format)
    return f"{head}:{rows}", fits and bool(kinds) and _is_sender(sender, kinds)


def _write_rows(body: Batch, format: Format) -> tuple[str, set[Kind]]:
    """The rows and the tail of a list, and the kinds of its messages; none where something in it does not fit."""
    if type(body.rows) is not tuple:
        raise TypeError
    simple = _SIMPLE.get(format)
    lines: list[str] = []
    append = lines.append
    kinds: set[Kind] = set()
    fits, is_simple = True, False
    for row in body.rows:
        if type(row) is not Row or type(mes := row.mes) is not str:
            raise TypeError
        phones = row.phones
        if simple and len(mes) <= MAX_MES and not is_blank(mes) and mes[0] != "_" and "\\" not in mes:
            is_simple = True
            phone = phones[0] if type(phones) is tuple and len(phones) == 1 else ""
            if type(phone) is str and phone.isdecimal() and phone.isascii() and 3 <= len(phone) <= 15:
                append(f"{phone}:{mes}")  # What nearly all rows are, without asking any further.
            else:
                append(f"{_joined(phones)}:{mes}")
                fits = fits and _are_numbers(phones)
            continue
        append(f"{_joined(phones)}:{mes}")
        kind = _kind_of(format, mes)
        kinds.add(kind)
        fits = fits and _is_message(phones, mes, format, kind, body.tail) and ESCAPED_LINE_BREAK not in mes
    if simple and is_simple:
        kinds.add(simple)
    rows = "\n".join(lines)
    if rows.count("\n") >= len(lines):
        rows = "\n".join([line.replace("\n", ESCAPED_LINE_BREAK) for line in lines])
    if body.tail is not None:
        if type(body.tail) is not str:
            raise TypeError
        ending = _TAIL.fullmatch(body.tail)
        fits = fits and ending is not None and TAIL_KINDS[str(ending.lastgroup)] in kinds
        rows = f"{rows}\n{body.tail}"
    return rows, kinds if fits else set()


def _kind_of(format: Format, mes: str) -> Kind:
    if type(mes) is not str:
        raise TypeError
    kind = _SIMPLE.get(format)
    return kind if kind and mes[:2] != "__" else kind_of(format, split_prefix(mes)[0])


def _joined(phones: tuple[str, ...]) -> str:
    if type(phones) is not tuple:
        raise TypeError
    for phone in phones:
        if type(phone) is not str:
            raise TypeError
    return phones[0] if len(phones) == 1 else ",".join(phones)


def _are_numbers(phones: tuple[str, ...]) -> bool:
    """Whether *phones* are numbers and groups."""
    for phone in phones:
        # Nearly all are digits alone; it is quicker to ask so than by the expression, which says the same.
        if not (phone.isdecimal() and phone.isascii() and 3 <= len(phone) <= 15) and not _NUMBER_OR_GROUP.fullmatch(
            phone
        ):
            return False
    return bool(phones)


def _is_message(phones: tuple[str, ...], mes: str, format: Format, kind: Kind, tail: str | None = None) -> bool:
    """Whether *mes* is a message of its *kind*, and can go to all of *phones*."""
    if kind is _SIMPLE.get(format) and mes[:2] != "__":
        return _are_numbers(phones) and len(mes) <= MAX_MES and not is_blank(mes)
    fitting = recipients_of(kind)
    found = Findings(mes)
    read_content(found, "mes", (0, len(mes)), mes, format, kind, tail=tail)
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
