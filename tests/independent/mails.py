"""The mails of the corpus, octet for octet. ``python -m tests.independent.mails`` writes the files.

Nothing here knows how mail is parsed or built: every mail is spelled out. A fault of a mail library can therefore not
hide by being both in the corpus and in the codec that is tried on it. Sizes and depths are reached by counting octets.
"""

from base64 import b64encode
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parents[2] / "fixtures" / "cases" / "mail"

LATIN: Final = "alex:psw::::79991234567:Hello"
ORDER: Final = "alex:psw::::79991234567:Ваш заказ готов"
ORDER_IN_TAGS: Final = f"[text]{ORDER}[/text]"
# The request ORDER in quoted-printable, written out.
ORDER_UTF_8_QUOTED: Final = (
    "alex:psw::::79991234567:=D0=92=D0=B0=D1=88 =D0=B7=D0=B0=D0=BA=D0=B0=D0=B7 =\r\n=D0=B3=D0=BE=D1=82=D0=BE=D0=B2"
)
ORDER_KOI8_R_QUOTED: Final = "alex:psw::::79991234567:=F7=C1=DB =DA=C1=CB=C1=DA =C7=CF=D4=CF=D7"

PLAIN: Final = "Content-Type: text/plain; charset=utf-8"
HTML: Final = "Content-Type: text/html; charset=utf-8"
IMAGE: Final = ("Content-Type: image/png", "Content-Transfer-Encoding: base64", "", "iVBORw0KGgo=")


def koi(text: str) -> bytes:
    return text.encode("koi8-r")


def win(text: str) -> bytes:
    return text.encode("windows-1251")


def utf(text: str) -> bytes:
    return text.encode("utf-8")


def octets(line: str | bytes) -> bytes:
    return line if isinstance(line, bytes) else line.encode("ascii")


def crlf(*lines: str | bytes) -> bytes:
    """*lines*, each ended by CR LF. What is not ASCII comes as octets."""
    return b"".join(octets(line) + b"\r\n" for line in lines)


def lf(*lines: str | bytes) -> bytes:
    return b"".join(octets(line) + b"\n" for line in lines)


def typed(content_type: str, *body: str | bytes) -> bytes:
    """An ordinary short mail that names its content type."""
    return crlf(
        "From: shop@example.com",
        "To: send@send.smscentre.com",
        f"Content-Type: {content_type}",
        "",
        *body,
    )


def encoded(transfer_encoding: str, *body: str | bytes, charset: str = "utf-8") -> bytes:
    """A mail that names its transfer encoding."""
    return crlf(
        "From: shop@example.com",
        f"Content-Type: text/plain; charset={charset}",
        f"Content-Transfer-Encoding: {transfer_encoding}",
        "",
        *body,
    )


def html(*body: str) -> bytes:
    return typed("text/html; charset=utf-8", *map(utf, body))


def base64(content: bytes, width: int = 76) -> bytes:
    """Lines of *width* characters, the last without its line break."""
    whole = b64encode(content)
    return b"\r\n".join(whole[start : start + width] for start in range(0, len(whole), width))


def parts(boundary: str, *bodies: bytes) -> bytes:
    """The body of a multipart. Each part ends with the line break that belongs to the boundary behind it."""
    return b"".join(crlf(f"--{boundary}") + body for body in bodies) + crlf(f"--{boundary}--")


def multipart(kind: str, *bodies: bytes, boundary: str = "b1") -> bytes:
    """A multipart with its header; as a part of another one, or as a mail."""
    return crlf(f'Content-Type: multipart/{kind}; boundary="{boundary}"', "") + parts(boundary, *bodies)


def part(header: str | bytes, *lines: str | bytes) -> bytes:
    return crlf(header, "", *lines)


ORDER_PART: Final = part(PLAIN, utf(ORDER))
OTHER_PART: Final = part(PLAIN, "other:psw::::79990000000:The wrong one")


CHARSET: Final = {
    "alias-cp1251": typed("text/plain; charset=cp1251", win(ORDER)),
    "alias-utf8": typed("text/plain; charset=utf8", utf(ORDER)),
    "another-parameter-quotes-it": typed(
        'text/plain; name="sms; charset=utf-8"; charset=windows-1251', win("alex:psw::::79991234567:Ждём вас")
    ),
    "capitals": typed("TEXT/PLAIN; CHARSET=WINDOWS-1251", win(ORDER)),
    "comment": typed("text/plain; charset=windows-1251 (Cyrillic)", win(ORDER)),
    "content-type-without-subtype": typed("text", koi(ORDER)),
    "every-koi8-r-octet": typed("text/plain; charset=koi8-r", b"alex:psw::::79991234567:" + bytes(range(0x80, 0x100))),
    "every-windows-1251-octet": typed(
        "text/plain; charset=windows-1251",
        b"alex:psw::::79991234567:" + bytes(octet for octet in range(0x80, 0x100) if octet != 0x98),
    ),
    "folded": crlf("From: shop@example.com", "Content-Type: text/plain;", "\tcharset=windows-1251", "", win(ORDER)),
    "iso-8859-1": typed("text/plain; charset=iso-8859-1", b"alex:psw::::79991234567:Caf\xe9 \xe0 17h"),
    "iso-8859-5": typed("text/plain; charset=iso-8859-5", b"alex:psw::::79991234567:\xb7\xd0\xda\xd0\xd7 \xf0 7"),
    "koi8-r": typed("text/plain; charset=koi8-r", koi(ORDER)),
    "koi8-r-label-on-utf-8": typed("text/plain; charset=koi8-r", utf("alex:psw::::79991234567:Да")),
    "name-of-a-codec-hex": typed(
        "text/plain; charset=hex", "616c65783a7073773a3a3a3a37393939313233343536373a48656c6c6f"
    ),
    "name-of-a-codec-idna": typed("text/plain; charset=idna", "alex:psw::::79991234567:xn--80ak6aa92e"),
    "name-of-a-codec-rot13": typed("text/plain; charset=rot13", "nyrk:cfj::::79991234567:Uryyb"),
    "name-of-a-codec-unicode-escape": typed(
        "text/plain; charset=unicode_escape", r"alex:psw::::79991234567:\u0414\u0430"
    ),
    "no-charset": typed("text/plain", koi(ORDER)),
    "no-content-type": crlf("From: shop@example.com", "To: send@send.smscentre.com", "", koi(ORDER)),
    "no-mime-version": crlf("Content-Type: text/plain; charset=utf-8", "", utf("alex:psw::::79991234567:Без версии")),
    "no-space": typed("text/plain;charset=windows-1251", win("alex:psw::::79991234567:Слитно")),
    "path": typed("text/plain; charset=../../etc/passwd", LATIN),
    "quotes": typed('text/plain; charset="windows-1251"', win(ORDER)),
    "rfc-2231": typed("text/plain; charset*=us-ascii''windows-1251", win(ORDER)),
    "rfc-2231-continued": typed('text/plain; charset*0="windows-"; charset*1="1251"', win(ORDER)),
    "second-parameter": typed("text/plain; reply-type=original; charset=windows-1251", win(ORDER)),
    "trailing-semicolon": typed("text/plain; charset=windows-1251;", win(ORDER)),
    "unknown": typed("text/plain; charset=x-unknown", LATIN),
    "unknown-and-long": typed(f"text/plain; charset={'x' * 900}", "alex:psw::::79991234567:Hello again"),
    "us-ascii": typed("text/plain; charset=us-ascii", LATIN),
    "us-ascii-undecodable": typed("text/plain; charset=us-ascii", b"alex:psw::::79991234567:Caf\xe9"),
    "utf-8": typed("text/plain; charset=utf-8", utf("alex:psw::::79991234567:Заказ № 7 – 500 € 🙂")),
    "utf-8-overlong": typed("text/plain; charset=utf-8", b"alex:psw::::79991234567:a\xc0\xafb"),
    "utf-8-surrogate": typed("text/plain; charset=utf-8", b"alex:psw::::79991234567:a\xed\xa0\x80b"),
    "utf-8-truncated": typed("text/plain; charset=utf-8", utf("alex:psw::::79991234567:Да")[:-1]),
    "white-space": typed('text/plain ;  charset = "windows-1251" ', win(ORDER)),
    "windows-1251": typed("text/plain; charset=windows-1251", win("alex:psw::::79991234567:Заказ № 7 – 500 €")),
    "windows-1251-undecodable": typed("text/plain; charset=windows-1251", b"alex:psw::::79991234567:a\x98b"),
}

