"""What is wrong with a mail around a request is said once, with its cause, and not by what follows from it."""

import pytest

from smsmail.codec import check_mail
from tests.support.each import each

LINE = "alex:psw::::79991234567:Hello"
TAGGED = f"<p>[text]{LINE}[/text]</p>"


def alternative(plain: str, html: str) -> bytes:
    parts = [("plain", plain), ("html", html)]
    written = "".join(f"--b\nContent-Type: text/{type}; charset=utf-8\n\n{text}\n" for type, text in parts)
    return f"Content-Type: multipart/alternative; boundary=b\n\n{written}--b--\n".encode()


def said(mail: bytes | str) -> dict[str, str]:
    mail = mail.encode() if isinstance(mail, str) else mail
    return {found.rule: found.severity for found in check_mail(mail) if found.severity != "note"}


MAILS: dict[str, tuple[bytes | str, dict[str, str]]] = {
    "a placeholder beside tagged HTML": (
        alternative("Your program shows no HTML.", TAGGED),
        {"part-tagged": "error"},
    ),
    "the request in both": (alternative(LINE, TAGGED), {}),
    "an empty plain part": (alternative("\u00a0\n", TAGGED), {}),
    "an empty plain part and no tags": (alternative(" ", f"<p>{LINE}</p>"), {"mail-tags": "error"}),
    "headers in the text": (
        f"Subject: x\n\nContent-Type: text/plain\n\n{LINE}",
        {"headers-in-text": "error"},
    ),
    "several": (
        f"\nSubject: x\nFrom: a@b\nX-Mailer: PHP\n\n{LINE}",
        {"headers-in-text": "error"},
    ),
    "a login like a header": ("\nfrom:psw::::79991234567:Hello", {}),
    "a login like a header, and a blank line": ("\nto:psw::::79991234567:Hello\n\nSubject: x", {}),
    "Content-Type twice": (
        f"Content-Type: text/plain; charset=utf-8\nContent-Type: text/html\n\n{LINE}",
        {"header-twice": "warning"},
    ),
    "an attachment alone": (f"Content-Type: application/octet-stream\n\n{LINE}", {"mail-part": "error"}),
    "no boundary": (f"Content-Type: multipart/mixed\n\n--b\n\n{LINE}", {"mail-part": "error"}),
    "another boundary": (f"Content-Type: multipart/mixed; boundary=a\n\n--b\n\n{LINE}", {"mail-part": "error"}),
    "no semicolon": (f"Content-Type: text/plain charset=utf-8\n\n{LINE}", {"mail-part": "error"}),
    "no semicolon before the boundary": (
        f"Content-Type: multipart/mixed boundary=b\n\n--b\n\n{LINE}\n--b--\n",
        {"mail-part": "error"},
    ),
    "a forwarded mail": (
        f"\n---------- Forwarded message ---------\nFrom: Olga <o@example.com>\nSubject: sms\n\n{LINE}",
        {"login-value": "error"},
    ),
    "a greeting above tags": (f"\nHello,\n[text]{LINE}[/text]", {"tag-doubt": "error"}),
    "a request in the Subject": (f"Subject: {LINE}\n\nsee above", {"subject-request": "error"}),
    "an encoded one, and no text": (
        "Subject: =?utf-8?B?OnBzdzo6Ojo3OTk5MTIzNDU2NzpoaQ==?=\n\n",
        {"subject-request": "error"},
    ),
    "a Subject with colons above a request": (f"Subject: a:b:c:d:e:f:g\n\n{LINE}", {}),
    "another address": (f"To: sales@example.com\n\n{LINE}", {"recipient-elsewhere": "warning"}),
    "a copy": (
        f"To: <send@send.smscentre.com>\nCc: Boss <boss@example.com>\n\n{LINE}",
        {"recipient-elsewhere": "warning"},
    ),
    "the address in a name": (f"To: SMS <SEND@send.SMScentre.com>\n\n{LINE}", {}),
    "a colon in Content-Type": (f"Content-Type: text/plain; charset: utf-8\n\n{LINE}", {"type-malformed": "warning"}),
    "a charset as the type": (f"Content-Type: utf-8\n\n{LINE}", {"type-malformed": "warning"}),
    "tags in capitals": (f"\n[TEXT]{LINE}[/TEXT]", {"tag-doubt": "warning"}),
    "tags behind what nobody sees": (
        f"Content-Type: text/plain; charset=utf-8\n\n\u00a0[text]{LINE}[/text]",
        {"tag-doubt": "warning"},
    ),
    "letters of another charset": (
        "\nalex:psw::::79991234567:Ваш заказ готов".encode("windows-1251"),
        {"charset-doubt": "warning"},
    ),
    "a signature": (f"\n{LINE}\n-- \nOlga", {"text-signature": "warning"}),
}


@each("name", MAILS)
def test_a_mail_is_told_its_cause(name: str) -> None:
    mail, expected = MAILS[name]
    assert said(mail) == expected


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("application/octet-stream", "application/octet-stream"),
        ("multipart/mixed", "names no boundary"),
        ("text/plain charset=utf-8", "no semicolon between text/plain and charset"),
        ("text/plain, charset=utf-8", "no semicolon between text/plain and charset"),
    ],
)
def test_what_is_wrong_with_content_type_is_said_in_words(header: str, words: str) -> None:
    [found] = [found for found in check_mail(f"Content-Type: {header}\n\n{LINE}".encode()) if found.severity == "error"]
    assert words in found.message
    assert "empty line" not in found.remedy


def test_other_domains_can_be_named() -> None:
    mail = f"To: send@sms.example.com\n\n{LINE}".encode()
    assert "recipient-elsewhere" in {found.rule for found in check_mail(mail)}
    assert "recipient-elsewhere" not in {found.rule for found in check_mail(mail, domains=("sms.example.com",))}
