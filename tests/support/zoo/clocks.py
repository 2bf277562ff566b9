"""Reckoners of the moment at which a message is sent."""

from datetime import UTC, datetime, timedelta, timezone

from tests.support.zoo.animal import Answer, Input, Operation, animal
from tests.support.zoo.ways import member, refusal, value_of


def _at(moment: datetime | None) -> Answer:
    return {"ok": {"at": moment and moment.astimezone(UTC).isoformat()}}


def _kind(given: Input) -> str:
    return member(given, "time").get("kind", "")


def _zone(given: Input) -> timezone:
    tz = given["account_tz"] if given["tz"] is None else given["tz"]
    return timezone(timedelta(hours=3 + tz))


def _shifted(given: Input, right: Operation, hours: int) -> Answer:
    """The right answer in a zone so many hours further east."""
    tz = given["account_tz"] if given["tz"] is None else given["tz"]
    return right({**given, "tz": max(-15, min(11, tz + hours))}) if isinstance(tz, int) else right(given)


@animal("send_at", caught_by=("schedule/zone/positive", "schedule/at/moscow"))
def counts_from_utc(given: Input, right: Operation) -> Answer:
    """Counts tz from UTC and not from Moscow."""
    return _shifted(given, right, -3)


@animal("send_at", caught_by=("schedule/zone/positive-is-earlier", "schedule/zone/negative"))
def turns_the_sign(given: Input, right: Operation) -> Answer:
    """Turns the sign of tz round, as POSIX zones do."""
    return right({**given, "tz": -given["tz"] if given["tz"] and abs(given["tz"]) < 12 else given["tz"]})


@animal("send_at", caught_by=("schedule/zone/zero-is-not-absent", "schedule/window/zone-zero-is-not-absent"))
def takes_tz_zero_for_absent(given: Input, right: Operation) -> Answer:
    """Asks `tz or account_tz` and overlooks that 0 is Moscow."""
    return right({**given, "tz": given["tz"] or None})


@animal("send_at", caught_by=("schedule/zone/absent", "schedule/window/zone-of-the-account"))
def overlooks_the_account(given: Input, right: Operation) -> Answer:
    """Takes Moscow where tz is absent, not the zone of the account."""
    return right({**given, "account_tz": 0})


@animal("send_at", caught_by=("schedule/moscow/year-2012", "schedule/moscow/year-2012-window"))
def knows_the_history_of_moscow(given: Input, right: Operation) -> Answer:
    """Takes the zone of Moscow from the system, where 2012 was at UTC+4."""
    year = member(given, "time").get("at", given["now"])[:4]
    return _shifted(given, right, 1) if year in ("2012", "2013") else right(given)


@animal("send_at", caught_by=("schedule/moscow/summer", "schedule/moscow/summer-window"))
def gives_moscow_a_summer_time(given: Input, right: Operation) -> Answer:
    """Gives Moscow a summer time."""
    month = member(given, "time").get("at", given["now"])[5:7]
    return _shifted(given, right, 1) if "04" <= month <= "10" else right(given)


@animal("send_at", caught_by=("schedule/now/offset-of-moscow", "schedule/now/timestamp-with-offset"))
def drops_the_offset_of_now(given: Input, right: Operation) -> Answer:
    """Reads the clock of now and drops its offset."""
    return right({**given, "now": datetime.fromisoformat(given["now"]).replace(tzinfo=UTC).isoformat()})


@animal("send_at", caught_by=("schedule/at/one-minute-before-now", "schedule/timestamp/one-second-before-now"))
def answers_past_moments(given: Input, right: Operation) -> Answer:
    """Answers a moment that has passed."""
    answer, time = right(given), given["time"]
    if answer != {"ok": {"at": None}} or _kind(given) not in ("at", "timestamp"):
        return answer
    if time["kind"] == "timestamp":
        return _at(datetime.fromtimestamp(time["ts"], UTC))
    return _at(datetime.fromisoformat(time["at"]).replace(tzinfo=_zone(given)))


@animal("send_at", caught_by=("schedule/timestamp/this-very-second", "schedule/after/zero"))
def schedules_the_present(given: Input, right: Operation) -> Answer:
    """Schedules what is due at this very moment."""
    now = datetime.fromisoformat(given["now"])
    due = member(given, "time").get("ts") == now.timestamp() or member(given, "time").get("minutes") == 0
    return _at(now) if due else right(given)


@animal("send_at", caught_by=("schedule/window/half-an-hour-after", "schedule/window/of-one-hour-after"))
def closes_windows_late(given: Input, right: Operation) -> Answer:
    """Counts the closing hour as part of the window."""
    answer = right(given)
    if _kind(given) != "window" or "error" in answer:
        return answer
    local = datetime.fromisoformat(given["now"]).astimezone(_zone(given))
    return _at(None) if local.hour == given["time"]["to"] else answer


@animal("send_at", caught_by=("schedule/window/before", "schedule/now/window-by-another-clock"))
def opens_windows_by_utc(given: Input, right: Operation) -> Answer:
    """Holds the clock of UTC against the window."""
    return right({**given, "tz": -3} if _kind(given) == "window" else given)


@animal("send_at", caught_by=("schedule/window/end-of-a-month", "schedule/window/end-of-a-year"))
def adds_one_to_the_day(given: Input, right: Operation) -> Answer:
    """Finds tomorrow by adding 1 to the day of the month."""
    answer = right(given)
    if _kind(given) != "window" or value_of(answer).get("at") is None:
        return answer
    today = datetime.fromisoformat(given["now"]).astimezone(_zone(given))
    opening = datetime.fromisoformat(answer["ok"]["at"]).astimezone(_zone(given))
    return refusal(5) if opening.month != today.month else answer


@animal("send_at", caught_by=("schedule/window/seconds-of-now-do-not-show", "schedule/window/late-in-the-evening"))
def keeps_the_minutes(given: Input, right: Operation) -> Answer:
    """Keeps minutes and seconds of now in the hour at which a window opens."""
    answer, now = right(given), datetime.fromisoformat(given["now"])
    if _kind(given) != "window" or value_of(answer).get("at") is None:
        return answer
    return _at(datetime.fromisoformat(answer["ok"]["at"]).replace(minute=now.minute, second=now.second))


@animal("send_at", caught_by=("schedule/timestamp/past-signed-32-bits", "schedule/timestamp/past-32-bits"))
def holds_timestamps_in_32_bits(given: Input, right: Operation) -> Answer:
    """Holds a timestamp in 32 bits with a sign."""
    return _at(None) if _kind(given) == "timestamp" and given["time"]["ts"] >= 2**31 else right(given)


@animal("send_at", caught_by=("schedule/after/half-an-hour", "schedule/after/over-midnight"))
def takes_minutes_for_seconds(given: Input, right: Operation) -> Answer:
    """Takes the minutes of an offset for seconds."""
    answer = right(given)
    if _kind(given) != "after" or value_of(answer).get("at") is None:
        return answer
    return _at(datetime.fromisoformat(given["now"]) + timedelta(seconds=given["time"]["minutes"]))
