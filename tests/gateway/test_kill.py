"""``kill -9`` at any moment, and a disk that is full in between: what was answered 250 is there once, what was answered 451
is not, and the rules on repeats and floods still hold.

``SMSMAIL_KILLS=200 pytest tests/gateway/test_kill.py -s`` kills it more often; the figures are printed.
"""

import os
import random
import resource
import smtplib
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.running import CLIENT, PSW, SERVICE, Gateway, eventually, mail

pytestmark = pytest.mark.process

KILLS = int(os.environ.get("SMSMAIL_KILLS", "4"))
CONNECTIONS = 8

FLOOD = 50
"""So many messages may go to one number (C-FLOOD); the chain lasts while less than 120 s pass between two."""


class Sent(NamedTuple):
    """What the clients know of the mails that they have sent."""

    answered: list[int]
    """The numbers of those answered 250."""
    unknown: list[int]
    """Of those whose answer was lost."""
    not_stored: list[int]
    """Of those answered 451."""


class Numbers:
    """1, 2, 3, … for several threads."""

    def __init__(self) -> None:
        self._last = 0
        self._lock = threading.Lock()

    def __call__(self) -> int:
        with self._lock:
            self._last += 1
            return self._last


def send_until_it_dies(port: int, numbers: Numbers, sent: Sent, begun: threading.Semaphore) -> None:
    """Mails one after the other on one connection, each with an id of its own, and every other one to be answered."""
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=60) as client:
            while True:
                number = numbers()
                sent.unknown.append(number)
                text = f"alex:{PSW}:{number}::,,,{number % 2}:7{number:010}:Order {number}"
                try:
                    client.sendmail(CLIENT, [SERVICE], mail(text))
                except smtplib.SMTPDataError as error:
                    assert error.smtp_code == 451
                    sent.not_stored.append(sent.unknown.pop())
                    continue
                sent.answered.append(sent.unknown.pop())
                begun.release()
    except (OSError, smtplib.SMTPException):
        pass


def fill_up_the_disk(gateway: Gateway, *, is_full: bool) -> None:
    """From now on no file of the gateway grows by more than a few pages."""
    log = Path(f"{gateway.store}-wal")
    limit = log.stat().st_size + 16_384 if is_full else resource.RLIM_INFINITY
    resource.prlimit(gateway.process.pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))


def test_what_was_answered_is_there_once(tmp_path: Path) -> None:
    moments = random.Random(KILLS)  # noqa: S311
    numbers = Numbers()
    clients: list[Sent] = []
    with Gateway(tmp_path) as gateway, ThreadPoolExecutor(CONNECTIONS) as threads:
        for _ in range(KILLS):
            begun = threading.Semaphore(0)
            round = [Sent([], [], []) for _ in range(CONNECTIONS)]
            clients += round
            sending = [threads.submit(send_until_it_dies, gateway.port, numbers, sent, begun) for sent in round]
            for _ in range(moments.choice([1, CONNECTIONS, 10 * CONNECTIONS])):
                assert begun.acquire(timeout=60)
            if moments.random() < 0.4:
                fill_up_the_disk(gateway, is_full=True)
                time.sleep(moments.uniform(0, 0.2))
                if moments.random() < 0.5:  # else it is killed while the disk is full
                    fill_up_the_disk(gateway, is_full=False)
            time.sleep(moments.uniform(0, 0.02))  # any moment will do
            gateway.kill()
            for one in sending:
                one.result()
            gateway.start()
            if moments.random() < 0.2:  # while it has hardly begun
                gateway.kill()
                gateway.start()

        answered = {number for sent in clients for number in sent.answered}
        unknown = {number for sent in clients for number in sent.unknown}
        not_stored = {number for sent in clients for number in sent.not_stored}
        stored = Counter(int(id) for (id,) in gateway.rows("SELECT id FROM mails"))
        lost, doubled = answered - set(stored), {id for id, times in stored.items() if times > 1}
        print(
            f"kills {KILLS}, mails answered 250: {len(answered)}, lost: {len(lost)}, doubled: {len(doubled)};"
            f" answer lost: {len(unknown)}, of these stored: {len(unknown & set(stored))};"
            f" answered 451 while the disk was full: {len(not_stored)}, of these stored: {len(not_stored & set(stored))}"
        )
        assert not lost
        assert not doubled
        assert not not_stored & set(stored)
        assert set(stored) <= answered | unknown
        assert gateway.rows("SELECT DISTINCT kind FROM mails") == [("accepted",)]

        # Each was charged once, and each that asked for an answer has one answer.
        assert gateway.rows("SELECT value FROM lasting WHERE key = 'balance:alex'") == [(str(100_000 - len(stored)),)]
        asked = {id for id in stored if id % 2}
        eventually(lambda: gateway.rows("SELECT count(*) FROM outbox") == [(0,)])
        replied = Counter(
            int(reply.get_content().removeprefix("OK - 1 SMS, ID - ")) for reply in gateway.replies(len(asked))
        )
        assert replied == Counter(asked)


def test_repeats_and_floods_over_restarts(tmp_path: Path) -> None:
    """Killed after each mail; all of this takes less than the minute after which a repeat is none any more."""
    with Gateway(tmp_path) as gateway:
        for _ in range(3):
            gateway.send(f"alex:{PSW}::::79990000001:again")
            gateway.kill()
            gateway.start()
        for burst in range(3):
            with gateway.client() as client:
                for number in range(20):
                    text = f"alex:{PSW}::::79990000002:{burst} {number}"
                    client.sendmail(CLIENT, [SERVICE], mail(text))
            gateway.kill()
            gateway.start()
        rows = gateway.rows("SELECT kind, error FROM mails ORDER BY seq")
        assert rows[:3] == [("accepted", None), ("accepted", None), ("refused", 9)]
        assert rows[3:] == [("accepted", None)] * FLOOD + [("refused", 8)] * 10
        assert len(gateway.replies(11)) == 11
