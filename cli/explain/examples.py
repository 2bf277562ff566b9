"""What breaks each rule and what fixes it, from the corpus, and what the codec says of them."""

from base64 import b64encode
from typing import Any, cast

from ...codec import Diagnostic, Rule
from ...conformance.operations import findings

_READ = dict.fromkeys(("decode_request", "decode_reply"), "text")
_MEMBERS = _READ | {"decode_mail": "eml", "encode_request": "request", "encode_content": "content"}
"""As which member an operation takes its example; the others take all of it."""


def whole(value: Any) -> Any:
    """The value of an example as the operation takes it: all pieces of a text together."""
    return "".join(map(written_out, cast("list[object]", value))) if isinstance(value, list) else value


def written_out(piece: object) -> str:
    match piece:
        case {"repeat": str(repeat), "times": int(times)}:
            return "".join(repeat.replace("{n}", f"{number:04}") for number in range(1, times + 1))
        case {"half": str(half)}:
            return chr(int(half, 16))
        case _:
            return str(piece)


def found_in(rule: Rule, value: Any) -> list[Diagnostic]:
    """What the codec says of *value*, one of the two of the example of *rule*."""
    given = whole(value)
    if rule.op == "decode_mail":
        given = b64encode(given.encode()).decode("ascii")
    member = _MEMBERS.get(rule.op)
    return findings(rule.op, {member: given} if member else cast("dict[str, Any]", given))
