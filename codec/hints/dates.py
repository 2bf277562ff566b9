"""Dates in the orders that people write them in elsewhere, for saying what a refused one was meant to be."""

import re
from datetime import date as calendar_date

_DATE_LIKE = re.compile(r"[0-9]{10,14}|[0-9]{1,4}[-./ ][0-9]{1,2}[-./ ][0-9]{2,4}[T -]+[0-9]{1,2}[-. ]?[0-9]{2}")
_DIGIT_RUNS = re.compile("[0-9]+")
_DAY, _MONTH, _SHORT, _LONG = "(?P<day>..)", "(?P<month>..)", "(?P<year>..)", "(?P<year>....)"
_CLOCK = "(?P<hour>..)(?P<minute>..)"
_ORDERS = {
    name: re.compile(order + _CLOCK)
    for name, order in {
        "year first": _SHORT + _MONTH + _DAY,
        "month first": _MONTH + _DAY + _SHORT,
        "with four digits of the year": _DAY + _MONTH + _LONG,
        "year first, with four digits": _LONG + _MONTH + _DAY,
        "in another form": _DAY + _MONTH + _SHORT,
    }.items()
}

_CENTURY = 2000


def in_another_order(text: str) -> tuple[str, str] | None:
    """How the date *text* is written, and as it should be, if just one order of its parts makes it a date."""
    digits = "".join(_DIGIT_RUNS.findall(text))
    found = {
        f"{parts['day']}{parts['month']}{parts['year'][-2:]}{parts['hour']}{parts['minute']}": name
        for name, order in _ORDERS.items()
        # Between dots a date is written day first, as here.
        if ("." not in text[:4] or order.pattern.startswith(_DAY))
        and _DATE_LIKE.fullmatch(text)
        and (match := order.fullmatch(digits))
        and _is_date(parts := match.groupdict())
    }
    if len(found) != 1:
        return None
    [(date, name)] = found.items()
    return name, date


def _is_date(parts: dict[str, str]) -> bool:
    year = int(parts["year"]) if len(parts["year"]) == 4 else _CENTURY + int(parts["year"])
    try:
        calendar_date(year, int(parts["month"]), int(parts["day"]))
    except ValueError:
        return False
    return year in range(_CENTURY, _CENTURY + 100) and int(parts["hour"]) < 24 and int(parts["minute"]) < 60
