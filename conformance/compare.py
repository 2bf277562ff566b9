"""Where an accepting answer differs from what its case expects.

Most answers are compared as values. What may rightly be written in more ways than one is compared by what it says: an
instant by its place in time, a request, a reply or a mail by what the reference codec reads from it.
"""

from base64 import b64decode
from collections.abc import Callable
from typing import Any, Literal

import msgspec

from .corpus import Case, Op
from .values import JSON, bounded, instant, same

Observed = Literal["other-value", "other-form"]


class Difference(msgspec.Struct, frozen=True):
    """How an answer differs; `other-form` is the same meaning in another than the canonical form."""

    reason: str
    expected: JSON
    actual: JSON
    observed: Observed = "other-value"


def difference_of(case: Case, value: dict[str, Any], strict: bool) -> Difference | None:
    """How `value` differs from what the case expects. `strict` also asks encoders for the canonical form."""
    return _COMPARISONS.get(case.op, _compare_values)(case, value, strict)


def garbled_text(case: Case, value: JSON) -> str:
    """What no reading of the specification could excuse in an accepting answer, so that it fails at every level."""
    if not isinstance(value, dict):
        return "its ok is no JSON object"
    if case.op == "serve" and not _are_replies(value.get("replies")):
        return 'its ok has no list "replies" of texts and nulls'
    if case.op == "segment" and not any(value.get(name) is not None for name in ("parts", "count", "units")):
        return 'its ok has no "parts", no "count" and no "units"'
    member = _TEXT_OF.get(case.op)
    if member and not isinstance(value.get(member), str):
        return f'its ok has no text "{member}"'
    return ""


_TEXT_OF: dict[Op, str] = {
    "encode_request": "text",
    "encode_reply": "text",
    "decode_mail": "text",
    "encode_mail": "eml",
}
"""The member of an answer without which there is nothing to compare."""


def _are_replies(value: JSON) -> bool:
    return isinstance(value, list) and all(one is None or isinstance(one, str) for one in value)


def _compare_values(case: Case, value: dict[str, Any], strict: bool) -> Difference | None:
    if same(value, case.expect["ok"]):
        return None
    return _differing(case, value, "its value is another one")


def _compare_parts(case: Case, value: dict[str, Any], strict: bool) -> Difference | None:
    """A segmentation may be given in part: what is given must be right."""
    from ..codec import Segmentation  # not on import: see load_reference

    whole = msgspec.convert(case.expect["ok"], Segmentation)
    derived = {**case.expect["ok"], "count": len(whole.parts), "left": whole.left}
    if same({name: derived.get(name) for name in value}, value):
        return None
    return _differing(case, value, "its value is another one")


def _compare_instants(case: Case, value: dict[str, Any], strict: bool) -> Difference | None:
    wanted, given = case.expect["ok"]["at"], value.get("at")
    if wanted is None or given is None:
        return _compare_values(case, value, strict)
    moment = instant(given)
    if moment is None or moment.tzinfo is None:
        return _differing(case, value, "its at is no instant as RFC 3339 writes it")
    return None if moment == instant(wanted) else _differing(case, value, "its instant is another one")


def _compare_request_text(case: Case, value: dict[str, Any], strict: bool) -> Difference | None:
    from ..codec import DecodeError, decode_request  # not on import: see load_reference
    from ..codec.mail.parse import MAX_WRITTEN_OCTETS

    # Reading what is longer would cost more than it is worth.
    if len(value["text"]) > MAX_WRITTEN_OCTETS:
        return _differing(case, value, f"its text has {len(value['text'])} characters, more than any mail carries")
    try:
        said = msgspec.to_builtins(decode_request(value["text"]))
    except DecodeError as error:
        return _differing(case, value, f"the reference codec refuses what it wrote: {error}")
    if not same(said, case.input["request"]):
        return _saying_otherwise(case, said, value["text"])
    if strict and value["text"] != case.expect["ok"]["text"]:
        reason = "it wrote the same request, but not in its canonical form"
        return Difference(reason, case.expect, bounded({"ok": value}), "other-form")
    return None


def _compare_mail_text(case: Case, value: dict[str, Any], strict: bool) -> Difference | None:
    wanted = case.expect["ok"]
    if value["text"] != wanted["text"] or not _same_charset(value.get("charset"), wanted["charset"]):
        return _differing(case, value, "its text or charset is another one")
    return None


def _compare_mail(case: Case, value: dict[str, Any], strict: bool) -> Difference | None:
    from ..codec import DecodeError, decode_mail, decode_request  # not on import: see load_reference

    try:
        raw = b64decode(value["eml"], validate=True)
    except ValueError:
        return _differing(case, value, "its eml is no base64")
    if fault := _fault_of_mail(raw):
        return _differing(case, value, fault)
    try:
        mail = decode_mail(raw)
        said = msgspec.to_builtins(decode_request(mail.text))
    except DecodeError as error:
        return _differing(case, value, f"the reference codec refuses the mail it wrote: {error}")
    if not same(said, case.input["request"]):
        return _saying_otherwise(case, said, mail.text)
    charset = case.expect["ok"]["charset"]
    if charset is not None and not _same_charset(mail.charset, charset):
        return _differing(case, {"charset": mail.charset}, "its charset is another one")
    return None


def _compare_replies(case: Case, value: dict[str, Any], strict: bool) -> Difference | None:
    from .replies import differing_reply  # not on import: see load_reference

    fault = differing_reply(case.expect["ok"]["replies"], value["replies"])
    return _differing(case, value, fault) if fault else None


def _fault_of_mail(raw: bytes) -> str | None:
    """What a mail server would not take (C-SIZE, R-KB, RFC 5321)."""
    from ..codec.mail.parse import MAX_WRITTEN_OCTETS  # not on import: see load_reference

    if len(raw) > MAX_WRITTEN_OCTETS:
        return f"the mail it wrote has {len(raw)} octets, and {MAX_WRITTEN_OCTETS} are allowed"
    if b"\n" in raw.replace(b"\r\n", b"") or b"\r" in raw.replace(b"\r\n", b""):
        return "the mail it wrote has a line that does not end in CR LF"
    longest = max(map(len, raw.split(b"\r\n")))
    return f"the mail it wrote has a line of {longest} octets, and 998 are allowed" if longest > 998 else None


def _same_charset(one: object, other: object) -> bool:
    from ..codec import charset_named  # not on import: see load_reference

    return one == other or (isinstance(one, str) and isinstance(other, str) and charset_named(one) == other.lower())


def _saying_otherwise(case: Case, said: JSON, text: str) -> Difference:
    return Difference(
        "what it wrote says something else when decoded",
        {"request": case.input["request"], "text": case.expect["ok"]["text"]},
        bounded({"request": said, "text": text}),
    )


def _differing(case: Case, value: JSON, reason: str) -> Difference:
    return Difference(reason, case.expect, {"ok": bounded(value)})


_COMPARISONS: dict[Op, Callable[[Case, dict[str, Any], bool], Difference | None]] = {
    "encode_request": _compare_request_text,
    "segment": _compare_parts,
    "send_at": _compare_instants,
    "decode_mail": _compare_mail_text,
    "encode_mail": _compare_mail,
    "serve": _compare_replies,
}
