"""The charsets of mails and of SMS, and which characters of a text they lack (C-PLAIN, R-CHARSET, R-CHARFIT, R-LATIN)."""

import unicodedata

from ..values import Value
from .alphabet import DEFAULT, EXTENSION
from .lookalikes import LOOKALIKES

GSM7 = "gsm7"
"""The charset, so to speak, of an SMS in septets."""

_GSM7 = frozenset(DEFAULT + EXTENSION)

# The names that IANA has registered for each, with those that are none and yet common (utf8, cp1251, sjis, …). Python
# knows more charsets, and takes more for a name: utf--8, u8 and 1251 are charsets to it.
_ALSO_CALLED = {
    "us-ascii": "ascii us iso646-us ansi_x3.4-1968 ansi_x3.4-1986 iso_646.irv:1991 iso-ir-6 ibm367 cp367 csascii",
    "utf-8": "utf8 csutf8",
    "utf-16": "utf16 csutf16",
    "utf-16be": "csutf16be",
    "utf-16le": "csutf16le",
    "koi8-r": "cskoi8r koi8_r",
    "koi8-u": "cskoi8u",
    "ibm866": "866 cp866 csibm866",
    "iso-8859-1": "iso_8859-1 iso8859-1 iso_8859-1:1987 iso-ir-100 latin1 l1 ibm819 cp819 csisolatin1",
    "iso-8859-2": "iso_8859-2 iso8859-2 iso_8859-2:1987 iso-ir-101 latin2 l2 csisolatin2",
    "iso-8859-3": "iso_8859-3 iso8859-3 iso_8859-3:1988 iso-ir-109 latin3 l3 csisolatin3",
    "iso-8859-4": "iso_8859-4 iso8859-4 iso_8859-4:1988 iso-ir-110 latin4 l4 csisolatin4",
    "iso-8859-5": "iso_8859-5 iso8859-5 iso_8859-5:1988 iso-ir-144 cyrillic csisolatincyrillic",
    "iso-8859-6": "iso_8859-6 iso8859-6 iso_8859-6:1987 iso-ir-127 ecma-114 asmo-708 arabic csisolatinarabic",
    "iso-8859-7": "iso_8859-7 iso8859-7 iso_8859-7:1987 iso-ir-126 elot_928 ecma-118 greek greek8 csisolatingreek",
    "iso-8859-8": "iso_8859-8 iso8859-8 iso_8859-8:1988 iso-ir-138 hebrew csisolatinhebrew",
    "iso-8859-9": "iso_8859-9 iso8859-9 iso_8859-9:1989 iso-ir-148 latin5 l5 csisolatin5",
    "iso-8859-10": "iso_8859-10:1992 iso8859-10 iso-ir-157 latin6 l6 csisolatin6",
    "iso-8859-11": "iso8859-11",
    "iso-8859-13": "iso8859-13 csiso885913",
    "iso-8859-14": "iso_8859-14 iso8859-14 iso_8859-14:1998 iso-ir-199 latin8 l8 iso-celtic csiso885914",
    "iso-8859-15": "iso_8859-15 iso8859-15 latin-9 csiso885915",
    "iso-8859-16": "iso_8859-16 iso8859-16 iso_8859-16:2001 iso-ir-226 latin10 l10 csiso885916",
    **{f"windows-125{number}": f"cp125{number} windows125{number} cswindows125{number}" for number in range(9)},
    "big5": "csbig5",
    "euc-jp": "eucjp cseucpkdfmtjapanese extended_unix_code_packed_format_for_japanese",
    "euc-kr": "euckr cseuckr",
    "gb18030": "csgb18030",
    "gb2312": "csgb2312",
    "gbk": "cp936 ms936 windows-936 csgbk",
    "iso-2022-jp": "csiso2022jp",
    "shift_jis": "shift-jis sjis ms_kanji csshiftjis",
}
_BY_NAME = {name: charset for charset, names in _ALSO_CALLED.items() for name in (charset, *names.split())}


def charset_named(name: str) -> str | None:
    """The MIME name, in lower case, of the charset that goes by *name*; ``None`` where there is none (R-CHARSET).

    >>> charset_named("CP1251"), charset_named("rot13")
    ('windows-1251', None)
    """
    # Lower case of ASCII alone: the Kelvin sign is no k.
    return _BY_NAME.get(name.lower()) if name.isascii() else None


def charset_names() -> dict[str, str]:
    """All names of charsets, in lower case, and the charset that goes by each."""
    return dict(_BY_NAME)


class Unencodable(Value, frozen=True):
    """A character that a charset lacks, and where it stands.

    >>> [(one.offset, one.name, one.lookalike) for one in unencodable("5 €", "koi8-r")]
    [(2, 'EURO SIGN', None)]
    """

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
