"""The command from start to exit: how fast it checks much, in how much memory, and how long it takes to start."""

import subprocess
from collections.abc import Iterable, Sequence
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from sys import executable
from sysconfig import get_path
from tempfile import TemporaryDirectory
from time import perf_counter

from msgspec import Struct, json

from smsmail.codec import check, check_mail
from smsmail.conformance import Case, Policy, Session, load_cases, load_reference, run
from smsmail.conformance.corpus import OPS
from smsmail.conformance.protocol import write_question

from .cases import EVERY_FIELD, SHORT
from .goals import Goal, Result
from .mail_cases import READ
from .measure import fastest, processes, users_environment

_LINES = (SHORT, EVERY_FIELD)
_MAILS = [raw for name, raw in READ.items() if name.startswith("short")]
_BORDER = b"From shop@example.com Tue Nov  3 07:00:00 2026\n"
_WRONG = 2_000
_ROUNDS = 3
_GROWTH = 1.1
_SMSMAIL = str(Path(get_path("scripts")) / "smsmail")


class Run(Struct):
    """One run, as :mod:`child` tells it; the peak is in octets."""

    seconds: float
    peak: int


def results() -> Iterable[Result]:
    """Everything, measured now."""
    yield from _checks()
    yield from _starts()
    yield from _suite()


def _checks() -> Iterable[Result]:
    each = {"lines": _mean([(check, line) for line in _LINES]), "mails": _mean([(check_mail, raw) for raw in _MAILS])}
    with TemporaryDirectory() as name:
        folder = Path(name)
        for kind, sizes in {"lines": (10_000, 100_000), "mails": (2_000, 20_000)}.items():
            few, many = ((size, _run(_file(folder, kind, size), size)) for size in sizes)
            size, ran = many
            yield Result(
                f"smsmail check, {size:,} {kind} of a file",
                rate=size / ran.seconds,
                peak=ran.peak,
                lead=Goal(size * each[kind] / ran.seconds, None),
                cost=Goal(ran.peak / few[1].peak, _GROWTH, "× the memory of a tenth"),
                against=f"a loop of check over the {kind}, as fast as it can be",
            )
        wrong = folder / "wrong"
        wrong.write_text("".join(f"alex:psw::::7999{number:03}x:hi\n" for number in range(_WRONG)), "utf-8")
        shown = _run([str(wrong), "--lines"], 0).seconds - _run(_file(folder, "lines", 10), 10).seconds
        yield Result("smsmail check, a finding, found and shown", cost=Goal(shown / _WRONG * 1000, 0.2, "ms"))


def _mean(tasks: Sequence[tuple[object, object]]) -> float:
    taken = fastest(dict(enumerate(tasks)))  # pyright: ignore[reportArgumentType, reportUnknownVariableType]
    return sum(taken.values()) / len(taken)


def _file(folder: Path, kind: str, size: int) -> list[str]:
    file = folder / f"{size}.{kind}"
    with file.open("wb") as stream:
        if kind == "lines":
            stream.writelines(f"{line}\n".encode() for line in islice(cycle(_LINES), size))
            return [str(file), "--lines"]
        mails = (_BORDER + raw.replace(b"\r\n", b"\n") + b"\n" for raw in _MAILS)
        stream.writelines(islice(cycle(mails), size))  # cycle keeps them
    return [str(file)]


def _run(arguments: list[str], accepted: int) -> Run:
    child = str(Path(__file__).with_name("child.py"))
    command = [executable, "-I", "-S", child, _SMSMAIL, "check", "--no-config", *arguments]
    runs: list[Run] = []
    for _ in range(_ROUNDS):
        done = subprocess.run(command, env=users_environment(), capture_output=True, check=True)
        assert f"{accepted} accepted".encode() in done.stderr[-300:], done.stderr[-300:]
        runs.append(json.decode(done.stdout, type=Run))
    return Run(min(run.seconds for run in runs), min(run.peak for run in runs))


def _starts() -> Iterable[Result]:
    floor = "import click, msgspec"
    commands = {
        floor: [executable, "-I", "-c", floor],
        "import smsmail.codec": [executable, "-I", "-c", "import smsmail.codec"],
        "smsmail --version": [_SMSMAIL, "--version"],
        "smsmail check, one line": [_SMSMAIL, "check", "-"],
    }
    taken = processes(commands, SHORT)
    for name in [*commands][1:]:
        limit = None if "check" in name else 1.5
        yield Result(name, taken[name], taken[floor], Goal(taken[name] / taken[floor], limit), against=floor)


# ---- the conformance suite

_TESTEE = """
import json, sys
for line in sys.stdin:
    question = json.loads(line)
    if question["op"] == "hello":
        answer = {"protocol": 1, "implementation": "null", "version": "1", "language": "Python", "ops": %r}
    elif question["op"] == "bye":
        break
    else:
        answer = {"id": question["id"], "error": {}}
    sys.stdout.write(json.dumps(answer) + "\\n")
    sys.stdout.flush()
"""
"""Refuses everything: all that is left to measure is asking, answering and judging."""

NULL = [executable, "-I", "-S", "-c", _TESTEE % list(OPS)]
_ALONE = 25
"""A process for each of so many cases, in each round."""


def _suite() -> Iterable[Result]:
    load_reference()
    cases = load_cases()
    in_one, in_many = zip(*((_in_one_process(cases), _a_process_each(cases[:_ALONE])) for _ in range(5)), strict=True)
    each, other = median(in_one), median(in_many)
    lead = Goal(other / each, 50, at_least=True)
    yield Result("a case put to a testee that does nothing", each, other, lead=lead, against="a process for each case")
    suite = processes({"suite": [_SMSMAIL, "conformance"]}, "", rounds=5)["suite"]
    yield Result("all cases, against the reference", suite, cost=Goal(suite, 1.0, "s"))


def _in_one_process(cases: list[Case]) -> float:
    """The seconds of one case where all are put to one process, whose start and end are shared by all of them."""
    start = perf_counter()
    with Session(NULL) as session:
        answered = sum(1 for result in run(cases, session, session.hello(), Policy()) if not result.verdict.log)
    assert answered == len(cases)
    return (perf_counter() - start) / len(cases)


def _a_process_each(cases: list[Case]) -> float:
    start = perf_counter()
    for case in cases:
        done = subprocess.run(NULL, input=write_question(case), env=users_environment(), capture_output=True)  # noqa: PLW1510
        assert done.stdout.startswith(b'{"id"')
    return (perf_counter() - start) / len(cases)
