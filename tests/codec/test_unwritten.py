"""What the encoder says of a request that it does not write: all of it, wherever it is, and each once."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsmail.codec import At, Batch, Diagnostic, EncodeError, Request, Row, Single, check, encode_request
from smsmail.codec.encode import as_read
from tests.support.each import each

GOOD: dict[str, Any] = {"login": "alex", "psw": "psw", "body": {"phones": ["79991234567"], "mes": "hi"}}

# field, value, rule, path: what the rules say of each value, whatever stands beside it.
FAULTS: list[tuple[str, Any, str, str]] = [
    ("login", "a:b", "unrepresentable", "login"),
    ("login", 7, "shape", "login"),
    ("psw", "", "psw-missing", "psw"),
    ("psw", "p\nq", "unrepresentable", "psw"),
    ("psw", b"psw", "shape", "psw"),
    ("id", "0", "id-zero", "id"),
    ("id", "007", "id-number", "id"),
    ("id", "a b", "id-format", "id"),
    ("id", "", "unrepresentable", "id"),
    ("time", {"kind": "at", "at": "2030-02-31T12:00"}, "time-calendar", "time"),
    ("time", {"kind": "window", "from": 9, "to": 9}, "window-empty", "time"),
    ("time", {"kind": "after", "minutes": -1}, "time-format", "time.minutes"),
    ("tz", 12, "tz-format", "tz"),
    ("translit", 3, "translit-value", "translit"),
    ("sender", "Alexander123", "sender-format", "sender"),
    ("sender", "a,b", "unrepresentable", "sender"),
    ("test", 3, "test-value", "test"),
    ("phones", ["7999x"], "phone-format", "phones[0]"),
    ("phones", ["8 (999) 123-45-67"], "number-punctuation", "phones[0]"),
    ("phones", ["79991234567", ""], "phone-empty", "phones[1]"),
    ("phones", ["79991234567", None], "shape", "phones[1]"),
    ("phones", [], "phone-empty", "phones"),
    ("mes", "", "mes-empty", "mes"),
    ("mes", "x" * 1001, "mes-length", "mes"),
    ("mes", "a\rb", "carriage-return", "mes"),
    ("mes", "x\ud83d", "surrogate", "mes"),
]


@st.composite
def faulty(draw: st.DrawFn) -> tuple[dict[str, Any], set[tuple[str, str]]]:
    """The members of a request with several faults, none in the same field as another, and what is to be found."""
    faults = draw(st.lists(st.sampled_from(FAULTS), min_size=1, unique_by=lambda fault: fault[0]))
    body: dict[str, Any] = {"kind": "single", **GOOD["body"]}
    value: dict[str, Any] = {**GOOD, "body": body}
    for field, wrong, _, _ in faults:
        (body if field in body else value)[field] = wrong
    return value, {(rule, f"body.{path}" if field in body else path) for field, _, rule, path in faults}


def refusal(value: object) -> tuple[Diagnostic, ...]:
    with pytest.raises(EncodeError) as raised:
        encode_request(value)  # type: ignore[arg-type]
    return raised.value.diagnostics


@given(faulty())
def test_no_fault_hides_another(given: tuple[dict[str, Any], set[tuple[str, str]]]) -> None:
    value, expected = given
    found = refusal(value)
    assert {(one.rule, one.field) for one in found} == expected
    assert len(found) == len(expected)
    assert all(one.severity == "error" and one.error for one in found)


def test_findings_stand_in_the_order_of_the_line() -> None:
    body = Single(("7999x", "8(999)1234567"), "")
    found = refusal(Request(login="a:b", psw="", id="0", tz=99, sender="a,b", test=5, body=body))
    assert [one.field for one in found] == [
        *("login", "psw", "id", "tz", "sender", "test"),
        *("body.phones[0]", "body.phones[1]", "body.mes"),
    ]


def test_a_fix_is_in_the_value() -> None:
    for one in refusal(Request(login="a", psw="p", id="0", body=Single(("8(999)1234567",), "a\r\nb"))):
        assert all(edit.end <= one.end for edit in one.fix)


def test_each_row_is_judged() -> None:
    rows = (Row(("7999",), "C:\\new"), Row(("7999x",), "hi"), Row(("7999",), ""), Row((), "hi"))
    found = refusal(Request(login="a", psw="p", id="a b", body=Batch(rows)))
    assert {(one.rule, one.field) for one in found} == {
        ("id-format", "id"),
        ("row-backslash", "body.rows[0].mes"),
        ("phone-format", "body.rows[1].phones[0]"),
        ("mes-empty", "body.rows[2].mes"),
        ("phone-empty", "body.rows[3].phones"),
    }


def test_what_follows_from_a_fault_is_no_fault() -> None:
    """An unknown format makes no address a wrong recipient, and an e-mail without a text needs no other sender."""
    mail = Single(("ann@example.com",), "__MAIL__: Thank you\nsubj:Order 7")
    wrong: Any = {"login": "a", "psw": "p", "format": 99, "sender": "shop@example.com", "body": mail}
    assert [one.rule for one in refusal(wrong)] == ["format-value"]
    wrong = {**wrong, "format": 8, "body": {"kind": "single", "phones": ["ann@example.com"], "mes": None}}
    assert [(one.rule, one.field) for one in refusal(wrong)] == [("shape", "body.mes")]
    wrong = Request(login="a", psw="p", sender="shop@", body=mail)
    assert [(one.rule, one.field) for one in refusal(wrong)] == [("email-sender", "sender")]


def test_a_datetime_hides_nothing_and_is_no_fault() -> None:
    moment: Any = datetime(2030, 1, 31, 12, tzinfo=UTC)
    found = refusal(Request(login="a:b", psw="", time=moment, body=Single(("7999",), "hi")))
    assert [one.field for one in found] == ["login", "psw"]


@pytest.mark.parametrize(
    ("id", "phone"), [("0", "8(999)1234567"), ("order-7", "7999x"), ("a b", "12"), ("007", "7999")]
)
def test_the_encoder_refuses_by_the_rules_that_the_decoder_has_for_the_same_text(id: str, phone: str) -> None:
    said = {one.rule for one in check(f"alex:psw:{id}:::{phone}:hi") if one.severity != "note"}
    found = refusal(Request(login="alex", psw="psw", id=id, body=Single((phone,), "hi")))
    assert {one.rule for one in found} == said


def test_what_is_no_request_at_all_is_told_by_its_parts() -> None:
    found = refusal({"login": 1, "foo": 2, "body": At("2030-01-31T12:00")})
    assert [(one.rule, one.field, one.message.partition(";")[0]) for one in found] == [
        ("shape", "", "`psw` is missing"),
        ("shape", "", "there is a member that has no meaning here"),
        ("shape", "login", "expected a text, got a whole number"),
        ("shape", "body.kind", "expected `single` or `list`"),
    ]


VALUES = st.text(st.sampled_from("ab:,; \n\r0+("), max_size=5)


@given(
    VALUES, VALUES, st.none() | VALUES, st.none() | VALUES, st.lists(VALUES | st.just("8(999)123"), max_size=2), VALUES
)
def test_nothing_is_understood_as_something_else(
    login: str, psw: str, id: str | None, sender: str | None, phones: list[str], mes: str
) -> None:
    """What a decoder takes with a warning is all that may change: punctuation of numbers, id 0, carriage returns."""
    body = Single(tuple(phones), mes)
    try:
        read, found = as_read(Request(login=login, psw=psw, id=id, sender=sender, body=body))
    except EncodeError:
        return
    assert (read.login, read.psw, read.sender) == (login, psw, sender)
    assert read.id == (None if id == "0" else id)
    assert isinstance(read.body, Single)
    assert read.body.mes == mes.replace("\r\n", "\n").replace("\r", "\n")
    assert [phone.translate({ord(one): None for one in " ()"}) for phone in phones] == list(read.body.phones)
    assert bool(found) == (read.body != body or read.id != id)
    assert all(one.severity == "warning" for one in found)


def test_rows_that_would_be_read_as_others_are_refused_for_what_is_wrong_in_them() -> None:
    """Without the row that no recipient begins, what it holds belongs to the row above."""
    rows = Row(("79991234567",), "hi"), Row(("x",), "hi"), Row(("79991234567", "a@b.cd"), "hi")
    found = refusal(Request(login="alex", psw="psw", test=2, body=Batch(rows)))
    assert [(one.rule, one.field) for one in found] == [("phone-format", "body.rows[1].phones[0]")]


@each("name", ["tz", "test", "translit", "format"])
def test_a_number_of_any_size_is_refused_in_words(name: str) -> None:
    given: dict[str, Any] = {"login": "alex", "psw": "psw", name: 10**5000, "body": Single(("79991234567",), "hi")}
    assert [one.field for one in refusal(Request(**given))] == [name]
    assert [one.field for one in refusal(given)] == [name]


class Odd(str):
    """A text that tells lies of itself."""

    def isalnum(self) -> bool:
        return True

    def __bool__(self) -> bool:
        return False

    def __format__(self, how: str) -> str:
        return "odd"

    def __radd__(self, other: str) -> str:
        return "odd"


@each("name", ["login", "psw", "id", "sender"])
def test_what_is_made_of_a_text_is_written_as_that_text(name: str) -> None:
    given: dict[str, Any] = {
        "login": "alex",
        "psw": "psw",
        "id": "5",
        "sender": "Shop",
        "body": Single(("79991234567",), "hi"),
    }
    odd: dict[str, Any] = {**given, name: Odd(given[name])}
    wrong: dict[str, Any] = {**given, name: Odd("a:b")}
    assert encode_request(Request(**odd)) == encode_request(Request(**given))
    assert [one.field for one in refusal(Request(**wrong))] == [name]
