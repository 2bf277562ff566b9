"""What breaks each rule and what mends it, from the corpus, and what the codec says of them."""

from base64 import b64encode
from functools import cache
from typing import Any, Literal, cast

import msgspec

from ..codec import Diagnostic
from ..conformance.operations import findings
from ..fixtures import ROOT


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What breaks a rule, what mends it, and why people write it."""

    code: str
    section: str
    op: Literal[
        "decode_request",
        "decode_mail",
        "decode_reply",
        "encode_request",
        "encode_content",
        "encode_mail",
        "sms_count",
    ]
    breaks: Any
    """A text to decode, or the pieces of one; for another operation its arguments by name."""
    mends: Any
    why: str
    beside: tuple[str, ...] = ()
    """Other rules that the example cannot help breaking too."""


class _File(msgspec.Struct, forbid_unknown_fields=True):
    rules: list[Example]


@cache
def load_examples() -> dict[str, Example]:
    """The example of each rule, in the order in which people should meet them."""
    content = (ROOT / "rules.json").read_bytes()
    return {example.code: example for example in msgspec.json.decode(content, type=_File).rules}


def whole(value: Any) -> Any:
    """The value of an example as the operation takes it: all pieces of a text together."""
    return "".join(map(_written_out, cast("list[object]", value))) if isinstance(value, list) else value


def _written_out(piece: object) -> str:
    match piece:
        case {"repeat": str(repeat), "times": int(times)}:
            return "".join(repeat.replace("{n}", f"{number:04}") for number in range(1, times + 1))
        case {"half": str(half)}:
            return chr(int(half, 16))
        case _:
            return str(piece)


def found_in(example: Example, value: Any) -> list[Diagnostic]:
    """What the codec says of *value*, one of the two in *example*."""
    given = whole(value)
    match example.op:
        case "decode_request" | "decode_reply":
            return findings(example.op, {"text": given})
        case "decode_mail":
            return findings(example.op, {"eml": b64encode(given.encode()).decode("ascii")})
        case "encode_request":
            return findings(example.op, {"request": given})
        case "encode_content":
            return findings(example.op, {"content": given})
        case _:
            return findings(example.op, given)
