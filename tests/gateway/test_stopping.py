"""The gateway stops, whatever others do: clients who wait to be answered, and mail servers that never do."""

import socket
import sqlite3
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.support.running import PSW, Gateway, Peer, eventually, mail, quick_hash

SLOW_HASH = quick_hash("right").replace("m=8,t=1,p=1", "m=65536,t=8,p=1")
"""Of which a verification takes half a second or more."""

Server = Callable[[socket.socket], None]


def silent(peer: socket.socket) -> None:
    """Says nothing."""
    peer.recv(1)


def slow(peer: socket.socket) -> None:
    """Greets an octet at a time, without an end."""
    while True:
        peer.sendall(b"2")
        threading.Event().wait(0.2)


def flooding(peer: socket.socket) -> None:
    """Greets and greets."""
    while True:
        peer.sendall(b"220-welcome\r\n" * 1000)


def endless_line(peer: socket.socket) -> None:
    """Greets in one line."""
    while True:
        peer.sendall(b"2" * 65536)


def silent_later(peer: socket.socket) -> None:
    """Says nothing once the mail is there."""
    peer.sendall(b"220 welcome\r\n")
    for answer in (b"250 welcome\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go on\r\n"):
        peer.recv(1000)
        peer.sendall(answer)
    while peer.recv(1000):
        pass


@contextmanager
def server_that_is(kind: Server) -> Generator[tuple[str, threading.Event]]:
    """A mail server that does what *kind* does with each connection, and whether there was one."""
    called = threading.Event()

    def converse(peer: socket.socket) -> None:
        called.set()
        with peer, suppress(OSError):
            kind(peer)

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=converse, args=listening.accept()[:1], daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=accept, daemon=True).start()
        yield f"127.0.0.1:{listening.getsockname()[1]}", called
        listening.shutdown(socket.SHUT_RDWR)


def memory_of(process: int) -> int:
    """The largest number of octets that it ever had in memory."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


@pytest.mark.parametrize("kind", [silent, slow, flooding, endless_line, silent_later])
def test_a_mail_server_that_comes_to_no_end(tmp_path: Path, kind: Server) -> None:
    """It neither keeps the gateway from stopping nor fills its memory, and the reply stays."""
    with server_that_is(kind) as (address, called), Gateway(tmp_path, "--reply-via", address, replies=False) as gateway:
        before = memory_of(gateway.process.pid)
        gateway.send(f"alex:{PSW}:42::,,,1:79991234567:hello")
        assert called.wait(60)
        threading.Event().wait(1)
        assert memory_of(gateway.process.pid) - before < 32 << 20
        assert gateway.stop() == 0
        assert gateway.rows("SELECT seq FROM outbox") == [(1,)]
        assert not gateway.events("bug")


def test_passwords_that_are_still_to_be_verified(tmp_path: Path) -> None:
    """Who has not been verified by then is told to come back, and nothing of his mail is stored."""
    accounts = "".join(f'[[account]]\nlogin = "a{n}"\npsw_hash = "{SLOW_HASH}"\n' for n in range(30))
    with Gateway(tmp_path, accounts=accounts) as gateway:
        peers = [Peer(gateway.port, source=f"127.0.0.{n + 1}").begin().up_to_data() for n in range(30)]
        for number, peer in enumerate(peers):
            peer.write(mail(f"a{number}:wrong::::79991234567:hello") + b".\r\n")
        threading.Event().wait(0.5)
        assert gateway.stop() == 0
        told = [peer.answer()[:3] for peer in peers]
        assert set(told) <= {"250", "421", ""}
        assert gateway.rows("SELECT count(*) FROM mails")[0][0] >= told.count("250")
        for peer in peers:
            peer.close()


def test_a_locked_store(tmp_path: Path) -> None:
    """Another program has it, and does not let go."""
    with Gateway(tmp_path) as gateway:
        gateway.send(f"alex:{PSW}:42::,,,1:79991234567:hello")
        gateway.replies(1)
        eventually(lambda: gateway.rows("SELECT count(*) FROM outbox") == [(0,)])
        other = sqlite3.connect(gateway.store, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with Peer(gateway.port).begin().up_to_data() as peer:
            peer.write(mail(f"alex:{PSW}:43::,,,1:79991234567:hello") + b".\r\n")
            threading.Event().wait(0.3)
            assert gateway.stop() == 0
            assert peer.answer()[:3] in ("451", "421")
        other.close()
        assert gateway.rows("SELECT count(*) FROM mails") == [(1,)]
