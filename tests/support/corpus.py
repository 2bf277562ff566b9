"""What the codec makes of its part of the corpus, in process."""

import json
from base64 import b64decode
from collections.abc import Iterable
from typing import Any, cast

import msgspec

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
    **dict.fromkeys(
        ("headers-in-text", "header-twice", "recipient-elsewhere", "subject-request"),
        "doubts concern no value; tests/codec/mail",
    ),
    "link-in-field": "the number of its error is that of its first symptom; test_surroundings.py",
    "part-tagged": "doubts concern no value; tests/codec/mail",
    **dict.fromkeys(
        (
            *("json-given", "placeholder-field", "separator-other", "window-minutes", "email-numbers", "row-sender"),
            "request-second",
        ),
        "the value is refused for its symptoms, of which cases are about; test_mistakes.py has the causes",
    ),
    "mail-header": "no operation writes other headers than it must; tests/codec/mail does",
}
"""The rules that no case of the corpus shows, and why."""

DOUBTS = "What was probably not meant"
"""The rules of this section concern no value, so no case is about them; a case may draw one all the same."""
