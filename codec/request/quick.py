"""The short way for a request of which there is nothing to say: no error, no warning.

Most requests are like this. One derived expression reads their lines, and they are written without being read again.
Whatever is in any way special (white space around a separator, a prefix, an e-mail, test 2, …) is left to the reader
and writer that have the words for it; that both ways agree where this one gives anything is what the tests prove.
"""

from ...grammar import form, one_of, terminal
from ..findings.findings import is_whole
from ..model import MAX_MES, Batch, Format, Request, Row, Single, Translit
from .fields import is_no_id_number
from .times import read_date, read_time, write_time

_OF_THEIR_OWN = (Format.WAP_PUSH, Format.HLR, Format.BINARY_HEX, Format.EMAIL, Format.VOICE)
"""The formats whose messages have rules of their own."""

_FORMATS: dict[str | None, Format] = {
    None: Format.TEXT,
    **{str(int(one)): one for one in Format if one not in _OF_THEIR_OWN},
}
"""The other formats, by their text in the options."""

_STYLES: dict[str | None, Translit] = {None: Translit.NONE, **{str(int(one)): one for one in Translit}}

_SINGLE, _LIST_HEAD, _ROW = form("single"), form("list_head"), form("row")
_VALUE, _ID, _SENDER = terminal("PSW"), terminal("ID"), one_of("SENDER_NAME", "SENDER_NUMBER")


def read_quickly(text: str) -> Request | None:
    """The request that *text* is, or ``None`` where that takes a closer look."""
    if "\r" in text or not (text.isascii() or is_whole(text)):
        return None
    if match := _SINGLE.fullmatch(text):
        login, psw, id, clock, tz, translit, format, sender, test, _, _, _, multiline, phones, mes = match.groups()
        head = match.start("mes")
        body = None if multiline else _read_single(phones, mes)
    elif match := _LIST_HEAD.match(text):
        login, psw, id, clock, tz, translit, format, sender, test = match.groups()
        head = match.end()
        body = _read_list(text[head:].split("\n"))
    else:
        return None
    if body is None or text.find(" ", 0, head) >= 0 or text.find("\t", 0, head) >= 0 or format not in _FORMATS:
        return None
    if (id and (id == "0" or is_no_id_number(id))) or (sender and not sender.isalnum()):
        return None
    time = None
    if clock:
        # Ten digits are always a date (R-TS10), and the form has seen to their bounds.
        time, flaw = read_date(clock) if len(clock) == 10 and clock.isdecimal() else read_time(clock)
        if flaw:
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
    recipients = (phones,) if phones.isdecimal() else _read_recipients(phones)
    if not recipients or not mes or len(mes) > MAX_MES or mes.startswith("__"):
        return None
    return Single(recipients, mes)


def _read_list(lines: list[str]) -> Batch | None:
    rows: list[Row] = []
    for line in lines:
        match = _ROW.fullmatch(line)
        if match is None:
            return None
        phones, mes = match.groups()
        recipients = (phones,) if phones.isdecimal() else _read_recipients(phones)
        if not recipients or not mes or line[len(phones)] != ":":
            return None
        if "\\" in mes:
            mes = mes.replace("\\n", "\n")
        if len(mes) > MAX_MES or mes.startswith("__"):
            return None
        rows.append(Row(recipients, mes))
    return Batch(tuple(rows))


def _read_recipients(phones: str) -> tuple[str, ...] | None:
    """Numbers and groups as they stand; what else the expression takes is not for here."""
    parts = phones.replace(";", ",").split(",")
    for part in parts:
        if not part.isdecimal() and not (part[0] in "+G" and part[1:].isdecimal()):
            return None
    return tuple(parts)


def write_quickly(request: Request) -> str | None:
    """The canonical line of *request*, or ``None`` where it takes a closer look whether it has one."""
    try:
        return _write(request)
    except Exception:  # noqa: BLE001
        # Something in it is of another type than it says, and may do anything.
        return None


def _write(request: Request) -> str | None:
    login, psw, id, sender, time = request.login, request.psw, request.id, request.sender, request.time
    if not (psw.isalnum() or _VALUE.fullmatch(psw)) or not (not login or login.isalnum() or _VALUE.fullmatch(login)):
        return None
    if id is not None and (not _ID.fullmatch(id) or id == "0" or is_no_id_number(id)):
        return None
    if sender is not None and not (sender.isalnum() and _SENDER.fullmatch(sender)):
        return None
    clock = "" if time is None else write_time(time)
    if time is not None and read_time(clock) != (time, None):
        return None
    if request.tz is not None:
        if type(request.tz) is not int or not -15 <= request.tz <= 11:
            return None
        clock = f"{clock},{request.tz}"
    options, body = _write_options(request, sender or ""), _write_body(request.body)
    if options is None or body is None:
        return None
    line = ":".join((login, psw, id or "", clock, options, body))
    return line if "\r" not in line and is_whole(line) else None


def _write_options(request: Request, sender: str) -> str | None:
    translit, format, test = request.translit, request.format, request.test
    if type(translit) is not Translit or type(format) is not Format or type(test) is not int:
        return None
    if not (translit or format or test):
        return f",,{sender}" if sender else ""
    if test not in (0, 1) or format in _OF_THEIR_OWN:
        return None
    numbers = [str(int(number)) if number else "" for number in (translit, format, test)]
    return f"{numbers[0]},{numbers[1]},{sender},{numbers[2]}".rstrip(",")


def _write_body(body: Single | Batch) -> str | None:
    if type(body) is Single:
        phones = _write_phones(body.phones)
        mes = body.mes
        if not phones or not mes or len(mes) > MAX_MES or mes.startswith("__"):
            return None
        return f"{phones}:{mes}"
    if type(body) is not Batch or body.tail is not None or type(body.rows) is not tuple:
        return None
    lines: list[str] = []
    for row in body.rows:
        phones, mes = _write_phones(row.phones), row.mes
        if type(row) is not Row or not phones or not mes or len(mes) > MAX_MES or mes.startswith("__"):
            return None
        if "\n" in mes or "\\" in mes:
            if "\\n" in mes:
                return None
            mes = mes.replace("\n", "\\n")
        lines.append(f"{phones}:{mes}")
    return ":" + "\n".join(lines) if lines else None


def _write_phones(phones: tuple[str, ...]) -> str | None:
    if type(phones) is not tuple:
        return None
    for phone in phones:
        digits = phone if phone[0] not in "+G" else phone[1:]
        if not (digits.isdecimal() and digits.isascii() and (3 <= len(digits) <= 15 or phone[0] == "G")):
            return None
    return ",".join(phones)
