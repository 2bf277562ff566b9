"""What holds of every content: round trips, the request decoder beside the content's, the grammar, and whole requests."""

# Lark annotates its interface in part only.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import re
from collections.abc import Callable
from functools import cache, partial
from typing import Any

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st
from hypothesis.extra.lark import from_lark
from lark import Token, Tree
from msgspec.structs import replace

from smsmail.codec import (
    After,
    Batch,
    Binary,
    Bot,
    Content,
    DecodeError,
    Diagnostic,
    Email,
    EncodeError,
    Flash,
    Format,
    Hlr,
    Message,
    Mms,
    Ping,
    Request,
    Row,
    Single,
    Social,
    Text,
    Translit,
    Viber,
    Voice,
    WapPush,
    WhatsApp,
    check,
    compose_list,
    compose_single,
    contents_of,
    decode_content,
    decode_request,
    encode_content,
    encode_request,
    sms_count,
)
from smsmail.conformance.strategies import addresses, contents, groups, numbers, requests, telegram_names
from smsmail.grammar import parser
from smsmail.grammar.misfit import misfit
from tests.support.effort import examples
from tests.support.growth import assert_linear

ADDRESS = "a@b.ru"
"""A sender that any kind of message can have: it is an e-mail address, and short enough for a name."""


def messages(without: str = "") -> st.SearchStrategy[str]:
    """Any text as a message, and such as are nearly something."""
    pieces = st.sampled_from([piece for piece in PIECES if not set(piece) & set(without)])
    return st.lists(pieces, max_size=8).map("".join) | st.text(st.characters(exclude_characters=without), max_size=30)


PIECES = [
    *("__CALL__:", "__VIBER__:", "__SOC__:", "__MAIL__:", "__BOT__:", "__PING__", "__HLR__", "__call__:", "__CALL__"),
    *("\nsubj:Theme", "subj:", "\nvoice:m2", "voice:", "\n~~~\n", "~~~", "\n~~~", "~"),
    *(" ", "\t", "\n", "\r", "\r\n", "\u2028", "\\", "n", ":", "0f", "0", "x", "Ж", "\ud800", "x" * 990),
]


def errors_of(read: Callable[[], object]) -> set[str]:
    try:
        read()
    except (DecodeError, EncodeError) as error:
        return {found.rule for found in error.errors}
    return set()


# ---- round trips


@given(contents())
@example(Text("x" * 1000))
@example(Text("__PING__ x"))
@example(Flash("__call__: x"))
@example(Viber(" \t"))
@example(Email("subj:x", " x ", ADDRESS))
@example(Email("a\n\nsubj:x", "y", ADDRESS))
@example(Voice("~~~", "m2"))
@example(Voice("a\n~~~~"))
@example(Voice("voice:x\na"))
@example(Voice("voice:x", " ", "~~~"))
@example(Voice("a", None, "\n"))
@example(WapPush("~~~", "~~~ "))
@example(Bot("__BOT__:__BOT__:"))
def test_what_is_encoded_decodes_to_the_same_content(content: Content) -> None:
    event(type(content).__name__)
    assert decode_content(*encode_content(content)) == content


@given(contents(by_prefix=True))
@example(Viber("__CALL__: x"))
@example(Voice("\nx", param="\n"))
@example(Bot("x" * 992))
@example(Social("x" * 992))
@example(Viber("x" * 990))
def test_what_is_encoded_by_prefix_decodes_to_the_same_content(content: Content) -> None:
    message = encode_content(content, by_prefix=True)
    event(type(content).__name__)
    assert message.format is Format.TEXT
    assert message.mes.startswith("__")
    assert decode_content(*message) == content


@given(contents() | contents(by_prefix=True))
def test_no_warning_is_due_for_what_is_encoded(content: Content) -> None:
    for by_prefix in (False, True):
        try:
            message = encode_content(content, by_prefix=by_prefix)
        except EncodeError:
            continue
        reported: list[Diagnostic] = []
        decode_content(*message, report=reported.append)
        assert reported == []


