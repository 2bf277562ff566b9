"""One message and its recipients: how they are read, and whether they fit the kind of message that it is."""

import re

from msgspec import Struct

from ...grammar import one_of
from ..content.kinds import Kind, kind_of, split_prefix
from ..findings.findings import Findings, Span
from ..model import Format
from .fields import items

_RECIPIENT = one_of("EMAIL", "PLUS_NUMBER", "GROUP", "TELEGRAM", "NUMBER")
_FULL_NUMBER = re.compile(r"\+?[0-9]{11,15}")
_PUNCTUATION = str.maketrans("", "", " ().-")
_DIGITS = "0123456789"
_WHERE_EMPTY = {
    (True, False): "there is no recipient before the first separator",
    (False, True): "there is no recipient behind the last separator",
}
"""What to say of an empty item that is the first or the last one."""


class Message(Struct):
    """A single request's message or one row's, while it is being read."""

    path: str
    """Where its fields are found: ``body`` or ``body.rows[3]``."""
    recipients: Span
    mes: Span
    text: str

    def extend(self, found: Findings, end: int) -> None:
        """Let the message of a row reach to *end*: there backslash and n are a line break (C-LISTNL, R-ROWNL)."""
        self.mes = (self.mes[0], end)
        self.text = found.text[slice(*self.mes)].replace("\\n", "\n")

    def kind(self, format: Format | None) -> Kind | None:
        """The kind of message, or ``None`` where an unreadable format leaves it open (R-PREFIX)."""
        prefix, _ = split_prefix(self.text)
        return kind_of(format or Format.TEXT, prefix) if prefix or format is not None else None


def read_recipients(
    found: Findings, message: Message, separator: re.Pattern[str], kind: Kind | None
) -> tuple[str, ...]:
    """The recipients of *message*, without punctuation (C-PHONES, C-PLUS, R-NUMBER, R-PHONESEP, R-RECIPIENTKIND)."""
    values: list[str] = []

    def path(index: int) -> str:
        return f"{message.path}.phones[{index}]"

    spans = items(found, path, *message.recipients, separator)
    for index, (start, end) in enumerate(spans):
        field = path(index)
        value = found.text[start:end]
        match = _RECIPIENT.fullmatch(value)
        if not value:
            found.add("phone-empty", field, start, end, _WHERE_EMPTY.get((index == 0, index == len(spans) - 1)))
        elif match is None:
            found.add("phone-format", field, start, end, why_no_recipient(value), _mended(value))
        elif kind is not None and match.lastgroup not in _fitting(kind):
            found.add("recipient-kind", field, start, end)
        elif match.lastgroup == "NUMBER":
            digits = value.translate(_PUNCTUATION)
            if digits != value:
                found.add("number-punctuation", field, start, end, mend=digits)
            value = digits
        values.append(value)
    return tuple(values)


def is_recipient(value: str) -> bool:
    """Whether *value* is a recipient of any kind."""
    return _RECIPIENT.fullmatch(value) is not None


def _fitting(kind: Kind) -> tuple[str, ...]:
    match kind:
        case Kind.EMAIL:
            return "EMAIL", "GROUP"
        case Kind.BOT:
            return "NUMBER", "PLUS_NUMBER", "GROUP", "TELEGRAM"
        case _:
            return "NUMBER", "PLUS_NUMBER", "GROUP"


def _mended(value: str) -> str | None:
    """What *value* was meant to be, where that is certain: a number with punctuation, or several with spaces between."""
    if value[:1] == "+":
        number = "+" + value[1:].translate(_PUNCTUATION)
        return number if _RECIPIENT.fullmatch(number) else None
    numbers = value.split()
    return ",".join(numbers) if len(numbers) > 1 and all(map(_FULL_NUMBER.fullmatch, numbers)) else None


def why_no_recipient(value: str) -> str | None:
    """What keeps *value* from being the number it seems to be; ``None`` where it is not much like one."""
    if value[0] == "#":
        return "a Telegram name has 1 to 64 Latin letters, digits and underscores"
    if value[0] == "g" and value[1:].isdecimal():
        return "the G of a group is upper case"
    digits = sum(character in _DIGITS for character in value)
    if not digits:
        return None
    strange = value.removeprefix("+").translate(_PUNCTUATION).strip(_DIGITS)
    if strange:
        return f"a number holds digits only, and here is {strange[0]!r}"
    if value[0] == "+" and len(value) > digits + 1:
        return "a number after `+` is taken exactly, so no punctuation may stand in it"
    if not 3 <= digits <= 15:
        if _mended(value):
            return f"these are {len(value.split())} numbers with spaces between them; a comma belongs there"
        return f"a number has 3 to 15 digits, and this has {digits}"
    return None
