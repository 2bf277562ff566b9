"""Encoding a request: the one canonical line for it, or a refusal."""

from msgspec.structs import replace

from ..grammar import expression, one_of, terminal
from .content.kinds import Kind, kind_of, split_prefix
from .content.read import is_blank, read_content
from .decode import decode_request
from .findings.diagnostic import Diagnostic, EncodeError
from .findings.findings import Findings, is_whole
from .findings.rules import RULES
from .model import Batch, Format, Request, Row, Single, Translit
from .request.body import TAIL_KINDS, recipients_of
from .request.line import is_no_id_number, read_request
from .request.lines import RequestLine
from .request.times import write_time
from .shape import typed
from .syntax import ESCAPED_LINE_BREAK, MAX_MES, MAX_TZ, MIN_TZ

_LOGIN, _PSW, _ID = terminal("LOGIN"), terminal("PSW"), terminal("ID")
_EMAIL, _NAME = terminal("EMAIL"), one_of("SENDER_NAME", "SENDER_NUMBER")
_NUMBER_OR_GROUP = terminal("CLEAN_RECIPIENT").pattern
_NUMBERS_AND_GROUPS = expression(rf"(?:{_NUMBER_OR_GROUP})(?:,(?:{_NUMBER_OR_GROUP}))*+")
_DIGITS_OF_A_NUMBER = frozenset(range(3, 16))
_RECIPIENT = one_of("EMAIL", "PLUS_NUMBER", "GROUP", "TELEGRAM", "NUMBER")
_TAIL = one_of("SUBJECT", "VOICE")
_LINE_BREAK = "\n"
_AS_IT_IS, _TEXT = Translit.NONE, Format.TEXT
_DIGITS = ("", *map(str, range(1, len(Format))))
"""What is written of a translit, a format or a test: of 0, which is the default, nothing."""

_SPECIAL = {Format.WAP_PUSH, Format.HLR, Format.BINARY, Format.BINARY_HEX, Format.PING, Format.EMAIL, Format.VOICE}
_SIMPLE = tuple(None if format in _SPECIAL else Kind(format) for format in Format)
"""Of the formats whose messages are any text, to numbers and groups, the kinds."""


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
        line, fits = write(request)
    except TypeError:
        line, fits = _write_typed(request)
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


def _write_typed(request: Request) -> tuple[str, bool]:
    """The same as :func:`write` for what has the shape of a request, and values of other types."""
    try:
        return write(typed(request))
    except EncodeError:
        return "", False


def write(request: Request) -> tuple[str, bool]:
    """The line of *request*, and whether it is read as just that: each value is what the grammar has in its place.

    Raises :class:`TypeError` where a value has not just the type that it should, since what is made of a str may write
    itself otherwise, and where a number is out of its bounds.
    """
    if type(request) is not Request:
        raise TypeError
    login, psw, id, time, tz = request.login, request.psw, request.id, request.time, request.tz
    translit, format, sender, test, body = request.translit, request.format, request.sender, request.test, request.body
    if not (
        (type(login) is str and type(psw) is str and (id is None or type(id) is str))
        and (sender is None or type(sender) is str)
    ):
        raise TypeError
    clock, fits = ("", True) if time is None else write_time(time)
    if tz is not None:
        if type(tz) is not int or not MIN_TZ <= tz <= MAX_TZ:
            raise TypeError
        clock = f"{clock},{tz}"
    if translit is _AS_IT_IS and format is _TEXT and not test and type(test) is int:
        options = f",,{sender}" if sender else ""
    elif type(translit) is Translit and type(format) is Format and type(test) is int and 0 <= test <= 2:
        options = f"{_DIGITS[translit]},{_DIGITS[format]},{sender or ''},{_DIGITS[test]}".rstrip(",")
    else:
        raise TypeError
    if type(body) is Single:
        mes, to = body.mes, body.phones
        if type(mes) is not str:
            raise TypeError
        phones, are_numbers = _write_phones(to)
        line = f"{login}:{psw}:{id or ''}:{clock}:{options}:{phones}:{mes}"
        if _SIMPLE[format] is not None and mes[:1].isalnum():
            fits = (
                fits and are_numbers and len(mes) <= MAX_MES and (sender is None or _NAME.fullmatch(sender) is not None)
            )
        else:
            kind = _kind_of(format, mes)
            fits = fits and _is_message(to, mes, format, kind) and _is_sender(sender, {kind})
    elif type(body) is Batch:
        rows, kinds = _write_rows(body, format)
        line = f"{login}:{psw}:{id or ''}:{clock}:{options}::{rows}"
        fits = fits and bool(kinds) and _is_sender(sender, kinds)
        if fits and test == 2:
            # What begins a row there depends on what stands around it (R-ROWSTART).
            fits = read_request(RequestLine(line)) == request
    else:
        raise TypeError
    # To ask a text whether it is of letters and digits is quicker than an expression, which would say the same.
    fits = (
        fits
        and (psw.isalnum() or _PSW.fullmatch(psw) is not None)
        and (login.isalnum() or not login or _LOGIN.fullmatch(login) is not None)
        and (id is None or (_ID.fullmatch(id) is not None and not is_no_id_number(id)))
    )
    return line, fits and "\r" not in line and (line.isascii() or is_whole(line))


