"""What is measured of the times of requests."""

import re

from smsmail.conformance import Case
from tests.support.measures.parts import Measure, given, number, schedule, time


def date(case: Case) -> dict[str, int] | None:
    """Day, month, hour and minute of a date, in either form."""
    text = schedule(case, 0) or ""
    found = re.fullmatch(r"(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)", text, re.ASCII) or re.fullmatch(
        r"(\d\d)\.(\d\d)\.(\d\d) (\d\d)\.(\d\d)", text, re.ASCII
    )
    return (
        dict(zip(("day", "month", "year", "hour", "minute"), map(int, found.groups()), strict=True)) if found else None
    )


def of_date(name: str) -> Measure:
    def measure(case: Case) -> int | None:
        read = date(case)
        return read[name] if read else None

    return measure


def day_in(*months: int, leap: bool | None = None) -> Measure:
    """The day of a date in one of these months; of February, in a leap year or in a common one."""

    def measure(case: Case) -> int | None:
        read = date(case)
        if not read or read["month"] not in months or (leap is not None and leap != (read["year"] % 4 == 0)):
            return None
        return read["day"]

    return measure


def year_given(case: Case) -> int | None:
    at = time(case, "at")
    return number(at["at"].partition("-")[0]) if at else None


def window(case: Case) -> tuple[int, int] | None:
    found = re.fullmatch(r"(\d{1,2})-(\d{1,2})", schedule(case, 0) or "", re.ASCII)
    if found:
        return int(found[1]), int(found[2])
    value = time(case, "window")
    return (value["from"], value["to"]) if value else None


def window_from(case: Case) -> int | None:
    hours = window(case)
    return hours[0] if hours else None


def window_to(case: Case) -> int | None:
    hours = window(case)
    return hours[1] if hours else None


def window_length(case: Case) -> int | None:
    hours = window(case)
    return hours[1] - hours[0] if hours else None


def time_text(case: Case) -> str | None:
    return schedule(case, 0)


def timestamp_digits(case: Case) -> int | None:
    value = time(case, "timestamp")
    return len(str(value["ts"])) if value and isinstance(value.get("ts"), int) and value["ts"] >= 0 else None


def minutes(case: Case) -> int | None:
    found = re.fullmatch(r"\+(\d+)", schedule(case, 0) or "", re.ASCII)
    if found:
        return int(found[1])
    value = time(case, "after")
    return value["minutes"] if value else None


def zone(case: Case) -> int | None:
    if case.op == "send_at":
        return case.input.get("tz")
    text = schedule(case, 1)
    return given(case, "tz") if text is None else number(text)


def spaces_before_hours(case: Case) -> int | None:
    found = re.fullmatch(r"\d\d\.\d\d\.\d\d( *)\d\d\.\d\d", schedule(case, 0) or "", re.ASCII)
    return len(found[1]) if found else None