TRANSFER: Final = {
    "base64": encoded("base64", base64(utf(ORDER))),
    "base64-alphabet-for-urls": encoded(
        "base64", base64(b"alex:psw::::79991234567:\xff\xfe!").replace(b"/", b"_"), charset="koi8-r"
    ),
    "base64-breaks-and-spaces": encoded("base64", base64(utf(ORDER), 20).replace(b"\r\n", b" \t\r\n\r\n ")),
    "base64-capitals": encoded("BASE64", base64(win(ORDER)), charset="windows-1251"),
    "base64-footer-behind": encoded(
        "base64",
        base64(koi(ORDER)),
        "",
        "________________",
        "sms mailing list: sms@lists.example.com",
        charset="koi8-r",
    ),
    "base64-impossible-length": encoded("base64", base64(koi("alex:psw::::79991234567:Да"))[:-3], charset="koi8-r"),
    "base64-line-breaks-within": encoded("base64", base64(b"alex:psw::::79991234567:one\r\ntwo\r\n")),
    "base64-no-padding": encoded("base64", base64(utf("alex:psw::::79991234567:Ждём")).rstrip(b"=")),
    "base64-outside-alphabet": encoded("base64", base64(utf(LATIN))[:-8] + b"*" + base64(utf(LATIN))[-8:]),
    "binary": encoded("binary", koi("alex:psw::::79991234567:Двоично"), charset="koi8-r"),
    "eight-bit": encoded("8bit", win("alex:psw::::79991234567:Восемь бит"), charset="windows-1251"),
    "missing": crlf("Content-Type: text/plain; charset=utf-8", "", "alex:psw::::79991234567:a=20b=", "c=3D"),
    "quoted-printable": encoded("quoted-printable", ORDER_UTF_8_QUOTED),
    "quoted-printable-break-within-a-character": encoded(
        "quoted-printable", "alex:psw::::79991234567:=D0=", "=94=D0=B0"
    ),
    "quoted-printable-capitals": encoded("Quoted-Printable", ORDER_KOI8_R_QUOTED, charset="KOI8-R"),
    "quoted-printable-equals-sign": encoded("quoted-printable", "alex:psw::::79991234567:1+1=3D2 =3D3D"),
    "quoted-printable-escaped-line-break": encoded("quoted-printable", "alex:psw::::79991234567:one=0D=0Atwo", "three"),
    "quoted-printable-no-escape": encoded("quoted-printable", "alex:psw::::79991234567:x=y and 100%= done"),
    "quoted-printable-padding-at-line-end": encoded(
        "quoted-printable", "alex:psw::::79991234567:one \t", "two= ", "three"
    ),
    "quoted-printable-small-digits": encoded("quoted-printable", "alex:psw::::79991234567:=d0=94=d0=b0"),
    "quoted-printable-space-at-line-end": encoded("quoted-printable", "alex:psw::::79991234567:one=20", "two=20"),
    "quoted-printable-underscore": encoded("quoted-printable", "alex:psw::::79991234567:first_name=21"),
    "seven-bit": encoded("7bit", "alex:psw::::79991234567:Seven bits"),
    "seven-bit-is-a-lie": encoded("7bit", koi("alex:psw::::79991234567:Всё восемь"), charset="koi8-r"),
    "unknown": encoded("x-gzip64", LATIN),
    "uuencode": encoded(
        "x-uuencode",
        "begin 644 sms.txt",
        "=86QE>#IP<W<Z.CHZ-SDY.3$R,S0U-C<Z2&5L;&\\",
        "`",
        "end",
    ),
    "white-space": encoded("  base64 \t", base64(utf("alex:psw::::79991234567:Пробелы"))),
}

HEADERS: Final = {
    "capital-names": crlf("FROM: shop@example.com", "CONTENT-TYPE: text/plain; charset=windows-1251", "", win(ORDER)),
    "crlf-then-bare-lf": crlf("From: shop@example.com", PLAIN, "") + lf(utf(ORDER), utf("Приходите до 20:00")),
    "eight-bit-subject": crlf(
        b"Subject: " + koi("Отправка SMS"),
        b'From: "' + win("Магазин") + b'" <shop@example.com>',
        "Content-Type: text/plain; charset=koi8-r",
        "",
        koi(ORDER),
    ),
    "empty-body": crlf("From: shop@example.com", PLAIN, "") + crlf("", ""),
    "encoded-word-in-unknown-charset": crlf(
        "Subject: =?x-unknown?B?****?= =?utf-8?Q?=D0?=", "From: shop@example.com", PLAIN, "", utf(ORDER)
    ),
    "folded-subject-shows-a-type": crlf(
        "Subject: about", " Content-Type: text/plain; charset=utf-8", "From: shop@example.com", "", koi(ORDER)
    ),
    "mbox-line-on-top": lf(
        "From shop@example.com Thu Jan 31 12:00:00 2030", "From: shop@example.com", PLAIN, "", utf(ORDER)
    ),
    "no-body": crlf("From: shop@example.com", "Subject: no body", "Content-Type: text/plain; charset=utf-8"),
    "no-headers": crlf("", koi("alex:psw::::79991234567:Без заголовков")),
    "only-bare-lf": lf("From: shop@example.com", PLAIN, "", utf("alex:psw::::79991234567:раз"), utf("два")),
    "only-content-type": crlf("Content-Type: text/plain; charset=windows-1251", "", win(ORDER)),
    "only-the-request": crlf(LATIN),
    "request-in-subject-too": crlf(
        "Subject: other:psw::::79990000000:The wrong one", "From: shop@example.com", PLAIN, "", utf(ORDER)
    ),
    "thousand-headers": crlf(
        *(f"X-Hop-{hop}: relay{hop}.example.com; Thu, 31 Jan 2030 12:00:00 +0300" for hop in range(1000)),
        "Content-Type: text/plain; charset=windows-1251",
        "",
        win("alex:psw::::79991234567:Через тысячу узлов"),
    ),
}

