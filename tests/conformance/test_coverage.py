"""The corpus is complete against the specification, rule by rule and number by number, and says so."""

import json
import re

import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace

from docs._pages import written
from docs._pages.coverage import coverage_page
from smsmail.cli import main
from smsmail.conformance import Case, load_cases
from smsmail.conformance.coverage import Boundary, Coverage, Lack, gaps, load_coverage, sides_of, trace
from smsmail.conformance.register import clauses, readings
from tests.support.each import each
from tests.support.fakes import make_case
from tests.support.measures import MEASURES

CASES = load_cases()
BY_ID = {case.id: case for case in CASES}
COVERAGE = load_coverage()
TEXTS = {clause.id: clause.text for clause in clauses().values()} | {
    reading.id: reading.reading for reading in readings().values()
}


# ---- rules


def test_every_rule_has_a_case_on_each_side_or_a_reason_and_every_case_names_rules_that_exist() -> None:
    assert gaps(CASES, COVERAGE) == []


def test_there_are_enough_cases_of_each_operation() -> None:
    assert len(CASES) >= 800
    assert len({case.op for case in CASES}) == 11


def test_rows_name_the_cases_of_a_rule() -> None:
    rows = {row.rule: row for row in trace(CASES, COVERAGE.exceptions)}
    assert rows.keys() == TEXTS.keys()
    assert "request/id/forty-characters" in rows["C-ID"].accepted
    assert "request/id/forty-one-characters" in rows["C-ID"].refused
    assert rows["C-ID"].level == "must"
    assert rows["R-TS9"].level == "may"
    assert "serve/flood/fifty-one" in rows["C-FLOOD"].refused


@pytest.mark.parametrize(
    ("replies", "sides"),
    [
        ([None], set[str]()),
        (["OK - 1 SMS, ID - 42"], {"accepted"}),
        ([None, "ERROR = 1 (x)"], {"refused"}),
        (
            ["OK - 1 SMS, ID - 42", {"any": True}, {"text": "ERROR = 3 (x), ID - 1", "error": "any"}],
            {"accepted", "refused"},
        ),
    ],
)
def test_what_a_gateway_shows_is_in_its_replies(replies: list[object], sides: set[str]) -> None:
    assert sides_of(make_case(1, "serve", expect={"ok": {"replies": replies}})) == sides


REFUSED = make_case(1, clauses=["C-ID"], expect={"error": {}})
ACCEPTED = make_case(2, clauses=["C-ID"])


def missing(cases: list[Case], *lacks: Lack, boundaries: tuple[Boundary, ...] = ()) -> list[str]:
    """The gaps about C-ID and about what there is not."""
    found = gaps(cases, Coverage(lacks, boundaries, ()))
    return [gap for gap in found if not re.match(r"(?!C-ID )[CR]-\S+ has no case", gap)]


def test_a_missing_side_is_told() -> None:
    assert missing([ACCEPTED, REFUSED]) == []
    assert missing([REFUSED]) == ["C-ID has no case that is accepted"]
    assert missing([ACCEPTED]) == ["C-ID has no case that is refused"]
    assert missing([ACCEPTED], Lack("C-ID", ("refused",), "a reason")) == []


def test_an_exception_that_is_none_is_told() -> None:
    lack = Lack("C-ID", ("refused",), "a reason")
    assert missing([ACCEPTED, REFUSED], lack) == [f"C-ID needs no exception: {REFUSED.id} is refused"]
    assert "an exception is made for C-NONE, which there is not" in missing(
        [], Lack("C-NONE", ("refused",), "a reason")
    )


def test_names_of_nothing_are_told() -> None:
    stranger = make_case(3, clauses=["C-NONE"])
    assert f"{stranger.id} names C-NONE, which is no clause and no reading" in missing([stranger])
    boundary = Boundary("id", 1, "ids", "most", ("C-ID",), "a reason", (ACCEPTED.id,), ("a/b/c",))
    assert missing([ACCEPTED, REFUSED], boundaries=(boundary,)) == ["id names a/b/c, which is no case"]


# ---- numbers


def cases_of(boundary: Boundary) -> list[tuple[int, Case]]:
    """The cases around a number, each with the number that it tries."""
    return [(number, BY_ID[id]) for number, side in boundary.sides.items() if not isinstance(side, str) for id in side]


def test_every_boundary_is_measured() -> None:
    assert [boundary.name for boundary in COVERAGE.boundaries] == list(MEASURES)


@each("boundary", COVERAGE.boundaries)
def test_the_cases_around_a_number_are_one_below_at_and_one_above(boundary: Boundary) -> None:
    for number, case in cases_of(boundary):
        assert MEASURES[boundary.name](case) == number, case.id
        assert set(boundary.rules) & {*case.clauses, *case.readings}, case.id


