"""The suite fails every testee of the zoo, and names the case; a testee without a bug it passes."""

import sys
from collections.abc import Sequence

import pytest

from docs._pages import DOCS
from docs._pages.power import power_page
from smsmail.conformance import Case, Policy, Session, SessionLimits, judge, load_cases, run
from smsmail.conformance.corpus import OPS
from smsmail.conformance.protocol import Ok, Refusal
from smsmail.conformance.results import result
from tests.support import ROOT
from tests.support.zoo import ANIMALS, Animal
from tests.support.zoo.animal import Answer, Input, Operation

STRICT = Policy(strict=True, fail_on_skip=True)
CASES = {case.id: case for case in load_cases()}


def failed_by(animal: Animal, cases: Sequence[Case]) -> set[str]:
    """The cases that the suite, asked strictly, fails."""
    judged = ((case, judge(case, _typed(animal.answer(case.op, case.input)), strict=True)) for case in cases)
    return {case.id for case, verdict in judged if result(case, verdict, STRICT).fails}


def _typed(answer: Answer) -> Ok | Refusal:
    if "ok" in answer:
        return Ok(answer["ok"])
    return Refusal(answer["error"].get("code"), answer["error"]["message"])


def shown_to(animal: Animal) -> list[Case]:
    """Of the cases of the operations that have the bug those that are there for it, and one in eight of the others."""
    cases = [case for case in CASES.values() if case.op in animal.ops]
    return [case for number, case in enumerate(cases) if case.id in animal.caught_by or number % 8 == 0]


@pytest.mark.parametrize("animal", ANIMALS.values(), ids=ANIMALS)
def test_a_bug_is_caught_by_the_case_that_is_there_for_it(animal: Animal) -> None:
    shown = shown_to(animal)
    failed = failed_by(animal, shown)
    assert set(animal.caught_by) <= failed
    # Otherwise it would be no single bug, and any suite would catch it.
    others = {case.id for case in shown} - set(animal.caught_by)
    assert len(failed & others) < len(others) * 2 / 3


def test_a_testee_without_a_bug_passes() -> None:
    def rightly(given: Input, right: Operation) -> Answer:
        return right(given)

    sound = Animal("sound", "None.", OPS, (), rightly)
    assert failed_by(sound, shown_to(sound)) == set()


def test_the_zoo_is_large_and_lives_in_every_operation() -> None:
    assert len(ANIMALS) >= 40
    assert {op for animal in ANIMALS.values() for op in animal.ops} >= {case.op for case in CASES.values()}


def test_no_two_bugs_are_alike() -> None:
    assert len({animal.bug for animal in ANIMALS.values()}) == len(ANIMALS)


def test_what_catches_a_bug_binds() -> None:
    levels = {CASES[id].level for animal in ANIMALS.values() for id in animal.caught_by}
    assert levels == {"must", "should"}
    assert all(animal.caught_by for animal in ANIMALS.values())


@pytest.mark.parametrize("name", ["splits-at-every-colon", "counts-emoji-once", "defaults-to-utf-8"])
def test_a_bug_is_caught_in_a_process_of_its_own(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    animal = ANIMALS[name]
    shown = shown_to(animal)
    with Session(
        [sys.executable, "-m", "tests.support.zoo", name], SessionLimits(answer=60, start=60, farewell=60)
    ) as session:
        failed = {one.case.id for one in run(shown, session, session.hello(), STRICT) if one.fails}
    assert failed == failed_by(animal, shown)
    assert set(animal.caught_by) <= failed


def test_the_page_says_what_the_zoo_is() -> None:
    assert (DOCS / "power.md").read_text("utf-8") == power_page(), "`python -m docs._pages` writes it again"
