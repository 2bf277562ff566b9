"""Requests, replies, contents, parts, counts and moments: two implementations give the same.

The inputs are those with which `smsmail conformance generate` searches; `--hypothesis-profile=deep` looks longer.
"""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smsmail.codec import RULES, check
from smsmail.conformance.corpus import Op
from smsmail.conformance.inputs import inputs
from tests.support.differential import Both
from tests.support.effort import examples
from tests.support.lines import from_grammar, loosened

MISTAKES = {code for code, rule in RULES.items() if rule.section == "Mistakes that move the fields"}


@examples(75)
@given(text=from_grammar() | loosened() | inputs("decode_request").map(lambda given: given["text"]))
@example(text="alex:psw:::,8,,:12:hi")
@example(text="alex:psw::::79991234567:\x00")
def test_requests_are_read_alike(both: Both, text: str) -> None:
    second, first = both.ask("decode_request", {"text": text})
    assert ("ok" in second, second.get("ok")) == ("ok" in first, first.get("ok")), (second, first)
    if "error" in second:
        # Which of several errors is answered is open, but it must be one of them, or hidden by a mistake that explains it.
        found = check(text)
        assert second["error"]["code"] in {one.error for one in found} or {one.rule for one in found} & MISTAKES, found


@pytest.mark.parametrize(
    "op", ["encode_request", "decode_reply", "encode_reply", "decode_content", "segment", "sms_count", "send_at"]
)
@examples(75)
@given(data=st.data())
def test_inputs_are_answered_alike(both: Both, op: Op, data: st.DataObject) -> None:
    both.assert_judged_alike(op, data.draw(inputs(op)))
