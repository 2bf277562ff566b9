"""A gateway with its web page in one process and without a socket: mails are handed in, pages are asked for."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import httpx2 as httpx

from smsmail.gateway import Account, Mail, Plain, begin, read
from smsmail.gateway.server import Control, Store
from smsmail.gateway.server.intake import Intake, Traffic
from smsmail.gateway.server.reader import Incoming
from smsmail.gateway.server.watch import Desk
from smsmail.gateway.web.app import application
from smsmail.gateway.web.live import Live
from smsmail.gateway.web.view import View
from tests.support.running import CLIENT, PSW, SERVICE, mail

NOW = datetime(2030, 1, 31, 9, tzinfo=UTC)
ACCOUNT = Account(login="alex", secret=Plain(PSW), balance=1000, forward=("79990001122",))


class Scene:
    """The gateway, the page, and who looks at it."""

    def __init__(self, store: Store, intake: Intake, live: Live, client: httpx.AsyncClient) -> None:
        self.store, self.intake, self.live, self.client = store, intake, live, client

    async def send(self, request: str, *, to: str = SERVICE, sender: str = CLIENT, **headers: str) -> int:
        """Hand in a mail, as the SMTP server does; its number."""
        content = mail(request, **headers)
        kind = self.intake.takes_requests(to)
        readings = {kind: read(content, as_request=kind)}
        incoming = Incoming(readings, len(content), None)
        entries, written = self.intake.decide([Mail(sender, to, readings[kind])], incoming)
        await asyncio.shield(written)
        self.live.arrived(entries, content, readings.get(True))
        return entries[0].seq

    async def get(self, path: str, **options: Any) -> httpx.Response:
        """What is answered to GET."""
        return await self.client.get(path, **options)

    async def json(self, path: str) -> Any:
        """The same as JSON, where it is a success."""
        answer = await self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()


@asynccontextmanager
async def scene(
    folder: Path, *, control: bool = True, token: str | None = None, hosts: tuple[str, ...] | None = ("localhost",)
) -> AsyncGenerator[Scene]:
    """One of these, at :data:`NOW`, when the clock stands still."""
    with Store(folder / "store.sqlite") as store:
        clock = Control()
        intake = Intake(begin([ACCOUNT]), store, Traffic(), clock=lambda: NOW if clock.is_real else clock.clock())
        desk = Desk(intake, clock if control else None, lambda: NOW if clock.is_real else clock.clock())
        live, view = Live(), View(folder / "store.sqlite")
        live.open()
        working = asyncio.create_task(intake.run())
        transport = httpx.ASGITransport(application(desk, view, live, hosts, token))
        try:
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
                yield Scene(store, intake, live, client)
        finally:
            live.close()
            intake.end()
            await working
            intake.close()
            view.close()


def in_a_loop(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """A test that is a coroutine."""

    @wraps(test)
    def run(*arguments: Any, **named: Any) -> None:
        asyncio.run(test(*arguments, **named))

    return run
