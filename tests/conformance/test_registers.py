"""The registers carry what rests on them: no case is more binding than a clause or reading that it names."""

import json
import re
from collections import Counter

from smsmail.conformance import Case
from smsmail.conformance.coverage import Pair, load_coverage, sides_of
from smsmail.conformance.register import Clause, RegisteredReading, cases, clauses, readings
from smsmail.fixtures import ROOT
from tests.support.each import each

LEVELS = {
    **dict.fromkeys(("MUST", "SHALL", "REQUIRED"), "must"),
    **dict.fromkeys(("SHOULD", "RECOMMENDED"), "should"),
    **dict.fromkeys(("MAY", "OPTIONAL"), "may"),
}
SILENCE = {"ok": {"replies": [None]}}
WORD = re.compile(rf"\b({'|'.join(LEVELS)})\b")
ROLE = re.compile(
    r"\b(client|server|decoder|encoder|counter|validator|tail|lists? of e-mails|line|address|REQUIRED)\b", re.IGNORECASE
)


def said(text: str) -> set[str]:
    """The levels of the words of requirement in *text*."""
    return {LEVELS[word] for word in WORD.findall(text)}


def levels(reading: RegisteredReading) -> set[str]:
    return set(re.findall(r"\b(?:must|should|may)\b", reading.level))


@each("clause", clauses().values())
def test_a_clause_says_must_or_nothing(clause: Clause) -> None:
    assert said(clause.text) <= {"must"}


@each("reading", readings().values())
def test_the_words_of_a_reading_are_those_of_its_level(reading: RegisteredReading) -> None:
    assert said(reading.reading) == levels(reading)


@each("entry", [*clauses().values(), *readings().values()])
def test_every_requirement_has_an_actor(entry: Clause | RegisteredReading) -> None:
    text = entry.text if isinstance(entry, Clause) else entry.reading
    sentences = re.split(r"(?<=[.:;])\s", text)
    for place, sentence in enumerate(sentences):
        if WORD.search(sentence):
            assert ROLE.search(" ".join(sentences[: place + 1])), sentence


@each("reading", readings().values())
def test_every_reading_has_alternatives_and_evidence(reading: RegisteredReading) -> None:
    assert reading.alternatives
    assert reading.evidence
    assert len(reading.evidence) == 1 or all(one.kind != "none found" for one in reading.evidence)


def basis(case: Case) -> set[str]:
    """The levels that what a case names can give it."""
    of_readings = {level for id in case.readings for level in levels(readings()[id])} - {"must"}
    return of_readings | ({"must"} if case.clauses else set())


def test_no_case_is_more_or_less_binding_than_what_it_names() -> None:
    assert [case.id for case in cases().values() if case.level not in basis(case)] == []


def test_every_sentence_of_the_page_is_in_a_clause_or_left_out_for_a_reason() -> None:
    parts = json.loads((ROOT / "source.json").read_text("utf-8"))["parts"]
    there = {f"{one['part']}.{number + 1}" for one in parts for number in range(one["sentences"])}
    left_out = {f"{one['part']}.{number}" for one in parts for number in one["without"]}
    stated = {sentence for clause in clauses().values() for sentence in clause.sentences}
    assert stated | left_out == there
    assert stated & left_out == set()


def test_every_clause_has_a_pair_of_cases() -> None:
    assert [pair.clause for pair in load_coverage().pairs] == list(clauses())


@each("pair", load_coverage().pairs)
def test_a_pair_accepts_and_refuses_what_its_clause_is_about(pair: Pair) -> None:
    assert pair.accepts.case != pair.refuses.case
    for side, shown in pair.sides.items():
        case = cases()[shown.case]
        assert pair.clause in case.clauses
        assert (case.level == "must") is (not shown.why)
        if not shown.why:
            # Who is answered by silence is accepted; what is declined is no error.
            assert sides_of(case) >= ({"accepted"} if shown.declines else {side}) or case.expect == SILENCE


SHOWN_BY = {
    "accepted": {"refuses", "misreads", "alters", "miscounts", "mistimes", "miswrites", "misanswers", "crashes"},
    "refused": {"accepts", "alters", "misanswers", "crashes"},
}
"""The kinds of mistakes that a case can show by something accepted, and by something refused."""


def test_the_kind_of_a_mistake_is_one_that_the_case_can_show() -> None:
    """Who takes too much is found by what must be refused, who refuses by what must be taken; a gateway shows both."""
    told = [case for case in cases().values() if case.op != "serve"]
    assert [case.id for case in told if not any(case.kind in SHOWN_BY[side] for side in sides_of(case))] == []


def test_cases_are_of_a_version_that_was() -> None:
    versions = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert versions[0] == (ROOT / "VERSION").read_text("utf-8").strip()
    assert {case.since for case in cases().values()} <= set(versions)


def test_an_alias_leads_to_one_case() -> None:
    aliases = Counter(alias for case in cases().values() for alias in case.aliases)
    assert [alias for alias, times in aliases.items() if times > 1 or alias in cases()] == []