@given(messages(), st.sampled_from(Format), st.none() | st.just(ADDRESS))
@example("__CALL__:__CALL__:", Format.TEXT, None)
@example("x\nvoice:a\nvoice:", Format.VOICE, None)
def test_what_is_decoded_without_a_warning_can_be_encoded(mes: str, format: Format, sender: str | None) -> None:
    reported: list[Diagnostic] = []
    try:
        content = decode_content(mes, format, sender, report=reported.append)
    except DecodeError:
        event("refused")
        return
    # What begins like a prefix can be said only behind one, and many kinds have none.
    ways = [partial(encode_content, content), partial(encode_content, content, by_prefix=True)]
    encoded = [way() for way in ways if not errors_of(way)]
    event(f"encoded: {len(encoded)}, warnings: {len(reported)}")
    assert all(decode_content(*message) == content for message in encoded)
    assert encoded or reported or has_an_empty_voice_line_to_lose(content)


def has_an_empty_voice_line_to_lose(content: Content) -> bool:
    """Whether the last line is there only because an empty one stood after it."""
    if not isinstance(content, Voice) or content.voice is not None:
        return False
    return (content.param or content.text).rpartition("\n")[2].startswith("voice:")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (Text("a\nvoice:x"), Message("a\nvoice:x")),
        (Flash("x"), Message("x", Format.FLASH)),
        (WapPush("http://a.b", "c: d"), Message("http://a.b\nc: d", Format.WAP_PUSH)),
        (Hlr(), Message("", Format.HLR)),
        (Binary(text="x"), Message("x", Format.BINARY)),
        (Binary(hex="0fAB"), Message("0fAB", Format.BINARY_HEX)),
        (Ping(), Message("__PING__")),
        (Mms("x"), Message("x", Format.MMS)),
        (Email("a\nb", "Theme", ADDRESS), Message("a\nb\nsubj:Theme", Format.EMAIL, ADDRESS)),
        (Voice("x"), Message("x", Format.VOICE)),
        (Voice("x", "m2"), Message("x\nvoice:m2", Format.VOICE)),
        (Voice("x", None, "a=1"), Message("x\n~~~\na=1", Format.VOICE)),
        (Voice("x", "m2", "a=1\nb=2"), Message("x\n~~~\na=1\nb=2\nvoice:m2", Format.VOICE)),
        (Viber("x"), Message("x", Format.VIBER)),
        (WhatsApp("x"), Message("x", Format.WHATSAPP)),
        (Social("x"), Message("x", Format.SOCIAL)),
        (Bot("x"), Message("__BOT__:x")),
        # A text that begins with a prefix is one behind the prefix of its own kind.
        (Viber("__BOT__: x"), Message("__VIBER__:__BOT__: x")),
        (Social("__PING__\n"), Message("__SOC__:__PING__\n")),
        (Viber("__VIBER__:x"), Message("__VIBER__:__VIBER__:x")),
        (Email("__CALL__:x", "Theme", ADDRESS), Message("__MAIL__:__CALL__:x\nsubj:Theme", Format.TEXT, ADDRESS)),
        (Voice("__CALL__:x"), Message("__CALL__:__CALL__:x")),
    ],
)
def test_messages_by_format(content: Content, message: Message) -> None:
    assert encode_content(content) == message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (Hlr(), Message("__HLR__")),
        (Ping(), Message("__PING__")),
        (Email("x", "Theme", ADDRESS), Message("__MAIL__:x\nsubj:Theme", Format.TEXT, ADDRESS)),
        (Voice("x", "m2", "a=1"), Message("__CALL__:x\n~~~\na=1\nvoice:m2")),
        (Viber("x"), Message("__VIBER__:x")),
        (Social("x"), Message("__SOC__:x")),
        (Bot("x"), Message("__BOT__:x")),
    ],
)
def test_messages_by_prefix(content: Content, message: Message) -> None:
    assert encode_content(content, by_prefix=True) == message


