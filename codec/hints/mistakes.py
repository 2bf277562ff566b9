"""What people really do wrong with a whole line, recognised by what it would be without the mistake.

A mistake in the structure moves every field, so the findings that follow from it name anything but the cause. Here is
said what the cause might be and how the line reads without it, the likeliest first; which of them explains the refusal
is for :mod:`.cause` to try.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import parse_qsl, unquote

from msgspec import Struct

from ...grammar import terminal
from ..findings.edits import Edit
from ..findings.findings import Span
from .dates import in_another_order

_TZ = terminal("TZ")
_DATE_TIME = terminal("DATE_TIME")

_LIKE_PHONES = re.compile(r"[+(]?\d[\d ().-]{3}|G\d|#\w|[^@,;]+@", re.ASCII)
_SURELY_PHONES = re.compile(r"\+?\d{10,15}[ \t]*(?:[,;]|\Z)|G\d+(?:[,;]|\Z)|[^@,;]+@", re.ASCII)
_LIKE_ROW = re.compile(r"[ \t]*(?:[+(]*\d|[Gg]\d|#|[^:;@]*@|[^\s:;]*[:;])")
_DATE_AND_HOUR = re.compile(r"[\d.-]{6,10}[ T]\d{1,2}|\d{8}|\d{10}", re.ASCII)
_MINUTE = re.compile(r"\d{2}(?=,|\Z)", re.ASCII)
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_PARAMETER = re.compile(r"(?:[?&]|\A)(?:login|psw|phones|mes|apikey)=", re.IGNORECASE)
_PARAMETERS = ("login", "psw", "id", "time", "tz", "translit", "format", "sender", "test", "phones", "mes")

_NAMES = ("login", "psw", "id", "time,tz", "translit,format,sender,test")
_PHONES = len(_NAMES)
"""How many fields stand before the phones."""

_TIME = 3

_RIGHT = "alex:psw::::79991234567:text"
_JSON = re.compile(r"\s*[\[{].*[\"'](?:login|psw|phones|mes|body)[\"']\s*:", re.DOTALL)
_UNFILLED = re.compile(
    r"\{\{.*?\}\}|\$\{?[A-Za-z_]\w+|\{[A-Za-z_]\w*\}|\[[a-z]+[-_][a-z_-]+\]|%[A-Za-z_]+%|<[a-z_]+>"
    r"|\A\s*(?:null|undefined|None)\s*\Z"
)
_FILLED = ("alex", "psw", "", "", "", "79991234567")
"""What may stand in each field up to the phones."""

_CLOCK_WINDOW = re.compile(r"[ \t]*(\d{1,2}):(\d\d)[ \t]*-[ \t]*(\d{1,2}):(\d\d)(?=[ \t]*[,:])", re.ASCII)
_WITH_SECONDS = re.compile(
    r"[ \t]*([\d./-]{8,10})[ T](\d{1,2}):(\d\d):\d\d(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?(?=[ \t]*[,:])", re.ASCII
)

_FURTHEST = 16
"""More colons are not looked at: no mistake adds as many."""


class Mistake(Struct, frozen=True):
    """A cause that would explain a refused line."""

    code: str
    start: int
    end: int
    says: str | None = None
    edits: tuple[Edit, ...] = ()
    """What makes the line as it was meant; nothing where that cannot be known."""
    supposed: str = ""
    """A line that has the errors which are left, where there are no edits."""


def mistakes_in(text: str) -> Iterator[Mistake]:
    """The causes that would explain why *text* is refused."""
    yield from _json(text)
    yield from _query_string(text)
    yield from _placeholders(text)
    yield from _url_encoded(text)
    yield from _other_separator(text)
    line = text.partition("\n")[0]
    colons = [match.start() for match in re.finditer(":", line)][:_FURTHEST]
    if len(colons) < 2:
        return
    fields = [(0, colons[0]), *((left + 1, right) for left, right in pairwise(colons)), (colons[-1] + 1, len(line))]
    values = [line[start:end].strip(" \t") for start, end in fields]
    yield from _times_with_colons(line, fields)
    yield from _time_colon(colons, fields, values)
    if len(colons) <= _PHONES:
        yield from _field_missing(fields, values)
    elif values[_PHONES]:
        for at in range(_PHONES + 1, len(colons)):
            if _LIKE_PHONES.match(values[at]) and not _LIKE_PHONES.match(values[_PHONES]):
                yield from _too_many_colons(line, colons, fields, at - _PHONES)
    else:
        # With an empty field in the place of the phones, one more colon makes the list form.
        for at in range(_PHONES + 2, len(colons)):
            if "\n" not in text and _LIKE_PHONES.match(values[at]):
                yield from _too_many_colons(line, colons, fields, at - _PHONES)
        yield from _phones_missing(text, colons)


def _json(text: str) -> Iterator[Mistake]:
    if _JSON.match(text):
        yield Mistake("json-given", 0, len(text), supposed=_RIGHT)


def _placeholders(text: str) -> Iterator[Mistake]:
    """Fields that a template left as they were; what the others hold is right or wrong by itself."""
    line, _, rest = text.partition("\n")
    values = line.split(":", _PHONES + 1)
    if len(values) <= _PHONES:
        return
    starts = [sum(len(value) + 1 for value in values[:at]) for at in range(len(values))]
    left = [at for at, value in enumerate(values[: _PHONES + 1]) if _UNFILLED.search(value)]
    if left:
        supposed = [_FILLED[at] if at in left else value for at, value in enumerate(values)]
        end = starts[left[-1]] + len(values[left[-1]])
        yield Mistake(
            "placeholder-field", starts[left[0]], end, supposed=":".join(supposed) + ("\n" + rest if rest else "")
        )


def _other_separator(text: str) -> Iterator[Mistake]:
    line = text.partition("\n")[0]
    if line.count(":") > _PHONES:
        return
    for separator in ";|\t,":
        places = [found.start() for found in re.finditer(re.escape(separator), line)][: _PHONES + 1]
        if len(places) > _PHONES and line.count(":", 0, places[-1]) < 2:
            named = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "bars"}[separator]
            says = f"the fields are separated by {named}, and colons belong there"
            edits = tuple(Edit(at, at + 1, ":") for at in places)
            yield Mistake("separator-other", places[0], places[-1] + 1, says, edits)


def _times_with_colons(line: str, fields: list[Span]) -> Iterator[Mistake]:
    """A window with minutes, or a date with seconds: their colons end the field."""
    if len(fields) <= _TIME:
        return
    if window := _CLOCK_WINDOW.match(line, fields[_TIME][0]):
        edits = (Edit(*window.span(), f"{window[1]}-{window[3]}"),) if window[2] == window[4] == "00" else ()
        supposed = f"{line[: window.start()]}9-21{line[window.end() :]}"
        yield Mistake("window-minutes", *window.span(), edits=edits, supposed=supposed)
    if moment := _WITH_SECONDS.match(line, fields[_TIME][0]):
        other = in_another_order(f"{moment[1]} {moment[2]}.{moment[3]}")
        written = other[1] if other else f"{moment[1]} {moment[2]}.{moment[3]}"
        edits = () if moment[4] else (Edit(*moment.span(), written),)
        supposed = f"{line[: moment.start()]}3101301200{line[moment.end() :]}"
        says = (
            "a date has no seconds"
            + (" and no zone of its own" if moment[4] else "")
            + ", and its colons end the field"
        )
        yield Mistake("time-colon", *moment.span(), says, edits, supposed)


def _time_colon(colons: list[int], fields: list[Span], values: list[str]) -> Iterator[Mistake]:
    if len(values) > _PHONES and _DATE_AND_HOUR.fullmatch(values[3]) and _MINUTE.match(values[4]):
        start, end = fields[3][0], fields[4][0] + len("mm")
        date = f"{values[3]}.{values[4][:2]}"
        if not _DATE_TIME.fullmatch(date) and (other := in_another_order(date)):
            says = f"this date is written {other[0]}, and its colon ends the field"
            yield Mistake("time-colon", start, end, says, (Edit(start, end, other[1]),))
        point = "" if values[3].isdecimal() else "."
        yield Mistake("time-colon", start, end, edits=(Edit(colons[3], colons[3] + 1, point),))


def _field_missing(fields: list[Span], values: list[str]) -> Iterator[Mistake]:
    # A date or an id may look like a number too, and they stand further left.
    for at in range(len(values) - 2, 1, -1):
        if _SURELY_PHONES.match(values[at]):
            missing = _PHONES - at
            start, end = fields[at]
            says = f"the phones stand where {_NAMES[at]} belongs: {_colons(missing)} missing before them"
            yield Mistake("field-missing", start, end, says, (Edit(start, start, ":" * missing),))


def _too_many_colons(line: str, colons: list[int], fields: list[Span], extra: int) -> Iterator[Mistake]:
    values = [line[start:end].strip(" \t") for start, end in fields]
    for first, merged in ((4, values[4 : 5 + extra]), (3, values[3 : 4 + extra])):
        if sum(map(bool, merged)) > 1 or (first == 3 and extra == 1 and _TZ.fullmatch(values[4])):
            edits = tuple(Edit(colon, colon + 1, ",") for colon in colons[first : first + extra])
            yield Mistake("colons-for-commas", edits[0].start, edits[-1].end, edits=edits)
    says = f"{_colons(extra)} too many before the phones"
    for number in range(2, _PHONES + 1):
        start, end = fields[number][0], fields[number + extra - 1][1] + 1
        if not line[start:end].strip(": \t"):
            yield Mistake("field-extra", start, end, says, (Edit(start, end, ""),))
    if values[1] and values[1 + extra]:
        start, end = fields[1][0], fields[1 + extra][1]
        yield Mistake("password-colon", start, end, supposed=f"{line[:start]}x{line[end:]}")


def _phones_missing(text: str, colons: list[int]) -> Iterator[Mistake]:
    start = colons[_PHONES] + 1
    lines = text[start:].strip("\n").split("\n")
    if any(map(_LIKE_ROW.match, lines)) or not any(map(str.strip, lines)):
        return
    says = "no line of the list begins with phones" if len(lines) > 1 else "the phones are missing before the message"
    supposed = f"{text[: colons[_PHONES]]}79991234567:{lines[0][:1]}"
    yield Mistake("phones-missing", start, len(text), says, supposed=supposed)


def _query_string(text: str) -> Iterator[Mistake]:
    if len(_PARAMETER.findall(text)) < 2:
        return
    given = {name.lower(): value for name, value in parse_qsl(text.partition("?")[2] or text, keep_blank_values=True)}
    login, psw, id, time, tz, translit, format, sender, test, phones, mes = (given.get(one, "") for one in _PARAMETERS)
    if not psw and given.get("apikey"):
        login, psw = "", given["apikey"]
    schedule, options = f"{time},{tz}".rstrip(","), f"{translit},{format},{sender},{test}".rstrip(",")
    # What holds a separator, the line could not carry.
    carried = not any(set(":\n") & set(value) for name, value in given.items() if name != "mes")
    if carried and given.keys() <= {*_PARAMETERS, "apikey"}:
        line = f"{login}:{psw}:{id}:{schedule}:{options}:{phones}:{mes}"
        yield Mistake("query-string", 0, len(text), edits=(Edit(0, len(text), line),))
    else:
        yield Mistake("query-string", 0, len(text), supposed="alex:psw::::79991234567:text")


def _url_encoded(text: str) -> Iterator[Mistake]:
    colons = [match.start() for match in re.finditer(":", text)][: _PHONES + 1]
    head = text[: colons[_PHONES]] if len(colons) > _PHONES else text
    escapes = list(_ESCAPES.finditer(head))
    if escapes:
        edits = tuple(Edit(*escape.span(), unquote(escape[0])) for escape in escapes)
        # Nothing else is shown of what is encoded: it may be the password.
        says = "%2B is URL encoding, as in HTTP; a mail takes the + itself" if escapes[0][0].upper() == "%2B" else None
        if colons and any(":" in edit.text for edit in edits):
            # It stood in a value, and would end it.
            yield Mistake(
                "url-encoded", escapes[0].start(), escapes[-1].end(), says, supposed="alex:psw::::79991234567:text"
            )
        else:
            yield Mistake("url-encoded", escapes[0].start(), escapes[-1].end(), says, edits)


def _colons(number: int) -> str:
    return "one colon is" if number == 1 else f"{number} colons are"
