"""Whatever octets come: a mail is read or refused, and what is said of it never shows the password."""

from collections.abc import Iterable

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st

from smsmail.codec import DecodedMail, DecodeError, Diagnostic, charset_named, check, check_mail, decode_mail
from tests.support.any_mails import damaged, octets, soups
from tests.support.effort import examples

OF_HEADERS = {"recipient-elsewhere", "subject-request"}


def rules(found: Iterable[Diagnostic]) -> set[str]:
    return {one.rule for one in found}


def is_refused(found: Iterable[Diagnostic]) -> bool:
    return any(one.severity == "error" for one in found)


@given(octets())
@examples(2000)
@example(b"")
@example(b"\n")
@example(b"Content-Type: text/plain; charset*=x; charset*0=y\n\nalex:psw::::79991234567:Hello")
@example(b"Content-Type: multipart/mixed; boundary*=x; boundary*0=y\n\nalex:psw::::79991234567:Hello")
@example(b"Content-Type: text/plain; charset*" + b"1" * 5000 + b"=x\n\nalex:psw::::79991234567:Hello")
@example(b"Content-Type: text/plain; charset=idna\n\n\xff")
@example(b"\x01\n:\xe1\x80\x80")
def test_any_octets_are_read_or_refused(mail: bytes) -> None:
    found = check_mail(mail)
    for one in found:
        assert 0 <= one.start <= one.end
        if one.field.startswith("mail"):
            assert one.end <= len(mail)
    try:
        read = decode_mail(mail)
    except DecodeError as error:
        event("refused")
        assert is_refused(found)
        assert rules(found) <= rules(error.diagnostics) | OF_HEADERS
        assert error.errors
        assert str(error)
        return
    event("read")
    of_request = check(read.text)
    assert rules(found) <= rules(read.findings) | rules(of_request) | OF_HEADERS
    # What the mail explains is left out, and explains the refusal in its place.
    assert is_refused(found) == is_refused(of_request)
    assert all(one.severity != "error" for one in read.findings)
    assert read.text
    assert read.text.strip("\r\n") == read.text
    assert charset_named(read.charset) == read.charset


@given(soups() | damaged())
def test_a_bytearray_is_read_like_bytes_and_left_as_it_is(mail: bytes) -> None:
    given = bytearray(mail)
    assert check_mail(given) == check_mail(mail)  # type: ignore[arg-type]
    assert given == mail


@pytest.mark.parametrize("value", [None, "From: a@b\n\nx", 7, [b"x"], memoryview(b"x")])
def test_what_is_no_octets_is_refused(value: object) -> None:
    assert [found.rule for found in check_mail(value)] == ["shape"]  # type: ignore[arg-type]
    with pytest.raises(DecodeError, match="bytes"):
        decode_mail(value)  # type: ignore[arg-type]


SECRET = b"s3cr3t"


@st.composite
def with_secret(draw: st.DrawFn) -> bytes:
    """Mails of a request whose password is known, with lines lost, moved and indented, and octets that fit no charset."""
    kind = draw(st.sampled_from([b"text/plain", b"text/html", b"multipart/mixed", b"a/b", b"x"]))
    lines = [
        b"From: shop@example.com",
        draw(st.sampled_from([b"X: y", b"Content-Disposition: inline", b"MIME-Version: 1.0"])),
        b"Content-Type: " + kind + draw(st.sampled_from([b"", b"; charset=utf-8", b"; charset=", b"; boundary=b"])),
        b"Content-Transfer-Encoding: " + draw(st.sampled_from([b"7bit", b"base64", b"quoted-printable", b"x"])),
        draw(st.sampled_from([b"", b"X: y"])),
        draw(st.sampled_from([b"", b" ", b"\t", b"[text]", b"\xff"])) + b"alex:" + SECRET + b"::::79991234567:Hello",
        draw(st.sampled_from([b"\xff", b"[/text]", b"="])),
    ]
    if draw(st.booleans()):
        lines = draw(st.permutations(lines))
    return b"\n".join(lines)


@given(with_secret())
@examples(500)
@example(b"Content-Type: text/plain; charset=koi8-r\n alex:s3cr3t::::79991234567:Hello\n\nx")
@example(b"Content-Type: a/b\n alex:s3cr3t::::79991234567:Hello\n\nx")
@example(b"Content-Transfer-Encoding: x\n alex:s3cr3t::::79991234567:Hello\n\nx")
@example(b"Subject: SMS\nalex:s3cr3t::::79991234567:Hello\n")
@example(b"Subject: SMS\n:s3cr3t::::79991234567:Hello\n")
def test_what_is_said_of_a_mail_never_shows_the_password(mail: bytes) -> None:
    shown = "".join(f"{one}{one!r}" for one in check_mail(mail))
    try:
        read: DecodedMail | None = decode_mail(mail)
    except DecodeError as error:
        read = None
        shown += f"{error}{error!r}"
    event("refused" if read is None else "read")
    assert SECRET.decode() not in shown.lower()
