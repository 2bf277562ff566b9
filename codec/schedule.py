"""When a request is sent: arithmetic on instants, with the current one as an argument (C-TIME-ABS … C-TZ)."""

from datetime import UTC, datetime, timedelta, timezone

from msgspec import Struct

from .findings.findings import refusal
from .findings.rules import RULES
from .model import After, At, Time, Timestamp, TimeZone, Window
from .request.times import read_time, write_time
from .shape import to_shape

_MOSCOW = timedelta(hours=3)
"""All year, in every year (R-MSK)."""


class _Asked(Struct):
    time: Time | None
    tz: TimeZone | None
    account_tz: TimeZone


def send_at(time: Time | None, tz: int | None, now: datetime, account_tz: int = 0) -> datetime | None:
    """The instant, in UTC, at which a request with this *time* and *tz* is sent; ``None`` is now.

    *tz* and *account_tz*, which counts where a request names none, are whole hours from Moscow time, -15 to 11
    (C-TZ, R-TZ). *now* has a time zone. What is not later than *now* is now (C-TIME-NOW, R-SENDAT).

    >>> evening = datetime(2030, 1, 31, 19, 30, tzinfo=UTC)  # 22:30 in Moscow
    >>> print(send_at(Window(9, 21), None, evening))
    2030-02-01 06:00:00+00:00

    Raises :class:`EncodeError` for a time that is none, such as 31 February, for a zone out of range, for a *now* without
    a time zone, and where the instant lies beyond the year 9999.
    """
    asked = _asked(time, tz, now, account_tz)
    offset = _MOSCOW + timedelta(hours=asked.account_tz if asked.tz is None else asked.tz)
    try:
        now = now.astimezone(UTC)
        at = _instant(asked.time, now, timezone(offset))
    except OverflowError:
        raise refusal("time-format", "time", "this lies beyond the years that a calendar has") from None
    return at if at and at > now else None


def _instant(time: Time | None, now: datetime, zone: timezone) -> datetime | None:
    match time:
        case At(at):
            return datetime.fromisoformat(at).replace(tzinfo=zone).astimezone(UTC)
        case Timestamp(ts):
            return datetime.fromtimestamp(ts, UTC)
        case After(minutes):
            return now + timedelta(minutes=minutes)
        case Window():
            return _next_opening(time, now.astimezone(zone))
        case None:
            return None


def _next_opening(window: Window, local: datetime) -> datetime | None:
    """When *window* opens next; ``None`` while it is open (C-TIME-WIN, R-WINDOW)."""
    first, last = window.from_hour, window.to_hour
    if first <= local.hour < last or (first > last and not last <= local.hour < first):
        return None
    opening = local.replace(hour=first, minute=0, second=0, microsecond=0)
    return (opening if local.hour < first else opening + timedelta(days=1)).astimezone(UTC)


def _asked(time: object, tz: object, now: object, account_tz: object) -> _Asked:
    if not isinstance(now, datetime) or now.utcoffset() is None:
        raise refusal("shape", "now", "the current time must be a datetime with a time zone")
    asked = to_shape({"time": time, "tz": tz, "account_tz": account_tz}, _Asked)
    _, flaw = read_time(write_time(asked.time)[0])
    if flaw and RULES[flaw.code].severity == "error":
        raise refusal(flaw.code, "time", flaw.says)
    return asked
