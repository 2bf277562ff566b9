"""The decoder of contents takes just what the grammar takes."""

# Lark annotates its interface in part only.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import re
from functools import cache
from typing import Any

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st
from hypothesis.extra.lark import from_lark
from lark import Token, Tree

from smsmail.codec import DecodeError, Format, Hlr, Ping, Text, Voice, WapPush, decode_content
from smsmail.grammar import parser
from smsmail.grammar.misfit import misfit
from tests.support.contents import ADDRESS, errors_of, messages
from tests.support.each import each
from tests.support.effort import examples

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
        *("x", "", "~~~", "~~~~", "~~~ ", " ~~~", "subj:x", "subj: ", "voice:m2", "voice:", "__MAIL__:", "0f"),
        "x" * 500,
    ]
    openings = st.sampled_from(["", "__MAIL__: ", "__CALL__:", "__CALL__:x\n", "x\n~~~\n"])
    of_lines = st.tuples(openings, st.lists(st.sampled_from(lines), max_size=6).map("\n".join)).map("".join)
    return from_lark(parser("content"), start=start, alphabet=characters) | of_lines | near


def is_of_another_kind(start: str, text: str) -> bool:
    """Whether the prefix of *text* names another kind than *start* is of; no grammar is asked then."""
    found = PREFIX.match(text)
    return found is not None and (found[1] or found[2]) != OWN_PREFIX.get(start) and start != "whole_message"


BLANK = r"[\s\u200b-\u200d\u2060\ufeff]*"
"""What cannot be seen (R-BLANK)."""
CONTROL = r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"

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
        subject = bare.rpartition("\nsubj:")[2]
        assert re.fullmatch(BLANK, subject) or re.search(CONTROL, subject)
    if "email-text" in errors:
        assert re.fullmatch(rf"{BLANK}\nsubj:[^\n]*", bare)
    if {"mes-empty", "text-empty"} & errors:
        assert re.match(rf"({BLANK}|({BLANK}\n)?voice:[^\n]*)\Z|{BLANK}\n~~~\n", bare)


@each(
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


@each(
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
    if not re.fullmatch(BLANK, expected.text) and len(text) <= 1000:
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
        assert re.fullmatch(BLANK, text) or len(text) > 1000
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
