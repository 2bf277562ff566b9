"""A quick look at a request, which shows of nearly all that there is nothing to say; these are the quickest passes that
Python has over their texts."""

import re
from datetime import datetime

from ..model import Batch, Format, Request, Row, Single
from ..sms.alphabet import DEFAULT
from ..sms.letters import are_ordinary
from .templates import NOTHING

OLDER_FORMATS = (Format.WHATSAPP, Format.SOCIAL)
"""Those that older libraries number otherwise (R-FORMATNUM)."""
MOSCOW = 3
"""Hours from UTC."""
ONE_PART, ONE_PART_UCS2 = 160, 70
FEW = 3
"""So few units in the last part are worth a word."""

_SIGNS = "%&<>{}$[(*#\\+\n\r\v\f"
"""With one of these a text may hold what it should not, or take a closer look for another reason."""
_PLAIN = bytes({*"".join(filter(str.isascii, DEFAULT)).encode()} - {*_SIGNS.encode()})
_PLAIN_OR_CYRILLIC = re.compile(r"[а-я a-z.,0-9А-ЯЁёA-Z!\"'\-/:;=?@_]*+")
_PLAIN_LOGIN = re.compile(r"[\w.@-]*")
_DOUBTFUL_PHONE = re.compile(r"(?:^|,)(?:[0-9]{10}(?:,|$)|0|8|\+8[19]|\+00)")
_NATIONAL = 10
_BEGINNING = 200
"""What is in place of a value shows early in a message; in a list more is looked at by its rows."""
_ENOUGH = 60
"""So many letters show which charset they are of."""
_MANY_COLONS = 4
"""A text with so many may hold another request."""


def is_unremarkable(request: Request, now: datetime | None) -> bool:
    """Whether nothing needs to be said of *request*, as far as a quick look can tell."""
    if (
        (now and request.time)
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
        and are_ordinary(mes[:_ENOUGH].encode("koi8-r"))
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
