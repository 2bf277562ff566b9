"""When a message leaves, worked out slowly and plainly.

Nothing here is shared with the codec: a window is found by walking through the minutes, and local time is UTC with
hours added. It serves to check the expected values of the corpus.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

MOSCOW = 3
"""Hours from UTC, in every season and every year."""

MINUTE = timedelta(minutes=1)


class Refused(ValueError):
    """The input means no moment."""


def within(low: int, value: int, high: int) -> int:
    if not low <= value <= high:
        raise Refused(f"{value} is not one of {low} to {high}")
    return value


def wanted(time: dict[str, Any], ahead_of_utc: timedelta, now: datetime) -> datetime:
    """The moment asked for, which may be past."""
    match time["kind"]:
        case "at":
            try:
                local = datetime.strptime(time["at"], "%Y-%m-%dT%H:%M").replace(tzinfo=UTC)
            except ValueError as impossible:
                raise Refused(time["at"]) from impossible
            return local - ahead_of_utc
        case "timestamp":
            return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=within(0, time["ts"], 99_999_999_999))
        case "after":
            return now + within(0, time["minutes"], 999_999) * MINUTE
        case "window":
            return first_minute_inside(open_hours(time["from"], time["to"]), ahead_of_utc, now)
        case unknown:
            raise Refused(f"no kind of time: {unknown}")


def open_hours(first: int, end: int) -> set[int]:
    """The hours of the day from `first` up to `end`, counted round the clock."""
    within(0, first, 23)
    if first == within(0, end, 24):
        raise Refused("the window is empty")
    hours = {first}
    while (first + 1) % 24 != end % 24:
        first = (first + 1) % 24
        hours.add(first)
    return hours


def first_minute_inside(hours: set[int], ahead_of_utc: timedelta, now: datetime) -> datetime:
    moment = now
    while (moment + ahead_of_utc).hour not in hours:
        moment = moment.replace(second=0, microsecond=0) + MINUTE
    return moment


def send_at(time: dict[str, Any] | None, tz: int | None, now: str, account_tz: int) -> datetime | None:
    """The moment of sending in UTC; None for at once."""
    zone = within(-15, account_tz if tz is None else tz, 11)
    if time is None:
        return None
    current = datetime.fromisoformat(now).astimezone(UTC)
    moment = wanted(time, timedelta(hours=MOSCOW + zone), current)
    return moment if moment > current else None
