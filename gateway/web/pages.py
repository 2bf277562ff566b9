"""The pages, for people."""

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ..model import Dispatch
from .asked import body
from .guard import COOKIE, Guard
from .site import SitePart
from .view import MailView, Wanted, subscriber

_ROWS = 100
"""In a list."""


class Pages(SitePart):
    """Each page, by its address."""

    def routes(self) -> list[Route]:
        """Where they are."""
        return [
            Route("/", self._inbox),
            Route("/mail/{seq:number}", self._mail),
            Route("/mail/{seq:number}.eml", self._download),
            Route("/mail/{seq:number}.json", self._download_json),
            Route("/phones", self._phones),
            Route("/phone/{phone}", self._phone),
            Route("/nobody", self._nobody),
            Route("/accounts", self._accounts),
            Route("/clear", self._clear, methods=["POST"]),
            Route("/enter", self._enter, methods=["GET", "POST"]),
        ]

    async def _inbox(self, request: Request) -> Response:
        query = request.query_params
        wanted = Wanted(text=query.get("q", "").strip(), kind=query.get("kind", ""))
        before = query.get("before", "")
        found = self._site.view.find(wanted, before=int(before) if _is_number(before) else None, limit=_ROWS)
        return self._site.page(
            request,
            "inbox",
            mails=[(mail, self._site.live.mail(mail.seq)) for mail in found.mails],
            next=found.next,
            wanted=wanted,
            before=before,
            service=self._site.desk.service,
        )

    async def _mail(self, request: Request) -> Response:
        mail = self._site.mail(request)
        return self._site.page(request, "mail", mail=mail, kept=self._site.live.mail(mail.seq))

    async def _download(self, request: Request) -> Response:
        return self._site.raw(request, _as_file(f"mail-{request.path_params['seq']}.eml"))

    async def _download_json(self, request: Request) -> Response:
        mail = self._site.mail(request)
        octets = msgspec.json.format(msgspec.json.encode(mail), indent=2)
        return Response(octets, media_type="application/json", headers=_as_file(f"mail-{mail.seq}.json"))

    async def _phones(self, request: Request) -> Response:
        return self._site.page(request, "phones", phones=list(self._site.view.phones()))

    async def _phone(self, request: Request) -> Response:
        phone = subscriber(request.path_params["phone"])
        found = self._site.view.find(Wanted(phone=phone), limit=_ROWS)
        conversations: dict[str | None, list[tuple[MailView, Dispatch]]] = {}
        for mail in found.mails:
            for message in reversed(mail.messages):
                if phone in map(subscriber, message.recipients):
                    conversations.setdefault(message.sender, []).insert(0, (mail, message))
        return self._site.page(request, "phone", phone=phone, conversations=conversations)

    async def _nobody(self, request: Request) -> Response:
        return self._site.page(request, "nobody", nobodies=self._site.live.nobodies())

    async def _accounts(self, request: Request) -> Response:
        desk = self._site.desk
        health = await desk.health()
        return self._site.page(request, "accounts", accounts=desk.accounts(), health=health, now=desk.now())

    async def _clear(self, request: Request) -> Response:
        self._site.view.delete()
        self._site.live.forget()
        return RedirectResponse("/", 303)

    async def _enter(self, request: Request) -> Response:
        guard: Guard = request.app.state.guard
        if request.method == "GET":
            return self._site.page(request, "enter", is_wrong=False)
        token = (await body(request, 1000)).decode("utf-8", "replace").removeprefix("token=").strip()
        if not guard.is_token(token):
            return self._site.page(request, "enter", 403, is_wrong=True)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(COOKIE, token, httponly=True, samesite="strict")
        return answer


def _as_file(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"'}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19
