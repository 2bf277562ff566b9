"""The least that a codec can do: one expression written by hand and the struct, or one f-string, or one pass in C.

The expressions take what the grammar takes, white space around separators and all; what the grammar cannot hold (the
calendar, 1000 characters, agreement between fields, warnings) a floor leaves out, and so it gives the right struct for
lines without such things, as those that are measured are. Every repetition is possessive, or ends where only one
character can follow, so these expressions do not backtrack either.
"""

import re

from msgspec import Struct

from smsmail.codec import Accepted, At, Batch, Format, Rejected, Request, Row, Single, Time, Translit

# ---- the expressions

_LOCAL_PART = r"[\w!#$%&'*+/=?^`{|}~-]++(?:\.[\w!#$%&'*+/=?^`{|}~-]++)*+"
_LABEL = r"[A-Za-z0-9]++(?:-++[A-Za-z0-9]++)*+"
_EMAIL = rf"{_LOCAL_PART}@{_LABEL}(?:\.{_LABEL})*+"
# Nearly all are plain digits. A recipient holds no separator, so the first alternative that reaches one is the one.
_RECIPIENT = (
    rf"(?>(?:\+?[0-9]{{3,15}}|G[0-9]+|#\w{{1,64}}|{_EMAIL}|\(?[0-9](?:[ ().-]*+[0-9]){{2,14}})(?=[ \t]*+[,;:]))"
)
_VALUE = r"[^ \t:\n](?:[^:\n]*[^ \t:\n])?"  # of login and psw
_DATE = r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d(?:[01]\d|2[0-3])[0-5]\d"
_DOTTED = r"(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])\.\d\d (?:[01]\d|2[0-3])\.[0-5]\d"
_WINDOW = r"(?:2[0-3]|[01]?\d)-(?:2[0-4]|[01]?\d)"
_TIME = rf"{_DATE}|{_DOTTED}|{_WINDOW}|0(?:\d{{10,11}}|\d{{1,8}})|\+\d{{1,6}}|0"
_SENDER = rf"(?>(?:[!-+\--9;-~](?:[ -+\--9;-~]{{0,9}}[!-+\--9;-~])?|\d{{12,15}}|{_EMAIL})(?=[ \t]*+[,:]))"

_COLON, _COMMA = r"[ \t]*+:[ \t]*+", r"[ \t]*+,[ \t]*+"
_ACCOUNT = rf"[ \t]*+(?P<login>{_VALUE})?{_COLON}(?P<psw>{_VALUE}){_COLON}"
_SCHEDULE = rf"(?P<time>{_TIME})?(?:{_COMMA}(?P<tz>\+?(?:1[01]|0?\d)|-(?:1[0-5]|0?\d))?)?+{_COLON}"
_OPTIONS = (
    rf"(?P<translit>[0-2])?+(?:{_COMMA}(?P<format>1[0-2]|\d)?+"
    rf"(?:{_COMMA}(?P<sender>{_SENDER})?+(?:{_COMMA}(?P<test>[0-2])?+)?+)?+)?+{_COLON}"
)
_HEAD = rf"{_ACCOUNT}(?P<id>[\w.-]{{1,40}}+)?+{_COLON}{_SCHEDULE}{_OPTIONS}"

SINGLE = re.compile(
    rf"{_HEAD}(?P<phones>{_RECIPIENT}(?:[ \t]*+[,;][ \t]*+{_RECIPIENT})*+)[ \t]*+:(?P<mes>.++)?+", re.ASCII | re.DOTALL
)
LIST_HEAD = re.compile(rf"{_HEAD}{_COLON}", re.ASCII)
ROW = re.compile(rf"[ \t]*+(?P<phones>{_RECIPIENT}(?:{_COMMA}{_RECIPIENT})*+)[ \t]*+[:;](?P<mes>[^\n]++)?+", re.ASCII)
ACCEPTED = re.compile(r"[ \t\r\n]*+OK - (?P<sms>[1-9]\d{0,8}+) SMS, ID - (?P<id>[\w.-]{1,40}+)[ \t\r\n]*+", re.ASCII)
REJECTED = re.compile(
    r"[ \t\r\n]*+ERROR = (?P<error>[1-9]) \((?P<description>[^\r\n]*)\)(?:, ID - (?P<id>[\w.-]{1,40}+))?+[ \t\r\n]*+",
    re.ASCII,
)

# ---- decoding

_STYLES = {None: Translit.NONE} | {str(int(one)): one for one in Translit}
_FORMATS = {None: Format.TEXT} | {str(int(one)): one for one in Format}
_TESTS = {None: 0, "0": 0, "1": 1, "2": 2}


