"""The corpus of parts and numbers of SMS agrees with a second implementation, which is itself tried by hand."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsmail.fixtures import ROOT
from tests.support.each import each
from tests.support.independent.counts import count
from tests.support.independent.segments import ESCAPE, EXTENSION, SEPTETS, TABLE, costs, fewest_parts, segments

Case = dict[str, Any]

CASES: list[Case] = [
    case
    for area in ("segment", "count")
    for file in sorted((ROOT / "cases" / area).iterdir(), key=lambda file: file.name)
    for case in json.loads(file.read_text(encoding="utf-8"))["cases"]
]
SEGMENTS = [case for case in CASES if case["op"] == "segment"]
COUNTS = [case for case in CASES if case["op"] == "sms_count"]


@each("case", SEGMENTS)
def test_segments_of_the_corpus(case: Case) -> None:
    assert case["expect"] == {"ok": segments(case["input"]["text"])._asdict()}


@each("case", SEGMENTS)
def test_no_other_cut_of_a_text_of_the_corpus_needs_fewer_parts(case: Case) -> None:
    assert len(case["expect"]["ok"]["parts"]) == fewest_parts(case["input"]["text"])


@each("case", COUNTS)
def test_counts_of_the_corpus(case: Case) -> None:
    if "error" in case["expect"]:
        with pytest.raises((TypeError, ValueError), match=r"hex digits|whole number|by name|one line"):
            count(**case["input"])
    else:
        assert case["expect"] == {"ok": {"n": count(**case["input"])}}


def test_the_corpus_has_each_character_of_both_tables() -> None:
    seven_bit = [case["input"]["text"] for case in SEGMENTS if case["expect"]["ok"]["encoding"] == "gsm7"]
    assert SEPTETS.keys() <= set("".join(seven_bit))


def test_the_tables_have_the_size_of_the_standard() -> None:
    assert len(TABLE) == len(set(TABLE)) == 128
    assert TABLE[ESCAPE] == "\x1b"
    assert len(SEPTETS) == 127 + len(EXTENSION)
    assert {TABLE.index(character) - ord(character) for character in "AZaz09 \n\r"} == {0}
    assert not set("`ç\t\x1b") & SEPTETS.keys()


LATIN_AND_EXTENDED = st.text(st.sampled_from("a€"), max_size=500)
BASIC_AND_ASTRAL = st.text(st.sampled_from("я😀"), max_size=250)


@given(LATIN_AND_EXTENDED | BASIC_AND_ASTRAL | st.text(max_size=250))
def test_the_two_ways_to_count_parts_agree(text: str) -> None:
    encoding, units, parts = segments(text)
    assert "".join(parts) == text
    assert len(parts) == fewest_parts(text)
    assert units == sum(costs(text)[1])
    if encoding == "ucs2":
        assert units == len(text.encode("utf-16-le")) // 2


@each(
    ("text", "encoding", "units", "parts"),
    [
        ("", "gsm7", 0, [0]),
        ("a" * 160, "gsm7", 160, [160]),
        ("a" * 161, "gsm7", 161, [153, 8]),
        ("€" * 80, "gsm7", 160, [80]),
        ("€" * 81, "gsm7", 162, [76, 5]),
        ("]" * 153, "gsm7", 306, [76, 76, 1]),
        ("я" * 70, "ucs2", 70, [70]),
        ("я" * 71, "ucs2", 71, [67, 4]),
        ("я" * 66 + "😀" + "я" * 66, "ucs2", 134, [66, 66, 1]),
        ("😀" * 35, "ucs2", 70, [35]),
        ("😀" * 36, "ucs2", 72, [33, 3]),
        ("[€]`", "ucs2", 4, [4]),
    ],
)
def test_segments_by_hand(text: str, encoding: str, units: int, parts: list[int]) -> None:
    found = segments(text)
    assert (found.encoding, found.units) == (encoding, units)
    assert [len(part) for part in found.parts] == parts
    assert fewest_parts(text) == len(parts)


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(ValueError, match="surrogate"):
        segments("a\ud83d")


def single(mes: str, *phones: str, format: int = 0, translit: int = 0) -> Case:
    return {"format": format, "translit": translit, "body": {"kind": "single", "phones": list(phones), "mes": mes}}


@each(
    ("request_", "groups", "n"),
    [
        (single("a" * 161, "79999999999", "79998887766"), {}, 4),
        (single("a" * 161, "G15", "79998887766"), {"G15": 40}, 82),
        (single("a", "G15"), {"G1": 40}, None),
        (single("a", "G15"), {"G15": 0}, 0),
        (single("я", "79999999999", translit=1), {}, None),
        (single("я", "79999999999", translit=1, format=10), {}, 1),
        (single("0" * 282, "79999999999", format=5), {}, None),
        (single("a" * 141, "79999999999", format=4), {}, None),
        (single("é", "79999999999", format=4), {}, None),
        (single("__CALL__:" + "я" * 99, "79999999999", "79998887766"), {}, None),
        (single("__PING__" + "a" * 153, "79999999999"), {}, 2),
        (single("__PING__\n" + " " * 160, "79999999999"), {}, 1),
        (single("__call__:" + "я" * 99, "79999999999"), {}, 2),
    ],
)
def test_counts_by_hand(request_: Case, groups: Case, n: int | None) -> None:
    assert count(request_, groups) == n


@pytest.mark.parametrize("mes", ["", "0", "0g", "0 ", "00\n", "００"])
def test_hex_that_is_none_is_refused(mes: str) -> None:
    with pytest.raises(ValueError, match="hex"):
        count(single(mes, "79999999999", format=5), {})


@pytest.mark.parametrize("size", [-1, 1.5, True, "1", None])
def test_a_size_that_is_none_is_refused(size: object) -> None:
    with pytest.raises(ValueError, match="whole number"):
        count(single("a", "G15"), {"G15": size})
