"""Mails such as programs write, of parts in parts, not always such as fit together: a Hypothesis strategy."""

import base64

from hypothesis import strategies as st

OF_ONE_OCTET = [
    *("us-ascii", "koi8-r", "koi8-u", "ibm866", "iso-8859-1", "iso-8859-2", "iso-8859-5", "iso-8859-9", "iso-8859-15"),
    *("windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1255", "windows-1257"),
]
_CHARSETS = [*OF_ONE_OCTET, "utf-8", "utf-16"]

_ORDER = "alex:psw::::79991234567:"
_LINES = [
    *(f"{_ORDER}Hello", f"{_ORDER}Ваш заказ готов", "", " ", "text  ", ">quoted ", "-- ", ".", "From x", "é€№"),
    *("[text]", "[/text]", " [text]", "[TEXT]", "a=20b", "=", "=3D", "=zz", "a=", "=D0=94"),
]
_MARKUP = [
    *("<p>", "</p>", "<br>", "<BR/>", "<div>", "</div>", "<b>", "</b>", "<!--x-->", "<!-->", "<!x>", "<?x>", "</>"),
    *("<", "&", "&nbsp;", "&amp;", "&lt;br&gt;", "&#91;", "&#x5D;", "&#1071;", "&#150;", "&copy", "&x;", "x"),
    *("[text]", "[/text]"),
    *("<title>t</title>", "<style>[text]</style>"),
    *("<span title='a>b'>", "<script>'<p>'</script>", "<pre>\n a  b\n</pre>", "< b", "a\n  b", "\xa0", " "),
    *_LINES[:2],
]


@st.composite
def _texts_of_parts(draw: st.DrawFn, kind: str) -> str:
    if kind == "html":
        text = "".join(draw(st.lists(st.sampled_from(_MARKUP), max_size=12)))
        return draw(st.sampled_from([f"[text]{text}[/text]", text]))
    return "\n".join(draw(st.lists(st.sampled_from(_LINES), max_size=6)))


@st.composite
def _text_parts(draw: st.DrawFn, kind: str) -> tuple[list[str], bytes]:
    """The headers and the octets of a part, not always such as fit together."""
    charset = draw(st.sampled_from(_CHARSETS))
    text = draw(_texts_of_parts(kind)).replace("\n", draw(st.sampled_from(["\n", "\r\n"])))
    octets = text.encode(charset, "replace")
    encoding = draw(st.sampled_from(["", "7bit", "8bit", "Base64", "base64", "quoted-printable", "x-none"]))
    if encoding.lower() == "base64":
        octets = base64.encodebytes(octets)
        bare = octets.rstrip(b"=\n")
        octets = draw(st.sampled_from([octets, octets, bare, bare[1:], bare + b"*"]))
    octets = octets.replace(b"\0", b"\\")  # or else every utf-16 would be refused for these
    headers = draw(_content_types(kind, charset))
    if encoding:
        headers.append(f"Content-Transfer-Encoding: {encoding}")
    return headers, octets


@st.composite
def _content_types(draw: st.DrawFn, kind: str, charset: str) -> list[str]:
    if kind == "plain" and draw(st.integers(0, 5)) == 0:
        return []
    named = draw(st.sampled_from([charset, charset, charset.upper(), "x-none", "koi8-r"]))
    parameter = draw(st.sampled_from(["", f'; charset="{named}"', f";\n charset={named}", f"; x=y; CharSet={named}"]))
    flowed = draw(st.sampled_from(["", "", "; format=flowed", '; Format="Flowed"; DelSp=yes']))
    return [f"Content-Type: text/{kind}{parameter}{flowed}"]


_DISPOSITIONS = [[], [], ["Content-Disposition: attachment"], ['content-disposition: INLINE; filename="a"']]
_TOPS = [[], ["Subject: x", "From: a@b.c"], ["X: a;\n charset=utf-8"]]


@st.composite
def mails(draw: st.DrawFn, depth: int = 0) -> bytes:
    """A mail, or a part of one."""
    line_end = draw(st.sampled_from([b"\n", b"\r\n"]))
    kind = draw(st.sampled_from(["plain", "html", "image", "several"] if depth < 2 else ["plain", "html"]))
    match kind:
        case "several":
            headers, octets = draw(_multiparts(depth, line_end))
        case "image":
            headers, octets = ["Content-Type: image/png", "Content-Transfer-Encoding: base64"], b"iVBORw0KGgo="
        case _:
            headers, octets = draw(_text_parts(kind))
    above = _TOPS if depth == 0 else _DISPOSITIONS
    headers = [*draw(st.sampled_from(above)), *headers]
    head = "".join(f"{header}\n" for header in headers).encode().replace(b"\n", line_end)
    return head + line_end + octets


@st.composite
def _multiparts(draw: st.DrawFn, depth: int, line_end: bytes) -> tuple[list[str], bytes]:
    boundary = draw(st.sampled_from(["b", "b b", "b=1", "bb"])) + str(depth)
    kind = draw(st.sampled_from(["mixed", "alternative", "related"]))
    border = line_end + b"--" + boundary.encode()
    parts = b"".join(border + line_end + part for part in draw(st.lists(mails(depth + 1), max_size=3)))
    end = draw(st.sampled_from([b"", border + b"-- " + line_end + b"epilogue"]))
    return [f'Content-Type: multipart/{kind};\n boundary="{boundary}"'], b"preamble" + parts + end
