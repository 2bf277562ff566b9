"""UTF-8 that goes by another name is read as it is named, with a warning; real text of that charset is not doubted."""

import pytest

from fixtures.mails.spelling import lf, typed
from smsmail.codec import DecodeError, decode_mail
from tests.support.each import each
from tests.support.ordinary import ORDINARY

LETTERS_ALONE = ("koi8-r", "windows-1251", "ibm866", "iso-8859-5")
CYRILLIC = "alex:psw::::79991234567:Ваш заказ готов"


def doubts(mail: bytes) -> bool:
    return "charset-doubt" in {found.rule for found in decode_mail(mail).findings}


@each("charset", ["koi8-r", "windows-1251", "iso-8859-5", "ibm866"])
@each("text", [CYRILLIC, "alex:psw::::79991234567:Я"])
def test_utf_8_under_another_name_is_doubted_and_read_as_it_is_named(charset: str, text: str) -> None:
    try:
        misread = text.encode().decode(charset)
    except UnicodeDecodeError:
        return
    mail = typed(f"text/plain; charset={charset}", text.encode())
    assert doubts(mail)
    assert decode_mail(mail).text == misread


def test_utf_8_without_a_name_is_doubted_and_read_as_koi8_r() -> None:
    mail = lf("From: shop@example.com", "", CYRILLIC.encode())
    assert doubts(mail)
    assert decode_mail(mail).text == CYRILLIC.encode().decode("koi8-r")


@each("charset", ["koi8-r", "windows-1251", "iso-8859-5", "ibm866", "utf-8"])
@each(
    "text",
    [CYRILLIC, CYRILLIC.upper(), "a:b::::79991234567:Ёлка готова", "alex:psw::::79991234567:Я", "alex:psw::::7999:Hi"],
)
def test_text_that_is_what_its_name_says_is_not_doubted(charset: str, text: str) -> None:
    mail = typed(f"text/plain; charset={charset}", text.encode(charset))
    assert not doubts(mail)
    assert decode_mail(mail).text == text


def test_koi8_r_without_a_name_is_not_doubted() -> None:
    assert not doubts(lf("From: shop@example.com", "", CYRILLIC.encode("koi8-r")))


def test_utf_8_in_base64_is_doubted_too() -> None:
    mail = lf("Content-Transfer-Encoding: base64", "", b"YWxleDpwc3c6Ojo6Nzk5OTEyMzQ1Njc60K8=")
    assert doubts(mail)


def read_as(text: str, written: str, read: str) -> set[str]:
    return {found.rule for found in decode_mail(typed(f"text/plain; charset={read}", text.encode(written))).findings}


@each("written", LETTERS_ALONE)
@each("read", [*LETTERS_ALONE, "iso-8859-1"])
def test_russian_in_another_charset_is_doubted_in_nearly_all_ordinary_messages(written: str, read: str) -> None:
    ours = [text for text in ORDINARY["ru"] if is_in(text, written) and is_in(text.encode(written), read)]
    doubted = [text for text in ours if "charset-doubt" in read_as(f"a:b::::79991234567:{text}", written, read)]
    assert len(ours) > 20
    if written == read:
        assert doubted == []
    else:
        assert len(doubted) >= 0.9 * len(ours)


def is_in(text: str | bytes, charset: str) -> bool:
    try:
        return bool(text.encode(charset) if isinstance(text, str) else text.decode(charset))
    except UnicodeError:
        return False


@each("language", ORDINARY)
def test_no_ordinary_message_in_its_own_charset_is_doubted(language: str) -> None:
    for charset in (
        *LETTERS_ALONE,
        "koi8-u",
        "iso-8859-1",
        "iso-8859-15",
        "windows-1252",
        "iso-8859-2",
        "windows-1250",
    ):
        for text in ORDINARY[language]:
            for spelling in (text, text.upper()):
                if is_in(spelling, charset):
                    assert "charset-doubt" not in read_as(f"a:b::::79991234567:{spelling}", charset, charset)


@each(
    ("name", "meant"),
    [
        *(
            ("win-1251", "windows-1251"),
            ("windows_1251", "windows-1251"),
            ("cp-1251", "windows-1251"),
            ("win1251", "windows-1251"),
        ),
        *(("KOI8R", "koi8-r"), ("koi-8-r", "koi8-r"), ("utf-8-", "utf-8"), ("UTF_8", "utf-8"), ("utf8mb4", "utf-8")),
        *(("x-cp1251", "windows-1251"), ("iso8859_5", "iso-8859-5")),
    ],
)
def test_an_unknown_name_that_is_nearly_one_is_told_which(name: str, meant: str) -> None:
    with pytest.raises(DecodeError) as refused:
        decode_mail(typed(f"text/plain; charset={name}", b"alex:psw::::79991234567:Hi"))
    [found] = refused.value.errors
    assert found.rule == "mail-charset"
    assert f'charset="{meant}"' in found.remedy


@pytest.mark.parametrize("name", ["klingon", "default", "1251x"])
def test_a_name_that_could_be_anything_is_not_guessed(name: str) -> None:
    with pytest.raises(DecodeError) as refused:
        decode_mail(typed(f"text/plain; charset={name}", b"alex:psw::::79991234567:Hi"))
    assert 'charset="' not in refused.value.errors[0].remedy.replace('charset="utf-8" in Content-Type', "")


@pytest.mark.parametrize(
    ("name", "charset"),
    [("koi8_r", "koi8-r"), ("windows1251", "windows-1251"), ("cp1251", "windows-1251"), ("utf8", "utf-8")],
)
def test_common_spellings_are_names(name: str, charset: str) -> None:
    assert decode_mail(typed(f"text/plain; charset={name}", b"alex:psw::::79991234567:Hi")).charset == charset
