"""Mails as they may be kept and shown: everything that may be a password is hidden before, by the rule of the codec."""

import re
from collections.abc import Iterable, Sequence
from html import unescape
from urllib.parse import unquote

from msgspec import Struct

from ...codec import DecodeError, Diagnostic, check, decode_mail
from ...codec.findings.rules import RULES
from ...codec.mail.doubts import words_decoded
from ...codec.masking import Masking, masked
from ...codec.request.certainty import harmless_in_text
from ..reading import Reading

_SHOWN = 30
"""Findings of one mail."""

_LONGEST_CHECKED = 8192
"""Octets. What is only doubtful in a longer mail that was accepted is not looked for: it can take long."""

_HEAD_END = re.compile(rb"\r?\n\r?\n|\A\r?\n")
_HEADER = re.compile(r"([!-9;-~]{1,80})[ \t]*:(.*)", re.DOTALL)
_FOLD = re.compile(r"\r?\n(?=[ \t])")
_PLAIN_HEADERS = frozenset(
    [
        *("from", "to", "cc", "reply-to", "sender", "date", "message-id", "in-reply-to", "references", "subject"),
        *("mime-version", "content-type", "content-transfer-encoding", "x-mailer", "user-agent", "received"),
        *("auto-submitted", "return-path"),
    ]
)
_HEX = re.compile("=([0-9A-Fa-f]{2})")
"""A quoted-printable octet."""

_ODD_ADDRESS = re.compile(r"[\"\\]\s*@|@\s*\[")
"""As in :func:`shown_address`: what is quoted in an address may be a request line."""

_FIELDS = ("login", "psw", "id", "time and zone", "options", "phones")


class Finding(Struct, frozen=True):
    """One thing that was found."""

    rule: str
    severity: str
    field: str
    start: int
    end: int
    message: str
    expected: str
    remedy: str
    basis: str


class MaskedMail(Struct, frozen=True):
    """A mail as far as it may be shown."""

    octets: int
    head: tuple[tuple[str, str], ...]
    """Its headers; in place of a value that may not be shown how long it is."""
    text: str | None
    """What it carries, masked; ``None`` where that cannot be read."""
    is_certain: bool
    """Whether it is certain what is what in it."""
    lengths: tuple[tuple[str, int], ...]
    """What stands between the first colons, and how many characters it has."""
    findings: tuple[Finding, ...]

    def eml(self) -> bytes:
        """As a mail, with what was hidden hidden."""
        left_out = {"content-type", "content-transfer-encoding", "mime-version"}
        head = "".join(f"{name}: {value}\n" for name, value in self.head if name.lower() not in left_out)
        text = self.text if self.text is not None else f"({self.octets} octets that cannot be read as a request)"
        note = "Comment: what may be a password is masked by smsmail\nMIME-Version: 1.0\n"
        kind = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
        return f"{head}{note}{kind}\n{text}\n".replace("\n", "\r\n").encode("utf-8", "replace")


def masked_mail(content: bytes, reading: Reading | None, *, is_accepted: bool) -> MaskedMail:
    """*content*, of which *reading* is what it is as a request; ``None`` where it was to be forwarded."""
    text = reading.text if reading else _forwarded(content)
    masking = None if text is None else Masking(text)
    is_certain = reading is not None and masking is not None and masking.is_certain
    psw = reading.request.psw if reading and reading.request else ""
    if not psw and is_certain and text:
        psw = text.split(":", 2)[1].strip(" \t")
    if reading is None and text is not None:
        shown = masked(text, harmless_in_text(text, ""))
    else:
        shown = masking.text if masking else None
    found: Iterable[Diagnostic] = ()
    if reading and reading.error:
        found = reading.error.diagnostics
    elif reading and is_accepted and text is not None and len(content) <= _LONGEST_CHECKED:
        found = (one for one in check(text) if one.rule != "charset-needed")
    return MaskedMail(
        len(content),
        tuple(_headers(content, psw, is_certain=is_certain or reading is None)),
        shown,
        is_certain,
        tuple(_lengths(text)) if reading and text is not None and not is_certain else (),
        tuple(finding(one, masking) for one in list(found)[:_SHOWN]),
    )


def _forwarded(content: bytes) -> str | None:
    try:
        return decode_mail(content, needs_tags=False).text
    except DecodeError:
        return None


def _headers(content: bytes, psw: str, *, is_certain: bool) -> Iterable[tuple[str, str]]:
    end = _HEAD_END.search(content)
    head = content[: end.start() if end else 0].decode("utf-8", "replace")
    for line in _FOLD.sub("", head[:20_000]).splitlines()[:100]:
        header = _HEADER.fullmatch(line)
        if header is None:
            yield "(no header)", _length(line)
            continue
        name, value = header[1], header[2].strip()
        if is_certain and name.lower() in _PLAIN_HEADERS:
            yield name, _harmless_header(value, psw)
        else:
            # The name may be a login, and what follows a request.
            is_known = name.lower() in _PLAIN_HEADERS or name.lower().startswith("x-")
            yield (name if is_known else "(header)"), _length(value)


def _harmless_header(value: str, psw: str) -> str:
    """*value* with what may be a password masked; of one that is encoded, in whichever way, all or nothing is shown."""
    plain = words_decoded(value)
    if "=?" in plain:
        return _length(value)  # Encoded words that nobody could read.
    plain = unescape(unquote(_HEX.sub(r"%\1", plain)))
    if _ODD_ADDRESS.search(plain):
        return _length(value)
    if plain == value:
        return masked(value, harmless_in_text(value, psw))
    return value if masked(plain, harmless_in_text(plain, psw)) == plain else _length(value)


def _length(value: str) -> str:
    return f"({len(value)} characters)"


def _lengths(text: str) -> Iterable[tuple[str, int]]:
    first = text.split("\n", 1)[0].split(":", len(_FIELDS))
    for number, piece in enumerate(first):
        yield (_FIELDS[number] if number < len(_FIELDS) else "mes, its first line"), len(piece)


def finding(found: Diagnostic, masking: Masking | None) -> Finding:
    """*found*, without a character of what may be the password: without a *masking* nothing is known to be harmless."""
    is_of_mail = found.field.partition(".")[0] == "mail"
    message = RULES[found.rule].says if is_of_mail or masking is None else masking.message(found)
    basis = f"{found.clause}, {found.reading}" if found.reading else found.clause
    start, end = (0, 0) if is_of_mail else (found.start, max(found.end, found.start + 1))
    return Finding(found.rule, found.severity, found.field, start, end, message, found.expected, found.remedy, basis)


def spans(text: str, findings: Sequence[Finding]) -> list[tuple[str, bool]]:
    """*text* in pieces, and whether something was found in each."""
    marked = bytearray(len(text))
    for found in findings:
        for at in range(found.start, min(found.end, len(text))):
            marked[at] = 1
    pieces: list[tuple[str, bool]] = []
    for character, mark in zip(text, marked, strict=True):
        if pieces and pieces[-1][1] == bool(mark):
            pieces[-1] = (pieces[-1][0] + character, bool(mark))
        else:
            pieces.append((character, bool(mark)))
    return pieces