# ---- what encode_content refuses


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        *((kind(""), "mes-empty") for kind in (Text, Flash, Mms, Viber, WhatsApp, Social)),
        *((kind("x" * 1001), "mes-length") for kind in (Text, Flash, Mms, Viber, WhatsApp, Social)),
        *((kind("__BOT__: x"), "content-value") for kind in (Text, Flash, Mms, WhatsApp)),
        *((kind("__PING__\n"), "content-value") for kind in (Text, Flash, Mms, WhatsApp)),
        (Text("__HLR__"), "content-value"),
        (Text("__MAIL__:x\nsubj:y"), "content-value"),
        (Text("a\rb"), "content-value"),
        (Text("a\r\nb"), "content-value"),
        (Text("a\ud800"), "surrogate"),
        (Bot(""), "text-empty"),
        (Bot(" x"), "content-value"),
        (Bot("\tx"), "content-value"),
        (Bot("x" * 993), "mes-length"),
        (WapPush("http://a.b", None), "content-value"),
        (WapPush("http://a.b", ""), "content-value"),
        (WapPush("", "name"), "content-value"),
        (WapPush("", None), "mes-empty"),
        (WapPush("http://a.b\n", "name"), "content-value"),
        (WapPush("http://a.b", "two\nlines"), "content-value"),
        (WapPush("__PING__", " "), "content-value"),
        (Binary(), "mes-empty"),
        (Binary(text=""), "mes-empty"),
        (Binary(text="__HLR__"), "content-value"),
        (Binary(hex=""), "mes-empty"),
        (Binary(hex="0"), "binary-hex"),
        (Binary(hex="0g"), "binary-hex"),
        (Binary(hex="0f 0f"), "binary-hex"),
        (Binary(hex="0f\n"), "binary-hex"),
        (Binary(hex="٠٠"), "binary-hex"),
        (Binary(hex="0f", text="x"), "content-value"),
        (Binary(hex="", text="0f"), "content-value"),
        (Email("", "Theme", ADDRESS), "email-text"),
        (Email("x", "", ADDRESS), "email-subject"),
        (Email("x", " \t", ADDRESS), "email-subject"),
        (Email("x", "two\nlines", ADDRESS), "content-value"),
        (Email("x", "two\n", ADDRESS), "content-value"),
        (Email("x", "Theme", ""), "email-sender"),
        (Email("x", "Theme", "Alex"), "email-sender"),
        (Email("x", "Theme", "a@b.ru\n"), "email-sender"),
        (Email("x" * 990, "Theme", ADDRESS), "mes-length"),
        (Voice(""), "mes-empty"),
        (Voice("", "m2"), "text-empty"),
        (Voice("", None, "x"), "text-empty"),
        (Voice("voice:m2"), "text-empty"),
        (Voice("x\nvoice:m2"), "content-value"),
        (Voice("x\nvoice:"), "content-value"),
        (Voice("x", ""), "content-value"),
        (Voice("x", "m2\n"), "content-value"),
        (Voice("x", "m2\nx"), "content-value"),
        (Voice("x", None, ""), "content-value"),
        (Voice("x", None, "y\nvoice:m2"), "content-value"),
        (Voice("x", None, "voice:m2"), "content-value"),
        (Voice("x\n~~~\ny"), "content-value"),
        (Voice("x\n~~~", "m2"), "content-value"),
        (Voice("x\n~~~", None, "y"), "content-value"),
    ],
)
def test_what_cannot_be_said_is_refused(content: Content, rule: str) -> None:
    with pytest.raises(EncodeError) as raised:
        encode_content(content)
    assert {found.rule for found in raised.value.errors} == {rule}
    assert raised.value.code == 1


@pytest.mark.parametrize(
    "content",
    [
        *(kind("x") for kind in (Text, Flash, Mms, WhatsApp)),
        WapPush("http://a.b", "name"),
        Binary(text="x"),
        Binary(hex="0f"),
        *(kind(" x") for kind in (Viber, Social, Bot, Voice)),
        Email("\tx", "Theme", ADDRESS),
    ],
)
def test_what_no_prefix_can_say_is_refused(content: Content) -> None:
    assert errors_of(lambda: encode_content(content, by_prefix=True)) == {"content-value"}


