"""Mails that were made to harm are refused or read at a cost that grows with their size alone.

Cost is counted in calls of functions, written in Python or not, which no busy machine makes more; and, for what a single
call does, in the growth of processor time from one size to ten times that size.
"""

import sys
from collections.abc import Callable
from functools import cache
from types import FrameType

import pytest

from smsmail.codec import DecodeError, Diagnostic, check_mail, decode_mail
from tests.support.growth import assert_linear

REQUEST = "alex:psw::::79991234567:Hello"
LARGEST = 102_400
DEEPEST = 100  # R-NESTED


def rules(mail: bytes) -> set[str]:
    return {found.rule for found in check_mail(mail) if found.severity == "error"}


def calls(work: Callable[[], object]) -> int:
    counted = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counted


def nested(depth: int, inside: bytes) -> bytes:
    openings = b"".join(b"Content-Type: multipart/mixed; boundary=%x\n\n--%x\n" % (one, one) for one in range(depth))
    return openings + inside


def html(body: bytes) -> bytes:
    return b"Content-Type: text/html; charset=utf-8\n\n" + body


def misnested(elements: int) -> bytes:
    """Formatting that is never closed, which each paragraph begins anew: elements × elements, says the HTML standard."""
    return html(
        b"<p>" + b"".join(b"<b a=%d>" % one for one in range(elements)) + b"<p>x" * elements + b"[text]x[/text]"
    )


ENTITY_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (one, b"&%c;" % (one - 1) * 10) for one in b"bcdefghij")
    + b"]><html>[text]&j;[/text]</html>"
)

ORDINARY = html(
    b"<table>[text]alex:psw:::::" + b"<tr><td>79991234567:Your order is ready</td></tr>\n" * 1_900 + b"[/text]</table>"
)
"""As large as a mail can be, and laid out as programs do it."""


@cache
def ordinary_cost() -> int:
    return calls(lambda: decode_mail(ORDINARY))


