"""Requests by example: what findings say and where, and what the structs show of themselves."""

import pickle
from datetime import UTC, datetime, timedelta, timezone

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
from tests.support.each import each

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
        *("id-format", "translit-value", "format-value", "test-value", "phone-empty")
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


@each(
    ("value", "says"),
    [
        ("79991234567890123", "has 17"),
        ("12", "has 2"),
        ("+7 999 123", "exactly"),
        ("7999123x", "'x'"),
        ("Васе", "not a recipient"),
        ("g15", "upper case"),
        ("#я", "Latin letters"),
        ("79991234567 79991234568", "a comma belongs there"),
    ],
)
def test_a_recipient_is_refused_for_what_is_wrong_with_it(value: str, says: str) -> None:
    [found] = refusal(f"a:b::::{value}:x").diagnostics
    assert says in found.message


class Markup(str):
    """As template engines have it: a text that shows itself otherwise."""

    __slots__ = ()

    def __str__(self) -> str:
        return "shown"

    def __format__(self, spec: str) -> str:
        return "shown"


def test_a_subclass_of_str_and_a_plain_number_are_taken_for_what_they_hold() -> None:
    given = Request(login=Markup("alex"), psw="psw", format=1, body=Single(("79991234567",), Markup("hi")))  # pyright: ignore[reportArgumentType]
    assert encode_request(given) == "alex:psw:::,1:79991234567:hi"


@pytest.mark.parametrize(
    ("hours", "line"),
    [
        (3, "alex:psw::3101301200,0::79991234567:hello"),
        (5, "alex:psw::3101301200,2::79991234567:hello"),
        (5.5, "alex:psw::01896071400::79991234567:hello"),
    ],
)
def test_a_datetime_is_taken_with_its_zone(hours: float, line: str) -> None:
    moment = datetime(2030, 1, 31, 12, tzinfo=timezone(timedelta(hours=hours)))
    given = Request(login="alex", psw="psw", time=moment, body=HELLO)  # pyright: ignore[reportArgumentType]
    assert encode_request(given) == line


def test_the_password_is_in_no_repr() -> None:
    assert "hunter2" not in repr(request(psw="hunter2"))
    assert "psw='***'" in repr(request(psw="hunter2"))


def test_an_error_survives_being_sent_to_another_process() -> None:
    error = refusal("nothing")
    assert pickle.loads(pickle.dumps(error)).diagnostics == error.diagnostics  # noqa: S301


def test_a_moment_is_written_to_the_minute() -> None:
    assert At.on(datetime(2030, 1, 31, 12, 0, 59, tzinfo=UTC)) == At("2030-01-31T12:00")
    assert encode_request(request(time=At("2030-01-31T12:00"))) == "alex:psw::3101301200::79991234567:hello"


