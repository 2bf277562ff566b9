"""A text divided into SMS, written a second time: from the table of 3GPP TS 23.038, sharing nothing with the codec.

The corpus takes its expected values from here. The number of parts is worked out in two ways that do not resemble
each other: by cutting greedily from the left, and by searching for the least number of parts among all cuts.
"""

from typing import Final, NamedTuple

ESCAPE: Final = 0x1B
"""The place in the table that leads to the extension. No character of a text is there."""

TABLE: Final = (
    "@£$¥èéùìòÇ\nØø\rÅå"  # 0x00 to 0x0F
    "Δ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ"  # 0x10 to 0x1F
    " !\"#¤%&'()*+,-./"  # 0x20 to 0x2F
    "0123456789:;<=>?"  # 0x30 to 0x3F
    "¡ABCDEFGHIJKLMNO"  # 0x40 to 0x4F
    "PQRSTUVWXYZÄÖÑÜ§"  # 0x50 to 0x5F
    "¿abcdefghijklmno"  # 0x60 to 0x6F
    "pqrstuvwxyzäöñüà"  # 0x70 to 0x7F
)

EXTENSION: Final = {
    0x0A: "\f",
    0x14: "^",
    0x28: "{",
    0x29: "}",
    0x2F: "\\",
    0x3C: "[",
    0x3D: "~",
    0x3E: "]",
    0x40: "|",
    0x65: "€",
}

SEPTETS: Final = {
    **{character: 1 for place, character in enumerate(TABLE) if place != ESCAPE},
    **dict.fromkeys(EXTENSION.values(), 2),
}


class Limits(NamedTuple):
    """How many units an SMS holds that is alone, and each SMS of several, which also carries a header."""

    alone: int
    of_several: int


GSM7: Final = Limits(160, 153)
UCS2: Final = Limits(70, 67)


class Segments(NamedTuple):
    """In the order of the members that the corpus gives a segmentation."""

    encoding: str
    units: int
    parts: list[str]


def costs(text: str) -> tuple[str, list[int]]:
    """The encoding, and what each character costs in it."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("a lone surrogate is no character")
    if all(character in SEPTETS for character in text):
        return "gsm7", [SEPTETS[character] for character in text]
    return "ucs2", [2 if ord(character) > 0xFFFF else 1 for character in text]


def limits(encoding: str) -> Limits:
    return {"gsm7": GSM7, "ucs2": UCS2}[encoding]


def segments(text: str) -> Segments:
    encoding, each = costs(text)
    alone, of_several = limits(encoding)
    parts = [text] if sum(each) <= alone else walk(text, each, of_several)
    return Segments(encoding, sum(each), parts)


def walk(text: str, each: list[int], limit: int) -> list[str]:
    """Fill one part after the other; a character that no longer fits opens the next."""
    parts = [""]
    room = limit
    for character, cost in zip(text, each, strict=True):
        if cost > room:
            parts.append("")
            room = limit
        parts[-1] += character
        room -= cost
    return parts


def fewest_parts(text: str) -> int:
    """The least number of parts over all ways to cut *text* between characters."""
    encoding, each = costs(text)
    alone, of_several = limits(encoding)
    if sum(each) <= alone:
        return 1
    fewest = [0]  # for the first 0, 1, 2, ... characters
    for end in range(1, len(each) + 1):
        start, size = end, 0
        candidates: list[int] = []
        while start > 0 and (size := size + each[start - 1]) <= of_several:
            start -= 1
            candidates.append(fewest[start] + 1)
        fewest.append(min(candidates))
    return fewest[-1]
