"""What people really do wrong with a whole line, recognised by what it would be without the mistake.

A mistake in the structure moves every field, so the findings that follow from it name anything but the cause. Here is
said what the cause might be and how the line reads without it, the likeliest first; which of them explains the refusal
is for :mod:`.refused` to try.
"""

import re
from collections.abc import Iterator
from itertools import combinations, islice, pairwise
from urllib.parse import parse_qsl, unquote

from msgspec import Struct

from ...grammar import terminal
from ..findings.edits import Edit, edited
from ..findings.findings import Span
from ..model import Format
from .dates import in_another_order

_TZ = terminal("TZ")
_DATE_TIME = terminal("DATE_TIME")

_LIKE_PHONES = re.compile(r"[+(]?\d[\d ().-]{3}|G\d|#\w|[^@,;]+@", re.ASCII)
_SURELY_PHONES = re.compile(r"\+?\d{10,15}[ \t]*(?:[,;]|\Z)|G\d+(?:[,;]|\Z)|[^@,;]+@", re.ASCII)
_WORD = re.compile(r"[^\s,]+")
_NUMBER = re.compile(r"\+?\d{10,15}", re.ASCII)
_LIKE_ROW = re.compile(r"[ \t]*(?:[+(]*\d|[Gg]\d|#|[^:;@]*@|[^\s:;]*[:;])")
_DATE_AND_HOUR = re.compile(r"[\d.-]{6,10}[ T]\d{1,2}|\d{8}|\d{10}", re.ASCII)
_MINUTE = re.compile(r"\d{2}(?=,|\Z)", re.ASCII)
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_PARAMETER = re.compile(r"(?:[?&]|\A)(?:login|psw|phones|mes|apikey)=", re.IGNORECASE)
_NAMED = re.compile(
    r"(?:^|[\s,;])[\"']?(?:login|psw|password|phones?|to|mes|message|text|apikey)[\"']?[ \t]*[:=]",
    re.IGNORECASE | re.MULTILINE,
)
_PARAMETERS = ("login", "psw", "id", "time", "tz", "translit", "format", "sender", "test", "phones", "mes")

_NAMES = ("login", "psw", "id", "time,tz", "translit,format,sender,test")
_PHONES = len(_NAMES)
"""How many fields stand before the phones."""

_ACCOUNT = 2
_TIME = 3
_MOST_OPTIONS = 4
_MOSCOW = 3
"""Hours from UTC."""

_RIGHT = "alex:psw::::79991234567:text"
_JSON = re.compile(r"\s*(?:\[\s*)?\{\s*[\"'][\w-]+[\"']\s*:")
_XML = re.compile(r"\s*<(?:\?xml\b|[A-Za-z]\w*>)")
_CLOCK_WINDOW = re.compile(r"[ \t]*(\d{1,2}):(\d\d)[ \t]*-[ \t]*(\d{1,2}):(\d\d)(?=[ \t]*[,:])", re.ASCII)
_WITH_SECONDS = re.compile(
    r"[ \t]*([\d./-]{8,10})[ T](\d{1,2}):(\d\d):\d\d(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?(?=[ \t]*[,:])", re.ASCII
)

_ANY_CLOCK = re.compile(
    r"(?P<before>[^:\n]*?)(?P<clock>\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)\s*(?:[ap]\.?m\.?|Z|[+-]\d\d:?\d\d)?(?=[ \t]*[,:])",
    re.ASCII | re.IGNORECASE,
)
_ZONE_CLOCK = re.compile(r"[^:,\n]*,[ \t]*(?P<zone>(?:UTC|GMT)?[+-]?\d{1,2}:\d\d)[ \t]*(?=:)", re.ASCII | re.IGNORECASE)

_SEPARATORS = {";": "semicolons", "|": "bars", "\t": "tabs", ",": "commas", " ": "spaces"}

_BAR_ROW = re.compile(r"(?:(?<=\n)|\A)(?![ \t]*\+?\d{10})[^|:;\n]*\|(?=[ \t]*[+(\dG][^|:;\n]*[:;])")
"""A row as HTTP has it, with a sender and a bar in front."""

