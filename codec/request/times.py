"""The time of a request, between its five forms of text and its structs (C-TIME-ABS … C-TIME-NOW)."""

import re
from datetime import date
from typing import NamedTuple

from ...grammar import one_of, terminal
from ..model import After, At, Time, Timestamp, Window
from ..syntax import CENTURY, MAX_TIMESTAMP

_FORMS = one_of("DATE_TIME", "WINDOW", "TIMESTAMP", "AFTER", "NOW")
_DATE = terminal("CLEAN_DATE")
_WRITTEN = {
    Window: terminal("CANONICAL_WINDOW"),
    Timestamp: terminal("TIMESTAMP"),
    After: terminal("CANONICAL_AFTER"),
}
_ISO = re.compile(rf"{str(CENTURY)[:2]}(..)-(..)-(..)T(..):(..)", re.DOTALL)
"""The places of a moment's digits; that they are digits, and of the calendar, is for the grammar."""
_NINE_DIGITS = range(10**8, 10**9)


class Flaw(NamedTuple):
    """A rule that a time breaks, and what to say of it where the rule's own words are too general."""

    code: str
    says: str | None = None
    fix: str | None = None
    """What must stand there instead, where that is certain."""


def read_time(text: str) -> tuple[Time | None, Flaw | None]:
    """The time that *text* is (none means now), and what is wrong or doubtful in it."""
    if not text:
        return None, None
    match = _FORMS.fullmatch(text)
    match match and match.lastgroup:
        case None:
            return None, _flaw(text)
        case "DATE_TIME":
            return read_date(text if len(text) == 10 else text.replace(".", "").replace(" ", ""))
        case "WINDOW":
            return _read_window(*map(int, text.split("-")))
        case "TIMESTAMP":
            return Timestamp(int(text)), None
        case "AFTER":
            return After(int(text)), None
        case _:
            return None, None


def _flaw(text: str) -> Flaw:
    from ..hints.dates import in_another_order  # Most times are right.

    is_date = terminal("DATE_SHAPE").fullmatch(text)
    if other := in_another_order(text):
        return Flaw("time-calendar" if is_date else "time-format", f"this date is written {other[0]}", other[1])
    if is_date:
        timestamp = "" if "." in text else "; a timestamp has a 0 before it"
        return Flaw("time-calendar", f"there is no such date or time of day{timestamp}")
    if text[0] == "+":
        return Flaw("time-format", "a time from now is a + and 1 to 6 digits of minutes")
    if "-" in text:
        return Flaw("time-format", "a window is two hours, 0 to 23, and a hyphen between them")
    if text.isdecimal() and text[0] != "0":
        return Flaw("time-format", "a date has ten digits, and a timestamp has a 0 before it")
    return Flaw("time-format")


def read_date(digits: str) -> tuple[At | None, Flaw | None]:
    """The moment that *digits*, ``DDMMYYhhmm`` within their bounds, are in the calendar (R-TIMECAL, R-CENTURY)."""
    day, month, year = digits[:2], digits[2:4], CENTURY + int(digits[4:6])
    try:
        date(year, int(month), int(day))
    except ValueError:
        return None, Flaw("time-calendar", f"month {month} of {year} has no day {day}")
    return At(iso(digits)), None


def iso(digits: str) -> str:
    """The moment ``DDMMYYhhmm`` as ISO 8601 (R-CENTURY)."""
    return f"{CENTURY + int(digits[4:6])}-{digits[2:4]}-{digits[:2]}T{digits[6:8]}:{digits[8:]}"


def _read_window(first: int, last: int) -> tuple[Window, Flaw | None]:
    if first == last:
        return Window(first, last), Flaw("window-empty")
    return Window(first, last), Flaw("window-midnight", fix=f"{first}-0" if first else None) if last == 24 else None


def write_time(time: Time | None) -> tuple[str, bool]:
    """The canonical text of *time*, and whether it is just that time.

    Raises :class:`TypeError` where a value has not just the type that it should, or more digits than any that is written.
    """
    if type(time) is At:
        at = time.at
        if type(at) is not str:
            raise TypeError
        iso = _ISO.fullmatch(at)
        if iso is None:
            return f"{at[8:10]}{at[5:7]}{at[2:4]}{at[11:13]}{at[14:16]}", False
        year, month, day, hour, minute = iso.groups()
        text = f"{day}{month}{year}{hour}{minute}"
        return text, _DATE.fullmatch(text) is not None
    if time is None:
        return "", True
    values = [getattr(time, name) for name in time.__struct_fields__] if type(time) in _WRITTEN else [None]
    if not all(type(value) is int and -MAX_TIMESTAMP <= value <= MAX_TIMESTAMP for value in values):
        raise TypeError
    match time:
        case Window(first, last):
            text, fits = f"{first}-{last}", first != last
        case Timestamp(ts):
            # Ten digits would be a date (R-TS10), so nine get one more zero (R-TS9).
            text, fits = f"{'00' if ts in _NINE_DIGITS else '0'}{ts}", True
        case After(minutes):
            text, fits = f"+{minutes}", True
        case _:
            raise TypeError
    return text, fits and _WRITTEN[type(time)].fullmatch(text) is not None
