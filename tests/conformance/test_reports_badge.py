"""Badges hide nothing."""

import json

from smsmail.conformance import Policy, Record
from smsmail.conformance.protocol import Refusal, Skip
from smsmail.conformance.reports import renderer
from tests.support.each import each
from tests.support.fakes import make_case
from tests.support.records import make_record, mixed_record, right

PASS, FAIL, KNOWN = make_case(1), make_case(2), make_case(3)
SHOULD = make_case(4, level="should")
NO = Refusal(1, "no")


@each(
    ("record", "message", "colour"),
    [
        (make_record([(PASS, right(PASS))]), "1 passed", "brightgreen"),
        (make_record([(PASS, right(PASS)), (FAIL, Skip("no"))]), "1 passed, 1 skipped", "brightgreen"),
        (make_record([(PASS, right(PASS)), (SHOULD, NO)]), "1 passed, 1 deviating", "yellow"),
        (make_record([(SHOULD, NO)], Policy(strict=True)), "1 deviating, not well", "red"),
        (make_record([(KNOWN, NO)], Policy(known=frozenset({KNOWN.id}))), "1 known to fail", "yellow"),
        (make_record([(KNOWN, right(KNOWN))], Policy(known=frozenset({KNOWN.id}))), "1 passed, not well", "red"),
        (make_record([(PASS, right(PASS)), (FAIL, NO)]), "1 passed, 1 failed", "red"),
        (make_record([(PASS, right(PASS))], None, "a problem"), "1 passed, not well", "red"),
        (make_record([(FAIL, Skip("no"))]), "nothing judged", "red"),
        (mixed_record(), "3 passed, 1 deviating, 3 failed, 1 known to fail, 1 skipped", "red"),
    ],
)
def test_what_a_badge_says(record: Record, message: str, colour: str) -> None:
    assert json.loads(renderer("badge")(record)) == {
        "schemaVersion": 1,
        "label": "smsmail conformance",
        "message": message,
        "color": colour,
        "isError": colour == "red",
    }
