"""Reading the fields before the recipients: each function takes one field's span and gives its value.

A value that cannot be read is noted as a finding and given as ``None``, so that an error in one field hides none in
another.
"""

import re
import unicodedata
from collections.abc import Callable

from msgspec import Struct

from ...grammar import one_of, terminal
from ..content.kinds import Kind
from ..findings.findings import Findings, Span
from ..model import Format, Time, Translit
from ..sms.lookalikes import LOOKALIKES
from .times import read_time

_LOGIN = terminal("LOGIN")
_PSW = terminal("PSW")
_ID = terminal("ID")
_TZ = terminal("TZ")
_TRANSLIT = terminal("TRANSLIT")
_FORMAT = terminal("FORMAT")
_EMAIL = terminal("EMAIL")
_NAME = one_of("SENDER_NAME", "SENDER_NUMBER")
_PLAIN = terminal("SENDER_PLAIN")
_TEST = one_of("TEST", "MULTILINE")
_OPTIONS = ("translit", "format", "sender", "test")
_COMMA = re.compile(",")

_LATIN = {ord(character): plain for character, plain in LOOKALIKES.items() if character.isalpha() and plain.isascii()}

_LARGEST_ID = 2147483647


def trimmed(found: Findings, field: str, start: int, end: int) -> Span:
    """The span without the white space at its ends, which is noted (R-OWS)."""
    value = found.text[start:end]
    left = start + len(value) - len(value.lstrip(" \t"))
    right = max(left, start + len(value.rstrip(" \t")))
    if left > start:
        found.add("white-space", field, start, left, mend="")
    if right < end and right > start:
        found.add("white-space", field, right, end, mend="")
    return left, right


def items(found: Findings, name: Callable[[int], str], start: int, end: int, separator: re.Pattern[str]) -> list[Span]:
    """The trimmed spans of the items between the separators in the span; *name* gives the path of the n-th."""
    spans: list[Span] = []
    for between in separator.finditer(found.text, start, end):
        spans.append(trimmed(found, name(len(spans)), start, between.start()))
        start = between.end()
    spans.append(trimmed(found, name(len(spans)), start, end))
    return spans


def read_account(found: Findings, login: Span, psw: Span) -> tuple[str, str]:
    """Login and password, or an empty login and an API key (C-ORDER, C-APIKEY, R-NOESC)."""
    left, right = trimmed(found, "login", *login)
    name = found.text[left:right]
    if name and not _LOGIN.fullmatch(name):
        found.add("login-value", "login", left, right)
    left, right = trimmed(found, "psw", *psw)
    secret = found.text[left:right]
    if not secret:
        found.add("psw-missing", "psw", left, right)
    elif not _PSW.fullmatch(secret):
        found.add("psw-value", "psw", left, right)
    return name, secret


def read_id(found: Findings, start: int, end: int) -> str | None:
    """The client's id (C-ID, R-ID0, R-IDNUM, R-IDCHAR)."""
    left, right = trimmed(found, "id", start, end)
    value = found.text[left:right]
    if not value:
        return None
    if not _ID.fullmatch(value):
        says, mend = _lookalikes(value, _ID)
        # Not which letters: the id may be what a colon has cut off a password.
        says = "letters in it only look like Latin ones" if says else _why_no_id(value)
        found.add("id-format", "id", left, right, says, mend)
        return None
    if value == "0":
        found.add("id-zero", "id", left, right, mend="")
        return None
    if is_no_id_number(value):
        found.add("id-number", "id", left, right)
    return value


def _lookalikes(value: str, form: re.Pattern[str]) -> tuple[str | None, str | None]:
    """What to say, and the mend, where *value* is not of its *form* only for letters that look like Latin ones."""
    latin = value.translate(_LATIN)
    if latin == value or not form.fullmatch(latin):
        return None, None
    strange = [character for character in value if ord(character) in _LATIN]
    if len(strange) == 1:
        return (
            f"{strange[0]!r} is {unicodedata.name(strange[0])}, which only looks like {latin[value.index(strange[0])]!r}",
            latin,
        )
    return f"{len(strange)} letters only look Latin: {', '.join(map(repr, strange))}", latin


