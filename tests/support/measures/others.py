"""What is measured of texts to send, mails, replies, and of what a gateway is given."""

import re
from base64 import b64decode
from datetime import datetime
from typing import Any

from smsmail.conformance import Case


def septets(case: Case) -> int | None:
    """Of a text of ASCII letters, digits and spaces alone."""
    text = case.input["text"] if case.op == "segment" else ""
    return len(text) if re.fullmatch(r"[A-Za-z0-9 ]*", text) and case.op == "segment" else None


def cyrillic_units(case: Case) -> int | None:
    """Of a text of Russian letters alone."""
    text = case.input["text"] if case.op == "segment" else ""
    return len(text) if re.fullmatch(r"[А-Яа-я]+", text) else None


def octets(case: Case) -> int | None:
    """Of a binary message in hex to one number."""
    if case.op != "sms_count":
        return None
    request = case.input["request"]
    body = request["body"]
    if request.get("format") != 5 or body["kind"] != "single" or len(body["phones"]) != 1:
        return None
    return len(body["mes"]) // 2


def group_size(case: Case) -> int | None:
    sizes: dict[str, Any] = case.input.get("groups") or {} if case.op == "sms_count" else {}
    found = list(sizes.values())
    return found[0] if len(found) == 1 and type(found[0]) is int else None


def mail(case: Case) -> bytes | None:
    return b64decode(case.input["eml"]) if case.op == "decode_mail" else None


def mail_octets(case: Case) -> int | None:
    raw = mail(case)
    return None if raw is None else len(raw)


def multiparts(case: Case) -> int | None:
    raw = mail(case)
    return None if raw is None else len(re.findall(rb"(?im)^content-type:\s*multipart/", raw)) or None


def longest_content_header(case: Case) -> int | None:
    """Octets of the longest Content-Type or Content-Disposition, with its name."""
    found = re.findall(rb"(?im)^content-(?:type|disposition):(?:[^\r\n]|\r\n[ \t])*", mail(case) or b"")
    return max(map(len, found), default=None)


def reply_count(case: Case) -> int | None:
    if case.op == "encode_reply":
        value = case.input["reply"].get("sms")
        return value if type(value) is int else None
    found = (
        re.fullmatch(r"OK - (\d+) SMS, ID - .+", case.input["text"], re.ASCII) if case.op == "decode_reply" else None
    )
    return int(found[1]) if found and not (found[1].startswith("0") and found[1] != "0") else None


def reply_error(case: Case) -> int | None:
    if case.op == "encode_reply":
        value = case.input["reply"].get("error")
        return value if type(value) is int else None
    found = re.fullmatch(r"ERROR = (\d+) \(.*", case.input["text"], re.ASCII) if case.op == "decode_reply" else None
    return int(found[1]) if found else None


def moments(case: Case) -> list[datetime]:
    events: list[dict[str, Any]] = case.input["events"] if case.op == "serve" else []
    return [datetime.fromisoformat(event["at"]) for event in events]


def requests(case: Case) -> int | None:
    return len(moments(case)) or None


def seconds_in_all(case: Case) -> int | None:
    at = moments(case)
    return int((at[-1] - at[0]).total_seconds()) if at else None


def seconds_before_the_last(case: Case) -> int | None:
    at = moments(case)
    return int((at[-1] - at[-2]).total_seconds()) if len(at) > 1 else None


def messages(case: Case) -> int | None:
    """To the number of the cases of floods, in all requests that ask for a reply to the last of them."""
    events: list[dict[str, Any]] = case.input["events"] if case.op == "serve" else []
    return sum(event.get("text", "").count("79991234567") for event in events) or None


def first_text(case: Case) -> int | None:
    return len(case.input["events"][0].get("text", "")) if case.op == "serve" else None
