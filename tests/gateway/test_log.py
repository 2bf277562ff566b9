"""The log: what strangers write obeys nobody's terminal, and nobody can fill it; each mail that was taken is in it."""

import io
import json
import logging
import resource
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsmail.gateway.server import log
from tests.support.running import PSW, Gateway, Peer, eventually, mail


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(params=[io.StringIO, Terminal])
def stream(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    logger = logging.getLogger("smsmail.gateway")
    before = logger.handlers[:], logger.propagate, logger.level
    written = request.param()
    log.set_up(written)
    yield written
    logger.handlers[:], logger.propagate = before[:2]
    logger.setLevel(before[2])


@pytest.mark.parametrize(
    "said", ["\x1b]0;owned\x07", "\x9b31m", "a\r\nb", "\u202eabc", "\u2028", "\ud800", "x" * 10**6]
)
def test_what_strangers_say_is_one_harmless_line(stream: io.StringIO, said: str) -> None:
    log.event("reply_delayed", problem=f"550 {said}")
    written = stream.getvalue()
    assert written.endswith("\n")
    assert written[:-1].isprintable()
    assert len(written) < 1200


@given(st.text())
def test_json_stays_json(said: str) -> None:
    written = io.StringIO()
    log.set_up(written)
    log.event("mail", sender=said)
    assert json.loads(written.getvalue())["event"] == "mail"


def test_what_happens_without_end_is_written_now_and_then(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("smsmail.gateway.server.log.time.monotonic", lambda: now)
    monkeypatch.setattr(log, "_rates", {})
    for _ in range(20_000):
        log.often("system_error", log.ERROR, problem="Too many open files")
    assert len(stream.getvalue().splitlines()) == log.AT_ONCE
    now = log.PERIOD
    log.often("system_error", log.ERROR, problem="Too many open files")
    assert str(20_000 - log.AT_ONCE) in stream.getvalue().splitlines()[-1]


def test_out_of_file_descriptors(tmp_path: Path) -> None:
    """It says so, not without end, and serves again when there are some."""
    with Gateway(tmp_path) as gateway:
        resource.prlimit(gateway.process.pid, resource.RLIMIT_NOFILE, (40, 4096))
        with ExitStack() as stack:
            for _ in range(80):
                stack.enter_context(Peer(gateway.port))
            eventually(lambda: gateway.events("system_error"))
            eventually(lambda: "bug" in gateway.log or len(gateway.events("system_error")) > 2)
        lines = len(gateway.log.splitlines())
        assert lines < 3 * log.AT_ONCE
        gateway.send(f"alex:{PSW}:42::,,,1:79991234567:hello")
        assert gateway.rows("SELECT kind FROM mails") == [("accepted",)]


def test_a_mail_that_was_taken_is_in_the_log_though_nobody_waits_for_the_answer(tmp_path: Path) -> None:
    """Each that is stored has its line, and the connection was reset behind the last dot."""
    with Gateway(tmp_path) as gateway:
        for number in range(30):
            with Peer(gateway.port).begin().up_to_data() as peer:
                peer.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                peer.write(mail(f"alex:{PSW}:{number}:::7999{number:07}:hello") + b".\r\n")
        gateway.send(f"alex:{PSW}:99:::79991234567:hello")
        assert gateway.stop() == 0
        stored = [seq for (seq,) in gateway.rows("SELECT seq FROM mails ORDER BY seq")]
        # Who is answered first is written first, and the connections are not one another's.
        assert sorted(event["seq"] for event in gateway.events("mail")) == stored
