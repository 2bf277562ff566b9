"""Octets that are mails, nearly mails, or none: what strangers write."""

from hypothesis import strategies as st

from fixtures.mails import MAILS

SHORT = [mail for mail in MAILS.values() if len(mail) < 4096]

SOUP = [
    *(b"\n", b"\r\n", b"\r", b"\n\n", b"\r\n\r\n", b" ", b"\t", b"\n ", b": ", b"; ", b'"', b"=", b"(", b")", b"\\"),
    *(b"/", b"From x\n", b"From: a@b", b"To: ", b"Subject: =?koi8-r?b?/w==?=", b"Bcc", b"MIME-Version: 1.0", b"X: "),
    *(b"Content-Type: ", b"content-type:", b"Content-Transfer-Encoding: ", b"Content-Disposition: attachment"),
    *(b"text/plain", b"text/html", b"text", b"multipart/mixed", b"multipart/alternative", b"multipart/digest"),
    *(b"message/rfc822", b"message/delivery-status", b"message/partial", b"application/octet-stream", b"; boundary=b"),
    *(b'; boundary="b"', b"; boundary=", b"; boundary*0=", b"; boundary*=", b"--b\n", b"\n--b--\n", b"; charset="),
    *(b"; charset*=", b"; charset*0=", b"; charset*1*=", b"; charset*", b"utf-8''", b"utf-8", b"koi8-r", b"utf-16"),
    *(b"iso-2022-jp", b"idna", b"\x1b$B", b"us-ascii", b"%80", b"0", b"1", b"; name=x", b"; filename*=x"),
    *(b"; format=flowed", b"; delsp=yes", b">", b"-- ", b"base64", b"quoted-printable", b"8bit", b"x-uuencode", b"=3D"),
    *(b"begin 644 x\n", b"end\n", b"=\n", b"SGVsbG8=", b"////", b"\xff", b"\xfe", b"\xd0\x96", b"\xed\xa0\x80", b"\0"),
    *(b"[text]", b"[/text]", b"<br>", b"<p>", b"</p>", b"<pre>", b"</pre>", b"<!--", b"<script>", b"&#0;", b"&#xd800;"),
    *(b"&#xFDD0;", b"&#1;", b"&#1" + b"0" * 5000 + b";"),
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
        *(b"", b"x", b'"x"', b'"', b"utf-8", b"utf-8''utf-8", b"''", b"klingon'x'%ff", b"'", b"%", b"\xd0", b'"a\\"')
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


def octets() -> st.SearchStrategy[bytes]:
    return st.binary(max_size=300) | soups() | content_types() | damaged()