@pytest.mark.parametrize("text", ["x" * 991, "x" * 992])
def test_a_prefix_takes_of_the_length(text: str) -> None:
    assert errors_of(lambda: encode_content(Viber(text), by_prefix=True)) == {"mes-length"}
    assert encode_content(Viber(text)).mes == text
    assert encode_content(Social(text), by_prefix=True).mes == f"__SOC__:{text}"


NO_CONTENTS: list[Any] = [
    *(None, 5, "x", b"x", Text, Format.TEXT, Row(("7999",), "x")),
    *(Text(5), Text(b"x"), Text(None), Voice("x", 5), Email("x", "y", None), Binary(hex=b"0f"), WapPush(None, "x")),  # type: ignore[arg-type]
    *({}, {"kind": "text"}, {"kind": "sms", "text": "x"}, {"kind": "text", "text": "x", "more": 1}),
]


@pytest.mark.parametrize("value", NO_CONTENTS, ids=repr)
def test_what_is_no_content_is_refused(value: Any) -> None:
    assert errors_of(lambda: encode_content(value)) == {"shape"}
    assert errors_of(lambda: compose_single("alex", "psw", ["7999"], value)) == {"shape"}


@pytest.mark.parametrize("value", NO_CONTENTS, ids=repr)
def test_what_is_no_content_is_refused_in_a_list(value: Any) -> None:
    assert errors_of(lambda: compose_list("alex", "psw", [(["7999"], Text("x")), (["7999"], value)])) == {"shape"}


def test_a_content_as_a_plain_dict_is_taken() -> None:
    content: Any = {"kind": "voice", "text": "x", "voice": "m2"}
    assert encode_content(content).mes == "x\nvoice:m2"
    assert compose_single("a", "b", ["7999"], content).format == Format.VOICE
    assert compose_list("a", "b", [(["7999"], content)]).format == Format.VOICE


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


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(
    "run", ["x", "\n", " ", "\t", "~~~\n", "\n~~~", "subj:\n", "voice:\n", "__", "0f", "Ж", "\r", "\ud800"]
)
@pytest.mark.parametrize("start", ["", "__CALL__:", "__PING__", "x\n~~~\n"])
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
    """The rules that *line* breaks, in the *fields* if any are named; notes say nothing of what a message is."""
    return {found.rule for found in check(line) if found.severity != "note" and (not fields or found.field in fields)}


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
def test_a_row_is_taken_just_where_its_message_is(mes: str, kind: tuple[Format, str], with_tail: bool) -> None:
    format, tail = kind
    mes = mes.replace("\\n", "")  # R-ROWNL
    # The first row is such that the tail has its place, whatever the second may be.
    rows = [f"G15:x{'' if with_tail else chr(92) + 'n' + tail}", "G15:" + mes.replace("\n", "\\n")]
    line = f"alex:psw:::,{format.value},{ADDRESS}::" + "\n".join([*rows, *([tail] if with_tail else [])])
    of_row = errors_and_warnings(line, "body.rows[1].mes", "")
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


# ---- whole requests


@st.composite
def addressed(draw: st.DrawFn, content: st.SearchStrategy[Content]) -> tuple[tuple[str, ...], Content]:
    """A content and recipients that it can have (R-RECIPIENTKIND)."""
    drawn = draw(content)
    recipients = groups() | (addresses() if isinstance(drawn, Email) else numbers())
    if isinstance(drawn, Bot):
        recipients = recipients | telegram_names()
    return tuple(draw(st.lists(recipients, min_size=1, max_size=3))), drawn


def from_one(content: Content) -> Content:
    return replace(content, sender=ADDRESS) if isinstance(content, Email) else content


@given(addressed(contents()))
def test_a_composed_request_says_the_content(message: tuple[tuple[str, ...], Content]) -> None:
    phones, content = message
    request = compose_single("alex", "psw", phones, content)
    event(type(content).__name__)
    assert contents_of(request) == (content,)
    assert isinstance(request.body, Single)
    assert request.body.phones == phones
    assert decode_request(encode_request(request)) == request


