"""What holds of every text that is cut into parts, and each boundary by example."""

from itertools import pairwise

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st

from smsmail.codec import EncodeError, segment
from smsmail.codec.sms.alphabet import DEFAULT, EXTENSION
from tests.support.each import each
from tests.support.growth import assert_linear
from tests.support.independent.segments import EXTENSION as EXTENSION_TABLE
from tests.support.independent.segments import GSM7, SEPTETS, UCS2, costs, fewest_parts, limits, segments

ONE_SEPTET = [character for character, septets in SEPTETS.items() if septets == 1]


def runs(characters: str, longest: int = 170) -> st.SearchStrategy[str]:
    """Texts of runs, which come near a boundary far more often than single characters do."""
    run = st.tuples(st.sampled_from(characters), st.integers(1, longest)).map(lambda pair: pair[0] * pair[1])
    return st.lists(run, max_size=4).map("".join)


def texts() -> st.SearchStrategy[str]:
    return st.one_of(
        runs("a"),
        runs("aé\n€]\f"),
        runs("яж", 80),
        runs("aя€😀\U0010ffff", 80),
        st.text(st.sampled_from(list(SEPTETS)), max_size=400),
        st.text(max_size=300),
    )


def units_of(text: str, encoding: str) -> int:
    """The size of a part, which the text as a whole has given its encoding."""
    if encoding == "gsm7":
        return sum(SEPTETS[character] for character in text)
    return len(text.encode("utf-16-le")) // 2


def test_the_alphabets_are_those_of_the_standard() -> None:
    assert sorted(DEFAULT) == sorted(ONE_SEPTET)
    assert sorted(EXTENSION) == sorted(EXTENSION_TABLE.values())


@given(texts())
def test_a_text_has_the_encoding_and_the_size_of_its_characters(text: str) -> None:
    encoding, each = costs(text)
    found = segment(text)
    assert (found.encoding, found.units) == (encoding, sum(each))


@given(texts())
@example("")
def test_the_parts_joined_are_the_text(text: str) -> None:
    parts = segment(text).parts
    assert "".join(parts) == text
    assert all(parts) or parts == ("",)


@given(texts())
def test_every_part_fits(text: str) -> None:
    found = segment(text)
    alone, of_several = limits(found.encoding)
    event(f"{min(len(found.parts), 3)} parts of {found.encoding}")
    assert found.room == (alone if len(found.parts) == 1 else of_several)
    assert all(units_of(part, found.encoding) <= found.room for part in found.parts)


@given(texts())
def test_no_smaller_number_of_parts_is_possible(text: str) -> None:
    assert len(segment(text).parts) == fewest_parts(text)


@given(texts())
def test_a_part_is_full_before_the_next_begins(text: str) -> None:
    found = segment(text)
    for part, following in pairwise(found.parts):
        assert units_of(part + following[0], found.encoding) > found.room


@given(texts(), st.sampled_from("a€я😀") | st.characters(exclude_categories=["Cs"]))
@example("€" * 80, "я")
@example("a" * 160, "я")
def test_one_more_character_never_lowers_the_number_of_parts(text: str, character: str) -> None:
    assert len(segment(text + character).parts) >= len(segment(text).parts)
    assert len(segment(character + text).parts) >= len(segment(text).parts)


@given(texts())
@example("€" * 77)
@example("😀" * 36)
def test_what_is_left_is_what_can_be_added_for_nothing(text: str) -> None:
    found = segment(text)
    filler = {"gsm7": "a", "ucs2": "я"}[found.encoding]
    assert found.left == found.room - units_of(found.parts[-1], found.encoding)
    full = segment(text + filler * found.left)
    assert (len(full.parts), full.left) == (len(found.parts), 0)
    assert len(segment(text + filler * (found.left + 1)).parts) == len(found.parts) + 1


# ---- by example


