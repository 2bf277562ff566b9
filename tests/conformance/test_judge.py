"""What an answer is worth: by what was expected, by level, and under --strict."""

from typing import Any

import pytest

from smsmail.conformance import Policy, Tally, judge
from smsmail.conformance.judge import Verdict
from smsmail.conformance.protocol import Answer, Broken, Ok, Refusal, Skip
from smsmail.conformance.results import result
from smsmail.conformance.values import JSON, MAX_KEPT, bounded, difference, same

from .fakes import make_case

REFUSED = Refusal(7, "not a phone number")
REQUEST: dict[str, Any] = {
    "login": "alex",
    "psw": "psw",
    "id": None,
    "time": None,
    "tz": None,
    "translit": 0,
    "format": 0,
    "sender": None,
    "test": 0,
    "body": {"kind": "single", "phones": ["79999999999"], "mes": "hi"},
}
CANONICAL = "alex:psw::::79999999999:hi"


def encoding(level: str = "must") -> Any:
    more = {"input": {"request": REQUEST}, "expect": {"ok": {"text": CANONICAL}}}
    return make_case(1, "encode_request", level, **more)


@pytest.mark.parametrize(("level", "outcome"), [("must", "failed"), ("should", "deviating"), ("may", "passed")])
@pytest.mark.parametrize(
    ("expect", "answer", "observed"),
    [
        ({"ok": {"echo": "a"}}, Ok({"echo": "b"}), "other-value"),
        ({"ok": {"echo": "a"}}, REFUSED, "refused"),
        ({"error": {}}, Ok({"echo": "a"}), "accepted"),
        ({"error": {"code": 5}}, REFUSED, "other-code"),
        ({"error": {"code": 5}}, Refusal(None, ""), "other-code"),
    ],
)
def test_a_difference_weighs_as_much_as_its_level(
    level: str, outcome: str, expect: dict[str, Any], answer: Answer, observed: str
) -> None:
    verdict = judge(make_case(1, level=level, expect=expect), answer)
    assert (verdict.outcome, verdict.observed) == (outcome, observed)
    assert verdict.reason
    assert verdict.expected == expect


@pytest.mark.parametrize("level", ["must", "should", "may"])
@pytest.mark.parametrize(
    ("expect", "answer"),
    [
        ({"ok": {"echo": "a"}}, Ok({"echo": "a"})),
        ({"error": {}}, REFUSED),
        ({"error": {}}, Refusal(None, "")),
        ({"error": {"code": 7}}, REFUSED),
    ],
)
def test_the_expected_answer_passes(level: str, expect: dict[str, Any], answer: Answer) -> None:
    verdict = judge(make_case(1, level=level, expect=expect), answer)
    assert verdict == Verdict("passed", "as-expected")


@pytest.mark.parametrize("value", [None, 1, True, "text", [], [{"echo": "a"}]])
def test_an_ok_that_is_no_object_fails_even_where_all_is_allowed(value: JSON) -> None:
    assert judge(make_case(1, level="may"), Ok(value)).outcome == "failed"


@pytest.mark.parametrize("value", [{}, {"text": None}, {"text": 1}])
def test_an_encoder_must_give_a_text(value: JSON) -> None:
    assert judge(encoding("may"), Ok(value)).observed == "garbled"


def test_a_broken_testee_fails_even_where_all_is_allowed() -> None:
    verdict = judge(make_case(1, level="may"), Broken("hung", "why", "log"))
    assert verdict == Verdict("failed", "hung", "why", log="log")


def test_a_skip_is_neither_passed_nor_failed() -> None:
    assert judge(make_case(1), Skip("not yet")) == Verdict("skipped", "skipped", "not yet")


def test_a_request_may_be_written_in_another_form_unless_strict() -> None:
    spaced = Ok({"text": "alex: psw:::: 79999999999:hi"})
    assert judge(encoding(), spaced).outcome == "passed"
    assert judge(encoding(), spaced, strict=True).observed == "other-form"
    assert judge(encoding(), spaced, strict=True).outcome == "deviating"
    assert judge(encoding("may"), spaced, strict=True).outcome == "passed"
    assert judge(encoding(), Ok({"text": CANONICAL}), strict=True).outcome == "passed"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("alex:psw::::79999999999: hi", "says something else"),
        ("alex:psw::::7999x:hi", "the reference codec refuses what it wrote"),
        ("", "the reference codec refuses what it wrote"),
    ],
)
def test_a_request_written_wrongly_fails(text: str, reason: str) -> None:
    verdict = judge(encoding(), Ok({"text": text}))
    assert verdict.outcome == "failed"
    assert reason in verdict.reason


ALIKE: list[tuple[JSON, JSON]] = [
    ({}, {"id": None}),
    ({"a": [{"b": None}]}, {"a": [{}]}),
    (1, 1.0),
    ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    ("\ud800", "\ud800"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_same(one: JSON, other: JSON) -> None:
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (0, False),
        (0, None),
        (1, "1"),
        ("", None),
        ([], {}),
        ([None], []),
        ([1, 2], [2, 1]),
        ({"a": 1}, {"a": 1, "b": 2}),
        ("é", "e\u0301"),
        (1.5, 1),
    ],
)
def test_not_the_same(one: JSON, other: JSON) -> None:
    assert not same(one, other)


def test_a_diff_keeps_the_order_of_what_was_expected_and_shows_no_absent_members() -> None:
    expected: JSON = {"z": 1, "y": None, "a": [{"c": 1, "b": 2}]}
    actual: JSON = {"a": [{"b": 2, "c": 3}], "new": "é", "z": 1.0}
    assert [line for line in difference(expected, actual) if line[0] in "+-"] == [
        "--- expected",
        "+++ actual",
        '-      "c": 1,',
        '+      "c": 3,',
        "-  ]",
        "+  ],",
        '+  "new": "é"',
    ]


def test_what_is_too_large_is_not_kept() -> None:
    assert bounded("x" * 10) == "x" * 10
    assert bounded("x" * MAX_KEPT) == f"({MAX_KEPT + 2} characters of JSON, too long to keep)"


@pytest.mark.parametrize(
    ("policy", "outcome", "column", "fails"),
    [
        (Policy(), "passed", "passed", False),
        (Policy(), "deviating", "deviating", False),
        (Policy(), "failed", "failed", True),
        (Policy(), "skipped", "skipped", False),
        (Policy(strict=True), "deviating", "deviating", True),
        (Policy(fail_on_skip=True), "skipped", "skipped", True),
        (Policy(known=frozenset({"request/topic/case-001"})), "failed", "known", False),
        (Policy(known=frozenset({"request/topic/case-001"})), "passed", "passed", True),
        (Policy(known=frozenset({"request/topic/case-001"})), "deviating", "deviating", False),
        (Policy(known=frozenset({"request/topic/case-001"})), "skipped", "skipped", False),
        (Policy(known=frozenset({"request/topic/case"})), "failed", "failed", True),
    ],
)
def test_the_policy_decides_what_fails_the_run(policy: Policy, outcome: Any, column: str, fails: bool) -> None:
    judged = result(make_case(1), Verdict(outcome, "as-expected"), policy)
    assert (judged.column, judged.fails) == (column, fails)
    tally = Tally()
    tally.add(judged)
    assert tally.ok == (not fails and outcome != "skipped")
