"""What holds of every message that is read as a content, by itself and by way of a request."""

from functools import partial
from typing import Any

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st

from smsmail.codec import (
    RULES,
    Batch,
    Content,
    DecodeError,
    Diagnostic,
    Email,
    EncodeError,
    Format,
    Request,
    Row,
    Text,
    Voice,
    check,
    contents_of,
    decode_content,
    decode_request,
    encode_request,
)
from smsmail.conformance.strategies import requests
from tests.support.contents import ADDRESS, SECRET, errors_of, messages, shown
from tests.support.each import each
from tests.support.growth import assert_linear

# ---- decoding


@given(
    messages(),
    st.integers(-2, 14),
    st.none() | st.sampled_from(["", "Alex", ADDRESS]) | st.text(st.characters(), max_size=5),
    st.none() | st.sampled_from(["subj:", "subj:x", "voice:", "voice:x"]) | st.text(st.characters(), max_size=5),
)
def test_any_text_is_a_content_or_refused(mes: str, format: int, sender: str | None, tail: str | None) -> None:
    reported: list[Diagnostic] = []
    try:
        decode_content(mes, format, sender, tail=tail, report=reported.append)
    except DecodeError as error:
        event("refused")
        reported.extend(error.diagnostics)
        assert error.code == 1
        assert str(error)
    else:
        assert all(found.severity == "warning" for found in reported)
    for found in reported:
        assert 0 <= found.start <= found.end <= len(mes)
        assert found.field in ("mes", "sender", "format")


@pytest.mark.parametrize("value", [None, 5, b"x", ["x"]])
def test_what_is_no_text_is_refused(value: Any) -> None:
    assert errors_of(lambda: decode_content(value)) == {"shape"}


@pytest.mark.parametrize("format", [-1, 13, "0", 0.5, None])
def test_what_is_no_format_is_refused(format: Any) -> None:
    assert errors_of(lambda: decode_content("x", format)) == {"format-value"}


@each(
    ("mes", "format", "tail", "content"),
    [
        ("x", 8, "subj:Theme", Email("x", "Theme", ADDRESS)),
        ("x\nsubj:y", 8, "subj:Theme", Email("x\nsubj:y", "Theme", ADDRESS)),
        ("__MAIL__: x", 0, "subj: Theme", Email("x", " Theme", ADDRESS)),
        ("x\nsubj:y", 8, "voice:m2", Email("x", "y", ADDRESS)),
        ("x", 9, "voice:m2", Voice("x", "m2")),
        ("x\nvoice:y", 9, "voice:m2", Voice("x\nvoice:y", "m2")),
        ("x\n~~~\na=1", 9, "voice:m2", Voice("x", "m2", "a=1")),
        ("x\nvoice:y", 9, "voice:", Voice("x\nvoice:y")),
        ("x\nvoice:y", 9, "subj:Theme", Voice("x", "y")),
        ("x", 0, "voice:m2", Text("x")),
    ],
)
def test_the_tail_of_a_list_goes_before_a_last_line(mes: str, format: int, tail: str, content: Content) -> None:
    assert decode_content(mes, format, ADDRESS, tail=tail) == content


@each(
    ("mes", "format", "warnings"),
    [
        ("x", 0, []),
        ("__CALL__: x", 9, []),
        ("__CALL__: x", 0, []),
        ("__CALL__: x", 10, ["prefix-format"]),
        ("__PING__", 3, ["prefix-format"]),
        ("", 6, ["ping-empty"]),
        ("http://a.b", 2, ["wap-push"]),
        ("a\r\nb", 0, ["carriage-return"]),
    ],
)
def test_what_is_doubtful_in_a_message_is_reported(mes: str, format: int, warnings: list[str]) -> None:
    reported: list[Diagnostic] = []
    decode_content(mes, format, report=reported.append)
    assert [found.rule for found in reported] == warnings


