"""The page on which a line can be tried, and those that say what a clause or a reading is."""

import asyncio
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qs

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ...codec import RULES
from .asked import body
from .explained import explained, fixed
from .site import SitePart

_LARGEST = 3 * 102_400
"""Octets of what is posted, in which one character may be three."""


class Trying(SitePart):
    """Each page, by its address."""

    def routes(self) -> list[Route]:
        """Where they are."""
        return [Route("/try", self._try, methods=["GET", "POST"]), Route("/basis/{id}", self._basis)]

    async def _try(self, request: Request) -> Response:
        form = parse_qs((await body(request, _LARGEST)).decode("utf-8", "replace"), keep_blank_values=True)
        text = form.get("text", [""])[-1]
        now = self._site.desk.now()
        number = form.get("fix", [""])[-1]
        if number.isascii() and number.isdecimal() and len(number) < 4:
            text = await asyncio.to_thread(fixed, text, int(number), now)
        found = await asyncio.to_thread(explained, text, now)
        return self._site.page(request, "try", text=text, found=found, examples=_examples())

    async def _basis(self, request: Request) -> Response:
        id = request.path_params["id"]
        known = _known()
        if id not in known:
            raise HTTPException(404, "There is no clause or reading of this id.")
        return self._site.page(request, "basis", id=id, entry=known[id])


@cache
def _known() -> Mapping[str, Mapping[str, Any]]:
    """Clauses and readings, by id."""
    folder = files("smsmail.fixtures")
    entries: list[Any] = []
    for name in ("clauses", "readings"):
        entries += msgspec.json.decode(folder.joinpath(f"{name}.json").read_bytes())[name]
    return {entry["id"]: entry for entry in entries}


@cache
def _examples() -> list[tuple[str, str]]:
    """A broken line for each rule that has one, by what is wrong with it."""
    return [
        (rule.says, rule.breaks)
        for rule in RULES.values()
        if rule.op == "decode_request" and isinstance(rule.breaks, str) and len(rule.breaks) < 400
    ]