@each(
    ("text", "encoding", "units", "parts", "left"),
    [
        ("", "gsm7", 0, [0], 160),
        ("a", "gsm7", 1, [1], 159),
        ("a" * 159, "gsm7", 159, [159], 1),
        ("a" * 160, "gsm7", 160, [160], 0),
        ("a" * 161, "gsm7", 161, [153, 8], 145),
        ("a" * 305, "gsm7", 305, [153, 152], 1),
        ("a" * 306, "gsm7", 306, [153, 153], 0),
        ("a" * 307, "gsm7", 307, [153, 153, 1], 152),
        ("a" * 459, "gsm7", 459, [153, 153, 153], 0),
        ("a" * 460, "gsm7", 460, [153, 153, 153, 1], 152),
        ("a" * 1000, "gsm7", 1000, [153, 153, 153, 153, 153, 153, 82], 71),
        ("я" * 69, "ucs2", 69, [69], 1),
        ("я" * 70, "ucs2", 70, [70], 0),
        ("я" * 71, "ucs2", 71, [67, 4], 63),
        ("я" * 133, "ucs2", 133, [67, 66], 1),
        ("я" * 134, "ucs2", 134, [67, 67], 0),
        ("я" * 135, "ucs2", 135, [67, 67, 1], 66),
        ("я" * 1000, "ucs2", 1000, [67] * 14 + [62], 5),
        # one character is enough to make the whole text expensive
        ("a" * 69 + "`", "ucs2", 70, [70], 0),
        ("a" * 70 + "ç", "ucs2", 71, [67, 4], 63),
        ("a" * 159 + "Ç", "gsm7", 160, [160], 0),
        # an escape pair that fits, and one that does not
        ("a" * 158 + "€", "gsm7", 160, [159], 0),
        ("a" * 159 + "€", "gsm7", 161, [153, 7], 145),
        ("€" * 80, "gsm7", 160, [80], 0),
        ("€" * 81, "gsm7", 162, [76, 5], 143),
        ("a" * 151 + "€" + "a" * 8, "gsm7", 161, [152, 8], 145),
        ("a" * 152 + "€" + "a" * 8, "gsm7", 162, [152, 9], 143),
        ("]" * 153, "gsm7", 306, [76, 76, 1], 151),
        ("a" * 152 + "€" + "a" * 150 + "€" + "a", "gsm7", 307, [152, 151, 2], 150),
        ("a" * 152 + "€" + "a" * 151 + "€", "gsm7", 307, [152, 152, 1], 151),
        # a surrogate pair likewise; beside it a bracket is one unit
        ("😀" * 35, "ucs2", 70, [35], 0),
        ("😀" * 36, "ucs2", 72, [33, 3], 61),
        ("я" * 65 + "😀" + "я" * 4, "ucs2", 71, [66, 4], 63),
        ("я" * 66 + "😀" + "я" * 3, "ucs2", 71, [66, 4], 62),
        ("я" * 69 + "😀", "ucs2", 71, [67, 3], 63),
        ("я" * 66 + "😀" + "я" * 66, "ucs2", 134, [66, 66, 1], 66),
        ("]" * 68 + "😀", "ucs2", 70, [69], 0),
    ],
)
def test_boundaries_by_hand(text: str, encoding: str, units: int, parts: list[int], left: int) -> None:
    found = segment(text)
    assert (found.encoding, found.units) == (encoding, units)
    assert [len(part) for part in found.parts] == parts
    assert "".join(found.parts) == text
    assert found.left == left


def around(*boundaries: int) -> list[int]:
    return [boundary + distance for boundary in boundaries for distance in range(-4, 5)]


@each("wide", ["€", "€€", "€a€", "]" * 5])
@each("before", around(GSM7.alone, *(GSM7.of_several * number for number in (1, 2, 3))))
def test_an_escape_pair_at_every_position_around_a_boundary(before: int, wide: str) -> None:
    assert_cut_alike("a", wide, before, GSM7.of_several)


@each("wide", ["😀", "😀😀", "😀я😀", "😀" * 5])
@each("before", around(UCS2.alone, *(UCS2.of_several * number for number in (1, 2, 3))))
def test_a_surrogate_pair_at_every_position_around_a_boundary(before: int, wide: str) -> None:
    assert_cut_alike("я", wide, before, UCS2.of_several)


def assert_cut_alike(narrow: str, wide: str, before: int, part: int) -> None:
    # As the end of the text; with some text after it; and once more a part later, which a shift by one then meets.
    for after in ("", narrow, narrow * part, narrow * (part - len(wide)) + wide):
        text = narrow * before + wide + after
        assert segment(text).parts == tuple(segments(text).parts)


# ---- what is no text


@given(st.text(), st.sampled_from(["\ud800", "\udbff", "\udc00", "\udfff", "\ude00\ud83d"]), st.text())
@example("a" * 160, "\ud83d", "")
@example("я" * 66, "\ude00", "я")
@example("a\r\n", "\ud800", "\r")
def test_half_of_a_surrogate_pair_is_refused(before: str, half: str, after: str) -> None:
    with pytest.raises(EncodeError) as raised:
        segment(before + half + after)
    assert [(found.rule, found.start) for found in raised.value.diagnostics] == [("surrogate", len(before))]


@pytest.mark.parametrize("value", [None, 5, b"text", ["text"]])
def test_what_is_no_text_is_refused(value: object) -> None:
    with pytest.raises(EncodeError, match="shape"):
        segment(value)  # type: ignore[arg-type]


@each("run", ["a", "€", "a€", "]", "я", "😀", "я😀", "\n", "\r", "\x00"])
@each("end", ["", "я", "😀"])
def test_segmenting_is_linear(run: str, end: str) -> None:
    assert_linear(lambda text: segment(text).left, "", run, end)
