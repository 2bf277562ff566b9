"""Whole requests that are composed of contents."""

# pyright: reportUnknownArgumentType=false

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from msgspec.structs import replace

from smsmail.codec import (
    After,
    Batch,
    Binary,
    Bot,
    Content,
    Email,
    EncodeError,
    Flash,
    Format,
    Mms,
    Ping,
    Request,
    Row,
    Single,
    Text,
    Translit,
    Viber,
    WapPush,
    WhatsApp,
    compose_list,
    compose_single,
    contents_of,
    decode_request,
    encode_request,
    sms_count,
)
from smsmail.conformance.strategies import addresses, contents, groups, numbers, telegram_names
from tests.support.contents import ADDRESS, SECRET, errors_of, shown
from tests.support.each import each

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
    texts = st.text(st.sampled_from("aя\n :_~"), min_size=1, max_size=20)
    texts = texts.filter(lambda text: text.strip() != "" and not text.startswith("__"))
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


@each(
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
