"""The short way for a request of which there is nothing to say: no error, no warning.

Most lines are like this, and one derived expression reads them. Whatever is in any way special (white space around a
separator, a prefix, an e-mail, test 2, …) is left to the reader that has the words for it; that both read the same
where this one reads at all is what the tests prove.
"""

from ..grammar import form
from .fields import is_no_id_number
from .model import Batch, Format, Request, Row, Single, Translit
from .times import read_time

_FORMATS: dict[str | None, Format] = {
    None: Format.TEXT,
    **{str(int(one)): one for one in Format if one not in (Format.HLR, Format.BINARY_HEX, Format.EMAIL)},
}
"""The formats whose messages are texts without rules of their own."""

_STYLES: dict[str | None, Translit] = {None: Translit.NONE, **{str(int(one)): one for one in Translit}}
_LONGEST_MES = 1000


def read_clean(text: str) -> Request | None:
    """The request that *text* is, or ``None`` where that takes a closer look."""
    if "\r" in text or not (text.isascii() or _is_whole(text)):
        return None
    if match := form("single").fullmatch(text):
        *_, multiline, phones, mes = match.groups()
        head, body = match.end("phones"), None if multiline else _read_single(phones, mes)
    elif match := form("list_head").match(text):
        head = match.end()
        body = _read_list(text[head:].split("\n"))
    else:
        return None
    if body is None or " " in text[:head] or "\t" in text[:head]:
        return None
    login, psw, id, clock, tz, translit, format, sender, test, *_ = match.groups()
    time, flaw = read_time(clock) if clock else (None, None)
    if flaw or format not in _FORMATS or not _is_clean_id(id) or not (sender is None or sender.isalnum()):
        return None
    return Request(
        login=login or "",
        psw=psw,
        id=id,
        time=time,
        tz=int(tz) if tz else None,
        translit=_STYLES[translit],
        format=_FORMATS[format],
        sender=sender,
        test=int(test) if test else 0,
        body=body,
    )


def _read_single(phones: str, mes: str | None) -> Single | None:
    recipients = _read_recipients(phones)
    return Single(recipients, mes) if recipients and mes and _is_clean_mes(mes) else None


def _read_list(lines: list[str]) -> Batch | None:
    rows: list[Row] = []
    row = form("row")
    for line in lines:
        match = row.fullmatch(line)
        if match is None:
            return None
        phones, mes = match.groups()
        recipients = _read_recipients(phones)
        if not recipients or not mes or line[len(phones)] == ";":
            return None
        if "\\" in mes:
            mes = mes.replace("\\n", "\n")
        if not _is_clean_mes(mes):
            return None
        rows.append(Row(recipients, mes))
    return Batch(tuple(rows))


def _read_recipients(phones: str) -> tuple[str, ...] | None:
    """Numbers and groups as they stand; what else the expression takes is not for here."""
    if phones.isdecimal():
        return (phones,)
    parts = phones.replace(";", ",").split(",")
    plain = all(part.isdecimal() or (part[0] in "+G" and part[1:].isdecimal()) for part in parts)
    return tuple(parts) if plain else None


def _is_clean_mes(mes: str) -> bool:
    return len(mes) <= _LONGEST_MES and not mes.startswith("__")


def _is_clean_id(id: str | None) -> bool:
    return id is None or not (id == "0" or is_no_id_number(id))


def _is_whole(text: str) -> bool:
    """Whether *text* has no lone surrogate (R-SURROGATE)."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
