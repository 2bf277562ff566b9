"""Features: what an implementation may leave out of an operation that it offers, finer than the operations themselves.

A testee that declares `features` in its introduction is asked only what needs none of the others; the rest is skipped.
One that declares none, as those of the first days do, is asked everything.
"""

from collections.abc import Callable, Collection
from typing import Any

from .corpus import Case


def _is_list(case: Case) -> bool:
    """Whether a list of rows is read or written."""
    given: dict[str, Any] = case.input.get("request") or case.expect.get("ok") or {}
    body = given.get("body")
    return case.id.startswith("list/") or (isinstance(body, dict) and "rows" in body)


def _has_extension(case: Case) -> bool:
    """Whether a text has characters of the extension table of GSM 03.38, each of two septets."""
    return case.op == "segment" and not set("^{}\\[~]|€\f").isdisjoint(case.input["text"])


FEATURES: dict[str, Callable[[Case], bool]] = {
    "segment.parts": lambda case: False,  # without it segmentations are judged by what else is given
    "extension-table": _has_extension,
    "decode_request.list": lambda case: case.op == "decode_request" and _is_list(case),
    "encode_request.list": lambda case: case.op == "encode_request" and _is_list(case),
    "encode_mail.list": lambda case: case.op == "encode_mail" and _is_list(case),
    "sms_count.list": lambda case: case.op == "sms_count" and _is_list(case),
    "sms_count.groups": lambda case: case.op == "sms_count" and bool(case.input.get("groups")),
    "serve.forward": lambda case: case.op == "serve" and bool(case.input["account"].get("forward")),
}
"""Each feature, and whether a case needs it."""


def lacking(case: Case, offered: Collection[str] | None) -> str:
    """A feature that *case* needs and that is not offered, or ``""``."""
    if offered is None:
        return ""
    return next((name for name, needs in FEATURES.items() if name not in offered and needs(case)), "")
