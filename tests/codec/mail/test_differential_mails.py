"""Mails: two implementations read the same from them, and each reads what the other writes.

The mails are well-formed but for their transfer encoding, charset and tags. What a mail means whose headers are not is
mostly open, so it is not asked; neither are lone carriage returns outside the text.
"""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsmail.codec import Request, encode_request
from smsmail.conformance.strategies import requests
from tests.support.differential import Both, as_json, reference
from tests.support.effort import examples

OF_ONE_OCTET = [
    *("us-ascii", "koi8-r", "koi8-u", "ibm866", "iso-8859-1", "iso-8859-2", "iso-8859-5", "iso-8859-9", "iso-8859-15"),
    *("windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1255", "windows-1257"),
]
CHARSETS = [*OF_ONE_OCTET, "utf-8", "utf-16"]


def eml(mail: bytes) -> dict[str, str]:
    return {"eml": base64.b64encode(mail).decode()}


WANTED = [None, *OF_ONE_OCTET, "utf-8", "KOI8-R", "cp1251", "utf8", "koi9", "", "utf-8\n", "x" * 60]


@examples(75)
@given(request=requests(), charset=st.sampled_from(WANTED))
def test_each_reads_what_either_writes(both: Both, request: Request, charset: str | None) -> None:
    second, first = both.ask("encode_mail", {"request": as_json(request), "charset": charset})
    assert ("ok" in second) == ("ok" in first), (second, first)
    if "ok" in second:
        read = [read for written in (second, first) for read in both.ask("decode_mail", written["ok"])]
        assert read[0]["ok"]["text"] == encode_request(request)
        assert [one["ok"] for one in read] == [read[0]["ok"]] * 4


ORDER = "alex:psw::::79991234567:"
LINES = [
    *(f"{ORDER}Hello", f"{ORDER}Ваш заказ готов", "", " ", "text  ", ">quoted ", "-- ", ".", "From x", "é€№"),
    *("[text]", "[/text]", " [text]", "[TEXT]", "a=20b", "=", "=3D", "=zz", "a=", "=D0=94"),
]
MARKUP = [
    *(
        *("<p>", "</p>", "<br>", "<BR/>", "<div>", "</div>", "<b>", "</b>", "<!--x-->", "<!-->", "<!x>", "<?x>", "</>"),
        *("<", "&"),
    ),
    *(
        *("&nbsp;", "&amp;", "&lt;br&gt;", "&#91;", "&#x5D;", "&#1071;", "&#150;", "&copy", "&x;", "x", "[text]"),
        "[/text]",
    ),
    *("<title>t</title>", "<style>[text]</style>"),
    *("<span title='a>b'>", "<script>'<p>'</script>", "<pre>\n a  b\n</pre>", "< b", "a\n  b", "\xa0", " "),
    *LINES[:2],
]


@st.composite
def texts_of_parts(draw: st.DrawFn, kind: str) -> str:
    if kind == "html":
        text = "".join(draw(st.lists(st.sampled_from(MARKUP), max_size=12)))
        return draw(st.sampled_from([f"[text]{text}[/text]", text]))
    text = "\n".join(draw(st.lists(st.sampled_from(LINES), max_size=6)))
    # Whether white space may stand in front of the tag is open (R-TAGS).
    return text.lstrip() if text.lstrip().startswith("[text]") else text


@st.composite
def text_parts(draw: st.DrawFn, kind: str) -> tuple[list[str], bytes]:
    """The headers and the octets of a part, not always such as fit together."""
    charset = draw(st.sampled_from(CHARSETS))
    text = draw(texts_of_parts(kind)).replace("\n", draw(st.sampled_from(["\n", "\r\n"])))
    octets = text.encode(charset, "replace")
    encoding = draw(st.sampled_from(["", "7bit", "8bit", "Base64", "base64", "quoted-printable", "x-none"]))
    if encoding.lower() == "base64":
        octets = base64.encodebytes(octets)
        # More padding than there can be is open (R-TRANSFER), so that none is added.
        bare = octets.rstrip(b"=\n")
        octets = draw(st.sampled_from([octets, octets, bare, bare[1:], bare + b"*"]))
    octets = octets.replace(b"\0", b"\\")  # or else every utf-16 would be refused for these
    headers = draw(content_types(kind, charset))
    if encoding:
        headers.append(f"Content-Transfer-Encoding: {encoding}")
    return headers, octets


