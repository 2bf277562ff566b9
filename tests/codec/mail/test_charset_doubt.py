"""UTF-8 that goes by another name is read as it is named, with a warning; real text of that charset is not doubted."""

import pytest

from fixtures.mails.spelling import lf, typed
from smsmail.codec import decode_mail

CYRILLIC = "alex:psw::::79991234567:Ваш заказ готов"


def doubts(mail: bytes) -> bool:
    return "charset-doubt" in {found.rule for found in decode_mail(mail).findings}


@pytest.mark.parametrize("charset", ["koi8-r", "windows-1251", "iso-8859-5", "ibm866"])
@pytest.mark.parametrize("text", [CYRILLIC, "alex:psw::::79991234567:Я"])
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


@pytest.mark.parametrize("charset", ["koi8-r", "windows-1251", "iso-8859-5", "ibm866", "utf-8"])
@pytest.mark.parametrize(
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
