"""The charsets of mails and of SMS, and which characters of a text they lack (C-PLAIN, R-CHARSET, R-CHARFIT, R-LATIN)."""

import codecs
import re
import unicodedata

from msgspec import Struct

from .alphabet import DEFAULT, EXTENSION
from .lookalikes import LOOKALIKES

GSM7 = "gsm7"
"""The charset, so to speak, of an SMS in septets."""

_GSM7 = frozenset(DEFAULT + EXTENSION)

_NAME = re.compile(r"[\w.:+-]{1,40}", re.ASCII)

# Python knows more encodings than these, but no mail program writes idna or unicode_escape.
_MIME_NAMES = {
    "ascii": "us-ascii",
    "big5": "big5",
    "cp866": "ibm866",
    "euc_jp": "euc-jp",
    "euc_kr": "euc-kr",
    "gb18030": "gb18030",
    "gb2312": "gb2312",
    "gbk": "gbk",
    "iso2022_jp": "iso-2022-jp",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "shift_jis": "shift_jis",
    "utf-8": "utf-8",
    "utf-16": "utf-16",
    "utf-16-be": "utf-16be",
    "utf-16-le": "utf-16le",
    **{f"cp125{number}": f"windows-125{number}" for number in range(9)},
    **{f"iso8859-{number}": f"iso-8859-{number}" for number in range(1, 17) if number != 12},
}


def charset_named(name: str) -> str | None:
    """The MIME name, in lower case, of the charset that goes by *name*; ``None`` where there is none (R-CHARSET)."""
    if not _NAME.fullmatch(name):
        return None
    try:
        return _MIME_NAMES.get(codecs.lookup(name).name)
    except LookupError:
        return None


class Unencodable(Struct, frozen=True):
    """A character that a charset lacks, and where it stands."""

    offset: int
    """In code points."""
    character: str
    name: str
    """The character's Unicode name, or its number where it has none."""
    lookalike: str | None
    """What looks like it and is in GSM 03.38; an empty text where it is invisible."""


def unencodable(text: str, charset: str) -> tuple[Unencodable, ...]:
    """The characters of *text* that *charset*, a MIME name or ``gsm7``, cannot represent, in the order of the text.

    >>> [one.name for one in unencodable("Оплата — №1", "koi8-r")]
    ['EM DASH', 'NUMERO SIGN']

    Raises :class:`LookupError` if there is no such charset.
    """
    missing = _missing(text, charset)
    return tuple(
        Unencodable(offset, character, name_of(character), LOOKALIKES.get(character))
        for offset, character in enumerate(text)
        if character in missing
    )


def name_of(character: str) -> str:
    """The Unicode name of *character*, or its number."""
    return unicodedata.name(character, f"U+{ord(character):04X}")


def as_gsm7(text: str) -> str | None:
    """*text* with look-alikes for all characters that GSM 03.38 lacks; ``None`` where it has them all or one has none.

    For showing what a look-alike would save: the codec itself never replaces a character.

    >>> as_gsm7("Today only – 20% off")
    'Today only - 20% off'
    """
    missing = _missing(text, GSM7)
    if not missing or not missing <= LOOKALIKES.keys():
        return None
    return text.translate({ord(character): LOOKALIKES[character] for character in missing})


def _missing(text: str, charset: str) -> set[str]:
    characters = set(text)
    if charset == GSM7:
        return characters - _GSM7
    known = charset_named(charset)
    if known is None:
        raise LookupError(f"there is no charset {charset!r}")
    return {character for character in characters if not _can_encode(known, character)}


def _can_encode(charset: str, character: str) -> bool:
    try:
        return character.encode(charset).decode(charset) == character
    except UnicodeError:
        return False
