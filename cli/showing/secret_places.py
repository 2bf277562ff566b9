"""Where in a text a password or an API key may be.

It stands between the first and the second colon of a line that is right. Next to it are fields that it may have been
swapped with, or run into where a colon is missing or too many, which does not always show; so the login is taken for
secret too, and the id unless the phones are where they belong, and more where a finding tells that the structure is
another. Rather too much is taken than too little.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from ...codec import Diagnostic

Span = tuple[int, int]

_COLON = re.compile(":")
_COLON_OR_ESCAPED = re.compile(":|%3A", re.IGNORECASE)
_NAME = "(?:psw|password|passwd|pwd|pass|secret|api_?key|token)"
_NAMED = re.compile(
    rf"""(?:{_NAME}(?:["']\s*[:=]|\s*(?:=|%3D))|(?<=[\s,;{{]){_NAME}:[ ])\s*("[^"\n]*|'[^'\n]*|(?:(?!%26)[^&\n])*)""",
    re.IGNORECASE,
)
"""A password called by its name, as in a query or JSON; a request has no such thing."""

_PARAMETER = re.compile(r"(?:(?<=[?&])|\A)([^&?=]*)=([^&]*)")
_QUERY = re.compile(r"(?:\A|[\s?&])\w+=[^&]*&\w+=")
HARMLESS_PARAMETERS = {
    *("login", "phones", "mes", "list", "id", "time", "tz", "translit", "format", "sender", "test"),
    *("charset", "fmt", "cost"),
}
_SECRET_PARAMETERS = {"psw", "password", "apikey"}

_PSW, _ID, _SCHEDULE, _OPTIONS, _PHONES = range(1, 6)
"""Fields of a line by their number."""

_COLONS = 6

_NO_STRUCTURE = {"field-count", "login-value", "psw-value"}
"""With these anything can be the password."""

_MISPLACED = {"field-missing", "field-extra", "colons-for-commas", "time-colon", "password-colon", "phones-missing"}
"""With these it may reach up to them."""

_NUMBERS = ("time", "tz", "translit", "format", "test")
"""In these there is no letter but by mistake."""

_WORD = re.compile(r"[a-z]{1,8}|[A-Z]{1,5}|\d{1,4}[-/.]\d\d[-/.]\d{1,4}T\d\d.?(?:\d\d)?Z?")
"""What may stand there by mistake and is no password."""

_OTHER_LINE = re.compile(r"(?<=\n)[^:\n]*:[^:\n]*:[^:\n]*(?=(?::[^:\n]*){4})")
"""The account of another request, which has got into the message of the first."""

_MAILBOX = re.compile(r"From [^\n]*\d:\d\d")
"""How a mailbox begins; read as a line, it has its requests anywhere."""

_SHORT = 4
"""A shorter text is not looked for elsewhere."""

_ODD = re.compile(r"|[^,;]*[,;].*|\+?\d{3,15}\w?|G\d*\w?|#\w*|[^@]++@[^@]++")
"""A password that is rather what another field should hold, or nothing."""

_SOME_PHONES = re.compile(r"[ \t]*[+(]?\d[\d ().-]{2,}|[ \t]*(?:G\d|#\w|[^@,;]+@)")

_FITTING = {
    _SCHEDULE: re.compile(r"[\d.,+ -]*"),
    _OPTIONS: re.compile(r"\d{0,2}(?:,\d{0,2}(?:,[^,]*(?:,\d?)?)?)?"),
    _PHONES: re.compile(
        r"(?:(?:\A|[,;])[ \t]*+"
        r"(?:[^@,;]++@[^@,;]++|G\d*+|#\w*+|[^\W\d_]?[+\d ().\t-]*+[^\W\d_]?[+\d ().\t-]*+)[ \t]*+)*+"
    ),
}
"""What these fields may hold, right or nearly so; if they do not and the password is odd, they may have been swapped."""


def secret_places(text: str, findings: Sequence[Diagnostic]) -> list[Span]:
    """The places in *text*, of which *findings* are all there are; they may overlap."""
    rules = {found.rule for found in findings}
    named = [found.span(1) for found in _NAMED.finditer(text)]
    named += [found.span() for found in _OTHER_LINE.finditer(text)]
    if "query-string" in rules or ("url-encoded" in rules and _QUERY.search(text)):
        return [*named, *_in_query(text)]
    readings = [_fields(text, _COLON)]
    if "url-encoded" in rules:
        readings.append(_fields(text, _COLON_OR_ESCAPED))
    if rules & _NO_STRUCTURE or len(readings[-1]) <= _ID or _MAILBOX.match(text):
        return [(0, len(text))]
    return named + [place for fields in readings if len(fields) > _ID for place in _in_fields(text, findings, fields)]


def _in_query(text: str) -> Iterator[Span]:
    """All but the names of parameters, and the values of those that are known to be something else."""
    at = 0
    for found in _PARAMETER.finditer(text):
        yield at, found.start() - 1
        if (name := found[1].lower()) not in HARMLESS_PARAMETERS:
            yield found.span(2) if name in _SECRET_PARAMETERS else found.span()
        at = found.end()
    yield at, len(text)


def _fields(text: str, separator: re.Pattern[str]) -> list[Span]:
    """The fields of *text*; the message, which is the last one, is the rest of it."""
    fields: list[Span] = []
    at = 0
    for found in islice(separator.finditer(text), _COLONS):
        fields.append((at, found.start()))
        at = found.end()
    return [*fields, (at, len(text))]


def _is_in_place(text: str, fields: Sequence[Span]) -> bool:
    """Whether the phones are where they belong, so that no colon before them is missing or too many."""
    return len(fields) > _COLONS and _SOME_PHONES.match(text, *fields[_PHONES]) is not None


def _in_fields(text: str, findings: Sequence[Diagnostic], fields: Sequence[Span]) -> Iterator[Span]:
    psw = text[slice(*fields[_PSW])].strip(" \t")
    yield 0, fields[_PSW if _is_in_place(text, fields) else _ID][1]
    if len(psw) >= _SHORT:
        yield from (found.span() for found in re.finditer(re.escape(psw), text))
    misplaced = [found for found in findings if found.rule in _MISPLACED]
    for found in misplaced:
        yield 0, found.end if found.rule == "password-colon" else text.rfind(":", 0, found.start) + 1
    if not psw and not misplaced:
        yield 0, fields[: _OPTIONS + 1][-1][1]
    if len(fields) > _COLONS and _ODD.fullmatch(psw):
        yield from (fields[at] for at, fitting in _FITTING.items() if not fitting.fullmatch(text[slice(*fields[at])]))
    for found in findings:
        value = text[found.start : found.end]
        if found.field in _NUMBERS and any(map(str.isalpha, value)) and not _WORD.fullmatch(value):
            yield found.start, found.end