BODY: Final = {
    "blank-lines-within": typed("text/plain; charset=us-ascii", "alex:psw::::79991234567:one", "", "", "two"),
    "crlf-within": typed("text/plain; charset=us-ascii", "alex:psw::::79991234567:one", "two"),
    "dots": typed("text/plain; charset=us-ascii", "alex:psw::::79991234567:one", "..", ".", "two"),
    "escaped-from": typed("text/plain; charset=us-ascii", "alex:psw::::79991234567:one", ">From two"),
    "form-feed-at-the-end": typed("text/plain; charset=us-ascii", b"alex:psw::::79991234567:Hello\x0c"),
    "header-lines-within": typed(
        "text/plain; charset=us-ascii", "alex:psw::::79991234567:Alarm", "", "Subject: disk", "", "full"
    ),
    "line-from": typed("text/plain; charset=us-ascii", "alex:psw::::79991234567:one", "From two to three"),
    "line-of-spaces-at-the-end": typed("text/plain; charset=us-ascii", "alex:psw::::79991234567:one", "  "),
    "line-separator-at-the-end": typed("text/plain; charset=utf-8", utf("alex:psw::::79991234567:one\u2028")),
    "list": typed(
        "text/plain; charset=windows-1251",
        win("alex:psw:::::79991234567:Ваш заказ готов"),
        win(r"79997654321,79990000001;Ждём вас\nдо 20:00"),
    ),
    "lone-cr-within": typed("text/plain; charset=us-ascii", b"alex:psw::::79991234567:one\rtwo"),
    "long-line": typed("text/plain; charset=koi8-r", koi("alex:psw::::79991234567:" + "Щ" * 1000)),
    "next-line-at-the-end": typed("text/plain; charset=utf-8", utf("alex:psw::::79991234567:one\x85")),
    "no-break-space-at-the-end": typed("text/plain; charset=koi8-r", koi("alex:psw::::79991234567:раз\xa0")),
    "no-line-break-at-the-end": typed("text/plain; charset=us-ascii") + b"alex:psw::::79991234567:Hello",
    "one-line-break-in-front": typed("text/plain; charset=us-ascii", "", "alex:psw::::79991234567:one"),
    "signature": typed("text/plain; charset=us-ascii", "alex:psw::::79991234567:one", "-- ", "Alex"),
    "spaces-at-the-end": typed("text/plain; charset=us-ascii", "alex:psw::::79991234567:one  "),
    "spaces-in-front": typed("text/plain; charset=us-ascii", "  alex:psw::::79991234567:one"),
    "many-line-breaks-around": typed("text/plain; charset=us-ascii", "", "", "", LATIN, "", "", ""),
    "mixed-line-breaks-around": typed("text/plain; charset=us-ascii") + b"\n\r\n" + LATIN.encode() + b"\n\r\n\n",
}

MULTIPART: Final = {
    "alternative-html-first": multipart("alternative", part(HTML, "<p>no tags</p>"), ORDER_PART),
    "alternative-plain-first": multipart(
        "alternative", ORDER_PART, part(HTML, "<p>[text]other:psw::::79990000000:The wrong one[/text]</p>")
    ),
    "attached-html": multipart(
        "mixed",
        crlf(HTML, "Content-Disposition: attachment; filename=a.html", "", utf(ORDER_IN_TAGS)),
        crlf(*IMAGE),
    ),
    "attached-mail": multipart("mixed", crlf("Content-Type: message/rfc822", "") + OTHER_PART, ORDER_PART),
    "attached-mail-only": multipart("mixed", crlf("Content-Type: message/rfc822", "") + ORDER_PART),
    "attached-plain-first": multipart(
        "mixed",
        crlf(PLAIN, "Content-Disposition: attachment; filename=log.txt", "", "other:psw::::79990000000:The wrong one"),
        ORDER_PART,
    ),
    "attached-plain-in-capitals": multipart(
        "mixed",
        crlf(PLAIN, 'CONTENT-DISPOSITION: ATTACHMENT;FILENAME="LOG.TXT"', "", "other:psw::::79990000000:The wrong one"),
        ORDER_PART,
    ),
    "attached-plain-only": multipart(
        "mixed", crlf(PLAIN, "Content-Disposition: attachment", "", utf(ORDER)), crlf(*IMAGE)
    ),
    "attached-plain-then-html": multipart(
        "mixed",
        crlf(PLAIN, "Content-Disposition: attachment", "", "other:psw::::79990000000:The wrong one"),
        part(HTML, utf(f"<p>{ORDER_IN_TAGS}</p>")),
    ),
    "boundary-begins-another": multipart("mixed", multipart("alternative", ORDER_PART, boundary="b12"), OTHER_PART),
    "boundary-missing": crlf("Content-Type: multipart/mixed", "") + parts("b1", ORDER_PART),
    "boundary-never-comes": crlf('Content-Type: multipart/mixed; boundary="b1"', "", utf(ORDER)),
    "boundary-quoted": multipart("mixed", ORDER_PART, boundary="=_(a:b?c'd) e"),
    "boundary-with-white-space": crlf("Content-Type: multipart/mixed; boundary=b1", "")
    + crlf("--b1  ", PLAIN, "", utf(ORDER), "--b1--\t"),
    "charset-of-the-part": crlf(
        'Content-Type: multipart/mixed; charset=koi8-r; boundary="b1"', "Content-Transfer-Encoding: 8bit", ""
    )
    + parts("b1", part("Content-Type: text/plain; charset=windows-1251", win(ORDER))),
    "depth-first": multipart(
        "mixed", multipart("alternative", part(HTML, "<p>no tags</p>"), ORDER_PART, boundary="b2"), OTHER_PART
    ),
    "encoding-of-the-part": crlf(
        'Content-Type: multipart/mixed; boundary="b1"', "Content-Transfer-Encoding: base64", ""
    )
    + parts("b1", ORDER_PART),
    "end-missing": crlf('Content-Type: multipart/mixed; boundary="b1"', "", "--b1") + ORDER_PART,
    "html-before-nested-plain": multipart(
        "mixed",
        part(HTML, "<p>[text]other:psw::::79990000000:The wrong one[/text]</p>"),
        multipart("alternative", ORDER_PART, boundary="b2"),
    ),
    "html-only": multipart("mixed", crlf(*IMAGE), part(HTML, utf(f"<p>{ORDER_IN_TAGS}</p>"))),
    "html-only-without-tags": multipart("alternative", part(HTML, utf(f"<p>{ORDER}</p>"))),
    "image-only": multipart("mixed", crlf(*IMAGE)),
    "image-without-multipart": crlf(*IMAGE),
    "inline-plain": multipart(
        "mixed", crlf(PLAIN, "Content-Disposition: inline; filename=attachment.txt", "", utf(ORDER)), OTHER_PART
    ),
    "octet-stream": typed("application/octet-stream", LATIN),
    "part-without-headers": multipart("mixed", crlf("", koi(ORDER)), crlf(*IMAGE)),
    "preamble-and-epilogue": crlf('Content-Type: multipart/mixed; boundary="b1"', "")
    + crlf("other:psw::::79990000000:The wrong one", "")
    + parts("b1", ORDER_PART)
    + crlf("other:psw::::79990000000:The wrong one")
    + parts("b1", OTHER_PART),
    "thousand-parts": multipart("mixed", *(crlf("Content-Type: image/png", "", "0") for _ in range(1000)), ORDER_PART),
    "two-plain-parts": multipart("mixed", ORDER_PART, OTHER_PART),
}

