"""What the parts of the page share: the gateway behind it, its store, the last mails, and the templates."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.convertors import IntegerConvertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ...codec import Flash, Text, segment
from ..model import Dispatch
from ..server.watch import Desk
from .live import Live
from .masked import spans
from .view import MailView, View, text_of

_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
"""Characters that are not seen, or that move others about."""

_CALLED = {
    "text": "SMS",
    "flash": "flash SMS",
    "wap_push": "WAP push",
    "hlr": "HLR query",
    "binary": "binary SMS",
    "ping": "ping",
    "mms": "MMS",
    "email": "e-mail",
    "voice": "voice call",
    "viber": "Viber",
    "whatsapp": "WhatsApp",
    "social": "social network",
    "bot": "Telegram bot",
}


class _Number(IntegerConvertor):
    """The number of a mail: of more digits Python makes none."""

    regex = "[0-9]{1,18}"


register_url_convertor("number", _Number())


class Site:
    """What every answer is made from."""

    def __init__(self, desk: Desk, view: View, live: Live) -> None:
        self.desk, self.view, self.live = desk, view, live
        self._templates = Environment(
            loader=PackageLoader(__package__ or ""), autoescape=True, undefined=StrictUndefined
        )
        self._templates.filters |= {"text": shown, "clock": _clock}
        helpers: dict[str, Any] = {
            "version": version("smsmail"),
            "parts": parts,
            "kind_of": _kind_of,
            "spans": spans,
            "is_future": self._is_future,
        }
        self._templates.globals.update(helpers)

    def _is_future(self, at: datetime) -> bool:
        return at > self.desk.now()

    def mail(self, request: Request) -> MailView:
        """The mail of the number in the address."""
        mail = self.view.get(request.path_params["seq"])
        if mail is None:
            raise HTTPException(404, "There is no mail of this number.")
        return mail

    def raw(self, request: Request, headers: Mapping[str, str] | None = None) -> Response:
        """That mail itself, masked."""
        kept = self.live.mail(self.mail(request).seq)
        if kept is None:
            raise HTTPException(404, "Only the last mails are kept, and this one is not among them any more.")
        return Response(kept.eml(), 200, headers, "message/rfc822")

    def page(self, request: Request, name: str, status: int = 200, **values: object) -> HTMLResponse:
        """The page of that name; of one that is live only its list, where the script asks for that."""
        only_list = "x-rows" in request.headers
        template = self._templates.get_template(f"{name}.html")
        return HTMLResponse(template.render(only_list=only_list, path=request.scope["path"], **values), status)


class SitePart:
    """Some of the answers, by their addresses."""

    def __init__(self, site: Site) -> None:
        self._site = site


def shown(text: object) -> Markup:
    """A text of a stranger: escaped, and what would not be seen or would move others about by its name."""
    pieces: list[Markup] = []
    at = 0
    raw = str(text).encode("utf-8", "replace").decode()
    for found in _UNSEEN.finditer(raw):
        code = ord(found[0])
        pieces += [escape(raw[at : found.start()]), Markup('<span class="unseen">U+{:04X}</span>').format(code)]
        at = found.end()
    return Markup("").join([*pieces, escape(raw[at:])])


def parts(message: Dispatch) -> Sequence[str]:
    """The text of a message in the parts in which it travels."""
    content = message.content
    return segment(content.text).parts if isinstance(content, Text | Flash) else (text_of(content),)


def _kind_of(message: Dispatch) -> str:
    return _CALLED[message.content.__struct_config__.tag]  # type: ignore[index]


def _clock(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
