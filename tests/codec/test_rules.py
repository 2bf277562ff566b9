"""The rules: complete, resting on clauses that exist, and each seen at work in the corpus."""

import json

import pytest

from smsmail.codec import RULES, Diagnostic, Rule, check
from smsmail.conformance import load_cases
from smsmail.fixtures import ROOT
from tests.support.corpus import OF_THE_CODEC, WITHOUT_CASE, outcome

SEEN = {code for case in load_cases() for code in case.findings or ()}


@pytest.fixture(scope="module")
def at_work() -> set[str]:
    """The rules that the codec finds broken in the corpus."""
    found: list[Diagnostic] = []
    for case in OF_THE_CODEC:
        outcome(case, found)
        if case.op == "decode_request":
            found.extend(check(case.input["text"]))
        elif case.op == "decode_mail" and "ok" in case.expect:
            found.extend(check(case.expect["ok"]["text"]))
    return {one.rule for one in found}


def ids(name: str) -> set[str]:
    return {entry["id"] for entry in json.loads((ROOT / f"{name}.json").read_text("utf-8"))[name]}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_rule(rule: Rule, at_work: set[str]) -> None:
    assert rule.clause in ids("clauses")
    assert rule.reading is None or rule.reading in ids("readings")
    assert rule.error is None or 1 <= rule.error <= 9
    assert (rule.severity == "error") or (rule.error is None)
    assert rule.says[0].islower()
    assert not rule.says.endswith(".")
    assert rule.remedy.endswith((".", "text", "com"))
    assert (rule.code in at_work) != (rule.code in WITHOUT_CASE)


def test_the_corpus_names_no_rule_that_there_is_not() -> None:
    assert set(RULES) >= SEEN