TAGS: Final = {
    "begin-later": typed("text/plain; charset=us-ascii", "alex:psw::::79991234567:[text] opens and [/text] closes"),
    "close-only": typed("text/plain; charset=us-ascii", "alex:psw::::79991234567:Hello[/text]"),
    "closed-twice": typed("text/plain; charset=us-ascii", "[text]alex:psw::::79991234567:a[/text]b[/text]"),
    "footer-behind": typed(
        "text/plain; charset=utf-8", utf(ORDER_IN_TAGS), "", "--", utf("ООО «Ромашка», отдел продаж")
    ),
    "in-multipart": multipart("mixed", part(PLAIN, utf(ORDER_IN_TAGS), "Scanned, no viruses."), crlf(*IMAGE)),
    "lines-of-their-own": typed(
        "text/plain; charset=us-ascii", "[text]", "", "alex:psw::::79991234567:one", "two", "", "[/text]"
    ),
    "never-closed": typed("text/plain; charset=us-ascii", "[text]alex:psw::::79991234567:Hello", "[text]"),
    "opened-twice": typed("text/plain; charset=us-ascii", "[text]alex:psw::::79991234567:a[text]b[/text]c"),
    "spaces-within": typed("text/plain; charset=us-ascii", "[text]alex:psw::::79991234567:Hello  [/text]"),
    "under-blank-lines": typed("text/plain; charset=utf-8", "", "", utf(ORDER_IN_TAGS)),
    "with-a-list": typed(
        "text/plain; charset=us-ascii",
        "[text]alex:psw:::::79991234567:one",
        "79997654321:two[/text]",
        "79990000000:not a row",
    ),
}

HTML_MAILS: Final = {
    "attribute": html(
        '<img alt="[text]other:psw::::79990000000:The wrong one[/text]">',
        "<p>[text]alex:psw::::79991234567:Hello[/text]</p>",
    ),
    "bare-ampersand-and-less-than": html("<p>[text]alex:psw::::79991234567:1 < 2 & R&D[/text]</p>"),
    "block-inside-a-line": html("[text]alex:psw::::79991234567:one<div>two</div>three[/text]"),
    "blank-line-by-two-breaks": html("[text]alex:psw::::79991234567:one<br><br>two[/text]"),
    "capital-elements": typed("TEXT/HTML; CHARSET=UTF-8", "<P>[text]alex:psw::::79991234567:one<BR>two[/text]</P>"),
    "close-before-open": html("<p>[/text]</p><p>[text]alex:psw::::79991234567:Hello[/text]</p>"),
    "comment": html(
        "<!-- [text]other:psw::::79990000000:The wrong one[/text] -->",
        "<!--[if mso]><p>[text]other:psw::::79990000000:Office[/text]</p><![endif]-->",
        "<p>[text]alex:psw::::79991234567:Hello, comments[/text]</p>",
    ),
    "double-escape": html("[text]alex:psw::::79991234567:&amp;lt; &amp;amp; &amp;#65;[/text]"),
    "entities": html(
        "[text]alex:psw::::79991234567:&laquo;&#1044;&#x430;&raquo; &lt;&euro;&gt; &quot;R&amp;D&quot;[/text]"
    ),
    "head-and-style": html(
        "<html><head><title>[text]title[/text]</title><style>[text]style[/text]</style></head>",
        "<body><script>[text]script[/text]</script>[text]alex:psw::::79991234567:Hello, head[/text]</body></html>",
    ),
    "head-only": html(
        "<html><head><title>[text]alex:psw::::79991234567:Hello[/text]</title></head><body>x</body></html>"
    ),
    "line-breaks": html("[text]alex:psw::::79991234567:one<br>two<br/>three<br />", "four[/text]"),
    "links": html(
        '<p>[text]alex:psw::::<a href="tel:+79991234567">79991234567</a>:see '
        '<a href="https://example.com/?a=1&amp;b=2">example.com</a>[/text]</p>'
    ),
    "meta-charset": typed(
        "text/html; charset=windows-1251",
        '<html><head><meta charset="utf-8"></head>',
        win(f"<body>{ORDER_IN_TAGS}</body></html>"),
    ),
    "no-break-space": html("[text]alex:psw::::79991234567:500&nbsp;rub\u00a0a day[/text]"),
    "no-charset": typed("text/html", koi(f"<html><body>{ORDER_IN_TAGS}</body></html>")),
    "no-tags": html(f"<html><body><p>{ORDER}</p></body></html>"),
    "paragraphs": html("<p>[text]alex:psw::::79991234567:one</p>", "", "<p>two</p><p>three[/text]</p>"),
    "preformatted": html("<pre>[text]alex:psw::::79991234567:a  b", "   c[/text]</pre>"),
    "quoted-printable": crlf(
        "Content-Type: text/html; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        '<p style=3D"margin:0">[te=',
        "xt]alex:psw::::79991234567:=D0=94=D0=B0[/text]</p>",
    ),
    "rows-in-blocks": html(
        "<div>[text]alex:psw:::::79991234567:one</div>", "<div>79997654321:two</div>", "<div>[/text]</div>"
    ),
    "spaces-at-line-ends": html("<p> [text]alex:psw::::79991234567:one </p><p> two <br> three[/text]</p>"),
    "split-tags": html("<p>[te<b></b>xt]alex:psw::::79991234567:He<i>ll</i>o[<span>/te</span>xt]</p>"),
    "tags-as-entities": html("<p>&#91;text&#93;alex:psw::::79991234567:Hello&lbrack;/text&#x5D;</p>"),
    "tags-in-paragraphs": html(
        "<p>Good day!</p><p>[text]</p>", f"<p>{ORDER}</p>", "<p>[/text]</p><p>Regards, Alex</p>"
    ),
    "unclosed": html("<p>[text]alex:psw::::79991234567:Hello</p>"),
    "white-space-runs": html("[text]alex:psw::::79991234567:one  two \t", "   three[/text]"),
}

