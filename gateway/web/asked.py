"""What programs may ask, and how much anybody may send: what is read here is what ``/openapi.json`` says."""

from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType
from starlette.exceptions import HTTPException
from starlette.requests import Request

from ..clock import USABLE
from .view import Wanted

_Asked = TypeVar("_Asked", bound=Struct)
_Number = Annotated[int, Meta(ge=0, le=2**53)]


class _Some(Struct, frozen=True, forbid_unknown_fields=True):
    phone: Annotated[str, Meta(description="A message goes to this number, with or without +.")] = ""
    text: Annotated[
        str, Meta(description="This stands in a message, a number, an address, the id, the account or the reply.")
    ] = ""
    id: Annotated[str, Meta(description="The id is this one.")] = ""
    kind: Annotated[
        Literal["", "accepted", "refused", "forwarded", "not_forwarded"], Meta(description="What came of it.")
    ] = ""
    after: Annotated[int, Meta(ge=0, le=2**53, description="Only mails of higher numbers.")] = 0

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.phone, self.text, self.id, self.kind)


class Listed(_Some, frozen=True):
    before: Annotated[int, Meta(ge=1, le=2**53, description="Only mails of lower numbers.")] | UnsetType = UNSET
    limit: Annotated[int, Meta(ge=1, le=1000, description="How many.")] = 50


class Awaited(_Some, frozen=True):
    timeout: Annotated[float, Meta(ge=0, le=60, description="Seconds; then 404.")] = 10.0


class Balance(Struct, frozen=True, forbid_unknown_fields=True):
    balance: _Number


class Clock(Struct, frozen=True, forbid_unknown_fields=True):
    now: Annotated[datetime, Meta(tz=True, extra_json_schema={"pattern": USABLE})] | None
    """``None`` is the time there is."""


class Failure(Struct, frozen=True, forbid_unknown_fields=True):
    error: Annotated[int, Meta(ge=1, le=9)]


def query(request: Request, kind: type[_Asked]) -> _Asked:
    """The query of *request*, as this *kind*; what is none is answered 422."""
    given = dict(request.query_params)
    if len(given) != len(request.query_params.multi_items()):
        raise HTTPException(422, "a parameter is given twice")
    try:
        return msgspec.convert(given, kind, strict=False)
    except msgspec.ValidationError as error:
        raise HTTPException(422, str(error)) from None


async def order(request: Request, kind: type[_Asked]) -> _Asked:
    """The body of *request* as this *kind*; what is none is answered 422."""
    try:
        given = msgspec.json.decode(await body(request, 4096), type=dict[str, Any])
        # In JSON 7.0 is a whole number too.
        whole = {name: int(one) if isinstance(one, float) and one.is_integer() else one for name, one in given.items()}
        return msgspec.convert(whole, kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:  # brackets within brackets without end
        raise HTTPException(422, str(error)) from None


async def body(request: Request, most: int) -> bytes:
    """What is posted; beyond *most* octets nothing is read, and the answer is 413."""
    read = b""
    async for piece in request.stream():
        read += piece
        if len(read) > most:
            raise HTTPException(413, f"This is too long: at most {most} octets are read here.")
    return read


def openapi_parameters(kind: type[Struct]) -> list[dict[str, Any]]:
    """What may stand in a query."""
    properties = msgspec.json.schema_components((kind,))[1][kind.__name__]["properties"]
    return [
        {"name": name, "in": "query", "description": schema.pop("description"), "schema": schema}
        for name, schema in properties.items()
    ]
