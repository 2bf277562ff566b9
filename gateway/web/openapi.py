"""What the interface for programs says of itself, as OpenAPI 3.1. The shapes come from the structs that are read and answered."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from typing import Any

import msgspec

from ..server.watch import AccountNow, Health
from .asked import Awaited, Balance, Clock, Failure, Listed, openapi_parameters
from .live import TurnedAway
from .view import Found, MailView

_REF = "#/components/schemas/{name}"
_OK = {"type": "object", "properties": {"ok": {"const": True}}, "required": ["ok"]}
_DELETED = {"type": "object", "properties": {"deleted": {"type": "integer"}}, "required": ["deleted"]}
_OPS = ["hello", "reset", "clock", "settle"]
_MESSAGE = {"type": "object", "properties": {"op": {"enum": _OPS}}, "required": ["op"]}
_SEQ = {"type": "integer", "minimum": 1, "maximum": 2**53}
_LOGIN = {"type": "string", "minLength": 1}


@cache
def description() -> dict[str, Any]:
    """The whole of it."""
    kinds = (Found, MailView, Health, AccountNow, TurnedAway, Balance, Clock, Failure)
    (found, mail, health, account, nobody, balance, clock, failure), schemas = msgspec.json.schema_components(
        kinds, ref_template=_REF
    )
    error = {"type": "object", "properties": {"error": {"type": "string"}}, "required": ["error"]}
    nobodies, accounts = ({"type": "array", "items": items} for items in (nobody, account))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "smsmail gateway",
            "version": version("smsmail"),
            "description": "What came of the mails to a gateway, and for tests its account, its clock and its errors.",
        },
        "paths": {
            "/health": {"get": _told("health", "How the gateway is.", health) | {"security": []}},
            "/control": {
                "post": _told(
                    "control",
                    "A message of the control, as on its own port.",
                    {"type": "object"},
                    (400, 403, 413, 504),
                    asks=_MESSAGE,
                )
            },
            "/api/messages": {
                "get": _told("list", "The newest mails and what came of them.", found, (422,))
                | {"parameters": openapi_parameters(Listed)},
                "delete": _told("clear", "Delete all but those whose reply waits.", _DELETED),
            },
            "/api/messages/{seq}": {
                "parameters": [_in_path("seq", _SEQ)],
                "get": _told("get", "One mail.", mail, (404,)),
                "delete": _told("delete", "Delete what came of it.", _DELETED, (404, 409)),
            },
            "/api/messages/{seq}/raw": {
                "parameters": [_in_path("seq", _SEQ)],
                "get": _told("raw", "The mail itself, what may be a password masked.", None, (404,)),
            },
            "/api/wait": {
                "get": _told("wait", "The newest mail that is wanted, once there is one.", mail, (404, 422, 503))
                | {"parameters": openapi_parameters(Awaited)},
            },
            "/api/nobody": {"get": _told("nobody", "The last mails to addresses of nobody.", nobodies)},
            "/api/accounts": {"get": _told("accounts", "The accounts.", accounts)},
            "/api/accounts/{login}": {
                "parameters": [_in_path("login", _LOGIN)],
                "put": _told("balance", "Set the balance.", _OK, (403, 404, 413, 422, 503, 504), asks=balance),
            },
            "/api/clock": {
                "put": _told(
                    "clock",
                    "Set the clock, which then stands still; null lets it go again.",
                    _OK,
                    (403, 413, 422, 504),
                    asks=clock,
                )
            },
            "/api/fail": {
                "post": _told(
                    "fail", "Have the next request refused with an error.", _OK, (403, 413, 422, 504), asks=failure
                )
            },
        },
        "components": {
            "schemas": {**schemas, "Error": error},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _in_path(name: str, schema: Mapping[str, object]) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _told(
    id: str, says: str, answer: object | None, errors: tuple[int, ...] = (), *, asks: object | None = None
) -> dict[str, Any]:
    """An operation; without an *answer* it gives a mail."""
    given = _content(answer) if answer is not None else {"message/rfc822": {"schema": {"type": "string"}}}
    responses = {"200": {"description": says, "content": given}}
    problem = {"description": "What is wrong.", "content": _content({"$ref": _REF.format(name="Error")})}
    responses |= {str(status): problem for status in (*errors, 401, 421)}
    if id == "health":
        responses["503"] = responses["200"]
    told: dict[str, Any] = {"summary": says, "operationId": id, "responses": responses}
    if asks is not None:
        told["requestBody"] = {"required": True, "content": _content(asks)}
    return told


def _content(schema: object) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}
