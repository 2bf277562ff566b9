"""Decoding a mail to the text of the request that it carries, and saying all that is to be said of it."""

import re
from collections.abc import Iterable
from datetime import datetime

from ..decode import check
from ..findings.diagnostic import DecodeError, Diagnostic
from ..findings.findings import Findings
from ..sms.charsets import name_of
from ..syntax import DOMAIN, STRUCTURAL_COLONS
from ..values import Value
from .doubts import headers_in, of_headers, with_one_cause
from .parse import MAX_WRITTEN_OCTETS, Part, head_of, parts_of
from .text import is_token, text_of

OPENING, CLOSING = "[text]", "[/text]"
"""The tags around a request where the mail around it cannot be trusted (C-TAGS, R-TAGS, R-TAGPAIR)."""

_ABOVE = " \t\r\n"
"""The white space that may stand in front of the opening tag in plain text."""

_OTHER_TEXT = re.compile(r"text/(?!plain$)[a-z0-9][a-z0-9!#$&^_.+-]*+")
"""A type of text with a name as RFC 6838 has them."""
_NO_SEMICOLON = re.compile(r"([\w-]+/[\w.+-]+)[\s,:]+(charset|boundary|format|name)[\s]*[=:]", re.ASCII)

_TAG_LIKE = re.compile(r"[\[<{]\s*text\s*[\]>}]", re.IGNORECASE)
"""What somebody meant as the opening tag."""

_BLANK = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]*+")
_RECIPIENTS = r"(?:[+(]?\d[\d ().-]{2,24}|G\d{1,20}|#\w{1,50}|[^\s:;@]{1,64}@[^\s:;]{1,255})(?:[,;][^:\n]{0,200})?[:;]|(?:subj|voice):|~~~(?:\s|$)"
_LIKE_ROW = re.compile(rf"[ \t]*(?:{_RECIPIENTS})", re.ASCII)
"""A line that begins a row or is no text of the one above."""
_ROW_WITHIN = re.compile(rf"(?<=[ \n])(?:{_RECIPIENTS})", re.ASCII)

_HEADER_LIKE_A_REQUEST = re.compile(rb"(?<![^\r\n])[!-9;-~]+:(?:[^:\r\n]*:){4}")


class DecodedMail(Value, frozen=True):
    """What a mail carries.

    >>> mail = decode_mail(b"Content-Type: text/plain; charset=utf-8\\n\\nalex:psw::::79991234567:Hello")
    >>> mail.charset, mail
    ('utf-8', DecodedMail(29 characters, charset='utf-8', findings=()))
    """

    text: str
    """The request, without line breaks around it (R-TRAILNL)."""
    charset: str
    """The MIME name, in lower case, of the charset that it was written in."""
    findings: tuple[Diagnostic, ...] = ()
    """Notes of what was chosen or defaulted, and warnings of what is doubtful. Offsets count octets."""
    part: str = "text/plain"
    """The type of the part that it was read from."""

    def __repr__(self) -> str:
        return f"DecodedMail({len(self.text)} characters, charset={self.charset!r}, findings={self.findings!r})"


def decode_mail(raw: bytes, *, needs_tags: bool = True) -> DecodedMail:
    """The text of the request in the mail *raw*, as it came: headers, an empty line, and the body.

    Line ends may be CR LF or LF alone. The charset is the one that Content-Type names, else koi8-r (C-PLAIN). Of a
    multipart mail the first text/plain part counts that is no attachment and not blank, else the first part of another
    type of text, in which the request stands between ``[text]`` and ``[/text]`` (R-PART, C-TAGS); the text of E-mail2sms
    needs no tags (R-FORWARD). Whether the text is a request is not judged.

    >>> decode_mail("Subject: SMS\\n\\nalex:psw::::79991234567:Привет\\n".encode("koi8-r")).text
    'alex:psw::::79991234567:Привет'

    Raises :class:`DecodeError` for a mail over 102,400 octets (R-KB), an unknown charset or an octet that is none of its
    (R-CHARSET), no usable part (R-PART), missing or unclosed tags (R-TAGS), a broken transfer encoding (R-TRANSFER), NUL
    octets (R-NUL), and too many parts (R-NESTED).
    """
    if not isinstance(raw, bytes | bytearray):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise DecodeError(Findings.of_no_text("a mail is bytes"))
    raw = bytes(raw)
    parts = parts_of(raw)
    for part in parts:
        if part.head.type == "text/plain":
            found = _found_in(raw, parts, part)
            text, charset = text_of(found, part)
            if _BLANK.fullmatch(text):
                continue
            text = _inside_tags(found, part, text)
            _doubt(found, parts, part, text)
            return _decoded(found, part, text, charset)
    for part in parts:
        if _OTHER_TEXT.fullmatch(part.head.type):
            found = _found_in(raw, parts, part)
            text, charset = text_of(found, part)
            if part.head.type == "text/html":
                return _decoded(found, part, _of_page(found, part, text, needs_tags=needs_tags), charset)
            return _decoded(found, part, _between_tags(found, part, text, needed=needs_tags), charset)
    raise _without_text(raw, parts)