@each(
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
        ({"time": At("2030-01-31T12:00\n")}, "time-format", "time.at"),
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


@pytest.mark.parametrize(
    "value",
    [
        {"body": "\ud800"},
        {"body": {"kind": "\ud800"}},
        {"format": "\ud800"},
        {"\ud800": 1},
        {"body": {"kind": "single", "phones": "\ud800", "mes": ""}},
    ],
)
def test_half_a_surrogate_pair_anywhere_is_no_crash(value: dict[str, object]) -> None:
    whole = {"login": "alex", "psw": "psw", "body": HELLO}
    with pytest.raises(EncodeError):
        to_request(whole | value)


def test_what_a_value_does_by_itself_is_no_crash() -> None:
    class Hostile(str):
        def __eq__(self, other: object) -> bool:
            raise RuntimeError(f"the password is {self}")

        __hash__ = str.__hash__

    with pytest.raises(EncodeError) as raised:
        encode_request(Request(login="alex", psw=Hostile("hunter2:"), body=HELLO))
    assert "hunter2" not in str(raised.value)


def test_no_value_is_quoted_that_could_be_a_password() -> None:
    with pytest.raises(EncodeError) as raised:
        to_request({"login": "alex", "psw": "psw", "body": {"kind": "hunter2"}})
    assert "hunter2" not in str(raised.value)


def test_the_text_of_an_error_has_an_end() -> None:
    error = refusal("a:p::::" + "x," * 1000 + ":m")
    assert len(error.errors) == 1001
    assert str(error).endswith("… and 991 more errors")


@pytest.mark.parametrize(
    "body",
    [Single(["7999"], "x"), Batch([Row(("7999",), "x")]), Batch((Row(["7999"], "x"),))],  # type: ignore[arg-type]
)
def test_what_could_not_be_equal_to_what_is_decoded_is_refused(body: Single | Batch) -> None:
    whole = Request(login="alex", psw="psw", body=body)
    with pytest.raises(EncodeError, match="expected a tuple, got a list"):
        encode_request(whole)
    assert decode_request(encode_request(to_request(whole))).login == "alex"


@pytest.mark.parametrize(
    ("line", "rules"),
    [
        # A subject is a subject: the voice of a call does not make up for it.
        ("a:p:::,8,a@b::a@b:text\nG1:__CALL__: x\nvoice:V", ["email-subject"]),
        ("a:p:::,9,a@b::7999:text\na@b:__MAIL__: x\nvoice:V", ["email-subject"]),
        # The kind of a multi-line message shows when it is whole.
        ("a:p:::,8,long.address@example.com,2::a@b:__HLR__\nsubj:T", ["prefix-lookalike"]),
        # The tail of a multi-line list stands last, blank lines aside, and at the beginning of its line.
        ("a:p:::,9,,2::7999:hi\nvoice:V\n", ["row-blank"]),
        ("a:p:::,8,a@b,2::a@b:text\n subj:T", ["email-subject"]),
        ("a:p:::,,,2::7999:hi\n7999123x:bye", ["row-lookalike"]),
        ("a:p:::,,,2::7999:hi\nat 12:30", []),
    ],
)
def test_lists_of_mixed_kinds_and_of_several_lines(line: str, rules: list[str]) -> None:
    doubtful = {"sender-characters", "prefix-format"}
    assert [found.rule for found in check(line) if found.rule not in doubtful] == rules


@pytest.mark.parametrize("phone", ["7-9", "g1", "12", "+12", "G", "1234567890123456", "x"])
def test_bad_phones_of_a_multi_line_list_are_bad_phones(phone: str) -> None:
    with pytest.raises(EncodeError) as raised:
        encode_request(request(test=2, body=Batch((Row(("7999",), "x"), Row((phone,), "y")))))
    [found] = raised.value.diagnostics
    assert (found.rule, found.error, found.field) == ("phone-format", 7, "body.rows[1].phones[0]")


@pytest.mark.parametrize(
    ("time", "says"),
    [
        ("1893456000", "a timestamp has a 0 before it"),
        ("+9999999", "1 to 6 digits of minutes"),
        ("24-5", "two hours, 0 to 23"),
        ("18934560001", "a timestamp has a 0 before it"),
        ("31.02.30 12.00", "month 02 of 2030 has no day 31"),
    ],
)
def test_a_time_is_refused_for_what_is_wrong_with_it(time: str, says: str) -> None:
    [found] = refusal(f"a:b::{time}::7999:x").diagnostics
    assert says in found.message
    assert found.error == 5


def test_a_timestamp_of_nine_digits_is_written_so_that_it_is_no_date() -> None:
    line = encode_request(request(time=Timestamp(999999999)))
    assert line == "alex:psw::00999999999::79991234567:hello"
    assert decode_request(line).time == Timestamp(999999999)


ODD: tuple[object, ...] = (None, 5, b"x", [], (), "x", object(), At("x"), Row(("7999",), "x"))


@each("odd", ODD)
def test_what_is_no_request_is_refused_in_words(odd: object) -> None:
    with pytest.raises(EncodeError):
        encode_request(odd)  # pyright: ignore[reportArgumentType]


@each("odd", ODD)
def test_nor_does_an_odd_value_within_one_end_in_another_error(odd: object) -> None:
    for body in (odd, Single(odd, "x"), Single((odd,), "x"), Single(("7999",), odd), Batch(odd), Batch((odd,))):  # pyright: ignore[reportArgumentType]
        given = Request(login="alex", psw="psw", body=body)  # pyright: ignore[reportArgumentType]
        try:
            line = encode_request(given)
        except EncodeError:
            continue
        assert decode_request(line).body == given.body
