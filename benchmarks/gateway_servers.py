"""The servers that are measured, each a process: ``python -m benchmarks.gateway_servers KIND FOLDER``.

``bare`` is aiosmtpd with a handler that stores nothing, and ``syncing`` one that appends each mail to a file and waits
until that is on the disk. ``gateway`` is what ``smsmail gateway`` runs, with its store in
FOLDER and its log in a file there. ``hasty`` is the same on a clock that runs a hundred times as fast, so that what the
rules remember for two minutes passes within the run. ``page`` is ``gateway`` with its web page.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import RawIOBase
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from aiosmtpd.smtp import SMTP, Envelope, Session

from smsmail.gateway import DOMAIN, Account
from smsmail.gateway.server import Address, Settings, Store, ToMaildir, serve, set_up_log
from smsmail.gateway.server.accounts_file import AccountsFile
from smsmail.gateway.server.hashed import Password
from smsmail.gateway.web import Web

from .gateway_client import LOGIN, PSW
from .measure import users_environment

_HASTE = 100


class Server(NamedTuple):
    """One that runs."""

    port: int
    process: int
    """Its number."""
    url: str
    """Of its page, if it has one."""


@contextmanager
def running(kind: str) -> Generator[Server]:
    """The server of that *kind* while it runs."""
    with TemporaryDirectory(prefix="smsmail-") as folder:
        command = [sys.executable, "-m", __name__, kind, folder]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=users_environment())
        try:
            assert process.stdout
            port, _, url = process.stdout.readline().partition(" ")
            yield Server(int(port), process.pid, url.strip())
        finally:
            process.terminate()
            process.communicate()


def memory_of(process: int) -> int:
    """The octets that a process has in memory now."""
    shown = subprocess.run(["ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True, check=True)  # noqa: S607
    return int(shown.stdout) * 1024


def main(kind: str, folder: Path) -> None:
    """Serve until terminated; the first line tells the port."""
    if kind == "bare":
        asyncio.run(_serve(_StoringNothing()))
        return
    if kind == "syncing":
        with (folder / "mails").open("ab", buffering=0) as file:
            asyncio.run(_serve(_Syncing(file)))
        return
    accounts = AccountsFile((Account(login=LOGIN, secret=Password.of(PSW), balance=10**12),), DOMAIN)
    began = datetime.now(UTC)

    def hasty() -> datetime:
        return began + _HASTE * (datetime.now(UTC) - began)

    settings = Settings(listen=Address("127.0.0.1", 0), accounts=accounts)
    if kind == "hasty":
        settings = Settings(listen=settings.listen, accounts=accounts, clock=hasty)
    url = ""
    if kind == "page":
        page = Web(settings.listen, folder / "store.sqlite")
        settings, url = Settings(listen=settings.listen, accounts=accounts, watcher=page), page.url
    with (folder / "log").open("w") as log, Store(folder / "store.sqlite") as store:
        set_up_log(log)
        serve(settings, store, ToMaildir(folder / "replies", store.id), lambda address: _tell(address.port, url))


async def _serve(handler: object) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler, hostname="localhost", loop=loop), "127.0.0.1", 0)
    _tell(server.sockets[0].getsockname()[1])
    await server.serve_forever()


class _StoringNothing:
    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        return "250 OK"


class _Syncing:
    def __init__(self, file: RawIOBase) -> None:
        self._file = file

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.to_thread(self._append, envelope.original_content or b"")
        return "250 OK"

    def _append(self, mail: bytes) -> None:
        self._file.write(mail)
        os.fsync(self._file.fileno())


def _tell(port: int, url: str = "") -> None:
    print(port, url, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
