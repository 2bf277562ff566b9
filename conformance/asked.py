"""What the reference makes of any input, as a case: the answer that is right, and how much it binds."""

import re
from typing import Any

import msgspec

from ..codec import RULES, DecodeError, EncodeError
from .corpus import LEVELS, Case, Op
from .operations import OPERATIONS, findings
from .question import BadQuestion
from .register import readings
from .values import JSON

_STANDS_FOR: dict[Op, tuple[str, ...]] = {
    "decode_request": ("C-SINGLE",),
    "encode_request": ("C-SINGLE",),
    "decode_reply": ("C-OK", "C-ERR"),
    "encode_reply": ("C-OK", "C-ERR"),
    "decode_content": ("C-FORMAT", "C-PREFIX"),
    "segment": ("C-SEGMENT",),
    "sms_count": ("C-SEGMENT",),
    "send_at": ("C-TIME-ABS", "C-TZ"),
    "decode_mail": ("C-PLAIN",),
    "encode_mail": ("C-PLAIN",),
    "serve": ("C-OK", "C-ERR"),
}
"""What an operation rests on where nothing is found that says it."""


def case_of(op: Op, given: dict[str, Any]) -> Case | None:
    """What the reference makes of an input, as a case; ``None`` for one that is none of the operation."""
    expect: dict[str, Any] = {"error": {}}
    try:
        answer = msgspec.to_builtins(OPERATIONS[op](given, lambda finding: None))
        expect = {"ok": _as_a_case_has_it(op, given, answer)}
    except (DecodeError, EncodeError):
        pass
    except BadQuestion:
        return None
    told = [RULES[one.rule] for one in findings(op, given) if one.severity != "note"]
    read = [rule.reading for rule in told if rule.reading]
    clauses = tuple(dict.fromkeys(rule.clause for rule in told)) or _STANDS_FOR[op]
    if op == "decode_mail" and not _MUST_BE_KNOWN.fullmatch(expect.get("ok", {}).get("charset", "utf-8")):
        read.append("R-CHARKNOWN")
    if op == "serve" and any("ERROR" in reply["text"] and ", ID - " in reply["text"] for reply in _replies(expect)):
        read.append("R-ERRID")
    level = max((_weakest(readings()[id].level) for id in read), default=0)
    if op == "sms_count" and "ok" in expect and not _can_be_sent(given):
        level = LEVELS.index("may")  # a counter looks at no more than it needs
    return Case(
        id=f"found/{op.replace('_', '-')}/1",
        op=op,
        level=LEVELS[level],
        catches="Differs from the reference.",
        input=given,
        expect=expect,
        clauses=clauses,
        readings=tuple(dict.fromkeys(read)),
    )


def _replies(expect: dict[str, Any]) -> list[dict[str, Any]]:
    return [reply for reply in expect.get("ok", {}).get("replies", ()) if reply]


_MUST_BE_KNOWN = re.compile("koi8-[ru]|windows-125[12]|utf-8|utf-16|us-ascii|iso-8859-.*")
"""Charsets that a decoder has to know (R-CHARKNOWN)."""


def _can_be_sent(given: dict[str, Any]) -> bool:
    try:
        OPERATIONS["encode_request"](given, lambda finding: None)
    except (EncodeError, BadQuestion):
        return False
    return True


def _weakest(level: str) -> int:
    return max(place for place, name in enumerate(LEVELS) if name in level)


def _as_a_case_has_it(op: Op, given: dict[str, Any], answer: Any) -> Any:
    """The answer, with what an implementation is free in left open."""
    if op == "encode_mail":
        return {"text": OPERATIONS["encode_request"](given, lambda finding: None)["text"], "charset": None}  # pyright: ignore[reportIndexIssue, reportUnknownVariableType]
    if op != "serve":
        return answer
    return {"replies": [_due(event, reply) for event, reply in zip(given["events"], answer["replies"], strict=True)]}


def _due(event: dict[str, Any], reply: str | None) -> JSON:
    if reply is None:
        return None
    _, has_id, id = reply.rpartition(", ID - ")
    is_the_clients = id in (field.strip() for field in event["text"].split(":")[2:3])
    free: dict[str, JSON] = {"id": "assigned"} if has_id and not is_the_clients else {}
    # Which error is answered where several apply is open (R-ERRORDER).
    return {"text": reply, **free, **({"error": "any"} if reply.startswith("ERROR") else {})}
