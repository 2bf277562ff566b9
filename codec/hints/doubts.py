"""What is accepted and was probably not meant: pieces of templates and of other interfaces in a message, numbers and
times that mean something else than their author thinks. What a mail program adds is said by :mod:`.surroundings`.

Each is a warning where meaning or money is probably lost, and a note where the line may well be right. Ordinary messages
draw none of them: tests/data/ordinary.txt was written before these rules.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from ..findings.diagnostic import Diagnostic
from ..findings.findings import Findings, Span
from ..findings.rules import RULES
from ..model import At, Batch, Format, Request, Row, Single, Timestamp
from ..request.certainty import is_certain
from ..syntax import STRUCTURAL_COLONS

_SECTION = "What was probably not meant"

_MOSCOW = 3

_SIGNS = re.compile(r"[%&<{}$\[#]")
_WORDS = ("null", "undefined", "None")
"""Without any of these there is nothing to look for in a text; most have none."""

_PLACEHOLDER = re.compile(
    r"\{\{[^{}\n]{1,40}\}\}|\$\{[A-Za-z_]\w*\}|(?<![\w$])\$[a-z_][A-Za-z_]\w+|(?<!\{)\{[a-z_]{2,30}\}(?!\})"
    r"|\[(?:your|client|customer|user|first|last)[-_ ][a-z-]{2,20}\]|(?<!\w)%[a-z_]{3,30}%|%\([a-z_]+\)s"
    r"|(?<!\w)#[A-Z]{2,}_?[A-Z]+#|\[object Object\]|\A\s*(?:null|undefined|None)\s*\Z"
    r"|\b(?:hello|hi|dear|здравствуйте|привет|hallo|bonjour|hola),? (?:null|undefined|None)\b",
    re.IGNORECASE,
)
_CASED = re.compile(r"[A-Z{}$\[\]%#]|null|undefined")
_MARKUP = re.compile(
    r"&(?:nbsp|quot|amp|lt|gt|apos|laquo|raquo|[mn]dash|hellip|#\d{2,5}|#x[0-9a-f]{2,4});|<br[ /]*>|</?(?:p|b|i|div|span)>"
    r"|(?<=[^\W\d_])%[0-9A-F]{2}(?=\w)|%0[AD]|(?:%[CD][0-9A-F]%?[0-9A-F]{2}){2}",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\w+://\S+|www\.\S+")
_QUOTES = "\"'«“`"

_NATIONAL = 10
"""So many digits has a number without its country code, as a rule."""
_INTERNATIONAL_PREFIX = re.compile("(?:00|810)[0-9]{8,}")

_OLDER = (Format.WHATSAPP, Format.SOCIAL)
_WEST, _EAST = timedelta(hours=12), timedelta(hours=14)


class Doubt(NamedTuple):
    """A rule, where in the value of a field, and what is said."""

    code: str
    start: int
    end: int
    says: str | None = None


def doubts(text: str, request: Request, now: datetime | None) -> list[Diagnostic]:
    """What was probably not meant in *request*, which was read from *text*; times are past if they are at *now*."""
    body = request.body
    if (
        (request.time is None or now is None)
        and request.tz not in (_MOSCOW, -_MOSCOW)
        and request.format not in _OLDER
        and not _is_quoted(request.login)
        and (
            not _is_suspicious(body)
            if isinstance(body, Single)
            else not request.id and not any(map(_is_suspicious, body.rows))
        )
    ):
        return []
    found = Findings(text)
    spans = _fields(found.text)
    _account(found, request, spans)
    _schedule(found, request, spans, now)
    if request.format in _OLDER:
        found.add("format-numbering", "format", *spans["options"])
    if isinstance(body, Single):
        _message(found, "body", body, spans["phones"], spans["body"], is_single=True)
    else:
        _rows(found, body, spans["body"])
    return [one for one in found if RULES[one.rule].section == _SECTION]


def _is_quoted(login: str) -> bool:
    return (login != "" and login[0] in _QUOTES) or "<" in login


def _is_suspicious(message: Row | Single) -> bool:
    """Whether a quick look shows that there might be something to say; that is so of few messages."""
    phones = message.phones
    for phone in phones:
        if len(phone) == _NATIONAL or phone[:2] == "00" or phone[:3] == "810":
            return True
    return (len(phones) > 1 and len({*phones}) < len(phones)) or _could_be_doubted(message.mes)


def _could_be_doubted(mes: str) -> bool:
    return _SIGNS.search(mes) is not None or any(word in mes for word in _WORDS)


def _fields(text: str) -> dict[str, Span]:
    spans: list[Span] = []
    start = 0
    for _ in range(STRUCTURAL_COLONS):
        colon = text.index(":", start)
        spans.append((start, colon))
        start = colon + 1
    names = ("login", "psw", "id", "schedule", "options", "phones", "body")
    return dict(zip(names, [*spans, (start, len(text))], strict=True))


def _account(found: Findings, request: Request, spans: dict[str, Span]) -> None:
    if _is_quoted(request.login):
        found.add("line-quoted", "login", *spans["login"])
    if isinstance(request.body, Batch) and len(request.body.rows) == 1 and request.id and not is_certain(found.text):
        found.add("list-of-one", "id", *spans["id"])


def _schedule(found: Findings, request: Request, spans: dict[str, Span], now: datetime | None) -> None:
    if request.tz in (_MOSCOW, -_MOSCOW):
        found.add("tz-moscow", "tz", *spans["schedule"])
    if now and request.time and _is_over(request, now):
        found.add("time-past", "time", *spans["schedule"])


def _is_over(request: Request, now: datetime) -> bool:
    """Whether the time is past in whatever zone an account may have."""
    match request.time:
        case Timestamp(ts):
            return ts <= now.timestamp()
        case At(at):
            offset = -_WEST if request.tz is None else timedelta(hours=_MOSCOW + request.tz)
            return datetime.fromisoformat(at).replace(tzinfo=UTC) - offset <= now
        case _:
            return False


def _rows(found: Findings, body: Batch, span: Span) -> None:
    at = span[0]
    for index, row in enumerate(body.rows):
        line = re.compile(r"[ \t]*" + r"[^:;\n]*?[,; \t]*".join(map(_as_written, row.phones)) + r"[^:;\n]*[:;]").search(
            found.text, at
        )
        phones = line.span() if line else span
        mes = (phones[1], found.text.find("\n", phones[1])) if line else span
        at = phones[1] if line else at
        _message(found, f"body.rows[{index}]", row, phones, (mes[0], mes[1] if mes[1] >= 0 else span[1]))


def _as_written(phone: str) -> str:
    """An expression for a number as it may stand in the text, with punctuation."""
    if not phone.lstrip("+").isdecimal():
        return re.escape(phone)
    return r"[ ().-]*".join(map(re.escape, phone))


def _message(
    found: Findings, path: str, message: Row | Single, phones: Span, mes: Span, *, is_single: bool = False
) -> None:
    seen: set[str] = set()
    for index, phone in enumerate(message.phones):
        code = "phone-repeated" if phone in seen else _doubt_of(phone)
        seen.add(phone)
        if code:
            found.add(
                code, f"{path}.phones[{index}]", *place_of(found.text, phone, phones, last=code == "phone-repeated")
            )
    if _could_be_doubted(message.mes):
        for doubt in _in_text(message.mes):
            # In a row the text may be written otherwise, and in a list with several lines it stands in several places.
            place = (mes[0] + doubt.start, mes[0] + doubt.end) if is_single else mes
            found.add(doubt.code, f"{path}.mes", *place, doubt.says)


def place_of(text: str, phone: str, span: Span, *, last: bool = False) -> Span:
    """Where in the *span* of the phones *phone* stands."""
    places = [match.span() for match in re.finditer(rf"(?<!\w)\(?{_as_written(phone)}(?!\w)", text[slice(*span)])]
    if not places:
        return span
    start, end = places[-1 if last else 0]
    return span[0] + start, span[0] + end


def _doubt_of(phone: str) -> str | None:
    if len(phone) == _NATIONAL and phone.isdecimal():
        return "number-national"
    return "number-prefix" if _INTERNATIONAL_PREFIX.fullmatch(phone) else None


def _in_text(mes: str) -> Iterator[Doubt]:
    """What in a text is not its own, one finding for each cause."""
    for found in _PLACEHOLDER.finditer(mes):
        if _CASED.search(found[0]):
            yield Doubt("placeholder", *found.span())
            break
    addresses = [found.span() for found in _ADDRESS.finditer(mes)]
    for found in _MARKUP.finditer(mes):
        if not any(start <= found.start() < end for start, end in addresses):
            yield Doubt("text-markup", *found.span(), f"{found[0]!r} is sent as it stands, character by character")
            break
