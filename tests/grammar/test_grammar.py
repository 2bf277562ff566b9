"""The grammar files: free of conflicts, complete in their references, readable from an installed package."""

import json
import re

import pytest

from smsmail.fixtures import ROOT
from smsmail.grammar import NAMES, STARTS, one_of, parser, source, terminal
from smsmail.grammar.misfit import misfit

DEFINITION = re.compile(r"^\??(?P<name>[A-Za-z_]\w*)(\.\d+)?:(?P<rest>(.|\n(?=[ \t]))*)", re.MULTILINE)
REFERENCE = re.compile(r"\b[CR]-[A-Z0-9]+(?:-[A-Z0-9]+)*")


def known_ids() -> set[str]:
    clauses = json.loads((ROOT / "clauses.json").read_text("utf-8"))["clauses"]
    readings = json.loads((ROOT / "readings.json").read_text("utf-8"))["readings"]
    return {entry["id"] for entry in clauses + readings}


@pytest.mark.parametrize("name", STARTS)
def test_no_conflict_between_rules_and_no_collision_of_terminals(name: str) -> None:
    # Strict mode raises for either.
    assert parser(name, strict=True).options.strict


@pytest.mark.parametrize("name", NAMES)
def test_every_definition_says_which_clause_it_states(name: str) -> None:
    definitions = {match["name"]: match["rest"] for match in DEFINITION.finditer(source(name))}
    assert definitions
    silent = {defined for defined, rest in definitions.items() if not REFERENCE.search(rest)}
    assert silent == set()


@pytest.mark.parametrize("name", NAMES)
def test_every_clause_and_reading_named_exists(name: str) -> None:
    named = set(REFERENCE.findall(source(name)))
    assert named
    assert named <= known_ids()


def test_a_digit_is_an_ascii_digit() -> None:
    assert not any(r"\d" in source(name) or r"\w" in source(name) for name in NAMES)
    assert terminal("NUMBER").fullmatch("79991234567")
    assert not terminal("NUMBER").fullmatch("٧٩٩٩١٢٣٤٥٦٧")


def test_alternatives_name_the_one_that_matched() -> None:
    match = one_of("PLUS_NUMBER", "GROUP").fullmatch("G15")
    assert match
    assert match.lastgroup == "GROUP"


@pytest.mark.parametrize(
    ("text", "offset", "expected", "after"),
    [
        ("OK - ", 5, "COUNT", None),
        ("OK - 0 SMS, ID - 1", 5, "COUNT", None),
        ("ERROR = 12 (x)", 9, None, "ERROR_NUMBER"),
        ("OK - 1 SMS, ID - !", 17, "ID", None),
        ("OK - 1 SMS, ID - 1!", 18, "_EDGE", "ID"),
    ],
)
def test_a_misfit_says_where_and_what_was_expected(
    text: str, offset: int, expected: str | None, after: str | None
) -> None:
    found = misfit("reply", text)
    assert found
    assert found.offset == offset
    assert expected is None or expected in found.expected
    assert after is None or found.after == after


def test_a_text_of_the_grammar_is_no_misfit() -> None:
    assert misfit("reply", "OK - 1 SMS, ID - 1\n") is None
