"""The corpus of sending times agrees with a second, plainer way of working them out, which is itself tried by hand."""

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from smsmail.fixtures import ROOT
from tests.support.each import each
from tests.support.independent.schedule import Refused, send_at

Case = dict[str, Any]

CASES: list[Case] = [
    case
    for file in sorted((ROOT / "cases" / "schedule").iterdir(), key=lambda file: file.name)
    for case in json.loads(file.read_text(encoding="utf-8"))["cases"]
]


def answer(time: Case | None, tz: int | None, now: str, account_tz: int = 0) -> str | None:
    moment = send_at(time, tz, now, account_tz)
    return moment and moment.strftime("%Y-%m-%dT%H:%M:%SZ")


@each("case", CASES)
def test_schedule_of_the_corpus(case: Case) -> None:
    if "error" in case["expect"]:
        with pytest.raises((Refused, OverflowError)):  # The calendar ends with the year 9999.
            answer(**case["input"])
    else:
        assert case["expect"] == {"ok": {"at": answer(**case["input"])}}


@each("offset", [3, -9.5, 14])
@each("case", [case for case in CASES if "ok" in case["expect"]])
def test_now_written_with_another_offset_changes_nothing(case: Case, offset: float) -> None:
    instant = datetime.fromisoformat(case["input"]["now"])
    elsewhere = instant.astimezone(timezone(timedelta(hours=offset))).isoformat()
    assert answer(**case["input"] | {"now": elsewhere}) == case["expect"]["ok"]["at"]


AT_NOON = {"kind": "at", "at": "2030-01-31T12:00"}
BY_DAY = {"kind": "window", "from": 9, "to": 21}
BY_NIGHT = {"kind": "window", "from": 21, "to": 9}


@each(
    ("time", "tz", "now", "at"),
    [
        (None, None, "2030-01-31T06:00:00Z", None),
        (AT_NOON, 0, "2030-01-31T08:59:59Z", "2030-01-31T09:00:00Z"),
        (AT_NOON, 0, "2030-01-31T09:00:00Z", None),
        (AT_NOON, -3, "2030-01-31T09:00:00Z", "2030-01-31T12:00:00Z"),
        (AT_NOON, 11, "2030-01-30T09:00:00Z", "2030-01-30T22:00:00Z"),
        ({"kind": "timestamp", "ts": 1893456000}, 11, "2029-12-31T23:59:59Z", "2030-01-01T00:00:00Z"),
        ({"kind": "timestamp", "ts": 1893456000}, 11, "2030-01-01T03:00:00+03:00", None),
        ({"kind": "after", "minutes": 61}, 11, "2030-12-31T23:00:07Z", "2031-01-01T00:01:07Z"),
        ({"kind": "after", "minutes": 0}, 0, "2030-12-31T23:00:07Z", None),
        (BY_DAY, 0, "2030-01-31T05:59:59Z", "2030-01-31T06:00:00Z"),
        (BY_DAY, 0, "2030-01-31T06:00:00Z", None),
        (BY_DAY, 0, "2030-01-31T18:00:00Z", "2030-02-01T06:00:00Z"),
        (BY_NIGHT, 0, "2030-01-31T05:59:59Z", None),
        (BY_NIGHT, 0, "2030-01-31T06:00:00Z", "2030-01-31T18:00:00Z"),
        (BY_NIGHT, 0, "2030-01-31T18:00:00Z", None),
    ],
)
def test_examples_reckoned_by_hand(time: Case | None, tz: int | None, now: str, at: str | None) -> None:
    assert answer(time, tz, now) == at


@each(
    ("time", "tz"),
    [
        ({"kind": "at", "at": "2030-02-31T12:00"}, 0),
        ({"kind": "window", "from": 9, "to": 9}, 0),
        ({"kind": "window", "from": 9, "to": 25}, 0),
        ({"kind": "window", "from": 24, "to": 9}, 0),
        ({"kind": "timestamp", "ts": 100_000_000_000}, 0),
        ({"kind": "after", "minutes": 1_000_000}, 0),
        (AT_NOON, 12),
        (AT_NOON, -16),
        ({"kind": "soon"}, 0),
    ],
)
def test_what_means_no_moment_is_refused(time: Case, tz: int) -> None:
    with pytest.raises(Refused):
        answer(time, tz, "2030-01-31T06:00:00Z")


def test_absent_tz_is_that_of_the_account() -> None:
    assert answer(AT_NOON, None, "2030-01-31T00:00:00Z", 2) == "2030-01-31T07:00:00Z"
    assert answer(AT_NOON, 0, "2030-01-31T00:00:00Z", 2) == "2030-01-31T09:00:00Z"
