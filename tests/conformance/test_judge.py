"""What an answer is worth: by what was expected, by level, and under --strict."""

from typing import Any

import pytest

from smsmail.conformance import Policy, Tally, judge
from smsmail.conformance.judge import Verdict
from smsmail.conformance.protocol import Answer, NoAnswer, Ok, Refusal, Skip
from smsmail.conformance.results import result
from smsmail.conformance.values import JSON, MAX_KEPT, bounded, differences, same
from tests.support.each import each
from tests.support.fakes import make_case

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


@each(("level", "outcome"), [("must", "failed"), ("should", "deviating"), ("may", "passed")])
@each(
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


@each("level", ["must", "should", "may"])
@each(
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
    verdict = judge(make_case(1, level="may"), NoAnswer("hung", "why", "log"))
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


@each(
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
    assert [*differences(expected, actual)] == [("a[0].c", 1, 3), ("new", None, "é")]
    assert [*differences([1, 2], [1])] == [("[1]", 2, None)]
    assert [*differences({"a": True}, {"a": 1})] == [("a", True, 1)]
    assert [*differences({"ok": {}}, {"error": 7})] == [("ok", {}, None), ("error", None, 7)]


def test_what_is_too_large_is_not_kept() -> None:
    assert bounded("x" * 10) == "x" * 10
    assert bounded("x" * MAX_KEPT) == f"({MAX_KEPT + 2} characters of JSON, too long to keep)"


@each(
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


def serving(*due: JSON, level: str = "must") -> Any:
    return make_case(1, "serve", level, input={"account": {}, "events": []}, expect={"ok": {"replies": [*due]}})


def replying(*replies: JSON) -> Ok:
    return Ok({"replies": [*replies]})


OK_42 = "OK - 1 SMS, ID - 42"
FUNDS = "ERROR = 3 (funds), ID - 42"
ASSIGNED_OK: JSON = {"text": OK_42, "id": "assigned"}
ASSIGNED_ERROR: JSON = {"text": FUNDS, "id": "assigned"}
ANY_ERROR: JSON = {"text": FUNDS, "error": "any"}
ANY_ERROR_AND_ID: JSON = {"text": FUNDS, "error": "any", "id": "assigned"}
EITHER: JSON = {"any": True}

DUE_AND_GIVEN: list[tuple[JSON, JSON]] = [
    (None, None),
    (OK_42, OK_42),
    (OK_42, f"{OK_42}\r\n"),
    (FUNDS, "ERROR = 3 (there is no money (at all)), ID - 42"),
    (FUNDS, "ERROR = 3 (), ID - 42"),
    (ASSIGNED_OK, "OK - 1 SMS, ID - 1"),
    (ASSIGNED_OK, "OK - 1 SMS, ID - 2147483647"),
    (ASSIGNED_ERROR, "ERROR = 3 (funds), ID - 7"),
    (ANY_ERROR, "ERROR = 6 (no), ID - 42"),
    (ANY_ERROR, "ERROR = 1 (no)"),
    (ANY_ERROR_AND_ID, "ERROR = 8 (no), ID - 7"),
    (ANY_ERROR_AND_ID, "ERROR = 9 (no)"),
    ({"text": "ERROR = 9 (no)", "error": "any"}, "ERROR = 9 (no)"),
    (EITHER, None),
    (EITHER, OK_42),
    (EITHER, "ERROR = 9 (no)"),
]


@each(("due", "given"), DUE_AND_GIVEN)
def test_a_reply_is_compared_by_what_it_says(due: JSON, given: JSON) -> None:
    for strict in (False, True):
        assert judge(serving(None, due), replying(None, given), strict=strict) == Verdict("passed", "as-expected")


OTHERWISE: list[tuple[JSON, JSON, str]] = [
    (None, OK_42, f"reply 2: it answered “{OK_42}” where no answer was due"),
    (OK_42, None, f"reply 2: it did not answer where “{OK_42}” was due"),
    (OK_42, "OK - 2 SMS, ID - 42", f"reply 2: it answered “OK - 2 SMS, ID - 42” where “{OK_42}” was due"),
    (OK_42, "OK - 1 SMS, ID - 43", f"“OK - 1 SMS, ID - 43” where “{OK_42}” was due"),
    (OK_42, FUNDS, f"“{FUNDS}” where “{OK_42}” was due"),
    (OK_42, "Hello", "reply 2: it answered “Hello”, which is no reply"),
    (OK_42, "", "which is no reply"),
    (FUNDS, OK_42, f"where “{FUNDS}” was due"),
    (FUNDS, "ERROR = 6 (funds), ID - 42", f"where “{FUNDS}” was due"),
    (FUNDS, "ERROR = 3 (funds)", f"where “{FUNDS}” was due"),
    (FUNDS, "ERROR = 3 (funds), ID - 43", f"where “{FUNDS}” was due"),
    ("ERROR = 1 (no)", "ERROR = 1 (no), ID - 42", "where “ERROR = 1 (no)” was due"),
    (ASSIGNED_OK, "OK - 1 SMS, ID - 0", f"where “{OK_42}” with any number that the server assigns for the id was due"),
    (ASSIGNED_OK, "OK - 1 SMS, ID - 2147483648", "that the server assigns"),
    (ASSIGNED_OK, "OK - 1 SMS, ID - 007", "that the server assigns"),
    (ASSIGNED_OK, "OK - 1 SMS, ID - a1", "that the server assigns"),
    (ASSIGNED_OK, "OK - 2 SMS, ID - 1", "that the server assigns"),
    (ASSIGNED_ERROR, "ERROR = 3 (funds)", "that the server assigns"),
    (ANY_ERROR, OK_42, f"where “{FUNDS}” with any number for the error was due"),
    (ANY_ERROR, None, "did not answer"),
    (ANY_ERROR, "ERROR = 6 (no), ID - 43", "with any number for the error"),
    (ANY_ERROR, "ERROR = 6 (no)", "with any number for the error"),
    (ANY_ERROR, "ERROR = 1 (no), ID - 42", "with any number for the error"),
    (ANY_ERROR_AND_ID, "ERROR = 6 (no), ID - x", "assigns for the id and with any number for the error was due"),
    (EITHER, "Hello", "which is no reply"),
]


@each(("due", "given", "reason"), OTHERWISE)
def test_a_reply_that_was_not_due_is_named(due: JSON, given: JSON, reason: str) -> None:
    verdict = judge(serving(None, due), replying(None, given))
    assert (verdict.outcome, verdict.observed) == ("failed", "other-value")
    assert reason in verdict.reason
    assert judge(serving(None, due, level="should"), replying(None, given)).outcome == "deviating"


@pytest.mark.parametrize("replies", [[], [None], [None, None, None]])
def test_there_is_one_reply_for_each_event(replies: list[JSON]) -> None:
    verdict = judge(serving(None, None), replying(*replies))
    assert verdict.outcome == "failed"
    assert f"there are {len(replies)} replies, and 2 were due" in verdict.reason


@pytest.mark.parametrize(
    "value", [{}, {"replies": None}, {"replies": OK_42}, {"replies": [7]}, {"replies": [{"any": True}]}]
)
def test_a_gateway_must_give_texts_and_nulls(value: JSON) -> None:
    assert judge(serving(None, level="may"), Ok(value)).observed == "garbled"


def test_a_gateway_may_not_refuse_to_serve() -> None:
    assert judge(serving(None), REFUSED).observed == "refused"
