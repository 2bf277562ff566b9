"""The rules: complete, resting on clauses that exist, and each seen at work in the corpus."""

import json

import pytest

from smsmail.codec import RULES, Rule
from smsmail.conformance import load_cases
from smsmail.fixtures import ROOT

SEEN = {code for case in load_cases() for code in case.findings or ()}
NOT_IN_JSON = {"surrogate"}
"""A strict JSON parser refuses a file that holds a lone surrogate, so no case can show it; test_request.py does."""


def ids(name: str) -> set[str]:
    return {entry["id"] for entry in json.loads((ROOT / f"{name}.json").read_text("utf-8"))[name]}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_rule(rule: Rule) -> None:
    assert rule.clause in ids("clauses")
    assert rule.reading is None or rule.reading in ids("readings")
    assert rule.error is None or 1 <= rule.error <= 9
    assert (rule.severity == "warning") <= (rule.error is None)
    assert rule.says[0].islower()
    assert not rule.says.endswith(".")
    assert rule.remedy.endswith((".", "text", "com"))
    assert rule.code in SEEN | NOT_IN_JSON


def test_the_corpus_names_no_rule_that_there_is_not() -> None:
    assert set(RULES) >= SEEN
