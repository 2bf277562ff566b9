"""Reading what a testee is asked, strictly."""

import json
from base64 import b64decode
from datetime import datetime
from typing import Any, cast

from .values import instant


class BadQuestion(ValueError):
    """A line that is no question of the protocol, or a question whose input is not what its operation takes."""


def read_question(line: bytes) -> dict[str, Any]:
    """The JSON object that *line* is."""
    try:
        question = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadQuestion("the line is no JSON") from error
    if not isinstance(question, dict):
        raise BadQuestion("the line is no JSON object")
    return cast("dict[str, Any]", question)


def text_of(given: dict[str, Any], name: str = "text") -> str:
    """The text that *given* has under *name*."""
    text = given.get(name)
    if not isinstance(text, str):
        raise BadQuestion(f'the input has no text "{name}"')
    return text


def octets(text: str) -> bytes:
    """What *text* is the base64 of."""
    try:
        return b64decode(text, validate=True)
    except ValueError as error:
        raise BadQuestion("the input is no base64") from error


def instant_of(given: dict[str, Any], name: str) -> datetime:
    """The instant that *given* has under *name*. Whether it needs an offset is for the operation to say."""
    moment = instant(given.get(name))
    if moment is None:
        raise BadQuestion(f"{name} is no instant as RFC 3339 writes it")
    return moment
