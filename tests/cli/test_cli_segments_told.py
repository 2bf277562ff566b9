"""What ``smsmail segments`` tells beside the numbers: what costs more than it need, and what it is given."""

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsmail.codec import segment
from tests.support.segmenting import SHOP, lines, run, said, units


def test_look_alikes_may_cost_more() -> None:
    assert "210 septets, 2 parts instead of 1." in said("…" * 70)


def test_of_a_russian_text_only_the_odd_characters_are_listed() -> None:
    found = lines(SHOP)
    assert "Outside GSM 03.38, hence UCS-2: 19 characters of Cyrillic and 1 more." in found
    assert "  — EM DASH (U+2014) at 14: looks like -" in found
    assert "With look-alikes or without, the text stays UCS-2." in found
    assert not [line for line in found if "CYRILLIC" in line]
    assert "Outside GSM 03.38, hence UCS-2: 6 characters of Cyrillic." in lines("Привет")
    assert "7 characters of Cyrillic and 6 characters of Greek." in said("Ёжик в Щи ἀβγδεζ")


def test_stray_cyrillic_letters_are_listed_and_need_no_script() -> None:
    found = lines("Hello Маша")
    assert "  М CYRILLIC CAPITAL LETTER EM (U+041C) at 6: looks like Latin M" in found
    assert "  ш CYRILLIC SMALL LETTER SHA (U+0448) at 8: nothing looks like it" in found
    assert [line for line in lines("СОТА") if "1 part as now" in line]


def test_translit_is_told_where_it_might_save() -> None:
    assert "translit" in run("Я" + "заказ " * 20).stdout
    assert "translit" not in run("Привет").stdout


def test_a_list_of_characters_has_an_end() -> None:
    found = lines("abcdefghijklmnopqrstuvwxyz" + "".join(map(chr, range(0x2200, 0x2220))))
    assert len([line for line in found if ": nothing looks like it" in line]) == 12
    assert "  and 20 other characters" in found


def test_what_two_septets_each_cost_is_told() -> None:
    found = lines("]" * 153)
    assert "Two septets each: ] 153 times" in found
    assert "With one septet each it would be 153 septets, 1 part instead of 3." in found
    assert "2 septets fewer would make it 2 parts." in found


@pytest.mark.parametrize(
    ("text", "composed"),
    [("Cafe\u0301", "4 septets, 1 part as now."), ("и\u0306" * 40, "40 units, 1 part instead of 2.")],
)
def test_decomposed_letters_are_told(text: str, composed: str) -> None:
    assert f"With letter and accent in one character (Unicode NFC) it would be {composed}" in said(text)
    assert "NFC" not in run(unicodedata.normalize("NFC", text)).stdout


@given(text=st.text("ab €—👍ё", min_size=60, max_size=400))
def test_a_text_without_what_is_too_much_has_a_part_less(text: str) -> None:
    cut = segment(text)
    found = re.search(r"(\d+) (?:unit|septet)s? fewer would make it (\d+) part", said("--", text))
    assert bool(found) == (len(cut.parts) > 1)
    if found:
        assert int(found[2]) == len(cut.parts) - 1
        kept = text
        while units(text, cut.encoding) - units(kept, cut.encoding) < int(found[1]):
            kept = kept[:-1]
        assert len(segment(kept).parts) <= int(found[2])


def test_each_mail_charset_is_said_to_carry_the_text_or_what_it_lacks() -> None:
    found = lines(SHOP)
    assert "Mail in koi8-r: cannot carry — EM DASH (U+2014) at 14" in found
    assert "A mail is written in windows-1251 unless another charset is named (R-CHARPICK)" in found
    assert "Mail in windows-1251: can carry the text" in found
    assert "(U+2462) at 2; and 2 other characters" in said("①②③④⑤")


def test_json_has_all_of_it() -> None:
    text = "Today — №5"
    dash = {"offset": 6, "character": "—", "name": "EM DASH", "lookalike": "-"}
    numero = {"offset": 8, "character": "№", "name": "NUMERO SIGN", "lookalike": None}
    result = run("--json", text)
    assert "Today — №5" in result.stdout
    assert json.loads(result.stdout) == {
        "encoding": "ucs2",
        "units": 10,
        "parts": [text],
        "room": 70,
        "left": 60,
        "characters": 10,
        "outside_gsm7": [dash, numero],
        "outside_koi8_r": [dash, numero],
        "outside_windows_1251": [],
        "with_lookalikes": None,
    }


@pytest.mark.parametrize(("text", "plain", "units"), [("It’s" + "…" * 70, "It's" + "..." * 70, 214), ("\u200b", "", 0)])
def test_json_has_the_text_with_look_alikes(text: str, plain: str, units: int) -> None:
    found = json.loads(run("--json", text).stdout)["with_lookalikes"]
    assert found == {"text": plain, "encoding": "gsm7", "units": units, "parts": 2 if units else 1}


@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_json_of_any_text_agrees_with_the_codec(text: str) -> None:
    found = json.loads(run("--json", stdin=f"{text}\n".encode()).stdout)
    # A byte order mark at the beginning is no part of what is read.
    cut = segment(text.removeprefix("\ufeff").removesuffix("\r"))
    assert (found["encoding"], found["units"], found["parts"]) == (cut.encoding, cut.units, list(cut.parts))
    assert (found["room"], found["left"]) == (cut.room, cut.left)


def test_an_octet_that_is_no_character_is_wrong_usage() -> None:
    result = run("ab\udcff")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "TEXT: what stands at offset 2 is no character in the encoding of the command line" in result.stderr
    result = run(stdin=b"ab\xff")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "byte 0xff at offset 2 is no utf-8; name the encoding with --encoding" in result.stderr


def test_half_a_surrogate_pair_is_refused() -> None:
    result = run("--encoding", "utf-7", stdin=b"a+2AA-")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "<stdin>: error[surrogate]" in result.stderr
    assert "where:    offset 1" in result.stderr