@given(st.lists(addressed(contents()), min_size=1, max_size=8))
def test_a_composed_list_of_one_kind_says_the_contents(drawn: list[tuple[tuple[str, ...], Content]]) -> None:
    kind = type(drawn[0][1]), getattr(drawn[0][1], "hex", None) is None
    messages = [
        (phones, from_one(content))
        for phones, content in drawn
        if (type(content), getattr(content, "hex", None) is None) == kind
    ]
    event(f"{len(messages)} of one kind")
    assert_composed(messages)


def assert_composed(messages: list[tuple[tuple[str, ...], Content]]) -> None:
    """That a list says the messages, or is refused just because a backslash and an n cannot be written in one."""
    if any("\\n" in text for _, content in messages for text in texts_of(content)):
        event("backslash")
        assert errors_of(lambda: compose_list("alex", "psw", messages)) == {"row-backslash"}
        return
    request = compose_list("alex", "psw", messages)
    assert contents_of(request) == tuple(content for _, content in messages)
    assert isinstance(request.body, Batch)
    assert request.body.tail is None
    assert [row.phones for row in request.body.rows] == [phones for phones, _ in messages]
    assert decode_request(encode_request(request)) == request


def texts_of(content: Content) -> list[str]:
    values = [getattr(content, name) for name in content.__struct_fields__]
    return [value for value in values if isinstance(value, str)]


def mixed() -> st.SearchStrategy[Content]:
    """What can stand beside other kinds in a list: ordinary texts, and what has a prefix."""
    texts = st.text(st.sampled_from("aя\n :_~"), min_size=1, max_size=20).filter(lambda text: not text.startswith("__"))
    return st.builds(Text, texts) | contents(by_prefix=True)


@given(st.lists(addressed(mixed()), max_size=5))
def test_a_composed_list_of_many_kinds_says_the_contents(drawn: list[tuple[tuple[str, ...], Content]]) -> None:
    many: list[tuple[tuple[str, ...], Content]] = [(("7999",), Ping()), (("7999",), Text("x"))]
    messages = many + [(phones, from_one(content)) for phones, content in drawn]
    event(f"{len({type(content) for _, content in messages})} kinds")
    assert_composed(messages)


def test_the_other_fields_of_a_composed_request_are_those_given() -> None:
    others: dict[str, Any] = {
        "id": "order-7",
        "time": After(5),
        "tz": -3,
        "translit": Translit.MPAHCLIT,
        "sender": "Alex",
        "test": 1,
    }
    expected = Request(login="alex", psw="psw", format=Format.FLASH, body=Single(("7999", "G1"), "x"), **others)
    assert compose_single("alex", "psw", ["7999", "G1"], Flash("x"), **others) == expected
    rows = Batch((Row(("7999", "G1"), "x"), Row(("#x",), "__BOT__:y")))
    listed = compose_list("alex", "psw", [(iter(["7999", "G1"]), Text("x")), (["#x"], Bot("y"))], **others)
    assert listed == replace(expected, format=Format.TEXT, body=rows)


@pytest.mark.parametrize("sender", [None, ADDRESS])
def test_an_e_mail_brings_the_sender_of_its_request(sender: str | None) -> None:
    email = Email("x", "Theme", ADDRESS)
    assert compose_single("alex", "psw", [ADDRESS], email, sender=sender).sender == ADDRESS
    assert compose_list("alex", "psw", [([ADDRESS], email), (["7999"], Ping())], sender=sender).sender == ADDRESS


EMAIL = Email("x", "Theme", "info@example.com")


