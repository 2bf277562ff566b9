#!/usr/bin/env python3
"""A testee: it answers the questions of `smsmail conformance`, one JSON object a line.

It knows one operation. Put a call of your own code in its place, add the others, and run

    smsmail conformance --testee 'python3 testee.py'
"""

import json
import re
import sys
from typing import Any

ID = "[A-Za-z0-9._-]{1,40}"
OK = re.compile(rf"[ \t\r\n]*OK - ([1-9][0-9]{{0,8}}) SMS, ID - ({ID})[ \t\r\n]*")
ERROR = re.compile(rf"[ \t\r\n]*ERROR = ([1-9]) \(([^\r\n]*)\)(?:, ID - ({ID}))?[ \t\r\n]*")


class Refused(Exception):
    """The input is wrong. `code` is the error number that the server would answer, if there is one."""

    def __init__(self, message: str, code: int | None = None) -> None:
        super().__init__(message)
        self.code = code


def decode_reply(given: dict[str, Any]) -> dict[str, Any]:
    if found := OK.fullmatch(given["text"]):
        return {"kind": "accepted", "sms": int(found[1]), "id": found[2]}
    if found := ERROR.fullmatch(given["text"]):
        return {"kind": "rejected", "error": int(found[1]), "description": found[2], "id": found[3]}
    raise Refused("this is no reply of the server")


# Missing, and reported as skipped: decode_request, encode_request, encode_reply, decode_content,
# segment, sms_count, send_at, decode_mail, encode_mail, serve.
OPERATIONS = {"decode_reply": decode_reply}


def answer(question: dict[str, Any]) -> dict[str, Any]:
    if question["op"] == "hello":
        about = {"implementation": "my-codec", "version": "0.1.0", "language": "Python"}
        return {"protocol": 1, **about, "ops": list(OPERATIONS)}
    if question["op"] not in OPERATIONS:
        return {"id": question["id"], "skip": "not there yet"}
    try:
        return {"id": question["id"], "ok": OPERATIONS[question["op"]](question["input"])}
    except Refused as error:
        return {"id": question["id"], "error": {"code": error.code, "message": str(error)}}


for line in sys.stdin:
    question = json.loads(line)
    if question["op"] == "bye":
        break
    print(json.dumps(answer(question)), flush=True)
