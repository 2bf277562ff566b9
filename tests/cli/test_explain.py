"""``smsmail explain`` shows whatever has an id, and helps where nothing has."""

import json

import pytest
from click.testing import CliRunner, Result

from smsmail.cli import main
from smsmail.codec import RULES
from smsmail.conformance import Case
from smsmail.conformance.register import beside, cases, cases_on, clauses, find, readings
from tests.support.each import each


def explain(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["explain", *arguments], catch_exceptions=False)


def words(text: str) -> str:
    return " ".join(text.split())


@each("id", clauses())
def test_a_clause(id: str) -> None:
    said = explain(id)
    assert said.exit_code == 0
    assert words(clauses()[id].text) in words(said.output)
    for reading in readings().values():
        if id in reading.clauses:
            assert words(reading.reading) in words(said.output)
    assert all(case.id in said.output for case in cases_on(id)[:3])


@each("id", readings())
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


def test_the_old_command_for_rules_answers_with_the_new_one() -> None:
    old = CliRunner().invoke(main, ["rule", "id-zero"])
    assert (old.exit_code, old.stdout) == (0, explain("id-zero").stdout)
    assert old.stderr == "`smsmail rule` is `smsmail explain` now\n"
    assert "  rule " not in CliRunner().invoke(main, ["--help"]).output


def test_the_old_command_for_cases_names_the_new_one() -> None:
    old = CliRunner().invoke(main, ["conformance", "explain", "request/id/one"])
    assert (old.exit_code, old.stdout) == (2, "")
    assert "`smsmail explain CASE`" in old.stderr


def test_a_case() -> None:
    case = cases()["request/id/zero-is-unspecified"]
    said = words(explain(case.id).output)
    assert words(case.catches) in said
    assert all(words(readings()[name].reading) in said for name in case.readings)
    assert case.input["text"] in said


@pytest.mark.parametrize("case", [case for case in cases().values() if case.aliases], ids=lambda case: case.id)
def test_an_old_id_of_a_case_leads_to_what_it_became(case: Case) -> None:
    for old in case.aliases:
        said = explain(old).output
        assert said == explain(case.id).output
        assert said.startswith(f"{case.id}\n")
        assert f"in earlier versions: {', '.join(case.aliases)}\n" in said


@pytest.mark.parametrize("given", ["7", "ERROR = 7", "error 7", "ERROR = 7 (phone number), ID - 5"])
def test_the_number_of_an_error(given: str) -> None:
    said = explain(given).output
    assert said.startswith("ERROR = 7\nwrong format of the phone number\n")
    assert "C-ERR-ID" in said
    assert "phone-format  " in said
    assert explain(*given.split()).output == said
    assert json.loads(explain(given, "--json").output)["means"] == "wrong format of the phone number"


@each("number", range(1, 10))
def test_every_number_means_something_and_has_its_form(number: int) -> None:
    said = json.loads(explain(str(number), "--json").output)
    assert said["means"] in clauses()["C-ERRNO"].text
    assert said["clauses"] == ["C-ERR-ID" if number in (3, 6, 7, 8) else "C-ERR", "C-ERRNO"]


@pytest.mark.parametrize(
    ("word", "clause", "rule"),
    [("phones", "C-PHONES", "phones-missing"), ("flash", "C-FORMAT", "format-value"), ("tz", "C-TZ", "tz-format")],
)
def test_a_word(word: str, clause: str, rule: str) -> None:
    said = explain(word).output
    assert words(clauses()[clause].text) in words(said)
    found = json.loads(explain(word.capitalize(), "--json").output)
    assert (found["kind"], found["clauses"][0]) == ("word", clause)
    assert rule in found["rules"]


@each("given", ["alex:Hunter22::::79991234567:hi", '{"psw": "Hunter22"}', "shop:Hunter22"])
@each("command", [[], ["explain"], ["grammar"], ["check"], ["conformance"], ["explain", "--json"]])
def test_a_request_as_an_argument_is_not_repeated(command: list[str], given: str) -> None:
    said = CliRunner().invoke(main, [*command, given])
    assert said.exit_code == 2
    if given.count(":") > 1:
        assert "Hunter" not in said.output
        assert "request" in said.stderr


def test_a_command_that_is_misspelt() -> None:
    assert "Did you mean check?" in CliRunner().invoke(main, ["chek"]).stderr.replace("'", "")
    assert "Did you mean list?" in CliRunner().invoke(main, ["conformance", "lst"]).stderr.replace("'", "")


def test_without_a_name_everything_is_listed() -> None:
    said = explain().output
    assert all(f"  {code} " in said for code in RULES)
    assert all(id in said for id in (*clauses(), *readings()))
    assert json.loads(explain("--json").output)["clauses"] == list(clauses())


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
    assert about["grammar"][0] == "ID"
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
