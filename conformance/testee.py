"""The reference codec as a testee: what every other testee is in its own language."""

import json
import os
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import datetime
from importlib.metadata import version
from typing import Any, BinaryIO, cast

import msgspec

from ..codec import (
    DecodeError,
    EncodeError,
    decode_content,
    decode_mail,
    decode_reply,
    decode_request,
    encode_mail,
    encode_reply,
    encode_request,
    segment,
    send_at,
    sms_count,
    to_reply,
    to_request,
)
from .protocol import VERSION
from .values import compact


class _BadLine(ValueError):
    """A line that is no question of the protocol."""


def _decode_request(given: dict[str, Any]) -> Any:
    return msgspec.to_builtins(decode_request(_text(given)))


def _encode_request(given: dict[str, Any]) -> Any:
    return {"text": encode_request(to_request(given.get("request")))}


def _decode_reply(given: dict[str, Any]) -> Any:
    return msgspec.to_builtins(decode_reply(_text(given)))


def _encode_reply(given: dict[str, Any]) -> Any:
    return {"text": encode_reply(to_reply(given.get("reply")))}


def _decode_content(given: dict[str, Any]) -> Any:
    return msgspec.to_builtins(decode_content(_text(given, "mes"), given.get("format", 0), given.get("sender")))


def _segment(given: dict[str, Any]) -> Any:
    return msgspec.to_builtins(segment(_text(given)))


def _sms_count(given: dict[str, Any]) -> Any:
    return {"n": sms_count(to_request(given.get("request")), given.get("groups"))}


def _send_at(given: dict[str, Any]) -> Any:
    now = _instant(_text(given, "now"))
    # What is no time or zone, the codec itself refuses.
    at = send_at(cast("Any", given.get("time")), given.get("tz"), now, given.get("account_tz", 0))
    return {"at": at and at.isoformat().replace("+00:00", "Z")}


def _decode_mail(given: dict[str, Any]) -> Any:
    mail = decode_mail(_octets(_text(given, "eml")))
    return {"text": mail.text, "charset": mail.charset}


def _encode_mail(given: dict[str, Any]) -> Any:
    mail = encode_mail(to_request(given.get("request")), given.get("charset"))
    return {"eml": b64encode(mail).decode("ascii")}


_OPERATIONS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "decode_request": _decode_request,
    "encode_request": _encode_request,
    "decode_reply": _decode_reply,
    "encode_reply": _encode_reply,
    "decode_content": _decode_content,
    "segment": _segment,
    "sms_count": _sms_count,
    "send_at": _send_at,
    "decode_mail": _decode_mail,
    "encode_mail": _encode_mail,
}


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer line by line until goodbye or the end of input.

    Only what the codec refuses is answered as a refusal: any other exception is a fault of ours
    and ends the process, for an answer would pass where a refusal is expected.
    """
    for line in questions:
        answer = _answer(line)
        if answer is None:
            return
        answers.write(compact(answer).encode("ascii") + b"\n")
        # At once: what a crash leaves in the buffer would be missing, and others be blamed.
        answers.flush()


def _answer(line: bytes) -> dict[str, Any] | None:
    """The answer to one line, or None for goodbye."""
    try:
        question = _read(line)
    except _BadLine as error:
        return {"id": None, "error": {"message": str(error)}}
    match question.get("op"):
        case "hello":
            return _hello(question)
        case "bye":
            return None
        case op:
            return {"id": question.get("id"), **_outcome(op, question.get("input"))}


def _hello(question: dict[str, Any]) -> dict[str, Any]:
    if question.get("protocol") != VERSION:
        return {"error": {"message": f"this testee speaks protocol {VERSION}"}}
    return {
        "protocol": VERSION,
        "implementation": "smsmail",
        "version": version("smsmail"),
        "language": "Python",
        "ops": list(_OPERATIONS),
    }


def _outcome(op: object, given: object) -> dict[str, Any]:
    operation = _OPERATIONS.get(op) if isinstance(op, str) else None
    if operation is None:
        return {"error": {"message": "this testee does not have the operation"}}
    if not isinstance(given, dict):
        return {"error": {"message": "the input must be a JSON object"}}
    try:
        return {"ok": operation(cast("dict[str, Any]", given))}
    except (DecodeError, EncodeError) as error:
        code = {} if error.code is None else {"code": error.code}
        return {"error": {**code, "message": str(error)}}
    except _BadLine as error:
        return {"error": {"message": str(error)}}


def _read(line: bytes) -> dict[str, Any]:
    try:
        question = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _BadLine("the line is no JSON") from error
    if not isinstance(question, dict):
        raise _BadLine("the line is no JSON object")
    return cast("dict[str, Any]", question)


def _text(given: dict[str, Any], name: str = "text") -> str:
    text = given.get(name)
    if not isinstance(text, str):
        raise _BadLine(f'the input has no text "{name}"')
    return text


def _octets(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError as error:
        raise _BadLine("the input is no base64") from error


def _instant(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise _BadLine("now is no instant as RFC 3339 writes it") from error


def main() -> None:
    """Serve on the standard streams."""
    try:
        serve(sys.stdin.buffer, sys.stdout.buffer)
    except BrokenPipeError:
        # Nobody listens any more. Python would complain of that again on flushing at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