_NUMBER_ROW = re.compile(r"(?:^|[:,;])[ \t]*\+?[0-9(][0-9 ()-]{5,}[ \t]*[,;:]", re.MULTILINE)
_ADDRESS_ROW = re.compile(r"^[^:;\n]*@[^:;\n]*[:;]", re.MULTILINE)

_LINE = re.compile(
    r"^(?P<quotes>[>|][>| \t]*+|[ \t]*+)([^\n:]*+:[^\n:]++:[^\n:]*+:[^\n:]*+:[^\n:]*+:[^\n:]*+:)", re.MULTILINE
)
"""A line that could be the beginning of a request, and what quotes it."""
_CANDIDATES = 3
"""More such lines are not looked at."""

_FORWARDED = re.compile(r"-{4,}[^\n]*-{4,}|\bwrote:|\bпишет:|forwarded|пересыл", re.IGNORECASE)
_HEADERS = re.compile(r"\s*(?:[A-Za-z-]+: ?[^\n:]*\n\s*)+\Z")

_LINK = re.compile(
    r"(?<![ \t])[ \t]*+[<\[(](?:mailto|tel):[^<>\[\]()\s]{1,320}[>\])]"
    r"|(?<=[:,;])(?:tel|sms|smsto|callto|mailto|whatsapp|phone|to):(?=[+\d(]|[^\s:@]+@)",
    re.IGNORECASE,
)
"""What mail programs put behind an address, which they make a link of; and what begins a link."""

_FEW_NAMES = 2

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
    remedy: str | None = None


def mistakes_in(text: str) -> Iterator[Mistake]:
    """The causes that would explain why *text* is refused."""
    yield from _json(text)
    yield from _query_string(text)
    yield from _url_encoded(text)
    yield from _other_separator(text)
    line = text.partition("\n")[0]
    colons = [match.start() for match in re.finditer(":", line)][:_FURTHEST]
    if len(colons) < _ACCOUNT:
        yield from _above(text)
        return
    fields = [(0, colons[0]), *((left + 1, right) for left, right in pairwise(colons)), (colons[-1] + 1, len(line))]
    values = [line[start:end].strip(" \t") for start, end in fields]
    yield from _links(line)
    yield from _times_with_colons(line, fields)
    yield from _time_colon(colons, fields, values)
    yield from _any_clock(line, fields)
    yield from _of_email(text, line, fields, values)
    if len(colons) <= _PHONES:
        yield from _field_missing(line, fields, values)
    elif values[_PHONES]:
        for at in range(_PHONES + 1, len(colons)):
            if _LIKE_PHONES.match(values[at]) and not _LIKE_PHONES.match(values[_PHONES]):
                yield from _too_many_colons(line, colons, fields, at - _PHONES)
    else:
        # With an empty field in the place of the phones, one more colon makes the list form.
        for at in range(_PHONES + 2, len(colons)):
            if "\n" not in text and _LIKE_PHONES.match(values[at]):
                yield from _too_many_colons(line, colons, fields, at - _PHONES)
        yield from _bar_rows(text, colons)
        yield from _phones_missing(text, colons)
    yield from _above(text)


def _json(text: str) -> Iterator[Mistake]:
    if _JSON.match(text):
        yield Mistake("json-given", 0, len(text), supposed=_RIGHT)
    elif _XML.match(text) and text.count(":") <= _PHONES:
        says = "this is XML, and a mail takes one line"
        yield Mistake(
            "json-given", 0, len(text), says, supposed=_RIGHT, remedy="Write the values with colons between them."
        )


def _other_separator(text: str) -> Iterator[Mistake]:
    line = text.partition("\n")[0]
    if line.count(":") > _PHONES:
        return
    for separator, named in _SEPARATORS.items():
        places = [found.start() for found in re.finditer(re.escape(separator), line)][: _PHONES + 1]
        if len(places) > _PHONES and line.count(":", 0, places[-1]) < 2:
            says = f"the fields are separated by {named}, and colons belong there"
            edits = tuple(Edit(at, at + 1, ":") for at in places)
            yield Mistake("separator-other", places[0], places[-1] + 1, says, edits)
        elif len(places) > 1 and ":" not in line[: places[-1]] and any(map(_NUMBER.fullmatch, line.split(separator))):
            says = (
                f"there are {named} between the values, and too few of them; colons belong there, one after each field"
            )
            yield Mistake("separator-other", places[0], places[-1] + 1, says, supposed=_RIGHT)


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


