"""What holds of every request: round trips, the grammar against the decoder, and that nothing crashes."""

import re

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st

from smsmail.codec import RULES, DecodeError, EncodeError, Request, check, decode_request, encode_request
from smsmail.conformance.strategies import requests
from smsmail.grammar.misfit import misfit
from tests.support.corpus import DOUBTS
from tests.support.effort import examples
from tests.support.lines import from_grammar, loosened
from tests.support.specification import ALSO_LEXICAL, SEMANTIC, request_by_grammar


@given(requests())
def test_what_is_encoded_decodes_to_the_same_request(request: Request) -> None:
    assert decode_request(encode_request(request)) == request


@given(requests())
def test_the_canonical_form_draws_no_warning_that_the_encoder_could_have_avoided(request: Request) -> None:
    about_values = {
        *("sender-characters", "window-midnight", "test-single", "prefix-format", "row-second-number", "wap-push")
    }
    found = [one for one in check(encode_request(request)) if one.severity != "note"]
    about_values |= {code for code, rule in RULES.items() if rule.section == DOUBTS} | {"row-own-line"}
    assert {one.rule for one in found} <= about_values


@given(from_grammar() | loosened() | requests().map(encode_request))
@example("alex: psw:::, 1, Alex:79999999999: message")
@example("a:b:007::::7999:x")
def test_encoding_what_was_decoded_is_a_fixed_point(line: str) -> None:
    try:
        request = decode_request(line)
    except DecodeError:
        event("refused")
        return
    try:
        canonical = encode_request(request)
    except EncodeError as error:
        assert {found.rule for found in error.diagnostics} == {"id-number"}
        return
    assert decode_request(canonical) == request
    assert encode_request(decode_request(canonical)) == canonical


@given(from_grammar())
@example("alex:psw:::,8,{name}:G7:hi\nsubj:x")
@example("alex:psw:::,8:%phone%@example.com:hi\nsubj:x")
@example(":psw:q::,,,2::70..0;0_~.^dyz%ab_c%")
@example("\ufeff:psw:::0,10,000000000.$y0@00000-00,2::0@000.00000 :")
def test_what_the_grammar_generates_is_accepted_or_refused_by_a_semantic_rule(line: str) -> None:
    assert {found.rule for found in check(line) if found.severity == "error"} <= SEMANTIC


@given(loosened() | from_grammar())
@examples(200)
def test_the_decoder_accepts_just_what_grammar_and_semantic_rules_accept(line: str) -> None:
    errors = {found.rule for found in check(line) if found.severity == "error"}
    if misfit("request", line):
        assert errors - (SEMANTIC - ALSO_LEXICAL)
    elif errors:
        assert errors <= SEMANTIC
    else:
        assert decode_request(line) == request_by_grammar(line)


@given(st.text(st.characters()) | st.text(st.sampled_from(":,;\n\r \t0179+G#@x-.__MAIL__subj\ud800"), max_size=80))
@example("")
@example(":" * 6)
@example("\r\n" * 3 + ":" * 9)
def test_any_text_is_decoded_or_refused(text: str) -> None:
    found = check(text)
    refused = any(one.severity == "error" for one in found)
    for one in found:
        assert 0 <= one.start <= one.end <= len(text)
        assert one.line >= 1
        assert one.column >= 1
    if refused:
        with pytest.raises(DecodeError) as raised:
            decode_request(text)
        assert list(raised.value.diagnostics) == found
        assert raised.value.code in (1, 5, 7)
    else:
        reported: list[object] = []
        decode_request(text, report=reported.append)
        assert reported == found


@given(st.none() | st.integers() | st.binary() | st.lists(st.text()) | st.dictionaries(st.text(), st.text()))
@example({"test": ""})
def test_no_text_at_all_is_refused(value: object) -> None:
    with pytest.raises(DecodeError, match="shape"):
        decode_request(value)  # type: ignore[arg-type]
    # For its shape, or by the rule of the field that has the wrong one.
    with pytest.raises(EncodeError, match="expected"):
        encode_request(value)  # type: ignore[arg-type]


SECRET = "s3cr3t-P4ss"


@given(loosened(), st.integers(0, 3), st.sampled_from(["", " ", "\n", "\ud800", "\r"]))
def test_the_password_is_in_no_error_and_no_repr(line: str, at: int, beside: str) -> None:
    parts = line.split(":")
    line = ":".join([*parts[:1], SECRET[:at] + beside + SECRET, *parts[2:]])
    shown = "".join(map(repr, check(line)))
    try:
        shown += repr(decode_request(line))
    except DecodeError as error:
        shown += f"{error}{error!r}"
    assert not re.search(SECRET, shown)
