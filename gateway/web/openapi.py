"""What the interface for programs says of itself, as OpenAPI 3.1. The shapes come from the structs that are answered."""

from functools import cache
from importlib.metadata import version
from typing import Any

import msgspec

from ..server.watch import AccountNow, Health
from .live import TurnedAway
from .view import Found, MailView

_REF = "#/components/schemas/{name}"
_KINDS = ["accepted", "refused", "forwarded", "not_forwarded"]
_NUMBER = {"type": "integer", "minimum": 1, "maximum": 2**53}
_OK = {"type": "object", "properties": {"ok": {"const": True}}, "required": ["ok"]}
_DELETED = {"type": "object", "properties": {"deleted": {"type": "integer"}}, "required": ["deleted"]}
_SEQ = {"name": "seq", "in": "path", "required": True, "schema": _NUMBER, "description": "The number of the mail."}


@cache
def description() -> dict[str, Any]:
    """The whole of it."""
    (found, mail, health, account, nobody), components = msgspec.json.schema_components(
        (Found, MailView, Health, AccountNow, TurnedAway), ref_template=_REF
    )
    schemas = {**components, "Error": _object(error={"type": "string"})}
    message = {"parameters": [_SEQ]}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "smsmail gateway",
            "version": version("smsmail"),
            "description": "What came of the mails to a gateway, and for tests its account, its clock and its errors.",
        },
        "paths": {
            "/health": {
                "get": _operation("How the gateway is.", {200: health, 503: health}, id="health", errors=()),
            },
            "/control": {
                "post": _operation(
                    "A message of the control, as on its own port.",
                    {200: {"type": "object"}, 400: None},
                    id="control",
                    body={"type": "object", "properties": {"op": {"type": "string"}}, "required": ["op"]},
                    errors=(400, 403, 413),
                )
            },
            "/api/messages": {
                "get": _operation(
                    "The newest mails and what came of them.",
                    {200: found},
                    id="list",
                    parameters=[
                        *_wanted(),
                        _parameter("before", _NUMBER, "Only mails of lower numbers."),
                        _parameter(
                            "limit", {"type": "integer", "minimum": 1, "maximum": 1000, "default": 50}, "How many."
                        ),
                    ],
                    errors=(422,),
                ),
                "delete": _operation("Delete all but those whose reply waits.", {200: _DELETED}, id="clear", errors=()),
            },
            "/api/messages/{seq}": {
                **message,
                "get": _operation("One mail.", {200: mail}, id="get", errors=(404,)),
                "delete": _operation("Delete what came of it.", {200: _DELETED}, id="delete", errors=(404, 409)),
            },
            "/api/messages/{seq}/raw": {
                **message,
                "get": _operation(
                    "The mail itself, with what may be a password masked.", {}, id="raw", errors=(404,), mail=True
                ),
            },
            "/api/wait": {
                "get": _operation(
                    "The newest mail that is wanted, once there is one.",
                    {200: mail},
                    id="wait",
                    parameters=[
                        *_wanted(),
                        _parameter(
                            "timeout",
                            {"type": "number", "minimum": 0, "maximum": 60, "default": 10},
                            "Seconds; then 404.",
                        ),
                    ],
                    errors=(404, 422, 503),
                )
            },
            "/api/nobody": {
                "get": _operation(
                    "The last mails to addresses of nobody.",
                    {200: {"type": "array", "items": nobody}},
                    id="nobody",
                    errors=(),
                )
            },
            "/api/accounts": {
                "get": _operation("The accounts.", {200: {"type": "array", "items": account}}, id="accounts", errors=())
            },
            "/api/accounts/{login}": {
                "parameters": [
                    {"name": "login", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
                ],
                "put": _operation(
                    "Set the balance.",
                    {200: _OK},
                    id="balance",
                    body=_object(balance={"type": "integer", "minimum": 0, "maximum": 2**53}),
                    errors=(403, 404, 413, 422, 503),
                ),
            },
            "/api/clock": {
                "put": _operation(
                    "Set the clock, which then stands still; null lets it go again.",
                    {200: _OK},
                    id="clock",
                    body=_object(now={"type": ["string", "null"], "format": "date-time"}),
                    errors=(403, 413, 422),
                )
            },
            "/api/fail": {
                "post": _operation(
                    "Have the next request refused with an error.",
                    {200: _OK},
                    id="fail",
                    body=_object(error={"type": "integer", "minimum": 1, "maximum": 9}),
                    errors=(403, 413, 422),
                )
            },
        },
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _object(**properties: object) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _parameter(name: str, schema: dict[str, Any], says: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, "description": says}


def _wanted() -> list[dict[str, Any]]:
    return [
        _parameter("phone", {"type": "string"}, "A message goes to this number, with or without +."),
        _parameter("text", {"type": "string"}, "This stands in a message, a number, an address, the id or the reply."),
        _parameter("id", {"type": "string"}, "The id is this one."),
        _parameter("kind", {"type": "string", "enum": _KINDS}, "What came of it."),
        _parameter("after", {"type": "integer", "minimum": 0, "maximum": 2**53}, "Only mails of higher numbers."),
    ]


def _operation(
    says: str,
    answers: dict[int, Any],
    *,
    id: str,
    errors: tuple[int, ...],
    parameters: list[dict[str, Any]] | None = None,
    body: dict[str, Any] | None = None,
    mail: bool = False,
) -> dict[str, Any]:
    responses: dict[str, Any] = {
        str(status): {"description": says, "content": {"application/json": {"schema": schema}}}
        for status, schema in answers.items()
        if schema is not None
    }
    if mail:
        responses["200"] = {"description": says, "content": {"message/rfc822": {"schema": {"type": "string"}}}}
    for status in (*errors, 401):
        problem = {"schema": {"$ref": _REF.format(name="Error")}}
        responses[str(status)] = {"description": "What is wrong.", "content": {"application/json": problem}}
    told: dict[str, Any] = {"summary": says, "operationId": id, "responses": responses}
    if parameters:
        told["parameters"] = parameters
    if body:
        told["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    return told