def _write_phones(phones: tuple[str, ...]) -> tuple[str, bool]:
    """The recipients as they stand in the line, and whether all are numbers and groups."""
    if type(phones) is not tuple:
        raise TypeError
    joined = ",".join(phones)
    if 3 <= len(joined) <= 15 and joined.isdecimal() and joined.isascii():
        return joined, True  # What nearly all are: one number of digits alone.
    return joined, joined.count(",") == len(phones) - 1 and _NUMBERS_AND_GROUPS.fullmatch(joined) is not None


def _write_rows(body: Batch, format: Format) -> tuple[str, set[Kind]]:
    """The rows and the tail of a list, and the kinds of its messages; none where something in it does not fit."""
    if type(body.rows) is not tuple or not {*map(type, body.rows)} <= {Row}:
        raise TypeError
    recipients, messages = [row.phones for row in body.rows], [row.mes for row in body.rows]
    if not ({*map(type, recipients)} <= {tuple} and {*map(type, messages)} <= {str}):
        raise TypeError
    phones = [*map(",".join, recipients)]
    rows = "\n".join(map(":".join, zip(phones, messages, strict=True)))
    fits = "\\" not in rows or ESCAPED_LINE_BREAK not in rows  # The first is quick, and says it of most.
    simple = _SIMPLE[format]
    if simple is not None and _are_plain(phones, messages):
        kinds = {simple}
    else:
        of_each = [_kind_of(format, mes) for mes in messages]
        kinds = {*of_each}
        fits = fits and all(
            _is_message(to, mes, format, kind, body.tail)
            for to, mes, kind in zip(recipients, messages, of_each, strict=True)
        )
    if rows.count("\n") >= len(phones):
        rows = "\n".join(
            [f"{to}:{mes.replace(_LINE_BREAK, ESCAPED_LINE_BREAK)}" for to, mes in zip(phones, messages, strict=True)]
        )
    if body.tail is not None:
        if type(body.tail) is not str:
            raise TypeError
        ending = _TAIL.fullmatch(body.tail)
        fits = fits and ending is not None and TAIL_KINDS[str(ending.lastgroup)] in kinds
        rows = f"{rows}\n{body.tail}"
    return rows, kinds if fits else set()


def _are_plain(phones: list[str], messages: list[str]) -> bool:
    """Whether each row is one number of digits alone, and a text that begins with a letter or a digit, as most are.

    All are asked at once, so that a long list costs little.
    """
    firsts = "".join([mes[:1] for mes in messages])
    digits = "".join(phones)
    return (firsts.isalnum() and len(firsts) == len(messages) and max(map(len, messages)) <= MAX_MES) and (
        digits.isdecimal() and digits.isascii() and {*map(len, phones)} <= _DIGITS_OF_A_NUMBER
    )


def _kind_of(format: Format, mes: str) -> Kind:
    kind = _SIMPLE[format]
    return kind if kind is not None and mes[:2] != "__" else kind_of(format, split_prefix(mes)[0])


def _is_message(phones: tuple[str, ...], mes: str, format: Format, kind: Kind, tail: str | None = None) -> bool:
    """Whether *mes* is a message of its *kind*, and can go to all of *phones*."""
    if kind is _SIMPLE[format] and mes[:2] != "__":
        return _write_phones(phones)[1] and len(mes) <= MAX_MES and not is_blank(mes)
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
