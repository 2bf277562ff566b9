"""The JSON report keeps to its schema, which promises that it stays readable, by strict parsers too."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest
from jsonschema import Draft202012Validator

from smsmail.conformance import Policy, Record
from smsmail.conformance.protocol import Ok, Skip
from smsmail.conformance.reports import renderer
from smsmail.fixtures import ROOT
from tests.support.fakes import RunFake, make_case
from tests.support.records import NASTY, make_record, mixed_record, right

SCHEMA: dict[str, Any] = json.loads((ROOT / "schema" / "report.schema.json").read_text("utf-8"))

KEPT = Path(__file__).parent / "report-format-1.json"
"""A report as it was written when format 1 came to be. It is never written anew."""


def closed(schema: Any) -> Any:
    """The schema, but with no member allowed that it does not name."""
    if isinstance(schema, list):
        return [closed(item) for item in cast("list[Any]", schema)]
    if not isinstance(schema, dict):
        return schema
    kept = {key: closed(item) for key, item in cast("dict[str, Any]", schema).items()}
    return {"additionalProperties": False, **kept} if "required" in kept else kept


def faults(report: Any, schema: dict[str, Any] = SCHEMA) -> list[str]:
    validator = Draft202012Validator(schema)
    return [fault.message for fault in validator.iter_errors(report)]  # pyright: ignore[reportUnknownMemberType]


def assert_valid(report: Any, schema: dict[str, Any] = SCHEMA) -> None:
    assert faults(report, schema) == []


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


RECORDS: dict[str, Callable[[], Record]] = {
    "mixed": mixed_record,
    "nothing judged": lambda: make_record([(make_case(1), Skip("no"))]),
    "empty": lambda: make_record([]),
    "strict": lambda: make_record([(make_case(1), right(make_case(1)))], Policy(strict=True, fail_on_skip=True)),
    "hostile": lambda: make_record([(make_case(1), Ok({NASTY: [NASTY, {"\udfff": 1e300}]}))]),
}


@pytest.mark.parametrize("name", RECORDS)
def test_a_report_agrees_with_the_schema_and_has_nothing_that_it_does_not_name(name: str) -> None:
    report = json.loads(renderer("json")(RECORDS[name]()))
    assert_valid(report)
    assert_valid(report, closed(SCHEMA))


def test_a_report_of_a_real_run_agrees_with_the_schema(run_fake: RunFake) -> None:
    body = """
        introduce()
        for number, q in enumerate(questions()):
            if number == 3:
                sys.exit("no more")
            right(q) if number else say({"id": q["id"], "error": {"code": 9}})
    """
    cases = [make_case(number) for number in range(6)] + [make_case(7, "segment")]
    results, tally = run_fake(body, cases)
    record = mixed_record()
    report = json.loads(renderer("json")(Record(record.hello, Policy(), results, tally, 0.25)))
    assert_valid(report, closed(SCHEMA))
    observed = [result["observed"] for result in report["results"]]
    assert observed == ["refused", "as-expected", "as-expected", "crashed", "refused", "as-expected", "skipped"]


SPOILT: dict[str, Callable[[Any], object]] = {
    "another format": lambda report: report.update(format=2),
    "no policy": lambda report: report.pop("policy"),
    "an outcome that is none": lambda report: report["results"][0].update(outcome="fine"),
    "a result that says not whether it fails": lambda report: report["results"][0].pop("fails"),
    "a count that is missing": lambda report: report["summary"]["total"].pop("known"),
    "counts that are a number": lambda report: report["summary"]["by_op"].update(segment=3),
    "operations that are a text": lambda report: report["testee"].update(ops="segment"),
}


@pytest.mark.parametrize("how", SPOILT)
def test_the_schema_refuses_what_is_no_report(how: str) -> None:
    report = json.loads(renderer("json")(mixed_record()))
    SPOILT[how](report)
    assert faults(report)


def test_new_members_are_allowed() -> None:
    report = json.loads(renderer("json")(mixed_record()))
    for part in (report, report["testee"], report["results"][0], report["summary"]["total"]):
        part["new"] = 1
    assert_valid(report)


def test_a_report_from_when_the_format_came_to_be_is_still_one() -> None:
    assert_valid(json.loads(KEPT.read_text("utf-8")))


def test_a_report_is_ascii_that_a_strict_parser_reads() -> None:
    text = renderer("json")(RECORDS["hostile"]())
    assert text.isascii()
    [result] = msgspec.json.decode(text)["results"]
    kept = NASTY.replace("\ud800", "\\ud800")
    assert result["actual"] == {"ok": {kept: [kept, {"\\udfff": 1e300}]}}
