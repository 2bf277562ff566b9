"""Letters that were written in one charset and read in another, told by how often each letter stands in a text."""

import re
from collections import Counter
from math import log

_ASCII = bytes(range(128))
_LETTERS = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґ"
_PER_MILLE = (109, 85, 80, 74, 67, 63, 55, 47, 45, 44, 35, 32, 30, 28, 26, 20, 19, 17, 17, 16, 16, 14, 12, 10, 9, 7, 6, 5, 4)  # fmt: skip
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
_ASCII_OR_FIRST = _ASCII + b"\xd0\xd1"
"""In UTF-8 the first octet of a Russian letter is one of these two; the second tells them apart, but for a capital or two."""
_FREQUENT_SECOND = _LETTERS[:12].encode().translate(None, _ASCII_OR_FIRST)
_ORDINARY = 0.5
"""The share of these letters above which a text is not doubted; it is two thirds in Russian."""

_MIXED = re.compile("[а-яёіїєґ][А-ЯЁІЇЄҐ]")
_WORDS_OF_HIGH_OCTETS = re.compile(rb"[\x80-\xff]{3,}")

_BEYOND_ASCII = re.compile("[^\0-\x7f]+")
_HARDLY_A_TEXT = re.compile("[\u0080-\u009f\u0180-\u019f\u01b1-\u036f]")
"""Characters that two letters of another charset make by chance if they are read as UTF-8."""


def are_ordinary(text: str) -> bool:
    """Whether what of *text* is not ASCII, which are Russian letters, stand there about as often as they usually do."""
    letters = text.encode().translate(None, _ASCII_OR_FIRST)
    return len(letters.translate(None, _FREQUENT_SECOND)) <= (1 - _ORDINARY) * len(letters)


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
    letters = Counter("".join(_BEYOND_ASCII.findall(text)).lower())
    found = sum(n * _SEEN.get(letter, _RARE if letter in _LETTERS else _NEVER) for letter, n in letters.items())
    return found + _CASES_MIXED * len(_MIXED.findall(text))


def misread(charset: str, other: str) -> str:
    """What becomes of a Russian word in *other* that is read in *charset*."""
    word = "Заказ"
    return f"{word!r} would arrive as {word.encode(other).decode(charset, 'replace')!r}"


def is_utf8(octets: bytes) -> bool:
    """Whether *octets* are a text in UTF-8, and hardly one in a charset of one octet for each character."""
    try:
        return not _HARDLY_A_TEXT.search(octets.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def read_wrongly(text: str) -> tuple[str, str] | None:
    """The charset in which *text*, which is not ASCII, was read, and the one in which it was likely written."""
    for charset in ("koi8-r", "windows-1251", "windows-1252", "iso-8859-1", "ibm866"):
        try:
            octets = text.encode(charset)
        except UnicodeEncodeError:
            continue
        if is_utf8(octets):
            return charset, "utf-8"
        if other := likelier_charset(octets, charset):
            return charset, other
    return None