@st.composite
def content_types(draw: st.DrawFn, kind: str, charset: str) -> list[str]:
    if kind == "plain" and draw(st.integers(0, 5)) == 0:
        return []
    named = draw(st.sampled_from([charset, charset, charset.upper(), "x-none", "koi8-r"]))
    parameter = draw(st.sampled_from(["", f'; charset="{named}"', f";\n charset={named}", f"; x=y; CharSet={named}"]))
    flowed = draw(st.sampled_from(["", "", "; format=flowed", '; Format="Flowed"; DelSp=yes']))
    return [f"Content-Type: text/{kind}{parameter}{flowed}"]


DISPOSITIONS = [[], [], ["Content-Disposition: attachment"], ['content-disposition: INLINE; filename="a"']]
TOPS = [[], ["Subject: x", "From: a@b.c"], ["X: a;\n charset=utf-8"]]


@st.composite
def entities(draw: st.DrawFn, depth: int = 0) -> bytes:
    """A mail, or a part of one."""
    line_end = draw(st.sampled_from([b"\n", b"\r\n"]))
    kind = draw(st.sampled_from(["plain", "html", "image", "several"] if depth < 2 else ["plain", "html"]))
    match kind:
        case "several":
            headers, octets = draw(multiparts(depth, line_end))
        case "image":
            headers, octets = ["Content-Type: image/png", "Content-Transfer-Encoding: base64"], b"iVBORw0KGgo="
        case _:
            headers, octets = draw(text_parts(kind))
    # Whether a part of an attached multipart is attached is open (R-PART), as is whether a mail as a whole can be.
    above = TOPS if depth == 0 else DISPOSITIONS[:1] if kind == "several" else DISPOSITIONS
    headers = [*draw(st.sampled_from(above)), *headers]
    head = "".join(f"{header}\n" for header in headers).encode().replace(b"\n", line_end)
    return head + line_end + octets


@st.composite
def multiparts(draw: st.DrawFn, depth: int, line_end: bytes) -> tuple[list[str], bytes]:
    boundary = draw(st.sampled_from(["b", "b b", "b=1", "bb"])) + str(depth)
    kind = draw(st.sampled_from(["mixed", "alternative", "related"]))
    border = line_end + b"--" + boundary.encode()
    parts = b"".join(border + line_end + part for part in draw(st.lists(entities(depth + 1), max_size=3)))
    end = draw(st.sampled_from([b"", border + b"-- " + line_end + b"epilogue"]))
    return [f'Content-Type: multipart/{kind};\n boundary="{boundary}"'], b"preamble" + parts + end


@examples(75)
@given(mail=entities())
def test_mails_are_read_alike(both: Both, mail: bytes) -> None:
    both.assert_agree("decode_mail", eml(mail))


@pytest.mark.parametrize("charset", OF_ONE_OCTET)
def test_each_octet_is_read_alike(both: Both, charset: str) -> None:
    for octet in range(1, 256):
        both.assert_agree(
            "decode_mail", eml(f"Content-Type: text/plain; charset={charset}\n\nx".encode() + bytes([octet]))
        )


@examples(75)
@given(charset=st.sampled_from(["utf-8", "utf-16", "utf-16le", "utf-16be"]), octets=st.binary(min_size=1, max_size=12))
def test_octets_of_unicode_are_read_alike(both: Both, charset: str, octets: bytes) -> None:
    headers = f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: base64\n\n"
    both.assert_agree("decode_mail", eml(headers.encode() + base64.b64encode(octets)))


def test_what_is_compared_is_mostly_accepted() -> None:
    """A comparison of refusals alone would show little: these are what the mails above are made of."""
    mail = f'Content-Type: multipart/mixed; boundary="b"\n\npreamble\n--b\n\n{LINES[0]}'.encode()
    assert reference("decode_mail", eml(mail)) == {"id": "x", "ok": {"text": LINES[0], "charset": "koi8-r"}}
