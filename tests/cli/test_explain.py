"""``smsmail explain`` shows whatever has an id, and helps where nothing has."""

import json

import pytest
from click.testing import CliRunner, Result

from smsmail.cli import main
from smsmail.codec import RULES
from smsmail.conformance.register import beside, cases, cases_on, clauses, find, readings


def explain(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["explain", *arguments], catch_exceptions=False)


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("id", clauses())
def test_a_clause(id: str) -> None:
    said = explain(id)
    assert said.exit_code == 0
    assert words(clauses()[id].text) in words(said.output)
    for reading in readings().values():
        if id in reading.clauses:
            assert words(reading.reading) in words(said.output)
    assert all(case.id in said.output for case in cases_on(id)[:3])


@pytest.mark.parametrize("id", readings())
def test_a_reading(id: str) -> None:
    said, about = explain(id), readings()[id]
    assert said.exit_code == 0
    parts = (about.question, about.reading, about.why, about.level, *about.alternatives)
    assert [part for part in parts if words(part) not in words(said.output)] == []
    assert all(clause in said.output for clause in about.clauses)
    assert all(case.id in said.output for case in cases_on(id)[:3])


def test_a_reading_stands_beside_the_others_of_its_clause() -> None:
    beside_it = explain("R-ID0").output.rpartition("Beside it")[2]
    assert "R-IDNUM, R-IDCHAR" in words(beside_it)


def test_a_rule_is_explained_as_by_the_command_for_rules() -> None:
    assert explain("id-zero").output == CliRunner().invoke(main, ["rule", "id-zero"]).output


def test_a_case_is_explained_as_by_the_command_for_cases() -> None:
    id = "request/id/zero-is-unspecified"
    assert explain(id).output == CliRunner().invoke(main, ["conformance", "explain", id]).output


def test_a_case_has_its_neighbours() -> None:
    topic = [id for id in cases() if id.startswith("request/id/")]
    place = topic.index("request/id/zero-is-unspecified")
    said = explain("request/id/zero-is-unspecified").output
    assert topic[place - 1] in said
    assert [id for id in topic if id in said][-1] == topic[min(place + 1, len(topic) - 1)]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("c-id", ("clause", "C-ID")),
        ("#r-id0", ("reading", "R-ID0")),
        ("ID-Zero", ("rule", "id-zero")),
        ("request/id/one/", ("case", "request/id/one")),
        ("request/id", None),
        ("", None),
    ],
)
def test_ids_are_found_in_any_case_and_as_anchors(given: str, found: tuple[str, str] | None) -> None:
    assert find(given) == found


@pytest.mark.parametrize(
    ("id", "hint"),
    [
        ("R-IDO", "R-ID0"),
        ("C-PHONE", "C-PHONES"),
        ("id-zeros", "id-zero"),
        ("request/id/on", "request/id/one"),
        ("request/id", "request/id/case-is-kept, …"),
        ("\x1b[31m", "Clauses are named like C-ID"),
        ("x" * 10_000, "Clauses are named like C-ID"),
    ],
)
def test_what_is_unknown_is_wrong_usage_and_gets_a_hint(id: str, hint: str) -> None:
    said = explain(id)
    assert said.exit_code == 2
    assert said.stdout == ""
    assert hint in words(said.stderr)
    assert "\x1b" not in said.stderr


@pytest.mark.parametrize("id", ["C-ID", "R-ID0", "id-zero", "request/id/one"])
def test_as_json(id: str) -> None:
    about = json.loads(explain(id, "--json").output)
    assert id in (about.get("id"), about.get("code"))
    assert about["kind"] == (find(id) or ("",))[0]


def test_the_json_of_a_clause_names_what_rests_on_it() -> None:
    about = json.loads(explain("C-ID", "--json").output)
    assert about["text"] == clauses()["C-ID"].text
    assert about["readings"] == [one.id for one in readings().values() if "C-ID" in one.clauses]
    assert about["grammar"] == ["ID"]
    assert set(about["rules"]) == {code for code, rule in RULES.items() if rule.clause == "C-ID"}
    assert sorted(about["cases"]) == sorted(id for id, case in cases().items() if "C-ID" in case.clauses)


def test_ids_are_completed() -> None:
    asked = {"_SMSMAIL_COMPLETE": "bash_complete", "COMP_WORDS": "smsmail explain R-ID", "COMP_CWORD": "2"}
    said = CliRunner(env=asked).invoke(main, prog_name="smsmail").output
    assert said.split() == [f"plain,{id}" for id in readings() if id.startswith("R-ID")]


def test_neighbours() -> None:
    assert beside("b", "abc") == ["a", "c"]
    assert beside("a", "abc") == ["b"]
    assert beside("c", "abc") == ["b"]
