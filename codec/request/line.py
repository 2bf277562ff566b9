"""Reading a request by the rules of its grammar, with a finding for all that is not as it should be.

Written by hand, since a parser stops at the first place that does not fit, and people want to be told of all of them.
That it accepts what the grammar accepts, and reads it alike, is proved in tests/grammar.
"""

import re
import unicodedata
from typing import NamedTuple

from ...grammar import one_of, terminal
from ..content.kinds import Kind
from ..findings.findings import Span
from ..model import Format, Request, Time, Translit
from ..sms.lookalikes import LOOKALIKES
from ..syntax import BLANKS, MAX_ID_NUMBER, STRUCTURAL_COLONS
from .body import read_list, read_single
from .lines import RequestLine, items, trimmed
from .quick import build
from .times import read_time

_LOGIN, _PSW, _ID, _TZ = terminal("LOGIN"), terminal("PSW"), terminal("ID"), terminal("TZ")
_EMAIL, _NAME = terminal("EMAIL"), one_of("SENDER_NAME", "SENDER_NUMBER")
_CHOICES = {"translit": terminal("TRANSLIT"), "format": terminal("FORMAT"), "test": one_of("TEST", "MULTILINE")}
_COMMA = re.compile(",")
_BYTE_ORDER_MARK = "\ufeff"
"""At the start it is no part of the text (R-BOM)."""
_OPTIONS = ("translit", "format", "sender", "test")

_SHOWN_ALIKE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 ._-")
"""What every phone shows as it is written; other characters of a sender draw a warning (R-SENDER)."""

_LATIN = {ord(character): plain for character, plain in LOOKALIKES.items() if character.isalpha() and plain.isascii()}


def read_request(line: RequestLine) -> Request | None:
    """The `request` that *line* is, or ``None`` where a finding is an error."""
    colons = line.colons()
    if len(colons) < STRUCTURAL_COLONS:
        count = f"{len(colons) or 'no'} colon{'' if len(colons) == 1 else 's'}"
        says = f"the line has {count} of the six that stand before the message, so fields are missing"
        if not line.text.strip():
            says = "there is no text"
        line.add("field-count", "", len(line.text), len(line.text), says)
        return None
    starts = [0, *(at + 1 for at in colons)]
    login, psw, id, schedule, options, phones = zip(starts, colons, strict=False)
    name, secret = _read_account(line, login, psw)
    number = _read_id(line, *id)
    time, tz = _read_schedule(line, *schedule)
    chosen = _read_options(line, *options)
    if line.text[slice(*phones)].strip(BLANKS):
        body, kinds = read_single(line, chosen.format, phones, (starts[-1], len(line.text)))
        if chosen.test == 2:
            line.add("test-single", "test", *chosen.test_span)
    else:
        trimmed(line, "body.phones", *phones)
        body, kinds = read_list(line, chosen.format, starts[-1], multiline=chosen.test == 2)
    sender = _read_sender(line, chosen.sender, kinds)
    if line.refused or chosen.format is None:
        return None
    return build(name, secret, number, time, tz, chosen.translit, chosen.format, sender, chosen.test, body)


class _Unquoted(RequestLine):
    """A line that is read to see whether it is a request, of which nothing is said."""

    def may_quote(self, start: int, end: int) -> bool:
        return False


def is_request(text: str) -> bool:
    """Whether *text* is accepted."""
    return read_request(_Unquoted(text)) is not None


def readable_id(text: str) -> str | None:
    """The client's id in *text*, if it has one that can be read, whatever else of it cannot (C-ID)."""
    line = RequestLine(text)
    colons = line.colons()
    return _read_id(line, colons[1] + 1, colons[2]) if len(colons) == STRUCTURAL_COLONS else None


def _read_account(line: RequestLine, login: Span, psw: Span) -> tuple[str, str]:
    """Login and password, or an empty login and an API key (C-ORDER, C-APIKEY, R-NOESC)."""
    if line.text.startswith(_BYTE_ORDER_MARK):
        line.add("white-space", "login", 0, 1, "a byte order mark, which nobody sees, stands here", fix="")
        login = (1, login[1])
    left, right = trimmed(line, "login", *login)
    name = line.text[left:right]
    if name and not _LOGIN.fullmatch(name):
        line.add("login-value", "login", left, right)
    left, right = trimmed(line, "psw", *psw)
    secret = line.text[left:right]
    if not secret:
        line.add("psw-missing", "psw", left, right)
    elif not _PSW.fullmatch(secret):
        line.add("psw-value", "psw", left, right)
    return name, secret


def _read_id(line: RequestLine, start: int, end: int) -> str | None:
    """The client's id (C-ID, R-ID0, R-IDNUM, R-IDCHAR)."""
    left, right = trimmed(line, "id", start, end)
    value = line.text[left:right]
    if not value:
        return None
    if not _ID.fullmatch(value):
        # Nothing in it is quoted: it may be what a colon has cut off a password.
        latin = _latin(value, _ID)
        says = "letters in it only look like Latin ones" if latin else _why_no_id(value)
        line.add("id-format", "id", left, right, says, latin)
        return None
    if value == "0":
        line.add("id-zero", "id", left, right, fix="")
        return None
    if is_no_id_number(value):
        line.add("id-number", "id", left, right)
    return value


