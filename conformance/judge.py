"""Whether an answer is the one the specification gives, and how much that matters."""

from importlib import import_module
from typing import Literal

import msgspec

from .compare import difference_of, garbled_text
from .corpus import Case, Level
from .faults import FaultKind
from .protocol import Answer, NoAnswer, Ok, Refusal, Skip
from .values import JSON, bounded

Outcome = Literal["passed", "deviating", "failed", "skipped"]

Observed = (
    Literal[
        "as-expected",
        "accepted",  # what had to be refused
        "refused",  # what had to be accepted
        "other-value",
        "other-form",  # the same request, written in another than the canonical form
        "other-code",
        "not-judged",  # by a fault of the suite itself
        "skipped",
    ]
    | FaultKind
)

# What differing from a case means. What is left to the implementation cannot be wrong.
_WEIGHT: dict[Level, Outcome] = {"must": "failed", "should": "deviating", "may": "passed"}


class Verdict(msgspec.Struct, frozen=True):
    """The outcome of one case; `expected` and `actual` are given where they differ.

    >>> [case] = select(load_cases(), ["request/id/zero-is-unspecified"])
    >>> verdict = judge(case, Refusal(1, "bad id"))
    >>> case.level, verdict.outcome, verdict.observed
    ('should', 'deviating', 'refused')
    """

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

    >>> load_reference()
    """
    import_module("..codec", __package__)


def judge(case: Case, answer: Answer, *, strict: bool = False) -> Verdict:
    """Compare an answer with its case. `strict` also asks encoders for the canonical form.

    >>> [case] = select(load_cases(), ["request/id/one"])
    >>> judge(case, Refusal(1, "bad id")).reason
    'it refused what must be accepted'
    """
    match answer:
        case NoAnswer():
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
    fault = garbled_text(case, value)
    if fault or not isinstance(value, dict):
        return Verdict("failed", "garbled", fault, case.expect, {"ok": bounded(value)})
    if "error" in case.expect:
        reason = "it accepted what must be refused"
        return _differing(case, "accepted", reason, {"ok": bounded(value)})
    found = difference_of(case, value, strict)
    if found is None:
        return Verdict("passed", "as-expected")
    # Another form than the canonical one is no failure even of what must be.
    outcome = "deviating" if found.observed == "other-form" and case.level == "must" else _WEIGHT[case.level]
    return Verdict(outcome, found.observed, found.reason, found.expected, found.actual)


def _differing(case: Case, observed: Observed, reason: str, actual: JSON) -> Verdict:
    return Verdict(_WEIGHT[case.level], observed, reason, case.expect, actual)


def _error_name(code: int | None) -> str:
    return "no error number" if code is None else f"error {code}"
