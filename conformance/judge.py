"""Whether an answer is the one the specification gives, and how much that matters."""

from collections.abc import Callable
from importlib import import_module
from typing import Literal

import msgspec

from .corpus import Case, Level
from .faults import FaultKind
from .protocol import Answer, Broken, Ok, Refusal, Skip
from .values import JSON, bounded, same

Outcome = Literal["passed", "deviating", "failed", "skipped"]

Observed = (
    Literal[
        "as-expected",
        "accepted",  # what had to be refused
        "refused",  # what had to be accepted
        "other-value",
        "other-form",  # the same request, written in another than the canonical form
        "other-code",
        "skipped",
    ]
    | FaultKind
)

# What differing from a case means. What is left to the implementation cannot be wrong.
_WEIGHT: dict[Level, Outcome] = {"must": "failed", "should": "deviating", "may": "passed"}


class Verdict(msgspec.Struct, frozen=True):
    """The outcome of one case; `expected` and `actual` are given where they differ."""

    outcome: Outcome
    observed: Observed
    reason: str = ""
    expected: JSON = None
    actual: JSON = None
    log: str = ""


def load_reference() -> None:
    """Load the reference codec, which judges how requests are written.

    That takes longer than all the judging. Whoever can do with it later, or while a testee starts,
    shall not pay for it on import.
    """
    import_module("..codec", __package__)


def judge(case: Case, answer: Answer, *, strict: bool = False) -> Verdict:
    """Compare an answer with its case. `strict` also asks encoders for the canonical form."""
    match answer:
        case Broken():
            return Verdict("failed", answer.kind, answer.reason, log=answer.log)
        case Skip():
            return Verdict("skipped", "skipped", answer.reason)
        case Refusal():
            return _judge_refusal(case, answer)
        case Ok():
            return _judge_value(case, answer.value, strict)


def _judge_refusal(case: Case, refusal: Refusal) -> Verdict:
    actual: JSON = {"error": {"code": refusal.code, "message": refusal.message}}
    if "ok" in case.expect:
        return _differing(case, "refused", "it refused what must be accepted", actual)
    code = case.expect["error"].get("code")
    if code is not None and code != refusal.code:
        reason = f"it refused with {_error_name(refusal.code)} where {_error_name(code)} is due"
        return _differing(case, "other-code", reason, actual)
    return Verdict("passed", "as-expected")


def _judge_value(case: Case, value: JSON, strict: bool) -> Verdict:
    if fault := _shape_fault(case, value):
        return Verdict("failed", "garbled", fault, case.expect, {"ok": bounded(value)})
    if "error" in case.expect:
        reason = "it accepted what must be refused"
        return _differing(case, "accepted", reason, {"ok": bounded(value)})
    return _COMPARISONS.get(case.op, _compare_values)(case, value, strict)


def _compare_values(case: Case, value: JSON, strict: bool) -> Verdict:
    if same(value, case.expect["ok"]):
        return Verdict("passed", "as-expected")
    reason = "its value is another one"
    return _differing(case, "other-value", reason, {"ok": bounded(value)})


def _compare_request_text(case: Case, value: JSON, strict: bool) -> Verdict:
    """A request may be written in many ways: what counts is what the text says."""
    from ..codec import DecodeError, decode_request  # not on import: see load_reference

    text = _text_of(value)
    try:
        said = msgspec.to_builtins(decode_request(text))
    except DecodeError as error:
        reason = f"the reference codec refuses what it wrote: {error}"
        return _differing(case, "other-value", reason, {"ok": bounded(value)})
    if not same(said, case.input["request"]):
        return Verdict(
            _WEIGHT[case.level],
            "other-value",
            "what it wrote says something else when decoded",
            {"request": case.input["request"], "text": case.expect["ok"]["text"]},
            bounded({"request": said, "text": text}),
        )
    if strict and text != case.expect["ok"]["text"]:
        reason = "it wrote the same request, but not in its canonical form"
        outcome: Outcome = "passed" if case.level == "may" else "deviating"
        return Verdict(outcome, "other-form", reason, case.expect, {"ok": bounded(value)})
    return Verdict("passed", "as-expected")


_COMPARISONS: dict[str, Callable[[Case, JSON, bool], Verdict]] = {
    "encode_request": _compare_request_text,
}


def _differing(case: Case, observed: Observed, reason: str, actual: JSON) -> Verdict:
    return Verdict(_WEIGHT[case.level], observed, reason, case.expect, actual)


def _shape_fault(case: Case, value: JSON) -> str:
    """What no reading of the specification could excuse, so that it fails at every level."""
    if not isinstance(value, dict):
        return "its ok is no JSON object"
    if case.op in ("encode_request", "encode_reply") and not isinstance(value.get("text"), str):
        return 'its ok has no text "text"'
    return ""


def _text_of(value: JSON) -> str:
    return str(value["text"]) if isinstance(value, dict) else ""


def _error_name(code: int | None) -> str:
    return "no error number" if code is None else f"error {code}"
