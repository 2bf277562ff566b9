"""What many animals do: change a field of a line, change what was right, or refuse."""

from collections.abc import Callable
from typing import Any

from tests.support.zoo.animal import Answer, Input, Operation

LOGIN, PSW, ID, SCHEDULE, OPTIONS, PHONES, MES = range(7)
"""The fields of a request by their place."""


def with_field(text: str, place: int, change: Callable[[str], str]) -> str:
    """The request *text* with one field changed; a text of fewer fields as it is."""
    fields = text.split(":", 6)
    if len(fields) == 7:
        fields[place] = change(fields[place])
    return ":".join(fields)


def reading(given: Input, right: Operation, place: int, change: Callable[[str], str]) -> Answer:
    """The right answer for the request with one field changed."""
    return right({**given, "text": with_field(given["text"], place, change)})


def is_list(text: str) -> bool:
    """Whether the request *text* has an empty field of phones."""
    fields = text.split(":", 6)
    return len(fields) == 7 and not fields[PHONES].strip(" \t")


def rows_of(text: str) -> list[str]:
    """The lines of the list in the request *text*; none where it is no list."""
    return text.split(":", 6)[MES].split("\n") if is_list(text) else []


def changed(answer: Answer, change: Callable[[dict[str, Any]], object]) -> Answer:
    """*answer* with its value changed in place, if it has one."""
    if "ok" in answer:
        change(answer["ok"])
    return answer


def value_of(answer: Answer) -> dict[str, Any]:
    """What *answer* accepts, or nothing."""
    return member(answer, "ok")


def member(value: dict[str, Any], name: str) -> dict[str, Any]:
    """The member *name* of *value*, or nothing where it is absent or null."""
    found: dict[str, Any] | None = value.get(name)
    return found or {}


def messages_of(request: dict[str, Any]) -> list[dict[str, Any]]:
    """What in *request* has phones and mes: its body, or its rows."""
    body = member(request, "body")
    rows: list[dict[str, Any]] = body["rows"] if body.get("kind") == "list" else [body]
    return rows


def refusal(code: int = 1) -> Answer:
    """A refusal with an error number."""
    return {"error": {"code": code, "message": "refused"}}
