"""The reference codec as a testee: what every other testee is in its own language."""

import os
import sys
from base64 import b64encode
from collections.abc import Callable
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
from .question import BadQuestion, instant, octets, read_question, text_of
from .values import compact


def _decode_request(given: dict[str, Any]) -> Any:
    return msgspec.to_builtins(decode_request(text_of(given)))


def _encode_request(given: dict[str, Any]) -> Any:
    return {"text": encode_request(to_request(given.get("request")))}


def _decode_reply(given: dict[str, Any]) -> Any:
    return msgspec.to_builtins(decode_reply(text_of(given)))


def _encode_reply(given: dict[str, Any]) -> Any:
    return {"text": encode_reply(to_reply(given.get("reply")))}


def _decode_content(given: dict[str, Any]) -> Any:
    return msgspec.to_builtins(decode_content(text_of(given, "mes"), given.get("format", 0), given.get("sender")))


def _segment(given: dict[str, Any]) -> Any:
    return msgspec.to_builtins(segment(text_of(given)))


def _sms_count(given: dict[str, Any]) -> Any:
    return {"n": sms_count(to_request(given.get("request")), given.get("groups"))}


def _send_at(given: dict[str, Any]) -> Any:
    now = instant(text_of(given, "now"), "now")
    # What is no time or zone, the codec itself refuses.
    at = send_at(cast("Any", given.get("time")), given.get("tz"), now, given.get("account_tz", 0))
    return {"at": at and at.isoformat().replace("+00:00", "Z")}


def _decode_mail(given: dict[str, Any]) -> Any:
    mail = decode_mail(octets(text_of(given, "eml")))
    return {"text": mail.text, "charset": mail.charset}


def _serve(given: dict[str, Any]) -> Any:
    from . import serving  # Whoever asks for nothing but the codec shall not wait for the gateway.

    return {"replies": serving.serve(given)}


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
    "serve": _serve,
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
        question = read_question(line)
    except BadQuestion as error:
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
    except BadQuestion as error:
        return {"error": {"message": str(error)}}


def main() -> None:
    """Serve on the standard streams."""
    try:
        serve(sys.stdin.buffer, sys.stdout.buffer)
    except BrokenPipeError:
        # Nobody listens any more. Python would complain of that again on flushing at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
