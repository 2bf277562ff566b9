"""What a value that is refused was likely meant to be: words, remedies and fixes that belong to what was found.

Nothing of a value is quoted unless it surely is no part of a password; what would mend it is a fix only where it is certain.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from msgspec.structs import replace

from ...grammar import one_of, terminal
from ..findings.diagnostic import Diagnostic
from ..findings.edits import Edit
from ..model import Format
from ..request.body import FULL_NUMBER
from ..request.lines import RequestLine
from ..sms.charsets import name_of
from ..syntax import MAX_MINUTES

_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|^[\u00a0\u2007\u202f]+|[\u00a0\u2007\u202f]+$"
)
_BLANK = re.compile("[\u00a0\u2007\u2009\u202f]")
_DASH = re.compile("[\u2010-\u2015\u2212]")
_ADDRESS = re.compile(r"[^<>]*<([^<>\s]+@[^<>\s]+)>\s*")
_BETWEEN = re.compile(r"[\s/|]+|\s*[,;/|\n]\s*|\s+(?:и|and|und|y|et)\s+")
_NAME = one_of("SENDER_NAME")
_TZ = terminal("TZ")

_YES, _NO = ("true", "yes", "on", "y", "да"), ("false", "no", "off", "n", "нет", "none", "null")
_FORMATS = {
    **{one.name.lower().replace("_", "-"): one for one in Format},
    **dict.fromkeys(("sms", "normal", "plain"), Format.TEXT),
    "wap": Format.WAP_PUSH,
    "bin": Format.BINARY,
    "hex": Format.BINARY_HEX,
    "mail": Format.EMAIL,
    "e-mail": Format.EMAIL,
    "call": Format.VOICE,
    "soc": Format.SOCIAL,
    "vk": Format.SOCIAL,
}
_ZONES = {**dict.fromkeys(("msk", "europe/moscow", "moscow", "мск"), 0), **dict.fromkeys(("utc", "gmt", "z"), -3)}
_FROM_UTC = re.compile(r"(?:UTC|GMT)\s*([+-]\d{1,2})(?::?00)?|([+-]\d\d):?00", re.IGNORECASE)
_AFTER = re.compile(r"\+?(\d{1,4}) ?(m|min|h|hours?|d|days?|w)", re.IGNORECASE)
_MINUTES = {"m": 1, "h": 60, "d": 1440, "w": 10080}
_WINDOW = re.compile(r"(\d{1,2})(?:h|\.00)?\s*(?:-|\.\.+|до|to)\s*(\d{1,2})(?:h|\.00)?")


class Meant(NamedTuple):
    says: str | None = None
    remedy: str | None = None
    fix: str | None = None


def as_meant(line: RequestLine, found: Diagnostic) -> Diagnostic:
    """*found*, with words, remedy and fix for what stands there in *line*."""
    if found.rule not in _OF_RULE:
        return found
    # It stands at the end of the line and is about all of it, so nothing can be put in its place.
    is_of_line = found.rule == "field-count"
    text = line.text if is_of_line else line.original[found.start : found.end]
    may_quote = line.may_quote(line.from_original(found.start), line.from_original(found.end))
    hidden = None if is_of_line else _without_hidden(text, may_name=may_quote)
    meant = hidden or _OF_RULE[found.rule](text)
    if meant is None:
        return found
    # What is proposed may be made of the value itself.
    is_told = meant.remedy and (may_quote or not any(run in meant.remedy for run in re.findall(r"\w\w+", text)))
    fix = found.fix or (() if meant.fix is None or is_of_line else (Edit(found.start, found.end, meant.fix),))
    return replace(
        found, message=meant.says or found.message, remedy=(is_told and meant.remedy) or found.remedy, fix=fix
    )


def _without_hidden(text: str, *, may_name: bool) -> Meant | None:
    """Of characters that nobody sees."""
    hidden = list(dict.fromkeys("".join(_INVISIBLE.findall(text))))
    if not hidden:
        return None
    what = " and ".join(f"U+{ord(one):04X} {name_of(one)}" for one in hidden[:3]) if may_name else "a character"
    says = f"{what}, which nobody sees, stand{'s' if len(hidden) == 1 or not may_name else ''} in the value"
    return Meant(says, "Type the value anew, or take these characters out.", _INVISIBLE.sub("", text))


def _phone(text: str) -> Meant | None:
    if address := _ADDRESS.fullmatch(text):
        return Meant(
            "the address stands behind a name",
            "Write the address alone, without the name and the brackets.",
            address[1],
        )
    plain = _DASH.sub("-", _BLANK.sub(" ", text)).strip("\"'«»“”")
    if plain != text:
        digits = re.sub(r"[ ().-]", "", plain)
        remedy = "Write the digits alone, without quotation marks, dashes and spaces of other kinds."
        return Meant(None, remedy, digits if FULL_NUMBER.fullmatch(digits) else None)
    numbers = [one for one in _BETWEEN.split(text.strip()) if one]
    if numbers and all(map(FULL_NUMBER.fullmatch, numbers)) and (len(numbers) > 1 or numbers[0] != text):
        says = "a line break stands within the phones" if "\n" in text else None
        return Meant(says, "Write the phones on one line, with a comma between two.", ",".join(numbers))
    if text.startswith("@"):
        return Meant(
            None, "Write a Telegram name as #name, and begin the message with __BOT__: ; a number takes digits alone."
        )
    if "|" in text:
        return Meant(
            None, "A row has no sender in front of its phones, as in HTTP; the sender is the third of the options."
        )
    if "@" in text:
        return Meant(None, "Write one address such as ann@example.com; an e-mail has format 8.")
    return None


def _sender(text: str) -> Meant | None:
    address = _ADDRESS.fullmatch(text)
    if not address:
        return None
    return Meant(
        "the address of the sender stands behind a name", "Write the address alone, without the name.", address[1]
    )


def _time(text: str) -> Meant | None:
    lower = text.lower().strip()
    if lower in ("now", "today", "сейчас", "asap"):
        return Meant("to send at once no time is given", "Leave the time empty.", "")
    if after := _AFTER.fullmatch(lower):
        minutes = int(after[1]) * _MINUTES[after[2][0]]
        fix = f"+{minutes}" if minutes <= MAX_MINUTES else None
        return Meant("a time from now is a + and minutes alone", f"Write minutes: +{minutes}." if fix else None, fix)
    if window := _WINDOW.fullmatch(_DASH.sub("-", text)):
        first, last = int(window[1]), int(window[2])
        if first == 24 and last < 24:
            return Meant(
                None,
                f"Write 0 for midnight: 0-{last}.",
                f"0-{last}" if last else None,
            )
        if max(first, last) > 24:
            return Meant(None, "Write two hours of the day, such as 9-21.")
        if first != last:
            return Meant(
                "a window is two hours with a hyphen between them", f"Write {first}-{last}.", f"{first}-{last}"
            )
    if re.fullmatch(r"\d{1,2}\.\d\d", text):
        return Meant(
            "a time of day stands here without its date",
            "Write the date in front, such as 31.01.30 12.00, or a window of hours such as 9-21.",
        )
    if re.fullmatch(r"\d{1,6}", text):
        return Meant(
            "digits alone are no time", f"For a time from now write a + in front: +{text} is in {int(text)} minutes."
        )
    if re.fullmatch(r"\d{13}", text):
        return Meant(
            "this is a timestamp in milliseconds",
            "Write seconds with a 0 in front, or a date of ten digits.",
            f"0{text[:10]}",
        )
    if re.fullmatch(r"[\d./-]{8,10}", text):
        return Meant(
            "this is a date without a time of day", "Write the hour and the minute too: 3101301200 or 31.01.30 12.00."
        )
    return None


def _timestamp(text: str) -> Meant | None:
    if re.fullmatch(r"1[0-9]{9}", text):
        return Meant(None, "Write a 0 in front if this is a timestamp; a date is DDMMYYhhmm.")
    return None


def _zone(text: str) -> Meant:
    remedy = "Write the difference to Moscow time in whole hours, for example 2 or -1, or leave it out."
    utc = _FROM_UTC.fullmatch(text.strip())
    hours = int(utc[1] or utc[2]) - 3 if utc else _ZONES.get(text.lower())
    if hours is not None and _TZ.fullmatch(str(hours)):
        what = (
            "Moscow time itself"
            if not hours
            else f"{abs(hours)} hours {'after' if hours > 0 else 'before'} Moscow time"
        )
        return Meant(
            "a zone is counted from Moscow time, which is UTC+3", f"Write {hours}: this is {what}.", str(hours)
        )
    if "/" in text or text.isalpha():
        return Meant("a zone has no name here", remedy)
    if re.fullmatch(r"[+-]?\d+[.,:]\d+|[+-]\d\d:?[1-5]\d", text):
        return Meant("a zone is a whole number of hours", remedy)
    if re.fullmatch(r"\d{1,2}-\d{1,2}", text):
        return Meant(
            "this is a window of hours, which stands before the comma", "Write the window in place of the time: 9-21,0."
        )
    return Meant(None, remedy)


def _option(name: str, yes: str) -> Callable[[str], Meant | None]:
    """For the option *name*, of which the value *yes* is what ``true`` means."""

    def meant(text: str) -> Meant | None:
        word = text.lower()
        if word in _YES:
            return Meant("there are no words here", f"Write {yes}.", yes if name != "format" else None)
        if word in _NO:
            return Meant("there are no words here", "Leave it empty, or write 0.", "")
        if word in _FORMATS:
            number = int(_FORMATS[word])
            if name == "format":
                return Meant(
                    "a format is a number", f"Write {number}." if number else "Leave it empty, or write 0.", str(number)
                )
            return Meant(
                "this is a kind of message, which is the second of the options", f"Write its number there: ,{number}"
            )
        if any(map(str.isalpha, text)) and _NAME.fullmatch(text):
            says = f"this looks like a sender, and stands where {name} belongs"
            return Meant(says, "Write the sender as the third of the options, behind two commas: ,,NAME")
        if name == "format" and text.isdecimal():
            return Meant(None, "Write a number from 0 to 12, which `smsmail explain format` lists.")
        return None

    return meant


def _count(text: str) -> Meant | None:
    if not text.strip():
        return Meant(None, "Write the request into the text; a subject or an attachment is not read.")
    return None


def _row(text: str) -> Meant | None:
    if re.match(r"[ \t]*\+?\d{10,15}[\t ,|=]", text):
        return Meant("this row has no colon behind its phones", "Write a colon between the phones and the message.")
    return None


def _recipient(text: str) -> Meant | None:
    if text.startswith("#"):
        return Meant(
            None, "A Telegram name, # and letters, digits or _, is for the bot alone: begin the message with __BOT__:"
        )
    if "@" in text:
        return Meant(
            "an e-mail address is no recipient of this kind of message",
            "For an e-mail set format 8, with an address as its sender.",
        )
    return Meant(
        "an e-mail goes to e-mail addresses, and this is a number",
        "For an SMS leave the format out; for an e-mail write its address.",
    )


_OF_RULE: dict[str, Callable[[str], Meant | None]] = {
    "field-count": _count,
    "phone-format": _phone,
    "recipient-kind": _recipient,
    "email-sender": _sender,
    "sender-format": _sender,
    "time-format": _time,
    "time-calendar": _timestamp,
    "tz-format": _zone,
    "id-format": lambda _: None,
    "translit-value": _option("translit", "1"),
    "format-value": _option("format", "the number of the kind"),
    "test-value": _option("test", "1"),
    "row-separator": _row,
}
