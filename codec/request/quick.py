"""Reading a request of which there is nothing to say, as nearly all are: one expression for the whole line.

The expression is that of grammar/clean.lark. Whatever is in any way special (white space around a separator, a prefix,
an e-mail, test 2, …) is left to the reader that has the words for it; the tests hold the two equal.
"""

from ...grammar import expression, form
from ..findings.findings import is_whole
from ..model import At, Batch, Format, Request, Row, Single, Time, Translit
from ..syntax import ESCAPED_LINE_BREAK, MAX_MES
from .times import iso, read_time

_SINGLE, _LIST_HEAD = form("clean_single"), form("clean_list_head")
# Where there is no carriage return the two classes are one, and that of a single character is searched in C.
_ROWS = expression(rf"(?m:^){form('clean_row').pattern}(?:\n|\Z)".replace(r"[^\n\r]*", r"[^\n]*"))

_FORMATS = {None: Format.TEXT, **{str(int(one)): one for one in Format}}
_STYLES = {None: Translit.NONE, **{str(int(one)): one for one in Translit}}
_TESTS = {None: 0, "0": 0, "1": 1}


def read_quickly(text: str) -> Request | None:
    """The request that *text* is, or ``None`` where that takes a closer look."""
    if not is_whole(text):
        return None
    if match := _SINGLE.fullmatch(text):
        login, psw, id, clock, tz, translit, format, sender, test, phones, mes = match.groups()
        if len(mes) > MAX_MES:
            return None
        body = Single((phones,) if phones.isdecimal() else tuple(phones.replace(";", ",").split(",")), mes)
    elif match := _LIST_HEAD.match(text):
        login, psw, id, clock, tz, translit, format, sender, test = match.groups()
        rows = _read_rows(text[match.end() :])
        if rows is None:
            return None
        body = Batch(rows)
    else:
        return None
    return build(
        login or "",
        psw,
        id,
        _read_time(clock) if clock else None,
        int(tz) if tz else None,
        _STYLES[translit],
        _FORMATS[format],
        sender,
        _TESTS[test],
        body,
    )


def build(
    login: str,
    psw: str,
    id: str | None,
    time: Time | None,
    tz: int | None,
    translit: Translit,
    format: Format,
    sender: str | None,
    test: int,
    body: Single | Batch,
) -> Request:
    """The request of these fields, in their order on the line."""
    return Request(
        login=login,
        psw=psw,
        id=id,
        time=time,
        tz=tz,
        translit=translit,
        format=format,
        sender=sender,
        test=test,
        body=body,
    )


def _read_time(clock: str) -> Time | None:
    # Ten digits are always a date (R-TS10), here one of the calendar.
    if len(clock) == 10:
        return At(iso(clock))
    return read_time(clock)[0]


def _read_rows(text: str) -> tuple[Row, ...] | None:
    if "\r" in text:
        return None
    found: list[tuple[str, str]] = _ROWS.findall(text)
    if len(found) != text.count("\n") + 1:
        return None  # One of the lines is no such row.
    if "\\" in text:
        found = [(phones, mes.replace(ESCAPED_LINE_BREAK, "\n")) for phones, mes in found]
    if max([len(mes) for _, mes in found]) > MAX_MES:
        return None
    return tuple([Row((phones,) if phones.isdecimal() else tuple(phones.split(",")), mes) for phones, mes in found])