@each("boundary", COVERAGE.boundaries)
def test_something_changes_at_a_number(boundary: Boundary) -> None:
    outcomes = {(number - boundary.number, "ok" in case.expect) for number, case in cases_of(boundary)}
    right = {
        "most": {(-1, True), (0, True), (1, False)},
        "least": {(-1, False), (0, True), (1, True)},
        "only": {(-1, False), (0, True), (1, False)},
    }
    if boundary.kind in right:
        reasoned = {number - boundary.number for number, side in boundary.sides.items() if isinstance(side, str)}
        assert outcomes == {one for one in right[boundary.kind] if one[0] not in reasoned}
    else:
        at, *around = (
            {
                json.dumps([case.level, case.expect], sort_keys=True)
                for number, case in cases_of(boundary)
                if number == tried
            }
            for tried in (boundary.number, boundary.number - 1, boundary.number + 1)
        )
        assert any(other and not at & other for other in around)


def numbers_in(text: str) -> set[int]:
    """Those written in digits, in whatever grouping."""
    without_names = re.sub(r"\b[CR]-[A-Z0-9-]+", "", text)
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", without_names)
    return {int(digits) for digits in re.findall(r"(?<![\w.])-?\d+(?!\w)", plain)}


def test_numbers_are_found_in_texts() -> None:
    assert numbers_in("at most 102,400 of `00999`, from -15 to +11 or 24; see R-TS10 and koi8-r") == {
        *(102400, 999, -15, 11, 24)
    }


UNBOUNDED = {
    (rule, number) for one in COVERAGE.unbounded for rule, numbers in one.numbers.items() for number in numbers
}


@each("rule", TEXTS)
def test_every_number_in_a_rule_has_its_cases_or_bounds_nothing(rule: str) -> None:
    bounded = {
        number
        for boundary in COVERAGE.boundaries
        if rule in boundary.rules
        for number in (*boundary.sides, *numbers_in(boundary.of))
    }
    found = numbers_in(TEXTS[rule])
    unbounded = {number for of, number in UNBOUNDED if of == rule}
    assert found - bounded - unbounded == set()
    assert unbounded - found == set(), "these are not in the text (any more)"


def test_rules_without_numbers_are_rules() -> None:
    assert {rule for rule, _ in UNBOUNDED} <= TEXTS.keys()
    assert {rule for boundary in COVERAGE.boundaries for rule in boundary.rules} <= TEXTS.keys()


# ---- the command and the page


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["conformance", "coverage", *arguments])


def test_the_command_lists_every_rule() -> None:
    result = run()
    assert result.exit_code == 0
    lines = {line.split()[0]: line for line in result.output.splitlines() if line}
    assert lines.keys() >= TEXTS.keys()
    assert re.fullmatch(r"R-NUL +should +- +\d+ +the reading only refuses", lines["R-NUL"])
    assert f"{len(CASES)} cases" in result.output


def test_the_command_shows_a_rule_with_its_cases_and_numbers() -> None:
    result = run("c-id", "C-WAP")
    assert result.exit_code == 0
    assert "  request/id/forty-characters\n" in result.output
    assert "  2147483648: encode/id/number-too-large" in result.output
    assert "any text can stand in the two lines of a wap-push" in result.output
    assert "R-NUL" not in result.output


def test_the_command_as_json() -> None:
    listed = json.loads(run("--json").stdout)
    assert [rule["rule"] for rule in listed["rules"]] == list(TEXTS)
    assert [one["name"] for one in listed["boundaries"]] == list(MEASURES)
    one = json.loads(run("--json", "R-TS9").stdout)
    assert [rule["rule"] for rule in one["rules"]] == ["R-TS9"]
    assert {"R-TS9"} <= {rule for boundary in one["boundaries"] for rule in boundary["rules"]}
    assert len(one["boundaries"]) < 5


def test_a_rule_that_there_is_not_is_wrong_usage() -> None:
    result = run("C-IDD")
    assert result.exit_code == 2
    assert "'C-IDD' is no clause and no reading" in result.stderr


def test_a_gap_is_told_and_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    without = replace(COVERAGE, exceptions=tuple(one for one in COVERAGE.exceptions if one.rule != "R-NUL"))
    monkeypatch.setattr("smsmail.cli.conformance.coverage.load_coverage", lambda: without)
    result = run()
    assert result.exit_code == 1
    assert result.stderr == "Missing: R-NUL has no case that is accepted\n"


def test_the_page_is_what_the_corpus_says() -> None:
    assert written("coverage.md") == coverage_page(), "`python -m docs._pages` writes it again"
