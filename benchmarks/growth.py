"""How the cost of something grows with its size: the exponent of a power, fitted over the last two decades.

Of each size the least of three runs counts, in time of the processor.
"""

import gc
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from itertools import cycle, islice
from math import log10
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from smsmail.cli.reading.mailbox import mails_of
from smsmail.codec import Accepted, check, check_mail, decode_request, encode_request
from smsmail.conformance import Policy, Session, load_cases, run
from smsmail.gateway import Account, Fact, Mail, Outcome, Plain, begin, handle
from smsmail.gateway.server.store import Entry, Store

from .goals import Goal, Result
from .mail_cases import READ, TO
from .processes import NULL

_SMALLEST = 10
_LIMIT = 1.05
_NOW = datetime(2030, 1, 31, 12, tzinfo=UTC)
_CLIENT = "shop@example.com"

Work = Callable[[], object]


def results(largest: int) -> Iterable[Result]:
    """Everything, measured now."""
    for name, prepared in _PREPARED.items():
        sizes = [_SMALLEST * 10**power for power in range(round(log10(largest / _SMALLEST)) + 1)]
        least = [min(_cost(prepared(size)) for _ in range(3)) for size in sizes]
        *_, first, _, last = least
        exponent = log10(last / first) / 2  # Of three points at equal distances the middle one does not turn the line.
        yield Result(
            f"{name}, from {sizes[0]} to {sizes[-1]:,}",
            last / sizes[-1],
            least[0] / sizes[0],
            Goal(exponent, _LIMIT, "as exponent"),
            against=f"each of {sizes[0]}",
        )


def _cost(work: Work) -> float:
    gc.collect()
    gc.disable()
    start = process_time()
    work()
    taken = process_time() - start
    gc.enable()
    return taken


def _phones(size: int) -> list[str]:
    return [str(79_000_000_000 + number) for number in range(size)]


def _rows(size: int) -> str:
    return "alex:psw:::::" + "\n".join(f"{phone}:Your order {phone} is ready" for phone in _phones(size))


def _recipients(size: int) -> str:
    return f"alex:psw::::{','.join(_phones(size))}:Your order is ready"


def _of_text(text: str, function: Callable[[str], object]) -> Work:
    return partial(function, text)


def _written(text: str) -> object:
    return encode_request(decode_request(text))


def _mails(size: int) -> Work:
    raw = READ["short, koi8-r as it is"].replace(b"\r\n", b"\n")
    box = (b"From shop@example.com Tue Nov  3 07:00:00 2026\n" + raw + b"\n") * size

    def work() -> None:
        chunks = (box[at : at + (1 << 17)] for at in range(0, len(box), 1 << 17))
        assert sum(check_mail(mail.octets) == [] for mail in mails_of(chunks)) == size

    return work


def _cases(size: int) -> Work:
    cases = list(islice(cycle(load_cases()), size))

    def work() -> None:
        with Session(NULL) as session:
            assert sum(1 for _ in run(cases, session, session.hello(), Policy())) == size

    return work


def _store(size: int) -> Work:
    clock = int(_NOW.timestamp()) * 1_000_000

    def entry(number: int) -> Entry:
        facts = Fact(f"chain:alex:{number}", "1 5", clock + 60_000_000), Fact("balance:alex", str(number), None)
        outcome = Outcome(kind="accepted", answer=Accepted(1, str(number)), reply="OK", changes=facts)
        return Entry(number, _NOW, _CLIENT, TO, 100, outcome, "<1@example.com>")

    def work() -> None:
        with TemporaryDirectory() as folder, Store(Path(folder) / "store.sqlite") as store:
            for first in range(1, size + 1, 100):
                store.write([entry(number) for number in range(first, min(first + 100, size + 1))], clock)

    return work


def _window(size: int) -> Work:
    """Requests within one window of R-FLOODCOUNT and R-DUPCOUNT, each to another number."""
    state = begin([Account(login="alex", secret=Plain("psw"), balance=10**9)])
    mails = [Mail(_CLIENT, TO, f"alex:psw::::{phone}:hi") for phone in _phones(size)]

    def work() -> None:
        now = state
        for mail in mails:
            now, outcome = handle(now, mail, _NOW)
            assert outcome.kind == "accepted"

    return work


_PREPARED: dict[str, Callable[[int], Work]] = {
    "decode and encode rows": lambda size: _of_text(_rows(size), _written),
    "check rows": lambda size: _of_text(_rows(size), check),
    "decode and encode recipients": lambda size: _of_text(_recipients(size), _written),
    "check recipients": lambda size: _of_text(_recipients(size), check),
    "check wrong rows": lambda size: _of_text(_rows(size).replace(":Your", "x:Your"), check),
    "check mails of a mailbox": _mails,
    "run cases": _cases,
    "write mails to the store": _store,
    "handle mails within the flood window": _window,
}
