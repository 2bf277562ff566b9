"""The reference codec against its part of the corpus, in process: every value, every error number, every finding.

What the gateway has to do (``serve``) is left to the suite's own judge, which knows what is free in a reply.
"""

import pytest

from smsmail.codec import Diagnostic
from smsmail.conformance import Case
from tests.support.corpus import OF_THE_CODEC, by_topic, outcome, without_nulls

TOPICS = by_topic(OF_THE_CODEC)


@pytest.mark.parametrize("topic", TOPICS)
def test_topic(topic: str) -> None:
    assert [flaw for case in TOPICS[topic] if (flaw := flaw_of(case))] == []


def flaw_of(case: Case) -> tuple[object, ...] | None:
    """What is wrong with what the codec makes of the case."""
    found: list[Diagnostic] = []
    actual = outcome(case, found)
    is_free = case.expect.get("error") == {}
    if "error" not in actual if is_free else without_nulls(actual) != without_nulls(case.expect):
        return case.id, case.catches, actual, case.expect
    rules = {one.rule for one in found}
    if case.findings is not None and rules != set(case.findings):
        return case.id, case.catches, rules, case.findings
    return None