@pytest.mark.parametrize(
    ("messages", "sender", "rule"),
    [
        ([], None, "list-empty"),
        ([([], Text("x"))], None, "phone-empty"),
        ([(["7999"], EMAIL)], None, "recipient-kind"),
        ([(["#x"], Text("x"))], None, "recipient-kind"),
        ([([ADDRESS], Viber("x"))], None, "recipient-kind"),
        ([([ADDRESS], EMAIL)], "Alex", "content-value"),
        ([([ADDRESS], EMAIL), ([ADDRESS], Email("x", "Theme", ADDRESS))], None, "content-value"),
        # this address is too long for the sender of an SMS
        ([([ADDRESS], EMAIL), (["7999"], Text("x"))], None, "sender-format"),
        ([(["7999"], Flash("x")), (["7999"], Text("x"))], None, "content-value"),
        ([(["7999"], WapPush("x", "y")), (["7999"], Ping())], None, "content-value"),
        ([(["7999"], Binary(hex="0f")), (["7999"], Binary(text="x"))], None, "content-value"),
        ([(["7999"], Mms("x")), (["7999"], Text("x"))], None, "content-value"),
        ([(["7999"], WhatsApp("x")), (["7999"], Viber("x"))], None, "content-value"),
        ([(["7999"], Text("a\\n"))], None, "row-backslash"),
        ([(["7999"], Text("x"))], "a,b", "unrepresentable"),
        ([(["7999"], Text("x"))], "twelve chars", "sender-format"),
    ],
)
def test_what_no_list_can_say_is_refused(
    messages: list[tuple[list[str], Content]], sender: str | None, rule: str
) -> None:
    with pytest.raises(EncodeError) as raised:
        compose_list("alex", SECRET, messages, sender=sender)
    assert rule in {found.rule for found in raised.value.errors}
    assert SECRET not in shown(raised.value)


@pytest.mark.parametrize(
    ("phones", "content", "sender", "rule"),
    [
        ([], Text("x"), None, "phone-empty"),
        (["7999", ADDRESS], Text("x"), None, "recipient-kind"),
        (["+7(999)"], Text("x"), None, "phone-format"),
        ([ADDRESS], EMAIL, "Alex", "content-value"),
        (["7999"], Text("__CALL__:x"), None, "content-value"),
        (["7999"], Text("x"), "a@example.com", "sender-format"),
    ],
)
def test_what_no_request_can_say_is_refused(phones: list[str], content: Content, sender: str | None, rule: str) -> None:
    with pytest.raises(EncodeError) as raised:
        compose_single("alex", SECRET, phones, content, sender=sender)
    assert rule in {found.rule for found in raised.value.errors}
    assert SECRET not in shown(raised.value)


SECRET = "s3cr3t-P4ss"


def shown(error: BaseException) -> str:
    """All that may be seen of *error* and of those in whose course it came."""
    told = f"{error}{error!r}{getattr(error, 'diagnostics', '')}"
    return told + (shown(error.__context__) if error.__context__ else "")


@given(
    st.integers(0, 3),
    st.sampled_from(["", " ", "\n", ":", "\ud800", "\r"]),
    st.sampled_from([Text("x"), Text(""), Text("__CALL__:"), EMAIL, Binary(hex="0")]),
    st.sampled_from([("7999",), (), ("x",), ("\ud800",), (5,), (ADDRESS,)]),
    st.sampled_from([None, "a:b", "Alex", "\ud800", 5]),
    st.sampled_from([None, "0", 7, "\ud800"]),
)
def test_the_password_is_in_no_error_of_a_composed_request(
    at: int, beside: str, content: Content, phones: Any, sender: Any, id: Any
) -> None:
    psw = SECRET[:at] + beside + SECRET
    calls: list[Callable[[], object]] = [
        lambda: compose_single("alex", psw, phones, content, sender=sender, id=id),
        lambda: compose_list("alex", psw, [(phones, content)], sender=sender, id=id),
        lambda: sms_count(Request(login="alex", psw=psw, id=id, sender=sender, body=Single(phones, "__MAIL__:"))),
    ]
    for call in calls:
        try:
            assert SECRET not in repr(call())
        except EncodeError as error:
            event("refused")
            assert SECRET not in shown(error)


# ---- the grammar of contents

KINDS = {"wap_push_message": 2, "email_message": 8, "voice_message": 9, "hex_message": 5, "whole_message": 0}
"""The starts of the grammar, and the formats whose messages they are."""