def _any_clock(line: str, fields: list[Span]) -> Iterator[Mistake]:
    """A time or a zone with a colon that cannot be put right by itself."""
    if len(fields) <= _TIME:
        return
    start = fields[_TIME][0]
    clock = _ANY_CLOCK.match(line, start)
    if clock and "," not in clock["before"]:
        says = None
        if not clock["before"].strip():
            says = "a time of day is no time without its date, and its colon ends the field"
        elif clock["before"].strip() == "+":
            says = "a time from now is counted in minutes, and its colon ends the field"
        remedy = "Write +90 for an hour and a half." if says and "+" in clock["before"] else None
        supposed = f"{line[:start]}3101301200{line[clock.end() :]}"
        yield Mistake("time-colon", start, clock.end(), says, supposed=supposed, remedy=remedy)
    if zone := _ZONE_CLOCK.match(line, start):
        says = "a zone is whole hours from Moscow time, and its colon ends the field"
        supposed = f"{line[: zone.start('zone')]}0{line[zone.end('zone') :]}"
        hours, minutes = re.sub("[A-Za-z]", "", zone["zone"]).split(":")
        remedy = f"Write {int(hours) - _MOSCOW} for this one." if minutes == "00" else None
        yield Mistake("tz-format", *zone.span("zone"), says, supposed=supposed, remedy=remedy)


def _field_missing(line: str, fields: list[Span], values: list[str]) -> Iterator[Mistake]:
    # A date or an id may look like a number too, and they stand further left.
    for at in range(len(values) - 2, 1, -1):
        if _SURELY_PHONES.match(values[at]):
            missing = _PHONES - at
            start, end = fields[at]
            says = f"the phones stand where {_NAMES[at]} belongs: {_colons(missing)} missing before them"
            # Which of id, time,tz and options are there is found by trying; the first ones most likely.
            for there in combinations(range(_ACCOUNT, _PHONES), at - _ACCOUNT):
                edits: list[Edit] = []
                before = _ACCOUNT
                for field, (left, _) in zip([*there, _PHONES], fields[_ACCOUNT : at + 1], strict=True):
                    edits += [Edit(left, left, ":" * (field - before))] if field > before else []
                    before = field + 1
                yield Mistake("field-missing", start, end, says, tuple(edits))


def _too_many_colons(line: str, colons: list[int], fields: list[Span], extra: int) -> Iterator[Mistake]:
    values = [line[start:end].strip(" \t") for start, end in fields]
    phones = _PHONES + extra
    filled = sum(map(bool, values[_TIME:phones]))
    commas = list(_commas(colons, values, extra))
    if filled > 1:
        yield from commas
    says = f"{_colons(extra)} too many before the phones"
    for number in range(2, _PHONES + 1):
        start, end = fields[number][0], fields[number + extra - 1][1] + 1
        if not line[start:end].strip(": \t"):
            yield Mistake("field-extra", start, end, says, (Edit(start, end, ""),))
    if values[1] and values[1 + extra]:
        start, end = fields[1][0], fields[1 + extra][1]
        yield Mistake("password-colon", start, end, supposed=f"{line[:start]}x{line[end:]}")
    if filled > 1:
        start, end = colons[_TIME], colons[phones - 1]
        yield Mistake("colons-for-commas", start, end + 1, supposed=f"{line[: fields[_TIME][0]]}:{line[end:]}")
    elif any(map(_WORD.fullmatch, values[_TIME:phones])):
        yield from commas


def _commas(colons: list[int], values: list[str], extra: int) -> Iterator[Mistake]:
    """Colons between the options, or between time and tz as well."""
    for left_out in (0, 1):
        first = (
            colons[_TIME + 1 : _TIME + 1 + extra]
            if left_out == 0
            else [colons[_TIME], *colons[_TIME + 2 : _TIME + 1 + extra]]
        )
        if left_out and not (extra == 1 or any(values[_TIME + 2 : _PHONES + extra])):
            continue
        if len(first) == extra and extra < _MOST_OPTIONS + left_out:
            edits = tuple(Edit(colon, colon + 1, ",") for colon in first)
            yield Mistake("colons-for-commas", edits[0].start, edits[-1].end, edits=edits)