def _why_no_id(value: str) -> str:
    strange = next((character for character in value if not _ID.fullmatch(character)), None)
    return (
        f"an id has at most 40 characters, and this has {len(value)}"
        if strange is None
        else f"an id holds no {strange!r}"
    )


def _why_no_sender(value: str) -> str | None:
    if value.isascii() and value.isprintable():
        return f"a sender ID has at most 11 characters, or 15 digits, and this has {len(value)}"
    strange = next(character for character in value if not (character.isascii() and character.isprintable()))
    return f"a sender ID holds no {strange!r}"


def is_no_id_number(value: str) -> bool:
    """Whether *value*, a text of id characters, is a number, though none that an id can be (R-IDNUM)."""
    return value.isdecimal() and (value[0] == "0" or int(value) > _LARGEST_ID)


def read_schedule(found: Findings, start: int, end: int) -> tuple[Time | None, int | None]:
    """Time and time zone (C-TIME-ABS … C-TZ)."""
    comma = found.text.find(",", start, end)
    if comma < 0:
        return _read_time(found, *trimmed(found, "time", start, end)), None
    time = _read_time(found, *trimmed(found, "time", start, comma))
    left, right = trimmed(found, "tz", comma + 1, end)
    if left == right:
        return time, None
    if not _TZ.fullmatch(found.text, left, right):
        found.add("tz-format", "tz", left, right)
        return time, None
    return time, int(found.text[left:right])


def _read_time(found: Findings, start: int, end: int) -> Time | None:
    time, flaw = read_time(found.text[start:end])
    if flaw:
        found.add(flaw.code, "time", start, end, flaw.says, flaw.mend)
    return time


class Options(Struct):
    """The composite of options as it was read."""

    translit: Translit = Translit.NONE
    format: Format | None = None
    """``None`` where it cannot be read."""
    sender: Span = (0, 0)
    """Whether the sender fits depends on the kind of message."""
    test: int = 0
    test_span: Span = (0, 0)


def read_options(found: Findings, start: int, end: int) -> Options:
    """Translit, format, sender and test (C-OPTIONS, R-OPT5, R-OPTZERO)."""
    commas = [comma.end() for comma in _COMMA.finditer(found.text, start, end)]
    if len(commas) > 3:
        # White space is not noted here: of a name with a comma it is a part.
        says = f"there are {len(commas) + 1} options, and there can be four"
        found.add("options-count", "options", commas[1], end, says)
        return Options()
    spans = items(found, lambda index: _OPTIONS[index], start, end, _COMMA)
    translit, format, sender, test = spans + [(end, end)] * (4 - len(spans))
    style = _read_choice(found, "translit", translit, _TRANSLIT)
    kind = _read_choice(found, "format", format, _FORMAT)
    mode = _read_choice(found, "test", test, _TEST)
    return Options(Translit(style or 0), None if kind is None else Format(kind), sender, mode or 0, test)


def _read_choice(found: Findings, field: str, span: Span, pattern: re.Pattern[str]) -> int | None:
    value = found.text[slice(*span)]
    if not value:
        return 0
    if pattern.fullmatch(value):
        return int(value)
    found.add(f"{field}-value", field, *span)
    return None


def read_sender(found: Findings, span: Span, kinds: set[Kind]) -> str | None:
    """The sender of messages of *kinds*: a name or number, an e-mail's an address (C-SENDER, C-SUBJ, R-SENDER)."""
    value = found.text[slice(*span)]
    is_address, is_name = _EMAIL.fullmatch(value), _NAME.fullmatch(value)
    if Kind.EMAIL in kinds and not is_address:
        found.add("email-sender", "sender", *span)
    elif not value:
        return None
    elif not is_name and (not is_address or kinds - {Kind.EMAIL}):
        says, mend = _lookalikes(value, _NAME)
        found.add("sender-format", "sender", *span, says or _why_no_sender(value), mend)
    elif kinds != {Kind.EMAIL} and not _PLAIN.fullmatch(value):
        strange = next(character for character in value if not _PLAIN.fullmatch(character))
        says = f"the description does not say whether {strange!r} is allowed in a sender ID"
        found.add("sender-characters", "sender", *span, says)
    return value
