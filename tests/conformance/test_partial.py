"""Testees that offer a part of an operation, or answer a part of a segmentation; and the schema of what is said."""

import json
from collections import Counter
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from smsmail.conformance import Case, Policy, judge, load_cases, run, select
from smsmail.conformance.features import FEATURES, lacking
from smsmail.conformance.protocol import Answer, Hello, Ok, read_hello, write_bye, write_hello, write_question
from smsmail.conformance.testee import answer_to
from smsmail.fixtures import ROOT
from tests.support.each import each

CASES = load_cases()
SEGMENTS = [case for case in CASES if case.op == "segment" and "ok" in case.expect]

SCHEMA = json.loads((ROOT / "schema" / "testee.schema.json").read_bytes())
_SHAPES = DRAFT202012.create_resource(json.loads((ROOT / "schema" / "case.schema.json").read_bytes()))
REGISTRY: Any = Registry[Any]().with_resource("case.schema.json", _SHAPES)


def complaints(definition: str, message: object) -> list[str]:
    validator: Any = Draft202012Validator(
        {"$defs": SCHEMA["$defs"], "$ref": f"#/$defs/{definition}"}, registry=REGISTRY
    )
    return [fault.message for fault in validator.iter_errors(message)]


def answered(case: Case, given: dict[str, Any]) -> str:
    return judge(case, Ok(given)).observed


def test_a_segmentation_is_judged_by_what_it_gives() -> None:
    [case] = select(CASES, ["segment/boundary/latin-161"])
    whole = case.expect["ok"]
    for members in ({"count": 2}, {"units": 161}, {"encoding": "gsm7", "count": 2}, {"count": 2, "left": 145}, whole):
        assert answered(case, members) == "as-expected", members
    for members in (
        {"count": 1},
        {"units": 160, "count": 2},
        {"encoding": "ucs2", "count": 2},
        {"count": 2, "left": 144},
    ):
        assert answered(case, members) == "other-value", members
    assert answered(case, {**whole, "left": 145}) == "as-expected"
    assert answered(case, {**whole, "septets": 161}) == "other-value"
    for members in ({}, {"encoding": "gsm7"}, {"left": 145}):
        assert answered(case, members) == "garbled", members


def test_counts_tell_wrong_countings_from_right_ones() -> None:
    """By hand: a counter that divides is wrong where a pair moves into the next part, and its count alone shows it."""
    wrong = [case for case in SEGMENTS if answered(case, {"count": _by_division(case.expect["ok"])}) != "as-expected"]
    assert 5 < len(wrong) < len(SEGMENTS) / 3


def _by_division(whole: dict[str, Any]) -> int:
    alone, each = (160, 153) if whole["encoding"] == "gsm7" else (70, 67)
    return 1 if whole["units"] <= alone else -(-whole["units"] // each)


class Offering:
    """The reference, that declares some features."""

    began = 0.0

    def __init__(self, *features: str) -> None:
        self._features = features
        self.asked: list[Case] = []

    def hello(self) -> Hello:
        hello = {"protocol": 1, "implementation": "part", "version": "1", "language": "Python"}
        said = {**hello, "ops": ["segment", "decode_request"], "features": self._features}
        return read_hello(json.dumps(said).encode())

    def answers(self, cases: Any) -> Any:
        for case in cases:
            self.asked.append(case)
            yield Ok(case.expect["ok"]) if "ok" in case.expect else _refusal()


def _refusal() -> Answer:
    from smsmail.conformance.protocol import Refusal

    return Refusal(None, "no")


def test_what_is_not_offered_is_skipped() -> None:
    tested = Offering("segment.parts", "decode_request.list")
    cases = [case for case in CASES if case.op in ("segment", "decode_request")]
    results = list(run(cases, tested, tested.hello(), Policy()))
    skipped = Counter(result.verdict.reason for result in results if result.verdict.outcome == "skipped")
    with_extension = [case for case in cases if case.op == "segment" and set(case.input["text"]) & set("^{}\\[~]|€\f")]
    assert skipped == {"extension-table is not among its features": len(with_extension)}
    assert not {case.id for case in tested.asked} & {case.id for case in with_extension}
    tested = Offering("segment.parts", "extension-table")
    results = list(run(cases, tested, tested.hello(), Policy()))
    lists = [result.case for result in results if result.verdict.outcome == "skipped"]
    assert {case.op for case in lists} == {"decode_request"}
    assert {case.id for case in cases if case.id.startswith("list/")} == {
        *(case.id for case in lists if case.id.startswith("list/"))
    }


@each("name", FEATURES)
def test_each_feature_is_needed_by_some_cases_and_not_by_all(name: str) -> None:
    others = set(FEATURES) - {name}
    lacks = [case for case in CASES if lacking(case, others)]
    assert (len(lacks) > 0) == (name != "segment.parts")
    assert len(lacks) < len(CASES) / 4
    assert {lacking(case, others) for case in lacks} <= {name}
    assert not [case for case in CASES if lacking(case, None)]


def test_an_unknown_feature_is_told() -> None:
    with pytest.raises(Exception, match=r"did you mean segment\.parts"):
        Offering("segment.part").hello()


def test_the_schema_is_one_and_names_what_there_is() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    introduction = SCHEMA["$defs"]["introduction"]["properties"]
    assert introduction["features"]["items"]["enum"] == [*FEATURES]


@each("case", [case for case in CASES if case.id.endswith("1")])
def test_what_is_said_agrees_with_the_schema(case: Case) -> None:
    question = write_question(case)
    assert complaints("question", json.loads(question)) == []
    answer: Any = json.loads(json.dumps(answer_to(question)))
    assert complaints("answer", answer) == []
    if "ok" in answer:
        assert complaints(f"ok_{case.op}", answer["ok"]) == []


def test_the_rest_of_a_conversation_agrees_with_the_schema() -> None:
    for line in (write_hello(), write_bye()):
        assert complaints("question", json.loads(line)) == []
    assert complaints("introduction", answer_to(write_hello())) == []
    for wrong in ('{"id": "1"}', '{"id": "1", "ok": {}, "skip": "no"}', '{"id": "1", "error": {"code": 10}}'):
        assert complaints("answer", json.loads(wrong)) != []