def check_mail(raw: bytes, *, now: datetime | None = None, domains: Iterable[str] = (DOMAIN,)) -> list[Diagnostic]:
    """The findings of the mail *raw*, then those of the request that it carries.

    A finding of the mail has a field that begins with ``mail``, and its offsets count octets; one of the request has
    offsets, line and column in the request's text, which :func:`decode_mail` gives. Without an error among them the
    mail carries a request that :func:`decode_request` accepts. *now* is as for :func:`check`. Recipients in To, Cc and
    Bcc at other *domains* are told of. Never raises.

    >>> [found.rule for found in check_mail(b"Subject: SMS\\n\\nalex:psw::::7999x:hi")]
    ['charset-default', 'phone-format']
    """
    is_mail = isinstance(raw, bytes | bytearray)  # pyright: ignore[reportUnnecessaryIsInstance]
    headers = list(of_headers(head_of(raw), tuple(domains))) if is_mail else []
    try:
        mail = decode_mail(raw)
    except DecodeError as error:
        return with_one_cause(headers, list(error.diagnostics))
    # A mail says which charset it is written in, be it by saying nothing.
    request = [one for one in check(mail.text, now=now) if one.rule != "charset-needed"]
    if not any(one.severity == "error" for one in request):
        headers = [one for one in headers if one.rule != "subject-request"]
    return with_one_cause([*headers, *mail.findings], request)


def _decoded(found: Findings, part: Part, text: str, charset: str) -> DecodedMail:
    text = text.strip("\r\n")
    if not text:
        found.add("mail-part", "mail.body", 0, 0, "there is no text between the tags")
        raise DecodeError(found)
    return DecodedMail(text, charset, tuple(found), part.head.type)


def _found_in(raw: bytes, parts: list[Part], part: Part) -> Findings:
    """What is to be said of a mail in which *part* is read."""
    found = Findings("", "mail")
    if len(raw) > MAX_WRITTEN_OCTETS:
        found.add("mail-large", "mail", MAX_WRITTEN_OCTETS, len(raw))
    if part.head.is_type_repeated:
        found.add("header-twice", "mail.content-type", *part.head.place("type"))
    if part.head.flaw:
        found.add("type-malformed", "mail.content-type", *part.head.place("type"), part.head.flaw)
    if len(parts) > 1:
        found.add("part-chosen", "mail", 0, 0, f"of {len(parts)} parts the first {part.head.type} is read")
    return found


def _doubt(found: Findings, parts: list[Part], part: Part, text: str) -> None:
    """Say where the request is likely to be, if it is not in the plain *text*."""
    if headers := headers_in(text):
        found.add("headers-in-text", "mail.body", 0, len(headers))
    for other in parts:
        if other.head.type == "text/html" and text.count(":") < STRUCTURAL_COLONS:
            if _is_tagged(other):
                found.add("part-tagged", "mail", 0, 0)
            return


def _is_tagged(part: Part) -> bool:
    """Whether the page in *part* holds a request in tags that nothing divides."""
    try:
        return _cut(text_of(Findings("", "mail"), part)[0]) is not None
    except DecodeError:
        return False


# ---- tags


def _inside_tags(found: Findings, part: Part, text: str) -> str:
    """What is between the tags in the plain *text*, or all of it where it does not begin with the opening one."""
    start = len(text) - len(text.lstrip(_ABOVE))
    if text.startswith(OPENING, start):
        return _between_tags(found, part, text)
    if doubt := _doubtful_tag(text):
        found.add("tag-doubt", "mail.body", *part.span, doubt)
    return text


