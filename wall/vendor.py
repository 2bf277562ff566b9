"""Testees of `encode_request`: the lines of the vendor's own client libraries, `python vendor.py FORMULA VERSION`.

Written anew from what those libraries are known to send: one message to some numbers. The libraries in PHP, Python, C# and
Ruby write 0 where there is no id or time, the one in Perl nothing.
"""

import json
import sys
from typing import Any

NOTHING = {"zeros": "0", "empty": ""}


def time_of(time: dict[str, Any] | None, nothing: str) -> str:
    match time:
        case None:
            return nothing
        case {"kind": "at", "at": at}:
            return f"{at[8:10]}{at[5:7]}{at[2:4]}{at[11:13]}{at[14:16]}"
        case {"kind": "window", "from": start, "to": end}:
            return f"{start}-{end}"
        case {"kind": "timestamp", "ts": ts}:
            return f"0{ts}" if ts < 10**9 else str(ts)
        case _:
            return f"+{time['minutes']}"


def line(request: dict[str, Any], nothing: str) -> str:
    zone = "" if request.get("tz") is None else f",{request['tz']}"
    options = f"{request.get('translit', 0)},{request.get('format', 0)},{request.get('sender') or ''}"
    if request.get("test"):
        options += f",{request['test']}"
    head = f"{request['login']}:{request['psw']}:{request.get('id') or nothing}"
    body = request["body"]
    return f"{head}:{time_of(request.get('time'), nothing)}{zone}:{options}:{','.join(body['phones'])}:{body['mes']}"


formula, version = sys.argv[1:]
for asked in sys.stdin:
    question = json.loads(asked)
    if question["op"] == "bye":
        break
    if question["op"] == "hello":
        about = {"implementation": f"vendor-{formula}", "version": version, "language": "PHP and others"}
        answer: dict[str, Any] = {"protocol": 1, **about, "ops": ["encode_request"], "features": []}
    else:
        try:
            answer = {"id": question["id"], "ok": {"text": line(question["input"]["request"], NOTHING[formula])}}
        except (KeyError, TypeError, AttributeError) as error:  # no shape that its caller could have given
            answer = {"id": question["id"], "skip": f"no call says that: {error!r}"}
    print(json.dumps(answer), flush=True)
