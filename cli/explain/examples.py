"""What breaks each rule and what fixes it, from the corpus, and what the codec says of them."""

from base64 import b64decode
from collections.abc import Callable
from typing import Any, cast

from ...codec import (
    DecodeError,
    Diagnostic,
    EncodeError,
    Rule,
    check,
    check_mail,
    decode_content,
    decode_reply,
    encode_content,
    encode_mail,
    encode_reply,
    encode_request,
    sms_count,
    to_content,
    to_reply,
    to_request,
)
from ...conformance import Case


def whole(value: Any) -> Any:
    """The value of an example as the operation takes it: all pieces of a text together."""
    return "".join(map(_written_out, cast("list[object]", value))) if isinstance(value, list) else value


def _written_out(piece: object) -> str:
    match piece:
        case {"repeat": str(repeat), "times": int(times)}:
            return "".join(repeat.replace("{n}", f"{number:04}") for number in range(1, times + 1))
        case {"half": str(half)}:
            return chr(int(half, 16))
        case _:
            return str(piece)


def found_in(rule: Rule, value: Any) -> list[Diagnostic]:
    """What the codec says of *value*, one of the two of the example of *rule*."""
    given = whole(value)
    return _FINDERS[rule.op](given.encode() if rule.op == "decode_mail" else given)


def found_in_case(case: Case) -> list[Diagnostic]:
    """What the codec says of the input of *case*; nothing where its operation finds nothing."""
    given = case.input
    match case.op:
        case "decode_request" | "decode_reply":
            return _FINDERS[case.op](given["text"])
        case "decode_mail":
            return _FINDERS[case.op](b64decode(given["eml"]))
        case "encode_request":
            return _FINDERS[case.op](given["request"])
        case "encode_reply":
            return _FINDERS[case.op](given["reply"])
        case "decode_content" | "encode_mail" | "sms_count":
            return _FINDERS[case.op](given)
        case _:
            return []


Report = Callable[[Diagnostic], object]


def _refusing(operation: Callable[[Any, Report], object]) -> Callable[[Any], list[Diagnostic]]:
    """The findings of an operation that raises the errors and reports the rest."""

    def find(given: Any) -> list[Diagnostic]:
        reported: list[Diagnostic] = []
        try:
            operation(given, reported.append)
        except (DecodeError, EncodeError) as error:
            return list(error.diagnostics)
        return reported

    return find


def _write_mail(request: object, **choices: Any) -> bytes:
    return encode_mail(to_request(request), **choices)


_FINDERS: dict[str, Callable[[Any], list[Diagnostic]]] = {
    "decode_request": check,
    "decode_mail": check_mail,
    "decode_reply": _refusing(lambda given, report: decode_reply(given, report=report)),
    "decode_content": _refusing(lambda given, report: decode_content(**given, report=report)),
    "encode_request": _refusing(lambda given, _: encode_request(to_request(given))),
    "encode_reply": _refusing(lambda given, _: encode_reply(to_reply(given))),
    "encode_content": _refusing(lambda given, _: encode_content(to_content(given))),
    "encode_mail": _refusing(lambda given, _: _write_mail(**given)),
    "sms_count": _refusing(lambda given, report: sms_count(**given, report=report)),
}
