"""What holds of every moment of sending: it is not past, it is in its window, and only the clocks count."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st

from smsmail.codec import After, At, EncodeError, Time, Timestamp, Window, send_at
from smsmail.conformance.strategies import times
from tests.support.each import each
from tests.support.independent import schedule as independent

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ZONES = st.integers(-15, 11)

Case = tuple[Time | None, int | None, datetime, int]
"""Arguments of send_at."""


def offsets() -> st.SearchStrategy[timezone]:
    """Time zones in which *now* may be given, odd ones too."""
    return st.integers(-23 * 60 - 59, 23 * 60 + 59).map(lambda minutes: timezone(timedelta(minutes=minutes)))


def nows() -> st.SearchStrategy[datetime]:
    """Instants at which every time of the protocol has a place in the calendar; full hours are as likely as others."""
    moments = st.datetimes(datetime(1990, 1, 1), datetime(2120, 1, 1))
    exact = moments.map(lambda moment: moment.replace(minute=0, second=0, microsecond=0))
    return st.tuples(moments | exact, st.just(UTC) | offsets()).map(lambda pair: pair[0].replace(tzinfo=pair[1]))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """The time asked for is often near *now*, where what matters happens."""
    now, tz, account_tz = draw(nows()), draw(st.none() | ZONES), draw(ZONES)
    near = now + timedelta(seconds=draw(st.integers(-90, 90)))
    local = near.astimezone(timezone(hours_from_utc(tz, account_tz)))
    close: list[Time | None] = [Timestamp(int(near.timestamp())), After(0), After(1), None]
    if 2000 <= local.year <= 2099:
        close.append(At.on(local))
    return draw(times() | st.sampled_from(close)), tz, now, account_tz


def hours_from_utc(tz: int | None, account_tz: int) -> timedelta:
    return timedelta(hours=3 + (account_tz if tz is None else tz))


def as_json(time: Time | None) -> Any:
    return msgspec.to_builtins(time)


@given(cases())
def test_a_moment_is_what_the_plainer_way_gives(case: Case) -> None:
    time, tz, now, account_tz = case
    event(f"{type(time).__name__}, now: {send_at(*case) is None}")
    assert send_at(*case) == independent.send_at(as_json(time), tz, now.isoformat(), account_tz)


@given(cases())
def test_a_moment_is_later_than_now_and_in_utc(case: Case) -> None:
    at = send_at(*case)
    assert at is None or (at > case[2] and at.tzinfo is UTC)


@given(cases(), offsets())
def test_in_which_zone_now_is_given_makes_no_difference(case: Case, zone: timezone) -> None:
    time, tz, now, account_tz = case
    assert send_at(time, tz, now.astimezone(zone), account_tz) == send_at(*case)


@given(cases(), st.integers(-26, 26))
def test_shifting_now_and_both_zones_together_shifts_the_moment(case: Case, hours: int) -> None:
    """Who goes west by some hours and does all so many hours later sees the same on the clock."""
    time, tz, now, account_tz = case
    zones = [zone for zone in (tz, account_tz) if zone is not None]
    hours = max(-15 - min(zones), min(11 - max(zones), hours))
    event(f"shifted: {hours != 0}")
    if isinstance(time, Timestamp):
        # An instant, which has no clock: it is shifted itself, within what a timestamp can be.
        shifted: Time | None = Timestamp(time.ts - hours * 3600)
        if not 0 <= shifted.ts <= 99_999_999_999:
            return
    else:
        shifted = time
    at = send_at(*case)
    later = send_at(shifted, None if tz is None else tz + hours, now - hours * HOUR, account_tz + hours)
    assert later == (None if at is None else at - hours * HOUR)


@given(cases(), ZONES)
def test_the_zone_of_the_account_counts_where_the_request_names_none(case: Case, other: int) -> None:
    time, tz, now, account_tz = case
    if tz is None:
        assert send_at(time, account_tz, now, other) == send_at(*case)
    else:
        assert send_at(time, tz, now, other) == send_at(*case)


@given(cases())
def test_no_moment_is_given_just_where_the_time_is_absent_past_or_open(case: Case) -> None:
    time, tz, now, account_tz = case
    zone = timezone(hours_from_utc(tz, account_tz))
    match time:
        case None:
            at_once = True
        case At(at):
            at_once = datetime.fromisoformat(at).replace(tzinfo=zone) <= now
        case Timestamp(ts):
            at_once = ts <= (now - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(seconds=1)
        case After(minutes):
            at_once = minutes == 0
        case Window():
            at_once = is_open(time, now.astimezone(zone))
    assert (send_at(*case) is None) == at_once


def is_open(window: Window, local: datetime) -> bool:
    if window.from_hour < window.to_hour:
        return window.from_hour <= local.hour < window.to_hour
    return local.hour >= window.from_hour or local.hour < window.to_hour


def windows() -> st.SearchStrategy[Window]:
    hours = st.tuples(st.integers(0, 23), st.integers(0, 24)).filter(lambda pair: pair[0] != pair[1])
    return hours.map(lambda pair: Window(*pair))


@given(windows(), st.none() | ZONES, nows(), ZONES)
def test_a_moment_of_a_window_is_the_next_at_which_it_opens(
    window: Window, tz: int | None, now: datetime, account_tz: int
) -> None:
    at = send_at(window, tz, now, account_tz)
    event(f"open: {at is None}, over midnight: {window.from_hour > window.to_hour}")
    if at is None:
        return
    zone = timezone(hours_from_utc(tz, account_tz))
    local = at.astimezone(zone)
    assert is_open(window, local)
    assert (local.hour, local.minute, local.second, local.microsecond) == (window.from_hour, 0, 0, 0)
    assert now < at < now + DAY
    # Shut all the time until then.
    assert not is_open(window, now.astimezone(zone))
    hours_until = range(1, int((at - now) / HOUR) + 1)
    assert not any(is_open(window, (at - number * HOUR).astimezone(zone)) for number in hours_until)


# ---- by example; 12:00 in Moscow unless another now is given

NOON = datetime(2030, 1, 31, 9, tzinfo=UTC)


@each(
    ("time", "tz", "at"),
    [
        (None, None, None),
        (At("2030-01-31T12:00"), 0, None),
        (At("2030-01-31T12:01"), 0, "2030-01-31T09:01"),
        (At("2030-01-31T11:59"), 0, None),
        (At("2030-01-31T12:01"), 1, None),
        (At("2030-01-31T13:01"), 1, "2030-01-31T09:01"),
        (At("2030-01-31T12:00"), -1, "2030-01-31T10:00"),
        (At("2030-01-31T00:00"), -13, "2030-01-31T10:00"),
        (At("2099-12-31T23:59"), 0, "2099-12-31T20:59"),
        (At("2030-07-01T00:00"), 0, "2030-06-30T21:00"),
        (Timestamp(int(NOON.timestamp())), 5, None),
        (Timestamp(int(NOON.timestamp()) + 1), 5, "2030-01-31T09:00:01"),
        (Timestamp(0), None, None),
        (Timestamp(99_999_999_999), None, "5138-11-16T09:46:39"),
        (After(0), None, None),
        (After(1), 7, "2030-01-31T09:01"),
        (After(24 * 60), 7, "2030-02-01T09:00"),
        (After(999_999), None, "2031-12-26T19:39"),
        (Window(9, 21), 0, None),
        (Window(12, 13), 0, None),
        (Window(11, 12), 0, "2030-02-01T08:00"),
        (Window(13, 14), 0, "2030-01-31T10:00"),
        (Window(13, 24), 0, "2030-01-31T10:00"),
        (Window(0, 24), 0, None),
        (Window(0, 12), 0, "2030-01-31T21:00"),
        (Window(21, 9), 0, "2030-01-31T18:00"),
        (Window(21, 12), 0, "2030-01-31T18:00"),
        (Window(21, 13), 0, None),
        (Window(12, 9), 0, None),
        (Window(13, 0), 0, "2030-01-31T10:00"),
        # it is 21:00 of the day before in the first of these zones, and 23:00 in the last
        (Window(22, 23), -15, "2030-01-31T10:00"),
        (Window(20, 22), -15, None),
        (Window(22, 23), -14, None),
        (Window(0, 1), 11, "2030-01-31T10:00"),
        (Window(1, 2), 11, "2030-01-31T11:00"),
    ],
)
def test_moments_by_hand(time: Time | None, tz: int | None, at: str | None) -> None:
    moment = send_at(time, tz, NOON)
    assert moment == (None if at is None else datetime.fromisoformat(at).replace(tzinfo=UTC))


def test_a_minute_that_has_begun_is_past() -> None:
    assert send_at(At("2030-01-31T12:00"), 0, NOON - timedelta(microseconds=1)) == NOON
    assert send_at(At("2030-01-31T12:00"), 0, NOON + timedelta(microseconds=1)) is None


def test_minutes_from_now_keep_the_seconds_of_now() -> None:
    now = datetime(2030, 1, 31, 23, 59, 30, 250_000, tzinfo=timezone(HOUR))
    assert send_at(After(2), None, now) == datetime(2030, 1, 31, 23, 1, 30, 250_000, tzinfo=UTC)


@pytest.mark.parametrize("second", [0, 59])
def test_a_window_shuts_on_the_hour(second: int) -> None:
    last = datetime(2030, 2, 28, 17, 59, second, 999_999, tzinfo=UTC)
    assert send_at(Window(9, 21), 0, last) is None
    assert send_at(Window(9, 21), 0, datetime(2030, 2, 28, 18, tzinfo=UTC)) == datetime(2030, 3, 1, 6, tzinfo=UTC)


def test_moscow_is_three_hours_from_utc_in_every_year() -> None:
    # Its clocks were four hours ahead of UTC in 2012.
    assert send_at(At("2012-07-01T12:00"), 0, datetime(2012, 1, 1, tzinfo=UTC)) == datetime(2012, 7, 1, 9, tzinfo=UTC)


# ---- refusals


@each("now", [NOON.replace(tzinfo=None), datetime.max, "2030-01-31T12:00:00Z", date(2030, 1, 31), None, 0])
@each("time", [None, After(1)])
def test_a_now_without_a_time_zone_is_refused(time: Time | None, now: Any) -> None:
    with pytest.raises(EncodeError) as raised:
        send_at(time, None, now)
    assert {found.field for found in raised.value.diagnostics} == {"now"}


@each(
    ("time", "rule"),
    [
        (At("2030-02-29T12:00"), "time-calendar"),
        (At("2030-04-31T12:00"), "time-calendar"),
        (At("2030-01-31T24:00"), "time-calendar"),
        (At("2030-01-31T12:60"), "time-calendar"),
        (At("2030-00-01T12:00"), "time-calendar"),
        (At("1999-12-31T12:00"), "time-format"),
        (At("2030-01-31 12:00"), "time-format"),
        (At("2030-01-31T12:00Z"), "time-format"),
        (At("2030-01-31T12:00\n"), "time-format"),
        (At("２030-01-31T12:00"), "time-format"),
        (Window(9, 9), "window-empty"),
        (Window(0, 0), "window-empty"),
        (Window(24, 1), "time-format"),
        (Window(0, 25), "time-format"),
        (Window(-1, 9), "time-format"),
        (Timestamp(-1), "time-format"),
        (Timestamp(100_000_000_000), "time-format"),
        (After(-1), "time-format"),
        (After(1_000_000), "time-format"),
        ("9-21", "time-format"),
        (NOON, "time-format"),
        ({"kind": "at"}, "time-format"),
        (0, "time-format"),
    ],
)
def test_what_is_no_time_is_refused(time: Any, rule: str) -> None:
    with pytest.raises(EncodeError) as raised:
        send_at(time, None, NOON)
    assert {found.rule for found in raised.value.errors} == {rule}
    assert raised.value.code == 5


@pytest.mark.parametrize("zone", [-16, 12, 100, 1.5, True, "0"])
def test_a_zone_beyond_those_of_the_earth_is_refused(zone: Any) -> None:
    for tz, account_tz in ((zone, 0), (None, zone), (0, zone)):
        with pytest.raises(EncodeError) as raised:
            send_at(Window(9, 21), tz, NOON, account_tz)
        assert {found.rule for found in raised.value.errors} == {"tz-format"}
        assert raised.value.code == 5


def test_without_a_zone_of_its_own_a_request_has_one_of_the_account() -> None:
    with pytest.raises(EncodeError):
        send_at(None, None, NOON, None)  # type: ignore[arg-type]


@given(
    st.none() | times(),
    st.none() | ZONES,
    st.sampled_from([datetime.min, datetime.max]),
    st.timedeltas(timedelta(0), 3 * DAY),
    offsets(),
    ZONES,
)
@example(None, None, datetime.max, timedelta(0), UTC, 0)
@example(Window(9, 21), 11, datetime.max, timedelta(0), UTC, 0)
@example(Window(21, 9), -3, datetime.min, timedelta(0), UTC, 0)
@example(After(1), 0, datetime.max, timedelta(0), UTC, 0)
def test_at_the_ends_of_the_calendar_a_moment_is_right_or_refused(
    time: Time | None, tz: int | None, end: datetime, distance: timedelta, zone: timezone, account_tz: int
) -> None:
    now = (end + distance if end == datetime.min else end - distance).replace(tzinfo=zone)
    try:
        now.astimezone(UTC)  # Without it, now is no instant of the calendar.
        expected = independent.send_at(as_json(time), tz, now.isoformat(), account_tz)
    except OverflowError:
        with pytest.raises(EncodeError, match="calendar has"):
            send_at(time, tz, now, account_tz)
        return
    assert send_at(time, tz, now, account_tz) == expected
