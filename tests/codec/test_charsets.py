"""Which characters a charset lacks, and what looks like them in GSM 03.38."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st

from smsmail.codec import as_gsm7, charset_named, segment, unencodable
from smsmail.codec.sms.lookalikes import LOOKALIKES
from tests.support.each import each
from tests.support.independent.segments import SEPTETS

CHARSETS = ("koi8-r", "windows-1251", "utf-8", "utf-16", "us-ascii")


def texts() -> st.SearchStrategy[str]:
    """Texts of all characters, lone surrogates too, and of those that one charset has and another has not."""
    telling = st.sampled_from("aЖёЁ№§€ї─≈ ~`ç—«»”…\u00a0\u00ad\ufeff\ud83d\ude00😀")
    return st.text(telling | st.characters() | st.sampled_from(list(SEPTETS)) | st.sampled_from(list(LOOKALIKES)))


def can_encode(text: str, charset: str) -> bool:
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize("charset", CHARSETS)
@given(text=texts())
@example(text="")
@example(text="\ufeffx")
@example(text="\ud83d\ude00")
def test_nothing_is_missing_just_where_the_text_can_be_encoded(charset: str, text: str) -> None:
    missing = unencodable(text, charset)
    event(f"missing: {bool(missing)}")
    assert (not missing) == can_encode(text, charset)


@pytest.mark.parametrize("charset", CHARSETS)
@given(text=texts())
def test_what_is_missing_is_all_that_keeps_the_text_from_being_encoded(charset: str, text: str) -> None:
    missing = unencodable(text, charset)
    assert not any(can_encode(one.character, charset) for one in missing)
    offsets = {one.offset for one in missing}
    assert can_encode("".join(one for at, one in enumerate(text) if at not in offsets), charset)


@given(texts())
def test_gsm7_lacks_what_makes_an_sms_ucs2(text: str) -> None:
    missing = unencodable(text, "gsm7")
    assert [one.offset for one in missing] == [at for at, one in enumerate(text) if one not in SEPTETS]
    if can_encode(text, "utf-8"):
        assert (not missing) == (segment(text).encoding == "gsm7")


@given(texts(), st.sampled_from((*CHARSETS, "gsm7")))
def test_what_is_missing_is_named_in_the_order_of_the_text(text: str, charset: str) -> None:
    missing = unencodable(text, charset)
    assert [one.offset for one in missing] == sorted({one.offset for one in missing})
    for one in missing:
        assert one.character == text[one.offset]
        assert one.name == unicodedata.name(one.character, f"U+{ord(one.character):04X}")
        assert one.lookalike == LOOKALIKES.get(one.character)


def test_what_koi8_r_lacks_in_a_text_by_hand() -> None:
    assert [
        (one.offset, one.character, one.name, one.lookalike) for one in unencodable("Ё — №1\x00\ue000", "KOI8-R")
    ] == [(2, "—", "EM DASH", "-"), (4, "№", "NUMERO SIGN", None), (7, "\ue000", "U+E000", None)]


def test_a_character_that_would_come_back_as_another_one_is_missing() -> None:
    # Python writes a yen sign as the octet that is read as a backslash.
    assert [one.character for one in unencodable("¥5", "shift_jis")] == ["¥"]


@each(
    "name",
    [
        *("", "klingon", "gsm8", "idna", "unicode_escape", "rot13", "base64", "koi8-r\x00", "é" * 9),
        # what Python takes for names of charsets, and nobody else
        *("utf--8", "-utf-8", "utf-8-", "utf_8", "u8", "utf", "1251", "\u212aoi8-r"),
    ],
)
def test_what_is_no_charset_has_no_characters(name: str) -> None:
    assert charset_named(name) is None
    with pytest.raises(LookupError, match="no charset"):
        unencodable("a", name)


@each(
    ("name", "charset"),
    [
        ("KOI8-R", "koi8-r"),
        ("csKOI8R", "koi8-r"),
        ("cp1251", "windows-1251"),
        ("Windows-1251", "windows-1251"),
        ("utf8", "utf-8"),
        ("UTF-16LE", "utf-16le"),
        ("latin1", "iso-8859-1"),
        ("ISO-8859-5", "iso-8859-5"),
        ("ASCII", "us-ascii"),
        ("US-ASCII", "us-ascii"),
        ("ibm866", "ibm866"),
    ],
)
def test_a_charset_has_one_name(name: str, charset: str) -> None:
    assert charset_named(name) == charset_named(charset) == charset


@given(st.text() | st.text("-_.:+koi8rutf16 ", max_size=12))
def test_any_text_names_a_charset_or_none(name: str) -> None:
    charset = charset_named(name)
    assert charset is None or "a".encode(charset).decode(charset) == "a"


# ---- look-alikes


def test_every_look_alike_is_a_character_outside_gsm_for_characters_in_it() -> None:
    for character, plain in LOOKALIKES.items():
        assert len(character) == 1
        assert character not in SEPTETS, unicodedata.name(character)
        assert set(plain) <= SEPTETS.keys(), unicodedata.name(character)


@pytest.mark.parametrize("script", ["CYRILLIC", "GREEK"])
def test_a_letter_looks_like_a_latin_letter_of_the_same_case(script: str) -> None:
    letters = {one: plain for one, plain in LOOKALIKES.items() if unicodedata.name(one, "").startswith(script)}
    assert letters
    for one, plain in letters.items():
        assert plain.isascii()
        assert plain.isalpha()
        assert (len(plain), plain.isupper()) == (1, one.isupper()), unicodedata.name(one)


@pytest.mark.parametrize(
    ("category", "plain"),
    [
        ("Zs", {" "}),
        ("Cf", {""}),
        ("Pd", {"-"}),
        ("Pi", {"'", '"'}),
        ("Pf", {"'", '"'}),
        ("Zl", {"\n"}),
        ("Zp", {"\n"}),
    ],
)
def test_characters_of_one_category_look_alike(category: str, plain: set[str]) -> None:
    assert {seen for one, seen in LOOKALIKES.items() if unicodedata.category(one) == category} == plain


@given(texts() | st.text(st.sampled_from([*SEPTETS, *LOOKALIKES])))
@example("Today only – 20% off")
@example("Мы")
@example("\u200b")
def test_a_text_with_look_alikes_is_in_gsm_and_else_the_same(text: str) -> None:
    missing = unencodable(text, "gsm7")
    plain = as_gsm7(text)
    if not missing or any(one.lookalike is None for one in missing):
        assert plain is None
        return
    assert plain is not None
    assert unencodable(plain, "gsm7") == ()
    assert segment(plain).encoding == "gsm7"
    # What stands between the missing characters is as it was.
    ends = [-1, *(one.offset for one in missing), len(text)]
    kept = [text[before + 1 : end] for before, end in pairwise(ends)]
    assert plain == kept[0] + "".join(f"{one.lookalike}{after}" for one, after in zip(missing, kept[1:], strict=True))


@each(
    ("text", "plain"),
    [
        ("Today only – 20% off", "Today only - 20% off"),
        ("“Sale” — it’s on…", '"Sale" - it\'s on...'),
        ("МТС", "MTC"),
        ("a\u00a0b\u200bc\td", "a bc d"),
        ("\ufeffhi", "hi"),
        ("Сaфe", None),  # ф looks like nothing in it
        ("Оплата", None),
        ("plain", None),
        ("Ωmega €", None),
        ("", None),
        ("😀", None),
        ("\ud800", None),
    ],
)
def test_look_alikes_by_hand(text: str, plain: str | None) -> None:
    assert as_gsm7(text) == plain
