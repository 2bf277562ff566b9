"""The interface for programs: JSON over HTTP, described in ``/openapi.json``."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import msgspec
from sse_starlette import EventSourceResponse
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..server.intake import NotStored
from .asked import Awaited, Balance, Clock, Failure, Listed, body, order, query
from .openapi import description
from .site import SitePart

_LONGEST_MESSAGE = 1 << 20


class Interface(SitePart):
    """Each operation, by its address."""

    def routes(self) -> list[Route]:
        """Where they are."""
        return [
            Route("/health", self._health),
            Route("/events", self._events),
            Route("/openapi.json", self._openapi),
            Route("/control", self._control, methods=["POST"]),
            Route("/api/messages", self._messages, methods=["GET", "DELETE"]),
            Route("/api/messages/{seq:number}", self._message, methods=["GET", "DELETE"]),
            Route("/api/messages/{seq:number}/raw", self._raw),
            Route("/api/wait", self._wait),
            Route("/api/nobody", self._nobody),
            Route("/api/accounts", self._accounts),
            Route("/api/accounts/{login}", self._balance, methods=["PUT"]),
            Route("/api/clock", self._clock, methods=["PUT"]),
            Route("/api/fail", self._fail, methods=["POST"]),
        ]

    async def _health(self, request: Request) -> Response:
        health = await self._site.desk.health()
        return _json(health, 200 if health.ok else 503)

    async def _openapi(self, request: Request) -> Response:
        return _json(description())

    async def _messages(self, request: Request) -> Response:
        if request.method == "DELETE":
            number = self._site.view.delete()
            self._site.live.forget()
            return _json({"deleted": number})
        asked = query(request, Listed)
        found = self._site.view.find(asked.wanted, before=asked.before or None, after=asked.after, limit=asked.limit)
        return _json(found)

    async def _message(self, request: Request) -> Response:
        mail = self._site.mail(request)
        if request.method == "DELETE":
            if not self._site.view.delete(mail.seq):
                raise HTTPException(409, "its reply has not been delivered yet")
            self._site.live.forget(mail.seq)
            return _json({"deleted": 1})
        return _json(mail)

    async def _raw(self, request: Request) -> Response:
        return self._site.raw(request)

    async def _wait(self, request: Request) -> Response:
        asked = query(request, Awaited)
        site = self._site
        try:
            async with asyncio.timeout(asked.timeout):
                while True:
                    version = site.live.version
                    found = site.view.find(asked.wanted, after=asked.after, limit=1)
                    if found.mails:
                        return _json(found.mails[0])
                    if not site.live.is_open:
                        raise HTTPException(503, "the gateway is stopping")
                    await site.live.next(version)
        except TimeoutError:
            raise HTTPException(404, f"no such message came within {asked.timeout:g} s") from None

    async def _nobody(self, request: Request) -> Response:
        return _json(self._site.live.nobodies())

    async def _accounts(self, request: Request) -> Response:
        return _json(self._site.desk.accounts())

    async def _balance(self, request: Request) -> Response:
        self._expect_control()
        asked = await order(request, Balance)
        try:
            await self._site.desk.set_balance(request.path_params["login"], asked.balance)
        except (KeyError, ValueError):  # no account is called so, or none can be
            raise HTTPException(404, "there is no such account") from None
        except NotStored:
            raise HTTPException(503, "the store cannot be written to") from None
        return _json({"ok": True})

    async def _clock(self, request: Request) -> Response:
        self._expect_control()
        asked = await order(request, Clock)
        said = await self._site.desk.control(msgspec.json.encode({"op": "clock", "now": asked.now}))
        return _json(said, 422 if "error" in said else 200)

    async def _fail(self, request: Request) -> Response:
        self._expect_control()
        asked = await order(request, Failure)
        await self._site.desk.fail_next(asked.error)
        return _json({"ok": True})

    async def _control(self, request: Request) -> Response:
        self._expect_control()
        said = await self._site.desk.control(await body(request, _LONGEST_MESSAGE))
        self._site.live.signal()
        return _json(said, 400 if "error" in said else 200)

    async def _events(self, request: Request) -> Response:
        live = self._site.live

        async def news() -> AsyncIterator[dict[str, Any]]:
            version = -1
            while live.is_open:
                version = live.version if version < 0 else await live.next(version)
                if live.is_open:
                    yield {"event": "change", "id": str(version), "data": json.dumps({"last": self._site.view.last()})}

        return EventSourceResponse(news(), ping=15)

    def _expect_control(self) -> None:
        if not self._site.desk.is_controlled:
            raise HTTPException(
                403,
                "this is no gateway for tests: accounts and clock are set where there is neither --accounts nor --store,"
                " and the page is for this machine alone",
            )


def _json(value: object, status: int = 200) -> Response:
    return Response(msgspec.json.encode(value), status, media_type="application/json")