FLOWED: Final = {
    "capitals": typed('text/plain; charset=us-ascii; FORMAT="Flowed"', "alex:psw::::79991234567:one ", "two"),
    "delsp": typed(
        "text/plain; charset=utf-8; format=flowed; delsp=yes",
        utf("alex:psw::::79991234567:электро "),
        utf("станция ") + b" ",
        "7",
    ),
    "fixed": typed("text/plain; charset=us-ascii; format=fixed", "alex:psw::::79991234567:one ", "two"),
    "hard-break": typed("text/plain; charset=us-ascii; format=flowed", "alex:psw::::79991234567:one ", "two", "three"),
    "not-named": typed("text/plain; charset=us-ascii", "alex:psw::::79991234567:one ", "two and three"),
    "quoted-printable": crlf(
        "Content-Type: text/plain; charset=utf-8; format=flowed",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        "alex:psw::::79991234567:=D0=94=D0=B0=20",
        "=D0=BD=D0=B5=D1=82",
    ),
    "signature-line": typed(
        "text/plain; charset=us-ascii; format=flowed", "alex:psw::::79991234567:one", "-- ", "Alex"
    ),
    "soft-break": typed(
        "text/plain; charset=utf-8; format=flowed", utf("alex:psw::::79991234567:Ваш "), utf("заказ "), utf("готов")
    ),
    "space-stuffing": typed(
        "text/plain; charset=us-ascii; format=flowed", "alex:psw::::79991234567:one", " From two", "  three"
    ),
}

BYTE_ORDER: Final = {
    "utf-16-big-endian-mark": encoded("base64", base64(b"\xfe\xff" + ORDER.encode("utf-16-be")), charset="utf-16"),
    "utf-16-half-a-unit": encoded("base64", base64(b"\xff\xfe" + ORDER.encode("utf-16-le")[:-1]), charset="utf-16"),
    "utf-16-little-endian-mark": encoded("base64", base64(b"\xff\xfe" + ORDER.encode("utf-16-le")), charset="utf-16"),
    "utf-16-lone-surrogate": encoded(
        "base64", base64(b"\xfe\xff" + LATIN.encode("utf-16-be") + b"\xd8\x3d\x00!"), charset="utf-16"
    ),
    "utf-16-no-mark": encoded("base64", base64(ORDER.encode("utf-16-be")), charset="utf-16"),
    # U+04D8 in little-endian is half a surrogate pair in big-endian.
    "utf-16-no-mark-little-endian": encoded(
        "base64", base64("alex:psw::::79991234567:\u04d8".encode("utf-16-le")), charset="utf-16"
    ),
    "utf-16-surrogate-pair": encoded(
        "base64", base64(b"\xfe\xff" + "alex:psw::::79991234567:Да 🙂".encode("utf-16-be")), charset="utf-16"
    ),
    "utf-16be": encoded("base64", base64("alex:psw::::79991234567:Да".encode("utf-16-be")), charset="utf-16be"),
    "utf-16le": encoded("base64", base64("alex:psw::::79991234567:Да".encode("utf-16-le")), charset="utf-16le"),
    "utf-16le-mark": encoded(
        "base64", base64(b"\xff\xfe" + "alex:psw::::79991234567:Да".encode("utf-16-le")), charset="utf-16le"
    ),
    "utf-8-mark": typed("text/plain; charset=utf-8", b"\xef\xbb\xbf" + utf(ORDER)),
    "utf-8-mark-alone": typed("text/plain; charset=utf-8", b"\xef\xbb\xbf"),
    "utf-8-mark-before-a-line-break": typed("text/plain; charset=utf-8", b"\xef\xbb\xbf", utf(ORDER)),
    "utf-8-mark-before-tags": typed("text/plain; charset=utf-8", b"\xef\xbb\xbf" + utf(ORDER_IN_TAGS)),
    "utf-8-mark-in-base64": encoded("base64", base64(b"\xef\xbb\xbf" + utf(ORDER))),
    "utf-8-mark-only-character": typed("text/plain; charset=utf-8", utf("alex:psw::::79991234567:a\ufeffb\ufeff")),
    "utf-8-mark-names-no-charset": typed("text/plain", b"\xef\xbb\xbf" + utf("alex:psw::::79991234567:Да")),
    "utf-8-mark-under-koi8-r": typed("text/plain; charset=koi8-r", b"\xef\xbb\xbf" + LATIN.encode("ascii")),
}


def filled(head: bytes, size: int, line: bytes, end: bytes = b"\r\n") -> bytes:
    """*head*, then *line* again and again; the last line is of dots and makes the mail *size* octets long."""
    missing = size - len(head) - len(end)
    repeated = missing // len(line + end)
    return head + (line + end) * repeated + b"." * (missing - repeated * len(line + end)) + end


def in_base64(size: int, content: bytes) -> bytes:
    """*content* in a mail that a header in front pads to *size* octets."""
    mail = encoded("base64", base64(content))
    return crlf("X-Padding: " + "x" * (size - len(mail) - len("X-Padding: \r\n"))) + mail


def rows(head: bytes, size: int, end: bytes = b"\r\n") -> bytes:
    """*head*, then a list of numbered rows; the last one is padded so that the mail has *size* octets."""
    written = head
    number = 1
    while True:
        row = b"%s79991234567:Order %d is ready for you at the shop." % (
            b"" if number > 1 else b"alex:psw:::::",
            number,
        )
        room = size - len(written) - len(row) - len(end)
        if room < 200:
            return written + row + b"!" * room + end
        written += row + end
        number += 1


ASCII_LIST: Final = crlf("From: shop@example.com", "Content-Type: text/plain; charset=us-ascii", "")
IN_TAGS: Final = typed("text/plain; charset=utf-8", "[text]alex:psw::::79991234567:Hello[/text]")

SIZE: Final = {
    "base64-above": in_base64(102_401, filled(utf(f"[text]{LATIN}[/text]\r\n"), 74_100, b"A footer of many lines.")),
    "cyrillic-in-koi8-r": filled(
        typed("text/plain; charset=koi8-r", koi("[text]alex:psw::::79991234567:Да[/text]")), 99_999, koi("щ" * 70)
    ),
    "cyrillic-in-utf-8-above": filled(
        typed("text/plain; charset=utf-8", utf("[text]alex:psw::::79991234567:Да[/text]")),
        102_401,
        utf("щ") * 70 + b"!",
    ),
    "exactly-100000": rows(ASCII_LIST, 100_000),
    "exactly-100001": filled(IN_TAGS, 100_001, b"A footer of many lines."),
    "exactly-102400": rows(ASCII_LIST, 102_400),
    "exactly-102401": rows(ASCII_LIST, 102_401),
    "header-above": crlf(
        "From: shop@example.com", *(f"X-Padding-{line:04}: {'x' * 982}" for line in range(110)), PLAIN, "", LATIN
    ),
    "headers-count-too": filled(
        crlf(*(f"X-Padding-{line:04}: {'x' * 982}" for line in range(15)), PLAIN, "", "[text]" + LATIN + "[/text]"),
        102_402,
        b"A footer of many lines.",
    ),
    "lf-counts-as-one": filled(
        lf("From: shop@example.com", PLAIN, "", f"[text]{LATIN}[/text]"), 100_000, b"0123456789", b"\n"
    ),
}


