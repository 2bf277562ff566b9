"""A witness for a survivor: an input that it answers otherwise than the sound codec, and so the case that is missing.

Inputs are those of the corpus with something put in, taken out or exchanged. Where no witness is found among those near
the cases that go through the changed line, a survivor is likely no wrong implementation at all.
"""

import json
import os
import random
import resource
import signal
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, cast

from smsmail.codec import DecodeError, decode_mail
from smsmail.conformance import Case
from smsmail.conformance.testee import serve

from .mutant import Mutant
from .world import World

SECONDS = 30
NEAR = 4
"""So many inputs are made of each case."""
MOST = 2000
"""So many are tried for a survivor."""
_MEMORY = 3 * 1024**3
_PIECES = (
    *":,;\t\n\r\f\\+-.()#@_=<>&[]|0123459abAZzG'\"/*%",
    " ", "  ", "\\n", "\r\n", "\n\n", "\n ", "\n~~~\n", "\nsubj:Theme", "\nvoice:m2", "subj:", "voice:", " \n", "-- \n",
    "__PING__", "__HLR__", "__CALL__:", "__MAIL__: ", "__BOT__:", "79991234567", "+79991234567", "G15", "#alex",
    "me@example.com", "a.b", "[text]", "[/text]", "<br>", "<p>", "</p>", "&amp;", "=3D", "=\n", "charset=utf-8",
    "\u00a0", "\u0085", "\u2028", "\v", "\0", "\u0663", "\uff11", "\u00b2", "А", "я", "é", "€", "`", "😀", "\ufeff", "0x", "24", "23", "31", "2147483648",
)  # fmt: skip


class Question(NamedTuple):
    """An input, and the sound codec's answer."""

    line: bytes
    op: str
    said: str


def questions_near(cases: Sequence[Case], each: int) -> list[Question]:
    """So many inputs for each case, one to three changes away from it."""
    random_ = random.Random(1)  # noqa: S311
    varied = [(case.op, _varied(random_, case)) for case in cases for _ in range(each)]
    lines = [_line(op, given) for op, given in varied]
    answers = _Answers()
    serve(iter(lines), answers)  # pyright: ignore[reportArgumentType]
    return [
        Question(line, op, _told(op, said)) for line, (op, _), said in zip(lines, varied, answers.lines, strict=True)
    ]


def witness(mutant: Mutant, world: World, asked: Sequence[Question]) -> str | None:
    """An input that *mutant* answers otherwise, with both answers; ``None`` where none of *asked* is one."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(SECONDS)
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.write(writing, (_first_difference(mutant, world, asked) or "").encode()[:60_000])
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode()
    os.waitpid(child, 0)
    return said or None


def _first_difference(mutant: Mutant, world: World, asked: Sequence[Question]) -> str | None:
    mutant.apply()
    wrong = world.testee()
    for question in asked:
        answers = _Answers()
        try:
            wrong(iter([question.line]), answers)
            said = _told(question.op, answers.lines[0])
        except Exception as error:  # noqa: BLE001
            said = type(error).__name__
        if said != question.said:
            return f"{question.line.decode()[:1500]}\n    right {question.said[:400]}\n    wrong {said[:400]}"
    return None


class _Answers:
    def __init__(self) -> None:
        self.lines: list[bytes] = []

    def write(self, line: bytes) -> None:
        self.lines.append(line)

    def flush(self) -> None:
        """Nothing is kept back."""


def _told(op: str, line: bytes) -> str:
    """What a judge looks at in an answer."""
    answer = json.loads(line)
    if "error" in answer:
        return f"error {answer['error'].get('code')}"
    if op == "encode_mail":
        try:
            mail = decode_mail(b64decode(answer["ok"]["eml"]))
        except DecodeError:
            return "a mail that cannot be read"
        return json.dumps([mail.text, mail.charset])
    return json.dumps(answer["ok"])


def _line(op: str, given: Any) -> bytes:
    return json.dumps({"op": op, "id": "near", "input": given}).encode("ascii") + b"\n"


def _varied(random_: random.Random, case: Case) -> Any:
    given: Any = json.loads(json.dumps(case.input))
    if case.op == "decode_mail":
        text = b64decode(given["eml"]).decode("latin-1")
        if len(text) > 20_000:
            return given
        for _ in range(random_.randint(1, 3)):
            text = _edited(random_, text)
        return {"eml": b64encode(text.encode("utf-8" if random_.random() < 0.3 else "latin-1", "replace")).decode()}
    for _ in range(random_.randint(1, 3)):
        _edit(random_, given)
    return given


def _edit(random_: random.Random, value: Any) -> None:
    """Change one leaf of *value*."""
    leaves = list(_leaves(value))
    if leaves:
        place, key = random_.choice(leaves)
        place[key] = _other(random_, place[key])


def _leaves(value: Any) -> Iterator[tuple[Any, Any]]:
    items: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        items = list(cast("dict[Any, Any]", value).items())
    elif isinstance(value, list):
        items = list(enumerate(cast("list[Any]", value)))
    for key, item in items:
        if isinstance(item, dict | list) and item:
            yield from _leaves(item)
        elif key not in ("kind", "now"):
            yield value, key


def _other(random_: random.Random, leaf: Any) -> Any:
    match leaf:
        case bool():
            return not leaf
        case int():
            return random_.choice([leaf + 1, leaf - 1, 0, 1, 2, 5, 8, 9, 12, 24, leaf * 10 + 9, -leaf])
        case str():
            return _edited(random_, leaf) if random_.random() < 0.95 else None
        case None:
            return random_.choice([0, 1, 3, 8, "Alex", "42", "", "me@example.com", "subj:Theme"])
        case _:
            return leaf


def _edited(random_: random.Random, text: str) -> str:
    start = random_.choice([0, len(text), random_.randint(0, len(text)), random_.randint(0, len(text))])
    piece = random_.choice(_PIECES)
    match random_.randint(0, 4):
        case 0:
            return text[:start] + text[start + 1 :]
        case 1:
            return text[:start] + piece + text[start + 1 :]
        case 2:
            return text[:start] + text[start - 1 : start] * random_.choice([1, 1, 2, 30]) + text[start:]
        case _:
            return text[:start] + piece + text[start:]
