"""The tags around a request in plain text count at its very start alone (R-TAGS, R-TAGPAIR)."""

import pytest
from hypothesis import given

from fixtures.mails.spelling import typed
from smsmail.codec import DecodeError, check_mail, decode_mail
from smsmail.conformance.strategies import texts
from tests.support.each import each


def read(body: str) -> str:
    return decode_mail(typed("text/plain; charset=utf-8", body.encode())).text


@each(
    ("body", "text"),
    [
        ("[text]a[/text]", "a"),
        ("\r\n\r\n[text]a[/text]", "a"),
        ("  [text]a[/text]", "a"),
        (" \t\r\n  [text]a[/text]", "a"),
        ("[text]a[/text]\r\n-- \r\nThe footer of a company", "a"),
        ("[text]\r\na\r\nb\r\n[/text]", "a\nb"),
        ("[text] a [/text]", " a "),
        # The first of each kind.
        ("[text]a[/text]b[/text]", "a"),
        ("[text]a[/text]\r\n> [text]b[/text]", "a"),
        ("[text]a[text]b[/text]", "a[text]b"),
        # No tags.
        ("a[text]b[/text]", "a[text]b[/text]"),
        ("a\r\n[text]b[/text]", "a\n[text]b[/text]"),
        ("a [text] is never closed", "a [text] is never closed"),
        ("a[/text]", "a[/text]"),
        ("[/text]a[text]", "[/text]a[text]"),
        ("[TEXT]a[/TEXT]", "[TEXT]a[/TEXT]"),
        ("[ text ]a[/text]", "[ text ]a[/text]"),
        ("<text>a</text>", "<text>a</text>"),
    ],
)
def test_what_the_tags_enclose_is_the_request(body: str, text: str) -> None:
    assert read(body) == text


@pytest.mark.parametrize("body", ["[text]", "[text]a", "[text]a[text]", "[text]a[/TEXT]", "\r\n[text]a[\r\n/text]"])
def test_tags_that_are_not_closed_are_refused(body: str) -> None:
    with pytest.raises(DecodeError) as refused:
        read(body)
    assert [found.rule for found in refused.value.errors] == ["mail-tags"]


@pytest.mark.parametrize(
    "type", ["html", "enriched", "richtext", "calendar", "x-web", "vnd.example+x", "1d-interleaved!#$&^_."]
)
def test_text_of_another_type_is_read_between_tags_alone(type: str) -> None:
    """R-PART, of each type that RFC 6838 lets be one."""
    assert decode_mail(typed(f"text/{type}; charset=us-ascii", "[text]a[/text]")).text == "a"
    with pytest.raises(DecodeError) as refused:
        decode_mail(typed(f"text/{type}; charset=us-ascii", "a"))
    assert [found.rule for found in refused.value.errors] == ["mail-tags"]


@pytest.mark.parametrize(
    "type", ["application/octet-stream", "image/png", "application/xhtml+xml", "message/rfc822", "text/.x"]
)
def test_what_is_no_text_is_not_read_between_tags_either(type: str) -> None:
    with pytest.raises(DecodeError) as refused:
        decode_mail(typed(f"{type}; charset=us-ascii", "[text]a[/text]"))
    assert [found.rule for found in refused.value.errors] == ["mail-part"]


@pytest.mark.parametrize("body", ["", "\r\n\r\n", "[text][/text]", "[text]\r\n\r\n[/text]"])
def test_nothing_is_no_request(body: str) -> None:
    with pytest.raises(DecodeError) as refused:
        read(body)
    assert [found.rule for found in refused.value.errors] == ["mail-part"]


@given(texts(1, 300, "\0").map(lambda text: text.strip("\n")).filter(lambda text: text and "[/text]" not in text))
def test_tags_carry_any_text_and_what_stands_behind_is_dropped(text: str) -> None:
    assert read(f"\r\n[text]{text}[/text]\r\n--\r\nThe footer of a company") == text


def rules(body: str) -> list[str]:
    return [found.rule for found in check_mail(typed("text/plain; charset=utf-8", body.encode()))]


@each("closing", ["[/text]", "[/TEXT]", ""])
@each(
    "opening",
    [
        "[TEXT]",
        "[Text]",
        "[ text ]",
        "  [TEXT]",
        "<text>",
        "\u00a0[text]",
        "\u200b[text]",
        "Hello!\n\n[text]",
        "-- [text]",
    ],
)
def test_what_was_meant_as_a_tag_is_never_a_login_in_silence(opening: str, closing: str) -> None:
    assert "tag-doubt" in rules(f"{opening}alex:psw::::79991234567:Hello{closing}")


@pytest.mark.parametrize(
    "body",
    [
        "alex:psw::::79991234567:Write [text] or <TEXT>",
        "alex:psw:::::79991234567:[Text]\n79997654321:two",
        "[text]alex:psw::::79991234567:Write [TEXT][/text]",
        "  [text]alex:psw::::79991234567:Hello[/text]",
    ],
)
def test_a_message_may_speak_of_tags(body: str) -> None:
    assert "tag-doubt" not in rules(body)