def _of_page(found: Findings, part: Part, html: str, *, needs_tags: bool) -> str:
    """What is between the tags in the page *html*."""
    from .html import text_of_html  # Few mails need it, and loading it takes a while.

    text = _between_tags(found, part, text_of_html(html), needed=needs_tags)
    if "\n" in html and ("<" not in html or _ROW_WITHIN.search(text)):
        meant = (_cut(text_of_html(html, keep_breaks=True)) or "").strip("\n").split("\n")
        shown = set(text.split("\n"))
        if any(line not in shown and _LIKE_ROW.match(line) for line in meant[1:]):
            says = "the line breaks of an HTML source are spaces, so that a line with recipients was joined to the one above"
            found.add("html-line-breaks", "mail.body", *part.span, says)
        elif "<" not in html and len(meant) > 1:
            found.add("html-line-breaks", "mail.body", *part.span)
    return text


def _between_tags(found: Findings, part: Part, text: str, *, needed: bool = True) -> str:
    inside = _cut(text)
    if inside is None and not needed and OPENING not in text:
        return text
    if inside is None:
        found.add("mail-tags", "mail.body", *part.span, _why_no_tags(text, part.head.type))
        raise DecodeError(found)
    found.add("tags-used", "mail.body", *part.span)
    return inside


def _cut(text: str) -> str | None:
    """What stands between the first opening tag and the first closing one behind it."""
    _, opening, behind = text.partition(OPENING)
    inside, closing, _ = behind.partition(CLOSING)
    return inside if opening and closing else None


def _why_no_tags(text: str, type: str) -> str:
    if OPENING in text:
        return f"{OPENING} is opened and never closed"
    if tag := _TAG_LIKE.search(text):
        return f"{tag[0]} is no tag: it is written {OPENING}, in small letters, and {CLOSING} closes it"
    return f"a mail of {type} must say where the request is, and there is no {OPENING}"


def _doubtful_tag(text: str) -> str | None:
    """Why what looks like an opening tag is none, where the text is not a request that speaks of it."""
    end = -1
    for _ in range(STRUCTURAL_COLONS - 1):
        end = text.find(":", end + 1)
        if end < 0:
            end = len(text)
            break
    tag = _TAG_LIKE.search(text, 0, end)
    if not tag:
        return None
    if tag[0] != OPENING:
        return f"{tag[0]} is no tag and belongs to the text: tags are written {OPENING} and {CLOSING}, in small letters"
    above = text[: tag.start()].strip(_ABOVE)
    if _BLANK.fullmatch(above) and above:
        return f"{name_of(above[0])} stands in front of {OPENING}, which is no tag then and begins the login"
    return f"{OPENING} counts at the very start of a plain text, and there something else stands in front of it"


# ---- mails without a text


def _without_text(raw: bytes, parts: list[Part]) -> DecodeError:
    """The refusal of a mail in which no part can hold a request."""
    found = Findings("", "mail")
    for part in parts:
        if malformed := _NO_SEMICOLON.match(part.head.type):
            says = f"Content-Type has no semicolon between {malformed[1]} and {malformed[2]}, so that it names no type"
            return _refused(
                found, part.head.place("type"), says, f"Write Content-Type: {malformed[1]}; {malformed[2]}=…"
            )
    if any(part.head.type == "text/plain" for part in parts):
        says = "there is no text"
        if _HEADER_LIKE_A_REQUEST.search(raw, 0, parts[0].head.end):
            says += ", and one of the headers looks like a request: an empty line must stand before it"
        return _refused(found, (0, 0), says)
    for part in parts:
        if part.head.type.startswith("multipart/") and is_token(part.head.type):
            says = f"Content-Type says {part.head.type} and names no boundary, so that the parts cannot be told apart"
            return _refused(
                found, part.head.place("type"), says, "Name the boundary, or send the request as text/plain alone."
            )
    if not parts:
        says = "no line of the mail is the border that Content-Type names, or nothing but attachments stands behind it"
        return _refused(found, (0, 0), says, "Send the request as text/plain, not as an attachment.")
    there = [part.head.type for part in parts if is_token(part.head.type)][:5]
    says = f"there is no part of text; there is {', '.join(there)}" if there else None
    return _refused(
        found, parts[0].head.place("type"), says, "Send the request as text/plain: Content-Type says what it is."
    )


def _refused(found: Findings, place: tuple[int, int], says: str | None, remedy: str | None = None) -> DecodeError:
    found.add("mail-part", "mail.body", *place, says, remedy=remedy)
    return DecodeError(found)
