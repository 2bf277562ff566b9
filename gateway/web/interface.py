"""The interface for programs: JSON over HTTP, described in ``/openapi.json``."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct
from sse_starlette import EventSourceResponse
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..server.intake import NotStored
from .openapi import description
from .site import Site
from .view import MailView, Wanted

LONGEST_WAIT = 60.0
_LARGEST_BODY = 1 << 20

_Seq = Annotated[int, Meta(ge=1, le=2**53)]


class Refused(Exception):
    """What is answered with a status that is no success."""

    def __init__(self, status: int, says: str) -> None:
        super().__init__(says)
        self.status = status


class Query(Struct, frozen=True, forbid_unknown_fields=True):
    """What of the messages is asked for."""

    phone: str = ""
    text: str = ""
    id: str = ""
    kind: str = ""
    before: _Seq | None = None
    after: Annotated[int, Meta(ge=0, le=2**53)] = 0
    limit: Annotated[int, Meta(ge=1, le=1000)] = 50

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.phone, self.text, self.id, self.kind)


class WaitQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """What is waited for, and how long."""

    phone: str = ""
    text: str = ""
    id: str = ""
    kind: str = ""
    after: Annotated[int, Meta(ge=0, le=2**53)] = 0
    timeout: Annotated[float, Meta(ge=0, le=LONGEST_WAIT)] = 10.0

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.phone, self.text, self.id, self.kind)


class Balance(Struct, frozen=True, forbid_unknown_fields=True):
    balance: Annotated[int, Meta(ge=0, le=2**53)]


class Clock(Struct, frozen=True, forbid_unknown_fields=True):
    now: datetime | None
    """``None`` is the time there is."""


class Failure(Struct, frozen=True, forbid_unknown_fields=True):
    error: Annotated[int, Meta(ge=1, le=9)]


class Interface:
    """Each operation, by its address."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> list[Route]:
        """Where they are."""
        return [
            Route("/health", self._health),
            Route("/events", self._events),
            Route("/openapi.json", self._openapi),
            Route("/control", self._control, methods=["POST"]),
            Route("/api/messages", self._messages),
            Route("/api/messages", self._delete_all, methods=["DELETE"]),
            Route("/api/messages/{seq:int}", self._message),
            Route("/api/messages/{seq:int}", self._delete, methods=["DELETE"]),
            Route("/api/messages/{seq:int}/raw", self._raw),
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
        query = _query(request, Query)
        found = self._site.view.find(query.wanted, before=query.before, after=query.after, limit=query.limit)
        return _json(found)

    async def _message(self, request: Request) -> Response:
        return _json(self._one(request))

    async def _raw(self, request: Request) -> Response:
        kept = self._site.live.mail(self._one(request).seq)
        if kept is None:
            raise Refused(404, "only the last mails are kept, and this one is not among them any more")
        return Response(kept.eml(), media_type="message/rfc822")

    async def _wait(self, request: Request) -> Response:
        query = _query(request, WaitQuery)
        site = self._site
        try:
            async with asyncio.timeout(query.timeout):
                while True:
                    version = site.live.version
                    found = site.view.find(query.wanted, after=query.after, limit=1)
                    if found.mails:
                        return _json(found.mails[0])
                    if not site.live.is_open:
                        raise Refused(503, "the gateway is stopping")
                    await site.live.next(version)
        except TimeoutError:
            raise Refused(404, f"no such message came within {query.timeout:g} s") from None

    async def _delete_all(self, request: Request) -> Response:
        number = self._site.view.delete()
        self._site.live.forget()
        return _json({"deleted": number})

    async def _delete(self, request: Request) -> Response:
        mail = self._one(request)
        if not self._site.view.delete(mail.seq):
            raise Refused(409, "its reply has not been delivered yet")
        self._site.live.forget(mail.seq)
        return _json({"deleted": 1})

    async def _nobody(self, request: Request) -> Response:
        return _json(self._site.live.nobodies())

    async def _accounts(self, request: Request) -> Response:
        return _json(self._site.desk.accounts())

    async def _balance(self, request: Request) -> Response:
        body = await self._order(request, Balance)
        try:
            await self._site.desk.set_balance(request.path_params["login"], body.balance)
        except KeyError:
            raise Refused(404, "there is no such account") from None
        except NotStored:
            raise Refused(503, "the store cannot be written to") from None
        return _json({"ok": True})

    async def _clock(self, request: Request) -> Response:
        body = await self._order(request, Clock)
        if body.now is not None and body.now.utcoffset() is None:
            raise Refused(422, "now has no offset")
        await self._site.desk.control(msgspec.json.encode({"op": "clock", "now": body.now}))
        return _json({"ok": True})

    async def _fail(self, request: Request) -> Response:
        body = await self._order(request, Failure)
        await self._site.desk.fail_next(body.error)
        return _json({"ok": True})

    async def _control(self, request: Request) -> Response:
        self._expect_control()
        said = await self._site.desk.control(await _body(request))
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

    def _one(self, request: Request) -> MailView:
        mail = self._site.view.get(request.path_params["seq"])
        if mail is None:
            raise Refused(404, "there is no mail of this number")
        return mail

    def _expect_control(self) -> None:
        if not self._site.desk.is_controlled:
            raise Refused(
                403,
                "this is no gateway for tests: accounts and clock are set where there is neither --accounts nor --store,"
                " and the page is for this machine alone",
            )

    async def _order(self, request: Request, kind: type[Any]) -> Any:
        self._expect_control()
        try:
            return msgspec.json.decode(await _body(request), type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Refused(422, str(error)) from None


def problem(request: Request, error: Exception) -> Response:
    """The answer that tells what is wrong."""
    assert isinstance(error, Refused)
    return _json({"error": str(error)}, error.status)


def _json(value: object, status: int = 200) -> Response:
    return Response(msgspec.json.encode(value), status, media_type="application/json")


def _query(request: Request, kind: type[Any]) -> Any:
    given = dict(request.query_params)
    if len(given) != len(request.query_params.multi_items()):
        raise Refused(422, "a parameter is given twice")
    try:
        return msgspec.convert(given, kind, strict=False)
    except msgspec.ValidationError as error:
        raise Refused(422, str(error)) from None


async def _body(request: Request) -> bytes:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LARGEST_BODY:
            raise Refused(413, "the body is too large")
    return body