def decode_single(text: str) -> Request | None:
    """The request that *text* is."""
    match = SINGLE.fullmatch(text)
    if match is None:
        return None
    login, psw, id, time, tz, translit, format, sender, test, phones, mes = match.groups()
    return Request(
        login=login or "",
        psw=psw,
        id=id,
        time=_date(time) if time else None,
        tz=int(tz) if tz else None,
        translit=_STYLES[translit],
        format=_FORMATS[format],
        sender=sender,
        test=_TESTS[test],
        body=Single(tuple(phones.split(",")), mes),
    )


class Flat(Struct, gc=False):
    """The fields of a single message, each as it is written."""

    login: str | None
    psw: str
    id: str | None
    time: str | None
    tz: str | None
    translit: str | None
    format: str | None
    sender: str | None
    test: str | None
    phones: str
    mes: str


def decode_flat(text: str) -> Flat | None:
    """The fields of *text*, by their names."""
    match = SINGLE.fullmatch(text)
    return Flat(**match.groupdict()) if match else None


def decode_list(text: str) -> Request | None:
    """The same for a list: one more match for each row."""
    match = LIST_HEAD.match(text)
    if match is None:
        return None
    login, psw, id, time, tz, translit, format, sender, test = match.groups()
    rows: list[Row] = []
    for line in text[match.end() :].split("\n"):
        row = ROW.fullmatch(line)
        if row is None:
            return None
        phones, mes = row.groups()
        rows.append(Row(tuple(phones.split(",")), mes.replace("\\n", "\n")))
    return Request(
        login=login or "",
        psw=psw,
        id=id,
        time=_date(time) if time else None,
        tz=int(tz) if tz else None,
        translit=_STYLES[translit],
        format=_FORMATS[format],
        sender=sender,
        test=_TESTS[test],
        body=Batch(tuple(rows)),
    )


def _date(text: str) -> Time:
    return At(f"20{text[4:6]}-{text[2:4]}-{text[:2]}T{text[6:8]}:{text[8:]}")


def decode_accepted(text: str) -> Accepted | None:
    """The reply that *text* is."""
    match = ACCEPTED.fullmatch(text)
    if match is None:
        return None
    sms, id = match.groups()
    return Accepted(int(sms), id)


def decode_rejected(text: str) -> Rejected | None:
    """The reply that *text* is."""
    match = REJECTED.fullmatch(text)
    if match is None:
        return None
    error, description, id = match.groups()
    return Rejected(int(error), description, id)


# ---- encoding: the writer knows which fields are there


def encode_short(request: Request) -> str:
    """The line for a request that has the required fields only."""
    body = request.body
    assert isinstance(body, Single)
    return f"{request.login}:{request.psw}::::{','.join(body.phones)}:{body.mes}"


def encode_every_field(request: Request) -> str:
    """The line for a request that has every field, and a date."""
    body, time = request.body, request.time
    assert isinstance(body, Single)
    assert isinstance(time, At)
    at = time.at
    return (
        f"{request.login}:{request.psw}:{request.id}"
        f":{at[8:10]}{at[5:7]}{at[2:4]}{at[11:13]}{at[14:]},{request.tz}"
        f":{request.translit:d},{request.format:d},{request.sender},{request.test}"
        f":{','.join(body.phones)}:{body.mes}"
    )


def encode_any(request: Request) -> str:
    """The line for any single request whose time is none or a date: the writer does not know which fields are there."""
    body, time = request.body, request.time
    assert isinstance(body, Single)
    at = time.at if isinstance(time, At) else ""
    options = (
        f"{int(request.translit) or ''},{int(request.format) or ''},{request.sender or ''},{request.test or ''}"
    ).rstrip(",")
    return (
        f"{request.login}:{request.psw}:{request.id or ''}"
        f":{at[8:10]}{at[5:7]}{at[2:4]}{at[11:13]}{at[14:]}{'' if request.tz is None else f',{request.tz}'}"
        f":{options}:{','.join(body.phones)}:{body.mes}"
    )


def encode_list(request: Request) -> str:
    """The lines for a list that has the required fields only, and no tail."""
    body = request.body
    assert isinstance(body, Batch)
    newline, escaped = "\n", "\\n"
    rows = "\n".join([f"{','.join(row.phones)}:{row.mes.replace(newline, escaped)}" for row in body.rows])
    return f"{request.login}:{request.psw}:::::{rows}"


def encode_accepted(reply: Accepted) -> str:
    """The line for *reply*."""
    return f"OK - {reply.sms} SMS, ID - {reply.id}"


def encode_rejected(reply: Rejected) -> str:
    """The line for *reply*, which has an id."""
    return f"ERROR = {reply.error} ({reply.description}), ID - {reply.id}"


# ---- cutting into parts


def one_pass(text: str) -> bytes:
    """Every character looked at once, in C; where nothing is above U+FFFF the octets are twice the UCS-2 units."""
    return text.encode("utf-16-le")