def is_no_id_number(value: str) -> bool:
    """Whether *value*, a text of id characters, is a number, though none that an id can be (R-IDNUM)."""
    return value.isdecimal() and (value[0] == "0" or int(value) > MAX_ID_NUMBER)


def _why_no_id(value: str) -> str:
    strange = next((character for character in value if not _ID.fullmatch(character)), None)
    if strange is None:
        return f"an id has at most 40 characters, and this has {len(value)}"
    if strange.isspace():
        return "an id holds no white space"
    return f"an id holds no {'letters beyond A to Z' if strange.isalpha() else 'signs but . _ -'}"


def _latin(value: str, form: re.Pattern[str]) -> str | None:
    """*value* in Latin letters, if it is not of its *form* only for some that look like them."""
    latin = value.translate(_LATIN)
    return latin if latin != value and form.fullmatch(latin) else None


def _read_schedule(line: RequestLine, start: int, end: int) -> tuple[Time | None, int | None]:
    """The `schedule`: time and time zone (C-TIME-ABS … C-TZ)."""
    comma = line.text.find(",", start, end)
    if comma < 0:
        return _read_time(line, *trimmed(line, "time", start, end)), None
    time = _read_time(line, *trimmed(line, "time", start, comma))
    left, right = trimmed(line, "tz", comma + 1, end)
    if left == right:
        return time, None
    if not _TZ.fullmatch(line.text, left, right):
        line.add("tz-format", "tz", left, right)
        return time, None
    return time, int(line.text[left:right])


def _read_time(line: RequestLine, start: int, end: int) -> Time | None:
    time, flaw = read_time(line.text[start:end])
    if flaw:
        line.add(flaw.code, "time", start, end, flaw.says, flaw.fix)
    return time


class Options(NamedTuple):
    """The `options` as they were read."""

    translit: Translit = Translit.NONE
    format: Format | None = None
    """``None`` where it cannot be read."""
    sender: Span = (0, 0)
    """Whether the sender fits depends on the kind of message."""
    test: int = 0
    test_span: Span = (0, 0)


def _read_options(line: RequestLine, start: int, end: int) -> Options:
    """The `options`: translit, format, sender and test (C-OPTIONS, R-OPT5, R-OPTZERO)."""
    number = line.text.count(",", start, end) + 1
    if number > len(_OPTIONS):
        # White space is not noted here: of a name with a comma it is a part.
        second = line.text.index(",", line.text.index(",", start) + 1) + 1
        line.add("options-count", "options", second, end, f"there are {number} options, and there can be four")
        return Options()
    spans = items(line, lambda index: _OPTIONS[index], start, end, _COMMA)
    translit, format, sender, test = spans + [(end, end)] * (len(_OPTIONS) - len(spans))
    style = _read_choice(line, "translit", translit)
    kind = _read_choice(line, "format", format)
    mode = _read_choice(line, "test", test)
    return Options(Translit(style or 0), None if kind is None else Format(kind), sender, mode or 0, test)


def _read_choice(line: RequestLine, field: str, span: Span) -> int | None:
    value = line.text[slice(*span)]
    if not value:
        return 0
    if _CHOICES[field].fullmatch(value):
        return int(value)
    line.add(f"{field}-value", field, *span)
    return None


def _read_sender(line: RequestLine, span: Span, kinds: set[Kind]) -> str | None:
    """The sender of messages of *kinds*: a name or number, an e-mail's an address (C-SENDER, C-SUBJ, R-SENDER)."""
    value = line.text[slice(*span)]
    is_address, is_name = _EMAIL.fullmatch(value), _NAME.fullmatch(value)
    if Kind.EMAIL in kinds and not is_address:
        line.add("email-sender", "sender", *span)
    elif not value:
        return None
    elif not is_name and (not is_address or kinds - {Kind.EMAIL}):
        says = _why_no_sender(value) if line.may_quote(*span) else None
        line.add("sender-format", "sender", *span, says, _latin(value, _NAME))
    elif kinds != {Kind.EMAIL} and not _SHOWN_ALIKE.issuperset(value):
        strange = next(character for character in value if character not in _SHOWN_ALIKE)
        quoted = f" {strange!r}" if line.may_quote(*span) else " every character of this"
        says = f"the description does not say whether{quoted} is allowed in a sender ID"
        line.add("sender-characters", "sender", *span, says)
    return value


def _why_no_sender(value: str) -> str:
    if latin := _latin(value, _NAME):
        alike = [at for at, character in enumerate(value) if ord(character) in _LATIN]
        if len(alike) == 1:
            strange = value[alike[0]]
            return f"{strange!r} is {unicodedata.name(strange)}, which only looks like {latin[alike[0]]!r}"
        return f"{len(alike)} letters only look Latin: {', '.join(repr(value[at]) for at in alike)}"
    strange = next((one for one in value if not (one.isascii() and one.isprintable())), None)
    if strange is None:
        return f"a sender ID has at most 11 characters, or 15 digits, and this has {len(value)}"
    return f"a sender ID holds no {strange!r}"
