"""A client that sends mails on many connections as fast as they are answered."""

import asyncio
from collections.abc import Iterator
from itertools import count
from time import perf_counter
from typing import NamedTuple

LOGIN = PSW = "bench"
SERVICE = "send@send.smscentre.com"

_SENDER = "shop@example.com"
_HEAD = f"""\
From: {_SENDER}
To: {SERVICE}
Subject: SMS
MIME-Version: 1.0
Content-Type: text/plain; charset="koi8-r"
Content-Transfer-Encoding: 7bit

""".replace("\n", "\r\n")

_numbers = count(1)


class Sent(NamedTuple):
    """So many mails, sent and answered."""

    rate: float
    """Mails in a second."""
    p99: float
    """Of a hundred mails 99 took at most so many seconds, from MAIL to the answer to the last dot."""


def send(port: int, mails: int, connections: int) -> Sent:
    """Send so many different requests to the server at *port*, each of which it accepts."""
    return asyncio.run(_send(port, mails, connections))


async def _send(port: int, mails: int, connections: int) -> Sent:
    taken: list[float] = []
    numbers = (next(_numbers) for _ in range(mails))
    start = perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(connections):
            group.create_task(_converse(port, numbers, taken))
    seconds = perf_counter() - start
    taken.sort()
    return Sent(mails / seconds, taken[len(taken) * 99 // 100])


async def _converse(port: int, numbers: Iterator[int], taken: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    async def ask(request: bytes, expected: bytes) -> None:
        writer.write(request)
        line = await reader.readuntil(b"\n")
        while line[3:4] == b"-":
            line = await reader.readuntil(b"\n")
        assert line.startswith(expected), line

    await ask(b"", b"220")
    await ask(b"EHLO client.example.com\r\n", b"250")
    for number in numbers:
        start = perf_counter()
        await ask(f"MAIL FROM:<{_SENDER}>\r\n".encode(), b"250")
        await ask(f"RCPT TO:<{SERVICE}>\r\n".encode(), b"250")
        await ask(b"DATA\r\n", b"354")
        await ask(
            f"{_HEAD}{LOGIN}:{PSW}:{number}:::7{number:010}:Your order {number} is ready\r\n.\r\n".encode(), b"250"
        )
        taken.append(perf_counter() - start)
    await ask(b"QUIT\r\n", b"221")
    writer.close()
    await writer.wait_closed()
