"""A quick look at a request, which shows of nearly all that there is nothing to say; these are the quickest passes that
Python has over their texts.

It is what the clean form of a line (grammar/clean.lark) leaves open.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from ...grammar import FORMS
from ..model import At, Batch, Format, Request, Row, Single, Timestamp
from ..sms.alphabet import DEFAULT
from ..sms.letters import are_ordinary
from ..syntax import CENTURY, PHONE_SEPARATORS, STRUCTURAL_COLONS
from .templates import NOTHING

OLDER_FORMATS = (Format.WHATSAPP, Format.SOCIAL)
"""Those that older libraries number otherwise (R-FORMATNUM)."""
MOSCOW = 3
"""Hours from UTC."""
_WEST = timedelta(hours=12)
"""No zone is further from UTC on that side, so that a time is past everywhere when it is past there."""
ONE_PART, ONE_PART_UCS2 = 160, 70
FEW = 3
"""So few units in the last part are worth a word."""

_SIGNS = "%&<>{}$[(*#\\+\n\r\v\f"
"""With one of these a text may hold what it should not, or take a closer look for another reason."""
_PLAIN = bytes({*"".join(filter(str.isascii, DEFAULT)).encode()} - {*_SIGNS.encode()})
_CYRILLIC = r"[а-я a-z.,0-9А-ЯЁёA-Z!\"'\-/:;=?@_]"
_PLAIN_OR_CYRILLIC = re.compile(f"{_CYRILLIC}*+")
_PLAIN_LOGIN = re.compile(r"[\w.@-]*")
_DOUBTFUL_PHONE = re.compile(r"(?:^|,)(?:[0-9]{10}(?:,|$)|0|8|\+8[19]|\+00)")
_NATIONAL = 10
_BEGINNING = 200
"""What is in place of a value shows early in a message; in a list more is looked at by its rows."""
_ENOUGH = 60
"""So many letters show which charset they are of."""
_MANY_COLONS = 4
"""A text with so many may hold another request."""


def _sizes(one: str, alone: int, part: int, most: int) -> str:
    """So many of the characters *one* that some parts are filled, and not just one or two characters are in the last."""
    return f"{one}{{1,{alone}}}+(?:{one}{{{FEW + 1},{2 * part - alone}}}+(?:{one}{{{FEW + 1},{part}}}+){{0,{most - 2}}}+)?+"


_ASCII = f"[{re.escape(_PLAIN.decode())}]"
_NUMBER = rf"(?!0|8|\+8[19]|\+00|[0-9]{{{_NATIONAL}}}(?![0-9]))\+?+"


def silence(now: datetime | None) -> Callable[[str], bool]:
    """A test of lines, which says of most single messages that there is nothing to say of them, at *now*.

    They need not be decoded for that: they are in the clean form of the grammar, and what the other tests here ask of
    its fields is put in front of it. What no expression can say, or not as quickly, stands beside it.
    """
    silent = re.compile(
        # A login and a password, a time to come, Moscow time only where it is meant, no format that is numbered otherwise,
        rf"(?=[A-Za-z0-9_.@-]*+:[!-9;-~]++:[^:]*+:{_to_come(now)}[^:,]*+(?:,(?![+-]?0?{MOSCOW}:)[^:]*+)?+"
        rf":[^:,]*+(?:,(?!(?:{'|'.join(str(int(one)) for one in OLDER_FORMATS)})[,:])[^:]*+)?+:"
        # one recipient or two,
        rf"{_NUMBER}([0-9]++)(?:[{PHONE_SEPARATORS}]{_NUMBER}(?!\1:)[0-9]++)?+:"
        # and a text that fills its parts.
        rf"(?:{_sizes(_ASCII, ONE_PART, 153, 6)}|(?=[ -~]*+[^ -~]){_sizes(_CYRILLIC, ONE_PART_UCS2, 67, 14)})\Z)"
        + re.sub(r"\(\?P<(?!mes)\w+>", "(?:", FORMS["clean_single"])
    ).fullmatch

    def is_silent(line: str) -> bool:
        found = silent(line)
        return (
            found is not None
            and not _has_nothing(line)
            and "??" not in line
            and line.count(":") < STRUCTURAL_COLONS + _MANY_COLONS
            and (line.isascii() or are_ordinary(found["mes"][:_ENOUGH]))
        )

    return is_silent


def _to_come(now: datetime | None) -> str:
    """The beginning of a time that is not past in any zone at *now*, as none is from the day after tomorrow on."""
    if now is None:
        return ""
    tomorrow = now.astimezone(UTC) + timedelta(days=1)
    day, month, year = (_above(number) for number in (tomorrow.day, tomorrow.month, tomorrow.year - CENTURY))
    dates = rf"[0-9]{{4}}{year}|[0-9]{{2}}{month}{tomorrow:%y}|{day}{tomorrow:%m%y}"
    return rf"(?:(?=[,:+]|[0-9]{{1,2}}-)|(?={dates if tomorrow.year < CENTURY + 100 else '(?!)'})[0-9]{{10}}(?![0-9]))"


def _above(number: int) -> str:
    return f"(?:{'|'.join(f'{above:02}' for above in range(number + 1, 100)) or '(?!)'})"


def is_unremarkable(request: Request, now: datetime | None) -> bool:
    """Whether nothing needs to be said of *request*, as far as a quick look can tell."""
    if (
        (now and request.time and is_over(request, now))
        or request.tz in (MOSCOW, -MOSCOW)
        or request.format in OLDER_FORMATS
        or not (request.login.isalnum() or _PLAIN_LOGIN.fullmatch(request.login))
        or request.login in NOTHING
        or request.psw in NOTHING
    ):
        return False
    body = request.body
    if isinstance(body, Single):
        return _are_usual(body.phones) and _is_plain(body.mes)
    phones = [phone for row in body.rows for phone in row.phones]
    return (
        not request.id
        and not _DOUBTFUL_PHONE.search(",".join(phones))
        and (len(phones) == len(body.rows) or all(map(_names_each_once, body.rows)))
        and _are_plain(body)
    )


def _are_usual(phones: tuple[str, ...]) -> bool:
    if len(phones) == 1 and phones[0][0] == "7" and len(phones[0]) != _NATIONAL:
        return True  # As most are.
    once = len({phone.lstrip("+") for phone in phones}) == len(phones)
    return once and not _DOUBTFUL_PHONE.search(",".join(phones))


def _names_each_once(message: Row | Single) -> bool:
    phones = message.phones
    return len(phones) == 1 or len({phone.lstrip("+") for phone in phones}) == len(phones)


def _are_plain(body: Batch) -> bool:
    texts = [row.mes for row in body.rows]
    if len({*texts}) < len(texts):
        return False
    together = "".join(texts)
    if len(max(texts, key=len)) > ONE_PART or not together.isascii() or together.count(":") >= _MANY_COLONS:
        return all(map(_is_plain, texts))
    return _is_plain_ascii(together) and not _has_nothing(together)


def _is_plain(mes: str) -> bool:
    size = len(mes)
    if ":" in mes and mes.count(":") >= _MANY_COLONS:
        return False
    if mes.isascii():
        return not (size > ONE_PART and (size <= ONE_PART + FEW or (size - 1) % 153 < FEW)) and _is_plain_ascii(mes)
    just_over = size > ONE_PART_UCS2 and (size <= ONE_PART_UCS2 + FEW or (size - 1) % 67 < FEW)
    return (
        not just_over
        and _PLAIN_OR_CYRILLIC.fullmatch(mes) is not None
        and not ("?" in mes and "??" in mes)
        and not _has_nothing(mes[:_BEGINNING])
        and are_ordinary(mes[:_ENOUGH])
    )


def _is_plain_ascii(mes: str) -> bool:
    return (
        not mes.encode("ascii").translate(None, _PLAIN)
        and not ("?" in mes and "??" in mes)
        and not _has_nothing(mes[:_BEGINNING])
    )


def _has_nothing(text: str) -> bool:
    """Whether a word of :data:`NOTHING` is in *text*."""
    return "null" in text or "undefined" in text or ("N" in text and ("None" in text or "NaN" in text))


def is_over(request: Request, now: datetime) -> bool:
    """Whether the time is past in whatever zone an account may have."""
    match request.time:
        case Timestamp(ts):
            return ts <= now.timestamp()
        case At(at):
            offset = -_WEST if request.tz is None else timedelta(hours=MOSCOW + request.tz)
            return datetime.fromisoformat(at).replace(tzinfo=UTC) - offset <= now
        case _:
            return False
