"""Who may use the page: nobody whom a browser was sent here by, and beyond this machine only who knows the token."""

import hmac
import re
from collections.abc import Sequence
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "smsmail_token"
_OPEN = ("/enter", "/health", "/static/page.css", "/static/page.js", "/static/icon.svg")
"""What is had without the token; nothing of a mail is in it."""

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}


class Guard:
    """Lets a request through to *app*, or refuses it; and says in each answer what a browser may do with it."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str] | None, token: str | None) -> None:
        """The Host of a request is one of *hosts*, unless these are ``None``; with a *token* nobody gets in without."""
        self._app, self._token = app, token
        self._hosts = None if hosts is None else {host.casefold() for host in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._refusal(scope)
        await (refusal or self._app)(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self._hosts is not None and name_in(host) not in self._hosts:
            return PlainTextResponse("This server goes by another name.\n", 421)
        if _is_from_elsewhere(scope["method"], headers, host):
            return PlainTextResponse("Another site has sent this request.\n", 403)
        path: str = scope["path"]
        if self._token is None or path in _OPEN or self._knows_token(headers):
            return None
        if is_for_programs(path) or "text/html" not in headers.get("accept", ""):
            problem = {"error": "the token is missing or wrong: Authorization: Bearer TOKEN"}
            return JSONResponse(problem, 401, {"www-authenticate": "Bearer"})
        return RedirectResponse("/enter", 303)

    def _knows_token(self, headers: Headers) -> bool:
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.casefold() != "bearer":
            given = token_in(headers.get("cookie", ""))
        return self.is_token(given.strip())

    def is_token(self, given: str) -> bool:
        """Whether *given* is it."""
        return self._token is not None and hmac.compare_digest(given.encode("utf-8", "replace"), self._token.encode())


_HOST = re.compile(r"(?:\[([\da-f:.]+)\]|([\w.-]+))(?::\d{1,5})?", re.ASCII | re.IGNORECASE)


def name_in(host: str) -> str:
    """The name in a Host header, without its port; empty where that is none."""
    found = _HOST.fullmatch(host)
    return (found[1] or found[2]).casefold() if found else ""


def is_for_programs(path: str) -> bool:
    """Whether what is wrong there is told as JSON."""
    return path.startswith("/api/") or path in ("/control", "/health", "/events", "/openapi.json")


def token_in(cookies: str) -> str:
    """The token among *cookies*, if there is one."""
    jar = SimpleCookie()
    try:
        jar.load(cookies)
    except CookieError:
        return ""
    return jar[COOKIE].value if COOKIE in jar else ""


def _is_from_elsewhere(method: str, headers: Headers, host: str) -> bool:
    """Whether another site makes a browser send this, to change something or to take in what is answered."""
    site = headers.get("sec-fetch-site", "none")
    if method in ("GET", "HEAD"):
        return site in ("cross-site", "same-site") and headers.get("sec-fetch-mode") != "navigate"
    origin = headers.get("origin")
    own = {f"{scheme}://{host}".casefold() for scheme in ("http", "https")}
    return site not in ("same-origin", "none") or (origin is not None and origin.casefold() not in own)
