"""A testee of `encode_request`: the line that the vendor's own client libraries write, ``python vendor.py HELLO``.

Written anew from what those libraries are known to send: one message to some numbers, each field put into its place as it
is. What stands where there is no id and no time differs: 0 in the libraries for PHP, Python, C# and Ruby, nothing in the one
for Perl. They check nothing, so that they are not asked what has to be refused.
"""

import json
import sys
from typing import Any

NOTHING = {"zeros": "0", "nothing": ""}


def time_of(time: dict[str, Any] | None, nothing: str) -> str:
    """The time as those who call the libraries are told to give it."""
    match time:
        case None:
            return nothing
        case {"kind": "at", "at": at}:
            return f"{at[8:10]}{at[5:7]}{at[2:4]}{at[11:13]}{at[14:16]}"
        case {"kind": "window", "from": start, "to": end}:
            return f"{start}-{end}"
        case {"kind": "timestamp", "ts": ts}:
            return f"0{ts}"
        case _:
            return f"+{time['minutes']}"


def line(request: dict[str, Any], nothing: str) -> str:
    zone = "" if request["tz"] is None else f",{request['tz']}"
    options = f"{request['translit']},{request['format']},{request['sender'] or ''}"
    if request["test"]:
        options += f",{request['test']}"
    head = f"{request['login']}:{request['psw']}:{request['id'] or nothing}"
    body = request["body"]
    return f"{head}:{time_of(request['time'], nothing)}{zone}:{options}:{','.join(body['phones'])}:{body['mes']}"


def main(hello: dict[str, Any]) -> None:
    for asked in sys.stdin:
        question = json.loads(asked)
        if question["op"] == "bye":
            return
        answer = hello
        if question["op"] != "hello":
            text = line(question["input"]["request"], NOTHING[hello["implementation"]])
            answer = {"id": question["id"], "ok": {"text": text}}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
