"""Silence for engines of other languages: tests, without look-around, of a line of which :func:`smsmail.codec.check` says
nothing at all.

They take a part of what :mod:`.quick` takes: a line to one recipient whose text is one SMS of ordinary characters. What
they do not take has to be checked, and most of it has nothing wrong with it either.
"""

from msgspec import Struct

from ...grammar.derive import terminal
from ...grammar.dialects import DIALECTS
from ..model import Format
from ..syntax import STRUCTURAL_COLONS
from .quick import ONE_PART
from .templates import NOTHING

_FIRST = r"!\"',\-./0-9;=?@A-Za-z"
"""Of ASCII what no finding is about, inside of a class. A text may begin with these, …"""
_COMMON = rf"{_FIRST} _:"
"""… and with a space or underscore after them, and a few colons."""
_FEW_COLONS = 3
"""With more, a text may hold another request."""
_LONGEST_IN_UCS2 = 60
"""Of a Russian text so many letters are looked at; a longer one is not taken, though 70 would be one SMS."""
_OFTEN, _SELDOM = "оеаинтсрвлкм", "А-ЯЁбгдёжзйпуфхцчшщъыьэюя"
"""At least half of its letters are of the first, or they may be letters of another charset that were read wrongly."""
_ASIDE = "[^:А-Яа-яЁё]*"
_MOST_AHEAD, _MOST_BEHIND = 5, 3
"""No expression can count the letters of a text. This one counts by how many there were more of one kind than of the other,
and up to here; what there is more of those that are frequent is then left out of the count."""

_ORDINARY_FORMATS = (Format.TEXT, Format.FLASH)
_LOGIN, _PSW = r"[A-Za-z0-9_.@\-]*", "[!-9;-~]+"
_ZONE = r"(?:\+?(?:1[01]|0?[0-24-9])|-(?:1[0-5]|0?[0-24-9]))"
"""Neither Moscow time nor three hours behind it: whoever writes 3 may mean UTC+3."""
_NUMBER = r"(?:[1-79][0-9]{2,8}|[1-79][0-9]{10,14}|\+[1-79][0-9]{2,14})"
"""Neither ten digits, which lack the country, nor as it is dialled within Russia, with an 8, or with a 0."""


class Silence(Struct, frozen=True):
    """Of a line for which both hold there is nothing to say. A text that could not be read is no such line."""

    whole: tuple[str, ...]
    """Expressions that each match the line, from its beginning to its end."""
    never: tuple[str, ...]
    """Texts that stand nowhere in it."""


def silence(dialect: str, *, has_now: bool = False) -> Silence:
    """The tests for engines of *dialect*, ``re2`` (Rust's are the same) or ``java``.

    With *has_now* they hold whatever time :func:`smsmail.codec.check` is told, and take no dates, which may be past.
    """

    def one(*names: str) -> str:
        return f"(?:{'|'.join(terminal(name, DIALECTS[dialect]) for name in names)})"

    time = one("AFTER", "CLEAN_WINDOW", *(() if has_now else ("CLEAN_DATE", "CLEAN_TIMESTAMP")))
    formats = f"(?:{'|'.join(str(int(one)) for one in _ORDINARY_FORMATS)})"
    head = (
        rf"{_LOGIN}:{_PSW}:{one('CLEAN_ID')}?:{time}?(?:,{_ZONE}?)?"
        rf":{one('TRANSLIT')}?(?:,{formats}?(?:,{one('CLEAN_SENDER')}?(?:,{one('TEST')}?)?)?)?:{_NUMBER}:"
    )
    latin = f"[{_FIRST}][{_COMMON}]{{0,{ONE_PART - 1}}}"
    russian = f"[А-Яа-яЁё{_FIRST}][А-Яа-яЁё{_COMMON}]{{0,{_LONGEST_IN_UCS2 - 1}}}"
    letters = _often_enough()
    return Silence(
        whole=(
            rf"\A{head}(?:{latin}|{russian})\z",
            rf"\A(?:[^:]*:){{{STRUCTURAL_COLONS}}}{letters}(?::{letters}){{0,{_FEW_COLONS}}}\z",
        ),
        never=(*NOTHING, "??"),
    )


def _often_enough() -> str:
    """An expression of what, between colons, has as many frequent letters as others.

    It goes up and down like a lift: :data:`_OFTEN` one floor up, :data:`_SELDOM` one down, and it ends no lower than it began.
    """
    up, down = f"[{_OFTEN}]{_ASIDE}", f"[{_SELDOM}]{_ASIDE}"
    below = f"{down}{up}"
    for _ in range(_MOST_BEHIND - 1):
        below = f"{down}(?:{below})*{up}"
    above, higher = up, f"(?:{up})*"
    for _ in range(_MOST_AHEAD):
        above = f"{up}(?:{above})*{down}"
        higher = f"(?:{above})*(?:{up}{higher})?"
    return f"{_ASIDE}(?:{below}|{above})*{higher}"