PREFIX = re.compile(r"__(CALL|VIBER|SOC|MAIL|BOT)__:[ \t]*|__(PING|HLR)__(?=[ \t\n]*\Z)")
OWN_PREFIX = {"email_message": "MAIL", "voice_message": "CALL"}


@cache
def texts_of_grammar(start: str) -> st.SearchStrategy[str]:
    characters = st.characters(exclude_categories=["Cs"], exclude_characters="\r")
    near = messages(without="\r").filter(lambda text: not re.search("[\ud800-\udfff]", text))
    lines = [
        "x",
        "",
        "~~~",
        "~~~~",
        "~~~ ",
        " ~~~",
        "subj:x",
        "subj: ",
        "voice:m2",
        "voice:",
        "__MAIL__:",
        "0f",
        "x" * 500,
    ]
    openings = st.sampled_from(["", "__MAIL__: ", "__CALL__:", "__CALL__:x\n", "x\n~~~\n"])
    of_lines = st.tuples(openings, st.lists(st.sampled_from(lines), max_size=6).map("\n".join)).map("".join)
    return from_lark(parser("content"), start=start, alphabet=characters) | of_lines | near


def is_of_another_kind(start: str, text: str) -> bool:
    """Whether the prefix of *text* names another kind than *start* is of; no grammar is asked then."""
    found = PREFIX.match(text)
    return found is not None and (found[1] or found[2]) != OWN_PREFIX.get(start) and start != "whole_message"


BEYOND_GRAMMAR = {
    "email_message": {"mes-length", "email-text", "email-subject"},
    "voice_message": {"mes-length", "mes-empty", "text-empty"},
    "hex_message": {"mes-length"},
}
"""What a message of the grammar may still be refused for: its length (R-MESLEN), and that nothing is left (R-NOTEXT)."""


@pytest.mark.parametrize("start", BEYOND_GRAMMAR)
@given(data=st.data())
@examples(300)
def test_the_decoder_takes_just_what_the_grammar_takes(start: str, data: st.DataObject) -> None:
    text = data.draw(texts_of_grammar(start))
    if is_of_another_kind(start, text):
        return
    errors = errors_of(lambda: decode_content(text, KINDS[start], ADDRESS))
    if misfit("content", text, start):
        event("not of the grammar")
        assert errors
        return
    event(f"of the grammar, refused: {bool(errors)}")
    assert errors <= BEYOND_GRAMMAR[start]
    assert ("mes-length" in errors) == (len(text) > 1000)
    bare = text[found.end() :] if (found := PREFIX.match(text)) else text
    if "email-subject" in errors:
        assert re.search(r"\nsubj:[ \t]*\Z", bare)
    if "email-text" in errors:
        assert re.match(r"\nsubj:[^\n]*\Z", bare)
    if {"mes-empty", "text-empty"} & errors:
        assert re.match(r"(\n?voice:[^\n]*)?\Z|\n~~~\n", bare)


@pytest.mark.parametrize(
    ("start", "text"),
    [
        ("email_message", "x\nsubj:Theme"),
        ("email_message", "__MAIL__: __CALL__: x\nsubj:a\nsubj:b"),
        ("email_message", "~~~\n~~~ x\nsubj:Theme"),
        ("email_message", "~~~~\nsubj:Theme"),
        ("voice_message", "x"),
        ("voice_message", "__CALL__:x\nvoice:m2"),
        ("voice_message", "voice:a\nx"),
        ("voice_message", "~~~"),
        ("voice_message", "~~~\nx"),
        ("voice_message", "x\n~~~"),
        ("voice_message", "x\n~~~~\ny"),
        ("voice_message", "x\n~~~ y\nvoice:m2"),
        ("voice_message", "x\n~~~\ny\n~~~\n"),
        ("voice_message", "x\n~~~\n~~~y"),
        ("wap_push_message", "http://a.b\nx"),
        ("wap_push_message", "~~~\n~~~x"),
        ("hex_message", "0faB"),
        ("whole_message", "__PING__"),
        ("whole_message", "__HLR__ \n"),
    ],
)
def test_messages_of_the_grammar_by_hand(start: str, text: str) -> None:
    assert errors_of(lambda: decode_content(text, KINDS[start], ADDRESS)) == set()
    assert misfit("content", text, start) is None


