"""What kind of message a request sends: its format, or the prefix that its text begins with."""

from enum import Enum

from ...grammar import terminal
from ..model import Format

_MESSAGE_PREFIX = terminal("MESSAGE_PREFIX")
_WHOLE_PREFIX = terminal("WHOLE_PREFIX")


class Kind(Enum):
    """The kinds of message: those of the formats (C-FORMAT), and the Telegram bot's, which has a prefix only.

    >>> Kind.EMAIL.value
    <Format.EMAIL: 8>
    """

    TEXT = Format.TEXT
    FLASH = Format.FLASH
    WAP_PUSH = Format.WAP_PUSH
    HLR = Format.HLR
    BINARY = Format.BINARY
    BINARY_HEX = Format.BINARY_HEX
    PING = Format.PING
    MMS = Format.MMS
    EMAIL = Format.EMAIL
    VOICE = Format.VOICE
    VIBER = Format.VIBER
    WHATSAPP = Format.WHATSAPP
    SOCIAL = Format.SOCIAL
    BOT = "bot"


PREFIXES = {
    "__CALL__:": Kind.VOICE,
    "__VIBER__:": Kind.VIBER,
    "__SOC__:": Kind.SOCIAL,
    "__MAIL__:": Kind.EMAIL,
    "__BOT__:": Kind.BOT,
    "__PING__": Kind.PING,
    "__HLR__": Kind.HLR,
}
"""The kind that each prefix selects (C-PREFIX)."""


def split_prefix(mes: str) -> tuple[str, str]:
    """The prefix of *mes*, or an empty string, and what is left after it (C-PREFIX, R-PREFIX, R-PINGALONE)."""
    if not mes.startswith("__"):
        return "", mes
    if found := _MESSAGE_PREFIX.match(mes):
        return found[0], mes[found.end() :].lstrip(" \t")
    alone = mes.rstrip(" \t\n")
    if _WHOLE_PREFIX.fullmatch(alone):
        return alone, ""
    return "", mes


def kind_of(format: Format, prefix: str) -> Kind:
    """The kind of a message with this *format* and *prefix*: the prefix wins (R-PREFIX)."""
    return PREFIXES[prefix] if prefix else Kind(format)
