"""Reading a message as what its kind says it is (C-FORMAT, C-PREFIX)."""

import re
from collections.abc import Callable

from msgspec.structs import replace

from ...grammar import terminal
from ..findings.diagnostic import DecodeError, Diagnostic, EncodeError
from ..findings.findings import Findings, Span
from ..model import Batch, Format, Request
from ..syntax import COMMENT_MARK, MAX_MES
from .kinds import Kind, kind_of, split_prefix
from .model import Binary, Bot, Content, Email, Flash, Hlr, Mms, Ping, Social, Text, Viber, Voice, WapPush, WhatsApp

_VISIBLE = re.compile(r"[^\s\u200b-\u200d\u2060\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_EMAIL = terminal("EMAIL")
_HEX = terminal("HEX")
_SUBJECT = terminal("SUBJECT")
_VOICE = terminal("VOICE")

_LIKE_PREFIX = re.compile(r"[ \t]*+(?P<word>__(?:(?i:CALL|VIBER|SOC|MAIL|BOT|PING|HLR)__:?|[A-Za-z]{2,10}__:))")
"""What was meant for a prefix (R-PREFIX)."""

PARAM = f"\n{COMMENT_MARK}\n"
"""What stands between the text of a call, or the octets of a binary message, and their param (C-CALL-PARAM, R-BINPARAM)."""

_OF_TEXT: dict[Kind, type[Text | Flash | Mms | Viber | WhatsApp | Social | Bot]] = {
    Kind.TEXT: Text,
    Kind.FLASH: Flash,
    Kind.MMS: Mms,
    Kind.VIBER: Viber,
    Kind.WHATSAPP: WhatsApp,
    Kind.SOCIAL: Social,
    Kind.BOT: Bot,
}
"""The kinds whose messages are a text and nothing else."""

_KINDS: dict[type, Kind] = {
    **{content: kind for kind, content in _OF_TEXT.items()},
    WapPush: Kind.WAP_PUSH,
    Hlr: Kind.HLR,
    Ping: Kind.PING,
    Email: Kind.EMAIL,
    Voice: Kind.VOICE,
}


def kind_of_content(content: Content) -> Kind:
    """The kind of message that *content* is."""
    if isinstance(content, Binary):
        return Kind.BINARY if content.hex is None else Kind.BINARY_HEX
    return _KINDS[type(content)]


def is_blank(text: str) -> bool:
    """Whether there is nothing in *text* that can be seen (R-BLANK)."""
    return not _VISIBLE.search(text)


def decode_content(
    mes: str,
    format: int = Format.TEXT,
    sender: str | None = None,
    *,
    tail: str | None = None,
    report: Callable[[Diagnostic], object] | None = None,
) -> Content:
    """What the message *mes* is, when a request sends it with this *format* and *sender*.

    *tail* is the line after the rows, of a message in a list (R-LISTTAIL). The sender matters to an e-mail alone.
    *report*, if given, gets each warning. Offsets of findings count in *mes*.

    >>> decode_content("__CALL__: Your order is ready\\nvoice:m2")
    Voice(text='Your order is ready', voice='m2', param=None)

    Raises :class:`DecodeError` where the message is not of its kind: an e-mail without subject (C-SUBJ), odd hex
    (R-BINSEG), more than 1000 characters (R-MESLEN), nothing to send (R-MESEMPTY, R-NOTEXT).
    """
    if not isinstance(mes, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise DecodeError(Findings.of_no_text("a message is a str"))
    if tail is not None:
        tail = _whole(tail)
    found = Findings(mes, "mes")
    chosen = _format(found, format)
    prefix, _ = split_prefix(found.text)
    kind = kind_of(chosen, prefix)
    if kind is Kind.EMAIL and not (isinstance(sender, str) and _EMAIL.fullmatch(sender)):
        found.add("email-sender", "sender", 0, 0)
    span = (0, len(found.text))
    content = read_content(found, "mes", span, found.text, chosen, kind, sender=sender or "", tail=tail)
    if found.refused or content is None:
        raise DecodeError(found)
    if report is not None:
        for diagnostic in found:
            report(diagnostic)
    return content


def contents_of(request: Request) -> tuple[Content, ...]:
    """What the messages of *request* are: one, or one for each row of a list.

    >>> contents_of(decode_request("alex:psw:::,1:79991234567:Fire!"))
    (Flash(text='Fire!'),)

    Raises :class:`EncodeError` where a message is not of its kind; a request that was decoded gives no cause for that.
    """
    if not isinstance(request.body, Batch):
        return (_content_of(request, "body", request.body.mes, None),)
    return tuple(
        _content_of(request, f"body.rows[{index}]", row.mes, request.body.tail)
        for index, row in enumerate(request.body.rows)
    )


def _content_of(request: Request, path: str, mes: str, tail: str | None) -> Content:
    try:
        return decode_content(mes, request.format, request.sender, tail=tail)
    except DecodeError as error:
        raise EncodeError(
            replace(found, field=f"{path}.mes" if found.field == "mes" else found.field) for found in error.diagnostics
        ) from None


def _whole(tail: str) -> str:
    """The text of *tail*, which is one line."""
    if not isinstance(tail, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise DecodeError(Findings.of_no_text("the tail of a list is a str"))
    found = Findings(tail, "tail")
    if found.refused:
        raise DecodeError(found)
    return found.text


def _format(found: Findings, format: int) -> Format:
    try:
        return Format(format)
    except ValueError:
        found.add("format-value", "format", 0, 0)
        raise DecodeError(found) from None


def read_content(
    found: Findings,
    field: str,
    span: Span,
    text: str,
    format: Format | None,
    kind: Kind | None,
    *,
    sender: str = "",
    tail: str | None = None,
) -> Content | None:
    """The content of the message *text*, which stands at *span* in the text of *found*.

    It is ``None`` where the kind is not known, and means nothing where a finding is an error. The sender is not judged.
    """
    prefix, rest = split_prefix(text)
    if len(text) > MAX_MES:
        found.add("mes-length", field, *span, f"the message has {len(text)} characters")
    if not prefix and (alike := _LIKE_PREFIX.match(text)):
        found.add("prefix-lookalike", field, span[0] + alike.start("word"), span[0] + alike.end("word"))
    if prefix and format and kind is not Kind(format):
        found.add("prefix-format", field, span[0], span[0] + len(prefix))
    match kind:
        case None:
            return None
        case Kind.HLR:
            return Hlr()
        case Kind.PING:
            if not text:
                found.add("ping-empty", field, *span)
            return Ping()
        case _ if is_blank(text):
            found.add("mes-empty", field, *span)
            return None
        case Kind.EMAIL:
            return _read_email(found, field, span, rest, sender, tail)
        case Kind.VOICE:
            content = _read_voice(rest, tail)
        case Kind.WAP_PUSH:
            return _read_wap_push(found, field, span, rest)
        case Kind.BINARY | Kind.BINARY_HEX:
            return _read_binary(found, field, span, rest, kind)
        case _:
            content = _OF_TEXT[kind](rest)
    if is_blank(content.text):
        found.add("text-empty", field, *span)
    return content


def _read_email(found: Findings, field: str, span: Span, rest: str, sender: str, tail: str | None) -> Email | None:
    text, subject = _split_tail(rest, _SUBJECT, tail)
    if subject is None:
        found.add("email-subject", field, *span)
        return None
    if is_blank(subject):
        found.add("email-subject", field, *span, "the subject of the e-mail is empty")
    elif _CONTROL.search(subject):
        found.add(
            "email-subject", field, *span, "the subject holds a control character, which cannot stand in a header"
        )
    if is_blank(text):
        found.add("email-text", field, *span)
    return Email(text, subject, sender)


def _read_voice(rest: str, tail: str | None) -> Voice:
    text, mark, param = rest.partition(PARAM)
    if mark:
        param, voice = _split_tail(param, _VOICE, tail)
    else:
        text, voice = _split_tail(text, _VOICE, tail)
    return Voice(text, voice or None, param or None)


def _read_binary(found: Findings, field: str, span: Span, rest: str, kind: Kind) -> Binary:
    octets, _, param = rest.partition(PARAM)
    if kind is Kind.BINARY_HEX:
        if not _HEX.fullmatch(octets):
            found.add("binary-hex", field, *span)
        return Binary(hex=octets, param=param or None)
    if is_blank(octets):
        found.add("text-empty", field, *span)
    return Binary(text=octets, param=param or None)


def _read_wap_push(found: Findings, field: str, span: Span, rest: str) -> WapPush:
    url, line_break, title = rest.partition("\n")
    if not url:
        found.add("wap-push", field, *span, "the first line, which is the link, is empty")
    elif not title:
        found.add("wap-push", field, *span, "the second line, which names the link, is missing")
    elif "\n" in title:
        found.add(
            "wap-push", field, *span, "there are more lines than the link and its name; they are read as the name"
        )
    return WapPush(url, title if line_break else None)


def _split_tail(text: str, line: re.Pattern[str], tail: str | None) -> tuple[str, str | None]:
    """*text* and the value of its last line ``name:value``, or of the list's, which goes before (R-TAIL, R-LISTTAIL)."""
    if tail is not None and line.fullmatch(tail):
        return text, tail.partition(":")[2]
    before, _, last = text.rpartition("\n")
    if line.fullmatch(last):
        return before, last.partition(":")[2]
    return text, None
