"""Requests by example: what findings say and where, and what the structs show of themselves."""

import pickle
from datetime import UTC, datetime

import pytest

from smsmail.codec import (
    At,
    Batch,
    DecodeError,
    EncodeError,
    Request,
    Row,
    Single,
    Timestamp,
    check,
    decode_request,
    encode_request,
    to_request,
)

HELLO = Single(("79991234567",), "hello")


def request(**fields: object) -> Request:
    return to_request({"login": "alex", "psw": "psw", "body": HELLO, **fields})


def refusal(text: str) -> DecodeError:
    with pytest.raises(DecodeError) as raised:
        decode_request(text)
    return raised.value


def test_a_finding_says_what_where_why_and_what_to_do() -> None:
    error = refusal("alex:psw:::1:7999x:hi")
    [found] = error.diagnostics
    assert error.code == 7
    assert (found.rule, found.field, found.start, found.end) == ("phone-format", "body.phones[0]", 13, 18)
    assert (found.line, found.column, found.error, found.severity) == (1, 14, 7, "error")
    assert (found.clause, found.reading) == ("C-PHONES", "R-NUMBER")
    assert "'x'" in found.message
    assert found.expected
    assert found.remedy
    assert str(error).startswith("body.phones[0], offset 13: ")


def test_an_error_in_one_field_hides_none_in_another() -> None:
    error = refusal("a:b:bad id::3,13,,9:79991234567,:")
    assert [found.rule for found in error.errors] == [
        "id-format",
        "translit-value",
        "format-value",
        "test-value",
        "phone-empty",
    ]


def test_rows_are_examined_each_for_itself() -> None:
    error = refusal("a:b:::::7999:ok\nbad\n7999x:no\n79991234567:\n7999:ok")
    assert [(found.rule, found.field, found.line) for found in error.errors] == [
        ("row-separator", "body.rows[1]", 2),
        ("phone-format", "body.rows[2].phones[0]", 3),
        ("mes-empty", "body.rows[3].mes", 4),
    ]


def test_offsets_hold_in_the_text_as_it_was_given() -> None:
    text = "a:b:::::\r\n7999:ok\r\n\r\n7999x:no"
    found = {one.rule: one for one in check(text)}
    assert text[found["phone-format"].start : found["phone-format"].end] == "7999x"
    assert (found["phone-format"].line, found["phone-format"].column) == (4, 1)
    assert text[found["carriage-return"].start] == "\r"


@pytest.mark.parametrize("text", ["a:b::::79991234567:x\ud83d", "a\udc00:b::::79991234567:x"])
def test_half_a_surrogate_pair_is_refused(text: str) -> None:
    [found] = refusal(text).diagnostics
    assert found.rule == "surrogate"
    assert 0xD800 <= ord(text[found.start]) <= 0xDFFF
    with pytest.raises(EncodeError, match="surrogate"):
        encode_request(request(body=Single(("7999",), "x\ud83d")))


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("79991234567890123", "has 17"),
        ("12", "has 2"),
        ("+7 999 123", "exactly"),
        ("7999123x567", "'x'"),
        ("Васе", "not a recipient"),
    ],
)
def test_a_recipient_is_refused_for_what_is_wrong_with_it(value: str, says: str) -> None:
    [found] = refusal(f"a:b::::{value}:x").diagnostics
    assert says in found.message


def test_the_password_is_in_no_repr() -> None:
    assert "hunter2" not in repr(request(psw="hunter2"))
    assert "psw='***'" in repr(request(psw="hunter2"))


def test_an_error_survives_being_sent_to_another_process() -> None:
    error = refusal("nothing")
    assert pickle.loads(pickle.dumps(error)).diagnostics == error.diagnostics  # noqa: S301


def test_a_moment_is_written_to_the_minute() -> None:
    assert At.on(datetime(2030, 1, 31, 12, 0, 59, tzinfo=UTC)) == At("2030-01-31T12:00")
    assert encode_request(request(time=At("2030-01-31T12:00"))) == "alex:psw::3101301200::79991234567:hello"


@pytest.mark.parametrize(
    ("fields", "rule", "path"),
    [
        ({"psw": "pass:word"}, "unrepresentable", "psw"),
        ({"login": "a\nb"}, "unrepresentable", "login"),
        ({"id": ""}, "unrepresentable", "id"),
        ({"sender": "a,b"}, "unrepresentable", "sender"),
        ({"sender": ""}, "unrepresentable", "sender"),
        ({"body": Single((), "x")}, "phone-empty", "body.phones"),
        ({"body": Single(("7;8",), "x")}, "phone-format", "body.phones[0]"),
        ({"body": Single(("",), "x")}, "phone-empty", "body.phones[0]"),
        ({"body": Single(("7999",), "")}, "mes-empty", "body.mes"),
        ({"body": Single(("7999",), "a\rb")}, "carriage-return", "body.mes"),
        ({"body": Batch(())}, "list-empty", "body.rows"),
        ({"body": Batch((Row(("7999",), "C:\\new"),))}, "row-backslash", "body.rows[0].mes"),
        ({"body": Batch((Row(("7999",), "x"),), "not a tail")}, "tail-misplaced", "body.tail"),
        ({"body": Batch((Row(("7999",), "x"),), "subj:x")}, "tail-misplaced", "body.tail"),
        ({"test": 2, "body": Batch((Row(("7999",), "x"),), "subj:x")}, "tail-misplaced", "body.tail"),
        ({"body": Batch((Row(("7999",), "x"),), "subj:a\nb")}, "unrepresentable", "body.tail"),
        ({"time": At("2030-02-31T12:00")}, "time-calendar", "time"),
        ({"time": At("2030-01-31T12:00\n")}, "time-format", "time"),
    ],
)
def test_what_the_protocol_cannot_carry_is_refused(fields: dict[str, object], rule: str, path: str) -> None:
    with pytest.raises(EncodeError) as raised:
        encode_request(request(**fields))
    assert (rule, path) in [(found.rule, found.field) for found in raised.value.diagnostics]
    assert all(found.severity == "error" and found.error for found in raised.value.diagnostics)


@pytest.mark.parametrize(
    ("value", "rule", "path"),
    [
        ({"login": "alex"}, "shape", ""),
        ({"tz": 12}, "tz-format", "tz"),
        ({"time": {"kind": "timestamp", "ts": -1}}, "time-format", "time.ts"),
        ({"time": {"kind": "timestamp", "ts": 10**6000}}, "time-format", "time.ts"),
        ({"format": 13}, "format-value", "format"),
        ({"sendr": "Alex"}, "shape", ""),
        ({"psw": b"bytes"}, "shape", "psw"),
    ],
)
def test_a_value_of_another_shape_is_refused_in_the_fields_name(value: dict[str, object], rule: str, path: str) -> None:
    whole = {"login": "alex", "psw": "psw", "body": HELLO}
    with pytest.raises(EncodeError) as raised:
        to_request(value if "login" in value else whole | value)
    [found] = raised.value.diagnostics
    assert (found.rule, found.field) == (rule, path)


def test_a_timestamp_of_nine_digits_is_written_so_that_it_is_no_date() -> None:
    line = encode_request(request(time=Timestamp(999999999)))
    assert line == "alex:psw::00999999999::79991234567:hello"
    assert decode_request(line).time == Timestamp(999999999)
