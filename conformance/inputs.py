"""Inputs for any testee, as Hypothesis strategies: valid ones, nearly valid ones, and such as nobody would send.

They come from the strategies of values, from the grammar by way of what the reference writes, and from the inputs of the
corpus with a few places changed. They need the package hypothesis (``pip install 'smsmail[strategies]'``).
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import Any, cast

import msgspec
from hypothesis import strategies as st
from msgspec.structs import replace

from .. import codec
from .corpus import Op, load_cases
from .mails import mails
from .strategies import (
    addresses,
    contents,
    groups,
    numbers,
    replies,
    requests,
    sender_names,
    telegram_names,
    texts,
    times,
)

Given = dict[str, Any]

_INVISIBLE = ["\u2028", "\x85", "\x0b", "\x0c", "\xa0", "\ufeff", "٣", "�", "\r", "\r\n", "\n", "\t", "\x00"]
_WORDS = [
    *(*_INVISIBLE, " ", "\\n", *":;,+-.()#@\\09GgxЖ😀€[~²", "12", "2147483648", "79991234567", "+79991234567"),
    *("a@b.c", "#nick"),
    *("G15", "subj:", "subj:Theme", "voice:", "voice:m2", "__CALL__:", "__MAIL__:", "__BOT__:", "__SOC__:", "__PING__"),
    *("__HLR__", "OK - ", " SMS", "ERROR = ", "8", "~~~", "\n~~~\n", "\nsubj:Theme", "\nvoice:m2", "\n79991234567:"),
    ", ID - 42",
]
_INSERTED = st.sampled_from(["", *_WORDS])
_TIMES, _LENGTHS = st.sampled_from([0, 1, 1, 2, 3]), st.sampled_from([0, 0, 1, 2, 11])
_NEAR_TIMES: list[Any] = [
    *({"kind": "at", "at": at} for at in ("2030-02-29T12:00", "2028-02-29T12:00", "1999-12-31T23:59", "2030-01-31")),
    *({"kind": "window", "from": start, "to": end} for start, end in ((9, 9), (0, 24), (24, 0), (21, 9))),
    *({"kind": "timestamp", "ts": ts} for ts in (-1, 99_999_999, 999_999_999, 99_999_999_999, 100_000_000_000)),
    *({"kind": "after", "minutes": minutes} for minutes in (-1, 0, 999_999, 1_000_000, None)),
    {"kind": "after"},
]
JUNK: list[Any] = [
    *(None, True, False, -16, -1, 0, 1, 2, 3, 12, 13, 3.5, 2**31, 2**40, [], ["79991234567"], {}, *_NEAR_TIMES),
    *("", " ", "x", "0", "79991234567", "a@b.c", "subj:x", "voice:", {"kind": "list", "rows": [], "tail": None}),
]
"""What stands in the place of a member."""
_CHARSETS = (None, None, "utf-8", "koi8-r", "windows-1251", "iso-8859-1", "utf-16", "x-none")
_SEGMENTS = [*"aЖ😀[€ \n", "\f", "ÿ", "і", "\u200d", "и\u0306"]
_ALPHABETS = ["ab[€\n", "Жa😀", "a😀", "a\x1b", "[a", "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉçÀ\f\r`", "a\ud83d", "ÿaі"]
_NEAR_A_BORDER = [0, 1, 66, 67, 69, 70, 71, 133, 134, 152, 153, 159, 160, 161, 305, 306, 459]


def inputs(op: Op) -> st.SearchStrategy[Given]:
    """Inputs of an operation."""
    return _INPUTS[op]()


@st.composite
def damaged(draw: st.DrawFn, whole: st.SearchStrategy[str]) -> str:
    """A text that is changed in a few places, or in none."""
    text = draw(whole)
    for _ in range(draw(_TIMES)):
        at, length = draw(st.integers(0, len(text))), draw(_LENGTHS)
        text = text[:at] + draw(_INSERTED) + text[at + length :]
    return text


@st.composite
def _broken(draw: st.DrawFn, whole: st.SearchStrategy[Any]) -> Any:
    """A value as JSON in which a member is something else, or there is one more, or nothing of the kind."""
    value = as_json(draw(whole))
    if draw(st.booleans()):
        holder, name = draw(st.sampled_from(_places(value)))
        if isinstance(holder[name], str) and draw(st.booleans()):
            holder[name] = draw(damaged(st.just(holder[name])))
        elif isinstance(holder, dict) and draw(st.integers(0, 5)) == 0:
            holder["more"] = None
        else:
            holder[name] = draw(st.sampled_from(JUNK))
    return json.loads(json.dumps(value))  # what is in it stays as it is


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Each member and item of *value*: what it is in, and its name or index."""
    holder = cast("dict[Any, Any] | list[Any]", value if isinstance(value, dict | list) else [])
    names: list[Any] = [*holder] if isinstance(holder, dict) else [*range(len(holder))]
    return [(holder, name) for name in names] + [place for name in names for place in _places(holder[name])]


