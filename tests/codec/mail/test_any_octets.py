"""Whatever octets come: a mail is read or refused, and what is said of it never shows the password."""

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st

from fixtures.mails import MAILS
from smsmail.codec import DecodedMail, DecodeError, charset_named, check, check_mail, decode_mail
from tests.support.effort import examples

SHORT = [mail for mail in MAILS.values() if len(mail) < 4096]

SOUP = [
    *(
        b"\n",
        b"\r\n",
        b"\r",
        b"\n\n",
        b"\r\n\r\n",
        b" ",
        b"\t",
        b"\n ",
        b": ",
        b"; ",
        b'"',
        b"=",
        b"(",
        b")",
        b"\\",
        b"/",
    ),
    *(b"From x\n", b"From: a@b", b"To: ", b"Subject: =?koi8-r?b?/w==?=", b"Bcc", b"MIME-Version: 1.0", b"X: "),
    *(b"Content-Type: ", b"content-type:", b"Content-Transfer-Encoding: ", b"Content-Disposition: attachment"),
    *(b"text/plain", b"text/html", b"text", b"multipart/mixed", b"multipart/alternative", b"multipart/digest"),
    *(b"message/rfc822", b"message/delivery-status", b"message/partial", b"application/octet-stream"),
    *(b"; boundary=b", b'; boundary="b"', b"; boundary=", b"; boundary*0=", b"; boundary*=", b"--b\n", b"\n--b--\n"),
    *(b"; charset=", b"; charset*=", b"; charset*0=", b"; charset*1*=", b"; charset*", b"utf-8''", b"utf-8", b"koi8-r"),
    *(b"utf-16", b"iso-2022-jp", b"idna", b"\x1b$B", b"us-ascii", b"%80", b"0", b"1", b"; name=x", b"; filename*=x"),
    *(b"; format=flowed", b"; delsp=yes", b">", b"-- ", b"base64", b"quoted-printable", b"8bit", b"x-uuencode", b"=3D"),
    *(b"begin 644 x\n", b"end\n", b"=\n", b"SGVsbG8=", b"////", b"\xff", b"\xfe", b"\xd0\x96", b"\xed\xa0\x80", b"\0"),
    *(b"[text]", b"[/text]", b"<br>", b"<p>", b"</p>", b"<pre>", b"</pre>", b"<!--", b"<script>", b"&#0;", b"&#xd800;"),
    *(b"<table>", b"<textarea>", b"<select>", b"&nbsp;", b"<b>", b"alex:psw::::79991234567:Hello", b"\xef\xbb\xbf"),
]


def soups() -> st.SearchStrategy[bytes]:
    return st.lists(st.sampled_from(SOUP), max_size=30).map(b"".join)


@st.composite
def content_types(draw: st.DrawFn) -> bytes:
    """Mails whose Content-Type has parameters of the stranger sorts (RFC 2231)."""
    names = [b"charset", b"boundary", b"format", b"delsp", b"name"]
    marks = [b"", b"*", b"*0", b"*0*", b"*1", b"*1*", b"**", b"*x", b"*" + b"9" * 20, b"*" + b"1" * 5000]
    values = [
        b"",
        b"x",
        b'"x"',
        b'"',
        b"utf-8",
        b"utf-8''utf-8",
        b"''",
        b"klingon'x'%ff",
        b"'",
        b"%",
        b"\xd0",
        b'"a\\"',
    ]
    parameter = st.tuples(st.sampled_from(names), st.sampled_from(marks), st.sampled_from(values))
    parameters = draw(st.lists(parameter, max_size=4))
    kind = draw(st.sampled_from([b"text/plain", b"text/html", b"multipart/mixed", b"text", b"", b"/"]))
    header = b"; ".join([kind, *(name + mark + b"=" + value for name, mark, value in parameters)])
    body = draw(st.sampled_from([b"alex:psw::::79991234567:Hello", b"[text]x[/text]", b"--x\n\nx\n--x--\n", b"\xff"]))
    return b"Content-Type: " + header + b"\n\n" + body


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Mails of the corpus with octets changed, cut off, doubled, and lines in another order."""
    mail = draw(st.sampled_from(SHORT))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(mail)))
        to = min(len(mail), at + draw(st.integers(0, 40)))
        match draw(st.sampled_from(["bit", "cut", "end", "twice", "insert", "shuffle"])):
            case "bit" if at < len(mail):
                mail = mail[:at] + bytes([mail[at] ^ 1 << draw(st.integers(0, 7))]) + mail[at + 1 :]
            case "cut":
                mail = mail[:at] + mail[to:]
            case "end":
                mail = mail[:at]
            case "twice":
                mail = mail[:to] + mail[at:]
            case "shuffle":
                mail = b"".join(draw(st.permutations(mail.splitlines(keepends=True)[:40])))
            case _:
                mail = mail[:at] + draw(st.sampled_from(SOUP)) + mail[at:]
    return mail


@given(st.binary(max_size=300) | soups() | content_types() | damaged())
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
        assert list(error.diagnostics) == found
        assert error.errors
        assert str(error)
        return
    event("read")
    # Which charset a text needs is said of a text alone.
    assert found == [*read.findings, *(one for one in check(read.text) if one.rule != "charset-needed")]
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
