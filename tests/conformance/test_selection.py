"""Choosing cases by address, operation and level; loading them at all."""

from pathlib import Path

import pytest

from smsmail.conformance import Case, CorpusError, NothingSelected, load_cases, select
from smsmail.conformance.corpus import Level
from smsmail.conformance.register import find
from tests.support.each import each
from tests.support.fakes import make_case


def named(id: str, op: str = "decode_request", level: str = "must") -> Case:
    return make_case(0, op, level, id=id)


CASES = [
    named("reply/ok/plain", "decode_reply"),
    named("request/id/a"),
    named("request/id/a-b", level="should"),
    named("request/id-list/a", level="may"),
    named("request/time/window"),
]


@each(
    ("pattern", "ids"),
    [
        ("request/id/a", ["request/id/a"]),
        ("request/id", ["request/id/a", "request/id/a-b"]),
        ("request/id/", ["request/id/a", "request/id/a-b"]),
        ("request/i", ["request/id/a", "request/id/a-b", "request/id-list/a"]),
        ("reply", ["reply/ok/plain"]),
        ("re", [case.id for case in CASES]),
        ("*/a", ["request/id/a", "request/id-list/a"]),
        ("request/[it]*/[aw]", ["request/id/a", "request/id-list/a"]),
    ],
)
def test_a_pattern_is_an_id_or_an_address_or_a_beginning_or_a_glob(pattern: str, ids: list[str]) -> None:
    assert [case.id for case in select(CASES, [pattern])] == ids


def test_the_id_of_an_earlier_version_names_the_case() -> None:
    """Whatever a case was called, it is found by that: no case has the old id of another one."""
    cases = load_cases()
    for case in cases:
        for alias in case.aliases:
            assert select(cases, [alias]) == [case]
            assert find(alias) == ("case", case.id)


def test_patterns_add_up_and_the_order_stays() -> None:
    chosen = select(CASES, ["request/time", "reply", "reply/ok"])
    assert [case.id for case in chosen] == ["reply/ok/plain", "request/time/window"]


@pytest.mark.parametrize(("level", "count"), [("must", 3), ("should", 4), ("may", 5)])
def test_a_level_is_the_least_binding_one(level: Level, count: int) -> None:
    assert len(select(CASES, level=level)) == count


def test_operations_restrict() -> None:
    assert select(CASES, ops=["decode_reply"]) == CASES[:1]


def test_a_misspelt_address_is_an_error_with_a_suggestion() -> None:
    with pytest.raises(NothingSelected, match=r"'request/tme'; did you mean request/time"):
        select(CASES, ["reply", "request/tme"])
    with pytest.raises(NothingSelected, match=r"'\?\?\?'$"):
        select(CASES, ["???"])


def test_an_empty_combination_is_an_error() -> None:
    with pytest.raises(NothingSelected, match="combination"):
        select(CASES, ["request"], ops=["decode_reply"])


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("{", "b.json"),
        ('{"cases": [{"id": "x"}]}', "op"),
        ('{"cases": [], "more": 1}', "more"),
        ("[]", "array"),
        (b"\xff", "b.json"),
    ],
)
def test_a_file_without_the_shape_of_the_corpus_is_named(tmp_path: Path, content: str | bytes, complaint: str) -> None:
    (tmp_path / "b.json").write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(CorpusError, match=complaint):
        load_cases(tmp_path)


def test_lone_surrogates_are_loaded(tmp_path: Path) -> None:
    content = (
        '{"cases": [{"id": "a/b/c", "op": "decode_request", "level": "may", "catches": "?",'
        ' "input": {"text": "\\ud800"}, "expect": {"error": {}}}]}'
    )
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.json").write_text(content)
    assert load_cases(tmp_path)[0].input == {"text": "\ud800"}
