"""What makes doubtful that a mail is read as its author meant it: names of charsets, headers in the text. Nothing of this
changes what is read."""

import re
from binascii import Error, a2b_base64, a2b_qp
from collections.abc import Iterator
from functools import cache

from msgspec.structs import replace

from ..findings.diagnostic import Diagnostic
from ..findings.findings import Findings
from ..sms.charsets import charset_named, charset_names

_HEADERS = re.compile(
    r"(?:(?:content-[\w-]+|mime-version|from|to|cc|bcc|subject|date|sender|reply-to|message-id|received|x-[\w-]+):[^\n]*\n"
    r"(?:[ \t][^\n]*\n)*)+(?:\s*\n|\Z)",
    re.IGNORECASE,
)
_NO_NAME = re.compile("[^a-z0-9]+")


@cache
def _by_bare_name() -> dict[str, str]:
    bare = {_NO_NAME.sub("", name): charset for name, charset in charset_names().items()}
    windows = {name.replace("windows", "win"): charset for name, charset in bare.items() if name.startswith("windows")}
    return {**windows, **bare, "utf8mb4": "utf-8", "utf8mb3": "utf-8", "koi8": "koi8-r", "koi": "koi8-r"}


def charset_meant(name: str) -> str | None:
    """The charset that somebody meant who wrote *name*, which is the name of none."""
    bare = _NO_NAME.sub("", name.lower())
    return _by_bare_name().get(bare) or _by_bare_name().get(bare.removeprefix("x"))


def headers_in(text: str) -> str | None:
    """The headers with which *text* begins, as it does below an empty line that stands too early."""
    headers = _HEADERS.match(text)
    # A request may have a login such as `from`; its line has more colons, and no blank line below it.
    return headers[0] if headers and max(line.count(":") for line in headers[0].split("\n")) < 6 else None


# ---- headers that nobody reads for a request


_ENVELOPE = re.compile(rb"\n(?i:(?P<name>to|cc|bcc|subject))[ \t]*:(?P<value>[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)")
_MAILBOX = re.compile(r"[^\s<>,;:\"()]{1,64}@(?P<domain>[\w.-]{1,255})")
_REQUEST = re.compile(r"[^:]*:[^:\s]+:[^:]*:[^:]*:[^:]*:(?:[^:]*[0-9@][^:]*|\s*):")
_MOST = 10
"""More headers are not looked at."""

# The standard library tries each of them to the end of the header, and raises for some.
_ENCODED_WORD = re.compile(
    r"=\?(?P<charset>[\w.:-]{1,40})(?:\*[\w-]{0,40})?\?(?P<encoding>[BbQq])\?(?P<text>[!->@-~]{0,200})\?=", re.ASCII
)
_BETWEEN_WORDS = re.compile(r"(?<=\?=)[ \t\r\n]++(?==\?)")


def of_headers(head: bytes, domains: tuple[str, ...]) -> Iterator[Diagnostic]:
    """What is said of recipients in *head*, the headers of a mail, that are not at *domains*, and of a request in Subject."""
    for header, _ in zip(_ENVELOPE.finditer(b"\n" + head), range(_MOST), strict=False):
        name = header["name"].decode().capitalize()
        value = words_decoded(header["value"].decode("latin-1"))
        field, size = f"mail.{name.lower()}", header.end() - header.start() - 1
        if name == "Subject":
            if _REQUEST.match(value):
                yield Findings("", "mail").finding("subject-request", field, 0, size)
            continue
        elsewhere = [one for one in _MAILBOX.finditer(value) if one["domain"].lower().rstrip(".") not in domains]
        if elsewhere:
            says = f"{name} names {len(elsewhere)} address{'' if len(elsewhere) == 1 else 'es'} that {'is' if len(elsewhere) == 1 else 'are'} not at {' or '.join(domains)}, and the password goes there too"
            yield Findings("", "mail").finding("recipient-elsewhere", field, 0, size, says)


def words_decoded(value: str) -> str:
    """*value* with its encoded words decoded (RFC 2047); what is none, or of no charset, stays as it is."""
    return _ENCODED_WORD.sub(_decoded_word, _BETWEEN_WORDS.sub("", value)) if "=?" in value else value


def _decoded_word(word: re.Match[str]) -> str:
    charset = charset_named(word["charset"])
    try:
        octets = (a2b_base64 if word["encoding"] in "Bb" else _from_q)(word["text"])
    except Error:
        return word[0]
    return octets.decode(charset, "replace") if charset else word[0]


def _from_q(text: str) -> bytes:
    return a2b_qp(text, header=True)


# ---- one finding for each cause

_EXPLAINED = {
    "headers-in-text": ("login-value", "charset-doubt", "charset-default"),
    "tag-doubt": ("login-value", "line-quoted", "login-invisible", "placeholder", "text-tags"),
    "charset-doubt": ("letters-wrong",),
    "part-tagged": None,
    "subject-request": ("mail-part", "field-count", "separator-other"),
}
"""What is said of a mail, and what else that explains; ``None`` for all that refuses the request."""


def with_one_cause(mail: list[Diagnostic], request: list[Diagnostic]) -> list[Diagnostic]:
    """The findings of a mail and of its *request*, without those that others explain: what explains a refusal is an error."""
    found = [*mail, *request]
    for cause in mail:
        if cause not in found or cause.rule not in _EXPLAINED:
            continue
        symptoms = _EXPLAINED[cause.rule]
        explained = [one for one in found if (one.severity == "error" if symptoms is None else one.rule in symptoms)]
        refusing = [one.error for one in explained if one.severity == "error"]
        it = replace(cause, severity="error", error=refusing[0]) if refusing else cause
        found = [it if one is cause else one for one in found if one not in explained]
    return found
