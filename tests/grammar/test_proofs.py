"""What is proved of the languages, for all texts and not for samples."""

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsmail.codec import Request, encode_request
from smsmail.conformance.strategies import requests
from smsmail.grammar import FORMS, terminal
from smsmail.grammar.misfit import misfit
from smsmail.grammar.syntax import EMPTY, from_expression
from tests.support.automata import Automaton, common_text, difference, language, text_outside
from tests.support.each import each

TIMES = ("DATE_TIME", "WINDOW", "TIMESTAMP", "AFTER", "NOW")
RECIPIENTS = ("NUMBER", "PLUS_NUMBER", "GROUP", "TELEGRAM", "EMAIL")


def assert_disjoint(one: str, other: str) -> None:
    overlap = common_text(language(one), language(other))
    assert overlap is None, f"{one} and {other} overlap: both take {overlap!r}"


@each(("one", "other"), [*combinations(TIMES, 2)])
def test_no_text_is_a_time_of_two_forms(one: str, other: str) -> None:
    assert_disjoint(one, other)


@pytest.mark.parametrize("form", TIMES)
def test_no_time_is_the_empty_text(form: str) -> None:
    assert common_text(language(form), Automaton(EMPTY)) is None


@each(("one", "other"), [*combinations(RECIPIENTS, 2)])
def test_no_text_is_a_recipient_of_two_forms(one: str, other: str) -> None:
    assert_disjoint(one, other)


@pytest.mark.parametrize(("one", "other"), [*combinations(("single", "list", "block"), 2)])
def test_no_text_is_a_request_of_two_forms(one: str, other: str) -> None:
    assert_disjoint(one, other)


def test_no_text_is_both_an_accepting_and_a_refusing_reply() -> None:
    assert_disjoint("accepted", "rejected")


@pytest.mark.parametrize("field", ["LOGIN", "PSW", "ID", "time", "TZ", "SENDER", "RECIPIENT"])
def test_no_field_before_the_message_holds_what_would_break_the_line(field: str) -> None:
    """A colon or a line feed in a field would be read as the end of it (R-COLON, R-NOESC)."""
    breaking = Automaton(from_expression(r"[^:\n]*[:\n](?s:.)*"))
    overlap = common_text(language(field), breaking)
    assert overlap is None, f"{field} takes {overlap!r}, which holds a separator"


def test_the_canonical_form_is_a_part_of_what_is_accepted() -> None:
    extra = text_outside(language("canonical"), language("request"))
    assert extra is None, f"the canonical form has {extra!r}, which is no request"


def test_the_clean_form_is_a_part_of_what_is_accepted() -> None:
    extra = text_outside(language("clean"), language("request"))
    assert extra is None, f"the clean form has {extra!r}, which is no request"


def test_an_expression_of_the_clean_form_needs_no_look_around() -> None:
    assert not re.search(r"\(\?[=!<]", FORMS["clean"])


@given(requests())
def test_what_is_encoded_is_of_the_canonical_form(request: Request) -> None:
    assert misfit("canonical", encode_request(request)) is None


# ---- the automata themselves


@pytest.mark.parametrize("name", ["ID", "DATE_TIME", "WINDOW", "TZ", "SENDER_NAME", "NUMBER", "EMAIL", "NEXT_ROW"])
@given(text=st.text(st.sampled_from("0129+-.:@ aG#\n"), max_size=16))
def test_an_automaton_takes_what_the_expression_takes(name: str, text: str) -> None:
    automaton = language(name)
    states = automaton.start
    for character in text:
        states = automaton.after(states, ord(character))
    unguarded = re.sub(r"\(\?!\[[^]]*\]\)", "", terminal(name).pattern)
    assert automaton.accepts(states) == bool(re.fullmatch(unguarded, text))


def test_an_overlap_is_shown_by_a_shortest_text() -> None:
    assert common_text(language("ID"), language("NUMBER")) == "555"
    assert text_outside(language("NUMBER"), language("ID")) is not None
    assert difference(language("NOW"), language("ID")) not in (None, "0")
    assert text_outside(language("PLUS_NUMBER"), language("RECIPIENT")) is None
