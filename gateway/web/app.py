"""The application: pages for people, the interface for programs, and who may use them."""

from collections.abc import Sequence
from importlib.resources import files

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from ..server import log
from ..server.watch import Desk
from .guard import Guard
from .interface import Interface, Refused, problem
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
    pages, interface = Pages(site), Interface(site)
    static = {name: files(__package__ or "").joinpath("static", name).read_bytes() for name in _STATIC}

    async def show_static(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in static:
            raise HTTPException(404)
        return Response(static[name], media_type=_STATIC[name])

    async def show_problem(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            log.bug(error)
        if request.url.path.startswith("/api/"):
            status = error.status_code if isinstance(error, HTTPException) else 500
            refused = Refused(status, error.detail if isinstance(error, HTTPException) else "something went wrong here")
            return problem(request, refused)
        return pages.problem(request, error)

    app = Starlette(
        routes=[*pages.routes(), *interface.routes(), *Trying(site).routes(), Route("/static/{name}", show_static)],
        exception_handlers={Refused: problem, HTTPException: show_problem, Exception: show_problem},
    )
    guard = Guard(app, hosts, token)
    app.state.guard = guard
    return guard
