"""The reference codec against the whole corpus, in process: every value, every error number, every finding."""

import json
from typing import Any

import msgspec
import pytest

from smsmail.codec import (
    DecodeError,
    Diagnostic,
    EncodeError,
    decode_reply,
    decode_request,
    encode_reply,
    encode_request,
    to_reply,
    to_request,
)
from smsmail.conformance import Case, load_cases


def outcome(case: Case, found: list[Diagnostic]) -> dict[str, Any]:
    """What the codec makes of the case, in the shape of its expectation; *found* gets the warnings or all findings."""
    given: dict[str, Any] = case.input
    try:
        match case.op:
            case "decode_request":
                return {"ok": as_json(decode_request(given["text"], report=found.append))}
            case "encode_request":
                return {"ok": {"text": encode_request(to_request(given["request"]))}}
            case "decode_reply":
                return {"ok": as_json(decode_reply(given["text"], report=found.append))}
            case "encode_reply":
                return {"ok": {"text": encode_reply(to_reply(given["reply"]))}}
            case _:
                pytest.fail(f"the reference has no operation {case.op}")
    except (DecodeError, EncodeError) as error:
        found.extend(error.diagnostics)
        return {"error": {"code": error.code}}


def as_json(value: object) -> Any:
    return json.loads(msgspec.json.encode(value))


@pytest.mark.parametrize("case", load_cases(), ids=lambda case: case.id)
def test_case(case: Case) -> None:
    found: list[Diagnostic] = []
    actual = outcome(case, found)
    if case.expect.get("error") == {}:
        assert "error" in actual, case.catches
    else:
        assert actual == case.expect, case.catches
    if case.findings is not None:
        assert {one.rule for one in found} == set(case.findings)
