"""Reading, writing and checking lines and mails, each beside what the least of it would cost."""

import gc
from collections.abc import Callable, Iterable
from email import message_from_bytes
from email.message import Message
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime
from time import perf_counter
from typing import Any, NamedTuple, cast

from smsmail.codec import (
    Request,
    check,
    decode_mail,
    decode_reply,
    decode_request,
    encode_mail,
    encode_reply,
    encode_request,
    segment,
)
from smsmail.grammar import parser

from . import cases, floors
from .goals import Goal, Result
from .mail_cases import DATE, FROM, MESSAGE_ID, READ, SUBJECT, TO, WRITTEN, Letter
from .measure import Task, fastest

OLD = "by hand, into the same structs (0.1.0)"
FLAT = "by hand, into a flat struct of texts"
LARK = "Lark's LALR parser"
BARE = "an f-string for just these fields"
ANY = "an f-string for any request"
_TIMES_LARK = 15

_DECODED: dict[str, tuple[str, Callable[[str], object], float | None, float | None]] = {
    "a short request": (cases.SHORT, floors.decode_single, 1.2, None),
    "every field": (cases.EVERY_FIELD, floors.decode_single, None, 2.0),
    "1000 characters, Latin": (cases.LATIN, floors.decode_single, None, None),
    "1000 characters, Cyrillic": (cases.CYRILLIC, floors.decode_single, None, None),
    "a list of 500 rows": (cases.LIST, floors.decode_list, 0.7, None),
    "a reply, accepted": (cases.ACCEPTED, floors.decode_accepted, None, None),
    "a reply, rejected": (cases.REJECTED, floors.decode_rejected, None, None),
}
"""A text, the floor with the same structs, and the most of it and of the flat floor."""
_ENCODED: dict[str, tuple[Callable[[Any], str], float | None, float | None]] = {
    "a short request": (floors.encode_short, None, 1.0),
    "every field": (floors.encode_every_field, 3, None),
    "1000 characters, Latin": (floors.encode_short, None, None),
    "1000 characters, Cyrillic": (floors.encode_short, None, None),
    "a list of 500 rows": (floors.encode_list, 3, None),
    "a reply, accepted": (floors.encode_accepted, 4, None),
    "a reply, rejected": (floors.encode_rejected, 4, None),
}
"""The bare f-string, the most of it, and of the one for any request."""


class Pair(NamedTuple):
    """A task, the floor that it stands on, and the limit of their ratio."""

    name: str
    task: Task
    against: str
    floor: Task
    limit: float | None = None
    leads: bool = False


def results() -> Iterable[Result]:
    """Everything, measured now."""
    pairs = [*_decoding(), *_encoding(), *_checking(), *_mails()]
    taken = fastest({(one.name, ""): one.task for one in pairs} | {(one.name, one.against): one.floor for one in pairs})
    yield from (_result(one, taken[one.name, ""], taken[one.name, one.against]) for one in pairs)
    yield from stream()


def _result(pair: Pair, time: float, floor: float) -> Result:
    goal = Goal(floor / time if pair.leads else time / floor, pair.limit, at_least=pair.leads)
    cost, lead = (None, goal) if pair.leads else (goal, None)
    return Result(pair.name, time, floor, cost, lead, against=pair.against)


def _decoding() -> Iterable[Pair]:
    for name, (text, floor, of_old, of_flat) in _DECODED.items():
        is_reply = "reply" in name
        task = (decode_reply if is_reply else decode_request), text
        assert task[0](text) == floor(text), f"the floor reads {name} as something else"
        yield Pair(f"decode {name}", task, OLD, (floor, text), of_old)
        if floor is floors.decode_single:
            yield Pair(f"decode {name}", task, FLAT, (floors.decode_flat, text), of_flat)
        lark: Callable[[str], object] = parser("reply" if is_reply else "request").parse  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        yield Pair(f"decode {name}", task, LARK, (lark, text), _TIMES_LARK, leads=True)


def _encoding() -> Iterable[Pair]:
    for name, (floor, of_bare, of_any) in _ENCODED.items():
        text = _DECODED[name][0]
        value: Any = decode_reply(text) if "reply" in name else decode_request(text)
        task: Task = (encode_reply if "reply" in name else encode_request), value
        assert task[0](value) == floor(value) == text, f"the floor writes {name} as something else"
        if of_bare:
            yield Pair(f"encode {name}", task, BARE, (floor, value), of_bare)
        if _DECODED[name][1] is floors.decode_single:
            yield Pair(f"encode {name}", task, ANY, (floors.encode_any, value), of_any)


def _checking() -> Iterable[Pair]:
    for name, (text, *_) in _DECODED.items():
        if "reply" not in name:
            assert not check(text), f"there is something to say of {name}"
            yield Pair(f"check {name}", (check, text), "decoding it", (decode_request, text), 2)
    for name, text in {"Latin": cases.LATIN_TEXT, "Cyrillic": cases.CYRILLIC_TEXT}.items():
        pass_, limit = "one pass of C over it", 15 if name == "Latin" else None
        yield Pair(f"segment 1000 characters, {name}", (segment, text), pass_, (floors.one_pass, text), limit)


def stream() -> Iterable[Result]:
    """A hundred thousand different lines, with the collector running and the last thousand kept; in turns, the least of three."""
    readers = {"": decode_request, OLD: floors.decode_single, FLAT: floors.decode_flat}
    spent = dict.fromkeys(readers, 0.0)
    gc.collect()
    for lines in cases.different_lines(100_000, at_once=1000):
        least = dict.fromkeys(readers, float("inf"))
        for _ in range(3):
            for name, read in readers.items():
                start = perf_counter()
                kept = [read(line) for line in lines]
                least[name] = min(least[name], perf_counter() - start)
                del kept
        for name in readers:
            spent[name] += least[name] / 100_000
    for against, limit in ((OLD, None), (FLAT, 2.0)):
        cost = Goal(spent[""] / spent[against], limit)
        yield Result("decode one of 100,000 different lines", spent[""], spent[against], cost, against=against)


# ---- mails: the standard library's older interface, which is faster, does the same to the same


def _mails() -> Iterable[Pair]:
    for name, raw in READ.items():
        assert _parse(raw).replace("\r\n", "\n").strip("\n") == decode_mail(raw).text
        yield Pair(f"decode a mail, {name}", (decode_mail, raw), "email, parsed and decoded", (_parse, raw), 0.35)
    for name, letter in WRITTEN.items():
        request = decode_request(letter.line)
        assert decode_mail(_write(request)) == decode_mail(_generate(letter)), f"email writes {name} as something else"
        yield Pair(f"encode a mail, {name}", (_write, request), "email, generated", (_generate, letter), 0.8)


def _parse(raw: bytes) -> str:
    message = message_from_bytes(raw)
    part = cast("Message", message.get_payload(0)) if message.is_multipart() else message
    return cast("bytes", part.get_payload(decode=True)).decode(part.get_content_charset("koi8-r"))


def _write(request: Request) -> bytes:
    return encode_mail(request, from_address=FROM, subject=SUBJECT, date=DATE, message_id=MESSAGE_ID)


def _generate(letter: Letter) -> bytes:
    message = MIMEText(letter.line + "\n", _charset=letter.charset)  # pyright: ignore[reportArgumentType]
    message["From"], message["To"], message["Subject"] = FROM, TO, SUBJECT
    message["Date"], message["Message-ID"] = format_datetime(DATE), MESSAGE_ID
    return message.as_bytes(policy=_CRLF)


_CRLF = compat32.clone(linesep="\r\n")
