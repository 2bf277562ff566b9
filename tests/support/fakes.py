"""Testees that behave in every way a program can: small scripts, started as real processes."""

import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import msgspec

from smsmail.conformance import Case, Result, Tally

# What every script begins with: enough to behave, so that its own lines only say how it does not.
PREAMBLE = """\
import json, os, sys, time

def write(text):
    sys.stdout.write(text)
    sys.stdout.flush()

def say(message):
    write(json.dumps(message) + "\\n")

def introduce(ops=("decode_request", "decode_reply"), **more):
    sys.stdin.readline()
    say({"protocol": 1, "implementation": "fake", "version": "1", "language": "Python",
         "ops": ops, **more})

def questions():
    for line in sys.stdin:
        question = json.loads(line)
        if question["op"] == "bye":
            return
        yield question

def right(question):
    say({"id": question["id"], "ok": {"echo": question["input"]["text"]}})

"""


def written(folder: Path, body: str) -> list[str]:
    """The command that starts a testee that does this, written into *folder*."""
    script = folder / "testee.py"
    script.write_text(PREAMBLE + dedent(body), "utf-8")
    # Without site packages, since it is started again and again.
    return [sys.executable, "-I", "-S", str(script)]


WriteTestee = Callable[[str], list[str]]
RunFake = Callable[..., tuple[list[Result], Tally]]


def make_case(number: int, op: str = "decode_request", level: str = "must", **more: Any) -> Case:
    """A case that the `right` answer of a fake testee passes."""
    text = f"text {number}"
    fields = {
        "id": f"request/topic/case-{number:03}",
        "op": op,
        "level": level,
        "clauses": ["C-SINGLE"],
        "catches": f"Mistake number {number}.",
        "input": {"text": text},
        "expect": {"ok": {"echo": text}},
    }
    return msgspec.convert(fields | more, Case)


def assert_adds_up(tally: Tally, cases: list[Case]) -> None:
    assert tally.total.total() == len(cases)
    assert sum(counts.total() for counts in tally.by_op.values()) == len(cases)
    assert sum(counts.total() for counts in tally.by_level.values()) == len(cases)
