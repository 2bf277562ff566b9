"""Readers and writers of mails."""

import html
import quopri
import re
from base64 import b64decode, b64encode
from email import message_from_bytes
from email.message import Message
from typing import Any

from tests.support.zoo.animal import Answer, Input, Operation, animal
from tests.support.zoo.ways import changed, member, refusal, value_of


def _octets(given: Input) -> bytes:
    return b64decode(given["eml"])


def _of(octets: bytes) -> Input:
    return {"eml": b64encode(octets).decode("ascii")}


def _mail(given: Input) -> Message:
    try:
        return message_from_bytes(_octets(given))
    except RecursionError:
        return Message()


def _text(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _reread(given: Input, right: Operation, charset: str) -> Answer:
    """The right answer, its octets read as *charset* where the mail names none."""
    answer = right(given)
    named = any(leaf.get_param("charset") for leaf in _mail(given).walk())
    text = value_of(answer).get("text")
    if named or text is None:
        return answer
    return {"ok": {"text": text.encode("koi8-r").decode(charset, "replace"), "charset": charset}}


@animal("decode_mail", caught_by=("mail/charset/no-charset", "mail/charset/no-content-type"))
def defaults_to_utf_8(given: Input, right: Operation) -> Answer:
    """Defaults to utf-8."""
    return _reread(given, right, "utf-8")


@animal("decode_mail", caught_by=("mail/charset/no-charset", "mail/charset/no-content-type"))
def defaults_to_windows_1251(given: Input, right: Operation) -> Answer:
    """Defaults to windows-1251, as most Russian mails are written in it."""
    return _reread(given, right, "windows-1251")


@animal("decode_mail", caught_by=("mail/charset/koi8-r-label-on-utf-8", "mail/clients/wrong-label-koi8-r-on-utf-8"))
def prefers_utf_8(given: Input, right: Operation) -> Answer:
    """Reads whatever is valid in utf-8 as utf-8, whatever the label says."""
    octets = _octets(given)
    answer = right(given)
    if value_of(answer).get("charset") != "koi8-r" or octets.isascii():
        return answer
    try:
        text = answer["ok"]["text"].encode("koi8-r").decode("utf-8")
    except UnicodeDecodeError:
        return answer
    return {"ok": {"text": text, "charset": "utf-8"}}


@animal("decode_mail", caught_by=("mail/charset/utf-8-truncated", "mail/charset/us-ascii-undecodable"))
def replaces_what_it_cannot_decode(given: Input, right: Operation) -> Answer:
    """Decodes with errors="replace"."""
    answer, mail = right(given), _mail(given)
    charset = str(mail.get_param("charset", ""))
    if "ok" in answer or mail.is_multipart() or charset not in ("utf-8", "us-ascii", "windows-1251"):
        return answer
    return {"ok": {"text": _text(mail).decode(charset, "replace").strip("\r\n"), "charset": charset}}


@animal("decode_mail", caught_by=("mail/charset/name-of-a-codec-idna", "mail/charset/name-of-a-codec-unicode-escape"))
def takes_any_codec(given: Input, right: Operation) -> Answer:
    """Looks the charset up among the codecs of its language."""
    answer, mail = right(given), _mail(given)
    charset = str(mail.get_param("charset", ""))
    if "ok" in answer or charset not in ("idna", "punycode", "raw_unicode_escape", "unicode_escape", "unicode-escape"):
        return answer
    return {"ok": {"text": _text(mail).decode(charset).strip("\r\n"), "charset": charset}}


@animal("decode_mail", caught_by=("mail/charset/unknown", "mail/charset/name-of-a-codec-rot13"))
def falls_back_to_the_default(given: Input, right: Operation) -> Answer:
    """Falls back to the default where it does not know the charset."""
    answer = right(given)
    if "ok" in answer:
        return answer
    return right(_of(re.sub(rb'(?i);\s*charset="?[^";\r\n]*"?', b"", _octets(given), count=1)))


@animal("decode_mail", caught_by=("mail/byte-order/utf-8-mark", "mail/byte-order/utf-8-mark-in-base64"))
def keeps_the_byte_order_mark(given: Input, right: Operation) -> Answer:
    """Makes the byte order mark the first character of the text."""
    answer = right(given)
    marked = any(_text(part).startswith(b"\xef\xbb\xbf") for part in _mail(given).walk())
    if not marked or value_of(answer).get("charset") != "utf-8":
        return answer
    return changed(answer, lambda value: value.update(text="\ufeff" + value["text"]))


@animal("decode_mail", caught_by=("mail/body/spaces-at-the-end", "mail/body/no-break-space-at-the-end"))
def trims_the_body(given: Input, right: Operation) -> Answer:
    """Trims the text with strip()."""
    return changed(right(given), lambda value: value.update(text=value["text"].strip()))


@animal("decode_mail", caught_by=("mail/body/many-line-breaks-around", "mail/body/one-line-break-in-front"))
def removes_one_line_break(given: Input, right: Operation) -> Answer:
    """Removes one line break behind the text and no more."""
    mail, answer = _mail(given), right(given)
    if "ok" not in answer or mail.get_content_type() != "text/plain" or b"[text]" in _text(mail):
        return answer
    octets = _text(mail).replace(b"\r\n", b"\n")
    front, back = len(octets) - len(octets.lstrip(b"\n")), len(octets) - len(octets.rstrip(b"\n")) - 1
    return changed(answer, lambda value: value.update(text="\n" * front + value["text"] + "\n" * back))


@animal("decode_mail", caught_by=("mail/body/signature",))
def cuts_signatures(given: Input, right: Operation) -> Answer:
    """Cuts what stands behind a signature line."""
    return changed(right(given), lambda value: value.update(text=value["text"].split("\n-- \n")[0]))


@animal("decode_mail", caught_by=("mail/multipart/alternative-html-first", "mail/multipart/attached-plain-first"))
def takes_the_first_part(given: Input, right: Operation) -> Answer:
    """Takes the first part of a multipart mail, whatever its type."""
    mail = _mail(given)
    if not mail.is_multipart():
        return right(given)
    first = next((part for part in mail.walk() if not part.is_multipart()), mail)
    del first["Content-Disposition"]
    return right(_of(bytes(first)))


@animal("decode_mail", caught_by=("mail/multipart/attached-plain-first", "mail/multipart/attached-plain-only"))
def reads_attachments(given: Input, right: Operation) -> Answer:
    """Does not look at Content-Disposition, so that an attached text comes first."""
    return right(_of(re.sub(rb"(?i)Content-Disposition: *attachment", b"X-Disposition: none", _octets(given))))


@animal("decode_mail", caught_by=("mail/html/no-tags", "mail/multipart/html-only-without-tags"))
def needs_no_tags(given: Input, right: Operation) -> Answer:
    """Sends HTML without tags where nothing else is there."""
    answer = right(given)
    if "ok" in answer or b"[text]" in _octets(given):
        return answer
    tagged = re.sub(rb"(?is)(<(?:p|body)[^>]*>)(.*)(</(?:p|body)>)", rb"\1[text]\2[/text]\3", _octets(given), count=1)
    return right(_of(tagged))


@animal("decode_mail", caught_by=("mail/tags/begin-later",))
def finds_tags_anywhere(given: Input, right: Operation) -> Answer:
    """Takes tags wherever they stand in plain text."""
    tagged = re.compile(r"\[text\](.*?)\[/text\]", re.DOTALL)

    def inside(text: str) -> str:
        found = tagged.search(text)
        return found[1] if found else text

    return changed(right(given), lambda value: value.update(text=inside(value["text"])))


@animal("decode_mail", caught_by=("mail/html/line-breaks", "mail/html/rows-in-blocks"))
def forgets_line_breaks_of_html(given: Input, right: Operation) -> Answer:
    """Takes elements out of HTML by a pattern, and their line breaks with them."""
    mail = _mail(given)
    return right(_of(re.sub(rb"(?i)</?(?:br|div|p)\b[^>]*>", b"", _octets(given)))) if _is_html(mail) else right(given)


@animal("decode_mail", caught_by=("mail/html/capital-elements",))
def knows_small_elements(given: Input, right: Operation) -> Answer:
    """Knows the elements of HTML in small letters only."""
    octets = re.sub(rb"</?(?:BR|DIV|P)\b[^>]*>", b"", _octets(given))
    return right(_of(octets)) if _is_html(_mail(given)) else right(given)


@animal("decode_mail", caught_by=("mail/html/double-escape",))
def decodes_entities_twice(given: Input, right: Operation) -> Answer:
    """Decodes entities twice."""
    if not _is_html(_mail(given)):
        return right(given)
    return changed(right(given), lambda value: value.update(text=html.unescape(value["text"])))


def _is_html(mail: Message) -> bool:
    return mail.get_content_type() == "text/html"


@animal("decode_mail", caught_by=("mail/transfer/quoted-printable-equals-sign",))
def undoes_quoted_printable_twice(given: Input, right: Operation) -> Answer:
    """Undoes quoted-printable twice."""
    mail, answer = _mail(given), right(given)
    if str(mail["Content-Transfer-Encoding"]).lower() != "quoted-printable" or "ok" not in answer:
        return answer
    charset = answer["ok"]["charset"]
    again = quopri.decodestring(answer["ok"]["text"].encode(charset)).decode(charset, "replace")
    return changed(answer, lambda value: value.update(text=again))


@animal("decode_mail", caught_by=("mail/transfer/base64-outside-alphabet", "mail/transfer/base64-footer-behind"))
def skips_damage_in_base64(given: Input, right: Operation) -> Answer:
    """Decodes base64 with a library that skips what is not of its alphabet."""
    mail, answer = _mail(given), right(given)
    if "ok" in answer or str(mail["Content-Transfer-Encoding"]).strip().lower() != "base64":
        return answer
    charset = str(mail.get_param("charset", "koi8-r"))
    return {"ok": {"text": _text(mail).decode(charset, "replace").strip("\r\n"), "charset": charset}}


@animal("decode_mail", caught_by=("mail/transfer/unknown", "mail/transfer/uuencode"))
def overlooks_unknown_encodings(given: Input, right: Operation) -> Answer:
    """Passes the body on as it stands where it does not know the transfer encoding."""
    answer = right(given)
    if "ok" in answer:
        return answer
    return right(_of(re.sub(rb"(?im)^Content-Transfer-Encoding:.*\r?\n", b"", _octets(given))))


@animal("decode_mail", caught_by=("mail/flowed/not-named", "mail/flowed/fixed"))
def joins_lines_of_every_mail(given: Input, right: Operation) -> Answer:
    """Joins lines that end with a space in every mail."""
    return changed(right(given), lambda value: value.update(text=value["text"].replace(" \n", " ")))


@animal("decode_mail", caught_by=("mail/size/header-above", "mail/size/base64-above"))
def measures_the_text_only(given: Input, right: Operation) -> Answer:
    """Measures the text and not the whole mail."""
    octets = _octets(given)
    if len(octets) <= 102_400:
        return right(given)
    mail = message_from_bytes(octets)
    for name in [name for name in mail if name.lower().startswith("x-")]:
        del mail[name]
    short = bytes(mail)
    return right(_of(short if len(short) <= 102_400 else octets))


# ---- writers


def _written(given: Input, body: bytes, charset: str, encoding: str = "8bit") -> Answer:
    """A mail put together without a look at the rules of mails."""
    head = f'MIME-Version: 1.0\r\nContent-Type: text/plain; charset="{charset}"\r\n'
    octets = f"{head}Content-Transfer-Encoding: {encoding}\r\n\r\n".encode() + body
    return {"ok": {"eml": b64encode(octets).decode("ascii")}}


def _line(given: Input, right: Operation) -> str | None:
    """The text of a request that can be mailed in some charset."""
    answer = right({**given, "charset": "utf-8"})
    if "error" in answer:
        return None
    body = _text(message_from_bytes(b64decode(answer["ok"]["eml"])))
    return body.decode("utf-8").replace("\r\n", "\n").removesuffix("\n")


@animal("encode_mail", caught_by=("encode-mail/charset/koi8-r", "encode-mail/charset/windows-1251"))
def writes_utf_8_always(given: Input, right: Operation) -> Answer:
    """Writes utf-8 whatever charset is asked for."""
    return right({**given, "charset": "utf-8"})


@animal("encode_mail", caught_by=("encode-mail/fit/emoji-in-koi8-r", "encode-mail/fit/cyrillic-in-us-ascii"))
def writes_question_marks(given: Input, right: Operation) -> Answer:
    """Encodes with errors="replace", which writes question marks."""
    answer, charset = right(given), given["charset"]
    line = _line(given, right) if "error" in answer and charset in ("koi8-r", "us-ascii", "windows-1251") else None
    if line is None:
        return answer
    return _written(given, line.replace("\n", "\r\n").encode(charset, "replace") + b"\r\n", charset)


@animal("encode_mail", caught_by=("encode-mail/lines/999-octets", "encode-mail/lines/latin-1000-without-spaces"))
def writes_long_lines(given: Input, right: Operation) -> Answer:
    """Writes lines of any length."""
    answer = right(given)
    mail = message_from_bytes(b64decode(answer["ok"]["eml"])) if "ok" in answer else None
    if mail is None or mail["Content-Transfer-Encoding"] == "7bit":
        return answer
    body = _text(mail)
    return answer if b"\0" in body else _written(given, body, str(mail.get_param("charset")))


@animal("encode_mail", caught_by=("encode-mail/body/list", "encode-mail/body/dots"))
def writes_bare_line_feeds(given: Input, right: Operation) -> Answer:
    """Ends lines with a line feed alone."""

    def change(value: dict[str, str]) -> None:
        value["eml"] = b64encode(b64decode(value["eml"]).replace(b"\r\n", b"\n")).decode("ascii")

    return changed(right(given), change)


@animal("encode_mail", caught_by=("encode-mail/body/from-at-line-starts",))
def escapes_from(given: Input, right: Operation) -> Answer:
    """Puts a `>` in front of lines that begin with From, as writers of mailbox files do."""
    answer = right(given)
    mail = message_from_bytes(b64decode(answer["ok"]["eml"])) if "ok" in answer else None
    if mail is None or b"From " not in _text(mail):
        return answer
    return _written(given, re.sub(rb"(?m)^From ", b">From ", _text(mail)), str(mail.get_param("charset")))


@animal("encode_mail", caught_by=("encode-mail/body/line-break-at-the-end", "encode-mail/body/line-breaks-at-the-end"))
def loses_line_breaks_at_the_end(given: Input, right: Operation) -> Answer:
    """Writes a message that ends with a line break, which is then lost."""
    answer, body = right(given), member(given["request"], "body")
    mes: str = body.get("mes") or ""
    if "ok" in answer or not mes.rstrip("\n") or not mes.endswith("\n"):
        return answer
    return right({**given, "request": {**given["request"], "body": {**body, "mes": mes.rstrip("\n")}}})


@animal("encode_mail", caught_by=("encode-mail/body/closing-tag-in-message",))
def tags_every_request(given: Input, right: Operation) -> Answer:
    """Puts every request into tags, and so lets a message close them."""
    line = _line(given, right) if "ok" in right(given) else None
    if line is None or not line.isascii() or max(map(len, line.split("\n"))) > 900 or given["charset"] == "utf-16":
        return right(given)
    body = f"[text]{line}[/text]\n".replace("\n", "\r\n").encode("ascii")
    return right(given) if len(body) > 90_000 else _written(given, body, given["charset"] or "koi8-r")


@animal("encode_mail", caught_by=("encode-mail/charset/line-in-the-name", "encode-mail/charset/unknown"))
def copies_the_name_of_the_charset(given: Input, right: Operation) -> Answer:
    """Copies the name of the charset into the header without a look."""
    answer, line = right(given), _line(given, right)
    if "ok" in answer or line is None or not line.isascii() or not given["charset"]:
        return answer
    return _written(given, line.replace("\n", "\r\n").encode("ascii") + b"\r\n", given["charset"])


@animal("encode_mail", caught_by=("encode-mail/invalid/message-of-1001",))
def mails_cut_messages(given: Input, right: Operation) -> Answer:
    """Cuts a long message off before it is mailed."""
    answer, body = right(given), member(given["request"], "body")
    mes: str = body.get("mes") or ""
    if "ok" in answer or len(mes) <= 1000:
        return answer
    return right({**given, "request": {**given["request"], "body": {**body, "mes": mes[:1000]}}})


@animal("encode_mail", caught_by=("encode-mail/size/latin-100000",))
def writes_mails_of_any_size(given: Input, right: Operation) -> Answer:
    """Has no limit for the size of a mail."""
    answer, body = right(given), member(given["request"], "body")
    rows: list[dict[str, Any]] = body.get("rows") or []
    if "ok" in answer or len(str(rows)) < 90_000:
        return answer
    lines = "".join(f"{','.join(row['phones'])}:{row['mes']}\r\n" for row in rows)
    line = f"{given['request']['login']}:{given['request']['psw']}:::::{lines}"
    return _written(given, line.encode("utf-8"), "utf-8") if line.isascii() else refusal()
