"""Cutting a text into the parts in which it travels (C-SEGMENT, R-LATIN, R-SPLIT)."""

import re
from typing import Literal

from ..findings.diagnostic import EncodeError
from ..findings.findings import Findings, refusal
from ..values import Value
from .alphabet import DEFAULT, EXTENSION

Encoding = Literal["gsm7", "ucs2"]

_ONE_PART = {"gsm7": 160, "ucs2": 70}
_OF_SEVERAL = {"gsm7": 153, "ucs2": 67}

_DEFAULT = re.compile(f"[{re.escape(DEFAULT)}]*+")
_GSM7 = re.compile(f"[{re.escape(DEFAULT + EXTENSION)}]*+")
_BEFORE_PAIR = re.compile("(?=[\U00010000-\U0010ffff])")

_FIRST_HALF = "\ud800"
"""Stands before each character of two units, so that a text has as many characters as units. No whole text holds it."""


class Segmentation(Value, frozen=True):
    """A text as it travels: in which encoding, how large, in which parts.

    >>> parts = segment("x" * 161)
    >>> [len(part) for part in parts.parts], parts.room, parts.left
    ([153, 8], 153, 145)
    """

    encoding: Encoding
    """``gsm7`` where every character is in the GSM 03.38 alphabets, else ``ucs2`` (R-LATIN)."""
    units: int
    """Size of the text: septets in ``gsm7``, UTF-16 code units in ``ucs2``; the parts' user data headers not counted."""
    parts: tuple[str, ...]
    """The pieces of the text; at least one, which is empty for an empty text (R-EMPTYSEG)."""

    @property
    def room(self) -> int:
        """The units that each part can hold: 160 or 70 alone, 153 or 67 beside a user data header."""
        return (_ONE_PART if len(self.parts) == 1 else _OF_SEVERAL)[self.encoding]

    @property
    def left(self) -> int:
        """The units that are still free in the last part."""
        last = self.parts[-1]
        return self.room - (len(_septets(last)) if self.encoding == "gsm7" else len(last.encode("utf-16-le")) // 2)


def segment(text: str) -> Segmentation:
    """The fewest parts in which *text* travels, each filled before the next one begins.

    A character of two units, an extension character in ``gsm7`` or a surrogate pair in ``ucs2``, is never cut: it
    moves whole into the next part (R-SPLIT). Any length will do; the limit of a message is not checked here.

    >>> segment("Your order is ready").encoding, segment("Ваш заказ готов").units
    ('gsm7', 15)

    Raises :class:`EncodeError` if *text* holds a lone surrogate (R-SURROGATE).
    """
    if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise refusal("shape", says="only a str has parts")
    encoding, units = _units(text)
    if len(units) <= _ONE_PART[encoding]:
        return Segmentation(encoding, len(units), (text,))
    return Segmentation(encoding, len(units), tuple(_cut(units, _OF_SEVERAL[encoding])))


def _units(text: str) -> tuple[Encoding, str]:
    """The encoding, and as many characters as there are units."""
    if _DEFAULT.fullmatch(text):
        return "gsm7", text
    if _GSM7.fullmatch(text):
        return "gsm7", _septets(text)
    try:
        octets = text.encode("utf-16-le")
    except UnicodeEncodeError:
        raise EncodeError(found for found in Findings(text) if found.rule == "surrogate") from None
    return "ucs2", text if len(octets) == 2 * len(text) else _FIRST_HALF.join(_BEFORE_PAIR.split(text))


def _septets(text: str) -> str:
    for character in EXTENSION:
        text = text.replace(character, _FIRST_HALF + character)
    return text


def _cut(units: str, room: int) -> list[str]:
    parts: list[str] = []
    start = 0
    while start < len(units):
        end = start + room
        if units[end - 1 : end] == _FIRST_HALF:
            end -= 1
        parts.append(units[start:end].replace(_FIRST_HALF, ""))
        start = end
    return parts