def _phones_missing(text: str, colons: list[int]) -> Iterator[Mistake]:
    start = colons[_PHONES] + 1
    lines = text[start:].strip("\n").split("\n")
    if any(map(_LIKE_ROW.match, lines)) or not any(map(str.strip, lines)):
        return
    says = "no line of the list begins with phones" if len(lines) > 1 else "the phones are missing before the message"
    supposed = f"{text[: colons[_PHONES]]}79991234567:{lines[0][:1]}"
    yield Mistake("phones-missing", start, len(text), says, supposed=supposed)


def _bar_rows(text: str, colons: list[int]) -> Iterator[Mistake]:
    start = colons[_PHONES] + 1
    rows = [(start + row.start(), start + row.end()) for row in _BAR_ROW.finditer(text[start:])]
    if rows:
        supposed = edited(text, [Edit(*row, "") for row in rows])
        yield Mistake("row-sender", rows[0][0], rows[-1][1], supposed=supposed)


def _of_email(text: str, line: str, fields: list[Span], values: list[str]) -> Iterator[Mistake]:
    """Format 8, taken for the way in which the request is sent, in a request that has nothing of an e-mail."""
    if len(values) <= _PHONES + 1:
        return
    format, _, others = values[4].partition(",")[2].partition(",")
    if (
        format.strip() == str(int(Format.EMAIL))
        and "@" not in others
        and _NUMBER_ROW.search(text, fields[_PHONES][0] - 1)
        and not _ADDRESS_ROW.search(text, fields[_PHONES][0])
    ):
        start = line.index(",", fields[4][0]) + 1
        end = start + len(line[start : fields[4][1]].partition(",")[0])
        yield Mistake("email-numbers", start, end, edits=(Edit(start, end, ""),))


def _links(line: str) -> Iterator[Mistake]:
    links = list(_LINK.finditer(line))
    if links:
        edits = tuple(Edit(*link.span(), "") for link in links)
        says = remedy = None
        if line[links[0].start()] not in "<[( \t":
            says = "the beginning of a link stands in front of the recipient, and its colon ends the field"
            remedy = "Write the recipient alone."
        yield Mistake("link-in-field", links[0].start(), links[-1].end(), says, edits, remedy=remedy)


def _above(text: str) -> Iterator[Mistake]:
    """What people and mail programs put above a request."""
    below = (line for line in _LINE.finditer(text) if line.start() or line["quotes"].strip())
    for line in islice(below, _CANDIDATES):
        start, quotes = line.start(), line["quotes"].rstrip()
        if text.count(":", 0, start) > _PHONES and not quotes:
            yield Mistake("request-second", start, len(text), supposed=text[:start].rstrip("\n"))
        says = "something stands above the request, which must begin the text"
        if quotes or _FORWARDED.search(text, 0, start):
            says = "the text begins with a forwarded or quoted mail, and the request stands further down"
        elif _HEADERS.match(text[:start]):
            says = "headers of a mail stand above the request, which must begin the text"
        marks = re.compile(rf"^{re.escape(quotes)}[ \t]?", re.MULTILINE).finditer(text, start) if quotes else ()
        edits = (*((Edit(0, start, ""),) if start else ()), *(Edit(*mark.span(), "") for mark in marks))
        yield Mistake("login-value", 0, start or len(quotes), says, edits)


def _query_string(text: str) -> Iterator[Mistake]:
    if len(_PARAMETER.findall(text)) < _FEW_NAMES:
        if len(_NAMED.findall(text)) > _FEW_NAMES and not _JSON.match(text):
            says = "the values stand behind their names; a mail takes them alone, in their order, on one line"
            yield Mistake("query-string", 0, len(text), says, supposed=_RIGHT)
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
        yield Mistake("query-string", 0, len(text), supposed=_RIGHT)


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
            yield Mistake("url-encoded", escapes[0].start(), escapes[-1].end(), says, supposed=_RIGHT)
        else:
            yield Mistake("url-encoded", escapes[0].start(), escapes[-1].end(), says, edits)


def _colons(number: int) -> str:
    return "one colon is" if number == 1 else f"{number} colons are"
