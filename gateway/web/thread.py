"""The page in a thread of its own: what takes long there, or fails, keeps no mail waiting."""

import asyncio
import secrets
import socket
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import uvicorn

from .. import Reading
from ..address import Address
from ..server import log
from ..server.settings import CannotServe, is_loopback
from ..server.store import Entry
from ..server.watch import Desk, Watcher
from .app import application
from .live import Live
from .view import View

_AT_ONCE = 200
"""Connections."""

_FAREWELL = 2.0
"""Seconds that answers may still take when the gateway ends."""


class Web(Watcher):
    """The page and the HTTP interface, at an address of their own."""

    def __init__(self, listen: Address, store: Path, token: str | None = None, *, or_any_port: bool = False) -> None:
        """Take the address *listen*, or where its port is taken any other if that will do (*or_any_port*).

        With a *token* nobody gets in without; where other machines can reach it there is always one, and who gives none
        is given one. Raises :class:`CannotServe`.
        """
        try:
            is_here = is_loopback(listen.host)
            self._socket = _listening(listen, or_any_port=or_any_port)
        except OSError as error:
            raise CannotServe(f"{listen}: {error.strerror or error}") from None
        self.address = Address(listen.host, self._socket.getsockname()[1])
        self.token = token or (None if is_here else secrets.token_urlsafe(18))
        self._hosts = ["localhost", "127.0.0.1", "::1", listen.host] if is_here else None
        self._store = store
        self._live = Live()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ending: asyncio.Event | None = None
        self._thread: threading.Thread | None = None
        self._desk: Desk | None = None

    @property
    def url(self) -> str:
        """Where a browser finds it."""
        host = self.address.host
        return f"http://{Address('localhost' if host in ('0.0.0.0', '::') else host, self.address.port)}/"  # noqa: S104

    def start(self, desk: Desk) -> None:
        self._desk = desk
        self._thread = threading.Thread(target=self._run, args=(desk,), name="web", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        if self._thread is not None:
            with suppress(RuntimeError):  # it has ended
                if self._loop is not None and self._ending is not None:
                    self._loop.call_soon_threadsafe(self._ending.set)
            self._thread.join(_FAREWELL)
        self._socket.close()

    def arrived(self, entries: Sequence[Entry], content: bytes, reading: Reading | None) -> None:
        with _whatever_happens():
            self._live.arrived(entries, content, reading)

    def turned_away(self, peer: str, sender: str, recipient: str, right: str) -> None:
        with _whatever_happens():
            if self._desk is not None:
                self._live.turned_away(self._desk.now(), peer, sender, recipient, right)

    def changed(self) -> None:
        with _whatever_happens():
            self._live.signal()

    def _run(self, desk: Desk) -> None:
        try:
            asyncio.run(self._serve(desk))
        except BaseException as error:  # noqa: BLE001  # mails are answered without the page
            log.bug(error)
        finally:
            self._live.close()
            self._socket.close()

    async def _serve(self, desk: Desk) -> None:
        self._live.open()
        self._loop, self._ending = asyncio.get_running_loop(), asyncio.Event()
        view = View(self._store)
        config = uvicorn.Config(
            application(desk, view, self._live, self._hosts, self.token),
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            server_header=False,
            limit_concurrency=_AT_ONCE,
            timeout_graceful_shutdown=1,
        )
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[self._socket]))
        try:
            await asyncio.wait([serving, asyncio.create_task(self._ending.wait())], return_when="FIRST_COMPLETED")
            self._live.close()
            server.should_exit = True
            await serving
        finally:
            view.close()


@contextmanager
def _whatever_happens() -> Generator[None]:
    """The mail that is told of here is stored, and is answered also where there is no memory left to tell of it."""
    try:
        yield
    except Exception as error:  # noqa: BLE001  # see above
        log.bug(error)


def _listening(listen: Address, *, or_any_port: bool) -> socket.socket:
    family = socket.AF_INET6 if ":" in listen.host else socket.AF_INET
    last = OSError()
    for port in (listen.port, 0) if or_any_port else (listen.port,):
        made = socket.socket(family, socket.SOCK_STREAM)
        try:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind((listen.host, port))
            made.listen(128)
        except OSError as error:
            made.close()
            last = error
        else:
            return made
    raise last
