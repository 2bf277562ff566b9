"""The testee protocol, version 1: one JSON object a line, written plainly and read strictly."""

import difflib
import json
import math
from collections import Counter
from collections.abc import Collection
from typing import Any, NoReturn, cast

import msgspec

from .corpus import OPS, Case
from .escape import decoded, quoted
from .faults import FaultKind, Garble
from .features import FEATURES
from .values import JSON, compact, excess

VERSION = 1

MAX_TEXT = 1000
"""So many characters of a message or a reason are kept."""

MAX_DIGITS = 1000
"""No number of the protocol has nearly so many; reading one takes a time that grows as their square."""


class Hello(msgspec.Struct, frozen=True):
    """How an implementation introduces itself, and the operations it offers."""

    implementation: str
    version: str
    language: str
    ops: tuple[str, ...]
    features: tuple[str, ...] | None = None
    """What it offers of them, where it says so."""


class Ok(msgspec.Struct, frozen=True):
    """The implementation accepted the input; this is what it made of it."""

    value: JSON


class Refusal(msgspec.Struct, frozen=True):
    """The implementation refused the input, perhaps with the protocol's error number."""

    code: int | None
    message: str


class Skip(msgspec.Struct, frozen=True):
    """The case was not judged, and why."""

    reason: str


class NoAnswer(msgspec.Struct, frozen=True):
    """No answer at all; `log` is the end of what the testee wrote on standard error."""

    kind: FaultKind
    reason: str
    log: str = ""


Answer = Ok | Refusal | Skip | NoAnswer


def write_hello() -> bytes:
    return _line({"op": "hello", "protocol": VERSION})


def write_bye() -> bytes:
    return _line({"op": "bye"})


def write_question(case: Case) -> bytes:
    return _line({"op": case.op, "id": case.id, "input": case.input})


def read_hello(line: bytes) -> Hello:
    """The introduction; what it holds beyond the protocol is ignored."""
    message = _read_object(line)
    protocol = message.get("protocol")
    if type(protocol) is not int or protocol != VERSION:
        raise Garble(f"it speaks protocol {compact(protocol)[:40]}, the suite speaks {VERSION}")
    features = message.get("features")
    return Hello(
        implementation=_introduced(message, "implementation"),
        version=_introduced(message, "version"),
        language=_introduced(message, "language"),
        ops=_known(message.get("ops"), "ops", "operation", OPS),
        features=_known(features, "features", "feature", FEATURES) if features is not None else None,
    )


def read_answer(line: bytes, awaited: str) -> Answer:
    """The answer to the question `awaited`: the id again and exactly one of ok, error, skip."""
    message = _read_object(line)
    if "id" not in message:
        raise Garble(f"its answer has no id: {quoted(decoded(line))}")
    if message["id"] != awaited:
        raise Garble(f"it answered {_shown(message['id'])} while this case awaited its answer")
    kinds = message.keys() - {"id"}
    match tuple(kinds):
        case ("ok",):
            return Ok(message["ok"])
        case ("error",):
            return _read_refusal(message["error"])
        case ("skip",):
            reason = message["skip"]
            if not isinstance(reason, str):
                raise Garble(f"its skip is no sentence but {_shown(reason)}")
            return Skip(_cut(reason))
        case ():
            raise Garble("its answer has neither ok nor error nor skip")
        case _:
            names = ", ".join(quoted(kind, 40) for kind in sorted(kinds)[:5])
            raise Garble(f"its answer must have exactly one of ok, error and skip, it has {names}")


def _read_refusal(error: JSON) -> Refusal:
    if not isinstance(error, dict):
        raise Garble(f"its error is no object but {_shown(error)}")
    code, message = error.get("code"), error.get("message")
    if code is not None and (type(code) is not int or not 1 <= code <= 9):
        raise Garble(f"its error code must be 1 to 9 or absent, it is {_shown(code)}")
    if message is not None and not isinstance(message, str):
        raise Garble(f"its error message is no text but {_shown(message)}")
    return Refusal(code, _cut(message or ""))


def _introduced(message: dict[str, JSON], name: str) -> str:
    value = message.get(name)
    if not isinstance(value, str) or not value:
        raise Garble(f'its introduction has no text "{name}"')
    return _cut(value)


def _known(names: JSON, member: str, kind: str, known: Collection[str]) -> tuple[str, ...]:
    """The names that the introduction lists, each once; one that the protocol lacks is most likely misspelt."""
    if not isinstance(names, list):
        raise Garble(f'its introduction has no list "{member}"')
    for name in names:
        if not isinstance(name, str) or name not in known:
            close = difflib.get_close_matches(str(name)[:80], known, n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            raise Garble(f"it declares the {kind} {_shown(name)}, which the protocol lacks{hint}")
    return tuple(dict.fromkeys(cast("list[str]", names)))


def _read_object(line: bytes) -> dict[str, JSON]:
    try:
        message = cast("JSON", _DECODER.decode(line.decode("utf-8")))
    except UnicodeDecodeError as error:
        raise Garble(f"it wrote a line that is not UTF-8: {quoted(decoded(line))}") from error
    except ValueError as error:
        raise Garble(f"it wrote a line that is no JSON: {quoted(decoded(line))}") from error
    except RecursionError as error:
        raise _excessive(line, "is nested deeper") from error
    if not isinstance(message, dict):
        raise Garble(f"it wrote a line that is no JSON object: {quoted(decoded(line))}")
    if fault := excess(message):
        raise _excessive(line, fault)
    return message


def _excessive(line: bytes, fault: str) -> Garble:
    return Garble(f"it wrote a line that {fault} than any answer: {quoted(decoded(line))}")


def _object(members: list[tuple[str, JSON]]) -> JSON:
    """An object whose members each stand there once, for of two a reader may take the one or the other."""
    found = dict(members)
    if len(found) < len(members):
        twice = Counter(name for name, _ in members).most_common(1)[0][0]
        raise Garble(f"it wrote an object with more than one member {quoted(twice, 80)}")
    return found


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise Garble(f"it wrote a number of {len(digits)} digits: {quoted(digits, 40)}")
    return int(digits)


def _float(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise Garble(f"it wrote a number that is larger than any double: {quoted(digits, 40)}")
    return number


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_float, parse_constant=_no_number
)


def _cut(text: str) -> str:
    return text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]}… ({len(text)} characters)"


def _shown(value: JSON) -> str:
    return quoted(value if isinstance(value, str) else compact(value), 80)


def _line(message: dict[str, Any]) -> bytes:
    return compact(message).encode("ascii") + b"\n"
