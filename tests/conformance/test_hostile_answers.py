"""Whatever an implementation answers, the judge has a verdict on it, at a cost that nobody can drive up."""

from base64 import b64encode
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smsmail.conformance import Case, Policy, judge, load_cases, run
from smsmail.conformance.corpus import OPS
from smsmail.conformance.protocol import Answer, Hello, Ok
from smsmail.conformance.values import instant

ACCEPTED = {
    op: next(
        case
        for case in load_cases()
        if case.op == op and "ok" in case.expect and None not in case.expect["ok"].values()
    )
    for op in OPS
}
"""A case of each operation that is to be accepted."""

NUMBERED = b"Content-Type: text/html\r\n\r\n[text]&#" + b"1" * 5000 + b";[/text]"
BASE64 = b"Content-Transfer-Encoding: base64\r\n\r\n"

lines = st.sampled_from(
    [
        "alex:psw",
        ":",
        "::::",
        ",",
        "\n",
        "\\n",
        "79991234567",
        "OK - 1 SMS, ID - ",
        "ERROR = ",
        "__CALL__:",
        "~~~",
        "G1",
    ]
) | st.text(max_size=5)
hostile_texts = st.lists(lines, max_size=20).map("".join) | st.text(st.characters(exclude_categories=[]), max_size=40)
mails = st.binary(max_size=200) | hostile_texts.map(
    lambda text: b"Content-Type: text/html; charset=utf-8\r\n\r\n" + text.encode("utf-8", "replace")
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | hostile_texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def answer_to(case: Case, values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Answers with the members that are expected, and *values* in them."""
    members = dict.fromkeys(case.expect["ok"], values)
    match case.op:
        case "encode_mail":
            members = {"eml": mails.map(lambda mail: b64encode(mail).decode()) | values}
        case "serve":
            replies = case.expect["ok"]["replies"]
            members = {"replies": st.lists(values | hostile_texts, min_size=len(replies), max_size=len(replies))}
        case _:
            pass
    return st.fixed_dictionaries(members)


@pytest.mark.parametrize("op", OPS)
def test_the_judge_never_fails(op: str) -> None:
    @given(answer_to(ACCEPTED[op], hostile_texts) | answer_to(ACCEPTED[op], anything) | anything)
    def judged(value: Any) -> None:
        for strict in (False, True):
            assert judge(ACCEPTED[op], Ok(value), strict=strict).outcome

    judged()


def test_a_number_without_end_in_a_mail_is_no_fault_of_the_judge() -> None:
    for mail in (NUMBERED, BASE64 + b64encode(NUMBERED), b"--\x0c" * 3000, b"=\n" * 3000):
        verdict = judge(ACCEPTED["encode_mail"], Ok({"eml": b64encode(mail).decode()}))
        assert verdict.outcome == "failed"


@given(hostile_texts)
@example("20300131T063000Z")
@example("2030-W05-4T06:30:00Z")
@example("2030-01-31T24:00:00Z")
@example("2030-01-31T06:30:00+03:60")
@example("2030-01-31T06:30:00+0300")
@example("2030-01-31T06:30Z")
@example("2030-01-31 06:30:00Z")
@example("2030-01-31T06:30:00,5Z")
@example("2030-02-30T06:30:00Z")
@example("\u0662030-01-31T06:30:00Z")
@example("0000-01-31T06:30:00Z")
def test_what_is_no_instant_of_rfc_3339(text: str) -> None:
    assert instant(text) is None


@pytest.mark.parametrize(
    "text",
    ["2030-01-31T06:30:00Z", "2030-01-31t06:30:00z", "2030-01-31T09:30:00.000+03:00", "2030-01-31T06:30:00-00:00"],
)
def test_one_instant_has_many_spellings(text: str) -> None:
    moment, same = instant(text), instant("2030-01-31T06:30:00Z")
    assert moment == same


@pytest.mark.parametrize("at", ["20300131T063000Z", "2030-W05-4T06:30:00Z"])
def test_another_spelling_of_the_right_instant_is_another_value(at: str) -> None:
    assert judge(ACCEPTED["send_at"], Ok({"at": at})).reason == "its at is no instant as RFC 3339 writes it"


def test_what_no_mail_carries_is_not_even_read(monkeypatch: pytest.MonkeyPatch) -> None:
    import smsmail.codec

    def never(*arguments: object, **options: object) -> None:
        raise AssertionError("it was read")

    for name in ("decode_request", "decode_mail"):
        monkeypatch.setattr(smsmail.codec, name, never)
    line = f"alex:psw::::{',' * 1_000_000}:hi"
    assert judge(ACCEPTED["encode_request"], Ok({"text": line})).observed == "other-value"
    assert judge(ACCEPTED["encode_mail"], Ok({"eml": b64encode(line.encode()).decode()})).observed == "other-value"


class OneAnswer:
    """What is tested, with one answer to everything."""

    began = 0.0

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def hello(self) -> Hello:
        return Hello("one", "1", "none", OPS)

    def answers(self, cases: Any) -> Any:
        return (self._answer for _ in cases)


def test_a_fault_of_the_suite_itself_costs_no_report(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object, **options: object) -> None:
        raise ValueError("what nobody thought of")

    monkeypatch.setattr("smsmail.conformance.runner.judge", broken)
    tested = OneAnswer(Ok({"text": "x"}))
    results = [*run(load_cases()[:3], tested, tested.hello(), Policy())]
    assert {result.verdict.observed for result in results} == {"not-judged"}
    assert "please report it: ValueError: what nobody thought of" in results[0].verdict.reason
    assert all(result.fails for result in results)
