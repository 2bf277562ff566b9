"""What holds of every content that is written: round trips, and what is refused."""

from functools import partial
from typing import Any

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st

from smsmail.codec import (
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
    Row,
    Social,
    Text,
    Viber,
    Voice,
    WapPush,
    WhatsApp,
    compose_list,
    compose_single,
    decode_content,
    encode_content,
)
from smsmail.conformance.strategies import contents
from tests.support.contents import ADDRESS, errors_of, messages
from tests.support.each import each

# ---- round trips


@given(contents())
@example(Text("x" * 1000))
@example(Text("__PING__ x"))
@example(Flash("__call__: x"))
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
        # That a text looks like a prefix takes nothing from it.
        assert {one.rule for one in reported} <= {"prefix-lookalike"}


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


@each(
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


@each(
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


@each(
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


@each("value", NO_CONTENTS)
def test_what_is_no_content_is_refused(value: Any) -> None:
    assert errors_of(lambda: encode_content(value)) == {"shape"}
    assert errors_of(lambda: compose_single("alex", "psw", ["7999"], value)) == {"shape"}


@each("value", NO_CONTENTS)
def test_what_is_no_content_is_refused_in_a_list(value: Any) -> None:
    assert errors_of(lambda: compose_list("alex", "psw", [(["7999"], Text("x")), (["7999"], value)])) == {"shape"}


def test_a_content_as_a_plain_dict_is_taken() -> None:
    content: Any = {"kind": "voice", "text": "x", "voice": "m2"}
    assert encode_content(content).mes == "x\nvoice:m2"
    assert compose_single("a", "b", ["7999"], content).format == Format.VOICE
    assert compose_list("a", "b", [(["7999"], content)]).format == Format.VOICE
