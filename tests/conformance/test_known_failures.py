"""The list of known failures: it forgives what is known, and cannot rot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsmail.conformance.known import known_failures, outlived, read_entries, write_entries
from tests.support.fakes import make_case

CASES = [make_case(number, aliases=[f"request/old/case-{number}"]) for number in range(4)]
IDS = [case.id for case in CASES]


def test_ids_patterns_and_flaky_ones() -> None:
    text = f"# ours\n\n{IDS[0]}  # issue 12\r\n {IDS[1]} flaky\nrequest/topic/*-00[23] # all of them\n"
    known = known_failures(read_entries(text.replace("[23]", "*")), CASES)
    assert known.ids == set(IDS)
    assert known.may_pass == {*IDS[1:]}
    assert known.problems == ()


def test_an_entry_of_no_case_is_told_with_what_it_became() -> None:
    known = known_failures(read_entries("request/old/case-2\nrequest/x/y\nnothing/*\n"), CASES)
    assert known.ids == set()
    assert known.problems == (
        f"'request/old/case-2' is the id of no case; it became '{IDS[2]}'",
        "'request/x/y' is the id of no case",
        "'nothing/*' is the id of no case",
    )


def test_a_pattern_of_which_all_pass_is_outlived() -> None:
    entries = read_entries("request/topic/*\nrequest/topic/case-00*  flaky\nsegment/*\n")
    assert outlived(entries, IDS[:1], IDS[1:]) == []
    [problem] = outlived(entries, IDS, [])
    assert problem.startswith("'request/topic/*' is on the list")


def test_a_line_with_more_than_an_id_is_told() -> None:
    with pytest.raises(ValueError, match="is more than an id"):
        read_entries("request/topic/case-000 issue 12")


def test_written_anew_it_keeps_its_reasons() -> None:
    before = read_entries(f"{IDS[0]}  # issue 12\n{IDS[1]}\nrequest/topic/case-00*  # all\n{IDS[3]} flaky # load\n")
    assert write_entries(before[:2] + before[3:], [IDS[0], IDS[2]]).split("\n")[1:] == [
        *(f"{IDS[0]}  # issue 12", f"{IDS[3]}  flaky  # load", IDS[2], "")
    ]
    assert write_entries(before, IDS).count("\n") == 1 + len(before)


@given(st.lists(st.sampled_from(IDS), unique=True), st.lists(st.sampled_from([*IDS, "request/topic/*"]), unique=True))
def test_a_list_that_was_written_for_failures_forgives_just_them(failed: list[str], before: list[str]) -> None:
    text = write_entries(read_entries("\n".join(before)), failed)
    known = known_failures(read_entries(text), CASES)
    assert known.ids >= set(failed)
    assert known.ids - known.may_pass <= set(failed)
    assert outlived(read_entries(text), [id for id in IDS if id not in failed], failed) == []
    assert write_entries(read_entries(text), failed) == text