@each("run", ["x", "\n", " ", "\t", "~~~\n", "\n~~~", "subj:\n", "voice:\n", "__", "0f", "Ж", "\r", "\ud800"])
@each("start", ["", "__CALL__:", "__PING__", "x\n~~~\n"])
def test_decoding_a_content_is_linear(start: str, run: str) -> None:
    def read(text: str) -> None:
        for format in (Format.TEXT, Format.WAP_PUSH, Format.BINARY_HEX, Format.EMAIL, Format.VOICE):
            errors_of(partial(decode_content, text, format, ADDRESS))

    assert_linear(read, start, run, "\x00")


# ---- the same by way of a request


@given(requests())
def test_every_valid_request_has_contents(request: Request) -> None:
    found = contents_of(request)
    assert len(found) == (len(request.body.rows) if isinstance(request.body, Batch) else 1)


def errors_and_warnings(line: str, *fields: str) -> set[str]:
    """The rules that *line* breaks, in the *fields* if any are named; notes and doubts say nothing of what a message is."""
    broken = (found for found in check(line) if found.severity != "note" and (not fields or found.field in fields))
    return {found.rule for found in broken if RULES[found.rule].section != "What was probably not meant"}


@given(messages(), st.sampled_from(Format), st.sampled_from([None, "Alex", ADDRESS]))
@example("__MAIL__:x\nsubj:y", Format.FLASH, ADDRESS)
@example("x" * 1001, Format.HLR, None)
def test_a_request_is_taken_just_where_its_message_is(mes: str, format: Format, sender: str | None) -> None:
    # A group is a recipient for every kind of message.
    line = f"alex:psw:::,{format.value or ''},{sender or ''}:G15:{mes}"
    of_request = errors_and_warnings(line) - {"sender-characters"}
    reported: list[Diagnostic] = []
    try:
        content = decode_content(mes, format, sender, report=reported.append)
    except DecodeError as error:
        event("refused")
        assert {found.rule for found in error.diagnostics} == of_request
        with pytest.raises(DecodeError):
            decode_request(line)
        return
    event(type(content).__name__)
    assert {found.rule for found in reported} == of_request
    request = decode_request(line)
    assert contents_of(request) == (content,)
    assert errors_of(lambda: encode_request(request)) == set()


@given(
    messages(without="\r"), st.sampled_from([(Format.EMAIL, "subj:Theme"), (Format.VOICE, "voice:m2")]), st.booleans()
)
@example("x\nsubj:y", (Format.EMAIL, "subj:Theme"), True)
@example("__CALL__: x\nvoice:y", (Format.EMAIL, "subj:Theme"), True)
@example("voice:y", (Format.VOICE, "voice:m2"), True)
@example("None", (Format.EMAIL, "subj:Theme"), True)
def test_a_row_is_taken_just_where_its_message_is(mes: str, kind: tuple[Format, str], with_tail: bool) -> None:
    format, tail = kind
    mes = mes.replace("\\n", "")  # R-ROWNL
    # The first row is such that the tail has its place, whatever the second may be.
    rows = [f"G15:x{'' if with_tail else chr(92) + 'n' + tail}", "G15:" + mes.replace("\n", "\\n")]
    line = f"alex:psw:::,{format.value},{ADDRESS}::" + "\n".join([*rows, *([tail] if with_tail else [])])
    # That a line of the row's own is text is said of the list, in which it could have been meant as the tail of the row.
    of_row = errors_and_warnings(line, "body.rows[1].mes", "") - {"row-own-line"}
    reported: list[Diagnostic] = []
    try:
        content = decode_content(mes, format, ADDRESS, tail=tail if with_tail else None, report=reported.append)
    except DecodeError as error:
        event("refused")
        assert {found.rule for found in error.diagnostics} == of_row
        with pytest.raises(DecodeError):
            decode_request(line)
        return
    event(type(content).__name__)
    assert {found.rule for found in reported} == of_row
    assert contents_of(decode_request(line))[1] == content


def test_contents_of_an_invalid_request_are_refused_where_they_stand() -> None:
    rows = (Row(("7999",), "x"), Row(("7999",), "0"))
    request = Request(login="alex", psw=SECRET, format=Format.BINARY_HEX, body=Batch(rows))
    with pytest.raises(EncodeError) as raised:
        contents_of(request)
    assert [(found.rule, found.field) for found in raised.value.errors] == [("binary-hex", "body.rows[0].mes")]
    assert SECRET not in shown(raised.value)
