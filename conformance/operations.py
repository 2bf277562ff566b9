"""The operations of the protocol as the reference does them, by name: the one table of them.

The reference testee answers by it, the explanations of rules and the tests of the corpus ask it what is found, and the
fuzzer puts anything at all to it.
"""

from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, cast

from .. import codec
from .corpus import Op
from .question import instant_of, octets, text_of

Given = dict[str, Any]
Report = Callable[[codec.Diagnostic], object]


def _send_at(given: Given, report: Report) -> object:
    now = instant_of(given, "now")
    # What is no time or zone, the codec itself refuses.
    at = codec.send_at(cast("Any", given.get("time")), given.get("tz"), now, given.get("account_tz", 0))
    return {"at": at and at.isoformat().replace("+00:00", "Z")}


def _decode_mail(given: Given, report: Report) -> object:
    mail = codec.decode_mail(octets(text_of(given, "eml")))
    for finding in mail.findings:
        report(finding)
    return {"text": mail.text, "charset": mail.charset}


def _encode_mail(given: Given, report: Report) -> object:
    # The protocol has no subject; an example of a rule has one.
    subject = None if given.get("subject") is None else text_of(given, "subject")
    mail = codec.encode_mail(codec.to_request(given.get("request")), given.get("charset"), subject=subject)
    return {"eml": b64encode(mail).decode("ascii")}


def _serve(given: Given, report: Report) -> object:
    from .serving import serve  # Whoever asks for nothing but the codec shall not wait for the gateway.

    return {"replies": serve(given)}


OPERATIONS: dict[Op, Callable[[Given, Report], object]] = {
    "decode_request": lambda given, report: codec.decode_request(text_of(given), report=report),
    "encode_request": lambda given, report: {"text": codec.encode_request(codec.to_request(given.get("request")))},
    "decode_reply": lambda given, report: codec.decode_reply(text_of(given), report=report),
    "encode_reply": lambda given, report: {"text": codec.encode_reply(codec.to_reply(given.get("reply")))},
    "decode_content": lambda given, report: codec.decode_content(
        text_of(given, "mes"), given.get("format", 0), given.get("sender"), report=report
    ),
    "segment": lambda given, report: codec.segment(text_of(given)),
    "sms_count": lambda given, report: {
        "n": codec.sms_count(codec.to_request(given.get("request")), given.get("groups"), report=report)
    },
    "send_at": _send_at,
    "decode_mail": _decode_mail,
    "encode_mail": _encode_mail,
    "serve": _serve,
}
"""What an operation makes of its input: values of the codec, or what JSON has. *report* gets what is found in an input
that is accepted. Raises DecodeError, EncodeError, and BadQuestion for an input that is none of the operation."""


_NOW = datetime(2010, 1, 1, tzinfo=UTC)
"""Nothing here depends on the day of a run: of the times in the corpus few are past by then."""


def findings(op: str, given: Given) -> list[codec.Diagnostic]:
    """All that the codec says of an input, whether it is accepted or not; ``encode_content`` is asked likewise."""
    match op:
        case "decode_request":  # with the notes, which no caller of a decoder wants
            return codec.check(text_of(given), now=_NOW)
        case "decode_mail":
            return codec.check_mail(octets(text_of(given, "eml")), now=_NOW)
        case _:
            found: list[codec.Diagnostic] = []
            try:
                if op == "encode_content":
                    codec.encode_content(codec.to_content(given.get("content")))
                else:
                    OPERATIONS[cast("Op", op)](given, found.append)
            except (codec.DecodeError, codec.EncodeError) as error:
                return list(error.diagnostics)
            return found