@cache
def _corpus(op: Op) -> tuple[Given, ...]:
    return tuple(case.input for case in load_cases() if case.op == op)


def _of_the_corpus(op: Op, name: str = "text") -> st.SearchStrategy[str]:
    return st.sampled_from([given[name] for given in _corpus(op)])


@st.composite
def _written(draw: st.DrawFn, value: st.SearchStrategy[Any], write: Callable[[Any], Any]) -> Any:
    """What the reference writes of a value that it can write."""
    while True:
        try:
            return write(draw(value))
        except codec.EncodeError:  # an id of 12 digits, say
            continue


_ROW_MESSAGES = [
    *("hi", " ", "", "__CALL__: hi", "__MAIL__:hi\\nsubj:T", "__BOT__:hi", "__PING__ ", "a\\nvoice:m", "a\\\\n"),
    *("subj:", "486f"),
]
_OTHER_LINES = ["text", "more: text", " subj:T", "subj:T", "subj:", "voice:m", "voice:", "~~~", " ", "", "12:x"]


def _row_lines() -> st.SearchStrategy[str]:
    odd = st.sampled_from(["7 (999) 12", "12", ""])
    recipient = st.one_of(numbers(), groups(), addresses(), telegram_names(), odd)
    phones = st.lists(recipient, min_size=1, max_size=2).map(", ".join)
    return st.tuples(phones, st.sampled_from([":", ";", " :"]), st.sampled_from(_ROW_MESSAGES)).map("".join)


@st.composite
def _lists(draw: st.DrawFn) -> str:
    """Lists of both framings, with tails, blank lines and lines that are no rows."""
    lines = draw(st.lists(_row_lines() | _row_lines() | st.sampled_from(_OTHER_LINES), min_size=1, max_size=6))
    format = draw(st.sampled_from(["", "3", "5", "8", "8", "9", "9"]))
    sender = draw(st.sampled_from(["", "Alex", "a@b.c", "me@example.com"]))
    test = draw(st.sampled_from(["", "1", "2", "2"]))
    return f"alex:psw:::,{format},{sender},{test}::" + "\n".join(lines)


def _texts(op: Op, written: st.SearchStrategy[str]) -> st.SearchStrategy[Given]:
    return damaged(written | _of_the_corpus(op)).map(lambda text: {"text": text})


def _contents() -> st.SearchStrategy[Given]:
    def with_mes(given: Given) -> st.SearchStrategy[Given]:
        return damaged(st.just(given["mes"])).map(lambda mes: {**given, "mes": mes})

    def write(content: codec.Content) -> Given:
        mes, format, sender = codec.encode_content(content)
        return {"mes": mes, "format": int(format), "sender": sender}

    starts = ["", "__CALL__:", "__MAIL__:\t", "__SOC__:", "__VIBER__:", "__BOT__:", " __CALL__:", "__call__:"]
    lines = st.lists(st.sampled_from([*_OTHER_LINES, "~~~ ", "subj: ", "Subj:x", "486F", "__PING__"]), max_size=6)
    lined = st.fixed_dictionaries(
        {
            "mes": st.tuples(st.sampled_from(starts), lines.map("\n".join)).map("".join) | texts(max_size=1002),
            "format": st.integers(-1, 13),
            "sender": st.none() | addresses() | sender_names(),
        }
    )
    return (_written(contents(), write) | st.sampled_from(_corpus("decode_content")) | lined).flatmap(with_mes)


@st.composite
def _near_a_border(draw: st.DrawFn) -> str:
    """Mostly of one character, so that a part is full at once, and of others near its end."""
    alphabet, length = draw(st.sampled_from(_ALPHABETS)), draw(st.sampled_from(_NEAR_A_BORDER))
    text = alphabet[0] * length
    for piece in draw(st.lists(st.sampled_from(alphabet), max_size=8)):
        at = draw(st.integers(max(0, length - 5), length))
        text = text[:at] + piece + text[at:]
    return text


def _segments() -> st.SearchStrategy[Given]:
    some = st.lists(st.sampled_from(_SEGMENTS) | texts(0, 5), max_size=4).map("".join)
    return (some | _near_a_border() | st.text() | _of_the_corpus("segment")).map(lambda text: {"text": text})


