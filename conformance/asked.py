"""What the reference makes of any input, as a case: the answer that is right, and how much it binds."""

import re
from base64 import b64decode
from collections.abc import Iterator
from typing import Any

import msgspec

from ..codec import RULES, DecodeError, EncodeError
from ..codec.mail.parse import head_of
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
    if op == "decode_mail":
        read += _of_mail(b64decode(given["eml"]))
    if op == "serve" and any("ERROR" in reply["text"] and ", ID - " in reply["text"] for reply in _replies(expect)):
        read.append("R-ERRID")
    level = max((_weakest(readings()[id].level) for id in read), default=0)
    charset = expect.get("ok", {}).get("charset") if op == "decode_mail" else None
    if charset not in (None, *_COMMON):
        read.append("R-CHARKNOWN")
        level = max(level, LEVELS.index("should" if _TO_BE_KNOWN.fullmatch(charset) else "may"))
    # A counter looks at no more than it needs; and what is no header, by what says what headers are, may be one or none.
    if (op == "sms_count" and "ok" in expect and not _can_be_sent(given)) or (
        op == "decode_mail" and _NO_HEADER.search(b64decode(given["eml"]))
    ):
        level = LEVELS.index("may")
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


_COMMON = ("koi8-r", "windows-1251", "utf-8", "us-ascii")
"""Charsets that a mail has where the corpus asks for something else, at whatever level."""
_TO_BE_KNOWN = re.compile("koi8-u|windows-1252|utf-16|iso-8859-.*")
"""Charsets that a decoder should know besides (R-CHARKNOWN)."""
_LONE_CR = re.compile(rb"\r(?!\n)")
_NO_HEADER = re.compile(rb"(?im)^content-[^\r\n]*[^\t\r\n -~]")
"""What says what the mail is made of, in octets that no header has (RFC 5322, 2.2)."""


def _of_mail(raw: bytes) -> Iterator[str]:
    """The readings that what is no text of a mail touches, of which no finding tells."""
    if _LONE_CR.search(raw):
        yield "R-CR"
    headers = head_of(raw)
    end = raw.find(headers) + len(headers)
    if raw[end : end + 1] not in (b"", b"\r", b"\n"):
        yield "R-NOEMPTYLINE"


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