def nested(depth: int) -> bytes:
    """*depth* multiparts, each inside the one before, and a request in the innermost."""
    opened = b"".join(
        crlf(f"Content-Type: multipart/mixed; boundary=b{level}x", "", f"--b{level}x") for level in range(depth)
    )
    return opened + ORDER_PART + b"".join(crlf(f"--b{level}x--") for level in reversed(range(depth)))


def in_html(*around: str) -> bytes:
    return html("<html><body>", *around, "</body></html>")


TAGGED: Final = "<p>[text]alex:psw::::79991234567:Hello[/text]</p>"


def content_type_of(size: int) -> bytes:
    """A mail whose Content-Type has this many octets, its last line break not counted."""
    start = b"Content-Type: text/plain; charset=windows-1251"
    folded = b"".join(b";\r\n a%03d=%s" % (number, b"x" * 890) for number in range(9))
    last = b";\r\n b="
    return start + folded + last + b"x" * (size - len(start + folded + last)) + b"\r\n\r\n" + win(ORDER) + b"\r\n"


HOSTILE: Final = {
    "content-type-of-8192-octets": content_type_of(8192),
    "content-type-of-8193-octets": content_type_of(8193),
    "address-of-nested-comments": crlf("From: " + "(" * 900, *(" " + "(" * 900 for _ in range(50)), PLAIN, "", LATIN),
    "content-type-of-semicolons": crlf(
        "Content-Type: text/plain" + ";" * 900,
        *(" " + ";" * 900 for _ in range(60)),
        " charset=windows-1251",
        "",
        win(ORDER),
    ),
    "content-type-behind-carriage-returns": b"X: a\rContent-Type: text/plain"
    + b";" * 60_000
    + b"\n\n"
    + LATIN.encode(),
    "content-type-of-quotes": crlf(
        "Content-Type: text/plain; a=" + r'"\"' * 300,
        *(" " + r'"\"' * 300 for _ in range(60)),
        "",
        LATIN,
    ),
    "header-folded-often": crlf("Subject: a", *[" a"] * 20_000, PLAIN, "", utf(ORDER)),
    "html-comments-never-closed": in_html(TAGGED, *["<!--" * 200] * 110),
    "html-declared-entities": typed(
        "text/html; charset=utf-8",
        "<!DOCTYPE html [",
        '<!ENTITY a0 "ha">',
        *(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 10)),
        "]>",
        "<html><body><p>[text]alex:psw::::79991234567:&a9;[/text]</p></body></html>",
    ),
    "html-elements-never-closed": in_html(*["<b><i><div>" * 70] * 110, TAGGED),
    "html-entities": in_html("[text]alex:psw::::79991234567:", *["&lt;" * 200] * 99, "&lt;[/text]"),
    "html-escapes-of-escapes": in_html(TAGGED, *["&amp" * 200] * 110, "&amp;amp;amp;#91;text&amp;#93;"),
    "html-formatting-never-closed": in_html(
        *[f"<b a={number}>" for number in range(400)], *["<p>x</p>" * 40] * 10, TAGGED
    ),
    "html-less-than-signs": in_html(TAGGED, *["<" * 900] * 100),
    "html-open-brackets": in_html("[" * 900, *["[text" * 180] * 100, TAGGED),
    "html-unfinished-elements": in_html(TAGGED, *["<a " * 300] * 100),
    "html-unfinished-references": in_html(TAGGED, *["&#" * 450] * 100),
    "nested-100": nested(100),
    "nested-101": nested(101),
    "nested-1000": nested(1000),
    "nul-in-body": typed("text/plain; charset=us-ascii", b"alex:psw::::79991234567:Hel\0lo"),
    "nul-in-footer": typed("text/plain; charset=us-ascii", b"[text]alex:psw::::79991234567:Hello[/text]", b"\0"),
    "nul-in-header": crlf(b"Subject: a\0b", PLAIN, "", "alex:psw::::79991234567:Hello, header"),
    "plain-tags-opened-often": typed("text/plain; charset=us-ascii", *["[text]" * 150] * 110),
}

# One below the numbers that the topics size and hostile are about.
BOUNDARIES: Final = {
    "content-type-of-8191-octets": content_type_of(8191),
    "exactly-102399": rows(ASCII_LIST, 102_399),
    "nested-99": nested(99),
}