@pytest.mark.parametrize(
    ("start", "text"),
    [
        ("email_message", "x"),
        ("email_message", "subj:Theme"),
        ("email_message", "x\nsubj:Theme\n"),
        ("email_message", "x\n subj:Theme"),
        ("email_message", "x\nSubj:Theme"),
        ("hex_message", "0"),
        ("hex_message", "0f 0f"),
        ("hex_message", "0f\n"),
        ("whole_message", " __PING__"),
        ("whole_message", "__PING__x"),
        ("whole_message", "__ping__"),
    ],
)
def test_messages_that_are_not_of_the_grammar_by_hand(start: str, text: str) -> None:
    assert misfit("content", text, start)
    if start == "whole_message":
        assert decode_content(text) == Text(text)
    else:
        assert errors_of(lambda: decode_content(text, KINDS[start], ADDRESS))


@given(texts_of_grammar("voice_message"))
@examples(300)
@example("~~~\nx")
@example("x\n~~~\n~~~\nvoice:m2")
@example("__CALL__: x\nvoice:m1\n~~~\nvoice:m2")
def test_the_parts_of_a_call_are_those_of_the_grammar(text: str) -> None:
    if is_of_another_kind("voice_message", text) or misfit("content", text, "voice_message"):
        return
    tree: Any = parser("content").parse(text, "voice_message")
    *before, end_of_call = tree.children
    mark: Any = next((one for one in before if isinstance(one, Token)), None)
    lines: list[Any] = end_of_call.children if isinstance(end_of_call, Tree) else []
    chosen = next((one for one in lines if isinstance(one, Token) and one.type == "VOICE"), None)
    begin = found.end() if (found := PREFIX.match(text)) else 0
    end = len(text) if chosen is None else max(begin, (chosen.start_pos or 0) - 1)
    event(f"mark: {mark is not None}, voice: {chosen is not None}")
    expected = Voice(
        text[begin : end if mark is None else mark.start_pos - 1],
        None if chosen is None else chosen.removeprefix("voice:") or None,
        None if mark is None else text[mark.end_pos + 1 : end] or None,
    )
    if expected.text and len(text) <= 1000:
        assert decode_content(text, Format.VOICE) == expected


@given(texts_of_grammar("wap_push_message"))
@examples(300)
@example("http://a.b")
@example("http://a.b\n")
@example("\nx")
@example("http://a.b\nx\ny")
def test_a_wap_push_with_a_link_and_further_lines_is_of_the_grammar_and_no_other(text: str) -> None:
    """A link alone, or a first line that is empty, is decoded too, with a warning (R-WAP)."""
    if is_of_another_kind("wap_push_message", text):
        return
    try:
        content = decode_content(text, Format.WAP_PUSH)
    except DecodeError as error:
        assert {found.rule for found in error.errors} <= {"mes-empty", "mes-length"}
        assert not text or len(text) > 1000
        return
    assert isinstance(content, WapPush)
    well_formed = bool(content.url) and content.title is not None
    event(f"well-formed: {well_formed}")
    assert well_formed == (misfit("content", text, "wap_push_message") is None)


@given(texts_of_grammar("whole_message") | st.text("_PINGHLR \t\n", max_size=12))
@example("__PING__ \t\n")
@example("__HLR__x")
def test_a_message_that_is_a_prefix_alone_is_of_the_grammar_and_no_other(text: str) -> None:
    whole = misfit("content", text, "whole_message") is None
    event(f"whole: {whole}")
    if len(text) > 1000:
        return
    try:
        content = decode_content(text, Format.TEXT, ADDRESS)
    except DecodeError:
        assert not whole
    else:
        assert isinstance(content, Hlr | Ping) == whole