# The mail, and the rule that refuses it; none where it may be read.
HOSTILE: dict[str, tuple[bytes, str | None]] = {
    "a-header-of-a-megabyte": (b"Subject: " + b"x" * 1_000_000 + b"\n\nx", "mail-size"),
    "a-header-of-all-that-is-allowed": (b"Subject: " + b"x" * 90_000 + b"\n\n" + REQUEST.encode(), None),
    "headers-without-end": (b"X: y\n" * 20_000, "mail-part"),
    "a-folded-header-without-end": (b"X: y\n" + b" z\n" * 30_000, "mail-part"),
    "a-thousand-nested-mails": (b"Content-Type: message/rfc822\n\n" * 1000, None),
    "parts-without-end": (b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 15_000, None),
    "nul-in-the-body": (b"Content-Type: text/plain\n\nalex:psw::::79991234567:a\0b", "mail-nul"),
    "nul-in-a-header": (b"Content-Type: text/plain; charset=utf\0-8\n\nx", "mail-nul"),
    "a-charset-that-is-a-path": (b"Content-Type: text/plain; charset=../../etc\n\nx", "mail-charset"),
    "a-charset-that-is-an-absolute-path": (b'Content-Type: text/plain; charset="/etc/passwd"\n\nx', "mail-charset"),
    "a-charset-of-8-kb": (b"Content-Type: text/plain; charset=" + b"a" * 8000 + b"\n\nx", "mail-charset"),
    "a-charset-that-is-code": (b"Content-Type: text/plain; charset=unicode_escape\n\n\\N{BELL}", "mail-charset"),
    "a-charset-that-unpacks": (b"Content-Type: text/plain; charset=zlib\n\nx", "mail-charset"),
    "an-entity-bomb": (html(ENTITY_BOMB), None),
    "elements-20000-deep": (html(b"<i>" * 20_000 + b"[text]x[/text]"), None),
    "a-tag-that-never-ends": (html(b"<p " + b"a" * 90_000), "mail-tags"),
    "quotes-in-content-type": (b'Content-Type: text/plain; a="' + b'\\"' * 45_000 + b"\n\nx", "mail-header-length"),
    "semicolons-in-content-type": (b"Content-Type: text/plain" + b";" * 90_000 + b"\n\nx", "mail-header-length"),
    "semicolons-in-quotes": (b'Content-Type: text/plain;a="' + b";" * 90_000 + b"\n\nx", "mail-header-length"),
    "semicolons-in-a-part": (
        *(nested(1, b'Content-Type: text/plain;a="' + b";" * 90_000 + b"\n\nx\n--0--\n"), "mail-header-length"),
    ),
    "semicolons-over-folds": (
        *(b'Content-Type: text/plain;a="' + b";;;;;;\r\n " * 10_000 + b"\r\n\r\nx", "mail-header-length"),
    ),
    "semicolons-after-a-lone-carriage-return": (
        *(b'X: y\rContent-Type: text/plain;a="' + b";" * 20_000 + b"\r\rx", "mail-header-length"),
    ),
    "semicolons-over-folds-of-lone-carriage-returns": (
        *(b'Content-Type: text/plain;a="' + b";;;;;;;;\r " * 8_000 + b"\r\rx", "mail-header-length"),
    ),
    "semicolons-in-content-disposition": (
        *(b'Content-Disposition: inline;a="' + b";" * 90_000 + b"\n\nx", "mail-header-length"),
    ),
    "a-boundary-that-is-nowhere": (b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--a\n" * 20_000, "mail-nested"),
    "parts-without-end-that-have-headers": (nested(1, b"--0\nA: b\n\nx\n" * 8_000), "mail-nested"),
    "a-thousand-parts-of-nothing-to-see": (nested(1, b"\n--0\nContent-Type: text/plain\n\n \n" * 1000), "mail-part"),
    "95000-lines-in-99-multiparts": (nested(99, b"\n" * 95_000), None),
    "multiparts-behind-form-feeds": (
        b"".join(b"Content-Type:\x0cmultipart/mixed; boundary=%x\n\n--%x\n" % (one, one) for one in range(400))
        + b"\n" * 50_000,
        "mail-nested",
    ),
    "semicolons-in-twelve-headers": (
        b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d%b\n\n--b%d\n" % (one, b";" * 7_900, one) for one in range(12)
        ),
        "mail-part",
    ),
    "pieces-of-parameters": (
        b"Content-Type: text/plain" + b"".join(b"; a*%d=b" % one for one in range(800)) + b"\n\n" + REQUEST.encode(),
        None,
    ),
    "a-reference-of-5000-digits": (html(b"[text]&#" + b"1" * 5000 + b";[/text]"), None),
    "equals-signs": (b"Content-Transfer-Encoding: quoted-printable\n\n" + b"=" * 90_000, None),
    "base64-that-is-white-space": (b"Content-Transfer-Encoding: base64\n\n" + b" \n" * 45_000, "mail-part"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_is_read_or_refused_at_little_cost(name: str) -> None:
    mail, rule = HOSTILE[name]
    errors: list[Diagnostic] = []

    def read() -> None:
        try:
            decode_mail(mail)
        except DecodeError as error:
            errors.extend(error.errors)

    assert calls(read) <= 10 * ordinary_cost()
    assert all(len(str(found)) < 1000 for found in errors)
    if rule:
        assert [found.rule for found in errors] == [rule]
    else:
        # No text, none in tags, or out of reach: that is for other tests.
        assert {found.rule for found in errors} <= {"mail-part", "mail-tags", "mail-nested"}


def test_entities_of_its_own_are_nothing_to_an_html_mail() -> None:
    assert decode_mail(html(ENTITY_BOMB)).text == "&j;"


@pytest.mark.parametrize("depth", [DEEPEST + 1, 150, 500, 1000])
def test_parts_nested_too_deep_are_refused(depth: int) -> None:
    assert rules(nested(depth, b"\n" * 8_000)) == {"mail-nested"}


@pytest.mark.parametrize("depth", [1, DEEPEST])
def test_a_line_costs_the_same_however_deep_it_is(depth: int) -> None:
    few, many = (
        calls(lambda lines=lines: check_mail(nested(depth, b"-- \n\n" + b"\n" * lines))) for lines in (10, 90_000)
    )
    assert many <= few + 10


def test_parts_may_be_nested_100_deep() -> None:
    assert decode_mail(nested(DEEPEST, f"\n{REQUEST}".encode())).text == REQUEST


def test_formatting_that_is_never_closed_does_not_multiply() -> None:
    # At 21 KB it is 1 GB of memory, and at 100 KB all there is.
    few, many = (calls(lambda size=size: check_mail(misnested(size))) for size in (40, 400))
    assert many <= 20 * few


RUNS = [
    *("x", " ", "\t", "\n", "\r", "\r\n", ":", ";", '"', "\\", "=", "(", ">", "> ", "-- \n", "x \n", " \n", "\t x"),
    *("=\n", "--b\n", "--b\n\n", "--b--\n", "[text]", "[/text]", "<p>", "<br>", "<b>x", "<div>", "<pre>", "&amp;", "&"),
    *("<", "<!--", "<table>", "<li>x", "</p>", "<p a=b>", "&nbsp;", "A: b\n", "A: b;", "Content-Type: x\n", "; a=b"),
    *("; a*0=b", "From x\n", "<a b='", '<a b="', "<a ", "<a=", "</", "</a ", "<!-", "-->", "<![", "<title>"),
    *("<script>", "</script", "&#", "&#x1"),
]
STARTS = {
    "a header": "X: ",
    "Content-Type": "Content-Type: text/plain; ",
    "Content-Type after a lone carriage return": 'X: y\rContent-Type: text/plain; a="',
    "Content-Disposition": "Content-Disposition: inline; ",
    "the headers": "X: y\n",
    "plain text": "Content-Type: text/plain; charset=utf-8\n\n",
    "flowed text": "Content-Type: text/plain; format=flowed; delsp=yes\n\n",
    "quoted-printable": "Content-Transfer-Encoding: quoted-printable\n\n",
    "base64": "Content-Transfer-Encoding: base64\n\n",
    "multipart": "Content-Type: multipart/mixed; boundary=b\n\n--b\n",
    "HTML": "Content-Type: text/html\n\n[text]",
}


@pytest.mark.parametrize("start", STARTS)
def test_reading_a_mail_is_linear(start: str) -> None:
    def read(text: str) -> None:
        check_mail(text.encode()[:LARGEST])

    for run in RUNS:
        assert_linear(read, STARTS[start], run, "")
