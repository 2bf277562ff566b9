"""What a line, a mail or a reply is, for the page on which one can be tried. Nothing of it is logged or kept, and nothing
is said of it but what :class:`Masking` shows."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Literal

import msgspec
from msgspec import Struct

from ... import codec
from ...codec.findings.rules import RULES
from ...codec.masking import MASK, NO_VALUE, Masking, masked
from ...codec.request.certainty import harmless_in_text
from ...codec.request.lines import without_line_breaks_around
from ...codec.syntax import STRUCTURAL_COLONS
from .masked import Finding, finding

_MOST_FINDINGS = 50
_ROWS = 20
_FIELDS = ("login", "psw", "id", "time and zone", "options", "phones", "mes")

_REPLY = re.compile(r"\s*(?:OK|ERROR)\s*[-=]")
_MAIL = re.compile(
    r"(?:From |[A-Za-z][A-Za-z0-9-]*: )[^\n]*\n(?:[^\n]+\n)*\r?\n"
    r"|(?:From|To|Cc|Subject|Date|Received|Return-Path|Message-ID|MIME-Version|Content-Type): [^\n]*\n",
    re.ASCII | re.IGNORECASE,
)
"""Headers with an empty line below, or one that only a mail begins with."""


class Statement(Struct, frozen=True):
    """One thing that is said of a request, and what it rests on."""

    name: str
    says: str
    basis: tuple[str, ...]


class Piece(Struct, frozen=True):
    """A field of the line, masked."""

    name: str
    text: str
    start: int


class Explained(Struct, frozen=True, kw_only=True):
    """What is said of a text."""

    kind: Literal["nothing", "line", "mail", "reply"]
    is_accepted: bool = False
    shown: str = ""
    """The line, masked."""
    pieces: tuple[Piece, ...] = ()
    findings: tuple[tuple[Finding, bool], ...] = ()
    """And whether the fix of each can be applied."""
    facts: tuple[Statement, ...] = ()
    texts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """To whom, and the parts of what is sent to him."""
    as_json: str = ""
    mail: str = ""
    """That would be sent."""
    share: str | None = None
    """The line with another password, where it is certain what the password is."""


def explained(text: str, now: datetime) -> Explained:
    """What *text* is."""
    text = text.replace("\r\n", "\n")
    if not text.strip():
        return Explained(kind="nothing")
    if _REPLY.match(text):
        return _reply(text)
    if _MAIL.match(text):
        return _mail(text, now)
    line, before = without_line_breaks_around(text)
    return _line("line", line, codec.check(line, now=now), now, can_fix=not before)


def fixed(text: str, number: int, now: datetime) -> str:
    """*text* after the fix of that finding; as it is where there is none."""
    text = text.replace("\r\n", "\n")
    found = codec.check(text, now=now)[:_MOST_FINDINGS]
    return codec.edited(text, found[number].fix) if 0 <= number < len(found) else text


def _reply(text: str) -> Explained:
    found: list[codec.Diagnostic] = []
    try:
        reply = codec.decode_reply(text, report=found.append)
    except codec.DecodeError as error:
        masking = Masking(text)  # It may as well be a request of somebody whose login begins so.
        findings = _findings(error.diagnostics, masking, can_fix=False)
        return Explained(kind="reply", shown=masking.text, findings=findings)
    shown = masked(text, harmless_in_text(text, ""))
    masking = Masking("") if shown == text else None  # A description may say anything.
    basis = ("C-OK",) if "OK" in text else ("C-ERR", "C-ERRNO")
    return Explained(
        kind="reply",
        is_accepted=True,
        shown=shown,
        findings=_findings(found, masking, can_fix=False),
        facts=(Statement("Reply", type(reply).__name__.lower(), basis),),
        as_json=_json(msgspec.to_builtins(reply)) if masking else "",
    )


def _mail(text: str, now: datetime) -> Explained:
    raw = text.encode("utf-8", "replace")
    found = codec.check_mail(raw, now=now)
    try:
        line = codec.decode_mail(raw).text
    except codec.DecodeError:
        return Explained(kind="mail", findings=_findings(found, None, can_fix=False))
    return _line("mail", line, found, now, can_fix=False)


def _line(
    kind: Literal["line", "mail"], line: str, found: Sequence[codec.Diagnostic], now: datetime, *, can_fix: bool
) -> Explained:
    masking = Masking(line)
    told = Explained(
        kind=kind,
        shown=masking.text,
        pieces=tuple(_pieces(masking.text)),
        findings=_findings(found, masking, can_fix=can_fix),
        share=_shared(line, masking),
    )
    try:
        request = codec.decode_request(line)
    except codec.DecodeError:
        return told
    values = masking.values(request)
    return msgspec.structs.replace(
        told,
        is_accepted=not any(one.severity == "error" for one in found),
        facts=tuple(_facts(request, masking, now)),
        texts=tuple(_texts(request, masking)),
        as_json=_json(values),
        mail=_written(values) if masking.is_certain else "",
    )


def _pieces(shown: str) -> Iterable[Piece]:
    """The line, parted as the protocol does; each field with the colon behind it."""
    at = 0
    for number, piece in enumerate(shown.split(":", STRUCTURAL_COLONS)):
        yield Piece(_FIELDS[number], piece, at)
        at += len(piece) + 1


def _findings(
    found: Iterable[codec.Diagnostic], masking: Masking | None, *, can_fix: bool
) -> tuple[tuple[Finding, bool], ...]:
    return tuple((finding(one, masking), can_fix and bool(one.fix)) for one in list(found)[:_MOST_FINDINGS])


def _facts(request: codec.Request, masking: Masking, now: datetime) -> Iterable[Statement]:
    rows = request.body.rows if isinstance(request.body, codec.Batch) else (request.body,)
    recipients = sum(len(row.phones) for row in rows)
    form = f"a list of {len(rows)} rows" if isinstance(request.body, codec.Batch) else "a single message"
    yield Statement("Form", form, ("C-LIST" if isinstance(request.body, codec.Batch) else "C-SINGLE",))
    yield Statement("Recipients", f"{recipients}, a group counted as one", ("C-PHONES", "R-COUNTEACH"))
    reasons: list[codec.Diagnostic] = []
    number = codec.sms_count(request, report=reasons.append)
    why = "; ".join(dict.fromkeys(map(_said, reasons)))
    yield Statement("SMS", str(number) if number is not None else f"not certain: {why}", ("C-SEGMENT", "C-OK"))
    basis = ("C-TIME-ABS", "C-TZ")
    if not masking.is_certain:
        yield Statement(
            "Sent", "not certain: what stands in the place of the time may be a piece of the password", basis
        )
        return
    try:
        at = codec.send_at(request.time, request.tz, now)
    except codec.EncodeError as error:
        yield Statement("Sent", _said(error.errors[0]), basis)
        return
    zone = ", if the account is in Moscow time" if request.tz is None and request.time is not None else ""
    if at is None:
        yield Statement("Sent", f"at once{zone}", basis)
    else:
        moscow = at + timedelta(hours=3)
        yield Statement("Sent", f"{at:%Y-%m-%d %H:%M:%S} UTC, {moscow:%H:%M:%S} in Moscow{zone}", basis)


def _said(found: codec.Diagnostic) -> str:
    """What *found* says, of which nobody knows where in the line it stands, without what it quotes."""
    return RULES[found.rule].says if "'" in found.message else found.message


def _texts(request: codec.Request, masking: Masking) -> Iterable[tuple[str, tuple[str, ...]]]:
    rows = request.body.rows if isinstance(request.body, codec.Batch) else (request.body,)
    for row, content in list(zip(rows, codec.contents_of(request), strict=True))[:_ROWS]:
        if isinstance(content, codec.Text | codec.Flash):
            more = f" and {len(row.phones) - 3} more" if len(row.phones) > 3 else ""
            phones = (phone if masking.knows("phones", phone) else NO_VALUE for phone in row.phones[:3])
            yield ", ".join(phones) + more, tuple(_parts(content.text, masking))


def _parts(text: str, masking: Masking) -> Iterable[str]:
    """The parts of *text*, of which a line that is not known to hold no password is masked."""
    lines = (line if masking.knows("mes", line) else MASK * len(line) for line in text.split("\n"))
    shown, at = "\n".join(lines), 0
    for part in codec.segment(text).parts:
        yield shown[at : at + len(part)]
        at += len(part)


def _written(values: object) -> str:
    """The mail that the encoder writes of a request of those *values*, which are masked."""
    try:
        request = msgspec.convert(values, codec.Request)
        return codec.encode_mail(request, charset="utf-8", subject="SMS").decode("utf-8", "replace")
    except (msgspec.ValidationError, codec.EncodeError):
        return ""


def _shared(line: str, masking: Masking) -> str | None:
    """*line* with another password, where nothing else in it may be one."""
    login, _, rest = line.partition(":")
    if not (login == "" or masking.knows("login", login)):
        return None
    psw, _, rest = rest.partition(":")
    behind = masking.text[len(login) + len(psw) + 2 :]
    return f"{login}:psw:{rest}" if behind == rest and psw.strip() else None


def _json(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
