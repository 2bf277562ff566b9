"""What the codec makes of its part of the corpus, in process."""

import json
from base64 import b64decode
from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

import msgspec
import pytest

from smsmail.codec import (
    DecodeError,
    Diagnostic,
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
from smsmail.conformance import Case, load_cases


def outcome(case: Case, found: list[Diagnostic]) -> dict[str, Any]:
    """What the codec makes of the case, in the shape of its expectation; *found* gets the warnings or all findings."""
    try:
        return {"ok": as_json(value(case, found))}
    except (DecodeError, EncodeError) as error:
        found.extend(error.diagnostics)
        return {"error": {"code": error.code}}


def value(case: Case, found: list[Diagnostic]) -> object:
    given: dict[str, Any] = case.input
    match case.op:
        case "decode_request":
            return decode_request(given["text"], report=found.append)
        case "encode_request":
            return {"text": encode_request(to_request(given["request"]))}
        case "decode_reply":
            return decode_reply(given["text"], report=found.append)
        case "encode_reply":
            return {"text": encode_reply(to_reply(given["reply"]))}
        case "decode_content":
            return decode_content(**given, report=found.append)
        case "segment":
            return segment(given["text"])
        case "sms_count":
            return {"n": sms_count(given["request"], given["groups"], report=found.append)}
        case "send_at":
            at = send_at(given["time"], given["tz"], datetime.fromisoformat(given["now"]), given["account_tz"])
            return {"at": at and f"{at:%Y-%m-%dT%H:%M:%SZ}"}
        case "decode_mail":
            mail = decode_mail(b64decode(given["eml"]))
            found.extend(mail.findings)
            return {"text": mail.text, "charset": mail.charset}
        case "encode_mail":
            mail = decode_mail(encode_mail(to_request(given["request"]), given["charset"]))
            return {"text": mail.text, "charset": case.expect["ok"]["charset"] and mail.charset}
        case _:
            pytest.fail(f"the reference has no operation {case.op}")


def as_json(value: object) -> Any:
    return json.loads(msgspec.json.encode(value))


def without_nulls(value: Any) -> Any:
    """*value*, in which absent and null are one thing, as they are in the protocol."""
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        return {name: without_nulls(one) for name, one in members.items() if one is not None}
    return value


OF_THE_CODEC = [case for case in load_cases() if case.op != "serve"]


def by_topic(cases: Iterable[Case]) -> dict[str, list[Case]]:
    """*cases* by the files that they are in: a test of a topic is quicker than one of each case."""
    topics: dict[str, list[Case]] = {}
    for case in cases:
        topics.setdefault(case.id.rpartition("/")[0], []).append(case)
    return topics


WITHOUT_CASE = {
    "surrogate": "a strict JSON parser refuses a file that holds a lone surrogate; test_request.py has one",
    "content-value": "no operation writes contents; test_contents.py does",
    "part-boundary": "advice concerns no value; test_advice.py",
    "part-lookalike": "advice concerns no value; test_advice.py",
    "mail-header": "no operation writes other headers than it must; tests/codec/mail does",
}
"""The rules that no case of the corpus shows, and why."""
