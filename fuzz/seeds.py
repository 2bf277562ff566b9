"""Where the search starts: the inputs of the conformance corpus, and words that an input is likely to need."""

import json
from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from smsmail.codec import After, At, Batch, DecodeError, Request, Timestamp, Window, decode_request
from smsmail.conformance import Case, load_cases

from .promises import SECRET
from .targets import BETWEEN, TARGETS

LONGEST = 2400
"""Octets for a message over its limit in two-octet characters; more make an input slow and say nothing new."""

WORDS: dict[str, list[str]] = json.loads(Path(__file__).with_name("words.json").read_bytes())
"""Words of each target; those of a line are for every target of lines."""

_WORDS_OF = {
    "request": ("check",),
    "encode": ("check", "encode"),
    "content": ("check", "encode"),
    "segment": ("check",),
    "mail": ("check", "mail"),
    "ask": ("value", "ask"),
    "masking": ("check",),
    "gateway": ("check", "mail"),
}


def write_seeds(folder: Path, target: str) -> None:
    """Write the seeds of *target*, each a file named for its case."""
    folder.mkdir(parents=True, exist_ok=True)
    for case in load_cases():
        for octets in _seeds(target, case):
            if len(octets) <= LONGEST:
                (folder / case.id.replace("/", ".")).write_bytes(octets)


def write_words(file: Path, target: str) -> None:
    """Write the words of *target* as libFuzzer reads them."""
    words = [word for name in _WORDS_OF.get(target, (target,)) for word in WORDS[name]]
    lines = ['"' + "".join(f"\\x{octet:02x}" for octet in word.encode()) + '"\n' for word in words]
    file.write_text("".join(lines), encoding="ascii")


def _seeds(target: str, case: Case) -> Iterator[bytes]:
    given = case.input
    match target, case.op:
        case "check" | "request" | "masking", "decode_request":
            yield with_secret(given["text"])
        case "value", "encode_request":
            yield json.dumps(given["request"]).encode()
        case "encode", "decode_request":
            with suppress(DecodeError):
                yield values_of(decode_request(given["text"])).encode()
        case "value", "encode_reply":
            yield json.dumps(given["reply"]).encode()
        case "mail" | "gateway", "decode_mail":
            yield b64decode(given["eml"]).replace(b":psw:", f":{SECRET}:".encode())
        case "content", "decode_content":
            yield BETWEEN.join([str(given["format"]), given["sender"] or "", "", given["mes"]]).encode(
                errors="surrogatepass"
            )
        case "segment", "segment":
            yield given["text"].encode(errors="surrogatepass")
        case "ask", _:
            yield (
                json.dumps({"op": case.op, "input": given})
                .replace(': "psw"', f': "{SECRET}"')
                .replace(":psw:", f":{SECRET}:")
                .encode()
            )
        case "reply", "decode_reply":
            yield given["text"].encode(errors="surrogatepass")
        case _:
            assert target in TARGETS


def values_of(request: Request) -> str:
    """*request* as the target ``encode`` takes it."""
    match request.time:
        case At(at):
            time = f"at {at}"
        case Window(first, last):
            time = f"window {first} {last}"
        case Timestamp(number):
            time = f"timestamp {number}"
        case After(number):
            time = f"after {number}"
        case None:
            time = ""
    tz = "" if request.tz is None else request.tz
    numbers = (int(request.translit), int(request.format))
    tail = (isinstance(request.body, Batch) and request.body.tail) or ""
    rows = request.body.rows if isinstance(request.body, Batch) else (request.body,)
    head = (request.login, SECRET, request.id or "", time, tz, *numbers, request.sender or "", request.test, tail)
    messages = (part for row in rows for part in (",".join(row.phones), row.mes))
    return BETWEEN.join(map(str, (*head, *messages)))


def with_secret(line: str) -> bytes:
    """*line* with the password that no finding may show."""
    return line.replace(":psw:", f":{SECRET}:", 1).encode(errors="surrogatepass")
