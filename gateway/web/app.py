"""The application: pages for people, the interface for programs, and who may use them."""

from collections.abc import Sequence
from http import HTTPStatus
from importlib.resources import files

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from ..server import log
from ..server.watch import Desk
from .guard import Guard, is_for_programs
from .interface import Interface
from .live import Live
from .pages import Pages
from .site import Site
from .trying import Trying
from .view import View

_STATIC = {"page.css": "text/css", "page.js": "text/javascript", "icon.svg": "image/svg+xml"}


def application(
    desk: Desk, view: View, live: Live, hosts: Sequence[str] | None = None, token: str | None = None
) -> ASGIApp:
    """The page of the gateway behind *desk*, whose store is *view*; *hosts* and *token* are as for :class:`Guard`."""
    site = Site(desk, view, live)
    static = {name: files(__package__ or "").joinpath("static", name).read_bytes() for name in _STATIC}

    async def show_static(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in static:
            raise HTTPException(404)
        return Response(static[name], media_type=_STATIC[name])

    async def show_problem(request: Request, error: Exception) -> Response:
        if isinstance(error, TimeoutError):
            error = HTTPException(504, await desk.why_late())
        elif not isinstance(error, HTTPException):
            log.bug(error)
            error = HTTPException(500, "Something went wrong here.")
        status, says = error.status_code, error.detail
        if is_for_programs(request.scope["path"]):
            return Response(msgspec.json.encode({"error": says}), status, error.headers, "application/json")
        return site.page(request, "problem", status, title=HTTPStatus(status).phrase, says=says)

    app = Starlette(
        routes=[
            *Pages(site).routes(),
            *Interface(site).routes(),
            *Trying(site).routes(),
            Route("/static/{name}", show_static),
        ],
        exception_handlers=dict.fromkeys((HTTPException, TimeoutError, Exception), show_problem),
    )
    guard = Guard(app, hosts, token)
    app.state.guard = guard
    return guard