CLIENTS: Final = {
    # A web page's script: four headers, line feeds, the site's own charset.
    "php-mail": lf(
        "To: send@send.smscentre.com",
        "Subject: ",
        "X-PHP-Originating-Script: 1000:order.php",
        "From: shop@example.com",
        "Content-Type: text/plain; charset=windows-1251",
        "",
        win(ORDER),
    ),
    # A script that puts header and body together itself.
    "smtplib-by-hand": crlf(
        "From: alex@example.com",
        "To: send@send.smscentre.com",
        "Subject: sms",
        "Content-Type: text/plain; charset=utf-8",
        "",
        utf("alex:psw::::79991234567:Резервная копия готова"),
    ),
    # What Python's MIMEText makes of a text that is not ASCII.
    "python-mime-text": crlf(
        'Content-Type: text/plain; charset="utf-8"',
        "MIME-Version: 1.0",
        "Content-Transfer-Encoding: base64",
        "Subject: ",
        "From: alex@example.com",
        "To: send@send.smscentre.com",
        "",
        base64(utf("alex:psw::::79991234567:Сервер снова доступен")),
    ),
    "dotnet-mail-message": crlf(
        "MIME-Version: 1.0",
        "From: shop@example.com",
        "To: send@send.smscentre.com",
        "Date: 31 Jan 2030 12:00:00 +0300",
        "Subject: =?utf-8?B?0JfQsNC60LDQtw==?=",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: base64",
        "",
        base64(utf("alex:psw:::,,Shop:79991234567:Заказ № 7 готов")),
    ),
    "framework-mailer": crlf(
        "From: Shop <shop@example.com>",
        "To: send@send.smscentre.com",
        "Subject: SMS",
        "Message-ID: <0123456789abcdef@shop.example.com>",
        "MIME-Version: 1.0",
        "Date: Thu, 31 Jan 2030 09:00:00 +0000",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        ORDER_UTF_8_QUOTED + ": https://example.com/?o=3D7=",
        "&t=3Dsms",
    ),
    "thunderbird-flowed": crlf(
        "Message-ID: <2c6e7f1a-0000-4000-8000-000000000001@example.com>",
        "Date: Thu, 31 Jan 2030 12:00:00 +0300",
        "MIME-Version: 1.0",
        "User-Agent: Mozilla Thunderbird",
        "Content-Language: ru",
        "To: send@send.smscentre.com",
        "From: Alex <alex@example.com>",
        "Subject: sms",
        "Content-Type: text/plain; charset=UTF-8; format=flowed",
        "Content-Transfer-Encoding: 8bit",
        "",
        utf("alex:psw::::79991234567:Ваш заказ готов, его можно забрать в любой день "),
        utf("с 10:00 до 20:00"),
        "",
    ),
    "outlook-alternative": crlf(
        "From: Alex <alex@example.com>",
        "To: <send@send.smscentre.com>",
        "Subject: sms",
        "Date: Thu, 31 Jan 2030 12:00:00 +0300",
        "MIME-Version: 1.0",
        "Content-Type: multipart/alternative;",
        '\tboundary="----=_NextPart_000_0001_01DB0000.00000000"',
        "X-Mailer: Microsoft Outlook 16.0",
        "Content-Language: ru",
        "",
        "This is a multipart message in MIME format.",
        "",
    )
    + parts(
        "----=_NextPart_000_0001_01DB0000.00000000",
        crlf(
            "Content-Type: text/plain;",
            '\tcharset="koi8-r"',
            "Content-Transfer-Encoding: quoted-printable",
            "",
            ORDER_KOI8_R_QUOTED,
            "",
            "",
        ),
        crlf(
            "Content-Type: text/html;",
            '\tcharset="koi8-r"',
            "Content-Transfer-Encoding: quoted-printable",
            "",
            '<html xmlns:o=3D"urn:schemas-microsoft-com:office:office"><head>',
            '<meta http-equiv=3DContent-Type content=3D"text/html; charset=3Dkoi8-r">',
            "</head><body lang=3DRU><div class=3DWordSection1>",
            f"<p class=3DMsoNormal>{ORDER_KOI8_R_QUOTED}<o:p></o:p></p></div></body></html>",
        ),
    ),
    "outlook-html": crlf(
        "From: Alex <alex@example.com>",
        "To: <send@send.smscentre.com>",
        "Subject: sms",
        "MIME-Version: 1.0",
        "Content-Type: text/html;",
        '\tcharset="windows-1251"',
        "Content-Transfer-Encoding: 8bit",
        "X-Mailer: Microsoft Outlook 16.0",
        "",
        '<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">',
        '<head><meta http-equiv=Content-Type content="text/html; charset=windows-1251">',
        "<!--[if !mso]><style>v\\:* {behavior:url(#default#VML);}</style><![endif]-->",
        "<style><!-- p.MsoNormal {margin:0cm; font-size:11.0pt;} --></style></head>",
        "<body lang=RU link=blue vlink=purple><div class=WordSection1>",
        "<p class=MsoNormal><span lang=EN-US style='font-family:\"Courier New\"'>[text]alex:psw::::79991234567:</span><span",
        win("lang=RU>Ваш заказ<span lang=EN-US> </span>готов[/<span class=SpellE>text</span>]<o:p></o:p></p>"),
        win("<p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>С уважением, Алексей<o:p></o:p></p>"),
        "</div></body></html>",
    ),
    "footer-becomes-text": typed(
        'text/plain; charset="windows-1251"',
        win(ORDER),
        "",
        "--",
        win("ООО «Ромашка»"),
    ),
    "footer-behind-tags": typed(
        'text/plain; charset="windows-1251"',
        win(ORDER_IN_TAGS),
        "",
        win("Письмо и вложения конфиденциальны."),
        win("ООО «Ромашка»"),
    ),
    "with-attachment": crlf(
        "From: shop@example.com",
        "To: send@send.smscentre.com",
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="=_0123456789abcdef"',
        "",
    )
    + parts(
        "=_0123456789abcdef",
        crlf("Content-Transfer-Encoding: 8bit", "Content-Type: text/plain; charset=UTF-8", "", utf(ORDER)),
        crlf(
            "Content-Type: application/pdf;",
            " name=invoice.pdf",
            "Content-Disposition: attachment;",
            " filename=invoice.pdf;",
            " size=9",
            "Content-Transfer-Encoding: base64",
            "",
            "JVBERi0xLjQK",
        ),
    ),
    "base64-koi8-r": crlf(
        "From: shop@example.com",
        "Mime-Version: 1.0",
        "Content-Type: text/plain; charset=koi8-r",
        "Content-Transfer-Encoding: base64",
        "",
        base64(koi("alex:psw::::79991234567:Ваш заказ готов, ждём вас с 10:00 до 20:00\r\n")),
    ),
    "charset-in-capitals-and-quotes": crlf(
        "From: shop@example.com",
        "MIME-Version: 1.0",
        'Content-Type: text/plain; charset="WINDOWS-1251"',
        "Content-Transfer-Encoding: 8BIT",
        "",
        win(ORDER),
    ),
    "wrong-label-koi8-r-on-utf-8": crlf(
        "From: shop@example.com", "Content-Type: text/plain; charset=koi8-r", "", utf("alex:psw::::79991234567:Нет")
    ),
    "wrong-label-utf-8-on-koi8-r": crlf(
        "From: shop@example.com", "Content-Type: text/plain; charset=utf-8", "", koi(ORDER)
    ),
    # A cron job that pipes its text into the mail command of an old system.
    "mailx": lf(
        "Return-Path: <root@host.example.com>",
        "Received: by host.example.com (Postfix, from userid 0)",
        "\tid 0123456789; Thu, 31 Jan 2030 12:00:00 +0300 (MSK)",
        "To: send@send.smscentre.com",
        "Message-Id: <20300131090000.0123456789@host.example.com>",
        "Date: Thu, 31 Jan 2030 12:00:00 +0300 (MSK)",
        "From: root@host.example.com (root)",
        "",
        "alex:psw::::79991234567:Backup of host is done",
    ),
    "sendmail-from-a-pipe": lf("", koi("alex:psw::::79991234567:Диск заполнен")),
    "monitoring": crlf(
        "From: <monitor@example.com>",
        "To: <send@send.smscentre.com>",
        "Date: Thu, 31 Jan 2030 12:00:00 +0300",
        "Subject: =?UTF-8?B?UFJPQkxFTTogRGlzayBmdWxs?=",
        "Message-ID: <cafe0000cafe0000@monitor>",
        "MIME-Version: 1.0",
        'Content-Type: text/plain; charset="UTF-8"',
        "Content-Transfer-Encoding: base64",
        "",
        base64(
            utf(
                "alex:psw:::,,Monitor:79991234567;79997654321:PROBLEM: Место на диске / закончилось\r\n"
                "Host: db1\r\nSeverity: High\r\n"
            ),
            72,
        ),
    ),
    "export-of-rows": crlf(
        "From: crm@example.com",
        "To: send@send.smscentre.com",
        "Subject: 3 messages",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        utf("alex:psw:42::,,Shop::79991234567:Иван, заказ готов"),
        utf(r"79997654321:Мария, ждём вас\nв субботу"),
        utf("79990000001,79990000002:Скидка: 10%"),
        "",
    ),
    "mailing-list-footer": crlf(
        "From: alex@example.com",
        "Sender: sms-bounces@lists.example.com",
        "List-Id: <sms.lists.example.com>",
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="===============0123456789=="',
        "",
    )
    + parts(
        "===============0123456789==",
        crlf("Content-Type: text/plain; charset=koi8-r", "Content-Transfer-Encoding: 8bit", "", koi(ORDER)),
        crlf(
            'Content-Type: text/plain; charset="us-ascii"',
            "MIME-Version: 1.0",
            "Content-Transfer-Encoding: 7bit",
            "Content-Disposition: inline",
            "",
            "_______________________________________________",
            "sms mailing list",
        ),
    ),
    "forwarded-with-a-note-in-front": typed(
        "text/plain; charset=utf-8",
        "",
        "---------- Forwarded message ---------",
        "From: Shop <shop@example.com>",
        "",
        utf(ORDER),
    ),
    "forwarded-as-attachment": crlf(
        "From: alex@example.com",
        "Subject: Fwd: sms",
        'Content-Type: multipart/mixed; boundary="------------0123456789"',
        "",
    )
    + parts(
        "------------0123456789",
        part(PLAIN, utf(ORDER)),
        crlf("Content-Type: message/rfc822; name=sms.eml", "Content-Disposition: attachment; filename=sms.eml", "")
        + crlf("From: shop@example.com", PLAIN, "", "other:psw::::79990000000:The wrong one"),
    ),
    "iphone": crlf(
        "From: Alex <alex@example.com>",
        "Content-Type: multipart/alternative; boundary=Apple-Mail-00000000-0000-4000-8000-000000000000",
        "Content-Transfer-Encoding: 7bit",
        "Mime-Version: 1.0 (1.0)",
        "Date: Thu, 31 Jan 2030 12:00:00 +0300",
        "Subject: sms",
        "Message-Id: <00000000-0000-4000-8000-000000000000@example.com>",
        "To: send@send.smscentre.com",
        "X-Mailer: iPhone Mail (00A000)",
        "",
        "",
    )
    + parts(
        "Apple-Mail-00000000-0000-4000-8000-000000000000",
        crlf(
            "Content-Type: text/plain;",
            "\tcharset=utf-8",
            "Content-Transfer-Encoding: quoted-printable",
            "",
            ORDER_UTF_8_QUOTED,
        ),
        crlf(
            "Content-Type: text/html;",
            "\tcharset=utf-8",
            "Content-Transfer-Encoding: 7bit",
            "",
            '<html><body dir="auto"><a href="tel:79991234567">79991234567</a></body></html>',
        ),
    ),
    "webmail": crlf(
        "MIME-Version: 1.0",
        "Date: Thu, 31 Jan 2030 12:00:00 +0300",
        "Subject: sms",
        "From: Alex <alex@example.com>",
        "To: send@send.smscentre.com",
        'Content-Type: multipart/alternative; boundary="0000000000000abcdef0123456"',
        "",
    )
    + parts(
        "0000000000000abcdef0123456",
        crlf(
            'Content-Type: text/plain; charset="UTF-8"',
            "Content-Transfer-Encoding: base64",
            "",
            base64(utf(ORDER + "\r\n")),
        ),
        crlf(
            'Content-Type: text/html; charset="UTF-8"',
            "Content-Transfer-Encoding: base64",
            "",
            base64(utf(f'<div dir="ltr">{ORDER}</div>\r\n')),
        ),
    ),
    "java-mail": crlf(
        "Date: Thu, 31 Jan 2030 12:00:00 +0300 (MSK)",
        "From: shop@example.com",
        "To: send@send.smscentre.com",
        "Message-ID: <1.0.1896080400000@host.example.com>",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=KOI8-R",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        ORDER_KOI8_R_QUOTED,
    ),
    # Accounting programs often wrap even a bare text into parts.
    "accounting-program": crlf(
        "From: =?utf-8?B?0KHQutC70LDQtA==?= <store@example.com>",
        "To: <send@send.smscentre.com>",
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="_mixed_"',
        "",
    )
    + parts(
        "_mixed_",
        crlf('Content-Type: multipart/related; boundary="_related_"', "")
        + parts(
            "_related_",
            crlf('Content-Type: multipart/alternative; boundary="_alternative_"', "")
            + parts(
                "_alternative_",
                crlf(
                    'Content-Type: text/plain; charset="utf-8"',
                    "Content-Transfer-Encoding: base64",
                    "",
                    base64(utf("alex:psw::::79991234567:Счёт № 15 оплачен")),
                ),
            ),
        ),
    ),
}

