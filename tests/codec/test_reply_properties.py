"""What holds of every reply."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.lark import from_lark

from smsmail.codec import Accepted, DecodeError, EncodeError, Rejected, Reply, decode_reply, encode_reply
from smsmail.conformance.strategies import replies
from smsmail.grammar import parser
from smsmail.grammar.misfit import misfit
from tests.support.lines import PIECES_OF_REPLIES


@given(replies(), st.sampled_from(["", " ", "\n", "\r\n\t"]), st.sampled_from(["", "\n", "\r\n", " "]))
def test_what_is_encoded_decodes_to_the_same_reply(reply: Reply, before: str, after: str) -> None:
    reported: list[object] = []
    assert decode_reply(before + encode_reply(reply) + after, report=reported.append) == reply
    assert reported == []


@given(
    from_lark(parser("reply"), start="reply") | st.lists(st.sampled_from(PIECES_OF_REPLIES)).map("".join) | st.text()
)
@example("ERROR = 3 (a), ID - 4), ID - 42")
def test_the_decoder_accepts_just_what_the_grammar_accepts(text: str) -> None:
    if misfit("reply", text):
        with pytest.raises(DecodeError):
            decode_reply(text)
    else:
        decode_reply(text)


@given(from_lark(parser("reply"), start="reply"))
def test_encoding_what_was_decoded_is_a_fixed_point(text: str) -> None:
    reply = decode_reply(text)
    try:
        line = encode_reply(reply)
    except EncodeError as error:
        assert {found.rule for found in error.diagnostics} <= {"reply-id-missing", "reply-id-unexpected"}
        return
    assert decode_reply(line) == reply
    assert line == encode_reply(decode_reply(line))


@pytest.mark.parametrize("reply", [Accepted(10**5000, "1"), Rejected(10**5000, "x"), Rejected(1, "\ud800")])
def test_a_reply_of_any_size_is_refused_in_words(reply: Reply) -> None:
    with pytest.raises(EncodeError):
        encode_reply(reply)


@given(st.none() | st.integers() | st.binary() | st.dictionaries(st.text(), st.text()))
@example({"kind": "accepted", "sms": ""})
def test_no_reply_at_all_is_refused(value: object) -> None:
    with pytest.raises(DecodeError, match="shape"):
        decode_reply(value)  # type: ignore[arg-type]
    # For its shape, or by the rule of the field that has the wrong one.
    with pytest.raises(EncodeError, match="expected"):
        encode_reply(value)  # type: ignore[arg-type]
