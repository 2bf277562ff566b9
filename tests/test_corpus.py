"""The reference codec against its part of the corpus, in process: every value, every error number, every finding.

What the gateway has to do (``serve``) is left to the suite's own judge, which knows what is free in a reply.
"""

import json
from base64 import b64decode
from typing import Any, cast

import msgspec
import pytest

from smsmail.codec import DecodeError, Diagnostic, EncodeError, decode_mail
from smsmail.conformance import Case, load_cases
from smsmail.conformance.operations import OPERATIONS


def outcome(case: Case, found: list[Diagnostic]) -> dict[str, Any]:
    """What the codec makes of the case, in the shape of its expectation; *found* gets the warnings or all findings."""
    try:
        return {"ok": as_json(value(case, found))}
    except (DecodeError, EncodeError) as error:
        found.extend(error.diagnostics)
        return {"error": {"code": error.code}}


def value(case: Case, found: list[Diagnostic]) -> Any:
    answer = OPERATIONS[case.op](case.input, found.append)
    if case.op != "encode_mail":
        return answer
    mail = decode_mail(b64decode(cast("dict[str, str]", answer)["eml"]))
    return {"text": mail.text, "charset": case.expect["ok"]["charset"] and mail.charset}


def as_json(value: object) -> Any:
    return json.loads(msgspec.json.encode(value))


def without_nulls(value: Any) -> Any:
    """*value*, in which absent and null are one thing, as they are in the protocol."""
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        return {name: without_nulls(one) for name, one in members.items() if one is not None}
    return value


OF_THE_CODEC = [case for case in load_cases() if case.op != "serve"]


@pytest.mark.parametrize("case", OF_THE_CODEC, ids=lambda case: case.id)
def test_case(case: Case) -> None:
    found: list[Diagnostic] = []
    actual = outcome(case, found)
    if case.expect.get("error") == {}:
        assert "error" in actual, case.catches
    else:
        assert without_nulls(actual) == without_nulls(case.expect), case.catches
    if case.findings is not None:
        assert {one.rule for one in found} == set(case.findings)