# What two implementations, written apart from each other, first read in two ways.
SECOND_IMPLEMENTATION: Final = {
    "api-key-without-empty-line": crlf(PLAIN, ":KEY::::79991234567:Hello"),
    "attached-multipart-first": crlf(
        "Content-Type: multipart/mixed; boundary=b1",
        "",
        "--b1",
        "Content-Type: multipart/mixed; boundary=b2",
        "Content-Disposition: attachment",
        "",
        "--b2",
        PLAIN,
        "",
        "alex:psw::::79991234568:no",
        "--b2--",
        "--b1",
        PLAIN,
        "",
        utf(ORDER),
        "--b1--",
    ),
    "charset-of-one-letter": typed("text/plain; charset=u8", LATIN),
    "charset-with-two-hyphens": typed('text/plain; charset="utf--8"', LATIN),
    "empty-part-in-front": crlf(
        "Content-Type: multipart/mixed; boundary=b1", "", "--b1", "--b1", PLAIN, "", utf(ORDER), "--b1--"
    ),
    "html-end-tag-without-name": html("<p>[text]alex:psw::::79991234567:one</ x>two[/text]</p>"),
    "html-head-never-closed": html(
        "<html><head><title>[text]title[/text]</title>",
        "<body><p>[text]alex:psw::::79991234567:one[/text]</p></body></html>",
    ),
    "iso-8859-1-octet-80": typed("text/plain; charset=iso-8859-1", b"alex:psw::::79991234567:a\x80b"),
    "koi8-u-boxes": typed("text/plain; charset=koi8-u", b"alex:psw::::79991234567:\xa4\xae\xbe"),
    "line-that-is-no-header": crlf(PLAIN, "a b:psw::::79991234567:Hello"),
    "line-that-could-be-a-header": crlf(PLAIN, "alex:psw::::79991234567:Hello"),
    "lone-cr-at-the-end": typed("text/plain; charset=us-ascii", b"alex:psw::::79991234567:one\r"),
    "type-without-semicolon": typed("text/plain charset=windows-1251", win(ORDER)),
    "windows-1252-euro": typed("text/plain; charset=windows-1252", b"alex:psw::::79991234567:5 \x80"),
}

TOPICS: Final = {
    "body": BODY,
    "boundaries": BOUNDARIES,
    "byte-order": BYTE_ORDER,
    "charset": CHARSET,
    "clients": CLIENTS,
    "flowed": FLOWED,
    "headers": HEADERS,
    "hostile": HOSTILE,
    "html": HTML_MAILS,
    "multipart": MULTIPART,
    "second-implementation": SECOND_IMPLEMENTATION,
    "size": SIZE,
    "tags": TAGS,
    "transfer": TRANSFER,
}

MAILS: Final[dict[str, bytes]] = {
    f"{topic}/{name}.eml": mail for topic, mails in TOPICS.items() for name, mail in mails.items()
}


def write() -> None:
    for path, mail in MAILS.items():
        file = FOLDER / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(mail)


if __name__ == "__main__":
    write()