def _mails() -> st.SearchStrategy[Given]:
    def write(of: tuple[codec.Request, str | None]) -> str:
        return codec.encode_mail(*of).decode("latin-1")

    written = _written(st.tuples(requests(), st.sampled_from(_CHARSETS)), write)
    kept = _of_the_corpus("decode_mail", "eml").map(lambda eml: b64decode(eml).decode("latin-1"))
    made = mails().map(lambda mail: mail.decode("latin-1"))
    return (damaged(written | kept) | damaged(made) | made).map(
        lambda mail: {"eml": b64encode(mail.encode("latin-1", "replace")).decode("ascii")}
    )


@st.composite
def _moments(draw: st.DrawFn) -> Given:
    """A time, zones, and a moment that is often a second before, at or after a border of that time."""
    zones = st.integers(-15, 11)
    time, tz, account = draw(st.none() | times()), draw(st.none() | zones | st.sampled_from([-16, 12])), draw(zones)
    now = draw(st.datetimes(datetime(1990, 1, 1), datetime(2110, 1, 1)))
    if draw(st.booleans()):
        now = draw(_borders(time, now, 3 + (account if tz is None else tz)))
    # No more than microseconds: a fraction has any number of digits, and how many are kept is open.
    now = now.replace(tzinfo=UTC, microsecond=draw(st.sampled_from([0, 0, 1, 500_000, 999_999])))
    east = timezone(timedelta(minutes=draw(st.integers(-14 * 60, 14 * 60))))
    value = draw(_broken(st.just(time))) if time and draw(st.booleans()) else as_json(time)
    return {"time": value, "tz": tz, "now": now.astimezone(east).isoformat(), "account_tz": account}


@st.composite
def _borders(draw: st.DrawFn, time: codec.Time | None, now: datetime, east: int) -> datetime:
    match time:
        case codec.At():
            border = datetime.fromisoformat(time.at) - timedelta(hours=east)
        case codec.Window():
            hour = draw(st.sampled_from([time.from_hour, time.to_hour]))
            border = now.replace(hour=0, minute=0, second=0) + timedelta(hours=hour - east)
        case codec.Timestamp():
            border = datetime(1970, 1, 1) + timedelta(seconds=time.ts)
        case codec.After() | None:
            border = now
    return border + timedelta(seconds=draw(st.sampled_from([-1, 0, 1])))


def as_json(value: object) -> Any:
    """*value* as the protocol has it."""
    return json.loads(msgspec.json.encode(value))


def _serving() -> st.SearchStrategy[Given]:
    lines = _written(
        requests(), lambda one: codec.encode_request(replace(one, login="alex", psw="psw", test=1, id=one.id or "7"))
    )
    known = st.sampled_from(
        [event["text"] for given in _corpus("serve") for event in given["events"] if event.get("text")]
    )
    settings = st.fixed_dictionaries(
        {"login": st.just("alex"), "psw": st.just("psw")},
        optional={
            "balance": st.integers(0, 5),
            "senders": st.just(["Alex"]),
            "blocked": st.booleans(),
            "tz": st.integers(-3, 3),
        },
    )

    def arranged(account: Given, said: list[tuple[str, int]]) -> Given:
        now, events = datetime(2030, 1, 31, 12, tzinfo=UTC), list[Given]()
        for text, pause in said:
            now += timedelta(seconds=pause)
            events.append({"at": now.isoformat().replace("+00:00", "Z"), "text": text})
        return {"account": account, "events": events}

    pauses = st.sampled_from([0, 1, 59, 60, 61, 119, 120, 121])
    some = st.lists(st.tuples(damaged(lines | known | known), pauses), min_size=1, max_size=4)
    return st.builds(arranged, settings, some)


_INPUTS: dict[Op, Callable[[], st.SearchStrategy[Given]]] = {
    "decode_request": lambda: _texts("decode_request", _written(requests(), codec.encode_request) | _lists()),
    "encode_request": lambda: _broken(requests()).map(lambda one: {"request": one}),
    "decode_reply": lambda: _texts("decode_reply", _written(replies(), codec.encode_reply)),
    "encode_reply": lambda: _broken(replies()).map(lambda one: {"reply": one}),
    "decode_content": _contents,
    "segment": _segments,
    "sms_count": lambda: (
        st.fixed_dictionaries(
            {
                "request": _broken(requests()),
                "groups": st.dictionaries(
                    groups() | st.sampled_from(["G1", "G15"]),
                    st.integers(-1, 10**6) | st.sampled_from(JUNK),
                    max_size=3,
                ),
            }
        )
        | st.sampled_from(_corpus("sms_count"))
    ),
    "send_at": lambda: _moments() | st.sampled_from(_corpus("send_at")),
    "decode_mail": _mails,
    "encode_mail": lambda: st.fixed_dictionaries(
        {"request": _broken(requests()), "charset": st.sampled_from(_CHARSETS)}
    ),
    "serve": _serving,
}
