"""What makes doubtful that a mail is read as its author meant it: letters of another charset, names of charsets, headers in
the text. Nothing of this changes what is read."""

import re
from functools import cache
from math import log

from ..sms.charsets import charset_names

_ASCII = bytes(range(128))
_LETTERS = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґ"
_PER_MILLE = (
    109,
    85,
    80,
    74,
    67,
    63,
    55,
    47,
    45,
    44,
    35,
    32,
    30,
    28,
    26,
    20,
    19,
    17,
    17,
    16,
    16,
    14,
    12,
    10,
    9,
    7,
    6,
    5,
    4,
)
"""How often the first of these letters stand in a thousand of Russian text; the others are once in a thousand at most."""

_SEEN = {letter: log(often / 1000) for letter, often in zip(_LETTERS, _PER_MILLE, strict=False)}
_RARE, _NEVER = log(1 / 1000), log(1 / 100_000)
_CASES_MIXED = log(1 / 100)
"""What a capital behind a small letter, or a word of one small letter and capitals, takes from the likelihood."""

_CYRILLIC = ("windows-1251", "koi8-r", "ibm866", "iso-8859-5")
_WESTERN = ("iso-8859-1", "iso-8859-15", "windows-1252")
_SURE = 5.0
"""So much more likely another charset must be, as a logarithm: some hundred times."""
_LIKE_TEXT = -4.2
"""The likelihood of a letter, on average, of what is text at all."""
_FEW_LETTERS = 3
_ENOUGH_OCTETS = 2000
"""To tell a charset by, and no more are looked at."""

_FREQUENT = {charset: _LETTERS[:12].encode(charset) for charset in (*_CYRILLIC, "koi8-u")}
_ORDINARY = 0.5
"""The share of these letters above which a text is not doubted; it is two thirds in Russian."""

_MIXED = re.compile("[а-яёіїєґ][А-ЯЁІЇЄҐ]")
_WORDS_OF_HIGH_OCTETS = re.compile(rb"[\x80-\xff]{3,}")

_HEADERS = re.compile(
    r"(?:(?:content-[\w-]+|mime-version|from|to|cc|bcc|subject|date|sender|reply-to|message-id|received|x-[\w-]+):[^\n]*\n"
    r"(?:[ \t][^\n]*\n)*)+(?:\s*\n|\Z)",
    re.IGNORECASE,
)
_NO_NAME = re.compile("[^a-z0-9]+")


def likelier_charset(octets: bytes, charset: str) -> str | None:
    """The charset in which *octets* are Russian text, if in *charset*, which they are said to be in, they are none."""
    high = octets.translate(None, _ASCII)
    if charset in _FREQUENT and len(high.translate(None, _FREQUENT[charset])) <= (1 - _ORDINARY) * len(high):
        return None  # As nearly all texts.
    if len(high) < _FEW_LETTERS or charset not in (*_CYRILLIC, "koi8-u", *_WESTERN):
        return None
    octets = octets[:_ENOUGH_OCTETS]
    high = octets.translate(None, _ASCII)
    if charset in _WESTERN and sum(map(len, _WORDS_OF_HIGH_OCTETS.findall(octets))) < 0.8 * len(high):
        return None  # The letters of French or German that are not ASCII stand alone among others.
    rated = {other: _likelihood(octets, other) for other in {*_CYRILLIC, charset}}
    best = max(rated, key=lambda other: rated[other])
    is_sure = rated[best] > rated[charset] + _SURE and rated[best] > _LIKE_TEXT * len(high)
    return best if is_sure else None


def _likelihood(octets: bytes, charset: str) -> float:
    """How likely what stands in *octets* beside ASCII is as Russian text, as a logarithm."""
    text = octets.decode(charset, "replace")
    letters = [letter for letter in text if letter > "\x7f"]
    found = sum(_SEEN.get(letter, _RARE if letter in _LETTERS else _NEVER) for letter in "".join(letters).lower())
    return found + _CASES_MIXED * len(_MIXED.findall(text))


def misread(charset: str, other: str) -> str:
    """What becomes of a Russian word in *other* that is read in *charset*."""
    word = "Заказ"
    return f"{word!r} would arrive as {word.encode(other).decode(charset, 'replace')!r}"


@cache
def _by_bare_name() -> dict[str, str]:
    bare = {_NO_NAME.sub("", name): charset for name, charset in charset_names().items()}
    windows = {name.replace("windows", "win"): charset for name, charset in bare.items() if name.startswith("windows")}
    return {**windows, **bare, "utf8mb4": "utf-8", "utf8mb3": "utf-8", "koi8": "koi8-r", "koi": "koi8-r"}


def charset_meant(name: str) -> str | None:
    """The charset that somebody meant who wrote *name*, which is the name of none."""
    bare = _NO_NAME.sub("", name.lower())
    return _by_bare_name().get(bare) or _by_bare_name().get(bare.removeprefix("x"))


def headers_in(text: str) -> str | None:
    """The headers with which *text* begins, as it does below an empty line that stands too early."""
    headers = _HEADERS.match(text)
    # A request may have a login such as `from`; its line has more colons, and no blank line below it.
    return headers[0] if headers and max(line.count(":") for line in headers[0].split("\n")) < 6 else None
