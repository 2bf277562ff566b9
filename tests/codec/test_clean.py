"""The clean form: what is in it draws neither error nor warning but those of the tests that stand beside it, by name."""

import re
from datetime import UTC, datetime

from hypothesis import event, given
from hypothesis import strategies as st

from smsmail.codec import RULES, check
from smsmail.conformance import load_cases
from smsmail.grammar import FORMS
from smsmail.grammar.load import source
from tests.support import lines
from tests.support.ordinary import ORDINARY

NOW = datetime(2027, 1, 1, tzinfo=UTC)
IS_CLEAN = re.compile(FORMS["clean"]).fullmatch
[BESIDE] = re.findall(r"(?m)^// Beside it.*\n(?://.*\n)*(?=clean:)", source("clean"))
NAMED = {*re.findall(r"[a-z-]+", " ".join(re.findall(r"\(([^)]*)\)", BESIDE)))}
WRITTEN = [case.input["text"] for case in load_cases() if case.op == "decode_request"]

NEEDED = {
    "mes-length": "a:p::::79991234567:" + 1001 * "x",
    "surrogate": "a:p::::79991234567:\ud83d",
    "mes-control": "a:p::::79991234567:one\x1ftwo",
    "text-request": "a:p::::79991234567:Ready\nshop:secret::::79991234567:hi",
    "text-quoted": "a:p::::79991234567:Ready\n\n> OK - 1 SMS, ID - 42",
    "text-tags": "a:p::::79991234567:hi [/text]",
    "text-signature": "a:p::::79991234567:hi\n-- \nAlex",
    "placeholder": "a:p::::79991234567:Hello {{ name }}",
    "letters-wrong": "a:p::::79991234567:Ïðèâåò, çàêàç ãîòîâ ê âûäà÷å",
    "letters-lost": "a:p::::79991234567:????? 512 ?????",
    "time-past": "a:p::0101200000::79991234567:hi",
    "login-invisible": "\u200ba:p::::79991234567:hi",
    "line-quoted": "[text]a:p::::79991234567:hi",
    "list-of-one": "a:p:ss::::79991234567:hi",
}


def told(line: str) -> set[str]:
    return {found.rule for found in check(line, now=NOW) if found.severity != "note"}


def test_each_test_beside_it_is_needed() -> None:
    assert NEEDED.keys() == NAMED
    assert RULES.keys() >= NAMED
    for rule, line in NEEDED.items():
        assert IS_CLEAN(line), rule
        assert rule in told(line), rule


@given(st.sampled_from(WRITTEN) | lines.from_grammar() | lines.loosened())
def test_it_draws_nothing_else(line: str) -> None:
    if IS_CLEAN(line):
        event("clean")
        assert told(line) <= NAMED


def test_four_in_five_ordinary_messages_are_in_it() -> None:
    messages = [message for messages in ORDINARY.values() for message in messages]
    assert sum(IS_CLEAN(f"alex:psw::::79991234567:{mes}") is not None for mes in messages) >= 0.8 * len(messages)
