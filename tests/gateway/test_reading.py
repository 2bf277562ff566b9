"""Reading mails keeps nobody waiting: what may take long is read aside, and once for all recipients."""

import asyncio
import sys
import threading
from base64 import encodebytes
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smsmail.gateway.server import reader
from smsmail.gateway.server.reader import Reader, is_quick
from tests.support.running import PSW, Gateway, Peer, mail

MOST_CALLS = 6000
"""Of functions, Python's own among them: an ordinary processor of today makes so many in about a millisecond."""

HEADS = st.sampled_from(
    [b"", b"Subject: x\n\n", b"Content-Transfer-Encoding: base64\n\n", b"Content-Type: text/plain; charset=utf-8\n\n"]
)
LINES = st.sampled_from([b"", b"a:b::::", b"a:b::::\n", b"a:b:::::\n", b"a:b:::,,,2::\n", b"a:b:c:0:,,,1:"])
PIECES = st.sampled_from(
    (
        b":",
        b"1:",
        b"123:x",
        b"\n",
        b"1:\n",
        b":\n",
        b"\r",
        b"123,",
        b"1x,",
        b";",
        b"=41",
        b"[text]",
        b" ",
        b"\xd0\xb0",
        b"a*0=b; ",
        b"=?utf-8?q?=41?= ",
        b"Ojo6",
        b"7x\n",
        b"__CALL__: ",
        b"~~~\n",
        b"subj:\n",
    )
)


def calls_of(work: Callable[[], object]) -> int:
    """How many functions *work* calls."""
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    work()  # What is loaded but once is no cost of a mail.
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


@given(HEADS, LINES, st.lists(PIECES, min_size=1, max_size=3), st.lists(PIECES, max_size=20))
@example(b"Subject: x\n\n", b"a:b::::", [b"1x,"], [b":"])
@example(b"Content-Transfer-Encoding: base64\n\n", b"a:b::::", [b"1x,"], [b":"])
def test_what_is_read_at_once_takes_little(head: bytes, line: bytes, again: list[bytes], end: list[bytes]) -> None:
    """However it is made up: as much of it as there may be."""
    is_base64 = b"base64" in head
    tail = b"".join(end)
    one = b"".join(again)
    for times in range(1024 // len(one), 0, -1):
        text = line + one * times + tail
        content = head + (encodebytes(text) if is_base64 else text)
        if is_quick(content):
            assert calls_of(lambda content=content: reader._read(content, {True, False})) <= MOST_CALLS  # pyright: ignore[reportPrivateUsage]
            return


@pytest.mark.parametrize(
    "content",
    [b"x" * 1025, b"\n" * 60, b"\r" * 60, b"Content-Type: MULTIPART/mixed\n\n", b"content-type: text/HTML\n\n"],
)
def test_what_is_read_aside(content: bytes) -> None:
    assert not is_quick(content)


def test_who_reads_aside_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    may_end = threading.Event()
    read = reader.read
    readings: list[str] = []

    def slowly(content: bytes, **options: Any) -> object:
        readings.append(threading.current_thread().name)
        if b"large" in content:
            assert may_end.wait(60)
        return read(content, **options)

    monkeypatch.setattr(reader, "read", slowly)

    async def run() -> None:
        aside = Reader()
        large = asyncio.create_task(aside.read(b"large" + b" " * 2000, {True}))
        await asyncio.sleep(0)
        await aside.read(b"\na:b:::::1:hi", {True})
        assert not large.done()
        may_end.set()
        await large
        aside.end()

    asyncio.run(run())
    assert sorted(readings) == ["MainThread", "read"]


def test_a_mail_is_read_once_for_all_its_recipients(tmp_path: Any) -> None:
    logins = [f"a{number}" for number in range(50)]
    accounts = "".join(f'[[account]]\nlogin = "{one}"\npsw = "{PSW}"\nforward = ["79990001122"]\n' for one in logins)
    with Gateway(tmp_path, accounts=accounts) as gateway, Peer(gateway.port).begin() as peer:
        assert peer.ask(b"MAIL FROM:<a@example.org>").startswith("250")
        for login in logins:
            assert peer.ask(f"RCPT TO:<{login}@send.smscentre.com>".encode()).startswith("250")
        assert peer.ask(b"DATA").startswith("354")
        assert peer.ask(mail("alarm") + b".").startswith("250")
        assert gateway.rows("SELECT kind, count(*) FROM mails GROUP BY kind") == [("forwarded", 50)]
