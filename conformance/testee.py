"""The reference codec as a testee: what every other testee is in its own language."""

import os
import sys
from typing import Any, BinaryIO, cast

import msgspec

from smsmail import __version__

from ..codec import DecodeError, Diagnostic, EncodeError
from .operations import OPERATIONS
from .protocol import VERSION
from .question import BadQuestion, read_question
from .values import compact


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer line by line until goodbye or the end of input.

    Only what the codec refuses is answered as a refusal: any other exception is a fault of ours
    and ends the process, for an answer would pass where a refusal is expected.
    """
    for line in questions:
        answer = answer_to(line)
        if answer is None:
            return
        answers.write(compact(answer).encode("ascii") + b"\n")
        # At once: what a crash leaves in the buffer would be missing, and others be blamed.
        answers.flush()


def answer_to(line: bytes) -> dict[str, Any] | None:
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
        "version": __version__,
        "language": "Python",
        "ops": list(OPERATIONS),
    }


def _outcome(op: object, given: object) -> dict[str, Any]:
    operation = OPERATIONS.get(cast("Any", op)) if isinstance(op, str) else None
    if operation is None:
        return {"error": {"message": "this testee does not have the operation"}}
    if not isinstance(given, dict):
        return {"error": {"message": "the input must be a JSON object"}}
    try:
        return {"ok": msgspec.to_builtins(operation(cast("dict[str, Any]", given), _unreported))}
    except (DecodeError, EncodeError) as error:
        code = {} if error.code is None else {"code": error.code}
        return {"error": {**code, "message": str(error)}}
    except BadQuestion as error:
        return {"error": {"message": str(error)}}


def _unreported(finding: Diagnostic) -> None:
    """The protocol has no place for what is found in an input that is accepted."""


def main() -> None:
    """Serve on the standard streams."""
    try:
        serve(sys.stdin.buffer, sys.stdout.buffer)
    except BrokenPipeError:
        # Nobody listens any more. Python would complain of that again on flushing at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
