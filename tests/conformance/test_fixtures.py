"""The corpus keeps the promises that fixtures/README.md makes for it."""

import json
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from importlib.resources.abc import Traversable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from smsmail.fixtures import ROOT
from tests.support.each import each

Case = dict[str, Any]

DOCUMENTED = [
    *("alex:123::::79999999999:message", "alex: psw:::1,1, Alex:79999999999: message"),
    *("alex: psw:::1:79999999999: message", "alex: psw:::, 1:79999999999: message"),
    *("alex: psw:::, 1, Alex:79999999999: message", "alex: psw:::,1,, 1:79999999999: message"),
]


def files_below(folder: Traversable, path: str = "") -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from files_below(entry, f"{path}{entry.name}/")
        elif entry.name.endswith(".json"):
            yield path + entry.name, entry


def read(file: Traversable) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


CASE_FILES = dict(files_below(ROOT / "cases"))
CASES: list[Case] = [case for file in CASE_FILES.values() for case in read(file)["cases"]]
CLAUSES: list[Case] = read(ROOT / "clauses.json")["clauses"]
READINGS: list[Case] = read(ROOT / "readings.json")["readings"]


def repeated(values: list[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def validator(name: str) -> Draft202012Validator:
    schema = read(ROOT / "schema" / f"{name}.schema.json")
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def complaints(validator: Draft202012Validator, document: Any) -> list[str]:
    return [f"{fault.json_path}: {fault.message}" for fault in validator.iter_errors(document)]  # pyright: ignore[reportUnknownMemberType]


def test_case_files_agree_with_their_schema() -> None:
    cases = validator("case")
    for path, file in CASE_FILES.items():
        assert complaints(cases, read(file)) == [], path


@pytest.mark.parametrize("name", ["accumulated", "clauses", "readings", "coverage", "source"])
def test_registers_agree_with_their_schemas(name: str) -> None:
    assert complaints(validator(name), read(ROOT / f"{name}.json")) == []


def test_every_file_can_be_read_by_eye_and_by_strict_parsers() -> None:
    invisible = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"}
    for path, file in files_below(ROOT):
        text = file.read_text(encoding="utf-8")
        hidden = {c for c in text if c not in "\n " and unicodedata.category(c) in invisible}
        assert hidden == set(), path
        json.dumps(json.loads(text), ensure_ascii=False).encode("utf-8")


def test_ids_are_unique() -> None:
    assert repeated([case["id"] for case in CASES]) == []
    assert repeated([entry["id"] for entry in CLAUSES + READINGS]) == []


def test_ids_begin_with_the_path_of_their_file_and_are_sorted() -> None:
    for path, file in CASE_FILES.items():
        ids = [case["id"] for case in read(file)["cases"]]
        prefix = path.removesuffix(".json") + "/"
        assert [id for id in ids if not id.startswith(prefix)] == [], path
        assert ids == sorted(ids), path


def test_no_input_is_tried_twice() -> None:
    tried = [case["op"] + json.dumps(case["input"], sort_keys=True) for case in CASES]
    assert repeated(tried) == []


def test_every_clause_and_reading_named_exists() -> None:
    clauses = {clause["id"] for clause in CLAUSES}
    readings = {reading["id"] for reading in READINGS}
    for entry in CASES + READINGS:
        assert set(entry["clauses"]) <= clauses, entry["id"]
        assert set(entry.get("readings", [])) <= readings, entry["id"]


def test_a_refusal_has_one_error() -> None:
    """Its other findings are warnings, which accepted cases of the same operation show."""
    for op in {case["op"] for case in CASES}:
        of_op = [case for case in CASES if case["op"] == op]
        warnings = {code for case in of_op if "ok" in case["expect"] for code in case.get("findings", [])}
        for case in of_op:
            if "error" in case["expect"] and "findings" in case:
                errors = set(case["findings"]) - warnings
                assert len(errors) == 1, case["id"]


SERVED = [case for case in CASES if case["op"] == "serve"]


def test_each_event_has_its_reply_and_time_goes_on() -> None:
    for case in SERVED:
        times = [datetime.fromisoformat(event["at"]) for event in case["input"]["events"]]
        assert times == sorted(times), case["id"]
        assert len(case["expect"]["ok"]["replies"]) == len(times), case["id"]


def test_the_mails_that_are_served_are_those_beside_the_cases() -> None:
    folder = ROOT / "cases" / "serve"
    topics = [topic for topic in folder.iterdir() if topic.is_dir()]
    mails: list[Any] = [event["mail"] for case in SERVED for event in case["input"]["events"] if "mail" in event]
    named: set[str] = {mail["file"] for mail in mails if not isinstance(mail, str)}
    assert named == {f"{topic.name}/{file.name}" for topic in topics for file in topic.iterdir()}


def as_meant(line: str) -> str:
    """The examples hold spaces that their translation put behind colons and commas."""
    return line.replace(" ", "")


@each("line", sorted({*DOCUMENTED, *map(as_meant, DOCUMENTED)}))
def test_every_documented_line_is_a_case(line: str) -> None:
    [case] = [case for case in CASES if case["input"].get("text") == line]
    assert case["op"] == "decode_request"
    assert case["level"] == ("should" if " " in line else "must"), "what their spaces mean is R-OWS"
    assert case["documented"]
    assert "ok" in case["expect"]


def test_every_documented_form_is_a_case() -> None:
    documented = [case for case in CASES if case.get("documented")]
    bodies = {case["expect"]["ok"]["body"]["kind"] for case in documented if "request" in case["op"]}
    replies = [case["expect"]["ok"] for case in documented if case["op"] == "decode_reply"]
    errors = {reply["error"]: reply["id"] for reply in replies if reply["kind"] == "rejected"}
    assert bodies == {"single", "list"}
    assert "accepted" in {reply["kind"] for reply in replies}
    assert {number for number, id in errors.items() if id is None} == {1, 2, 4, 5, 9}
    assert {number for number, id in errors.items() if id is not None} == {3, 6, 7, 8}
