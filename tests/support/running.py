"""A gateway that runs as a process of its own, and what is needed to talk to it."""

import json
import mailbox
import os
import signal
import smtplib
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count
from pathlib import Path
from typing import Any, Self, TypeVar

from argon2 import PasswordHasher

COMMAND = [sys.executable, "-P", "-m", "smsmail.cli", "gateway"]
SERVICE = "send@send.smscentre.com"
CLIENT = "client@example.org"
PATIENCE = 60
"""Seconds until something that has to happen is taken to have failed."""

ACCOUNTS = """
[[account]]
login = "alex"
psw = "Kx7vPq2m"
balance = 100000
forward = ["79990001122"]
"""
PSW = "Kx7vPq2m"

Found = TypeVar("Found")


def quick_hash(psw: str) -> str:
    """A hash as in an accounts file, that takes little time and memory to verify."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(psw)


def eventually(find: Callable[[], Found]) -> Found:
    """What *find* finds once it is true."""
    deadline = time.monotonic() + PATIENCE
    while not (found := find()):
        assert time.monotonic() < deadline, f"waited in vain for {find}"
        time.sleep(0.02)
    return found


_PORTS = count(20_000 + os.getpid() * 97 % 10_000)


def free_port() -> int:
    """A port that nobody has, nor gets before it is used: the system gives away higher ones, other processes try others."""
    for port in _PORTS:
        with suppress(OSError), socket.socket() as one:
            one.bind(("127.0.0.1", port))
            return port
    raise AssertionError


class Gateway:
    """``smsmail gateway`` on a port of its own, with its files in *folder*."""

    def __init__(self, folder: Path, *options: str, accounts: str = ACCOUNTS, replies: bool = True) -> None:
        self.folder = folder
        self.store = folder / "store.sqlite"
        self.maildir = folder / "replies"
        self._log = folder / "log"
        (folder / "accounts.toml").write_text(accounts, "utf-8")
        page = () if "--web" in options else ("--no-web",)
        self._options = [*page, "--accounts", str(folder / "accounts.toml"), "--store", str(self.store), *options]
        if replies:
            self._options += ["--reply-dir", str(self.maildir)]
        self.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.kill()

    def start(self) -> None:
        """Start it, again after an end."""
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [*COMMAND, "--listen", "127.0.0.1:0", *self._options],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line.startswith("listening on 127.0.0.1:"):
            self.ended()
            raise AssertionError(f"{line!r}\n{self._log.read_text()}")
        self.port = int(line.rpartition(":")[2])

    def kill(self) -> None:
        """``kill -9``"""
        self.process.kill()
        self.ended()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop; its exit status."""
        self.process.send_signal(number)
        return self.ended()

    def ended(self) -> int:
        """Its exit status, once it has ended."""
        assert self.process.stdout
        self.process.stdout.close()
        return self.process.wait(PATIENCE)

    @property
    def log(self) -> str:
        """All that it has logged, over all its lives."""
        return self._log.read_text("utf-8")

    def events(self, name: str) -> list[dict[str, Any]]:
        """The events of that name in the log."""
        return [line for line in map(json.loads, self.log.splitlines()) if line["event"] == name]

    def client(self, **options: Any) -> smtplib.SMTP:
        """A connection of Python's own client."""
        return smtplib.SMTP("127.0.0.1", self.port, timeout=PATIENCE, **options)

    def lets_in(self, source: str = "127.0.0.1") -> bool:
        """Whether it takes another connection."""
        with Peer(self.port, source=source) as peer:
            return peer.answer().startswith("220")

    def send(self, request: str, *, sender: str = CLIENT, to: str | Iterable[str] = SERVICE, **headers: str) -> None:
        """Send a mail with *request* in it, on a connection of its own."""
        with self.client() as client:
            client.sendmail(sender, [to] if isinstance(to, str) else list(to), mail(request, **headers))

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What *query* finds in the store."""
        with closing(sqlite3.connect(f"file:{self.store}?mode=ro", uri=True)) as db:
            return db.execute(query).fetchall()

    def replies(self, number: int) -> list["EmailMessage"]:
        """The replies in the Maildir, in the order of the mails that they answer, once there are so many."""
        new = self.maildir / "new"
        eventually(lambda: new.is_dir() and len(os.listdir(new)) >= number)
        mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in sorted(new.iterdir())]
        assert len(mails) == len(mailbox.Maildir(self.maildir)) == number
        return mails

    def reply_to(self, seq: int) -> str:
        """The line that answers the mail of that number."""
        (file,) = eventually(lambda: list((self.maildir / "new").glob(f"{seq:010}.*")))
        return str(message_from_bytes(file.read_bytes(), policy=policy.default).get_content()).strip()


class Peer:
    """A client that writes what it likes."""

    def __init__(self, port: int, *, source: str = "127.0.0.1", buffer: int = 0) -> None:
        self.socket = socket.socket()
        if buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.socket.settimeout(PATIENCE)
        self.socket.bind((source, 0))
        self.socket.connect(("127.0.0.1", port))
        self._received = self.socket.makefile("rb")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        self._received.close()
        self.socket.close()

    def write(self, octets: bytes) -> None:
        """Send *octets* as they are."""
        self.socket.sendall(octets)

    def answer(self) -> str:
        """The next answer, its lines joined; empty where the server has hung up."""
        lines: list[str] = []
        try:
            while line := self._received.readline():
                lines.append(line.decode("ascii").rstrip("\r\n"))
                if line[3:4] != b"-":
                    break
        except ConnectionResetError:
            return ""
        return "\n".join(lines)

    def ask(self, octets: bytes) -> str:
        """The answer to *octets* and a line end."""
        self.write(octets + b"\r\n")
        return self.answer()

    def begin(self) -> Self:
        """Past the greetings."""
        assert self.answer().startswith("220")
        assert self.ask(b"EHLO client.example.org").startswith("250")
        return self

    def up_to_data(self, *, sender: bytes = CLIENT.encode(), to: bytes = SERVICE.encode()) -> Self:
        """To where the mail itself is to follow."""
        assert self.ask(b"MAIL FROM:<" + sender + b">").startswith("250")
        assert self.ask(b"RCPT TO:<" + to + b">").startswith("250")
        assert self.ask(b"DATA").startswith("354")
        return self


def mail(request: str, **headers: str) -> bytes:
    """A mail with *request*, in UTF-8, and with these headers, whose names have ``_`` for ``-``."""
    all_headers: Mapping[str, str] = {"Subject": "SMS", "Content-Type": 'text/plain; charset="utf-8"', **headers}
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in all_headers.items())
    return head.encode("ascii") + b"\r\n" + request.replace("\n", "\r\n").encode() + b"\r\n"
